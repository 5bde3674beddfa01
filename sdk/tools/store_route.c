/*
 * The collector's store: finds the engine for a place and hands every call on to it. What engines
 * keep in the same words (mechanisms and weights as text) is written and read here.
 */
#include "tools/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tools/store_engine.h"

struct so_store {
  const so_store_engine *engine;
  void *state;
};

int so_store_is_server(const char *place) {
  return strncmp(place, "postgresql://", 13) == 0 || strncmp(place, "postgres://", 11) == 0;
}

/* What follows the last @ and is no parameter. Where a password stands elsewhere: nothing of it. */
void so_store_shown(const char *place, char ret_words[SO_STORE_SHOWN_SIZE]) {
  const char *host = NULL;
  size_t size = strlen(place);
  if (!so_store_is_server(place)) {
    (void)snprintf(ret_words, SO_STORE_SHOWN_SIZE, "%s", place);
    return;
  }
  for (size_t at = 0; at < size; at++)
    if (strncasecmp(place + at, "password", 8) == 0) size = 0;
  host = size ? strrchr(place, '@') : NULL;
  if (!host && size) host = strstr(place, "//") + 1;
  (void)snprintf(ret_words, SO_STORE_SHOWN_SIZE, "postgresql://%.*s",
                 host ? (int)strcspn(host + 1, "?") : 0, host ? host + 1 : "");
}

static const so_store_engine *engine_of(const char *place) {
  if (!so_store_is_server(place)) return &so_store_sqlite;
#ifdef SOTTO_WITH_POSTGRES
  return &so_store_postgres;
#else
  return NULL;
#endif
}

sotto_status so_store_open(so_store **ret_store, const char *place, so_store_mode mode) {
  const so_store_engine *engine = engine_of(place);
  if (!engine) return SOTTO_E_LIMIT;
  so_store *store = calloc(1, sizeof *store);
  if (!store) return SOTTO_E_MEMORY;
  store->engine = engine;
  sotto_status status = engine->open(&store->state, place, mode);
  if (status == SOTTO_OK)
    *ret_store = store;
  else
    free(store);
  return status;
}

void so_store_close(so_store *store) {
  if (store) store->engine->close(store->state);
  free(store);
}

sotto_status so_store_begin(so_store *store) {
  return store->engine->begin(store->state);
}

sotto_status so_store_commit(so_store *store) {
  return store->engine->commit(store->state);
}

void so_store_undo(so_store *store) {
  store->engine->undo(store->state);
}

sotto_status so_store_put_brand(so_store *store, const char *name, sotto_bytes key) {
  return store->engine->put_brand(store->state, name, key);
}

sotto_status so_store_brand(so_store *store, char ret_name[SOTTO_LABEL_SIZE]) {
  return store->engine->brand(store->state, ret_name);
}

sotto_status so_store_put_weights(so_store *store, const double weights[SOTTO_MINDSETS]) {
  return store->engine->put_weights(store->state, weights);
}

sotto_status so_store_weights(so_store *store, double ret_weights[SOTTO_MINDSETS]) {
  return store->engine->weights(store->state, ret_weights);
}

sotto_status so_store_put_question(so_store *store, so_store_question *inout_question) {
  return store->engine->put_question(store->state, inout_question);
}

sotto_status so_store_put_label(so_store *store, int64_t question, uint32_t bucket,
                                const sotto_bucket_label *label) {
  return store->engine->put_label(store->state, question, bucket, label);
}

sotto_status so_store_see(so_store *store, const so_store_sight *sights, size_t count,
                          uint8_t *ret_new) {
  return store->engine->see(store->state, sights, count, ret_new);
}

sotto_status so_store_add(so_store *store, const so_store_question *question, uint32_t epoch,
                          const sotto_tally *added) {
  return store->engine->add(store->state, question, epoch, added);
}

sotto_status so_store_put_batch(so_store *store, const so_store_question *question,
                                const so_store_batch *batch, int *ret_new) {
  return store->engine->put_batch(store->state, question, batch, ret_new);
}

sotto_status so_store_question_at(so_store *store, uint32_t index,
                                  so_store_question *ret_question) {
  return store->engine->question_at(store->state, index, ret_question);
}

sotto_status so_store_label(so_store *store, int64_t question, uint32_t bucket,
                            sotto_bucket_label *ret_label) {
  return store->engine->label(store->state, question, bucket, ret_label);
}

sotto_status so_store_counts(so_store *store, const so_store_question *question, uint32_t epoch,
                             uint64_t *ret_counts) {
  return store->engine->counts(store->state, question, epoch, ret_counts);
}

sotto_status so_store_extent_of(so_store *store, int64_t question, uint32_t epoch,
                                so_store_extent *ret_extent) {
  return store->engine->extent_of(store->state, question, epoch, ret_extent);
}

void so_store_write_mechanism(const sotto_mechanism *m, char ret_text[SO_STORE_MECHANISM_SIZE]) {
  (void)snprintf(ret_text, SO_STORE_MECHANISM_SIZE, "%u %u %u %u %u %u %u %llu %llu %llu", m->kind,
                 m->buckets, m->size, m->prime, m->dimension, m->cells, m->report_bytes,
                 (unsigned long long)m->threshold, (unsigned long long)m->odds_numerator,
                 (unsigned long long)m->odds_denominator);
}

sotto_status so_store_read_mechanism(const char *text, sotto_mechanism *ret_mechanism) {
  unsigned long long threshold, numerator, denominator;
  sotto_mechanism m = {.struct_size = sizeof m};
  if (!text ||
      sscanf(text, "%u %u %u %u %u %u %u %llu %llu %llu", &m.kind, &m.buckets, &m.size, &m.prime,
             &m.dimension, &m.cells, &m.report_bytes, &threshold, &numerator, &denominator) != 10)
    return SOTTO_E_CORRUPT;
  if (m.buckets < 2 || m.buckets > SO_STORE_BUCKETS_MAX || m.cells < m.buckets ||
      m.cells > SO_STORE_CELLS_MAX)
    return SOTTO_E_CORRUPT;
  m.threshold = threshold;
  m.odds_numerator = numerator;
  m.odds_denominator = denominator;
  *ret_mechanism = m;
  return SOTTO_OK;
}

void so_store_write_weights(const double weights[SOTTO_MINDSETS],
                            char ret_text[SO_STORE_WEIGHTS_SIZE]) {
  for (size_t n = 0, size = 0; n < SOTTO_MINDSETS; n++)
    size += (size_t)snprintf(ret_text + size, SO_STORE_WEIGHTS_SIZE - size, "%.9g ", weights[n]);
}

void so_store_read_weights(const char *text, double ret_weights[SOTTO_MINDSETS]) {
  static const double own[] = SOTTO_EMPATHY_WEIGHTS;
  double w[SOTTO_MINDSETS];
  memcpy(ret_weights, own, sizeof own);
  if (text &&
      sscanf(text, "%lf %lf %lf %lf %lf %lf", &w[0], &w[1], &w[2], &w[3], &w[4], &w[5]) == 6)
    memcpy(ret_weights, w, sizeof w);
}
