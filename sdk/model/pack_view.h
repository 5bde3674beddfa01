/*
 * The views a checked pack offers: one typed pointer and one count per section, declared by the
 * table SO_PACK_SECTIONS. `text_count` is the number of texts. Where a section is absent its
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
#define SO_PACK_VIEW(name, number, type, view, count, absent)                                      \
 const type *view;                                                                                 \
 uint32_t count;
  SO_PACK_SECTIONS(SO_PACK_VIEW)
} so_pack;

/** Points every view at its section. #SOTTO_E_CORRUPT where an element size is not the format's. */
SOTTO_CHECKED sotto_status so_pack_view_bind(so_pack *ret_pack, sotto_bytes bytes);
/**
 * Copies header and table (their first `head` bytes) and what questions, consent and the meaning of
 * remembered values rest on (keys, values, questions) into `room`, aligned to SO_PACK_ALIGN, and
 * points the views there: who changes the file later changes none of it. Gives the size; with a
 * `room` of NULL nothing else happens.
 */
size_t so_pack_hold(so_pack *inout_pack, size_t head, uint8_t *room);
/** The bytes that section `n` of the table is read from: the copy, where one is held. */
sotto_bytes so_pack_section_bytes(const so_pack *pack, uint32_t n);
/** FNV-1a 64 (Fowler, Noll, Vo) of an item id; never 0, which means "no item" in occurrences. */
uint64_t so_pack_hash_id(sotto_text id);
/** A text by number; empty for SO_PACK_NONE. */
sotto_text so_pack_text(const so_pack *pack, uint32_t text);
sotto_text so_pack_item_id(const so_pack *pack, uint32_t item);
/** Byte order of two texts, the shorter first where one begins the other: what values ascend by. */
int so_pack_compare(sotto_text a, sotto_text b);
/** 1 when the item carries the value. */
int so_pack_item_has(const so_pack *pack, uint32_t item, uint32_t value);

/** How many elements sections have, against each other. #SOTTO_E_CORRUPT, #SOTTO_E_LIMIT. */
SOTTO_CHECKED sotto_status so_pack_check_counts(const so_pack *pack);
/** Every element; counts must have been checked. #SOTTO_E_CORRUPT. */
SOTTO_CHECKED sotto_status so_pack_check_content(const so_pack *pack);

#endif
