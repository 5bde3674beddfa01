/*
 * The kiosk's own profile: see kiosk_own.h.
 */
#include "kiosk_own.h"

#include <dirent.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define PATIENCE 150 /* tries of 20 ms */

static int key_of(const char *hex, uint8_t ret_key[32]) {
  size_t size = 0;
  return *hex && sodium_hex2bin(ret_key, 32, hex, strlen(hex), NULL, &size, NULL) == 0 &&
         size == 32;
}

void kiosk_own_options(const kiosk_config *config, uint8_t keys[2][32],
                       sotto_options *ret_options) {
  sotto_options_init(ret_options);
  ret_options->flags = SOTTO_OPEN_KIOSK;
  if (key_of(config->brand_key, keys[0])) ret_options->pack_keys[0] = keys[0];
  if (key_of(config->next_key, keys[1])) ret_options->pack_keys[1] = keys[1];
  if (config->list[0]) ret_options->pack_list = config->list;
}

/* The kiosk keeps and sends; it personalizes nothing: it has nobody's history. */
static void consent_of_kiosk(sotto_consent *ret_consent) {
  sotto_consent_init(ret_consent);
  sotto_consent_fill(ret_consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(ret_consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_DENIED);
  sotto_consent_fill(ret_consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  sotto_consent_fill(ret_consent, SOTTO_PURPOSE_EXPERIMENT, SOTTO_DENIED);
}

sotto_status kiosk_own_open(const kiosk_config *config, uint32_t flags, kiosk_own *ret_own) {
  char directory[KIOSK_PATH_MAX];
  const struct timespec moment = {0, 20000000};
  sotto_consent consent;
  sotto_options options;
  memset(ret_own, 0, sizeof *ret_own);
  sotto_status status = kiosk_store_own(config, &ret_own->store);
  if (status) return status;
  consent_of_kiosk(&consent);
  kiosk_own_options(config, ret_own->keys, &options);
  kiosk_config_path(config, "profile", directory);
  options.directory = directory;
  options.flags |= flags;
  for (int tries = 0; tries < PATIENCE; tries++) {
    status = sotto_open(&options, &consent, &ret_own->store.port, &ret_own->profile);
    if (status != SOTTO_E_BUSY) break;
    nanosleep(&moment, NULL);
  }
  if (!status) ret_own->tick = sotto_tick(ret_own->profile);
  return status;
}

void kiosk_own_close(kiosk_own *own) {
  sotto_close(own->profile);
  kiosk_store_end(&own->store);
  own->profile = NULL;
}

static uint64_t newest_pack(const kiosk_config *config) {
  char path[KIOSK_PATH_MAX];
  uint64_t newest = 0, sequence = 0;
  kiosk_config_path(config, "packs", path);
  DIR *folder = opendir(path);
  for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder))
    if (sscanf(entry->d_name, "%" SCNu64 ".sottopack", &sequence) == 1 && sequence > newest &&
        !strstr(entry->d_name, ".part"))
      newest = sequence;
  if (folder) closedir(folder);
  return newest;
}

sotto_status kiosk_own_pack(const kiosk_config *config, const kiosk_own *own,
                            char ret_path[KIOSK_PATH_MAX]) {
  char name[64];
  sotto_pack_info info = {.sequence = 0};
  if (!own->profile || sotto_pack_get(own->profile, &info)) info.sequence = newest_pack(config);
  if (!info.sequence) return SOTTO_E_MISSING;
  snprintf(name, sizeof name, "packs/%" PRIu64 ".sottopack", info.sequence);
  kiosk_config_path(config, name, ret_path);
  return SOTTO_OK;
}

int kiosk_own_fail(const char *doing, sotto_status status) {
  fprintf(stderr, "%s: %s (%s)\n", doing, sotto_status_text(status), sotto_status_name(status));
  return 1;
}
