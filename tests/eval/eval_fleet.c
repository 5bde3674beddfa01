/* Customers are dealt out in pieces; each thread has a drill of its own, added up at the end. */
#include "eval_fleet.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sotto/build.h>

#include "eval.h"

#define THREADS 2
#define PIECE 16u /* customers */

static void *grown(void *block, size_t *inout_room, size_t needed, size_t size) {
  if (needed <= *inout_room) return block;
  *inout_room = needed * 2 + 1024;
  block = realloc(block, *inout_room * size);
  eval_must(block ? SOTTO_OK : SOTTO_E_MEMORY, "histories");
  return block;
}

static sotto_bytes read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  uint8_t *bytes = NULL;
  size_t size = 0, room = 0, got = 1;
  eval_must(file ? SOTTO_OK : SOTTO_E_MISSING, path);
  while (got) {
    bytes = grown(bytes, &room, size + 65536, 1);
    size += got = fread(bytes + size, 1, 65536, file);
  }
  fclose(file);
  return (sotto_bytes){bytes, size};
}

sotto_collector *eval_fleet_collector(const char *pack, const sotto_brand_keys *keys) {
  sotto_collector_options options;
  sotto_collector *collector = NULL;
  sotto_collector_options_init(&options);
  options.pack = read_file(pack);
  options.trust = (sotto_bytes){keys->signing_public, sizeof keys->signing_public};
  options.report_key = (sotto_bytes){keys->report_secret, sizeof keys->report_secret};
  eval_must(sotto_collector_open(&options, &collector), "collector");
  free((void *)options.pack.data);
  return collector;
}

typedef struct reading {
  eval_histories *to;
  const sotto_drill *drill;
  eval_protocol protocol;
} reading;

static void take(void *context, const eval_user *user) {
  reading *run = context;
  eval_histories *to = run->to;
  size_t count = eval_split_train(run->protocol, user, 0);
  to->starts = grown(to->starts, &to->start_room, to->count + 2, sizeof *to->starts);
  to->items = grown(to->items, &to->item_room, to->item_count + count, sizeof *to->items);
  to->starts[to->count++] = to->item_count;
  for (size_t n = 0; n < count; n++) {
    sotto_text id = {user->events[n].item, strlen(user->events[n].item)};
    if (!sotto_drill_item(run->drill, id, &to->items[to->item_count])) to->item_count++;
  }
  to->starts[to->count] = to->item_count;
}

void eval_fleet_read(eval_fleet *inout_fleet, const char *events, eval_protocol protocol) {
  sotto_drill *drill = NULL;
  inout_fleet->histories = (eval_histories){0};
  eval_must(sotto_drill_open(&inout_fleet->options, &drill), "drill");
  reading run = {&inout_fleet->histories, drill, protocol};
  (void)eval_log_each(events, take, &run);
  sotto_drill_close(drill);
}

/** splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t draw(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

void eval_fleet_scramble(eval_fleet *fleet) {
  eval_histories *all = &fleet->histories;
  uint64_t state = fleet->seed;
  uint32_t end = 0;
  for (size_t n = 0; n < all->item_count; n++)
    if (all->items[n] >= end) end = all->items[n] + 1;
  for (size_t n = 0; n < all->item_count; n++) all->items[n] = (uint32_t)(draw(&state) % end);
}

typedef struct working {
  const eval_fleet *fleet;
  atomic_size_t next;
  sotto_drill *drills[THREADS];
} working;

typedef struct worker {
  working *shared;
  sotto_drill *drill;
} worker;

static void live(const eval_fleet *fleet, sotto_drill *drill, size_t customer) {
  const eval_histories *all = &fleet->histories;
  sotto_drill_person person;
  sotto_drill_person_init(&person);
  person.items = all->items + all->starts[customer];
  person.item_count = all->starts[customer + 1] - all->starts[customer];
  for (uint64_t clone = 0; clone < fleet->scale; clone++) {
    sotto_drill_begin(drill, (fleet->seed << 40) + customer * fleet->scale + clone);
    for (uint32_t week = 0; week < fleet->options.weeks; week++)
      eval_must(sotto_drill_week(drill, week, &person), "week");
  }
}

static void *work(void *context) {
  worker *own = context;
  const eval_fleet *fleet = own->shared->fleet;
  for (size_t from; (from = atomic_fetch_add(&own->shared->next, PIECE)) < fleet->histories.count;)
    for (size_t n = from; n < from + PIECE && n < fleet->histories.count; n++) {
      if (n % 256 == 0) eval_progress("answering", n, fleet->histories.count);
      live(fleet, own->drill, n);
    }
  return NULL;
}

sotto_drill *eval_fleet_answer(const eval_fleet *fleet) {
  working shared = {.fleet = fleet};
  worker workers[THREADS];
  pthread_t threads[THREADS];
  for (int n = 0; n < THREADS; n++) {
    eval_must(sotto_drill_open(&fleet->options, &shared.drills[n]), "drill");
    workers[n] = (worker){&shared, shared.drills[n]};
    if (pthread_create(&threads[n], NULL, work, &workers[n])) eval_must(SOTTO_E_MEMORY, "thread");
  }
  for (int n = 0; n < THREADS; n++) pthread_join(threads[n], NULL);
  for (int n = 1; n < THREADS; n++) {
    eval_must(sotto_drill_add(shared.drills[0], shared.drills[n]), "sum");
    sotto_drill_close(shared.drills[n]);
  }
  eval_progress("answering", fleet->histories.count, fleet->histories.count);
  return shared.drills[0];
}

typedef struct writing {
  FILE *file;
  uint64_t rows;
} writing;

static uint32_t write_row(void *context, const sotto_learnt *learnt) {
  writing *to = context;
  fprintf(to->file, "%s\t%.*s\t%.*s\t%.9g\t%.9g\n", learnt->kind, (int)learnt->item.size,
          learnt->item.data, (int)learnt->other.size, learnt->other.data ? learnt->other.data : "",
          learnt->value, learnt->error);
  to->rows++;
  return 0;
}

uint64_t eval_fleet_learn(const eval_fleet *fleet, const sotto_drill *drill, const char *path) {
  sotto_learner *learner = NULL;
  writing to = {fopen(path, "w"), 0};
  eval_must(to.file ? SOTTO_OK : SOTTO_E_STORAGE, path);
  eval_must(sotto_learner_open(fleet->collector, &learner), "learner");
  for (uint32_t n = 0; n < sotto_collector_count(fleet->collector); n++)
    for (uint32_t week = 0; week < fleet->options.weeks; week++) {
      sotto_tally tally;
      eval_must(sotto_drill_tally(drill, n, week, &tally), "tally");
      eval_must(sotto_learner_add(learner, n, fleet->options.first_epoch + week, &tally), "learn");
    }
  fputs("kind\titem\tother\tvalue\terror\n", to.file);
  eval_must(sotto_learner_each(learner, write_row, &to), "learn");
  eval_must(fclose(to.file) ? SOTTO_E_STORAGE : SOTTO_OK, path);
  sotto_learner_close(learner);
  return to.rows;
}

void eval_fleet_free(eval_fleet *fleet) {
  free(fleet->histories.items);
  free(fleet->histories.starts);
  sotto_collector_close(fleet->collector);
}
