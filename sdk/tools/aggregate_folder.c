/*
 * Opening a party's folder: see aggregate.h.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tools/aggregate.h"
#include "tools/collect.h"
#include "tools/collect_file.h"

#define TASK_FILE_MAX 65536u

/* Keys while they are read: guarded. */
typedef struct keys {
  uint8_t hpke[SO_AGGREGATOR_KEY_SIZE];
  uint8_t verify[SO_AGGREGATOR_VERIFY_MAX];
} keys;

int so_aggregate_write(const char *folder, const char *name, const char *text, int secret) {
  char path[SO_KEY_FILE_PATH_MAX];
  return so_key_file_join(path, folder, name) && so_key_file_write(path, text, secret);
}

void so_aggregate_url(char ret_url[SO_DAP_URL_MAX + 1], const char *given, sotto_bytes own) {
  const sotto_bytes url = given ? (sotto_bytes){(const uint8_t *)given, strlen(given)} : own;
  (void)snprintf(ret_url, SO_DAP_URL_MAX + 1, "%.*s", (int)url.size, (const char *)url.data);
}

uint64_t so_aggregate_now(void) {
  time_t seconds = time(NULL);
  return seconds > 0 ? (uint64_t)seconds : 0;
}

void so_aggregate_token_digest(uint8_t ret_digest[32], const char *token) {
  (void)crypto_generichash(ret_digest, 32, (const uint8_t *)token, strlen(token), NULL, 0);
}

int so_aggregate_knows(const uint8_t digest[32], const char *token) {
  uint8_t other[32];
  so_aggregate_token_digest(other, token);
  return sodium_memcmp(digest, other, sizeof other) == 0;
}

/* Reads a file of a folder as bytes; tells what is wrong. */
static int read_key(const char *folder, const char *name, uint8_t *ret_key, size_t size) {
  char path[SO_KEY_FILE_PATH_MAX];
  if (!so_key_file_join(path, folder, name)) return so_collect_fail(folder, SOTTO_E_LIMIT), 0;
  sotto_status status = so_key_file_read(path, ret_key, size);
  return status ? (so_collect_fail(path, status), 0) : 1;
}

char *so_aggregate_token(const char *folder, const char *name) {
  char *token = sodium_init() < 0 ? NULL : sodium_malloc(SO_CALL_TOKEN_SIZE);
  uint8_t raw[32];
  if (!token) return (void)so_collect_fail(folder, SOTTO_E_MEMORY), NULL;
  int good = read_key(folder, name, raw, sizeof raw);
  if (good) (void)sodium_bin2hex(token, SO_CALL_TOKEN_SIZE, raw, sizeof raw);
  sodium_memzero(raw, sizeof raw);
  if (good) return token;
  sodium_free(token);
  return NULL;
}

sotto_status so_aggregate_make(so_aggregator **ret_aggregator, const char *path,
                               so_aggregator_options with) {
  sotto_status status = so_collect_read_file(path, &with.task_file);
  if (status) return status;
  status = with.task_file.size > TASK_FILE_MAX ? SOTTO_E_LIMIT
                                               : so_aggregator_new(ret_aggregator, &with);
  free((void *)with.task_file.data);
  return status;
}

static int open_aggregator(so_aggregate_party *party, const char *folder, so_dap_role role) {
  char path[SO_KEY_FILE_PATH_MAX];
  keys *secret = sodium_malloc(sizeof *secret);
  sotto_status status = SOTTO_E_MEMORY;
  int good = secret && so_key_file_join(path, folder, "task.json");
  if (!good) (void)so_collect_fail(folder, status);
  good = good && read_key(folder, "hpke.key", secret->hpke, sizeof secret->hpke) &&
         read_key(folder, "verify.key", secret->verify, sizeof secret->verify);
  if (good) {
    const so_aggregator_options with = {{NULL, 0}, role, secret->hpke, secret->verify};
    status = so_aggregate_make(&party->aggregator, path, with);
    so_aggregator_list(party->list, secret->hpke);
    if (status) (void)so_collect_fail(path, status);
  }
  sodium_free(secret);
  return good && !status;
}

static int read_collector(so_aggregate_party *party, const char *folder) {
  uint8_t bytes[SO_AGGREGATOR_KEY_SIZE];
  if (!read_key(folder, "collector.public", bytes, sizeof bytes)) return 0;
  party->collector = (so_dap_config){.id = bytes[0], .aead = party->aggregator->config.aead};
  memcpy(party->collector.public_key, bytes + 1, sizeof party->collector.public_key);
  return read_key(folder, "collector.digest", party->collector_digest, 32);
}

static int open_state(so_aggregate_party *party, const char *folder, int make) {
  char path[SO_KEY_FILE_PATH_MAX];
  uint8_t owner[32 + 1];
  so_dap_task_pin(owner, &party->aggregator->task);
  owner[32] = (uint8_t)party->aggregator->role;
  (void)crypto_generichash(owner, 32, owner, sizeof owner, NULL, 0);
  if (!so_key_file_join(path, folder, "state.db")) return 0;
  sotto_status status = so_aggregate_open(&party->store, path, owner, make);
  if (status == SOTTO_E_UNTRUSTED) {
    fprintf(stderr, "sotto-collect: %s: is of another task or role; nothing changed.\n", path);
    return 0;
  }
  return status ? (so_collect_fail(path, status), 0) : 1;
}

int so_aggregate_enter(so_aggregate_party *ret_party, const char *folder, so_dap_role role,
                       int make) {
  *ret_party = (so_aggregate_party){0};
  int good = sodium_init() >= 0 && open_aggregator(ret_party, folder, role) &&
             read_collector(ret_party, folder);
  if (good && role == SO_DAP_LEADER)
    good = (ret_party->helper_token = so_aggregate_token(folder, "helper.token")) != NULL;
  if (good && role == SO_DAP_HELPER)
    good = read_key(folder, "leader.digest", ret_party->leader_digest, 32);
  if (good) good = open_state(ret_party, folder, make);
  if (!good) so_aggregate_leave(ret_party);
  return good;
}

void so_aggregate_leave(so_aggregate_party *party) {
  so_aggregate_close(party->store);
  so_aggregator_free(party->aggregator);
  sodium_free(party->helper_token);
  *party = (so_aggregate_party){0};
}
