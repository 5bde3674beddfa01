/*
 * Setting a kiosk up, looking after it, ending it: see kiosk_desk.h.
 */
#include "kiosk_desk.h"

#include <inttypes.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "kiosk_file.h"
#include "kiosk_own.h"
#include "kiosk_usb.h"

static int read_trust(kiosk_config *config, const char *path) {
  json_t *root = json_load_file(path, 0, NULL);
  const char *hex = json_string_value(json_object_get(root, "signing_key"));
  const int good = hex && strlen(hex) == 64;
  if (good) memcpy(config->brand_key, hex, 65);
  json_decref(root);
  if (!good) fprintf(stderr, "%s holds no \"signing_key\" of 64 hex digits.\n", path);
  return good ? 0 : -1;
}

static int make_folders(const kiosk_config *config) {
  static const char *const names[] = {"", "packs", "run"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char path[KIOSK_PATH_MAX];
    kiosk_config_path(config, names[i], path);
    const int bad = kiosk_file_folder(path);
    if (bad) {
      fprintf(stderr, "%s: %s\n", path, strerror(bad));
      return -1;
    }
  }
  return 0;
}

static void print_next(const kiosk_config *config) {
  printf("\nThe kiosk is ready in %s. Next:\n"
         "  sotto-kiosk serve %s            serve the page (systemd: sotto-kiosk.service)\n"
         "  sotto-kiosk status %s           how it is\n"
         "  sotto-kiosk export-outbox %s F  reports to a stick; settle F once the brand has them\n"
         "  sotto-kiosk import-pack %s F    a new pack from a stick\n",
         config->root, config->root, config->root, config->root, config->root);
  if (strcmp(config->store, SOTTO_INSECURE_FILE) == 0)
    printf("\nThe key is a plain file, %s: whoever can read it and the profile can read the\n"
           "outbox. Use it only where the disk is encrypted as a whole, or to try.\n",
           config->key_file);
}

int kiosk_desk_provision(kiosk_config *config, const kiosk_provisioning *from) {
  char path[KIOSK_PATH_MAX];
  kiosk_own own;
  kiosk_config_path(config, "kiosk.conf", path);
  if (access(path, F_OK) == 0) {
    fprintf(stderr, "%s is there already; nothing was changed.\n", path);
    return 1;
  }
  if (read_trust(config, from->trust) || make_folders(config)) return 1;
  const sotto_status status = kiosk_own_open(config, 0, &own);
  kiosk_own_close(&own);
  if (status) return kiosk_own_fail("The kiosk's profile cannot be made", status);
  if (kiosk_usb_import_pack(config, from->pack) || kiosk_config_write(config)) return 1;
  print_next(config);
  return 0;
}

/* What status tells. */
typedef struct facts {
  sotto_pack_info pack;
  sotto_budget budget;
  size_t waiting, ready; /* reports: all, and those whose moment has come */
  size_t kept;           /* lines of anybody's history: there must be none */
  uint64_t audit_rows;
  int64_t now_ms;
  sotto_status tick, pack_status, audit;
} facts;

static uint32_t count_report(void *context, const sotto_report *report) {
  facts *of = context;
  of->waiting++;
  of->ready += report->send_after_ms <= of->now_ms;
  return 0;
}

static uint32_t count_kept(void *context, const sotto_kept *kept) {
  (void)kept;
  ++*(size_t *)context;
  return 0;
}

static sotto_status gather(const kiosk_config *config, facts *ret_facts) {
  kiosk_own own;
  memset(ret_facts, 0, sizeof *ret_facts);
  sotto_status status = kiosk_own_open(config, SOTTO_OPEN_AS_KEPT, &own);
  if (!status) status = own.store.port.clock_now(own.store.port.context, &ret_facts->now_ms);
  if (!status) status = sotto_budget_get(own.profile, &ret_facts->budget);
  if (!status) status = sotto_outbox_each(own.profile, count_report, ret_facts);
  if (!status) status = sotto_profile_each(own.profile, count_kept, &ret_facts->kept);
  if (!status) {
    ret_facts->tick = own.tick;
    ret_facts->pack_status = sotto_pack_get(own.profile, &ret_facts->pack);
    ret_facts->audit = sotto_audit_verify(own.profile, &ret_facts->audit_rows);
  }
  kiosk_own_close(&own);
  return status;
}

static uint64_t free_bytes(const kiosk_config *config) {
  struct statvfs place;
  return statvfs(config->root, &place) ? 0 : (uint64_t)place.f_bavail * place.f_frsize;
}

static void print_json(const kiosk_config *config, const facts *of) {
  json_t *root = json_pack(
      "{s:s, s:s, s:I, s:i, s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:s, s:I, s:I}", "pack",
      of->pack_status ? sotto_status_name(of->pack_status) : of->pack.brand, "store", config->store,
      "sequence", (json_int_t)of->pack.sequence, "items", (int)of->pack.items, "expired",
      of->pack.expires_ms <= of->now_ms, "waiting", (json_int_t)of->waiting, "ready",
      (json_int_t)of->ready, "kept", (json_int_t)of->kept, "balance_micro",
      (json_int_t)of->budget.balance_micro, "spent_micro", (json_int_t)of->budget.spent_micro,
      "audit_rows", (json_int_t)of->audit_rows, "audit", sotto_status_name(of->audit), "tick",
      sotto_status_name(of->tick), "free_bytes", (json_int_t)free_bytes(config), "shift_clock_ms",
      (json_int_t)config->shift_clock_ms);
  (void)json_dumpf(root, stdout, JSON_COMPACT);
  json_decref(root);
  putchar('\n');
}

static void print_words(const kiosk_config *config, const facts *of) {
  if (of->pack_status)
    printf("pack      none (%s)\n", sotto_status_text(of->pack_status));
  else
    printf("pack      %s, sequence %" PRIu64 ", %u items, %s in %" PRId64 " days\n", of->pack.brand,
           of->pack.sequence, of->pack.items,
           of->pack.expires_ms <= of->now_ms ? "EXPIRED" : "expires",
           (of->pack.expires_ms - of->now_ms) / 86400000);
  printf("outbox    %zu reports, %zu may leave now\n", of->waiting, of->ready);
  printf("budget    %.2f to spend, %.2f spent (epsilon, device questions)\n",
         (double)of->budget.balance_micro / 1e6, (double)of->budget.spent_micro / 1e6);
  printf("visitors  %zu lines kept of them%s\n", of->kept, of->kept ? ": THIS IS WRONG" : "");
  printf("audit     %" PRIu64 " rows, %s\n", of->audit_rows,
         of->audit ? sotto_status_text(of->audit) : "the chain holds");
  printf("key       %s%s\n", config->store,
         of->budget.anchored ? ", with an anchor" : ", no anchor: a restored copy is not noticed");
  printf("space     %" PRIu64 " MB free%s\n", free_bytes(config) >> 20,
         of->tick ? ". TIMED WORK FAILS: see to the disk" : "");
  if (config->shift_clock_ms) printf("clock     SHIFTED: this is a rehearsal\n");
}

int kiosk_desk_status(const kiosk_config *config, int as_json) {
  facts of;
  const sotto_status status = gather(config, &of);
  if (status) return kiosk_own_fail("The kiosk's profile", status);
  if (as_json)
    print_json(config, &of);
  else
    print_words(config, &of);
  return of.kept || of.audit || of.tick || of.pack_status || of.pack.expires_ms <= of.now_ms ? 1
                                                                                             : 0;
}

int kiosk_desk_erase(const kiosk_config *config) {
  char path[KIOSK_PATH_MAX];
  kiosk_store store;
  sotto_receipt receipt;
  kiosk_config_path(config, "profile", path);
  sotto_status status = kiosk_store_own(config, &store);
  if (!status) status = sotto_erase(path, &store.port, &receipt);
  kiosk_store_end(&store);
  if (status) return kiosk_own_fail("Erasing", status);
  printf("{\"act\":\"erased\",\"store\":\"%s\",\"strength\":%u,\"key_destroyed\":%u,"
         "\"files_removed\":%u,\"time_ms\":%" PRId64 "}\n",
         receipt.store_name, receipt.strength, receipt.key_destroyed, receipt.files_removed,
         receipt.time_ms);
  return 0;
}
