/*
 * A pair of aggregators in one process: see pair_lab.h.
 */
#include "pair_lab.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define LOCAL                                                                                      \
 "\"kind\":\"mindset\",\"trust\":\"local\",\"unit\":\"device\",\"epsilon_micro\":1000000"
#define SPLIT                                                                                      \
 "\"kind\":\"mindset\",\"trust\":\"split\",\"task\":\"pair.json\",\"unit\":\"device\","            \
 "\"epsilon_micro\":1000000"
const char *const pair_lab_swaps[] = {LOCAL, SPLIT, NULL};

void pair_lab_begin(pair_lab *pair, uint32_t version, uint32_t generation) {
  static const char *const urls[2] = {"https://leader.example/dap/", "https://helper.example"};
  cr_assert_eq(aggregators_begin(pair, version, generation, urls), SOTTO_OK);
}

static void write_task(const pair_lab *pair, const lab_world *lab, const char *name,
                       const char *more) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", lab->root, name);
  FILE *file = fopen(path, "w");
  cr_assert_not_null(file);
  aggregators_write(pair, more, file);
  fclose(file);
}

void pair_lab_write(const pair_lab *pair, const lab_world *lab, const char *more) {
  write_task(pair, lab, "pair.json", more);
}

void pair_lab_write_other(const pair_lab *pair, const lab_world *lab, const char *name,
                          uint32_t buckets) {
  pair_lab other = *pair;
  other.task.id[0]++;
  other.task.buckets = buckets;
  write_task(&other, lab, name, NULL);
}

void pair_lab_result(const pair_lab *pair, uint64_t ret_counts[AGGREGATORS_BUCKETS]) {
  cr_assert_eq(aggregators_result(pair, ret_counts), SOTTO_OK);
}

sotto *pair_lab_contributor(lab_world *lab, pair_lab *pair) {
  lab_begin(lab);
  sotto_consent_fill(&lab->consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  sotto *profile = lab_open(lab);
  pair_lab_write(pair, lab, NULL);
  lab_replace(lab, profile, &(lab_pack){.swaps = pair_lab_swaps});
  lab_weeks(lab, profile, 8);
  return profile;
}
