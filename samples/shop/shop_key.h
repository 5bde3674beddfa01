/*
 * Where the key of the person's profile lives: the desktop's keyring where this build has it, a
 * plain file where that is asked for by name, else this program's memory, and then nothing is kept.
 * The only file that knows which key stores there are; another one is wired in here and nowhere
 * else.
 */
#ifndef SAMPLES_SHOP_KEY_H
#define SAMPLES_SHOP_KEY_H

#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <sotto/store_ram.h>
#ifdef SHOP_WITH_SECRET_SERVICE
# include <sotto/store_secret_service.h>
#endif

#include "shop_options.h"

/** The key store in use; at the same address while a profile is open. */
typedef struct shop_key {
  sotto_port port;
  gboolean lasting; /**< FALSE: the key dies with the program, so nothing is put on disk. */
  gboolean keyring; /**< TRUE: it is the desktop's keyring. */
  char name[33];    /**< What the keyring calls this profile: a digest of where it lives. */
  union {
    sotto_store_ram ram;
    sotto_store_insecure_file file;
#ifdef SHOP_WITH_SECRET_SERVICE
    sotto_store_secret_service service;
#endif
  } store;
} shop_key;

/** Chooses the key store. Errors: those of the store's own function. */
sotto_status shop_key_start(const shop_options *options, shop_key *ret_key);

/** From now on the keyring may ask the person to unlock it: they pressed a button that says so. */
void shop_key_may_ask(shop_key *key);

/** Gives a key store in memory, for somebody who is here for this visit only. */
void shop_key_visitor(shop_key *ret_key);

/** Wipes what stands in memory. */
void shop_key_end(shop_key *key);

#endif
