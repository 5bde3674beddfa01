/*
 * Choosing through the public interface: what is shown to whom, with what chance, and why.
 */
#include "choose_lab.h"

Test(choose, arm_comes_with_its_content_its_chance_and_a_number) {
  sotto *profile = begin();
  sotto_choice choice = choose(profile, "sure", NULL, 1);
  cr_expect_leq(choice.kind, SOTTO_CHOICE_EXPLORED);
  cr_expect_neq(choice.decision, 0);
  cr_expect(choice.propensity > 0.03 && choice.propensity < 1);
  cr_expect(is(choice.content, "Two years") || is(choice.content, "Read reviews") ||
            is(choice.content, "An idea"));
  sotto_close(profile);
  lab.options.locale = "es";
  profile = lab_open(&lab);
  choice = choose(profile, "sure", NULL, 1);
  cr_expect(is(choice.content, "Dos años") || is(choice.content, "Lee opiniones") ||
            is(choice.content, "Una idea"));
  lab_leave(&lab, profile);
}

Test(choose, the_same_arm_is_shown_while_it_sticks_and_no_decision_is_added) {
  sotto *profile = begin();
  sotto_choice first = choose(profile, "sure", NULL, 1);
  for (uint64_t seed = 2; seed < 30; seed++) {
    lab_pass(&lab, 40 * LAB_MINUTE_MS);
    sotto_choice next = choose(profile, "sure", NULL, seed);
    cr_assert_eq(next.kind, SOTTO_CHOICE_STICKY);
    cr_assert_eq(next.decision, first.decision);
    cr_assert(next.arm.size == first.arm.size &&
              !memcmp(next.arm.data, first.arm.data, next.arm.size));
    cr_assert_float_eq(next.propensity, first.propensity, 0);
  }
  cr_expect_eq(decisions(profile).count, 1);
  lab_pass(&lab, 6 * HOUR_MS);
  cr_expect_neq(choose(profile, "sure", NULL, 40).decision, first.decision);
  cr_expect_eq(decisions(profile).count, 2);
  lab_leave(&lab, profile);
}

/* Chi-square with 2 degrees of freedom above 27.6 has chance 1e-6; the seeds are fixed. The state
   does not change, so neither does any chance. */
Test(choose, arms_come_as_often_as_their_chances_say) {
  sotto *profile = begin();
  double shares[3] = {0}, counts[3] = {0}, square = 0, sum = 0;
  for (uint64_t seed = 1; seed <= 900; seed++) {
    sotto_choice choice = choose(profile, "many", NULL, seed);
    int arm = choice.arm.data[0] - 'a';
    counts[arm]++;
    cr_assert(shares[arm] == 0 || shares[arm] == choice.propensity);
    shares[arm] = choice.propensity;
  }
  for (int arm = 0; arm < 3; arm++) {
    sum += shares[arm];
    square +=
        (counts[arm] - 900 * shares[arm]) * (counts[arm] - 900 * shares[arm]) / (900 * shares[arm]);
  }
  cr_expect_float_eq(sum, 1, 0, "%.12f", sum);
  cr_expect_lt(square, 27.6, "chi-square %.2f", square);
  lab_leave(&lab, profile);
}

Test(choose, same_seed_and_state_same_arm) {
  sotto *profile = begin();
  sotto_choice one = choose(profile, "many", NULL, 5), two = choose(profile, "many", NULL, 5);
  cr_expect(is(two.arm, (char[]){one.arm.data[0], 0}));
  cr_expect_neq(one.decision, two.decision);
  lab_leave(&lab, profile);
}

/* How often of 100 draws a shopper of these items sees an arm of the tent. */
static int times_shown(const char *const *items, const char *arm) {
  int shown = 0;
  sotto *profile = begin();
  for (; *items; items++)
    for (int n = 0; n < 3; n++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, *items);
  for (uint64_t seed = 1; seed <= 100; seed++)
    shown += is(choose(profile, "art", "tent-4", seed).arm, arm);
  lab_leave(&lab, profile);
  return shown;
}

Test(choose, two_shoppers_see_the_same_tent_through_different_pictures) {
  const char *const family[] = {"stove", "pot", "tent-6", NULL};
  const char *const climber[] = {"rope", "harness", "shoes", NULL};
  cr_expect_geq(times_shown(family, "family"), 70);
  cr_expect_geq(times_shown(climber, "wall"), 70);
  cr_expect_leq(times_shown(climber, "family"), 20);
}

Test(choose, item_without_arms_of_its_own_shows_the_slots) {
  sotto *profile = begin();
  cr_expect(is(choose(profile, "art", "rope", 1).arm, "plain"));
  cr_expect(is(choose(profile, "art", "nowhere", 1).arm, "plain"));
  cr_expect(is(choose(profile, "art", NULL, 1).arm, "plain"));
  lab_leave(&lab, profile);
}

static void expect_default(sotto *profile, const char *slot, const char *arm, uint32_t kind) {
  sotto_choice choice = choose(profile, slot, NULL, 3);
  cr_expect_eq(choice.kind, kind);
  cr_expect_eq(choice.decision, 0);
  cr_expect_float_eq(choice.propensity, 1, 0);
  cr_expect(is(choice.arm, arm));
  cr_expect_eq(decisions(profile).count, 0);
}

Test(choose, without_personalize_the_default_is_shown_and_nothing_logged) {
  sotto *profile = begin();
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  expect_default(profile, "sure", "guarantee", SOTTO_CHOICE_DEFAULT);
  lab_leave(&lab, profile);
}

Test(choose, before_others_and_in_a_pause_the_default_is_shown_and_nothing_logged) {
  sotto *profile = begin();
  expect_default(profile, "kiosk", "x", SOTTO_CHOICE_DEFAULT);
  cr_assert_eq(sotto_learning_pause(profile, 1), SOTTO_OK);
  expect_default(profile, "sure", "guarantee", SOTTO_CHOICE_DEFAULT);
  lab_leave(&lab, profile);
}

Test(choose, beyond_the_cap_of_a_day_the_default_is_shown) {
  sotto *profile = begin();
  uint32_t kinds[3];
  for (int n = 0; n < 3; n++) {
    kinds[n] = choose(profile, "capped", NULL, (uint64_t)n + 1).kind;
    lab_pass(&lab, HOUR_MS);
  }
  cr_expect(kinds[0] <= SOTTO_CHOICE_EXPLORED && kinds[1] <= SOTTO_CHOICE_EXPLORED);
  cr_expect_eq(kinds[2], SOTTO_CHOICE_CAPPED);
  sotto_choice choice = choose(profile, "capped", NULL, 9);
  cr_expect_eq(choice.decision, 0);
  cr_expect(is(choice.arm, "p"));
  lab_pass(&lab, 22 * HOUR_MS);
  cr_expect_leq(choose(profile, "capped", NULL, 9).kind, SOTTO_CHOICE_EXPLORED);
  lab_leave(&lab, profile);
}

Test(choose, what_did_well_here_is_drawn_more_often) {
  sotto *profile = begin();
  double before[3] = {0}, after[3] = {0};
  for (uint64_t seed = 1; seed < 40; seed++) {
    sotto_choice choice = choose(profile, "many", NULL, seed);
    int arm = choice.arm.data[0] - 'a';
    if (before[arm] == 0) before[arm] = choice.propensity;
    if (arm == 1) cr_assert_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_OK);
  }
  lab_pass(&lab, 25 * HOUR_MS);
  for (uint64_t seed = 1; seed < 40; seed++) {
    sotto_choice choice = choose(profile, "many", NULL, seed);
    after[choice.arm.data[0] - 'a'] = choice.propensity;
  }
  cr_expect_gt(after[1], 0.7, "%f then %f", before[1], after[1]);
  cr_expect_gt(after[1], before[1]);
  lab_leave(&lab, profile);
}

Test(choose, explanation_says_how_it_was_drawn_and_what_the_person_cares_about) {
  sotto *profile = begin();
  for (int n = 0; n < 5; n++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  sotto_choice choice = {0};
  for (uint64_t seed = 1; seed < 50 && !(choice.arm.size && is(choice.arm, "wall")); seed++)
    choice = choose(profile, "art", "tent-4", seed);
  said all = explain(profile, choice.decision);
  cr_expect(strstr(all.text, "it was drawn with a chance of "), "%s", all.text);
  cr_expect(strstr(all.text, "you care about activity: climbing"), "%s", all.text);
  cr_expect(strstr(all.text, "10 % of the time is assumed"), "%s", all.text);
  cr_expect_str_eq(explain(profile, 0).text, all.text);
  cr_expect_eq(sotto_choice_explain(profile, 12345, hear, &all), SOTTO_E_MISSING);
  cr_expect_eq(explain(profile, (choose(profile, "kiosk", NULL, 1), 0)).kinds,
               1u << SOTTO_CHOICE_REASON_DEFAULT);
  (void)choose(profile, "sure", NULL, 1);
  (void)choose(profile, "sure", NULL, 1);
  cr_expect(explain(profile, 0).kinds & 1u << SOTTO_CHOICE_REASON_STICKY);
  sotto_close(profile);
  lab.options.locale = "es";
  profile = lab_open(&lab);
  all = explain(profile, choice.decision);
  cr_expect(strstr(all.text, "salió con una probabilidad del "), "%s", all.text);
  lab_leave(&lab, profile);
}

Test(choose, slot_without_arms_and_bad_requests_are_refused) {
  sotto_choice choice = {.decision = 77};
  sotto *profile = begin();
  cr_expect_eq(try_choose(profile, "home", NULL, 1, &choice), SOTTO_E_MISSING);
  cr_expect_eq(try_choose(profile, "nowhere", NULL, 1, &choice), SOTTO_E_MISSING);
  cr_expect_eq(sotto_choose(profile, NULL, &choice), SOTTO_E_ARGUMENT);
  cr_expect_eq(sotto_choose(NULL, NULL, NULL), SOTTO_E_ARGUMENT);
  cr_expect_eq(sotto_choice_each(profile, NULL, NULL), SOTTO_E_ARGUMENT);
  cr_expect_eq(choice.decision, 77);
  lab_leave(&lab, profile);
  lab_begin(&lab);
  profile = lab_open(&lab);
  cr_expect_eq(try_choose(profile, "sure", NULL, 1, &choice), SOTTO_E_STATE);
  lab_leave(&lab, profile);
}
