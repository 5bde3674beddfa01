/*
 * The keys of one open profile, in one piece of guarded memory. What the key store lends (a 32-byte
 * secret, or a passphrase stretched with Argon2id) is turned into a wrapping key; that wraps three
 * random keys into the head: the data key (the database's key and salt are derived from it), the
 * noise key and the audit-log key. A rotation replaces the data key and the store's secret; the
 * other two stay. What was lent is wiped as soon as the wrapping key is known.
 */
#ifndef SO_VAULT_KEYRING_H
#define SO_VAULT_KEYRING_H

#include <sotto/port.h>

#include "vault/head.h"

#define SO_LENT_MAX 1024
#define SO_KEY_TEXT_SIZE 100 /* x'96 hex digits' and a terminator */

typedef struct so_keyring {
  uint8_t wrapping[SO_KEY_SIZE];
  uint8_t data[SO_KEY_SIZE]; /* the three that the head holds, in this order */
  uint8_t noise[SO_KEY_SIZE];
  uint8_t audit[SO_KEY_SIZE];
  char key_text[SO_KEY_TEXT_SIZE];
  uint8_t lent[SO_LENT_MAX];
  size_t lent_size;
} so_keyring;

/** Gives an empty keyring in guarded memory, or NULL; ends with so_secret_free(). */
so_keyring *so_keyring_new(void);
/** What a key store answered, if it is among what it may say (port.h), and PORT otherwise. */
sotto_status so_keyring_answer(sotto_status status);
/** Asks the port for secret or passphrase. KEY_LOST and what a key store may say. */
SOTTO_CHECKED sotto_status so_keyring_borrow(so_keyring *keyring, const sotto_port *port);
/** Wipes what was lent. */
void so_keyring_return(so_keyring *keyring);
/** Draws a fresh secret as if it had been lent. */
void so_keyring_invent(so_keyring *keyring);
/** Draws all three keys. */
void so_keyring_draw(so_keyring *keyring);

/** Derives the wrapping key for a head; #SOTTO_E_KEY_WRONG where what was lent does not fit it. */
SOTTO_CHECKED sotto_status so_keyring_fit(so_keyring *keyring, const so_head *head);
/** Opens the head's three keys with the wrapping key; #SOTTO_E_TAMPERED where the tag fails. */
SOTTO_CHECKED sotto_status so_keyring_unwrap(so_keyring *keyring, const so_head *head);
/**
 * Sets a fresh salt, the port's cost and the key check in a head and derives the wrapping key for
 * it. #SOTTO_E_LIMIT where the cost is out of bounds.
 */
SOTTO_CHECKED sotto_status so_keyring_refit(so_keyring *keyring, so_head *inout_head,
                                            const sotto_port *port);
/** Encodes a head with the three keys wrapped under a fresh nonce. */
void so_keyring_wrap(const so_keyring *keyring, so_head *inout_head,
                     uint8_t ret_bytes[SO_HEAD_SIZE]);
/** Gives SQLCipher's raw key, x'<64 hex key><32 hex salt>', kept in the keyring. */
const char *so_keyring_key_text(so_keyring *keyring);

#endif
