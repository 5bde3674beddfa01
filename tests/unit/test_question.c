/* The closed grammar of questions: every kind, and every way to be malformed. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "base/bits.h"
#include "crypto/random.h"
#include "privacy/question.h"
#include "privacy/split.h"

static const uint32_t bounds[3] = {7, 30, 90}, values[4] = {40, 17, 99, 3};
static const uint32_t ends[2] = {100, 300}, groups[2] = {64, 1}, parts[2] = {16, 4};

static so_question simple(uint32_t kind) {
  return (so_question){.kind = kind,
                       .trust = SO_TRUST_LOCAL,
                       .unit = SO_UNIT_DEVICE,
                       .category = SOTTO_CATEGORY_HISTORY,
                       .epsilon_micro = 1000000,
                       .epoch = 2960,
                       .content = {1, 2, 3}};
}

static so_question mindset(void) {
  return simple(SO_QUESTION_MINDSET);
}

static so_question listing(uint32_t kind, const uint32_t *list, uint32_t count) {
  so_question question = simple(kind);
  const so_question_form *form = so_question_form_of(kind);
  question.lists = form ? form->lists : 0;
  question.values = list;
  question.value_count = count;
  if (question.lists == SO_LISTS_VALUES) question.category = SOTTO_CATEGORY_INTERNAL;
  if (question.lists == SO_LISTS_VALUES) question.attribute = 2;
  return question;
}

static so_question recency(void) {
  return listing(SO_QUESTION_SPEND_RECENCY, bounds, 3);
}

static so_question top_value(void) {
  return listing(SO_QUESTION_TOP_VALUE, values, 4);
}

static so_traits blank(void) {
  so_traits traits;
  so_traits_clear(&traits);
  return traits;
}

/** One well-formed question of each kind. */
static so_question example(uint32_t kind) {
  switch (kind) {
  case SO_QUESTION_SPEND_RECENCY:
  case SO_QUESTION_VISIT_RECENCY:
  case SO_QUESTION_SPEND: return listing(kind, bounds, 3);
  case SO_QUESTION_MEAN: return listing(kind, ends, 2);
  case SO_QUESTION_ITEM: return listing(kind, groups, 1);
  case SO_QUESTION_PAIR: return listing(kind, parts, 2);
  default: return so_question_form_of(kind)->scale ? listing(kind, values, 4) : simple(kind);
  }
}

Test(question, every_kind_has_the_domain_it_documents_and_none_where_nothing_is_known) {
  static const uint32_t sizes[SO_QUESTION_KIND_COUNT] = {0,   7,  5,  5,  5,  5, 3, 23,
                                                         243, 65, 17, 49, 25, 9, 5};
  so_traits nothing = blank();
  for (uint32_t kind = 1; kind < SO_QUESTION_KIND_COUNT; kind++) {
    so_question question = example(kind);
    cr_assert_eq(so_question_buckets(&question), sizes[kind], "kind %u", kind);
    for (uint64_t chance = 0; chance < 64; chance++)
      cr_assert_eq(so_question_bucket(&question, &nothing, chance << 58), 0, "kind %u", kind);
  }
  cr_assert_null(so_question_form_of(0));
  cr_assert_null(so_question_form_of(SO_QUESTION_KIND_COUNT));
}

Test(question, no_traits_whatever_lead_outside_the_domain) {
  uint8_t seed[SO_STREAM_KEY_SIZE] = {7};
  so_stream stream;
  so_traits traits;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  for (int turn = 0; turn < 20000; turn++) {
    bits.fill(bits.context, (uint8_t *)&traits, sizeof traits);
    if (turn & 1) traits.bought = turn / 2 & 1, traits.arm_bought = traits.cohort_bought = 1;
    if (turn & 2) traits.item_count = (uint32_t)turn % (SO_TRAIT_ITEMS_MAX + 2);
    if (turn & 4) traits.audience_count = (uint32_t)turn % (SO_TRAIT_AUDIENCES_MAX + 2);
    uint64_t chance = so_bits_u64(&bits);
    for (uint32_t kind = 1; kind < SO_QUESTION_KIND_COUNT; kind++) {
      so_question question = example(kind);
      cr_assert_lt(so_question_bucket(&question, &traits, chance), so_question_buckets(&question));
    }
  }
}

Test(question, mindset_has_six_states_and_none) {
  so_question question = mindset();
  so_traits traits = blank();
  for (uint32_t state = 0; state < 6; state++) {
    traits.mindset = state;
    cr_assert_eq(so_question_bucket(&question, &traits, 0), 1 + state);
  }
  traits.mindset = 6;
  cr_assert_eq(so_question_bucket(&question, &traits, 0), 0);
}

Test(question, a_band_is_how_many_bounds_the_number_has_reached) {
  static const uint32_t cases[][2] = {{0, 1},  {6, 1},  {7, 2},       {29, 2},     {30, 3},
                                      {89, 3}, {90, 4}, {4000000, 4}, {SO_NONE, 0}};
  static const uint32_t kinds[][2] = {{SO_QUESTION_SPEND_RECENCY, SO_NUMBER_SPEND_DAYS},
                                      {SO_QUESTION_VISIT_RECENCY, SO_NUMBER_VISIT_DAYS},
                                      {SO_QUESTION_SPEND, SO_NUMBER_SPEND}};
  for (size_t k = 0; k < 3; k++)
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
      so_question question = example(kinds[k][0]);
      so_traits traits = blank();
      traits.numbers[kinds[k][1]] = cases[i][0];
      cr_assert_eq(so_question_bucket(&question, &traits, 0), cases[i][1], "%u", cases[i][0]);
    }
}

Test(question, top_value_is_its_place_in_the_list_or_none) {
  so_question question = top_value();
  so_traits traits = blank();
  for (uint32_t i = 0; i < 4; i++) {
    traits.top_value[2] = values[i];
    cr_assert_eq(so_question_bucket(&question, &traits, 0), 1 + i);
  }
  traits.top_value[2] = 1000;
  cr_assert_eq(so_question_bucket(&question, &traits, 0), 0);
}

/* How many of 1,000 evenly spread chances lead to `bucket`. */
static uint32_t led_to(const so_question *question, const so_traits *traits, uint32_t bucket) {
  uint32_t count = 0;
  for (uint64_t n = 0; n < 1000; n++)
    count += so_question_bucket(question, traits, (2 * n + 1) * (UINT64_MAX / 2000)) == bucket;
  return count;
}

Test(question, a_mean_goes_to_an_end_in_proportion_and_the_ends_are_sure) {
  static const uint32_t cases[][2] = {{0, 0},     {100, 0},    {101, 5},   {150, 250},
                                      {299, 995}, {300, 1000}, {900, 1000}};
  so_question question = example(SO_QUESTION_MEAN);
  for (uint32_t number = 0; number < SO_NUMBER_COUNT; number++)
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
      so_traits traits = blank();
      question.attribute = number;
      traits.numbers[number] = cases[i][0];
      cr_assert_leq(abs((int)led_to(&question, &traits, 2) - (int)cases[i][1]), 1, "%u",
                    cases[i][0]);
      cr_assert_eq(led_to(&question, &traits, 0), 0);
    }
}

Test(question, a_mean_of_numbers_up_to_32_bits_rounds_without_overflow) {
  static const uint32_t far[2] = {0, UINT32_MAX};
  so_question question = listing(SO_QUESTION_MEAN, far, 2);
  so_traits traits = blank();
  traits.numbers[0] = 0x80000000u;
  cr_assert_leq(abs((int)led_to(&question, &traits, 2) - 500), 1);
  traits.numbers[0] = SO_NONE - 1;
  cr_assert_geq(led_to(&question, &traits, 2), 999);
}

Test(question, a_page_and_a_step_are_told_as_often_as_they_were_made_with_the_outcome) {
  so_question page = example(SO_QUESTION_PAGE), step = example(SO_QUESTION_BIGRAM);
  so_traits traits = blank();
  memset(traits.pages, 0, sizeof traits.pages);
  memset(traits.steps, 0, sizeof traits.steps);
  traits.bought = 1;
  traits.pages[2] = 3;
  traits.pages[4] = 1;
  traits.steps[2 * 11 + 4] = 1;
  cr_assert_eq(led_to(&page, &traits, 1 + 2 * 2 + 1), 750);
  cr_assert_eq(led_to(&page, &traits, 1 + 2 * 4 + 1), 250);
  cr_assert_eq(led_to(&step, &traits, 1 + 2 * 26 + 1), 1000);
  traits.bought = 0;
  cr_assert_eq(led_to(&page, &traits, 1 + 2 * 2), 750);
  traits.bought = SO_NONE;
  cr_assert_eq(led_to(&page, &traits, 0), 1000);
}

Test(question, an_item_is_one_of_the_latest_each_as_likely_by_its_public_group) {
  so_question question = example(SO_QUESTION_ITEM);
  so_traits traits = blank();
  traits.item_count = 2;
  traits.items[0] = 111;
  traits.items[1] = 222;
  uint32_t first = so_question_hash(&question, 111, 0),
           second = so_question_hash(&question, 222, 0);
  cr_assert_neq(first, second);
  cr_assert_eq(led_to(&question, &traits, first), 500);
  cr_assert_eq(led_to(&question, &traits, second), 500);
}

Test(question, groups_are_even_and_fresh_for_each_question_and_epoch) {
  so_question question = example(SO_QUESTION_ITEM), other = question, later = question;
  uint32_t counts[65] = {0}, same_other = 0, same_later = 0;
  other.content[0]++;
  later.epoch++;
  for (uint64_t item = 1; item <= 64000; item++) {
    uint32_t group = so_question_hash(&question, item, 0);
    cr_assert(group >= 1 && group <= 64);
    counts[group]++;
    same_other += group == so_question_hash(&other, item, 0);
    same_later += group == so_question_hash(&later, item, 0);
  }
  /* 64,000 fixed items: 1000 ± 7 standard deviations of 31; nothing is drawn */
  for (uint32_t group = 1; group <= 64; group++)
    cr_assert_leq(abs((int)counts[group] - 1000), 217, "group %u: %u", group, counts[group]);
  cr_assert_leq(abs((int)same_other - 1000), 217);
  cr_assert_leq(abs((int)same_later - 1000), 217);
}

Test(question, a_pair_is_ordered_within_the_window_and_nearer_ones_weigh_more) {
  static const uint32_t whole[2] = {60000, 1};
  so_question question = listing(SO_QUESTION_PAIR, whole, 2);
  so_traits traits = blank();
  traits.item_count = 3;
  for (uint64_t n = 0; n < 3; n++) traits.items[n] = 1000 + n;
  uint32_t near = so_question_hash(&question, 1000, 1001),
           far = so_question_hash(&question, 1000, 1002);
  cr_assert_neq(near, so_question_hash(&question, 1001, 1000), "a pair has a direction");
  cr_assert_leq(abs((int)led_to(&question, &traits, near) - 357), 1, "1 of 1 + 1 + .8");
  cr_assert_leq(abs((int)led_to(&question, &traits, far) - 286), 1, ".8 of 1 + 1 + .8");
  traits.item_count = 12;
  for (uint64_t n = 0; n < 12; n++) traits.items[n] = n == 0 ? 3000 : 2000 + (n == 11);
  uint32_t too_far = so_question_hash(&question, 3000, 2001);
  uint32_t itself = so_question_hash(&question, 2000, 2000);
  cr_assert_eq(led_to(&question, &traits, too_far), 0, "11 apart");
  cr_assert_eq(led_to(&question, &traits, itself), 0);
  cr_assert_gt(led_to(&question, &traits, so_question_hash(&question, 2000, 2001)), 400);
}

Test(question, the_parts_of_a_pair_question_take_turns_and_together_hold_every_pair_once) {
  so_question question = example(SO_QUESTION_PAIR);
  question.every = 9;
  for (uint64_t item = 1; item < 500; item++) {
    uint32_t told = 0;
    for (uint32_t round = 0; round < 4; round++) {
      question.epoch = 2960 + 9 * round;
      told += so_question_hash(&question, item, item + 1) != 0;
    }
    cr_assert_eq(told, 1);
  }
}

Test(question, a_pair_outside_the_part_is_never_told) {
  so_question question = example(SO_QUESTION_PAIR);
  so_traits traits = blank();
  traits.item_count = 2;
  for (uint64_t n = 0; n < 400; n++) {
    traits.items[0] = n;
    traits.items[1] = n + 5000;
    uint32_t group = so_question_hash(&question, n, n + 5000);
    cr_assert_eq(so_question_bucket(&question, &traits, n << 55), group);
  }
}

Test(question, arms_audiences_and_cohorts_are_ready_for_their_traits) {
  so_question arm = example(SO_QUESTION_ARM), value = example(SO_QUESTION_ARM_VALUE);
  so_question audience = example(SO_QUESTION_AUDIENCE), holdout = example(SO_QUESTION_HOLDOUT);
  so_traits traits = blank();
  traits.mindset = 4; /* now; then another */
  traits.arm_mindset = 2;
  traits.arm = 99;
  traits.arm_bought = 1;
  traits.arm_value[2] = 17;
  traits.arm_affinity[2] = 2;
  traits.audience_count = 3;
  traits.audiences[0] = 40;
  traits.audience_in[0] = 1;
  traits.audiences[1] = 17;
  traits.audience_in[1] = 0;
  traits.audiences[2] = 77; /* not asked about */
  traits.audience_in[2] = 1;
  traits.cohort = 1;
  traits.cohort_bought = 0;
  cr_assert_eq(so_question_bucket(&arm, &traits, 0), 1 + 2 * (2 * 6 + 2) + 1);
  cr_assert_eq(so_question_bucket(&value, &traits, 0), 1 + 2 * (1 * 3 + 2) + 1);
  cr_assert_eq(led_to(&audience, &traits, 1 + 0 + 1), 250, "the first of four, and in it");
  cr_assert_eq(led_to(&audience, &traits, 1 + 2), 250, "the second, and not in it");
  cr_assert_eq(so_question_bucket(&holdout, &traits, 0), 1 + 2);
}

Test(question, a_schedule_asks_by_the_epoch_or_by_lot_and_never_looks_at_a_profile) {
  so_question question = mindset();
  uint32_t due = 0, drawn = 0;
  cr_assert(so_question_due(&question, 5), "without a schedule always");
  question.every = 9;
  question.phase = 4;
  for (question.epoch = 2960; question.epoch < 2960 + 90; question.epoch++)
    due += so_question_due(&question, question.epoch * 77) != 0;
  cr_assert_eq(due, 10);
  question.flags = SO_QUESTION_LOTS;
  for (uint64_t lot = 0; lot < 900; lot++) drawn += so_question_due(&question, lot) != 0;
  cr_assert_eq(drawn, 100);
}

Test(question, every_lot_falls_to_one_phase) {
  for (uint64_t lot = 0; lot < 100; lot++) {
    uint32_t asked = 0;
    so_question question = mindset();
    question.every = 4;
    question.flags = SO_QUESTION_LOTS;
    for (question.phase = 0; question.phase < 4; question.phase++)
      asked += so_question_due(&question, lot) != 0;
    cr_assert_eq(asked, 1);
  }
}

Test(question, kinds_of_one_trait_share_its_number_and_others_do_not) {
  so_question spend = example(SO_QUESTION_SPEND), mean = example(SO_QUESTION_MEAN);
  uint32_t seen[64] = {0};
  mean.attribute = SO_NUMBER_SPEND;
  cr_assert_eq(so_question_trait(&spend), so_question_trait(&mean));
  so_question page = example(SO_QUESTION_PAGE), step = example(SO_QUESTION_BIGRAM);
  cr_assert_eq(so_question_trait(&page), so_question_trait(&step));
  for (uint32_t kind = 1; kind < SO_QUESTION_KIND_COUNT; kind++) {
    so_question question = example(kind);
    if (kind == SO_QUESTION_MEAN) question.attribute = SO_NUMBER_VISITS;
    if (kind != SO_QUESTION_BIGRAM) cr_assert_eq(seen[so_question_trait(&question)]++, 0);
  }
}

Test(question, good_questions_pass_the_check) {
  for (uint32_t kind = 1; kind < SO_QUESTION_KIND_COUNT; kind++) {
    so_question question = example(kind);
    cr_assert_eq(so_question_check(&question), SOTTO_OK, "kind %u", kind);
  }
}

Test(question, what_may_never_be_asked_is_denied) {
  static const sotto_category never[] = {SOTTO_CATEGORY_FINANCIAL, SOTTO_CATEGORY_SOCIAL,
                                         SOTTO_CATEGORY_EXTERNAL, SOTTO_CATEGORY_COUNT};
  for (int i = 0; i < 4; i++) {
    so_question question = top_value();
    question.category = never[i];
    cr_assert_eq(so_question_check(&question), SOTTO_E_DENIED);
  }
}

Test(question, an_unknown_kind_is_no_format_and_answers_none) {
  static const uint32_t unknown[] = {0, SO_QUESTION_KIND_COUNT, 99, UINT32_MAX};
  for (int i = 0; i < 4; i++) {
    so_question question = mindset();
    so_traits traits = blank();
    question.kind = unknown[i];
    traits.mindset = 1;
    cr_assert_eq(so_question_check(&question), SOTTO_E_FORMAT);
    cr_assert_eq(so_question_bucket(&question, &traits, 0), 0);
  }
}

Test(question, a_trust_unit_or_schedule_that_does_not_exist_is_an_argument) {
  so_question cases[7];
  for (int i = 0; i < 7; i++) cases[i] = recency();
  cases[0].trust = 0;
  cases[1].trust = 3;
  cases[2].unit = 0;
  cases[3].unit = 3;
  cases[4].every = SO_QUESTION_EVERY_MAX + 1;
  cases[5].phase = 1;
  cases[6].flags = 2;
  for (int i = 0; i < 7; i++) cr_assert_eq(so_question_check(&cases[i]), SOTTO_E_ARGUMENT, "%d", i);
}

Test(question, a_list_that_its_kind_does_not_take_is_malformed) {
  static const uint32_t unordered[3] = {7, 90, 30}, zero[2] = {0, 1}, no_parts[2] = {16, 0};
  so_question cases[11];
  for (int i = 0; i < 11; i++) cases[i] = recency();
  cases[0].values = unordered;
  cases[1].value_count = 0;
  cases[2].category = SOTTO_CATEGORY_INTERNAL;
  cases[3] = top_value();
  cases[3].attribute = SO_ATTRIBUTE_KEYS_MAX;
  cases[4] = mindset();
  cases[4].value_count = 1;
  cases[5].lists = SO_LISTS_VALUES;
  cases[6] = listing(SO_QUESTION_ITEM, zero, 1);
  cases[7] = listing(SO_QUESTION_PAIR, no_parts, 2);
  cases[8] = listing(SO_QUESTION_MEAN, ends, 1);
  cases[9] = listing(SO_QUESTION_MEAN, ends, 2);
  cases[9].attribute = SO_NUMBER_COUNT;
  cases[10].attribute = 1;
  for (int i = 0; i < 11; i++) {
    so_traits traits = blank();
    memset(traits.numbers, 0, sizeof traits.numbers);
    traits.item_count = 2;
    cr_assert_eq(so_question_check(&cases[i]), SOTTO_E_CORRUPT, "%d", i);
    if (i != 2) cr_assert_eq(so_question_bucket(&cases[i], &traits, 0), 0, "%d", i);
  }
}

Test(question, fewer_than_two_answers_are_malformed) {
  so_question question = top_value();
  question.value_count = 0;
  cr_assert_eq(so_question_check(&question), SOTTO_E_CORRUPT, "only \"none\" is left");
  question.value_count = 1;
  cr_assert_eq(so_question_check(&question), SOTTO_OK);
}

Test(question, a_cost_of_nothing_or_an_absurd_one_is_refused) {
  static const uint32_t costs[] = {0, SO_QUESTION_EPSILON_MAX_MICRO + 1, UINT32_MAX};
  for (int i = 0; i < 3; i++) {
    so_question question = mindset();
    question.epsilon_micro = costs[i];
    cr_assert_eq(so_question_check(&question), SOTTO_E_BUDGET);
  }
}

Test(question, more_answers_than_a_report_tells_are_refused) {
  static const uint32_t most[1] = {99999}, more[1] = {100000};
  so_question question = listing(SO_QUESTION_ITEM, most, 1);
  cr_assert_eq(so_question_check(&question), SOTTO_OK);
  question.values = more;
  cr_assert_eq(so_question_check(&question), SOTTO_E_LIMIT);
}

/* A build without split trust refuses it all; the table is test_split's. */
Test(question, split_trust_takes_what_its_table_has_of_devices) {
  so_question question = mindset();
  question.trust = SO_TRUST_SPLIT;
  question.minimum_batch = 1000;
  cr_assert_eq(so_question_check(&question), SO_SPLIT_BUILT ? SOTTO_OK : SOTTO_E_FORMAT);
  if (!SO_SPLIT_BUILT) return;
  question.minimum_batch = 999;
  cr_assert_eq(so_question_check(&question), SOTTO_E_LIMIT);
  question.minimum_batch = 1000;
  question.epsilon_micro = 999999;
  cr_assert_eq(so_question_check(&question), SOTTO_E_LIMIT);
  question.epsilon_micro = 2000000;
  cr_assert_eq(so_question_check(&question), SOTTO_E_BUDGET);
  question.epsilon_micro = 500000;
  question.unit = SO_UNIT_VISIT;
  cr_assert_eq(so_question_check(&question), SOTTO_E_ARGUMENT);
}

Test(question, more_answers_than_the_table_of_split_trust_has_are_refused) {
  static const uint32_t most[1] = {4095}, more[1] = {4096};
  so_question question = listing(SO_QUESTION_ITEM, most, 1);
  if (!SO_SPLIT_BUILT) return;
  question.trust = SO_TRUST_SPLIT;
  question.minimum_batch = 1000000;
  cr_assert_eq(so_question_check(&question), SOTTO_OK);
  question.values = more;
  cr_assert_eq(so_question_check(&question), SOTTO_E_LIMIT);
}
