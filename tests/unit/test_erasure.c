/* Erasing: the secret goes, the files go, it may be done again, and the receipt says how strong. */
#include <sotto/store_passphrase.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/vault_kit.h"

static sotto_status erase(vault_kit *kit, sotto_receipt *ret_receipt) {
  return so_vault_erase(kit->directory, &kit->port, ret_receipt);
}

Test(erasure, removes_secret_and_files_and_names_the_store) {
  vault_kit kit;
  sotto_receipt receipt = {0};
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  kit_record(vault, "boots", 5);
  so_vault_close(vault);
  cr_assert_eq(erase(&kit, &receipt), SOTTO_OK);
  cr_assert_eq(receipt.key_destroyed, 1);
  cr_assert_geq(receipt.files_removed, 2);
  cr_assert_eq(receipt.strength, SOTTO_STRENGTH_MEMORY);
  cr_assert_str_eq(receipt.store_name, "ram");
  cr_assert_eq(receipt.time_ms, KIT_NOW);
  cr_assert_eq(kit_files(&kit), 0);
  cr_assert_eq(kit.store.has_key, 0);
  cr_assert_eq(kit_try(&kit, 0), SOTTO_E_MISSING);
  kit_end(&kit);
}

Test(erasure, may_be_done_again_and_where_nothing_is) {
  vault_kit kit;
  sotto_receipt receipt = {0};
  kit_init(&kit);
  cr_assert_eq(erase(&kit, &receipt), SOTTO_OK, "no directory");
  so_vault_close(kit_open(&kit));
  cr_assert_eq(erase(&kit, &receipt), SOTTO_OK);
  cr_assert_eq(erase(&kit, &receipt), SOTTO_OK);
  cr_assert_eq(receipt.files_removed, 0);
  cr_assert_eq(receipt.key_destroyed, 1);
  kit_end(&kit);
}

Test(erasure, keeps_the_anchor) {
  vault_kit kit;
  sotto_receipt receipt = {0};
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  const sotto_anchor totals = {.struct_size = sizeof totals, .epsilon_micro = 42};
  cr_assert_eq(so_vault_anchor(vault, &totals), SOTTO_OK);
  so_vault_close(vault);
  cr_assert_eq(erase(&kit, &receipt), SOTTO_OK);
  cr_assert_eq(kit.store.has_anchor, 1);
  cr_assert_eq(kit.store.anchor.epsilon_micro, 42);
  kit_end(&kit);
}

Test(erasure, waits_for_no_open_handle) {
  vault_kit kit;
  sotto_receipt receipt = {0};
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(erase(&kit, &receipt), SOTTO_E_BUSY);
  cr_assert_eq(kit.store.has_key, 1);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(erasure, a_locked_store_stops_it_before_any_file) {
  vault_kit kit;
  vault_copy before, after;
  sotto_receipt receipt = {.files_removed = 77};
  kit_init(&kit);
  so_vault_close(kit_open(&kit));
  kit_snapshot(&kit, &before);
  kit.store.locked = 1;
  cr_assert_eq(erase(&kit, &receipt), SOTTO_E_KEY_LOCKED);
  cr_assert_eq(receipt.files_removed, 77);
  kit_snapshot(&kit, &after);
  cr_assert(kit_same(&before, &after));
  kit_forget(&before);
  kit_forget(&after);
  kit_end(&kit);
}

Test(erasure, of_a_passphrase_profile_claims_no_destroyed_key) {
  vault_kit kit;
  sotto_store_passphrase store;
  sotto_receipt receipt = {0};
  kit_init(&kit);
  sotto_store_passphrase_init(&store, (sotto_text){"correct horse", 13}, &kit.port);
  so_vault_close(kit_open(&kit));
  cr_assert_eq(erase(&kit, &receipt), SOTTO_OK);
  cr_assert_eq(receipt.key_destroyed, 0);
  cr_assert_eq(receipt.strength, SOTTO_STRENGTH_PASSPHRASE);
  cr_assert_eq(kit_files(&kit), 0);
  kit_end(&kit);
}

Test(erasure, removes_what_a_cut_rotation_left_too) {
  vault_kit kit;
  sotto_receipt receipt = {0};
  static const char *const left[] = {SO_FILE_DATA_NEXT_JOURNAL, SO_FILE_DATA_NEXT,
                                     SO_FILE_DATA_JOURNAL, SO_FILE_HEAD_PART, SO_FILE_HEAD_NEXT};
  kit_init(&kit);
  so_vault_close(kit_open(&kit));
  for (size_t i = 0; i < sizeof left / sizeof *left; i++)
    kit_write(kit_path(&kit, left[i]), (const uint8_t *)"left", 4);
  cr_assert_eq(erase(&kit, &receipt), SOTTO_OK);
  cr_assert_eq(kit_files(&kit), 0);
  cr_assert_eq(receipt.files_removed, 7);
  kit_end(&kit);
}

/* What the blocks of a file hold once nobody can name it any more. */
static FILE *held(vault_kit *kit, const char *name) {
  FILE *file = fopen(kit_path(kit, name), "rb");
  cr_assert_not_null(file, "%s", name);
  return file;
}

static void expect_blank(FILE *file) {
  static const uint8_t zeros[SO_HEAD_SIZE];
  uint8_t bytes[SO_HEAD_SIZE];
  cr_assert_eq(fread(bytes, 1, sizeof bytes, file), sizeof bytes);
  cr_assert_arr_eq(bytes, zeros, sizeof bytes);
  fclose(file);
}

Test(erasure, of_a_passphrase_profile_overwrites_both_heads) {
  vault_kit kit;
  sotto_store_passphrase store;
  sotto_receipt receipt = {0};
  uint8_t head[SO_HEAD_SIZE];
  kit_init(&kit);
  sotto_store_passphrase_init(&store, (sotto_text){"correct horse", 13}, &kit.port);
  so_vault_close(kit_open(&kit));
  cr_assert_eq(kit_read(kit_path(&kit, SO_FILE_HEAD), head, sizeof head), sizeof head);
  kit_write(kit_path(&kit, SO_FILE_HEAD_NEXT), head, sizeof head);
  FILE *now = held(&kit, SO_FILE_HEAD), *next = held(&kit, SO_FILE_HEAD_NEXT);
  cr_assert_eq(erase(&kit, &receipt), SOTTO_OK);
  expect_blank(now);
  expect_blank(next);
  kit_end(&kit);
}

Test(erasure, tells_that_the_secret_is_gone_where_a_file_stays) {
  vault_kit kit;
  sotto_receipt receipt = {0};
  kit_init(&kit);
  so_vault_close(kit_open(&kit));
  cr_assert_eq(mkdir(kit_path(&kit, SO_FILE_DATA_NEXT), 0700), 0);
  cr_assert_neq(erase(&kit, &receipt), SOTTO_OK);
  cr_assert_eq(receipt.key_destroyed, 1);
  cr_assert_eq(receipt.time_ms, KIT_NOW);
  cr_assert_eq(rmdir(kit_path(&kit, SO_FILE_DATA_NEXT)), 0);
  cr_assert_eq(erase(&kit, &receipt), SOTTO_OK);
  cr_assert_eq(kit_files(&kit), 0);
  kit_end(&kit);
}
