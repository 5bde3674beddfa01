/*
 * The sections of a pack that audiences stand in, by number from 72 on; a pack without them has
 * none, and a library without them reads none.
 *
 *   AUDIENCE          one per audience: its names and its run of terms
 *   AUDIENCE_TERMS    predicates in postfix order: a test of one trait stands for itself, ALL and
 *                     ANY join the `about` predicates before them, NOT turns the one before
 *   AUDIENCE_USES     what a slot does for members only: a rule, or a strategy weighted otherwise
 *   AUDIENCE_WEIGHTS  one float per mindset: what it counts in the empathy score
 *
 * A closed grammar: no term computes, none reads anything but the one trait it names. Nothing here
 * is checked when a pack is installed: every reader stays inside the section whatever stands in it
 * (model/audience_view), and a predicate that is none holds for nobody (model/audience_tree).
 */
#ifndef SO_MODEL_AUDIENCE_FORMAT_H
#define SO_MODEL_AUDIENCE_FORMAT_H

#include "model/pack_format.h"

#ifdef SOTTO_WITH_AUDIENCE
# define SO_AUDIENCE_BUILT 1
#else
# define SO_AUDIENCE_BUILT 0 /* nobody is in any, and the link drops the rest */
#endif

enum { SO_AUDIENCE = 72, SO_AUDIENCE_TERMS = 73, SO_AUDIENCE_USES = 74, SO_AUDIENCE_WEIGHTS = 75 };

#define SO_AUDIENCES_MAX 64u
#define SO_AUDIENCE_TERMS_MAX 512u /* of all audiences together */
#define SO_AUDIENCE_DEPTH_MAX 8u   /* of a predicate: predicates inside each other */
#define SO_AUDIENCE_USES_MAX 256u

typedef struct so_pack_audience {
  uint32_t id_text;
  uint32_t terms_start; /* in AUDIENCE_TERMS */
  uint32_t terms_count;
  uint32_t zero;
  uint32_t labels[SO_PACK_LOCALES_MAX]; /* text per locale, or SO_PACK_NONE */
} so_pack_audience;
_Static_assert(sizeof(so_pack_audience) == 48, "pack audience");

enum {
  SO_TERM_ALL = 1,      /* of the `about` predicates before it */
  SO_TERM_ANY = 2,      /* of them */
  SO_TERM_NOT = 3,      /* the one before it */
  SO_TERM_AFFINITY = 4, /* band of the affinity to the pack value `about`: SO_CARE_… */
  SO_TERM_MINDSET = 5,  /* sotto_mindset; `low` is a bit per state instead of a bound */
  SO_TERM_NEED = 6,     /* score of the sotto_need `about`, thousandths */
  SO_TERM_NUMBER = 7,   /* the so_number `about`; days that never came lie beyond every bound */
  SO_TERM_CART = 8,     /* 1: something is in it */
  SO_TERM_KIND_COUNT = 9
};

/** How much somebody cares about a value. */
enum { SO_CARE_LOW = 0, SO_CARE_USUAL = 1, SO_CARE_HIGH = 2, SO_CARE_COUNT = 3 };

#define SO_TERM_NUMBER_MAX 0x7fffffffu /* the largest bound */

/** A test holds where its trait lies from `low` to `high`, both included. */
typedef struct so_pack_audience_term {
  uint32_t kind;
  uint32_t about;
  uint32_t low;
  uint32_t high;
} so_pack_audience_term;
_Static_assert(sizeof(so_pack_audience_term) == 16, "pack audience term");

/** What stands for members only. */
typedef struct so_pack_audience_use {
  uint32_t audience;
  uint32_t slot;     /* SO_PACK_NONE: every slot, and requests without one */
  uint32_t strategy; /* whose share of the blend is multiplied; SO_PACK_NONE: `rule` counts */
  float factor;      /* 0 … SO_AUDIENCE_FACTOR_MAX */
  so_pack_rule rule;
} so_pack_audience_use;
_Static_assert(sizeof(so_pack_audience_use) == 48, "pack audience use");
#define SO_AUDIENCE_FACTOR_MAX 8.0f

#endif
