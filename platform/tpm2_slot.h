/*
 * NV indices of the TPM: defined, written, read and undefined whole. What lies in one is the
 * caller's.
 */
#ifndef PLATFORM_TPM2_SLOT_H
#define PLATFORM_TPM2_SLOT_H

#include "tpm2_chip.h"

/** What a slot holds; `auth` NULL: it needs no authorization and travels in the clear. */
typedef struct tpm2_content {
  uint8_t *data;
  uint16_t size;
  const uint8_t *auth; /* TPM2_AUTH_SIZE bytes */
} tpm2_content;

/** OK or MISSING. */
SOTTO_CHECKED sotto_status tpm2_slot_has(tpm2_chip *chip, uint32_t index);
/** Undefines the index if there is one, defines it and writes it. */
SOTTO_CHECKED sotto_status tpm2_slot_make(tpm2_chip *chip, uint32_t index,
                                          const tpm2_content *content);
/** Writes an index that is there; MISSING. */
SOTTO_CHECKED sotto_status tpm2_slot_write(tpm2_chip *chip, uint32_t index,
                                           const tpm2_content *content);
/** MISSING also where it was never written; CORRUPT where it is smaller. */
SOTTO_CHECKED sotto_status tpm2_slot_read(tpm2_chip *chip, uint32_t index,
                                          const tpm2_content *ret_content);
/** OK where there is none. */
SOTTO_CHECKED sotto_status tpm2_slot_undefine(tpm2_chip *chip, uint32_t index);

#endif
