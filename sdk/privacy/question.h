/*
 * Questions: the closed grammar of what a brand may ask. A question is data in the signed pack;
 * its id is a digest of its content and the epoch, so every device derives the same id. Each kind
 * is a documented pure function from so_traits to a bucket; bucket 0 is always "none".
 */
#ifndef SO_PRIVACY_QUESTION_H
#define SO_PRIVACY_QUESTION_H

#include <sotto/consent.h>

#include "base/traits.h"
#include "privacy/oracle.h"

#define SO_QUESTION_VALUES_MAX 4096
#define SO_QUESTION_QUOTA_YEAR 6u
#define SO_QUESTION_EPSILON_MAX_MICRO 1000000u

typedef enum so_question_kind {
  SO_QUESTION_MINDSET = 1, /* bucket = 1 + state; 7 buckets */
  /* Bounds in days, ascending: bucket = 1 + the first bound the recency is below; the last bucket:
     longer ago; none: never bought. 2 + bounds buckets. */
  SO_QUESTION_SPEND_RECENCY = 2,
  SO_QUESTION_TOP_VALUE = 3 /* bucket = 1 + index of the top value in `values`, else none */
} so_question_kind;

typedef enum so_trust { SO_TRUST_LOCAL = 1, SO_TRUST_SPLIT = 2 } so_trust;
typedef enum so_unit { SO_UNIT_DEVICE = 1, SO_UNIT_VISIT = 2 } so_unit;

/**
 * One question as the pack states it; arrays are views into the pack (u32 little-endian host
 * order).
 */
typedef struct so_question {
  uint32_t kind;
  uint32_t trust;
  uint32_t unit;
  uint32_t category;      /* of what it asks; must match the kind or the attribute's category */
  uint32_t attribute;     /* TOP_VALUE: attribute key index */
  uint32_t epsilon_micro; /* asked cost; at most 1,000,000 */
  uint32_t minimum_batch;
  const uint32_t *values; /* TOP_VALUE: pack value indices; SPEND_RECENCY: bounds in days */
  uint32_t value_count;
  uint8_t content[32]; /* digest of the canonical content (names, not indices) */
} so_question;

/** Domain size k, "none" included; 0 for a malformed question. */
uint32_t so_question_buckets(const so_question *question);
/** The bucket of the traits: a total function; 0 is "none". */
uint32_t so_question_bucket(const so_question *question, const so_traits *traits);
/**
 * #SOTTO_OK when a device may answer it: local trust, a known unit, a domain that fits a report.
 * Else #SOTTO_E_DENIED (category that may never be asked), #SOTTO_E_FORMAT or #SOTTO_E_LIMIT.
 */
SOTTO_CHECKED sotto_status so_question_check(const so_question *question);

#endif
