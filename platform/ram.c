/*
 * The RAM store: secret, anchor and clock in the caller's struct. What tests change to play a lost
 * key, a locked keyring or another day are its public fields; there is no hidden state.
 */
#include <sotto/store_posix.h>
#include <sotto/store_ram.h>
#include <string.h>

static sotto_status now(void *context, int64_t *ret_unix_ms) {
  const sotto_store_ram *store = context;
  if (store->now_ms == 0) {
    sotto_port system = {0};
    sotto_posix_lend(&system);
    return system.clock_now(NULL, ret_unix_ms);
  }
  *ret_unix_ms = store->now_ms;
  return SOTTO_OK;
}

static sotto_status load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  const sotto_store_ram *store = context;
  if (store->locked) return SOTTO_E_KEY_LOCKED;
  if (!store->has_key) return SOTTO_E_MISSING;
  memcpy(ret_key, store->key, SOTTO_KEY_SIZE);
  return SOTTO_OK;
}

static sotto_status keep(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  sotto_store_ram *store = context;
  if (store->locked) return SOTTO_E_KEY_LOCKED;
  memcpy(store->key, key, SOTTO_KEY_SIZE);
  store->has_key = 1;
  return SOTTO_OK;
}

static sotto_status wipe(void *context) {
  sotto_store_ram *store = context;
  if (store->locked) return SOTTO_E_KEY_LOCKED;
  volatile uint8_t *byte = store->key;
  for (size_t i = 0; i < SOTTO_KEY_SIZE; i++) byte[i] = 0;
  store->has_key = 0;
  return SOTTO_OK;
}

static sotto_status anchor_load(void *context, sotto_anchor *ret_anchor) {
  const sotto_store_ram *store = context;
  if (!store->has_anchor) return SOTTO_E_MISSING;
  *ret_anchor = store->anchor;
  return SOTTO_OK;
}

static sotto_status anchor_advance(void *context, const sotto_anchor *anchor) {
  sotto_store_ram *store = context;
  store->anchor = *anchor;
  store->has_anchor = 1;
  return SOTTO_OK;
}

void sotto_store_ram_init(sotto_store_ram *ret_store, sotto_port *ret_port) {
  *ret_store = (sotto_store_ram){.struct_size = sizeof *ret_store};
  *ret_port = (sotto_port){
      .struct_size = sizeof *ret_port,
      .strength = SOTTO_STRENGTH_MEMORY,
      .store_name = "ram",
      .context = ret_store,
      .key_load = load,
      .key_store = keep,
      .key_wipe = wipe,
      .anchor_load = anchor_load,
      .anchor_advance = anchor_advance,
  };
  sotto_posix_lend(ret_port);
  ret_port->clock_now = now;
}
