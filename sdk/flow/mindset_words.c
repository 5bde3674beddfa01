/*
 * Why the mindset is what it is, so that a person can follow it: first the facts that decided the
 * state, then what moved the purchase score, in groups.
 */
#include <stdlib.h>

#include "flow/outlook.h"
#include "model/score_model.h"

#define PARTS_LEAST_MICRO 20000 /* less than 0.02 log-odds is not worth a sentence */

/* Last feature of each run of features, and the first sentence of the group it belongs to. */
typedef struct run {
  uint32_t last;
  so_message group;
} run;

static const run runs[] = {
    {SO_FEATURE_COUNT + SO_PAGE_SEARCH, SO_MESSAGE_SCORE_LOOKING_MORE},
    {SO_FEATURE_COUNT + SO_PAGE_DOWNLOAD, SO_MESSAGE_SCORE_PRODUCTS_MORE},
    {SO_FEATURE_COUNT + SO_PAGE_CART, SO_MESSAGE_SCORE_CART_MORE},
    {SO_FEATURE_COUNT + SO_PAGE_ACCOUNT, SO_MESSAGE_SCORE_LOOKING_MORE},
    {SO_FEATURE_COUNT + SO_PAGE_CHECKOUT, SO_MESSAGE_SCORE_CART_MORE},
    {SO_FEATURE_ELAPSED - 1, SO_MESSAGE_SCORE_PATH_MORE},
    {SO_FEATURE_GAP_LAST, SO_MESSAGE_SCORE_PACE_MORE},
    {SO_FEATURE_PAGES, SO_MESSAGE_SCORE_DEPTH_MORE},
    {SO_FEATURE_REPEATS, SO_MESSAGE_SCORE_PRODUCTS_MORE},
    {SO_FEATURE_RETURNS, SO_MESSAGE_SCORE_TROUBLE_MORE},
    {SO_FEATURE_REVIEWS, SO_MESSAGE_SCORE_REVIEWS_MORE},
    {SO_FEATURE_WISHES, SO_MESSAGE_SCORE_PRODUCTS_MORE},
    {SO_FEATURE_EMPTY, SO_MESSAGE_SCORE_TROUBLE_MORE},
    {SO_FEATURE_DWELL, SO_MESSAGE_SCORE_PRODUCTS_MORE},
    {SO_FEATURE_PERSON, SO_MESSAGE_SCORE_PERSON_MORE},
    {SO_FEATURE_CART_SHARE, SO_MESSAGE_SCORE_CART_MORE},
};

static uint32_t group_of(uint32_t feature) {
  const run *at = runs;
  while (at->last < feature) at++;
  return (at->group - SO_MESSAGE_SCORE_LOOKING_MORE) / 2;
}

static size_t add_facts(uint32_t decided, so_mindset_reason *ret_reasons) {
  size_t count = 0;
  for (uint32_t bit = 0; bit < SO_FACT_COUNT; bit++)
    if (decided >> bit & 1u)
      ret_reasons[count++] =
          (so_mindset_reason){bit + 1, 0, (so_message)(SO_MESSAGE_FACT_CART + (int)bit)};
  return count;
}

static int by_size(const void *a, const void *b) {
  int64_t x = llabs(((const so_mindset_reason *)a)->score_micro);
  int64_t y = llabs(((const so_mindset_reason *)b)->score_micro);
  return (x < y) - (x > y);
}

static size_t add_groups(const float *parts, so_mindset_reason *ret_reasons) {
  int64_t sums[SO_MINDSET_GROUPS] = {0};
  size_t count = 0;
  for (uint32_t i = 0; i < SO_SCORE_FEATURES; i++)
    sums[group_of(i)] += (int64_t)((double)parts[i] * 1e6);
  for (uint32_t group = 0; group < SO_MINDSET_GROUPS; group++) {
    if (llabs(sums[group]) < PARTS_LEAST_MICRO) continue;
    ret_reasons[count++] = (so_mindset_reason){
        SO_MINDSET_KIND_SCORE + group, sums[group],
        (so_message)(SO_MESSAGE_SCORE_LOOKING_MORE + 2 * group + (sums[group] < 0))};
  }
  qsort(ret_reasons, count, sizeof *ret_reasons, by_size);
  return count;
}

size_t so_mindset_words(sotto *profile, const so_mind_view *view, so_mindset_reason *ret_reasons) {
  const so_pack *pack = so_handle_pack(profile);
  float parts[SO_SCORE_FEATURES];
  so_score_model model =
      so_score_model_of(pack ? pack->mindset : NULL, pack ? pack->mindset_count : 0);
  size_t count = add_facts(view->decided, ret_reasons);
  if (!profile->mind->session.pages) return count;
  so_score_parts(&model, &profile->mind->session, parts);
  return count + add_groups(parts, ret_reasons + count);
}
