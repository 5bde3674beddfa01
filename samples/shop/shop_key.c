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

#ifdef SHOP_WITH_SECRET_SERVICE
/* Two folders are two profiles, each with a key of its own. */
static sotto_status start_keyring(const char *folder, shop_key *ret_key) {
  char *path = g_canonicalize_filename(folder, NULL);
  char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, path, -1);
  g_strlcpy(ret_key->name, digest, sizeof ret_key->name);
  g_free(digest);
  g_free(path);
  ret_key->lasting = ret_key->keyring = TRUE;
  return sotto_store_secret_service_init(&ret_key->store.service, "org.sotto.Shop", ret_key->name,
                                         &ret_key->port);
}

void shop_key_may_ask(shop_key *key) {
  if (key->keyring) key->store.service.flags |= SOTTO_SECRET_SERVICE_MAY_ASK;
}
#else
static sotto_status start_keyring(const char *folder, shop_key *ret_key) {
  (void)folder; /* this build has none */
  shop_key_visitor(ret_key);
  return SOTTO_OK;
}

void shop_key_may_ask(shop_key *key) {
  (void)key;
}
#endif

static sotto_status start_file(const shop_options *options, shop_key *ret_key) {
  const sotto_status status = sotto_store_insecure_file_init(
      &ret_key->store.file, options->key_file, SOTTO_INSECURE_FILE, &ret_key->port);
  ret_key->lasting = TRUE;
  if (options->lock) {
    ret_key->port.key_load = refuse_load;
    ret_key->port.key_store = refuse_store;
  }
  return status;
}

sotto_status shop_key_start(const shop_options *options, shop_key *ret_key) {
  *ret_key = (shop_key){.lasting = FALSE};
  if (options->key_file && !options->demo) return start_file(options, ret_key);
  if (!options->demo) return start_keyring(options->profile, ret_key);
  shop_key_visitor(ret_key);
  return SOTTO_OK;
}

void shop_key_visitor(shop_key *ret_key) {
  *ret_key = (shop_key){.lasting = FALSE};
  sotto_store_ram_init(&ret_key->store.ram, &ret_key->port);
}

void shop_key_end(shop_key *key) {
  volatile uint8_t *byte = (volatile uint8_t *)&key->store;
  for (size_t i = 0; i < sizeof key->store; i++) byte[i] = 0;
}
