/**
 * @file pack.h
 * The brand's signed catalogue pack: the same bytes for everyone.
 *
 * A pack holds items, statistics with their standard errors, rules, slots and questions. It is
 * verified in full when installed and read in place from a mapping afterwards. A refused pack
 * leaves the old one in use.
 */
#ifndef SOTTO_PACK_H
#define SOTTO_PACK_H

#include <sotto/consent.h>
#include <sotto/port.h>

SOTTO_BEGIN

/** What a pack says about itself. */
typedef struct sotto_pack_info {
  uint32_t struct_size; /**< Set by the call. */
  uint32_t items;       /**< Items in it. */
  uint32_t questions;   /**< Questions in it. */
  uint32_t slots;       /**< Slots in it. */
  uint64_t sequence;    /**< Rises with every pack of a brand. */
  int64_t created_ms;   /**< When it was made. */
  int64_t expires_ms;   /**< When it ends. */
  uint8_t hash
      [SOTTO_DIGEST_SIZE]; /**< BLAKE2b-256 of the signed header: compare with the public list. */
  uint8_t key_id[8];       /**< First bytes of the hash of the signing key. */
  char brand[64];          /**< The brand's name, terminated. */
  char currency[4];        /**< ISO 4217, terminated. */
} sotto_pack_info;

/**
 * Installs the pack in file `path` after verifying signature, expiry, sequence and every offset.
 * The profile keeps reading `path`: replace a pack by rename, never in place. Questions, keys and
 * the key reports are sealed to are read from a copy made here; titles and statistics would be read
 * as changed, and reading a shortened mapping kills the process. After its expiry it is used no
 * more. Errors: #SOTTO_E_UNTRUSTED, #SOTTO_E_TAMPERED, #SOTTO_E_ROLLBACK, #SOTTO_E_EXPIRED,
 * #SOTTO_E_FORMAT, #SOTTO_E_CORRUPT, #SOTTO_E_MISSING; the old pack stays. With options.pack_list
 * also #SOTTO_E_UNLISTED where the list does not hold the pack, and the list's own failures. Writes
 * an audit row with the pack's hash. Cost: heavy.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_pack_install(sotto *profile, const char *path);

/** Gives the installed pack's facts; #SOTTO_E_STATE where there is none. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_pack_get(sotto *profile, sotto_pack_info *ret_info);

/**
 * Gives an item's title in the handle's locale. View into the pack, valid until the next install or
 * close. #SOTTO_E_MISSING for an unknown item. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_item_title(sotto *profile, sotto_text item,
                                                      sotto_text *ret_title);

SOTTO_END

#endif
