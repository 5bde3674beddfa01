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
  cr_assert_eq(preview->minimum_batch, AGGREGATORS_BATCH);
  cr_assert_eq(preview->cost_micro, 1000000);
  cr_assert_eq(preview->delta_2p60, UINT64_C(1) << 30);
  cr_assert_eq(all->previews[1].trust, SOTTO_TRUST_LOCAL);
  lab_leave(&lab, profile);
}

/* One device of each version: opened by both roles, verified, summed. */
static void check_version(uint32_t version, const char *method, const char *media_type) {
  lab_world lab;
  pair_lab pair;
  uint64_t counts[AGGREGATORS_BUCKETS], total = 0;
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
  cr_assert_eq(aggregators_accept(&pair, body_of(&box)), SOTTO_OK);
  pair_lab_result(&pair, counts);
  for (int i = 0; i < AGGREGATORS_BUCKETS; i++) total += counts[i];
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

/* Two questions by split trust, each with a task of its own. */
static const char *const two_swaps[] = {
    "\"kind\":\"mindset\",\"trust\":\"local\"",
    "\"kind\":\"mindset\",\"trust\":\"split\",\"task\":\"pair.json\"",
    "\"bounds_days\":[7,30,90],\"trust\":\"local\"",
    "\"bounds_days\":[7,30,90],\"trust\":\"split\",\"task\":\"other.json\"", NULL};

/* Asks both in each week; gives how many were paid. */
static uint32_t paid_in(lab_world *lab, sotto *profile, int weeks) {
  uint32_t paid = 0;
  for (int week = 0; week < weeks; week++) {
    if (week % 8 == 0)
      lab_replace(lab, profile, &(lab_pack){.sequence = 2 + (uint64_t)week, .swaps = two_swaps});
    for (size_t question = 0; question < 2; question++) {
      paid += lab_look(profile)->previews[question].state == SOTTO_QUESTION_OPEN;
      cr_assert_eq(lab_answer(profile, question), SOTTO_OK, "\"none\" is sent at no cost");
    }
    lab_weeks(lab, profile, 1);
  }
  return paid;
}

/* A profile that has saved up all it can; `option` tightens a cap. */
static sotto *saver(lab_world *lab, uint64_t delta_year, uint64_t epsilon0_year) {
  static pair_lab pair;
  pair_lab_begin(&pair, 9, 0);
  lab_begin(lab);
  lab->options.delta_year_2p60 = delta_year;
  lab->options.epsilon0_year_micro = epsilon0_year;
  sotto_consent_fill(&lab->consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  sotto *profile = lab_open(lab);
  pair_lab_write(&pair, lab, NULL);
  pair_lab_write_other(&pair, lab, "other.json", 5);
  lab_weeks(lab, profile, 12);
  return profile;
}

Test(split_answer, a_year_pays_for_eight_at_most) {
  lab_world lab;
  sotto *profile = saver(&lab, 0, 0);
  uint32_t paid = paid_in(&lab, profile, 52);
  sotto_budget budget = lab_budget(profile);
  cr_assert(paid >= 6 && paid <= 8, "%u", paid);
  cr_assert_eq(budget.spent_micro, paid * (uint64_t)1000000);
  cr_assert_eq(budget.spent_delta_2p60, paid * (UINT64_C(1) << 30));
  cr_assert_leq(budget.spent_epsilon0_micro, 64000000);
  lab_leave(&lab, profile);
}

/* By the default caps these 30 weeks would pay for five. */
Test(split_answer, a_host_may_tighten_delta) {
  lab_world lab;
  sotto *profile = saver(&lab, UINT64_C(4) << 30, 0);
  cr_assert_leq(paid_in(&lab, profile, 30), 4);
  cr_assert_leq(lab_budget(profile).spent_delta_2p60, UINT64_C(4) << 30);
  lab_leave(&lab, profile);
}

Test(split_answer, a_host_may_tighten_what_is_left_if_both_collude) {
  lab_world lab;
  sotto *profile = saver(&lab, 0, 24000000);
  cr_assert_leq(paid_in(&lab, profile, 30), 3);
  cr_assert_leq(lab_budget(profile).spent_epsilon0_micro, 24000000);
  lab_leave(&lab, profile);
}

Test(split_answer, a_denied_category_sends_none_at_no_cost_in_the_same_form) {
  lab_world lab;
  pair_lab pair;
  pair_lab_begin(&pair, 9, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  size_t bytes = lab_look(profile)->previews[0].report_bytes;
  lab.consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  const sotto_preview *preview = &lab_look(profile)->previews[0];
  cr_assert_eq(preview->state, SOTTO_QUESTION_CATEGORY);
  cr_assert_eq(preview->delta_2p60, 0);
  cr_assert_eq(preview->epsilon0_micro, 0);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  lab_mail box = lab_outbox(profile);
  cr_assert_eq(box.last.cost_micro, 0);
  cr_assert_eq(box.last.body.size, bytes);
  cr_assert_eq(aggregators_accept(&pair, body_of(&box)), SOTTO_OK);
  cr_assert_eq(lab_budget(profile).spent_epsilon0_micro, 0);
  lab_leave(&lab, profile);
}

Test(split_answer, withdrawing_deletes_what_waits) {
  lab_world lab;
  pair_lab pair;
  pair_lab_begin(&pair, 9, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  (void)answered(profile);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(lab_outbox(profile).count, 0);
  cr_assert_eq(lab_budget(profile).spent_micro, 1000000);
  lab_leave(&lab, profile);
}

/* One week answered twice, by a copy put back without an anchor; `item` is in the cart of the
   second. 1 if the noised answers differ. */
static int answers_twice(pair_lab *pair, pair_lab *again, const char *item) {
  lab_world lab;
  uint64_t counts[2][AGGREGATORS_BUCKETS];
  pair_lab_begin(pair, 18, 0);
  *again = *pair;
  sotto_close(pair_lab_contributor(&lab, pair));
  lab.port.anchor_load = NULL;
  lab.port.anchor_advance = NULL;
  sotto_close(lab_open(&lab));
  lab_shell("cp -a '%s' '%s/copy'", &lab);
  sotto *profile = lab_open(&lab);
  lab_mail first = answered(profile);
  sotto_close(profile);
  lab_shell("rm -r '%1$s' && cp -a '%2$s/copy' '%1$s'", &lab);
  profile = lab_open(&lab);
  if (item) lab_record(profile, SOTTO_EVENT_ADD_TO_CART, item);
  lab_mail second = answered(profile);
  cr_assert_eq(memcmp(first.body, second.body, SO_DAP_REPORT_ID_SIZE), 0, "the report's id");
  cr_assert_eq(aggregators_accept(pair, body_of(&first)), SOTTO_OK);
  cr_assert_eq(aggregators_accept(again, body_of(&second)), SOTTO_OK);
  pair_lab_result(pair, counts[0]);
  pair_lab_result(again, counts[1]);
  lab_leave(&lab, profile);
  return memcmp(counts[0], counts[1], sizeof counts[0]) != 0;
}

static int is_one_share(const pair_lab *pair, const pair_lab *again, int which) {
  cr_assert_eq(pair->share_sizes[which], again->share_sizes[which]);
  return memcmp(pair->shares[which], again->shares[which], pair->share_sizes[which]) == 0;
}

Test(split_answer, a_restored_copy_without_an_anchor_repeats_its_id_and_shares) {
  static pair_lab pair, again;
  cr_assert_not(answers_twice(&pair, &again, NULL));
  cr_assert(is_one_share(&pair, &again, 0));
  cr_assert(is_one_share(&pair, &again, 1));
}

/* The helper's share is the mask of the leader's. */
Test(split_answer, a_restored_copy_that_answers_otherwise_uses_no_mask_twice, .timeout = 120) {
  static pair_lab pair, again;
  int otherwise = 0;
  for (int device = 0; device < 12; device++) {
    const int differs = answers_twice(&pair, &again, "rope");
    cr_assert_eq(is_one_share(&pair, &again, 1), !differs);
    otherwise += differs;
  }
  cr_assert_geq(otherwise, 1,
                "each differs with a chance of .6 or more: none of 12 in 1 run of 59,000");
}

static sotto_status reseal(sotto *profile, uint64_t report, const pair_lab *pair) {
  aggregators_list leader = aggregators_publish(pair, 0), helper = aggregators_publish(pair, 1);
  return sotto_outbox_reseal(profile, report, (sotto_bytes){leader.bytes, leader.size},
                             (sotto_bytes){helper.bytes, helper.size});
}

static uint32_t find_reseal(void *context, const sotto_audit_row *row) {
  uint32_t *found = context;
  if (row->act == SOTTO_ACT_TRIED)
    *found += memmem(row->detail.data, row->detail.size, "\"resealed\":\"", 12) != NULL;
  return 0;
}

static void check_reseal(uint32_t version) {
  lab_world lab;
  static pair_lab pair, later;
  uint32_t logged = 0;
  uint64_t rows = 0;
  pair_lab_begin(&pair, version, 0);
  pair_lab_begin(&later, version, 1);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  lab_mail first = answered(profile);
  cr_assert_eq(aggregators_accept(&later, body_of(&first)), SOTTO_E_KEY_WRONG);
  cr_assert_eq(reseal(profile, first.last.id, &later), SOTTO_OK);
  lab_mail second = lab_outbox(profile);
  cr_assert_eq(second.last.body.size, first.last.body.size);
  cr_assert_eq(memcmp(first.body, second.body, SO_DAP_REPORT_ID_SIZE + 8), 0, "id and time");
  cr_assert_eq(aggregators_accept(&pair, body_of(&first)), SOTTO_OK);
  cr_assert_eq(aggregators_accept(&later, body_of(&second)), SOTTO_OK);
  for (int i = 0; i < 2; i++)
    cr_assert_eq(memcmp(pair.shares[i], later.shares[i], pair.share_sizes[i]), 0);
  cr_assert_eq(reseal(profile, first.last.id, &pair), SOTTO_E_STATE, "once");
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(reseal(profile, first.last.id, &pair), SOTTO_E_STATE, "also after a restart");
  lab_mail third = lab_outbox(profile);
  cr_assert_eq(memcmp(second.body, third.body, third.last.body.size), 0);
  cr_assert_eq(sotto_audit_each(profile, 0, find_reseal, &logged), SOTTO_OK);
  cr_assert_eq(logged, 1);
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  cr_assert_eq(sotto_outbox_settle(profile, first.last.id, SOTTO_DELIVERY_DONE), SOTTO_OK);
  cr_assert_eq(reseal(profile, first.last.id, &later), SOTTO_E_MISSING);
  lab_leave(&lab, profile);
}

Test(split_answer, a_dap09_report_is_sealed_anew_once_with_the_same_shares) {
  check_reseal(9);
}

Test(split_answer, a_dap18_report_is_sealed_anew_once_with_the_same_shares) {
  check_reseal(18);
}

Test(split_answer, what_cannot_be_sealed_anew_stays_as_it_was) {
  static const uint8_t short_list[] = {0, 3, 1, 2, 3};
  const sotto_bytes none = {NULL, 0}, bad = {short_list, sizeof short_list};
  lab_world lab;
  static pair_lab pair;
  pair_lab_begin(&pair, 9, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  lab_mail first = answered(profile);
  aggregators_list list = aggregators_publish(&pair, 0);
  const sotto_bytes good = {list.bytes, list.size};
  cr_assert_eq(sotto_outbox_reseal(profile, first.last.id, good, bad), SOTTO_E_FORMAT);
  cr_assert_eq(sotto_outbox_reseal(profile, first.last.id, good, none), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_outbox_reseal(profile, 0, good, good), SOTTO_E_MISSING);
  lab_mail second = lab_outbox(profile);
  cr_assert_eq(memcmp(first.body, second.body, sizeof first.body), 0);
  cr_assert_eq(lab_answer(profile, 1), SOTTO_OK);
  lab_mail local = lab_outbox(profile);
  cr_assert_eq(local.last.trust, SOTTO_TRUST_LOCAL);
  cr_assert_eq(local.url[0], '\0');
  cr_assert_eq(local.last.helper.size, 0);
  cr_assert_eq(sotto_outbox_reseal(profile, local.last.id, good, good), SOTTO_E_ARGUMENT);
  cr_assert_eq(reseal(profile, first.last.id, &pair), SOTTO_OK, "none of these was the once");
  lab_leave(&lab, profile);
}

Test(split_answer, a_report_outlives_the_pack_it_answers) {
  lab_world lab;
  static pair_lab pair;
  pair_lab_begin(&pair, 9, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  lab_mail first = answered(profile);
  lab_replace(&lab, profile, &(lab_pack){.sequence = 9});
  lab_mail second = lab_outbox(profile);
  cr_assert_str_eq(second.url, first.url);
  cr_assert_str_eq(second.pair[0], "https://leader.example/dap/");
  cr_assert_str_eq(second.pair[1], first.pair[1]);
  cr_assert_str_neq(second.pair[1], "");
  cr_assert_eq(reseal(profile, first.last.id, &pair), SOTTO_OK);
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

Test(split_answer, cut_between_anchor_and_file_it_loses_budget_and_sends_nothing) {
  lab_world lab;
  static pair_lab pair;
  pair_lab_begin(&pair, 9, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  sotto_port whole = lab.port;
  uint64_t alone = lab_look(profile)->previews[0].epsilon0_micro;
  sotto_close(profile);
  cut_lab = &lab;
  lab.port.clock_now = clock_until_cut;
  lab.port.anchor_advance = take_anchor_then_cut;
  profile = lab_open(&lab);
  cut = 0;
  cr_assert_eq(lab_answer(profile, 0), SOTTO_E_PORT);
  cut = 0;
  cr_assert_eq(lab_budget(profile).spent_epsilon0_micro, alone);
  cr_assert_eq(lab_outbox(profile).count, 0);
  sotto_close(profile);
  cut = 0;
  lab.port = whole;
  profile = lab_open(&lab);
  cr_assert_eq(lab_budget(profile).spent_epsilon0_micro, alone);
  cr_assert_eq(lab_budget(profile).balance_micro, 0);
  cr_assert_eq(lab_outbox(profile).count, 0);
  lab_leave(&lab, profile);
}

/* Whether so many counts are those of a noise that is random with this chance around bucket 0. */
static int noise_is(const uint64_t counts[AGGREGATORS_BUCKETS], double all, double random) {
  int holds = 1;
  for (int i = 0; i < AGGREGATORS_BUCKETS; i++) {
    double share = random / AGGREGATORS_BUCKETS + (i == 0 ? 1 - random : 0);
    double error = sqrt(share * (1 - share) / all);
    holds &= fabs((double)counts[i] / all - share) <= 4.5 * error;
  }
  return holds;
}

/*
 * 200 answers "none" of one device, a week each, as the aggregators count them: the share of bucket
 * 0 against the table's 1 - g + g/k = .6662, and of each other against g/k. Seven bounds of 4.5
 * standard errors: false alarms under 5 in 100,000. It tells them from no noise, from noise alone
 * and from that of the table's largest batch (test_split holds the draw itself to far less).
 */
Test(split_answer, the_noise_has_the_share_of_the_table, .timeout = 120) {
  enum { WEEKS = 200 };
  lab_world lab;
  static pair_lab pair;
  uint64_t counts[AGGREGATORS_BUCKETS];
  pair_lab_begin(&pair, 9, 0);
  lab_begin(&lab);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  lab.consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  sotto *profile = lab_open(&lab);
  pair_lab_write(&pair, &lab, NULL);
  lab_replace(&lab, profile,
              &(lab_pack){.swaps = pair_lab_swaps,
                          .expires_ms = LAB_START_MS + (WEEKS + 20) * LAB_WEEK_MS});
  for (int week = 0; week < WEEKS; week++) {
    cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
    lab_mail box = lab_outbox(profile);
    cr_assert_eq(aggregators_accept(&pair, body_of(&box)), SOTTO_OK);
    cr_assert_eq(sotto_outbox_settle(profile, box.last.id, SOTTO_DELIVERY_DONE), SOTTO_OK);
    lab_weeks(&lab, profile, 1);
  }
  pair_lab_result(&pair, counts);
  cr_assert(noise_is(counts, WEEKS, 1672889764 / 4294967296.0), "%d none", (int)counts[0]);
  cr_assert(!noise_is(counts, WEEKS, 501224 / 4294967296.0));
  cr_assert(!noise_is(counts, WEEKS, 0));
  cr_assert(!noise_is(counts, WEEKS, 1));
  lab_leave(&lab, profile);
}

Test(split_answer, a_report_has_the_time_of_its_week_rounded) {
  lab_world lab;
  static pair_lab pair;
  pair_lab_begin(&pair, 9, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  for (int week = 0; week < 20; week++) {
    uint64_t now_s = (uint64_t)lab.store.now_ms / 1000, epoch = now_s / 604800;
    so_dap_view view;
    if (week % 8 == 0)
      lab_replace(&lab, profile,
                  &(lab_pack){.sequence = 2 + (uint64_t)week, .swaps = pair_lab_swaps});
    cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
    lab_mail box = lab_outbox(profile);
    cr_assert_eq(so_dap_report_read(&view, &pair.task, body_of(&box)), SOTTO_OK);
    cr_assert_eq(view.time_s % 3600, 0);
    cr_assert_eq(view.time_s / 604800, epoch);
    cr_assert(view.time_s + 3600 > now_s);
    cr_assert_leq(view.time_s, (uint64_t)box.last.send_after_ms / 1000);
    cr_assert_eq(sotto_outbox_settle(profile, box.last.id, SOTTO_DELIVERY_DONE), SOTTO_OK);
    lab_weeks(&lab, profile, 1);
    lab_pass(&lab, week * 7 * LAB_MINUTE_MS);
  }
  lab_leave(&lab, profile);
}

#ifdef WITH_KIOSK
static uint32_t answer_split(void *context, const sotto_preview *preview) {
  uint8_t *id = context;
  if (preview->trust != SOTTO_TRUST_SPLIT) return 0;
  cr_assert_eq(preview->state, SOTTO_QUESTION_OPEN);
  memcpy(id, preview->question, SOTTO_QUESTION_ID_SIZE);
  return 1;
}

Test(split_answer, a_kiosks_visitor_answers_out_of_the_kiosks_ledger) {
  lab_world lab;
  static pair_lab pair;
  uint8_t id[SOTTO_QUESTION_ID_SIZE] = {0};
  pair_lab_begin(&pair, 9, 0);
  sotto *visitor = NULL, *kiosk = pair_lab_contributor(&lab, &pair);
  lab_pass(&lab, LAB_WEEK_MS - (lab.store.now_ms + 1) % LAB_WEEK_MS); /* a week's last moment */
  sotto_options options = lab.options;
  options.directory = NULL;
  options.flags = SOTTO_OPEN_KIOSK;
  cr_assert_eq(sotto_open(&options, &lab.consent, &lab.port, &visitor), SOTTO_OK);
  cr_assert_eq(sotto_pack_install(visitor, lab.pack), SOTTO_OK);
  cr_assert_eq(sotto_visit_each(kiosk, visitor, answer_split, id), SOTTO_OK);
  cr_assert_eq(sotto_visit_answer(kiosk, visitor, id), SOTTO_OK);
  sotto_close(visitor);
  lab_mail box = lab_outbox(kiosk);
  cr_assert_eq(box.last.trust, SOTTO_TRUST_SPLIT);
  cr_assert_eq(aggregators_accept(&pair, body_of(&box)), SOTTO_OK);
  cr_assert_eq(lab_budget(kiosk).spent_delta_2p60, UINT64_C(1) << 30);
  lab_leave(&lab, kiosk);
}
#endif
