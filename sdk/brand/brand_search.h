/*
 * What brand.json says for search: synonyms ({"es": {"cuero": "piel"}}: a phrase, and the words to
 * search with it) and occasions ("a weekend with children": names by which people ask for one, the
 * first its title, and parts, each with the values that fill it). Shape is checked here; whether
 * the catalogue knows the values, where the pack is put together.
 */
#ifndef SO_BRAND_BRAND_SEARCH_H
#define SO_BRAND_BRAND_SEARCH_H

#include "brand/json_member.h"

#define SO_BRAND_OCCASIONS_MAX 64
#define SO_BRAND_PARTS_MAX 16

/** Checks {locale -> {phrase -> words}} and gives it, or NULL. */
const json_t *so_brand_search_synonyms(so_json_at *at, const json_t *root);
/** Checks the list of occasions and gives it, or NULL. */
const json_t *so_brand_search_occasions(so_json_at *at, const json_t *root);

#endif
