/*
 * Subset selection by integers.
 *
 * Size. Summed over the k buckets, n times the variance is
 *   (k-1)^2 / (k (E-1)^2) * (E d + k - d)^2 / (d (k - d)) + 1/k - 1,   E = e^epsilon
 * (from q = (d - p) / (k - 1)); it falls until d = k / (E + 1) and rises after, so the best integer
 * is one of the two beside that point.
 */
#include "privacy/subset.h"

#include <string.h>

#include "base/codec.h"
#include "base/secret.h"

#define MAP_MAX 128u /* buckets of a bit map */
#define FEW 12       /* drawn by rank; more are drawn by a shuffle */

/* (E d + k - d)^2 * other in 2^-64 units, E in 2^-32: what two sizes are compared by. */
static so_wide weight(uint32_t k, uint32_t d, uint64_t exp_q32) {
  uint64_t z = d * exp_q32 + ((uint64_t)(k - d) << 32);
  so_wide wide = so_wide_of(z);
  return so_wide_times(&wide, z);
}

uint32_t so_subset_best_size(uint32_t k, uint32_t epsilon_micro) {
  uint64_t exp_q32 = so_cost_exp_q48(epsilon_micro) >> 16;
  uint64_t d = ((uint64_t)k << 32) / (exp_q32 + ((uint64_t)1 << 32));
  if (d < 1) return 1;
  if (d + 1 > k - 1) return (uint32_t)d;
  uint32_t low = (uint32_t)d, high = low + 1;
  so_wide a = weight(k, low, exp_q32), b = weight(k, high, exp_q32);
  a = so_wide_times(&a, (uint64_t)high * (k - high));
  b = so_wide_times(&b, (uint64_t)low * (k - low));
  return so_wide_compare(&a, &b) <= 0 ? low : high;
}

static uint32_t index_bits(uint32_t k) {
  uint32_t bits = 1;
  while ((k - 1) >> bits) bits++;
  return bits;
}

uint32_t so_subset_bits(const so_subset *subset) {
  uint32_t k = subset->buckets;
  return k <= MAP_MAX ? k : subset->size * index_bits(k);
}

/* The other k - 1 buckets are numbered without the true one. */
static uint32_t other(uint32_t number, uint32_t bucket) {
  return number + (number >= bucket);
}

/* The wire form of `size` buckets in any order: a map of them. No byte is written twice. */
static void write_map(uint8_t *ret_report, const so_subset *subset, const uint32_t *buckets) {
  uint64_t low = 0, high = 0;
  for (uint32_t i = 0; i < subset->size; i++) {
    uint64_t bit = UINT64_C(1) << buckets[i] % 64, above = buckets[i] / 64;
    low |= bit & (above - 1);
    high |= bit & (0 - above);
  }
  for (uint32_t byte = 0; 8 * byte < subset->buckets; byte++)
    ret_report[byte] = (uint8_t)((byte < 8 ? low : high) >> 8 * (byte % 8));
}

/* The wire form of `size` ascending buckets: their numbers. */
static void write_indices(uint8_t *ret_report, const so_subset *subset, const uint32_t *buckets) {
  uint32_t width = index_bits(subset->buckets);
  memset(ret_report, 0, (subset->size * width + 7) / 8);
  for (uint32_t bit = 0; bit < subset->size * width; bit++)
    ret_report[bit / 8] |= (uint8_t)((buckets[bit / width] >> bit % width & 1) << bit % 8);
}

/* Puts `value` in its place among `count` ascending numbers; the work depends on `count` alone. */
static void insert(uint32_t *sorted, uint32_t count, uint32_t value) {
  for (uint32_t i = 0; i < count; i++) {
    uint32_t here = sorted[i], swap = value < here;
    sorted[i] = so_threshold_either(swap, value, here);
    value = so_threshold_either(swap, here, value);
  }
  sorted[count] = value;
}

/* The number of the `rank`-th of those not yet drawn. */
static uint32_t undrawn(const uint32_t *sorted, uint32_t count, uint32_t rank) {
  for (uint32_t i = 0; i < count; i++) rank += rank >= sorted[i];
  return rank;
}

/* Draws few of the others, the first d - 1 ascending, from words already drawn: where each load is
   from does not depend on what was drawn before, which a processor's store buffer would tell. */
static void draw_few(uint32_t *ret_drawn, const so_subset *subset, const so_bits *bits,
                     const uint8_t *words) {
  uint32_t last = subset->size - 1, count = subset->buckets - 1;
  for (uint32_t i = 0; i <= last; i++) {
    uint32_t rank = so_bits_reduce(bits, so_load_u32(words + 4 * i), count - i);
    uint32_t drawn = undrawn(ret_drawn, i, rank);
    if (i < last) insert(ret_drawn, i, drawn);
    if (i == last) ret_drawn[last] = drawn;
  }
}

/* Draws d of the others in random order (Fisher and Yates). */
static void draw_shuffled(uint32_t *ret_drawn, const so_subset *subset, const so_bits *bits,
                          const uint8_t *words) {
  uint8_t order[MAP_MAX];
  uint32_t count = subset->buckets - 1;
  for (uint32_t i = 0; i < MAP_MAX; i++) order[i] = (uint8_t)i;
  for (uint32_t i = 0; i < subset->size; i++) {
    uint32_t at = i + so_bits_reduce(bits, so_load_u32(words + 4 * i), count - i);
    ret_drawn[i] = order[at];
    order[at] = order[i];
  }
}

/* All bits are drawn at once, and again only for a word that is one too many. */
static void draw_listed(uint32_t *ret_drawn, const so_subset *subset, const so_bits *bits) {
  uint8_t words[4 * MAP_MAX];
  bits->fill(bits->context, words, 4 * (size_t)subset->size);
  if (subset->size <= FEW)
    draw_few(ret_drawn, subset, bits, words);
  else
    draw_shuffled(ret_drawn, subset, bits, words);
  so_secret_wipe(words, sizeof words);
}

/* Draws d of the others where there are too many to list: the first d - 1 ascending. */
static void draw_sorted(uint32_t *ret_drawn, const so_subset *subset, const so_bits *bits) {
  uint32_t last = subset->size - 1, count = subset->buckets - 1;
  for (uint32_t i = 0; i < last; i++)
    insert(ret_drawn, i, undrawn(ret_drawn, i, so_bits_below(bits, count - i)));
  ret_drawn[last] = undrawn(ret_drawn, last, so_bits_below(bits, count - last));
}

/* The last of those drawn gives way to the true bucket when it is to be inside. */
void so_subset_draw(uint8_t *ret_report, const so_subset *subset, so_toss toss,
                    const so_bits *bits) {
  uint32_t drawn[MAP_MAX], last = subset->size - 1;
  int map = subset->buckets <= MAP_MAX;
  if (map)
    draw_listed(drawn, subset, bits);
  else
    draw_sorted(drawn, subset, bits);
  for (uint32_t i = 0; i <= last; i++) drawn[i] = other(drawn[i], toss.bucket);
  drawn[last] = so_threshold_either(toss.inside, toss.bucket, drawn[last]);
  if (map) {
    write_map(ret_report, subset, drawn);
    return;
  }
  insert(drawn, last, drawn[last]);
  write_indices(ret_report, subset, drawn);
}

static uint32_t bit_at(sotto_bytes report, uint32_t bit) {
  return report.data[bit / 8] >> bit % 8 & 1;
}

/* Gives how many are on the map; one more than the size for too many or one that is no bucket. */
static uint32_t read_map(uint32_t *found, const so_subset *subset, sotto_bytes report) {
  uint32_t count = 0;
  for (uint32_t bucket = 0; bucket < 8 * report.size; bucket++) {
    if (!bit_at(report, bucket)) continue;
    if (bucket >= subset->buckets || count == subset->size) return subset->size + 1;
    found[count++] = bucket;
  }
  return count;
}

/* Gives how many are listed; 0 unless all are buckets, ascend and leave the spare bits 0. */
static uint32_t read_indices(uint32_t *found, const so_subset *subset, sotto_bytes report) {
  uint32_t width = index_bits(subset->buckets), bit = 0;
  memset(found, 0, subset->size * sizeof *found);
  for (; bit < subset->size * width; bit++)
    found[bit / width] |= bit_at(report, bit) << bit % width;
  for (; bit < 8 * report.size; bit++)
    if (bit_at(report, bit)) return 0;
  for (uint32_t i = 0; i < subset->size; i++)
    if (found[i] >= subset->buckets || (i && found[i] <= found[i - 1])) return 0;
  return subset->size;
}

sotto_status so_subset_read(uint32_t *ret_buckets, const so_subset *subset, sotto_bytes report) {
  uint32_t found[MAP_MAX];
  int map = subset->buckets <= MAP_MAX;
  uint32_t count = map ? read_map(found, subset, report) : read_indices(found, subset, report);
  if (count != subset->size) return SOTTO_E_CORRUPT;
  memcpy(ret_buckets, found, count * sizeof *found);
  return SOTTO_OK;
}
