/*
 * The directory of fetched packs: see pack_shelf.h.
 */
#include "deliver/pack_shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "durable_file.h"

#define PART "fetch.part"
#define STATE "fetch.state"
#define FIRST_LINE "sotto-fetch 1\n"
#define STATE_MOST 1024
#define HEX (2 * SOTTO_DIGEST_SIZE + 1)

static int path_of(const so_shelf *shelf, const char *name, char ret_path[PATH_MAX]) {
  const int size = snprintf(ret_path, PATH_MAX, "%s/%s", shelf->directory, name);
  return size > 0 && size < PATH_MAX;
}

/* The rest of a line that begins with `word`, or NULL. */
static const char *line_of(const char *text, const char *word) {
  const size_t size = strlen(word);
  for (const char *at = text; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
    if (strncmp(at, word, size) == 0 && at[size] == ' ') return at + size + 1;
  return NULL;
}

static void forget_pack(so_shelf *shelf) {
  shelf->name[0] = shelf->tag[0] = 0;
  memset(shelf->hash, 0, sizeof shelf->hash);
}

static int read_pack_line(so_shelf *shelf, const char *line) {
  char hex[HEX] = "";
  size_t bytes = 0;
  return line && sscanf(line, "%31s %64s %159s", shelf->name, hex, shelf->tag) == 3 &&
         !sodium_hex2bin(shelf->hash, sizeof shelf->hash, hex, strlen(hex), NULL, &bytes, NULL) &&
         bytes == sizeof shelf->hash;
}

/* A state that is none, or damaged, is as good as no state: everything is fetched anew. */
static void read_state(so_shelf *shelf) {
  char path[PATH_MAX], text[STATE_MOST + 1];
  size_t size = STATE_MOST;
  if (!path_of(shelf, STATE, path) || durable_read(path, (uint8_t *)text, &size)) return;
  text[size] = 0;
  if (strncmp(text, FIRST_LINE, strlen(FIRST_LINE)) != 0) return;
  if (!read_pack_line(shelf, line_of(text, "pack"))) forget_pack(shelf);
}

static sotto_status write_state(const so_shelf *shelf) {
  char path[PATH_MAX], text[STATE_MOST], hex[HEX];
  sodium_bin2hex(hex, sizeof hex, shelf->hash, sizeof shelf->hash);
  const int size =
      snprintf(text, sizeof text, FIRST_LINE "pack %s %s %s\n", shelf->name, hex, shelf->tag);
  if (size < 0 || (size_t)size >= sizeof text || !path_of(shelf, STATE, path))
    return SOTTO_E_INTERNAL;
  return durable_publish(path, (sotto_bytes){(const uint8_t *)text, (size_t)size});
}

sotto_status so_shelf_open(so_shelf *ret_shelf, const char *directory) {
  char path[PATH_MAX];
  *ret_shelf = (so_shelf){.directory = directory, .lock = -1, .part = -1};
  if (!path_of(ret_shelf, "fetch.lock", path)) return SOTTO_E_LIMIT;
  const int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) return durable_failure();
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const sotto_status status = errno == EWOULDBLOCK ? SOTTO_E_BUSY : durable_failure();
    close(lock);
    return status;
  }
  ret_shelf->lock = lock;
  read_state(ret_shelf);
  return SOTTO_OK;
}

void so_shelf_close(so_shelf *shelf) {
  so_shelf_end_part(shelf);
  if (shelf->lock >= 0) close(shelf->lock);
  shelf->lock = -1;
}

uint64_t so_shelf_part_size(const so_shelf *shelf) {
  char path[PATH_MAX];
  struct stat about;
  if (!path_of(shelf, PART, path) || lstat(path, &about) != 0) return 0;
  return S_ISREG(about.st_mode) && about.st_size > 0 ? (uint64_t)about.st_size : 0;
}

/* The first bytes of the part or of the pack that was noted; gives how many, 0: there is none. */
static size_t read_head(const so_shelf *shelf, int installed,
                        uint8_t ret_head[SO_SHELF_HEAD_SIZE]) {
  char path[PATH_MAX];
  size_t size = SO_SHELF_HEAD_SIZE;
  if (installed && !shelf->name[0]) return 0;
  if (!path_of(shelf, installed ? shelf->name : PART, path)) return 0;
  return durable_read(path, ret_head, &size) ? 0 : size;
}

int so_shelf_begins_with(const so_shelf *shelf, int installed, sotto_bytes head) {
  uint8_t own[SO_SHELF_HEAD_SIZE];
  const size_t size = read_head(shelf, installed, own);
  return size && size == head.size && memcmp(own, head.data, size) == 0;
}

int so_shelf_part_is_installed(const so_shelf *shelf) {
  uint8_t head[SO_SHELF_HEAD_SIZE];
  const size_t size = read_head(shelf, 0, head);
  return so_shelf_begins_with(shelf, 1, (sotto_bytes){head, size});
}

sotto_status so_shelf_begin_part(so_shelf *shelf, uint64_t size) {
  char path[PATH_MAX];
  if (!path_of(shelf, PART, path)) return SOTTO_E_LIMIT;
  so_shelf_end_part(shelf);
  if (!size && unlink(path) != 0 && errno != ENOENT) return durable_failure();
  shelf->part = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  return shelf->part < 0 ? durable_failure() : SOTTO_OK;
}

sotto_status so_shelf_add(so_shelf *shelf, sotto_bytes bytes) {
  while (bytes.size) {
    const ssize_t size = write(shelf->part, bytes.data, bytes.size);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return durable_failure();
    bytes = (sotto_bytes){bytes.data + size, bytes.size - (size_t)size};
  }
  return SOTTO_OK;
}

void so_shelf_end_part(so_shelf *shelf) {
  if (shelf->part >= 0) close(shelf->part);
  shelf->part = -1;
}

void so_shelf_drop_part(so_shelf *shelf) {
  char path[PATH_MAX];
  so_shelf_end_part(shelf);
  if (path_of(shelf, PART, path)) unlink(path);
}

sotto_status so_shelf_finish(so_shelf *shelf, char ret_path[PATH_MAX]) {
  char part[PATH_MAX], name[SO_SHELF_NAME_MAX], hex[17];
  uint8_t fresh[8];
  randombytes_buf(fresh, sizeof fresh);
  sodium_bin2hex(hex, sizeof hex, fresh, sizeof fresh);
  (void)snprintf(name, sizeof name, "pack-%s.sottopack", hex);
  if (!path_of(shelf, PART, part) || !path_of(shelf, name, ret_path)) return SOTTO_E_LIMIT;
  if (shelf->part < 0 || fsync(shelf->part) != 0) return durable_failure();
  so_shelf_end_part(shelf);
  return durable_rename(part, ret_path);
}

static int is_pack(const char *name) {
  const size_t size = strlen(name);
  return size == 5 + 16 + 10 && strncmp(name, "pack-", 5) == 0 &&
         strcmp(name + size - 10, ".sottopack") == 0;
}

/* Removes every pack but two. */
static void sweep(const so_shelf *shelf, const char *now, const char *before) {
  char path[PATH_MAX];
  DIR *directory = opendir(shelf->directory);
  if (!directory) return;
  for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory))
    if (is_pack(entry->d_name) && strcmp(entry->d_name, now) != 0 &&
        strcmp(entry->d_name, before) != 0 && path_of(shelf, entry->d_name, path))
      unlink(path);
  closedir(directory);
}

/* 1 where a tag is the SHA-256 of the file, in hexadecimal and quotes. */
static int follows_from(const char *path, const char *tag) {
  char wanted[3 + 2 * crypto_hash_sha256_BYTES];
  uint8_t hash[crypto_hash_sha256_BYTES];
  static const size_t step = 65536;
  crypto_hash_sha256_state state;
  uint8_t *bytes = strlen(tag) == sizeof wanted - 1 ? malloc(step) : NULL;
  const int file = bytes ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
  ssize_t size = -1;
  crypto_hash_sha256_init(&state);
  while (file >= 0 && (size = read(file, bytes, step)) > 0)
    crypto_hash_sha256_update(&state, bytes, (size_t)size);
  crypto_hash_sha256_final(&state, hash);
  sodium_bin2hex(wanted + 1, sizeof wanted - 1, hash, sizeof hash);
  wanted[0] = wanted[sizeof wanted - 2] = '"';
  wanted[sizeof wanted - 1] = 0;
  if (file >= 0) close(file);
  free(bytes);
  return size == 0 && strcmp(wanted, tag) == 0;
}

sotto_status so_shelf_note(so_shelf *shelf, const char *path, const uint8_t hash[SOTTO_DIGEST_SIZE],
                           const char *tag) {
  char before[SO_SHELF_NAME_MAX];
  memcpy(before, shelf->name, sizeof before);
  (void)snprintf(shelf->name, sizeof shelf->name, "%s", strrchr(path, '/') + 1);
  memcpy(shelf->hash, hash, sizeof shelf->hash);
  (void)snprintf(shelf->tag, sizeof shelf->tag, "%s", follows_from(path, tag) ? tag : "-");
  const sotto_status status = write_state(shelf);
  if (!status) sweep(shelf, shelf->name, before);
  return status;
}
