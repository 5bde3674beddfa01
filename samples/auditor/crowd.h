/*
 * Many trial devices, over the cores of this machine: half of them hold the truth that is asked
 * about, and what they said is added up. Processes, not threads, so that no device waits for
 * another; the progress stands on stderr where that is a terminal.
 */
#ifndef AUDITOR_CROWD_H
#define AUDITOR_CROWD_H

#include "trial.h"

#define CROWD_SIZES 3 /* of groups of one device's answers: 1, 2, 4 */

/** What a crowd said. */
typedef struct crowd_tally {
  uint64_t answers[2];           /* by truth */
  uint64_t yes[2];               /* of them: the report names the value */
  uint64_t agreed[CROWD_SIZES];  /* groups of 1, 2, 4 answers of one device that say the same … */
  uint64_t correct[CROWD_SIZES]; /* … and say the truth */
} crowd_tally;

/** Asks as many devices as give `answers` answers, rounded up to the same for each process. */
sotto_status crowd_ask(trial *brand, uint64_t answers, crowd_tally *ret_tally);

#endif
