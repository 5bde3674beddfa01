/*
 * What the profile is, in the few plain numbers that the pure rooms share: `model` computes them,
 * `privacy` maps them to a question's bucket. Filled by `flow` after consent has been asked; a
 * field that may not be used is "none". Holds no text; items stand by the hash of their id.
 */
#ifndef SO_BASE_TRAITS_H
#define SO_BASE_TRAITS_H

#include <sotto/base.h>
#include <string.h>

#define SO_NONE UINT32_MAX
#define SO_ATTRIBUTE_KEYS_MAX 32
#define SO_TRAIT_PAGES 11u /* kinds of page, as model/session_track orders them */
#define SO_TRAIT_ITEMS_MAX 64u
#define SO_PAIR_WINDOW 10u /* items apart that still make a pair */
#define SO_TRAIT_AUDIENCES_MAX 64u

/** Whole numbers a question can put into bands or ask the mean of; SO_NONE where unknown. */
typedef enum so_number {
  SO_NUMBER_SPEND_DAYS, /* whole days since the last purchase */
  SO_NUMBER_VISIT_DAYS, /* whole days since the visit before the running one ended */
  SO_NUMBER_SPEND,      /* spent in the last 52 weeks and this one, minor units */
  SO_NUMBER_VISITS,     /* visits begun in the last four weeks and this one */
  SO_NUMBER_BASKET,     /* units bought in the latest visit with a purchase */
  SO_NUMBER_COUNT
} so_number;

/** Traits of one profile at one moment. */
typedef struct so_traits {
  uint32_t mindset; /* sotto_mindset, or SO_NONE */
  uint32_t numbers[SO_NUMBER_COUNT];
  uint32_t top_value[SO_ATTRIBUTE_KEYS_MAX]; /* pack value index per attribute key, or SO_NONE */
  /* the last finished visit, of a kiosk's visitor the one that ends: 1 when something was bought in
     it, pages and steps between pages */
  uint32_t bought; /* SO_NONE: there is none */
  uint16_t pages[SO_TRAIT_PAGES];
  uint16_t steps[SO_TRAIT_PAGES * SO_TRAIT_PAGES]; /* from * SO_TRAIT_PAGES + to */
  /* the latest encounters with items of the pack, oldest first, no item twice in a row */
  uint32_t item_count; /* SO_NONE: not to be told */
  uint64_t items[SO_TRAIT_ITEMS_MAX];
  uint16_t near[SO_TRAIT_ITEMS_MAX]; /* bit d: items n and n + 1 + d are neighbours in the pack */
  /* the latest arm drawn of which it is known what came of it: its name (pack text), the mindset
     it was drawn in, what came of it, and, per attribute key, its value and the affinity to it (0
     low, 1 as everybody's, 2 high) */
  uint32_t arm;
  uint32_t arm_mindset;
  uint32_t arm_bought;
  uint32_t arm_value[SO_ATTRIBUTE_KEYS_MAX];
  uint32_t arm_affinity[SO_ATTRIBUTE_KEYS_MAX];
  uint32_t audience_count;                      /* that may be told; SO_NONE: not known */
  uint32_t audiences[SO_TRAIT_AUDIENCES_MAX];   /* their names (pack text) */
  uint32_t audience_in[SO_TRAIT_AUDIENCES_MAX]; /* 1: the profile is in it, 0: it is not */
  uint32_t cohort;                              /* 1 in the hold-out, 0 not */
  uint32_t cohort_bought;
} so_traits;

/** Sets every trait to "none". */
static inline void so_traits_clear(so_traits *ret_traits) {
  memset(ret_traits, 0xff, sizeof *ret_traits); /* SO_NONE in every field */
}

#endif
