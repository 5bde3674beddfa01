/*
 * What a question may be told and when: quotas, the clock, categories and discretion, a log that
 * was cut, and the noise key that is gone with its week.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lab_asked.h"

Test(asked, a_trait_is_paid_six_times_a_year_however_it_is_asked) {
  lab_world lab;
  char batch[40];
  const char *swaps[] = {"\"minimum_batch\":1000", batch, NULL};
  sotto *profile = lab_contributor(&lab);
  for (int turn = 0; turn < 10; turn++) {
    lab_weeks(&lab, profile, 3);
    snprintf(batch, sizeof batch, "\"minimum_batch\":%d", 1001 + turn);
    lab_replace(&lab, profile, &(lab_pack){.sequence = 2 + (uint64_t)turn, .swaps = swaps});
    uint32_t wanted = turn < 6 ? SOTTO_QUESTION_OPEN : SOTTO_QUESTION_EXHAUSTED;
    cr_assert_eq(lab_look(profile)->previews[0].state, wanted, "turn %d", turn);
    cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  }
  cr_assert_eq(lab_look(profile)->previews[2].state, SOTTO_QUESTION_OPEN,
               "others are not exhausted");
  lab_leave(&lab, profile);
}

Test(asked, a_week_adds_what_a_full_budget_leaves_of_the_year) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(lab_budget(profile).weekly_micro, (24000000 - 2000000) / 52);
  sotto_close(profile);
  lab.options.epsilon_year_micro = 1000000;
  profile = lab_open(&lab);
  cr_assert_eq(lab_budget(profile).depth_micro, 500000);
  cr_assert_eq(lab_budget(profile).weekly_micro, 500000 / 52);
  lab_leave(&lab, profile);
}

Test(asked, the_least_yearly_cap_allows_nothing_at_all) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  sotto_close(profile);
  lab.options.epsilon_year_micro = 1;
  profile = lab_open(&lab);
  cr_assert_eq(lab_budget(profile).depth_micro, 0);
  cr_assert_eq(lab_budget(profile).balance_micro, 0, "tighter caps take hold at once");
  lab_leave(&lab, profile);
}

/* What the third question would tell after the preparation of a test. */
static const char *third_answer(sotto *profile) {
  cr_assert_eq(lab_look(profile)->previews[2].state, SOTTO_QUESTION_OPEN);
  return lab_look(profile)->answers[2];
}

Test(asked, a_discreet_value_is_never_the_answer) {
  static const char *const discreet[] = {
      "\"label\":{\"en\":\"activity\"",
      "\"discreet_values\":[\"water\"],\"label\":{\"en\":\"activity\"", NULL};
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "fins");
  cr_assert_str_eq(third_answer(profile), "water");
  lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = discreet});
  cr_assert_str_eq(third_answer(profile), "no answer");
  cr_assert_null(strstr(lab_look(profile)->words[2], "water"));
  lab_leave(&lab, profile);
}

/* A pack that asks for the persons and calls them internal. */
static const char *const softer[] = {
    "\"column\":\"attr_persons\",\"category\":\"social\"",
    "\"column\":\"attr_persons\",\"category\":\"internal\"",
    "\"attribute\":\"activity\",\"values\":[\"climbing\",\"camping\",\"hiking\",\"water\"]",
    "\"attribute\":\"persons\",\"values\":[\"1\",\"2\",\"4\",\"6\"]", NULL};

/* What such a pack would learn of six persons, stated under it or under the one before. */
static void ask_softer(int before, sotto_verdict keep_social, const char *wanted) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab.consent.verdicts[SOTTO_CATEGORY_SOCIAL][SOTTO_PURPOSE_KEEP] = (uint8_t)keep_social;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  for (int turn = 0; turn < 2; turn++) {
    if (turn == before)
      lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = softer});
    else
      cr_assert_eq(sotto_state_preference(profile, lab_text("persons"), lab_text("6"), 100),
                   SOTTO_OK);
  }
  cr_assert_str_eq(third_answer(profile), wanted);
  lab_leave(&lab, profile);
}

Test(asked, what_was_stated_under_a_stricter_category_is_never_asked) {
  ask_softer(0, SOTTO_GRANTED, "6");
  ask_softer(1, SOTTO_GRANTED, "no answer");
  ask_softer(1, SOTTO_UNKNOWN, "no answer");
}

static uint32_t note_words(void *context, const sotto_audit_row *row) {
  if (row->act == SOTTO_ACT_ANSWERED) lab_copy(context, 256, row->words);
  return 0;
}

Test(asked, an_answer_at_no_cost_is_logged_as_the_constant_none) {
  static const char *const words[][2] = {
      {"en", "A question was answered with the constant 'none', at no cost."},
      {"es", "Se respondió a una pregunta con la constante 'ninguna', sin coste."}};
  lab_world lab;
  char said[256];
  sotto *profile = lab_contributor(&lab);
  for (size_t i = 0; i < 3; i++) cr_assert_eq(lab_answer(profile, i), SOTTO_OK);
  for (size_t i = 0; i < 2; i++) {
    sotto_close(profile);
    lab.options.locale = words[i][0];
    profile = lab_open(&lab);
    cr_assert_eq(sotto_audit_each(profile, 0, note_words, said), SOTTO_OK);
    cr_assert_str_eq(said, words[i][1]);
  }
  lab_leave(&lab, profile);
}

Test(asked, a_glitch_of_the_clock_is_refused_and_ends_nothing) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab_replace(&lab, profile,
              &(lab_pack){.sequence = 2, .expires_ms = LAB_START_MS + 9000 * (int64_t)LAB_DAY_MS});
  int64_t glitch_ms = 3650 * (int64_t)LAB_DAY_MS;
  lab_pass(&lab, glitch_ms);
  lab_seen *all = lab_look(profile);
  cr_assert_eq(all->previews[0].state, SOTTO_QUESTION_CLOCK);
  cr_assert_eq(all->previews[0].report_bytes, 0);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_E_STATE);
  cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  sotto_close(profile);
  profile = lab_open(&lab);
  lab_pass(&lab, -glitch_ms);
  cr_assert_eq(lab_look(profile)->previews[0].state, SOTTO_QUESTION_OPEN);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  lab_leave(&lab, profile);
}

/* Epoch of the noise key: bytes 104 to 107 of the head file. */
static int64_t noise_epoch(const lab_world *lab) {
  char path[128];
  uint8_t head[108];
  snprintf(path, sizeof path, "%s/profile.head", lab->profile);
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file);
  cr_assert_eq(fread(head, 1, sizeof head, file), sizeof head);
  fclose(file);
  return head[104] | head[105] << 8 | head[106] << 16;
}

Test(asked, the_noise_key_moves_on_each_week_whoever_contributes) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  lab_pass(&lab, LAB_WEEK_MS);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(noise_epoch(&lab), lab.store.now_ms / LAB_WEEK_MS, "when contributing ends");
  lab_weeks(&lab, profile, 1);
  cr_assert_eq(noise_epoch(&lab), lab.store.now_ms / LAB_WEEK_MS, "with the tick");
  sotto_close(profile);
  lab_pass(&lab, LAB_WEEK_MS);
  profile = lab_open(&lab);
  cr_assert_eq(noise_epoch(&lab), lab.store.now_ms / LAB_WEEK_MS, "at open");
  lab_leave(&lab, profile);
}

Test(asked, a_log_shorter_than_its_head_says_none_until_the_next_epoch) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  sotto_close(profile);
  lab.port.anchor_load = NULL;
  lab.port.anchor_advance = NULL;
  lab_shell("cp '%s/profile.db' '%s/old.db'", &lab);
  profile = lab_open(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  cr_assert_eq(lab_answer(profile, 1), SOTTO_OK);
  sotto_close(profile);
  lab_shell("cp '%2$s/old.db' '%1$s/profile.db'", &lab);
  profile = lab_open(&lab);
  cr_assert_eq(lab_budget(profile).behind, 1);
  cr_assert_eq(lab_look(profile)->previews[2].state, SOTTO_QUESTION_EXHAUSTED);
  lab_weeks(&lab, profile, 3);
  cr_assert_eq(lab_budget(profile).behind, 0);
  cr_assert_eq(lab_look(profile)->previews[2].state, SOTTO_QUESTION_OPEN);
  lab_leave(&lab, profile);
}
