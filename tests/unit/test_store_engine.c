/*
 * What a collector's store promises, whichever engine is behind it: counts add up once, over
 * closing, undoing and repeating.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/store.h"

#define CELLS 4u
#define EPOCH 2960u

static char folder[64], place[128];

static void set_up(void) {
  (void)snprintf(folder, sizeof folder, "/tmp/sotto-store.XXXXXX");
  cr_assert_not_null(mkdtemp(folder));
  (void)snprintf(place, sizeof place, "%s/reports.db", folder);
}

static void tear_down(void) {
  (void)unlink(place);
  cr_assert_eq(rmdir(folder), 0, "nothing is left beside the store");
}

TestSuite(store_engine, .init = set_up, .fini = tear_down);

static so_store *open_store(so_store_mode mode) {
  so_store *store = NULL;
  cr_assert_eq(so_store_open(&store, place, mode), SOTTO_OK);
  return store;
}

static so_store_question question_named(const char *name) {
  so_store_question question = {.kind = SOTTO_ASKS_MINDSET, .minimum_batch = 10};
  (void)snprintf(question.name, sizeof question.name, "%s", name);
  (void)snprintf((char *)question.content, sizeof question.content, "%s", name);
  question.mechanism = (sotto_mechanism){.struct_size = sizeof question.mechanism,
                                         .kind = SOTTO_MECHANISM_SUBSET,
                                         .buckets = CELLS,
                                         .cells = CELLS,
                                         .size = 1,
                                         .report_bytes = 1,
                                         .threshold = UINT64_C(1) << 63,
                                         .odds_numerator = UINT64_MAX,
                                         .odds_denominator = 7,
                                         .epsilon_micro = 1000000};
  return question;
}

static so_store_question put_question(so_store *store, const char *name) {
  so_store_question question = question_named(name);
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_put_question(store, &question), SOTTO_OK);
  cr_assert_eq(so_store_commit(store), SOTTO_OK);
  return question;
}

static uint64_t reports_of(so_store *store, const so_store_question *question, uint32_t epoch) {
  so_store_extent extent;
  cr_assert_eq(so_store_extent_of(store, question->number, epoch, &extent), SOTTO_OK);
  return extent.reports;
}

/* Puts a batch of counts 1, 2, 3, 4 in a transaction of its own. */
static int put_batch(so_store *store, const so_store_question *question, uint8_t id,
                     uint32_t epoch) {
  const uint64_t counts[CELLS] = {1, 2, 3, 4};
  const sotto_tally added = {.counts = counts, .reports = 10};
  const so_store_batch batch = {.id = {id}, .epoch = epoch, .added = &added};
  int is_new = -1;
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_put_batch(store, question, &batch, &is_new), SOTTO_OK);
  cr_assert_eq(so_store_commit(store), SOTTO_OK);
  return is_new;
}

Test(store_engine, a_batch_counts_once_whenever_it_is_put_again) {
  so_store *store = open_store(SO_STORE_WRITE);
  const so_store_question question = put_question(store, "one");
  uint64_t counts[CELLS];
  cr_assert_eq(put_batch(store, &question, 1, EPOCH), 1);
  cr_assert_eq(put_batch(store, &question, 1, EPOCH), 0);
  cr_assert_eq(put_batch(store, &question, 1, EPOCH + 1), 0, "nor in another epoch");
  so_store_close(store);
  store = open_store(SO_STORE_WRITE);
  cr_assert_eq(put_batch(store, &question, 1, EPOCH), 0, "nor after closing");
  cr_assert_eq(put_batch(store, &question, 2, EPOCH), 1, "another batch adds to it");
  cr_assert_eq(reports_of(store, &question, SO_STORE_EVERY_EPOCH), 20);
  cr_assert_eq(so_store_counts(store, &question, EPOCH, counts), SOTTO_OK);
  for (uint32_t i = 0; i < CELLS; i++) cr_assert_eq(counts[i], 2 * (i + 1));
  so_store_close(store);
}

Test(store_engine, batches_of_two_questions_may_have_one_id) {
  so_store *store = open_store(SO_STORE_WRITE);
  const so_store_question one = put_question(store, "one"), other = put_question(store, "other");
  cr_assert_eq(put_batch(store, &one, 1, EPOCH), 1);
  cr_assert_eq(put_batch(store, &other, 1, EPOCH), 1);
  cr_assert_eq(reports_of(store, &other, EPOCH), 10);
  so_store_close(store);
}

Test(store_engine, a_batch_that_is_not_committed_is_as_if_never_put) {
  const uint64_t counts[CELLS] = {1, 2, 3, 4};
  const sotto_tally added = {.counts = counts, .reports = 10};
  const so_store_batch batch = {.id = {1}, .epoch = EPOCH, .added = &added};
  int is_new = 0;
  so_store *store = open_store(SO_STORE_WRITE);
  const so_store_question question = put_question(store, "one");
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_put_batch(store, &question, &batch, &is_new), SOTTO_OK);
  cr_assert_eq(is_new, 1);
  so_store_close(store);
  store = open_store(SO_STORE_WRITE);
  cr_assert_eq(reports_of(store, &question, EPOCH), 0);
  cr_assert_eq(put_batch(store, &question, 1, EPOCH), 1);
  so_store_close(store);
}
