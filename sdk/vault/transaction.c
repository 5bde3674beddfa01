/*
 * Transactions of a vault: each names its act, and none commits without the audit row of that act.
 * Together with so_opened_write() this is what makes an unaudited act impossible. Also the two
 * calls that go with an answer: the noise PRF with its weekly ratchet, and the anchor.
 */
#include <string.h>

#include "base/epoch.h"
#include "base/secret.h"
#include "vault/opened.h"

#define RATCHET_MAX 5200 /* a hundred years: further is a broken clock, not time */

sotto_status so_vault_begin(so_vault *vault, sotto_act act) {
  if (vault->act || !act) return SOTTO_E_INTERNAL;
  vault->place.detail[0] = 0; /* an older failure must not be told as this one's */
  sotto_status status = so_opened_resume(vault);
  if (status) return status;
  so_query query = so_query_of(&vault->database, "BEGIN IMMEDIATE", NULL);
  status = so_query_run(&query, NULL);
  if (status) return status;
  vault->act = act;
  vault->audited = 0;
  return SOTTO_OK;
}

void so_vault_rollback(so_vault *vault) {
  if (!vault->act) return;
  so_database_rollback(&vault->database);
  vault->tail = vault->committed;
  vault->act = 0;
}

sotto_status so_vault_commit(so_vault *vault) {
  sotto_status status = vault->act && vault->audited ? SOTTO_OK : SOTTO_E_INTERNAL;
  if (!status) status = so_opened_run(vault, "COMMIT", NULL, NULL);
  if (!status) vault->committed = vault->tail;
  if (status) so_database_rollback(&vault->database);
  vault->tail = vault->committed;
  vault->act = 0;
  return status;
}

/* The key before is gone once the head is written. */
sotto_status so_vault_ratchet(so_vault *vault, uint32_t epoch) {
  if (epoch <= vault->head.noise_epoch) return SOTTO_OK;
  const uint32_t steps = epoch - vault->head.noise_epoch;
  if (steps > RATCHET_MAX) return SOTTO_E_LIMIT;
  uint8_t before[SO_KEY_SIZE];
  so_head head = vault->head;
  sotto_status status = SOTTO_OK;
  head.noise_epoch = epoch;
  memcpy(before, vault->keyring->noise, sizeof before);
  so_derive_ratchet(vault->keyring->noise, steps);
  if (!vault->memory) status = so_opened_head(vault, &head, vault->keyring, SO_FILE_HEAD);
  if (status)
    memcpy(vault->keyring->noise, before, sizeof before);
  else
    vault->head = head;
  so_secret_wipe(before, sizeof before);
  return status;
}

sotto_status so_vault_foresee(const so_vault *vault, const so_noise_ask *ask,
                              uint8_t ret_output[32]) {
  uint8_t key[SO_KEY_SIZE];
  if (ask->epoch < vault->head.noise_epoch) return SOTTO_E_EXPIRED;
  if (ask->epoch - vault->head.noise_epoch > RATCHET_MAX) return SOTTO_E_LIMIT;
  memcpy(key, vault->keyring->noise, sizeof key);
  so_derive_ratchet(key, ask->epoch - vault->head.noise_epoch);
  so_derive_prf(ret_output, key, ask->label, ask->message);
  so_secret_wipe(key, sizeof key);
  return SOTTO_OK;
}

sotto_status so_vault_noise(so_vault *vault, const so_noise_ask *ask, uint8_t ret_output[32]) {
  const sotto_status status = so_vault_ratchet(vault, ask->epoch);
  return status ? status : so_vault_foresee(vault, ask, ret_output);
}

/* A restored copy takes its place after the anchor: the next generation is above both. */
static sotto_status catch_up(so_vault *vault) {
  so_head head = vault->head;
  if (head.generation < vault->anchor.generation) head.generation = vault->anchor.generation;
  const sotto_status status = so_opened_head(vault, &head, vault->keyring, SO_FILE_HEAD);
  if (status) return status;
  vault->head = head;
  vault->behind = 0;
  return SOTTO_OK;
}

sotto_status so_vault_anchor(so_vault *vault, const sotto_anchor *totals) {
  if (vault->behind && totals->epoch > vault->anchor.epoch) {
    const sotto_status status = catch_up(vault);
    if (status) return status;
  }
  return so_opened_anchor(vault, totals);
}
