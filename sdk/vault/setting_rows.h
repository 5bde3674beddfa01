/*
 * Rows of settings: one small binary value per number (consent, ledger, installed pack, session
 * counter), and what the person stated about themselves.
 */
#ifndef SO_VAULT_SETTING_ROWS_H
#define SO_VAULT_SETTING_ROWS_H

#include <sotto/consent.h>

#include "vault/vault.h"

enum {
  SO_SETTING_CONSENT = 1,
  SO_SETTING_LEDGER = 2,
  SO_SETTING_PACK_PATH = 3,
  SO_SETTING_PACK_SEAL = 4, /* hash and sequence verified at install */
  SO_SETTING_SESSION = 5,
  SO_SETTING_PACK_CHECK = 6 /* the file that was last checked in full, and when */
};

/**
 * Copies the value; `*inout_size` capacity in, size out. MISSING where unset, SPACE if too small.
 */
SOTTO_CHECKED sotto_status so_setting_rows_get(so_vault *vault, uint32_t setting,
                                               uint8_t *ret_value, size_t *inout_size);
SOTTO_CHECKED sotto_status so_setting_rows_put(so_vault *vault, uint32_t setting,
                                               sotto_bytes value);

/** What the person said about one attribute value. */
typedef struct so_statement_row {
  sotto_text attribute;
  sotto_text value;
  sotto_category category;
  int32_t strength; /* -100 … 100 */
  int64_t time_ms;
} so_statement_row;

typedef sotto_status (*so_statement_row_fn)(void *context, const so_statement_row *row);

/** Inserts or replaces; strength 0 deletes. */
SOTTO_CHECKED sotto_status so_statement_rows_put(so_vault *vault, const so_statement_row *row);
SOTTO_CHECKED sotto_status so_statement_rows_each(so_vault *vault, so_statement_row_fn visit,
                                                  void *context);

#endif
