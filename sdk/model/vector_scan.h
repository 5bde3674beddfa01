/*
 * The nearest of many: dot products of one int8 vector with every row of a table, best rows first.
 *
 * Exhaustive and exact: all arithmetic is on integers, so each way of computing (portable C, AVX2,
 * AVX-512 VNNI, NEON) gives the same rows in the same order, and picks stay replayable on every
 * machine. The best way the processor runs is chosen at run time. Reads the table once, front to
 * back, in place; allocates nothing. Does not normalise: who wants cosines stores unit vectors.
 *
 * The table's layout lets one instruction work on 16 rows and needs no sums across lanes. A strip
 * holds 16 rows: the first 4 bytes of each of them, then the next 4 of each, and so on. The last
 * strip is filled up with zeros. Bytes are from -127 to 127: -128 has no opposite.
 */
#ifndef SO_MODEL_VECTOR_SCAN_H
#define SO_MODEL_VECTOR_SCAN_H

#include <stddef.h>
#include <stdint.h>

#define SO_VECTOR_WIDTH_MAX 4096u
#define SO_VECTOR_STRIP_ROWS 16u

/** Ways to compute; all give the same answer. */
enum {
  SO_VECTOR_BEST = 0, /* the fastest that runs here */
  SO_VECTOR_PORTABLE = 1,
  SO_VECTOR_AVX2 = 2,
  SO_VECTOR_VNNI = 3, /* AVX-512 with VNNI */
  SO_VECTOR_NEON = 4,
  SO_VECTOR_WAYS = 5
};

typedef struct so_vector_table {
  const int8_t *strips;
  uint32_t count; /* rows */
  uint32_t width; /* bytes of a row: a multiple of 4, at most SO_VECTOR_WIDTH_MAX; 64 is fastest */
  uint32_t way;   /* SO_VECTOR_… */
} so_vector_table;

typedef struct so_vector_hit {
  int32_t score; /* the dot product */
  uint32_t row;
} so_vector_hit;

/** Bytes of the strips of a table. */
size_t so_vector_table_bytes(uint32_t count, uint32_t width);
/** Writes one row into zeroed strips. */
void so_vector_put(int8_t *strips, uint32_t width, uint32_t row, const int8_t *vector);
/** Reads one row out of a table. */
void so_vector_get(const so_vector_table *table, uint32_t row, int8_t *ret_vector);
/** 1 when this build and this processor run a way. */
int so_vector_way_runs(uint32_t way);
/**
 * Writes the `limit` rows with the largest dot products with `query` (width bytes), largest first,
 * equal ones by row number; returns how many (all rows, where there are fewer). A way that does not
 * run here falls back to the portable one.
 */
size_t so_vector_scan(const so_vector_table *table, const int8_t *query, size_t limit,
                      so_vector_hit *ret_hits);

#endif
