/* A row that is no vector, or of another width than the first, is counted and left out. */
#include "brand/vector_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "brand/table_file.h"
#include "model/vector_scan.h"

#define WIDTH_MAX SO_PACK_VECTOR_WIDTH_MAX
#define SAMPLES 4000u
#define LARGEST 1e18 /* its square is still a number */
#define QUALITY_ERRORS 2.0

typedef struct reading {
  so_statistics *statistics;
  const so_catalogue *catalogue;
  so_table_file table;
  uint32_t count; /* numbers of a vector; 0: none was read yet */
  uint32_t width; /* the same, made a multiple of 4 */
  uint64_t bad;
  uint64_t unknown;
} reading;

static int parts(char letter) {
  return letter == ' ' || letter == ',';
}

/** Reads one number; 0 where it is none. */
static int number_of(const char *at, size_t size, double *ret_number) {
  char number[32], *stop;
  if (size >= sizeof number) return 0;
  memcpy(number, at, size);
  number[size] = 0;
  *ret_number = strtod(number, &stop);
  return *stop == 0 && isfinite(*ret_number) && fabs(*ret_number) <= LARGEST;
}

/** Reads numbers; 0 where there is none, one that is no number, or too many. */
static uint32_t numbers_of(sotto_text cell, double *ret_numbers) {
  uint32_t count = 0;
  const char *at = cell.data, *end = cell.data + cell.size;
  while (at < end) {
    size_t size = 0;
    while (at < end && parts(*at)) at++;
    while (at + size < end && !parts(at[size])) size++;
    if (!size) break;
    if (count == WIDTH_MAX || !number_of(at, size, &ret_numbers[count++])) return 0;
    at += size;
  }
  return count;
}

/** Unit length, in steps of 1/127. */
static void put(reading *run, uint32_t item, const double *numbers) {
  double squares = 0;
  int8_t vector[WIDTH_MAX] = {0};
  for (uint32_t n = 0; n < run->count; n++) squares += numbers[n] * numbers[n];
  if (!(squares > 0)) return;
  for (uint32_t n = 0; n < run->count; n++)
    vector[n] = (int8_t)lrint(127 * numbers[n] / sqrt(squares));
  so_vector_put(run->statistics->vectors.data, run->width, item, vector);
}

static void take_row(reading *run, const sotto_text *cells) {
  double numbers[WIDTH_MAX];
  uint32_t item = so_catalogue_find_item(run->catalogue, cells[0]);
  uint32_t count = numbers_of(cells[1], numbers);
  if (count == 0 || (run->count && count != run->count)) {
    run->bad++;
    return;
  }
  if (!run->count) {
    run->count = count;
    run->width = (count + 3) / 4 * 4;
    size_t bytes = so_vector_table_bytes((uint32_t)run->catalogue->items.count, run->width);
    so_array_resize(&run->statistics->vectors, bytes);
  }
  if (item == SO_PACK_NONE)
    run->unknown++;
  else if (!run->statistics->vectors.failed)
    put(run, item, numbers);
}

static int32_t dot(const int8_t *a, const int8_t *b, uint32_t width) {
  int32_t sum = 0;
  for (uint32_t n = 0; n < width; n++) sum += a[n] * b[n];
  return sum;
}

/** Whether an item is nearer to its best neighbour than to another: 1, 0, or .5 for a tie. */
static double nearer(const so_vector_table *table, uint32_t item, uint32_t best, uint32_t other) {
  int8_t own[WIDTH_MAX], first[WIDTH_MAX], second[WIDTH_MAX];
  so_vector_get(table, item, own);
  so_vector_get(table, best, first);
  so_vector_get(table, other, second);
  int32_t near = dot(own, first, table->width), far = dot(own, second, table->width);
  return near > far ? 1 : near == far ? 0.5 : 0;
}

static void measure(reading *run, so_pack_vectors *info) {
  const so_statistics *of = run->statistics;
  const so_pack_row *rows = of->neighbour_rows.data;
  const so_pack_edge *edges = of->neighbours.data;
  uint32_t items = (uint32_t)run->catalogue->items.count, step = items / SAMPLES + 1;
  so_vector_table table = {of->vectors.data, items, run->width, SO_VECTOR_BEST};
  double share = 0, count = 0;
  for (uint32_t item = 0; item < of->neighbour_rows.count; item += step) {
    if (!rows[item].count) continue;
    uint64_t drawn = (item + 1) * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t other = (uint32_t)((drawn >> 32) * items >> 32);
    uint32_t best = edges[rows[item].start].item_weight & SO_PACK_EDGE_ITEM;
    if (other == item || other == best) continue;
    share += nearer(&table, item, best, other);
    count++;
  }
  if (count < 2) return;
  share /= count;
  info->quality = share > 0.5 ? (float)(2 * share - 1) : 0;
  info->error = (float)(1 / sqrt(count)); /* of 2 * share - 1, were it all chance */
}

static void settle(reading *run) {
  so_pack_vectors info = {.width = run->width};
  so_place place = {run->table.path, 0, {NULL, 0}};
  measure(run, &info);
  if ((double)info.quality > QUALITY_ERRORS * (double)info.error) {
    so_array_push(&run->statistics->vector_info, &info);
    so_find(run->catalogue->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_EVENTS), place},
            "vectors of width %u, quality %.3f, standard error %.3f", info.width,
            (double)info.quality, (double)info.error);
    return;
  }
  so_array_resize(&run->statistics->vectors, 0);
  so_find(run->catalogue->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_EVENTS), place},
          "the vectors say no more of what goes together than chance (quality %.3f, standard error "
          "%.3f): left out",
          (double)info.quality, (double)info.error);
}

static sotto_status read_rows(reading *run) {
  for (;;) {
    sotto_text cells[2];
    int more;
    sotto_status status = so_table_file_next(&run->table, cells, &more);
    if (status || !more) return status;
    take_row(run, cells);
  }
}

sotto_status so_vector_file_read(so_statistics *statistics, const so_catalogue *catalogue,
                                 const char *path) {
  static const char *const names[] = {"id", "vector", NULL};
  reading run = {.statistics = statistics, .catalogue = catalogue};
  sotto_status status = so_table_file_open(&run.table, path, names, 2);
  if (!status) status = read_rows(&run);
  if (status) so_table_file_tell(&run.table, catalogue->findings, status);
  if (!status && statistics->vectors.failed) status = SOTTO_E_MEMORY;
  if (!status) {
    so_table_file_count(&run.table, catalogue->findings,
                        (so_table_count){SOTTO_FINDING_EVENTS, run.bad,
                                         "left out, rows that are no vector of one width"});
    so_table_file_count(&run.table, catalogue->findings,
                        (so_table_count){SOTTO_FINDING_EVENTS, run.unknown,
                                         "left out, vectors of what the catalogue lacks"});
    if (run.count) settle(&run);
  }
  so_table_file_close(&run.table);
  return status;
}
