/* The purchase score. */
#include "model/score_model.h"

#include <criterion/criterion.h>
#include <math.h>
#include <sotto/event.h>
#include <string.h>

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
  floats[3] = -1;
  floats[4 + SO_FEATURE_COUNT + SO_PAGE_PRODUCT] = 2;
  for (size_t n = 0; n < SO_SCORE_FEATURES; n++) floats[4 + 2 * SO_SCORE_FEATURES + n] = 1;
  for (size_t n = 0; n < SO_SCORE_BUCKETS; n++) floats[4 + 3 * SO_SCORE_FEATURES + 2 * n] = 1;
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
  floats[4 + 3 * SO_SCORE_FEATURES + 2 * 1] = 0;     /* two pages: slope */
  floats[4 + 3 * SO_SCORE_FEATURES + 2 * 1 + 1] = 3; /* offset */
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
    floats[4 + SO_FEATURE_COUNT + SO_PAGE_PRODUCT] = odd[n];
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
  so_score_parts(&model, &session, parts);
  const float *platt = &model.platt[2 * so_score_bucket(session.pages)];
  double odds = platt[0] * *model.intercept + platt[1];
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
