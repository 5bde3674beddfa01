/* The purchase score. */
#include "model/score_model.h"

#include <criterion/criterion.h>
#include <math.h>
#include <sotto/event.h>
#include <string.h>

#define WEIGHTS 5u
#define PLATT (WEIGHTS + 2u * SO_SCORE_FEATURES)

static so_session session;

static void happen(uint32_t type) {
  int64_t time_ms = session.last_ms + 20000;
  so_session_learn(&session, &(so_occurrence){.type = type, .time_ms = time_ms, .item_hash = 3});
}

static float score(void) {
  so_score_model model = so_score_model_of(NULL, 0);
  return so_score_of(&model, &session);
}

/** A model that looks at nothing but the count of product pages. */
static void fill(float *floats) {
  memset(floats, 0, SO_SCORE_FLOATS * sizeof *floats);
  floats[0] = SO_SCORE_LAYOUT;
  floats[1] = SO_SCORE_FEATURES;
  floats[2] = SO_SCORE_BUCKETS;
  floats[4] = -1;
  floats[WEIGHTS + SO_FEATURE_COUNT + SO_PAGE_PRODUCT] = 2;
  for (size_t n = 0; n < SO_SCORE_BUCKETS; n++) floats[PLATT + 2 * n] = 1;
}

Test(score_model, a_cart_raises_it_and_a_purchase_settles_it) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM);
  float viewed = score();
  happen(SOTTO_EVENT_ADD_TO_CART);
  float carted = score();
  happen(SOTTO_EVENT_BEGIN_CHECKOUT);
  float leaving = score();
  cr_assert_lt(viewed, carted);
  cr_assert_lt(carted, leaving);
  cr_assert_lt(leaving, 1);
  happen(SOTTO_EVENT_PURCHASE);
  cr_assert_eq(score(), 1);
}

Test(score_model, the_packs_weights_count) {
  float floats[SO_SCORE_FLOATS];
  fill(floats);
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM);
  so_score_model model = so_score_model_of(floats, SO_SCORE_FLOATS);
  double odds = -1 + 2 * log(2);
  cr_assert_float_eq(so_score_of(&model, &session), (float)(1 / (1 + exp(-odds))), 1e-5);
}

Test(score_model, each_length_has_its_own_calibration) {
  float floats[SO_SCORE_FLOATS];
  fill(floats);
  floats[PLATT + 2 * 1] = 0;     /* two pages: slope */
  floats[PLATT + 2 * 1 + 1] = 3; /* offset */
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM);
  happen(SOTTO_EVENT_VIEW_ITEM);
  so_score_model model = so_score_model_of(floats, SO_SCORE_FLOATS);
  cr_assert_float_eq(so_score_of(&model, &session), (float)(1 / (1 + exp(-3.0))), 1e-5);
}

Test(score_model, a_foreign_layout_falls_back_to_the_prior) {
  float floats[SO_SCORE_FLOATS];
  fill(floats);
  floats[1] = SO_SCORE_FEATURES + 1;
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM);
  so_score_model foreign = so_score_model_of(floats, SO_SCORE_FLOATS);
  so_score_model short_of = so_score_model_of(floats, 7);
  cr_assert_eq(so_score_of(&foreign, &session), score());
  cr_assert_eq(so_score_of(&short_of, &session), score());
}

Test(score_model, numbers_that_are_none_still_give_a_probability) {
  float floats[SO_SCORE_FLOATS];
  fill(floats);
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM);
  const float odd[] = {NAN, INFINITY, -INFINITY, 1e38f};
  for (size_t n = 0; n < 4; n++) {
    floats[WEIGHTS + SO_FEATURE_COUNT + SO_PAGE_PRODUCT] = odd[n];
    so_score_model model = so_score_model_of(floats, SO_SCORE_FLOATS);
    float value = so_score_of(&model, &session);
    cr_assert(value >= 0 && value <= 1);
  }
}

Test(score_model, the_parts_add_up_to_the_log_odds) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_SEARCH);
  happen(SOTTO_EVENT_VIEW_ITEM);
  happen(SOTTO_EVENT_ADD_TO_CART);
  so_score_model model = so_score_model_of(NULL, 0);
  float parts[SO_SCORE_FEATURES];
  double odds = (double)so_score_parts(&model, &session, parts);
  for (size_t n = 0; n < SO_SCORE_FEATURES; n++) odds += parts[n];
  cr_assert_float_eq(score(), (float)(1 / (1 + exp(-odds))), 1e-5);
}

Test(score_model, features_stay_finite_on_long_sessions) {
  so_session_clear(&session);
  for (uint32_t n = 0; n < 100000; n++) happen(n % SOTTO_EVENT_TYPE_COUNT);
  float features[SO_SCORE_FEATURES];
  so_score_features(&session, features);
  for (size_t n = 0; n < SO_SCORE_FEATURES; n++) cr_assert(isfinite(features[n]));
}

/** The model above with two trees: on product pages, then on the last kind. */
static size_t fill_trees(float *floats) {
  const so_score_tree trees[2] = {
      {{SO_FEATURE_COUNT + SO_PAGE_PRODUCT, SO_FEATURE_PAGES, SO_FEATURE_REPEATS, 0},
       {0.5f, 1.5f, 9},
       {-0.25f, 0.25f},
       {-0.5f, 0.25f, 0.5f, 0.5f}},
      {{SO_FEATURE_LAST + SO_PAGE_SEARCH, SO_FEATURE_LAST + SO_PAGE_PRODUCT, 0, 0},
       {0.5f, 0.5f, 0},
       {0.125f, 0},
       {0, 0.75f, 0, 0}}};
  fill(floats);
  floats[3] = 2;
  memcpy(floats + SO_SCORE_FLOATS, trees, sizeof trees);
  return SO_SCORE_FLOATS + 2 * SO_SCORE_TREE_FLOATS;
}

Test(score_model, the_packs_trees_count) {
  float floats[SO_SCORE_FLOATS + 2 * SO_SCORE_TREE_FLOATS];
  size_t count = fill_trees(floats);
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM);
  so_score_model model = so_score_model_of(floats, count);
  cr_assert_eq(model.tree_count, 2);
  double odds = -1 + 2 * log(2) + 0.5 + 0.75;
  cr_assert_float_eq(so_score_of(&model, &session), (float)(1 / (1 + exp(-odds))), 1e-5);
}

Test(score_model, with_trees_the_parts_still_add_up) {
  float floats[SO_SCORE_FLOATS + 2 * SO_SCORE_TREE_FLOATS], parts[SO_SCORE_FEATURES];
  so_score_model model = so_score_model_of(floats, fill_trees(floats));
  static const uint32_t types[] = {SOTTO_EVENT_SEARCH, SOTTO_EVENT_VIEW_ITEM,
                                   SOTTO_EVENT_VIEW_CART};
  so_session_clear(&session);
  for (size_t n = 0; n < 3; n++) {
    happen(types[n]);
    double odds = (double)so_score_parts(&model, &session, parts);
    for (size_t k = 0; k < SO_SCORE_FEATURES; k++) odds += (double)parts[k];
    cr_assert_float_eq(so_score_of(&model, &session), (float)(1 / (1 + exp(-odds))), 1e-5);
  }
  cr_assert_neq(parts[SO_FEATURE_PAGES] + parts[SO_FEATURE_REPEATS], 0, "a tree's second question");
}

Test(score_model, trees_that_are_cut_off_or_ask_for_no_feature_do_no_harm) {
  float floats[SO_SCORE_FLOATS + 2 * SO_SCORE_TREE_FLOATS];
  size_t count = fill_trees(floats);
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM);
  so_score_model short_of = so_score_model_of(floats, count - 1);
  cr_assert_eq(so_score_of(&short_of, &session), score());
  memset(floats + SO_SCORE_FLOATS, 0xff, 4);
  so_score_model wild = so_score_model_of(floats, count);
  float value = so_score_of(&wild, &session);
  cr_assert(value >= 0 && value <= 1);
  floats[3] = NAN;
  so_score_model odd = so_score_model_of(floats, count);
  cr_assert_eq(so_score_of(&odd, &session), score());
}
