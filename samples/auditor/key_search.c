#include "key_search.h"

#include <fcntl.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK ((size_t)1 << 20)
#define KEY 32
#define DIFFERENT_MIN 23
#define PAGE_RESERVED 48 /* SQLCipher 3: the initialisation vector and an HMAC-SHA1, padded */
#define SHADOW_MIN (UINT64_C(1) << 33) /* a sanitizer's shadow: more than there is memory */

static void prf(uint8_t ret_output[32], const uint8_t key[KEY], const char *label,
                const uint8_t salt[16]) {
  uint8_t text[64] = {0};
  const size_t size = strlen(label);
  text[0] = (uint8_t)size;
  memcpy(text + 8, label, size);
  text[8 + size] = 16;
  memcpy(text + 16 + size, salt, 16);
  crypto_generichash(ret_output, 32, text, 32 + size, key, KEY);
}

static int wraps(const uint8_t wrapping[KEY], const key_traces *traces) {
  uint8_t check[32];
  prf(check, wrapping, "sotto key check", traces->salt);
  return memcmp(check, traces->check, sizeof traces->check) == 0;
}

static int is_data_key(const uint8_t bytes[KEY], const key_traces *traces) {
  uint8_t salt[16];
  return crypto_kdf_derive_from_key(salt, sizeof salt, 1, "sottodbs", bytes) == 0 &&
         memcmp(salt, traces->database, sizeof salt) == 0;
}

/* Bytes 16..23 of a SQLite file: page size 4096, rollback journal, what is reserved, three constants
   (file format, section 1.3). */
static int is_database_key(EVP_CIPHER_CTX *cipher, const uint8_t bytes[KEY],
                           const key_traces *traces) {
  static const uint8_t expected[8] = {0x10, 0x00, 1, 1, PAGE_RESERVED, 64, 32, 32};
  const uint8_t *vector = traces->database + sizeof traces->database - PAGE_RESERVED;
  uint8_t plain[32];
  int size = 0;
  const int done = EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), NULL, bytes, vector) == 1 &&
                   EVP_CIPHER_CTX_set_padding(cipher, 0) == 1 &&
                   EVP_DecryptUpdate(cipher, plain, &size, traces->database + 16, 16) == 1;
  return done && size == 16 && memcmp(plain, expected, sizeof expected) == 0;
}

static int is_key(EVP_CIPHER_CTX *cipher, const uint8_t bytes[KEY], const key_traces *traces) {
  uint8_t wrapping[32];
  if (!traces->kdf) {
    prf(wrapping, bytes, "sotto wrapping key", traces->salt);
    if (wraps(wrapping, traces)) return 1;
  }
  if (wraps(bytes, traces)) return 1;
  return traces->has_database &&
         (is_data_key(bytes, traces) || is_database_key(cipher, bytes, traces));
}

/* Slides over the bytes, knowing at each step how many different ones the 32 hold. */
static size_t search_bytes(EVP_CIPHER_CTX *cipher, const uint8_t *bytes, size_t size,
                           const key_traces *traces) {
  size_t times[256] = {0}, different = 0, found = 0;
  for (size_t end = 0; end < size; end++) {
    different += times[bytes[end]]++ == 0;
    if (end + 1 < KEY) continue;
    const uint8_t *start = bytes + end + 1 - KEY;
    if (different >= DIFFERENT_MIN) found += (size_t)is_key(cipher, start, traces);
    different -= --times[*start] == 0;
  }
  return found;
}

/* Searches a stretch, in chunks that overlap by a key less one byte. */
static void search(int file, uint64_t from, uint64_t to, const key_traces *traces,
                   key_search *inout_search) {
  uint8_t *room = malloc(CHUNK + KEY - 1);
  EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
  size_t kept = 0;
  for (uint64_t at = from; at < to;) {
    const size_t want = to - at < CHUNK ? (size_t)(to - at) : CHUNK;
    const ssize_t size = room && cipher ? pread(file, room + kept, want, (off_t)at) : -1;
    const uint64_t passed = size > 0 ? (uint64_t)size : want < 4096 ? want : 4096;
    *(size > 0 ? &inout_search->read : &inout_search->unread) += passed;
    at += passed;
    if (size <= 0) kept = 0; /* what could not be read parts what is before from what is after */
    if (size <= 0) continue;
    const size_t whole = kept + (size_t)size;
    inout_search->found += search_bytes(cipher, room, whole, traces);
    kept = whole < KEY - 1 ? whole : KEY - 1;
    memmove(room, room + whole - kept, kept);
  }
  EVP_CIPHER_CTX_free(cipher);
  if (room) sodium_memzero(room, CHUNK + KEY - 1);
  free(room);
}

static size_t read_start(const char *folder, const char *name, uint8_t *ret_bytes, size_t size) {
  char path[512];
  snprintf(path, sizeof path, "%.400s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  const size_t got = file ? fread(ret_bytes, 1, size, file) : 0;
  if (file) fclose(file);
  return got;
}

int key_traces_read(const char *folder, key_traces *ret_traces) {
  uint8_t head[256];
  if (read_start(folder, "profile.head", head, sizeof head) != sizeof head ||
      memcmp(head, "SOTTOHD1", 8) != 0)
    return 0;
  ret_traces->kdf = head[12];
  memcpy(ret_traces->salt, head + 24, 16);
  memcpy(ret_traces->check, head + 40, 16);
  ret_traces->has_database = read_start(folder, "profile.db", ret_traces->database,
                                        sizeof ret_traces->database) == sizeof ret_traces->database;
  return 1;
}

int key_search_file(const char *path, const key_traces *traces, key_search *ret_search) {
  struct stat state;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  const int good =
      file >= 0 && fstat(file, &state) == 0 && (S_ISREG(state.st_mode) || S_ISBLK(state.st_mode));
  const off_t size = good ? lseek(file, 0, SEEK_END) : -1;
  *ret_search = (key_search){0};
  if (size > 0) search(file, 0, (uint64_t)size, traces, ret_search);
  if (file >= 0) close(file);
  return size >= 0;
}

/* What the kernel lends every process holds no key and cannot be read. */
static int is_lent(const char *line) {
  return strstr(line, "[vvar") || strstr(line, "[vsyscall]");
}

/* A sanitizer reserves terabytes in programs built with it: those are its own, and are left out
   in such a build alone. */
static int is_shadow(uint64_t size) {
#ifdef __SANITIZE_ADDRESS__
  return size > SHADOW_MIN;
#else
  (void)size;
  return 0;
#endif
}

int key_search_process(const char *pid, const key_traces *traces, key_search *ret_search) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%.20s/maps", pid);
  FILE *maps = fopen(path, "r");
  snprintf(path, sizeof path, "/proc/%.20s/mem", pid);
  const int memory = open(path, O_RDONLY | O_CLOEXEC);
  const int good = maps && memory >= 0;
  *ret_search = (key_search){0};
  while (good && fgets(line, sizeof line, maps)) {
    uint64_t from, to;
    if (sscanf(line, "%" SCNx64 "-%" SCNx64, &from, &to) == 2 && !is_lent(line) &&
        !is_shadow(to - from))
      search(memory, from, to, traces, ret_search);
  }
  if (maps) fclose(maps);
  if (memory >= 0) close(memory);
  return good && ret_search->read > 0;
}
