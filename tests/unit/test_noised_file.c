/*
 * Noised estimates reach the pack with their standard errors; numbers that are none, are huge or
 * have no error, and names the catalogue lacks, are told and left out.
 */
#include "brand_lab.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/arm_format.h"

static brand_lab lab;

static void set_up(void) {
  lab_open(&lab);
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", "id\tattributes\na\tk=1\nb\tk=2\nc\tk=3\n"));
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(noised_file, .init = set_up, .fini = tear_down);

#define HEADER "kind\titem\tother\tvalue\terror\n"

static sotto_status build_with(const char *rows) {
  lab.options.statistics_file = lab_write(&lab, "statistics.tsv", rows);
  return lab_build(&lab);
}

static uint32_t item_of(const char *id) {
  return so_pack_find_item(&lab.pack, so_text_of(id));
}

Test(noised_file, every_statistic_carries_its_error) {
  cr_assert_eq(build_with(HEADER "popularity\tb\t\t0.25\t0.01\npopularity\ta\t\t-0.02\t0.01\n"
                                 "baseline\tk\t2\t0.4\t0.05\n"
                                 "pair\ta\tb\t0.2\t0.03\npair\ta\tc\t-0.1\t0.03\n"),
               SOTTO_OK, "%s", lab.said);
  const so_pack_item *b = &lab.pack.items[item_of("b")];
  cr_assert_float_eq((double)b->popularity, .25, 1e-6);
  cr_assert_float_eq((double)b->popularity_error, .01, 1e-6);
  cr_assert_eq(lab.pack.items[item_of("a")].popularity, 0, "noise may go below 0, a share may not");
  cr_assert_eq(lab.pack.popular_order[0], item_of("b"));
  uint32_t value =
      so_pack_find_value(&lab.pack, so_pack_find_key(&lab.pack, so_text_of("k")), so_text_of("2"));
  cr_assert_float_eq((double)lab.pack.values[value].baseline, .4, 1e-6);
  cr_assert_float_eq((double)lab.pack.values[value].baseline_error, .05, 1e-6);
  const so_pack_row *row = &lab.pack.neighbour_rows[item_of("a")];
  cr_assert_eq(row->count, 1, "an estimate below 0 is no neighbour");
  cr_assert_gt(row->error, 0);
}

static double popularity_of(const char *id) {
  return (double)lab.pack.items[item_of(id)].popularity;
}

Test(noised_file, a_category_speaks_for_its_items_that_have_no_estimate_of_their_own) {
  lab_write(&lab, "items.tsv",
            "id\tproduct_type\na\tTents\nb\tTents > Small\nc\tTents > Small\nd\tStoves\n");
  cr_assert_eq(build_with(HEADER "category\tTents > Small\t\t0.2\t0.02\n"
                                 "category\tTents\t\t0.6\t0.03\npopularity\tc\t\t0.05\t0.01\n"
                                 "category\tBoats\t\t0.6\t0.03\n"),
               SOTTO_OK, "%s", lab.said);
  cr_assert_float_eq(popularity_of("a"), .6 / 3, 1e-6, "an even part of its type");
  cr_assert_float_eq(popularity_of("b"), .2 / 2, 1e-6, "the nearest type counts");
  cr_assert_float_eq((double)lab.pack.items[item_of("b")].popularity_error, .02 / 2, 1e-6);
  cr_assert_float_eq(popularity_of("c"), .05, 1e-6, "what is known of the item itself stays");
  cr_assert_eq(popularity_of("d"), 0);
  cr_assert(lab_said(&lab, "estimates of what the catalogue lacks: 1"), "%s", lab.said);
}

Test(noised_file, numbers_that_are_none_are_left_out) {
  cr_assert_eq(build_with(HEADER "popularity\ta\t\tnan\t0.1\npopularity\ta\t\tinf\t0.1\n"
                                 "popularity\ta\t\t1e30\t0.1\npopularity\ta\t\t0.1\t-1\n"
                                 "popularity\ta\t\t0.1\n\npopularity\tb\t\t0.1\t0.01\n"
                                 "prophecy\ta\t\t0.1\t0.1\n"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "estimates without a kind, value or error: 6"), "%s", lab.said);
  cr_assert_eq(lab.pack.items[item_of("a")].popularity, 0);
  cr_assert_gt(lab.pack.items[item_of("b")].popularity, 0);
}

Test(noised_file, shares_above_all_by_more_than_their_noise_are_left_out) {
  cr_assert_eq(build_with(HEADER "popularity\ta\t\t1.2\t0.1\npopularity\tb\t\t2\t0.1\n"
                                 "pair\ta\tb\t1000000\t0\npopularity\tc\t\t1e300\t1e300\n"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "estimates without a kind, value or error: 3"), "%s", lab.said);
  cr_assert_gt(lab.pack.items[item_of("a")].popularity, 0);
}

Test(noised_file, noise_leaves_the_order_of_the_feed) {
  cr_assert_eq(build_with(HEADER "popularity\ta\t\t-0.02\t0.02\npopularity\tb\t\t0.01\t0.02\n"
                                 "popularity\tc\t\t0.03\t0.02\n"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "within the noise of their table: 3"), "%s", lab.said);
  for (uint32_t n = 0; n < 3; n++) cr_assert_eq(lab.pack.popular_order[n], n);
}

Test(noised_file, many_small_truths_stay_together) {
  char rows[4096] = HEADER, items[2048] = "id\n";
  for (int n = 0; n < 40; n++) {
    snprintf(items + strlen(items), 16, "i%d\n", n);
    snprintf(rows + strlen(rows), 48, "popularity\ti%d\t\t0.0%d\t0.01\n", n, 1 + n % 2);
  }
  lab_write(&lab, "items.tsv", items);
  cr_assert_eq(build_with(rows), SOTTO_OK);
  cr_assert(!lab_said(&lab, "within the noise"), "%s", lab.said);
  cr_assert_gt(lab.pack.items[item_of("i0")].popularity, 0, "one error above 0, as all are");
}

Test(noised_file, of_what_is_told_twice_the_last_line_stays) {
  lab_write(&lab, "items.tsv", "id\tproduct_type\na\tTents\nb\tStoves\n");
  cr_assert_eq(build_with(HEADER "moment\thour:2\tTents\t3\t0.1\nmoment\thour:2\tTents\t2\t0.1\n"
                                 "pair\ta\tb\t0.4\t0\npair\ta\tb\t-1\t0\n"
                                 "popularity\ta\t\t0.5\t0\npopularity\ta\t\t0.25\t0\n"),
               SOTTO_OK, "%s", lab.said);
  cr_assert_eq(lab.pack.moment_count, 1);
  cr_assert_float_eq((double)lab.pack.moments[0].lift, 2, 1e-6);
  cr_assert_eq(lab.pack.neighbour_rows[item_of("a")].count, 0);
  cr_assert_float_eq((double)lab.pack.items[item_of("a")].popularity, .25, 1e-6);
}

/* One pair of four is thirty times as noisy as the rest, and its estimate is one such error. */
Test(noised_file, pair_noisier_than_its_row_does_not_lead_it) {
  cr_assert_eq(build_with(HEADER "pair\ta\tb\t0.1\t0.01\npair\ta\tc\t0.3\t0.3\n"), SOTTO_OK);
  const so_pack_row *row = &lab.pack.neighbour_rows[item_of("a")];
  float most = 0;
  for (uint32_t n = 0; n < row->count; n++) {
    float weight = (float)(lab.pack.neighbours[row->start + n].item_weight >> 24) * row->scale;
    if (weight > most) most = weight;
  }
  cr_assert_leq(most, 1.01f * row->error, "noise of one error stands no further out in its row");
}

/* A million lines: most of them twice, of unknown things, or no numbers. */
Test(noised_file, of_a_million_lines_the_sound_ones_are_taken, .timeout = 120) {
  static const char *const kinds[] = {
      "popularity\tb\t\t0.25\t0.01\n",     "popularity\tnobody\t\t0.25\t0.01\n",
      "pair\ta\tb\t0.2\t0.03\n",           "pair\ta\tb\tnan\t0.03\n",
      "baseline\tk\t2\t0.4\t0.05\n",       "baseline\tk\t2\t0.4\t-inf\n",
      "moment\thour:9\tTents\t2\t1e300\n", "pair\ta\n"};
  char *rows = malloc(40u << 20), *at = rows;
  cr_assert_not_null(rows);
  memcpy(at, HEADER, sizeof HEADER);
  at += sizeof HEADER - 1;
  for (uint32_t n = 0; n < 1000000; n++) {
    size_t size = strlen(kinds[n % 8]);
    memcpy(at, kinds[n % 8], size + 1);
    at += size;
  }
  cr_assert_eq(build_with(rows), SOTTO_OK, "%s", lab.said);
  free(rows);
  cr_assert(lab_said(&lab, "estimates without a kind, value or error: 500000"), "%s", lab.said);
  cr_assert(lab_said(&lab, "estimates of what the catalogue lacks: 125000"), "%s", lab.said);
  cr_assert_eq(lab.pack.popular_order[0], item_of("b"));
  cr_assert_eq(lab.pack.neighbour_rows[item_of("a")].count, 1);
}

Test(noised_file, names_the_catalogue_lacks_are_left_out) {
  cr_assert_eq(build_with(HEADER "popularity\tzzz\t\t0.1\t0.1\npair\ta\tzzz\t0.1\t0.1\n"
                                 "baseline\tk\t9\t0.1\t0.1\nbaseline\tnone\t1\t0.1\t0.1\n"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "estimates of what the catalogue lacks: 4"), "%s", lab.said);
}

#define ARMS                                                                                       \
 "{\"brand\": \"Lab\", \"currency\": \"EUR\", \"locales\": [\"en\"], \"default_locale\": \"en\","  \
 " \"slots\": [{\"id\": \"hero\", \"arms\": [{\"id\": \"one\", \"content\": {\"en\": \"1\"}},"     \
 " {\"id\": \"two\", \"content\": {\"en\": \"2\"}}]}, {\"id\": \"foot\", \"arms\":"                \
 " [{\"id\": \"one\", \"content\": {\"en\": \"3\"}}]}]}"

static double prior_mean(uint32_t arm, uint32_t mindset) {
  for (uint32_t n = 0; n < lab.pack.header->section_count; n++) {
    if (lab.pack.sections[n].id != SO_PACK_ARM_PRIORS) continue;
    const so_pack_arm_prior *priors = (const void *)(lab.bytes + lab.pack.sections[n].offset);
    so_pack_arm_prior prior = priors[arm * SO_ARM_MINDSETS + mindset];
    return (double)(prior.won / (prior.won + prior.lost));
  }
  return -1;
}

Test(noised_file, rates_of_arms_become_priors) {
  lab.options.brand_file = lab_write(&lab, "brand.json", ARMS);
  cr_assert_eq(build_with(HEADER "arm\thero/one\tcurious\t0.02\t0\narm\thero/one\tloyal\t0.04\t0\n"
                                 "arm\thero/two\tcurious\t0.08\t0\n"
                                 "arm\thero/two\tloyal\t0.06\t0\n"),
               SOTTO_OK, "%s", lab.said);
  cr_assert_float_eq(prior_mean(0, 0), .02, 1e-4);
  cr_assert_float_eq(prior_mean(1, 4), .06, 1e-4);
  cr_assert_float_eq(prior_mean(2, 0), .1, 1e-4, "a slot nothing is known of starts anew");
}

Test(noised_file, rates_of_unknown_arms_and_mindsets_are_left_out) {
  lab.options.brand_file = lab_write(&lab, "brand.json", ARMS);
  cr_assert_eq(build_with(HEADER "arm\thero/three\tcurious\t0.02\t0.01\n"
                                 "arm\thero/one\thungry\t0.02\t0.01\n"),
               SOTTO_OK, "%s", lab.said);
  cr_assert(lab_said(&lab, "rates of arms that no slot has: 1"), "%s", lab.said);
  cr_assert(lab_said(&lab, "estimates of what the catalogue lacks: 1"), "%s", lab.said);
}

Test(noised_file, file_of_another_kind_is_refused) {
  cr_assert_eq(build_with("user\titem\nu\ta\n"), SOTTO_E_FORMAT);
  lab.options.statistics_file = "/nonexistent/statistics.tsv";
  cr_assert_eq(lab_build(&lab), SOTTO_E_MISSING);
}
