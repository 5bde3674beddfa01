/*
 * Which audiences a profile is in, kept up to date as its traits change.
 *
 * Predicates are trees in one array. A leaf tests one trait; an inner node counts how many of its
 * children are false, unknown and true, so a child that turns costs its parent O(1), and a change
 * of a trait costs only the leaves that read it and those above them that turn with them. Truth has
 * three values (Kleene 1952, "Introduction to Metamathematics", 64): what consent does not let be
 * used is unknown, unknown on either side of a NOT, and an audience that is unknown has the profile
 * not in it. A predicate that is none (too deep, an operand missing, a trait that does not exist)
 * is never true.
 * Pure and of fixed size. Does not read the person (model/audience_trait) and asks no consent.
 */
#ifndef SO_MODEL_AUDIENCE_TREE_H
#define SO_MODEL_AUDIENCE_TREE_H

#include "model/audience_view.h"

/** Truth of a predicate; the order is Kleene's: all is the least, any the greatest. */
enum { SO_TRUTH_FALSE = 0, SO_TRUTH_UNKNOWN = 1, SO_TRUTH_TRUE = 2 };

/** What a trait may be beside a number. */
#define SO_AUDIENCE_UNKNOWN UINT32_MAX     /* not to be used, or nobody knows */
#define SO_AUDIENCE_NEVER (UINT32_MAX - 1) /* days since what never came: no bound holds it */

/** One term. */
typedef struct so_audience_node {
  uint16_t parent; /* term, or SO_AUDIENCE_TOP */
  uint16_t trait;  /* of a test */
  uint8_t kind;    /* SO_TERM_… */
  uint8_t truth;
  uint16_t falses; /* of its children */
  uint16_t unknowns;
  uint16_t trues;
} so_audience_node;
#define SO_AUDIENCE_TOP UINT16_MAX

/** One trait that some test reads. */
typedef struct so_audience_trait {
  uint32_t kind;  /* of the tests that read it */
  uint32_t about; /* what of */
  uint32_t value; /* a number, SO_AUDIENCE_UNKNOWN or SO_AUDIENCE_NEVER */
  uint16_t start; /* its run in so_audiences.readers */
  uint16_t count;
} so_audience_trait;

/** All audiences of one pack. */
typedef struct so_audiences {
  so_audience_view view;
  so_audience_node nodes[SO_AUDIENCE_TERMS_MAX];
  so_audience_trait traits[SO_AUDIENCE_TERMS_MAX];
  uint16_t readers[SO_AUDIENCE_TERMS_MAX]; /* terms, by trait */
  uint16_t tops[SO_AUDIENCES_MAX];         /* the last term of each, or SO_AUDIENCE_TOP */
  uint32_t trait_count;
  uint64_t visited; /* terms looked at since the start: what changes have cost */
} so_audiences;

/** Begins with every trait unknown. `view` must live as long. */
void so_audiences_start(so_audiences *ret_audiences, const so_audience_view *view);
/** Sets a trait and what depends on it; nothing where it is as it was. */
void so_audiences_set(so_audiences *audiences, uint32_t trait, uint32_t value);
/** SO_TRUTH_… of an audience as the traits stand. */
uint32_t so_audiences_truth(const so_audiences *audiences, uint32_t audience);
/** SO_TRUTH_… of one test of a trait that has this value. */
uint32_t so_audience_test(const so_pack_audience_term *term, uint32_t value);
/**
 * 1 where the terms are one predicate: every operator has its operands, one is left, none is deeper
 * than SO_AUDIENCE_DEPTH_MAX and every test reads a trait that exists.
 */
int so_audience_is_sound(const so_pack *pack, so_predicate predicate);

#endif
