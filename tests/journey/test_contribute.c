/*
 * Contributing through the public interface: what is said before, what is charged, what waits in
 * the outbox, and what happens when things go wrong in between.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <string.h>

#include "lab_asked.h"

Test(contribute, the_preview_says_question_answer_odds_and_cost) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  lab_seen *all = lab_look(profile);
  cr_assert_str_eq(all->answers[0], "focused");
  cr_assert_str_eq(
      all->words[0],
      "The shop asks: how close you are to buying. Your answer would be: focused. It does not "
      "leave: what leaves is 2 of the 7 possible answers, drawn at random, and any draw is at most "
      "2.72 times as likely with your answer as with another. This costs 1.00 of your privacy "
      "budget; 1.00 remain.");
  cr_assert_str_eq(all->answers[1], "no answer");
  cr_assert_str_eq(all->answers[2], "climbing");
  cr_assert_eq(all->previews[0].cost_micro, 1000000);
  cr_assert_eq(all->previews[0].balance_micro, 2000000);
  lab_leave(&lab, profile);
}

Test(contribute, the_preview_speaks_spanish) {
  lab_world lab;
  lab_begin(&lab);
  lab.options.locale = "es";
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  lab_weeks(&lab, profile, 5);
  lab_record(profile, SOTTO_EVENT_PURCHASE, "rope");
  lab_seen *all = lab_look(profile);
  cr_assert_str_eq(all->answers[1], "hace menos de 7 días");
  cr_assert_not_null(strstr(all->words[1], "2.72 veces más probable"), "%s", all->words[1]);
  cr_assert_not_null(strstr(all->words[2], "(actividad)"), "%s", all->words[2]);
  lab_leave(&lab, profile);
}

Test(contribute, looking_spends_nothing) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  for (int i = 0; i < 20; i++) (void)lab_look(profile);
  cr_assert_eq(lab_budget(profile).balance_micro, 2000000);
  cr_assert_eq(lab_outbox(profile).count, 0);
  lab_leave(&lab, profile);
}

Test(contribute, an_answer_is_charged_logged_and_waits) {
  lab_world lab;
  uint64_t rows = 0;
  sotto *profile = lab_contributor(&lab);
  int64_t now_ms = lab.store.now_ms;
  size_t bytes = lab_look(profile)->previews[0].report_bytes;
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  lab_mail box = lab_outbox(profile);
  cr_assert_eq(box.count, 1);
  cr_assert_eq(box.last.body.size, bytes);
  cr_assert_eq(box.last.cost_micro, 1000000);
  cr_assert(box.last.send_after_ms >= now_ms && box.last.send_after_ms < now_ms + LAB_WEEK_MS);
  cr_assert_eq(lab_budget(profile).balance_micro, 1000000);
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  cr_assert_eq(lab.store.anchor.epsilon_micro, 1000000);
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  lab_leave(&lab, profile);
}

Test(contribute, a_second_answer_in_a_week_changes_nothing) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_E_STATE);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(lab_look(profile)->previews[0].state, SOTTO_QUESTION_ANSWERED);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_E_STATE);
  cr_assert_eq(lab_outbox(profile).count, 1);
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  lab_leave(&lab, profile);
}

Test(contribute, a_question_is_paid_six_times_a_year) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  for (int turn = 0; turn < 10; turn++) {
    lab_weeks(&lab, profile, 3);
    lab_build_pack(&lab, &(lab_pack){.sequence = 2 + (uint64_t)turn});
    cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
    uint32_t wanted = turn < 6 ? SOTTO_QUESTION_OPEN : SOTTO_QUESTION_EXHAUSTED;
    cr_assert_eq(lab_look(profile)->previews[0].state, wanted, "turn %d", turn);
    cr_assert_eq(lab_answer(profile, 0), SOTTO_OK, "none is sent at no cost");
  }
  cr_assert_eq(lab_look(profile)->previews[1].state, SOTTO_QUESTION_OPEN,
               "others are not exhausted");
  cr_assert_eq(lab_budget(profile).spent_micro, 6000000);
  lab_leave(&lab, profile);
}

Test(contribute, the_exact_bytes_wait_and_never_change) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  lab_mail first = lab_outbox(profile);
  cr_assert_eq(sotto_outbox_settle(profile, first.last.id, SOTTO_DELIVERY_RETRY), SOTTO_OK);
  sotto_close(profile);
  profile = lab_open(&lab);
  lab_mail again = lab_outbox(profile);
  cr_assert_eq(again.last.attempts, 1);
  cr_assert_eq(memcmp(first.body, again.body, sizeof first.body), 0);
  cr_assert_eq(sotto_outbox_settle(profile, first.last.id, SOTTO_DELIVERY_DONE), SOTTO_OK);
  cr_assert_eq(lab_outbox(profile).count, 0);
  cr_assert_eq(sotto_outbox_settle(profile, first.last.id, SOTTO_DELIVERY_DONE), SOTTO_E_MISSING);
  cr_assert_eq(sotto_outbox_settle(profile, first.last.id, 9), SOTTO_E_ARGUMENT);
  lab_leave(&lab, profile);
}

Test(contribute, withdrawing_deletes_what_waits_and_the_budget_stays_spent) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(lab_outbox(profile).count, 0);
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  cr_assert_eq(lab_look(profile)->previews[1].state, SOTTO_QUESTION_OFF);
  cr_assert_eq(lab_answer(profile, 1), SOTTO_E_DENIED);
  cr_assert_eq(lab_outbox(profile).count, 0);
  lab_leave(&lab, profile);
}

static int stopped;
static lab_world *stopped_lab;

static sotto_status clock_unless_stopped(void *context, int64_t *ret_unix_ms) {
  (void)context;
  *ret_unix_ms = stopped_lab->store.now_ms;
  return stopped ? SOTTO_E_PORT : SOTTO_OK;
}

Test(contribute, a_withdrawal_that_could_not_be_written_hands_nothing_out) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  sotto_consent granted = lab.consent;
  sotto_close(profile);
  stopped_lab = &lab;
  lab.port.clock_now = clock_unless_stopped;
  profile = lab_open(&lab);
  cr_assert_eq(lab_answer(profile, 2), SOTTO_OK);
  lab.consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  stopped = 1;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_E_PORT);
  stopped = 0;
  cr_assert_eq(lab_outbox(profile).count, 0);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(sotto_consent_set(profile, &granted), SOTTO_OK);
  cr_assert_eq(lab_outbox(profile).count, 0, "the second try deleted what waited");
  lab_leave(&lab, profile);
}

Test(contribute, a_report_past_its_time_is_dropped) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  lab_pass(&lab, 2 * LAB_WEEK_MS);
  cr_assert_eq(lab_outbox(profile).count, 1);
  lab_pass(&lab, 2 * LAB_WEEK_MS);
  cr_assert_eq(lab_outbox(profile).count, 0);
  lab_leave(&lab, profile);
}

Test(contribute, a_profile_that_was_in_memory_takes_the_ledger_of_its_file) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  sotto_close(profile);
  lab.port.anchor_load = NULL;
  lab.port.anchor_advance = NULL;
  sotto_consent granted = lab.consent;
  sotto_consent_init(&lab.consent);
  profile = lab_open(&lab);
  cr_assert_eq(lab_budget(profile).spent_micro, 0, "in memory, knowing nothing of the file");
  cr_assert_eq(sotto_consent_set(profile, &granted), SOTTO_OK);
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  lab_leave(&lab, profile);
}

Test(contribute, an_expired_pack_asks_nothing) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  uint8_t id[SOTTO_QUESTION_ID_SIZE];
  lab_pass(&lab, 80 * (int64_t)LAB_DAY_MS);
  lab_seen *all = lab_look(profile);
  cr_assert_eq(all->previews[0].state, SOTTO_QUESTION_INVALID);
  memcpy(id, all->previews[0].question, sizeof id);
  cr_assert_eq(sotto_question_answer(profile, id), SOTTO_E_EXPIRED);
  cr_assert_eq(lab_outbox(profile).count, 0);
  lab_leave(&lab, profile);
}

Test(contribute, an_unknown_question_is_missing) {
  static const uint8_t unknown[SOTTO_QUESTION_ID_SIZE];
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(sotto_question_answer(profile, unknown), SOTTO_E_MISSING);
  uint8_t old[SOTTO_QUESTION_ID_SIZE];
  memcpy(old, lab_look(profile)->previews[0].question, sizeof old);
  lab_weeks(&lab, profile, 1);
  cr_assert_eq(sotto_question_answer(profile, old), SOTTO_E_MISSING, "the id was last week's");
  lab_leave(&lab, profile);
}

Test(contribute, a_clock_set_back_is_never_charged) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  lab_pass(&lab, -2 * LAB_WEEK_MS);
  cr_assert_eq(lab_look(profile)->previews[1].state, SOTTO_QUESTION_EXHAUSTED);
  cr_assert_eq(lab_budget(profile).behind, 1);
  cr_assert_eq(lab_answer(profile, 1), SOTTO_E_EXPIRED, "the noise key of a past week is gone");
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  lab_leave(&lab, profile);
}

Test(contribute, a_restored_copy_with_an_anchor_takes_its_totals_and_says_none) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  sotto_close(profile);
  lab_shell("cp -a '%s' '%s/copy'", &lab);
  profile = lab_open(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  cr_assert_eq(lab_answer(profile, 1), SOTTO_OK);
  sotto_close(profile);
  lab_shell("rm -r '%1$s' && cp -a '%2$s/copy' '%1$s'", &lab);
  profile = lab_open(&lab);
  cr_assert_eq(lab_budget(profile).behind, 1);
  cr_assert_eq(lab_budget(profile).spent_micro, 2000000);
  cr_assert_eq(lab_budget(profile).balance_micro, 0);
  cr_assert_eq(lab_look(profile)->previews[0].state, SOTTO_QUESTION_EXHAUSTED);
  lab_weeks(&lab, profile, 3);
  cr_assert_eq(lab_budget(profile).behind, 0);
  cr_assert_eq(lab_look(profile)->previews[0].state, SOTTO_QUESTION_OPEN);
  lab_leave(&lab, profile);
}

/* The lock is on the files of the profile: a copy put in their place has its own. */
Test(contribute, two_processes_on_copies_of_one_profile_are_charged_once) {
  lab_world lab;
  sotto *second = NULL, *first = lab_contributor(&lab);
  cr_assert_eq(lab_try_open(&lab, &second), SOTTO_E_BUSY);
  sotto_close(first);
  lab_shell("cp -a '%s' '%s/copy'", &lab);
  first = lab_open(&lab);
  lab_shell("mv '%1$s' '%1$s.old' && cp -a '%2$s/copy' '%1$s'", &lab);
  second = lab_open(&lab);
  cr_assert_eq(lab_answer(second, 0), SOTTO_OK);
  cr_assert_eq(lab_answer(second, 1), SOTTO_OK);
  cr_assert_eq(lab_look(first)->previews[2].state, SOTTO_QUESTION_OPEN, "it cannot know yet");
  cr_assert_eq(lab_answer(first, 2), SOTTO_E_BUSY);
  cr_assert_eq(lab_outbox(first).count, 0);
  cr_assert_eq(lab.store.anchor.epsilon_micro, 2000000);
  sotto_close(first);
  lab_leave(&lab, second);
}

Test(contribute, erasing_refills_nothing) {
  lab_world lab;
  sotto_receipt receipt;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  sotto_close(profile);
  cr_assert_eq(sotto_erase(lab.profile, &lab.port, &receipt), SOTTO_OK);
  profile = lab_open(&lab);
  cr_assert_eq(lab_budget(profile).balance_micro, 0);
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  lab_leave(&lab, profile);
}

static sotto_status refuse(void *context, const sotto_anchor *anchor) {
  (void)context, (void)anchor;
  return SOTTO_E_PORT;
}

Test(contribute, without_its_anchor_advanced_nothing_is_drawn) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  sotto_close(profile);
  lab.port.anchor_advance = refuse;
  profile = lab_open(&lab);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_E_PORT);
  cr_assert_eq(lab_outbox(profile).count, 0);
  cr_assert_eq(lab_budget(profile).balance_micro, 2000000);
  lab_leave(&lab, profile);
}

/* The store takes the anchor; right after it the clock fails, before anything is durable. */
static int cut;
static lab_world *cut_lab;

static sotto_status take_anchor_then_cut(void *context, const sotto_anchor *anchor) {
  sotto_store_ram *store = context;
  store->anchor = *anchor;
  store->has_anchor = 1;
  cut = 1;
  return SOTTO_OK;
}

static sotto_status clock_until_cut(void *context, int64_t *ret_unix_ms) {
  (void)context;
  *ret_unix_ms = cut_lab->store.now_ms;
  return cut ? SOTTO_E_PORT : SOTTO_OK;
}

Test(contribute, cut_between_anchor_and_file_it_loses_budget_and_sends_nothing) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  sotto_port whole = lab.port;
  sotto_close(profile);
  cut_lab = &lab;
  lab.port.clock_now = clock_until_cut;
  profile = lab_open(&lab);
  sotto_close(profile);
  lab.port.anchor_advance = take_anchor_then_cut;
  profile = lab_open(&lab);
  cut = 0;
  cr_assert_eq(lab_answer(profile, 0), SOTTO_E_PORT);
  cut = 0;
  cr_assert_eq(lab_budget(profile).balance_micro, 0);
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  cr_assert_eq(lab_look(profile)->previews[0].state, SOTTO_QUESTION_EXHAUSTED);
  cr_assert_eq(lab_outbox(profile).count, 0);
  sotto_close(profile);
  cut = 0;
  lab.port = whole;
  profile = lab_open(&lab);
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  cr_assert_eq(lab_budget(profile).balance_micro, 0);
  lab_leave(&lab, profile);
}

static uint32_t sum_costs(void *context, const sotto_audit_row *row) {
  uint64_t *sum = context;
  if (row->act == SOTTO_ACT_ANSWERED) {
    *sum += row->cost_micro;
    cr_assert_not_null(memmem(row->detail.data, row->detail.size, "\"threshold\":\"", 13));
    cr_assert_not_null(memmem(row->detail.data, row->detail.size, "\"report\":\"", 10));
  }
  return 0;
}

Test(contribute, the_audit_log_adds_up_to_what_was_spent) {
  lab_world lab;
  uint64_t sum = 0;
  sotto *profile = lab_contributor(&lab);
  for (size_t i = 0; i < LAB_QUESTIONS; i++) cr_assert_eq(lab_answer(profile, i), SOTTO_OK);
  cr_assert_eq(sotto_audit_each(profile, 0, sum_costs, &sum), SOTTO_OK);
  cr_assert_eq(sum, 2000000, "the third was not affordable and cost nothing");
  cr_assert_eq(sum, lab_budget(profile).spent_micro);
  lab_leave(&lab, profile);
}

Test(contribute, a_report_key_of_low_order_is_refused_before_anything_is_paid) {
  lab_world lab;
  uint8_t id[SOTTO_QUESTION_ID_SIZE];
  sotto *profile = lab_contributor(&lab);
  memset(lab.keys.report_public, 0, sizeof lab.keys.report_public);
  lab.keys.report_public[0] = 1;
  lab_replace(&lab, profile, &(lab_pack){.sequence = 2});
  const sotto_preview *preview = &lab_look(profile)->previews[0];
  memcpy(id, preview->question, sizeof id);
  cr_assert_eq(preview->state, SOTTO_QUESTION_INVALID);
  cr_assert_eq(sotto_question_answer(profile, id), SOTTO_E_FORMAT);
  cr_assert_eq(lab_outbox(profile).count, 0);
  cr_assert_eq(lab_budget(profile).spent_micro, 0);
  lab_leave(&lab, profile);
}

Test(contribute, two_reports_of_one_device_share_no_run_of_eight_bytes) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  uint8_t bodies[4][512];
  size_t sizes[4];
  for (int week = 0; week < 4; week++) {
    cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
    lab_mail box = lab_outbox(profile);
    sizes[week] = box.last.body.size;
    memcpy(bodies[week], box.body, sizes[week]);
    cr_assert_eq(sotto_outbox_settle(profile, box.last.id, SOTTO_DELIVERY_DONE), SOTTO_OK);
    lab_weeks(&lab, profile, 1);
  }
  for (int a = 0; a < 4; a++)
    for (int b = 0; b < a; b++)
      for (size_t i = 0; i + 8 <= sizes[a]; i++)
        cr_assert_null(memmem(bodies[b], sizes[b], bodies[a] + i, 8));
  lab_leave(&lab, profile);
}
