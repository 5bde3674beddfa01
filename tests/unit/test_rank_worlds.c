/*
 * Random packs, rules, histories and requests, a hundred thousand of them (a million with
 * SOTTO_LONG set): what a shelf promises holds on each. Seeded; a world is made anew for every
 * round, with every feature of a pack switched on or off at random.
 */
#include <criterion/criterion.h>
#include <sotto/event.h>

#include "model/rank.h"
#ifdef SOTTO_WITH_WHATIF
# include "model/rank_why.h"
#endif
#include "unit/made_pack.h"

#define NOW ((int64_t)1700000000000)
#define ITEMS_MOST 60u
#define RULES 4u

static so_mind mind;

/** One random shop, one random person, one random request. */
typedef struct world {
  uint64_t state;
  made_pack *made;
  so_pack_rule rules[RULES];
  so_pack_slot slot;
  so_pack_repeat repeats[8];
  uint32_t excluded[3];
  uint32_t happened;
  void *scratch;
  so_rank rank;
  so_rank_request request;
  so_rank_pick picks[SO_RANK_LIMIT_MAX + 1];
  size_t count;
} world;

static uint32_t below(world *of, uint32_t bound) {
  return made_below(&of->state, bound);
}

static void make_item(world *of, uint32_t n, float error) {
  so_pack_item *item = &of->made->items[n];
  item->flags = below(of, 8) ? SO_ITEM_IN_STOCK : 0;
  if (below(of, 6) == 0) item->flags |= SO_ITEM_DISCREET;
  if (below(of, 9) == 0) item->price_minor = -1;
  if (below(of, 4)) item->type_value = of->made->item_values[item->values_start];
  item->popularity_error = error;
  of->made->rows[n].error = below(of, 3) ? 0 : 0.1f;
}

static void make_items(world *of) {
  made_pack *made = of->made;
  float error = below(of, 3) ? 0 : 0.1f; /* one table has noise of one size */
  for (uint32_t n = 0; n < made->pack.item_count; n++) make_item(of, n, error);
  if (made->pack.value_count > 2) made->values[0].flags = below(of, 2);
  if (below(of, 2)) made->pack.complement_rows = made->pack.neighbour_rows;
  made->pack.complements = made->edges;
  for (uint32_t n = 0; n < 8; n++)
    of->repeats[n] = (so_pack_repeat){(float)below(of, 5) / 10, (float)below(of, 2) / 50};
  if (below(of, 2)) made->pack.repeats = of->repeats;
}

static so_pack_rule random_rule(world *of) {
  static const uint32_t kinds[] = {SO_RULE_INCLUDE_VALUE, SO_RULE_EXCLUDE_VALUE,
                                   SO_RULE_EXCLUDE_ITEM,  SO_RULE_PIN_ITEM,
                                   SO_RULE_IN_STOCK,      SO_RULE_PRICE_BAND};
  const so_pack *pack = &of->made->pack;
  so_pack_rule rule = {.kind = kinds[below(of, 6)], .number = below(of, 4)};
  int of_value = rule.kind == SO_RULE_INCLUDE_VALUE || rule.kind == SO_RULE_EXCLUDE_VALUE;
  rule.target = below(of, of_value ? pack->value_count : pack->item_count);
  rule.from_minor = below(of, 20000);
  rule.to_minor = rule.from_minor + below(of, 90000);
  return rule;
}

static void make_request(world *of) {
  const so_pack *pack = &of->made->pack;
  so_rank_request *request = &of->request;
  so_rank_request_init(request);
  request->now_ms = NOW;
  request->slot = below(of, 5) ? 0 : SO_PACK_NONE;
  request->limit = 1 + below(of, 20);
  request->mindset = below(of, 6);
  request->diversity = (float)below(of, 3) / 2;
  request->seed = below(of, 1000);
  request->personal = below(of, 8) != 0;
  request->complete = below(of, 6) == 0;
  if (below(of, 2)) request->context_item = below(of, pack->item_count);
  if (below(of, 8) == 0) request->category_value = below(of, pack->value_count);
  if (below(of, 8) == 0) request->price_to_minor = 20000 + below(of, 80000);
  for (uint32_t n = 0; n < 3; n++) of->excluded[n] = below(of, pack->item_count);
  request->excluded = of->excluded;
  request->excluded_count = below(of, 4);
}

static void happen(world *of, uint32_t type, uint32_t item) {
  int64_t ago_ms = (int64_t)(200 - of->happened++) * 86010000;
  so_occurrence what = {.type = type,
                        .item = item,
                        .item_hash = made_hash(item),
                        .time_ms = NOW - ago_ms,
                        .price_minor = -1};
  so_mind_learn(&mind, &of->made->pack, &what, (so_mind_use){SO_AFFINITY_ALL_CATEGORIES, 1});
}

static void run(world *of) {
  of->count = so_rank_picks(&of->rank, &mind, &of->request, of->picks);
}

static void begin(world *of, uint64_t seed) {
  uint64_t state = seed;
  memset(of, 0, offsetof(world, picks));
  made_size size = {4 + made_below(&state, ITEMS_MOST), 1 + made_below(&state, 3),
                    1 + made_below(&state, 8), made_below(&state, 9), made_random(&state)};
  of->made = made_new(&size);
  of->state = made_random(&state);
  make_items(of);
  for (uint32_t n = 0; n < RULES; n++) of->rules[n] = random_rule(of);
  of->slot = (so_pack_slot){.rules_count = below(of, RULES + 1),
                            .company = below(of, 3),
                            .explore_permille = below(of, 3) ? 0 : below(of, 501)};
  of->made->pack.rules = of->rules;
  of->made->pack.slots = &of->slot;
  of->made->pack.slot_count = 1;
  const so_pack *pack = &of->made->pack;
  size_t bytes = so_rank_scratch_bytes(pack->item_count, pack->value_count);
  of->scratch = aligned_alloc(64, (bytes + 63) / 64 * 64);
  so_rank_prepare(pack, of->scratch, &of->rank);
  make_request(of);
  so_mind_clear(&mind);
}

/** Up to 40 events; none for one person in five. */
static void live(world *of) {
  for (uint32_t n = below(of, 5) ? below(of, 40) : 0; n > 0; n--)
    happen(of, 1 + below(of, SOTTO_EVENT_TYPE_COUNT - 1), below(of, of->made->pack.item_count));
}

static void end(world *of) {
  free(of->scratch);
  made_free(of->made);
}

/** How many worlds a test makes: 1/5 of a hundred thousand, ten times that with SOTTO_LONG. */
static uint32_t rounds(void) {
  const char *wish = getenv("SOTTO_LONG");
  return wish && *wish ? 200000 : 20000;
}

static uint8_t shelved(uint32_t item) {
  uint32_t entry = so_shelf_find(&mind.shelf, made_hash(item));
  return entry == SO_PACK_NONE ? 0 : mind.shelf.flags[entry];
}

static int in_band(int64_t price, int64_t from, int64_t to) {
  return price < 0 ? from <= 0 && to <= 0 : price >= from && (to <= 0 || price <= to);
}

static int rule_lets(const so_pack *pack, const so_pack_rule *rule, uint32_t item) {
  const so_pack_item *about = &pack->items[item];
  switch (rule->kind) {
  case SO_RULE_EXCLUDE_VALUE: return !so_pack_item_has(pack, item, rule->target);
  case SO_RULE_EXCLUDE_ITEM: return rule->target != item;
  case SO_RULE_IN_STOCK: return (about->flags & SO_ITEM_IN_STOCK) != 0;
  case SO_RULE_PRICE_BAND: return in_band(about->price_minor, rule->from_minor, rule->to_minor);
  default: return 1;
  }
}

/** The slot's rules, read slowly. */
static int slot_lets(const world *of, uint32_t item) {
  const so_pack *pack = &of->made->pack;
  uint32_t includes = 0, included = 0;
  if (of->request.slot) return (pack->items[item].flags & SO_ITEM_IN_STOCK) != 0;
  for (uint32_t n = 0; n < of->slot.rules_count; n++) {
    const so_pack_rule *rule = &of->rules[n];
    if (!rule_lets(pack, rule, item)) return 0;
    if (rule->kind != SO_RULE_INCLUDE_VALUE) continue;
    includes++;
    included += so_pack_item_has(pack, item, rule->target) != 0;
  }
  return !includes || included;
}

/** What the person and the request say of an item, by itself. */
static int blocked(const world *of, uint32_t item) {
  const so_rank_request *request = &of->request;
  uint8_t barring = SO_SHELF_DISMISSED | (request->personal ? SO_SHELF_CART : 0);
  if (item == request->context_item || shelved(item) & barring) return 1;
  for (size_t n = 0; n < request->excluded_count; n++)
    if (request->excluded[n] == item) return 1;
  return 0;
}

/** Whether a request may show an item, read slowly; kinds of a cart to be completed aside. */
static int lets(const world *of, uint32_t item) {
  const so_rank_request *request = &of->request;
  const so_pack *pack = &of->made->pack;
  if (so_pack_item_is_discreet(pack, item) || blocked(of, item)) return 0;
  if (!in_band(pack->items[item].price_minor, 0, request->price_to_minor)) return 0;
  int elsewhere = request->category_value != SO_PACK_NONE &&
                  !so_pack_item_has(pack, item, request->category_value);
  return !elsewhere && slot_lets(of, item);
}

static int in_cart(const world *of, uint32_t type) {
  for (uint32_t n = 0; n < of->made->pack.item_count; n++)
    if (shelved(n) & SO_SHELF_CART && of->made->items[n].type_value == type &&
        !so_pack_item_is_discreet(&of->made->pack, n))
      return 1;
  return 0;
}

/** How many there are to show; with `kinds` less those of a kind that the cart has. */
static size_t count_allowed(const world *of, int kinds) {
  size_t allowed = 0;
  for (uint32_t item = 0; item < of->made->pack.item_count; item++) {
    uint32_t type = of->made->items[item].type_value;
    int has = kinds && type != SO_PACK_NONE && of->request.personal && in_cart(of, type);
    allowed += lets(of, item) && !has;
  }
  return allowed;
}

static void check_pair(const world *of, uint32_t item, uint32_t other) {
  uint32_t type = of->made->items[item].type_value;
  cr_assert_neq(item, other);
  if (of->request.complete && type != SO_PACK_NONE)
    cr_assert_neq(type, of->made->items[other].type_value);
}

static void check_shelf(const world *of) {
  size_t limit = of->request.limit, complete = of->request.complete;
  size_t allowed = count_allowed(of, (int)complete);
  size_t least = complete ? allowed > 0 : allowed < limit ? allowed : limit;
  cr_assert(of->count >= least && of->count <= limit && of->count <= allowed);
  for (size_t n = 0; n < of->count; n++) {
    cr_assert(lets(of, of->picks[n].item));
    for (size_t m = 0; m < n; m++) check_pair(of, of->picks[n].item, of->picks[m].item);
  }
}

Test(rank_worlds, a_shelf_is_full_as_far_as_the_rules_let_it_and_never_holds_more) {
  world of;
  for (uint32_t n = 0; n < rounds(); n++) {
    begin(&of, 1000000 + n);
    live(&of);
    run(&of);
    check_shelf(&of);
    end(&of);
  }
}

static void check_reasons(const world *of, const so_rank_pick *pick) {
  int64_t sum = 0;
  cr_assert_gt(pick->reason_count, 0);
  for (uint32_t n = 0; n < pick->reason_count; n++) {
    const so_rank_reason *reason = &pick->reasons[n];
    sum += reason->micro;
    if (n) cr_assert_geq(pick->reasons[n - 1].micro, reason->micro);
    if (reason->because_item != SO_PACK_NONE)
      cr_assert_not(so_pack_item_is_discreet(&of->made->pack, reason->because_item));
    if (reason->because_value != SO_PACK_NONE)
      cr_assert_not(of->made->values[reason->because_value].flags);
  }
  cr_assert_eq(sum, pick->score_micro);
}

Test(rank_worlds, reasons_sum_exactly_and_name_nothing_discreet) {
  world of;
  for (uint32_t n = 0; n < rounds(); n++) {
    begin(&of, 2000000 + n);
    live(&of);
    run(&of);
    for (size_t m = 0; m < of.count; m++) check_reasons(&of, &of.picks[m]);
    end(&of);
  }
}

Test(rank_worlds, the_same_again_gives_the_same_and_leaves_no_trace) {
  static world of, other;
  for (uint32_t n = 0; n < rounds(); n++) {
    begin(&of, 3000000 + n);
    live(&of);
    run(&of);
    other = of;
    of.request.mindset = (of.request.mindset + 1) % 6; /* something else between */
    of.request.limit = 1 + below(&of, 30);
    run(&of);
    of.request = other.request;
    run(&of);
    cr_assert_eq(of.count, other.count);
    cr_assert_eq(memcmp(of.picks, other.picks, of.count * sizeof *of.picks), 0);
    end(&of);
  }
}

#ifdef SOTTO_WITH_WHATIF
static so_rank_why ask(world *of, uint32_t item) {
  so_rank_why why;
  so_rank_asked asked = {&mind, &of->request, item};
  so_rank_why_not(&of->rank, &asked, of->picks, &why);
  return why;
}

/** An item that is not discreet, on a shelf for the person alone; SO_PACK_NONE: none. */
static uint32_t open_item(world *of) {
  of->request.slot = SO_PACK_NONE;
  of->request.personal = 1;
  of->request.context_item = SO_PACK_NONE;
  of->request.excluded_count = 0;
  for (uint32_t n = 0; n < of->made->pack.item_count; n++)
    if (!so_pack_item_is_discreet(&of->made->pack, n)) return n;
  return SO_PACK_NONE;
}

Test(rank_worlds, one_event_changes_what_an_item_scores) {
  world of;
  for (uint32_t n = 0; n < rounds(); n++) {
    begin(&of, 4000000 + n);
    uint32_t item = open_item(&of);
    if (item != SO_PACK_NONE) {
      int64_t before = ask(&of, item).pick.score_micro;
      happen(&of, SOTTO_EVENT_VIEW_ITEM, item);
      cr_assert_gt(ask(&of, item).pick.score_micro, before);
    }
    end(&of);
  }
}

Test(rank_worlds, one_tap_changes_what_an_item_scores) {
  world of;
  for (uint32_t n = 0; n < rounds(); n++) {
    begin(&of, 5000000 + n);
    uint32_t item = open_item(&of), value = SO_PACK_NONE;
    if (item != SO_PACK_NONE) value = of.made->item_values[of.made->items[item].values_start];
    if (value != SO_PACK_NONE && !of.made->values[value].flags) {
      int64_t before = ask(&of, item).pick.score_micro;
      so_affinity_state(&mind.affinity, &of.made->pack, value, 100);
      cr_assert_gt(ask(&of, item).pick.score_micro, before);
      so_affinity_state(&mind.affinity, &of.made->pack, value, -100);
      cr_assert_lt(ask(&of, item).pick.score_micro, before);
    }
    end(&of);
  }
}

static int is_pinned(const world *of, uint32_t item) {
  for (uint32_t n = 0; of->request.slot == 0 && n < of->slot.rules_count; n++)
    if (of->rules[n].kind == SO_RULE_PIN_ITEM && of->rules[n].target == item) return 1;
  return 0;
}

/** Whether what an answer claims of an item that is not shown is so, read slowly. */
static int is_so(const world *of, uint32_t item, uint32_t kind) {
  const so_pack_item *about = &of->made->items[item];
  switch (kind) {
  case SOTTO_WHY_DISCREET: return so_pack_item_is_discreet(&of->made->pack, item);
  case SOTTO_WHY_DISMISSED: return shelved(item) & SO_SHELF_DISMISSED;
  case SOTTO_WHY_CART: return shelved(item) & SO_SHELF_CART;
  case SOTTO_WHY_PAGE: return item == of->request.context_item;
  case SOTTO_WHY_STOCK: return !(about->flags & SO_ITEM_IN_STOCK);
  case SOTTO_WHY_PRICE: return !in_band(about->price_minor, 0, of->request.price_to_minor);
  default: return 1;
  }
}

static void check_answer(const world *of, uint32_t item, const so_rank_why *why, int64_t least) {
  int64_t score = why->pick.score_micro;
  cr_assert_eq(why->place, 0);
  cr_assert(is_so(of, item, why->kind), "kind %u", why->kind);
  cr_assert_eq(lets(of, item), why->kind >= SOTTO_WHY_KIND, "kind %u", why->kind);
  if (least == INT64_MAX || is_pinned(of, item)) return;
  if (why->kind == SOTTO_WHY_LIKE) cr_assert_gt(score, least);
  if (why->kind == SOTTO_WHY_SCORE && score > 0 && score <= least)
    cr_assert_leq(score + why->behind_micro, least);
}

/** The least score of a pick that neither rule nor draw placed. */
static int64_t least_score(const world *of) {
  int64_t least = INT64_MAX;
  for (size_t m = 0; m < of->count; m++) {
    uint32_t first = of->picks[m].reasons[0].strategy;
    int placed = first == SO_REASON_RULE || first == SO_STRATEGY_EXPLORE;
    if (!placed && of->picks[m].score_micro < least) least = of->picks[m].score_micro;
  }
  return least;
}

static void ask_of(world *of, const world *shown, uint32_t item) {
  uint32_t place = 0;
  for (size_t m = 0; m < shown->count; m++)
    if (shown->picks[m].item == item) place = (uint32_t)m + 1;
  so_rank_why why = ask(of, item);
  cr_assert_eq(why.kind == SOTTO_WHY_SHOWN, place > 0);
  cr_assert_eq(why.place, place);
  if (place)
    cr_assert_eq(memcmp(&why.pick, &shown->picks[place - 1], sizeof why.pick), 0);
  else
    check_answer(of, item, &why, least_score(shown));
  if (why.kind == SOTTO_WHY_SHOWN || why.kind > SOTTO_WHY_EXCLUDED) check_reasons(of, &why.pick);
  if (why.kind == SOTTO_WHY_LIKE && !of->request.complete) {
    float diversity = of->request.diversity;
    of->request.diversity = 0; /* the cause is gone, and the item is there */
    cr_assert_eq(ask(of, item).kind, SOTTO_WHY_SHOWN);
    of->request.diversity = diversity;
  }
}

Test(rank_worlds, why_not_agrees_with_what_is_shown_and_leaves_no_trace) {
  static world of, shown;
  for (uint32_t n = 0; n < rounds(); n++) {
    begin(&of, 6010000 + n);
    live(&of);
    run(&of);
    shown = of;
    ask_of(&of, &shown, below(&of, of.made->pack.item_count));
    run(&of);
    cr_assert_eq(memcmp(of.picks, shown.picks, of.count * sizeof *of.picks), 0);
    end(&of);
  }
}
#endif
