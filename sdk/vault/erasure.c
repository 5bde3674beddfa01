/*
 * Erasing a closed profile. The secret goes first, so that from the first moment every copy of the
 * files is unreadable; where nothing outside the files can be destroyed (a passphrase), the head
 * that holds the wrapped keys is overwritten first instead. Unlinking needs no space and each step
 * may be done twice, so an erase that was cut is simply done again.
 */
#include <stdio.h>
#include <string.h>

#include "vault/keyring.h"
#include "vault/place.h"
#include "vault/vault.h"

/* The head goes last of all that tells there was a profile. */
static const char *const names[] = {
    SO_FILE_DATA_NEXT_JOURNAL, SO_FILE_DATA_NEXT, SO_FILE_DATA_JOURNAL, SO_FILE_DATA,
    SO_FILE_HEAD_PART,         SO_FILE_HEAD_NEXT, SO_FILE_HEAD,
};

static sotto_status destroy_key(const sotto_port *port, so_place *place, uint32_t *ret_destroyed) {
  if (!port->key_wipe) {
    so_place_blank(place, SO_FILE_HEAD, SO_HEAD_SIZE);
    so_place_blank(place, SO_FILE_HEAD_NEXT, SO_HEAD_SIZE);
    return SOTTO_OK;
  }
  const sotto_status status = port->key_wipe(port->context);
  if (!status) *ret_destroyed = 1;
  return so_keyring_answer(status);
}

static sotto_status remove_files(so_place *place, uint32_t *ret_removed) {
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; !status && i < sizeof names / sizeof names[0]; i++)
    status = so_place_remove(place, names[i], ret_removed);
  if (!status) status = so_place_remove(place, SO_FILE_LOCK, NULL);
  return status ? status : so_place_settle(place);
}

static sotto_status erase_in(const sotto_port *port, so_place *place, sotto_receipt *receipt) {
  sotto_status status = so_place_lock(place);
  /* A full or read-only disk may have no lock file and take none; nobody holds it then. */
  if (status == SOTTO_E_DISK_FULL || status == SOTTO_E_READ_ONLY) status = SOTTO_OK;
  if (!status) status = destroy_key(port, place, &receipt->key_destroyed);
  return status ? status : remove_files(place, &receipt->files_removed);
}

sotto_status so_vault_erase(const char *directory, const sotto_port *port,
                            sotto_receipt *ret_receipt) {
  so_place place;
  sotto_receipt receipt = {.struct_size = sizeof receipt, .strength = port->strength};
  if (port->store_name)
    snprintf(receipt.store_name, sizeof receipt.store_name, "%s", port->store_name);
  sotto_status status = so_place_enter(&place, directory, 0);
  if (!status)
    status = erase_in(port, &place, &receipt);
  else if (status == SOTTO_E_MISSING) /* no directory: only the secret can be left */
    status = destroy_key(port, &place, &receipt.key_destroyed);
  so_place_leave(&place);
  if (port->clock_now && port->clock_now(port->context, &receipt.time_ms) != SOTTO_OK && !status)
    status = SOTTO_E_PORT;
  if (!status || receipt.key_destroyed) *ret_receipt = receipt;
  return status;
}
