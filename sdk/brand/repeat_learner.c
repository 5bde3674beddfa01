/* A day is a UTC day. */
#include "brand/repeat_learner.h"

#include <sotto/event.h>

#include "base/epoch.h"

#define LIKE_THE_REST 10.0

void so_repeat_learner_init(so_repeat_learner *ret_learner) {
  *ret_learner = (so_repeat_learner){.counts = so_array_of(sizeof(so_repeat_count))};
}

void so_repeat_learner_free(so_repeat_learner *learner) {
  so_array_free(&learner->counts);
}

void so_repeat_learner_next(so_repeat_learner *learner) {
  learner->user++;
  learner->own_count = 0;
  learner->day = INT64_MIN;
}

/** The user buys on a later day: whatever they bought before could have been bought again. */
static void come_back(so_repeat_learner *run, int64_t day) {
  so_repeat_count *all = run->counts.data;
  for (size_t n = 0; n < run->own_count && day > run->day; n++) {
    so_repeat_count *of = &all[run->own[n]];
    of->buyers += !of->back;
    of->back = 1;
  }
  run->day = day;
}

static void buy(so_repeat_learner *run, uint32_t type) {
  so_repeat_count *of = so_array_at(&run->counts, type);
  if (of->user == run->user) {
    of->repeaters += of->back && !of->again;
    of->again |= of->back;
  } else if (run->own_count < SO_REPEAT_TYPES) {
    run->own[run->own_count++] = type;
    of->user = run->user;
    of->back = of->again = 0;
  }
}

void so_repeat_learner_take(so_repeat_learner *learner, const so_catalogue *catalogue,
                            const so_logged *events, size_t count) {
  uint32_t types = so_catalogue_keys(catalogue)[0].values_count;
  if (learner->counts.count == 0) so_array_resize(&learner->counts, types);
  for (size_t n = 0; n < count && learner->counts.count == types; n++) {
    if (events[n].type != SOTTO_EVENT_PURCHASE) continue;
    uint32_t type = so_catalogue_items(catalogue)[events[n].item].type_value;
    come_back(learner, so_epoch_day_of(events[n].time_ms));
    if (type < types) buy(learner, type);
  }
}

void so_repeat_learner_shares(const so_repeat_learner *learner, so_array *ret_shares) {
  const so_repeat_count *all = learner->counts.data;
  double buyers = 0, repeaters = 0;
  so_array_resize(ret_shares, 0);
  for (size_t n = 0; n < learner->counts.count; n++) {
    buyers += all[n].buyers;
    repeaters += all[n].repeaters;
  }
  for (size_t n = 0; n < learner->counts.count && buyers > 0; n++) {
    double mass = all[n].buyers + LIKE_THE_REST;
    double share = (all[n].repeaters + LIKE_THE_REST * repeaters / buyers) / mass;
    so_pack_repeat repeat = {(float)share, 0};
    so_array_push(ret_shares, &repeat);
  }
}
