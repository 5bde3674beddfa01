/*
 * Reading and writing kiosk.conf: see kiosk_config.h. One table says which names there are, so that
 * a misspelt name is an error and never a setting that is silently not made.
 */
#include "kiosk_config.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk_file.h"

typedef struct setting {
  const char *name;
  size_t offset;
  size_t size; /* of a text; 0: a number */
  const char *words;
} setting;

#define TEXT(member) offsetof(kiosk_config, member), sizeof(((kiosk_config *)0)->member)
#define NUMBER(member) offsetof(kiosk_config, member), 0

static const setting settings[] = {
    {"store", TEXT(store), "key store: insecure_file, passphrase or tpm2 (kiosk_store.c)"},
    {"key_file", TEXT(key_file), "what the key store reads; outside this folder is better"},
    {"tpm2_tcti", TEXT(tpm2_tcti), "how to reach the chip, as device:/dev/tpmrm0; empty: any"},
    {"tpm2_nv_index", NUMBER(tpm2_nv_index), "first of the four NV indices of the chip"},
    {"brand_key", TEXT(brand_key), "signing key of the brand's packs, from brand.public"},
    {"next_key", TEXT(next_key), "its next one, while keys change"},
    {"list", TEXT(list), "the brand's public list of packs; empty: any signed pack"},
    {"catalogue", TEXT(catalogue), "folder of products.LOCALE.tsv"},
    {"pictures", TEXT(pictures), "folder of ITEM.svg or ITEM.png"},
    {"port", NUMBER(port), "TCP port on 127.0.0.1; 0: any that is free"},
    {"idle_ms", NUMBER(idle_ms), "silence that ends a visit"},
    {"warn_ms", NUMBER(warn_ms), "how long before it the countdown shows"},
    {"fresh_browser", NUMBER(fresh_browser), "1: a new browser for each visitor, by `browser`"},
    {"shift_clock_ms", NUMBER(shift_clock_ms), "added to the clock; rehearsals only"},
};
#define SETTINGS (sizeof settings / sizeof *settings)

void kiosk_config_init(kiosk_config *ret_config, const char *root) {
  memset(ret_config, 0, sizeof *ret_config);
  snprintf(ret_config->root, sizeof ret_config->root, "%s", root);
  ret_config->tpm2_nv_index = 0x01800000;
  ret_config->idle_ms = 120000;
  ret_config->warn_ms = 30000;
}

void kiosk_config_path(const kiosk_config *config, const char *name,
                       char ret_path[KIOSK_PATH_MAX]) {
  snprintf(ret_path, KIOSK_PATH_MAX, "%s/%s", config->root, name);
}

static char *trim(char *text) {
  while (isspace((unsigned char)*text)) text++;
  size_t size = strlen(text);
  while (size && isspace((unsigned char)text[size - 1])) text[--size] = 0;
  return text;
}

static int take_number(const char *value, uint64_t *ret_number) {
  char *end = NULL;
  errno = 0;
  const unsigned long long number = strtoull(value, &end, 10);
  if (!isdigit((unsigned char)*value) || *end || errno || number > INT64_MAX) return -1;
  *ret_number = number;
  return 0;
}

static int take(kiosk_config *config, const char *name, const char *value) {
  for (size_t i = 0; i < SETTINGS; i++) {
    char *at = (char *)config + settings[i].offset;
    if (strcmp(settings[i].name, name) != 0) continue;
    if (!settings[i].size) return take_number(value, (uint64_t *)(void *)at);
    return snprintf(at, settings[i].size, "%s", value) < (int)settings[i].size ? 0 : -1;
  }
  return -1;
}

static int take_line(kiosk_config *config, char *line) {
  char *name = trim(line), *value = strchr(line, '=');
  if (!*name || *name == '#') return 0;
  if (!value) return -1;
  *value++ = 0;
  return take(config, trim(name), trim(value));
}

static int check(const kiosk_config *config, const char *path) {
  if (config->idle_ms <= KIOSK_IDLE_MOST_MS && config->warn_ms < config->idle_ms &&
      config->port < 65536 && config->store[0])
    return 0;
  fprintf(stderr,
          "%s: store must be named, idle_ms be at most %u (as the page says), warn_ms be below\n"
          "it, port below 65536.\n",
          path, KIOSK_IDLE_MOST_MS);
  return -1;
}

int kiosk_config_read(kiosk_config *ret_config, const char *root) {
  char path[KIOSK_PATH_MAX], line[2048];
  kiosk_config config;
  kiosk_config_init(&config, root);
  kiosk_config_path(&config, "kiosk.conf", path);
  FILE *file = fopen(path, "re");
  if (!file) {
    fprintf(stderr, "%s: %s. `sotto-kiosk provision` makes a kiosk.\n", path, strerror(errno));
    return -1;
  }
  int bad = 0, number = 0;
  while (!bad && fgets(line, sizeof line, file)) {
    number++;
    bad = take_line(&config, line);
  }
  fclose(file);
  if (bad) fprintf(stderr, "%s:%d: no setting, or not a value for it.\n", path, number);
  if (bad || check(&config, path)) return -1;
  *ret_config = config;
  return 0;
}

int kiosk_config_write(const kiosk_config *config) {
  char path[KIOSK_PATH_MAX], text[8192];
  size_t size = (size_t)snprintf(text, sizeof text, "# A Sotto kiosk. See samples/kiosk.\n");
  for (size_t i = 0; i < SETTINGS && size < sizeof text; i++) {
    const char *at = (const char *)config + settings[i].offset;
    char value[KIOSK_PATH_MAX + 1];
    if (settings[i].size)
      snprintf(value, sizeof value, "%s", at);
    else
      snprintf(value, sizeof value, "%" PRIu64, *(const uint64_t *)(const void *)at);
    size += (size_t)snprintf(text + size, sizeof text - size, "\n# %s\n%s = %s\n",
                             settings[i].words, settings[i].name, value);
  }
  kiosk_config_path(config, "kiosk.conf", path);
  if (size >= sizeof text) return -1;
  return kiosk_file_replace(path, (sotto_bytes){(const uint8_t *)text, size});
}
