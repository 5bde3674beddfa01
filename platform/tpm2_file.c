/*
 * The bytes of the sealed file. The two structures of the TPM are in its own encoding.
 */
#include <string.h>
#include <tss2/tss2_mu.h>

#include "tpm2_seal.h"

#define NAME_BYTES 34
#define FIXED 148

static const uint8_t start[] = {'S', 'O', 'T', 'T', 'O', 'T', 'P', 'M', 1};

static void put_name(uint8_t *to, const TPM2B_NAME *name) {
  memset(to, 0, NAME_BYTES);
  if (name->size == NAME_BYTES) memcpy(to, name->name, NAME_BYTES);
}

static void get_name(TPM2B_NAME *ret_name, const uint8_t *from) {
  static const uint8_t none[NAME_BYTES];
  ret_name->size = memcmp(from, none, NAME_BYTES) ? NAME_BYTES : 0;
  memcpy(ret_name->name, from, NAME_BYTES);
}

size_t tpm2_sealed_encode(uint8_t ret_bytes[TPM2_FILE_MAX], const tpm2_sealed *sealed) {
  size_t size = FIXED;
  memset(ret_bytes, 0, TPM2_FILE_MAX);
  memcpy(ret_bytes, start, sizeof start);
  ret_bytes[9] = sealed->slot;
  for (int i = 0; i < 4; i++) ret_bytes[12 + i] = (uint8_t)(sealed->pcr_mask >> 8 * i);
  memcpy(ret_bytes + 16, sealed->auth, TPM2_AUTH_SIZE);
  memcpy(ret_bytes + 48, sealed->salt, TPM2_SALT_SIZE);
  put_name(ret_bytes + 80, &sealed->parent);
  put_name(ret_bytes + 114, &sealed->mark);
  if (Tss2_MU_TPM2B_PUBLIC_Marshal(&sealed->public, ret_bytes, TPM2_FILE_MAX, &size) ||
      Tss2_MU_TPM2B_PRIVATE_Marshal(&sealed->private, ret_bytes, TPM2_FILE_MAX, &size))
    return 0;
  return size;
}

/* Mark, version, a slot, zeros, no PCR beyond the last. */
static int is_ours(sotto_bytes bytes) {
  return bytes.size >= FIXED && memcmp(bytes.data, start, sizeof start) == 0 &&
         bytes.data[9] <= 1 && bytes.data[10] == 0 && bytes.data[11] == 0 && bytes.data[15] == 0;
}

/* One encoding only: libtss2 overlooks a size that does not fit what it holds. */
static int is_canonical(const tpm2_sealed *sealed, sotto_bytes bytes) {
  uint8_t again[TPM2_FILE_MAX];
  const size_t size = tpm2_sealed_encode(again, sealed);
  const int same = size == bytes.size && memcmp(again, bytes.data, size) == 0;
  explicit_bzero(again, sizeof again);
  return same;
}

sotto_status tpm2_sealed_decode(tpm2_sealed *ret_sealed, sotto_bytes bytes) {
  const uint8_t *from = bytes.data;
  size_t at = FIXED;
  if (!is_ours(bytes)) return SOTTO_E_CORRUPT;
  *ret_sealed = (tpm2_sealed){.slot = from[9]};
  for (int i = 0; i < 4; i++) ret_sealed->pcr_mask |= (uint32_t)from[12 + i] << 8 * i;
  memcpy(ret_sealed->auth, from + 16, TPM2_AUTH_SIZE);
  memcpy(ret_sealed->salt, from + 48, TPM2_SALT_SIZE);
  get_name(&ret_sealed->parent, from + 80);
  get_name(&ret_sealed->mark, from + 114);
  if (Tss2_MU_TPM2B_PUBLIC_Unmarshal(from, bytes.size, &at, &ret_sealed->public) ||
      Tss2_MU_TPM2B_PRIVATE_Unmarshal(from, bytes.size, &at, &ret_sealed->private))
    return SOTTO_E_CORRUPT;
  return is_canonical(ret_sealed, bytes) ? SOTTO_OK : SOTTO_E_CORRUPT;
}
