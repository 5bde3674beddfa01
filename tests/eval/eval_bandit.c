/*
 * sotto-eval bandit: the public off-policy estimates on logged impressions of a shop elsewhere
 * (`../shared/data/README.md`, bandit): what would these policies have brought?
 *
 *   log        the policy that made the log
 *   decaying   an arm's chance proportional to 1 / (1 + its number)
 *   even       all arms with an even number alike
 *   softmax    of 200 (clicks + 1) / (shows + 200), fitted on the same log
 *
 * An arm is a whole number below the largest of the log (or of --items) and one.
 */
#include "eval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <sotto/choose.h>

#define LINE_MAX_BYTES 65536
#define ARMS_MAX 65536u
#define SMOOTHING 200.0
enum { ITEM, CLICK, PROPENSITY, COLUMNS };

typedef struct impression {
  uint32_t arm;
  double click;
  double propensity;
} impression;

typedef struct evaluation {
  const char *path;
  impression *rows;
  size_t count, room;
  uint64_t left_out;
  uint32_t arms;
  double *chances; /* per arm, of the policy judged */
} evaluation;

/* Where each column stands in the header; 0 where one is missing. */
static int find_columns(char *header, const char *const *names, int *ret_places) {
  int found = 0;
  header[strcspn(header, "\r\n")] = 0;
  for (int n = 0; n < COLUMNS; n++) ret_places[n] = -1;
  char *rest = header;
  for (int at = 0; rest; at++) {
    const char *cell = strsep(&rest, "\t");
    for (int n = 0; n < COLUMNS; n++)
      if (names[n] && ret_places[n] < 0 && strcmp(cell, names[n]) == 0) {
        ret_places[n] = at;
        found++;
      }
  }
  int wanted = 0;
  for (int n = 0; n < COLUMNS; n++) wanted += names[n] != NULL;
  return found == wanted;
}

static int is_end(char c) {
  return c == '\t' || c == '\r' || c == '\n' || c == 0;
}

/* A number in a cell; 0 where it is none or outside 0 … `most`. */
static int number_in(const char *line, int place, double most, double *ret_number) {
  for (; place > 0 && line; place--) {
    line = strchr(line, '\t');
    if (line) line++;
  }
  if (!line || is_end(*line)) return 0;
  char *end;
  *ret_number = strtod(line, &end);
  return is_end(*end) && *ret_number >= 0 && *ret_number <= most;
}

static int arm_in(const char *line, int place, uint32_t *ret_arm) {
  double number;
  if (!number_in(line, place, ARMS_MAX - 1, &number)) return 0;
  *ret_arm = (uint32_t)number;
  return (double)*ret_arm >= number;
}

static void add(evaluation *run, const impression *row) {
  if (run->count == run->room) {
    run->room = run->room ? 2 * run->room : 4096;
    run->rows = realloc(run->rows, run->room * sizeof *run->rows);
    eval_must(run->rows ? SOTTO_OK : SOTTO_E_MEMORY, "rows");
  }
  run->rows[run->count++] = *row;
  if (row->arm >= run->arms) run->arms = row->arm + 1;
}

static void take(evaluation *run, const char *line, const int *places) {
  impression row;
  if (arm_in(line, places[ITEM], &row.arm) && number_in(line, places[CLICK], 1, &row.click) &&
      number_in(line, places[PROPENSITY], 1, &row.propensity) && row.propensity > 0)
    add(run, &row);
  else
    run->left_out++;
}

static void read_log(evaluation *run) {
  static char line[LINE_MAX_BYTES];
  static const char *const names[COLUMNS] = {"item_id", "click", "propensity_score"};
  int places[COLUMNS];
  gzFile file = gzopen(run->path, "rb");
  eval_must(file ? SOTTO_OK : SOTTO_E_MISSING, run->path);
  if (!gzgets(file, line, sizeof line) || !find_columns(line, names, places))
    eval_must(SOTTO_E_FORMAT, run->path);
  while (gzgets(file, line, sizeof line)) take(run, line, places);
  gzclose(file);
  if (run->left_out)
    fprintf(stderr, "%s: left out, rows that are no impressions: %llu\n", run->path,
            (unsigned long long)run->left_out);
  eval_must(run->count ? SOTTO_OK : SOTTO_E_FORMAT, run->path);
}

/* Arms that were never shown are arms, too. */
static void read_items(evaluation *run, const char *path) {
  static char line[LINE_MAX_BYTES];
  static const char *const names[COLUMNS] = {"item_id", NULL, NULL};
  int places[COLUMNS];
  uint32_t arm;
  gzFile file = gzopen(path, "rb");
  eval_must(file ? SOTTO_OK : SOTTO_E_MISSING, path);
  if (!gzgets(file, line, sizeof line) || !find_columns(line, names, places))
    eval_must(SOTTO_E_FORMAT, path);
  while (gzgets(file, line, sizeof line))
    if (arm_in(line, places[ITEM], &arm) && arm >= run->arms) run->arms = arm + 1;
  gzclose(file);
}

static void scale(evaluation *run) {
  double sum = 0;
  for (uint32_t arm = 0; arm < run->arms; arm++) sum += run->chances[arm];
  for (uint32_t arm = 0; arm < run->arms; arm++) run->chances[arm] /= sum;
}

static void set_decaying(evaluation *run) {
  for (uint32_t arm = 0; arm < run->arms; arm++) run->chances[arm] = 1 / (1.0 + arm);
}

static void set_even(evaluation *run) {
  for (uint32_t arm = 0; arm < run->arms; arm++) run->chances[arm] = arm % 2 == 0;
}

static void set_softmax(evaluation *run) {
  double *shows = calloc(run->arms, sizeof *shows);
  eval_must(shows ? SOTTO_OK : SOTTO_E_MEMORY, "softmax");
  for (uint32_t arm = 0; arm < run->arms; arm++) run->chances[arm] = 1;
  for (size_t n = 0; n < run->count; n++) {
    shows[run->rows[n].arm]++;
    run->chances[run->rows[n].arm] += run->rows[n].click;
  }
  for (uint32_t arm = 0; arm < run->arms; arm++)
    run->chances[arm] = exp(SMOOTHING * run->chances[arm] / (shows[arm] + SMOOTHING));
  free(shows);
}

static const struct {
  const char *name;
  void (*set)(evaluation *run); /* NULL: the log's own chances */
} policies[] = {
    {"log", NULL}, {"decaying", set_decaying}, {"even", set_even}, {"softmax", set_softmax}};

static sotto_policy_estimate_result judge(evaluation *run, void (*set)(evaluation *run)) {
  sotto_policy_estimate_result result;
  sotto_logged *rows = malloc(run->count * sizeof *rows);
  eval_must(rows ? SOTTO_OK : SOTTO_E_MEMORY, "rows");
  if (set) {
    set(run);
    scale(run);
  }
  for (size_t n = 0; n < run->count; n++) {
    const impression *from = &run->rows[n];
    double policy = set ? run->chances[from->arm] : from->propensity;
    rows[n] =
        (sotto_logged){.propensity = from->propensity, .policy = policy, .reward = from->click};
  }
  eval_must(sotto_policy_estimate(rows, run->count, &result), "estimate");
  free(rows);
  return result;
}

static void print(evaluation *run) {
  printf("{\"impressions\":%zu,\"arms\":%u,\"policies\":{", run->count, run->arms);
  for (size_t n = 0; n < sizeof policies / sizeof *policies; n++) {
    sotto_policy_estimate_result found = judge(run, policies[n].set);
    printf("%s\"%s\":{\"ips\":%.6f,\"ips_low\":%.6f,\"ips_high\":%.6f,\"snips\":%.6f,"
           "\"snips_low\":%.6f,\"snips_high\":%.6f,\"ess\":%.1f}",
           n ? "," : "", policies[n].name, found.ips, found.ips_low, found.ips_high, found.snips,
           found.snips_low, found.snips_high, found.effective_size);
  }
  puts("}}");
}

int eval_bandit(int argc, char **argv) {
  evaluation run = {0};
  const char *items = NULL;
  const eval_option options[] = {
      {"log", &run.path, NULL}, {"items", &items, NULL}, {NULL, NULL, NULL}};
  if (!eval_options(options, argc, argv)) return EVAL_USAGE;
  if (!run.path) {
    fputs("sotto-eval: bandit needs --log FILE\n", stderr);
    return EVAL_USAGE;
  }
  read_log(&run);
  if (items) read_items(&run, items);
  run.chances = calloc(run.arms, sizeof *run.chances);
  eval_must(run.chances ? SOTTO_OK : SOTTO_E_MEMORY, "arms");
  print(&run);
  free(run.chances);
  free(run.rows);
  return EVAL_DONE;
}
