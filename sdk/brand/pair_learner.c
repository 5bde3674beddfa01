/* A day is a UTC day; a repeat of the last item moves nothing. */
#include "brand/pair_learner.h"

#include <stdlib.h>

#include <sotto/event.h>

#define DECAY 0.8f
/** Items of one day's purchases that are paired. */
#define BASKET_MAX 64
#define DAY_MS 86400000

sotto_status so_pair_learner_init(so_pair_learner *ret_learner, size_t items) {
  so_pair_learner *learner = ret_learner;
  *learner = (so_pair_learner){.items = items};
  so_pair_table_init(&learner->pairs, SO_PAIR_SLOTS_MAX);
  so_pair_table_init(&learner->baskets, SO_PAIR_SLOTS_MAX);
  learner->people = calloc(items, sizeof *learner->people);
  learner->buyers = calloc(items, sizeof *learner->buyers);
  learner->met = calloc(items, sizeof *learner->met);
  return learner->people && learner->buyers && learner->met ? SOTTO_OK : SOTTO_E_MEMORY;
}

void so_pair_learner_free(so_pair_learner *learner) {
  so_pair_table_free(&learner->pairs);
  so_pair_table_free(&learner->baskets);
  free(learner->people);
  free(learner->buyers);
  free(learner->met);
}

static int is_last(const so_pair_learner *run, uint32_t item) {
  return run->window_count && run->window[(run->window_count - 1) % SO_PAIR_WINDOW] == item;
}

static void slide(so_pair_learner *run, uint32_t item) {
  if (!is_last(run, item)) run->window[run->window_count++ % SO_PAIR_WINDOW] = item;
}

static void step(so_pair_learner *run, uint32_t item) {
  float weight = 1;
  uint32_t count = run->window_count;
  if (is_last(run, item)) return;
  for (uint32_t back = 1; back <= SO_PAIR_WINDOW && back <= count; back++, weight *= DECAY)
    so_pair_table_add(&run->pairs, run->window[(count - back) % SO_PAIR_WINDOW], item, weight);
  slide(run, item);
}

static void meet(so_pair_learner *run, uint32_t item) {
  if (run->met[item] == run->user) return;
  run->met[item] = run->user;
  run->people[item]++;
}

/** Adds an item to a basket once. */
static size_t put(uint32_t *basket, size_t count, uint32_t item) {
  for (size_t n = 0; n < count; n++) {
    if (basket[n] == item) return count;
  }
  if (count < BASKET_MAX) basket[count++] = item;
  return count;
}

static void take_basket(so_pair_learner *run, const uint32_t *basket, size_t count) {
  for (size_t n = 0; n < count; n++) {
    run->buyers[basket[n]]++;
    for (size_t m = 0; m < n; m++) so_pair_table_add(&run->baskets, basket[m], basket[n], 1);
  }
}

static void take_purchases(so_pair_learner *run, const so_logged *events, size_t count) {
  uint32_t basket[BASKET_MAX];
  size_t size = 0;
  int64_t day = -1;
  for (size_t n = 0; n < count; n++) {
    if (events[n].type != SOTTO_EVENT_PURCHASE) continue;
    if (events[n].time_ms / DAY_MS != day) {
      take_basket(run, basket, size);
      size = 0;
      day = events[n].time_ms / DAY_MS;
    }
    size = put(basket, size, events[n].item);
  }
  take_basket(run, basket, size);
}

void so_pair_learner_take(so_pair_learner *learner, const so_logged *events, size_t count,
                          int again) {
  if (!again) {
    learner->user++;
    learner->window_count = 0;
  }
  for (size_t n = 0; n < count; n++) {
    meet(learner, events[n].item);
    step(learner, events[n].item);
  }
  take_purchases(learner, events, count);
}

void so_pair_learner_resume(so_pair_learner *learner, const so_logged *events, size_t count,
                            size_t learnt) {
  learner->user++;
  learner->window_count = 0;
  for (size_t n = 0; n < learnt; n++) {
    learner->met[events[n].item] = learner->user;
    slide(learner, events[n].item);
  }
  so_pair_learner_take(learner, events + learnt, count - learnt, 1);
}

void so_pair_learner_settle(so_pair_learner *learner) {
  so_pair_table_settle(&learner->pairs);
  so_pair_table_settle(&learner->baskets);
}
