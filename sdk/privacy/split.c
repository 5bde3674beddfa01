/*
 * Looking up and drawing.
 */
#include "privacy/split.h"

#include "privacy/split_table.h"

#define HALVINGS 12u       /* of the odds, to stay within what so_cost_of_ratio() covers */
#define LN_2_MICRO 693148u /* ln 2 in micro-units, rounded up */

/* First place in an ascending list with at least `value`, or its length. */
static uint32_t at_least(const uint32_t *list, uint32_t count, uint32_t value) {
  uint32_t at = 0;
  while (at < count && list[at] < value) at++;
  return at;
}

/* ln(odds), rounded up, by parts: ln(odds / 2^n) + n ln 2. */
static uint32_t cost_of(so_ratio odds) {
  uint32_t halvings = 0;
  while (odds.numerator / odds.denominator >= 2 && halvings < HALVINGS)
    odds.denominator *= 2, halvings++;
  uint32_t rest = so_cost_of_ratio(odds);
  return rest == UINT32_MAX ? rest : rest + halvings * LN_2_MICRO;
}

/* The true bucket is 1 + k (1 - g) / g times likelier than another. */
static so_ratio odds_of(uint32_t buckets, uint32_t random_q32) {
  uint64_t truthful = ((uint64_t)1 << 32) - random_q32;
  return (so_ratio){random_q32 + buckets * truthful, random_q32};
}

sotto_status so_split_plan(so_split *ret_split, const so_split_ask *ask) {
  uint32_t epsilon = at_least(so_split_epsilons_micro, SO_SPLIT_EPSILONS, ask->epsilon_micro);
  uint32_t domain = at_least(so_split_domains, SO_SPLIT_DOMAINS, ask->buckets);
  uint32_t batch = at_least(so_split_batches, SO_SPLIT_BATCHES, ask->minimum_batch);
  if (batch == SO_SPLIT_BATCHES || so_split_batches[batch] > ask->minimum_batch) batch--;
  if (ask->buckets < 2 || ask->minimum_batch < so_split_batches[0] || domain == SO_SPLIT_DOMAINS)
    return SOTTO_E_LIMIT;
  if (epsilon == SO_SPLIT_EPSILONS || so_split_epsilons_micro[epsilon] != ask->epsilon_micro)
    return SOTTO_E_LIMIT;
  uint32_t random = so_split_random_q32[epsilon][batch][domain];
  if (!random) return SOTTO_E_LIMIT;
  so_ratio odds = odds_of(ask->buckets, random);
  *ret_split = (so_split){.buckets = ask->buckets,
                          .random_q32 = random,
                          .cost = {ask->epsilon_micro, SO_SPLIT_DELTA_2P60, cost_of(odds)},
                          .odds = odds};
  return SOTTO_OK;
}

uint32_t so_split_randomize(const so_split *split, uint32_t bucket, const so_bits *bits) {
  uint32_t gate = (uint32_t)so_bits_u64(bits), random = so_bits_below(bits, split->buckets);
  uint32_t choose = 0 - (uint32_t)(gate < split->random_q32);
  return (random & choose) | (bucket & ~choose);
}
