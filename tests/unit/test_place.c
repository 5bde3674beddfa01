/* File operations: symbolic links refused, replacement whole, the lock held. */
#include "vault/place.h"

#include "unit/vault_kit.h"

static void entered(vault_kit *kit, so_place *place) {
  kit_init(kit);
  cr_assert_eq(so_place_enter(place, kit->directory, 1), SOTTO_OK, "%s", place->detail);
}

static void finish(vault_kit *kit, so_place *place) {
  so_place_leave(place);
  kit_end(kit);
}

Test(place, a_file_is_replaced_and_nothing_is_left_beside_it) {
  vault_kit kit;
  so_place place;
  uint8_t bytes[16];
  size_t size = sizeof bytes;
  entered(&kit, &place);
  cr_assert_eq(so_place_replace(&place, "a", (sotto_bytes){(const uint8_t *)"first", 5}), SOTTO_OK);
  cr_assert_eq(so_place_replace(&place, "a", (sotto_bytes){(const uint8_t *)"next", 4}), SOTTO_OK);
  cr_assert_eq(so_place_read(&place, "a", bytes, &size), SOTTO_OK);
  cr_assert_eq(size, 4);
  cr_assert_arr_eq(bytes, "next", 4);
  cr_assert_eq(kit_files(&kit), 1);
  finish(&kit, &place);
}

Test(place, symbolic_links_are_refused_for_file_and_directory) {
  vault_kit kit;
  so_place place, other;
  uint8_t bytes[16];
  size_t size = sizeof bytes;
  char link[128];
  entered(&kit, &place);
  cr_assert_eq(symlink("/etc/hostname", kit_path(&kit, "a")), 0);
  cr_assert_eq(so_place_read(&place, "a", bytes, &size), SOTTO_E_STORAGE);
  cr_assert_eq(so_place_has(&place, "a"), SOTTO_E_STORAGE);
  cr_assert_eq(so_place_sync(&place, "a"), SOTTO_E_STORAGE);
  snprintf(link, sizeof link, "%s/link", kit.root);
  cr_assert_eq(symlink(kit.directory, link), 0);
  cr_assert_eq(so_place_enter(&other, link, 0), SOTTO_E_STORAGE);
  cr_assert_eq(so_place_enter(&other, link, 1), SOTTO_E_STORAGE);
  unlink(link);
  finish(&kit, &place);
}

Test(place, one_lock_at_a_time_and_leaving_gives_it_back) {
  vault_kit kit;
  so_place place, other;
  entered(&kit, &place);
  cr_assert_eq(so_place_enter(&other, kit.directory, 0), SOTTO_OK);
  cr_assert_eq(so_place_lock(&place), SOTTO_OK);
  cr_assert_eq(so_place_lock(&other), SOTTO_E_BUSY);
  so_place_leave(&place);
  cr_assert_eq(so_place_lock(&other), SOTTO_OK);
  so_place_leave(&other);
  finish(&kit, &place);
}

Test(place, an_absent_file_or_parent_is_missing) {
  vault_kit kit;
  so_place place, other;
  uint8_t bytes[1];
  size_t size = 1;
  uint32_t removed = 0;
  entered(&kit, &place);
  cr_assert_eq(so_place_read(&place, "a", bytes, &size), SOTTO_E_MISSING);
  cr_assert_eq(so_place_has(&place, "a"), SOTTO_E_MISSING);
  cr_assert_eq(so_place_remove(&place, "a", &removed), SOTTO_OK);
  cr_assert_eq(removed, 0);
  cr_assert_eq(so_place_enter(&other, "/nonexistent/profile", 1), SOTTO_E_MISSING);
  finish(&kit, &place);
}

Test(place, blanking_overwrites_in_place) {
  vault_kit kit;
  so_place place;
  uint8_t bytes[8] = {0};
  size_t size = sizeof bytes;
  entered(&kit, &place);
  cr_assert_eq(so_place_replace(&place, "a", (sotto_bytes){(const uint8_t *)"secret", 6}),
               SOTTO_OK);
  so_place_blank(&place, "a", 4);
  cr_assert_eq(so_place_read(&place, "a", bytes, &size), SOTTO_OK);
  cr_assert_arr_eq(bytes, "\0\0\0\0et", 6);
  finish(&kit, &place);
}

Test(place, a_symbolic_link_where_a_head_is_written_is_refused_and_its_target_untouched) {
  vault_kit kit;
  so_place place;
  uint8_t bytes[16];
  char target[128];
  entered(&kit, &place);
  snprintf(target, sizeof target, "%s/target", kit.root);
  kit_write(target, (const uint8_t *)"precious", 8);
  cr_assert_eq(symlink(target, kit_path(&kit, SO_FILE_HEAD_PART)), 0);
  cr_assert_eq(so_place_replace(&place, "a", (sotto_bytes){(const uint8_t *)"new", 3}),
               SOTTO_E_STORAGE);
  cr_assert_eq(kit_read(target, bytes, sizeof bytes), 8);
  cr_assert_arr_eq(bytes, "precious", 8);
  unlink(target);
  finish(&kit, &place);
}
