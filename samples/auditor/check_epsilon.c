/*
 * The black box: what this very build sends, through public calls and nothing else. Then, that
 * taking part and a question's id depend on nobody.
 *
 * From below, the answers of many fresh devices bound epsilon. Whoever guesses a fair secret bit
 * from an epsilon-private report is right at most e^eps / (1 + e^eps) of the time (Kairouz, Oh and
 * Viswanath 2015, arXiv 1311.0776), so a share of right guesses bounds epsilon; so do the four
 * shares of yes and no by truth, which a lopsided mechanism cannot hide from. All five hold
 * together with 99.9 % confidence (exact binomial bounds; the guesses are given most of the tenth
 * of a percent). A build that tells more than it says is caught as soon as the bound passes its
 * claim.
 *
 * Two and four answers of one device compose: where all agree, the guess is right at most
 * e^(n eps) / (1 + e^(n eps)) of the time, and as often as that where every answer has noise of its
 * own. Answers that tell less, so that even the highest share that fits (one in a million) is below
 * the claim, have used some noise twice.
 *
 * From above, the thresholds of the public mechanism are enumerated, exactly.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bounds.h"
#include "checks.h"
#include "crowd.h"
#include "recompute.h"

#define LOST_GUESSING .0008
#define LOST_COUNTING (.0002 / 4) /* each of the four */
#define LOST_FALSELY 1e-6

static double larger(double a, double b) {
  return a > b ? a : b;
}

/* Epsilon as the odds of a share tell it; a share below one half tells nothing. */
static double epsilon_of(double share) {
  return share > .5 ? log(share / (1 - share)) : 0;
}

/* From the four shares: yes given either truth, no given either truth. */
static double bound_by_counting(const crowd_tally *seen) {
  const uint64_t *runs = seen->answers;
  const uint64_t no[2] = {runs[0] - seen->yes[0], runs[1] - seen->yes[1]};
  const double yes = bounds_share_at_least(seen->yes[1], runs[1], LOST_COUNTING) /
                     bounds_share_at_most(seen->yes[0], runs[0], LOST_COUNTING);
  const double best = larger(yes, bounds_share_at_least(no[0], runs[0], LOST_COUNTING) /
                                      bounds_share_at_most(no[1], runs[1], LOST_COUNTING));
  return best > 1 ? log(best) : 0;
}

static double bound_by_guessing(const crowd_tally *seen, int size, double lost) {
  return epsilon_of(bounds_share_at_least(seen->correct[size], seen->agreed[size], lost));
}

/* What an honest build of this cost is found to tell, on average, by so many guesses. */
static double expected_bound(double epsilon, uint64_t guesses) {
  const double share = 1 / (1 + exp(-epsilon));
  return epsilon_of(
      bounds_share_at_least((uint64_t)(share * (double)guesses), guesses, LOST_GUESSING));
}

static void tell_below(page *out, const crowd_tally *seen, double claim) {
  const uint64_t answers = seen->answers[0] + seen->answers[1];
  const double bound = larger(bound_by_counting(seen), bound_by_guessing(seen, 0, LOST_GUESSING));
  page_check(out, "epsilon from below", bound > 0 && bound <= claim,
             page_words("%llu answers of %llu fresh devices tell epsilon is at least %.4f (99.9 "
                        "%%), %.3f of the claimed %.6f. An honest build comes to %.3f on average.",
                        (unsigned long long)answers, (unsigned long long)answers / TRIAL_ANSWERS,
                        bound, bound / claim, claim, expected_bound(claim, answers) / claim));
}

static void tell_together(page *out, const crowd_tally *seen, double claim) {
  int holds = 1;
  double told[CROWD_SIZES];
  for (int size = 0; size < CROWD_SIZES; size++) {
    const double whole = claim * (1 << size);
    const double most =
        epsilon_of(bounds_share_at_most(seen->correct[size], seen->agreed[size], LOST_FALSELY));
    told[size] = bound_by_guessing(seen, size, LOST_GUESSING);
    holds = holds && told[size] <= whole && most >= whole;
  }
  page_check(out, "noise of its own", holds,
             page_words("Two answers of one device tell at least %.4f, %.3f of twice the claim; "
                        "four at least %.4f, %.3f of four times.",
                        told[1], told[1] / (2 * claim), told[2], told[2] / (4 * claim)));
}

static void check_below(page *out, trial *brand, uint64_t runs) {
  crowd_tally seen;
  const double claim = (double)brand->mechanism.epsilon_micro / 1e6;
  const sotto_status status = crowd_ask(brand, runs, &seen);
  if (status) {
    page_check(out, "epsilon from below", 0, sotto_status_text(status));
    return;
  }
  tell_below(out, &seen, claim);
  tell_together(out, &seen, claim);
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
