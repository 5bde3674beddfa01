/*
 * The mindset after one more event: the model alone, and through the public interface, where the
 * call also checks, locks, asks the consent and appends the event to the batch.
 */
#include "bench_table.h"
#include "bench_world.h"

#include <stdlib.h>

#include "model/mind.h"

#define EVENTS_MAX 20000u
#define GROUP 16u /* events between two looks at the clock, which costs as much as an event */

static double alone[EVENTS_MAX / GROUP], called[EVENTS_MAX];

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

static void measure_alone(bench_world *world, size_t events) {
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
  measure_alone(&world, events);
  const double model = bench_median(alone, events / GROUP);
  bench_begin("Mindset after one more event (medians)");
  bench_print(&(bench_line){"mindset update, the model", "us", model, 0, BENCH_AT_MOST, 1});
  bench_print(&(bench_line){"record and mindset, public calls", "us", bench_median(called, events),
                            model, BENCH_NO_BAR, 0});
  bench_world_end(&world);
  return bench_end();
}
