/*
 * The insecure file store: 32 bytes in a file of mode 0600, replaced so that a cut leaves the old
 * or the new secret, never none. Wiping overwrites before it unlinks, which helps only where the
 * disk writes in place.
 */
#include <sotto/store_insecure_file.h>
#include <sotto/store_passphrase.h>
#include <sotto/store_posix.h>
#include <string.h>

#include "durable_file.h"

static sotto_status load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  const sotto_store_insecure_file *store = context;
  uint8_t bytes[SOTTO_KEY_SIZE + 1];
  size_t size = sizeof bytes;
  const sotto_status status = durable_read(store->path, bytes, &size);
  if (status) return status;
  if (size == SOTTO_KEY_SIZE) memcpy(ret_key, bytes, SOTTO_KEY_SIZE);
  sotto_passphrase_wipe((char *)bytes, sizeof bytes);
  return size == SOTTO_KEY_SIZE ? SOTTO_OK : SOTTO_E_CORRUPT;
}

static sotto_status keep(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  const sotto_store_insecure_file *store = context;
  const sotto_status status = durable_prepare(store->path, (sotto_bytes){key, SOTTO_KEY_SIZE});
  return status ? status : durable_commit(store->path);
}

static sotto_status wipe(void *context) {
  const sotto_store_insecure_file *store = context;
  return durable_remove(store->path);
}

sotto_status sotto_store_insecure_file_init(sotto_store_insecure_file *ret_store, const char *path,
                                            const char *opt_in, sotto_port *ret_port) {
  if (!ret_store || !path || !path[0] || !ret_port) return SOTTO_E_ARGUMENT;
  if (!opt_in || strcmp(opt_in, SOTTO_INSECURE_FILE) != 0) return SOTTO_E_ARGUMENT;
  *ret_store = (sotto_store_insecure_file){.struct_size = sizeof *ret_store, .path = path};
  *ret_port = (sotto_port){
      .struct_size = sizeof *ret_port,
      .strength = SOTTO_STRENGTH_FILE,
      .store_name = SOTTO_INSECURE_FILE,
      .context = ret_store,
      .key_load = load,
      .key_store = keep,
      .key_wipe = wipe,
  };
  sotto_posix_lend(ret_port);
  return SOTTO_OK;
}
