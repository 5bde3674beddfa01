/*
 * brand.json: what a brand decides (attributes and their categories, slots and rules, questions,
 * blend, thresholds). Checked in full against the shape published as sdk/tools/brand.schema.json;
 * each fault is a finding with the path of the member. Names stay names here: what they refer to in
 * the catalogue is looked up by brand/pack_assemble and judged by brand/lint.
 */
#ifndef SO_BRAND_BRAND_FILE_H
#define SO_BRAND_BRAND_FILE_H

#include <jansson.h>
#include <sotto/consent.h>

#include "brand/brand_arm.h"
#include "brand/brand_audience.h"
#include "brand/brand_question.h"
#include "model/pack_format.h"

#define SO_BRAND_ATTRIBUTES_MAX 32
#define SO_BRAND_SLOTS_MAX 64
#define SO_BRAND_RULES_MAX 256
#define SO_BRAND_QUESTIONS_MAX 64

/** One attribute key. Texts view the parsed document; `labels` and `values` are its objects. */
typedef struct so_brand_attribute {
  const char *key;
  const char *column; /* NULL: by the rules of brand/feed */
  uint32_t category;
  int never_in_reason;
  const json_t *label;    /* locale -> text, or NULL */
  const json_t *values;   /* value -> {locale -> text}, or NULL */
  const json_t *discreet; /* array of values, or NULL */
} so_brand_attribute;

typedef struct so_brand_rule {
  uint32_t kind;
  const char *attribute;
  const char *value;
  const char *item;
  uint32_t position;
  int64_t from_minor;
  int64_t to_minor;
  const char *audience; /* it stands for members only; NULL: for all */
} so_brand_rule;

typedef struct so_brand_slot {
  const char *id;
  uint32_t company;
  uint32_t limit;
  double explore;       /* share of its places */
  uint32_t rules_start; /* in so_brand.rules */
  uint32_t rules_count;
  so_brand_arms arms; /* what it can show, and how it chooses */
} so_brand_slot;

typedef struct so_brand {
  json_t *document; /* owns every text below */
  const char *path;
  const char *name;
  char currency[4];
  const char *locales[SOTTO_LOCALES_MAX + 1]; /* the default first; ends with NULL */
  uint32_t locale_count;
  const char *feeds[SOTTO_LOCALES_MAX]; /* per locale, or NULL */
  uint32_t expires_days;
  so_brand_attribute attributes[SO_BRAND_ATTRIBUTES_MAX];
  uint32_t attribute_count;
  so_brand_slot slots[SO_BRAND_SLOTS_MAX];
  uint32_t slot_count;
  so_brand_rule rules[SO_BRAND_RULES_MAX];
  uint32_t rule_count;
  so_brand_question questions[SO_BRAND_QUESTIONS_MAX];
  uint32_t question_count;
  const json_t *texts;     /* name -> {locale -> text}, or NULL */
  const json_t *synonyms;  /* locale -> {phrase -> words}, or NULL; see brand/brand_search */
  const json_t *occasions; /* list, or NULL */
  int has_blend;
  float blend[6][SO_STRATEGY_COUNT];
  int has_state;
  so_pack_state state;
  so_brand_audiences audiences;
} so_brand;

/** A shop without a brand.json: one locale, nothing declared. */
void so_brand_file_default(so_brand *ret_brand);
/**
 * Reads and checks. #SOTTO_E_MISSING, #SOTTO_E_JSON (a finding says where). Free with
 * so_brand_file_free(), also after an error.
 */
SOTTO_CHECKED sotto_status so_brand_file_read(so_brand *ret_brand, const char *path,
                                              so_findings *findings);
void so_brand_file_free(so_brand *brand);
/** The text of a locale in a {locale -> text} object, or NULL. */
const char *so_brand_file_label(const json_t *labels, const char *locale);

#endif
