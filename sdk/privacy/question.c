/*
 * The closed grammar. Every function from traits to a bucket is total: what is unknown, not allowed
 * or outside the domain is bucket 0, "none".
 */
#include "privacy/question.h"

#include "privacy/consent_rule.h"

#define MINDSETS 6u

static int ascending(const uint32_t *values, uint32_t count) {
  for (uint32_t i = 1; i < count; i++)
    if (values[i] <= values[i - 1]) return 0;
  return 1;
}

uint32_t so_question_buckets(const so_question *question) {
  uint32_t count = question->value_count;
  if (question->kind == SO_QUESTION_MINDSET) return count ? 0 : 1 + MINDSETS;
  if (count < 1 || count > SO_QUESTION_VALUES_MAX) return 0;
  if (question->kind == SO_QUESTION_SPEND_RECENCY)
    return ascending(question->values, count) ? 2 + count : 0;
  if (question->kind == SO_QUESTION_TOP_VALUE)
    return question->attribute < SO_ATTRIBUTE_KEYS_MAX ? 1 + count : 0;
  return 0;
}

static uint32_t recency_bucket(const so_question *question, uint32_t days) {
  uint32_t band = 0;
  if (days == SO_NONE) return 0;
  while (band < question->value_count && days >= question->values[band]) band++;
  return 1 + band;
}

static uint32_t value_bucket(const so_question *question, uint32_t value) {
  for (uint32_t i = 0; value != SO_NONE && i < question->value_count; i++)
    if (question->values[i] == value) return 1 + i;
  return 0;
}

uint32_t so_question_bucket(const so_question *question, const so_traits *traits) {
  if (so_question_buckets(question) == 0) return 0;
  switch (question->kind) {
  case SO_QUESTION_MINDSET: return traits->mindset < MINDSETS ? 1 + traits->mindset : 0;
  case SO_QUESTION_SPEND_RECENCY: return recency_bucket(question, traits->spend_recency_days);
  default: return value_bucket(question, traits->top_value[question->attribute]);
  }
}

sotto_status so_question_check(const so_question *question) {
  so_oracle oracle;
  uint32_t buckets = so_question_buckets(question);
  int history = question->category == SOTTO_CATEGORY_HISTORY;
  if (question->trust != SO_TRUST_LOCAL) return SOTTO_E_FORMAT;
  if (question->unit != SO_UNIT_DEVICE && question->unit != SO_UNIT_VISIT) return SOTTO_E_FORMAT;
  if (buckets == 0 || (question->kind != SO_QUESTION_TOP_VALUE && !history)) return SOTTO_E_FORMAT;
  if (!so_consent_rule_askable(question->category)) return SOTTO_E_DENIED;
  if (question->epsilon_micro > SO_QUESTION_EPSILON_MAX_MICRO) return SOTTO_E_LIMIT;
  return so_oracle_plan(&oracle, buckets, question->epsilon_micro);
}
