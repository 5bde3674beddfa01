/* A profile in memory is forgotten, not opened again: a pack is checked in full once. */
#define _GNU_SOURCE
#include "eval_shopper.h"

#include "eval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY_MS UINT64_C(86400000)
#define EARLIEST_MS INT64_C(1000000000000) /* 2001 */

void eval_shopper_begin(eval_shopper *ret_shopper) {
  eval_shopper *shopper = ret_shopper;
  const char *folder = getenv("TMPDIR");
  memset(shopper, 0, sizeof *shopper);
  snprintf(shopper->folder, sizeof shopper->folder, "%.40s/sotto-eval-XXXXXX",
           folder ? folder : "/var/tmp");
  if (!mkdtemp(shopper->folder)) eval_must(SOTTO_E_STORAGE, shopper->folder);
  snprintf(shopper->pack, sizeof shopper->pack, "%s/shop.sottopack", shopper->folder);
  eval_must(sotto_brand_keys_make(&shopper->keys), "keys");
  sotto_store_ram_init(&shopper->store, &shopper->port);
  shopper->store.now_ms = EARLIEST_MS;
}

static void close_profile(eval_shopper *shopper) {
  if (shopper->profile) sotto_close(shopper->profile);
  shopper->profile = NULL;
}

void eval_shopper_end(eval_shopper *shopper) {
  close_profile(shopper);
  unlink(shopper->pack);
  rmdir(shopper->folder);
}

static void show_progress(void *context, const char *step, uint64_t done, uint64_t total) {
  (void)context;
  if (total) eval_progress(step, done, total);
}

static void show_finding(void *context, const sotto_finding *finding) {
  (void)context;
  if (finding->severity != SOTTO_FINDING_WARNING || finding->kind == SOTTO_FINDING_EVENTS)
    fprintf(stderr, "%.*s\n", (int)finding->words.size, finding->words.data);
}

static void open_profile(eval_shopper *shopper) {
  sotto_options options;
  sotto_consent consent;
  sotto_options_init(&options);
  options.pack_keys[0] = shopper->keys.signing_public;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  close_profile(shopper);
  eval_must(sotto_open(&options, &consent, &shopper->port, &shopper->profile), "open");
  eval_must(sotto_pack_install(shopper->profile, shopper->pack), "install");
}

void eval_shopper_build(eval_shopper *shopper, eval_inputs inputs) {
  sotto_build_options options;
  sotto_build_result result;
  const sotto_feed feed = {NULL, inputs.items};
  sotto_build_options_init(&options);
  options.feeds = inputs.items ? &feed : NULL;
  options.feed_count = inputs.items != NULL;
  options.events_file = inputs.events;
  options.statistics_file = inputs.statistics;
  options.vectors_file = inputs.vectors;
  options.images_directory = inputs.images;
  options.brand_file = inputs.brand;
  options.output_file = shopper->pack;
  options.signing_key = shopper->keys.signing_secret;
  options.report_key = shopper->keys.report_public;
  options.created_ms = inputs.created_ms ? inputs.created_ms : 1;
  options.expires_ms = inputs.created_ms + 100 * 365 * (int64_t)DAY_MS;
  options.progress = show_progress;
  options.finding = show_finding;
  eval_must(sotto_build(&options, &result), "build");
  fprintf(stderr, "pack: %u items, %llu events, %.2f MB\n", result.items,
          (unsigned long long)result.events, (double)result.bytes / 1e6);
  open_profile(shopper);
}

void eval_shopper_next(eval_shopper *shopper) {
  sotto_scope scope;
  size_t rows;
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ALL;
  eval_must(sotto_forget(shopper->profile, &scope, &rows), "forget");
}

void eval_shopper_record(eval_shopper *shopper, const eval_event *from) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = from->type;
  event.time_ms = from->time_ms + shopper->shift_ms;
  event.item = (sotto_text){from->item, strlen(from->item)};
  event.quantity = from->quantity > 1000000 ? 1000000 : from->quantity;
  event.price_minor = from->price_minor < 0 ? -1 : from->price_minor;
  shopper->store.now_ms = event.time_ms;
  if (sotto_record(shopper->profile, &event))
    shopper->refused++;
  else
    shopper->events++;
}

void eval_shopper_context(eval_shopper *shopper) {
  sotto_context context;
  uint64_t days = (uint64_t)shopper->store.now_ms / DAY_MS;
  sotto_context_init(&context);
  context.hour_band = 1 + (uint32_t)((uint64_t)shopper->store.now_ms % DAY_MS / (DAY_MS / 4));
  context.weekday = 1 + (uint32_t)((days + 3) % 7); /* 1970 began on a Thursday */
  context.season = 1 + (uint32_t)(days % 365 * 4 / 365);
  context.channel = 1 + (uint32_t)(days % 4);
  context.weather = 1 + (uint32_t)(days % 5);
  context.place = 1 + (uint32_t)(days % 8);
  eval_must(sotto_context_set(shopper->profile, &context), "context");
}

static double now_us(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

double eval_shopper_ask(eval_shopper *shopper, const sotto_request *request, sotto_pick *ret_picks,
                        size_t *inout_count) {
  double start = now_us();
  sotto_status status = sotto_recommend(shopper->profile, request, ret_picks, inout_count);
  double took = now_us() - start;
  eval_must(status, "recommend");
  return took;
}
