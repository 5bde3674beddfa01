/*
 * The shelf: every item the person met, what they did with it and when, and the order of the last
 * 256 encounters (what the neighbours strategy reads). Items are known by the hash of their id, so
 * items no pack knows yet become useful later. When full, the least useful of 64 goes:
 * neither in cart, dismissed nor bought, then the longest untouched. Deterministic; no allocation.
 */
#ifndef SO_MODEL_SHELF_H
#define SO_MODEL_SHELF_H

#include "model/occurrence.h"
#include "model/pack_reader.h"

#define SO_SHELF_CAPACITY 2048u
#define SO_SHELF_SLOTS 4096u /* a power of two */
#define SO_SHELF_RING 256u

/** What was bought this long before counts half of what is bought now. */
#define SO_SHELF_HABIT_MS (180 * INT64_C(86400000))

#define SO_SHELF_EXPERT 12u /* products met, from which on someone knows the shop */

/** Bits of so_shelf.flags. */
enum { SO_SHELF_CART = 1u, SO_SHELF_WISHLIST = 2u, SO_SHELF_DISMISSED = 4u, SO_SHELF_BOUGHT = 8u };

typedef struct so_shelf_entry {
  uint64_t hash;
  int64_t last_ms;
  int64_t last_view_ms;
  int64_t last_purchase_ms;
  uint32_t item; /* pack item now, or SO_PACK_NONE */
  uint16_t views;
  uint16_t carts;
  uint16_t purchases;
  uint16_t purchase_days; /* distinct UTC days on which it was bought */
  uint16_t week_views;    /* views, each within 7 days of the one before */
  uint16_t reviews;
  float habit; /* days on which it was bought, each halved per SO_SHELF_HABIT_MS, as of the last */
} so_shelf_entry;

/** One encounter. */
typedef struct so_shelf_step {
  uint64_t hash;
  int64_t time_ms;
  uint32_t item; /* pack item now, or SO_PACK_NONE */
  uint32_t type; /* sotto_event_type */
} so_shelf_step;

/** All zero: empty. */
typedef struct so_shelf {
  so_shelf_entry entries[SO_SHELF_CAPACITY];
  uint8_t flags[SO_SHELF_CAPACITY];
  uint16_t slots[SO_SHELF_SLOTS]; /* entry number + 1 by hash; 0: free */
  so_shelf_step ring[SO_SHELF_RING];
  uint32_t ring_count; /* steps ever taken; the newest is at (ring_count - 1) % SO_SHELF_RING */
  uint32_t count;
  uint32_t cart_count;
  uint32_t wishlist_count;
  uint32_t hand; /* where eviction looks next */
  uint32_t zero;
} so_shelf;

/** Takes in one occurrence that has an item; returns its entry number. */
uint32_t so_shelf_learn(so_shelf *shelf, const so_occurrence *occurrence);
/** Entry number of an item hash, or SO_PACK_NONE. */
uint32_t so_shelf_find(const so_shelf *shelf, uint64_t hash);
/** How much of a habit buying the item is at a moment; an item bought once just now: 1. */
float so_shelf_habit(const so_shelf_entry *entry, int64_t now_ms);
/** The step `back` places before the newest (0), or NULL. */
const so_shelf_step *so_shelf_step_back(const so_shelf *shelf, uint32_t back);
/** Looks every item up again by its hash after another pack came. */
void so_shelf_rebind(so_shelf *shelf, const so_pack *pack);

#endif
