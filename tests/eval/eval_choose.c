/*
 * sotto-eval choose: what the brand's prior brings a device that chooses among arms.
 *
 * A fixed world: 4 mindsets x 5 arms, each cell with a reward rate drawn log-uniformly from .01 to
 * .10 by the seed; a device has one mindset, 10 visits and 60 impressions. The mindset is hidden:
 * the device records events typical of it (eval_choose_world.c) into a real profile in memory and
 * chooses by what the library infers. Nothing here scores, infers or shrinks.
 *
 * First N devices of a young shop, without priors, meet one arm a week and answer the question
 * "arm x mindset x outcome" --epochs times by split trust, through a drill of the library: ledger,
 * mapping and the randomizer devices ship. One device in twenty takes the full path: a profile of
 * its own, old enough to pay, is asked by the pack and answers into its outbox; what it would tell
 * must be what the drill was told. Beside it the same answers through the local randomizer. The
 * estimates become a statistics file, that a pack. Then `--replay` other devices live
 * through their 60 impressions with each pack. A reward counted is the true rate of the arm that
 * was shown, which has less chance in it than what was drawn from it.
 */
#include "eval_choose.h"
#include "eval_fleet.h"
#include "eval_task.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sotto/drill.h>
#include <sotto/rate.h>

#define EPOCHS_MAX 6u     /* answers a year that a device gives to one question */
#define FULL_EVERY 20u    /* one device of so many takes the full path */
#define FIRST_EPOCH 1715u /* in 2002, where the world begins */
#define WEEKS_SAVED 9u    /* until an empty budget can pay a split answer */
#define BUCKETS (1u + 2u * CHOOSE_ARMS * SOTTO_MINDSET_COUNT)

/* What one pack brought. */
typedef struct outcome {
  double reward; /* per impression */
  double error;  /* of that, over devices */
  double right;  /* share of impressions with the mindset inferred that is the true one */
} outcome;

typedef struct evaluation {
  choose_world world;
  choose_device device;
  uint64_t devices, replay, epochs, epsilon_micro, seed;
  char folder[64], pack[96], brand[96], items[96], statistics[96], sessions[96];
  sotto_brand_keys keys, leader, helper;
  uint64_t answers[BUCKETS]; /* devices by true answer */
  uint64_t split[BUCKETS];   /* what the drill's sum names */
  sotto_collector *collector;
  sotto_drill *drill;
  uint64_t full, full_paid, full_alike; /* devices of the full path */
} evaluation;

static void write_items(const char *path) {
  FILE *file = fopen(path, "w");
  eval_must(file ? SOTTO_OK : SOTTO_E_STORAGE, path);
  fputs("id\ttitle\tprice\tproduct_type\n", file);
  for (uint32_t n = 0; n < CHOOSE_ITEMS; n++)
    fprintf(file, "i%u\tThing %u\t%u EUR\tThings\n", n, n, 10 + n);
  eval_must(fclose(file) ? SOTTO_E_STORAGE : SOTTO_OK, path);
}

static void write_brand(const evaluation *run) {
  FILE *file = fopen(run->brand, "w");
  eval_must(file ? SOTTO_OK : SOTTO_E_STORAGE, run->brand);
  fputs("{\"brand\":\"World\",\"currency\":\"EUR\",\"locales\":[\"en\"],\"default_locale\":\"en\","
        "\"feeds\":{\"en\":\"items.tsv\"},\"slots\":[{\"id\":\"hero\",\"choice\":"
        "{\"reward\":\"host\",\"window_hours\":24,\"sticky_hours\":0},\"arms\":[",
        file);
  for (uint32_t arm = 0; arm < CHOOSE_ARMS; arm++)
    fprintf(file, "%s{\"id\":\"arm%u\",\"content\":{\"en\":\"Arm %u\"}}", arm ? "," : "", arm, arm);
  fputs("]}],\"questions\":[{\"name\":\"arms\",\"kind\":\"arm_outcome\",\"arms\":[", file);
  for (uint32_t arm = 0; arm < CHOOSE_ARMS; arm++)
    fprintf(file, "%s\"hero/arm%u\"", arm ? "," : "", arm);
  fprintf(file,
          "],\"epsilon_micro\":%llu,\"trust\":\"split\",\"unit\":\"device\","
          "\"minimum_batch\":%llu,\"task\":\"items.task\"}]}\n",
          (unsigned long long)run->epsilon_micro, (unsigned long long)run->devices);
  eval_must(fclose(file) ? SOTTO_E_STORAGE : SOTTO_OK, run->brand);
  const eval_task task = {"items.task", BUCKETS - 1, (uint32_t)run->devices, 1,
                          &run->leader, &run->helper};
  eval_task_file(run->folder, &task);
}

static void begin(evaluation *run) {
  const char *root = getenv("TMPDIR");
  snprintf(run->folder, sizeof run->folder, "%.40s/sotto-eval-XXXXXX", root ? root : "/var/tmp");
  eval_must(mkdtemp(run->folder) ? SOTTO_OK : SOTTO_E_STORAGE, run->folder);
  snprintf(run->pack, sizeof run->pack, "%s/shop.sottopack", run->folder);
  snprintf(run->brand, sizeof run->brand, "%s/brand.json", run->folder);
  snprintf(run->items, sizeof run->items, "%s/items.tsv", run->folder);
  snprintf(run->sessions, sizeof run->sessions, "%s/sessions.tsv", run->folder);
  snprintf(run->statistics, sizeof run->statistics, "%s/statistics.tsv", run->folder);
  eval_must(sotto_brand_keys_make(&run->keys), "keys");
  /* Always the same keys, whose secrets nobody needs: a question's hash is of its task, too. */
  run->leader.report_public[0] = 9;
  run->helper.report_public[0] = 10;
  write_items(run->items);
  write_brand(run);
  choose_world_sessions(&run->world, run->sessions);
}

static void end(evaluation *run) {
  choose_device_close(&run->device);
  sotto_drill_close(run->drill);
  sotto_collector_close(run->collector);
  (void)unlink(run->pack);
  eval_task_remove(run->folder);
  (void)unlink(run->items);
  (void)unlink(run->statistics);
  (void)unlink(run->sessions);
  (void)rmdir(run->folder);
}

/* Builds the pack, with what was learnt or without, and opens a device with it. */
static void build(evaluation *run, int learnt) {
  sotto_build_options options;
  sotto_build_result result;
  sotto_build_options_init(&options);
  options.brand_file = run->brand;
  options.sessions_file = run->sessions;
  options.statistics_file = learnt ? run->statistics : NULL;
  options.output_file = run->pack;
  options.signing_key = run->keys.signing_secret;
  options.report_key = run->keys.report_public;
  options.created_ms = 1;
  options.expires_ms = 100 * 365 * INT64_C(86400000);
  eval_must(sotto_build(&options, &result), "build");
  choose_device_open(&run->device, run->pack, run->keys.signing_public);
}

/* One of the full path: what it would tell must be what the drill is told. */
static void ask_full(evaluation *run, uint32_t bucket) {
  sotto_preview preview;
  if (!choose_asked(&run->device, "arms", &preview)) eval_must(SOTTO_E_MISSING, "question");
  run->full++;
  if (preview.state != SOTTO_QUESTION_OPEN) return;
  run->full_paid++;
  run->full_alike += preview.bucket == bucket;
  eval_must(sotto_question_answer(run->device.profile, preview.question), "answer");
}

/* A device of its own whose budget has had time to fill. */
static void age(evaluation *run) {
  sotto_preview preview;
  choose_device_open(&run->device, run->pack, run->keys.signing_public);
  (void)choose_asked(&run->device, "arms", &preview); /* the first look starts the ledger */
  choose_wait(&run->device, WEEKS_SAVED);
}

static void live(evaluation *run, uint64_t number) {
  choose_person person;
  choose_shown shown;
  sotto_drill_person told;
  int full = number % FULL_EVERY == 0;
  if (full) age(run);
  sotto_drill_person_init(&told);
  sotto_drill_begin(run->drill, run->seed << 32 | number);
  choose_person_begin(&run->world, &run->device, number, &person);
  for (uint32_t week = 0; week < run->epochs; week++) {
    choose_visit(&run->device, &person, 7 * week * WEEKS_SAVED);
    choose_impression(&run->world, &run->device, &person, &shown);
    told.arm = shown.arm;
    told.arm_mindset = shown.inferred;
    told.arm_well = shown.rewarded;
    uint32_t bucket = 1 + 2 * (shown.arm * SOTTO_MINDSET_COUNT + shown.inferred) + shown.rewarded;
    run->answers[bucket]++;
    eval_must(sotto_drill_week(run->drill, (week + 1) * WEEKS_SAVED - 1, &told), "drill");
    if (full && week == 0) ask_full(run, bucket);
  }
}

static void sum_up(evaluation *run) {
  for (uint32_t week = 0; week < run->epochs; week++) {
    sotto_tally tally;
    eval_must(sotto_drill_tally(run->drill, 0, (week + 1) * WEEKS_SAVED - 1, &tally), "tally");
    for (uint32_t n = 0; n < BUCKETS; n++) run->split[n] += tally.counts[n];
  }
}

/* The answers of a young fleet: every device has met one arm. */
static void collect(evaluation *run) {
  sotto_drill_options options;
  build(run, 0);
  run->collector = eval_fleet_collector(run->pack, &run->keys);
  sotto_drill_options_init(&options);
  options.collector = run->collector;
  options.first_epoch = FIRST_EPOCH;
  options.weeks = (uint32_t)run->epochs * WEEKS_SAVED;
  eval_must(sotto_drill_open(&options, &run->drill), "drill");
  for (uint64_t n = 0; n < run->devices; n++) {
    if (n % 256 == 0) eval_progress("answers", n, run->devices);
    live(run, n);
  }
  eval_progress("answers", run->devices, run->devices);
  sum_up(run);
}

/* From counts to the statistics file, as `sotto-collect learn` writes it. */
static void learn(const evaluation *run, const sotto_mechanism *mechanism, const uint64_t *counts) {
  sotto_rate rates[CHOOSE_ARMS * SOTTO_MINDSET_COUNT];
  const sotto_tally tally = {counts, run->devices * run->epochs};
  eval_must(sotto_estimate_rates(mechanism, &tally, rates), "rates");
  FILE *file = fopen(run->statistics, "w");
  eval_must(file ? SOTTO_OK : SOTTO_E_STORAGE, run->statistics);
  fputs("kind\titem\tother\tvalue\terror\n", file);
  for (uint32_t n = 0; n < CHOOSE_ARMS * SOTTO_MINDSET_COUNT; n++)
    if (!rates[n].suppressed)
      fprintf(file, "arm\thero/arm%u\t%s\t%.9g\t%.9g\n", n / SOTTO_MINDSET_COUNT,
              sotto_mindset_name(n % SOTTO_MINDSET_COUNT), rates[n].rate, rates[n].error);
  eval_must(fclose(file) ? SOTTO_E_STORAGE : SOTTO_OK, run->statistics);
}

/* Other devices than those that answered live through all their impressions. */
static outcome replay(evaluation *run, const char *what) {
  outcome found = {0, 0, 0};
  double squares = 0;
  for (uint64_t n = 0; n < run->replay; n++) {
    choose_person person;
    double reward = 0;
    if (n % 32 == 0) eval_progress(what, n, run->replay);
    choose_person_begin(&run->world, &run->device, run->devices + n, &person);
    for (uint32_t i = 0; i < CHOOSE_IMPRESSIONS; i++) {
      choose_shown shown;
      if (i % CHOOSE_PER_VISIT == 0) choose_visit(&run->device, &person, i / CHOOSE_PER_VISIT);
      choose_impression(&run->world, &run->device, &person, &shown);
      reward += run->world.rates[person.mindset][shown.arm] / CHOOSE_IMPRESSIONS;
      found.right += shown.inferred == person.mindset;
    }
    found.reward += reward;
    squares += reward * reward;
  }
  eval_progress(what, run->replay, run->replay);
  double count = (double)run->replay;
  found.reward /= count;
  found.right /= count * CHOOSE_IMPRESSIONS;
  found.error = sqrt(fmax(squares / count - found.reward * found.reward, 0) / count);
  return found;
}

/* `counts` NULL: what the local randomizer makes of the same answers. */
static outcome with_mechanism(evaluation *run, const sotto_mechanism *mechanism,
                              const uint64_t *counts, const char *what) {
  uint64_t local[BUCKETS];
  if (!counts) eval_must(sotto_rehearse_counts(mechanism, run->answers, run->seed, local), what);
  learn(run, mechanism, counts ? counts : local);
  build(run, 1);
  return replay(run, what);
}

/* What anyone could reach, and what no one can miss, given the mindsets of those who replay. */
static void bounds(const evaluation *run, double *ret_random, double *ret_oracle) {
  double random = 0, oracle = 0, count = (double)run->replay;
  for (uint64_t n = 0; n < run->replay; n++) {
    const double *rates = run->world.rates[choose_mindset_of(&run->world, run->devices + n)];
    double best = 0;
    for (uint32_t arm = 0; arm < CHOOSE_ARMS; arm++) {
      random += rates[arm] / CHOOSE_ARMS / count;
      best = fmax(best, rates[arm]);
    }
    oracle += best / count;
  }
  *ret_random = random;
  *ret_oracle = oracle;
}

static void print(const evaluation *run, const outcome *alone, const outcome *local,
                  const outcome *split) {
  double random, oracle;
  bounds(run, &random, &oracle);
  printf("{\"random\":%.5f,\"device_only\":%.5f,\"private_prior\":%.5f,\"oracle\":%.5f,"
         "\"trust\":\"%s\",\"of_oracle\":%.4f,\"error\":%.5f,",
         random, alone->reward, split->reward, oracle, "split", split->reward / oracle,
         split->error);
  printf("\"full\":{\"devices\":%llu,\"paid\":%llu,\"alike\":%llu},", (unsigned long long)run->full,
         (unsigned long long)run->full_paid, (unsigned long long)run->full_alike);
  printf(
      "\"local\":{\"private_prior\":%.5f,\"of_oracle\":%.4f},\"mindset_right\":%.4f,"
      "\"devices\":%llu,\"epochs\":%llu,\"replayed\":%llu,\"epsilon_micro\":%llu,\"seed\":%llu}\n",
      local->reward, local->reward / oracle, split->right, (unsigned long long)run->devices,
      (unsigned long long)run->epochs, (unsigned long long)run->replay,
      (unsigned long long)run->epsilon_micro, (unsigned long long)run->seed);
}

int eval_choose(int argc, char **argv) {
  static evaluation run = {.replay = 1000, .epochs = EPOCHS_MAX, .seed = 1};
  const eval_option options[] = {
      {"devices", NULL, &run.devices}, {"epsilon-micro", NULL, &run.epsilon_micro},
      {"replay", NULL, &run.replay},   {"epochs", NULL, &run.epochs},
      {"seed", NULL, &run.seed},       {NULL, NULL, NULL}};
  if (!eval_options(options, argc, argv)) return EVAL_USAGE;
  if (!run.devices || !run.replay || !run.epsilon_micro || run.epochs - 1 >= EPOCHS_MAX ||
      run.devices > UINT32_MAX || run.epsilon_micro > UINT32_MAX) {
    fputs("sotto-eval: choose needs --devices N --epsilon-micro E\n", stderr);
    return EVAL_USAGE;
  }
  sotto_mechanism local, split;
  sotto_status status = sotto_mechanism_plan(BUCKETS, run.epsilon_micro, &local);
  if (!status)
    status =
        sotto_mechanism_split(BUCKETS, (uint32_t)run.devices, (uint32_t)run.epsilon_micro, &split);
  if (status) return eval_fail("this epsilon at so many devices", status);
  choose_world_make(&run.world, run.seed);
  begin(&run);
  collect(&run);
  outcome alone = replay(&run, "device only");
  outcome by_local = with_mechanism(&run, &local, NULL, "local prior");
  outcome by_split = with_mechanism(&run, &split, run.split, "split prior");
  end(&run);
  print(&run, &alone, &by_local, &by_split);
  return EVAL_DONE;
}
