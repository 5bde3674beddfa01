/*
 * sotto-collect learn: what was collected as a statistics file for `sotto-pack build`
 * (brand/noised_file.h says the format): estimates with their standard errors, nothing shrunk and
 * nothing left out but what cannot be told at all. The file appears under its name only when whole.
 *
 *   arm         rate of each arm in each mindset, from questions of the kind "arm_outcome"
 *   popularity  share of each item, from "popularity", where --pack says which items there are
 *   pair        share of each pair, from "item_pair", likewise
 *
 * With --tables also the tables that a mindset score is learnt from, for `sotto-pack build
 * --sessions` (brand/step_tables.h says the format), from "page_outcome" and "bigram_outcome".
 * With --audiences also a proposal of audiences (learn_audiences.h).
 */
#include <stdio.h>
#include <string.h>

#include "tools/collect.h"
#include "tools/collect_result.h"
#include "tools/learn_audiences.h"
#include "tools/learn_groups.h"

#define MINDSETS 6u

static const char *const mindsets[MINDSETS] = {"curious",   "interested", "focused",
                                               "satisfied", "loyal",      "fading"};

/* From what, what was written, and what could not be. */
typedef struct learning {
  const so_results *results;
  const so_collect_options *options;
  FILE *file;
  uint64_t rows;
  uint64_t hidden;
  int proposes; /* audiences, not statistics */
  so_group_rows groups;
} learning;

static void learn_arms(learning *run, const so_result *result) {
  char name[SOTTO_LABEL_SIZE];
  for (uint32_t cell = 0; cell < result->question.mechanism.buckets / 2; cell++) {
    const sotto_rate *rate = &result->rates[cell];
    if (rate->suppressed || !so_learn_name(result, cell, mindsets[cell % MINDSETS], name)) {
      run->hidden++;
      continue;
    }
    fprintf(run->file, "arm\t%s\t%s\t%.9g\t%.9g\n", name, mindsets[cell % MINDSETS], rate->rate,
            rate->error);
    run->rows++;
  }
}

static int learn_all(void *context, FILE *file) {
  learning *run = context;
  const so_results *results = run->results;
  run->file = run->groups.file = file;
  fputs("kind\titem\tother\tvalue\terror\n", run->file);
  for (uint32_t i = 0; i < results->count; i++)
    if (results->list[i].question.kind == SOTTO_ASKS_ARM && results->list[i].rates)
      learn_arms(run, &results->list[i]);
  return run->options->pack ? so_learn_groups(run->options, &run->groups) : SO_EXIT_DONE;
}

/* One cell of a table: "list > product: bought" is from, page and outcome. */
static void write_step(learning *run, const sotto_bucket_label *bucket, const sotto_share *share) {
  const char *arrow = strstr(bucket->name, " > "), *colon = strrchr(bucket->name, ':');
  const char *page = arrow ? arrow + 3 : bucket->name;
  if (!colon || colon < page) return;
  fprintf(run->file, "%.*s\t%.*s\t%d\t%.9g\t%.9g\n", arrow ? (int)(arrow - bucket->name) : 0,
          bucket->name, (int)(colon - page), page, strcmp(colon, ": bought") == 0, share->share,
          share->error);
  run->rows++;
}

/* Every cell, also those that drown: sotto_build() knows how far to believe a table. */
static int write_tables(void *context, FILE *file) {
  learning *run = context;
  const so_results *results = run->results;
  run->file = file;
  fputs("from\tpage\toutcome\tshare\terror\n", run->file);
  for (uint32_t i = 0; i < results->count; i++) {
    const so_result *result = &results->list[i];
    uint32_t kind = result->question.kind;
    if ((kind != SOTTO_ASKS_PAGE && kind != SOTTO_ASKS_BIGRAM) || !result->shares) continue;
    for (uint32_t n = 1; n < result->question.mechanism.buckets; n++)
      write_step(run, &result->labels[n], &result->shares[n]);
  }
  return SO_EXIT_DONE;
}

static int write_audiences(void *context, FILE *file) {
  learning *run = context;
  run->proposes = 1;
  return so_learn_audiences(run->results, run->options, file, &run->rows);
}

static void tell(const learning *run, const char *path) {
  uint64_t rows = run->rows + run->groups.popularity + run->groups.pairs;
  if (run->proposes) {
    printf("%llu audiences proposed in %s\n", (unsigned long long)rows, path);
    if (!rows) puts("  Nothing that was collected tells groups of people apart.");
    return;
  }
  printf("Statistics of %llu estimates written to %s\n", (unsigned long long)rows, path);
  if (run->groups.popularity || run->groups.pairs)
    printf("  of them %llu items and %llu pairs, learnt from hashed groups\n",
           (unsigned long long)run->groups.popularity, (unsigned long long)run->groups.pairs);
  if (run->hidden)
    printf("  %llu more drown in the noise and were left out\n", (unsigned long long)run->hidden);
  if (!rows) puts("  No question of a kind that can be learnt from has been answered enough.");
}

static int write_file(const so_results *results, const so_collect_options *options,
                      const char *path, int (*write)(void *context, FILE *file)) {
  learning run = {.results = results, .options = options};
  int outcome = so_collect_write_file(path, write, &run);
  if (outcome == SO_EXIT_DONE) tell(&run, path);
  return outcome;
}

int so_collect_learn(const so_collect_options *options) {
  if (!options->db || !options->output)
    return so_collect_usage("learn needs --db FILE and -o FILE.");
  if (!options->pack != !options->trust)
    return so_collect_usage("learn needs --trust FILE with --pack PACK, and only then.");
  so_results results;
  int outcome = so_results_read(&results, options);
  if (outcome != SO_EXIT_DONE) return outcome;
  outcome = write_file(&results, options, options->output, learn_all);
  if (outcome == SO_EXIT_DONE && options->tables)
    outcome = write_file(&results, options, options->tables, write_tables);
  if (outcome == SO_EXIT_DONE && options->audiences)
    outcome = write_file(&results, options, options->audiences, write_audiences);
  so_results_free(&results);
  return outcome;
}
