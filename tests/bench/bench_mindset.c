/*
 * The mindset after one more event: the model alone, and through the public interface, where the
 * call also checks, locks, asks the consent and appends the event to the batch.
 */
#include "bench_table.h"
#include "bench_world.h"

#include <stdlib.h>

#include "model/mind.h"
#include "model/score_model.h"

#define EVENTS_MAX 20000u
#define GROUP 16u /* events between two looks at the clock, which costs as much as an event */

static double alone[EVENTS_MAX / GROUP], called[EVENTS_MAX];

#define TREES 64u /* as many as the builder ever keeps */
static float model[SO_SCORE_FLOATS + TREES * SO_SCORE_TREE_FLOATS];

/** A model of full size; what its numbers are costs nothing. */
static void make_model(bench_world *world) {
  model[0] = SO_SCORE_LAYOUT;
  model[1] = SO_SCORE_FEATURES;
  model[2] = SO_SCORE_BUCKETS;
  model[3] = TREES;
  for (size_t n = 5; n < SO_SCORE_FLOATS; n++) model[n] = (float)bench_draw(world, 100) / 1000;
  so_score_tree *trees = (so_score_tree *)(void *)(model + SO_SCORE_FLOATS);
  for (size_t n = 0; n < TREES; n++) {
    for (size_t k = 0; k < 3; k++) {
      trees[n].feature[k] = (uint8_t)bench_draw(world, SO_SCORE_FEATURES);
      trees[n].threshold[k] = (float)bench_draw(world, 3000) / 1000;
    }
    for (size_t k = 0; k < 4; k++) trees[n].leaf[k] = (float)bench_draw(world, 100) / 1000;
  }
}

static so_occurrence occurrence_of(const so_pack *pack, const bench_world *world,
                                   const sotto_event *event) {
  so_occurrence occurrence = {.time_ms = world->store.now_ms, .type = event->type};
  occurrence.item_hash = so_pack_hash_id(event->item);
  occurrence.item = so_pack_find_item(pack, event->item);
  occurrence.quantity = 1;
  occurrence.price_minor = -1;
  occurrence.session = (uint32_t)(world->store.now_ms / 3600000);
  return occurrence;
}

static double measure_alone(bench_world *world, size_t events, int with_trees) {
  char item[16];
  sotto_event event;
  sotto_bytes bytes;
  so_pack pack;
  so_mind_view view;
  so_occurrence group[GROUP];
  so_mind *mind = calloc(1, sizeof *mind);
  bench_must(mind ? SOTTO_OK : SOTTO_E_MEMORY, "mind");
  bench_must(world->port.file_map(world->port.context, world->pack, &bytes), "map");
  bench_must(so_pack_open(&pack, bytes, 0), "pack");
  if (with_trees) {
    pack.mindset = model;
    pack.mindset_count = sizeof model / sizeof *model;
  }
  so_mind_clear(mind);
  for (size_t i = 0; i < events / GROUP; i++) {
    for (size_t k = 0; k < GROUP; k++) {
      bench_event(world, item, &event);
      group[k] = occurrence_of(&pack, world, &event);
    }
    const double start = bench_now_us();
    for (size_t k = 0; k < GROUP; k++) {
      so_mind_learn(mind, &pack, &group[k], (so_mind_use){UINT32_MAX, 1});
      so_mind_look(mind, &pack, group[k].time_ms, &view);
      bench_use(view.state);
    }
    alone[i] = (bench_now_us() - start) / GROUP;
  }
  world->port.file_unmap(world->port.context, bytes);
  free(mind);
  return bench_median(alone, events / GROUP);
}

static void measure_called(bench_world *world, sotto *profile, size_t events) {
  char item[16];
  sotto_event event;
  sotto_mindset_info info;
  for (size_t i = 0; i < events; i++) {
    bench_event(world, item, &event);
    const double start = bench_now_us();
    bench_must(sotto_record(profile, &event), "record");
    bench_must(sotto_mindset_get(profile, &info), "mindset");
    called[i] = bench_now_us() - start;
  }
}

int main(int argc, char **argv) {
  const size_t events = bench_is_smoke(argc, argv) ? GROUP : EVENTS_MAX;
  bench_world world;
  bench_world_begin(&world);
  bench_build(&world, 2000);
  world.step_ms = 5; /* so that batches fill up before they are old */
  sotto *profile = bench_open(&world);
  bench_must(sotto_pack_install(profile, world.pack), "install");
  measure_called(&world, profile, events);
  sotto_close(profile);
  make_model(&world);
  const double plain = measure_alone(&world, events, 0);
  const double trees = measure_alone(&world, events, 1);
  bench_begin("Mindset after one more event (medians)");
  bench_print(&(bench_line){"mindset update, the model", "us", plain, 0, BENCH_AT_MOST, 1});
  bench_print(&(bench_line){"the same with 64 trees", "us", trees, plain, BENCH_AT_MOST, 1});
  bench_print(&(bench_line){"record and mindset, public calls", "us", bench_median(called, events),
                            plain, BENCH_NO_BAR, 0});
  bench_world_end(&world);
  return bench_end();
}
