/*
 * sotto-collect rekey: whoever runs an aggregator makes its HPKE key anew, on the machine it stays
 * on, before it runs: then nobody else ever had it, whoever made the task. What is printed goes
 * into the task file that packs are built with. Not for an aggregator that has run: reports that
 * wait are sealed to the key it has.
 */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/aggregate.h"
#include "tools/collect.h"

#define TEXT_MAX 256

/* Both keys, and the new one as a file: guarded. */
typedef struct rekeying {
  uint8_t old[SO_AGGREGATOR_KEY_SIZE];
  uint8_t fresh[SO_AGGREGATOR_KEY_SIZE];
  char hex[2 * SO_AGGREGATOR_KEY_SIZE + 1];
  char text[TEXT_MAX];
} rekeying;

/* The new key, under another id than the old one's. */
static void draw(rekeying *keys) {
  randombytes_buf(keys->fresh, sizeof keys->fresh);
  while (keys->fresh[0] == keys->old[0]) keys->fresh[0] = (uint8_t)randombytes_uniform(256);
  (void)sodium_bin2hex(keys->hex, sizeof keys->hex, keys->fresh, sizeof keys->fresh);
  (void)snprintf(keys->text, sizeof keys->text,
                 "# hpke.key. Made by sotto-collect rekey; keep secret.\n%s\n", keys->hex);
}

static void print_list(const rekeying *keys, so_dap_role role) {
  char text[SO_AGGREGATE_LIST_TEXT];
  so_aggregate_list_text(text, keys->fresh);
  printf("\"%s_config\": \"%s\"\n", role == SO_DAP_LEADER ? "leader" : "helper", text);
}

static int replace(rekeying *keys, const char *folder, const char *path) {
  char beside[SO_KEY_FILE_PATH_MAX];
  if (!so_key_file_join(beside, folder, "hpke.key.making")) return 0;
  (void)unlink(beside); /* of a run that was cut */
  draw(keys);
  return so_aggregate_write(folder, "hpke.key.making", keys->text, 1) && rename(beside, path) == 0;
}

static int rekey(const char *folder, const char *path, so_dap_role role) {
  rekeying *keys = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *keys);
  sotto_status status = keys ? so_key_file_read(path, keys->old, sizeof keys->old) : SOTTO_E_MEMORY;
  int good = !status && replace(keys, folder, path);
  if (good) print_list(keys, role);
  sodium_free(keys);
  if (status) return so_collect_fail(path, status);
  if (!good) fprintf(stderr, "sotto-collect: %s: %s\n", path, strerror(errno));
  return good ? SO_EXIT_DONE : SO_EXIT_FAILED;
}

int so_aggregate_rekey(const so_aggregate_options *options) {
  char path[SO_KEY_FILE_PATH_MAX], state[SO_KEY_FILE_PATH_MAX];
  so_dap_role role;
  struct stat facts;
  if (!so_aggregate_role(options, &role))
    return so_collect_usage("rekey needs --role leader|helper and --folder.");
  if (!so_key_file_join(path, options->folder, "hpke.key") ||
      !so_key_file_join(state, options->folder, "state.db"))
    return so_collect_fail(options->folder, SOTTO_E_LIMIT);
  if (stat(state, &facts) != 0) return rekey(options->folder, path, role);
  fprintf(stderr, "sotto-collect: %s has run with its key; make another task\n", options->folder);
  return SO_EXIT_USAGE;
}
