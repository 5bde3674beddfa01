/* The pack says which items there are and what the questions' hashes are; no secret is needed. */
#include "tools/learn_groups.h"

#include <stdlib.h>
#include <string.h>

#include "tools/collect_file.h"
#include "tools/key_file.h"
#include "tools/store.h"

#define KEY_SIZE 32
#define NOWHERE UINT32_MAX

typedef struct grouping {
  sotto_collector *collector;
  sotto_learner *learner;
  so_store *store;
  const so_collect_options *options;
} grouping;

int so_learn_open(const so_collect_options *options, sotto_collector **ret_collector) {
  uint8_t trusted[KEY_SIZE];
  sotto_collector_options with;
  sotto_bytes pack = {NULL, 0};
  const char *trust = options->trust;
  sotto_status status = so_key_file_public(trust, "signing_key", trusted);
  if (status != SOTTO_OK) return so_collect_fail(trust, status);
  status = so_collect_read_file(options->pack, &pack);
  if (status != SOTTO_OK) return so_collect_fail(options->pack, status);
  sotto_collector_options_init(&with);
  with.pack = pack;
  with.trust = (sotto_bytes){trusted, sizeof trusted};
  status = sotto_collector_open(&with, ret_collector);
  free((void *)pack.data);
  return status == SOTTO_OK ? SO_EXIT_DONE : so_collect_fail(options->pack, status);
}

/* The pack's number of a stored question; the same content asks the same. */
static uint32_t find(const grouping *run, const so_store_question *stored) {
  for (uint32_t n = 0; n < sotto_collector_count(run->collector); n++) {
    sotto_collector_question asked;
    if (sotto_collector_question_get(run->collector, n, &asked) == SOTTO_OK &&
        memcmp(asked.content, stored->content, sizeof asked.content) == 0 &&
        asked.mechanism.cells == stored->mechanism.cells)
      return n;
  }
  return NOWHERE;
}

static sotto_status add_epoch(const grouping *run, const so_store_question *stored, uint32_t epoch,
                              uint64_t *counts) {
  so_store_extent extent;
  sotto_status status = so_store_extent_of(run->store, stored->number, epoch, &extent);
  if (status != SOTTO_OK || !extent.reports) return status;
  status = so_store_counts(run->store, stored, epoch, counts);
  const sotto_tally tally = {counts, extent.reports};
  return status == SOTTO_OK ? sotto_learner_add(run->learner, find(run, stored), epoch, &tally)
                            : status;
}

static sotto_status add_question(const grouping *run, const so_store_question *stored) {
  so_store_extent extent;
  if (stored->kind != SOTTO_ASKS_ITEM && stored->kind != SOTTO_ASKS_PAIR) return SOTTO_OK;
  if (find(run, stored) == NOWHERE) return SOTTO_OK;
  sotto_status status =
      so_store_extent_of(run->store, stored->number, run->options->epoch, &extent);
  if (status != SOTTO_OK || !extent.reports) return status;
  uint64_t *counts = calloc(stored->mechanism.cells, sizeof *counts);
  if (!counts) return SOTTO_E_MEMORY;
  for (uint32_t epoch = extent.first_epoch; status == SOTTO_OK && epoch <= extent.last_epoch;
       epoch++)
    status = add_epoch(run, stored, epoch, counts);
  free(counts);
  return status;
}

static sotto_status add_all(const grouping *run) {
  for (uint32_t index = 0;; index++) {
    so_store_question stored;
    sotto_status status = so_store_question_at(run->store, index, &stored);
    if (status == SOTTO_E_MISSING) return SOTTO_OK;
    if (status == SOTTO_OK) status = add_question(run, &stored);
    if (status != SOTTO_OK) return status;
  }
}

static int is_one_line(sotto_text text) {
  for (size_t n = 0; n < text.size; n++)
    if (strchr("\t\r\n", text.data[n])) return 0;
  return 1;
}

static uint32_t write_row(void *context, const sotto_learnt *learnt) {
  so_group_rows *to = context;
  int is_pair = learnt->other.size > 0;
  if (!is_one_line(learnt->item) || !is_one_line(learnt->other)) return 0;
  fprintf(to->file, "%s\t%.*s\t%.*s\t%.9g\t%.9g\n", learnt->kind, (int)learnt->item.size,
          learnt->item.data, (int)learnt->other.size, is_pair ? learnt->other.data : "",
          learnt->value, learnt->error);
  to->pairs += is_pair;
  to->popularity += !is_pair;
  return 0;
}

int so_learn_groups(const so_collect_options *options, so_group_rows *inout_rows) {
  grouping run = {.options = options};
  int outcome = so_learn_open(options, &run.collector);
  sotto_status status = SOTTO_OK;
  if (outcome == SO_EXIT_DONE) status = sotto_learner_open(run.collector, &run.learner);
  if (outcome == SO_EXIT_DONE && status == SOTTO_OK)
    status = so_store_open(&run.store, options->db, SO_STORE_READ);
  if (outcome == SO_EXIT_DONE && status == SOTTO_OK) status = add_all(&run);
  so_store_close(run.store); /* before what takes long: others write to it */
  if (outcome == SO_EXIT_DONE && status == SOTTO_OK)
    status = sotto_learner_each(run.learner, write_row, inout_rows);
  sotto_learner_close(run.learner);
  sotto_collector_close(run.collector);
  return status == SOTTO_OK ? outcome : so_collect_fail(options->db, status);
}
