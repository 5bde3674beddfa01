/*
 * A new generation of a profile's files, made beside the current one and put in its place so that a
 * cut at any moment leaves one whole profile. Creation and key rotation are the same act:
 *
 *   1  profile.db.next     complete and synced, under a fresh data key
 *   2  profile.head.next   wrapped with the secret that is to be
 *   3  the secret in the key store (the point of no return)
 *   4  profile.db.next   -> profile.db
 *   5  profile.head.next -> profile.head
 *
 * When opening finds a head.next that what the store lends fits, step 3 was reached and 4 and 5 are
 * done again; when it fits the current head, both .next files are left-overs and go. When it fits
 * neither, nothing is touched: a wrong key never costs data.
 */
#ifndef SO_VAULT_GENERATION_H
#define SO_VAULT_GENERATION_H

#include "vault/opened.h"

/** Finishes or clears away a generation that was cut. OK also where there is nothing to do. */
SOTTO_CHECKED sotto_status so_generation_settle(so_vault *vault);
/**
 * Steps 1 to 5, its database open at the end. CREATED: a profile with nothing but that act's row;
 * ROTATED: with all rows, and the vault's noise and audit-log key.
 */
SOTTO_CHECKED sotto_status so_generation_make(so_vault *vault, sotto_act act, int64_t now_ms);

#endif
