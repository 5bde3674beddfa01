/* A full disk and a place that cannot be written: a status, nothing lost, nothing half-written. */
#define _GNU_SOURCE 1 /* unshare */

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "unit/vault_kit.h"

/* Puts a tmpfs of `kib` over the kit's directory, in this test's own mount namespace. */
static void small_disk(vault_kit *kit, const char *options) {
  kit_init(kit);
  if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount("sotto", kit->root, "tmpfs", 0, options) != 0) {
    rmdir(kit->root);
    cr_skip_test("a tmpfs needs root");
  }
}

static void finish(vault_kit *kit) {
  kit_end(kit);
  umount(kit->root);
  rmdir(kit->root);
}

static void filler(const vault_kit *kit, int full) {
  char path[128];
  static const uint8_t block[4096] = {1};
  snprintf(path, sizeof path, "%s/filler", kit->root);
  if (!full) {
    unlink(path);
    return;
  }
  FILE *file = fopen(path, "wb");
  cr_assert_not_null(file);
  setvbuf(file, NULL, _IONBF, 0);
  while (fwrite(block, sizeof block, 1, file) == 1) {}
  fclose(file);
}

Test(disk, a_full_disk_refuses_the_batch_and_keeps_what_was_acknowledged) {
  vault_kit kit;
  uint64_t acknowledged = 0;
  sotto_status status = SOTTO_OK;
  small_disk(&kit, "size=256k");
  so_vault *vault = kit_open(&kit);
  while (status == SOTTO_OK && acknowledged < 100000) {
    status = kit_try_record(vault, "a-rather-long-item-number-to-fill-the-disk", 50);
    acknowledged += status == SOTTO_OK ? 50 : 0;
  }
  cr_assert_eq(status, SOTTO_E_DISK_FULL, "%s", sotto_status_name(status));
  cr_assert_neq(so_vault_error(vault)[0], 0);
  cr_assert_eq(kit_count(vault), acknowledged);
  so_vault_close(vault);
  vault = kit_open(&kit);
  cr_assert_eq(kit_count(vault), acknowledged);
  so_vault_close(vault);
  finish(&kit);
}

Test(disk, no_profile_is_half_made_on_a_full_disk) {
  vault_kit kit;
  small_disk(&kit, "size=64k");
  filler(&kit, 1);
  cr_assert_eq(kit_try(&kit, 1), SOTTO_E_DISK_FULL);
  cr_assert_eq(kit.store.has_key, 0);
  cr_assert_not(kit_has(&kit, "profile.head"));
  cr_assert_not(kit_has(&kit, "profile.db"));
  cr_assert_not(kit_has(&kit, "profile.db.next"));
  filler(&kit, 0);
  cr_assert_eq(kit_try(&kit, 1), SOTTO_OK);
  finish(&kit);
}

Test(disk, a_rotation_without_room_changes_nothing) {
  vault_kit kit;
  uint8_t key[SOTTO_KEY_SIZE];
  small_disk(&kit, "size=1m");
  so_vault *vault = kit_open(&kit);
  kit_record(vault, "boots", 500);
  memcpy(key, kit.store.key, sizeof key);
  filler(&kit, 1);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_E_DISK_FULL);
  cr_assert_arr_eq(key, kit.store.key, sizeof key);
  cr_assert_not(kit_has(&kit, "profile.db.next"));
  cr_assert_eq(kit_count(vault), 500);
  filler(&kit, 0);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_OK);
  cr_assert_eq(kit_count(vault), 500);
  so_vault_close(vault);
  finish(&kit);
}

Test(disk, erasing_works_on_a_full_disk) {
  vault_kit kit;
  sotto_receipt receipt;
  small_disk(&kit, "size=256k");
  so_vault_close(kit_open(&kit));
  filler(&kit, 1);
  unlink(kit_path(&kit, "profile.lock"));
  cr_assert_eq(so_vault_erase(kit.directory, &kit.port, &receipt), SOTTO_OK);
  cr_assert_eq(kit_files(&kit), 0);
  cr_assert_eq(kit.store.has_key, 0);
  filler(&kit, 0);
  finish(&kit);
}

Test(disk, no_room_for_another_inode_is_a_full_disk_too) {
  vault_kit kit;
  small_disk(&kit, "nr_inodes=4");
  const sotto_status status = kit_try(&kit, 1);
  cr_assert_eq(status, SOTTO_E_DISK_FULL, "%s", sotto_status_name(status));
  cr_assert_eq(kit.store.has_key, 0);
  cr_assert_not(kit_has(&kit, "profile.db.next"));
  finish(&kit);
}

Test(disk, a_limit_on_file_size_is_a_full_disk_and_loses_nothing) {
  vault_kit kit;
  struct rlimit limit;
  uint64_t acknowledged = 0;
  sotto_status status = SOTTO_OK;
  kit_init(&kit);
  signal(SIGXFSZ, SIG_IGN);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = 100000;
  cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
  while (status == SOTTO_OK && acknowledged < 100000) {
    status = kit_try_record(vault, "a-rather-long-item-number-to-fill-the-file", 50);
    acknowledged += status == SOTTO_OK ? 50 : 0;
  }
  limit.rlim_cur = before;
  cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
  cr_assert_eq(status, SOTTO_E_DISK_FULL, "%s: %s", sotto_status_name(status),
               so_vault_error(vault));
  cr_assert_eq(kit_count(vault), acknowledged);
  kit_record(vault, "boots", 1);
  so_vault_close(vault);
  vault = kit_open(&kit);
  cr_assert_eq(kit_count(vault), acknowledged + 1);
  so_vault_close(vault);
  kit_end(&kit);
}

/* As somebody who is not root, so that permissions count. */
static void become_nobody(const vault_kit *kit) {
  if (geteuid() != 0) return;
  if (chown(kit->root, 65534, 65534) != 0) cr_skip_test("there is nobody but this user here");
  cr_assert_eq(setgid(65534), 0);
  cr_assert_eq(setuid(65534), 0);
}

Test(disk, a_profile_that_cannot_be_written_is_read_and_says_read_only) {
  static const char *const names[] = {"profile.head", "profile.db", "profile.lock",
                                      "profile.db-journal"};
  vault_kit kit;
  vault_copy before, after;
  kit_init(&kit);
  become_nobody(&kit);
  so_vault *vault = kit_open(&kit);
  kit_record(vault, "boots", 10);
  so_vault_close(vault);
  for (size_t i = 0; i < 4; i++)
    if (kit_has(&kit, names[i])) cr_assert_eq(chmod(kit_path(&kit, names[i]), 0400), 0);
  cr_assert_eq(chmod(kit.directory, 0500), 0);
  kit_snapshot(&kit, &before);
  vault = kit_open(&kit);
  cr_assert_eq(kit_count(vault), 10);
  cr_assert_eq(kit_try_record(vault, "boots", 1), SOTTO_E_READ_ONLY);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_E_READ_ONLY);
  cr_assert_neq(so_vault_error(vault)[0], 0);
  so_vault_close(vault);
  kit_snapshot(&kit, &after);
  cr_assert(kit_same(&before, &after));
  kit_forget(&before);
  kit_forget(&after);
  chmod(kit.directory, 0700);
  kit_end(&kit);
}

Test(disk, no_profile_is_made_where_nothing_may_be_written) {
  vault_kit kit;
  kit_init(&kit);
  become_nobody(&kit);
  cr_assert_eq(chmod(kit.root, 0500), 0);
  cr_assert_eq(kit_try(&kit, 1), SOTTO_E_READ_ONLY);
  cr_assert_eq(chmod(kit.root, 0700), 0);
  cr_assert_eq(mkdir(kit.directory, 0500), 0);
  cr_assert_eq(kit_try(&kit, 1), SOTTO_E_READ_ONLY);
  cr_assert_eq(kit.store.has_key, 0);
  kit_end(&kit);
}
