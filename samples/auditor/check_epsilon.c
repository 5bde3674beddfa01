/*
 * The black box: what this very build sends, through public calls and nothing else. From below, the
 * answers of many fresh devices bound epsilon with 99.9 % confidence (exact binomial bounds, after
 * Clopper and Pearson 1934; a union bound over the four of them); a build that tells more than it
 * says is caught as soon as that bound passes its claim. From above, the thresholds of the public
 * mechanism are enumerated, exactly. Then, that taking part and a question's id depend on nobody.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"
#include "recompute.h"
#include "trial.h"

#define CONFIDENCE_LOST .001

/* P(X >= at) for a binomial, summed from `at` upwards: its terms fall quickly where it is small. */
static double upper_tail(uint64_t at, uint64_t runs, double p) {
  double sum = 0;
  for (uint64_t k = at; k <= runs; k++) {
    const double term =
        exp(lgamma((double)runs + 1) - lgamma((double)k + 1) - lgamma((double)(runs - k) + 1) +
            (double)k * log(p) + (double)(runs - k) * log1p(-p));
    sum += term;
    if ((double)k > (double)runs * p && term < sum * 1e-12) break;
  }
  return sum;
}

/* The largest p under which `hits` or more of `runs` would be rarer than alpha. */
static double lower_bound(uint64_t hits, uint64_t runs, double alpha) {
  double low = 0, high = runs ? (double)hits / (double)runs : 0;
  if (!hits) return 0;
  for (int i = 0; i < 60; i++) {
    const double middle = (low + high) / 2;
    if (upper_tail(hits, runs, middle) < alpha)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static double upper_bound(uint64_t hits, uint64_t runs, double alpha) {
  return 1 - lower_bound(runs - hits, runs, alpha);
}

/* How often devices of each kind said yes. */
typedef struct tally {
  uint64_t runs[2];
  uint64_t yes[2];
} tally;

static double bound_of(const tally *seen) {
  const double alpha = CONFIDENCE_LOST / 4;
  const double yes = lower_bound(seen->yes[1], seen->runs[1], alpha) /
                     upper_bound(seen->yes[0], seen->runs[0], alpha);
  const double no = lower_bound(seen->runs[0] - seen->yes[0], seen->runs[0], alpha) /
                    upper_bound(seen->runs[1] - seen->yes[1], seen->runs[1], alpha);
  const double best = yes > no ? yes : no;
  return best > 1 ? log(best) : 0;
}

static void show_progress(uint64_t done, uint64_t all) {
  if (isatty(STDERR_FILENO) && done % 256 == 0)
    fprintf(stderr, "\r  asking fresh devices: %3.0f %%", 100 * (double)done / (double)all);
  if (isatty(STDERR_FILENO) && done == all) fprintf(stderr, "\r%40s\r", "");
}

static sotto_status ask_many(const trial *brand, uint64_t runs, tally *ret_tally) {
  memset(ret_tally, 0, sizeof *ret_tally);
  for (uint64_t i = 1; i <= runs; i++) {
    trial_outcome outcome;
    const trial_device device = {.prefers = i % 2};
    const sotto_status status = trial_run(brand, &device, &outcome);
    if (status) return status;
    ret_tally->runs[i % 2]++;
    ret_tally->yes[i % 2] += outcome.says_yes != 0;
    show_progress(i, runs);
  }
  return SOTTO_OK;
}

static void check_below(page *out, const trial *brand, uint64_t runs) {
  tally seen;
  const double claim = (double)brand->mechanism.epsilon_micro / 1e6;
  const sotto_status status = ask_many(brand, runs, &seen);
  if (status) {
    page_check(out, "epsilon from below", 0, sotto_status_text(status));
    return;
  }
  const double bound = bound_of(&seen);
  page_check(out, "epsilon from below", bound > 0 && bound <= claim,
             page_words("%llu fresh devices tell epsilon is at least %.4f (99.9 %%), %.3f of the "
                        "claimed %.6f.",
                        (unsigned long long)runs, bound, bound / claim, claim));
}

static void check_above(page *out) {
  static const uint32_t prices[] = {250000, 500000, 1000000, 2000000, 4000000};
  static const uint32_t domains[] = {2,  3,  4,  5,  6,   7,    8,     9,
                                     10, 11, 12, 40, 300, 1000, 10000, 100000};
  size_t good = 0, all = 0;
  for (size_t k = 0; k < sizeof domains / sizeof *domains; k++)
    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++) {
      sotto_mechanism plan;
      if (sotto_mechanism_plan(domains[k], prices[i], &plan)) continue;
      const stated_mechanism stated = recompute_stated(&plan);
      good += recompute_holds(&stated) && plan.epsilon_micro <= prices[i];
      all++;
    }
  page_check(
      out, "epsilon from above", all > 0 && good == all,
      page_words("%zu of %zu public mechanisms cost no more than they say, exactly.", good, all));
}

static void check_taking_part(page *out, const trial *brand) {
  static const trial_device kinds[] = {{.prefers = 1}, {.shops = 1},     {.prefers = 1, .shops = 1},
                                       {.denies = 1},  {.exhausted = 1}, {.prefers = 0}};
  trial_outcome first, next;
  size_t same = 1, ids = 1;
  const size_t count = sizeof kinds / sizeof *kinds;
  if (trial_run(brand, &kinds[0], &first)) same = ids = 0;
  for (size_t i = 1; same && i < count; i++) {
    if (trial_run(brand, &kinds[i], &next)) break;
    same += next.reports == first.reports && next.bytes == first.bytes && first.reports == 1;
    ids += kinds[i].exhausted || memcmp(next.question, first.question, sizeof next.question) == 0;
  }
  page_check(out, "taking part", same == count,
             page_words("%zu of %zu kinds of device send one report of one size: with a history, "
                        "without, refusing, without budget.",
                        same, count));
  page_check(out, "one question for all", ids == count,
             page_words("%zu of %zu fresh devices were asked under the same id.", ids, count));
}

int check_epsilon(page *out, uint64_t runs, uint32_t epsilon_micro) {
  trial brand;
  page_section(out, "The black box: what this build sends");
  const sotto_status status = trial_begin(&brand, epsilon_micro);
  if (!status) {
    check_below(out, &brand, runs);
    check_taking_part(out, &brand);
  } else {
    page_check(out, "epsilon from below", 0, sotto_status_text(status));
  }
  check_above(out);
  trial_end(&brand);
  return status == SOTTO_OK;
}
