/*
 * Pair counts over the popularity of both sides. Where an item has few partners of its own, what
 * the catalogue says of it fills the row up, below what people did.
 */
#include "brand/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "brand/content_neighbours.h"

#define OWN_EXPONENT 0.5
/** Rows with fewer partners are filled up from the catalogue. */
#define FEW 20
/** Partners the catalogue alone can give: the device finds the rest by itself. */
#define CONTENT_MAX 32
/** A catalogue neighbour counts at most this share of the usual best partner. */
#define CONTENT_SHARE 0.2f
/** Imagined buyers that damp rare complements. */
#define COMPLEMENT_SHRINK 10.0
#define COMPLEMENT_LEAST 2.0f

void so_statistics_init(so_statistics *ret_statistics) {
  *ret_statistics = (so_statistics){.people = so_array_of(sizeof(uint32_t)),
                                    .neighbour_rows = so_array_of(sizeof(so_pack_row)),
                                    .neighbours = so_array_of(sizeof(so_pack_edge)),
                                    .complement_rows = so_array_of(sizeof(so_pack_row)),
                                    .complements = so_array_of(sizeof(so_pack_edge)),
                                    .shares = so_array_of(sizeof(so_estimated)),
                                    .baselines = so_array_of(sizeof(so_estimated)),
                                    .repeats = so_array_of(sizeof(so_pack_repeat)),
                                    .vectors = so_array_of(1),
                                    .vector_info = so_array_of(sizeof(so_pack_vectors)),
                                    .moments = so_array_of(sizeof(so_pack_moment)),
                                    .arms = so_array_of(sizeof(so_arm_statistic)),
                                    .recipe = so_recipe_default()};
}

void so_statistics_free(so_statistics *statistics) {
  so_array_free(&statistics->people);
  so_array_free(&statistics->neighbour_rows);
  so_array_free(&statistics->neighbours);
  so_array_free(&statistics->complement_rows);
  so_array_free(&statistics->complements);
  so_array_free(&statistics->shares);
  so_array_free(&statistics->baselines);
  so_array_free(&statistics->repeats);
  so_array_free(&statistics->vectors);
  so_array_free(&statistics->moments);
  so_array_free(&statistics->arms);
  so_array_free(&statistics->vector_info);
}

static uint32_t item_of(void *context, sotto_text id) {
  const so_learning *run = context;
  return so_catalogue_find_item(run->catalogue, id);
}

/** Holds a user or its last step out, or learns what comes. */
static void take(void *context, const so_logged *events, size_t count, int again) {
  so_learning *run = context;
  so_held_user released = {NULL, 0, 0, 0};
  so_held_user user = {(so_logged *)(uintptr_t)events, count, 0, 0};
  if (!again) run->number++;
  if (!again) so_repeat_learner_next(&run->repeats);
  if (!again) so_moment_learner_next(&run->moments);
  so_moment_learner_take(&run->moments, run->catalogue, events, count);
  so_repeat_learner_take(&run->repeats, run->catalogue, events, count);
  if (again || !so_held_out_take(&run->held, run->number, &user, &released))
    so_pair_learner_take(&run->counts, events, count, again);
  else if (user.learnt)
    so_pair_learner_take(&run->counts, events, user.learnt, 0);
  if (released.count)
    so_pair_learner_resume(&run->counts, released.events, released.count, released.learnt);
  free(released.events);
}

static sotto_status read_log(so_learning *run, const char *path) {
  so_event_counts counts;
  so_event_log log = {path, run, item_of, take};
  sotto_status status = so_event_log_read(&log, run->catalogue->findings, &counts);
  if (status) return status;
  so_pair_learner_settle(&run->counts);
  run->events = counts.events;
  run->users = counts.users;
  if (run->counts.pairs.failed || run->counts.baskets.failed || run->held.failed ||
      run->repeats.counts.failed || run->moments.counts.failed)
    return SOTTO_E_MEMORY;
  uint64_t dropped = run->counts.pairs.dropped + run->counts.baskets.dropped;
  so_place place = {path, 0, {NULL, 0}};
  if (dropped) {
    so_find(run->catalogue->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_EVENTS), place},
            "%llu of the rarest item pairs were dropped to stay within memory",
            (unsigned long long)dropped);
  }
  return SOTTO_OK;
}

sotto_status so_learning_read(so_learning *ret_learning, const so_catalogue *catalogue,
                              const char *path) {
  memset(ret_learning, 0, sizeof *ret_learning);
  ret_learning->catalogue = catalogue;
  so_repeat_learner_init(&ret_learning->repeats);
  so_moment_learner_init(&ret_learning->moments);
  sotto_status status = so_pair_learner_init(&ret_learning->counts, catalogue->items.count);
  return !status && path ? read_log(ret_learning, path) : status;
}

void so_learning_release(so_learning *learning) {
  for (size_t n = 0; n < learning->held.count; n++) {
    const so_held_user *user = &learning->held.users[n];
    so_pair_learner_resume(&learning->counts, user->events, user->count, user->learnt);
  }
  so_held_out_free(&learning->held);
  so_pair_learner_settle(&learning->counts);
}

void so_learning_free(so_learning *learning) {
  so_pair_learner_free(&learning->counts);
  so_held_out_free(&learning->held);
  so_repeat_learner_free(&learning->repeats);
  so_moment_learner_free(&learning->moments);
}

/** Rows under way. */
typedef struct making {
  const so_learning *learning;
  so_statistics *statistics;
  const uint8_t *wanted;
  so_partner_runs runs;
  so_content *content;
  double *divisors; /* per item as a partner */
  float most;       /* weight of a perfect likeness */
} making;

/** Counts to weights; gives the best of them. */
static float normalize(const making *run, uint32_t item, so_partner *partners, size_t count) {
  double own = pow(run->learning->counts.people[item] + 1.0, OWN_EXPONENT);
  float best = 0;
  for (size_t n = 0; n < count; n++) {
    partners[n].weight = (float)(partners[n].weight / (own * run->divisors[partners[n].item]));
    if (partners[n].weight > best) best = partners[n].weight;
  }
  return best;
}

static so_partner *run_of(const making *run, uint32_t item, size_t *ret_count) {
  *ret_count = (size_t)(run->runs.starts[item + 1] - run->runs.starts[item]);
  return run->runs.partners + run->runs.starts[item];
}

/** All counts to weights; mean of the best weight of all rows that have one, 0 without any. */
static float usual_best(const making *run) {
  double sum = 0;
  size_t rows = 0, count;
  for (uint32_t item = 0; item < run->learning->catalogue->items.count; item++) {
    so_partner *partners = run_of(run, item, &count);
    float best = normalize(run, item, partners, count);
    if (best > 0) sum += best, rows++;
  }
  return rows ? (float)(sum / (double)rows) : 0;
}

/** Fills a row up with catalogue neighbours it lacks; gives the new count, sorted. */
static size_t fill_up(const making *run, uint32_t item, so_partner *row, size_t count) {
  so_partner *alike;
  size_t have = count, found = so_content_neighbours(run->content, item, CONTENT_MAX, &alike);
  for (size_t n = 0; n < found && count < CONTENT_MAX; n++) {
    size_t place = 0;
    while (place < have && row[place].item != alike[n].item) place++;
    if (place == have) row[count++] = (so_partner){alike[n].item, alike[n].weight * run->most};
  }
  return so_edge_rows_best(row, count, SO_NEIGHBOURS_MAX);
}

static void add_row(making *run, uint32_t item) {
  so_statistics *statistics = run->statistics;
  so_partner row[SO_NEIGHBOURS_MAX];
  size_t count = 0;
  if (!run->wanted || run->wanted[item]) {
    so_partner *partners = run_of(run, item, &count);
    count = so_edge_rows_best(partners, count, SO_NEIGHBOURS_MAX);
    memcpy(row, partners, count * sizeof *row);
    if (count < FEW) count = fill_up(run, item, row, count);
  }
  so_edge_rows_add(&statistics->neighbour_rows, &statistics->neighbours, row, count);
}

static sotto_status add_neighbours(making *run) {
  const so_catalogue *catalogue = run->learning->catalogue;
  uint32_t items = (uint32_t)catalogue->items.count;
  const so_recipe *recipe = &run->statistics->recipe;
  sotto_status status =
      so_pair_table_runs(&run->learning->counts.pairs, items, recipe->reverse, &run->runs);
  if (status) return status;
  for (uint32_t item = 0; item < items; item++)
    run->divisors[item] =
        pow(run->learning->counts.people[item] + 1.0, (double)recipe->partner_exponent);
  float best = usual_best(run);
  run->most = best > 0 ? best * CONTENT_SHARE : 1;
  for (uint32_t item = 0; item < items; item++) {
    add_row(run, item);
    if (!run->wanted && item % 1024 == 0)
      so_find_progress(catalogue->findings, "making neighbours", item, items);
  }
  return SOTTO_OK;
}

sotto_status so_statistics_neighbours(so_statistics *statistics, const so_learning *learning,
                                      const uint8_t *wanted) {
  making run = {.learning = learning, .statistics = statistics, .wanted = wanted};
  so_array_resize(&statistics->neighbour_rows, 0);
  so_array_resize(&statistics->neighbours, 0);
  run.divisors = calloc(learning->catalogue->items.count, sizeof *run.divisors);
  run.content = so_content_new(learning->catalogue);
  sotto_status status = run.divisors && run.content ? SOTTO_OK : SOTTO_E_MEMORY;
  if (!status) status = add_neighbours(&run);
  so_content_free(run.content);
  free(run.divisors);
  so_partner_runs_free(&run.runs);
  so_edge_rows_cut(&statistics->neighbour_rows, &statistics->neighbours, SO_NEIGHBOURS_MEAN);
  return status;
}

/** Co-purchases over what chance would give, damped for the rare (shrunken cosine). */
static size_t complement(const uint32_t *buyers, uint32_t item, so_partner *partners,
                         size_t count) {
  size_t kept = 0;
  for (size_t n = 0; n < count; n++) {
    if (partners[n].weight < COMPLEMENT_LEAST) continue;
    double own = buyers[item] + COMPLEMENT_SHRINK;
    double other = buyers[partners[n].item] + COMPLEMENT_SHRINK;
    partners[kept] = partners[n];
    partners[kept++].weight = (float)(partners[n].weight / sqrt(own * other));
  }
  return so_edge_rows_best(partners, kept, SO_COMPLEMENTS_MAX);
}

static sotto_status add_complements(so_statistics *statistics, const so_learning *learning) {
  making run = {.learning = learning};
  uint32_t items = (uint32_t)learning->catalogue->items.count;
  if (learning->counts.baskets.count == 0) return SOTTO_OK;
  sotto_status status = so_pair_table_runs(&learning->counts.baskets, items, 1, &run.runs);
  if (status) return status;
  for (uint32_t item = 0; item < items; item++) {
    size_t count;
    so_partner *partners = run_of(&run, item, &count);
    count = complement(learning->counts.buyers, item, partners, count);
    so_edge_rows_add(&statistics->complement_rows, &statistics->complements, partners, count);
  }
  so_partner_runs_free(&run.runs);
  so_edge_rows_cut(&statistics->complement_rows, &statistics->complements, SO_COMPLEMENTS_MEAN);
  return SOTTO_OK;
}

sotto_status so_statistics_make(so_statistics *statistics, const so_learning *learning,
                                const uint8_t *wanted) {
  size_t items = learning->catalogue->items.count;
  so_array_resize(&statistics->people, 0);
  so_array_append(&statistics->people, learning->counts.people, items);
  so_array_resize(&statistics->complement_rows, 0);
  so_array_resize(&statistics->complements, 0);
  statistics->users = learning->counts.user;
  statistics->events = learning->events;
  so_repeat_learner_shares(&learning->repeats, &statistics->repeats);
  so_moment_learner_rows(&learning->moments, &statistics->moments);
  sotto_status status = so_statistics_neighbours(statistics, learning, wanted);
  if (!status) status = add_complements(statistics, learning);
  return status;
}
