/*
 * What came of decisions: what is learnt from it and what is not, how any other policy is judged by
 * it, and that the person sees, takes along and forgets all of it.
 */
#include "choose_lab.h"

Test(choose_outcome, without_keep_a_decision_lives_until_the_session_ends) {
  lab_begin(&lab);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_KEEP, SOTTO_UNKNOWN);
  sotto *profile = lab_open(&lab);
  install(profile);
  sotto_choice choice = choose(profile, "sure", NULL, 1);
  cr_assert_neq(choice.decision, 0);
  told all = decisions(profile);
  cr_expect_eq(all.count, 1);
  cr_expect_eq(all.last.kept, 0);
  cr_expect_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_OK);
  cr_expect_float_eq(decisions(profile).last.reward, 1, 0);
  cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
  cr_expect_eq(decisions(profile).count, 0);
  cr_expect_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_E_MISSING);
  cr_expect_eq(lab_files(&lab), 0);
  lab_leave(&lab, profile);
}

Test(choose_outcome, outcome_of_an_unknown_decision_twice_or_late_is_refused_and_teaches_nothing) {
  sotto *profile = begin();
  sotto_choice choice = choose(profile, "sure", NULL, 1);
  cr_expect_eq(sotto_outcome(profile, 0, 1), SOTTO_E_MISSING);
  cr_expect_eq(sotto_outcome(profile, choice.decision + 1, 1), SOTTO_E_MISSING);
  const double wrong[] = {-0.1, 1.1, (double)NAN, (double)INFINITY};
  for (int n = 0; n < 4; n++)
    cr_expect_eq(sotto_outcome(profile, choice.decision, wrong[n]), SOTTO_E_ARGUMENT);
  cr_expect_lt(decisions(profile).last.reward, 0);
  cr_expect_eq(sotto_outcome(profile, choice.decision, 0.5), SOTTO_OK);
  cr_expect_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_E_STATE);
  cr_expect_float_eq(decisions(profile).last.reward, 0.5, 1e-9);
  lab_pass(&lab, 25 * HOUR_MS);
  sotto_choice late = choose(profile, "sure", NULL, 2);
  cr_assert_neq(late.decision, choice.decision);
  lab_pass(&lab, 73 * HOUR_MS);
  cr_expect_eq(sotto_outcome(profile, late.decision, 1), SOTTO_E_EXPIRED);
  cr_expect_float_eq(decisions(profile).last.reward, 0, 0);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_expect_float_eq(decisions(profile).rewards, 0.5, 1e-9);
  cr_expect_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_E_STATE);
  lab_leave(&lab, profile);
}

Test(choose_outcome, purchase_of_the_item_rewards_its_arm_within_the_window_and_no_other_does) {
  sotto *profile = begin();
  (void)choose(profile, "art", "tent-4", 1);
  lab_pass(&lab, HOUR_MS);
  lab_record(profile, SOTTO_EVENT_PURCHASE, "rope");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  cr_expect_lt(decisions(profile).last.reward, 0);
  lab_record(profile, SOTTO_EVENT_PURCHASE, "tent-4");
  cr_expect_float_eq(decisions(profile).last.reward, 1, 0);
  (void)choose(profile, "art", "tent-4", 2);
  lab_pass(&lab, 73 * HOUR_MS);
  lab_record(profile, SOTTO_EVENT_PURCHASE, "tent-4");
  cr_expect_float_eq(decisions(profile).last.reward, 0, 0);
  sotto_close(profile);
  profile = lab_open(&lab);
  told all = decisions(profile);
  cr_expect_eq(all.count, 2);
  cr_expect_eq(all.known, 2);
  cr_expect_float_eq(all.rewards, 1, 0);
  lab_leave(&lab, profile);
}

Test(choose_outcome, only_the_latest_decision_before_an_event_is_rewarded) {
  sotto *profile = begin();
  for (uint64_t n = 1; n <= 3; n++) {
    (void)choose(profile, "many", NULL, n);
    lab_pass(&lab, HOUR_MS);
  }
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "lamp");
  told all = decisions(profile);
  cr_expect_float_eq(all.rewards, 1, 0);
  cr_expect_float_eq(all.last.reward, 1, 0);
  lab_leave(&lab, profile);
}

static size_t forget(sotto *profile, uint32_t kind, const char *item) {
  sotto_scope scope;
  size_t rows = 0;
  sotto_scope_init(&scope);
  scope.kind = kind;
  if (kind == SOTTO_FORGET_ITEM) scope.item = lab_text(item);
  if (kind == SOTTO_FORGET_VALUE) {
    scope.attribute = lab_text("activity");
    scope.value = lab_text(item);
  }
  if (kind == SOTTO_FORGET_PERIOD) {
    scope.from_ms = lab.store.now_ms - HOUR_MS / 2;
    scope.to_ms = lab.store.now_ms + 1;
  }
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_OK);
  return rows;
}

Test(choose_outcome, forgetting_takes_decisions_and_the_rewards_of_forgotten_events) {
  sotto *profile = begin();
  (void)choose(profile, "art", "tent-4", 1);
  (void)choose(profile, "many", NULL, 1);
  lab_pass(&lab, HOUR_MS);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  cr_expect_float_eq(decisions(profile).rewards, 1, 0);
  cr_expect_eq(forget(profile, SOTTO_FORGET_ITEM, "rope"), 1);
  cr_expect_float_eq(decisions(profile).rewards, 0, 0);
  cr_expect_eq(forget(profile, SOTTO_FORGET_ITEM, "tent-4"), 1);
  cr_expect_eq(decisions(profile).count, 1);
  (void)choose(profile, "many", NULL, 2);
  cr_expect_eq(forget(profile, SOTTO_FORGET_PERIOD, NULL), 1);
  cr_expect_eq(decisions(profile).count, 1);
  cr_expect_eq(forget(profile, SOTTO_FORGET_CATEGORY, NULL), 1);
  cr_expect_eq(decisions(profile).count, 0);
  (void)choose(profile, "art", "tent-4", 4);
  cr_expect_geq(forget(profile, SOTTO_FORGET_VALUE, "camping"), 1);
  cr_expect_eq(decisions(profile).count, 0);
  lab_leave(&lab, profile);
}

Test(choose_outcome, withdrawing_keep_takes_decisions_those_that_wait_too) {
  sotto *profile = begin();
  sotto_choice kept = choose(profile, "many", NULL, 1);
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  (void)choose(profile, "many", NULL, 2);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_KEEP, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_expect_eq(decisions(profile).count, 0);
  cr_expect_eq(sotto_outcome(profile, kept.decision, 1), SOTTO_E_MISSING);
  lab_leave(&lab, profile);
}

typedef struct export {
  char text[16384];
  size_t size;
}
export;

static sotto_status take(void *context, sotto_bytes bytes) {
  export *out = context;
  cr_assert_lt(out->size + bytes.size, sizeof out->text);
  memcpy(out->text + out->size, bytes.data, bytes.size);
  out->size += bytes.size;
  return SOTTO_OK;
}

Test(choose_outcome, decisions_travel_with_an_export_and_come_back_whole) {
  static export out;
  size_t events = 0;
  sotto *profile = begin();
  sotto_choice choice = choose(profile, "sure", NULL, 1);
  (void)choose(profile, "art", "tent-4", 1);
  cr_assert_eq(sotto_outcome(profile, choice.decision, 0.25), SOTTO_OK);
  lab_pass(&lab, HOUR_MS);
  lab_record(profile, SOTTO_EVENT_PURCHASE, "tent-4");
  told before = decisions(profile);
  cr_assert_eq(sotto_profile_export(profile, take, &out), SOTTO_OK);
  lab_leave(&lab, profile);
  profile = begin();
  lab_pass(&lab, 2 * HOUR_MS);
  sotto_bytes json = {(const uint8_t *)out.text, out.size};
  cr_assert_eq(sotto_profile_import(profile, json, &events), SOTTO_OK);
  told after = decisions(profile);
  cr_expect_eq(after.count, 2);
  cr_expect_float_eq(after.rewards, 1.25, 1e-9);
  cr_expect_float_eq(after.last.propensity, before.last.propensity, 0);
  cr_expect_eq(after.last.time_ms, before.last.time_ms);
  char *at = strstr(out.text, "\"propensity\":");
  cr_assert_not_null(at);
  at[13] = '-'; /* a chance below 0: nothing of the file comes in */
  cr_expect_eq(sotto_profile_import(profile, json, &events), SOTTO_E_EVENT_AMOUNT);
  cr_expect_eq(decisions(profile).count, 2);
  lab_leave(&lab, profile);
}

Test(choose_outcome, the_person_sees_what_was_tried_in_words) {
  sotto *profile = begin();
  (void)choose(profile, "many", NULL, 1);
  cr_expect_eq(lab_kept(profile, "decision"), 1);
  lab_leave(&lab, profile);
}

static double as_drawn(void *context, const sotto_decision *decision) {
  (void)context;
  return decision->propensity;
}

static double only_b(void *context, const sotto_decision *decision) {
  (void)context;
  return is(decision->arm, "b");
}

static double absurd(void *context, const sotto_decision *decision) {
  (void)context, (void)decision;
  return 2;
}

Test(choose_outcome, any_policy_is_judged_on_the_devices_own_decisions) {
  sotto_policy_estimate_result result;
  sotto_policy policy = {as_drawn, NULL};
  int shown = 0;
  sotto *profile = begin();
  cr_expect_eq(sotto_choice_evaluate(profile, lab_text("many"), &policy, &result), SOTTO_E_MISSING);
  for (uint64_t seed = 1; seed <= 60; seed++) {
    sotto_choice choice = choose(profile, "many", NULL, seed);
    if (!is(choice.arm, "b")) continue;
    shown++;
    cr_assert_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_OK);
  }
  lab_pass(&lab, 25 * HOUR_MS);
  cr_assert_eq(sotto_choice_evaluate(profile, lab_text("many"), &policy, &result), SOTTO_OK);
  cr_expect_eq(result.decisions, 60);
  cr_expect_float_eq(result.snips, shown / 60.0, 1e-9);
  policy.chance = only_b;
  cr_assert_eq(sotto_choice_evaluate(profile, lab_text("many"), &policy, &result), SOTTO_OK);
  cr_expect_float_eq(result.snips, 1, 1e-9);
  cr_expect(result.effective_size > 1 && result.effective_size <= shown);
  policy.chance = absurd;
  cr_expect_eq(sotto_choice_evaluate(profile, lab_text("many"), &policy, &result),
               SOTTO_E_ARGUMENT);
  cr_expect_eq(sotto_choice_evaluate(profile, lab_text("home"), &policy, &result), SOTTO_E_MISSING);
  lab_leave(&lab, profile);
}

Test(choose_outcome, decisions_go_with_age) {
  sotto *profile = begin();
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  (void)choose(profile, "many", NULL, 1);
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  lab_pass(&lab, 731 * (int64_t)LAB_DAY_MS);
  cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  cr_expect_eq(decisions(profile).count, 0);
  lab_leave(&lab, profile);
}

Test(choose_outcome, a_decision_made_before_the_first_event_stays) {
  sotto *profile = begin();
  sotto_choice choice = choose(profile, "sure", NULL, 1);
  lab_pass(&lab, HOUR_MS);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  lab_pass(&lab, 25 * HOUR_MS);
  cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  cr_expect_eq(decisions(profile).count, 1);
  cr_expect_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_OK);
  lab_leave(&lab, profile);
}
