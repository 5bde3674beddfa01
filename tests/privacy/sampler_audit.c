/*
 * See sampler_audit.h. The incomplete gamma and beta functions follow Numerical Recipes, 6.2, 6.4
 * (series and Lentz's continued fraction).
 */
#include "privacy/sampler_audit.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "crypto/random.h"

#define BINS 128u
#define FALSE_ALARMS 1e-6
#define STEPS 2000

void audit_shipped(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket, uint64_t number) {
  uint8_t key[SO_STREAM_KEY_SIZE] = "audited by seed";
  so_stream stream;
  so_store_u64(key + 16, number);
  so_store_u32(key + 24, oracle->buckets);
  so_store_u32(key + 28, bucket);
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  so_oracle_randomize(ret_report, oracle, bucket, &bits);
}

static double gamma_series(double a, double x) {
  double sum = 1 / a, term = sum;
  for (int n = 1; n < STEPS && term > sum * 1e-16; n++) sum += term *= x / (a + n);
  return sum * exp(-x + a * log(x) - lgamma(a));
}

static double gamma_fraction(double a, double x) {
  double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
  for (int n = 1; n < STEPS; n++) {
    double an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (fabs(d * c - 1) < 1e-15) break;
  }
  return h * exp(-x + a * log(x) - lgamma(a));
}

double audit_chi_square_tail(double statistic, double degrees) {
  double a = degrees / 2, x = statistic / 2;
  if (!(x > 0)) return 1;
  return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

static double beta_fraction(double x, double a, double b) {
  double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), h = d;
  for (int m = 1; m < STEPS; m++) {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= d * c;
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    h *= d * c;
    if (fabs(d * c - 1) < 1e-15) break;
  }
  return h;
}

/* The regularized incomplete beta function. */
static double beta(double x, double a, double b) {
  double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
  return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double audit_share_at_least(uint64_t hits, uint64_t trials, double alpha) {
  double low = 0, high = (double)hits / (double)trials;
  if (hits == 0) return 0;
  for (int n = 0; n < 100; n++) {
    double middle = (low + high) / 2;
    if (beta(middle, (double)hits, (double)(trials - hits) + 1) < alpha)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static void look(audit *inout_audit, double p) {
  assert(inout_audit->looks < AUDIT_LOOKS_MAX);
  if (inout_audit->looks++ == 0 || p < inout_audit->least) inout_audit->least = p;
}

int audit_alarms(const audit *looked) {
  double pooled = looked->coins / sqrt(looked->coin_looks ? looked->coin_looks : 1);
  double coin = erfc(fabs(pooled) / sqrt(2));
  double least = coin < looked->least ? coin : looked->least;
  return least < FALSE_ALARMS / (looked->looks + 1);
}

/* Coordinates of point `number`; see privacy/projective.h. */
static void point(const so_oracle *oracle, uint32_t number, uint32_t *ret_digits) {
  uint32_t at = 0, start = 0, block = 1;
  memset(ret_digits, 0, oracle->dimension * sizeof *ret_digits);
  while (number - start >= block) {
    start += block;
    block *= oracle->prime;
    at++;
  }
  ret_digits[at] = 1;
  for (uint32_t rest = number - start, i = 0; i < at; i++, rest /= oracle->prime)
    ret_digits[i] = rest % oracle->prime;
}

static int orthogonal(const so_oracle *oracle, uint32_t a, uint32_t b) {
  uint32_t first[64], second[64];
  uint64_t sum = 0;
  point(oracle, a, first);
  point(oracle, b, second);
  for (uint32_t i = 0; i < oracle->dimension; i++) sum += (uint64_t)first[i] * second[i];
  return sum % oracle->prime == 0;
}

/* What the reports of one bucket named. */
typedef struct pile {
  uint32_t bucket;
  uint64_t reports[2]; /* by side of the coin */
  uint32_t *counts[2]; /* per cell, of what each side named beside the bucket */
  int broken;
} pile;

static void add(pile *to, const so_oracle *oracle, const uint32_t *cells) {
  int inside = 0;
  for (uint32_t i = 0; i < oracle->size; i++)
    inside |= oracle->kind == SO_ORACLE_SUBSET ? cells[i] == to->bucket
                                               : orthogonal(oracle, cells[i], to->bucket);
  to->reports[inside]++;
  for (uint32_t i = 0; i < oracle->size; i++) to->counts[inside][cells[i]]++;
}

static void look_at_coin(audit *inout_audit, const so_oracle *oracle, const pile *from) {
  double p = ldexp((double)oracle->threshold.inside, -64);
  double reports = (double)(from->reports[0] + from->reports[1]);
  double z = ((double)from->reports[1] - reports * p) / sqrt(reports * p * (1 - p));
  inout_audit->coins += z;
  inout_audit->coin_looks++;
  look(inout_audit, erfc(fabs(z) / sqrt(2)));
}

/* One side of a subset: `named` of the k - 1 others in each report. */
static void look_at_subset(audit *inout_audit, const so_oracle *oracle, const pile *from,
                           int side) {
  double named = oracle->size - (side ? 1u : 0u), others = oracle->buckets - 1.0;
  double reports = (double)from->reports[side], mean = reports * named / others, sum = 0;
  if (named < 1 || named >= others || reports < 20) return;
  double unit = mean * (1 - named / others) * others / (others - 1);
  for (uint32_t cell = 0; cell < oracle->buckets; cell++)
    if (cell != from->bucket) sum += pow((double)from->counts[side][cell] - mean, 2) / unit;
  look(inout_audit, audit_chi_square_tail(sum, others - 1));
}

/* One side of a geometry: points pooled by their number. */
static void look_at_points(audit *inout_audit, const so_oracle *oracle, const pile *from,
                           int side) {
  double size[BINS] = {0}, count[BINS] = {0}, all = 0, sum = 0,
         reports = (double)from->reports[side];
  for (uint32_t cell = 0; cell < oracle->cells; cell++) {
    if (orthogonal(oracle, cell, from->bucket) != side) continue;
    uint32_t bin = oracle->cells < 16 * BINS ? cell * BINS / oracle->cells : cell % BINS;
    size[bin]++;
    all++;
    count[bin] += from->counts[side][cell];
  }
  double degrees = -1;
  for (uint32_t bin = 0; bin < BINS; bin++) {
    double mean = reports * size[bin] / all;
    if (!(mean > 0)) continue;
    sum += pow(count[bin] - mean, 2) / mean;
    degrees++;
  }
  if (degrees >= 1 && reports > 20 * BINS) look(inout_audit, audit_chi_square_tail(sum, degrees));
}

void audit_look(audit *inout_audit, const so_oracle *oracle, uint32_t bucket, uint32_t reports,
                audit_draw_fn draw) {
  pile from = {
      .bucket = bucket,
      .counts = {calloc(oracle->cells, sizeof(uint32_t)), calloc(oracle->cells, sizeof(uint32_t))}};
  for (uint32_t number = 0; number < reports && !from.broken; number++) {
    uint8_t report[SO_ORACLE_BYTES_MAX];
    uint32_t cells[SO_ORACLE_NAMED_MAX];
    draw(report, oracle, bucket, number);
    from.broken = so_oracle_read(cells, oracle, (sotto_bytes){report, oracle->bytes}) != SOTTO_OK;
    if (!from.broken) add(&from, oracle, cells);
  }
  if (from.broken) look(inout_audit, 0);
  look_at_coin(inout_audit, oracle, &from);
  for (int side = 0; side < 2; side++) {
    if (oracle->kind == SO_ORACLE_SUBSET)
      look_at_subset(inout_audit, oracle, &from, side);
    else
      look_at_points(inout_audit, oracle, &from, side);
  }
  free(from.counts[0]);
  free(from.counts[1]);
}
