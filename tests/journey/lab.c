/*
 * A journey test's own little world: see lab.h.
 */
#define _GNU_SOURCE
#include "lab.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void lab_begin(lab_world *ret_lab) {
  memset(ret_lab, 0, sizeof *ret_lab);
  snprintf(ret_lab->root, sizeof ret_lab->root, "/tmp/sotto-journey-XXXXXX");
  cr_assert_not_null(mkdtemp(ret_lab->root));
  snprintf(ret_lab->profile, sizeof ret_lab->profile, "%s/profile", ret_lab->root);
  sotto_store_ram_init(&ret_lab->store, &ret_lab->port);
  ret_lab->store.now_ms = LAB_START_MS;
  sotto_options_init(&ret_lab->options);
  ret_lab->options.directory = ret_lab->profile;
  cr_assert_eq(sotto_brand_keys_make(&ret_lab->keys), SOTTO_OK);
  ret_lab->options.pack_keys[0] = ret_lab->keys.signing_public;
  sotto_consent_init(&ret_lab->consent);
  sotto_consent_fill(&ret_lab->consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&ret_lab->consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *at) {
  (void)info, (void)type, (void)at;
  return remove(path);
}

/* Criterion hides leaks found at exit, so each test looks for its own. */
#ifndef __has_feature
# define __has_feature(feature) 0
#endif
#if __has_feature(address_sanitizer) || defined(__SANITIZE_ADDRESS__)
int __lsan_do_recoverable_leak_check(void);
# define lab_leaks() __lsan_do_recoverable_leak_check()
#else
# define lab_leaks() 0
#endif

void lab_end(lab_world *lab) {
  nftw(lab->root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  cr_assert_eq(lab_leaks(), 0, "memory was leaked");
}

sotto_status lab_try_open(lab_world *lab, sotto **ret_profile) {
  return sotto_open(&lab->options, &lab->consent, &lab->port, ret_profile);
}

sotto *lab_open(lab_world *lab) {
  sotto *profile = NULL;
  sotto_status status = lab_try_open(lab, &profile);
  cr_assert_eq(status, SOTTO_OK, "open: %s", sotto_status_name(status));
  return profile;
}

sotto_text lab_text(const char *terminated) {
  return (sotto_text){terminated, terminated ? strlen(terminated) : 0};
}

sotto_status lab_try_record(sotto *profile, sotto_event_type type, const char *item) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = type;
  event.item = lab_text(item);
  return sotto_record(profile, &event);
}

void lab_record(sotto *profile, sotto_event_type type, const char *item) {
  sotto_status status = lab_try_record(profile, type, item);
  cr_assert_eq(status, SOTTO_OK, "record %s: %s", sotto_event_name(type),
               sotto_status_name(status));
}

void lab_pass(lab_world *lab, int64_t ms) {
  lab->store.now_ms += ms;
}

typedef struct counting {
  const char *kind;
  size_t count;
} counting;

static uint32_t count_kind(void *context, const sotto_kept *kept) {
  counting *tally = context;
  tally->count += kept->kind.size == strlen(tally->kind) &&
                  memcmp(kept->kind.data, tally->kind, kept->kind.size) == 0;
  return 0;
}

size_t lab_kept(sotto *profile, const char *kind) {
  counting tally = {kind, 0};
  cr_assert_eq(sotto_profile_each(profile, count_kind, &tally), SOTTO_OK);
  return tally.count;
}

sotto_mindset lab_mindset(sotto *profile) {
  sotto_mindset_info info;
  return sotto_mindset_get(profile, &info) ? SOTTO_MINDSET_COUNT : info.state;
}

static const char *wanted_word;
static int found_word;

static int look_into(const char *path, const struct stat *info, int type, struct FTW *at) {
  (void)at;
  if (type != FTW_F || info->st_size <= 0) return 0;
  FILE *file = fopen(path, "rb");
  char *bytes = file ? malloc((size_t)info->st_size) : NULL;
  if (bytes && fread(bytes, 1, (size_t)info->st_size, file) == (size_t)info->st_size &&
      memmem(bytes, (size_t)info->st_size, wanted_word, strlen(wanted_word)))
    found_word = 1;
  free(bytes);
  if (file) fclose(file);
  return 0;
}

int lab_files_hold(const lab_world *lab, const char *word) {
  wanted_word = word;
  found_word = 0;
  nftw(lab->profile, look_into, 16, FTW_PHYS);
  return found_word;
}

size_t lab_files(const lab_world *lab) {
  size_t count = 0;
  DIR *folder = opendir(lab->profile);
  for (struct dirent *entry; folder && (entry = readdir(folder));) count += entry->d_name[0] != '.';
  if (folder) closedir(folder);
  return count;
}

lab_file lab_read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file);
  fseek(file, 0, SEEK_END);
  lab_file bytes = {NULL, (size_t)ftell(file)};
  bytes.data = malloc(bytes.size);
  rewind(file);
  cr_assert_eq(fread(bytes.data, 1, bytes.size, file), bytes.size);
  fclose(file);
  return bytes;
}

void lab_write_file(const char *path, const uint8_t *data, size_t size) {
  FILE *file = fopen(path, "wb");
  cr_assert_not_null(file);
  cr_assert_eq(fwrite(data, 1, size, file), size);
  fclose(file);
}

sotto_status lab_ask(sotto *profile) {
  sotto_request request;
  sotto_pick pick;
  size_t count = 1;
  sotto_request_init(&request);
  return sotto_recommend(profile, &request, &pick, &count);
}

uint64_t lab_sequence(sotto *profile) {
  sotto_pack_info info;
  return sotto_pack_get(profile, &info) ? 0 : info.sequence;
}
