/*
 * The brand's keys as files: brand.signing.key and brand.report.key (0600, a comment and one line
 * of hex), brand.public (JSON with both public halves, made to be published) and brand_key.h (the
 * public half that apps check packs with, for a C compiler).
 */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "brand/line_file.h"
#include "tools/key_file.h"
#include "tools/pack.h"

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

int so_pack_write(const char *folder, const so_pack_draft *drafts, size_t count) {
  char path[SO_KEY_FILE_PATH_MAX];
  size_t n = 0;
  while (n < count && so_key_file_join(path, folder, drafts[n].name) &&
         so_key_file_write(path, drafts[n].text, drafts[n].secret))
    n++;
  if (n == count) return 1;
  fprintf(stderr, "sotto-pack: %s/%s: %s; nothing was made\n", folder, drafts[n].name,
          strerror(errno));
  while (n-- > 0) {
    if (so_key_file_join(path, folder, drafts[n].name)) (void)unlink(path);
  }
  return 0;
}

/** The four files as texts, in guarded memory, and the keys as digits for them. */
typedef struct key_texts {
  sotto_brand_keys keys;
  char hex[4][2 * SOTTO_SIGNING_SECRET_SIZE + 1];
  char files[4][384];
} key_texts;

/** The signing key as an array, eight bytes a line. */
static void fill_header(char *text, size_t capacity, const uint8_t key[32]) {
  size_t at = (size_t)snprintf(text, capacity,
                               "/* Made by sotto-pack keygen: checks the brand's packs. */\n"
                               "static const unsigned char brand_key[32] = {");
  for (size_t n = 0; n < 32; n++)
    at += (size_t)snprintf(text + at, capacity - at, "%s0x%02x,", n % 8 ? " " : "\n    ", key[n]);
  (void)snprintf(text + at, capacity - at, "\n};\n");
}

static void fill_texts(key_texts *texts) {
  const sotto_brand_keys *keys = &texts->keys;
  const sotto_bytes all[] = {{keys->signing_secret, sizeof keys->signing_secret},
                             {keys->report_secret, sizeof keys->report_secret},
                             {keys->signing_public, sizeof keys->signing_public},
                             {keys->report_public, sizeof keys->report_public}};
  for (size_t n = 0; n < 4; n++)
    (void)sodium_bin2hex(texts->hex[n], sizeof texts->hex[n], all[n].data, all[n].size);
  (void)snprintf(texts->files[0], sizeof texts->files[0],
                 "# Signs the brand's packs. Keep secret: who has it can make packs in your "
                 "name.\n%s\n",
                 texts->hex[0]);
  (void)snprintf(texts->files[1], sizeof texts->files[1],
                 "# Opens the reports of devices. Keep secret, and only where they are "
                 "collected.\n%s\n",
                 texts->hex[1]);
  (void)snprintf(texts->files[2], sizeof texts->files[2],
                 "{\n  \"signing_key\": \"%s\",\n  \"report_key\": \"%s\"\n}\n", texts->hex[2],
                 texts->hex[3]);
  fill_header(texts->files[3], sizeof texts->files[3], keys->signing_public);
}

int so_pack_keygen(const so_pack_options *options) {
  char path[SO_KEY_FILE_PATH_MAX];
  static const char *const names[] = {"brand.signing.key", "brand.report.key", "brand.public",
                                      "brand_key.h"};
  for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
    if (so_key_file_join(path, options->subject, names[n]) && so_pack_exists(path)) {
      fprintf(stderr, "sotto-pack: %s is there already; keys are never written over\n", path);
      return SO_EXIT_CALL;
    }
  }
  key_texts *texts = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *texts);
  sotto_status status = texts ? sotto_brand_keys_make(&texts->keys) : SOTTO_E_MEMORY;
  int good = 0;
  if (!status) {
    fill_texts(texts);
    const so_pack_draft drafts[] = {{names[0], texts->files[0], 1},
                                    {names[1], texts->files[1], 1},
                                    {names[2], texts->files[2], 0},
                                    {names[3], texts->files[3], 0}};
    good = so_pack_write(options->subject, drafts, 4);
  }
  sodium_free(texts);
  if (status) return so_pack_fail(options->subject, status);
  if (!good) return SO_EXIT_SYSTEM;
  if (!options->quiet)
    printf("Made in %s:\n"
           "  brand.signing.key  signs packs         secret\n"
           "  brand.report.key   opens reports       secret\n"
           "  brand.public       both public halves  ships in the app\n"
           "  brand_key.h        the same for C      is compiled into the app\n",
           options->subject);
  return SO_EXIT_GOOD;
}
