/*
 * Where the key of the person's profile lives. The only file that knows which key stores there are:
 * another one (a keyring, a TPM) is wired in here and nowhere else.
 */
#ifndef SAMPLES_SHOP_KEY_H
#define SAMPLES_SHOP_KEY_H

#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <sotto/store_ram.h>

#include "shop_options.h"

/** The key store in use; at the same address while a profile is open. */
typedef struct shop_key {
  sotto_port port;
  gboolean lasting; /**< FALSE: the key dies with the program, so nothing is put on disk. */
  union {
    sotto_store_ram ram;
    sotto_store_insecure_file file;
  } store;
} shop_key;

/** Chooses the key store. Errors: those of the store's own function. */
sotto_status shop_key_start(const shop_options *options, shop_key *ret_key);

/** Gives a key store in memory, for somebody who is here for this visit only. */
void shop_key_visitor(shop_key *ret_key);

/** Wipes what stands in memory. */
void shop_key_end(shop_key *key);

#endif
