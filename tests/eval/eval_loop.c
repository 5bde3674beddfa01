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
 * A log whose times are ranks is asked for its users' last event, another for their last day.
 */
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

typedef struct looping {
  eval_asking asking;
  const char *items, *caps;
  uint64_t scale, epsilon_micro, weeks, seed, groups;
  eval_shopper shop; /* the pack that asks */
  sotto_brand_keys leader, helper;
  eval_plan plan;
  eval_fleet fleet;
  char train[96], brand[96], statistics[96];
  uint64_t users;
  eval_full_found full;
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
  run->fleet.options.lifted = strcmp(run->caps, "lifted") == 0;
  run->fleet.scale = run->scale;
  run->fleet.seed = run->seed;
  eval_fleet_read(&run->fleet, run->asking.events, run->asking.protocol);
}

static double kept(double private, double local, double central) {
  return central > local ? (private - local) / (central - local) : 0;
}

static void print(const looping *run, const eval_measured all[3],
                  const sotto_drill_totals *totals) {
  double people = (double)totals->people;
  const eval_measured *local = &all[0], *central = &all[1], *private = &all[2];
  printf("{\"devices\":%llu,\"local\":%.5f,\"central\":%.5f,\"private\":%.5f,\"kept_lift\":%.4f,",
         (unsigned long long)totals->people, local->hr10, central->hr10, private->hr10,
         kept(private->hr10, local->hr10, central->hr10));
  printf("\"bytes_per_report\":%.0f,",
         run->full.answers ? (double)run->full.bytes / (double)run->full.answers : 0);
  printf("\"full\":{\"devices\":%llu,\"answers\":%llu,\"chi2\":%.2f,\"degrees\":%u,\"p\":%.4f},",
         (unsigned long long)run->full.devices, (unsigned long long)run->full.answers,
         run->full.chi2, run->full.degrees, run->full.p);
  printf("\"reports_per_device\":%.3f,\"refused_reports\":%llu,"
         "\"epsilon_total_micro\":%.0f,\"epsilon0_total_micro\":%.0f,\"delta_total\":%.3g,",
         (double)totals->reports / people, (unsigned long long)totals->free_reports,
         (double)totals->epsilon_micro / people, (double)totals->epsilon0_micro / people,
         (double)totals->delta_2p60 / people / 1152921504606846976.0);
  printf("\"protocol\":\"%s\",\"caps\":\"%s\",\"cases\":%llu,\"scale\":%llu,"
         "\"recall20\":{\"local\":%.5f,\"central\":%.5f,\"private\":%.5f,\"kept_lift\":%.4f},",
         eval_protocols[run->asking.protocol], run->caps, (unsigned long long)local->cases,
         (unsigned long long)run->scale, local->recall20, central->recall20, private->recall20,
         kept(private->recall20, local->recall20, central->recall20));
  printf("\"ndcg10\":{\"local\":%.5f,\"central\":%.5f,\"private\":%.5f}}\n", local->ndcg10,
         central->ndcg10, private->ndcg10);
}

static void run_all(looping *run) {
  eval_measured all[3];
  sotto_drill_totals totals;
  begin(run);
  build(run);
  sotto_drill *drill = eval_fleet_answer(&run->fleet);
  uint64_t rows = eval_fleet_learn(&run->fleet, drill, run->statistics);
  fprintf(stderr, "learnt: %llu statistics\n", (unsigned long long)rows);
  sotto_drill_totals_get(drill, &totals);
  const eval_full_asking full = {run->asking.events, run->asking.protocol, run->shop.pack,
                                 run->shop.keys.signing_public, 20};
  eval_full_compare(&run->fleet, &full, &run->full);
  const char *log = run->items ? NULL : run->train;
  eval_recommend_measure(&run->asking, (eval_inputs){.items = run->items, .events = log}, &all[0]);
  eval_recommend_measure(&run->asking, (eval_inputs){.items = run->items, .events = run->train},
                         &all[1]);
  eval_recommend_measure(
      &run->asking,
      (eval_inputs){.items = run->items, .events = log, .statistics = run->statistics}, &all[2]);
  print(run, all, &totals);
  sotto_drill_close(drill);
  eval_fleet_free(&run->fleet);
  eval_task_remove(run->shop.folder);
  if (!getenv("KEEP")) (void)unlink(run->statistics);
  (void)unlink(run->train);
  eval_shopper_end(&run->shop);
}

int eval_loop(int argc, char **argv) {
  static looping run = {.scale = 1, .caps = "default", .seed = 1};
  const eval_option options[] = {{"events", &run.asking.events, NULL},
                                 {"items", &run.items, NULL},
                                 {"caps", &run.caps, NULL},
                                 {"scale", NULL, &run.scale},
                                 {"epsilon-micro", NULL, &run.epsilon_micro},
                                 {"epochs", NULL, &run.weeks},
                                 {"limit", NULL, &run.asking.limit},
                                 {"groups", NULL, &run.groups},
                                 {"seed", NULL, &run.seed},
                                 {NULL, NULL, NULL}};
  if (!eval_options(options, argc, argv)) return EVAL_USAGE;
  int known = strcmp(run.caps, "default") == 0 || strcmp(run.caps, "lifted") == 0;
  if (!run.asking.events || !run.scale || !run.epsilon_micro || !run.weeks ||
      run.weeks > SOTTO_DRILL_WEEKS_MAX || !known) {
    fputs("sotto-eval: loop needs --events F --scale S --epsilon-micro E --epochs W, and caps are "
          "default or lifted\n",
          stderr);
    return EVAL_USAGE;
  }
  run_all(&run);
  return EVAL_DONE;
}
