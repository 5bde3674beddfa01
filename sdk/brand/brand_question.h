/*
 * One question of brand.json: the members of its kind and its schedule. Names stay names; numbers
 * are checked here against what the kind takes (sdk/tools/brand.schema.json says the same). Whether
 * the question may and can usefully be asked is judged by brand/lint_question.
 */
#ifndef SO_BRAND_BRAND_QUESTION_H
#define SO_BRAND_BRAND_QUESTION_H

#include "brand/json_member.h"

#define SO_BRAND_NUMBERS_MAX 128

typedef struct so_brand_question {
  const char *name;
  uint32_t kind; /* so_question_kind */
  uint32_t trust;
  uint32_t unit;
  uint32_t category; /* SO_PACK_NONE: that of what it asks */
  uint32_t epsilon_micro;
  uint32_t minimum_batch;
  uint32_t every; /* weeks; 0: no schedule */
  uint32_t phase;
  int lots;
  const char *task; /* split trust: path of its task file, from brand.json */
  const char *attribute;
  uint32_t measure;     /* so_number of a mean */
  const json_t *values; /* array of texts: values of the attribute, arms or audiences; or NULL */
  uint32_t numbers[SO_BRAND_NUMBERS_MAX]; /* bounds, ends, or buckets and parts */
  uint32_t number_count;
} so_brand_question;

/** Reads a kind, its members and the schedule; faults what the kind does not take. */
void so_brand_question_read(so_brand_question *inout_question, so_json_at *at, const json_t *object,
                            const char *currency);
/** What a kind is called in brand.json, or NULL. */
const char *so_brand_question_kind(uint32_t kind);

#endif
