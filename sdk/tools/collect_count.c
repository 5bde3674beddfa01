/*
 * Counts by question and epoch ("bins"), kept until they are added to the store.
 */
#include "tools/collect_count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BINS_MAX 4096u
#define SIGHTS_MAX 8192u

const so_fate_words so_fates[SO_FATES] = {
    {"accepted", "accepted", "counted"},
    {"duplicate", "duplicate", "counted before, or twice here"},
    {"wrong_question", "wrong question", "not a question of this pack"},
    {"wrong_epoch", "wrong epoch", "before the pack was made or after it ended"},
    {"tampered", "tampered", "changed, moved, or sealed to another key"},
    {"malformed", "malformed", "not a report of this format"},
};

so_fate so_fate_of(sotto_status status) {
  switch (status) {
  case SOTTO_OK: return SO_FATE_ACCEPTED;
  case SOTTO_E_MISSING: return SO_FATE_QUESTION;
  case SOTTO_E_EXPIRED: return SO_FATE_EPOCH;
  case SOTTO_E_TAMPERED: return SO_FATE_TAMPERED;
  default: return SO_FATE_MALFORMED;
  }
}

typedef struct bin {
  uint32_t index;
  uint32_t epoch;
  int64_t number; /* the store's of the question: packs may list questions in another order */
  uint64_t reports;
  uint64_t *counts;
} bin;

struct so_counter {
  const sotto_collector *collector;
  so_store_question *questions;
  bin bins[BINS_MAX];
  uint32_t bin_count;
  size_t sight_count;
  so_store_sight sights[SIGHTS_MAX];
  so_read_report *seen[SIGHTS_MAX];
  uint8_t fresh[SIGHTS_MAX];
};

sotto_status so_counter_new(const sotto_collector *collector, so_counter **ret_counter) {
  so_counter *counter = calloc(1, sizeof *counter);
  if (!counter) return SOTTO_E_MEMORY;
  counter->collector = collector;
  counter->questions = calloc(sotto_collector_count(collector) + 1, sizeof *counter->questions);
  if (!counter->questions) {
    free(counter);
    return SOTTO_E_MEMORY;
  }
  *ret_counter = counter;
  return SOTTO_OK;
}

void so_counter_reset(so_counter *counter) {
  for (uint32_t i = 0; i < counter->bin_count; i++) free(counter->bins[i].counts);
  counter->bin_count = 0;
  counter->sight_count = 0;
}

void so_counter_free(so_counter *counter) {
  if (!counter) return;
  so_counter_reset(counter);
  free(counter->questions);
  free(counter);
}

/* Keeps what the pack says of one question. */
static sotto_status put_question(so_counter *counter, so_store *store, uint32_t index) {
  sotto_collector_question from;
  sotto_status status = sotto_collector_question_get(counter->collector, index, &from);
  if (status != SOTTO_OK) return status;
  so_store_question *question = &counter->questions[index];
  *question = (so_store_question){
      .kind = from.kind, .minimum_batch = from.minimum_batch, .mechanism = from.mechanism};
  memcpy(question->content, from.content, sizeof question->content);
  (void)snprintf(question->name, sizeof question->name, "%.*s", (int)from.name.size,
                 from.name.data);
  status = so_store_put_question(store, question);
  for (uint32_t i = 0; status == SOTTO_OK && i < from.mechanism.buckets; i++) {
    sotto_bucket_label label;
    status = sotto_collector_label(counter->collector, index, i, &label);
    if (status == SOTTO_OK) status = so_store_put_label(store, question->number, i, &label);
  }
  return status;
}

sotto_status so_counter_put_pack(so_counter *counter, so_store *store, sotto_bytes trusted) {
  char name[SOTTO_LABEL_SIZE];
  double weights[SOTTO_MINDSETS];
  sotto_text brand = sotto_collector_brand(counter->collector);
  (void)snprintf(name, sizeof name, "%.*s", (int)brand.size, brand.data);
  sotto_collector_weights(counter->collector, weights);
  sotto_status status = so_store_begin(store);
  if (status == SOTTO_OK) status = so_store_put_brand(store, name, trusted);
  if (status == SOTTO_OK) status = so_store_put_weights(store, weights);
  for (uint32_t i = 0; status == SOTTO_OK && i < sotto_collector_count(counter->collector); i++)
    status = put_question(counter, store, i);
  if (status == SOTTO_OK) status = so_store_commit(store);
  if (status != SOTTO_OK) so_store_undo(store);
  return status;
}

static bin *bin_of(so_counter *counter, const sotto_answer *answer) {
  for (uint32_t i = counter->bin_count; i-- > 0;)
    if (counter->bins[i].index == answer->index && counter->bins[i].epoch == answer->epoch)
      return &counter->bins[i];
  if (counter->bin_count == BINS_MAX) return NULL;
  bin *fresh = &counter->bins[counter->bin_count];
  *fresh = (bin){.index = answer->index,
                 .epoch = answer->epoch,
                 .number = counter->questions[answer->index].number};
  fresh->counts = calloc(counter->questions[answer->index].mechanism.cells, sizeof *fresh->counts);
  if (!fresh->counts) return NULL;
  counter->bin_count++;
  return fresh;
}

static sotto_status count_answer(so_counter *counter, const sotto_answer *answer) {
  bin *where = bin_of(counter, answer);
  if (!where) return SOTTO_E_MEMORY;
  where->reports++;
  for (uint32_t i = 0; i < answer->count; i++) where->counts[answer->cells[i]]++;
  return SOTTO_OK;
}

sotto_status so_counter_settle(so_counter *counter, so_store *store) {
  const size_t count = counter->sight_count;
  counter->sight_count = 0;
  sotto_status status = so_store_see(store, counter->sights, count, counter->fresh);
  for (size_t i = 0; status == SOTTO_OK && i < count; i++) {
    if (counter->fresh[i])
      status = count_answer(counter, &counter->seen[i]->answer);
    else
      counter->seen[i]->fate = SO_FATE_DUPLICATE;
  }
  return status;
}

sotto_status so_counter_see(so_counter *counter, so_store *store, so_read_report *inout_reports,
                            size_t count) {
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; status == SOTTO_OK && i < count; i++) {
    so_read_report *report = &inout_reports[i];
    if (report->fate != SO_FATE_ACCEPTED) continue;
    so_store_sight *sight = &counter->sights[counter->sight_count];
    sight->question = counter->questions[report->answer.index].number;
    sight->epoch = report->answer.epoch;
    memcpy(sight->report, report->answer.report, sizeof sight->report);
    counter->seen[counter->sight_count++] = report;
    if (counter->sight_count == SIGHTS_MAX) status = so_counter_settle(counter, store);
  }
  return status;
}

static int by_question(const void *a, const void *b) {
  const bin *one = a, *other = b;
  if (one->number != other->number) return one->number < other->number ? -1 : 1;
  return (one->epoch > other->epoch) - (one->epoch < other->epoch);
}

sotto_status so_counter_add(so_counter *counter, so_store *store) {
  sotto_status status = so_counter_settle(counter, store);
  qsort(counter->bins, counter->bin_count, sizeof *counter->bins, by_question);
  for (uint32_t i = 0; status == SOTTO_OK && i < counter->bin_count; i++) {
    const bin *from = &counter->bins[i];
    sotto_tally tally = {.counts = from->counts, .reports = from->reports};
    status = so_store_add(store, &counter->questions[from->index], from->epoch, &tally);
  }
  if (status == SOTTO_OK) so_counter_reset(counter);
  return status;
}
