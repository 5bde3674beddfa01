/*
 * The shoppers of the fleet have ten weeks behind them when a year of questions begins; every
 * ninth week all of them are asked about popularity, by local trust. What they say does not depend
 * on the pack they have: neither do buckets on a pack's statistics nor simulated shoppers on picks.
 * So one drill is the year of all packs, and each pack knows the weeks before it. Those who are
 * measured are newcomers: nothing is known of them, so their first picks are what the pack alone
 * can say.
 */
#include "curve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sotto/build.h>
#include <sotto/drill.h>
#include <sotto/learn.h>
#include <sotto/recommend.h>

#include "fleet_file.h"

#define WEEK_MS 604800000
#define START_MS (INT64_C(2900) * WEEK_MS) /* in 2025 */
#define SHOPPERS 1000u                     /* different ones; larger fleets are clones of them */
#define MEASURED 4000u
#define OTHERS 1000000u /* number of the first who is measured */
#define ITEMS_MAX 4096u /* met by one shopper */
#define WEEKS 10
#define YEAR 52u
#define QUARTER 13u
#define PICKS 10u

typedef struct curving {
  const sim_catalogue *catalogue;
  const char *directory;
  uint64_t seed;
  uint32_t place; /* of the pack in the year, 0 first */
  curve_year year;
  curve_point *row; /* of the fleet that is measured */
  sotto_brand_keys keys;
  char brand[512], feed[512], events[512], statistics[512], pack[512];
  sotto_collector *collector;
  uint32_t *numbers; /* of the catalogue's items in the pack */
  uint32_t *met;     /* [SHOPPERS][ITEMS_MAX] */
  size_t met_count[SHOPPERS];
  uint8_t *meets; /* [MEASURED][SIM_ITEMS_MAX]: what a newcomer meets */
} curving;

static void path(char ret_path[512], const curving *run, const char *name) {
  snprintf(ret_path, 512, "%s/%s", run->directory, name);
}

static void write_feed(const curving *run) {
  FILE *file = fleet_file_create(run->directory, "curve.tsv");
  fputs("id\ttitle\tproduct_type\tbrand\tprice\n", file);
  for (uint32_t n = 0; n < run->catalogue->count; n++) {
    const sim_item *item = &run->catalogue->items[n];
    fprintf(file, "%s\t%s\t%s\t%s\t%lld.%02lld EUR\n", item->id, item->title, item->product_type,
            item->brand_name, (long long)item->price_minor / 100,
            (long long)item->price_minor % 100);
  }
  fleet_file_finish(file, run->feed);
}

static void write_brand(const curving *run, uint64_t epsilon_micro) {
  FILE *file = fleet_file_create(run->directory, "curve.json");
  fprintf(
      file,
      "{\"brand\":\"Fleet\",\"currency\":\"EUR\",\"locales\":[\"en\"],\"default_locale\":\"en\","
      "\"feeds\":{\"en\":\"curve.tsv\"},\"expires_days\":3650,\"questions\":[{\"name\":\"items\","
      "\"kind\":\"popularity\",\"buckets\":255,\"epsilon_micro\":%llu,\"every\":9}]}\n",
      (unsigned long long)epsilon_micro);
  fleet_file_finish(file, run->brand);
}

static void build(curving *run, const char *events, const char *statistics) {
  sotto_build_options options;
  sotto_build_result result;
  sotto_build_options_init(&options);
  options.brand_file = run->brand;
  options.events_file = events;
  options.statistics_file = statistics;
  options.output_file = run->pack;
  options.signing_key = run->keys.signing_secret;
  options.report_key = run->keys.report_public;
  options.created_ms = START_MS + run->place * (int64_t)(QUARTER * WEEK_MS);
  options.sequence = run->place + 1;
  options.fleet_size = UINT64_C(1000000000); /* what it can tell is what is measured here */
  stage_check(sotto_build(&options, &result), "build");
}

/* ---- the fleet ------------------------------------------------------------------------------ */

/* What one shopper meets, in order, into the log and by number. */
static void live(curving *run, uint32_t index, FILE *log) {
  sim_shopper shopper;
  static sim_visit visit;
  sim_event happened;
  size_t *count = &run->met_count[index];
  sim_shopper_init(run->seed, index, run->catalogue, &shopper);
  int64_t next_ms = sim_shopper_next_start(&shopper, START_MS - WEEKS * (int64_t)WEEK_MS);
  while (next_ms < START_MS) {
    sim_visit_begin(&shopper, next_ms, &visit);
    while (sim_visit_next(&visit, &happened)) {
      if (happened.item == SIM_NO_ITEM || *count == ITEMS_MAX) continue;
      fprintf(log, "s%u\t%lld\t%s\t%s\t%u\t\n", index, (long long)happened.time_ms, happened.name,
              run->catalogue->items[happened.item].id, happened.quantity ? happened.quantity : 1);
      run->met[(size_t)index * ITEMS_MAX + (*count)++] = happened.item;
    }
    next_ms = sim_shopper_next_start(&shopper, visit.now_ms);
  }
}

static void live_all(curving *run) {
  FILE *log = fleet_file_create(run->directory, "curve.events.tsv");
  fputs("user\ttime_ms\tevent\titem\tquantity\tprice_minor\n", log);
  for (uint32_t n = 0; n < SHOPPERS; n++) {
    if (n % 50 == 0) stage_progress("shoppers", n, SHOPPERS);
    live(run, n, log);
  }
  stage_progress("shoppers", SHOPPERS, SHOPPERS);
  fleet_file_finish(log, run->events);
}

static void open_collector(curving *run) {
  sotto_collector_options options;
  FILE *file = fopen(run->pack, "rb");
  static uint8_t bytes[16 << 20];
  size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
  if (file) fclose(file);
  sotto_collector_close(run->collector);
  run->collector = NULL;
  sotto_collector_options_init(&options);
  options.pack = (sotto_bytes){bytes, size};
  options.trust = (sotto_bytes){run->keys.signing_public, sizeof run->keys.signing_public};
  stage_check(sotto_collector_open(&options, &run->collector), "collector");
}

/* The pack numbers items by their ids; a shopper's history is kept in those numbers. */
static void number_items(curving *run, const sotto_drill *drill) {
  for (uint32_t n = 0; n < run->catalogue->count; n++)
    stage_check(sotto_drill_item(drill, stage_text(run->catalogue->items[n].id), &run->numbers[n]),
                "item");
}

static void drill_shopper(curving *run, sotto_drill *drill, uint64_t device) {
  uint32_t items[ITEMS_MAX], shopper = (uint32_t)(device % SHOPPERS);
  sotto_drill_person person;
  sotto_drill_person_init(&person);
  person.items = items;
  person.item_count = run->met_count[shopper] < 256 ? run->met_count[shopper] : 256;
  size_t from = (size_t)shopper * ITEMS_MAX + run->met_count[shopper] - person.item_count;
  for (size_t n = 0; n < person.item_count; n++) items[n] = run->numbers[run->met[from + n]];
  sotto_drill_begin(drill, run->seed << 32 | device);
  for (uint32_t week = 0; week < YEAR; week++)
    stage_check(sotto_drill_week(drill, week, &person), "week");
}

static sotto_drill *drill_fleet(curving *run, uint64_t devices) {
  sotto_drill_options options;
  sotto_drill *drill = NULL;
  sotto_drill_options_init(&options);
  options.collector = run->collector;
  options.first_epoch = (uint32_t)(START_MS / WEEK_MS);
  options.weeks = YEAR;
  stage_check(sotto_drill_open(&options, &drill), "drill");
  number_items(run, drill);
  for (uint64_t n = 0; n < devices; n++) {
    if (n % 4096 == 0) stage_progress("devices", n, devices);
    drill_shopper(run, drill, n);
  }
  stage_progress("devices", devices, devices);
  return drill;
}

static uint32_t write_row(void *context, const sotto_learnt *learnt) {
  fprintf(context, "%s\t%.*s\t\t%.9g\t%.9g\n", learnt->kind, (int)learnt->item.size,
          learnt->item.data, learnt->value, learnt->error);
  return 0;
}

/* From what was said in the weeks before the pack. */
static void learn(curving *run, const sotto_drill *drill) {
  sotto_learner *learner = NULL;
  FILE *file = fleet_file_create(run->directory, "curve.statistics.tsv");
  fputs("kind\titem\tother\tvalue\terror\n", file);
  stage_check(sotto_learner_open(run->collector, &learner), "learner");
  for (uint32_t week = 0; week < run->place * QUARTER; week++) {
    sotto_tally tally;
    stage_check(sotto_drill_tally(drill, 0, week, &tally), "tally");
    stage_check(sotto_learner_add(learner, 0, (uint32_t)(START_MS / WEEK_MS) + week, &tally),
                "learn");
  }
  stage_check(sotto_learner_each(learner, write_row, file), "learn");
  sotto_learner_close(learner);
  fleet_file_finish(file, run->statistics);
}

/* ---- measuring ------------------------------------------------------------------------------ */

/* What newcomers meet in their first two weeks, who are none of the fleet's shoppers. */
static void meet(curving *run) {
  static sim_visit visit;
  for (uint32_t n = 0; n < MEASURED; n++) {
    sim_shopper shopper;
    sim_event happened;
    if (n % 200 == 0) stage_progress("newcomers", n, MEASURED);
    sim_shopper_init(run->seed, OTHERS + n, run->catalogue, &shopper);
    int64_t next_ms = sim_shopper_next_start(&shopper, START_MS);
    while (next_ms < START_MS + 2 * (int64_t)WEEK_MS) {
      sim_visit_begin(&shopper, next_ms, &visit);
      while (sim_visit_next(&visit, &happened))
        if (happened.item != SIM_NO_ITEM) run->meets[(size_t)n * SIM_ITEMS_MAX + happened.item] = 1;
      next_ms = sim_shopper_next_start(&shopper, visit.now_ms);
    }
  }
  stage_progress("newcomers", MEASURED, MEASURED);
}

static uint32_t number_of(const curving *run, sotto_text id) {
  uint32_t n = 0;
  while (n < run->catalogue->count && (strlen(run->catalogue->items[n].id) != id.size ||
                                       memcmp(run->catalogue->items[n].id, id.data, id.size) != 0))
    n++;
  return n;
}

static fleet_shop shop_of(const curving *run) {
  fleet_shop shop = {.pack = run->pack, .start_ms = START_MS};
  memcpy(shop.brand_key, run->keys.signing_public, sizeof shop.brand_key);
  return shop;
}

/* The first picks of a profile of which nothing is known: the same for every newcomer. */
static size_t first_picks(const curving *run, uint32_t ret_items[PICKS], uint64_t *ret_sequence) {
  fleet_shop shop = shop_of(run);
  fleet_device device;
  sotto_request request;
  sotto_pack_info info;
  sotto_pick picks[PICKS];
  size_t count = PICKS;
  device_begin(&device, &shop, START_MS + run->place * (int64_t)(QUARTER * WEEK_MS));
  sotto_request_init(&request);
  request.limit = PICKS;
  request.diversity = 0;
  stage_check(sotto_recommend(device.profile, &request, picks, &count), "picks");
  stage_check(sotto_pack_get(device.profile, &info), "pack");
  for (size_t n = 0; n < count; n++) ret_items[n] = number_of(run, picks[n].item);
  *ret_sequence = info.sequence;
  device_end(&device);
  return count;
}

/* How many of the ten a newcomer meets, on average. */
static curve_point measure(const curving *run, uint64_t *ret_sequence) {
  uint32_t items[PICKS];
  size_t count = first_picks(run, items, ret_sequence);
  double sum = 0, squares = 0;
  for (uint32_t n = 0; n < MEASURED; n++) {
    uint32_t right = 0;
    for (size_t i = 0; i < count; i++)
      if (items[i] < run->catalogue->count)
        right += run->meets[(size_t)n * SIM_ITEMS_MAX + items[i]];
    sum += right;
    squares += (double)right * right;
  }
  double mean = sum / MEASURED;
  return (curve_point){mean, sqrt((squares / MEASURED - mean * mean) / MEASURED)};
}

/* ---- the year ------------------------------------------------------------------------------- */

/* The packs of a year, one after the other; `lives` beside them, where it is not NULL. */
static void measure_packs(curving *run, const sotto_drill *drill, curve_year *lives,
                          curve_points *points) {
  for (run->place = 1; run->place < CURVE_PACKS; run->place++) {
    if (lives) curve_year_live(lives, run->place * QUARTER);
    learn(run, drill);
    build(run, NULL, run->statistics);
    if (lives) curve_year_take(lives, run->pack);
    run->row[run->place] = measure(run, &points->sequences[run->place]);
  }
  run->place = 0;
}

static void note_totals(const sotto_drill *drill, int cost, curve_points *points) {
  sotto_drill_totals totals;
  sotto_drill_totals_get(drill, &totals);
  points->answers[cost] = (double)(totals.reports - totals.free_reports) / (double)totals.people;
  points->drilled_epsilon[cost] =
      fmax(points->drilled_epsilon[cost], (double)totals.most_micro / 1e6);
}

double curve_most_epsilon(const curve_points *points, int cost) {
  return fmax(points->drilled_epsilon[cost], (double)points->lived[cost].most_micro / 1e6);
}

/* Real profiles live beside the smallest fleet. */
static void measure_fleet(curving *run, int cost, int size, curve_points *points) {
  fleet_shop shop = shop_of(run);
  curve_year *lives = size == 0 ? &run->year : NULL;
  build(run, NULL, NULL);
  open_collector(run);
  if (lives) curve_year_begin(lives, &shop);
  sotto_drill *drill = drill_fleet(run, points->devices[size]);
  run->row = points->points[cost][size];
  run->row[0] = points->points[0][0][0];
  measure_packs(run, drill, lives, points);
  note_totals(drill, cost, points);
  sotto_drill_close(drill);
  if (lives) curve_year_end(lives, &points->lived[cost]);
}

static void measure_cost(curving *run, int cost, curve_points *points) {
  write_brand(run, (uint64_t)(points->epsilon[cost] * 1e6));
  for (int n = 0; n < CURVE_SIZES; n++) measure_fleet(run, cost, n, points);
}

static void prepare(curving *run) {
  path(run->brand, run, "curve.json");
  path(run->feed, run, "curve.tsv");
  path(run->events, run, "curve.events.tsv");
  path(run->statistics, run, "curve.statistics.tsv");
  path(run->pack, run, "curve.sottopack");
  run->numbers = calloc(run->catalogue->count + 1, sizeof *run->numbers);
  run->met = calloc((size_t)SHOPPERS * ITEMS_MAX, sizeof *run->met);
  run->meets = calloc((size_t)MEASURED * SIM_ITEMS_MAX, 1);
  stage_check(run->numbers && run->met && run->meets ? SOTTO_OK : SOTTO_E_MEMORY, "memory");
  stage_check(sotto_brand_keys_make(&run->keys), "keys");
  write_feed(run);
  write_brand(run, 1000000);
  live_all(run);
  meet(run);
}

static void clean(curving *run) {
  const char *const made[] = {run->brand, run->feed, run->events, run->statistics, run->pack};
  for (size_t n = 0; n < sizeof made / sizeof *made; n++) (void)unlink(made[n]);
  sotto_collector_close(run->collector);
  free(run->numbers);
  free(run->met);
  free(run->meets);
}

void curve_measure(const curve_asking *asking, curve_points *ret_points) {
  static curving run;
  curve_points points = {.epsilon = {1, .5}, .measured = MEASURED};
  uint64_t devices = asking->devices, sequence;
  for (int n = CURVE_SIZES; n-- > 0; devices /= 10) points.devices[n] = devices;
  for (uint32_t n = 0; n < CURVE_PACKS; n++) points.weeks[n] = n * QUARTER;
  run = (curving){
      .catalogue = asking->catalogue, .directory = asking->directory, .seed = asking->seed};
  prepare(&run);
  build(&run, run.events, NULL);
  points.central = measure(&run, &sequence);
  build(&run, NULL, NULL);
  points.points[0][0][0] = measure(&run, &points.sequences[0]);
  for (int cost = 0; cost < CURVE_COSTS; cost++) measure_cost(&run, cost, &points);
  clean(&run);
  *ret_points = points;
}
