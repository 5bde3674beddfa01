/*
 * After an erase or a forget: an old copy of the profile with what the key store holds now opens no
 * more, and no key to it lies about. The head file says how to tell a key: BLAKE2b of the store's
 * secret and the salt gives a wrapping key, and that a check value (vault/head.h). Every 32 bytes
 * of each file to be searched, and of this process's own memory, are tried as both.
 *
 * A passphrase is not searched for (each try costs a tenth of a second), nor the data key itself.
 */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"

#define CHUNK ((size_t)1 << 20)
#define MAPPING_MAX (UINT64_C(1) << 33)

/* Of the old head. */
typedef struct old_head {
  uint8_t salt[16];
  uint8_t check[16];
  uint32_t kdf;
} old_head;

static void prf(uint8_t ret_output[32], const uint8_t key[32], const char *label,
                const uint8_t salt[16]) {
  uint8_t text[64] = {0};
  const size_t size = strlen(label);
  text[0] = (uint8_t)size;
  memcpy(text + 8, label, size);
  text[8 + size] = 16;
  memcpy(text + 16 + size, salt, 16);
  crypto_generichash(ret_output, 32, text, 32 + size, key, 32);
}

static int checks_out(const uint8_t wrapping[32], const old_head *head) {
  uint8_t check[32];
  prf(check, wrapping, "sotto key check", head->salt);
  return memcmp(check, head->check, sizeof head->check) == 0;
}

/* 1 where these 32 bytes are the store's secret or the wrapping key. */
static int opens(const uint8_t bytes[32], const old_head *head) {
  uint8_t wrapping[32];
  prf(wrapping, bytes, "sotto wrapping key", head->salt);
  return checks_out(wrapping, head) || checks_out(bytes, head);
}

static int read_head(const char *folder, old_head *ret_head) {
  uint8_t bytes[256];
  char path[512];
  snprintf(path, sizeof path, "%.400s/profile.head", folder);
  FILE *file = fopen(path, "rb");
  const int good = file && fread(bytes, 1, sizeof bytes, file) == sizeof bytes;
  if (file) fclose(file);
  if (!good || memcmp(bytes, "SOTTOHD1", 8) != 0) return 0;
  ret_head->kdf = bytes[12];
  memcpy(ret_head->salt, bytes + 24, 16);
  memcpy(ret_head->check, bytes + 40, 16);
  return 1;
}

/* Tries every offset of a stretch of a file; what is all one byte is no key. */
static size_t search(int file, off_t from, off_t to, const old_head *head) {
  uint8_t *room = malloc(CHUNK + 31);
  size_t found = 0;
  for (off_t at = from; room && at < to; at += (off_t)CHUNK) {
    const size_t want = to - at > (off_t)(CHUNK + 31) ? CHUNK + 31 : (size_t)(to - at);
    const ssize_t size = pread(file, room, want, at);
    for (ssize_t i = 0; i + 32 <= size; i++)
      if (room[i] != room[i + 1] || memcmp(room + i, room + i + 1, 31) != 0)
        found += (size_t)opens(room + i, head);
  }
  if (room) sodium_memzero(room, CHUNK + 31);
  free(room);
  return found;
}

static void search_file(page *out, const char *path, const old_head *head) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  const off_t size = file < 0 ? -1 : lseek(file, 0, SEEK_END);
  const size_t found = size > 0 ? search(file, 0, size, head) : 0;
  if (file >= 0) close(file);
  page_check(
      out, "no key in files", size >= 0 && found == 0,
      page_words("%s: %zu keys in %lld bytes, at every offset.", path, found, (long long)size));
}

/* Every writable mapping of this process, but for a sanitizer's shadow, which is larger than any
   memory. */
static void search_memory(page *out, const old_head *head) {
  char line[512];
  size_t found = 0, bytes = 0;
  FILE *maps = fopen("/proc/self/maps", "r");
  const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  while (maps && memory >= 0 && fgets(line, sizeof line, maps)) {
    uint64_t from, to;
    char rights[8];
    if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &from, &to, rights) != 3 || rights[1] != 'w' ||
        to - from > MAPPING_MAX)
      continue;
    found += search(memory, (off_t)from, (off_t)to, head);
    bytes += to - from;
  }
  if (maps) fclose(maps);
  if (memory >= 0) close(memory);
  page_check(out, "no key in memory", bytes > 0 && found == 0,
             page_words("%zu keys in %zu bytes of this process's memory.", found, bytes));
}

/* The old copy with the store of now. */
static void try_to_open(page *out, const char *copy, const char *key_file) {
  sotto_store_insecure_file store;
  sotto_port port;
  sotto_options options;
  sotto_consent nothing;
  sotto *profile = NULL;
  sotto_options_init(&options);
  sotto_consent_init(&nothing);
  options.directory = copy;
  options.flags = SOTTO_OPEN_AS_KEPT;
  sotto_status status =
      sotto_store_insecure_file_init(&store, key_file, SOTTO_INSECURE_FILE, &port);
  if (!status) status = sotto_open(&options, &nothing, &port, &profile);
  sotto_close(profile);
  page_check(out, "old copy", status == SOTTO_E_KEY_LOST || status == SOTTO_E_KEY_WRONG,
             page_words("the copy with the key store as it is now: %s", sotto_status_text(status)));
}

static int look_for(page *out, const check_remains *remains) {
  char folder[64];
  old_head head;
  if (!examined_copy(remains->copy, folder)) return 0;
  const int good = read_head(folder, &head);
  if (good) {
    try_to_open(out, folder, remains->key_file);
    if (head.kdf) page_line(out, "Its secret was a passphrase: that is not searched for.");
    for (size_t i = 0; i < remains->image_count && !head.kdf; i++)
      search_file(out, remains->images[i], &head);
    if (!head.kdf) search_memory(out, &head);
  }
  examined_remove(folder);
  return good;
}

/* A profile made to be erased: what it was is copied first. */
static sotto_status rehearse(const char *folder, const char *key_file, char ret_copy[64]) {
  sotto_store_insecure_file store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto_receipt receipt;
  sotto *profile = NULL;
  sotto_options_init(&options);
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  options.directory = folder;
  sotto_status status =
      sotto_store_insecure_file_init(&store, key_file, SOTTO_INSECURE_FILE, &port);
  if (!status) status = sotto_open(&options, &consent, &port, &profile);
  if (!status) status = sotto_flush(profile);
  sotto_close(profile);
  if (!status && !examined_copy(folder, ret_copy)) status = SOTTO_E_STORAGE;
  return status ? status : sotto_erase(folder, &port, &receipt);
}

static int rehearsed(page *out) {
  char folder[64] = "/tmp/sotto-erase-XXXXXX", copy[64] = "", inside[96], key[96];
  old_head head;
  if (!mkdtemp(folder)) return 0;
  snprintf(inside, sizeof inside, "%s/profile", folder);
  snprintf(key, sizeof key, "%s/key", folder);
  const sotto_status status = rehearse(inside, key, copy);
  page_line(out, "A profile was made, copied and erased (give --copy for one of yours).");
  page_check(out, "erase", status == SOTTO_OK && !read_head(inside, &head) && access(key, F_OK),
             status ? sotto_status_text(status) : "its files and its secret are gone.");
  const check_remains remains = {.copy = copy, .key_file = key};
  const int good = !status && look_for(out, &remains);
  if (copy[0]) examined_remove(copy);
  examined_remove(inside);
  rmdir(folder);
  return good;
}

int check_erased(page *out, const check_remains *remains) {
  if (sodium_init() < 0) return 0;
  page_section(out, "After the erase");
  return remains->copy ? look_for(out, remains) : rehearsed(out);
}
