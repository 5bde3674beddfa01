/*
 * The head of a profile (vault/head.h), with its checksum made right: what is read is written again
 * as it was.
 */
#include <string.h>

#include "fuzz.h"
#include "vault/head.h"

#define SUMMED 248
#define ZERO 108

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  if (number > 1) return 0;
  so_head head = {.kdf = number ? SO_KDF_ARGON2ID : SO_KDF_SECRET,
                  .generation = 5,
                  .tail = {.count = 7},
                  .noise_epoch = 2960};
  if (number) head.argon = (so_argon){.passes = 2, .memory_kib = 19456};
  so_head_encode(room, &head);
  return SO_HEAD_SIZE;
}

int fuzz_run(const uint8_t *data, size_t size) {
  uint8_t bytes[SO_HEAD_SIZE], again[SO_HEAD_SIZE], digest[SO_DIGEST_SIZE];
  so_head head;
  sotto_status status = so_head_decode(&head, (sotto_bytes){data, size});
  fuzz_hold(status == SOTTO_OK || status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT ||
                status == SOTTO_E_TAMPERED,
            "a typed refusal");
  if (size != SO_HEAD_SIZE) return 0;
  memcpy(bytes, data, size);
  memset(bytes + ZERO, 0, 4); /* not read */
  so_digest(digest, (sotto_bytes){bytes, SUMMED});
  memcpy(bytes + SUMMED, digest, SO_HEAD_SIZE - SUMMED);
  if (so_head_decode(&head, (sotto_bytes){bytes, size})) return 0;
  so_head_encode(again, &head);
  fuzz_hold(memcmp(bytes, again, size) == 0, "what is read is written again");
  return 1;
}
