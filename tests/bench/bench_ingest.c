/*
 * bench_ingest FOLDER PLACE: where the time of counting reports goes. Opens the reports of
 * FOLDER/fleet.sottoreports (made by collect_fixture) with one thread and with all, and puts as
 * many made-up sightings into the store at PLACE, without opening anything. Prints reports a
 * second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tools/collect_crew.h"
#include "tools/collect_file.h"
#include "tools/collect_open.h"

#define PART 4096u
#define CELLS 7u

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

typedef struct watch {
  double wall, processor;
} watch;

static watch start_watch(void) {
  return (watch){seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID)};
}

/* Processor time is this process's: a database server's own is not in it. */
static void tell(const char *what, watch since, size_t count) {
  const watch now = start_watch();
  printf("  %-34s %9.0f reports/s, %6.1f us of processor each\n", what,
         (double)count / (now.wall - since.wall),
         1e6 * (now.processor - since.processor) / (double)count);
}

static void must(sotto_status status, const char *what) {
  if (status == SOTTO_OK) return;
  fprintf(stderr, "bench_ingest: %s: %s\n", what, sotto_status_name(status));
  exit(1);
}

/* The commands' own way to say what is wrong; here nothing but the reason matters. */
int so_collect_fail(const char *what, sotto_status status) {
  must(status, what);
  return SO_EXIT_FAILED;
}

static size_t split(sotto_bytes file, sotto_bytes *ret_bodies) {
  size_t count = 0;
  for (size_t at = 0; at + 4 <= file.size; count++) {
    const size_t size = file.data[at] | (size_t)file.data[at + 1] << 8;
    if (ret_bodies) ret_bodies[count] = (sotto_bytes){file.data + at + 4, size};
    at += 4 + size;
  }
  return count;
}

static void time_opening(const sotto_collector *collector, const so_crew_batch *all) {
  watch start = start_watch();
  for (size_t i = 0; i < all->count; i++) so_crew_read(collector, all->bodies[i], &all->reports[i]);
  tell("opening, one thread", start, all->count);
  so_crew *crew = NULL;
  must(so_crew_start(collector, &crew), "threads");
  start = start_watch();
  so_crew_give(crew, all);
  so_crew_wait(crew);
  tell("opening, all processors", start, all->count);
  so_crew_end(crew);
}

static void put_sights(so_store *store, const so_store_question *question, size_t count) {
  static so_store_sight sights[PART];
  static uint8_t fresh[PART];
  const uint64_t counts[CELLS] = {count, count, count, count, count, count, count};
  const sotto_tally added = {.counts = counts, .reports = count};
  uint64_t state = 88172645463325252u;
  must(so_store_begin(store), "begin");
  for (size_t done = 0; done < count; done += PART) {
    const size_t some = count - done < PART ? count - done : PART;
    for (size_t i = 0; i < some; i++) {
      sights[i] = (so_store_sight){.question = question->number, .epoch = 2960};
      for (int half = 0; half < 2; half++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        memcpy(sights[i].report + 8 * half, &state, 8);
      }
    }
    must(so_store_see(store, sights, some, fresh), "see");
  }
  must(so_store_add(store, question, 2960, &added), "add");
  must(so_store_commit(store), "commit");
}

static void time_store(const char *place, size_t count) {
  so_store *store = NULL;
  so_store_question question = {.name = "bench",
                                .mechanism = {.struct_size = sizeof(sotto_mechanism),
                                              .kind = SOTTO_MECHANISM_SUBSET,
                                              .buckets = CELLS,
                                              .cells = CELLS}};
  must(so_store_open(&store, place, SO_STORE_WRITE), "store");
  must(so_store_begin(store), "begin");
  must(so_store_put_question(store, &question), "question");
  must(so_store_commit(store), "commit");
  const watch start = start_watch();
  put_sights(store, &question, count);
  tell("storing, without opening", start, count);
  so_store_close(store);
}

int main(int count, char **words) {
  char pack[4096], key[4096], path[4096];
  uint8_t trusted[SO_COLLECT_KEY_SIZE];
  sotto_collector *collector = NULL;
  sotto_bytes file = {NULL, 0};
  if (count != 3) return 2;
  snprintf(pack, sizeof pack, "%s/shop.sottopack", words[1]);
  snprintf(key, sizeof key, "%s/brand.report.key", words[1]);
  snprintf(path, sizeof path, "%s/fleet.sottoreports", words[1]);
  const so_collect_options options = {.pack = pack, .key = key};
  if (so_collect_open(&options, &collector, trusted)) return 1;
  must(so_collect_read_file(path, &file), path);
  so_crew_batch all = {.count = split(file, NULL)};
  sotto_bytes *bodies = calloc(all.count, sizeof *bodies);
  all.reports = calloc(all.count, sizeof *all.reports);
  if (!bodies || !all.reports) return 1;
  split(file, bodies);
  all.bodies = bodies;
  time_opening(collector, &all);
  time_store(words[2], all.count);
  free(all.reports);
  free(bodies);
  free((void *)(uintptr_t)file.data);
  sotto_collector_close(collector);
  return 0;
}
