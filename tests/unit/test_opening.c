/* Opening, creating and closing a profile: what is found, what is written, and what is refused. */
#include <criterion/criterion.h>
#include <sotto/store_passphrase.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "unit/vault_kit.h"

Test(opening, a_profile_holds_what_was_committed) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  kit_record(vault, "boots", 3);
  so_vault_close(vault);
  vault = kit_open(&kit);
  cr_assert_eq(kit.found.created, 0);
  cr_assert_eq(kit_count(vault), 3);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(opening, nothing_readable_is_on_the_disk) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  kit_record(vault, "canary-canary-canary", 20);
  cr_assert_not(kit_disk_holds(&kit, "canary"));
  so_vault_close(vault);
  cr_assert_not(kit_disk_holds(&kit, "canary"));
  cr_assert_not(kit_disk_holds(&kit, "SQLite format"));
  cr_assert(kit_disk_holds(&kit, "SOTTOHD1"), "the search itself works");
  kit_end(&kit);
}

Test(opening, files_are_the_owners_alone) {
  vault_kit kit;
  kit_init(&kit);
  so_vault_close(kit_open(&kit));
  struct stat about;
  cr_assert_eq(stat(kit.directory, &about), 0);
  cr_assert_eq(about.st_mode & 0777, 0700);
  static const char *const names[] = {"profile.head", "profile.db", "profile.lock"};
  for (size_t i = 0; i < 3; i++) {
    cr_assert_eq(stat(kit_path(&kit, names[i]), &about), 0, "%s", names[i]);
    cr_assert_eq(about.st_mode & 0777, 0600, "%s", names[i]);
  }
  cr_assert_eq(kit_files(&kit), 3 + (size_t)kit_has(&kit, "profile.db-journal"));
  kit_end(&kit);
}

Test(opening, a_second_handle_is_told_busy) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(kit_try(&kit, 1), SOTTO_E_BUSY);
  so_vault_close(vault);
  cr_assert_eq(kit_try(&kit, 1), SOTTO_OK);
  kit_end(&kit);
}

Test(opening, without_create_a_missing_profile_is_missing_and_nothing_is_made) {
  vault_kit kit;
  kit_init(&kit);
  cr_assert_eq(kit_try(&kit, 0), SOTTO_E_MISSING);
  cr_assert_not(kit_has(&kit, "."));
  cr_assert_eq(kit.store.has_key, 0);
  kit_end(&kit);
}

Test(opening, reading_a_whole_profile_writes_nothing) {
  vault_kit kit;
  kit_init(&kit);
  so_vault_close(kit_open(&kit));
  vault_copy before, after;
  kit_snapshot(&kit, &before);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(kit_count(vault), 0);
  so_vault_close(vault);
  kit_snapshot(&kit, &after);
  cr_assert(kit_same(&before, &after));
  kit_forget(&before);
  kit_forget(&after);
  kit_end(&kit);
}

Test(opening, a_memory_vault_writes_no_file_and_keeps_rows) {
  vault_kit kit;
  kit_init(&kit);
  so_vault_options options = {.port = &kit.port, .create = 1, .now_ms = KIT_NOW};
  so_vault *vault;
  so_vault_found found;
  cr_assert_eq(so_vault_open(&options, &vault, &found), SOTTO_OK);
  cr_assert(so_vault_is_memory(vault));
  kit_record(vault, "tent", 2);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_OK);
  cr_assert_eq(kit_count(vault), 2);
  uint64_t rows = 0;
  cr_assert_eq(so_vault_audit_verify(vault, &rows), SOTTO_OK);
  so_vault_close(vault);
  cr_assert_eq(kit.store.has_key, 0);
  cr_assert_not(kit_has(&kit, "."));
  kit_end(&kit);
}

Test(opening, an_existing_secret_is_used_not_replaced) {
  vault_kit kit;
  kit_init(&kit);
  kit.store.has_key = 1;
  memset(kit.store.key, 7, sizeof kit.store.key);
  so_vault_close(kit_open(&kit));
  for (size_t i = 0; i < sizeof kit.store.key; i++) cr_assert_eq(kit.store.key[i], 7);
  cr_assert_eq(kit_try(&kit, 0), SOTTO_OK);
  kit_end(&kit);
}

Test(opening, a_passphrase_opens_and_another_does_not) {
  vault_kit kit;
  sotto_store_passphrase store;
  kit_init(&kit);
  sotto_store_passphrase_init(&store, (sotto_text){"correct horse", 13}, &kit.port);
  so_vault_close(kit_open(&kit));
  cr_assert_eq(kit_try(&kit, 0), SOTTO_OK);
  store.words = (sotto_text){"correct horsf", 13};
  cr_assert_eq(kit_try(&kit, 0), SOTTO_E_KEY_WRONG);
  store.words = (sotto_text){"", 0};
  cr_assert_eq(kit_try(&kit, 0), SOTTO_E_KEY_LOCKED);
  kit_end(&kit);
}

Test(opening, a_passphrase_profile_rotates_and_keeps_its_rows) {
  vault_kit kit;
  sotto_store_passphrase store;
  kit_init(&kit);
  sotto_store_passphrase_init(&store, (sotto_text){"correct horse", 13}, &kit.port);
  so_vault *vault = kit_open(&kit);
  kit_record(vault, "tent", 2);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_OK);
  so_vault_close(vault);
  vault = kit_open(&kit);
  cr_assert_eq(kit_count(vault), 2);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(opening, an_older_copy_is_behind_its_anchor) {
  vault_kit kit;
  kit_init(&kit);
  so_vault_close(kit_open(&kit));
  vault_copy older;
  kit_snapshot(&kit, &older);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(kit.found.behind, 0);
  kit_stated(vault);
  const sotto_anchor totals = {.struct_size = sizeof totals, .epoch = 9, .epsilon_micro = 5};
  cr_assert_eq(so_vault_anchor(vault, &totals), SOTTO_OK);
  so_vault_close(vault);
  kit_restore(&kit, &older);
  kit_forget(&older);
  vault = kit_open(&kit);
  cr_assert_eq(kit.found.behind, 1);
  cr_assert_eq(kit.found.tail_cut, 1);
  cr_assert_eq(kit.found.anchor.epsilon_micro, 5);
  uint64_t bad = 0;
  cr_assert_eq(so_vault_audit_verify(vault, &bad), SOTTO_E_TAMPERED);
  cr_assert_eq(bad, 2);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(opening, a_profile_behind_stays_behind_until_a_later_epoch) {
  vault_kit kit;
  vault_copy older;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  kit_snapshot(&kit, &older);
  kit_stated(vault);
  sotto_anchor totals = {.struct_size = sizeof totals, .epoch = 9, .epsilon_micro = 5};
  cr_assert_eq(so_vault_anchor(vault, &totals), SOTTO_OK);
  so_vault_close(vault);
  kit_restore(&kit, &older);
  kit_forget(&older);
  for (totals.epoch = 9; totals.epoch < 12; totals.epoch++) {
    vault = kit_open(&kit);
    cr_assert_eq(kit.found.behind, totals.epoch < 11, "%d", (int)totals.epoch);
    cr_assert_eq(kit.found.anchor.epsilon_micro, totals.epoch == 9 ? 5 : totals.epoch);
    kit_stated(vault);
    totals.epsilon_micro = totals.epoch + 1;
    cr_assert_eq(so_vault_anchor(vault, &totals), SOTTO_OK);
    so_vault_close(vault);
  }
  kit_end(&kit);
}

Test(opening, a_profile_made_after_an_erase_keeps_the_totals_and_is_not_behind) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  for (int i = 0; i < 5; i++) kit_stated(vault);
  const sotto_anchor totals = {.struct_size = sizeof totals, .epsilon_micro = 777};
  cr_assert_eq(so_vault_anchor(vault, &totals), SOTTO_OK);
  so_vault_close(vault);
  sotto_receipt receipt;
  cr_assert_eq(so_vault_erase(kit.directory, &kit.port, &receipt), SOTTO_OK);
  so_vault_close(kit_open(&kit));
  cr_assert_eq(kit.found.created, 1);
  cr_assert_eq(kit.found.anchor.epsilon_micro, 777);
  so_vault_close(kit_open(&kit));
  cr_assert_eq(kit.found.behind, 0);
  cr_assert_eq(kit.found.tail_cut, 0);
  cr_assert_eq(kit.found.anchor.epsilon_micro, 777);
  kit_end(&kit);
}
