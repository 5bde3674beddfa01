/**
 * @file store_passphrase.h
 * A port whose secret is what the person types: nothing is stored outside the profile.
 *
 * The library derives the key with Argon2id (RFC 9106; cost parameters in the profile's head), so
 * opening takes tens of milliseconds, or what sotto_passphrase_fit() chose. There is no anchor:
 * putting back an older copy of the whole directory cannot be noticed. Forgetting replaces the salt
 * and all keys and overwrites the old head, but whoever has an old copy of the files (a backup, a
 * snapshot, flash blocks the overwriting did not reach) and learns the passphrase can read that
 * copy. Erasing can only overwrite and remove the files.
 */
#ifndef SOTTO_STORE_PASSPHRASE_H
#define SOTTO_STORE_PASSPHRASE_H

#include <sotto/port.h>

SOTTO_BEGIN

/** The passphrase during a handle's life; the caller owns and wipes it. */
typedef struct sotto_store_passphrase {
  uint32_t struct_size; /**< Set by sotto_store_passphrase_init(). */
  sotto_text words;     /**< What was typed, 1 to 1024 bytes; must outlive the handle. */
} sotto_store_passphrase;

/**
 * Makes a port that gives `words` when the library asks for the passphrase, with the system's clock
 * and file mapping. Nothing is copied. Cost: memory.
 */
SOTTO_API void sotto_store_passphrase_init(sotto_store_passphrase *ret_store, sotto_text words,
                                           sotto_port *ret_port);

/**
 * Chooses how much deriving the key costs in a profile that is made or rotated over this port, by
 * the memory of this device: below 2 GiB 19 MiB (about 50 ms on a phone-class core), below 8 GiB
 * 64 MiB (about 160 ms), otherwise 128 MiB, two passes each. Without this call it is the first. A
 * profile opens with the cost it has, wherever it is. Cost: memory.
 */
SOTTO_API void sotto_passphrase_fit(sotto_port *port);

/**
 * Overwrites a typed passphrase in the caller's memory in a way the compiler keeps. Cost: memory.
 */
SOTTO_API void sotto_passphrase_wipe(char *inout_words, size_t size);

SOTTO_END

#endif
