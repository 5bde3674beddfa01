/*
 * sotto-fleet: N devices, each a real profile, each answering the pack's questions with real noise.
 *
 *   sotto-fleet --pack P --trust BRAND.PUBLIC --out DIR [--seed S]
 *               --catalogue DIR --devices N     simulated shoppers, ten weeks
 *               --events F [--devices N]        the customers of a log, one device each
 *   sotto-fleet --curve --out DIR --catalogue DIR [--seed S] [--devices N]
 *               how good picks become, pack after pack of a year, by what fleets of N (1,000,000),
 *               N/10, N/100 and N/1000 devices tell (curve.h); about a minute.
 *               Also DIR/curve.html and DIR/curve.points.tsv.
 *
 * Writes DIR/fleet.sottoreports (what left) and DIR/truth.tsv (what was true, which no server can
 * know). Two threads; each device has its own handle.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "curve.h"
#include "customers.h"
#include "harvest.h"
#include "simulator.h"

#define DAY_MS 86400000
#define WEEK_MS 604800000
#define WEEKS 10
#define WEEKS_OF_LOG 13 /* after a log's end each question without a schedule gets a week */
#define THREADS 2
#define WEEKS_BEFORE 5 /* the app is there before the first visit: a budget starts empty */

typedef struct fleet_run {
  fleet_shop shop;
  fleet_harvest harvest;
  const sim_catalogue *catalogue;
  const customer_log *customers;
  uint64_t seed;
  int64_t last_week_ms;
  atomic_size_t next;
  size_t devices;
} fleet_run;

static sotto_page page_of(sim_page page) {
  static const sotto_page pages[] = {SOTTO_PAGE_OTHER, SOTTO_PAGE_HOME, SOTTO_PAGE_INFO,
                                     SOTTO_PAGE_DETAIL, SOTTO_PAGE_ACCOUNT};
  return pages[page];
}

static void record_simulated(fleet_device *device, const sim_catalogue *catalogue,
                             const sim_event *happened) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = sotto_event_type_of(stage_text(happened->name));
  event.time_ms = happened->time_ms;
  event.quantity = happened->quantity;
  event.price_minor = happened->price_minor;
  event.result_count = happened->result_count;
  event.dwell_ms = happened->dwell_ms;
  event.page = page_of(happened->page);
  if (happened->item != SIM_NO_ITEM) event.item = stage_text(catalogue->items[happened->item].id);
  device_record(device, &event);
}

/** A week ends: what is due is sent and what the pack's schedule asks is answered. A question
 *  without a schedule gets a week of its own, every third from the fourth on: what is left of a
 *  budget of 24 a year can pay that. */
static void ask_in_week(fleet_run *fleet, fleet_device *device, int week) {
  fleet_answer answers[QUESTIONS_MAX];
  size_t turn = week < 3 || (week - 3) % 3 ? SIZE_MAX : (size_t)(week - 3) / 3;
  device_send(device, harvest_report, &fleet->harvest);
  size_t count = device_answer(device, turn, answers);
  for (size_t i = 0; i < count; i++) harvest_truth(&fleet->harvest, &answers[i]);
}

static void live_simulated(fleet_run *fleet, size_t index) {
  sim_shopper shopper;
  sim_visit visit;
  sim_event happened;
  fleet_device device;
  device_begin(&device, &fleet->shop, fleet->shop.start_ms - WEEKS_BEFORE * (int64_t)WEEK_MS);
  sim_shopper_init(fleet->seed, (uint32_t)index, fleet->catalogue, &shopper);
  int64_t next_ms = sim_shopper_next_start(&shopper, fleet->shop.start_ms);
  for (int week = 0; week < WEEKS; week++) {
    int64_t end_ms = fleet->shop.start_ms + (week + 1) * (int64_t)WEEK_MS - DAY_MS / 2;
    while (next_ms < end_ms - DAY_MS / 2) {
      sim_visit_begin(&shopper, next_ms, &visit);
      while (sim_visit_next(&visit, &happened))
        record_simulated(&device, fleet->catalogue, &happened);
      next_ms = sim_shopper_next_start(&shopper, visit.now_ms);
    }
    device_wait(&device, end_ms);
    ask_in_week(fleet, &device, week);
  }
  device_wait(&device, device.stage.now_ms + WEEK_MS);
  device_send(&device, harvest_report, &fleet->harvest);
  device_end(&device);
}

static void live_customer(fleet_run *fleet, size_t index) {
  const customer_log *all = fleet->customers;
  fleet_device device;
  sotto_event event;
  size_t from = all->starts[index], to = all->starts[index + 1];
  device_begin(&device, &fleet->shop, all->lines[from].time_ms - WEEKS_BEFORE * (int64_t)WEEK_MS);
  for (size_t i = from; i < to; i++) {
    const customer_line *line = &all->lines[i];
    sotto_event_init(&event);
    event.type = line->type;
    event.time_ms = line->time_ms;
    event.quantity = line->quantity;
    event.price_minor = line->price_minor;
    event.item = stage_text(all->ids + line->item);
    device_record(&device, &event);
  }
  for (int week = 3; week < WEEKS_OF_LOG; week++) {
    device_wait(&device, fleet->last_week_ms + (week - 2) * (int64_t)WEEK_MS - DAY_MS / 2);
    ask_in_week(fleet, &device, week);
  }
  device_wait(&device, device.stage.now_ms + WEEK_MS);
  device_send(&device, harvest_report, &fleet->harvest);
  device_end(&device);
}

static void *work(void *context) {
  fleet_run *fleet = context;
  for (size_t i; (i = atomic_fetch_add(&fleet->next, 1)) < fleet->devices;) {
    if (fleet->customers)
      live_customer(fleet, i);
    else
      live_simulated(fleet, i);
    harvest_device(&fleet->harvest);
  }
  return NULL;
}

static void run(fleet_run *fleet, const char *out) {
  pthread_t threads[THREADS];
  harvest_begin(&fleet->harvest, out, fleet->devices);
  for (int i = 0; i < THREADS; i++)
    if (pthread_create(&threads[i], NULL, work, fleet) != 0) {
      perror("thread");
      exit(1);
    }
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  harvest_end(&fleet->harvest, out);
}

static const char *option(int argc, char **argv, const char *name) {
  for (int i = 1; i + 1 < argc; i += 2)
    if (strcmp(argv[i], name) == 0) return argv[i + 1];
  return NULL;
}

static void run_customers(fleet_run *fleet, const char *events, const char *devices,
                          const char *out) {
  customer_log customers;
  customers_load(&customers, events, fleet->shop.start_ms);
  fleet->customers = &customers;
  fleet->last_week_ms = fleet->shop.start_ms;
  fleet->devices = devices ? strtoul(devices, NULL, 10) : customers.count;
  if (fleet->devices > customers.count) fleet->devices = customers.count;
  printf("  %zu lines of %zu customers (%zu lines could not be read)\n", customers.line_count,
         customers.count, customers.skipped);
  run(fleet, out);
  customers_free(&customers);
}

static int run_simulated(fleet_run *fleet, const char *directory, const char *devices,
                         const char *out) {
  char error[256];
  sim_catalogue *catalogue;
  if (sim_catalogue_load(directory, &catalogue, error) != 0) {
    fprintf(stderr, "%s\n", error);
    return 2;
  }
  fleet->catalogue = catalogue;
  fleet->devices = devices ? strtoul(devices, NULL, 10) : 10000;
  run(fleet, out);
  sim_catalogue_free(catalogue);
  return 0;
}

/* --curve takes no value, so it comes first. */
static int run_curve(int argc, char **argv) {
#ifdef FLEET_WITH_CURVE
  const char *directory = option(argc, argv, "--catalogue"), *out = option(argc, argv, "--out");
  const char *seed = option(argc, argv, "--seed"), *devices = option(argc, argv, "--devices");
  char error[256];
  sim_catalogue *catalogue;
  curve_points points;
  uint64_t largest = devices ? strtoull(devices, NULL, 10) : 1000000;
  if (!directory || !out || largest < 1000) return -1;
  if (sim_catalogue_load(directory, &catalogue, error) != 0) {
    fprintf(stderr, "%s\n", error);
    return 2;
  }
  const curve_asking asking = {catalogue, out, seed ? strtoull(seed, NULL, 10) : 1, largest};
  curve_measure(&asking, &points);
  curve_show(&points, out);
  sim_catalogue_free(catalogue);
  return 0;
#else
  (void)argc;
  (void)argv;
  fprintf(stderr, "This build has no brand side to learn with.\n");
  return 2;
#endif
}

static int usage(void) {
  fprintf(stderr, "usage: sotto-fleet --pack P --trust BRAND.PUBLIC --out DIR [--seed S]\n"
                  "                   --catalogue DIR --devices N | --events F [--devices N]\n"
                  "       sotto-fleet --curve --out DIR --catalogue DIR [--seed S] [--devices N]\n"
                  "                   N is of the largest fleet, at least 1000\n");
  return 2;
}

static int run_fleet(int argc, char **argv) {
  static fleet_run fleet;
  const char *pack = option(argc, argv, "--pack"), *trust = option(argc, argv, "--trust");
  const char *out = option(argc, argv, "--out"), *seed = option(argc, argv, "--seed");
  const char *events = option(argc, argv, "--events"), *count = option(argc, argv, "--devices");
  const char *catalogue = option(argc, argv, "--catalogue");
  if (!pack || !trust || !out || (!events && !catalogue)) return -1;
  fleet.shop.pack = pack;
  fleet.shop.list = option(argc, argv, "--list");
  stage_brand_key(trust, fleet.shop.brand_key);
  fleet.shop.start_ms = stage_monday(pack, fleet.shop.brand_key);
  fleet.seed = seed ? strtoull(seed, NULL, 10) : 1;
  if (events)
    run_customers(&fleet, events, count, out);
  else
    return run_simulated(&fleet, catalogue, count, out);
  return 0;
}

int main(int argc, char **argv) {
  int curve = argc > 1 && strcmp(argv[1], "--curve") == 0;
  int outcome = curve ? run_curve(argc - 1, argv + 1) : run_fleet(argc, argv);
  return outcome < 0 ? usage() : outcome;
}
