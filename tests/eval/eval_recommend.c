/*
 * sotto-eval recommend: how often the picks hold what the shopper did next. Builds a pack from the
 * training part, replays each history into a real profile and asks for picks, twice: with what the
 * log taught, and with a pack made from the catalogue alone (`local_only`; with the estimates of
 * --statistics, where there are some). Diversity is 0, since
 * it is relevance that is measured. Ties of score are broken at random, as the protocol says
 * (from a fixed seed). Memory is bounded by one user and one pack.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "eval.h"
#include "eval_noise.h"
#include "eval_recommend.h"
#include "eval_shopper.h"
#include "eval_split.h"

#define SHOWN 20u
#define TIMES_MAX 65536u
#define EXCLUDED_MAX 10000u /* by one request */
#define WEEK_MS INT64_C(604800000)
#define LATE_MS INT64_C(1000000000000) /* times before 2001 are synthetic */

typedef struct sums {
  double hr10, ndcg10, hr20, mrr20, recall20;
  uint64_t cases;
} sums;

typedef struct running {
  eval_protocol protocol;
  const char *events, *items, *test, *noise, *vectors, *statistics;
  uint64_t limit, seed, users, kept, state;
  FILE *train;
  FILE *catalogue; /* of ids, where there are no items */
  eval_shopper shopper;
  sums sums;
  double *times;
  size_t time_count;
  float *scores; /* per case: mean of HR@10 and Recall@20 */
  uint8_t *hits; /* per case: HR@10 */
  size_t capacity;
} running;

/* ---- the training part -------------------------------------------------------------------- */

static const char *name_of(uint32_t type) {
  const char *name = sotto_event_name(type);
  return name ? name : "";
}

static void write_user(void *context, const eval_user *user) {
  running *run = context;
  size_t count = eval_split_train(run->protocol, user, run->test != NULL);
  for (size_t n = 0; n < count; n++) {
    const eval_event *event = &user->events[n];
    fprintf(run->train, "%s\t%lld\t%s\t%s\t%u\t\n", user->name, (long long)event->time_ms,
            name_of(event->type), event->item, event->quantity);
  }
}

static void write_ids(void *context, const eval_user *user) {
  running *run = context;
  for (size_t n = 0; n < user->count; n++) fprintf(run->catalogue, "%s\n", user->events[n].item);
}

static FILE *create(const char *path) {
  FILE *file = fopen(path, "w");
  if (!file) eval_must(SOTTO_E_STORAGE, path);
  return file;
}

/* ---- scoring ------------------------------------------------------------------------------ */

/** xorshift64 (Marsaglia 2003). */
static uint64_t draw(running *run, uint64_t bound) {
  run->state ^= run->state << 13;
  run->state ^= run->state >> 7;
  run->state ^= run->state << 17;
  return (run->state >> 11) % bound;
}

/** Puts picks of equal score into a random order (Fisher and Yates). */
static void break_ties(running *run, sotto_pick *picks, size_t count) {
  for (size_t start = 0, end; start < count; start = end) {
    end = start + 1;
    while (end < count && picks[end].score_micro == picks[start].score_micro) end++;
    for (size_t n = end - 1; n > start; n--) {
      size_t other = start + (size_t)draw(run, n - start + 1);
      sotto_pick moved = picks[n];
      picks[n] = picks[other];
      picks[other] = moved;
    }
  }
}

static int is_new_target(const eval_user *user, size_t from, size_t at) {
  for (size_t n = from; n < at; n++) {
    if (strcmp(user->events[n].item, user->events[at].item) == 0) return 0;
  }
  return 1;
}

static size_t place_of(const sotto_pick *picks, size_t count, const char *item) {
  size_t size = strlen(item), at = 0;
  while (at < count &&
         (picks[at].item.size != size || memcmp(picks[at].item.data, item, size) != 0))
    at++;
  return at;
}

static void note_score(running *run, int hit, double recall) {
  if (run->sums.cases == run->capacity) {
    run->capacity = run->capacity ? 2 * run->capacity : 4096;
    run->scores = realloc(run->scores, run->capacity * sizeof *run->scores);
    run->hits = realloc(run->hits, run->capacity);
    if (!run->scores || !run->hits) eval_must(SOTTO_E_MEMORY, "scores");
  }
  run->scores[run->sums.cases] = (float)((hit + recall) / 2);
  run->hits[run->sums.cases] = (uint8_t)hit;
}

/** What a step's targets came to. */
typedef struct found {
  size_t targets, hits, first; /* hits among twenty; place of the first */
  double dcg, ideal;           /* of ten */
} found;

static void find_target(found *inout, size_t place) {
  if (inout->targets < 10) inout->ideal += 1 / log2((double)inout->targets + 2);
  inout->targets++;
  if (place < 10) inout->dcg += 1 / log2((double)place + 2);
  if (place < 20) inout->hits++;
  if (place < inout->first) inout->first = place;
}

static void score(running *run, const eval_user *user, eval_case asked, const sotto_pick *picks,
                  size_t count) {
  found about = {.first = EVAL_PICKS};
  for (size_t n = asked.known; n < asked.end; n++) {
    if (!is_new_target(user, asked.known, n)) continue;
    size_t place = place_of(picks, count, user->events[n].item);
    find_target(&about, place < count ? place : EVAL_PICKS);
  }
  double recall = (double)about.hits / (double)(about.targets < 20 ? about.targets : 20);
  note_score(run, about.first < 10, recall);
  run->sums.cases++;
  run->sums.hr10 += about.first < 10;
  run->sums.hr20 += about.first < 20;
  run->sums.mrr20 += about.first < 20 ? 1 / ((double)about.first + 1) : 0;
  run->sums.ndcg10 += about.dcg / about.ideal;
  run->sums.recall20 += recall;
}

/* ---- cases -------------------------------------------------------------------------------- */

/** Systematic sampling: which of `users` are kept does not depend on chance. */
static int is_kept(const running *run, uint64_t place) {
  if (run->limit == 0 || run->limit >= run->users) return 1;
  return (place + 1) * run->limit / run->users > place * run->limit / run->users;
}

static void note_time(running *run, double took) {
  if (run->time_count < TIMES_MAX) run->times[run->time_count++] = took;
}

static int by_text(const void *left, const void *right) {
  const sotto_text *a = left, *b = right;
  int order = memcmp(a->data, b->data, a->size < b->size ? a->size : b->size);
  return order ? order : (a->size > b->size) - (a->size < b->size);
}

/** The items of these events, each once; gives how many. */
static size_t items_of(const eval_event *events, size_t all, sotto_text *ret_items) {
  size_t count = 0;
  for (size_t n = 0; n < all; n++)
    ret_items[n] = (sotto_text){events[n].item, strlen(events[n].item)};
  qsort(ret_items, all, sizeof *ret_items, by_text);
  for (size_t n = 0; n < all; n++) {
    if (count == 0 || by_text(&ret_items[n], &ret_items[count - 1]) != 0)
      ret_items[count++] = ret_items[n];
  }
  return count;
}

/** What last-out must not pick: the items of the history, or of its newest events where those are
 * more than a request takes. Free it. */
static sotto_text *exclusions(const running *run, const eval_user *user, eval_case asked,
                              size_t *ret_count) {
  size_t all = run->protocol == EVAL_LAST_OUT ? asked.known : 0;
  sotto_text *items = calloc(all + 1, sizeof *items);
  if (!items) eval_must(SOTTO_E_MEMORY, "exclude");
  *ret_count = items_of(user->events, all, items);
  if (*ret_count > EXCLUDED_MAX)
    *ret_count = items_of(user->events + all - EXCLUDED_MAX, EXCLUDED_MAX, items);
  return items;
}

/** Asks as a shop would (timed once warm), then for more, to see how far ties reach. */
static void ask(running *run, const eval_user *user, eval_case asked) {
  sotto_pick picks[EVAL_PICKS];
  sotto_request request;
  size_t count = SHOWN;
  sotto_request_init(&request);
  sotto_text *exclude = exclusions(run, user, asked, &request.exclude_count);
  request.diversity = 0;
  request.exclude = exclude;
  request.limit = SHOWN;
  run->shopper.store.now_ms = user->events[asked.known].time_ms + run->shopper.shift_ms;
  if (run->noise && strcmp(run->noise, "moment") == 0) eval_shopper_context(&run->shopper);
  (void)eval_shopper_ask(&run->shopper, &request, picks, &count); /* after a forget all is cold */
  count = SHOWN;
  note_time(run, eval_shopper_ask(&run->shopper, &request, picks, &count));
  request.limit = EVAL_PICKS;
  count = EVAL_PICKS;
  (void)eval_shopper_ask(&run->shopper, &request, picks, &count);
  break_ties(run, picks, count);
  score(run, user, asked, picks, count);
  free(exclude);
}

static uint64_t asked_users(const running *run) {
  return run->limit && run->limit < run->users ? run->limit : run->users;
}

static void try_user(void *context, const eval_user *user) {
  running *run = context;
  eval_case asked = eval_split_first(run->protocol, user, run->test != NULL);
  if (asked.known == 0 || !is_kept(run, user->place)) return;
  if (run->kept++ % 64 == 0) eval_progress("asking", run->kept, asked_users(run));
  run->shopper.shift_ms = 0;
  if (user->events[0].time_ms < LATE_MS) run->shopper.shift_ms = LATE_MS / WEEK_MS * WEEK_MS;
  eval_shopper_next(&run->shopper);
  size_t known = 0;
  for (;;) {
    for (; known < asked.known; known++) eval_shopper_record(&run->shopper, &user->events[known]);
    ask(run, user, asked);
    if (run->protocol != EVAL_SESSION || asked.end == user->count) return;
    asked = (eval_case){asked.known + 1, asked.end + 1};
  }
}

static sums measure(running *run, eval_inputs inputs) {
  eval_shopper_build(&run->shopper, inputs);
  run->sums = (sums){0};
  run->state = 1;
  run->kept = 0;
  run->time_count = 0;
  (void)eval_log_each(run->test ? run->test : run->events, try_user, run);
  eval_progress("asking", asked_users(run), asked_users(run));
  return run->sums;
}

/* ---- the answer --------------------------------------------------------------------------- */

static int by_size(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double quantile(const running *run, double share) {
  if (run->time_count == 0) return 0;
  return run->times[(size_t)(share * (double)(run->time_count - 1))];
}

static void print_sums(const sums *of) {
  double cases = of->cases ? (double)of->cases : 1;
  printf("\"hr10\":%.4f,\"ndcg10\":%.4f,\"hr20\":%.4f,\"mrr20\":%.4f,\"recall20\":%.4f",
         of->hr10 / cases, of->ndcg10 / cases, of->hr20 / cases, of->mrr20 / cases,
         of->recall20 / cases);
}

static void ignore(void *context, const eval_user *user) {
  (void)context;
  (void)user;
}

static uint64_t prepare(running *run, const char *train, const char *ids) {
  run->train = create(train);
  fprintf(run->train, "user\ttime_ms\tevent\titem\tquantity\tprice_minor\n");
  uint64_t users = eval_log_each(run->events, write_user, run);
  fclose(run->train);
  if (!run->items) {
    run->catalogue = create(ids);
    fprintf(run->catalogue, "id\n");
    (void)eval_log_each(run->events, write_ids, run);
    fclose(run->catalogue);
    run->items = ids;
  }
  return users;
}

static eval_inputs noise_inputs(const running *run, const char *path) {
  int vectors = strcmp(run->noise, "vectors") == 0;
  return (eval_inputs){.items = run->items,
                       .statistics = vectors ? run->statistics : path,
                       .vectors = vectors ? path : run->vectors};
}

/** The run without the log once more, with noise of one kind, and how that changed the scores. */
static void measure_noise(running *run) {
  char path[96];
  float *before = run->scores;
  double sum = 0, squares = 0;
  run->scores = NULL;
  run->capacity = 0; /* `hits` grows along */
  snprintf(path, sizeof path, "%s/noise.tsv", run->shopper.folder);
  eval_noise wanted = {run->noise, run->items, run->statistics, run->seed};
  eval_noise_write(path, &wanted);
  sums with = measure(run, noise_inputs(run, path));
  unlink(path);
  for (size_t n = 0; n < with.cases; n++) {
    double change = (double)run->scores[n] - (double)before[n];
    sum += change;
    squares += change * change;
  }
  double cases = (double)with.cases, mean = sum / cases;
  printf("\"noise\":{\"statistic\":\"%s\",", run->noise);
  print_sums(&with);
  printf(",\"change\":%.5f,\"change_se\":%.5f},", mean,
         sqrt((squares / cases - mean * mean) / cases));
  free(before);
}

static void print_all(running *run, const sums *with, double middle, double late) {
  sums alone = measure(
      run,
      (eval_inputs){.items = run->items, .statistics = run->statistics, .vectors = run->vectors});
  printf("{\"users\":%llu,\"cases\":%llu,", (unsigned long long)run->kept,
         (unsigned long long)with->cases);
  print_sums(with);
  printf(",\"local_only\":{");
  print_sums(&alone);
  printf("},");
  if (run->noise && alone.cases) measure_noise(run);
  printf("\"p50_us\":%.1f,\"p99_us\":%.1f}\n", middle, late);
}

/** Gives an exit code. */
static int run_all(running *run) {
  char train[96], ids[96];
  eval_shopper_begin(&run->shopper);
  snprintf(train, sizeof train, "%s/train.tsv", run->shopper.folder);
  snprintf(ids, sizeof ids, "%s/ids.tsv", run->shopper.folder);
  run->users = prepare(run, train, ids);
  if (run->test) run->users = eval_log_each(run->test, ignore, NULL);
  sums with = measure(run, (eval_inputs){.items = run->items,
                                         .events = train,
                                         .statistics = run->statistics,
                                         .vectors = run->vectors});
  qsort(run->times, run->time_count, sizeof *run->times, by_size);
  double middle = quantile(run, .5), late = quantile(run, .99);
  if (with.cases) print_all(run, &with, middle, late);
  unlink(train);
  unlink(ids);
  eval_shopper_end(&run->shopper);
  if (with.cases) return EVAL_DONE;
  fprintf(stderr, "sotto-eval recommend: nothing to ask: no user of %s has %s\n",
          run->test ? run->test : run->events,
          run->protocol == EVAL_NEXT_VISIT ? "events on two days" : "two events and is asked");
  return EVAL_FAILED;
}

void eval_recommend_measure(const eval_asking *asking, eval_inputs inputs,
                            eval_measured *ret_measured) {
  running run = {.protocol = asking->protocol, .events = asking->events, .limit = asking->limit};
  run.times = calloc(TIMES_MAX, sizeof *run.times);
  if (!run.times) eval_must(SOTTO_E_MEMORY, "times");
  run.users = eval_log_each(run.events, ignore, NULL);
  eval_shopper_begin(&run.shopper);
  sums all = measure(&run, inputs);
  double cases = all.cases ? (double)all.cases : 1;
  *ret_measured = (eval_measured){all.hr10 / cases, all.ndcg10 / cases, all.recall20 / cases,
                                  all.cases, run.hits};
  eval_shopper_end(&run.shopper);
  free(run.times);
  free(run.scores);
}

static int protocol_of(const char *name) {
  for (int n = 0; name && eval_protocols[n]; n++) {
    if (strcmp(eval_protocols[n], name) == 0) return n;
  }
  return -1;
}

int eval_recommend(int argc, char **argv) {
  running run = {0};
  const char *protocol = NULL;
  const eval_option options[] = {{"events", &run.events, NULL},
                                 {"items", &run.items, NULL},
                                 {"test", &run.test, NULL},
                                 {"protocol", &protocol, NULL},
                                 {"noise", &run.noise, NULL},
                                 {"vectors", &run.vectors, NULL},
                                 {"limit", NULL, &run.limit},
                                 {"noise-seed", NULL, &run.seed},
                                 {"statistics", &run.statistics, NULL},
                                 {NULL, NULL, NULL}};
  if (!eval_options(options, argc, argv)) return EVAL_USAGE;
  int known = protocol_of(protocol);
  int kind = 0;
  while (run.noise && eval_noise_kinds[kind] && strcmp(eval_noise_kinds[kind], run.noise) != 0)
    kind++;
  if (!run.events || known < 0 || !eval_noise_kinds[kind]) {
    fprintf(stderr, "sotto-eval recommend needs --events F and --protocol "
                    "last-out|next-visit|session; try --help\n");
    return EVAL_USAGE;
  }
  run.protocol = (eval_protocol)known;
  run.times = calloc(TIMES_MAX, sizeof *run.times);
  if (!run.times) return eval_fail("times", SOTTO_E_MEMORY);
  int done = run_all(&run);
  free(run.times);
  free(run.scores);
  free(run.hits);
  return done;
}
