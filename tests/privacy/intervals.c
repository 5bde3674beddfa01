/*
 * Do the brand's intervals hold the truth as often as they say? 20,000 simulated questions of mixed
 * domains, costs, fleets and shares, both mechanisms, drawn by the shipped randomizer under fixed
 * seeds. Prints how many of the 95 % intervals hold the truth, how often an empty bucket is told
 * from zero, and how far the planner's error is from the one seen; exit 1 where coverage leaves
 * 95 +- 1 %, an empty bucket is told from zero in more than 3 %, or the planner is off by over 5 %.
 *
 *   intervals [QUESTIONS]
 */
#include <math.h>
#include <sotto/estimate.h>
#include <stdio.h>
#include <stdlib.h>

#define DEVICES_MAX 2400u

/* What was seen so far. */
typedef struct seen {
  double questions, held; /* questions; sum of the shares of their intervals that hold */
  double empty, told;     /* empty buckets; those that were told from zero */
  double squares;         /* of errors of empty buckets, in planned variances */
} seen;

static uint64_t state = 20261126;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static double uniform(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static double between(double low, double high) {
  return low * pow(high / low, uniform());
}

/* Some buckets empty, the others with shares of a random skew. */
static void spread(uint64_t *devices, uint32_t buckets, uint32_t count) {
  double skew = 4 * uniform(), used = 1 + floor(uniform() * buckets);
  for (uint32_t b = 0; b < buckets; b++) devices[b] = 0;
  for (uint32_t i = 0; i < count; i++) devices[(uint32_t)(pow(uniform(), 1 + skew) * used)]++;
}

static void look(seen *to, const sotto_mechanism *mechanism, const uint64_t *devices,
                 uint64_t reports, const sotto_share *shares) {
  sotto_plan plan;
  double held = 0;
  if (sotto_plan_devices(mechanism, reports, &plan)) exit(2);
  for (uint32_t b = 0; b < mechanism->buckets; b++) {
    double truth = (double)devices[b] / (double)reports;
    held += shares[b].low <= truth && truth <= shares[b].high;
    if (devices[b]) continue;
    to->empty++;
    to->told += !shares[b].suppressed;
    to->squares += pow(shares[b].share / plan.error, 2);
  }
  to->held += held / mechanism->buckets;
  to->questions++;
}

static void ask(seen *to, uint32_t buckets, uint64_t epsilon_micro, uint32_t count) {
  sotto_mechanism mechanism;
  if (sotto_mechanism_plan(buckets, epsilon_micro, &mechanism)) exit(2);
  uint64_t *devices = malloc(buckets * sizeof *devices);
  uint64_t *counts = calloc(mechanism.cells, sizeof *counts);
  sotto_share *shares = malloc(buckets * sizeof *shares);
  if (!devices || !counts || !shares) exit(2);
  spread(devices, buckets, count);
  if (sotto_rehearse_counts(&mechanism, devices, state, counts)) exit(2);
  sotto_tally tally = {.counts = counts, .reports = count};
  if (sotto_estimate_shares(&mechanism, &tally, NULL, shares)) exit(2);
  look(to, &mechanism, devices, count, shares);
  free(devices);
  free(counts);
  free(shares);
}

int main(int argc, char **argv) {
  static const uint64_t costs[] = {500000, 1000000, 2000000, 4000000};
  long questions = argc > 1 ? strtol(argv[1], NULL, 10) : 20000;
  seen all = {0};
  for (long n = 0; n < questions; n++) {
    double most = n % 20 ? 48 : 400;
    ask(&all, (uint32_t)between(2, most), costs[n % 4], (uint32_t)between(200, DEVICES_MAX));
    if (n % 500 == 0) fprintf(stderr, "\r  questions: %3ld %%", 100 * n / questions);
  }
  fprintf(stderr, "\r                    \r");
  double cover = 100 * all.held / all.questions, told = 100 * all.told / all.empty;
  double ratio = sqrt(all.squares / all.empty);
  printf("%.0f questions: %.2f %% of the 95 %% intervals hold the truth; %.2f %% of the empty\n"
         "buckets are told from zero; the error seen is %.3f of the planned one.\n",
         all.questions, cover, told, ratio);
  return fabs(cover - 95) > 1 || told > 3 || fabs(ratio - 1) > .05;
}
