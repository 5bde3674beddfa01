/*
 * What the questions of a collector are called: names, mechanisms and the labels of their buckets.
 * English for what Sotto names itself, the pack's first locale for what the catalogue names.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/string.h"
#include "brand/report_open.h"
#include "brand/split_mechanism.h"
#include "model/audience_view.h"
#include "model/pack_reader.h"
#include "model/task_view.h"

uint32_t sotto_collector_count(const sotto_collector *collector) {
  return collector->asked_count;
}

sotto_text sotto_collector_brand(const sotto_collector *collector) {
  return so_pack_text(&collector->pack, collector->pack.header->brand_text);
}

sotto_text so_report_open_attribute(const sotto_collector *collector, const uint8_t content[32]) {
  for (uint32_t n = 0; n < collector->asked_count; n++) {
    const so_question *question = &collector->asked[n].question;
    if (question->lists == SO_LISTS_VALUES && memcmp(question->content, content, 32) == 0)
      return so_pack_text(&collector->pack, collector->pack.keys[question->attribute].name_text);
  }
  return (sotto_text){NULL, 0};
}

static const char *const mindsets[] = {"curious",   "interested", "focused",
                                       "satisfied", "loyal",      "fading"};
static const char *const pages[] = {"home",    "information", "list",     "search",
                                    "product", "details",     "download", "add to cart",
                                    "cart",    "account",     "checkout"};
static const char *const levels[] = {"low affinity", "even affinity", "high affinity"};
static const char *const cohorts[] = {"chosen shop", "plain shop"};

/* Copies a text, cut before the character that would not fit. */
static void label_text(char ret_label[SOTTO_LABEL_SIZE], sotto_text text) {
  size_t size = text.size < SOTTO_LABEL_SIZE ? text.size : SOTTO_LABEL_SIZE - 1;
  while (size < text.size && size > 0 && ((unsigned char)text.data[size] & 0xC0u) == 0x80u) size--;
  if (size) memcpy(ret_label, text.data, size);
  ret_label[size] = '\0';
}

/* What is being labelled. */
typedef struct labelling {
  const so_pack *pack;
  const so_question *question;
  uint32_t bucket;
} labelling;

/* A bound or an end: whole, or in the main unit of the shop's currency. */
static double figure(const labelling *in, uint32_t value) {
  const so_question *question = in->question;
  int money = so_question_number(question) == SO_NUMBER_SPEND;
  return money ? value / pow(10, in->pack->header->currency_digits) : value;
}

/* The task of a question by split trust. */
static void fill_task(sotto_collector_question *question, const so_pack *pack,
                      const so_asked *asked) {
  so_task_view view;
  if (!so_task_view_find(pack, (uint32_t)(asked->source - pack->questions), &view)) return;
  question->task_version = view.version;
  question->task_configuration = view.configuration;
  memcpy(question->task_id, view.id, sizeof question->task_id);
}

sotto_status sotto_collector_question_get(const sotto_collector *collector, uint32_t index,
                                          sotto_collector_question *ret_question) {
  if (index >= collector->asked_count) return SOTTO_E_MISSING;
  const so_asked *asked = &collector->asked[index];
  sotto_collector_question question = {.struct_size = sizeof question,
                                       .kind = asked->question.kind,
                                       .minimum_batch = asked->question.minimum_batch};
  const so_split_ask ask = {asked->oracle.buckets, asked->question.minimum_batch,
                            asked->question.epsilon_micro};
  sotto_status status = so_mechanism_of(&question.mechanism, asked->question.trust, &ask);
  if (status != SOTTO_OK) return status;
  question.trust = asked->question.trust == SO_TRUST_SPLIT;
  if (SO_TASK_BUILT) fill_task(&question, &collector->pack, asked);
  question.name = so_pack_text(&collector->pack, asked->source->name_text);
  const labelling in = {&collector->pack, &asked->question, 0};
  if (question.kind == SO_QUESTION_MEAN) {
    question.low = figure(&in, asked->question.values[0]);
    question.high = figure(&in, asked->question.values[1]);
  }
  memcpy(question.content, asked->question.content, sizeof question.content);
  *ret_question = question;
  return SOTTO_OK;
}

static void label_band(char ret_label[SOTTO_LABEL_SIZE], const labelling *in) {
  const so_question *question = in->question;
  uint32_t band = in->bucket - 1, last = question->value_count;
  const char *unit = question->kind == SO_QUESTION_SPEND ? in->pack->header->currency : "days";
  double from = band > 0 ? figure(in, question->values[band - 1]) : 0;
  double to = band < last ? figure(in, question->values[band]) : 0;
  if (band == 0)
    (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "under %g %s", to, unit);
  else if (band == last)
    (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "%g %s or more", from, unit);
  else if (question->kind == SO_QUESTION_SPEND)
    (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "%g to under %g %s", from, to, unit);
  else
    (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "%g to %g %s", from, to - 1, unit);
}

/* What an audience is called in the pack's first locale; its id where nothing else is known. */
static sotto_text audience_label(const so_pack *pack, uint32_t id_text) {
  sotto_text id = so_pack_text(pack, id_text);
#if SO_AUDIENCE_BUILT
  so_audience_view view;
  so_audience_view_open(&view, pack);
  uint32_t audience = so_audience_view_find(&view, id);
  if (audience != SO_PACK_NONE) return so_audience_view_label(&view, audience, 0);
#endif
  return id;
}

/* A listed value or name; `shown` for people, else the stable one. */
static sotto_text listed(const labelling *in, uint32_t place, int shown) {
  uint32_t value = in->question->values[place];
  if (shown && in->question->kind == SO_QUESTION_AUDIENCE) return audience_label(in->pack, value);
  if (in->question->lists == SO_LISTS_NAMES) return so_pack_text(in->pack, value);
  return shown ? so_pack_value_label(in->pack, value, 0)
               : so_pack_text(in->pack, in->pack->values[value].name_text);
}

/* "list to product", "hiking, curious": a cell without its outcome. */
static void label_cell(char *ret_label, size_t size, const labelling *in, int shown) {
  uint32_t cell = (in->bucket - 1) / 2;
  uint32_t parts = in->question->kind == SO_QUESTION_ARM ? 6 : 3;
  const char *const *names = in->question->kind == SO_QUESTION_ARM ? mindsets : levels;
  sotto_text value = {NULL, 0};
  if (in->question->lists) {
    uint32_t place = in->question->kind == SO_QUESTION_AUDIENCE ? cell : cell / parts;
    value = listed(in, place, shown);
  }
  switch (in->question->kind) {
  case SO_QUESTION_PAGE: (void)snprintf(ret_label, size, "%s", pages[cell]); break;
  case SO_QUESTION_BIGRAM:
    (void)snprintf(ret_label, size, "%s > %s", pages[cell / SO_TRAIT_PAGES],
                   pages[cell % SO_TRAIT_PAGES]);
    break;
  case SO_QUESTION_HOLDOUT: (void)snprintf(ret_label, size, "%s", cohorts[cell]); break;
  case SO_QUESTION_AUDIENCE:
    (void)snprintf(ret_label, size, "%.*s", (int)value.size, value.data);
    break;
  default:
    (void)snprintf(ret_label, size, "%.*s, %s", (int)value.size, value.data, names[cell % parts]);
  }
}

/* What came of it, no and yes: an arm does well by its slot's reward, a purchase or not. */
static const char *const *outcomes_of(uint32_t kind) {
  static const char *const purchase[] = {"not bought", "bought"};
  static const char *const reward[] = {"did not do well", "did well"};
  static const char *const member[] = {"not in", "in"};
  if (kind == SO_QUESTION_AUDIENCE) return member;
  return kind == SO_QUESTION_ARM || kind == SO_QUESTION_ARM_VALUE ? reward : purchase;
}

static void label_outcome(char ret_label[SOTTO_LABEL_SIZE], const labelling *in, int shown) {
  char cell[SOTTO_LABEL_SIZE];
  label_cell(cell, sizeof cell - 16, in, shown);
  const char *outcome = outcomes_of(in->question->kind)[(in->bucket - 1) & 1];
  size_t size = strlen(cell);
  while (size && (cell[size - 1] & 0x80)) size--; /* a cut character */
  if (size + 1 < sizeof cell - 16) size = strlen(cell);
  (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "%.*s: %s", (int)size, cell, outcome);
}

/* The stable name of an end is its number alone. */
static void label_end(char ret_label[SOTTO_LABEL_SIZE], const labelling *in, int shown) {
  static const char *const units[SO_NUMBER_COUNT] = {"days", "days", NULL, "visits", "things"};
  const char *unit = units[in->question->attribute];
  if (!unit) unit = in->pack->header->currency;
  (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "%.10g%s%s",
                 figure(in, in->question->values[in->bucket - 1]), shown ? " " : "",
                 shown ? unit : "");
}

static void label_group(char ret_label[SOTTO_LABEL_SIZE], const labelling *in) {
  (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "group %u", (unsigned)in->bucket);
}

/* A bucket of the question, 1 or above: its stable name, or what people read. */
static void label_answer(char ret_label[SOTTO_LABEL_SIZE], const labelling *in, int shown) {
  switch (in->question->kind) {
  case SO_QUESTION_MINDSET: label_text(ret_label, so_text_of(mindsets[in->bucket - 1])); break;
  case SO_QUESTION_TOP_VALUE: label_text(ret_label, listed(in, in->bucket - 1, shown)); break;
  case SO_QUESTION_SPEND_RECENCY:
  case SO_QUESTION_VISIT_RECENCY:
  case SO_QUESTION_SPEND: label_band(ret_label, in); break;
  case SO_QUESTION_MEAN: label_end(ret_label, in, shown); break;
  case SO_QUESTION_ITEM:
  case SO_QUESTION_PAIR: label_group(ret_label, in); break;
  default: label_outcome(ret_label, in, shown);
  }
}

sotto_status sotto_collector_label(const sotto_collector *collector, uint32_t index,
                                   uint32_t bucket, sotto_bucket_label *ret_label) {
  if (index >= collector->asked_count || bucket >= collector->asked[index].oracle.buckets)
    return SOTTO_E_MISSING;
  sotto_bucket_label label = {.name = "none", .label = "none"};
  const labelling in = {&collector->pack, &collector->asked[index].question, bucket};
  if (bucket > 0) label_answer(label.name, &in, 0);
  if (bucket > 0) label_answer(label.label, &in, 1);
  *ret_label = label;
  return SOTTO_OK;
}

void sotto_collector_weights(const sotto_collector *collector, double ret_weights[SOTTO_MINDSETS]) {
  static const double own[] = SOTTO_EMPATHY_WEIGHTS;
  memcpy(ret_weights, own, sizeof own);
#if SO_AUDIENCE_BUILT
  so_audience_view view;
  so_audience_view_open(&view, &collector->pack);
  for (uint32_t n = 0; view.weights && n < SOTTO_MINDSETS; n++)
    if (view.weights[n] >= 1 && view.weights[n] <= 100) ret_weights[n] = (double)view.weights[n];
#else
  (void)collector;
#endif
}
