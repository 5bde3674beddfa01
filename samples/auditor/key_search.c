/* Slides over bytes and tries what may be a key; reads files and other processes by chunks. */
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
#define SHADOW_MIN (UINT64_C(1) << 26)

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

/* Bytes 16..23 of a SQLite file: page size 4096, rollback journal, what is reserved, three
   constants (file format, section 1.3). */
static int is_database_key(EVP_CIPHER_CTX *cipher, const uint8_t bytes[KEY],
                           const key_traces *traces) {
  static const uint8_t expected[8] = {0x10, 0x00, 1, 1, PAGE_RESERVED, 64, 32, 32};
  const uint8_t *vector = traces->database + sizeof traces->database - PAGE_RESERVED;
  uint8_t plain[32];
  int size = 0;
  const int done = EVP_DecryptInit_ex(cipher, NULL, NULL, bytes, vector) == 1 &&
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

/* What one search works with. */
typedef struct searching {
  const key_traces *traces;
  EVP_CIPHER_CTX *cipher;
  uint8_t *room; /* a chunk, after what the last one left */
  int file;
} searching;

/* Searches one chunk at `at`; gives how many bytes were passed. What is kept of the chunk
   before is a key less one byte. */
static uint64_t search_chunk(const searching *work, uint64_t at, size_t want,
                             key_search *inout_search) {
  const ssize_t size = pread(work->file, work->room + inout_search->kept, want, (off_t)at);
  if (size <= 0) { /* what could not be read parts what is before from what is after */
    const size_t passed = want < 4096 ? want : 4096;
    inout_search->unread += passed;
    inout_search->kept = 0;
    return passed;
  }
  const size_t whole = inout_search->kept + (size_t)size;
  inout_search->read += (uint64_t)size;
  inout_search->found += search_bytes(work->cipher, work->room, whole, work->traces);
  inout_search->kept = whole < KEY - 1 ? whole : KEY - 1;
  memmove(work->room, work->room + whole - inout_search->kept, inout_search->kept);
  return (uint64_t)size;
}

static void search(const searching *work, uint64_t from, uint64_t to, key_search *inout_search) {
  inout_search->kept = 0;
  for (uint64_t at = from; at < to;)
    at += search_chunk(work, at, to - at < CHUNK ? (size_t)(to - at) : CHUNK, inout_search);
}

static int begin(searching *ret_work, int file, const key_traces *traces) {
  *ret_work = (searching){traces, EVP_CIPHER_CTX_new(), malloc(CHUNK + KEY - 1), file};
  /* The cipher is chosen here, once: to look it up costs more than to decrypt a block. */
  return ret_work->cipher && ret_work->room &&
         EVP_DecryptInit_ex(ret_work->cipher, EVP_aes_256_cbc(), NULL, NULL, NULL) == 1 &&
         EVP_CIPHER_CTX_set_padding(ret_work->cipher, 0) == 1;
}

static void end(searching *work) {
  EVP_CIPHER_CTX_free(work->cipher);
  if (work->room) sodium_memzero(work->room, CHUNK + KEY - 1);
  free(work->room);
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
  searching work;
  const int ready = begin(&work, file, traces) && size >= 0;
  *ret_search = (key_search){0};
  if (ready) search(&work, 0, (uint64_t)size, ret_search);
  end(&work);
  if (file >= 0) close(file);
  return ready;
}

/* What the kernel lends every process holds no key and cannot be read. */
static int is_lent(const char *line) {
  return strstr(line, "[vvar") || strstr(line, "[vsyscall]");
}

/* A sanitizer reserves terabytes and slows each step tenfold: a program built with one reads what
   can be written alone, and leaves its shadow out. */
static int is_left_out(const char *line, uint64_t size) {
#ifdef __SANITIZE_ADDRESS__
  return size > SHADOW_MIN || !strstr(line, " rw");
#else
  (void)line, (void)size;
  return 0;
#endif
}

/* Every mapping that `maps` lists, of the process whose memory is being read. */
static void search_mappings(const searching *work, FILE *maps, key_search *inout_search) {
  char line[1024];
  while (fgets(line, sizeof line, maps)) {
    uint64_t from, to;
    if (sscanf(line, "%" SCNx64 "-%" SCNx64, &from, &to) == 2 && !is_lent(line) &&
        !is_left_out(line, to - from))
      search(work, from, to, inout_search);
  }
}

int key_search_process(const char *pid, const key_traces *traces, key_search *ret_search) {
  char path[64];
  searching work;
  snprintf(path, sizeof path, "/proc/%.20s/maps", pid);
  FILE *maps = fopen(path, "r");
  snprintf(path, sizeof path, "/proc/%.20s/mem", pid);
  const int memory = open(path, O_RDONLY | O_CLOEXEC);
  const int good = begin(&work, memory, traces) && maps && memory >= 0;
  *ret_search = (key_search){0};
  if (good) search_mappings(&work, maps, ret_search);
  end(&work);
  if (maps) fclose(maps);
  if (memory >= 0) close(memory);
  return good && ret_search->read > 0;
}
