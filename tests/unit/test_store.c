/* The ready-made key stores of platform/. */
#include <criterion/criterion.h>
#include <sotto/store_insecure_file.h>
#include <sotto/store_passphrase.h>
#include <sotto/store_posix.h>

#include "unit/vault_kit.h"

static const uint8_t secret[SOTTO_KEY_SIZE] = "0123456789abcdef0123456789abcde";

typedef struct file_kit {
  vault_kit kit;
  sotto_store_insecure_file store;
  sotto_port port;
  char path[512];
} file_kit;

static void set_up(file_kit *file) {
  kit_init(&file->kit);
  cr_assert_eq(mkdir(file->kit.directory, 0700), 0);
  snprintf(file->path, sizeof file->path, "%s", kit_path(&file->kit, "key"));
  cr_assert_eq(
      sotto_store_insecure_file_init(&file->store, file->path, "insecure_file", &file->port),
      SOTTO_OK);
}

Test(store, the_insecure_file_is_refused_unless_asked_for_by_name) {
  sotto_store_insecure_file store;
  sotto_port port;
  cr_assert_eq(sotto_store_insecure_file_init(&store, "/tmp/x", "yes", &port), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_store_insecure_file_init(&store, "/tmp/x", NULL, &port), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_store_insecure_file_init(&store, "", "insecure_file", &port),
               SOTTO_E_ARGUMENT);
}

Test(store, the_insecure_file_keeps_replaces_and_wipes) {
  file_kit file;
  uint8_t loaded[SOTTO_KEY_SIZE];
  struct stat about;
  set_up(&file);
  cr_assert_eq(file.port.key_load(file.port.context, loaded), SOTTO_E_MISSING);
  cr_assert_eq(file.port.key_store(file.port.context, secret), SOTTO_OK);
  cr_assert_eq(file.port.key_load(file.port.context, loaded), SOTTO_OK);
  cr_assert_arr_eq(loaded, secret, sizeof secret);
  loaded[0]++;
  cr_assert_eq(file.port.key_store(file.port.context, loaded), SOTTO_OK);
  cr_assert_eq(stat(file.path, &about), 0);
  cr_assert_eq(about.st_mode & 0777, 0600);
  cr_assert_eq(kit_files(&file.kit), 1);
  cr_assert_eq(file.port.key_wipe(file.port.context), SOTTO_OK);
  cr_assert_eq(file.port.key_wipe(file.port.context), SOTTO_OK, "none is fine too");
  cr_assert_eq(file.port.key_load(file.port.context, loaded), SOTTO_E_MISSING);
  kit_end(&file.kit);
}

Test(store, a_cut_or_linked_key_file_is_not_a_key) {
  file_kit file;
  uint8_t loaded[SOTTO_KEY_SIZE];
  set_up(&file);
  kit_write(file.path, secret, 31);
  cr_assert_eq(file.port.key_load(file.port.context, loaded), SOTTO_E_CORRUPT);
  kit_write(kit_path(&file.kit, "elsewhere"), secret, 32);
  unlink(file.path);
  cr_assert_eq(symlink("elsewhere", file.path), 0);
  cr_assert_eq(file.port.key_load(file.port.context, loaded), SOTTO_E_STORAGE);
  kit_end(&file.kit);
}

Test(store, the_passphrase_is_given_whole_or_not_at_all) {
  sotto_store_passphrase store;
  sotto_port port;
  uint8_t bytes[8];
  size_t size = 3;
  char typed[] = "word";
  sotto_store_passphrase_init(&store, (sotto_text){typed, 4}, &port);
  cr_assert_eq(port.passphrase(port.context, bytes, &size), SOTTO_E_SPACE);
  size = sizeof bytes;
  cr_assert_eq(port.passphrase(port.context, bytes, &size), SOTTO_OK);
  cr_assert_eq(size, 4);
  cr_assert_arr_eq(bytes, "word", 4);
  sotto_passphrase_wipe(typed, 4);
  cr_assert_arr_eq(typed, "\0\0\0\0", 4);
  cr_assert_null(port.anchor_load);
}

Test(store, a_locked_ram_store_says_locked) {
  sotto_store_ram store;
  sotto_port port;
  uint8_t loaded[SOTTO_KEY_SIZE];
  sotto_store_ram_init(&store, &port);
  cr_assert_eq(port.key_load(port.context, loaded), SOTTO_E_MISSING);
  cr_assert_eq(port.key_store(port.context, secret), SOTTO_OK);
  store.locked = 1;
  cr_assert_eq(port.key_load(port.context, loaded), SOTTO_E_KEY_LOCKED);
  cr_assert_eq(port.key_wipe(port.context), SOTTO_E_KEY_LOCKED);
  store.locked = 0;
  cr_assert_eq(port.key_wipe(port.context), SOTTO_OK);
  for (size_t i = 0; i < sizeof store.key; i++) cr_assert_eq(store.key[i], 0);
}

Test(store, the_clock_is_the_systems_until_it_is_set) {
  sotto_store_ram store;
  sotto_port port;
  int64_t now = 0;
  sotto_store_ram_init(&store, &port);
  cr_assert_eq(port.clock_now(port.context, &now), SOTTO_OK);
  cr_assert_gt(now, 1700000000000);
  store.now_ms = 5;
  cr_assert_eq(port.clock_now(port.context, &now), SOTTO_OK);
  cr_assert_eq(now, 5);
}

Test(store, a_file_is_mapped_and_a_pipe_or_directory_is_not) {
  file_kit file;
  sotto_bytes bytes = {NULL, 7};
  set_up(&file);
  kit_write(file.path, secret, 32);
  cr_assert_eq(file.port.file_map(NULL, file.path, &bytes), SOTTO_OK);
  cr_assert_eq(bytes.size, 32);
  cr_assert_arr_eq(bytes.data, secret, 32);
  file.port.file_unmap(NULL, bytes);
  kit_write(file.path, NULL, 0);
  cr_assert_eq(file.port.file_map(NULL, file.path, &bytes), SOTTO_OK);
  cr_assert_eq(bytes.size, 0);
  file.port.file_unmap(NULL, bytes);
  cr_assert_eq(file.port.file_map(NULL, file.kit.directory, &bytes), SOTTO_E_FORMAT);
  unlink(file.path);
  cr_assert_eq(file.port.file_map(NULL, file.path, &bytes), SOTTO_E_MISSING);
  cr_assert_eq(mkfifo(file.path, 0600), 0);
  cr_assert_eq(file.port.file_map(NULL, file.path, &bytes), SOTTO_E_FORMAT);
  kit_end(&file.kit);
}

/* 32-bit machines cannot map it, and must not map what the size is when cut to their bits. */
Test(store, a_file_larger_than_32_bits_is_mapped_whole_or_refused) {
  const uint64_t large = (UINT64_C(1) << 32) + 4096;
  vault_kit kit;
  sotto_bytes bytes = {NULL, 0};
  kit_init(&kit);
  cr_assert_eq(mkdir(kit.directory, 0700), 0);
  kit_write(kit_path(&kit, "large"), secret, sizeof secret);
  cr_assert_eq(truncate(kit_path(&kit, "large"), (off_t)large), 0);
  const sotto_status status = kit.port.file_map(NULL, kit_path(&kit, "large"), &bytes);
  if (status)
    cr_assert(status == SOTTO_E_LIMIT || status == SOTTO_E_STORAGE, "%d", (int)status);
  else
    cr_assert(bytes.size == large);
  if (!status) kit.port.file_unmap(NULL, bytes);
  kit_end(&kit);
}
