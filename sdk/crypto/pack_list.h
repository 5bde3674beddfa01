/*
 * The brand's public list of its packs (`*.sottolist`), so that everyone can see that everyone got
 * the same pack. Text, one line of 310 characters a pack, oldest first, appended to and never
 * changed; six fields in hexadecimal, a space between them:
 *
 *   sequence (16) created_ms (16) pack hash (64) key id (16) chain (64) signature (128)
 *
 * Numbers are big-endian, so lines sort. The chain is BLAKE2b-256 of the chain of the line before
 * (zeros before the first) and the first four fields as 56 bytes; the Ed25519 signature is over
 * "sotto pack list 1" and the chain, so the last line signs the whole list. The sequence rises from
 * line to line: a second pack with one sequence cannot be appended, and two lists or two signed
 * packs that disagree on a sequence are evidence. Reads no file.
 */
#ifndef SO_CRYPTO_PACK_LIST_H
#define SO_CRYPTO_PACK_LIST_H

#include <sotto/base.h>

#define SO_PACK_LIST_LINE 310
#define SO_PACK_LIST_SIGNED 49 /* label and chain */

/** One line. Numbers big-endian, as they stand there; every member is bytes: no padding. */
typedef struct so_pack_listed {
  uint8_t sequence[8];
  uint8_t created_ms[8];
  uint8_t hash[32];
  uint8_t key_id[8];
  uint8_t chain[32];
  uint8_t signature[64];
} so_pack_listed;

/** Gives the chain of a line that follows one with chain `previous`. */
void so_pack_list_chain(uint8_t ret_chain[32], const uint8_t previous[32],
                        const so_pack_listed *listed);
/** Gives what a line's signature is over. */
void so_pack_list_message(uint8_t ret_message[SO_PACK_LIST_SIGNED], const so_pack_listed *listed);
/**
 * Moves from a line to the next, read from the first SO_PACK_LIST_LINE bytes of `text`; all zeros
 * stand before the first. #SOTTO_E_FORMAT: not such a line; #SOTTO_E_TAMPERED: the chain breaks;
 * #SOTTO_E_ROLLBACK: its sequence does not rise.
 */
SOTTO_CHECKED sotto_status so_pack_list_next(so_pack_listed *inout_listed, sotto_text text);
/** 1 where the line's signature is by this key. */
int so_pack_list_signed(const so_pack_listed *listed, const uint8_t public_key[32]);

#endif
