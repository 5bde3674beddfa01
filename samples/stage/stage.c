/*
 * The stage: see stage.h. The key store here is a variable, so a profile directory outlives its
 * process only as unreadable bytes: what a lost key store means.
 */
#include "stage.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static sotto_status clock_now(void *context, int64_t *ret_unix_ms) {
  *ret_unix_ms = ((stage *)context)->now_ms;
  return SOTTO_OK;
}

static sotto_status key_load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  const stage *device = context;
  if (!device->has_key) return SOTTO_E_MISSING;
  memcpy(ret_key, device->key, SOTTO_KEY_SIZE);
  return SOTTO_OK;
}

static sotto_status key_store(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  stage *device = context;
  memcpy(device->key, key, SOTTO_KEY_SIZE);
  device->has_key = 1;
  return SOTTO_OK;
}

static sotto_status key_wipe(void *context) {
  stage *device = context;
  memset(device->key, 0, SOTTO_KEY_SIZE);
  device->has_key = 0;
  return SOTTO_OK;
}

static sotto_status anchor_load(void *context, sotto_anchor *ret_anchor) {
  const stage *device = context;
  if (!device->has_anchor) return SOTTO_E_MISSING;
  *ret_anchor = device->anchor;
  return SOTTO_OK;
}

static sotto_status anchor_advance(void *context, const sotto_anchor *anchor) {
  stage *device = context;
  device->anchor = *anchor;
  device->has_anchor = 1;
  return SOTTO_OK;
}

void stage_set(stage *ret_stage, int64_t now_ms) {
  memset(ret_stage, 0, sizeof *ret_stage);
  ret_stage->now_ms = now_ms;
}

void stage_port(stage *device, sotto_port *ret_port) {
  sotto_port_init(ret_port);
  ret_port->strength = SOTTO_STRENGTH_MEMORY;
  ret_port->store_name = "memory";
  ret_port->context = device;
  ret_port->clock_now = clock_now;
  ret_port->key_load = key_load;
  ret_port->key_store = key_store;
  ret_port->key_wipe = key_wipe;
  ret_port->anchor_load = anchor_load;
  ret_port->anchor_advance = anchor_advance;
}

void stage_leave_key(const stage *device, const char *path) {
  const int handle = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const int good =
      handle >= 0 && write(handle, device->key, sizeof device->key) == (ssize_t)sizeof device->key;
  if (handle < 0 || close(handle) || !good) {
    fprintf(stderr, "Cannot write %s.\n", path);
    exit(2);
  }
}

void stage_consent(sotto_consent *ret_consent) {
  sotto_consent_init(ret_consent);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    sotto_consent_fill(ret_consent, purpose, SOTTO_GRANTED);
}

int64_t stage_monday(const char *pack, const uint8_t brand_key[32]) {
  stage probe;
  sotto *profile;
  sotto_port port;
  sotto_consent consent;
  sotto_options options;
  sotto_pack_info info;
  stage_set(&probe, 1704067200000 /* 2024-01-01 */);
  stage_port(&probe, &port);
  stage_consent(&consent);
  sotto_options_init(&options);
  options.pack_keys[0] = brand_key;
  stage_check(sotto_open(&options, &consent, &port, &profile), "open");
  stage_check(sotto_pack_install(profile, pack), "pack");
  stage_check(sotto_pack_get(profile, &info), "pack");
  sotto_close(profile);
  int64_t day = info.created_ms / 86400000;
  return (day - (day + 3) % 7) * 86400000;
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int hex_read(const char *hex, uint8_t ret_bytes[32]) {
  if (!hex || strlen(hex) != 64) return 0;
  for (size_t i = 0; i < 32; i++) {
    int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return 0;
    ret_bytes[i] = (uint8_t)(high << 4 | low);
  }
  return 1;
}

void stage_brand_key(const char *path, uint8_t ret_key[32]) {
  json_t *root = json_load_file(path, 0, NULL);
  if (!hex_read(json_string_value(json_object_get(root, "signing_key")), ret_key)) {
    fprintf(stderr, "%s holds no \"signing_key\" of 64 hex digits.\n", path);
    exit(2);
  }
  json_decref(root);
}

void stage_check(sotto_status status, const char *doing) {
  if (status == SOTTO_OK) return;
  fprintf(stderr, "%s: %s (%s)\n", doing, sotto_status_text(status), sotto_status_name(status));
  exit(1);
}

void stage_progress(const char *label, size_t done, size_t total) {
  static size_t shown;
  size_t percent = total ? done * 100 / total : 100;
  if (done == 0) shown = 0;
  if (isatty(STDERR_FILENO)) {
    if (percent == shown && done != total) return;
    fprintf(stderr, "\r  %-28s [%-30.*s] %3zu %%", label, (int)(percent * 30 / 100),
            "##############################", percent);
    if (done == total) fputc('\n', stderr);
  } else if (percent / 25 > shown / 25) {
    fprintf(stderr, "  %s: %zu %%\n", label, percent / 25 * 25);
  }
  shown = percent;
}

const char *stage_say(const char *locale, const char *english, const char *spanish) {
  return strncmp(locale, "es", 2) == 0 ? spanish : english;
}

sotto_text stage_text(const char *terminated) {
  return (sotto_text){terminated, strlen(terminated)};
}

void stage_print(size_t column, sotto_text words) {
  size_t at = column;
  for (size_t i = 0; i < words.size;) {
    size_t end = i, width = 0;
    for (; end < words.size && words.data[end] != ' '; end++)
      width += ((unsigned char)words.data[end] & 0xC0) != 0x80;
    if (at > column && at + width > 79) {
      printf("\n%*s", (int)column, "");
      at = column;
    }
    printf("%.*s ", (int)(end - i), words.data + i);
    at += width + 1;
    i = end + 1;
  }
  putchar('\n');
}
