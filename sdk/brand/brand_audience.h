/*
 * What brand.json says of audiences: predicates, what a slot does for members only, and what each
 * mindset counts in the empathy score. The grammar is closed: {"all": […]}, {"any": […]},
 * {"not": {…}} and seven kinds of test, each of one trait. Predicates are read straight into
 * postfix terms; each keeps the path it stands at, so that whatever is found later names its place.
 * Names of attributes and values are looked up where the pack is put together.
 */
#ifndef SO_BRAND_BRAND_AUDIENCE_H
#define SO_BRAND_BRAND_AUDIENCE_H

#include "brand/json_member.h"
#include "model/audience_format.h"

#define SO_BRAND_PREDICATE_TERMS_MAX 64u /* of one audience */
#define SO_BRAND_PREDICATE_DEPTH_MAX 6u
#define SO_BRAND_MINDSETS 6u

/** One term; of an affinity `about` is not known yet. */
typedef struct so_brand_term {
  so_pack_audience_term term;
  const char *attribute; /* of an affinity; else NULL */
  const char *value;
  char where[104]; /* path in brand.json */
} so_brand_term;

typedef struct so_brand_audience {
  const char *id;
  const json_t *label; /* locale -> text */
  uint32_t terms_start;
  uint32_t terms_count;
  uint32_t consent; /* bit per sotto_category that the brand says it asks consent for */
} so_brand_audience;

/** A strategy weighted otherwise for members. */
typedef struct so_brand_boost {
  const char *audience;
  uint32_t slot; /* number of the slot, or SO_PACK_NONE: every one */
  uint32_t strategy;
  float factor;
  char where[64];
} so_brand_boost;

typedef struct so_brand_audiences {
  so_brand_audience list[SO_AUDIENCES_MAX];
  uint32_t count;
  so_brand_term terms[SO_AUDIENCE_TERMS_MAX];
  uint32_t term_count;
  so_brand_boost boosts[SO_AUDIENCE_USES_MAX];
  uint32_t boost_count;
  int has_weights;
  float weights[SO_BRAND_MINDSETS];
} so_brand_audiences;

/** Reads the members "audiences", "boosts" and "empathy" of the document. */
void so_brand_audience_read(so_brand_audiences *audiences, so_json_at *at, const json_t *root,
                            const char *currency);
/** Reads the member "boosts" of a slot, or of the document (`slot` SO_PACK_NONE). */
void so_brand_audience_boosts(so_brand_audiences *audiences, so_json_at *at, const json_t *object,
                              uint32_t slot);
/** Number of an audience, or SO_PACK_NONE. */
uint32_t so_brand_audience_find(const so_brand_audiences *audiences, const char *id);

#endif
