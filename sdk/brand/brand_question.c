/* Reading one question: a table of kinds and the members each takes. */
#include "brand/brand_question.h"

#include <math.h>
#include <string.h>

#include "brand/price.h"
#include "privacy/question.h"
#include "privacy/split.h"

#define MEMBERS_MAX 3
#define COMMON 11
#define DAYS_MAX 36500
#define NUMBER_MAX 2147483647.0

static const struct {
  const char *name;
  const char *members[MEMBERS_MAX]; /* besides those every question has */
} kinds[] = {[SO_QUESTION_MINDSET] = {"mindset", {0}},
             [SO_QUESTION_SPEND_RECENCY] = {"spend_recency", {"bounds_days"}},
             [SO_QUESTION_TOP_VALUE] = {"top_value", {"attribute", "values"}},
             [SO_QUESTION_VISIT_RECENCY] = {"visit_recency", {"bounds_days"}},
             [SO_QUESTION_SPEND] = {"spend", {"bounds"}},
             [SO_QUESTION_MEAN] = {"mean", {"measure", "low", "high"}},
             [SO_QUESTION_PAGE] = {"page_outcome", {0}},
             [SO_QUESTION_BIGRAM] = {"bigram_outcome", {0}},
             [SO_QUESTION_ITEM] = {"popularity", {"buckets"}},
             [SO_QUESTION_PAIR] = {"item_pair", {"buckets", "parts", "neighbours"}},
             [SO_QUESTION_ARM] = {"arm_outcome", {"arms"}},
             [SO_QUESTION_ARM_VALUE] = {"arm_affinity", {"attribute", "values"}},
             [SO_QUESTION_AUDIENCE] = {"audience", {"audiences"}},
             [SO_QUESTION_HOLDOUT] = {"holdout", {0}}};
_Static_assert(sizeof kinds / sizeof *kinds == SO_QUESTION_KIND_COUNT, "kinds");

const char *so_brand_question_kind(uint32_t kind) {
  return kind < SO_QUESTION_KIND_COUNT ? kinds[kind].name : NULL;
}

static uint32_t read_kind(so_json_at *at, const json_t *object) {
  const char *names[SO_QUESTION_KIND_COUNT] = {0};
  for (uint32_t n = 1; n < SO_QUESTION_KIND_COUNT; n++) names[n - 1] = kinds[n].name;
  uint32_t kind = so_json_choice(at, object, "kind", names) + 1; /* 0 where it is none */
  if (!kind) so_json_fault(at, "has no kind that is known", "");
  return kind;
}

static void check_members(so_json_at *at, const json_t *object, uint32_t kind) {
  const char *known[COMMON + MEMBERS_MAX + 1] = {"name",  "kind",          "epsilon_micro", "trust",
                                                 "unit",  "minimum_batch", "category",      "every",
                                                 "phase", "lots",          "task"};
  memcpy(known + COMMON, kinds[kind].members, sizeof kinds[kind].members);
  so_json_known(at, object, known);
}

static void add(so_brand_question *question, so_json_at *at, json_int_t number) {
  uint32_t count = question->number_count;
  if (count && number <= (json_int_t)question->numbers[count - 1] && number >= 0)
    so_json_fault(at, "must hold bounds, each more than the last", "");
  if (count < SO_BRAND_NUMBERS_MAX)
    question->numbers[question->number_count++] = (uint32_t)number;
  else if (count == SO_BRAND_NUMBERS_MAX)
    so_json_fault(at, "has more bounds than a question can list", "");
}

/* An amount of money as a text; 0 and a fault where it is none. */
static json_int_t amount_of(so_json_at *at, const json_t *value, const char *currency) {
  int64_t minor = 0;
  const char *text = json_string_value(value);
  so_price_verdict verdict = text
                                 ? so_price_read(&minor, (sotto_text){text, strlen(text)}, currency)
                                 : SO_PRICE_NOT_A_NUMBER;
  if (verdict != SO_PRICE_GOOD) so_json_fault(at, so_price_words(verdict), "");
  if (minor > (int64_t)NUMBER_MAX) so_json_fault(at, "is too large an amount", "");
  return minor;
}

static json_int_t days_of(so_json_at *at, const json_t *value) {
  json_int_t days = json_is_integer(value) ? json_integer_value(value) : 0;
  if (days < 1 || days > DAYS_MAX) so_json_fault(at, "must hold whole days, 1 to 36500", "");
  return days;
}

/* Bounds in days where there is no currency, else amounts. */
static void read_bounds(so_brand_question *question, so_json_at *at, const json_t *object,
                        const char *currency) {
  const char *member = currency ? "bounds" : "bounds_days";
  const json_t *bounds = so_json_list(at, object, member);
  size_t before = so_json_enter(at, member);
  if (json_array_size(bounds) == 0) so_json_fault(at, "is missing or empty", "");
  for (size_t n = 0; n < json_array_size(bounds); n++) {
    const json_t *bound = json_array_get(bounds, n);
    add(question, at, currency ? amount_of(at, bound, currency) : days_of(at, bound));
  }
  so_json_leave(at, before);
}

static void read_mean(so_brand_question *question, so_json_at *at, const json_t *object,
                      const char *currency) {
  static const char *const measures[] = {"spend_days", "visit_days", "spend",
                                         "visits",     "basket",     NULL};
  static const char *const ends[] = {"low", "high"};
  uint32_t measure = so_json_choice(at, object, "measure", measures);
  if (!json_object_get(object, "measure")) so_json_fault(at, "has no \"measure\"", "");
  question->measure = measure < SO_NUMBER_COUNT ? measure : 0;
  for (size_t n = 0; n < 2; n++) {
    const json_t *end = json_object_get(object, ends[n]);
    so_json_range whole = {0, NUMBER_MAX, NAN, 1};
    json_int_t number = measure == SO_NUMBER_SPEND
                            ? amount_of(at, end, currency)
                            : (json_int_t)so_json_number(at, object, ends[n], whole);
    add(question, at, number);
  }
}

/* A value that stands twice would be a bucket that nobody can fall into. */
static void forbid_twins(so_json_at *at, const json_t *list) {
  for (size_t n = 0; n < json_array_size(list); n++) {
    const char *text = json_string_value(json_array_get(list, n));
    for (size_t before = 0; text && before < n; before++)
      if (json_equal(json_array_get(list, before), json_array_get(list, n))) {
        so_json_fault(at, "lists a text twice: ", text);
        return;
      }
  }
}

/* The list of texts of a kind; where it is not of an attribute's values it needs one at least. */
static void read_names(so_brand_question *question, so_json_at *at, const json_t *object) {
  const char *member = question->attribute ? "values" : kinds[question->kind].members[0];
  const json_t *list = so_json_list(at, object, member);
  size_t before = so_json_enter(at, member);
  if (!question->attribute && json_array_size(list) == 0)
    so_json_fault(at, "is missing or empty", "");
  for (size_t n = 0; n < json_array_size(list); n++)
    if (json_string_length(json_array_get(list, n)) == 0)
      so_json_fault(at, "must be a list of texts", "");
  forbid_twins(at, list);
  so_json_leave(at, before);
  question->values = list;
}

static void read_asked(so_brand_question *question, so_json_at *at, const json_t *object) {
  uint32_t lists = question->kind ? so_question_form_of(question->kind)->lists : 0;
  if (lists == SO_LISTS_VALUES) question->attribute = so_json_text(at, object, "attribute", 1);
  if (lists == SO_LISTS_NAMES || question->attribute) read_names(question, at, object);
}

static void read_groups(so_brand_question *question, so_json_at *at, const json_t *object) {
  /* "none" is one of the answers a report can tell apart */
  so_json_range buckets = {2, SO_ORACLE_BUCKETS_MAX - 1, NAN, 1}, parts = {1, 1024, 1, 1};
  question->numbers[0] = (uint32_t)so_json_number(at, object, "buckets", buckets);
  question->number_count = 1;
  if (question->kind != SO_QUESTION_PAIR) return;
  question->numbers[1] = (uint32_t)so_json_number(at, object, "parts", parts);
  question->number_count = 2;
  const json_t *near = json_object_get(object, "neighbours");
  if (near && !json_is_boolean(near)) so_json_fault(at, "\"neighbours\" must be true or false", "");
  question->numbers[2] = 1;
  question->number_count += json_is_true(near);
}

static void read_members(so_brand_question *question, so_json_at *at, const json_t *object,
                         const char *currency) {
  switch (question->kind) {
  case SO_QUESTION_SPEND_RECENCY:
  case SO_QUESTION_VISIT_RECENCY: read_bounds(question, at, object, NULL); break;
  case SO_QUESTION_SPEND: read_bounds(question, at, object, currency); break;
  case SO_QUESTION_MEAN: read_mean(question, at, object, currency); break;
  case SO_QUESTION_ITEM:
  case SO_QUESTION_PAIR: read_groups(question, at, object); break;
  default: break;
  }
}

static void read_schedule(so_brand_question *question, so_json_at *at, const json_t *object) {
  so_json_range every = {1, SO_QUESTION_EVERY_MAX, 0, 1};
  so_json_range phase = {0, SO_QUESTION_EVERY_MAX - 1, 0, 1};
  question->every = (uint32_t)so_json_number(at, object, "every", every);
  question->phase = (uint32_t)so_json_number(at, object, "phase", phase);
  const json_t *lots = json_object_get(object, "lots");
  question->lots = json_is_true(lots);
  if (lots && !json_is_boolean(lots)) so_json_fault(at, "\"lots\" must be true or false", "");
  if (question->phase && question->phase >= question->every)
    so_json_fault(at, "has a phase that is not below its \"every\"", "");
  if (question->lots && !question->every)
    so_json_fault(at, "draws lots without an \"every\" to draw them among", "");
}

/* Who sums the answers of a question by split trust. */
static void read_task(so_brand_question *question, so_json_at *at, const json_t *object) {
  int split = question->trust == SO_TRUST_SPLIT;
  question->task = so_json_text(at, object, "task", split);
  if (question->task && !split)
    so_json_fault(at, "names a task, but its trust is not \"split\"", "");
  if (split && !SO_SPLIT_BUILT) so_json_fault(at, "this build has no split trust", "");
}

void so_brand_question_read(so_brand_question *inout_question, so_json_at *at, const json_t *object,
                            const char *currency) {
  inout_question->kind = read_kind(at, object);
  check_members(at, object, inout_question->kind);
  read_members(inout_question, at, object, currency);
  read_asked(inout_question, at, object);
  read_schedule(inout_question, at, object);
  read_task(inout_question, at, object);
}
