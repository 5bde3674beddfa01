/*
 * Entries lie dense; `slots` finds them by hash (linear probing, backward-shift deletion). Flags
 * stand in an array of their own so that ranking can scan 2 KiB instead of the whole shelf.
 */
#include "model/shelf.h"

#include <assert.h>
#include <string.h>

#include <sotto/event.h>

#include "base/epoch.h"
#include "model/curve.h"

#define SLOT_MASK (SO_SHELF_SLOTS - 1)
#define WEEK_MS SO_WEEK_MS
#define EXAMINED 64u
#define RELOAD_MS 60000 /* a view this soon after the one before is the same view */

static uint32_t home_of(uint64_t hash) {
  return (uint32_t)(hash ^ (hash >> 32)) & SLOT_MASK;
}

static uint32_t slot_of(const so_shelf *shelf, uint64_t hash) {
  uint32_t slot = home_of(hash);
  while (shelf->slots[slot] && shelf->entries[shelf->slots[slot] - 1].hash != hash)
    slot = (slot + 1) & SLOT_MASK;
  return slot;
}

uint32_t so_shelf_find(const so_shelf *shelf, uint64_t hash) {
  uint32_t slot = slot_of(shelf, hash);
  return shelf->slots[slot] ? shelf->slots[slot] - 1u : SO_PACK_NONE;
}

static void free_slot(so_shelf *shelf, uint32_t hole) {
  for (uint32_t slot = (hole + 1) & SLOT_MASK; shelf->slots[slot]; slot = (slot + 1) & SLOT_MASK) {
    uint32_t home = home_of(shelf->entries[shelf->slots[slot] - 1].hash);
    if (((slot - home) & SLOT_MASK) < ((slot - hole) & SLOT_MASK)) continue;
    shelf->slots[hole] = shelf->slots[slot];
    hole = slot;
  }
  shelf->slots[hole] = 0;
}

static uint32_t has(uint8_t flags, uint8_t flag) {
  return (flags & flag) != 0;
}

static void set_flags(so_shelf *shelf, uint32_t entry, uint8_t flags) {
  uint8_t was = shelf->flags[entry];
  shelf->flags[entry] = flags;
  shelf->cart_count += has(flags, SO_SHELF_CART) - has(was, SO_SHELF_CART);
  shelf->wishlist_count += has(flags, SO_SHELF_WISHLIST) - has(was, SO_SHELF_WISHLIST);
}

static void remove_entry(so_shelf *shelf, uint32_t entry) {
  uint32_t last = shelf->count - 1;
  set_flags(shelf, entry, 0);
  free_slot(shelf, slot_of(shelf, shelf->entries[entry].hash));
  if (entry != last) {
    uint32_t slot = slot_of(shelf, shelf->entries[last].hash);
    shelf->entries[entry] = shelf->entries[last];
    shelf->flags[entry] = shelf->flags[last];
    shelf->slots[slot] = (uint16_t)(entry + 1);
  }
  memset(&shelf->entries[last], 0, sizeof shelf->entries[last]);
  shelf->flags[last] = 0;
  shelf->count = last;
}

/** How much an entry is worth keeping before age decides. */
static int worth(uint8_t flags) {
  if (flags & (SO_SHELF_CART | SO_SHELF_DISMISSED)) return 2;
  return flags & (SO_SHELF_BOUGHT | SO_SHELF_WISHLIST) ? 1 : 0;
}

static int less_useful(const so_shelf *shelf, uint32_t a, uint32_t b) {
  int first = worth(shelf->flags[a]), second = worth(shelf->flags[b]);
  if (first != second) return first < second;
  const so_shelf_entry *x = &shelf->entries[a], *y = &shelf->entries[b];
  return x->last_ms != y->last_ms ? x->last_ms < y->last_ms : x->hash < y->hash;
}

/**
 * Removes the least useful of the next entries under a hand that goes round, so that a full shelf
 * still takes O(1) for an event; looks further while all it saw are in the cart or dismissed.
 */
static void evict(so_shelf *shelf) {
  uint32_t victim = shelf->hand;
  for (uint32_t n = 1; n < SO_SHELF_CAPACITY; n++) {
    if (n >= EXAMINED && worth(shelf->flags[victim]) < 2) break;
    uint32_t entry = (shelf->hand + n) % SO_SHELF_CAPACITY;
    if (less_useful(shelf, entry, victim)) victim = entry;
  }
  shelf->hand = (shelf->hand + EXAMINED) % SO_SHELF_CAPACITY;
  remove_entry(shelf, victim);
}

static uint32_t entry_for(so_shelf *shelf, const so_occurrence *occurrence) {
  uint32_t found = so_shelf_find(shelf, occurrence->item_hash);
  if (found != SO_PACK_NONE) return found;
  if (shelf->count == SO_SHELF_CAPACITY) evict(shelf);
  uint32_t entry = shelf->count++;
  shelf->slots[slot_of(shelf, occurrence->item_hash)] = (uint16_t)(entry + 1);
  shelf->entries[entry] = (so_shelf_entry){.hash = occurrence->item_hash, .item = occurrence->item};
  return entry;
}

static void count_up(uint16_t *counter) {
  *counter += *counter < UINT16_MAX;
}

static void take_view(so_shelf_entry *entry, int64_t time_ms) {
  int64_t since = time_ms - entry->last_view_ms;
  if (entry->views == 0 || since > WEEK_MS)
    entry->week_views = 1;
  else if (since >= RELOAD_MS)
    count_up(&entry->week_views);
  count_up(&entry->views);
  entry->last_view_ms = time_ms;
}

float so_shelf_habit(const so_shelf_entry *entry, int64_t now_ms) {
  int64_t age_ms = now_ms - entry->last_purchase_ms;
  if (entry->habit <= 0 || age_ms <= 0) return entry->habit;
  return (float)(entry->habit * so_curve_half((double)age_ms / (double)SO_SHELF_HABIT_MS));
}

static void take_purchase(so_shelf_entry *entry, int64_t time_ms) {
  int same_day =
      entry->purchases && so_epoch_day_of(entry->last_purchase_ms) == so_epoch_day_of(time_ms);
  count_up(&entry->purchases);
  if (!same_day) {
    count_up(&entry->purchase_days);
    entry->habit = 1 + so_shelf_habit(entry, time_ms);
  }
  entry->last_purchase_ms = time_ms;
}

static void take_refund(so_shelf_entry *entry) {
  if (entry->purchases) entry->purchases--;
  if (entry->purchase_days > entry->purchases) entry->purchase_days = entry->purchases;
  if (entry->habit > entry->purchase_days) entry->habit = entry->purchase_days;
}

/** What a type of event does to an item's flags; no event has type 0. */
typedef struct deed {
  uint8_t about; /* 1: the item is remembered; 2: it is also a step */
  uint8_t sets;
  uint8_t clears;
} deed;

static const deed deeds[SOTTO_EVENT_TYPE_COUNT] = {
    [SOTTO_EVENT_VIEW_ITEM] = {2, 0, 0},
    [SOTTO_EVENT_ADD_TO_CART] = {2, SO_SHELF_CART, 0},
    [SOTTO_EVENT_REMOVE_FROM_CART] = {1, 0, SO_SHELF_CART},
    [SOTTO_EVENT_PURCHASE] = {2, SO_SHELF_BOUGHT, SO_SHELF_CART},
    [SOTTO_EVENT_REFUND] = {1, 0, SO_SHELF_BOUGHT}, /* when all of it came back */
    [SOTTO_EVENT_ADD_TO_WISHLIST] = {2, SO_SHELF_WISHLIST, 0},
    [SOTTO_EVENT_REVIEW_READ] = {2, 0, 0},
    [SOTTO_EVENT_DISMISS] = {1, SO_SHELF_DISMISSED, 0}};

static void count_deed(so_shelf_entry *entry, const so_occurrence *occurrence) {
  entry->last_ms = occurrence->time_ms;
  switch (occurrence->type) {
  case SOTTO_EVENT_VIEW_ITEM: take_view(entry, occurrence->time_ms); break;
  case SOTTO_EVENT_ADD_TO_CART: count_up(&entry->carts); break;
  case SOTTO_EVENT_PURCHASE: take_purchase(entry, occurrence->time_ms); break;
  case SOTTO_EVENT_REFUND: take_refund(entry); break;
  case SOTTO_EVENT_REVIEW_READ: count_up(&entry->reviews); break;
  default: break;
  }
}

uint32_t so_shelf_learn(so_shelf *shelf, const so_occurrence *occurrence) {
  assert(occurrence->item_hash);
  const deed *done = &deeds[occurrence->type < SOTTO_EVENT_TYPE_COUNT ? occurrence->type : 0];
  if (!done->about) return so_shelf_find(shelf, occurrence->item_hash);
  uint32_t number = entry_for(shelf, occurrence);
  so_shelf_entry *entry = &shelf->entries[number];
  count_deed(entry, occurrence);
  uint8_t clears = done->clears;
  if (clears == SO_SHELF_BOUGHT && entry->purchases) clears = 0;
  set_flags(shelf, number, (uint8_t)((shelf->flags[number] & ~clears) | done->sets));
  if (done->about == 2)
    shelf->ring[shelf->ring_count++ % SO_SHELF_RING] = (so_shelf_step){
        occurrence->item_hash, occurrence->time_ms, occurrence->item, occurrence->type};
  return number;
}

const so_shelf_step *so_shelf_step_back(const so_shelf *shelf, uint32_t back) {
  if (back >= shelf->ring_count || back >= SO_SHELF_RING) return NULL;
  return &shelf->ring[(shelf->ring_count - 1 - back) % SO_SHELF_RING];
}

static uint32_t found(const so_pack *pack, uint64_t hash) {
  return pack ? so_pack_find_hash(pack, hash) : SO_PACK_NONE;
}

void so_shelf_rebind(so_shelf *shelf, const so_pack *pack) {
  for (uint32_t n = 0; n < shelf->count; n++)
    shelf->entries[n].item = found(pack, shelf->entries[n].hash);
  uint32_t steps = shelf->ring_count < SO_SHELF_RING ? shelf->ring_count : SO_SHELF_RING;
  for (uint32_t n = 0; n < steps; n++) shelf->ring[n].item = found(pack, shelf->ring[n].hash);
}
