/*
 * A connection to the TPM for one job: the storage key, an encrypted session, what response codes
 * mean, and asking again while the chip is busy. Nothing stays loaded in the chip.
 */
#ifndef PLATFORM_TPM2_CHIP_H
#define PLATFORM_TPM2_CHIP_H

#include <tss2/tss2_esys.h>

#include "tpm2_job.h"

#define TPM2_PCRS 24

typedef struct tpm2_chip {
  tpm2_job *job;
  TSS2_TCTI_CONTEXT *tcti;
  ESYS_CONTEXT *esys;
  ESYS_TR owner_session; /* authorizes the owner hierarchy */
  ESYS_TR primary;
  TPM2B_NAME name; /* of the primary */
  ESYS_TR session; /* salted with the primary */
  uint32_t pause_ms;
} tpm2_chip;

/** Connects; tpm2_chip_close() must follow whatever this gives. */
SOTTO_CHECKED sotto_status tpm2_chip_open(tpm2_chip *ret_chip, tpm2_job *job);
void tpm2_chip_close(tpm2_chip *chip);

/** 1: the chip is busy, a pause is over, ask again. */
int tpm2_chip_again(tpm2_chip *chip, TSS2_RC code);
/** What a response code means. */
SOTTO_CHECKED sotto_status tpm2_chip_status(TSS2_RC code);
/** The code without the number of the handle, parameter or session it is about. */
TSS2_RC tpm2_chip_bare(TSS2_RC code);

/** Makes storage key and session. */
SOTTO_CHECKED sotto_status tpm2_chip_secure(tpm2_chip *chip);
/** The session, encrypting what goes to the chip (TPMA_SESSION_DECRYPT), what comes, or both. */
ESYS_TR tpm2_chip_session(const tpm2_chip *chip, TPMA_SESSION direction);
/**
 * A session that answers the policy "these PCRs and the object's authorization", or only works out
 * its digest (TPM2_SE_TRIAL).
 */
SOTTO_CHECKED sotto_status tpm2_chip_policy(tpm2_chip *chip, TPM2_SE kind, uint32_t pcr_mask,
                                            ESYS_TR *ret_session);
void tpm2_chip_flush(tpm2_chip *chip, ESYS_TR handle);
/**
 * The name of a key that this chip always derives from `salt` (32 bytes), also after a clear, and
 * no other chip does.
 */
SOTTO_CHECKED sotto_status tpm2_chip_mark(tpm2_chip *chip, const uint8_t *salt,
                                          TPM2B_NAME *ret_name);

/** Calls an Esys function until the chip is not busy. */
#define TPM2_ASK(chip, code, call)                                                                 \
 do {                                                                                              \
  (code) = (call);                                                                                 \
 } while (tpm2_chip_again((chip), (code)))

#endif
