/*
 * Windowed ordered pair counts (window 10, weight .8 to the distance less one, direction .3,
 * popularity exponents .5 and .3) and co-purchases within a day. Where an item has few partners of
 * its own, what the catalogue says of it fills the row up, below what people did.
 */
#include "brand/statistics.h"

#include <math.h>
#include <stdlib.h>

#include "brand/content_neighbours.h"
#include "brand/event_log.h"
#include "brand/pair_table.h"

#define WINDOW 10
#define DECAY 0.8f
#define REVERSE 0.3f
#define OWN_EXPONENT 0.5
#define PARTNER_EXPONENT 0.3
/** Rows with fewer partners are filled up from the catalogue. */
#define FEW 20
/** Partners the catalogue alone can give: the device finds the rest by itself. */
#define CONTENT_MAX 32
/** A catalogue neighbour counts at most this share of the usual best partner. */
#define CONTENT_SHARE 0.2f
/** Items of one day's purchases that are paired. */
#define BASKET_MAX 64
#define DAY_MS 86400000
/** Imagined buyers that damp rare complements. */
#define COMPLEMENT_SHRINK 10.0
#define COMPLEMENT_LEAST 2.0f

typedef struct learning {
  const so_catalogue *catalogue;
  so_statistics *statistics;
  so_pair_table pairs;
  so_pair_table baskets;
  uint32_t *met;    /* per item: last user who met it */
  uint32_t *buyers; /* per item: visits that bought it */
  uint32_t user;
  uint32_t window[WINDOW];
  uint32_t window_count;
} learning;

void so_statistics_free(so_statistics *statistics) {
  so_array_free(&statistics->people);
  so_array_free(&statistics->neighbour_rows);
  so_array_free(&statistics->neighbours);
  so_array_free(&statistics->complement_rows);
  so_array_free(&statistics->complements);
}

static uint32_t item_of(void *context, sotto_text id) {
  const learning *run = context;
  return so_catalogue_find_item(run->catalogue, id);
}

/** Pairs an event with those before it; a repeat of the last item moves nothing. */
static void step(learning *run, uint32_t item) {
  float weight = 1;
  uint32_t count = run->window_count;
  if (count && run->window[(count - 1) % WINDOW] == item) return;
  for (uint32_t back = 1; back <= WINDOW && back <= count; back++, weight *= DECAY) {
    so_pair_table_add(&run->pairs, run->window[(count - back) % WINDOW], item, weight);
  }
  run->window[run->window_count++ % WINDOW] = item;
}

static void meet(learning *run, uint32_t item) {
  if (run->met[item] == run->user) return;
  run->met[item] = run->user;
  ((uint32_t *)run->statistics->people.data)[item]++;
}

/** Adds an item to a basket once. */
static size_t put(uint32_t *basket, size_t count, uint32_t item) {
  for (size_t n = 0; n < count; n++) {
    if (basket[n] == item) return count;
  }
  if (count < BASKET_MAX) basket[count++] = item;
  return count;
}

static void take_basket(learning *run, const uint32_t *basket, size_t count) {
  for (size_t n = 0; n < count; n++) {
    run->buyers[basket[n]]++;
    for (size_t m = 0; m < n; m++) so_pair_table_add(&run->baskets, basket[m], basket[n], 1);
  }
}

static void take_purchases(learning *run, const so_logged *events, size_t count) {
  uint32_t basket[BASKET_MAX];
  size_t size = 0;
  int64_t day = -1;
  for (size_t n = 0; n < count; n++) {
    if (!events[n].purchase) continue;
    if (events[n].time_ms / DAY_MS != day) {
      take_basket(run, basket, size);
      size = 0;
      day = events[n].time_ms / DAY_MS;
    }
    size = put(basket, size, events[n].item);
  }
  take_basket(run, basket, size);
}

static void take(void *context, const so_logged *events, size_t count, int again) {
  learning *run = context;
  if (!again) {
    run->user++;
    run->window_count = 0;
  }
  for (size_t n = 0; n < count; n++) {
    meet(run, events[n].item);
    step(run, events[n].item);
  }
  take_purchases(run, events, count);
}

static double people_of(const learning *run, uint32_t item) {
  return ((const uint32_t *)run->statistics->people.data)[item];
}

/** Counts to weights: pair counts over the popularity of both. */
static void normalize(const learning *run, uint32_t item, so_partner *partners, size_t count) {
  double own = pow(people_of(run, item) + 1, OWN_EXPONENT);
  for (size_t n = 0; n < count; n++) {
    double other = pow(people_of(run, partners[n].item) + 1, PARTNER_EXPONENT);
    partners[n].weight = (float)(partners[n].weight / (own * other));
  }
}

/** Mean of the best weight of all rows that have one; 0 without any. */
static float usual_best(const learning *run, so_partner_runs *runs) {
  double sum = 0;
  size_t rows = 0;
  for (uint32_t item = 0; item < run->catalogue->items.count; item++) {
    so_partner *partners = runs->partners + runs->starts[item];
    size_t count = (size_t)(runs->starts[item + 1] - runs->starts[item]);
    normalize(run, item, partners, count);
    if (so_edge_rows_best(partners, count, 1)) sum += partners[0].weight, rows++;
  }
  return rows ? (float)(sum / (double)rows) : 0;
}

/** What rows are filled up with. */
typedef struct filling {
  so_content *content;
  float most; /* weight of a perfect likeness */
} filling;

/** Fills a row up with catalogue neighbours it lacks; gives the new count, sorted. */
static size_t fill_up(const filling *from, uint32_t item, so_partner *row, size_t count) {
  so_partner *alike;
  size_t have = count, found = so_content_neighbours(from->content, item, CONTENT_MAX, &alike);
  for (size_t n = 0; n < found && count < CONTENT_MAX; n++) {
    size_t place = 0;
    while (place < have && row[place].item != alike[n].item) place++;
    if (place == have) row[count++] = (so_partner){alike[n].item, alike[n].weight * from->most};
  }
  return so_edge_rows_best(row, count, SO_NEIGHBOURS_MAX);
}

static sotto_status add_neighbours(learning *run) {
  so_partner_runs runs;
  so_statistics *statistics = run->statistics;
  uint32_t items = (uint32_t)run->catalogue->items.count;
  sotto_status status = so_pair_table_runs(&run->pairs, items, REVERSE, &runs);
  if (status) return status;
  so_content *content = so_content_new(run->catalogue);
  float best = usual_best(run, &runs), most = best > 0 ? best * CONTENT_SHARE : 1;
  for (uint32_t item = 0; content && item < items; item++) {
    so_partner row[SO_NEIGHBOURS_MAX];
    size_t count = (size_t)(runs.starts[item + 1] - runs.starts[item]);
    if (count > SO_NEIGHBOURS_MAX) count = SO_NEIGHBOURS_MAX;
    for (size_t n = 0; n < count; n++) row[n] = runs.partners[runs.starts[item] + n];
    if (count < FEW) count = fill_up(&(filling){content, most}, item, row, count);
    so_edge_rows_add(&statistics->neighbour_rows, &statistics->neighbours, row, count);
    if (item % 1024 == 0)
      so_find_progress(run->catalogue->findings, "making neighbours", item, items);
  }
  if (!content) status = SOTTO_E_MEMORY;
  so_content_free(content);
  so_partner_runs_free(&runs);
  return status;
}

/** Co-purchases over what chance would give, damped for the rare (shrunken cosine). */
static size_t complement(const learning *run, uint32_t item, so_partner *partners, size_t count) {
  size_t kept = 0;
  for (size_t n = 0; n < count; n++) {
    if (partners[n].weight < COMPLEMENT_LEAST) continue;
    double own = run->buyers[item] + COMPLEMENT_SHRINK;
    double other = run->buyers[partners[n].item] + COMPLEMENT_SHRINK;
    partners[kept] = partners[n];
    partners[kept++].weight = (float)(partners[n].weight / sqrt(own * other));
  }
  return so_edge_rows_best(partners, kept, SO_COMPLEMENTS_MAX);
}

static sotto_status add_complements(learning *run) {
  so_partner_runs runs;
  so_statistics *statistics = run->statistics;
  uint32_t items = (uint32_t)run->catalogue->items.count;
  if (run->baskets.count == 0) return SOTTO_OK;
  sotto_status status = so_pair_table_runs(&run->baskets, items, 1, &runs);
  if (status) return status;
  for (uint32_t item = 0; item < items; item++) {
    so_partner *partners = runs.partners + runs.starts[item];
    size_t count = (size_t)(runs.starts[item + 1] - runs.starts[item]);
    count = complement(run, item, partners, count);
    so_edge_rows_add(&statistics->complement_rows, &statistics->complements, partners, count);
  }
  so_partner_runs_free(&runs);
  return SOTTO_OK;
}

static sotto_status read_log(learning *run, const char *path) {
  so_event_counts counts;
  so_event_log log = {path, run, item_of, take};
  sotto_status status = so_event_log_read(&log, run->catalogue->findings, &counts);
  if (status) return status;
  run->statistics->events = counts.events;
  run->statistics->users = counts.users;
  if (run->pairs.failed || run->baskets.failed) return SOTTO_E_MEMORY;
  uint64_t dropped = run->pairs.dropped + run->baskets.dropped;
  so_place place = {path, 0, {NULL, 0}};
  if (dropped) {
    so_find(run->catalogue->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_EVENTS), place},
            "%llu of the rarest item pairs were dropped to stay within memory",
            (unsigned long long)dropped);
  }
  return SOTTO_OK;
}

sotto_status so_statistics_learn(so_statistics *ret_statistics, const so_catalogue *catalogue,
                                 const char *path) {
  learning run = {.catalogue = catalogue, .statistics = ret_statistics};
  size_t items = catalogue->items.count;
  *ret_statistics = (so_statistics){so_array_of(sizeof(uint32_t)),
                                    so_array_of(sizeof(so_pack_row)),
                                    so_array_of(sizeof(so_pack_edge)),
                                    so_array_of(sizeof(so_pack_row)),
                                    so_array_of(sizeof(so_pack_edge)),
                                    0,
                                    0};
  so_array_resize(&ret_statistics->people, items);
  so_pair_table_init(&run.pairs, SO_PAIR_SLOTS_MAX);
  so_pair_table_init(&run.baskets, SO_PAIR_SLOTS_MAX);
  run.met = calloc(items, sizeof *run.met);
  run.buyers = calloc(items, sizeof *run.buyers);
  int good = run.met && run.buyers && !ret_statistics->people.failed;
  sotto_status status = good ? SOTTO_OK : SOTTO_E_MEMORY;
  if (!status && path) status = read_log(&run, path);
  if (!status) status = add_neighbours(&run);
  if (!status) status = add_complements(&run);
  so_pair_table_free(&run.pairs);
  so_pair_table_free(&run.baskets);
  free(run.met);
  free(run.buyers);
  return status;
}
