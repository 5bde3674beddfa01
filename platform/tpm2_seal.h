/*
 * The sealed file: one half of the secret, bound to this chip and, where asked, to PCRs. Bytes, in
 * order: "SOTTOTPM", version 1, slot (0 or 1), two zeros, u32 PCR mask, authorization (32) of the
 * sealed object and the NV slot, salt (32), name of the storage key (34), the chip's mark (34), the
 * sealed object as the TPM gave it (public, private). All but the storage key's name and what is
 * random is also inside the sealed object, so changing it is found out.
 */
#ifndef PLATFORM_TPM2_SEAL_H
#define PLATFORM_TPM2_SEAL_H

#include "tpm2_chip.h"

#define TPM2_SALT_SIZE 32
#define TPM2_FILE_MAX 1024

typedef struct tpm2_sealed {
  uint8_t slot;
  uint32_t pcr_mask;
  uint8_t auth[TPM2_AUTH_SIZE];
  uint8_t salt[TPM2_SALT_SIZE];
  TPM2B_NAME parent;
  TPM2B_NAME mark; /* size 0: the chip gave none */
  TPM2B_PUBLIC public;
  TPM2B_PRIVATE private;
} tpm2_sealed;

/** Gives how many bytes it took, 0 where they do not fit. */
size_t tpm2_sealed_encode(uint8_t ret_bytes[TPM2_FILE_MAX], const tpm2_sealed *sealed);
/** CORRUPT. */
SOTTO_CHECKED sotto_status tpm2_sealed_decode(tpm2_sealed *ret_sealed, sotto_bytes bytes);

/** Seals `half` under what `sealed` says and fills in the rest. */
SOTTO_CHECKED sotto_status tpm2_seal(tpm2_chip *chip, tpm2_sealed *inout_sealed,
                                     const uint8_t half[SOTTO_KEY_SIZE]);
/** TAMPERED, KEY_LOCKED. */
SOTTO_CHECKED sotto_status tpm2_unseal(tpm2_chip *chip, const tpm2_sealed *sealed,
                                       uint8_t ret_half[SOTTO_KEY_SIZE]);

#endif
