/* Where the key of the person's profile lives: see shop_key.h. */
#include "shop_key.h"

static sotto_status refuse_load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  (void)context;
  (void)ret_key;
  return SOTTO_E_KEY_LOCKED;
}

static sotto_status refuse_store(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  (void)context;
  (void)key;
  return SOTTO_E_KEY_LOCKED;
}

sotto_status shop_key_start(const shop_options *options, shop_key *ret_key) {
  sotto_status status = SOTTO_OK;
  if (options->demo || !options->key_file) {
    shop_key_visitor(ret_key);
    return SOTTO_OK;
  }
  status = sotto_store_insecure_file_init(&ret_key->store.file, options->key_file,
                                          SOTTO_INSECURE_FILE, &ret_key->port);
  ret_key->lasting = TRUE;
  if (options->lock) {
    ret_key->port.key_load = refuse_load;
    ret_key->port.key_store = refuse_store;
  }
  return status;
}

void shop_key_visitor(shop_key *ret_key) {
  sotto_store_ram_init(&ret_key->store.ram, &ret_key->port);
  ret_key->lasting = FALSE;
}

void shop_key_end(shop_key *key) {
  volatile uint8_t *byte = (volatile uint8_t *)&key->store;
  for (size_t i = 0; i < sizeof key->store; i++) byte[i] = 0;
}
