/*
 * A world to measure in: see bench_world.h.
 */
#define _GNU_SOURCE
#include "bench_world.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench_table.h"

#define START_MS 1767607200000
#define KIND_ITEMS 150u /* items of a kind of product */
#define VISIT_EVENTS 12u

void bench_world_begin(bench_world *ret_world) {
  bench_world *world = ret_world;
  const char *folder = getenv("TMPDIR");
  memset(world, 0, sizeof *world);
  world->state = UINT64_C(0x9e3779b97f4a7c15);
  world->step_ms = 5000;
  snprintf(world->root, sizeof world->root, "%.40s/sotto-bench-XXXXXX",
           folder ? folder : "/var/tmp");
  if (!mkdtemp(world->root)) bench_must(SOTTO_E_STORAGE, world->root);
  snprintf(world->profile, sizeof world->profile, "%s/profile", world->root);
  snprintf(world->pack, sizeof world->pack, "%s/shop.sottopack", world->root);
  sotto_store_ram_init(&world->store, &world->port);
  world->store.now_ms = START_MS;
  sotto_options_init(&world->options);
  world->options.directory = world->profile;
  world->options.pack_keys[0] = world->keys.signing_public;
  sotto_consent_init(&world->consent);
  sotto_consent_fill(&world->consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&world->consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *at) {
  (void)info, (void)type, (void)at;
  return remove(path);
}

void bench_world_end(bench_world *world) {
  nftw(world->root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* xorshift64 (Marsaglia 2003). */
uint32_t bench_draw(bench_world *world, uint32_t bound) {
  world->state ^= world->state << 13;
  world->state ^= world->state >> 7;
  world->state ^= world->state << 17;
  return (uint32_t)(((world->state >> 32) * bound) >> 32);
}

/* Small numbers are likelier: what is popular. */
static uint32_t draw_popular(bench_world *world, uint32_t bound) {
  const uint64_t first = bench_draw(world, bound), second = bench_draw(world, bound);
  return (uint32_t)(first * second / bound);
}

static uint32_t draw_item(bench_world *world, uint32_t kind) {
  const uint32_t kinds = world->items / KIND_ITEMS + 1;
  const uint32_t item = kind + kinds * draw_popular(world, world->items / kinds);
  return item < world->items ? item : world->items - 1;
}

static FILE *file_in(const bench_world *world, const char *name, char path[128]) {
  snprintf(path, 128, "%s/%s", world->root, name);
  FILE *file = fopen(path, "w");
  if (!file) bench_must(SOTTO_E_STORAGE, path);
  return file;
}

static void write_feed(bench_world *world, char path[128]) {
  FILE *file = file_in(world, "items.tsv", path);
  const uint32_t kinds = world->items / KIND_ITEMS + 1;
  fprintf(file, "id\ttitle\tdescription\tproduct_type\tbrand\tprice_minor\tattributes\n");
  for (uint32_t item = 0; item < world->items; item++) {
    const uint32_t kind = item % kinds;
    fprintf(file, "i%u\tThing %u of kind %u\t\tDepartment %u > Kind %u\tBrand %u\t%u\t", item, item,
            kind, kind % 12, kind, draw_popular(world, 300), 500 + bench_draw(world, 20000));
    fprintf(file, "color=c%u;material=m%u;use=u%u\n", draw_popular(world, 14),
            draw_popular(world, 20), draw_popular(world, 40));
  }
  fclose(file);
}

static void write_log(bench_world *world, char path[128]) {
  static const char *const events[] = {"view_item", "view_item", "add_to_cart", "purchase"};
  FILE *file = file_in(world, "events.tsv", path);
  const uint32_t kinds = world->items / KIND_ITEMS + 1;
  fprintf(file, "user\ttime_ms\tevent\titem\tquantity\tprice_minor\n");
  for (uint32_t user = 0; user < world->items / 2 + 1; user++) {
    uint32_t kind = bench_draw(world, kinds);
    for (uint32_t step = 0; step < VISIT_EVENTS; step++) {
      if (bench_draw(world, 5) == 0) kind = bench_draw(world, kinds);
      fprintf(file, "%u\t%lld\t%s\ti%u\t1\t\n", user,
              (long long)START_MS - 86400000LL * 30 + 60000LL * step, events[bench_draw(world, 4)],
              draw_item(world, kind));
    }
  }
  fclose(file);
}

void bench_build(bench_world *world, uint32_t items) {
  char feed_path[128], log_path[128];
  sotto_build_options options;
  sotto_build_result result;
  world->items = items;
  write_feed(world, feed_path);
  write_log(world, log_path);
  bench_must(sotto_brand_keys_make(&world->keys), "keys");
  const sotto_feed feed = {"en", feed_path};
  sotto_build_options_init(&options);
  options.feeds = &feed;
  options.feed_count = 1;
  options.events_file = log_path;
  options.output_file = world->pack;
  options.signing_key = world->keys.signing_secret;
  options.report_key = world->keys.report_public;
  options.created_ms = START_MS;
  bench_must(sotto_build(&options, &result), "build");
}

sotto *bench_open(bench_world *world) {
  sotto *profile = NULL;
  bench_must(sotto_open(&world->options, &world->consent, &world->port, &profile), "open");
  return profile;
}

void bench_event(bench_world *world, char item[16], sotto_event *ret_event) {
  static const sotto_event_type types[] = {SOTTO_EVENT_VIEW_ITEM,   SOTTO_EVENT_VIEW_ITEM,
                                           SOTTO_EVENT_VIEW_ITEM,   SOTTO_EVENT_VIEW_ITEM_LIST,
                                           SOTTO_EVENT_REVIEW_READ, SOTTO_EVENT_ADD_TO_CART,
                                           SOTTO_EVENT_SEARCH,      SOTTO_EVENT_ADD_TO_WISHLIST};
  const uint32_t kinds = world->items / KIND_ITEMS + 1;
  world->store.now_ms += world->step_ms + bench_draw(world, 8 * world->step_ms);
  const uint32_t kind = (uint32_t)(world->store.now_ms / 600000) * 7 % kinds;
  sotto_event_init(ret_event);
  ret_event->type = types[bench_draw(world, sizeof types / sizeof *types)];
  snprintf(item, 16, "i%u", draw_item(world, kind));
  ret_event->item = (sotto_text){item, strlen(item)};
}

void bench_shop(bench_world *world, sotto *profile, uint32_t events) {
  char item[16];
  sotto_event event;
  for (uint32_t i = 0; i < events; i++) {
    bench_event(world, item, &event);
    bench_must(sotto_record(profile, &event), "record");
  }
}
