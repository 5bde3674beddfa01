/* Drills of a fleet: who is asked, who pays, what is counted. */
#include <sotto/drill.h>
#include <sotto/learn.h>

#include "brand_lab.h"

#define WEEKS 104u
#define FIRST 2922u /* week of LAB_CREATED_MS */

static const char feed[] = "id\ttitle\tproduct_type\tattr_use\tattr_place\n"
                           "a\tBlue tent\tTents\tsleep\tout\nb\tRed tent\tTents\tsleep\tout\n"
                           "c\tGreen tent\tTents\tsleep\tout\nd\tBlue rope\tRopes\tclimb\tin\n"
                           "e\tRed rope\tRopes\tclimb\tin\nf\tGreen rope\tRopes\tclimb\tin\n";

static brand_lab lab;
static sotto_collector *collector;
static sotto_drill *drill;

static sotto_drill *open_drill(uint32_t lifted) {
  sotto_drill_options options;
  sotto_drill *opened = NULL;
  sotto_drill_options_init(&options);
  options.collector = collector;
  options.first_epoch = FIRST;
  options.weeks = WEEKS;
  options.lifted = lifted;
  cr_assert_eq(sotto_drill_open(&options, &opened), SOTTO_OK);
  return opened;
}

/* A pack whose one question is `question`, and a drill of it. */
static void begin(const char *question) {
  char brand[1024];
  sotto_collector_options options;
  lab_open(&lab);
  lab.options.fleet_size = 100000000;
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", feed));
  snprintf(brand, sizeof brand,
           "{\"brand\":\"Lab\",\"currency\":\"EUR\",\"locales\":[\"en\"],"
           "\"default_locale\":\"en\",\"attributes\":["
           "{\"key\":\"use\",\"column\":\"attr_use\",\"category\":\"internal\"},"
           "{\"key\":\"place\",\"column\":\"attr_place\",\"category\":\"internal\"}],"
           "\"questions\":[{\"name\":\"q\",\"epsilon_micro\":1000000,%s}]}",
           question);
  lab.options.brand_file = lab_write(&lab, "brand.json", brand);
  cr_assert_eq(lab_build(&lab), SOTTO_OK, "%s", lab.said);
  sotto_collector_options_init(&options);
  options.pack = (sotto_bytes){lab.bytes, lab.size};
  options.trust = (sotto_bytes){lab.keys.signing_public, sizeof lab.keys.signing_public};
  cr_assert_eq(sotto_collector_open(&options, &collector), SOTTO_OK);
  drill = open_drill(0);
}

static void end(void) {
  sotto_drill_close(drill);
  sotto_collector_close(collector);
  cr_assert_eq(lab_leaks(), 0);
  lab_close(&lab);
}

static uint32_t item(const char *id) {
  uint32_t found = UINT32_MAX;
  cr_assert_eq(sotto_drill_item(drill, (sotto_text){id, strlen(id)}, &found), SOTTO_OK);
  return found;
}

/* One who met a and then b, for all weeks. */
static void live(sotto_drill *in, uint64_t seed) {
  const uint32_t items[] = {item("a"), item("b")};
  sotto_drill_person person;
  sotto_drill_person_init(&person);
  person.items = items;
  person.item_count = 2;
  sotto_drill_begin(in, seed);
  for (uint32_t week = 0; week < WEEKS; week++)
    cr_assert_eq(sotto_drill_week(in, week, &person), SOTTO_OK);
}

static sotto_drill_totals totals_of(const sotto_drill *of) {
  sotto_drill_totals totals;
  sotto_drill_totals_get(of, &totals);
  return totals;
}

static uint64_t paid_in(const sotto_drill *of, uint32_t question, uint32_t from, uint32_t until) {
  uint64_t paid = 0;
  for (uint32_t week = from; week < until; week++) {
    sotto_tally tally;
    sotto_drill_truths truths;
    cr_assert_eq(sotto_drill_tally(of, question, week, &tally), SOTTO_OK);
    cr_assert_eq(sotto_drill_truth(of, question, week, &truths), SOTTO_OK);
    paid += tally.reports - truths.free_reports;
  }
  return paid;
}

Test(drill, nobody_pays_more_than_the_quota_in_any_year) {
  uint64_t most = 0;
  begin("\"kind\":\"popularity\",\"buckets\":16");
  for (uint64_t seed = 0; seed < 20; seed++) {
    sotto_drill *one = open_drill(0);
    live(one, seed);
    for (uint32_t from = 0; from + 52 <= WEEKS; from++) {
      uint64_t paid = paid_in(one, 0, from, from + 52);
      cr_assert_leq(paid, 6, "seed %d, week %u: %d", (int)seed, from, (int)paid);
      most = paid > most ? paid : most;
    }
    cr_assert_eq(sotto_drill_add(drill, one), SOTTO_OK);
    sotto_drill_close(one);
  }
  sotto_drill_totals totals = totals_of(drill);
  cr_assert_eq(most, 6, "the quota was met");
  cr_assert_eq(totals.people, 20);
  cr_assert_gt(totals.free_reports, 0);
  cr_assert_eq(totals.epsilon_micro, (totals.reports - totals.free_reports) * 1000000);
  cr_assert_leq(totals.most_micro, 12000000);
  end();
}

#define ABOUT(attribute) "\"kind\":\"top_value\",\"attribute\":\"" attribute "\""
#define MINDSET "\"kind\":\"mindset\""
#define AND "},{\"name\":\"r\",\"epsilon_micro\":1000000,"

/* What two questions, asked each week, get paid of 20 people in the second year. */
static uint64_t both_paid(const char *questions) {
  begin(questions);
  for (uint64_t seed = 0; seed < 20; seed++) live(drill, seed);
  uint64_t paid = paid_in(drill, 0, 52, WEEKS) + paid_in(drill, 1, 52, WEEKS);
  end();
  return paid;
}

Test(drill, a_quota_is_of_one_attribute_as_devices_count_it) {
  cr_assert_eq(both_paid(ABOUT("use") AND ABOUT("place")), 240);
  cr_assert_eq(both_paid(MINDSET AND MINDSET ",\"minimum_batch\":2000"), 120);
}

Test(drill, with_lifted_caps_everything_asked_is_told) {
  begin("\"kind\":\"popularity\",\"buckets\":16,\"every\":15,\"lots\":true");
  sotto_drill *lifted = open_drill(1);
  live(lifted, 1);
  sotto_drill_totals totals = totals_of(lifted);
  cr_assert_eq(totals.free_reports, 0);
  cr_assert_gt(totals.reports, 3);
  sotto_drill_close(lifted);
  end();
}

Test(drill, a_seed_repeats_itself_and_drills_add_up) {
  begin("\"kind\":\"popularity\",\"buckets\":16,\"every\":9");
  sotto_drill *twice = open_drill(0), *again = open_drill(0);
  for (uint64_t seed = 0; seed < 8; seed++) live(drill, seed), live(twice, seed);
  for (uint64_t seed = 8; seed < 16; seed++) live(twice, seed), live(again, seed);
  cr_assert_eq(sotto_drill_add(drill, again), SOTTO_OK);
  for (uint32_t week = 0; week < WEEKS; week++) {
    sotto_tally one, other;
    cr_assert_eq(sotto_drill_tally(drill, 0, week, &one), SOTTO_OK);
    cr_assert_eq(sotto_drill_tally(twice, 0, week, &other), SOTTO_OK);
    cr_assert_eq(one.reports, other.reports);
    cr_assert_arr_eq(one.counts, other.counts, 17 * sizeof *one.counts);
  }
  sotto_drill_totals sum = totals_of(drill), whole = totals_of(twice);
  cr_assert_eq(memcmp(&sum, &whole, sizeof sum), 0);
  sotto_drill_close(twice);
  sotto_drill_close(again);
  end();
}

Test(drill, what_is_out_of_order_or_unknown_is_refused) {
  begin("\"kind\":\"popularity\",\"buckets\":16,\"every\":9");
  sotto_drill_person person;
  sotto_tally tally;
  const uint32_t nowhere[] = {6};
  uint32_t found = 7;
  sotto_drill_person_init(&person);
  sotto_drill_begin(drill, 1);
  cr_assert_eq(sotto_drill_week(drill, 5, &person), SOTTO_OK);
  cr_assert_eq(sotto_drill_week(drill, 5, &person), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_drill_week(drill, WEEKS, &person), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_drill_tally(drill, 1, 0, &tally), SOTTO_E_MISSING);
  cr_assert_eq(sotto_drill_tally(drill, 0, WEEKS, &tally), SOTTO_E_MISSING);
  cr_assert_eq(sotto_drill_item(drill, (sotto_text){"zz", 2}, &found), SOTTO_E_MISSING);
  cr_assert_eq(found, 7);
  person.items = nowhere;
  person.item_count = 1;
  sotto_status status = SOTTO_OK;
  for (uint32_t week = 6; !status && week < WEEKS; week++)
    status = sotto_drill_week(drill, week, &person);
  cr_assert_eq(status, SOTTO_E_ARGUMENT);
  end();
}

/* How many lives in which the pair was told, among neighbours alone. */
static uint64_t told_pairs(const char *first, const char *second) {
  const uint32_t items[] = {item(first), item(second)};
  sotto_drill *lifted = open_drill(1);
  sotto_drill_person person;
  uint64_t told = 0;
  sotto_drill_person_init(&person);
  person.items = items;
  person.item_count = 2;
  sotto_drill_begin(lifted, 3);
  for (uint32_t week = 0; week < WEEKS; week++)
    cr_assert_eq(sotto_drill_week(lifted, week, &person), SOTTO_OK);
  for (uint32_t week = 0; week < WEEKS; week++) {
    sotto_drill_truths truths;
    cr_assert_eq(sotto_drill_truth(lifted, 0, week, &truths), SOTTO_OK);
    for (uint32_t bucket = 1; bucket < 65; bucket++) told += truths.buckets[bucket];
  }
  sotto_drill_close(lifted);
  return told;
}

Test(drill, among_neighbours_only_pairs_of_the_packs_table_are_told) {
  begin("\"kind\":\"item_pair\",\"buckets\":64,\"parts\":1,\"neighbours\":true,\"every\":9");
  const so_pack *pack = &lab.pack;
  int alike = 0;
  for (uint32_t n = 0; n < pack->neighbour_rows[item("a")].count; n++)
    alike |= (pack->neighbours[pack->neighbour_rows[item("a")].start + n].item_weight &
              0xffffffu) == item("d");
  cr_assert(alike, "blue tent and blue rope share a word");
  cr_assert_gt(told_pairs("a", "d"), 10);
  cr_assert_eq(told_pairs("a", "f"), 0);
  end();
}

Test(drill, a_collector_without_a_key_opens_no_report) {
  begin("\"kind\":\"popularity\",\"buckets\":16,\"every\":9");
  sotto_answer answer;
  const uint8_t body[64] = {0};
  cr_assert_eq(sotto_collector_read(collector, (sotto_bytes){body, sizeof body}, &answer),
               SOTTO_E_KEY_WRONG);
  end();
}

static uint32_t count_row(void *context, const sotto_learnt *learnt) {
  uint32_t *count = context;
  cr_assert_geq(learnt->value, 0);
  cr_assert_geq(learnt->error, 0);
  return ++*count == 3;
}

Test(drill, a_learner_visits_the_items_and_stops_when_told) {
  begin("\"kind\":\"popularity\",\"buckets\":16,\"every\":9");
  sotto_learner *learner = NULL;
  sotto_tally tally;
  uint32_t count = 0;
  for (uint64_t seed = 0; seed < 2000; seed++) live(drill, seed);
  cr_assert_eq(sotto_learner_open(collector, &learner), SOTTO_OK);
  cr_assert_eq(sotto_learner_each(learner, count_row, &count), SOTTO_OK);
  cr_assert_eq(count, 0, "nothing was told");
  for (uint32_t week = 0; week < WEEKS; week++) {
    cr_assert_eq(sotto_drill_tally(drill, 0, week, &tally), SOTTO_OK);
    cr_assert_eq(sotto_learner_add(learner, 0, FIRST + week, &tally), SOTTO_OK);
  }
  cr_assert_eq(sotto_learner_add(learner, 1, FIRST, &tally), SOTTO_E_MISSING);
  cr_assert_eq(sotto_learner_each(learner, count_row, &count), SOTTO_OK);
  cr_assert_eq(count, 3);
  sotto_learner_close(learner);
  end();
}
