/*
 * The vector scan against a plain sort of plain dot products, on every way this machine runs.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "model/vector_scan.h"

#define ROWS_MAX 3000u
#define WIDTH_MAX 256u
#define LIMIT_MAX 50u

static int8_t vectors[ROWS_MAX * WIDTH_MAX], strips[(ROWS_MAX + 16) * WIDTH_MAX], query[WIDTH_MAX];
static so_vector_hit expected[ROWS_MAX];

/* A number from 0 to bound - 1, the same ones in every run (xorshift64). */
static uint32_t draw(uint64_t *state, uint32_t bound) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return (uint32_t)(*state >> 33) % bound;
}

static int8_t byte_of(uint64_t *state, uint32_t largest) {
  return (int8_t)((int)draw(state, 2 * largest + 1) - (int)largest);
}

static int better_first(const void *left, const void *right) {
  const so_vector_hit *a = left, *b = right;
  if (a->score != b->score) return a->score > b->score ? -1 : 1;
  return a->row < b->row ? -1 : a->row > b->row;
}

/* Fills a table with bytes up to `largest` and sorts its dot products the slow way. */
static so_vector_table table_of(uint32_t count, uint32_t width, uint32_t largest) {
  uint64_t state = UINT64_C(0x9e3779b97f4a7c15) + count * 31 + width;
  memset(strips, 0, sizeof strips);
  for (uint32_t k = 0; k < width; k++) query[k] = byte_of(&state, largest);
  for (uint32_t i = 0; i < count; i++) {
    int8_t *vector = vectors + (size_t)i * width;
    expected[i] = (so_vector_hit){0, i};
    for (uint32_t k = 0; k < width; k++) {
      vector[k] = byte_of(&state, largest);
      expected[i].score += vector[k] * query[k];
    }
    so_vector_put(strips, width, i, vector);
  }
  qsort(expected, count, sizeof *expected, better_first);
  return (so_vector_table){strips, count, width, SO_VECTOR_BEST};
}

static void holds(so_vector_table table, size_t limit) {
  so_vector_hit hits[LIMIT_MAX];
  const size_t known = limit < table.count ? limit : table.count;
  for (table.way = SO_VECTOR_BEST; table.way < SO_VECTOR_WAYS; table.way++) {
    if (!so_vector_way_runs(table.way)) continue;
    cr_assert_eq(so_vector_scan(&table, query, limit, hits), known);
    for (size_t i = 0; i < known; i++) {
      cr_assert_eq(hits[i].score, expected[i].score, "way %u place %zu", table.way, i);
      cr_assert_eq(hits[i].row, expected[i].row, "way %u place %zu", table.way, i);
    }
  }
}

Test(vector_scan, every_way_finds_the_same_rows) {
  holds(table_of(3000, 64, 127), 20);
}

Test(vector_scan, takes_any_width_of_four_bytes) {
  const uint32_t widths[] = {4, 8, 12, 60, 68, 128, 252};
  for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
    holds(table_of(500, widths[i], 127), 7);
}

Test(vector_scan, equal_scores_come_by_row_number) {
  holds(table_of(3000, 4, 1), 50);
}

Test(vector_scan, a_short_table_gives_all_its_rows) {
  const uint32_t counts[] = {0, 1, 2, 15, 16, 17, 31, 33};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    holds(table_of(counts[i], 64, 127), 50);
}

Test(vector_scan, rows_that_fill_the_last_strip_are_never_found) {
  so_vector_table table = table_of(3, 64, 127);
  for (uint32_t i = 0; i < 3; i++) {
    for (uint32_t k = 0; k < 64; k++) vectors[k] = query[k] > 0 ? -127 : 127;
    so_vector_put(strips, 64, i, vectors);
    expected[i] = (so_vector_hit){0, i};
    for (uint32_t k = 0; k < 64; k++) expected[i].score += vectors[k] * query[k];
  }
  cr_assert_lt(expected[0].score, 0);
  holds(table, 20);
}

Test(vector_scan, the_largest_bytes_do_not_overflow) {
  so_vector_table table = table_of(64, 256, 127);
  memset(query, -128, sizeof query);
  for (uint32_t i = 0; i < 64; i++) {
    memset(vectors, i % 2 ? 127 : -127, 256);
    so_vector_put(strips, 256, i, vectors);
    expected[i] = (so_vector_hit){256 * -128 * (i % 2 ? 127 : -127), i};
  }
  qsort(expected, 64, sizeof *expected, better_first);
  holds(table, 50);
}

Test(vector_scan, nothing_is_written_when_nothing_is_asked) {
  so_vector_hit hit = {7, 7};
  const so_vector_table table = table_of(100, 64, 127);
  cr_assert_eq(so_vector_scan(&table, query, 0, &hit), 0);
  cr_assert_eq(hit.score, 7);
}

Test(vector_scan, a_row_can_be_read_back) {
  int8_t vector[64];
  const so_vector_table table = table_of(100, 64, 127);
  for (uint32_t i = 0; i < table.count; i++) {
    so_vector_get(&table, i, vector);
    cr_assert_arr_eq(vector, vectors + (size_t)i * 64, 64);
  }
}
