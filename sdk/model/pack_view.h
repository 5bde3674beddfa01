/*
 * The views a checked pack offers: one typed pointer per section. Where a section is absent its
 * count is 0, and the rows, state and blend are NULL. Binding looks sections up by id and checks
 * element sizes; whether the numbers inside stay in bounds is model/pack_check's work, finding
 * things model/pack_reader's.
 */
#ifndef SO_MODEL_PACK_VIEW_H
#define SO_MODEL_PACK_VIEW_H

#include <sotto/base.h>

#include "model/pack_format.h"

/** A checked pack: typed views into the mapped bytes. See above for absent sections. */
typedef struct so_pack {
  sotto_bytes bytes;
  const so_pack_header *header;
  const so_pack_section *sections;
  const char *text;
  const uint32_t *text_index;
  uint32_t text_count;
  const uint32_t *locales;
  uint32_t locale_count;
  const so_pack_item *items;
  uint32_t item_count;
  const uint32_t *item_titles;
  const so_pack_lookup *lookup;
  const uint32_t *item_values;
  const so_pack_key *keys;
  uint32_t key_count;
  const uint32_t *key_labels;
  const so_pack_value *values;
  uint32_t value_count;
  const uint32_t *value_labels;
  const uint32_t *value_items;
  const uint32_t *popular_order;
  const uint32_t *category_order;
  const so_pack_row *neighbour_rows;
  const so_pack_edge *neighbours;
  const so_pack_row *complement_rows;
  const so_pack_edge *complements;
  const float *mindset;
  uint32_t mindset_count;
  const so_pack_state *state;
  const float *blend;
  const so_pack_slot *slots;
  uint32_t slot_count;
  const so_pack_rule *rules;
  const so_pack_question *questions;
  uint32_t question_count;
  const uint32_t *question_values;
} so_pack;

/** The section with this id, or NULL. */
const so_pack_section *so_pack_view_section(const so_pack *pack, uint32_t id);
/** Elements in a section; 0 where it is absent. */
uint64_t so_pack_view_count(const so_pack *pack, uint32_t id);
/** Points every view at its section. #SOTTO_E_CORRUPT where an element size is not the format's. */
SOTTO_CHECKED sotto_status so_pack_view_bind(so_pack *ret_pack, sotto_bytes bytes);
/** FNV-1a 64 (Fowler, Noll, Vo) of an item id; never 0, which means "no item" in occurrences. */
uint64_t so_pack_hash_id(sotto_text id);
/** A text by number; empty for SO_PACK_NONE. */
sotto_text so_pack_text(const so_pack *pack, uint32_t text);
sotto_text so_pack_item_id(const so_pack *pack, uint32_t item);
/** 1 when the item carries the value. */
int so_pack_item_has(const so_pack *pack, uint32_t item, uint32_t value);

#endif
