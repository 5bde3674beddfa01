/*
 * Shoppers of samples/simulator, which shares no code, threshold or number with the library, visit
 * for some weeks; every event goes into a profile in memory, and at the end of each visit
 * sotto_need_each() is asked. A need is told when its score is the largest and at least one half.
 * Precision: of the visits it was told in, how many had it; recall: of the visits that had it, in
 * how many it was told; area: how often a visit that had it scores higher than one that had not.
 */
#include "eval.h"

#include <simulator.h>
#include <sotto/build.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MONDAY_MS 1767571200000 /* 5 January 2026 */
#define WEEK_MS 604800000
#define TOLD_AT 0.5

/** What one visit was about and what the profile thought. */
typedef struct judged {
  uint32_t truth;
  double scores[SOTTO_NEED_COUNT];
} judged;

typedef struct evaluation {
  const char *directory;
  uint32_t shoppers, weeks;
  uint64_t seed;
  sim_catalogue *catalogue;
  sotto_brand_keys keys;
  char root[64], pack[96];
  judged *visits;
  size_t count, room;
} evaluation;

static void build(evaluation *run) {
  char brand[512];
  sotto_build_options options;
  sotto_build_result result;
  snprintf(run->root, sizeof run->root, "/tmp/sotto-eval-XXXXXX");
  eval_must(mkdtemp(run->root) ? SOTTO_OK : SOTTO_E_STORAGE, run->root);
  snprintf(run->pack, sizeof run->pack, "%s/shop.sottopack", run->root);
  snprintf(brand, sizeof brand, "%s/brand.json", run->directory);
  eval_must(sotto_brand_keys_make(&run->keys), "keys");
  sotto_build_options_init(&options);
  options.brand_file = brand;
  options.output_file = run->pack;
  options.signing_key = run->keys.signing_secret;
  options.report_key = run->keys.report_public;
  options.created_ms = MONDAY_MS;
  options.expires_ms = MONDAY_MS + (int64_t)(run->weeks + 52) * WEEK_MS;
  eval_must(sotto_build(&options, &result), "build");
}

static sotto *open_profile(const evaluation *run, sotto_store_ram *store) {
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto *profile = NULL;
  sotto_store_ram_init(store, &port);
  store->now_ms = MONDAY_MS;
  sotto_options_init(&options);
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  options.pack_keys[0] = run->keys.signing_public;
  eval_must(sotto_open(&options, &consent, &port, &profile), "open");
  eval_must(sotto_pack_install(profile, run->pack), "install");
  return profile;
}

static void record(sotto *profile, const sim_catalogue *catalogue, const sim_event *happened) {
  static const sotto_page pages[] = {SOTTO_PAGE_OTHER, SOTTO_PAGE_HOME, SOTTO_PAGE_INFO,
                                     SOTTO_PAGE_DETAIL, SOTTO_PAGE_ACCOUNT};
  sotto_event event;
  sotto_event_init(&event);
  event.type = sotto_event_type_of((sotto_text){happened->name, strlen(happened->name)});
  event.page = pages[happened->page];
  event.quantity = happened->quantity;
  event.price_minor = happened->price_minor;
  event.dwell_ms = happened->dwell_ms;
  event.result_count = happened->result_count;
  if (happened->item != SIM_NO_ITEM) {
    const char *id = catalogue->items[happened->item].id;
    event.item = (sotto_text){id, strlen(id)};
  }
  eval_must(sotto_record(profile, &event), happened->name);
}

static uint32_t note(void *context, const sotto_need_info *need) {
  judged *visit = context;
  visit->scores[need->need] = need->score;
  return 0;
}

/** Both sides' needs by name, since neither knows the other's numbers. */
static uint32_t need_named(const char *name) {
  for (uint32_t n = 0; n < SOTTO_NEED_COUNT; n++)
    if (strcmp(sotto_need_name(n), name) == 0) return n;
  eval_must(SOTTO_E_MISSING, name);
  return 0;
}

static int64_t play_visit(evaluation *run, sim_shopper *shopper, int64_t start_ms, sotto *profile,
                          sotto_store_ram *store) {
  static sim_visit visit;
  sim_event event;
  sim_visit_begin(shopper, start_ms, &visit);
  while (sim_visit_next(&visit, &event)) {
    store->now_ms = event.time_ms;
    record(profile, run->catalogue, &event);
  }
  if (run->count == run->room) {
    run->room = run->room ? 2 * run->room : 4096;
    run->visits = realloc(run->visits, run->room * sizeof *run->visits);
    eval_must(run->visits ? SOTTO_OK : SOTTO_E_MEMORY, "visits");
  }
  judged *judged_visit = &run->visits[run->count++];
  *judged_visit = (judged){.truth = need_named(sim_need_name(visit.need))};
  eval_must(sotto_need_each(profile, note, judged_visit), "needs");
  return visit.now_ms;
}

static void play(evaluation *run, uint32_t number) {
  sim_shopper shopper;
  sotto_store_ram store;
  sotto *profile = open_profile(run, &store);
  sim_shopper_init(run->seed, number, run->catalogue, &shopper);
  int64_t time_ms = sim_shopper_next_start(&shopper, MONDAY_MS);
  while (time_ms < MONDAY_MS + (int64_t)run->weeks * WEEK_MS)
    time_ms = sim_shopper_next_start(&shopper, play_visit(run, &shopper, time_ms, profile, &store));
  sotto_close(profile);
}

static uint32_t told_in(const judged *visit) {
  uint32_t best = 0;
  for (uint32_t n = 1; n < SOTTO_NEED_COUNT; n++)
    if (visit->scores[n] > visit->scores[best]) best = n;
  return visit->scores[best] >= TOLD_AT ? best : SOTTO_NEED_COUNT;
}

typedef struct ranked {
  double score;
  int had;
} ranked;

static int by_score(const void *a, const void *b) {
  double x = ((const ranked *)a)->score, y = ((const ranked *)b)->score;
  return (x > y) - (x < y);
}

static double area(const evaluation *run, uint32_t need) {
  ranked *all = malloc(run->count * sizeof *all);
  eval_must(all ? SOTTO_OK : SOTTO_E_MEMORY, "area");
  double wins = 0, had = 0, others = 0;
  for (size_t n = 0; n < run->count; n++)
    all[n] = (ranked){run->visits[n].scores[need], run->visits[n].truth == need};
  qsort(all, run->count, sizeof *all, by_score);
  for (size_t from = 0, to = 0; from < run->count; from = to) {
    double tied[2] = {0, 0};
    for (to = from; to < run->count && all[to].score <= all[from].score; to++) tied[all[to].had]++;
    wins += tied[1] * (others + tied[0] / 2);
    had += tied[1];
    others += tied[0];
  }
  free(all);
  return had > 0 && others > 0 ? wins / (had * others) : 0;
}

/** Prints; gives the smallest area. */
static double print(const evaluation *run) {
  double least = 1;
  printf("{\"visits\":%zu,\"needs\":{", run->count);
  for (uint32_t need = 0; need < SOTTO_NEED_COUNT; need++) {
    double told = 0, had = 0, right = 0;
    for (size_t n = 0; n < run->count; n++) {
      int is_told = told_in(&run->visits[n]) == need, has = run->visits[n].truth == need;
      told += is_told;
      had += has;
      right += is_told && has;
    }
    printf("%s\"%s\":{\"visits\":%.0f,\"precision\":%.3f,\"recall\":%.3f,\"auc\":%.3f}",
           need ? "," : "", sotto_need_name(need), had, told > 0 ? right / told : 0,
           had > 0 ? right / had : 0, area(run, need));
    if (area(run, need) < least) least = area(run, need);
  }
  printf("}}\n");
  return least;
}

int eval_need(int argc, char **argv) {
  char error[200];
  uint64_t shoppers = 400, weeks = 26, seed = 1, least = 0;
  evaluation run = {0};
  const eval_option options[] = {{"catalogue", &run.directory, NULL},
                                 {"shoppers", NULL, &shoppers},
                                 {"weeks", NULL, &weeks},
                                 {"seed", NULL, &seed},
                                 {"least-auc-percent", NULL, &least},
                                 {NULL, NULL, NULL}};
  if (!eval_options(options, argc, argv) || !run.directory || !shoppers || weeks > 520)
    return EVAL_USAGE;
  run.shoppers = (uint32_t)shoppers;
  run.weeks = (uint32_t)weeks;
  run.seed = seed;
  if (sim_catalogue_load(run.directory, &run.catalogue, error)) {
    fprintf(stderr, "sotto-eval need: %s\n", error);
    return EVAL_FAILED;
  }
  build(&run);
  for (uint32_t n = 0; n < run.shoppers; n++) {
    eval_progress("need", n, run.shoppers);
    play(&run, n);
  }
  eval_progress("need", run.shoppers, run.shoppers);
  double found = print(&run);
  sim_catalogue_free(run.catalogue);
  free(run.visits);
  (void)unlink(run.pack);
  (void)rmdir(run.root);
  return found * 100 < (double)least ? EVAL_FAILED : EVAL_DONE;
}
