/*
 * Putting a pack's bytes together: sections in ascending order at multiples of 64, then hashes,
 * signature, and a file that appears whole or not at all. The same sections and header give the
 * same bytes (Ed25519 is deterministic). Knows nothing of what sections mean.
 */
#ifndef SO_BRAND_PACK_WRITER_H
#define SO_BRAND_PACK_WRITER_H

#include "brand/array.h"
#include "model/pack_format.h"

#define SO_PACK_SECTIONS_MAX 96

/** Sections gathered so far; absent ones have count 0. */
typedef struct so_pack_writer {
  so_array sections[SO_PACK_SECTIONS_MAX]; /* by section id */
} so_pack_writer;

void so_pack_writer_init(so_pack_writer *ret_writer);
void so_pack_writer_free(so_pack_writer *writer);
/** Makes a section of `element_size`, empty, and gives it to be filled. */
so_array *so_pack_writer_section(so_pack_writer *writer, uint32_t id, size_t element_size);
/**
 * Lays header, table and sections out into `ret_bytes` (u8; free it), unsigned and without hashes.
 * Sizes and counts of `header` are filled in. #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_pack_writer_layout(const so_pack_writer *writer,
                                                 const so_pack_header *header, so_array *ret_bytes);
/**
 * Fills in hashes and key id, signs, and gives the pack's hash. `secret` NULL: leaves it unsigned.
 */
void so_pack_writer_seal(so_array *bytes, const uint8_t *secret, uint8_t ret_hash[32]);
/**
 * Writes the file beside its place, syncs, renames. Storage codes; the old file stays on failure.
 */
SOTTO_CHECKED sotto_status so_pack_writer_save(const so_array *bytes, const char *path);

#endif
