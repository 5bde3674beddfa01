/*
 * One visit: the hidden mood, then act after act until patience or the checkout ends it. What a
 * visit was about stays in mind for the next one, which is how comparing turns into buying.
 */
#include <math.h>
#include <string.h>

#include "sim_act.h"
#include "sim_random.h"
#include "sim_taste.h"

#define DAY_MS 86400000
#define DUE_MAX 8

static const char *const mood_names[SIM_MOOD_COUNT] = {"browsing", "comparing", "ready",     "gift",
                                                       "price",    "replenish", "struggling"};
static const char *const need_names[SIM_NEED_COUNT] = {
    "inspiration", "comparison", "reassurance", "price", "gift", "replenish", "complete", "help"};

const char *sim_mood_name(sim_mood mood) {
  return mood_names[mood];
}
const char *sim_need_name(sim_need need) {
  return need_names[need];
}

const char *sim_page_name(sim_page page) {
  static const char *const names[] = {"", "home", "info", "detail", "account"};
  return names[page];
}

static int intent_lives(const sim_shopper *shopper, int64_t now_ms) {
  return shopper->intent_kind != SIM_NO_KIND && now_ms < shopper->intent_until_ms;
}

static sim_mood draw_mood(sim_shopper *shopper, int64_t now_ms, uint32_t due) {
  int64_t day_of_year = now_ms / DAY_MS % 365;
  int lives = intent_lives(shopper, now_ms);
  double weights[SIM_MOOD_COUNT] = {
      [SIM_BROWSING] = .38,
      [SIM_COMPARING] = lives ? .3 : .18,
      [SIM_READY] = lives ? .34 : .07,
      [SIM_GIFT] = day_of_year > 320 ? .16 : .06,
      [SIM_PRICE] = .09 * exp(-.5 * shopper->price_level),
      [SIM_REPLENISH] = due == 0 ? 0 : .8,
      [SIM_STRUGGLING] = .06,
  };
  return (sim_mood)sim_random_pick(&shopper->random, weights, SIM_MOOD_COUNT);
}

static sim_need need_of(sim_shopper *shopper, sim_mood mood) {
  static const sim_need needs[SIM_MOOD_COUNT] = {
      SIM_NEED_INSPIRATION, SIM_NEED_COMPARISON, SIM_NEED_COMPLETE, SIM_NEED_GIFT,
      SIM_NEED_PRICE,       SIM_NEED_REPLENISH,  SIM_NEED_HELP};
  int unsure = mood == SIM_COMPARING || mood == SIM_READY;
  if (unsure && sim_random_chance(&shopper->random, .3)) {
    return SIM_NEED_REASSURANCE;
  }
  return needs[mood];
}

/* A present is for somebody else: other pastimes, a round sum, no own colours. */
static void weigh_gifts(sim_visit *visit) {
  const sim_shopper *shopper = visit->shopper;
  for (uint32_t i = 0; i < shopper->catalogue->count; i++) {
    const sim_item *item = &shopper->catalogue->items[i];
    double fit = item->price_minor >= 1000 && item->price_minor <= 10000 ? 1 : .08;
    double other = item->activity == visit->activity ? 3 : 1;
    visit->weights[i] = item->popularity * fit * other * (item->refill_days == 0 ? 1 : .2) *
                        (item->discreet ? .05 : 1);
  }
}

static void weigh(sim_visit *visit) {
  sim_shopper *shopper = visit->shopper;
  sim_taste_weights(shopper, visit->start_ms, visit->weights);
  visit->activity = sim_shopper_top_activity(shopper);
  if (visit->mood == SIM_GIFT) {
    visit->activity = sim_random_below(&shopper->random, shopper->catalogue->activities.count);
    weigh_gifts(visit);
  }
  for (uint32_t i = 0; visit->mood == SIM_PRICE && i < shopper->catalogue->count; i++) {
    visit->weights[i] *= exp(-1.5 * shopper->catalogue->items[i].price_level);
  }
}

static void settle_intent(sim_visit *visit, const uint32_t *due, uint32_t due_count) {
  sim_shopper *shopper = visit->shopper;
  const sim_item *items = shopper->catalogue->items;
  uint32_t item = sim_random_pick(&shopper->random, visit->weights, shopper->catalogue->count);
  visit->intent_kind = items[item].kind;
  if (visit->mood == SIM_REPLENISH && due_count != 0) {
    uint32_t wanted = due[sim_random_below(&shopper->random, due_count)];
    visit->intent_kind = items[wanted].kind;
    visit->weights[wanted] *= 20;
  } else if (intent_lives(shopper, visit->start_ms) &&
             (visit->mood == SIM_READY || visit->mood == SIM_COMPARING)) {
    visit->intent_kind = shopper->intent_kind;
  }
  visit->focus = visit->intent_kind;
}

static void enter(sim_visit *visit) {
  sim_random *random = &visit->shopper->random;
  double home = visit->mood == SIM_BROWSING ? .65 : .45;
  if (sim_random_chance(random, home)) {
    sim_act_do(visit, SIM_ACT_HOME);
  } else if (sim_random_chance(random, .5)) {
    sim_act_do(visit, SIM_ACT_LIST);
  } else {
    sim_act_do(visit, SIM_ACT_VIEW);
  }
}

void sim_visit_begin(sim_shopper *shopper, int64_t start_ms, sim_visit *ret_visit) {
  sim_visit *visit = ret_visit;
  uint32_t due[DUE_MAX];
  memset(visit, 0, sizeof *visit);
  visit->shopper = shopper;
  visit->start_ms = visit->now_ms = start_ms;
  visit->current = SIM_NO_ITEM;
  uint32_t due_count = sim_taste_due(shopper, start_ms, due, DUE_MAX);
  visit->mood = draw_mood(shopper, start_ms, due_count);
  visit->need = need_of(shopper, visit->mood);
  weigh(visit);
  settle_intent(visit, due, due_count);
  double length =
      sim_habit_of(visit->mood)->patience * exp(.45 * sim_random_normal(&shopper->random));
  visit->patience = (uint32_t)fmin(fmax(length, 1), 40);
  shopper->visits++;
  enter(visit);
}

/* What was nearly bought stays in mind two weeks; what was bought asks for what goes with it. */
static void carry_over(sim_visit *visit) {
  sim_shopper *shopper = visit->shopper;
  const sim_catalogue *catalogue = shopper->catalogue;
  if (visit->bought) {
    uint32_t kind = catalogue->items[visit->cart[0]].kind;
    uint32_t goes = catalogue->goes_count[kind];
    int more = goes != 0 && sim_random_chance(&shopper->random, .4);
    shopper->intent_kind =
        more ? catalogue->goes[kind][sim_random_below(&shopper->random, goes)] : SIM_NO_KIND;
    shopper->intent_until_ms = visit->now_ms + (int64_t)21 * DAY_MS;
  } else if (visit->mood == SIM_COMPARING || visit->mood == SIM_READY ||
             (visit->mood == SIM_BROWSING && sim_random_chance(&shopper->random, .25))) {
    shopper->intent_kind = visit->intent_kind;
    shopper->intent_until_ms = visit->now_ms + (int64_t)14 * DAY_MS;
  }
}

/* Who wants to be sure reads the terms more often than others in the same mood. */
static sim_act next_act(sim_visit *visit) {
  double weights[SIM_ACT_COUNT];
  memcpy(weights, sim_habit_of(visit->mood)->act, sizeof weights);
  if (visit->need == SIM_NEED_REASSURANCE) weights[SIM_ACT_INFO] *= 4;
  return (sim_act)sim_random_pick(&visit->shopper->random, weights, SIM_ACT_COUNT);
}

static void advance(sim_visit *visit) {
  sim_random *random = &visit->shopper->random;
  const sim_habit *habit = sim_habit_of(visit->mood);
  visit->queue_head = visit->queue_count = 0;
  if (visit->cart_count != 0 && sim_random_chance(random, habit->checkout)) {
    sim_act_checkout(visit);
  } else if (visit->steps++ >= visit->patience) {
    visit->over = 1;
  } else {
    sim_act_do(visit, next_act(visit));
  }
  if (visit->over) {
    carry_over(visit);
  }
}

int sim_visit_next(sim_visit *visit, sim_event *ret_event) {
  while (visit->queue_head == visit->queue_count && !visit->over) {
    advance(visit);
  }
  if (visit->queue_head == visit->queue_count) {
    return 0;
  }
  *ret_event = visit->queue[visit->queue_head++];
  return 1;
}
