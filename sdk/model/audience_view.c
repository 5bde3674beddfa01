/*
 * Reading the audience sections: see audience_view.h.
 */
#include "model/audience_view.h"

#include <sotto/consent.h>
#include <sotto/mindset.h>
#include <string.h>

#include "base/traits.h"

/* A section to be found: its elements' size, and how many of them are read at most. */
typedef struct wanted {
  uint32_t id;
  uint32_t most;
  size_t element_size;
} wanted;

/* Where a section begins and how many elements of this size it has. */
static const void *section_of(const so_pack *pack, wanted what, uint32_t *ret_count) {
  *ret_count = 0;
  for (uint32_t n = 0; pack->header && n < pack->header->section_count; n++) {
    const so_pack_section *section = &pack->sections[n];
    if (section->id != what.id || section->element_size != what.element_size) continue;
    *ret_count = section->count < what.most ? (uint32_t)section->count : what.most;
    return pack->bytes.data + section->offset;
  }
  return NULL;
}

void so_audience_view_open(so_audience_view *ret_view, const so_pack *pack) {
  so_audience_view view = {.pack = pack};
  wanted audiences = {SO_AUDIENCE, SO_AUDIENCES_MAX, sizeof *view.audiences};
  wanted terms = {SO_AUDIENCE_TERMS, SO_AUDIENCE_TERMS_MAX, sizeof *view.terms};
  wanted uses = {SO_AUDIENCE_USES, SO_AUDIENCE_USES_MAX, sizeof *view.uses};
  wanted weights = {SO_AUDIENCE_WEIGHTS, SOTTO_MINDSET_COUNT, sizeof *view.weights};
  uint32_t weight_count = 0;
  view.audiences = section_of(pack, audiences, &view.count);
  view.terms = section_of(pack, terms, &view.term_count);
  view.uses = section_of(pack, uses, &view.use_count);
  view.weights = section_of(pack, weights, &weight_count);
  if (weight_count != SOTTO_MINDSET_COUNT) view.weights = NULL;
  *ret_view = view;
}

so_predicate so_audience_view_predicate(const so_audience_view *view, uint32_t audience) {
  so_predicate none = {NULL, 0};
  if (audience >= view->count) return none;
  const so_pack_audience *from = &view->audiences[audience];
  if (from->terms_start > view->term_count ||
      from->terms_count > view->term_count - from->terms_start)
    return none;
  return (so_predicate){view->terms + from->terms_start, from->terms_count};
}

sotto_text so_audience_view_id(const so_audience_view *view, uint32_t audience) {
  uint32_t text = audience < view->count ? view->audiences[audience].id_text : SO_PACK_NONE;
  return text < view->pack->text_count ? so_pack_text(view->pack, text) : (sotto_text){NULL, 0};
}

sotto_text so_audience_view_label(const so_audience_view *view, uint32_t audience,
                                  uint32_t locale) {
  uint32_t text = SO_PACK_NONE;
  if (audience < view->count && locale < SO_PACK_LOCALES_MAX)
    text = view->audiences[audience].labels[locale];
  return text < view->pack->text_count ? so_pack_text(view->pack, text)
                                       : so_audience_view_id(view, audience);
}

uint32_t so_audience_view_find(const so_audience_view *view, sotto_text id) {
  for (uint32_t n = 0; n < view->count; n++)
    if (id.size && so_pack_compare(so_audience_view_id(view, n), id) == 0) return n;
  return SO_PACK_NONE;
}

/* 1 where the rule is one, about a value or an item of the pack. */
static int rule_holds(const so_pack *pack, const so_pack_rule *rule) {
  switch (rule->kind) {
  case SO_RULE_INCLUDE_VALUE:
  case SO_RULE_EXCLUDE_VALUE: return rule->target < pack->value_count;
  case SO_RULE_EXCLUDE_ITEM:
  case SO_RULE_PIN_ITEM: return rule->target < pack->item_count;
  case SO_RULE_IN_STOCK:
  case SO_RULE_PRICE_BAND: return 1;
  default: return 0;
  }
}

const so_pack_audience_use *so_audience_view_use(const so_audience_view *view, uint32_t number) {
  if (number >= view->use_count) return NULL;
  const so_pack_audience_use *use = &view->uses[number];
  if (use->audience >= view->count) return NULL;
  if (use->slot != SO_PACK_NONE && use->slot >= view->pack->slot_count) return NULL;
  if (use->strategy == SO_PACK_NONE) return rule_holds(view->pack, &use->rule) ? use : NULL;
  int sane = use->factor >= 0 && use->factor <= SO_AUDIENCE_FACTOR_MAX; /* no for a NaN */
  return use->strategy < SO_STRATEGY_COUNT && sane ? use : NULL;
}

int so_audience_view_reads(const so_pack *pack, const so_pack_audience_term *term) {
  switch (term->kind) {
  case SO_TERM_AFFINITY:
    return term->about < pack->value_count &&
           !(pack->values[term->about].flags & SO_VALUE_DISCREET);
  case SO_TERM_NEED: return term->about < SOTTO_NEED_COUNT;
  case SO_TERM_NUMBER: return term->about < SO_NUMBER_COUNT;
  case SO_TERM_MINDSET:
  case SO_TERM_CART: return term->about == 0;
  default: return 0;
  }
}

uint32_t so_audience_view_category(const so_pack *pack, const so_pack_audience_term *term) {
  if (term->kind != SO_TERM_AFFINITY || term->about >= pack->value_count)
    return SOTTO_CATEGORY_HISTORY;
  return pack->keys[pack->values[term->about].key].category;
}

uint32_t so_audience_view_categories(const so_audience_view *view, uint32_t audience) {
  so_predicate predicate = so_audience_view_predicate(view, audience);
  uint32_t categories = 0;
  for (uint32_t n = 0; n < predicate.count; n++)
    if (predicate.terms[n].kind >= SO_TERM_AFFINITY)
      categories |= 1u << so_audience_view_category(view->pack, &predicate.terms[n]);
  return categories;
}
