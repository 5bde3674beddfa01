/*
 * Hashed groups inverted over the things that may be in them, and that the same facts fail of a
 * decoder with a planted defect: with another week's hash nothing is found, and with the noise's
 * share left out the shares are wrong.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "brand/sketch_learn.h"

#define ITEMS 400u
#define GROUPS 255u
#define WEEKS 8u
#define DEVICES 200000u
#define BATCH 100000u

static so_sketch_thing things[ITEMS];
static uint8_t bins[ITEMS];
static float shares[ITEMS];
static double truths[ITEMS], errors[SO_SHRINK_BINS];

/** What is planted. */
typedef struct defect {
  uint32_t other_week; /* the decoder hashes by that many weeks later */
  int no_noise;        /* the decoder takes every answer for the true one */
} defect;

static void make_truths(void) {
  double sum = 0;
  for (uint32_t n = 0; n < ITEMS; n++) {
    things[n] = (so_sketch_thing){(n + 1) * UINT64_C(0x9e3779b97f4a7c15), 0};
    sum += truths[n] = 1.0 / (n + 3);
  }
  for (uint32_t n = 0; n < ITEMS; n++) truths[n] /= sum;
}

static so_question question_of(const uint32_t *groups, uint32_t week) {
  so_question question = {.kind = SO_QUESTION_ITEM, .values = groups, .value_count = 1};
  question.epoch = 2900 + week;
  memset(question.content, 7, sizeof question.content);
  return question;
}

/* One week: `telling` of the devices say an item, the rest "none". */
static void add_week(so_sketch *sketch, uint32_t week, double telling, const defect *of) {
  static const uint32_t groups[] = {GROUPS};
  static uint64_t devices[GROUPS + 1], counts[GROUPS + 1];
  sotto_mechanism mechanism;
  so_question question = question_of(groups, week);
  cr_assert_eq(sotto_mechanism_split(GROUPS + 1, BATCH, 1000000, &mechanism), SOTTO_OK);
  uint64_t told = 0;
  memset(devices, 0, sizeof devices);
  for (uint32_t n = 0; n < ITEMS; n++) {
    uint64_t count = (uint64_t)(truths[n] * telling * DEVICES);
    devices[so_question_hash(&question, things[n].item, 0)] += count;
    told += count;
  }
  devices[0] = DEVICES - told;
  cr_assert_eq(sotto_rehearse_counts(&mechanism, devices, week + 1, counts), SOTTO_OK);
  question.epoch += of->other_week;
  if (of->no_noise) mechanism.threshold = UINT64_MAX;
  const sotto_tally tally = {counts, DEVICES};
  cr_assert_eq(so_sketch_add(sketch, &question, &mechanism, &tally), SOTTO_OK);
}

static void learn(double telling, const defect *of) {
  so_sketch sketch;
  const so_sketch_things all = {things, bins, ITEMS};
  make_truths();
  so_sketch_init(&sketch);
  for (uint32_t week = 0; week < WEEKS; week++) add_week(&sketch, week, telling, of);
  cr_assert_eq(so_sketch_learn(&sketch, &all, shares, errors), SOTTO_OK);
  so_sketch_free(&sketch);
}

/* How far off the ten most common things are, at worst, as a share of the truth. */
static double worst_of_ten(void) {
  double worst = 0;
  for (uint32_t n = 0; n < 10; n++) worst = fmax(worst, fabs((double)shares[n] / truths[n] - 1));
  return worst;
}

Test(sketch_learn, common_things_are_found_with_their_shares) {
  learn(.8, &(defect){0, 0});
  cr_assert_lt(worst_of_ten(), .2, "%f", worst_of_ten());
  cr_assert_gt((double)shares[0], 3 * errors[0]);
}

Test(sketch_learn, by_another_weeks_hash_nothing_is_found) {
  learn(.8, &(defect){1, 0});
  cr_assert_gt(worst_of_ten(), .2);
  cr_assert_lt((double)shares[0], truths[0] / 2);
}

Test(sketch_learn, a_decoder_that_forgets_the_noise_is_seen_by_its_shares) {
  learn(.8, &(defect){0, 1});
  cr_assert_gt(worst_of_ten(), .2, "%f", worst_of_ten());
}

Test(sketch_learn, where_nobody_tells_anything_nothing_is_learnt) {
  learn(0, &(defect){0, 0});
  for (uint32_t n = 0; n < ITEMS; n++) cr_assert_eq(shares[n], 0);
}

Test(sketch_learn, weeks_that_tell_nothing_do_not_spoil_the_others) {
  so_sketch sketch;
  const so_sketch_things all = {things, bins, ITEMS};
  make_truths();
  so_sketch_init(&sketch);
  for (uint32_t week = 0; week < 3 * WEEKS; week++)
    add_week(&sketch, week, week % 3 ? 0 : .8, &(defect){0, 0});
  cr_assert_eq(so_sketch_learn(&sketch, &all, shares, errors), SOTTO_OK);
  so_sketch_free(&sketch);
  cr_assert_lt(worst_of_ten(), .2, "%f", worst_of_ten());
}
