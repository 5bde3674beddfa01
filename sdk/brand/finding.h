/*
 * Telling the brand what is not as it should be: one sentence each, counted by severity, passed to
 * the visitor of <sotto/build.h>. Findings never hold data of shoppers.
 */
#ifndef SO_BRAND_FINDING_H
#define SO_BRAND_FINDING_H

#include <sotto/build.h>

/** Where findings go, and how many there were. */
typedef struct so_findings {
  sotto_finding_fn visit;
  sotto_progress_fn progress;
  void *context;
  uint64_t counts[3]; /* by severity */
} so_findings;

/** Where in the inputs a finding stands. */
typedef struct so_place {
  const char *file;
  uint64_t line;
  sotto_text where;
} so_place;

/** What was found, without the words: SO_FIND_…(kind) and the place. */
typedef struct so_found {
  uint32_t kind; /* severity in the high 16 bits */
  so_place place;
} so_found;

/** Tells one finding; `words` is a printf format. */
void so_find(so_findings *findings, so_found found, const char *words, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
#define SO_FIND_NOTE(kind) ((uint32_t)(kind) | SOTTO_FINDING_NOTE << 16)
#define SO_FIND_WARNING(kind) ((uint32_t)(kind) | SOTTO_FINDING_WARNING << 16)
#define SO_FIND_ERROR(kind) ((uint32_t)(kind) | SOTTO_FINDING_ERROR << 16)

/** The plural's ending behind a number of things. */
static inline const char *so_find_s(uint64_t count) {
  return count == 1 ? "" : "s";
}

/** Tells how far a step is. */
void so_find_progress(const so_findings *findings, const char *step, uint64_t done, uint64_t total);

#endif
