/*
 * The hold-out, and what questions about arms and the hold-out are told.
 */
#include "choose_lab.h"

/* Weeks until this device is held out: 1 in 20, so 400 weeks miss it with chance 1.2e-9. */
static int until_held_out(sotto *profile) {
  for (int week = 0; week < 400; week++) {
    if (choose(profile, "sure", NULL, 1).kind == SOTTO_CHOICE_HELD_OUT) return 1;
    lab_pass(&lab, LAB_WEEK_MS);
  }
  return 0;
}

static void allow_experiment(sotto *profile) {
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_EXPERIMENT, SOTTO_GRANTED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
}

static uint32_t picks_of(sotto *profile, char ret_items[4][16]) {
  sotto_request request;
  sotto_pick picks[4];
  size_t count = 4;
  uint32_t held_out = 0;
  sotto_request_init(&request);
  cr_assert_eq(sotto_recommend(profile, &request, picks, &count), SOTTO_OK);
  for (size_t n = 0; n < count; n++) lab_copy(ret_items[n], 16, picks[n].item);
  said all = {{0}, 0, 0};
  cr_assert_eq(sotto_pick_explain(profile, picks[0].id, hear, &all), SOTTO_OK);
  held_out = (all.kinds & 1u << SOTTO_REASON_HELD_OUT) != 0;
  return held_out;
}

Test(hold_out, held_out_device_sees_what_everybody_sees_all_week_and_is_told) {
  char own[4][16] = {{0}}, common[4][16] = {{0}}, fresh[4][16] = {{0}};
  sotto *profile = begin();
  cr_expect_eq(picks_of(profile, fresh), 0);
  for (int n = 0; n < 5; n++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  (void)picks_of(profile, own);
  allow_experiment(profile);
  cr_assert(until_held_out(profile));
  cr_expect_eq(picks_of(profile, common), 1);
  cr_expect_eq(memcmp(common, fresh, sizeof common), 0);
  cr_expect_neq(memcmp(own, fresh, sizeof own), 0);
  (void)choose(profile, "sure", NULL, 1);
  said all = explain(profile, 0);
  cr_expect(strstr(all.text, "this week you see what everybody sees"), "%s", all.text);
  cr_expect(strstr(all.text, "5 % of devices"), "%s", all.text);
  sotto_close(profile);
  profile = lab_open(&lab);
  for (int hour = 0; hour < 24; hour += 6) {
    cr_expect_eq(choose(profile, "many", NULL, 1).kind, SOTTO_CHOICE_HELD_OUT);
    lab_pass(&lab, 6 * HOUR_MS);
  }
  lab_leave(&lab, profile);
}

Test(hold_out, nobody_is_held_out_without_the_purpose_experiment) {
  sotto *profile = begin();
  cr_expect_not(until_held_out(profile));
  lab_leave(&lab, profile);
}

/* 600 weeks of one device at 5 %: 30 expected, standard deviation 5.3; outside 4 … 60 has chance
   below 1e-6. The draw is the device's own, so no seed fixes it. */
Test(hold_out, one_week_in_twenty_is_held_out) {
  sotto *profile = begin();
  int held = 0;
  allow_experiment(profile);
  for (int week = 0; week < 600; week++) {
    held += choose(profile, "many", NULL, 1).kind == SOTTO_CHOICE_HELD_OUT;
    lab_pass(&lab, LAB_WEEK_MS);
  }
  cr_expect(held >= 4 && held <= 60, "%d", held);
  lab_leave(&lab, profile);
}

/* The lab's contributor whose first question is another, in the shop with arms. */
static sotto *asked(const char *members) {
  char question[512];
  snprintf(question, sizeof question, "\"name\":\"mindset\",\"minimum_batch\":9000,%s", members);
  const char *swaps[] = {
      SHARED,   SLOTS SHARED_ARMS,         "\"name\":\"mindset\",\"kind\":\"mindset\"",
      question, ",\"minimum_batch\":1000", "",
      NULL};
  sotto *profile = lab_contributor(&lab);
  lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = swaps});
  return profile;
}

#define ARMS "\"kind\":\"arm_outcome\",\"arms\":[\"many/a\",\"many/b\",\"many/c\"]"

Test(hold_out, what_came_of_the_latest_arm_is_told_once_it_is_known) {
  char expected[64];
  sotto *profile = asked(ARMS);
  sotto_choice choice = choose(profile, "many", NULL, 1);
  cr_expect_str_eq(lab_look(profile)->answers[0], "no answer", "%s", lab_look(profile)->answers[0]);
  lab_pass(&lab, HOUR_MS);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  snprintf(expected, sizeof expected, "shown \"many/%c\" (curious); it did well",
           choice.arm.data[0]);
  cr_expect_str_eq(lab_look(profile)->answers[0], expected, "%s", lab_look(profile)->answers[0]);
  lab_leave(&lab, profile);
}

Test(hold_out, arm_of_one_who_may_not_contribute_is_not_told) {
  sotto *profile = asked(ARMS);
  sotto_choice choice = choose(profile, "many", NULL, 1);
  cr_assert_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_OK);
  lab.consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_expect_eq(strncmp(lab_look(profile)->answers[0], "shown", 5) == 0, 0);
  lab_leave(&lab, profile);
}

Test(hold_out, what_an_arm_is_about_is_told_only_where_its_category_may_be) {
  sotto *profile = asked("\"kind\":\"arm_affinity\",\"attribute\":\"activity\","
                         "\"values\":[\"camping\",\"climbing\",\"hiking\"]");
  for (int n = 0; n < 5; n++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  sotto_choice choice = choose(profile, "art", "tent-4", 1);
  cr_assert_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_OK);
  cr_expect_eq(strncmp(lab_look(profile)->answers[0], "shown", 5), 0, "%s",
               lab_look(profile)->answers[0]);
  lab.consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_expect_neq(strncmp(lab_look(profile)->answers[0], "shown", 5), 0);
  lab_leave(&lab, profile);
}

Test(hold_out, cohort_is_told_only_by_who_takes_part_in_experiments) {
  sotto *profile = asked("\"kind\":\"holdout\"");
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  cr_expect_str_eq(lab_look(profile)->answers[0], "no answer", "%s", lab_look(profile)->answers[0]);
  allow_experiment(profile);
  cr_expect_str_neq(lab_look(profile)->answers[0], "no answer");
  lab_leave(&lab, profile);
}
