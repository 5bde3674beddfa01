/*
 * The one place that says where the kiosk's key lives. kiosk.conf names the store; each is one row
 * of a table here, so another store of platform/ is one function and one row.
 */
#ifndef KIOSK_STORE_H
#define KIOSK_STORE_H

#include <sotto/store_insecure_file.h>
#include <sotto/store_passphrase.h>
#include <sotto/store_ram.h>
#ifdef KIOSK_WITH_TPM2
# include <sotto/store_tpm2.h>
#endif

#include "kiosk_config.h"

/** The memory of any of the stores; at one address while a handle uses the port. */
typedef struct kiosk_store {
  sotto_port port;
  sotto_store_insecure_file file;
  sotto_store_passphrase passphrase;
  sotto_store_ram ram;
#ifdef KIOSK_WITH_TPM2
  sotto_store_tpm2 chip;
#endif
  char words[1025]; /**< The passphrase; wiped by kiosk_store_end(). */
} kiosk_store;

/**
 * Makes the port of the store that the config names, for the kiosk's own profile. #SOTTO_E_ARGUMENT
 * for a name that is no store, #SOTTO_E_KEY_LOST where its file cannot be read.
 */
sotto_status kiosk_store_own(const kiosk_config *config, kiosk_store *ret_store);
/** Makes a port for a visitor's profile: in memory, no anchor. */
void kiosk_store_visitor(const kiosk_config *config, kiosk_store *ret_store);
/** Wipes what the store held in memory. */
void kiosk_store_end(kiosk_store *store);
/** Gives the names there are, for the usage. */
const char *kiosk_store_names(void);

#endif
