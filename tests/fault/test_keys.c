/* The key store fails, lies or loses: a status of its own each time, and not one byte changed. */
#include "unit/vault_kit.h"

/* Opening gives `expected` and leaves every file and the store as they were. */
static void refused(vault_kit *kit, sotto_status expected) {
  vault_copy before, after;
  const sotto_store_ram store = kit->store;
  kit_snapshot(kit, &before);
  for (int create = 0; create < 2; create++) {
    const sotto_status status = kit_try(kit, create);
    cr_assert_eq(status, expected, "%s", sotto_status_name(status));
  }
  kit_snapshot(kit, &after);
  cr_assert(kit_same(&before, &after));
  cr_assert_eq(memcmp(&store, &kit->store, sizeof store), 0);
  kit_forget(&before);
  kit_forget(&after);
}

static void made(vault_kit *kit) {
  kit_init(kit);
  so_vault *vault = kit_open(kit);
  kit_record(vault, "boots", 10);
  so_vault_close(vault);
}

static void still_there(vault_kit *kit) {
  so_vault *vault = kit_open(kit);
  cr_assert_eq(kit_count(vault), 10);
  so_vault_close(vault);
  kit_end(kit);
}

Test(keys, a_wrong_key_is_wrong) {
  vault_kit kit;
  made(&kit);
  kit.store.key[0] ^= 1;
  refused(&kit, SOTTO_E_KEY_WRONG);
  kit.store.key[0] ^= 1;
  still_there(&kit);
}

Test(keys, a_lost_key_is_lost) {
  vault_kit kit;
  made(&kit);
  kit.store.has_key = 0;
  refused(&kit, SOTTO_E_KEY_LOST);
  kit.store.has_key = 1;
  still_there(&kit);
}

Test(keys, a_locked_store_is_locked) {
  vault_kit kit;
  made(&kit);
  kit.store.locked = 1;
  refused(&kit, SOTTO_E_KEY_LOCKED);
  kit.store.locked = 0;
  still_there(&kit);
}

static sotto_status broken_load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  (void)context;
  (void)ret_key;
  return SOTTO_E_STORAGE;
}

static sotto_status broken_anchor(void *context, sotto_anchor *ret_anchor) {
  (void)context;
  (void)ret_anchor;
  return SOTTO_E_STORAGE;
}

Test(keys, a_failing_store_is_the_ports_fault) {
  vault_kit kit;
  made(&kit);
  const sotto_port whole = kit.port;
  kit.port.key_load = broken_load;
  refused(&kit, SOTTO_E_PORT);
  kit.port = whole;
  kit.port.anchor_load = broken_anchor;
  refused(&kit, SOTTO_E_PORT);
  kit.port = whole;
  still_there(&kit);
}

/* A store whose key_store does `store_mode` and then fails. */
static enum { STORES_NOTHING, STORES_AND_FAILS, STORES_AND_HIDES } store_mode;

static sotto_status failing_store(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  sotto_store_ram *store = context;
  if (store_mode != STORES_NOTHING) memcpy(store->key, key, SOTTO_KEY_SIZE);
  if (store_mode != STORES_NOTHING) store->has_key = 1;
  if (store_mode == STORES_AND_HIDES) store->locked = 1;
  return SOTTO_E_STORAGE;
}

static void rotate_failing(int mode, sotto_status expected) {
  vault_kit kit;
  made(&kit);
  const sotto_port whole = kit.port;
  so_vault *vault = kit_open(&kit);
  kit.port.key_store = failing_store;
  store_mode = mode;
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), expected);
  kit.store.locked = 0;
  so_vault_close(vault);
  kit.port = whole;
  still_there(&kit);
}

Test(keys, a_rotation_survives_a_store_that_refuses_the_new_secret) {
  rotate_failing(STORES_NOTHING, SOTTO_E_PORT);
}

Test(keys, a_rotation_survives_a_store_that_keeps_the_secret_and_says_it_failed) {
  rotate_failing(STORES_AND_FAILS, SOTTO_OK);
}

Test(keys, a_rotation_survives_a_store_that_keeps_the_secret_and_goes_silent) {
  rotate_failing(STORES_AND_HIDES, SOTTO_E_PORT);
}

Test(keys, after_a_rotation_of_unknown_end_nothing_is_written_until_the_store_speaks) {
  vault_kit kit;
  made(&kit);
  so_vault *vault = kit_open(&kit);
  kit.port.key_store = failing_store;
  store_mode = STORES_AND_HIDES;
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_E_PORT);
  cr_assert_eq(kit_try_record(vault, "stove", 1), SOTTO_E_KEY_LOCKED);
  cr_assert_eq(kit_count(vault), 10, "what is there can be read");
  kit.store.locked = 0;
  kit_record(vault, "stove", 1);
  cr_assert_eq(kit_count(vault), 11);
  so_vault_close(vault);
  vault = kit_open(&kit);
  cr_assert_eq(kit_count(vault), 11, "and what was acknowledged is not lost");
  so_vault_close(vault);
  kit_end(&kit);
}

Test(keys, a_store_that_takes_no_secret_makes_no_profile) {
  vault_kit kit;
  kit_init(&kit);
  kit.port.key_store = failing_store;
  store_mode = STORES_NOTHING;
  cr_assert_eq(kit_try(&kit, 1), SOTTO_E_PORT);
  cr_assert_not(kit_has(&kit, "profile.head"));
  cr_assert_not(kit_has(&kit, "profile.db"));
  cr_assert_not(kit_has(&kit, "profile.db.next"));
  cr_assert_not(kit_has(&kit, "profile.head.next"));
  kit_end(&kit);
}
