/*
 * sotto-eval choose: what the brand's prior brings a device that chooses among arms.
 *
 * A fixed world: 4 mindsets x 5 arms, each cell with a reward rate drawn log-uniformly from .01 to
 * .10 by the seed; a device has one mindset, 10 visits and 60 impressions. The mindset is hidden:
 * the device records events typical of it (eval_choose_world.c) into a real profile in memory and
 * chooses by what the library infers. Nothing here scores, infers or shrinks.
 *
 * First N devices of a young shop, without priors, meet one arm a week and answer the question
 * "arm x mindset x outcome" for --epochs weeks, each answer at the whole cost, through a
 * randomizer: the shipped local one, and, as a simulation since no aggregator takes part, the split
 * one. The estimates become a statistics file, that a pack. Then `--replay` other devices live
 * through their 60 impressions with each pack. A reward counted is the true rate of the arm that
 * was shown, which has less chance in it than what was drawn from it.
 */
#include "eval_choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sotto/rate.h>

#define EPOCHS_MAX 6u /* answers a year that a device gives to one question */
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
  sotto_brand_keys keys;
  uint64_t answers[BUCKETS]; /* devices by true answer */
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
  fputs("]}]}\n", file);
  eval_must(fclose(file) ? SOTTO_E_STORAGE : SOTTO_OK, run->brand);
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
  write_items(run->items);
  write_brand(run);
  choose_world_sessions(&run->world, run->sessions);
  eval_must(sotto_brand_keys_make(&run->keys), "keys");
}

static void end(evaluation *run) {
  choose_device_close(&run->device);
  (void)unlink(run->pack);
  (void)unlink(run->brand);
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

/* The answers of a young fleet: every device has met one arm. */
static void collect(evaluation *run) {
  build(run, 0);
  for (uint64_t n = 0; n < run->devices; n++) {
    choose_person person;
    choose_shown shown;
    if (n % 256 == 0) eval_progress("answers", n, run->devices);
    choose_person_begin(&run->world, &run->device, n, &person);
    for (uint32_t week = 0; week < run->epochs; week++) {
      choose_visit(&run->device, &person, 7 * week);
      choose_impression(&run->world, &run->device, &person, &shown);
      uint32_t cell = shown.arm * SOTTO_MINDSET_COUNT + shown.inferred;
      run->answers[1 + 2 * cell + shown.rewarded]++;
    }
  }
  eval_progress("answers", run->devices, run->devices);
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

static outcome with_mechanism(evaluation *run, const sotto_mechanism *mechanism, const char *what) {
  uint64_t counts[BUCKETS];
  eval_must(sotto_rehearse_counts(mechanism, run->answers, run->seed, counts), what);
  learn(run, mechanism, counts);
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
         random, alone->reward, split->reward, oracle, "split, simulated", split->reward / oracle,
         split->error);
  printf(
      "\"local\":{\"private_prior\":%.5f,\"of_oracle\":%.4f},\"mindset_right\":%.4f,"
      "\"devices\":%llu,\"epochs\":%llu,\"replayed\":%llu,\"epsilon_micro\":%llu,\"seed\":%llu}\n",
      local->reward, local->reward / oracle, split->right, (unsigned long long)run->devices,
      (unsigned long long)run->epochs, (unsigned long long)run->replay,
      (unsigned long long)run->epsilon_micro, (unsigned long long)run->seed);
}

int eval_choose(int argc, char **argv) {
  static evaluation run = {.replay = 1000, .epochs = 1, .seed = 1};
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
  outcome by_local = with_mechanism(&run, &local, "local prior");
  outcome by_split = with_mechanism(&run, &split, "split prior");
  end(&run);
  print(&run, &alone, &by_local, &by_split);
  return EVAL_DONE;
}
