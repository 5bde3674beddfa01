/* Rehearsals: reports and counts of a seed, and what is refused. */
#include <criterion/criterion.h>
#include <sotto/estimate.h>
#include <string.h>

#define DEVICES 5000u

static uint32_t buckets_of[DEVICES];
static uint8_t reports[DEVICES * 16];
static uint64_t counts[4096], again[4096];

static sotto_mechanism mechanism_of(uint32_t buckets) {
  sotto_mechanism mechanism;
  cr_assert_eq(sotto_mechanism_plan(buckets, 1000000, &mechanism), SOTTO_OK);
  return mechanism;
}

static sotto_bytes draw(const sotto_mechanism *mechanism, uint64_t seed) {
  const sotto_rehearsal rehearsal = {buckets_of, DEVICES, seed};
  for (uint32_t i = 0; i < DEVICES; i++)
    buckets_of[i] = (uint32_t)((uint64_t)i * mechanism->buckets / DEVICES);
  cr_assert_eq(sotto_rehearse_reports(mechanism, &rehearsal, reports), SOTTO_OK);
  return (sotto_bytes){reports, (size_t)DEVICES * mechanism->report_bytes};
}

Test(rehearse, reports_counted_in_parts_are_the_counts_of_the_seed) {
  static const uint32_t domains[] = {7, 128, 1000};
  for (int i = 0; i < 3; i++) {
    sotto_mechanism mechanism = mechanism_of(domains[i]);
    uint64_t devices[1000] = {0};
    sotto_bytes all = draw(&mechanism, 3);
    sotto_bytes first = {all.data, 1000 * (size_t)mechanism.report_bytes};
    sotto_bytes rest = {all.data + first.size, all.size - first.size};
    memset(counts, 0, sizeof counts);
    cr_assert_eq(sotto_rehearse_tally(&mechanism, first, counts), SOTTO_OK);
    cr_assert_eq(sotto_rehearse_tally(&mechanism, rest, counts), SOTTO_OK);
    for (uint32_t j = 0; j < DEVICES; j++) devices[buckets_of[j]]++;
    cr_assert_eq(sotto_rehearse_counts(&mechanism, devices, 3, again), SOTTO_OK);
    cr_assert_arr_eq(counts, again, mechanism.cells * sizeof *counts);
    cr_assert_eq(sotto_rehearse_counts(&mechanism, devices, 4, again), SOTTO_OK);
    cr_assert_arr_neq(counts, again, mechanism.cells * sizeof *counts);
  }
}

Test(rehearse, what_the_mechanism_cannot_give_is_corrupt) {
  sotto_mechanism subset = mechanism_of(7), plane = mechanism_of(1000);
  const uint8_t three[1] = {0x07}, high[2] = {0xff, 0xff};
  cr_assert_eq(sotto_rehearse_tally(&subset, (sotto_bytes){three, 1}, counts), SOTTO_E_CORRUPT);
  cr_assert_eq(sotto_rehearse_tally(&plane, (sotto_bytes){high, 2}, counts), SOTTO_E_CORRUPT);
  cr_assert_eq(sotto_rehearse_tally(&plane, (sotto_bytes){high, 1}, counts), SOTTO_E_CORRUPT);
}

Test(rehearse, a_foreign_mechanism_or_bucket_is_refused) {
  sotto_mechanism mechanism = mechanism_of(1000);
  uint32_t bucket = 1000;
  const sotto_rehearsal outside = {&bucket, 1, 0};
  cr_assert_eq(sotto_rehearse_reports(&mechanism, &outside, reports), SOTTO_E_ARGUMENT);
  mechanism.threshold++;
  cr_assert_eq(sotto_rehearse_tally(&mechanism, (sotto_bytes){NULL, 0}, counts), SOTTO_E_ARGUMENT);
  mechanism = mechanism_of(1000);
  mechanism.kind = SOTTO_MECHANISM_SUBSET;
  cr_assert_eq(sotto_rehearse_tally(&mechanism, (sotto_bytes){NULL, 0}, counts), SOTTO_E_ARGUMENT);
}
