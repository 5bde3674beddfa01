/* Pairs are gathered, sorted by item and made into rows of one error each: the root mean square. */
#include "brand/noised_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "brand/category_share.h"
#include "brand/table_file.h"
#include "model/arm_format.h"

/** A larger share is no share, and a larger error says nothing. */
#define LARGEST 1e6
#define BEYOND_ERRORS 6.0 /* a share is above 1 by no more than its noise */
#define OWN_EXPONENT 0.5
#define LEAST_SHARE 1e-6 /* the popularity that pairs are divided by is at least this */

enum { KIND, ITEM, OTHER, VALUE, ERROR, COLUMN_COUNT };

/** `line` tells which of two estimates of one pair came last. */
typedef struct noised_pair {
  uint32_t from;
  so_partner to;
  float error;
  uint32_t line;
} noised_pair;

typedef struct noised_moment {
  so_pack_moment row;
  uint32_t line;
} noised_moment;

typedef struct reading {
  so_statistics *statistics;
  const so_catalogue *catalogue;
  so_table_file table;
  so_array pairs;      /* noised_pair */
  so_array moments;    /* noised_moment */
  so_array categories; /* so_estimated per product type, or none at all */
  uint64_t bad;
  uint64_t unknown;
  uint64_t noise;
} reading;

/** A finite number of at most LARGEST in size; 0 where the cell is none. */
static int number_of(sotto_text cell, double *ret_number) {
  char text[32], *end;
  if (cell.size == 0 || cell.size >= sizeof text) return 0;
  memcpy(text, cell.data, cell.size);
  text[cell.size] = 0;
  *ret_number = strtod(text, &end);
  return *end == 0 && isfinite(*ret_number) && fabs(*ret_number) <= LARGEST;
}

/** The estimate of item or value `n`; all of the kind are made, as unknown, by the first. */
static void set(so_array *estimates, size_t count, uint32_t n, so_estimated value) {
  if (estimates->count == 0) so_array_resize(estimates, count);
  so_estimated *all = estimates->data;
  if (!estimates->failed) all[n] = value;
}

static uint32_t find_value(const reading *run, sotto_text key, sotto_text value) {
  char names[2][SO_FEED_VALUE_MAX + 1];
  if (key.size > SO_FEED_VALUE_MAX || value.size > SO_FEED_VALUE_MAX) return SO_PACK_NONE;
  memcpy(names[0], key.data, key.size);
  memcpy(names[1], value.data, value.size);
  names[0][key.size] = names[1][value.size] = 0;
  uint32_t found = so_catalogue_find_key(run->catalogue, names[0]);
  if (found == SO_PACK_NONE) return found;
  return so_catalogue_find_value(run->catalogue, found, names[1]);
}

static void take_pair(reading *run, const sotto_text *cells, so_estimated value) {
  noised_pair pair = {so_catalogue_find_item(run->catalogue, cells[ITEM]),
                      {so_catalogue_find_item(run->catalogue, cells[OTHER]), value.value},
                      value.error,
                      (uint32_t)run->pairs.count};
  if (pair.from == SO_PACK_NONE || pair.to.item == SO_PACK_NONE)
    run->unknown++;
  else if (pair.from != pair.to.item)
    so_array_push(&run->pairs, &pair);
}

/** A moment is "weather:2": a dimension by name, and its value in sotto_context. */
static uint32_t moment_of(sotto_text name) {
  static const char *const names[SO_MOMENT_COUNT] = {
      "hour:", "weekday:", "season:", "channel:", "entry:", "weather:", "place:"};
  for (uint32_t n = 0; n < SO_MOMENT_COUNT; n++) {
    size_t size = strlen(names[n]);
    double value;
    if (name.size <= size || memcmp(name.data, names[n], size) != 0) continue;
    sotto_text digits = {name.data + size, name.size - size};
    int sound = number_of(digits, &value) && value >= 1 && value < SO_PACK_MOMENT_VALUES;
    return sound ? SO_PACK_MOMENT(n, (uint32_t)value) : SO_PACK_NONE;
  }
  return SO_PACK_NONE;
}

static void take_moment(reading *run, const sotto_text *cells, so_estimated lift) {
  uint32_t type = find_value(run, (sotto_text){"product_type", 12}, cells[OTHER]);
  noised_moment told = {{moment_of(cells[ITEM]), type, lift.value, lift.error},
                        (uint32_t)run->moments.count};
  if (told.row.moment == SO_PACK_NONE || type == SO_PACK_NONE)
    run->unknown++;
  else
    so_array_push(&run->moments, &told);
}

static int by_moment(const void *left, const void *right) {
  const noised_moment *a = left, *b = right;
  if (a->row.moment != b->row.moment) return a->row.moment < b->row.moment ? -1 : 1;
  if (a->row.type != b->row.type) return a->row.type < b->row.type ? -1 : 1;
  return (a->line > b->line) - (a->line < b->line);
}

static void take_category(reading *run, const sotto_text *cells, so_estimated share) {
  uint32_t type = find_value(run, (sotto_text){"product_type", 12}, cells[ITEM]);
  uint32_t types = so_catalogue_keys(run->catalogue)[0].values_count;
  if (type < types)
    set(&run->categories, types, type, share);
  else
    run->unknown++;
}

static void take_popularity(reading *run, const sotto_text *cells, so_estimated share) {
  uint32_t item = so_catalogue_find_item(run->catalogue, cells[ITEM]);
  if (item != SO_PACK_NONE)
    set(&run->statistics->shares, run->catalogue->items.count, item, share);
  else
    run->unknown++;
}

static void take_baseline(reading *run, const sotto_text *cells, so_estimated share) {
  uint32_t value = find_value(run, cells[ITEM], cells[OTHER]);
  if (value != SO_PACK_NONE)
    set(&run->statistics->baselines, run->catalogue->values.count, value, share);
  else
    run->unknown++;
}

/** Whether a slot has such an arm is known only where slots are (brand/pack_arm_priors). */
static void take_arm(reading *run, const sotto_text *cells, so_estimated rate) {
  static const char *const mindsets[] = {"curious",   "interested", "focused",
                                         "satisfied", "loyal",      "fading"};
  so_arm_statistic arm = {.mindset = 0, .rate = rate};
  while (arm.mindset < SO_ARM_MINDSETS && !so_text_is(cells[OTHER], mindsets[arm.mindset]))
    arm.mindset++;
  if (arm.mindset == SO_ARM_MINDSETS || cells[ITEM].size >= sizeof arm.name) {
    run->unknown++;
    return;
  }
  memcpy(arm.name, cells[ITEM].data, cells[ITEM].size);
  so_array_push(&run->statistics->arms, &arm);
}

static const struct {
  const char *name;
  void (*take)(reading *run, const sotto_text *cells, so_estimated value);
  double most;
} kinds[] = {
    {"popularity", take_popularity, 1}, {"category", take_category, 1},   {"pair", take_pair, 1},
    {"baseline", take_baseline, 1},     {"moment", take_moment, LARGEST}, {"arm", take_arm, 1}};

static void take_row(reading *run, const sotto_text *cells) {
  double value, error;
  size_t kind = 0, count = sizeof kinds / sizeof *kinds;
  while (kind < count && !so_text_is(cells[KIND], kinds[kind].name)) kind++;
  if (kind < count && number_of(cells[VALUE], &value) && number_of(cells[ERROR], &error) &&
      error >= 0 && value <= kinds[kind].most + BEYOND_ERRORS * error)
    kinds[kind].take(run, cells, (so_estimated){(float)value, (float)error});
  else
    run->bad++;
}

static int by_pair(const void *left, const void *right) {
  const noised_pair *a = left, *b = right;
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  if (a->to.item != b->to.item) return a->to.item < b->to.item ? -1 : 1;
  return (a->line > b->line) - (a->line < b->line);
}

/** Sorts pairs; of those of one name the last line stays. */
static void sort_pairs(so_array *pairs) {
  noised_pair *all = pairs->data;
  size_t kept = 0;
  if (pairs->count) qsort(all, pairs->count, sizeof *all, by_pair);
  for (size_t n = 0; n < pairs->count; n++) {
    int again =
        kept && all[kept - 1].from == all[n].from && all[kept - 1].to.item == all[n].to.item;
    all[again ? kept - 1 : kept++] = all[n];
  }
  so_array_resize(pairs, kept);
}

static double share_of(const so_statistics *statistics, uint32_t item) {
  const so_estimated *share = so_array_at(&statistics->shares, item);
  if (share) return share->value > LEAST_SHARE ? (double)share->value : LEAST_SHARE;
  const uint32_t *people = so_array_at(&statistics->people, item);
  double users = (double)statistics->users + 1;
  return (people ? *people + 1.0 : 1.0) / users;
}

/** Divides an item's pairs by how often their two items are met; gives their error. */
static double divide(const reading *run, noised_pair *pairs, size_t count) {
  const so_statistics *to = run->statistics;
  double squares = 0;
  for (size_t n = 0; n < count; n++) {
    double divisor = pow(share_of(to, pairs[n].from), OWN_EXPONENT) *
                     pow(share_of(to, pairs[n].to.item), (double)to->recipe.partner_exponent);
    pairs[n].error = (float)((double)pairs[n].error / divisor);
    pairs[n].to.weight = (float)((double)pairs[n].to.weight / divisor);
    squares += (double)pairs[n].error * (double)pairs[n].error;
  }
  return count ? sqrt(squares / (double)count) : 0;
}

/**
 * Appends the row of one item's pairs; only those above 0 can be edges. A row has one error: what
 * is noisier than that keeps its distance from 0 in errors, not its size.
 */
static void add_row(reading *run, noised_pair *pairs, size_t count, so_partner *row) {
  so_statistics *to = run->statistics;
  double error = divide(run, pairs, count);
  size_t kept = 0;
  for (size_t n = 0; n < count; n++) {
    double own = (double)pairs[n].error, weight = (double)pairs[n].to.weight;
    row[kept] =
        (so_partner){pairs[n].to.item, (float)(own > error ? weight * error / own : weight)};
    kept += row[kept].weight > 0;
  }
  kept = so_edge_rows_best(row, kept, SO_NEIGHBOURS_MAX);
  so_edge_rows_add(&to->neighbour_rows, &to->neighbours, row, kept);
  so_pack_row *made = so_array_at(&to->neighbour_rows, to->neighbour_rows.count - 1);
  if (made) made->error = (float)error;
}

static sotto_status make_rows(reading *run) {
  so_statistics *to = run->statistics;
  sort_pairs(&run->pairs);
  noised_pair *pairs = run->pairs.data;
  size_t count = run->pairs.count, at = 0;
  so_partner *row = calloc(count + 1, sizeof *row);
  if (!row) return SOTTO_E_MEMORY;
  so_array_resize(&to->neighbour_rows, 0);
  so_array_resize(&to->neighbours, 0);
  for (uint32_t item = 0; item < run->catalogue->items.count; item++) {
    size_t end = at;
    while (end < count && pairs[end].from == item) end++;
    add_row(run, pairs + at, end - at, row);
    at = end;
  }
  free(row);
  so_edge_rows_cut(&to->neighbour_rows, &to->neighbours, SO_NEIGHBOURS_MEAN);
  return SOTTO_OK;
}

static sotto_status read_rows(reading *run) {
  for (;;) {
    sotto_text cells[COLUMN_COUNT];
    int more;
    sotto_status status = so_table_file_next(&run->table, cells, &more);
    if (status) return status;
    if (!more) break;
    take_row(run, cells);
  }
  so_statistics *to = run->statistics;
  int failed = run->pairs.failed + run->categories.failed + run->moments.failed +
               to->shares.failed + to->baselines.failed + to->arms.failed;
  return failed ? SOTTO_E_MEMORY : SOTTO_OK;
}

/** Marks noise in a table; free the marks. NULL: no memory. */
static uint8_t *mark_noise(reading *run, const so_noise_table *table) {
  size_t marked = 0;
  uint8_t *marks = calloc(table->count + 1, 1);
  if (marks && so_noise_gate(table, marks, &marked)) {
    free(marks);
    return NULL;
  }
  run->noise += marked;
  return marks;
}

/** Makes unknown what is within the noise of its table; of noise alone there is no table. */
static sotto_status leave_out_noise(reading *run, so_array *estimates) {
  so_estimated *all = estimates->data;
  so_noise_table table = {all, estimates->count, 0};
  uint8_t *marks = mark_noise(run, &table);
  size_t kept = 0;
  if (!marks) return SOTTO_E_MEMORY;
  for (size_t n = 0; n < table.count; n++) {
    if (marks[n]) all[n] = (so_estimated){0, 0};
    kept += all[n].error > 0 || all[n].value > 0;
  }
  if (!kept) so_array_resize(estimates, 0);
  free(marks);
  return SOTTO_OK;
}

/** Sorts moments as a pack has them; of those of one name the last line stays. */
static void sort_moments(so_array *moments) {
  noised_moment *all = moments->data;
  size_t kept = 0;
  qsort(all, moments->count, sizeof *all, by_moment);
  for (size_t n = 0; n < moments->count; n++) {
    int again = kept && all[kept - 1].row.moment == all[n].row.moment &&
                all[kept - 1].row.type == all[n].row.type;
    all[again ? kept - 1 : kept++] = all[n];
  }
  so_array_resize(moments, kept);
}

/** Puts the moments not marked in the place of the log's, unless all are. */
static void keep_moments(so_array *to, const so_array *moments, const uint8_t *marks) {
  const noised_moment *all = moments->data;
  size_t first = 0;
  while (first < moments->count && marks[first]) first++;
  if (first == moments->count) return;
  so_array_resize(to, 0);
  for (size_t n = first; n < moments->count; n++) {
    so_pack_moment row = all[n].row;
    if (row.lift < 0) row.lift = 0; /* which noise makes of a small one */
    if (!marks[n]) so_array_push(to, &row);
  }
}

static sotto_status make_moments(reading *run) {
  sort_moments(&run->moments);
  const noised_moment *all = run->moments.data;
  size_t count = run->moments.count;
  so_estimated *lifts = calloc(count, sizeof *lifts);
  for (size_t n = 0; lifts && n < count; n++)
    lifts[n] = (so_estimated){all[n].row.lift, all[n].row.error};
  so_noise_table table = {lifts, count, 1};
  uint8_t *marks = lifts ? mark_noise(run, &table) : NULL;
  if (marks) keep_moments(&run->statistics->moments, &run->moments, marks);
  sotto_status status = marks && !run->statistics->moments.failed ? SOTTO_OK : SOTTO_E_MEMORY;
  free(lifts);
  free(marks);
  return status;
}

static sotto_status make_tables(reading *run) {
  sotto_status status = leave_out_noise(run, &run->statistics->shares);
  if (!status) status = leave_out_noise(run, &run->categories);
  if (!status) status = so_category_share_spread(run->statistics, run->catalogue, &run->categories);
  if (!status && run->moments.count) status = make_moments(run);
  return !status && run->pairs.count ? make_rows(run) : status;
}

static void tell_counts(const reading *run) {
  const struct {
    uint64_t count;
    const char *words;
  } told[] = {{run->bad, "left out, estimates without a kind, value or error"},
              {run->unknown, "left out, estimates of what the catalogue lacks"},
              {run->noise, "left out, estimates within the noise of their table"}};
  for (size_t n = 0; n < sizeof told / sizeof *told; n++)
    so_table_file_count(&run->table, run->catalogue->findings,
                        (so_table_count){SOTTO_FINDING_EVENTS, told[n].count, told[n].words});
}

sotto_status so_noised_file_read(so_statistics *statistics, const so_catalogue *catalogue,
                                 const char *path) {
  static const char *const names[] = {"kind", "item", "other", "value", "error", NULL};
  reading run = {.statistics = statistics, .catalogue = catalogue};
  run.pairs = so_array_of(sizeof(noised_pair));
  run.moments = so_array_of(sizeof(noised_moment));
  run.categories = so_array_of(sizeof(so_estimated));
  sotto_status status = so_table_file_open(&run.table, path, names, COLUMN_COUNT);
  if (!status) status = read_rows(&run);
  if (!status) status = make_tables(&run);
  if (status)
    so_table_file_tell(&run.table, catalogue->findings, status);
  else
    tell_counts(&run);
  so_table_file_close(&run.table);
  so_array_free(&run.pairs);
  so_array_free(&run.moments);
  so_array_free(&run.categories);
  return status;
}
