/*
 * Recomputing costs and ids: see recompute.h.
 */
#include "recompute.h"

#include <math.h>
#include <sodium.h>
#include <string.h>

#define LIMBS 10

/* A whole number below 2^320, 32 bits a limb, low first. */
typedef struct whole {
  uint32_t limbs[LIMBS];
} whole;

static whole whole_of(uint64_t low, uint32_t high) {
  return (whole){{(uint32_t)low, (uint32_t)(low >> 32), high}};
}

static whole product(const whole *a, uint64_t number) {
  whole out = {{0}};
  for (int half = 0; half < 2; half++) {
    const uint64_t factor = half ? number >> 32 : number & UINT32_MAX;
    uint64_t carry = 0;
    for (int i = 0; i + half < LIMBS; i++) {
      carry += out.limbs[i + half] + a->limbs[i] * factor;
      out.limbs[i + half] = (uint32_t)carry;
      carry >>= 32;
    }
  }
  return out;
}

static int is_at_most(const whole *a, const whole *b) {
  for (int i = LIMBS - 1; i >= 0; i--)
    if (a->limbs[i] != b->limbs[i]) return a->limbs[i] < b->limbs[i];
  return 1;
}

/* 2^64 - T, and T may be 0. */
static whole rest_of(uint64_t threshold) {
  return threshold ? whole_of(0 - threshold, 0) : whole_of(0, 1);
}

int recompute_holds(const stated_mechanism *stated) {
  if (!stated->chosen || stated->domain <= stated->chosen || !stated->odds_denominator) return 0;
  const whole threshold = whole_of(stated->threshold, 0), rest = rest_of(stated->threshold);
  whole left = product(&threshold, stated->domain - stated->chosen);
  whole right = product(&rest, stated->chosen);
  left = product(&left, stated->odds_denominator);
  right = product(&right, stated->odds_numerator);
  const long double odds =
      (long double)stated->odds_numerator / (long double)stated->odds_denominator;
  return is_at_most(&left, &right) && odds >= 1 &&
         logl(odds) * 1e6L <= (long double)stated->epsilon_micro + 1e-6L;
}

static uint64_t points_of(uint64_t prime, uint64_t dimension) {
  uint64_t points = 0, power = 1;
  for (uint64_t i = 0; i < dimension; i++, power *= prime) points += power;
  return points;
}

int recompute_geometry(stated_mechanism *inout_stated, uint64_t prime, uint64_t dimension) {
  if (prime < 2 || prime > 65535 || dimension < 2 || dimension > 32) return 0;
  if ((double)dimension * log2((double)prime) > 60) return 0;
  for (uint64_t i = 2; i * i <= prime; i++)
    if (prime % i == 0) return 0;
  const uint64_t buckets = inout_stated->domain;
  inout_stated->domain = points_of(prime, dimension);
  inout_stated->chosen = points_of(prime, dimension - 1);
  return inout_stated->domain >= buckets;
}

stated_mechanism recompute_stated(const sotto_mechanism *plan) {
  stated_mechanism stated = {plan->buckets,          plan->size,
                             plan->threshold,        plan->odds_numerator,
                             plan->odds_denominator, plan->epsilon_micro};
  const int subset = plan->kind == SOTTO_MECHANISM_SUBSET;
  if (!subset && !recompute_geometry(&stated, plan->prime, plan->dimension)) stated.domain = 0;
  return stated;
}

void recompute_question_id(uint8_t ret_id[16], const uint8_t content[32], uint32_t epoch) {
  static const char label[] = "sotto question";
  uint8_t text[sizeof label - 1 + 32 + 4], digest[32];
  memcpy(text, label, sizeof label - 1);
  memcpy(text + sizeof label - 1, content, 32);
  for (int i = 0; i < 4; i++) text[sizeof text - 4 + i] = (uint8_t)(epoch >> 8 * i);
  crypto_generichash(digest, sizeof digest, text, sizeof text, NULL, 0);
  memcpy(ret_id, digest, 16);
}
