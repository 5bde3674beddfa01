/*
 * What tests of the vault share: a profile in its own temporary directory with a RAM store whose
 * key, anchor and clock the test may change, and copies of the directory's content.
 */
#ifndef TESTS_VAULT_KIT_H
#define TESTS_VAULT_KIT_H

#include <criterion/criterion.h>
#include <dirent.h>
#include <sotto/store_ram.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/event_rows.h"
#include "vault/opened.h"

#define KIT_NOW ((int64_t)1790000000000)
#define KIT_FILES 12
#define KIT_FILE_MAX ((size_t)1 << 20)

typedef struct vault_kit {
  sotto_store_ram store;
  sotto_port port;
  so_vault_found found; /* of the last open */
  char root[64];
  char directory[96]; /* made by the vault, not by the kit */
  char path[512];
} vault_kit;

/* The names and content of the files of a profile. */
typedef struct vault_copy {
  size_t count;
  struct {
    char name[64];
    uint8_t *data;
    size_t size;
  } files[KIT_FILES];
} vault_copy;

static inline void kit_init(vault_kit *kit) {
  sotto_store_ram_init(&kit->store, &kit->port);
  kit->store.now_ms = KIT_NOW;
  snprintf(kit->root, sizeof kit->root, "/tmp/sotto-test-XXXXXX");
  cr_assert_not_null(mkdtemp(kit->root));
  snprintf(kit->directory, sizeof kit->directory, "%s/profile", kit->root);
}

static inline const char *kit_path(vault_kit *kit, const char *name) {
  snprintf(kit->path, sizeof kit->path, "%s/%s", kit->directory, name);
  return kit->path;
}

static inline int kit_has(vault_kit *kit, const char *name) {
  struct stat about;
  return lstat(kit_path(kit, name), &about) == 0;
}

static inline void kit_empty(vault_kit *kit) {
  DIR *directory = opendir(kit->directory);
  if (!directory) return;
  for (struct dirent *entry; (entry = readdir(directory));)
    if (entry->d_name[0] != '.') unlink(kit_path(kit, entry->d_name));
  closedir(directory);
}

/* Criterion hides leaks found at exit, so each test looks for its own. */
#ifndef __has_feature
# define __has_feature(feature) 0
#endif
#if __has_feature(address_sanitizer) || defined(__SANITIZE_ADDRESS__)
int __lsan_do_recoverable_leak_check(void);
# define kit_leaks() __lsan_do_recoverable_leak_check()
#else
# define kit_leaks() 0
#endif

static inline void kit_end(vault_kit *kit) {
  kit_empty(kit);
  rmdir(kit->directory);
  rmdir(kit->root);
  cr_assert_eq(kit_leaks(), 0, "memory was leaked");
}

static inline so_vault_options kit_options(vault_kit *kit, int create) {
  return (so_vault_options){
      .directory = kit->directory, .port = &kit->port, .create = create, .now_ms = KIT_NOW};
}

/* Opens or makes the profile; the test fails where that fails. */
static inline so_vault *kit_open(vault_kit *kit) {
  const so_vault_options options = kit_options(kit, 1);
  so_vault *vault = NULL;
  const sotto_status status = so_vault_open(&options, &vault, &kit->found);
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  return vault;
}

/* Gives the status of opening and closes again. */
static inline sotto_status kit_try(vault_kit *kit, int create) {
  const so_vault_options options = kit_options(kit, create);
  so_vault *vault = NULL;
  const sotto_status status = so_vault_open(&options, &vault, &kit->found);
  if (status == SOTTO_OK) so_vault_close(vault);
  return status;
}

static inline so_event_row kit_event(const char *item) {
  return (so_event_row){.time_ms = KIT_NOW,
                        .type = SOTTO_EVENT_VIEW_ITEM,
                        .quantity = 1,
                        .session = 1,
                        .price_minor = -1,
                        .item = {item, strlen(item)}};
}

static const sotto_scope kit_all = {.kind = SOTTO_FORGET_ALL};

/* Commits `count` events of one item in one transaction. */
static inline sotto_status kit_try_record(so_vault *vault, const char *item, uint32_t count) {
  const so_event_row row = kit_event(item);
  sotto_status status = so_vault_begin(vault, SOTTO_ACT_EVENTS);
  for (uint32_t i = 0; status == SOTTO_OK && i < count; i++)
    status = so_event_rows_append(vault, &row);
  if (status == SOTTO_OK) status = so_vault_audit_count(vault, KIT_NOW, count);
  if (status == SOTTO_OK) return so_vault_commit(vault);
  so_vault_rollback(vault);
  return status;
}

static inline void kit_record(so_vault *vault, const char *item, uint32_t count) {
  const sotto_status status = kit_try_record(vault, item, count);
  cr_assert_eq(status, SOTTO_OK, "%s: %s", sotto_status_name(status), so_vault_error(vault));
}

/* The first number that a query gives; the test fails where it fails. */
static inline int64_t kit_number(so_vault *vault, const char *sql) {
  so_query query = so_query_of(&vault->database, sql, NULL);
  const int64_t number = so_query_row(&query) ? so_query_number(&query, 0) : -1;
  cr_assert_eq(so_query_end(&query), SOTTO_OK, "%s", so_vault_error(vault));
  return number;
}

static inline uint64_t kit_count(so_vault *vault) {
  return (uint64_t)kit_number(vault, "SELECT count(*) FROM event");
}

/* Commits one chained audit row. */
static inline void kit_stated(so_vault *vault) {
  const sotto_audit_row row = {.time_ms = KIT_NOW, .act = SOTTO_ACT_STATED, .detail = {"{}", 2}};
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_STATED), SOTTO_OK);
  cr_assert_eq(so_vault_audit(vault, &row), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
}

static inline size_t kit_read(const char *path, uint8_t *ret_data, size_t capacity) {
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  const size_t size = fread(ret_data, 1, capacity, file);
  fclose(file);
  return size;
}

static inline void kit_write(const char *path, const uint8_t *data, size_t size) {
  FILE *file = fopen(path, "wb");
  cr_assert_not_null(file, "%s", path);
  if (size > 0) cr_assert_eq(fwrite(data, 1, size, file), size);
  fclose(file);
}

static inline void kit_snapshot(vault_kit *kit, vault_copy *ret_snapshot) {
  *ret_snapshot = (vault_copy){0};
  struct dirent **entries;
  const int count = scandir(kit->directory, &entries, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    if (entries[i]->d_name[0] != '.') {
      const size_t at = ret_snapshot->count++;
      cr_assert_lt(at, KIT_FILES);
      uint8_t *data = malloc(KIT_FILE_MAX);
      ret_snapshot->files[at].size =
          kit_read(kit_path(kit, entries[i]->d_name), data, KIT_FILE_MAX);
      ret_snapshot->files[at].data = data;
      snprintf(ret_snapshot->files[at].name, 64, "%.63s", entries[i]->d_name);
    }
    free(entries[i]);
  }
  if (count >= 0) free(entries);
}

static inline void kit_forget(vault_copy *snapshot) {
  for (size_t i = 0; i < snapshot->count; i++) free(snapshot->files[i].data);
  snapshot->count = 0;
}

static inline void kit_restore(vault_kit *kit, const vault_copy *snapshot) {
  kit_empty(kit);
  for (size_t i = 0; i < snapshot->count; i++)
    kit_write(kit_path(kit, snapshot->files[i].name), snapshot->files[i].data,
              snapshot->files[i].size);
}

static inline int kit_same(const vault_copy *a, const vault_copy *b) {
  if (a->count != b->count) return 0;
  for (size_t i = 0; i < a->count; i++)
    if (strcmp(a->files[i].name, b->files[i].name) != 0 || a->files[i].size != b->files[i].size ||
        memcmp(a->files[i].data, b->files[i].data, a->files[i].size) != 0)
      return 0;
  return 1;
}

static inline int kit_holds(const uint8_t *data, size_t size, const char *word) {
  const size_t length = strlen(word);
  for (size_t i = 0; i + length <= size; i++)
    if (memcmp(data + i, word, length) == 0) return 1;
  return 0;
}

static inline int kit_disk_holds(vault_kit *kit, const char *word) {
  vault_copy all;
  int holds = 0;
  kit_snapshot(kit, &all);
  for (size_t i = 0; i < all.count; i++)
    holds |= kit_holds(all.files[i].data, all.files[i].size, word);
  kit_forget(&all);
  return holds;
}

static inline size_t kit_files(vault_kit *kit) {
  vault_copy all;
  kit_snapshot(kit, &all);
  const size_t count = all.count;
  kit_forget(&all);
  return count;
}

#endif
