/*
 * Rates and the lift from noised counts: fleets whose answers are known, drawn with the shipped
 * randomizers (local and split) through the public interface. Seeds are fixed; a right estimator
 * fails a bound below with another seed less than once in 10^4.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <sotto/rate.h>
#include <string.h>

#define K_MAX 512u
#define CELLS_MAX 8192u
#define RUNS 200u

typedef struct fleet {
  sotto_mechanism mechanism;
  uint64_t devices[K_MAX], reports, counts[CELLS_MAX];
} fleet;

static void begin(fleet *ret_fleet, uint32_t buckets, uint32_t split_batch) {
  memset(ret_fleet, 0, sizeof *ret_fleet);
  sotto_mechanism *mechanism = &ret_fleet->mechanism;
  sotto_status status = split_batch
                            ? sotto_mechanism_split(buckets, split_batch, 1000000, mechanism)
                            : sotto_mechanism_plan(buckets, 1000000, mechanism);
  cr_assert_eq(status, SOTTO_OK);
  cr_assert_leq(mechanism->cells, CELLS_MAX);
}

static void put(fleet *to, uint32_t cell, uint64_t no, uint64_t yes) {
  to->devices[1 + 2 * cell] = no;
  to->devices[2 + 2 * cell] = yes;
  to->reports += no + yes;
}

static void draw(fleet *of, uint64_t seed) {
  cr_assert_eq(sotto_rehearse_counts(&of->mechanism, of->devices, seed, of->counts), SOTTO_OK);
}

/** Mean and mean error of one cell's rate over many draws, and the spread of the draws. */
typedef struct tested {
  double mean, spread, error;
} tested;

static tested test_cell(fleet *of, uint32_t cell) {
  sotto_rate rates[K_MAX / 2];
  tested found = {0, 0, 0};
  double squares = 0;
  for (uint32_t run = 0; run < RUNS; run++) {
    draw(of, run);
    const sotto_tally tally = {of->counts, of->reports};
    cr_assert_eq(sotto_estimate_rates(&of->mechanism, &tally, rates), SOTTO_OK);
    cr_assert_not(rates[cell].suppressed);
    found.mean += rates[cell].rate / RUNS;
    found.error += rates[cell].error * rates[cell].error / RUNS;
    squares += rates[cell].rate * rates[cell].rate / RUNS;
  }
  found.spread = sqrt(squares - found.mean * found.mean);
  found.error = sqrt(found.error);
  return found;
}

static void check_cell(fleet *of, uint32_t cell, const char *what) {
  double no = (double)of->devices[1 + 2 * cell], yes = (double)of->devices[2 + 2 * cell];
  double truth = yes / (no + yes), sampling = truth * (1 - truth) / (no + yes);
  tested found = test_cell(of, cell);
  double stated = sqrt(found.error * found.error - sampling);
  cr_assert_float_eq(found.mean, truth, 4 * found.spread / sqrt(RUNS) + .02 * truth,
                     "%s: %g for %g", what, found.mean, truth);
  cr_assert(found.spread > .78 * stated && found.spread < 1.22 * stated, "%s: %g stated %g", what,
            found.spread, stated);
}

Test(estimate_rate, local_rates_are_unbiased_with_the_error_they_state) {
  fleet few;
  begin(&few, 5, 0);
  put(&few, 0, 9000, 3000);
  put(&few, 1, 5000, 3000);
  check_cell(&few, 1, "subset");
}

Test(estimate_rate, rates_of_many_cells_are_unbiased_with_the_error_they_state) {
  static fleet many;
  begin(&many, 401, 0);
  cr_assert_eq(many.mechanism.kind, SOTTO_MECHANISM_PROJECTIVE);
  put(&many, 0, 9000, 3000);
  put(&many, 100, 5000, 3000);
  check_cell(&many, 0, "projective");
}

Test(estimate_rate, split_rates_are_unbiased_with_the_error_they_state) {
  fleet split;
  begin(&split, 61, 20000);
  for (uint32_t cell = 0; cell < 30; cell++) put(&split, cell, 640, 20 + cell);
  check_cell(&split, 7, "split");
}

Test(estimate_rate, exact_counts_give_the_exact_rate) {
  fleet exact;
  sotto_rate rates[2];
  begin(&exact, 5, 0);
  exact.mechanism = (sotto_mechanism){.kind = SOTTO_MECHANISM_SUBSET,
                                      .buckets = 5,
                                      .size = 1,
                                      .cells = 5,
                                      .threshold = UINT64_MAX,
                                      .report_bytes = 1};
  const uint64_t counts[] = {100, 900, 100, 800, 200};
  const sotto_tally tally = {counts, 2100};
  cr_assert_eq(sotto_estimate_rates(&exact.mechanism, &tally, rates), SOTTO_OK);
  cr_assert_float_eq(rates[0].rate, .1, 1e-9);
  cr_assert_float_eq(rates[1].rate, .2, 1e-9);
  cr_assert_float_eq(rates[1].error, sqrt(.2 * .8 / 1000), 1e-4, "the chance of who was asked");
}

Test(estimate_rate, a_cell_that_drowns_is_suppressed) {
  fleet none;
  sotto_rate rates[30];
  begin(&none, 61, 0);
  none.devices[0] = none.reports = 1000;
  draw(&none, 1);
  const sotto_tally tally = {none.counts, none.reports};
  cr_assert_eq(sotto_estimate_rates(&none.mechanism, &tally, rates), SOTTO_OK);
  for (uint32_t n = 0; n < 30; n++) cr_assert(rates[n].suppressed);
}

Test(estimate_rate, lift_intervals_hold_the_truth_as_often_as_they_say) {
  fleet cohorts;
  uint32_t difference = 0, ratio = 0;
  begin(&cohorts, 5, 10000);
  put(&cohorts, 0, 17000, 3000);
  put(&cohorts, 1, 17600, 2400);
  for (uint32_t run = 0; run < RUNS; run++) {
    sotto_lift lift;
    draw(&cohorts, run);
    const sotto_tally tally = {cohorts.counts, cohorts.reports};
    cr_assert_eq(sotto_estimate_lift(&cohorts.mechanism, &tally, &lift), SOTTO_OK);
    cr_assert_not(lift.suppressed || lift.unbounded);
    difference += lift.difference_low <= .03 && .03 <= lift.difference_high;
    ratio += lift.ratio_low <= .25 && .25 <= lift.ratio_high;
  }
  /* who was asked does not vary here, so the intervals are wide, never narrow */
  cr_assert_gt(difference, RUNS * 94 / 100);
  cr_assert_gt(ratio, RUNS * 94 / 100);
}

Test(estimate_rate, as_many_reports_as_needed_show_a_lift_of_five_percent) {
  fleet cohorts;
  sotto_lift lift;
  begin(&cohorts, 5, 10000);
  put(&cohorts, 0, 17000, 3000);
  put(&cohorts, 1, 17000, 3000);
  draw(&cohorts, 1);
  const sotto_tally tally = {cohorts.counts, cohorts.reports};
  cr_assert_eq(sotto_estimate_lift(&cohorts.mechanism, &tally, &lift), SOTTO_OK);
  cr_assert_gt(lift.needed, cohorts.reports, "40,000 reports cannot show it");
  double times = (double)lift.needed / (double)cohorts.reports;
  double half = (lift.difference_high - lift.difference_low) / 2 / lift.plain.rate;
  cr_assert_float_eq(half / sqrt(times), .05, 1e-3);
}

Test(estimate_rate, a_rate_that_may_be_nothing_has_no_ratio) {
  fleet cohorts;
  sotto_lift lift;
  begin(&cohorts, 5, 0);
  put(&cohorts, 0, 1900, 100);
  put(&cohorts, 1, 2000, 0);
  draw(&cohorts, 1);
  const sotto_tally tally = {cohorts.counts, cohorts.reports};
  cr_assert_eq(sotto_estimate_lift(&cohorts.mechanism, &tally, &lift), SOTTO_OK);
  cr_assert(!lift.suppressed && lift.unbounded);
}

Test(estimate_rate, other_domains_are_refused) {
  fleet even;
  sotto_rate rates[4];
  sotto_lift lift;
  begin(&even, 4, 0);
  even.devices[0] = even.reports = 10;
  draw(&even, 1);
  const sotto_tally tally = {even.counts, 10};
  cr_assert_eq(sotto_estimate_rates(&even.mechanism, &tally, rates), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_estimate_lift(&even.mechanism, &tally, &lift), SOTTO_E_ARGUMENT);
}

Test(estimate_rate, split_mechanism_outside_the_table_is_refused) {
  sotto_mechanism mechanism;
  cr_assert_eq(sotto_mechanism_split(61, 10, 1000000, &mechanism), SOTTO_E_LIMIT);
  cr_assert_eq(sotto_mechanism_split(61, 20000, 1000001, &mechanism), SOTTO_E_LIMIT);
  cr_assert_eq(sotto_mechanism_split(61, 20000, 1000000, &mechanism), SOTTO_OK);
  mechanism.threshold++;
  uint64_t devices[61] = {0}, counts[61];
  cr_assert_eq(sotto_rehearse_counts(&mechanism, devices, 1, counts), SOTTO_E_ARGUMENT);
}
