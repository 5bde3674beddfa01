/*
 * Subset selection by integers.
 *
 * Size. Summed over the k buckets, n times the variance is
 *   (k-1)^2 / (k (E-1)^2) * (E d + k - d)^2 / (d (k - d)) + 1/k - 1,   E = e^epsilon
 * (from q = (d - p) / (k - 1)); it falls until d = k / (E + 1) and rises after, so the best integer
 * is one of the two beside that point.
 *
 * Threshold. An output that holds the true bucket is p (k - d) / ((1 - p) d) times likelier than
 * under another; T is the largest integer for which this stays at or below the lower bound of E.
 */
#include "privacy/subset.h"

#include <assert.h>
#include <string.h>

#include "base/codec.h"
#include "base/secret.h"

#define MAP_MAX 128u /* buckets of a bit map */
#define BITS_MAX 128u

/* (E d + k - d)^2 * other in 2^-64 units, E in 2^-32: what two sizes are compared by. */
static so_wide weight(uint32_t k, uint32_t d, uint64_t exp_q32) {
  uint64_t z = d * exp_q32 + ((uint64_t)(k - d) << 32);
  so_wide wide = so_wide_of(z);
  return so_wide_times(&wide, z);
}

/* The integer d in 1..k-1 with the least variance. */
static uint32_t best_size(uint32_t k, uint32_t epsilon_micro) {
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

/* Largest T with T (k - d) <= E (2^64 - T) d. */
static uint64_t threshold_of(const so_subset *subset, uint32_t epsilon_micro) {
  so_wide exp = so_cost_exp_q116(epsilon_micro), rest;
  so_wide inside = so_wide_times(&exp, subset->size);
  so_wide outside = so_wide_of(subset->buckets - subset->size);
  outside = so_wide_shift(&outside, 116);
  so_wide whole = so_wide_plus(&inside, &outside);
  inside = so_wide_shift(&inside, 64);
  so_wide quotient = so_wide_divide(&inside, &whole, &rest);
  return so_wide_u64(&quotient);
}

static so_ratio odds_of(const so_subset *subset) {
  so_wide inside = so_wide_of(subset->threshold);
  so_wide outside = so_wide_of(0 - subset->threshold); /* 2^64 - T, as T > 0 */
  inside = so_wide_times(&inside, subset->buckets - subset->size);
  outside = so_wide_times(&outside, subset->size);
  return so_cost_ratio_above(&inside, &outside);
}

/* Threshold, odds and cost. The odds as 64-bit integers are above the exact ones by a hair; should
   that hair ever pass the asked cost, the threshold gives way. */
static void settle(so_subset *subset, uint32_t epsilon_micro) {
  subset->threshold = threshold_of(subset, epsilon_micro);
  subset->odds = odds_of(subset);
  while (!so_cost_covers(subset->odds, epsilon_micro)) {
    subset->threshold--;
    subset->odds = odds_of(subset);
  }
  int whole = !so_cost_covers(subset->odds, epsilon_micro - 1);
  subset->epsilon_micro = whole ? epsilon_micro : so_cost_of_ratio(subset->odds);
}

sotto_status so_subset_plan(so_subset *ret_subset, uint32_t buckets, uint32_t epsilon_micro) {
  if (buckets < 2 || buckets > SO_SUBSET_DOMAIN_MAX) return SOTTO_E_LIMIT;
  if (epsilon_micro < 1 || epsilon_micro > SO_EPSILON_MAX_MICRO) return SOTTO_E_LIMIT;
  so_subset subset = {.buckets = buckets, .size = best_size(buckets, epsilon_micro)};
  uint32_t bits = buckets <= MAP_MAX ? buckets : subset.size * index_bits(buckets);
  if (bits > BITS_MAX) return SOTTO_E_LIMIT;
  subset.bytes = (bits + 7) / 8;
  settle(&subset, epsilon_micro);
  *ret_subset = subset;
  return SOTTO_OK;
}

/* The other k - 1 buckets are numbered without the true one. */
static uint32_t other(uint32_t number, uint32_t bucket) {
  return number + (number >= bucket);
}

/* a where `choose` is 1, b where it is 0, without a branch. */
static uint32_t either(uint32_t choose, uint32_t a, uint32_t b) {
  return b ^ ((a ^ b) & (0 - choose));
}

/* The wire form of `size` buckets: a map of them in any order, or their ascending indices. */
static void write_report(uint8_t *ret_report, const so_subset *subset, const uint32_t *buckets) {
  uint32_t width = index_bits(subset->buckets);
  int map = subset->buckets <= MAP_MAX;
  memset(ret_report, 0, subset->bytes);
  for (uint32_t i = 0; map && i < subset->size; i++)
    ret_report[buckets[i] / 8] |= (uint8_t)(1u << buckets[i] % 8);
  for (uint32_t bit = 0; !map && bit < subset->size * width; bit++)
    ret_report[bit / 8] |= (uint8_t)((buckets[bit / width] >> bit % width & 1) << bit % 8);
}

/* Draws d of the others in random order (Fisher and Yates); all bits are drawn at once, and again
   only for a word that is one too many. */
static void draw_shuffled(uint32_t *ret_drawn, const so_subset *subset, const so_bits *bits) {
  uint8_t order[MAP_MAX], words[4 * MAP_MAX];
  uint32_t count = subset->buckets - 1;
  bits->fill(bits->context, words, 4 * (size_t)subset->size);
  for (uint32_t i = 0; i < count; i++) order[i] = (uint8_t)i;
  for (uint32_t i = 0; i < subset->size; i++) {
    uint32_t at = i + so_bits_reduce(bits, so_load_u32(words + 4 * i), count - i);
    ret_drawn[i] = order[at];
    order[at] = order[i];
  }
  so_secret_wipe(words, sizeof words);
}

/* Puts `value` in its place among `count` ascending numbers; the work depends on `count` alone. */
static void insert(uint32_t *sorted, uint32_t count, uint32_t value) {
  for (uint32_t i = 0; i < count; i++) {
    uint32_t here = sorted[i], swap = value < here;
    sorted[i] = either(swap, value, here);
    value = either(swap, here, value);
  }
  sorted[count] = value;
}

/* The number of the `rank`-th of those not yet drawn. */
static uint32_t undrawn(const uint32_t *sorted, uint32_t count, uint32_t rank) {
  for (uint32_t i = 0; i < count; i++) rank += rank >= sorted[i];
  return rank;
}

/* Draws d of the others where there are too many to list: the first d - 1 ascending. */
static void draw_sorted(uint32_t *ret_drawn, const so_subset *subset, const so_bits *bits) {
  uint32_t last = subset->size - 1, count = subset->buckets - 1;
  for (uint32_t i = 0; i < last; i++)
    insert(ret_drawn, i, undrawn(ret_drawn, i, so_bits_below(bits, count - i)));
  ret_drawn[last] = undrawn(ret_drawn, last, so_bits_below(bits, count - last));
}

/* The last of those drawn gives way to the true bucket when it is to be inside. */
void so_subset_randomize(uint8_t *ret_report, const so_subset *subset, uint32_t bucket,
                         const so_bits *bits) {
  uint32_t drawn[MAP_MAX], last = subset->size - 1;
  assert(bucket < subset->buckets && subset->bytes <= SO_SUBSET_BYTES_MAX);
  uint32_t inside = so_bits_u64(bits) < subset->threshold;
  int map = subset->buckets <= MAP_MAX;
  if (map)
    draw_shuffled(drawn, subset, bits);
  else
    draw_sorted(drawn, subset, bits);
  for (uint32_t i = 0; i <= last; i++) drawn[i] = other(drawn[i], bucket);
  drawn[last] = either(inside, bucket, drawn[last]);
  if (!map) insert(drawn, last, drawn[last]);
  write_report(ret_report, subset, drawn);
}

static uint32_t read_map(uint32_t *found, const so_subset *subset, sotto_bytes report) {
  uint32_t count = 0;
  for (uint32_t bucket = 0; bucket < subset->buckets && count < subset->size; bucket++)
    if (report.data[bucket / 8] >> bucket % 8 & 1) found[count++] = bucket;
  return count;
}

static uint32_t read_indices(uint32_t *found, const so_subset *subset, sotto_bytes report) {
  uint32_t width = index_bits(subset->buckets);
  memset(found, 0, subset->size * sizeof *found);
  for (uint32_t bit = 0; bit < subset->size * width; bit++)
    found[bit / width] |= (uint32_t)(report.data[bit / 8] >> bit % 8 & 1) << bit % width;
  for (uint32_t i = 0; i < subset->size; i++)
    if (found[i] >= subset->buckets || (i && found[i] <= found[i - 1])) return 0;
  return subset->size;
}

/* What is found is written again: only its one canonical form is a report. */
sotto_status so_subset_read(uint32_t *ret_buckets, const so_subset *subset, sotto_bytes report) {
  uint32_t found[MAP_MAX];
  uint8_t again[SO_SUBSET_BYTES_MAX];
  if (report.size != subset->bytes) return SOTTO_E_CORRUPT;
  int map = subset->buckets <= MAP_MAX;
  uint32_t count = map ? read_map(found, subset, report) : read_indices(found, subset, report);
  if (count != subset->size) return SOTTO_E_CORRUPT;
  write_report(again, subset, found);
  if (memcmp(again, report.data, report.size) != 0) return SOTTO_E_CORRUPT;
  memcpy(ret_buckets, found, count * sizeof *found);
  return SOTTO_OK;
}
