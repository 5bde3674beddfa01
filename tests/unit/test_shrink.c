/* Shrinking what was seen by what noise looks like. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "brand/shrink.h"

#define COUNT 20000u

static float values[COUNT], controls[COUNT], believed[COUNT];
static uint8_t bins[COUNT];
static double errors[SO_SHRINK_BINS];

/** splitmix64 (Steele, Lea and Flood 2014). */
static double uniform(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return ((double)((z ^ z >> 31) >> 11) + .5) / 9007199254740992.0;
}

static double normal(uint64_t *state) {
  return sqrt(-2 * log(uniform(state))) * cos(6.283185307179586 * uniform(state));
}

static void fill(uint64_t seed) {
  uint64_t state = seed;
  for (uint32_t n = 0; n < COUNT; n++) {
    controls[n] = (float)normal(&state);
    values[n] = (float)normal(&state);
    bins[n] = 0;
  }
}

static void shrink(void) {
  const so_shrink_seen seen = {values, bins, COUNT, controls, COUNT};
  cr_assert_eq(so_shrink(&seen, believed, errors), SOTTO_OK);
}

static double root_mean_square(void) {
  double sum = 0;
  for (uint32_t n = 0; n < COUNT; n++) sum += (double)believed[n] * (double)believed[n];
  return sqrt(sum / COUNT);
}

Test(shrink, of_noise_alone_next_to_nothing_is_believed) {
  for (uint64_t seed = 1; seed <= 3; seed++) {
    fill(seed);
    shrink();
    cr_assert_lt(root_mean_square(), .2);
    cr_assert_lt(fabs(root_mean_square() - errors[0]), .05, "the stated error is what is left");
  }
}

Test(shrink, what_stands_out_is_believed_and_what_does_not_is_not) {
  fill(4);
  for (uint32_t n = 0; n < COUNT / 100; n++) values[n] += 12;
  shrink();
  for (uint32_t n = 0; n < COUNT / 100; n++) cr_assert_float_eq(believed[n], 12, 3);
  double rest = 0;
  for (uint32_t n = COUNT / 100; n < COUNT; n++) rest += (double)believed[n] / COUNT;
  cr_assert_lt(rest, .05);
}

Test(shrink, it_is_nearer_to_the_truth_than_what_was_seen) {
  double before = 0, after = 0;
  uint64_t state = 9;
  fill(5);
  for (uint32_t n = 0; n < COUNT; n++) {
    double truth = n % 10 ? 0 : -2 * log(uniform(&state));
    values[n] += (float)truth;
    before += pow((double)values[n] - truth, 2) / COUNT;
    believed[n] = (float)truth;
  }
  float *truths = malloc(sizeof believed);
  for (uint32_t n = 0; n < COUNT; n++) truths[n] = believed[n];
  shrink();
  for (uint32_t n = 0; n < COUNT; n++) after += pow((double)(believed[n] - truths[n]), 2) / COUNT;
  free(truths);
  cr_assert_lt(after, before / 2);
}

Test(shrink, a_bin_that_holds_more_is_believed_more) {
  uint64_t state = 11;
  fill(6);
  for (uint32_t n = 0; n < COUNT; n++) {
    bins[n] = n % 2;
    if (bins[n] && uniform(&state) < .5) values[n] += 3;
  }
  values[0] = values[1] = 2.5f;
  shrink();
  cr_assert_gt(believed[1], believed[0] + .5f);
}

Test(shrink, without_controls_nothing_is_believed) {
  fill(7);
  const so_shrink_seen few = {values, bins, COUNT, controls, 99};
  cr_assert_eq(so_shrink(&few, believed, errors), SOTTO_OK);
  cr_assert_eq(root_mean_square(), 0);
  for (uint32_t n = 0; n < COUNT; n++) controls[n] = 0;
  shrink();
  cr_assert_eq(root_mean_square(), 0);
}
