/*
 * What the person needs from the shop now: eight scores from 0 to 1, not exclusive, and the facts
 * each rests on. Facts are sizes from 0 to 1 of what this session showed (went back to products
 * already seen, searched in vain); a need is a logistic of weighted facts, the weights one small
 * table set by hand: signs by what the words mean, sizes adjusted on one seed of simulated shoppers
 * and measured on others (tests/eval). O(1) per event and per look.
 */
#ifndef SO_MODEL_NEED_H
#define SO_MODEL_NEED_H

#include <sotto/mindset.h>

#include "model/session_track.h"

#ifdef SOTTO_WITH_NEED
# define SO_NEED_BUILT 1
#else
# define SO_NEED_BUILT 0 /* nothing is learnt, and the link drops the rest */
#endif

/** What a session can show; the order is that of the sentences. */
enum {
  SO_NEED_FACT_WANDERED = 0,  /* from one kind of product to another */
  SO_NEED_FACT_BROWSED = 1,   /* home and lists rather than products */
  SO_NEED_FACT_WENT_BACK = 2, /* to products already seen */
  SO_NEED_FACT_SAME_KIND = 3, /* several products of one kind */
  SO_NEED_FACT_NARROWED = 4,
  SO_NEED_FACT_READ = 5,      /* reviews and details */
  SO_NEED_FACT_HELP_PAGE = 6, /* help, terms, contact */
  SO_NEED_FACT_OFFERS = 7,
  SO_NEED_FACT_CHEAPER = 8,  /* turned to a cheaper product of the kind */
  SO_NEED_FACT_UNUSUAL = 9,  /* unlike what the person usually looks at */
  SO_NEED_FACT_AGAIN = 10,   /* what was bought before */
  SO_NEED_FACT_CHOSE = 11,   /* put something into the cart */
  SO_NEED_FACT_AROUND = 12,  /* looked at other kinds once something was chosen */
  SO_NEED_FACT_IN_VAIN = 13, /* searches that found nothing */
  SO_NEED_FACT_TOOK_OUT = 14,
  SO_NEED_FACT_ACCOUNT = 15,
  SO_NEED_FACTS = 16
};

/** What the needs remember beside the session's own counts. All zero: empty. */
typedef struct so_need_track {
  int64_t price_minor; /* of the last product viewed; 0: none */
  uint32_t type;       /* its kind (pack value), or SO_PACK_NONE */
  uint32_t views;      /* of products, in this session */
  uint32_t turns;      /* views of another kind than the view before */
  uint32_t cheaper;
  uint32_t again;
  uint32_t around;
  uint32_t offers;
  float familiar;       /* sum over this session's views */
  float usual;          /* running mean over all views */
  uint32_t usual_views; /* it rests on */
} so_need_track;

/** One occurrence and what the mind knows of its item. */
typedef struct so_need_input {
  const so_occurrence *occurrence;
  uint32_t type;       /* product_type value, or SO_PACK_NONE */
  int64_t price_minor; /* -1: unknown */
  uint32_t bought;     /* 1: bought before this occurrence */
  uint32_t carted;     /* items in the cart */
  float familiar;      /* mean share the item's values had of their keys; below 0: unknown */
} so_need_input;

void so_need_learn(so_need_track *track, const so_need_input *input);
/** Ends the session; what is usual for the person stays. */
void so_need_end_session(so_need_track *track);
/** Fills SO_NEED_FACTS sizes, 0 … 1. */
void so_need_facts(const so_need_track *track, const so_session *session, float *ret_facts);
/** Part of a fact in a need's log-odds; `fact` SO_NEED_FACTS: the need's own, without any. */
float so_need_part(uint32_t need, uint32_t fact, const float *facts);
/** Score of a need, 0 … 1. */
float so_need_score(uint32_t need, const float *facts);

#endif
