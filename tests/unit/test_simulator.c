/* The simulated shoppers: reproducible, plausible, and partly but not wholly readable. */
#include <criterion/criterion.h>
#include <simulator.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MONDAY_MS 1767571200000 /* 5 January 2026 */
#define DAY_MS 86400000
#define EVENTS_MAX 1024

static char error[200];

static sim_catalogue *load(void) {
  sim_catalogue *catalogue = NULL;
  cr_assert_eq(sim_catalogue_load(SIM_CATALOGUE, &catalogue, error), 0, "%s", error);
  return catalogue;
}

static uint32_t play(sim_shopper *shopper, int64_t start_ms, sim_visit *visit, sim_event *events) {
  uint32_t count = 0;
  sim_visit_begin(shopper, start_ms, visit);
  while (count < EVENTS_MAX && sim_visit_next(visit, &events[count])) {
    count++;
  }
  cr_assert_lt(count, EVENTS_MAX);
  return count;
}

typedef void visit_fn(void *context, const sim_visit *visit, const sim_event *events, uint32_t n);

/* Every visit of `shoppers` people over ten weeks. */
static void play_all(uint64_t seed, uint32_t shoppers, visit_fn *each, void *context) {
  static sim_visit visit;
  static sim_event events[EVENTS_MAX];
  sim_catalogue *catalogue = load();
  for (uint32_t i = 0; i < shoppers; i++) {
    sim_shopper shopper;
    sim_shopper_init(seed, i, catalogue, &shopper);
    int64_t start_ms = sim_shopper_next_start(&shopper, MONDAY_MS);
    while (start_ms < MONDAY_MS + (int64_t)70 * DAY_MS) {
      uint32_t count = play(&shopper, start_ms, &visit, events);
      each(context, &visit, events, count);
      int64_t next_ms = sim_shopper_next_start(&shopper, visit.now_ms);
      cr_assert_gt(next_ms, visit.now_ms);
      start_ms = next_ms;
    }
  }
  sim_catalogue_free(catalogue);
}

static void digest(void *context, const sim_visit *visit, const sim_event *events, uint32_t count) {
  uint64_t *sum = context;
  for (uint32_t i = 0; i < count; i++) {
    *sum = (*sum ^ (uint64_t)events[i].time_ms ^ events[i].item) * 0x100000001b3u;
    *sum = (*sum ^ (uint64_t)events[i].name[0] ^ visit->mood) * 0x100000001b3u;
  }
}

Test(simulator, one_seed_gives_one_history_and_another_seed_another) {
  uint64_t first = 0, again = 0, other = 0;
  play_all(7, 20, digest, &first);
  play_all(7, 20, digest, &again);
  play_all(8, 20, digest, &other);
  cr_assert_eq(first, again);
  cr_assert_neq(first, other);
}

static void check_visit(void *context, const sim_visit *visit, const sim_event *events,
                        uint32_t count) {
  int64_t last_ms = visit->start_ms;
  uint32_t *checked = context;
  cr_assert_gt(count, 0);
  for (uint32_t i = 0; i < count; i++) {
    const sim_event *event = &events[i];
    cr_assert_gt(event->time_ms, last_ms);
    last_ms = event->time_ms;
    cr_assert(event->item == SIM_NO_ITEM || event->item < visit->shopper->catalogue->count);
    cr_assert_eq(event->item == SIM_NO_ITEM, event->price_minor < 0);
    cr_assert_lt(event->quantity, 10);
    cr_assert_leq(event->page, SIM_PAGE_ACCOUNT);
  }
  *checked += count;
}

Test(simulator, times_ascend_and_every_item_exists) {
  uint32_t checked = 0;
  play_all(1, 100, check_visit, &checked);
  cr_assert_gt(checked, 5000);
}

static void check_cart(void *context, const sim_visit *visit, const sim_event *events,
                       uint32_t count) {
  uint32_t *lines = context;
  int bought = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (strcmp(events[i].name, "purchase") != 0) {
      continue;
    }
    int carted = 0;
    for (uint32_t j = 0; j < i; j++) {
      carted |= strcmp(events[j].name, "add_to_cart") == 0 && events[j].item == events[i].item &&
                events[j].quantity == events[i].quantity;
    }
    cr_assert(carted, "an item was bought that was never put in the cart");
    cr_assert(visit->shopper->catalogue->items[events[i].item].in_stock);
    bought = 1;
    (*lines)++;
  }
  cr_assert_eq(bought, visit->bought);
}

Test(simulator, only_what_is_in_the_cart_and_in_stock_is_bought) {
  uint32_t lines = 0;
  play_all(2, 150, check_cart, &lines);
  cr_assert_gt(lines, 100);
}

typedef struct moods {
  uint32_t visits[SIM_MOOD_COUNT];
  uint32_t bought[SIM_MOOD_COUNT];
  uint32_t all_visits;
  uint32_t all_bought;
} moods;

static void count_mood(void *context, const sim_visit *visit, const sim_event *events,
                       uint32_t count) {
  moods *counted = context;
  (void)events;
  (void)count;
  counted->visits[visit->mood]++;
  counted->bought[visit->mood] += (uint32_t)visit->bought;
  counted->all_visits++;
  counted->all_bought += (uint32_t)visit->bought;
}

/* The seed is fixed, so this cannot fail by chance; over seeds the share is .27 with a standard
 * error of about .007 at this size. */
Test(simulator, between_15_and_30_percent_of_visits_end_in_a_purchase) {
  moods counted = {0};
  play_all(3, 800, count_mood, &counted);
  cr_assert_gt(counted.all_visits, 3000);
  cr_assert_geq(counted.all_bought * 100, counted.all_visits * 15);
  cr_assert_leq(counted.all_bought * 100, counted.all_visits * 30);
}

Test(simulator, every_mood_occurs_and_the_ready_buy_more_than_the_browsing) {
  moods counted = {0};
  play_all(3, 800, count_mood, &counted);
  for (int mood = 0; mood < SIM_MOOD_COUNT; mood++) {
    cr_assert_gt(counted.visits[mood], 10, "%s", sim_mood_name((sim_mood)mood));
  }
  double ready = (double)counted.bought[SIM_READY] / counted.visits[SIM_READY];
  double browsing = (double)counted.bought[SIM_BROWSING] / counted.visits[SIM_BROWSING];
  cr_assert_gt(ready, 4 * browsing);
  cr_assert_gt(counted.bought[SIM_BROWSING], 0);
  cr_assert_lt(counted.bought[SIM_READY], counted.visits[SIM_READY]);
}

typedef struct taste {
  uint32_t views;
  uint32_t of_top;
} taste;

static void count_taste(void *context, const sim_visit *visit, const sim_event *events,
                        uint32_t count) {
  taste *counted = context;
  const sim_shopper *shopper = visit->shopper;
  uint32_t top = sim_shopper_top_activity(shopper);
  for (uint32_t i = 0; i < count; i++) {
    if (strcmp(events[i].name, "view_item") == 0) {
      counted->views++;
      counted->of_top += shopper->catalogue->items[events[i].item].activity == top;
    }
  }
}

Test(simulator, the_top_activity_draws_a_good_part_of_the_views_but_not_all) {
  taste counted = {0};
  play_all(4, 300, count_taste, &counted);
  cr_assert_gt(counted.of_top * 100, counted.views * 40);
  cr_assert_lt(counted.of_top * 100, counted.views * 90);
}

typedef struct direction {
  uint32_t forward;
  uint32_t backward;
} direction;

static int asks_for(const sim_catalogue *catalogue, uint32_t from, uint32_t to) {
  for (uint32_t i = 0; i < catalogue->goes_count[from]; i++) {
    if (catalogue->goes[from][i] == to) {
      return 1;
    }
  }
  return 0;
}

static void count_direction(void *context, const sim_visit *visit, const sim_event *events,
                            uint32_t count) {
  direction *counted = context;
  const sim_catalogue *catalogue = visit->shopper->catalogue;
  uint32_t last = SIM_NO_KIND;
  for (uint32_t i = 0; i < count; i++) {
    if (strcmp(events[i].name, "view_item") != 0) {
      continue;
    }
    uint32_t kind = catalogue->items[events[i].item].kind;
    if (last != SIM_NO_KIND) {
      int there = asks_for(catalogue, last, kind);
      int back = asks_for(catalogue, kind, last);
      counted->forward += (uint32_t)(there && !back);
      counted->backward += (uint32_t)(back && !there);
    }
    last = kind;
  }
}

Test(simulator, complements_follow_in_one_direction) {
  direction counted = {0};
  play_all(5, 300, count_direction, &counted);
  cr_assert_gt(counted.forward, 2 * counted.backward);
}

Test(simulator, a_missing_or_foreign_catalogue_is_refused_with_a_sentence) {
  char directory[] = "/tmp/sotto-simulator-XXXXXX";
  char path[64];
  sim_catalogue *catalogue = NULL;
  cr_assert_not_null(mkdtemp(directory));
  cr_assert_eq(sim_catalogue_load(directory, &catalogue, error), -1);
  cr_assert_not_null(strstr(error, "products.en.tsv"));
  static const char *const names[] = {"products.en.tsv", "truth.tsv"};
  static const char *const texts[] = {"id\ttitle\nA\ta tent\n", "id\tkind\nB\ttent\n"};
  for (int i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s/%s", directory, names[i]);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(texts[i], file);
    cr_assert_eq(fclose(file), 0);
  }
  cr_assert_eq(sim_catalogue_load(directory, &catalogue, error), -1);
  cr_assert_not_null(strstr(error, "does not match"));
  cr_assert_null(catalogue);
  for (int i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s/%s", directory, names[i]);
    cr_assert_eq(unlink(path), 0);
  }
  cr_assert_eq(rmdir(directory), 0);
}
