/* The closed grammar of questions. */
#include <criterion/criterion.h>

#include "privacy/question.h"

static const uint32_t bounds[3] = {7, 30, 90}, values[4] = {40, 17, 99, 3};

static so_question mindset(void) {
  return (so_question){.kind = SO_QUESTION_MINDSET,
                       .trust = SO_TRUST_LOCAL,
                       .unit = SO_UNIT_DEVICE,
                       .category = SOTTO_CATEGORY_HISTORY,
                       .epsilon_micro = 1000000};
}

static so_question recency(void) {
  so_question question = mindset();
  question.kind = SO_QUESTION_SPEND_RECENCY;
  question.values = bounds;
  question.value_count = 3;
  return question;
}

static so_question top_value(void) {
  so_question question = mindset();
  question.kind = SO_QUESTION_TOP_VALUE;
  question.category = SOTTO_CATEGORY_INTERNAL;
  question.attribute = 2;
  question.values = values;
  question.value_count = 4;
  return question;
}

Test(question, mindset_has_six_states_and_none) {
  so_question question = mindset();
  so_traits traits;
  so_traits_clear(&traits);
  cr_assert_eq(so_question_buckets(&question), 7);
  cr_assert_eq(so_question_bucket(&question, &traits), 0);
  for (uint32_t state = 0; state < 6; state++) {
    traits.mindset = state;
    cr_assert_eq(so_question_bucket(&question, &traits), 1 + state);
  }
  traits.mindset = 6;
  cr_assert_eq(so_question_bucket(&question, &traits), 0);
}

Test(question, spend_recency_is_the_first_bound_it_is_below) {
  static const uint32_t cases[][2] = {{0, 1},  {6, 1},  {7, 2},       {29, 2},     {30, 3},
                                      {89, 3}, {90, 4}, {4000000, 4}, {SO_NONE, 0}};
  so_question question = recency();
  so_traits traits;
  so_traits_clear(&traits);
  cr_assert_eq(so_question_buckets(&question), 5);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    traits.spend_recency_days = cases[i][0];
    cr_assert_eq(so_question_bucket(&question, &traits), cases[i][1], "%u days", cases[i][0]);
  }
}

Test(question, top_value_is_its_place_in_the_list_or_none) {
  so_question question = top_value();
  so_traits traits;
  so_traits_clear(&traits);
  cr_assert_eq(so_question_buckets(&question), 5);
  cr_assert_eq(so_question_bucket(&question, &traits), 0);
  for (uint32_t i = 0; i < 4; i++) {
    traits.top_value[2] = values[i];
    cr_assert_eq(so_question_bucket(&question, &traits), 1 + i);
  }
  traits.top_value[2] = 1000;
  cr_assert_eq(so_question_bucket(&question, &traits), 0);
}

Test(question, good_questions_pass_the_check) {
  so_question a = mindset(), b = recency(), c = top_value();
  cr_assert_eq(so_question_check(&a), SOTTO_OK);
  cr_assert_eq(so_question_check(&b), SOTTO_OK);
  cr_assert_eq(so_question_check(&c), SOTTO_OK);
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

Test(question, a_malformed_question_is_refused) {
  static const uint32_t unordered[3] = {7, 90, 30};
  so_question cases[8];
  for (int i = 0; i < 8; i++) cases[i] = recency();
  cases[0].kind = 99;
  cases[1].trust = SO_TRUST_SPLIT;
  cases[2].unit = SO_UNIT_VISIT + 1;
  cases[3].values = unordered;
  cases[4].value_count = 0;
  cases[5].category = SOTTO_CATEGORY_INTERNAL;
  cases[6] = top_value();
  cases[6].attribute = SO_ATTRIBUTE_KEYS_MAX;
  cases[7] = mindset();
  cases[7].value_count = 1;
  for (int i = 0; i < 8; i++) cr_assert_eq(so_question_check(&cases[i]), SOTTO_E_FORMAT, "%d", i);
}

Test(question, an_absurd_cost_or_domain_is_refused) {
  static uint32_t many[SO_QUESTION_VALUES_MAX];
  so_question question = mindset();
  question.epsilon_micro = 0;
  cr_assert_eq(so_question_check(&question), SOTTO_E_LIMIT);
  question.epsilon_micro = SO_QUESTION_EPSILON_MAX_MICRO + 1;
  cr_assert_eq(so_question_check(&question), SOTTO_E_LIMIT);
  question = top_value();
  question.values = many;
  question.value_count = SO_QUESTION_VALUES_MAX;
  cr_assert_eq(so_question_check(&question), SOTTO_OK);
  question.value_count++;
  cr_assert_eq(so_question_check(&question), SOTTO_E_FORMAT);
}
