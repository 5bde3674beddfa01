/*
 * The passphrase port: hands what the person typed to the library, which stretches it. Stores
 * nothing and therefore has no anchor and nothing to wipe outside the profile's own files.
 */
#include <sotto/store_passphrase.h>
#include <sotto/store_posix.h>
#include <string.h>

#ifdef _WIN32
# include <windows.h>

static uint64_t memory_mib(void) {
  MEMORYSTATUSEX memory = {.dwLength = sizeof memory};
  return GlobalMemoryStatusEx(&memory) ? memory.ullTotalPhys >> 20 : 0;
}
#else
# include <unistd.h>

static uint64_t memory_mib(void) {
  const long page = sysconf(_SC_PAGESIZE), pages = sysconf(_SC_PHYS_PAGES);
  return page > 0 && pages > 0 ? (uint64_t)page * (uint64_t)pages >> 20 : 0;
}
#endif

static sotto_status give(void *context, uint8_t *ret_bytes, size_t *inout_size) {
  const sotto_store_passphrase *store = context;
  if (store->words.size == 0) return SOTTO_E_KEY_LOCKED;
  if (store->words.size > *inout_size) return SOTTO_E_SPACE;
  memcpy(ret_bytes, store->words.data, store->words.size);
  *inout_size = store->words.size;
  return SOTTO_OK;
}

void sotto_store_passphrase_init(sotto_store_passphrase *ret_store, sotto_text words,
                                 sotto_port *ret_port) {
  *ret_store = (sotto_store_passphrase){.struct_size = sizeof *ret_store, .words = words};
  *ret_port = (sotto_port){
      .struct_size = sizeof *ret_port,
      .strength = SOTTO_STRENGTH_PASSPHRASE,
      .store_name = "passphrase",
      .context = ret_store,
      .passphrase = give,
  };
  sotto_posix_lend(ret_port);
}

void sotto_passphrase_fit(sotto_port *port) {
  const uint64_t mib = memory_mib();
  port->passphrase_passes = 2;
  port->passphrase_kib = mib < 2048 ? 19456 : mib < 8192 ? 65536 : 131072;
}

void sotto_passphrase_wipe(char *inout_words, size_t size) {
  volatile char *letter = inout_words;
  for (size_t i = 0; i < size; i++) letter[i] = 0;
}
