/*
 * Questions: the closed grammar of what a brand may ask. A question is data in the signed pack;
 * its id is a digest of its content and the epoch, so every device derives the same id. Each kind
 * is a documented pure function from so_traits to a bucket; bucket 0 is always "none". One table
 * (question.c) holds all there is to a kind; there is no query language.
 *
 * Where a profile has more than one thing to tell (pages, items, pairs, a number between two ends),
 * `chance`, one uniform word, says which. It comes from the noise PRF of the epoch under a label of
 * its own and the question's id: independent of the randomizer's bits and of the profile, and the
 * same when an answer is repeated.
 */
#ifndef SO_PRIVACY_QUESTION_H
#define SO_PRIVACY_QUESTION_H

#include <sotto/consent.h>

#include "base/traits.h"
#include "privacy/oracle.h"
#include "privacy/split.h"

#define SO_QUESTION_VALUES_MAX 4096
#define SO_QUESTION_QUOTA_YEAR 6u
#define SO_QUESTION_EPSILON_MAX_MICRO 1000000u
#define SO_QUESTION_EVERY_MAX 52u

/**
 * Kinds. A band's bucket is 1 + how many of the ascending `values` the number has reached, so its
 * domain is none + values + 1.
 */
typedef enum so_question_kind {
  SO_QUESTION_MINDSET = 1,       /* 1 + state */
  SO_QUESTION_SPEND_RECENCY = 2, /* band of SO_NUMBER_SPEND_DAYS; none: never bought */
  SO_QUESTION_TOP_VALUE = 3,     /* 1 + index of the attribute's top value in `values` */
  SO_QUESTION_VISIT_RECENCY = 4, /* band of SO_NUMBER_VISIT_DAYS; none: no visit before */
  SO_QUESTION_SPEND = 5,         /* band of SO_NUMBER_SPEND; none: nothing ever happened */
  /* `attribute` is an so_number x, `values` two ends low < high: 2 (high) with chance
     (x - low) / (high - low), x cut to the ends, else 1 (low); so the mean of x is that of the ends
     over those with an answer (one-bit mean: Ding, Kulkarni and Yekhanin 2017, arXiv 1712.01524,
     here with "none" and the ordinary oracle after the rounding) */
  SO_QUESTION_MEAN = 6,
  /* of the last finished visit (at a kiosk: of the one that ends) a page, by chance:
     1 + 2 page + bought */
  SO_QUESTION_PAGE = 7,
  SO_QUESTION_BIGRAM = 8, /* a step between two pages: 1 + 2 (11 from + to) + bought */
  /* one of the latest items, by chance: 1 + public hash of its id mod values[0], the hash fresh for
     each question and epoch */
  SO_QUESTION_ITEM = 9,
  /* one ordered pair of the latest items at most 10 apart, by chance with weight .8^(distance-1),
     among those whose public part (of values[1]) is the one this round asks: 1 + hash mod
     values[0]; the rounds go through all parts; with a values[2], which says 1, only pairs of which
     the pack's table of neighbours has one on the row of the other (builds with split trust) */
  SO_QUESTION_PAIR = 10,
  SO_QUESTION_ARM = 11,       /* 1 + 2 (6 index of the arm in `values` + mindset then) + well */
  SO_QUESTION_ARM_VALUE = 12, /* 1 + 2 (3 index of the arm's value in `values` + affinity) + well */
  SO_QUESTION_AUDIENCE = 13,  /* one of the listed audiences, by chance: 1 + 2 index + is in it */
  SO_QUESTION_HOLDOUT = 14,   /* 1 + 2 cohort + bought */
  SO_QUESTION_KIND_COUNT = 15
} so_question_kind;

typedef enum so_trust { SO_TRUST_LOCAL = 1, SO_TRUST_SPLIT = 2 } so_trust;
typedef enum so_unit { SO_UNIT_DEVICE = 1, SO_UNIT_VISIT = 2 } so_unit;
/** What `values` are. */
typedef enum so_lists { SO_LISTS_NUMBERS = 0, SO_LISTS_VALUES = 1, SO_LISTS_NAMES = 2 } so_lists;
enum { SO_QUESTION_LOTS = 1u }; /* flag: each device draws lots for its phase, each epoch anew */

/** What is the same of all questions of one kind. */
typedef struct so_question_form {
  uint8_t lists;   /* so_lists */
  uint8_t trait;   /* see so_question_trait() */
  uint8_t fixed;   /* domain size = 1 + fixed + scale * values … */
  uint8_t scale;   /* … or, where both are 0, 1 + values[0] */
  uint8_t least;   /* values at least … */
  uint8_t most;    /* … and at most; 0: as many as a domain takes */
  uint8_t ordered; /* 1: values ascend */
} so_question_form;

/**
 * One question as the pack states it; arrays are views into the pack (u32 little-endian host
 * order).
 */
typedef struct so_question {
  uint32_t kind;
  uint32_t trust;
  uint32_t unit;
  uint32_t category;      /* of what it asks; must match the kind or the attribute's category */
  uint32_t attribute;     /* lists values: attribute key index; MEAN: so_number; else 0 */
  uint32_t epsilon_micro; /* asked cost; at most 1,000,000 */
  uint32_t minimum_batch;
  uint32_t lists;         /* so_lists of `values` */
  uint32_t every;         /* weeks from one asking to the next; 0: whenever the host answers */
  uint32_t phase;         /* below `every`: asked where the epoch, or the lot, mod every is this */
  uint32_t flags;         /* SO_QUESTION_LOTS */
  uint32_t epoch;         /* it is asked in: part of the public hashes */
  const uint32_t *values; /* pack value indices, pack texts or numbers, by `lists` */
  uint32_t value_count;
  uint8_t content[32]; /* digest of the canonical content (names, not indices) */
} so_question;

/** The form of a kind, or NULL where there is no such kind. */
const so_question_form *so_question_form_of(uint32_t kind);
/** The number that a band or a mean is about; SO_NUMBER_COUNT for every other kind. */
uint32_t so_question_number(const so_question *question);
/**
 * The trait that a well-formed question asks about, a stable number: what the yearly quota counts.
 * A page and a step of one visit are one trait, and so are a band and a mean of one number.
 */
uint32_t so_question_trait(const so_question *question);
/** 1 when two well-formed questions of a pack count against one quota. */
int so_question_same_trait(const so_question *a, const so_question *b);
/** Domain size k, "none" included; 0 for a malformed question. */
uint32_t so_question_buckets(const so_question *question);
/** The bucket of the traits: a total function; 0 is "none". `chance`: see above. */
uint32_t so_question_bucket(const so_question *question, const so_traits *traits, uint64_t chance);
/**
 * The bucket that an item (`next` 0) or an ordered pair of items, by the hashes of their ids, falls
 * into; 0 for a pair outside the part that is asked. Public: no secret goes in.
 */
uint32_t so_question_hash(const so_question *question, uint64_t item, uint64_t next);
/**
 * 1 when the question is asked of this device in its epoch. `lot` is a uniform word the device
 * draws once an epoch: who is asked never depends on a profile, and questions that share `every`
 * and draw lots part the fleet among their phases.
 */
int so_question_due(const so_question *question, uint64_t lot);
/**
 * #SOTTO_OK when a device may answer it: a known trust model and unit, a domain that fits a report
 * (split trust: domain, minimum batch and cost of the table). Else #SOTTO_E_FORMAT (a kind or trust
 * model this library does not answer), #SOTTO_E_ARGUMENT (no such trust model, unit or schedule at
 * all, or a visit's answer by split trust), #SOTTO_E_CORRUPT (fewer than
 * two answers, or a list that its kind does not take), #SOTTO_E_DENIED (a category that may never
 * be asked), #SOTTO_E_BUDGET (a cost of 0 or above the cap) or #SOTTO_E_LIMIT (too many answers, or
 * outside the table of split trust).
 */
SOTTO_CHECKED sotto_status so_question_check(const so_question *question);
/** The mechanism of a question by split trust. #SOTTO_E_LIMIT outside the table. */
SOTTO_CHECKED sotto_status so_question_split(so_split *ret_split, const so_question *question);

#endif
