/*
 * What sotto-audit can check, one function a subcommand. Each writes to the page; a check that does
 * not hold is BROKEN there, with its name.
 */
#ifndef AUDITOR_CHECKS_H
#define AUDITOR_CHECKS_H

#include "examined.h"
#include "page.h"

/** What is kept, by category, and that nothing of a refused category is. */
void check_stored(page *out, const examined *subject);
/** Every report that ever left or waits: words, bytes, cost. */
void check_left(page *out, const examined *subject);
/** The budget against the log: sums, caps, quotas, and what each answer had to be. */
void check_ledger(page *out, const examined *subject);
/** The chain, every cost from its threshold, every question id, every report's fate. */
void check_verify(page *out, const examined *subject);

/** Recordings of what an app sent. */
typedef struct check_sent {
  const char *path;      /* by the device whose profile this is */
  const char *others[8]; /* by the same app on other devices, for their request heads */
  size_t other_count;
} check_sent;

/** What an app really sent: every byte must be a logged report's. 0 where unreadable. */
int check_wire(page *out, const examined *subject, const check_sent *sent);

/** Packs and public lists to compare. */
typedef struct check_packs {
  const char *packs[8];
  size_t pack_count;
  const char *lists[2];
  size_t list_count;
  const uint8_t *brand_key;
} check_packs;

/** Packs against the public list and each other; `subject` may be NULL. */
void check_pack(page *out, const examined *subject, const check_packs *given);
/** The black box: epsilon from below by many runs, from above by its thresholds. */
int check_epsilon(page *out, uint64_t runs, uint32_t epsilon_micro);

/** What is left after an erase. */
typedef struct check_remains {
  const char *copy;      /* a profile's directory as it was before */
  const char *key_file;  /* what the key store holds now */
  const char *images[8]; /* files to search: disk images, memory dumps */
  size_t image_count;
  const char *processes[8]; /* numbers of processes whose memory to search */
  size_t process_count;
} check_remains;

/** That an old copy opens no more and no key to it lies about; without a copy, a rehearsal. */
int check_erased(page *out, const check_remains *remains);
/** NIST SP 800-226's questions, answered in Markdown; of split trust too where the pack, if
 * there is one, asks by it. 0 where it does not install. */
int privacy_table(const char *pack, const uint8_t *brand_key);

#endif
