/*
 * Files on a stick: see kiosk_usb.h.
 */
#include "kiosk_usb.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kiosk_file.h"
#include "kiosk_own.h"

#define PACK_LIMIT ((size_t)512 << 20)
#define REPORTS_LIMIT ((size_t)256 << 20)
#define REPORT_LEAST 64 /* no report is as small: question, sealed key, tag */

static int fail_file(const char *file, int bad) {
  fprintf(stderr, "%s: %s\n", file, strerror(bad));
  return 1;
}

static void hex_of(const uint8_t digest[32], char ret_hex[65]) {
  sodium_bin2hex(ret_hex, 65, digest, 32);
}

/* Opens a profile in memory and installs the pack there: signature, expiry, list, every offset. */
static sotto_status try_pack(const kiosk_config *config, const char *path,
                             sotto_pack_info *ret_info) {
  kiosk_store store;
  uint8_t keys[2][32];
  sotto_consent consent;
  sotto_options options;
  sotto *profile = NULL;
  kiosk_store_visitor(config, &store);
  sotto_consent_init(&consent);
  kiosk_own_options(config, keys, &options);
  sotto_status status = sotto_open(&options, &consent, &store.port, &profile);
  if (!status) status = sotto_pack_install(profile, path);
  if (!status) status = sotto_pack_get(profile, ret_info);
  sotto_close(profile);
  kiosk_store_end(&store);
  return status;
}

/* Whether a pack goes before what is there: a sequence that was used is never used again. */
static sotto_status compare(const sotto_pack_info *fresh, const sotto_pack_info *before) {
  if (memcmp(fresh->hash, before->hash, sizeof fresh->hash) == 0) return SOTTO_OK;
  return fresh->sequence > before->sequence ? SOTTO_OK : SOTTO_E_ROLLBACK;
}

/* Copies the pack to its place among the packs once it has proved good; touches no other. */
static sotto_status place_pack(const kiosk_config *config, sotto_bytes bytes,
                               const sotto_pack_info *before, char ret_path[KIOSK_PATH_MAX]) {
  char fresh[KIOSK_PATH_MAX], name[64];
  sotto_pack_info info;
  kiosk_config_path(config, "packs/incoming", fresh);
  if (kiosk_file_replace(fresh, bytes)) return SOTTO_E_STORAGE;
  sotto_status status = try_pack(config, fresh, &info);
  if (!status) status = compare(&info, before);
  if (!status) {
    snprintf(name, sizeof name, "packs/%" PRIu64 ".sottopack", info.sequence);
    kiosk_config_path(config, name, ret_path);
    /* before the profile remembers the name, and the old pack goes */
    if (rename(fresh, ret_path) || kiosk_file_flush_folder(ret_path)) status = SOTTO_E_STORAGE;
  }
  if (status) unlink(fresh);
  return status;
}

static void print_pack(const sotto_pack_info *info) {
  char hex[65];
  hex_of(info->hash, hex);
  printf("{\"pack\":\"%s\",\"sequence\":%" PRIu64 ",\"items\":%u,\"questions\":%u,"
         "\"expires_ms\":%" PRId64 "}\n",
         hex, info->sequence, info->items, info->questions, info->expires_ms);
}

/* What is older than the installed pack is not needed any more; a visit that reads it goes on. */
static void sweep(const kiosk_config *config, uint64_t sequence, uint64_t before) {
  char path[KIOSK_PATH_MAX], name[64];
  if (before == sequence) return;
  snprintf(name, sizeof name, "packs/%" PRIu64 ".sottopack", before);
  kiosk_config_path(config, name, path);
  unlink(path);
}

static int install(const kiosk_config *config, kiosk_own *own, sotto_bytes bytes) {
  char path[KIOSK_PATH_MAX];
  sotto_pack_info info, before;
  memset(&before, 0, sizeof before);
  const sotto_status had = sotto_pack_get(own->profile, &before);
  if (had) before.sequence = 0;
  sotto_status status = place_pack(config, bytes, &before, path);
  if (!status) status = sotto_pack_install(own->profile, path);
  if (!status) status = sotto_pack_get(own->profile, &info);
  if (status) return kiosk_own_fail("The pack was not installed; the old one stays", status);
  if (!had) sweep(config, info.sequence, before.sequence);
  print_pack(&info);
  return 0;
}

int kiosk_usb_import_pack(const kiosk_config *config, const char *file) {
  sotto_bytes bytes = {NULL, 0};
  kiosk_own own;
  const int bad = kiosk_file_read(file, PACK_LIMIT, &bytes);
  if (bad) return fail_file(file, bad);
  const sotto_status status = kiosk_own_open(config, SOTTO_OPEN_AS_KEPT, &own);
  const int failed =
      status ? kiosk_own_fail("The kiosk's profile", status) : install(config, &own, bytes);
  kiosk_own_close(&own);
  kiosk_file_free(&bytes);
  return failed;
}

/* Reports on their way out, one after the other. */
typedef struct bundle {
  uint8_t *data;
  size_t size;
  size_t reports;
  size_t waiting; /* their moment is later */
  int64_t now_ms;
  int bad;
} bundle;

static uint32_t add(void *context, const sotto_report *report) {
  bundle *to = context;
  const size_t size = report->body.size;
  if (report->trust == SOTTO_TRUST_SPLIT) return 0; /* its aggregators take no stick */
  if (report->send_after_ms > to->now_ms) {
    to->waiting++;
    return 0;
  }
  uint8_t *room = realloc(to->data, to->size + 4 + size);
  if (!room) {
    to->bad = ENOMEM;
    return 1;
  }
  to->data = room;
  for (size_t i = 0; i < 4; i++) room[to->size + i] = (uint8_t)(size >> (8 * i));
  memcpy(room + to->size + 4, report->body.data, size);
  to->size += 4 + size;
  to->reports++;
  return 0;
}

static void print_bundle(const char *act, const bundle *of, size_t settled) {
  uint8_t digest[32];
  char hex[65];
  crypto_generichash(digest, sizeof digest, of->data, of->size, NULL, 0);
  hex_of(digest, hex);
  printf("{\"act\":\"%s\",\"reports\":%zu,\"settled\":%zu,\"waiting\":%zu,\"bytes\":%zu,"
         "\"blake2b\":\"%s\",\"time_ms\":%" PRId64 "}\n",
         act, of->reports, settled, of->waiting, of->size, hex, of->now_ms);
}

static int write_bundle(const char *file, const bundle *of) {
  if (of->bad) return fail_file(file, of->bad);
  if (!of->reports) {
    fprintf(stderr, "Nothing to export: %zu reports wait for their moment.\n", of->waiting);
    return 1;
  }
  if (access(file, F_OK) == 0) return fail_file(file, EEXIST);
  if (kiosk_file_replace(file, (sotto_bytes){of->data, of->size})) return 1;
  print_bundle("exported", of, 0);
  return 0;
}

int kiosk_usb_export_outbox(const kiosk_config *config, const char *file) {
  kiosk_own own;
  bundle out = {.data = NULL};
  sotto_status status = kiosk_own_open(config, SOTTO_OPEN_AS_KEPT, &own);
  if (!status) status = own.store.port.clock_now(own.store.port.context, &out.now_ms);
  if (!status) status = sotto_outbox_each(own.profile, add, &out);
  kiosk_own_close(&own);
  const int failed =
      status ? kiosk_own_fail("The outbox cannot be read", status) : write_bundle(file, &out);
  free(out.data);
  return failed;
}

/* Reports of a file that are in the outbox, byte for byte. */
typedef struct match {
  sotto_bytes file;
  uint64_t *ids;
  size_t count;
  size_t room;
} match;

static uint32_t size_at(const uint8_t *at) {
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int holds(sotto_bytes file, sotto_bytes body) {
  for (size_t at = 0; at < file.size; at += 4 + size_at(file.data + at))
    if (size_at(file.data + at) == body.size &&
        memcmp(file.data + at + 4, body.data, body.size) == 0)
      return 1;
  return 0;
}

static uint32_t find(void *context, const sotto_report *report) {
  match *of = context;
  if (of->count < of->room && holds(of->file, report->body)) of->ids[of->count++] = report->id;
  return 0;
}

/* Counts the reports of a whole file; 0 for one that is cut or is none. */
static size_t count_reports(sotto_bytes file) {
  size_t count = 0, at = 0;
  while (file.size - at >= 4 && size_at(file.data + at) >= REPORT_LEAST &&
         size_at(file.data + at) <= file.size - at - 4) {
    at += 4 + size_at(file.data + at);
    count++;
  }
  return at == file.size ? count : 0;
}

static int settle(const kiosk_config *config, match *of) {
  kiosk_own own;
  size_t settled = 0;
  bundle told = {
      .data = (uint8_t *)(uintptr_t)of->file.data, .size = of->file.size, .reports = of->room};
  sotto_status status = kiosk_own_open(config, SOTTO_OPEN_AS_KEPT, &own);
  if (!status) status = own.store.port.clock_now(own.store.port.context, &told.now_ms);
  if (!status) status = sotto_outbox_each(own.profile, find, of);
  for (; !status && settled < of->count; settled += !status)
    status = sotto_outbox_settle(own.profile, of->ids[settled], SOTTO_DELIVERY_DONE);
  kiosk_own_close(&own);
  if (status) return kiosk_own_fail("Not all was settled; do it again", status);
  print_bundle("settled", &told, settled);
  return 0;
}

int kiosk_usb_settle(const kiosk_config *config, const char *file) {
  match of = {.ids = NULL};
  const int bad = kiosk_file_read(file, REPORTS_LIMIT, &of.file);
  if (bad) return fail_file(file, bad);
  of.room = count_reports(of.file);
  of.ids = of.room ? calloc(of.room, sizeof *of.ids) : NULL;
  int failed = 1;
  if (of.ids)
    failed = settle(config, &of);
  else
    fprintf(stderr, "%s is not a whole file of reports; nothing was settled.\n", file);
  free(of.ids);
  kiosk_file_free(&of.file);
  return failed;
}
