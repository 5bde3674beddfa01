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

#include "brand/line_file.h"
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
  fprintf(stderr, "sotto-pack: %s: %s (%s)\n", path, so_file_words(path, status),
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

/** Writes a file that must not exist yet, whole and on the disk. */
static int write_draft(const char *path, const so_pack_draft *draft) {
  int handle = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, draft->secret ? 0600 : 0666);
  if (handle < 0) return 0;
  size_t size = strlen(draft->text), at = 0;
  ssize_t count = 1;
  for (; at < size && count > 0; at += count > 0 ? (size_t)count : 0)
    count = write(handle, draft->text + at, size - at);
  int good = at == size && fsync(handle) == 0;
  int why = errno;
  if (close(handle) != 0 && good) {
    good = 0;
    why = errno;
  }
  if (!good) (void)unlink(path);
  errno = why;
  return good;
}

int so_pack_write(const char *folder, const so_pack_draft *drafts, size_t count) {
  char path[SO_PACK_PATH_MAX];
  size_t n = 0;
  while (n < count && so_pack_join(path, folder, drafts[n].name) && write_draft(path, &drafts[n]))
    n++;
  if (n == count) return 1;
  fprintf(stderr, "sotto-pack: %s/%s: %s; nothing was made\n", folder, drafts[n].name,
          strerror(errno));
  while (n-- > 0) {
    if (so_pack_join(path, folder, drafts[n].name)) (void)unlink(path);
  }
  return 0;
}

/** The three files as texts, in guarded memory. */
typedef struct key_texts {
  sotto_brand_keys keys;
  char signing[256], report[256], brand[256];
} key_texts;

static void fill_texts(key_texts *texts) {
  char hex[2 * SOTTO_PUBLIC_KEY_SIZE + 1], other[sizeof hex];
  char *end = stpcpy(texts->signing, "# Signs the brand's packs. Keep secret: who has it can make "
                                     "packs in your name.\n");
  (void)sodium_bin2hex(end, 2 * SOTTO_SIGNING_SECRET_SIZE + 1, texts->keys.signing_secret,
                       SOTTO_SIGNING_SECRET_SIZE);
  (void)stpcpy(end + 2 * SOTTO_SIGNING_SECRET_SIZE, "\n");
  end = stpcpy(texts->report, "# Opens the reports of devices. Keep secret, and only where they "
                              "are collected.\n");
  (void)sodium_bin2hex(end, sizeof hex, texts->keys.report_secret, SOTTO_PUBLIC_KEY_SIZE);
  (void)stpcpy(end + 2 * SOTTO_PUBLIC_KEY_SIZE, "\n");
  (void)sodium_bin2hex(hex, sizeof hex, texts->keys.signing_public, SOTTO_PUBLIC_KEY_SIZE);
  (void)sodium_bin2hex(other, sizeof other, texts->keys.report_public, SOTTO_PUBLIC_KEY_SIZE);
  (void)snprintf(texts->brand, sizeof texts->brand,
                 "{\n  \"signing_key\": \"%s\",\n  \"report_key\": \"%s\"\n}\n", hex, other);
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
  key_texts *texts = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *texts);
  sotto_status status = texts ? sotto_brand_keys_make(&texts->keys) : SOTTO_E_MEMORY;
  int good = 0;
  if (!status) {
    fill_texts(texts);
    const so_pack_draft drafts[] = {
        {names[0], texts->signing, 1}, {names[1], texts->report, 1}, {names[2], texts->brand, 0}};
    good = so_pack_write(options->subject, drafts, 3);
  }
  sodium_free(texts);
  if (status) return so_pack_fail(options->subject, status);
  if (!good) return SO_EXIT_SYSTEM;
  if (!options->quiet)
    printf("Made in %s:\n"
           "  brand.signing.key  signs packs         secret\n"
           "  brand.report.key   opens reports       secret\n"
           "  brand.public       both public halves  ships in the app\n",
           options->subject);
  return SO_EXIT_GOOD;
}
