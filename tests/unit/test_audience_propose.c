/*
 * Proposals from noised fleets whose rates are known, drawn with the shipped randomizers. Seeds are
 * fixed; each test says with what chance a right program fails it under another seed.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "brand/audience_propose.h"
#include "unit/made_pack.h"

#define CELLS 6u
#define ROWS 3u
#define BUCKETS (1 + 2 * ROWS * CELLS)
#define RUNS 1000u
#define REPORTS 40000u

typedef struct fleet {
  sotto_mechanism mechanism;
  uint64_t devices[BUCKETS], counts[BUCKETS], reports, state;
  uint32_t permille[ROWS * CELLS];
  sotto_rate rates[ROWS * CELLS];
} fleet;

/* Every cell as large; of the cells in `better` 40 % do well with the first arm, else 20 %. */
static void begin(fleet *ret_fleet, uint32_t reports, uint32_t better) {
  memset(ret_fleet, 0, sizeof *ret_fleet);
  cr_assert_eq(sotto_mechanism_split(BUCKETS, 1000, 1000000, &ret_fleet->mechanism), SOTTO_OK);
  for (uint32_t n = 0; n < ROWS * CELLS; n++) {
    ret_fleet->permille[n] = n < CELLS && better >> n & 1u ? 400 : 200;
    ret_fleet->devices[1 + 2 * n] = reports / (ROWS * CELLS);
    ret_fleet->reports += reports / (ROWS * CELLS);
  }
}

/* Who happens to do well. */
static void draw_outcomes(fleet *of) {
  for (uint32_t n = 0; n < ROWS * CELLS; n++) {
    uint64_t *no = &of->devices[1 + 2 * n], *yes = no + 1, each = *no + *yes;
    *yes = 0;
    for (uint64_t device = 0; device < each; device++)
      *yes += made_below(&of->state, 1000) < of->permille[n];
    *no = each - *yes;
  }
}

/* Draws outcomes, then the devices' noise, and gives what is proposed. */
static uint32_t draw(fleet *of, uint64_t seed, double stretch, so_proposal *ret_proposals) {
  const sotto_tally tally = {of->counts, of->reports};
  const so_propose_table table = {of->rates, ROWS, CELLS};
  draw_outcomes(of);
  cr_assert_eq(sotto_rehearse_counts(&of->mechanism, of->devices, seed, of->counts), SOTTO_OK);
  cr_assert_eq(sotto_estimate_rates(&of->mechanism, &tally, of->rates), SOTTO_OK);
  for (uint32_t n = 0; n < ROWS * CELLS; n++) of->rates[n].error *= stretch;
  return so_audience_propose(&table, .01, ret_proposals);
}

static uint32_t false_alarms(uint32_t reports, double stretch) {
  so_proposal found[SO_PROPOSE_CELLS_MAX];
  uint32_t alarms = 0;
  fleet all;
  begin(&all, reports, 0);
  for (uint32_t run = 0; run < RUNS; run++) alarms += draw(&all, run, stretch, found) > 0;
  return alarms;
}

/* At most 10 of 1,000 expected; above 25 with chance 2e-5. */
Test(audience_propose, proposes_nothing_from_noise_in_99_runs_of_100) {
  uint32_t many = false_alarms(REPORTS, 1), few = false_alarms(2500, 1);
  cr_expect_leq(many, 25, "%u", many);
  cr_expect_leq(few, 25, "%u of a small fleet", few);
}

/* The planted defect: errors said to be smaller than they are. */
Test(audience_propose, errors_told_too_small_are_caught_by_the_same_count) {
  uint32_t alarms = false_alarms(REPORTS, .7);
  cr_expect_gt(alarms, 25, "%u", alarms);
}

/* Truth: cells 1 and 4 against the other four. About 95 of 100 runs find just that, and 2 join one
   of the others to them, whose own errors do not tell it apart; both bounds miss below 1e-6. */
Test(audience_propose, finds_the_groups_there_are) {
  so_proposal found[SO_PROPOSE_CELLS_MAX];
  uint32_t right = 0, wrong = 0;
  fleet all;
  begin(&all, REPORTS, 022);
  for (uint32_t run = 0; run < 200; run++) {
    uint32_t count = draw(&all, run, 1, found);
    for (uint32_t n = 0; n < count; n++) {
      uint32_t members = found[n].members;
      right += members == 022 && found[n].row == 0 && found[n].inside.rate > found[n].outside.rate;
      wrong += (members & 022) && (members & ~022u);
    }
  }
  cr_expect_geq(right, 170, "%u of 200", right);
  cr_expect_leq(wrong, 20, "%u of 200", wrong);
}

static sotto_rate known(double rate, double error) {
  return (sotto_rate){.rate = rate, .error = error, .share = .1};
}

Test(audience_propose, leaves_out_what_is_not_known_and_what_cannot_be_told) {
  so_proposal found[SO_PROPOSE_CELLS_MAX];
  sotto_rate rates[] = {known(.1, .01), known(.5, .01),
                        known(.5, .5),  known(0, 0),
                        known(.1, .01), {.rate = .5, .error = .01, .suppressed = 1}};
  const so_propose_table table = {rates, 1, 6};
  cr_assert_eq(so_audience_propose(&table, .01, found), 2);
  for (uint32_t n = 0; n < 2; n++) {
    cr_expect(found[n].members == 021 || found[n].members == 02, "%o", found[n].members);
    cr_expect_eq(found[n].rest & 050, 0);
  }
}

Test(audience_propose, says_nothing_of_a_table_without_anything_to_compare) {
  so_proposal found[SO_PROPOSE_CELLS_MAX];
  sotto_rate rates[2] = {known(.1, .01), {.suppressed = 1}};
  cr_expect_eq(so_audience_propose(&(so_propose_table){rates, 1, 2}, .01, found), 0);
  cr_expect_eq(so_audience_propose(&(so_propose_table){rates, 0, 2}, .01, found), 0);
  cr_expect_eq(so_audience_propose(&(so_propose_table){rates, 1, 1}, .01, found), 0);
  cr_expect_eq(so_audience_propose(&(so_propose_table){rates, 1, 9}, .01, found), 0);
}
