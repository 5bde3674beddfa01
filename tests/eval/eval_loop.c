/*
 * sotto-eval loop: how much of what a shop could learn by seeing everything it learns from noise.
 *
 * The same picks of the same people are scored with three packs: made from the catalogue alone
 * (`local`: nothing was shared), from the exact log (`central`: everything was), and from the
 * catalogue and what a fleet told in W weeks (`private`). Each device of the fleet is a customer of
 * the log (each cloned `scale` times, with noise of its own: with clones the fleet is as large, but
 * no more varied, so kept_lift is an upper estimate). Every report is drawn by the functions
 * devices ship, through the drill of the public library: schedule, quota, ledger, mapping and
 * randomizer. kept_lift = (private - local) / (central - local), of HR@10.
 *
 * Caps lifted: a curve. The fleet pays for about 1, 2, 4 and 8 times as many answers, beyond the
 * first without ledger or quota. No pack may ask so often, so the drill goes on for 2, 4 and 8
 * times as many weeks: histories stand still, so it is the same whether a year's questions come
 * faster or there are more weeks. Each point is a fleet of the given seed; its standard error is of
 * the cases and of the noise, the latter by two fleets more.
 *
 * A log whose times are ranks is asked for its users' last event, another for their last day.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "eval.h"
#include "eval_fleet.h"
#include "eval_full.h"
#include "eval_recommend.h"
#include "eval_task.h"

#define FIRST_EPOCH 2912u /* October 2025 */
#define WEEK_MS INT64_C(604800000)
#define LATE_MS INT64_C(1000000000000)

#define TIMES 4 /* points of the curve beyond the caps */
#define DRAWS 3 /* fleets per point, of one noise each */
#define BEYOND "BEYOND THE DEFAULT CAPS: no device answers this"

static const uint32_t curve_times[TIMES] = {1, 2, 4, 8};

/* What one fleet taught. */
typedef struct played {
  eval_measured private;
  sotto_drill_totals totals;
} played;

/* One point: the fleet of the run's own seed, and how far others of the same size stray. */
typedef struct point {
  played first;
  double kept, kept_se, recall_kept;
  uint32_t weeks;
} point;

typedef struct looping {
  eval_asking asking;
  const char *items, *caps, *answers;
  uint64_t scale, epsilon_micro, weeks, seed, groups;
  eval_shopper shop; /* the pack that asks */
  sotto_brand_keys leader, helper;
  eval_plan plan;
  eval_fleet fleet;
  char train[96], brand[96], statistics[96];
  uint64_t users;
  eval_full_found full;
  eval_measured local, central;
  point points[TIMES]; /* of a curve; else the first alone */
  int point_count;
  int lifted;
  int late; /* times are of a clock */
} looping;

typedef struct writing {
  FILE *file;
  eval_protocol protocol;
} writing;

static void look(void *context, const eval_user *user) {
  looping *run = context;
  if (user->events[0].time_ms >= LATE_MS) run->late = 1;
}

static void write_user(void *context, const eval_user *user) {
  writing *to = context;
  size_t count = eval_split_train(to->protocol, user, 0);
  for (size_t n = 0; n < count; n++) {
    const eval_event *event = &user->events[n];
    const char *name = sotto_event_name(event->type);
    fprintf(to->file, "%s\t%lld\t%s\t%s\t%u\t\n", user->name, (long long)event->time_ms,
            name ? name : "", event->item, event->quantity);
  }
}

static void begin(looping *run) {
  run->users = eval_log_each(run->asking.events, look, run);
  run->asking.protocol = run->late ? EVAL_NEXT_VISIT : EVAL_LAST_OUT;
  eval_shopper_begin(&run->shop);
  snprintf(run->train, sizeof run->train, "%s/train.tsv", run->shop.folder);
  snprintf(run->brand, sizeof run->brand, "%s/brand.json", run->shop.folder);
  snprintf(run->statistics, sizeof run->statistics, "%s/statistics.tsv", run->shop.folder);
  writing to = {fopen(run->train, "w"), run->asking.protocol};
  eval_must(to.file ? SOTTO_OK : SOTTO_E_STORAGE, run->train);
  fputs("user\ttime_ms\tevent\titem\tquantity\tprice_minor\n", to.file);
  (void)eval_log_each(run->asking.events, write_user, &to);
  eval_must(fclose(to.file) ? SOTTO_E_STORAGE : SOTTO_OK, run->train);
  /* Always the same keys, whose secrets nobody needs: a question's hash is of its task, too. */
  run->leader.report_public[0] = 9;
  run->helper.report_public[0] = 10;
}

/* The pack that asks is that of a shop that knows nothing yet. */
static void build(looping *run) {
  run->plan = eval_task_plan(run->users * run->scale, FIRST_EPOCH, run->epsilon_micro);
  if (run->groups) run->plan.item_groups = (uint32_t)run->groups;
  eval_task_write(&run->plan, run->shop.folder, &run->leader, &run->helper);
  eval_shopper_build(&run->shop, (eval_inputs){.items = run->items,
                                               .events = run->items ? NULL : run->train,
                                               .brand = run->brand,
                                               .created_ms = FIRST_EPOCH * WEEK_MS});
  run->fleet.collector = eval_fleet_collector(run->shop.pack, &run->shop.keys);
  sotto_drill_options_init(&run->fleet.options);
  run->fleet.options.collector = run->fleet.collector;
  run->fleet.options.first_epoch = FIRST_EPOCH;
  run->fleet.options.weeks = (uint32_t)run->weeks;
  run->fleet.scale = run->scale;
  run->fleet.seed = run->seed;
  eval_fleet_read(&run->fleet, run->asking.events, run->asking.protocol);
}

/* ---- what was kept -------------------------------------------------------------------------- */

static double kept(double private, double local, double central) {
  return central > local ? (private - local) / (central - local) : 0;
}

/* The variance of what is kept over the cases, which are the same for all three packs: that of a
 * ratio of means, by its residuals (Cochran 1977, 2.11). */
static double variance_of_cases(const looping *run, const played *of, double share) {
  const eval_measured *local = &run->local, *central = &run->central;
  double lift = central->hr10 - local->hr10, squares = 0, cases = (double)local->cases;
  for (uint64_t n = 0; n < local->cases; n++) {
    double off = of->private.hits[n] - local->hits[n] - share * (central->hits[n] - local->hits[n]);
    squares += off * off;
  }
  return lift > 0 ? squares / (lift * lift * cases * cases) : 0;
}

static void learn_local(looping *run) {
  const char *log = run->items ? NULL : run->train;
  eval_recommend_measure(&run->asking, (eval_inputs){.items = run->items, .events = log},
                         &run->local);
  eval_recommend_measure(&run->asking, (eval_inputs){.items = run->items, .events = run->train},
                         &run->central);
}

static double each(uint64_t sum, const sotto_drill_totals *totals) {
  return (double)sum / (double)totals->people;
}

static uint64_t paid(const sotto_drill_totals *totals) {
  return totals->reports - totals->free_reports;
}

/* A fleet answers, a pack is made of what it told, and its picks are scored. */
static void play(looping *run, uint64_t seed, played *ret_played) {
  run->fleet.seed = seed;
  sotto_drill *drill = eval_fleet_answer(&run->fleet);
  uint64_t rows = eval_fleet_learn(&run->fleet, drill, run->statistics);
  fprintf(stderr, "learnt: %llu statistics\n", (unsigned long long)rows);
  sotto_drill_totals_get(drill, &ret_played->totals);
  sotto_drill_close(drill);
  eval_recommend_measure(&run->asking,
                         (eval_inputs){.items = run->items,
                                       .events = run->items ? NULL : run->train,
                                       .statistics = run->statistics},
                         &ret_played->private);
}

static double kept_of(const looping *run, const played *of) {
  return kept(of->private.hr10, run->local.hr10, run->central.hr10);
}

/* The point is the run's own fleet; two others tell how far noise alone moves it. */
static void measure_point(looping *run, uint64_t draws, point *ret_point) {
  double shares[DRAWS], mean = 0, squares = 0;
  for (uint64_t n = 0; n < draws; n++) {
    played other;
    if (draws > 1)
      fprintf(stderr, "curve: point %u of %u, %u weeks, fleet %u of %u\n",
              (unsigned)(ret_point - run->points) + 1, TIMES, run->fleet.options.weeks,
              (unsigned)n + 1, DRAWS);
    play(run, run->seed + n, n ? &other : &ret_point->first);
    shares[n] = kept_of(run, n ? &other : &ret_point->first);
    mean += shares[n] / (double)draws;
    if (n) free(other.private.hits);
  }
  for (uint64_t n = 0; n < draws; n++) squares += (shares[n] - mean) * (shares[n] - mean);
  double noise = draws > 1 ? squares / (double)(draws - 1) : 0;
  ret_point->weeks = run->fleet.options.weeks;
  ret_point->kept = shares[0];
  ret_point->kept_se = sqrt(noise + variance_of_cases(run, &ret_point->first, shares[0]));
  ret_point->recall_kept =
      kept(ret_point->first.private.recall20, run->local.recall20, run->central.recall20);
  free(ret_point->first.private.hits);
}

/* ---- what is printed ------------------------------------------------------------------------ */

static void print_curve(const looping *run) {
  for (int n = 0; n < run->point_count; n++) {
    const point *at = &run->points[n];
    const sotto_drill_totals *totals = &at->first.totals;
    printf("%s: %.1f paid answers a device in %u weeks, epsilon %.1f: keeps %.2f +- %.2f of the "
           "lift in HR@10, %.2f of that in Recall@20\n",
           n ? BEYOND : "Within the default caps", each(paid(totals), totals), at->weeks,
           each(totals->epsilon_micro, totals) / 1e6, at->kept, at->kept_se, at->recall_kept);
  }
}

static void print_points(const looping *run) {
  double first = each(run->points[0].first.totals.epsilon_micro, &run->points[0].first.totals);
  printf("\"label\":\"%s\",\"curve\":[", BEYOND);
  for (int n = 0; n < run->point_count; n++) {
    const point *at = &run->points[n];
    const sotto_drill_totals *totals = &at->first.totals;
    double spent = each(totals->epsilon_micro, totals);
    printf("%s{\"label\":\"%s\",\"budgets\":%.2f,\"answers_per_device\":%.3f,"
           "\"epsilon_total_micro\":%.0f,\"private\":%.5f,\"kept_lift\":%.4f,"
           "\"kept_lift_se\":%.4f,\"kept_lift_recall20\":%.4f}",
           n ? "," : "", n ? BEYOND : "within the default caps", first > 0 ? spent / first : 1,
           each(paid(totals), totals), spent, at->first.private.hr10, at->kept, at->kept_se,
           at->recall_kept);
  }
  printf("],");
}

static void print_full(const looping *run) {
  const eval_full_found *full = &run->full;
  printf("\"bytes_per_report\":%.0f,",
         full->answers ? (double)full->bytes / (double)full->answers : 0);
  printf("\"full\":{\"devices\":%llu,\"answers\":%llu,\"chi2\":%.2f,\"degrees\":%u,\"p\":%.4f},",
         (unsigned long long)full->devices, (unsigned long long)full->answers, full->chi2,
         full->degrees, full->p);
}

static void print(const looping *run, const point *of) {
  const sotto_drill_totals *totals = &of->first.totals;
  const eval_measured *local = &run->local, *central = &run->central, *private = &of->first.private;
  printf("{\"devices\":%llu,\"local\":%.5f,\"central\":%.5f,\"private\":%.5f,\"kept_lift\":%.4f,",
         (unsigned long long)totals->people, local->hr10, central->hr10, private->hr10, of->kept);
  print_full(run);
  printf("\"reports_per_device\":%.3f,\"refused_reports\":%llu,"
         "\"epsilon_total_micro\":%.0f,\"epsilon0_total_micro\":%.0f,\"delta_total\":%.3g,",
         each(totals->reports, totals), (unsigned long long)totals->free_reports,
         each(totals->epsilon_micro, totals), each(totals->epsilon0_micro, totals),
         each(totals->delta_2p60, totals) / 1152921504606846976.0);
  printf("\"protocol\":\"%s\",\"caps\":\"%s\",\"cases\":%llu,\"scale\":%llu,",
         eval_protocols[run->asking.protocol], run->caps, (unsigned long long)local->cases,
         (unsigned long long)run->scale);
  if (run->lifted) print_points(run);
  printf("\"recall20\":{\"local\":%.5f,\"central\":%.5f,\"private\":%.5f,\"kept_lift\":%.4f},",
         local->recall20, central->recall20, private->recall20, of->recall_kept);
  printf("\"ndcg10\":{\"local\":%.5f,\"central\":%.5f,\"private\":%.5f}}\n", local->ndcg10,
         central->ndcg10, private->ndcg10);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void end(looping *run) {
  eval_fleet_free(&run->fleet);
  free(run->local.hits);
  free(run->central.hits);
  eval_task_remove(run->shop.folder);
  if (!getenv("KEEP")) (void)unlink(run->statistics);
  (void)unlink(run->train);
  eval_shopper_end(&run->shop);
}

/* Beyond the first point nobody's ledger is asked: all that is asked is paid, so there are as many
 * weeks as give so many times the answers. Ends where a drill can have no more weeks. */
static void measure_beyond(looping *run) {
  const sotto_drill_totals *first = &run->points[0].first.totals;
  double share = paid(first) ? (double)paid(first) / (double)first->reports : 1;
  run->fleet.options.lifted = 1;
  for (; run->point_count < TIMES; run->point_count++) {
    double weeks = ceil((double)run->weeks * curve_times[run->point_count] * share);
    if (weeks > SOTTO_DRILL_WEEKS_MAX) return;
    run->fleet.options.weeks = (uint32_t)weeks;
    measure_point(run, DRAWS, &run->points[run->point_count]);
  }
}

static void run_all(looping *run) {
  begin(run);
  build(run);
  const eval_full_asking full = {run->asking.events, run->asking.protocol, run->shop.pack,
                                 run->shop.keys.signing_public, 20};
  eval_full_compare(&run->fleet, &full, &run->full);
  if (strcmp(run->answers, "noise") == 0) eval_fleet_scramble(&run->fleet);
  learn_local(run);
  measure_point(run, run->lifted ? DRAWS : 1, &run->points[run->point_count++]);
  if (run->lifted) measure_beyond(run);
  if (run->lifted) print_curve(run);
  print(run, &run->points[run->point_count - 1]);
  end(run);
}

static int is_answers(const char *name) {
  return strcmp(name, "true") == 0 || strcmp(name, "noise") == 0;
}

int eval_loop(int argc, char **argv) {
  static looping run = {.scale = 1, .caps = "default", .answers = "true", .seed = 1};
  const eval_option options[] = {{"events", &run.asking.events, NULL},
                                 {"items", &run.items, NULL},
                                 {"caps", &run.caps, NULL},
                                 {"answers", &run.answers, NULL},
                                 {"scale", NULL, &run.scale},
                                 {"epsilon-micro", NULL, &run.epsilon_micro},
                                 {"epochs", NULL, &run.weeks},
                                 {"limit", NULL, &run.asking.limit},
                                 {"groups", NULL, &run.groups},
                                 {"seed", NULL, &run.seed},
                                 {NULL, NULL, NULL}};
  if (!eval_options(options, argc, argv)) return EVAL_USAGE;
  run.lifted = strcmp(run.caps, "lifted") == 0;
  int known = (run.lifted || strcmp(run.caps, "default") == 0) && is_answers(run.answers);
  if (!run.asking.events || !run.scale || !run.epsilon_micro || !run.weeks ||
      run.weeks > SOTTO_DRILL_WEEKS_MAX || !known) {
    fputs("sotto-eval: loop needs --events F --scale S --epsilon-micro E --epochs W, caps are "
          "default or lifted, answers are true or noise\n",
          stderr);
    return EVAL_USAGE;
  }
  run_all(&run);
  return EVAL_DONE;
}
