/*
 * Every count, offset and cross reference of a pack, walked once: after this no accessor can run
 * outside the bytes, no loop over parents can circle, and every number is finite. What a signature
 * cannot say: the brand's own tool may have had a fault. Needs no scratch: orders and bijections
 * are proved by comparing neighbours. Each function answers for one section: 1 when every element
 * holds.
 */
#include <math.h>
#include <string.h>

#include "base/string.h"
#include "base/traits.h"
#include "model/pack_view.h"

static sotto_status check_limits(const so_pack *pack) {
  if (!pack->text_count || !pack->locale_count || !pack->item_count || !pack->key_count)
    return SOTTO_E_CORRUPT;
  int beyond = pack->item_count > SO_PACK_ITEMS_MAX || pack->locale_count > SO_PACK_LOCALES_MAX ||
               pack->key_count > SO_ATTRIBUTE_KEYS_MAX;
  return beyond ? SOTTO_E_LIMIT : SOTTO_OK;
}

sotto_status so_pack_check_counts(const so_pack *pack) {
  uint64_t items = pack->item_count, locales = pack->locale_count;
  const struct {
    uint64_t count;
    uint64_t needed;
    int optional;
  } runs[] = {
      {pack->item_title_count, items * locales, 0},
      {pack->lookup_count, items, 0},
      {pack->key_label_count, pack->key_count * locales, 0},
      {pack->value_label_count, pack->value_count * locales, 0},
      {pack->popular_count, items, 0},
      {pack->neighbour_row_count, items, 1},
      {pack->complement_row_count, items, 1},
      {pack->state_count, 1, 1},
      {pack->blend_count, 6 * SO_STRATEGY_COUNT, 1},
      {pack->history_count, 1, 1},
      {pack->vector_info_count, 1, 1},
      {pack->repeat_count, pack->key_count ? pack->keys[0].values_count : 0, 1},
  };
  sotto_status status = check_limits(pack);
  for (size_t n = 0; n < sizeof runs / sizeof *runs && !status; n++) {
    if (runs[n].count == runs[n].needed || (runs[n].optional && runs[n].count == 0)) continue;
    return SOTTO_E_CORRUPT;
  }
  return status;
}

/** A run that begins where the last one ended, inside `total`. Moves `at` past it. */
static int follows(uint32_t start, uint32_t count, uint64_t *at, uint64_t total) {
  if (start != *at || count > total - *at) return 0;
  *at += count;
  return 1;
}

static int is_text(const so_pack *pack, uint32_t text) {
  return text < pack->text_count;
}

static int is_text_or_none(const so_pack *pack, uint32_t text) {
  return text == SO_PACK_NONE || is_text(pack, text);
}

/** Finite and not negative. */
static int is_amount(float number) {
  return isfinite(number) && number >= 0;
}

static int texts_hold(const so_pack *pack) {
  const uint32_t *index = pack->text_index, size = pack->text_bytes;
  if (index[0] != 0 || index[pack->text_count] != size) return 0;
  for (uint32_t n = 0; n < pack->text_count; n++) {
    if (index[n + 1] < index[n] || index[n + 1] > size) return 0;
    if (!so_text_is_utf8(so_pack_text(pack, n))) return 0;
  }
  return is_text(pack, pack->header->brand_text) && pack->header->currency[3] == 0;
}

static int numbers_are_texts(const so_pack *pack, const uint32_t *numbers, uint64_t count) {
  for (uint64_t n = 0; n < count; n++) {
    if (!is_text(pack, numbers[n])) return 0;
  }
  return 1;
}

static int labels_hold(const so_pack *pack) {
  uint64_t locales = pack->locale_count;
  return numbers_are_texts(pack, pack->locales, locales) &&
         numbers_are_texts(pack, pack->item_titles, locales * pack->item_count) &&
         numbers_are_texts(pack, pack->key_labels, locales * pack->key_count) &&
         numbers_are_texts(pack, pack->value_labels, locales * pack->value_count);
}

/* A share of 0, or one large enough to divide by. */
static int is_baseline(const so_pack_value *value) {
  float share = value->baseline;
  return is_amount(share) && is_amount(value->baseline_error) &&
         (share == 0 || (share >= SO_PACK_BASELINE_LEAST && share <= 1));
}

static int value_holds(const so_pack *pack, uint32_t key, uint32_t n) {
  const so_pack_value *value = &pack->values[n];
  if (value->key != key || !is_text(pack, value->name_text)) return 0;
  if (!is_baseline(value)) return 0;
  if (value->parent != SO_PACK_NONE && (key != 0 || value->parent >= n)) return 0;
  if (n == pack->keys[key].values_start) return 1;
  return so_pack_compare(so_pack_text(pack, value[-1].name_text),
                         so_pack_text(pack, value->name_text)) < 0;
}

static int keys_hold(const so_pack *pack) {
  uint64_t at = 0;
  for (uint32_t n = 0; n < pack->key_count; n++) {
    const so_pack_key *key = &pack->keys[n];
    if (!is_text(pack, key->name_text) || key->category >= 7) return 0;
    if (!follows(key->values_start, key->values_count, &at, pack->value_count)) return 0;
    for (uint32_t v = key->values_start; v < at; v++) {
      if (!value_holds(pack, n, v)) return 0;
    }
  }
  return at == pack->value_count &&
         so_text_is(so_pack_text(pack, pack->keys[0].name_text), "product_type");
}

static int run_ascends(const uint32_t *run, uint32_t count, uint32_t end) {
  for (uint32_t n = 0; n < count; n++) {
    if (run[n] >= end || (n > 0 && run[n] <= run[n - 1])) return 0;
  }
  return 1;
}

static int item_holds(const so_pack *pack, const so_pack_item *item) {
  int holds = is_text(pack, item->id_text) && is_text_or_none(pack, item->link_text) &&
              is_text_or_none(pack, item->image_text) && item->price_minor >= -1;
  if (!holds || !is_amount(item->popularity) || !is_amount(item->popularity_error)) return 0;
  const uint32_t *run = pack->item_values + item->values_start;
  return run_ascends(run, item->values_count, pack->value_count);
}

static int items_hold(const so_pack *pack) {
  uint64_t at = 0, total = pack->item_value_count;
  for (uint32_t n = 0; n < pack->item_count; n++) {
    const so_pack_item *item = &pack->items[n];
    if (!follows(item->values_start, item->values_count, &at, total)) return 0;
    if (!item_holds(pack, item)) return 0;
    if (item->type_value == SO_PACK_NONE) continue;
    if (item->type_value >= pack->keys[0].values_count ||
        !so_pack_item_has(pack, n, item->type_value))
      return 0;
  }
  return at == total;
}

/** Hashes strictly ascend and each is its item's: so every item is there exactly once. */
static int lookup_holds(const so_pack *pack) {
  for (uint32_t n = 0; n < pack->item_count; n++) {
    const so_pack_lookup *entry = &pack->lookup[n];
    if (entry->item >= pack->item_count) return 0;
    if (n > 0 && entry->hash <= entry[-1].hash) return 0;
    if (entry->hash != so_pack_hash_id(so_pack_item_id(pack, entry->item))) return 0;
  }
  return 1;
}

/** Strictly after in (popularity down, number up): a run of all n items in it repeats none. */
static int is_less_popular(const so_pack *pack, uint32_t item, uint32_t than) {
  float a = pack->items[item].popularity, b = pack->items[than].popularity;
  return a < b || (a <= b && item > than);
}

static int order_holds(const so_pack *pack, const uint32_t *order, uint32_t count) {
  for (uint32_t n = 0; n < count; n++) {
    if (order[n] >= pack->item_count) return 0;
    if (n > 0 && !is_less_popular(pack, order[n], order[n - 1])) return 0;
  }
  return 1;
}

static int all_have(const so_pack *pack, const uint32_t *run, uint32_t v) {
  for (uint32_t n = 0; n < pack->values[v].items_count; n++) {
    if (!so_pack_item_has(pack, run[n], v)) return 0;
  }
  return 1;
}

/** Postings ascend and each item has the value; with equal totals both sides say the same. */
static int postings_hold(const so_pack *pack) {
  uint64_t at = 0, total = pack->value_item_count;
  if (total != pack->item_value_count) return 0;
  for (uint32_t v = 0; v < pack->value_count; v++) {
    const so_pack_value *value = &pack->values[v];
    if (!follows(value->items_start, value->items_count, &at, total)) return 0;
    const uint32_t *run = pack->value_items + value->items_start;
    if (!run_ascends(run, value->items_count, pack->item_count) || !all_have(pack, run, v))
      return 0;
  }
  return at == total;
}

/** The postings of product types once more, in order of popularity; those of key 0 come first. */
static int category_holds(const so_pack *pack) {
  uint64_t at = 0;
  for (uint32_t v = 0; v < pack->keys[0].values_count; v++) {
    const so_pack_value *value = &pack->values[v];
    if (!follows(value->items_start, value->items_count, &at, pack->category_count)) return 0;
    const uint32_t *run = pack->category_order + value->items_start;
    if (!order_holds(pack, run, value->items_count) || !all_have(pack, run, v)) return 0;
  }
  return at == pack->category_count;
}

static int edge_holds(const so_pack *pack, const so_pack_edge *edge, uint32_t item) {
  uint32_t other = edge->item_weight & SO_PACK_EDGE_ITEM, weight = edge->item_weight >> 24;
  return other < pack->item_count && other != item && weight >= 1 && weight <= 127;
}

static int row_holds(const so_pack *pack, const so_pack_edge *edges, const so_pack_row *row,
                     uint32_t item) {
  if (!is_amount(row->scale) || !is_amount(row->error)) return 0;
  for (uint32_t n = 0; n < row->count; n++) {
    if (!edge_holds(pack, &edges[n], item)) return 0;
    if (n > 0 && edges[n].item_weight >> 24 > edges[n - 1].item_weight >> 24) return 0;
  }
  return 1;
}

static int rows_hold(const so_pack *pack, const so_pack_row *rows, const so_pack_edge *edges,
                     uint64_t total) {
  uint64_t at = 0;
  for (uint32_t item = 0; rows && item < pack->item_count; item++) {
    if (!follows(rows[item].start, rows[item].count, &at, total)) return 0;
    if (!row_holds(pack, edges + rows[item].start, &rows[item], item)) return 0;
  }
  return at == total;
}

static int rule_holds(const so_pack *pack, const so_pack_rule *rule) {
  switch (rule->kind) {
  case SO_RULE_INCLUDE_VALUE:
  case SO_RULE_EXCLUDE_VALUE: return rule->target < pack->value_count;
  case SO_RULE_EXCLUDE_ITEM:
  case SO_RULE_PIN_ITEM: return rule->target < pack->item_count && rule->number < 100;
  case SO_RULE_IN_STOCK: return 1;
  case SO_RULE_PRICE_BAND: return rule->from_minor >= 0 && rule->from_minor <= rule->to_minor;
  default: return 0;
  }
}

static int slots_hold(const so_pack *pack) {
  uint64_t at = 0, total = pack->rule_count;
  for (uint32_t n = 0; n < pack->slot_count; n++) {
    const so_pack_slot *slot = &pack->slots[n];
    if (!is_text(pack, slot->id_text) || slot->company > SO_COMPANY_STAFF) return 0;
    if (slot->limit < 1 || slot->limit > 100 || slot->explore_permille > 500) return 0;
    if (!follows(slot->rules_start, slot->rules_count, &at, total)) return 0;
  }
  for (uint64_t n = 0; n < total; n++) {
    if (!rule_holds(pack, &pack->rules[n])) return 0;
  }
  return at == total;
}

static int asked_value_holds(const so_pack *pack, const so_pack_question *question,
                             uint32_t value) {
  switch (question->lists) {
  case SO_PACK_LISTS_NUMBERS: return 1;
  case SO_PACK_LISTS_NAMES: return is_text(pack, value);
  default: return value < pack->value_count && pack->values[value].key == question->attribute;
  }
}

static int question_holds(const so_pack *pack, const so_pack_question *question) {
  uint32_t lists = question->lists;
  if (!is_text(pack, question->name_text) || lists > SO_PACK_LISTS_NAMES) return 0;
  if (lists == SO_PACK_LISTS_VALUES && question->attribute >= pack->key_count) return 0;
  const uint32_t *values = pack->question_values + question->values_start;
  for (uint32_t n = 0; n < question->values_count; n++) {
    if (!asked_value_holds(pack, question, values[n])) return 0;
  }
  return 1;
}

static int questions_hold(const so_pack *pack) {
  uint64_t at = 0, total = pack->question_value_count;
  for (uint32_t n = 0; n < pack->question_count; n++) {
    const so_pack_question *question = &pack->questions[n];
    if (!follows(question->values_start, question->values_count, &at, total)) return 0;
    if (!question_holds(pack, question)) return 0;
  }
  return at == total;
}

static int history_holds(const so_pack_history *history) {
  return !history || (history->decay >= 0.1f && history->decay <= 0.9f && history->settled >= 0 &&
                      history->settled <= 1);
}

static int repeats_hold(const so_pack *pack) {
  for (uint32_t n = 0; n < pack->repeat_count; n++) {
    const so_pack_repeat *repeat = &pack->repeats[n];
    if (!is_amount(repeat->share) || repeat->share > 1 || !is_amount(repeat->error)) return 0;
  }
  return 1;
}

static int moments_hold(const so_pack *pack) {
  for (uint32_t n = 0; n < pack->moment_count; n++) {
    const so_pack_moment *row = &pack->moments[n];
    if (row->type >= pack->keys[0].values_count || (n > 0 && row->moment < row[-1].moment))
      return 0;
    if (!is_amount(row->lift) || !is_amount(row->error)) return 0;
  }
  return 1;
}

/** No byte may be -128: it has no opposite (model/vector_scan.h). */
static int vectors_hold(const so_pack *pack) {
  const so_pack_vectors *info = pack->vector_info;
  if (!info) return pack->vector_byte_count == 0;
  if (info->width % 4 || info->width - 1 >= SO_PACK_VECTOR_WIDTH_MAX) return 0;
  uint64_t rows = ((uint64_t)pack->item_count + 15) / 16 * 16;
  if (pack->vector_byte_count != rows * info->width) return 0;
  if (memchr(pack->vectors, 0x80, pack->vector_byte_count)) return 0;
  return is_amount(info->quality) && info->quality <= 1 && is_amount(info->error);
}

static int models_hold(const so_pack *pack) {
  for (uint32_t n = 0; n < pack->mindset_count; n++) {
    if (!isfinite(pack->mindset[n])) return 0;
  }
  for (uint32_t n = 0; pack->blend && n < 6 * SO_STRATEGY_COUNT; n++) {
    if (!is_amount(pack->blend[n])) return 0;
  }
  const so_pack_state *state = pack->state;
  int states = !state || (is_amount(state->interested_score) && is_amount(state->hysteresis));
  return states && history_holds(pack->history);
}

static int statistics_hold(const so_pack *pack) {
  return order_holds(pack, pack->popular_order, pack->item_count) &&
         rows_hold(pack, pack->neighbour_rows, pack->neighbours, pack->neighbour_count) &&
         rows_hold(pack, pack->complement_rows, pack->complements, pack->complement_count) &&
         models_hold(pack) && repeats_hold(pack) && vectors_hold(pack) && moments_hold(pack);
}

static int catalogue_holds(const so_pack *pack) {
  return texts_hold(pack) && labels_hold(pack) && keys_hold(pack) && items_hold(pack) &&
         lookup_holds(pack) && postings_hold(pack) && category_holds(pack);
}

sotto_status so_pack_check_content(const so_pack *pack) {
  int holds = catalogue_holds(pack) && statistics_hold(pack) && slots_hold(pack);
  return holds && questions_hold(pack) ? SOTTO_OK : SOTTO_E_CORRUPT;
}
