/*
 * The whole thread, device to dashboard: open, record, mindset, recommend, preview, answer, outbox;
 * then the brand opens the reports and its estimate covers the truth.
 *
 * The statistical test allows five standard errors: it raises a false alarm less than once in a
 * million runs.
 */
#include <criterion/criterion.h>
#include <sotto/estimate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

#define DEVICES 300
#define WEEK_MS (7 * (int64_t)LAB_DAY_MS)
#define BUCKETS 7

/* A whole file in memory. */
static sotto_bytes read_pack(const char *path) {
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file);
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  uint8_t *data = malloc(size);
  rewind(file);
  cr_assert_eq(fread(data, 1, size, file), size);
  fclose(file);
  return (sotto_bytes){data, size};
}

static sotto_collector *open_collector(const lab_world *lab) {
  sotto_collector_options options;
  sotto_collector *collector = NULL;
  sotto_bytes pack = read_pack(lab->pack);
  sotto_collector_options_init(&options);
  options.pack = pack;
  options.trust = (sotto_bytes){lab->keys.signing_public, sizeof lab->keys.signing_public};
  options.report_key = (sotto_bytes){lab->keys.report_secret, sizeof lab->keys.report_secret};
  sotto_status status = sotto_collector_open(&options, &collector);
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  free((void *)(uintptr_t)pack.data);
  return collector;
}

/* The mindset question as a device shows it. */
typedef struct shown {
  uint8_t id[SOTTO_QUESTION_ID_SIZE];
  uint32_t state;
  uint32_t bucket;
  uint64_t cost_micro;
  size_t report_bytes;
  size_t questions;
} shown;

static uint32_t look(void *context, const sotto_preview *preview) {
  shown *seen = context;
  seen->questions++;
  cr_assert(preview->words.size > 20);
  if (preview->name.size != 7 || memcmp(preview->name.data, "mindset", 7) != 0) return 0;
  memcpy(seen->id, preview->question, sizeof seen->id);
  seen->state = preview->state;
  seen->bucket = preview->bucket;
  seen->cost_micro = preview->cost_micro;
  seen->report_bytes = preview->report_bytes;
  return 0;
}

static shown preview_mindset(sotto *profile) {
  shown seen = {.state = 99};
  sotto_status status = sotto_question_each(profile, look, &seen);
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  return seen;
}

typedef struct mailbag {
  const sotto_collector *collector;
  uint64_t counts[BUCKETS];
  uint64_t reports;
  uint64_t id;
  size_t bytes;
} mailbag;

static uint32_t carry(void *context, const sotto_report *report) {
  mailbag *bag = context;
  sotto_answer answer;
  sotto_status status = sotto_collector_read(bag->collector, report->body, &answer);
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  cr_assert_eq(answer.index, 0u);
  for (uint32_t i = 0; i < answer.count; i++) bag->counts[answer.cells[i]]++;
  bag->reports++;
  bag->id = report->id;
  bag->bytes = report->body.size;
  return 0;
}

/* Weeks with a visit each, so that the empty bucket of the ledger fills. */
static void save_up(lab_world *lab, sotto *profile, int weeks) {
  for (int week = 0; week < weeks; week++) {
    lab_pass(lab, WEEK_MS);
    cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  }
}

static void allow_contributing(lab_world *lab) {
  sotto_consent_fill(&lab->consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
}

Test(thread, one_visit_from_open_to_an_opened_report) {
  lab_world lab;
  sotto_pick picks[4];
  sotto_request request;
  sotto_budget budget;
  size_t count = 4;
  lab_begin(&lab);
  allow_contributing(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  save_up(&lab, profile, 3);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FOCUSED);
  sotto_request_init(&request);
  cr_assert_eq(sotto_recommend(profile, &request, picks, &count), SOTTO_OK);
  cr_assert_eq(count, 4u);
  shown seen = preview_mindset(profile);
  cr_assert_eq(seen.questions, 3u);
  cr_assert_eq(seen.state, SOTTO_QUESTION_OPEN, "state %u", seen.state);
  cr_assert_eq(seen.bucket, 1u + SOTTO_MINDSET_FOCUSED);
  cr_assert(seen.cost_micro > 900000 && seen.cost_micro <= 1000000);
  cr_assert_eq(sotto_question_answer(profile, seen.id), SOTTO_OK);
  cr_assert_eq(sotto_question_answer(profile, seen.id), SOTTO_E_STATE);
  cr_assert_eq(preview_mindset(profile).state, SOTTO_QUESTION_ANSWERED);
  cr_assert_eq(sotto_budget_get(profile, &budget), SOTTO_OK);
  cr_assert_eq(budget.spent_micro, seen.cost_micro);
  mailbag bag = {.collector = open_collector(&lab)};
  cr_assert_eq(sotto_outbox_each(profile, carry, &bag), SOTTO_OK);
  cr_assert_eq(bag.reports, 1u);
  cr_assert_eq(bag.bytes, seen.report_bytes);
  cr_assert_eq(sotto_outbox_settle(profile, bag.id, SOTTO_DELIVERY_DONE), SOTTO_OK);
  cr_assert_eq(sotto_outbox_settle(profile, bag.id, SOTTO_DELIVERY_DONE), SOTTO_E_MISSING);
  uint64_t rows = 0;
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  sotto_collector_close((sotto_collector *)(uintptr_t)bag.collector);
  sotto_close(profile);
  lab_end(&lab);
}

/* One device in memory: every third puts something into the cart. */
static void run_device(const lab_world *shop, int number, mailbag *bag) {
  lab_world lab = *shop;
  sotto_store_ram_init(&lab.store, &lab.port);
  lab.store.now_ms = LAB_START_MS;
  lab.options.directory = NULL;
  sotto *profile = lab_open(&lab);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  save_up(&lab, profile, 3);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  if (number % 3 == 0) lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  cr_assert_eq(sotto_question_answer(profile, preview_mindset(profile).id), SOTTO_OK);
  cr_assert_eq(sotto_outbox_each(profile, carry, bag), SOTTO_OK);
  sotto_close(profile);
}

Test(thread, a_fleets_estimate_covers_the_truth) {
  lab_world lab;
  sotto_collector_question question;
  sotto_share shares[BUCKETS];
  lab_begin(&lab);
  allow_contributing(&lab);
  lab_build_pack(&lab, NULL);
  mailbag bag = {.collector = open_collector(&lab)};
  for (int i = 0; i < DEVICES; i++) run_device(&lab, i, &bag);
  cr_assert_eq(bag.reports, (uint64_t)DEVICES);
  cr_assert_eq(sotto_collector_question_get(bag.collector, 0, &question), SOTTO_OK);
  cr_assert_eq(question.mechanism.buckets, (uint32_t)BUCKETS);
  sotto_tally tally = {bag.counts, bag.reports};
  cr_assert_eq(sotto_estimate_shares(&question.mechanism, &tally, NULL, shares), SOTTO_OK);
  double truth[BUCKETS] = {0};
  truth[1 + SOTTO_MINDSET_CURIOUS] = 2.0 / 3;
  truth[1 + SOTTO_MINDSET_FOCUSED] = 1.0 / 3;
  for (int i = 0; i < BUCKETS; i++) {
    double off = shares[i].share - truth[i];
    cr_assert(off < 5 * shares[i].error && -off < 5 * shares[i].error,
              "bucket %d: %.3f, truth %.3f, standard error %.3f", i, shares[i].share, truth[i],
              shares[i].error);
  }
  sotto_collector_close((sotto_collector *)(uintptr_t)bag.collector);
  lab_end(&lab);
}

Test(thread, contributing_off_lets_nothing_leave) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  save_up(&lab, profile, 3);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  shown seen = preview_mindset(profile);
  cr_assert_eq(seen.state, SOTTO_QUESTION_OFF);
  cr_assert_eq(sotto_question_answer(profile, seen.id), SOTTO_E_DENIED);
  mailbag bag = {0};
  cr_assert_eq(sotto_outbox_each(profile, carry, &bag), SOTTO_OK);
  cr_assert_eq(bag.reports, 0u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(thread, withdrawing_contribute_deletes_held_reports_and_keeps_the_budget_spent) {
  lab_world lab;
  sotto_budget before;
  sotto_budget after;
  lab_begin(&lab);
  allow_contributing(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  save_up(&lab, profile, 3);
  cr_assert_eq(sotto_question_answer(profile, preview_mindset(profile).id), SOTTO_OK);
  cr_assert_eq(sotto_budget_get(profile, &before), SOTTO_OK);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  mailbag bag = {0};
  cr_assert_eq(sotto_outbox_each(profile, carry, &bag), SOTTO_OK);
  cr_assert_eq(bag.reports, 0u);
  cr_assert_eq(sotto_budget_get(profile, &after), SOTTO_OK);
  cr_assert_eq(after.spent_micro, before.spent_micro);
  cr_assert_eq(after.balance_micro, before.balance_micro);
  cr_assert(before.spent_micro > 0);
  sotto_close(profile);
  lab_end(&lab);
}
