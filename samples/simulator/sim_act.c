/*
 * The acts. Chances here are the simulator's own picture of people, chosen so that moods overlap:
 * most of what one mood does another does too, only less often.
 */
#include "sim_act.h"

#include <math.h>
#include <string.h>

#include "sim_random.h"
#include "sim_taste.h"

/*               home list search lost filter view promo wish uncart info account complement */
static const sim_habit habits[SIM_MOOD_COUNT] = {
    [SIM_BROWSING] =
        {{1.2, 3, .5, .05, .5, 4, .5, .25, .1, .15, .1, .3}, -4.3, .12, .6, .12, .08, 9},
    [SIM_COMPARING] =
        {{.2, 1.5, .9, .08, 1.4, 5, .1, .35, .15, .3, .1, .2}, -3.8, .13, .6, .4, .32, 12},
    [SIM_READY] =
        {{.2, 1.2, 1.2, .06, .5, 4, .1, .1, .15, .35, .35, .8}, -.3, .34, .85, .25, .2, 9},
    [SIM_GIFT] = {{.6, 2.2, 1.3, .1, 1, 4, .5, .2, .15, .5, .15, .3}, -2.1, .3, .8, .25, .15, 11},
    [SIM_PRICE] = {{.4, 2, 1.1, .08, 2, 4, 1.2, .35, .4, .25, .1, .1}, -3.0, .16, .6, .18, .22, 11},
    [SIM_REPLENISH] =
        {{.3, .7, 1.2, .05, .15, 3, .1, .03, .05, .15, 1.2, .3}, .6, .45, .92, .05, .2, 6},
    [SIM_STRUGGLING] =
        {{.8, 1.5, .8, 1.8, 1.6, 3, .1, .1, .9, .8, .4, .1}, -3.2, .13, .4, .15, .25, 12},
};

const sim_habit *sim_habit_of(sim_mood mood) {
  return &habits[mood];
}

sim_event *sim_act_queue(sim_visit *visit, const char *name, uint32_t item, double mean_s) {
  static sim_event overflow;
  sim_random *random = &visit->shopper->random;
  double pause_s = mean_s * exp(.7 * sim_random_normal(random) - .245);
  visit->now_ms += 200 + (int64_t)(pause_s * 1000);
  if (visit->queue_count == SIM_QUEUE_MAX) {
    return &overflow;
  }
  sim_event *event = &visit->queue[visit->queue_count++];
  *event = (sim_event){.name = name, .time_ms = visit->now_ms, .price_minor = -1, .item = item};
  if (item != SIM_NO_ITEM) {
    event->price_minor = visit->shopper->catalogue->items[item].price_minor;
  }
  return event;
}

static void screen(sim_visit *visit, sim_page page, double mean_s) {
  sim_act_queue(visit, "screen", SIM_NO_ITEM, mean_s)->page = page;
}

static uint32_t kind_size(const sim_visit *visit, uint32_t kind) {
  const sim_catalogue *catalogue = visit->shopper->catalogue;
  uint32_t size = 0;
  for (uint32_t i = 0; i < catalogue->count; i++) {
    size += catalogue->items[i].kind == kind;
  }
  return size;
}

/* An item by weight; within a kind unless that is SIM_NO_KIND, and never the one on the screen. */
static uint32_t draw_item(sim_visit *visit, uint32_t kind) {
  const sim_catalogue *catalogue = visit->shopper->catalogue;
  double weights[SIM_ITEMS_MAX];
  for (uint32_t i = 0; i < catalogue->count; i++) {
    int fits = (kind == SIM_NO_KIND || catalogue->items[i].kind == kind) && i != visit->current;
    weights[i] = fits ? visit->weights[i] : 0;
  }
  uint32_t item = sim_random_pick(&visit->shopper->random, weights, catalogue->count);
  return item == catalogue->count ? SIM_NO_ITEM : item;
}

static uint32_t times_seen(const sim_visit *visit, uint32_t item) {
  uint32_t times = 0;
  for (uint32_t i = 0; i < visit->seen_count; i++) {
    times += visit->seen[i] == item;
  }
  return times;
}

static int in_cart(const sim_visit *visit, uint32_t item) {
  for (uint32_t i = 0; i < visit->cart_count; i++) {
    if (visit->cart[i] == item) {
      return 1;
    }
  }
  return 0;
}

static void consider(sim_visit *visit, uint32_t item, double interest, double read) {
  sim_shopper *shopper = visit->shopper;
  const sim_item *thing = &shopper->catalogue->items[item];
  double odds = sim_habit_of(visit->mood)->cart + .9 * interest + shopper->eagerness + .5 * read +
                .45 * (times_seen(visit, item) - 1.0);
  odds += visit->mood == SIM_PRICE ? -2.5 * thing->price_level : 0;
  odds -= .12 * log((double)thing->price_minor / 3000.0 + .1) * (visit->mood != SIM_REPLENISH);
  odds += visit->intent_kind == thing->kind ? .8 : 0;
  if (!thing->in_stock || in_cart(visit, item) || visit->cart_count == SIM_CART_MAX ||
      !sim_random_chance(&shopper->random, 1 / (1 + exp(-odds)))) {
    return;
  }
  uint32_t quantity = 1;
  if (thing->refill_days != 0) {
    quantity += sim_random_below(&shopper->random, 3);
  }
  visit->cart_quantity[visit->cart_count] = quantity;
  visit->cart[visit->cart_count++] = item;
  sim_act_queue(visit, "add_to_cart", item, 8)->quantity = quantity;
}

void sim_act_view(sim_visit *visit, uint32_t item) {
  sim_shopper *shopper = visit->shopper;
  const sim_item *thing = &shopper->catalogue->items[item];
  const sim_habit *habit = sim_habit_of(visit->mood);
  double interest = sim_taste_liking(shopper, thing, visit->start_ms);
  double read = 0;
  sim_act_queue(visit, "view_item", item, 9);
  visit->current = item;
  visit->focus = thing->kind;
  if (visit->seen_count < SIM_SEEN_MAX) {
    visit->seen[visit->seen_count++] = item;
  }
  double dwell_s = 11 * exp(.3 * fmin(interest, 2) + .6 * sim_random_normal(&shopper->random));
  visit->now_ms += (int64_t)(dwell_s * 1000);
  sim_act_queue(visit, "dwell", item, .3)->dwell_ms = (uint32_t)(dwell_s * 1000);
  double unsure = visit->need == SIM_NEED_REASSURANCE ? 1.8 : 1;
  if (sim_random_chance(&shopper->random, habit->review * unsure * (interest > 0 ? 1.2 : .6))) {
    sim_act_queue(visit, "review_read", item, 15);
    read = 1;
  }
  if (sim_random_chance(&shopper->random, .1 + .25 * (visit->mood == SIM_COMPARING))) {
    screen(visit, SIM_PAGE_DETAIL, 14);
  }
  consider(visit, item, visit->mood == SIM_GIFT ? .5 : interest, read);
}

static void view_something(sim_visit *visit) {
  sim_random *random = &visit->shopper->random;
  const sim_habit *habit = sim_habit_of(visit->mood);
  uint32_t item = SIM_NO_ITEM;
  if (visit->seen_count > 1 && sim_random_chance(random, habit->back)) {
    item = visit->seen[sim_random_below(random, visit->seen_count)];
  } else {
    item = draw_item(visit, visit->focus);
  }
  if (item == SIM_NO_ITEM) {
    item = draw_item(visit, SIM_NO_KIND);
  }
  sim_act_view(visit, item);
}

/* The kind the visitor turns to: what the visit is about, or whatever tempts them. */
static uint32_t next_kind(sim_visit *visit) {
  double faithful = visit->mood == SIM_BROWSING ? .3 : visit->mood == SIM_STRUGGLING ? .6 : .8;
  if (visit->intent_kind != SIM_NO_KIND && sim_random_chance(&visit->shopper->random, faithful)) {
    return visit->intent_kind;
  }
  uint32_t item = draw_item(visit, SIM_NO_KIND);
  return visit->shopper->catalogue->items[item].kind;
}

static void open_list(sim_visit *visit, const char *name) {
  sim_random *random = &visit->shopper->random;
  visit->focus = next_kind(visit);
  uint32_t found = kind_size(visit, visit->focus);
  sim_act_queue(visit, name, SIM_NO_ITEM, 10)->result_count = found;
  uint32_t item = draw_item(visit, visit->focus);
  if (item != SIM_NO_ITEM && sim_random_chance(random, .6)) {
    sim_act_queue(visit, "select_item", item, 6);
    sim_act_view(visit, item);
  }
}

/* What goes with the item on the screen, in the direction the catalogue gives: tent, then pegs. */
static void turn_to_complement(sim_visit *visit) {
  const sim_catalogue *catalogue = visit->shopper->catalogue;
  uint32_t kind =
      visit->current == SIM_NO_ITEM ? SIM_NO_KIND : catalogue->items[visit->current].kind;
  if (visit->cart_count != 0) {
    kind = catalogue->items[visit->cart[visit->cart_count - 1]].kind;
  }
  if (kind == SIM_NO_KIND || catalogue->goes_count[kind] == 0) {
    view_something(visit);
    return;
  }
  uint32_t choice = sim_random_below(&visit->shopper->random, catalogue->goes_count[kind]);
  uint32_t item = draw_item(visit, catalogue->goes[kind][choice]);
  if (item != SIM_NO_ITEM) {
    sim_act_view(visit, item);
  }
}

static void take_out(sim_visit *visit) {
  if (visit->cart_count == 0) {
    return;
  }
  sim_act_queue(visit, "view_cart", SIM_NO_ITEM, 6);
  uint32_t item = visit->cart[--visit->cart_count];
  sim_act_queue(visit, "remove_from_cart", item, 6)->quantity =
      visit->cart_quantity[visit->cart_count];
}

static void narrow(sim_visit *visit) {
  uint32_t size = kind_size(visit, visit->focus);
  uint32_t left = size == 0 ? 0 : sim_random_below(&visit->shopper->random, size + 1);
  uint32_t times =
      visit->mood == SIM_STRUGGLING ? 1 + sim_random_below(&visit->shopper->random, 3) : 1;
  for (uint32_t i = 0; i < times; i++) {
    sim_act_queue(visit, "filter", SIM_NO_ITEM, 5)->result_count = left;
  }
}

static void search(sim_visit *visit, int lost) {
  if (!lost) {
    open_list(visit, "search");
    return;
  }
  sim_act_queue(visit, "search", SIM_NO_ITEM, 9);
  if (sim_random_chance(&visit->shopper->random, .5)) {
    sim_act_queue(visit, "search", SIM_NO_ITEM, 7);
  }
}

static void promotion(sim_visit *visit) {
  sim_act_queue(visit, "view_promotion", SIM_NO_ITEM, 5);
  if (sim_random_chance(&visit->shopper->random, visit->mood == SIM_PRICE ? .6 : .25)) {
    sim_act_queue(visit, "select_promotion", SIM_NO_ITEM, 4);
    sim_act_view(visit, draw_item(visit, SIM_NO_KIND));
  }
}

static void wish(sim_visit *visit) {
  if (visit->current != SIM_NO_ITEM) {
    sim_act_queue(visit, "add_to_wishlist", visit->current, 5);
  }
}

static void visit_home(sim_visit *visit) {
  screen(visit, SIM_PAGE_HOME, 8);
}

static void visit_info(sim_visit *visit) {
  screen(visit, SIM_PAGE_INFO, 18);
}

static void visit_account(sim_visit *visit) {
  screen(visit, SIM_PAGE_ACCOUNT, 14);
}

static void browse(sim_visit *visit) {
  open_list(visit, "view_item_list");
}

static void look_for(sim_visit *visit) {
  search(visit, 0);
}

static void look_in_vain(sim_visit *visit) {
  search(visit, 1);
}

void sim_act_do(sim_visit *visit, sim_act act) {
  static void (*const acts[SIM_ACT_COUNT])(sim_visit *) = {
      [SIM_ACT_HOME] = visit_home,       [SIM_ACT_LIST] = browse,
      [SIM_ACT_SEARCH] = look_for,       [SIM_ACT_LOST_SEARCH] = look_in_vain,
      [SIM_ACT_FILTER] = narrow,         [SIM_ACT_VIEW] = view_something,
      [SIM_ACT_PROMOTION] = promotion,   [SIM_ACT_WISH] = wish,
      [SIM_ACT_UNCART] = take_out,       [SIM_ACT_INFO] = visit_info,
      [SIM_ACT_ACCOUNT] = visit_account, [SIM_ACT_COMPLEMENT] = turn_to_complement,
  };
  acts[act](visit);
}

static void remember(sim_shopper *shopper, uint32_t item, int64_t time_ms) {
  if (shopper->bought_count == SIM_BOUGHT_MAX) {
    memmove(shopper->bought, shopper->bought + 1, (SIM_BOUGHT_MAX - 1) * sizeof *shopper->bought);
    shopper->bought_count--;
  }
  shopper->bought[shopper->bought_count++] = (sim_purchase){time_ms, item};
}

void sim_act_checkout(sim_visit *visit) {
  sim_shopper *shopper = visit->shopper;
  const sim_habit *habit = sim_habit_of(visit->mood);
  sim_act_queue(visit, "view_cart", SIM_NO_ITEM, 8);
  if (!sim_random_chance(&shopper->random, .5 + .5 * habit->finish)) {
    return;
  }
  sim_act_queue(visit, "begin_checkout", SIM_NO_ITEM, 12);
  if (sim_random_chance(&shopper->random, .3)) {
    screen(visit, SIM_PAGE_INFO, 10);
  }
  visit->over = 1;
  if (!sim_random_chance(&shopper->random, habit->finish)) {
    return;
  }
  visit->now_ms += 40000; /* the address and the card */
  for (uint32_t i = 0; i < visit->cart_count; i++) {
    sim_event *event = sim_act_queue(visit, "purchase", visit->cart[i], i == 0 ? 25 : .01);
    event->quantity = visit->cart_quantity[i];
    remember(shopper, visit->cart[i], visit->now_ms);
  }
  visit->bought = 1;
}
