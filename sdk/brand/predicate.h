/*
 * What can be said of predicates without a person: whether anybody could be in one, whether anybody
 * could be outside, whether one lies inside another. Each trait is split where some test's bounds
 * lie, so that a few values stand for all; those are tried one trait after another, and a branch is
 * left as soon as what is tried so far decides (three-valued, by model/audience_tree). That is
 * exact; only a predicate of very many traits may use the tries up first. Traits are taken one by
 * one: that an open cart makes `focused`, say, is not known here.
 */
#ifndef SO_BRAND_PREDICATE_H
#define SO_BRAND_PREDICATE_H

#include "model/audience_tree.h"

/** Tries before a question is given up. */
#define SO_PREDICATE_TRIES 200000u

/** An answer. */
typedef enum so_found_out { SO_OUT_NO = 0, SO_OUT_YES = 1, SO_OUT_TOO_MANY = 2 } so_found_out;

/** Terms under construction and room to try them; about 40 KiB. */
typedef struct so_predicate_try {
  const so_pack *pack;
  so_pack_audience_term terms[SO_AUDIENCE_TERMS_MAX];
  uint32_t count;
  uint32_t joined;   /* predicates so far */
  uint32_t overfull; /* 1: there were more terms than there is room */
  uint32_t tries;
  so_pack_audience audience;
  so_audiences audiences;
} so_predicate_try;

/** Begins with no predicate. */
void so_predicate_begin(so_predicate_try *ret_try, const so_pack *pack);
/** Adds a predicate, or that it does not hold. */
void so_predicate_add(so_predicate_try *inout_try, so_predicate predicate, int holds);
/** Whether all that was added can be so at once. */
so_found_out so_predicate_can(so_predicate_try *inout_try);

/**
 * Values that stand for all a trait can have, at most `capacity`; gives how many. `terms` are those
 * that read it.
 */
uint32_t so_predicate_values(const so_audiences *audiences, uint32_t trait, uint32_t *ret_values,
                             uint32_t capacity);

#endif
