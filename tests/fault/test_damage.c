/* Damaged, truncated, foreign and missing files are told apart, and never made worse. */
#include "unit/vault_kit.h"

static vault_copy whole; /* of a profile with ten events */

static void made(vault_kit *kit) {
  kit_init(kit);
  so_vault *vault = kit_open(kit);
  kit_record(vault, "boots", 10);
  so_vault_close(vault);
  kit_snapshot(kit, &whole);
}

static void refused(vault_kit *kit, sotto_status expected, const char *what) {
  vault_copy before, after;
  kit_snapshot(kit, &before);
  for (int create = 0; create < 2; create++) {
    const sotto_status status = kit_try(kit, create);
    cr_assert_eq(status, expected, "%s: %s", what, sotto_status_name(status));
  }
  kit_snapshot(kit, &after);
  cr_assert(kit_same(&before, &after), "%s changed the directory", what);
  kit_forget(&before);
  kit_forget(&after);
}

/* Back to the whole files: everything must be there again. */
static void finish(vault_kit *kit) {
  kit_restore(kit, &whole);
  kit_forget(&whole);
  so_vault *vault = kit_open(kit);
  cr_assert_eq(kit_count(vault), 10);
  so_vault_close(vault);
  kit_end(kit);
}

static const uint8_t *file_of(const char *name, size_t *ret_size) {
  for (size_t i = 0; i < whole.count; i++) {
    if (strcmp(whole.files[i].name, name) == 0) {
      *ret_size = whole.files[i].size;
      return whole.files[i].data;
    }
  }
  cr_assert_fail("no %s", name);
  return NULL;
}

Test(damage, each_flipped_byte_of_the_head_is_refused_and_nothing_changes) {
  vault_kit kit;
  uint8_t bytes[256];
  size_t size;
  made(&kit);
  memcpy(bytes, file_of("profile.head", &size), sizeof bytes);
  for (size_t i = 0; i < sizeof bytes; i++) {
    bytes[i] ^= 0x40;
    kit_write(kit_path(&kit, "profile.head"), bytes, sizeof bytes);
    refused(&kit, i < 8 ? SOTTO_E_FORMAT : SOTTO_E_CORRUPT, "a flipped byte");
    bytes[i] ^= 0x40;
  }
  finish(&kit);
}

Test(damage, a_truncated_or_longer_head_is_corrupt) {
  vault_kit kit;
  uint8_t bytes[300] = {0};
  size_t size;
  made(&kit);
  memcpy(bytes, file_of("profile.head", &size), 256);
  static const size_t sizes[] = {0, 1, 7, 8, 100, 255, 257, 300};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    kit_write(kit_path(&kit, "profile.head"), bytes, sizes[i]);
    refused(&kit, SOTTO_E_CORRUPT, "a head of another size");
  }
  finish(&kit);
}

Test(damage, another_file_in_the_heads_place_is_a_format) {
  vault_kit kit;
  made(&kit);
  kit_write(kit_path(&kit, "profile.head"), (const uint8_t *)"%PDF-1.7 and more", 17);
  refused(&kit, SOTTO_E_FORMAT, "a foreign head");
  finish(&kit);
}

Test(damage, another_profiles_head_is_a_wrong_key) {
  vault_kit kit, other;
  uint8_t bytes[256];
  made(&kit);
  kit_init(&other);
  so_vault_close(kit_open(&other));
  cr_assert_eq(kit_read(kit_path(&other, "profile.head"), bytes, sizeof bytes), sizeof bytes);
  kit_write(kit_path(&kit, "profile.head"), bytes, sizeof bytes);
  refused(&kit, SOTTO_E_KEY_WRONG, "a head of another profile");
  kit_end(&other);
  finish(&kit);
}

Test(damage, another_profiles_database_is_corrupt) {
  vault_kit kit, other;
  static uint8_t bytes[1 << 17];
  made(&kit);
  kit_init(&other);
  so_vault_close(kit_open(&other));
  const size_t size = kit_read(kit_path(&other, "profile.db"), bytes, sizeof bytes);
  kit_write(kit_path(&kit, "profile.db"), bytes, size);
  refused(&kit, SOTTO_E_CORRUPT, "a database of another profile");
  kit_end(&other);
  finish(&kit);
}

Test(damage, a_missing_part_is_missing_and_is_not_made_anew) {
  vault_kit kit;
  made(&kit);
  unlink(kit_path(&kit, "profile.db"));
  refused(&kit, SOTTO_E_MISSING, "no database");
  kit_restore(&kit, &whole);
  unlink(kit_path(&kit, "profile.head"));
  refused(&kit, SOTTO_E_MISSING, "no head");
  finish(&kit);
}

Test(damage, a_database_of_no_bytes_is_corrupt_not_empty) {
  vault_kit kit;
  made(&kit);
  kit_write(kit_path(&kit, "profile.db"), NULL, 0);
  refused(&kit, SOTTO_E_CORRUPT, "a database of no bytes");
  finish(&kit);
}

Test(damage, a_plain_database_in_its_place_is_a_format) {
  vault_kit kit;
  uint8_t page[4096] = "SQLite format 3";
  made(&kit);
  kit_write(kit_path(&kit, "profile.db"), page, sizeof page);
  refused(&kit, SOTTO_E_FORMAT, "a plain database");
  finish(&kit);
}

/* A vault with several pages of events, one page flipped: the flip shows when that page is read. */
Test(damage, each_damaged_page_is_corrupt_when_it_is_read) {
  vault_kit kit;
  size_t size, shown = 0;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  kit_record(vault, "boots", 900);
  so_vault_close(vault);
  kit_snapshot(&kit, &whole);
  const uint8_t *data = file_of("profile.db", &size);
  uint8_t *bytes = malloc(size);
  cr_assert_gt(size / 4096, 12);
  for (size_t page = 0; page < size / 4096; page++) {
    memcpy(bytes, data, size);
    bytes[page * 4096 + 2000] ^= 1;
    kit_write(kit_path(&kit, "profile.db"), bytes, size);
    const so_vault_options options = kit_options(&kit, 0);
    int64_t rows = 0;
    sotto_status status = so_vault_open(&options, &vault, &kit.found);
    if (status == SOTTO_OK) {
      so_query query = so_query_of(&vault->database,
                                   "SELECT count(*), total(length(item)) "
                                   "FROM event",
                                   NULL);
      if (so_query_row(&query)) rows = so_query_number(&query, 0);
      status = so_query_end(&query);
      so_vault_close(vault);
    }
    cr_assert(status == SOTTO_E_CORRUPT || (status == SOTTO_OK && rows == 900), "page %zu: %s",
              page, sotto_status_name(status));
    shown += status == SOTTO_E_CORRUPT;
  }
  cr_assert_gt(shown, 8, "%zu pages shown", shown);
  free(bytes);
  kit_restore(&kit, &whole);
  kit_forget(&whole);
  vault = kit_open(&kit);
  cr_assert_eq(kit_count(vault), 900);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(damage, a_symbolic_link_is_refused_for_each_file) {
  static const char *const names[] = {"profile.head", "profile.db", "profile.lock"};
  vault_kit kit;
  char elsewhere[256];
  made(&kit);
  for (size_t i = 0; i < 3; i++) {
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", kit.root);
    cr_assert_eq(rename(kit_path(&kit, names[i]), elsewhere), 0);
    cr_assert_eq(symlink(elsewhere, kit_path(&kit, names[i])), 0);
    cr_assert_eq(kit_try(&kit, 1), SOTTO_E_STORAGE, "%s", names[i]);
    cr_assert_eq(kit_try(&kit, 0), SOTTO_E_STORAGE, "%s", names[i]);
    unlink(elsewhere);
    kit_restore(&kit, &whole);
  }
  finish(&kit);
}
