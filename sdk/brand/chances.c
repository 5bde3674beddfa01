/*
 * Chances of subset selection (Ye and Barg 2018) and of projective geometry response (Feldman et
 * al. 2022, section 4): of K points c are orthogonal to one and i to two, K = q c + 1, c = q i + 1.
 */
#include "brand/chances.h"

#include <math.h>

double so_chances_orthogonal(const sotto_mechanism *mechanism) {
  return (mechanism->cells - 1.0) / mechanism->prime;
}

so_chances so_chances_of(const sotto_mechanism *mechanism) {
  double p = ldexp((double)mechanism->threshold, -64);
  double d = mechanism->size, k = mechanism->buckets;
  if (mechanism->kind != SOTTO_MECHANISM_PROJECTIVE)
    return (so_chances){.p = p, .q = (p * (d - 1) + (1 - p) * d) / (k - 1)};
  double c = so_chances_orthogonal(mechanism), i = (c - 1) / mechanism->prime;
  return (so_chances){.p = p, .q = p * i / c + (1 - p) * (c - i) / (mechanism->cells - c)};
}

static int usable_plane(const sotto_mechanism *mechanism) {
  double cells = 0;
  if (mechanism->prime < 2 || mechanism->size != 1) return 0;
  for (uint32_t i = 0; i < mechanism->dimension && cells < 1e9; i++)
    cells = cells * mechanism->prime + 1;
  return mechanism->dimension >= 2 && cells == mechanism->cells && cells >= mechanism->buckets;
}

static int usable_subset(const sotto_mechanism *mechanism) {
  return mechanism->size >= 1 && mechanism->size < mechanism->buckets &&
         mechanism->cells == mechanism->buckets;
}

int so_chances_usable(const sotto_mechanism *mechanism) {
  if (mechanism->buckets < 2) return 0;
  if (mechanism->kind != SOTTO_MECHANISM_PROJECTIVE && !usable_subset(mechanism)) return 0;
  if (mechanism->kind == SOTTO_MECHANISM_PROJECTIVE && !usable_plane(mechanism)) return 0;
  if (mechanism->kind < SOTTO_MECHANISM_SUBSET || mechanism->kind > SOTTO_MECHANISM_SPLIT) return 0;
  so_chances chances = so_chances_of(mechanism);
  return chances.p > chances.q;
}
