/*
 * audience_teller PACK BRAND_PUBLIC: a new device with that pack, in memory, at the time the pack
 * was made: prints the id of each audience its profile is in, a line each.
 */
#include <sotto/audience.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CREATED_MS 1767225600000

static uint32_t say(void *context, const sotto_audience *audience) {
  return context || printf("%.*s\n", (int)audience->id.size, audience->id.data) < 0;
}

/* The signing key of brand.public, which is JSON. */
static int read_key(const char *path, uint8_t ret_key[32]) {
  char text[4096] = "", digits[3] = "";
  FILE *file = fopen(path, "rb");
  if (!file || fread(text, 1, sizeof text - 1, file) == 0 || fclose(file) != 0) return 0;
  const char *at = strstr(text, "\"signing_key\"");
  at = at ? strchr(at, ':') : NULL;
  at = at ? strchr(at, '"') : NULL;
  if (!at || strlen(at) < 66) return 0;
  for (int n = 0; n < 32; n++) {
    memcpy(digits, at + 1 + 2 * n, 2);
    ret_key[n] = (uint8_t)strtoul(digits, NULL, 16);
  }
  return 1;
}

int main(int count, char **words) {
  uint8_t key[32];
  sotto_store_ram store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto *profile = NULL;
  if (count != 3 || !read_key(words[2], key)) return 2;
  sotto_options_init(&options);
  options.pack_keys[0] = key;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  sotto_store_ram_init(&store, &port);
  store.now_ms = CREATED_MS + 60000;
  sotto_status status = sotto_open(&options, &consent, &port, &profile);
  if (!status) status = sotto_pack_install(profile, words[1]);
  if (!status) status = sotto_audience_each(profile, say, NULL);
  if (status) fprintf(stderr, "%s\n", sotto_status_name(status));
  sotto_close(profile);
  return status != SOTTO_OK;
}
