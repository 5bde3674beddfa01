/* Boosted trees: what a straight line cannot tell, and nothing where there is nothing. */
#include "brand/boost.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "unit/made_pack.h"

#define ROWS 4000u
#define TREES 40u

static float *values;
static uint8_t outcomes[ROWS], skip[ROWS];
static double odds[ROWS], losses[TREES];
static so_score_tree trees[TREES], again[TREES];
static so_boost_bins bins;
static so_logistic_rows rows;

/** Two features decide by being alike (`tells` 1) or not at all; the rest is constant. */
static void make(uint32_t tells) {
  uint64_t state = 9;
  values = calloc((size_t)ROWS * SO_SCORE_FEATURES, sizeof *values);
  for (size_t n = 0; n < ROWS; n++) {
    float *row = values + n * SO_SCORE_FEATURES;
    row[3] = (float)made_below(&state, 2);
    row[5] = (float)made_below(&state, 1000);
    int alike = (row[5] >= 500) == (row[3] > 0);
    outcomes[n] = made_below(&state, 100) < (tells && alike ? 90u : tells ? 10u : 50u);
    skip[n] = n % 4 == 0;
    odds[n] = 0;
  }
  rows = (so_logistic_rows){values, outcomes, skip, ROWS, SO_SCORE_FEATURES};
  cr_assert_eq(so_boost_cut(&rows, &bins), SOTTO_OK);
}

static void fit(so_score_tree *ret_trees) {
  so_boost_run run = {&rows, &bins, odds, losses, ret_trees, TREES};
  memset(odds, 0, sizeof odds);
  cr_assert_eq(so_boost_fit(&run), SOTTO_OK);
}

static void tear_down(void) {
  so_boost_free(&bins);
  free(values);
}

TestSuite(boost, .fini = tear_down);

Test(boost, learns_what_two_features_say_only_together) {
  make(1);
  fit(trees);
  double nothing = ROWS / 4 * log(2), best = ROWS / 4 * -(.9 * log(.9) + .1 * log(.1));
  cr_assert_lt(losses[TREES - 1], best + .5 * (nothing - best), "%g of %g", losses[TREES - 1],
               nothing);
}

Test(boost, noise_lowers_no_held_out_loss) {
  make(0);
  fit(trees);
  /* 1,000 rows: the loss of a chance of one half is exact, of more it only grows but for chance. */
  cr_assert_gt(losses[TREES - 1], ROWS / 4 * log(2) * .99);
}

Test(boost, the_same_rows_give_the_same_trees) {
  make(1);
  fit(trees);
  fit(again);
  cr_assert_eq(memcmp(trees, again, sizeof trees), 0);
}

Test(boost, the_odds_are_those_the_device_would_add_up) {
  make(1);
  fit(trees);
  for (size_t n = 0; n < ROWS; n += 37) {
    double sum = 0;
    for (uint32_t t = 0; t < TREES; t++)
      sum += (double)trees[t].leaf[so_score_leaf(&trees[t], values + n * SO_SCORE_FEATURES)];
    cr_assert_float_eq(sum, odds[n], 1e-4);
  }
}

Test(boost, a_middle_lies_between_its_leaves) {
  make(1);
  fit(trees);
  for (uint32_t t = 0; t < TREES; t++) {
    for (uint32_t side = 0; side < 2; side++) {
      const float *leaf = trees[t].leaf + 2 * (size_t)side;
      float low = fminf(leaf[0], leaf[1]), high = fmaxf(leaf[0], leaf[1]);
      cr_assert(trees[t].middle[side] >= low - 1e-6f && trees[t].middle[side] <= high + 1e-6f);
    }
  }
}
