/* From groups of cells to predicates with the numbers that speak for them. */
#include "tools/learn_audiences.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "brand/audience_propose.h"
#include "brand/report_open.h"
#include "tools/learn_groups.h"

#define MINDSETS 6u
#define BANDS 3u
#define FALSE_RATE 0.01
#define ID_SIZE 512u
#define WORDS_SIZE 768u

static const char *const mindsets[MINDSETS] = {"curious",   "interested", "focused",
                                               "satisfied", "loyal",      "fading"};
static const char *const bands[BANDS] = {"low", "usual", "high"};
static const char *const levels[BANDS] = {"low affinity", "even affinity", "high affinity"};

/* Proposals under way. */
typedef struct proposing {
  const so_results *results;
  sotto_collector *collector; /* NULL without --pack */
  double level;               /* of one table */
  json_t *list;
  int failed;
} proposing;

/* What a table is about. */
typedef struct telling {
  const so_result *result;
  sotto_text attribute;         /* of affinities; else nothing */
  char value[SOTTO_LABEL_SIZE]; /* of it */
} telling;

int so_learn_name(const so_result *result, uint32_t cell, const char *part,
                  char ret_name[SOTTO_LABEL_SIZE]) {
  char tail[48];
  const char *name = result->labels[1 + 2 * cell].name;
  int size = snprintf(tail, sizeof tail, ", %s: did not do well", part);
  size_t whole = strlen(name);
  if (whole <= (size_t)size || strcmp(name + whole - size, tail) != 0) return 0;
  (void)snprintf(ret_name, SOTTO_LABEL_SIZE, "%.*s", (int)(whole - (size_t)size), name);
  return strpbrk(ret_name, "\t\r\n") == NULL;
}

/* "focused-loyal", "focused, loyal": the names of a mask, with something between. */
static void join_names(char *ret_words, const char *const *names, uint32_t mask,
                       const char *between) {
  size_t size = 0;
  for (uint32_t n = 0; mask >> n; n++)
    if (mask >> n & 1u)
      size += (size_t)snprintf(ret_words + size, ID_SIZE / 4 - size, "%s%s", size ? between : "",
                               names[n]);
}

static json_t *mindset_test(uint32_t members) {
  json_t *list = json_array();
  for (uint32_t n = 0; n < MINDSETS; n++)
    if (members >> n & 1u) (void)json_array_append_new(list, json_string(mindsets[n]));
  return json_pack("{s:o}", "mindset", list);
}

/* One test where the bands are next to each other; low and high are what is not usual. */
static json_t *affinity_test(const telling *of, uint32_t members) {
  uint32_t inner = members == 5 ? 2 : members, low = 0, high = BANDS - 1;
  while (!(inner >> low & 1u)) low++;
  while (!(inner >> high & 1u)) high--;
  json_t *test =
      json_pack("{s:{s%:s}}", "affinity", of->attribute.data, of->attribute.size, of->value);
  if (low > 0) (void)json_object_set_new(test, "at_least", json_string(bands[low]));
  if (high < BANDS - 1) (void)json_object_set_new(test, "at_most", json_string(bands[high]));
  return members == 5 ? json_pack("{s:o}", "not", test) : test;
}

/* The share of devices with these mindsets, where a question tells it. */
static void add_size(const so_results *results, uint32_t members, json_t *audience) {
  double weights[MINDSETS + 1] = {0};
  for (uint32_t n = 0; n < MINDSETS; n++) weights[n + 1] = members >> n & 1u;
  for (uint32_t i = 0; i < results->count; i++) {
    const so_result *result = &results->list[i];
    const sotto_tally tally = {result->counts, result->extent.reports};
    sotto_mean share;
    if (result->question.kind != SOTTO_ASKS_MINDSET || !result->shares ||
        sotto_estimate_mean(&result->question.mechanism, &tally, weights, &share) != SOTTO_OK ||
        share.suppressed)
      continue;
    (void)json_object_set_new(audience, "$size_percent", json_real(100 * share.mean));
    (void)json_object_set_new(audience, "$size_error", json_real(100 * share.error));
    return;
  }
}

/* What the numbers say, of the arm where they differ most. */
static void say_why(char ret_words[WORDS_SIZE], const telling *of, const so_proposal *proposal) {
  char arm[SOTTO_LABEL_SIZE] = "one arm", rest[ID_SIZE / 4];
  int about = of->attribute.size > 0;
  const so_result *result = of->result;
  if (!about) (void)so_learn_name(result, proposal->row * MINDSETS, mindsets[0], arm);
  join_names(rest, about ? bands : mindsets, proposal->rest, ", ");
  (void)snprintf(
      ret_words, WORDS_SIZE,
      "%s%s did well for %.1f %% of them (standard error %.1f) and for %.1f %% (%.1f) of the rest "
      "(%s): question %s, %llu reports.%s",
      about ? "What is about " : "", about ? of->value : arm, 100 * proposal->inside.rate,
      100 * proposal->inside.error, 100 * proposal->outside.rate, 100 * proposal->outside.error,
      rest, result->question.name, (unsigned long long)result->extent.reports,
      about ? " An audience's low and high begin further out than this question's." : "");
}

static int is_there(const json_t *list, const char *id) {
  for (size_t n = 0; n < json_array_size(list); n++)
    if (strcmp(json_string_value(json_object_get(json_array_get(list, n), "id")), id) == 0)
      return 1;
  return 0;
}

/* Without the remarks. */
static json_t *affinity_audience(const telling *of, const so_proposal *proposal) {
  char id[ID_SIZE], members[ID_SIZE / 4], called[ID_SIZE / 4];
  join_names(members, bands, proposal->members, "-");
  join_names(called, bands, proposal->members, ", ");
  (void)snprintf(id, sizeof id, "%.*s-%s-%s", (int)of->attribute.size, of->attribute.data,
                 of->value, members);
  return json_pack("{s:s, s:{s:o}, s:o}", "id", id, "label", "en",
                   json_sprintf("Affinity to %s: %s", of->value, called), "when",
                   affinity_test(of, proposal->members));
}

static json_t *mindset_audience(const so_results *results, const so_proposal *proposal) {
  char id[ID_SIZE], members[ID_SIZE / 4], called[ID_SIZE / 4];
  join_names(members, mindsets, proposal->members, "-");
  join_names(called, mindsets, proposal->members, ", ");
  (void)snprintf(id, sizeof id, "mindset-%s", members);
  json_t *audience =
      json_pack("{s:s, s:{s:o}, s:o}", "id", id, "label", "en", json_sprintf("Mindset: %s", called),
                "when", mindset_test(proposal->members));
  add_size(results, proposal->members, audience);
  return audience;
}

static void propose(proposing *run, const telling *of, const so_proposal *proposal) {
  char words[WORDS_SIZE];
  json_t *audience = of->attribute.size ? affinity_audience(of, proposal)
                                        : mindset_audience(run->results, proposal);
  say_why(words, of, proposal);
  run->failed |= json_object_set_new(audience, "$why", json_string(words)) != 0;
  const char *id = json_string_value(json_object_get(audience, "id"));
  if (id && is_there(run->list, id))
    json_decref(audience);
  else
    run->failed |= json_array_append_new(run->list, audience) != 0;
}

static void look(proposing *run, const telling *of, const so_propose_table *table) {
  so_proposal found[SO_PROPOSE_CELLS_MAX];
  uint32_t count = so_audience_propose(table, run->level, found);
  for (uint32_t n = 0; n < count; n++) propose(run, of, &found[n]);
}

/* How many tables a question makes. */
static uint32_t tables_of(const proposing *run, const so_result *result) {
  if (!result->rates) return 0;
  if (result->question.kind == SOTTO_ASKS_ARM) return 1;
  if (result->question.kind != SOTTO_ASKS_ARM_VALUE || !run->collector) return 0;
  int known = so_report_open_attribute(run->collector, result->question.content).size > 0;
  return known ? result->question.mechanism.buckets / 2 / BANDS : 0;
}

static void look_at(proposing *run, const so_result *result) {
  telling of = {.result = result};
  uint32_t tables = tables_of(run, result), cells = result->question.mechanism.buckets / 2;
  so_propose_table table = {result->rates, cells / MINDSETS, MINDSETS};
  if (tables && result->question.kind == SOTTO_ASKS_ARM) {
    look(run, &of, &table);
    return;
  }
  for (uint32_t n = 0; n < tables; n++) {
    of.attribute = so_report_open_attribute(run->collector, result->question.content);
    table = (so_propose_table){result->rates + n * BANDS, 1, BANDS};
    if (so_learn_name(result, n * BANDS, levels[0], of.value)) look(run, &of, &table);
  }
}

int so_learn_audiences(const so_results *results, const so_collect_options *options, FILE *file,
                       uint64_t *ret_count) {
  proposing run = {.results = results, .list = json_array()};
  int outcome = options->pack ? so_learn_open(options, &run.collector) : SO_EXIT_DONE;
  uint32_t tables = 0;
  for (uint32_t i = 0; i < results->count; i++) tables += tables_of(&run, &results->list[i]);
  run.level = FALSE_RATE / (tables ? tables : 1);
  for (uint32_t i = 0; outcome == SO_EXIT_DONE && i < results->count; i++)
    look_at(&run, &results->list[i]);
  *ret_count = json_array_size(run.list);
  json_t *document = json_pack("{s:o}", "audiences", run.list);
  const size_t flags = JSON_INDENT(2) | JSON_REAL_PRECISION(3);
  if (!document || run.failed || (json_dumpf(document, file, flags) != 0 && !ferror(file)))
    outcome = so_collect_fail(options->audiences, SOTTO_E_MEMORY);
  fputc('\n', file);
  json_decref(document);
  sotto_collector_close(run.collector);
  return outcome;
}
