/*
 * Finds "signing_key": "…64 hex digits…" in a small file; no more of JSON than that.
 */
#include "brand_key.h"

#include <stdio.h>
#include <string.h>

int brand_key_read(const char *path, uint8_t ret_key[32]) {
  char text[4096] = "";
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  const size_t size = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  const char *at = size ? strstr(text, "\"signing_key\"") : NULL;
  at = at ? strchr(at, ':') : NULL;
  at = at ? strchr(at, '"') : NULL;
  for (int i = 0; at && i < 32; i++)
    if (sscanf(at + 1 + 2 * i, "%2hhx", &ret_key[i]) != 1) return 0;
  return at != NULL;
}
