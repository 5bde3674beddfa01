/* Opening a pack and its keys. */
#include "tools/collect_open.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/collect_file.h"
#include "tools/key_file.h"

#define PATH_SIZE 4096

/* The public key that signed the pack: as given, or brand.public beside the report key. */
static void trust_path(const so_collect_options *options, char ret_path[PATH_SIZE]) {
  const char *slash = strrchr(options->key, '/');
  if (options->trust)
    (void)snprintf(ret_path, PATH_SIZE, "%s", options->trust);
  else
    (void)snprintf(ret_path, PATH_SIZE, "%.*sbrand.public",
                   slash ? (int)(slash - options->key) + 1 : 0, options->key);
}

int so_collect_open(const so_collect_options *options, sotto_collector **ret_collector,
                    uint8_t ret_trusted[SO_COLLECT_KEY_SIZE]) {
  uint8_t secret[SO_COLLECT_KEY_SIZE];
  char path[PATH_SIZE];
  trust_path(options, path);
  sotto_bytes pack = {NULL, 0};
  sotto_status status = so_key_file_public(path, "signing_key", ret_trusted);
  if (status != SOTTO_OK) return so_collect_fail(path, status);
  status = so_collect_read_file(options->pack, &pack);
  if (status != SOTTO_OK) return so_collect_fail(options->pack, status);
  status = so_key_file_read(options->key, secret, sizeof secret);
  const char *what = options->key;
  if (status == SOTTO_OK) {
    sotto_collector_options with;
    sotto_collector_options_init(&with);
    with.pack = pack;
    with.trust = (sotto_bytes){ret_trusted, SO_COLLECT_KEY_SIZE};
    with.report_key = (sotto_bytes){secret, sizeof secret};
    status = sotto_collector_open(&with, ret_collector);
    what = status == SOTTO_E_KEY_WRONG ? options->key : options->pack;
  }
  explicit_bzero(secret, sizeof secret);
  free((void *)pack.data);
  return status == SOTTO_OK ? SO_EXIT_DONE : so_collect_fail(what, status);
}
