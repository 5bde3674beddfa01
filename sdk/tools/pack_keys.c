/*
 * The brand's keys as files: brand.signing.key and brand.report.key (0600, a comment and one line
 * of hex), brand.public (JSON with both public halves, made to be published).
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/pack.h"

int so_pack_join(char ret_path[SO_PACK_PATH_MAX], const char *folder, const char *name) {
  int size = snprintf(ret_path, SO_PACK_PATH_MAX, "%s/%s", folder, name);
  return size > 0 && size < SO_PACK_PATH_MAX;
}

int so_pack_exists(const char *path) {
  struct stat facts;
  return stat(path, &facts) == 0;
}

int so_pack_fail(const char *path, sotto_status status) {
  fprintf(stderr, "sotto-pack: %s: %s (%s)\n", path, sotto_status_text(status),
          sotto_status_name(status));
  return SO_EXIT_SYSTEM;
}

void so_pack_print_hex(const uint8_t *bytes, size_t size) {
  for (size_t n = 0; n < size; n++) printf("%02x", bytes[n]);
}

static int digit_of(char c) {
  const char *digits = "0123456789abcdef", *found = c ? strchr(digits, c) : NULL;
  return found ? (int)(found - digits) : -1;
}

/** Reads exactly `size` bytes of hex. */
static int read_hex(uint8_t *ret_bytes, size_t size, const char *text) {
  if (!text || strlen(text) != 2 * size) return 0;
  for (size_t n = 0; n < size; n++) {
    int high = digit_of(text[2 * n]), low = digit_of(text[2 * n + 1]);
    if (high < 0 || low < 0) return 0;
    ret_bytes[n] = (uint8_t)(high << 4 | low);
  }
  return 1;
}

sotto_status so_pack_key_read(uint8_t *ret_key, size_t size, const char *path) {
  char line[512] = "";
  FILE *file = fopen(path, "r");
  if (!file) return errno == ENOENT ? SOTTO_E_MISSING : SOTTO_E_STORAGE;
  int good = 0;
  while (!good && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\r\n ")] = 0;
    good = line[0] != '#' && read_hex(ret_key, size, line);
  }
  (void)fclose(file);
  sodium_memzero(line, sizeof line);
  return good ? SOTTO_OK : SOTTO_E_FORMAT;
}

sotto_status so_pack_public_read(uint8_t ret_key[SOTTO_PUBLIC_KEY_SIZE], const char *path,
                                 const char *member) {
  if (!so_pack_exists(path)) return SOTTO_E_MISSING;
  json_t *document = json_load_file(path, 0, NULL);
  const char *text = json_string_value(json_object_get(document, member));
  int good = read_hex(ret_key, SOTTO_PUBLIC_KEY_SIZE, text);
  json_decref(document);
  return good ? SOTTO_OK : SOTTO_E_FORMAT;
}

/** Makes a file that must not exist yet and writes a comment and hex. */
static int write_key(const char *path, const char *comment, sotto_bytes key) {
  int handle = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  FILE *file = handle < 0 ? NULL : fdopen(handle, "w");
  if (!file) return 0;
  int good = fprintf(file, "# %s\n", comment) > 0;
  for (size_t n = 0; n < key.size; n++) good = good && fprintf(file, "%02x", key.data[n]) == 2;
  good = good && fputc('\n', file) != EOF && fflush(file) == 0 && fsync(handle) == 0;
  return fclose(file) == 0 && good;
}

static int write_public(const char *path, const sotto_brand_keys *keys) {
  char signing[2 * SOTTO_PUBLIC_KEY_SIZE + 1], report[sizeof signing];
  for (size_t n = 0; n < SOTTO_PUBLIC_KEY_SIZE; n++) {
    (void)snprintf(signing + 2 * n, 3, "%02x", keys->signing_public[n]);
    (void)snprintf(report + 2 * n, 3, "%02x", keys->report_public[n]);
  }
  json_t *document = json_pack("{s:s, s:s}", "signing_key", signing, "report_key", report);
  int good = document && json_dump_file(document, path, JSON_INDENT(2)) == 0;
  json_decref(document);
  return good;
}

static int write_keys(const char *folder, const sotto_brand_keys *keys) {
  char path[SO_PACK_PATH_MAX];
  static const char *const comments[] = {
      "Signs the brand's packs. Keep secret: who has it can make packs in your name.",
      "Opens the reports of devices. Keep secret, and only where they are collected."};
  int good = so_pack_join(path, folder, "brand.signing.key");
  good = good && write_key(path, comments[0],
                           (sotto_bytes){keys->signing_secret, sizeof keys->signing_secret});
  good = good && so_pack_join(path, folder, "brand.report.key");
  good = good && write_key(path, comments[1],
                           (sotto_bytes){keys->report_secret, sizeof keys->report_secret});
  good = good && so_pack_join(path, folder, "brand.public") && write_public(path, keys);
  if (!good) fprintf(stderr, "sotto-pack: %s: %s\n", path, strerror(errno));
  return good;
}

int so_pack_keygen(const so_pack_options *options) {
  char path[SO_PACK_PATH_MAX];
  static const char *const names[] = {"brand.signing.key", "brand.report.key", "brand.public"};
  for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
    if (so_pack_join(path, options->subject, names[n]) && so_pack_exists(path)) {
      fprintf(stderr, "sotto-pack: %s is there already; keys are never written over\n", path);
      return SO_EXIT_CALL;
    }
  }
  sotto_brand_keys *keys = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *keys);
  sotto_status status = keys ? sotto_brand_keys_make(keys) : SOTTO_E_MEMORY;
  int good = !status && write_keys(options->subject, keys);
  sodium_free(keys);
  if (status) return so_pack_fail(options->subject, status);
  if (!good) return SO_EXIT_SYSTEM;
  printf("Made in %s:\n"
         "  brand.signing.key  signs packs         secret\n"
         "  brand.report.key   opens reports       secret\n"
         "  brand.public       both public halves  ships in the app\n",
         options->subject);
  return SO_EXIT_GOOD;
}
