/*
 * Counts of hashed groups, week after week, and what they say of one thing (an item, or an ordered
 * pair of items): a count sketch under noise (Charikar, Chen and Farach-Colton 2002), whose rounds
 * are the weeks.
 *
 * In round t a share A of all reports tells a group other than "none"; a thing x is seen as
 *
 *   v_t(x) = (share of its group - mean share of all groups) / A
 *
 * that is its share of what is told, plus the noise and whatever else fell into its group. Over the
 * rounds that ask for its part the weighted median is taken, since another pair in the group, which
 * is met in one round, hides nothing in the others; of fewer than three rounds the weighted mean.
 */
#ifndef SO_BRAND_SKETCH_H
#define SO_BRAND_SKETCH_H

#include <sotto/estimate.h>

#include "brand/array.h"
#include "privacy/question.h"

/** One question in one epoch. */
typedef struct so_sketch_round {
  so_question question; /* with its epoch */
  double *shares;       /* per bucket, of all reports; owned */
  uint32_t buckets;
  double told;   /* A, the share of reports that are not "none" */
  double mean;   /* of the groups' shares */
  double weight; /* one over the variance of v_t where nobody has x */
  double gain;   /* p - q of the mechanism */
  double base;   /* q */
} so_sketch_round;

typedef struct so_sketch {
  so_array rounds; /* so_sketch_round */
} so_sketch;

void so_sketch_init(so_sketch *ret_sketch);
void so_sketch_free(so_sketch *sketch);
/**
 * Adds a round. One in which next to nothing was told (within three standard errors) is left out.
 * Errors as sotto_estimate_shares().
 */
SOTTO_CHECKED sotto_status so_sketch_add(so_sketch *sketch, const so_question *question,
                                         const sotto_mechanism *mechanism,
                                         const sotto_tally *tally);
/** Gives what is seen of a thing, by hashes; 0 where no round asked for it. */
int so_sketch_look(const so_sketch *sketch, uint64_t item, uint64_t next, double *ret_seen);

#endif
