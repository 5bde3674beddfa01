/*
 * A pair of aggregators for a journey's lab, and the lab's mindset question answered to them.
 */
#ifndef PRIVACY_PAIR_LAB_H
#define PRIVACY_PAIR_LAB_H

#include "../aggregators.h"
#include "../journey/lab_asked.h"

typedef aggregators pair_lab;

/** Makes a pair that speaks DAP `version`; `generation` tells its keys. */
void pair_lab_begin(pair_lab *ret_pair, uint32_t version, uint32_t generation);
/** Writes the task file "pair.json" beside the lab's brand.json; `more` are further members. */
void pair_lab_write(const pair_lab *pair, const lab_world *lab, const char *more);
/** Writes one more, as `name`: of another id and domain. */
void pair_lab_write_other(const pair_lab *pair, const lab_world *lab, const char *name,
                          uint32_t buckets);
/** What was summed, per bucket. */
void pair_lab_result(const pair_lab *pair, uint64_t ret_counts[AGGREGATORS_BUCKETS]);

/** Swaps for lab_pack: the lab's mindset question by split trust, with the task "pair.json". */
extern const char *const pair_lab_swaps[];
/** As lab_contributor(), with that question, and old enough for one split answer. */
sotto *pair_lab_contributor(lab_world *ret_lab, pair_lab *pair);

#endif
