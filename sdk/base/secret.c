/*
 * Guarded memory over libsodium, which the first call makes ready.
 */
#include "base/secret.h"

#include <sodium.h>

void *so_secret_new(size_t size) {
  if (sodium_init() < 0) return NULL;
  void *secret = sodium_malloc(size);
  if (secret) sodium_memzero(secret, size); /* libsodium fills with 0xdb */
  return secret;
}

void so_secret_free(void *secret) {
  sodium_free(secret);
}

void so_secret_wipe(void *memory, size_t size) {
  sodium_memzero(memory, size);
}
