/*
 * What the models think of the person: the mindset along a story, why, affinities as far as their
 * category allows, and what the person says themselves.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"

typedef struct found_values {
  char all[2048];
  size_t stated;
  double last_strength;
} found_values;

static uint32_t collect(void *context, const sotto_affinity *affinity) {
  found_values *found = context;
  size_t at = strlen(found->all);
  snprintf(found->all + at, sizeof found->all - at, "%.*s=%.*s|", (int)affinity->attribute.size,
           affinity->attribute.data, (int)affinity->value.size, affinity->value.data);
  found->stated += affinity->stated;
  cr_assert(at == 0 || fabs(affinity->strength) <= found->last_strength, "the strongest first");
  found->last_strength = fabs(affinity->strength);
  return 0;
}

static found_values affinities(sotto *profile, const char *attribute) {
  found_values found = {{0}, 0, 0};
  sotto_status status = sotto_affinity_each(profile, lab_text(attribute), collect, &found);
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  return found;
}

static uint32_t hear(void *context, const sotto_reason *reason) {
  char *all = context;
  size_t at = strlen(all);
  snprintf(all + at, 2048 - at, "%.*s|", (int)reason->text.size, reason->text.data);
  return 0;
}

Test(outlook, the_mindset_follows_a_story_and_says_why) {
  lab_world lab;
  char why[2048] = {0};
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_CURIOUS);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FOCUSED);
  cr_assert_eq(sotto_mindset_explain(profile, hear, why), SOTTO_OK);
  cr_assert_not_null(strstr(why, "cart"), "%s", why);
  lab_record(profile, SOTTO_EVENT_PURCHASE, "rope");
  lab_pass(&lab, LAB_DAY_MS);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_SATISFIED);
  for (int i = 0; i < 3; i++) {
    lab_record(profile, SOTTO_EVENT_PURCHASE, "socks");
    lab_pass(&lab, LAB_DAY_MS);
  }
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_LOYAL);
  lab_pass(&lab, 120 * (int64_t)LAB_DAY_MS);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FADING);
  sotto_close(profile);
  lab_end(&lab);
}

static uint32_t add_up(void *context, const sotto_reason *reason) {
  *(int64_t *)context += reason->score_micro;
  return 0;
}

Test(outlook, what_explains_the_score_sums_to_its_log_odds) {
  lab_world lab;
  sotto_mindset_info info;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  static const sotto_event_type types[] = {SOTTO_EVENT_VIEW_ITEM, SOTTO_EVENT_REVIEW_READ,
                                           SOTTO_EVENT_VIEW_ITEM, SOTTO_EVENT_ADD_TO_CART};
  for (size_t n = 0; n < 4; n++) {
    int64_t sum = 0;
    lab_record(profile, types[n], "rope");
    cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_OK);
    cr_assert_eq(sotto_mindset_explain(profile, add_up, &sum), SOTTO_OK);
    double told = 1 / (1 + exp(-(double)sum / 1e6));
    cr_assert_float_eq(told, info.purchase_score, 1e-5, "%g, %g", told, info.purchase_score);
  }
  sotto_close(profile);
  lab_end(&lab);
}

#ifdef SOTTO_WITH_NEED
typedef struct found_needs {
  uint32_t count;
  sotto_need first;
  double last_score;
  char words[64];
  char fact[128];
} found_needs;

static uint32_t hear_need(void *context, const sotto_need_info *need) {
  found_needs *found = context;
  cr_assert(need->score > 0 && need->score < 1 && need->words.size && need->fact_count <= 3);
  cr_assert(found->count == 0 || need->score <= found->last_score, "the largest first");
  found->last_score = need->score;
  if (found->count++) return 0;
  found->first = need->need;
  snprintf(found->words, sizeof found->words, "%.*s", (int)need->words.size, need->words.data);
  if (need->fact_count)
    snprintf(found->fact, sizeof found->fact, "%.*s", (int)need->facts[0].text.size,
             need->facts[0].text.data);
  return 0;
}

static found_needs needs(sotto *profile) {
  found_needs found = {0};
  cr_assert_eq(sotto_need_each(profile, hear_need, &found), SOTTO_OK);
  cr_assert_eq(found.count, SOTTO_NEED_COUNT);
  return found;
}

Test(outlook, the_needs_are_told_with_their_facts_in_both_languages) {
  lab_world lab;
  lab_begin(&lab);
  for (int spanish = 0; spanish < 2; spanish++) {
    lab.options.locale = spanish ? "es" : "en";
    sotto *profile = lab_open(&lab);
    lab_install(&lab, profile);
    for (int n = 0; n < 4; n++) lab_record(profile, SOTTO_EVENT_SEARCH, NULL);
    found_needs found = needs(profile);
    cr_assert_str_eq(sotto_need_name(found.first), "help");
    cr_assert_str_eq(found.words,
                     spanish ? "un camino más fácil, o una persona" : "a simpler way, or a person");
    cr_assert_str_eq(found.fact, spanish ? "buscó sin encontrar" : "searched and found nothing");
    cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
    cr_assert_eq(needs(profile).fact[0], 0, "a session's needs end with it");
    sotto_close(profile);
  }
  cr_assert_null(sotto_need_name(SOTTO_NEED_COUNT));
  lab_end(&lab);
}

Test(outlook, gift_mode_is_a_need_of_its_own) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  for (int n = 0; n < 12; n++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
  cr_assert_eq(sotto_learning_pause(profile, 1), SOTTO_OK);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "fins");
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "pot");
  cr_assert_str_eq(sotto_need_name(needs(profile).first), "gift");
  sotto_close(profile);
  lab_end(&lab);
}
#endif

Test(outlook, the_mindset_is_explained_in_spanish_too) {
  lab_world lab;
  char why[2048] = {0};
  lab_begin(&lab);
  lab.options.locale = "es";
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  cr_assert_eq(sotto_mindset_explain(profile, hear, why), SOTTO_OK);
  cr_assert_not_null(strstr(why, "carrito"), "%s", why);
  sotto_close(profile);
  lab_end(&lab);
}

Test(outlook, affinities_show_what_was_done) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  for (int i = 0; i < 4; i++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent-4");
  found_values found = affinities(profile, "activity");
  cr_assert_eq(strncmp(found.all, "activity=climbing|", 18), 0, "%s", found.all);
  cr_assert_eq(sotto_affinity_each(profile, lab_text("mood"), collect, &found), SOTTO_E_MISSING);
  sotto_close(profile);
  lab_end(&lab);
}

Test(outlook, no_trait_of_a_stricter_category_than_consented) {
  lab_world lab;
  lab_begin(&lab);
  lab.consent.verdicts[SOTTO_CATEGORY_SOCIAL][SOTTO_PURPOSE_PERSONALIZE] = SOTTO_DENIED;
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  for (int i = 0; i < 4; i++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent-6");
  cr_assert_null(strstr(affinities(profile, "").all, "persons="));
  cr_assert_not_null(strstr(affinities(profile, "").all, "activity=camping"));
  lab.consent.verdicts[SOTTO_CATEGORY_SOCIAL][SOTTO_PURPOSE_PERSONALIZE] = SOTTO_GRANTED;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_not_null(strstr(affinities(profile, "").all, "persons=6"));
  sotto_close(profile);
  lab_end(&lab);
}

Test(outlook, a_statement_stands_survives_and_can_be_taken_back) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  cr_assert_eq(sotto_state_preference(profile, lab_text("color"), lab_text("green"), 100),
               SOTTO_OK);
  cr_assert_eq(affinities(profile, "color").stated, 1u);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(affinities(profile, "color").stated, 1u);
  for (int i = 0; i < 9; i++) lab_record(profile, SOTTO_EVENT_DISMISS, "tent-2");
  cr_assert_eq(affinities(profile, "color").stated, 1u, "inference never overwrites it");
  cr_assert_eq(sotto_state_preference(profile, lab_text("color"), lab_text("green"), 0), SOTTO_OK);
  cr_assert_eq(affinities(profile, "color").stated, 0u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(outlook, a_statement_needs_a_known_value_and_consent) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  cr_assert_eq(sotto_state_preference(profile, lab_text("color"), lab_text("green"), 9),
               SOTTO_E_STATE);
  lab_install(&lab, profile);
  cr_assert_eq(sotto_state_preference(profile, lab_text("mood"), lab_text("green"), 9),
               SOTTO_E_MISSING);
  cr_assert_eq(sotto_state_preference(profile, lab_text("color"), lab_text("ultraviolet"), 9),
               SOTTO_E_MISSING);
  cr_assert_eq(sotto_state_preference(profile, lab_text("color"), lab_text("green"), 101),
               SOTTO_E_ARGUMENT);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    lab.consent.verdicts[SOTTO_CATEGORY_SOCIAL][purpose] = SOTTO_DENIED;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(sotto_state_preference(profile, lab_text("persons"), lab_text("4"), 50),
               SOTTO_E_DENIED);
  sotto_close(profile);
  lab_end(&lab);
}

Test(outlook, items_unknown_at_first_become_useful_with_a_pack) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  for (int i = 0; i < 4; i++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  lab_install(&lab, profile);
  cr_assert_not_null(strstr(affinities(profile, "activity").all, "activity=climbing"));
  sotto_close(profile);
  lab_end(&lab);
}
