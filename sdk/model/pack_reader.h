/*
 * Reading a pack in place. so_pack_open() checks structure (every offset, count and cross
 * reference once, in full, by model/pack_check) over bytes whose signature the caller has
 * verified; after that every accessor is a plain load that cannot run outside the pack. Does not
 * verify signatures (flow does, with crypto), does not map files, does not allocate.
 */
#ifndef SO_MODEL_PACK_READER_H
#define SO_MODEL_PACK_READER_H

#include <sotto/base.h>

#include "model/pack_view.h"

/**
 * Structure of header and table only: sizes, order, bounds. What a signature can be checked over.
 */
SOTTO_CHECKED sotto_status so_pack_check_table(sotto_bytes bytes);
/** Bytes of header and section table (what is signed); the signature follows them. */
size_t so_pack_signed_size(sotto_bytes bytes);
/**
 * Opens checked bytes (aligned to 64). `full` walks every element and cross reference (install);
 * otherwise only sizes (a pack already verified here). #SOTTO_E_FORMAT, #SOTTO_E_CORRUPT.
 */
SOTTO_CHECKED sotto_status so_pack_open(so_pack *ret_pack, sotto_bytes bytes, int full);

/** Item number of an id, or SO_PACK_NONE. */
uint32_t so_pack_find_item(const so_pack *pack, sotto_text id);
/** Item number of an id's hash, or SO_PACK_NONE. */
uint32_t so_pack_find_hash(const so_pack *pack, uint64_t hash);
uint32_t so_pack_find_key(const so_pack *pack, sotto_text name);
uint32_t so_pack_find_value(const so_pack *pack, uint32_t key, sotto_text name);
uint32_t so_pack_find_slot(const so_pack *pack, sotto_text id);
/** Index of a locale ("es-MX" finds "es"), else 0. */
uint32_t so_pack_find_locale(const so_pack *pack, sotto_text tag);
sotto_text so_pack_item_title(const so_pack *pack, uint32_t item, uint32_t locale);
sotto_text so_pack_key_label(const so_pack *pack, uint32_t key, uint32_t locale);
sotto_text so_pack_value_label(const so_pack *pack, uint32_t value, uint32_t locale);
/** 1 when the item is discreet or carries a discreet value. */
int so_pack_item_is_discreet(const so_pack *pack, uint32_t item);

#endif
