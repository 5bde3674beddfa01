/*
 * One occurrence goes, in this order, to the shelf, the affinities, the session, the weeks and the
 * states.
 */
#include "model/mind.h"

#include <sotto/event.h>
#include <string.h>

#include "base/epoch.h"
#include "model/near_pairs.h"
#include "model/score_model.h"

#define PAUSED 1u /* so_occurrence.flags: nothing may be kept beyond the session */

void so_mind_clear(so_mind *ret_mind) {
  memset(ret_mind, 0, sizeof *ret_mind);
  so_session_clear(&ret_mind->session);
  so_state_clear(&ret_mind->facts);
}

static const so_pack_state *rule_of(const so_pack *pack) {
  return pack ? pack->state : NULL;
}

static so_score_model model_of(const so_pack *pack) {
  return so_score_model_of(pack ? pack->mindset : NULL, pack ? pack->mindset_count : 0);
}

/** Tells models apart: the bits of the intercept, which no two fits share. */
static uint32_t mark_of(const so_score_model *model) {
  uint32_t mark;
  memcpy(&mark, model->intercept, sizeof mark);
  return mark ^ model->tree_count;
}

/** The score is worked out once per event, however often it is looked at. */
static float score_of(const so_mind *mind, const so_pack *pack) {
  so_score_model model = model_of(pack);
  if (mind->scored && mind->mark == mark_of(&model)) return mind->score;
  return so_score_of(&model, &mind->session);
}

/** Gives how familiar the item's values were before; below 0 where none was learnt. */
static float learn_affinity(so_mind *mind, const so_pack *pack, const so_occurrence *occurrence,
                            uint32_t categories) {
  if (!pack || occurrence->item >= pack->item_count || !categories) return -1;
  so_affinity_event event = {occurrence->time_ms, occurrence->item, categories,
                             so_affinity_weight(occurrence)};
  so_affinity_share share = so_affinity_learn(&mind->affinity, pack, &event);
  if (event.weight > 0) mind->session.concentration = share.largest;
  return share.before;
}

/** What does not outlast the session unless learning is on: session, need and score. */
static void learn_session(so_mind *mind, const so_pack *pack, const so_occurrence *occurrence,
                          float familiar) {
  so_session_learn(&mind->session, occurrence);
  if (SO_NEED_BUILT) so_mind_learn_need(mind, pack, occurrence, familiar);
  so_score_model model = model_of(pack);
  mind->score = so_score_of(&model, &mind->session);
  mind->mark = mark_of(&model);
  mind->scored = 1;
}

static void learn_state(so_mind *mind, const so_pack *pack, const so_occurrence *occurrence,
                        uint32_t entry) {
  so_state_input input = {.occurrence = occurrence,
                          .week_views =
                              entry == SO_PACK_NONE ? 0 : mind->shelf.entries[entry].week_views,
                          .cart_count = mind->shelf.cart_count,
                          .score = mind->score};
  so_state_learn(&mind->facts, rule_of(pack), &input);
}

void so_mind_learn(so_mind *mind, const so_pack *pack, const so_occurrence *occurrence,
                   so_mind_use use) {
  if (mind->session.events && occurrence->session != mind->session.number)
    so_mind_end_session(mind);
  int lasting = !(occurrence->flags & PAUSED);
  uint32_t entry = SO_PACK_NONE;
  float familiar = 0; /* a pause says that it is for somebody else */
  if (use.history && lasting && occurrence->item_hash)
    entry = so_shelf_learn(&mind->shelf, occurrence);
  if (lasting) familiar = learn_affinity(mind, pack, occurrence, use.affinity_categories);
  if (!use.history) return;
  learn_session(mind, pack, occurrence, familiar);
  if (!lasting) return;
  so_weeks_learn(&mind->weeks, occurrence);
  learn_state(mind, pack, occurrence, entry);
}

void so_mind_end_session(so_mind *mind) {
  mind->scored = 0;
  so_session_end(&mind->session);
  if (SO_NEED_BUILT) so_need_end_session(&mind->need);
  so_state_end_session(&mind->facts);
}

void so_mind_rebind(so_mind *mind, const so_pack *pack) {
  so_affinity_rebind(&mind->affinity, pack);
  so_shelf_rebind(&mind->shelf, pack);
}

void so_mind_look(const so_mind *mind, const so_pack *pack, int64_t now_ms,
                  so_mind_view *ret_view) {
  so_state_facts facts;
  so_state_at(&mind->facts, rule_of(pack), now_ms, &facts);
  *ret_view = (so_mind_view){.state = facts.state,
                             .decided = facts.decided,
                             .since_ms = facts.since_ms,
                             .score = score_of(mind, pack),
                             .events = mind->session.events};
}

/** The value of a key the person cares about most, or SO_NONE. */
static uint32_t top_value(const so_mind *mind, const so_pack *pack, uint32_t key, int64_t now_ms) {
  so_affinity_view views[4];
  so_affinity_query query = {now_ms, key, SO_AFFINITY_ALL_CATEGORIES};
  size_t count = so_affinity_top(&mind->affinity, pack, &query, (so_affinity_list){views, 4});
  for (size_t n = 0; n < count; n++) {
    if (views[n].strength > 0) return views[n].value;
  }
  return SO_NONE;
}

/** Whole days from then to now; SO_NONE where it never was. */
static uint32_t days_since(int64_t then_ms, int64_t now_ms) {
  int64_t days = so_epoch_day_of(now_ms) - so_epoch_day_of(then_ms);
  if (!then_ms) return SO_NONE;
  return days > 0 ? (uint32_t)days : 0;
}

void so_mind_numbers(const so_mind *mind, int64_t now_ms, uint32_t inout_numbers[SO_NUMBER_COUNT]) {
  if (mind->facts.last_event_ms || mind->weeks.bought_ms)
    so_weeks_numbers(&mind->weeks, now_ms, inout_numbers);
  inout_numbers[SO_NUMBER_SPEND_DAYS] = days_since(mind->facts.last_purchase_ms, now_ms);
  inout_numbers[SO_NUMBER_VISIT_DAYS] = days_since(mind->session.ended_before_ms, now_ms);
}

_Static_assert(SO_TRAIT_PAGES == SO_PAGE_KINDS, "kinds of page");

static void fill_path(const so_session_path *path, so_traits *traits) {
  if (!path->pages) return;
  traits->bought = path->bought;
  memcpy(traits->pages, path->counts, sizeof traits->pages);
  memcpy(traits->steps, path->steps, sizeof traits->steps);
}

/** The latest items of the pack that may be named, oldest first, none twice in a row. */
static void fill_items(const so_shelf *shelf, const so_pack *pack, so_traits *traits) {
  uint64_t *end = traits->items + SO_TRAIT_ITEMS_MAX, *at = end;
  const so_shelf_step *step;
  for (uint32_t back = 0; at > traits->items && (step = so_shelf_step_back(shelf, back)); back++) {
    if (!pack || step->item >= pack->item_count || so_pack_item_is_discreet(pack, step->item))
      continue;
    if (at == end || *at != step->hash) *--at = step->hash;
  }
  traits->item_count = (uint32_t)(end - at);
  memmove(traits->items, at, traits->item_count * sizeof *at);
}

void so_mind_traits(const so_mind *mind, const so_pack *pack, int64_t now_ms,
                    so_traits *ret_traits) {
  so_traits_clear(ret_traits);
  so_mind_view view;
  so_mind_look(mind, pack, now_ms, &view);
  if (mind->facts.last_event_ms) ret_traits->mindset = view.state;
  so_mind_numbers(mind, now_ms, ret_traits->numbers);
  fill_path(&mind->session.path_before, ret_traits);
  fill_items(&mind->shelf, pack, ret_traits);
#ifdef SOTTO_WITH_SPLIT
  if (pack) so_near_pairs_mark(pack, ret_traits);
#endif
  uint32_t keys = pack ? pack->key_count : 0;
  for (uint32_t key = 0; key < keys && key < SO_ATTRIBUTE_KEYS_MAX; key++)
    ret_traits->top_value[key] = top_value(mind, pack, key, now_ms);
}

void so_mind_visit_traits(const so_mind *mind, so_traits *inout_traits) {
  fill_path(&mind->session.path, inout_traits);
}
