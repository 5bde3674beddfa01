/*
 * Affinities: how much the person cares about each attribute value ("activity: climbing").
 *
 * A fixed open-addressed table, found by a hash of key name and value name that survives a new
 * pack. Each value holds two decayed evidences, long (half-life 30 days) and short (30 minutes of
 * activity: a pause counts as at most half an hour), decayed lazily when touched, so an event costs
 * O(attributes of its item). Evidence over the population's baseline gives the lift. What the
 * person stated stands apart and is never overwritten by inference. When full, the weakest of 64
 * slots goes.
 * Does not ask for consent: each entry names its category and every call takes a mask of them.
 */
#ifndef SO_MODEL_AFFINITY_TABLE_H
#define SO_MODEL_AFFINITY_TABLE_H

#include "base/traits.h"
#include "model/occurrence.h"
#include "model/pack_reader.h"

#define SO_AFFINITY_SLOTS 1024u /* a power of two */
#define SO_AFFINITY_CAPACITY 768u
#define SO_AFFINITY_ALL_CATEGORIES 0x7fu

/** Decayed evidence over two horizons, each as of a moment. */
typedef struct so_affinity_evidence {
  int64_t long_ms;
  int64_t short_ms; /* on the activity clock */
  float lasting;
  float passing;
} so_affinity_evidence;

typedef struct so_affinity_entry {
  uint64_t hash; /* so_affinity_hash; 0: free */
  so_affinity_evidence evidence;
  uint32_t value;   /* pack value now, or SO_PACK_NONE */
  uint8_t category; /* sotto_category of its key */
  uint8_t key;      /* number in `keys` */
  int8_t stated;    /* -100 … 100; 0: not stated */
  uint8_t zero;
} so_affinity_entry;

/** Evidence on all values of one attribute key: what shares are taken of. */
typedef struct so_affinity_key {
  uint64_t hash;
  so_affinity_evidence evidence;
} so_affinity_key;

/** All zero: empty. */
typedef struct so_affinity_table {
  so_affinity_entry entries[SO_AFFINITY_SLOTS];
  so_affinity_key keys[SO_ATTRIBUTE_KEYS_MAX];
  int64_t last_ms;
  int64_t active_ms; /* the activity clock */
  uint32_t count;
  uint32_t key_count;
  uint32_t hand; /* where eviction looks next */
  uint32_t zero;
  uint16_t hints[SO_AFFINITY_SLOTS]; /* by pack value: the slot it was last found in */
} so_affinity_table;

/** One affinity as others see it. */
typedef struct so_affinity_view {
  uint64_t hash;
  uint32_t value; /* pack value, or SO_PACK_NONE */
  uint32_t category;
  float evidence; /* long and short, decayed to the asked moment */
  float lift;     /* over the population, shrunk; 1: like everybody */
  float strength; /* evidence * ln(lift), plus what was stated; below 0: disliked */
  int32_t stated;
} so_affinity_view;

/** Which affinities are asked for. */
typedef struct so_affinity_query {
  int64_t now_ms;
  uint32_t key;        /* pack key, or SO_PACK_NONE for all */
  uint32_t categories; /* bit per sotto_category that may be used */
} so_affinity_query;

/** Where so_affinity_top writes. */
typedef struct so_affinity_list {
  so_affinity_view *views;
  size_t capacity; /* at most SO_AFFINITY_CAPACITY are useful */
} so_affinity_list;

/** What happened, for so_affinity_learn. */
typedef struct so_affinity_event {
  int64_t time_ms;
  uint32_t item;       /* pack item */
  uint32_t categories; /* bit per sotto_category that may be learnt */
  float weight;        /* so_affinity_weight */
} so_affinity_event;

/** Evidence an occurrence of this type carries: purchase 8, cart 4, wishlist 3 … dismiss -6. */
float so_affinity_weight(const so_occurrence *occurrence);
/** What share the item's values have of their keys' evidence. */
typedef struct so_affinity_share {
  float largest; /* of one of them now, 0 … 1 */
  float before;  /* mean of all before this event, 0 … 1; below 0: no value was learnt */
} so_affinity_share;

/** Adds evidence to every value of the item. */
so_affinity_share so_affinity_learn(so_affinity_table *table, const so_pack *pack,
                                    const so_affinity_event *event);
/** Sets what the person said about a pack value, -100 … 100; 0 takes it back. */
void so_affinity_state(so_affinity_table *table, const so_pack *pack, uint32_t value,
                       int32_t strength);
/** Evidence that came from elsewhere, as of a moment. */
typedef struct so_affinity_loan {
  int64_t now_ms;
  float evidence;
} so_affinity_loan;

/** Adds evidence to one pack value. */
void so_affinity_lend(so_affinity_table *table, const so_pack *pack, uint32_t value,
                      const so_affinity_loan *loan);
/** Drops one value: its evidence and statement. */
void so_affinity_drop(so_affinity_table *table, uint64_t hash);
/** Looks every value up again by its hash after another pack came. */
void so_affinity_rebind(so_affinity_table *table, const so_pack *pack);
/** Gives up to `capacity` affinities, strongest first (liked or disliked); returns how many. */
size_t so_affinity_top(const so_affinity_table *table, const so_pack *pack,
                       const so_affinity_query *query, so_affinity_list ret_list);
/** Gives the affinity to one pack value, evidence 0 where none was learnt: O(1). */
so_affinity_view so_affinity_look(const so_affinity_table *table, const so_pack *pack,
                                  const so_affinity_query *query, uint32_t value);
/** Stable hash of a pack value: FNV-1a 64 of key name, 0x1f, value name. */
uint64_t so_affinity_hash(const so_pack *pack, uint32_t value);

#endif
