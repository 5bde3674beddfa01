/*
 * sotto-collect learn: what was collected as a statistics file for `sotto-pack build`
 * (brand/noised_file.h says the format): estimates with their standard errors, nothing shrunk and
 * nothing left out but what cannot be told at all. The file appears under its name only when whole.
 *
 *   arm   rate of each arm in each mindset, from questions of the kind "arm_outcome"
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/collect.h"
#include "tools/collect_result.h"

#define MINDSETS 6u

static const char *const mindsets[MINDSETS] = {"curious",   "interested", "focused",
                                               "satisfied", "loyal",      "fading"};

/* What was written and what could not be. */
typedef struct learning {
  FILE *file;
  uint64_t rows;
  uint64_t hidden;
} learning;

/* The arm's own name: the stable name of its first bucket without ", curious: did not do well".
   0 where the name was too long for a label. */
static int arm_name(const so_result *result, uint32_t cell, char ret_name[SOTTO_LABEL_SIZE]) {
  char tail[48];
  const char *name = result->labels[1 + 2 * cell].name;
  int size = snprintf(tail, sizeof tail, ", %s: did not do well", mindsets[cell % MINDSETS]);
  size_t whole = strlen(name);
  if (whole <= (size_t)size || strcmp(name + whole - size, tail) != 0) return 0;
  (void)snprintf(ret_name, SOTTO_LABEL_SIZE, "%.*s", (int)(whole - (size_t)size), name);
  return strpbrk(ret_name, "\t\r\n") == NULL;
}

static void learn_arms(learning *run, const so_result *result) {
  char name[SOTTO_LABEL_SIZE];
  for (uint32_t cell = 0; cell < result->question.mechanism.buckets / 2; cell++) {
    const sotto_rate *rate = &result->rates[cell];
    if (rate->suppressed || !arm_name(result, cell, name)) {
      run->hidden++;
      continue;
    }
    fprintf(run->file, "arm\t%s\t%s\t%.9g\t%.9g\n", name, mindsets[cell % MINDSETS], rate->rate,
            rate->error);
    run->rows++;
  }
}

static void learn_all(learning *run, const so_results *results) {
  fputs("kind\titem\tother\tvalue\terror\n", run->file);
  for (uint32_t i = 0; i < results->count; i++)
    if (results->list[i].question.kind == SOTTO_ASKS_ARM && results->list[i].rates)
      learn_arms(run, &results->list[i]);
}

static void tell(const learning *run, const char *path) {
  printf("Statistics of %llu estimates written to %s\n", (unsigned long long)run->rows, path);
  if (run->hidden)
    printf("  %llu more drown in the noise and were left out\n", (unsigned long long)run->hidden);
  if (!run->rows) puts("  No question of a kind that can be learnt from has been answered enough.");
}

static int write_file(const so_results *results, const char *path) {
  size_t size = strlen(path) + sizeof ".new";
  char *fresh = malloc(size);
  if (!fresh) return so_collect_fail(path, SOTTO_E_MEMORY);
  (void)snprintf(fresh, size, "%s.new", path);
  learning run = {fopen(fresh, "w"), 0, 0};
  int written = run.file != NULL;
  if (run.file) {
    learn_all(&run, results);
    written = !ferror(run.file);
    written &= fclose(run.file) == 0;
  }
  if (written) written = rename(fresh, path) == 0;
  if (!written) {
    fprintf(stderr, "sotto-collect: %s: %s; nothing changed\n", path, strerror(errno));
    (void)remove(fresh);
  }
  free(fresh);
  if (written) tell(&run, path);
  return written ? SO_EXIT_DONE : SO_EXIT_FAILED;
}

int so_collect_learn(const so_collect_options *options) {
  if (!options->db || !options->output)
    return so_collect_usage("learn needs --db FILE and -o FILE.");
  so_results results;
  int outcome = so_results_read(&results, options);
  if (outcome != SO_EXIT_DONE) return outcome;
  outcome = write_file(&results, options->output);
  so_results_free(&results);
  return outcome;
}
