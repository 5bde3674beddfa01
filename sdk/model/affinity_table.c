/*
 * Linear probing with backward-shift deletion. Evidence is decayed when its value is touched and
 * again, without being written, when it is read.
 */
#include "model/affinity_table.h"

#include <assert.h>
#include <string.h>

#include <sotto/event.h>

#include "base/epoch.h"
#include "model/curve.h"

#define LONG_HALF_MS (30 * SO_DAY_MS)
#define SHORT_HALF_MS ((int64_t)30 * 60 * 1000)
#define PAUSE_MS SHORT_HALF_MS /* the longest a pause counts on the activity clock */
#define SLOT_MASK (SO_AFFINITY_SLOTS - 1)
/* Evidence of the population mixed in: so many product views' worth. */
#define PRIOR_EVIDENCE 6.0f
/* A statement of 100 weighs like so much strength. */
#define STATED_STRENGTH 30.0f
#define NOISE_ERRORS 2.0f /* a baseline within so many standard errors of zero is noise */
#define DWELL_MS 20000u
#define EXAMINED 64u /* slots looked at to evict one */

static uint64_t hash_text(uint64_t hash, sotto_text text) {
  for (size_t n = 0; n < text.size; n++) hash = (hash ^ (uint8_t)text.data[n]) * 0x100000001b3u;
  return hash;
}

static uint64_t hash_key(const so_pack *pack, uint32_t key) {
  return hash_text(0xcbf29ce484222325u, so_pack_text(pack, pack->keys[key].name_text));
}

uint64_t so_affinity_hash(const so_pack *pack, uint32_t value) {
  const char separator = 0x1f;
  uint64_t hash = hash_key(pack, pack->values[value].key);
  hash = hash_text(hash, (sotto_text){&separator, 1});
  hash = hash_text(hash, so_pack_text(pack, pack->values[value].name_text));
  return hash ? hash : 1;
}

float so_affinity_weight(const so_occurrence *occurrence) {
  static const float weights[SOTTO_EVENT_TYPE_COUNT] = {
      [SOTTO_EVENT_VIEW_ITEM] = 1,         [SOTTO_EVENT_VIEW_ITEM_LIST] = 0.1f,
      [SOTTO_EVENT_SELECT_ITEM] = 0.5f,    [SOTTO_EVENT_ADD_TO_CART] = 4,
      [SOTTO_EVENT_REMOVE_FROM_CART] = -2, [SOTTO_EVENT_PURCHASE] = 8,
      [SOTTO_EVENT_REFUND] = -6,           [SOTTO_EVENT_ADD_TO_WISHLIST] = 3,
      [SOTTO_EVENT_REVIEW_READ] = 2,       [SOTTO_EVENT_DISMISS] = -6};
  if (occurrence->type == SOTTO_EVENT_DWELL) return occurrence->dwell_ms >= DWELL_MS ? 1.0f : 0.0f;
  return occurrence->type < SOTTO_EVENT_TYPE_COUNT ? weights[occurrence->type] : 0.0f;
}

static float size_of(float amount) {
  return amount < 0 ? -amount : amount;
}

static float decayed(float amount, int64_t elapsed_ms, int64_t half_ms) {
  if (elapsed_ms <= 0 || amount == 0) return amount;
  return (float)(amount * so_curve_half((double)elapsed_ms / (double)half_ms));
}

/** The activity clock as it would stand at a moment. */
static int64_t active_at(const so_affinity_table *table, int64_t now_ms) {
  int64_t pause = now_ms - table->last_ms;
  if (table->last_ms == 0 || pause < 0) pause = 0;
  return table->active_ms + (pause > PAUSE_MS ? PAUSE_MS : pause);
}

/** Both horizons' evidence at a moment. */
static float amount_at(const so_affinity_table *table, const so_affinity_evidence *of,
                       int64_t now_ms) {
  return decayed(of->lasting, now_ms - of->long_ms, LONG_HALF_MS) +
         decayed(of->passing, active_at(table, now_ms) - of->short_ms, SHORT_HALF_MS);
}

/** What is left after a time, worked out once where one time follows another alike. */
typedef struct remnant {
  int64_t elapsed_ms;
  double left;
} remnant;

/** A moment of both clocks at which evidence is added to. */
typedef struct moment {
  int64_t now_ms;
  int64_t active_ms;
  remnant lasting;
  remnant passing;
} moment;

static float left_of(float amount, remnant *of, int64_t elapsed_ms, int64_t half_ms) {
  if (elapsed_ms <= 0 || amount == 0) return amount;
  if (of->elapsed_ms != elapsed_ms)
    *of = (remnant){elapsed_ms, so_curve_half((double)elapsed_ms / (double)half_ms)};
  return (float)(amount * of->left);
}

static void add(so_affinity_evidence *to, moment *at, float weight) {
  to->lasting = left_of(to->lasting, &at->lasting, at->now_ms - to->long_ms, LONG_HALF_MS) + weight;
  to->passing =
      left_of(to->passing, &at->passing, at->active_ms - to->short_ms, SHORT_HALF_MS) + weight;
  to->long_ms = at->now_ms;
  to->short_ms = at->active_ms;
}

static uint32_t home_of(uint64_t hash) {
  return (uint32_t)(hash ^ (hash >> 32)) & SLOT_MASK;
}

/** The slot of a hash, or the free slot where it would go. */
static uint32_t slot_of(const so_affinity_table *table, uint64_t hash) {
  uint32_t slot = home_of(hash);
  while (table->entries[slot].hash && table->entries[slot].hash != hash)
    slot = (slot + 1) & SLOT_MASK;
  return slot;
}

/** Frees a slot and moves later entries of the same run back over it. */
static void remove_slot(so_affinity_table *table, uint32_t hole) {
  so_affinity_entry *entries = table->entries;
  for (uint32_t slot = (hole + 1) & SLOT_MASK; entries[slot].hash; slot = (slot + 1) & SLOT_MASK) {
    if (((slot - home_of(entries[slot].hash)) & SLOT_MASK) < ((slot - hole) & SLOT_MASK)) continue;
    entries[hole] = entries[slot];
    hole = slot;
  }
  memset(&entries[hole], 0, sizeof entries[hole]);
  table->count--;
}

/** Removes the weakest of the next slots under a hand that goes round, never a stated one. */
static void evict_weak(so_affinity_table *table, int64_t now_ms) {
  uint32_t weakest = SO_PACK_NONE;
  float least = 0;
  for (uint32_t n = 0; n < SO_AFFINITY_SLOTS; n++) {
    if (n >= EXAMINED && weakest != SO_PACK_NONE) break;
    uint32_t slot = (table->hand + n) & SLOT_MASK;
    const so_affinity_entry *entry = &table->entries[slot];
    if (!entry->hash || entry->stated) continue;
    float amount = size_of(amount_at(table, &entry->evidence, now_ms));
    if (weakest == SO_PACK_NONE || amount < least) {
      weakest = slot;
      least = amount;
    }
  }
  table->hand = (table->hand + EXAMINED) & SLOT_MASK;
  if (weakest != SO_PACK_NONE) remove_slot(table, weakest);
}

/** Number of a key among `keys`, added where new; SO_PACK_NONE when there are too many. */
static uint32_t key_number(so_affinity_table *table, uint64_t hash) {
  for (uint32_t n = 0; n < table->key_count; n++) {
    if (table->keys[n].hash == hash) return n;
  }
  if (table->key_count == SO_ATTRIBUTE_KEYS_MAX) return SO_PACK_NONE;
  table->keys[table->key_count] = (so_affinity_key){.hash = hash};
  return table->key_count++;
}

/** The entry of a value, added where new; NULL when there is no room for its key or itself. */
static so_affinity_entry *entry_for(so_affinity_table *table, const so_pack *pack, uint32_t value,
                                    int64_t now_ms) {
  uint16_t *hint = &table->hints[value & SLOT_MASK]; /* spares hashing the names again */
  so_affinity_entry *found = &table->entries[*hint];
  if (found->hash && found->value == value) return found;
  uint64_t hash = so_affinity_hash(pack, value);
  uint32_t slot = slot_of(table, hash);
  *hint = (uint16_t)slot;
  if (table->entries[slot].hash) return &table->entries[slot];
  uint32_t key = key_number(table, hash_key(pack, pack->values[value].key));
  if (key == SO_PACK_NONE) return NULL;
  if (table->count >= SO_AFFINITY_CAPACITY) evict_weak(table, now_ms);
  if (table->count >= SO_AFFINITY_CAPACITY) return NULL; /* nothing but statements */
  slot = slot_of(table, hash);
  *hint = (uint16_t)slot;
  table->entries[slot] =
      (so_affinity_entry){.hash = hash,
                          .value = value,
                          .category = (uint8_t)pack->keys[pack->values[value].key].category,
                          .key = (uint8_t)key,
                          .evidence = {.long_ms = now_ms, .short_ms = table->active_ms}};
  table->count++;
  return &table->entries[slot];
}

so_affinity_share so_affinity_learn(so_affinity_table *table, const so_pack *pack,
                                    const so_affinity_event *event) {
  so_affinity_share share = {0, -1};
  if (event->weight == 0) return share;
  table->active_ms = active_at(table, event->time_ms);
  table->last_ms = event->time_ms;
  const so_pack_item *item = &pack->items[event->item];
  moment at = {event->time_ms, table->active_ms, {0, 1}, {0, 1}};
  float before = 0, learnt = 0, added = event->weight > 0 ? 2 * event->weight : 0;
  for (uint32_t n = 0; n < item->values_count; n++) {
    uint32_t value = pack->item_values[item->values_start + n];
    uint32_t category = pack->keys[pack->values[value].key].category;
    if (!(event->categories >> category & 1u)) continue;
    so_affinity_entry *entry = entry_for(table, pack, value, event->time_ms);
    if (!entry) continue;
    so_affinity_evidence *total = &table->keys[entry->key].evidence;
    if (added > 0) add(total, &at, event->weight);
    add(&entry->evidence, &at, event->weight);
    float own = entry->evidence.lasting + entry->evidence.passing;
    float all = amount_at(table, total, event->time_ms) + PRIOR_EVIDENCE;
    if (own / all > share.largest) share.largest = own / all;
    before += (own - added) / (all - added);
    learnt++;
  }
  if (learnt > 0) share.before = before > 0 ? before / learnt : 0;
  return share;
}

void so_affinity_state(so_affinity_table *table, const so_pack *pack, uint32_t value,
                       int32_t strength) {
  assert(strength >= -100 && strength <= 100);
  so_affinity_entry *entry = entry_for(table, pack, value, table->last_ms);
  if (!entry) return;
  entry->stated = (int8_t)strength;
  if (!strength && entry->evidence.lasting == 0) so_affinity_drop(table, entry->hash);
}

void so_affinity_lend(so_affinity_table *table, const so_pack *pack, uint32_t value,
                      const so_affinity_loan *loan) {
  so_affinity_entry *entry = entry_for(table, pack, value, loan->now_ms);
  if (!entry) return;
  moment at = {loan->now_ms, table->active_ms, {0, 1}, {0, 1}};
  if (loan->evidence > 0) add(&table->keys[entry->key].evidence, &at, loan->evidence / 2);
  add(&entry->evidence, &at, loan->evidence / 2); /* half lasting, half passing */
}

void so_affinity_drop(so_affinity_table *table, uint64_t hash) {
  uint32_t slot = slot_of(table, hash);
  if (table->entries[slot].hash) remove_slot(table, slot);
}

void so_affinity_rebind(so_affinity_table *table, const so_pack *pack) {
  for (uint32_t slot = 0; slot < SO_AFFINITY_SLOTS; slot++)
    table->entries[slot].value = SO_PACK_NONE;
  for (uint32_t value = 0; pack && value < pack->value_count; value++) {
    so_affinity_entry *entry = &table->entries[slot_of(table, so_affinity_hash(pack, value))];
    if (!entry->hash) continue;
    entry->value = value;
    entry->category = (uint8_t)pack->keys[pack->values[value].key].category;
  }
}

/** Lift, shrunk by little evidence, over a baseline that is itself shrunk by its error. */
static float lift_of(const so_pack *pack, uint32_t value, float evidence, float total) {
  const so_pack_value *about = &pack->values[value];
  float base = about->baseline, error = about->baseline_error;
  float unknown = 1.0f / (float)(pack->keys[about->key].values_count + 1);
  float noise = NOISE_ERRORS * error; /* positive-part James-Stein, as popularity is kept */
  float kept =
      base >= SO_PACK_BASELINE_LEAST && base > noise ? 1 - noise / base * (noise / base) : 0;
  base = unknown + kept * (base - unknown);
  float own = (evidence > 0 ? evidence : 0) + PRIOR_EVIDENCE * base;
  return own / ((total + PRIOR_EVIDENCE) * base);
}

/** An asking: the evidence of every key at that moment, worked out once. */
typedef struct asking {
  const so_affinity_table *table;
  const so_pack *pack;
  const so_affinity_query *query;
  float totals[SO_ATTRIBUTE_KEYS_MAX];
} asking;

static so_affinity_view view_of(const asking *now, const so_affinity_entry *entry) {
  float amount = amount_at(now->table, &entry->evidence, now->query->now_ms);
  float lift = lift_of(now->pack, entry->value, amount, now->totals[entry->key]);
  float strength = amount; /* disliked: as bad as the evidence says */
  if (amount >= 0) strength = lift > 1 ? amount * (float)so_curve_log((double)lift) : 0;
  strength += STATED_STRENGTH * (float)entry->stated / 100;
  return (so_affinity_view){entry->hash, entry->value, entry->category, amount,
                            lift,        strength,     entry->stated};
}

/** 1 when `a` goes before `b`: stronger, then the smaller hash. */
static int before(const so_affinity_view *a, const so_affinity_view *b) {
  float first = size_of(a->strength), second = size_of(b->strength);
  return first != second ? first > second : a->hash < b->hash;
}

/** 1 when an entry answers the query. */
static int is_asked(const asking *now, const so_affinity_entry *entry) {
  if (!entry->hash || entry->value == SO_PACK_NONE) return 0;
  if (!(now->query->categories >> entry->category & 1u)) return 0;
  return now->query->key == SO_PACK_NONE || now->pack->values[entry->value].key == now->query->key;
}

size_t so_affinity_top(const so_affinity_table *table, const so_pack *pack,
                       const so_affinity_query *query, so_affinity_list ret_list) {
  size_t count = 0, capacity = ret_list.capacity;
  so_affinity_view *views = ret_list.views;
  asking now = {table, pack, query, {0}};
  for (uint32_t key = 0; key < table->key_count; key++)
    now.totals[key] = amount_at(table, &table->keys[key].evidence, query->now_ms);
  for (uint32_t slot = 0; slot < SO_AFFINITY_SLOTS && capacity; slot++) {
    if (!is_asked(&now, &table->entries[slot])) continue;
    so_affinity_view view = view_of(&now, &table->entries[slot]);
    if (count == capacity && !before(&view, &views[count - 1])) continue;
    size_t at = count < capacity ? count++ : count - 1;
    for (; at > 0 && before(&view, &views[at - 1]); at--) views[at] = views[at - 1];
    views[at] = view;
  }
  return count;
}

so_affinity_view so_affinity_look(const so_affinity_table *table, const so_pack *pack,
                                  const so_affinity_query *query, uint32_t value) {
  uint64_t hash = so_affinity_hash(pack, value), key = hash_key(pack, pack->values[value].key);
  const so_affinity_entry *found = &table->entries[slot_of(table, hash)];
  so_affinity_entry entry = {.hash = hash, .value = value};
  asking now = {table, pack, query, {0}};
  while (entry.key < table->key_count && table->keys[entry.key].hash != key) entry.key++;
  if (found->hash && query->categories >> found->category & 1u) entry = *found;
  if (entry.key < table->key_count)
    now.totals[entry.key] = amount_at(table, &table->keys[entry.key].evidence, query->now_ms);
  else
    entry.key = 0; /* nothing of this key was learnt: its total is 0 */
  return view_of(&now, &entry);
}
