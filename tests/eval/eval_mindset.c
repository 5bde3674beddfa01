/*
 * Stratified folds, shuffled: a pack is built from the sessions of the other folds, each held-out
 * session is replayed page by page into a fresh profile in memory, and sotto_mindset_get() is asked
 * after 1, 3, 5 and 10 pages. Beside it the funnel rule: 2 once a cart or checkout page was seen,
 * else 1 once a product, its details or a search was. Area under the curve and Brier score are
 * means over folds; the calibration error has ten bins of equal count over the pooled scores of one
 * repetition. Nothing is scored here: the library scores.
 *
 * With --tables the model is learnt from that file instead of the other folds, and each session's
 * squared error is set against that of the built-in model: `change`, with its standard error.
 */
#include "eval.h"

#include <math.h>
#include <sotto/build.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "eval_sessions.h"

#define MOMENTS 4u
#define FOLDS_MAX 50u
#define BINS 10u
#define FEW_SESSIONS 5000u /* so few are repeated, since one repetition says little */

static const uint32_t moments[MOMENTS] = {1, 3, 5, 10};

/** One held-out session at one moment. */
typedef struct scored {
  double score;
  uint32_t rule;
  uint32_t outcome;
} scored;

typedef struct list {
  scored *of;
  size_t count;
} list;

/** Sums over folds and repetitions. */
typedef struct measure {
  double area, rule_area, brier, error;
  double change, changes_squared; /* of the squared error, per session */
  uint64_t compared;
  uint32_t folds, repeats;
} measure;

typedef struct evaluation {
  uint32_t folds, repeats;
  eval_sessions data;
  uint8_t *fold;           /* per session */
  const char *tables;      /* learnt from instead of sessions; NULL: none */
  int built_in;            /* 1: nothing is learnt */
  double *before[MOMENTS]; /* squared error by the built-in model, per session */
  char root[64], pack[96], log[96], feed[96];
  sotto_brand_keys keys;
  list fold_lists[MOMENTS], pooled[MOMENTS];
  measure measures[MOMENTS];
} evaluation;

static uint64_t draw(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return *state >> 33;
}

/** Deals the sessions of each outcome round the folds in a shuffled order. */
static void deal(evaluation *run, uint64_t seed) {
  size_t count = run->data.count, dealt = 0;
  size_t *order = malloc(count * sizeof *order);
  eval_must(order ? SOTTO_OK : SOTTO_E_MEMORY, "folds");
  for (size_t n = 0; n < count; n++) order[n] = n;
  for (size_t n = count; n-- > 1;) {
    size_t other = (size_t)(draw(&seed) % (n + 1)), kept = order[n];
    order[n] = order[other];
    order[other] = kept;
  }
  for (uint32_t outcome = 0; outcome < 2; outcome++)
    for (size_t n = 0; n < count; n++)
      if (run->data.sessions[order[n]].outcome == outcome)
        run->fold[order[n]] = (uint8_t)(dealt++ % run->folds);
  free(order);
}

static void write_log(const evaluation *run, uint32_t fold) {
  FILE *file = fopen(run->log, "w");
  eval_must(file ? SOTTO_OK : SOTTO_E_STORAGE, run->log);
  fprintf(file, "session\ttime_ms\tpage\toutcome\tgroup\n");
  for (size_t n = 0; n < run->data.count; n++)
    if (run->fold[n] != fold) eval_sessions_write(&run->data, n, file);
  eval_must(fclose(file) ? SOTTO_E_STORAGE : SOTTO_OK, run->log);
}

/** Errors, and once what makes the score the built-in one. */
static void say(void *context, const sotto_finding *finding) {
  int *told = context;
  int few = finding->kind == SOTTO_FINDING_SESSIONS && !*told;
  if (few) *told = 1;
  if (finding->severity == SOTTO_FINDING_ERROR || few)
    fprintf(stderr, "sotto-eval mindset: %.*s\n", (int)finding->words.size, finding->words.data);
}

static void build(evaluation *run, uint32_t fold) {
  static int told;
  const sotto_feed feed = {"en", run->feed};
  sotto_build_options options;
  sotto_build_result result;
  if (!run->tables) write_log(run, fold);
  sotto_build_options_init(&options);
  options.feeds = &feed;
  options.feed_count = 1;
  if (!run->built_in) options.sessions_file = run->tables ? run->tables : run->log;
  options.output_file = run->pack;
  options.signing_key = run->keys.signing_secret;
  options.report_key = run->keys.report_public;
  /* Valid at every time of the log: a pack's life begins with the library's earliest moment. */
  options.created_ms = 946684800000;
  options.expires_ms = 7258118400000;
  options.context = &told;
  options.finding = say;
  eval_must(sotto_build(&options, &result), "build");
}

static sotto *open_profile(const evaluation *run, sotto_store_ram *store, int64_t now_ms) {
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto *profile = NULL;
  sotto_store_ram_init(store, &port);
  store->now_ms = now_ms;
  sotto_options_init(&options);
  sotto_consent_init(&consent);
  options.pack_keys[0] = run->keys.signing_public;
  options.session_gap_ms = options.session_limit_ms = UINT32_MAX; /* the file says what one is */
  eval_must(sotto_open(&options, &consent, &port, &profile), "open");
  eval_must(sotto_pack_install(profile, run->pack), "install");
  return profile;
}

static uint32_t rung_of(const eval_page *page) {
  switch (page->type) {
  case SOTTO_EVENT_ADD_TO_CART:
  case SOTTO_EVENT_REMOVE_FROM_CART:
  case SOTTO_EVENT_VIEW_CART:
  case SOTTO_EVENT_BEGIN_CHECKOUT: return 2;
  case SOTTO_EVENT_VIEW_ITEM:
  case SOTTO_EVENT_REVIEW_READ:
  case SOTTO_EVENT_SEARCH: return 1;
  default: return page->type == SOTTO_EVENT_SCREEN && page->kind == SOTTO_PAGE_DETAIL;
  }
}

static void record(sotto *profile, const eval_page *page, uint32_t number) {
  char item[16]; /* the log does not say which: each another one */
  sotto_event event;
  sotto_event_init(&event);
  snprintf(item, sizeof item, "item %u", number);
  event.type = page->type;
  event.page = page->kind;
  event.item = (sotto_text){item, strlen(item)};
  event.result_count = 1;
  eval_must(sotto_record(profile, &event), "record");
}

/** Sets a session's squared error against that of the built-in model. */
static void compare(evaluation *run, uint32_t moment, size_t number, double score) {
  measure *to = &run->measures[moment];
  double off = score - run->data.sessions[number].outcome;
  if (run->built_in) {
    run->before[moment][number] = off * off;
    return;
  }
  double change = off * off - run->before[moment][number];
  to->change += change;
  to->changes_squared += change * change;
  to->compared++;
}

/** Replays the first pages of a session and notes what the profile thinks at each moment. */
static void replay(evaluation *run, size_t number) {
  const eval_session *session = &run->data.sessions[number];
  const eval_page *pages = &run->data.pages[session->first];
  sotto_store_ram store;
  uint32_t rule = 0;
  if (!session->count) return;
  sotto *profile = open_profile(run, &store, pages[0].time_ms);
  for (uint32_t n = 0, moment = 0; n < session->count && moment < MOMENTS; n++) {
    sotto_mindset_info info;
    if (pages[n].time_ms > store.now_ms) store.now_ms = pages[n].time_ms;
    if (rung_of(&pages[n]) > rule) rule = rung_of(&pages[n]);
    record(profile, &pages[n], n);
    if (n + 1 != moments[moment]) continue;
    eval_must(sotto_mindset_get(profile, &info), "mindset");
    list *to = &run->fold_lists[moment];
    to->of[to->count++] = (scored){info.purchase_score, rule, session->outcome};
    if (run->tables) compare(run, moment, number, info.purchase_score);
    moment++;
  }
  sotto_close(profile);
}

static int by_score(const void *a, const void *b) {
  double x = ((const scored *)a)->score, y = ((const scored *)b)->score;
  return (x > y) - (x < y);
}

static int by_rule(const void *a, const void *b) {
  return (int)((const scored *)a)->rule - (int)((const scored *)b)->rule;
}

/** Area under the curve by ranks, ties counted half; below 0 where one outcome is missing. */
static double area(list *of, int (*order)(const void *, const void *)) {
  double wins = 0, ones = 0, zeros = 0;
  qsort(of->of, of->count, sizeof *of->of, order);
  for (size_t from = 0, to = 0; from < of->count; from = to) {
    double tied[2] = {0, 0};
    for (to = from; to < of->count && order(&of->of[from], &of->of[to]) == 0; to++)
      tied[of->of[to].outcome]++;
    wins += tied[1] * (zeros + tied[0] / 2);
    ones += tied[1];
    zeros += tied[0];
  }
  return ones && zeros ? wins / (ones * zeros) : -1;
}

/** Measures one fold at one moment and moves its scores to the pool. */
static void measure_fold(evaluation *run, uint32_t moment) {
  list *of = &run->fold_lists[moment], *pool = &run->pooled[moment];
  measure *to = &run->measures[moment];
  double squares = 0, own = area(of, by_score), rule = area(of, by_rule);
  for (size_t n = 0; n < of->count; n++)
    squares += (of->of[n].score - of->of[n].outcome) * (of->of[n].score - of->of[n].outcome);
  if (own >= 0) {
    to->area += own;
    to->rule_area += rule;
    to->brier += squares / (double)of->count;
    to->folds++;
  }
  memcpy(pool->of + pool->count, of->of, of->count * sizeof *of->of);
  pool->count += of->count;
  of->count = 0;
}

static double calibration_error(list *pool) {
  double sum = 0;
  qsort(pool->of, pool->count, sizeof *pool->of, by_score);
  for (size_t bin = 0; bin < BINS; bin++) {
    double off = 0;
    for (size_t n = pool->count * bin / BINS; n < pool->count * (bin + 1) / BINS; n++)
      off += pool->of[n].score - pool->of[n].outcome;
    sum += fabs(off);
  }
  return pool->count ? sum / (double)pool->count : 0;
}

/** What the built-in model says of every session. */
static void replay_built_in(evaluation *run) {
  run->built_in = 1;
  build(run, 0);
  for (size_t n = 0; n < run->data.count; n++) replay(run, n);
  for (uint32_t m = 0; m < MOMENTS; m++) run->fold_lists[m].count = 0;
  run->built_in = 0;
}

static void repeat(evaluation *run, uint32_t number) {
  deal(run, number + 1);
  for (uint32_t fold = 0; fold < run->folds; fold++) {
    eval_progress("mindset", number * run->folds + fold, run->repeats * run->folds);
    build(run, fold);
    for (size_t n = 0; n < run->data.count; n++)
      if (run->fold[n] == fold) replay(run, n);
    for (uint32_t m = 0; m < MOMENTS; m++) measure_fold(run, m);
  }
  for (uint32_t m = 0; m < MOMENTS; m++) {
    run->measures[m].error += calibration_error(&run->pooled[m]);
    run->measures[m].repeats++;
    run->pooled[m].count = 0;
  }
}

static void prepare(evaluation *run) {
  snprintf(run->root, sizeof run->root, "/tmp/sotto-eval-XXXXXX");
  eval_must(mkdtemp(run->root) ? SOTTO_OK : SOTTO_E_STORAGE, run->root);
  snprintf(run->pack, sizeof run->pack, "%s/shop.sottopack", run->root);
  snprintf(run->log, sizeof run->log, "%s/sessions.tsv", run->root);
  snprintf(run->feed, sizeof run->feed, "%s/items.tsv", run->root);
  FILE *file = fopen(run->feed, "w");
  eval_must(file ? SOTTO_OK : SOTTO_E_STORAGE, run->feed);
  fprintf(file, "id\ttitle\tdescription\tproduct_type\tbrand\tprice_minor\tattributes\n"
                "nothing\tNothing\t\tNothing\t\t100\t\n");
  eval_must(fclose(file) ? SOTTO_E_STORAGE : SOTTO_OK, run->feed);
  eval_must(sotto_brand_keys_make(&run->keys), "keys");
  run->fold = calloc(run->data.count, 1);
  eval_must(run->fold ? SOTTO_OK : SOTTO_E_MEMORY, "folds");
  for (uint32_t m = 0; m < MOMENTS; m++) {
    run->fold_lists[m].of = malloc(run->data.count * sizeof(scored));
    run->pooled[m].of = malloc(run->data.count * sizeof(scored));
    run->before[m] = calloc(run->data.count, sizeof(double));
    int whole = run->fold_lists[m].of && run->pooled[m].of && run->before[m];
    eval_must(whole ? SOTTO_OK : SOTTO_E_MEMORY, "scores");
  }
}

static void clean_up(evaluation *run) {
  const char *files[] = {run->pack, run->log, run->feed};
  for (size_t n = 0; n < 3; n++) (void)unlink(files[n]);
  (void)rmdir(run->root);
  for (uint32_t m = 0; m < MOMENTS; m++) {
    free(run->fold_lists[m].of);
    free(run->pooled[m].of);
    free(run->before[m]);
  }
  free(run->fold);
  eval_sessions_free(&run->data);
}

/** A measure that no fold had both outcomes for is not known. */
static void print_mean(const char *name, double sum, uint32_t count) {
  if (count)
    printf("\"%s\":%.4f", name, sum / count);
  else
    printf("\"%s\":null", name);
}

static void print_change(const measure *of) {
  double count = (double)of->compared, mean = of->change / count;
  printf(",\"change\":%.6f,\"change_se\":%.6f", mean,
         sqrt(fmax(0, of->changes_squared / count - mean * mean) / count));
}

static void print(const evaluation *run) {
  printf("{\"sessions\":%zu,\"folds\":%u,\"repeats\":%u,\"k\":{", run->data.count, run->folds,
         run->repeats);
  for (uint32_t m = 0; m < MOMENTS; m++) {
    const measure *of = &run->measures[m];
    printf("%s\"%u\":{", m ? "," : "", moments[m]);
    print_mean("auc", of->area, of->folds);
    printf(",");
    print_mean("brier", of->brier, of->folds);
    printf(",");
    print_mean("ece", of->error, of->folds ? of->repeats : 0);
    printf(",");
    print_mean("rule_auc", of->rule_area, of->folds);
    if (of->compared) print_change(of);
    printf("}");
  }
  printf("}}\n");
}

int eval_mindset(int argc, char **argv) {
  const char *path = NULL, *tables = NULL;
  uint64_t folds = 5, repeats = 0;
  const eval_option options[] = {{"sessions", &path, NULL},
                                 {"tables", &tables, NULL},
                                 {"folds", NULL, &folds},
                                 {"repeats", NULL, &repeats},
                                 {NULL, NULL, NULL}};
  if (!eval_options(options, argc, argv) || !path || folds < 2 || folds > FOLDS_MAX ||
      repeats > 1000) {
    fprintf(stderr,
            "sotto-eval mindset needs --sessions F, --folds from 2 to %u and --repeats up to "
            "1000; try --help\n",
            FOLDS_MAX);
    return EVAL_USAGE;
  }
  evaluation run = {.folds = (uint32_t)folds, .repeats = (uint32_t)repeats, .tables = tables};
  eval_sessions_read(path, &run.data);
  if (!run.repeats) run.repeats = run.data.count <= FEW_SESSIONS ? 4 : 1;
  prepare(&run);
  if (tables) replay_built_in(&run);
  for (uint32_t n = 0; n < run.repeats; n++) repeat(&run, n);
  eval_progress("mindset", run.repeats * run.folds, run.repeats * run.folds);
  print(&run);
  clean_up(&run);
  return EVAL_DONE;
}
