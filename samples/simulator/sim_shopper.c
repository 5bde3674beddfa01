/*
 * Who the shopper is and when they come. Shares of activities follow a rough popularity of outdoor
 * pastimes; each person has one or two that matter.
 */
#include <math.h>
#include <string.h>

#include "sim_random.h"
#include "simulator.h"

#define HOUR_MS 3600000.0
#define DAY_HOURS 24

static const struct {
  const char *name;
  double share;
} pastimes[] = {{"hiking", .27},        {"family_camping", .2}, {"winter", .11}, {"climbing", .11},
                {"trail_running", .11}, {"cycling", .08},       {"water", .06},  {"travel", .06}};

/* Relative visits per hour of the day: little at night, most after supper. */
static const double hour_rate[DAY_HOURS] = {.3, .1,  .05, .05, .05, .1,  .3,  .7,
                                            .9, 1,   1,   1,   1.1, 1.1, .9,  .9,
                                            1,  1.2, 1.4, 1.7, 2.1, 2.3, 1.6, .8};

static void draw_activities(sim_shopper *shopper) {
  const sim_words *activities = &shopper->catalogue->activities;
  double share[SIM_ACTIVITIES_MAX] = {0};
  double total = 0;
  for (uint32_t i = 0; i < activities->count; i++) {
    share[i] = .05;
    for (size_t known = 0; known < sizeof pastimes / sizeof *pastimes; known++) {
      if (strcmp(activities->words[i], pastimes[known].name) == 0) {
        share[i] = pastimes[known].share;
      }
    }
  }
  uint32_t first = sim_random_pick(&shopper->random, share, activities->count);
  uint32_t second = sim_random_pick(&shopper->random, share, activities->count);
  for (uint32_t i = 0; i < activities->count; i++) {
    double love = i == first ? 4.5 : i == second ? 1.8 : .25;
    shopper->activity[i] = love * (.5 + sim_random_unit(&shopper->random));
    total += shopper->activity[i];
  }
  for (uint32_t i = 0; i < activities->count; i++) {
    shopper->activity[i] /= total;
  }
}

static void draw_likes(sim_random *random, uint32_t count, double strength, double *ret_likes) {
  for (uint32_t i = 0; i < count; i++) {
    double draw = sim_random_unit(random);
    ret_likes[i] = draw < .15 ? strength : draw < .3 ? -strength : 0;
  }
}

void sim_shopper_init(uint64_t seed, uint32_t index, const sim_catalogue *catalogue,
                      sim_shopper *ret_shopper) {
  sim_shopper *shopper = ret_shopper;
  memset(shopper, 0, sizeof *shopper);
  shopper->catalogue = catalogue;
  shopper->index = index;
  sim_random_seed(&shopper->random, seed, (uint64_t)index + 1);
  draw_activities(shopper);
  draw_likes(&shopper->random, catalogue->colours.count, .9, shopper->colour);
  draw_likes(&shopper->random, catalogue->brands.count, .6, shopper->brand);
  shopper->price_level = .9 * sim_random_normal(&shopper->random);
  shopper->level = tanh(.9 * sim_random_normal(&shopper->random) - .1);
  shopper->eagerness = .5 * sim_random_normal(&shopper->random);
  shopper->visits_a_week = .55 * exp(.6 * sim_random_normal(&shopper->random));
  shopper->wearer = 1 + sim_random_chance(&shopper->random, .5);
  shopper->children = sim_random_chance(&shopper->random, .32);
  shopper->intent_kind = SIM_NO_KIND;
}

int64_t sim_shopper_next_start(sim_shopper *shopper, int64_t after_ms) {
  double days = 7 / shopper->visits_a_week * sim_random_exponential(&shopper->random);
  int64_t day = (int64_t)(((double)after_ms + days * DAY_HOURS * HOUR_MS) / (DAY_HOURS * HOUR_MS));
  int weekday = (int)((day + 3) % 7); /* 0 is Monday */
  if (weekday < 5 && sim_random_chance(&shopper->random, .2)) {
    day += 5 - weekday;
  }
  uint32_t hour = sim_random_pick(&shopper->random, hour_rate, DAY_HOURS);
  double inside = hour + sim_random_unit(&shopper->random);
  int64_t start = (int64_t)(((double)day * DAY_HOURS + inside) * HOUR_MS);
  /* Never inside the last visit: two hours later at least. */
  int64_t soonest = after_ms + (int64_t)(2 * HOUR_MS);
  return start > soonest ? start : soonest + (int64_t)(inside * HOUR_MS);
}

uint32_t sim_shopper_top_activity(const sim_shopper *shopper) {
  uint32_t top = 0;
  for (uint32_t i = 1; i < shopper->catalogue->activities.count; i++) {
    if (shopper->activity[i] > shopper->activity[top]) {
      top = i;
    }
  }
  return top;
}
