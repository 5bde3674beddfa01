/*
 * The audience sections of a pack, found and read. Every run is cut to its section and every number
 * held against what it points into, so a damaged section gives an audience without members and
 * nothing worse. Knows nothing of people.
 */
#ifndef SO_MODEL_AUDIENCE_VIEW_H
#define SO_MODEL_AUDIENCE_VIEW_H

#include "model/audience_format.h"
#include "model/pack_view.h"

/** The sections, cut to what is read of them at most. */
typedef struct so_audience_view {
  const so_pack *pack;
  const so_pack_audience *audiences;
  const so_pack_audience_term *terms;
  const so_pack_audience_use *uses;
  const float *weights; /* SOTTO_MINDSET_COUNT of them, or NULL */
  uint32_t count;
  uint32_t term_count;
  uint32_t use_count;
} so_audience_view;

/** A predicate: its terms in postfix order. */
typedef struct so_predicate {
  const so_pack_audience_term *terms;
  uint32_t count;
} so_predicate;

/** Gives the sections; all counts are 0 where the pack has none. */
void so_audience_view_open(so_audience_view *ret_view, const so_pack *pack);
/** The predicate of an audience; empty beyond the last. */
so_predicate so_audience_view_predicate(const so_audience_view *view, uint32_t audience);
sotto_text so_audience_view_id(const so_audience_view *view, uint32_t audience);
/** What it is called in a locale; its id where it has no name there. */
sotto_text so_audience_view_label(const so_audience_view *view, uint32_t audience, uint32_t locale);
/** An audience by its id, or SO_PACK_NONE. */
uint32_t so_audience_view_find(const so_audience_view *view, sotto_text id);
/**
 * A use, where it is one: an audience, slot, strategy, factor and rule that exist; else NULL.
 */
const so_pack_audience_use *so_audience_view_use(const so_audience_view *view, uint32_t number);
/** 1 where the term is a test whose trait exists: a value of the pack that is not discreet, … */
int so_audience_view_reads(const so_pack *pack, const so_pack_audience_term *term);
/** sotto_category of what a test reads. */
uint32_t so_audience_view_category(const so_pack *pack, const so_pack_audience_term *term);
/** Bit per sotto_category that an audience reads. */
uint32_t so_audience_view_categories(const so_audience_view *view, uint32_t audience);

#endif
