/*
 * Key stores of a kiosk: see kiosk_store.h.
 */
#include "kiosk_store.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "kiosk_file.h"

/* Zero outside rehearsals; one process serves one kiosk. */
static uint64_t shift_ms;

static sotto_status clock_now(void *context, int64_t *ret_unix_ms) {
  struct timespec now;
  (void)context;
  if (clock_gettime(CLOCK_REALTIME, &now)) return SOTTO_E_PORT;
  *ret_unix_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + (int64_t)shift_ms;
  return SOTTO_OK;
}

/* The secret is a plain file: for a kiosk whose disk is encrypted as a whole, and for trying. */
static sotto_status use_file(const kiosk_config *config, kiosk_store *store) {
  return sotto_store_insecure_file_init(&store->file, config->key_file, config->store,
                                        &store->port);
}

/* The secret is derived from a line that stands outside. */
static sotto_status use_passphrase(const kiosk_config *config, kiosk_store *store) {
  sotto_bytes line = {NULL, 0};
  if (kiosk_file_read(config->key_file, sizeof store->words - 1, &line)) return SOTTO_E_KEY_LOST;
  memcpy(store->words, line.data, line.size);
  sodium_memzero((void *)(uintptr_t)line.data, line.size);
  kiosk_file_free(&line);
  const size_t size = strcspn(store->words, "\r\n");
  if (!size) return SOTTO_E_KEY_LOST;
  sotto_store_passphrase_init(&store->passphrase, (sotto_text){store->words, size}, &store->port);
  return SOTTO_OK;
}

#ifdef KIOSK_WITH_TPM2
/* The secret is sealed by this machine's chip, which keeps an anchor too: the best for a kiosk. */
static sotto_status use_chip(const kiosk_config *config, kiosk_store *store) {
  const uint64_t index = config->tpm2_nv_index;
  if (index > SOTTO_TPM2_NV_LAST) return SOTTO_E_ARGUMENT;
  const sotto_status status =
      sotto_store_tpm2_init(&store->chip, config->key_file, (uint32_t)index, &store->port);
  if (!status && config->tpm2_tcti[0]) store->chip.tcti = config->tpm2_tcti;
  return status;
}
# define CHIP_NAME ", tpm2"
#else
# define CHIP_NAME ""
#endif

/* A store of platform/ more is a function and a row more. A kiosk has no keyring of a person. */
static const struct {
  const char *name;
  sotto_status (*use)(const kiosk_config *config, kiosk_store *store);
} stores[] = {
#ifdef KIOSK_WITH_TPM2
    {"tpm2", use_chip},
#endif
    {SOTTO_INSECURE_FILE, use_file},
    {"passphrase", use_passphrase}};

const char *kiosk_store_names(void) {
  return SOTTO_INSECURE_FILE ", passphrase" CHIP_NAME;
}

sotto_status kiosk_store_own(const kiosk_config *config, kiosk_store *ret_store) {
  sotto_status status = SOTTO_E_ARGUMENT;
  memset(ret_store, 0, sizeof *ret_store);
  for (size_t i = 0; i < sizeof stores / sizeof *stores; i++)
    if (strcmp(stores[i].name, config->store) == 0) status = stores[i].use(config, ret_store);
  shift_ms = config->shift_clock_ms;
  if (!status && shift_ms) ret_store->port.clock_now = clock_now;
  return status;
}

void kiosk_store_visitor(const kiosk_config *config, kiosk_store *ret_store) {
  memset(ret_store, 0, sizeof *ret_store);
  sotto_store_ram_init(&ret_store->ram, &ret_store->port);
  ret_store->port.anchor_load = NULL;
  ret_store->port.anchor_advance = NULL;
  shift_ms = config->shift_clock_ms;
  ret_store->port.clock_now = clock_now;
}

void kiosk_store_end(kiosk_store *store) {
  sodium_memzero(store, sizeof *store);
}
