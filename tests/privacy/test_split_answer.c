/*
 * Split trust through the public interface: what is said before, what is charged, what the two
 * aggregators learn, and what they do not.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pair_lab.h"

static sotto_bytes body_of(const lab_mail *box) {
  return (sotto_bytes){box->body, box->last.body.size};
}

/* Answers question 0 and gives what waits. */
static lab_mail answered(sotto *profile) {
  cr_assert_eq(lab_look(profile)->previews[0].state, SOTTO_QUESTION_OPEN);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  return lab_outbox(profile);
}

Test(split_answer, the_preview_names_both_aggregators_the_batch_and_three_costs) {
  lab_world lab;
  pair_lab pair;
  pair_lab_begin(&pair, 9, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  lab_seen *all = lab_look(profile);
  const sotto_preview *preview = &all->previews[0];
  cr_assert_str_eq(
      all->words[0],
      "The shop asks: how close you are to buying. Your answer would be: focused. It does not "
      "leave as it is: with a chance of 38.95 % one of the 7 possible answers, drawn at random, "
      "takes its place, and what leaves is cut into two shares that say nothing alone. "
      "leader.example and helper.example get one each and tell only sums of 1000 answers or more. "
      "If one of them is honest, and half of those who answer are, this costs 1.00 of your privacy "
      "budget (delta 1 in 1073741824), of which 1.00 remain; if both collude, the noise alone "
      "protects you, and that is worth 2.49.",
      "%s", all->words[0]);
  cr_assert_eq(preview->trust, SOTTO_TRUST_SPLIT);
  cr_assert_eq(preview->minimum_batch, PAIR_LAB_BATCH);
  cr_assert_eq(preview->cost_micro, 1000000);
  cr_assert_eq(preview->delta_2p60, UINT64_C(1) << 30);
  cr_assert_eq(all->previews[1].trust, SOTTO_TRUST_LOCAL);
  lab_leave(&lab, profile);
}

/* One device of each version: opened by both roles, verified, summed. */
static void check_version(uint32_t version, const char *method, const char *media_type) {
  lab_world lab;
  pair_lab pair;
  uint64_t counts[PAIR_LAB_BUCKETS], total = 0;
  pair_lab_begin(&pair, version, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  size_t bytes = lab_look(profile)->previews[0].report_bytes;
  lab_mail box = answered(profile);
  cr_assert_eq(box.count, 1);
  cr_assert_eq(box.last.trust, SOTTO_TRUST_SPLIT);
  cr_assert_eq(box.last.body.size, bytes);
  cr_assert_str_eq(box.method, method);
  cr_assert_str_eq(box.media_type, media_type);
  cr_assert_eq(strncmp(box.url, "https://leader.example/dap/tasks/AQI", 36), 0, "%s", box.url);
  cr_assert_str_eq(box.url + strlen(box.url) - 8, "/reports");
  cr_assert_eq(pair_lab_accept(&pair, body_of(&box)), SOTTO_OK);
  pair_lab_result(&pair, counts);
  for (int i = 0; i < PAIR_LAB_BUCKETS; i++) total += counts[i];
  cr_assert_eq(total, 1);
  lab_leave(&lab, profile);
}

Test(split_answer, both_aggregators_verify_and_sum_what_a_device_made_for_dap09) {
  check_version(9, "PUT", "application/dap-report");
}

Test(split_answer, both_aggregators_verify_and_sum_what_a_device_made_for_dap18) {
  check_version(18, "POST", "application/ppm-dap;message=upload-req");
}

Test(split_answer, all_three_costs_are_charged) {
  lab_world lab;
  pair_lab pair;
  uint64_t rows = 0;
  pair_lab_begin(&pair, 9, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  uint64_t alone = lab_look(profile)->previews[0].epsilon0_micro;
  lab_mail box = answered(profile);
  sotto_budget budget = lab_budget(profile);
  cr_assert_eq(box.last.cost_micro, 1000000);
  cr_assert_eq(budget.spent_micro, 1000000);
  cr_assert_eq(budget.spent_delta_2p60, UINT64_C(1) << 30);
  cr_assert(alone > 2000000 && alone < 3000000);
  cr_assert_eq(budget.spent_epsilon0_micro, alone);
  cr_assert_eq(lab.store.anchor.epsilon0_micro, alone);
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  lab_leave(&lab, profile);
}
