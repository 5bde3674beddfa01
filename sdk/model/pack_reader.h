/*
 * Reading a pack in place. so_pack_open() checks structure (every offset, count and cross reference
 * once, in full) over bytes whose signature the caller has verified; after that every accessor is a
 * plain load that cannot run outside the pack. Does not verify signatures (flow does, with crypto),
 * does not map files, does not allocate.
 */
#ifndef SO_MODEL_PACK_READER_H
#define SO_MODEL_PACK_READER_H

#include <sotto/base.h>

#include "model/pack_format.h"

/** A checked pack: typed views into the mapped bytes. Absent sections have count 0. */
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

/** Structure of header and table only: sizes, order, bounds. What a signature can be checked over. */
SOTTO_CHECKED sotto_status so_pack_check_table(sotto_bytes bytes);
/** Bytes of header and section table (what is signed); the signature follows them. */
size_t so_pack_signed_size(sotto_bytes bytes);
/**
 * Opens checked bytes (aligned to 64). `full` walks every element and cross reference (install);
 * otherwise only sizes (a pack already verified here). #SOTTO_E_FORMAT, #SOTTO_E_CORRUPT.
 */
SOTTO_CHECKED sotto_status so_pack_open(so_pack *ret_pack, sotto_bytes bytes, int full);

uint64_t so_pack_hash_id(sotto_text id);
/** Item number of an id, or SO_PACK_NONE. */
uint32_t so_pack_find_item(const so_pack *pack, sotto_text id);
/** Item number of an id's hash, or SO_PACK_NONE. */
uint32_t so_pack_find_hash(const so_pack *pack, uint64_t hash);
uint32_t so_pack_find_key(const so_pack *pack, sotto_text name);
uint32_t so_pack_find_value(const so_pack *pack, uint32_t key, sotto_text name);
uint32_t so_pack_find_slot(const so_pack *pack, sotto_text id);
/** Index of a locale ("es-MX" finds "es"), else 0. */
uint32_t so_pack_find_locale(const so_pack *pack, sotto_text tag);
sotto_text so_pack_text(const so_pack *pack, uint32_t text);
sotto_text so_pack_item_id(const so_pack *pack, uint32_t item);
sotto_text so_pack_item_title(const so_pack *pack, uint32_t item, uint32_t locale);
sotto_text so_pack_key_label(const so_pack *pack, uint32_t key, uint32_t locale);
sotto_text so_pack_value_label(const so_pack *pack, uint32_t value, uint32_t locale);
/** 1 when the item is discreet or carries a discreet value. */
int so_pack_item_is_discreet(const so_pack *pack, uint32_t item);
/** 1 when the item carries the value. */
int so_pack_item_has(const so_pack *pack, uint32_t item, uint32_t value);

#endif
