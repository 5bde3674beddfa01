/*
 * What `sotto-collect serve` understands and what it says.
 *
 * A body is one report as the outbox gives it, or, with the content type
 * application/vnd.sotto.reports, at most 1,000 of them as in a report file: repeated
 * { u32 length, little-endian | report }.
 *
 * Settled (200), application/json: {"accepted":N,"duplicate":N,"refused":[{"index":I,"type":T},
 * ...]}; whoever sent it need not send it again. Of a batch each report that is refused is told by
 * its own type, also where none was taken. Refused, application/problem+json (RFC 9457):
 * {"type":T,"title":WORDS,"status":S}. Types are "urn:sotto:error:" and unknownQuestion, expired,
 * tampered, malformed (400, for good; of a batch malformed alone: it cannot be read as reports),
 * tooLarge (413), busy (503, with Retry-After: nothing was taken, send the same again), notFound
 * (404), method (405).
 */
#ifndef SO_TOOLS_COLLECT_ANSWER_H
#define SO_TOOLS_COLLECT_ANSWER_H

#include "tools/collect_count.h"

#define SO_BODY_MAX 262144u
#define SO_BODY_REPORTS_MAX 1000u
#define SO_BODY_BATCH_TYPE "application/vnd.sotto.reports"

typedef enum so_problem {
  SO_PROBLEM_UNKNOWN_QUESTION,
  SO_PROBLEM_EXPIRED,
  SO_PROBLEM_TAMPERED,
  SO_PROBLEM_MALFORMED,
  SO_PROBLEM_TOO_LARGE,
  SO_PROBLEM_BUSY,
  SO_PROBLEM_NOT_FOUND,
  SO_PROBLEM_METHOD,
  SO_PROBLEMS
} so_problem;

typedef struct so_problem_words {
  unsigned status;
  const char *type, *title;
} so_problem_words;
extern const so_problem_words so_problems[SO_PROBLEMS];

/** The problem of a report that was not taken. */
so_problem so_problem_of(so_fate fate);
/** Writes a problem document; gives its size. */
size_t so_answer_problem(so_problem problem, char ret_text[256]);
/** What became of reports, as JSON; the caller frees it. NULL: no memory. */
char *so_answer_taken(const so_read_report *reports, size_t count);
/**
 * Finds the reports of a body, as views; `*ret_count` is at most #SO_BODY_REPORTS_MAX.
 * #SOTTO_E_FORMAT, #SOTTO_E_LIMIT.
 */
SOTTO_CHECKED sotto_status so_body_split(sotto_bytes body, int is_batch,
                                         sotto_bytes ret_bodies[SO_BODY_REPORTS_MAX],
                                         size_t *ret_count);

#endif
