/*
 * Sessions and keys of the TPM. The storage key follows the TCG's template for an ECC P-256 storage
 * root key; it is derived anew in each call and needs no room in the chip.
 */
#include "tpm2_chip.h"

#include <string.h>
#include <time.h>
#include <tss2/tss2_tctildr.h>

#define SALT_SIZE 32
#define PAUSE_LONGEST_MS 200

static const TPMT_SYM_DEF cipher = {
    .algorithm = TPM2_ALG_AES, .keyBits = {.aes = 128}, .mode = {.aes = TPM2_ALG_CFB}};

static const TPM2B_PUBLIC storage_key = {
    .publicArea = {.type = TPM2_ALG_ECC,
                   .nameAlg = TPM2_ALG_SHA256,
                   .objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT |
                                       TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_USERWITHAUTH |
                                       TPMA_OBJECT_NODA | TPMA_OBJECT_RESTRICTED |
                                       TPMA_OBJECT_DECRYPT,
                   .parameters.eccDetail = {.symmetric = {.algorithm = TPM2_ALG_AES,
                                                          .keyBits = {.aes = 128},
                                                          .mode = {.aes = TPM2_ALG_CFB}},
                                            .scheme = {.scheme = TPM2_ALG_NULL},
                                            .curveID = TPM2_ECC_NIST_P256,
                                            .kdf = {.scheme = TPM2_ALG_NULL}}}};

TSS2_RC tpm2_chip_bare(TSS2_RC code) {
  const TSS2_RC layer = code & TSS2_RC_LAYER_MASK;
  if (layer != 0 && layer != TSS2_RESMGR_TPM_RC_LAYER) return code;
  code &= ~TSS2_RC_LAYER_MASK;
  return code & TPM2_RC_FMT1 ? code & (TPM2_RC_FMT1 | 0x3F) : code;
}

static int is_busy(TSS2_RC code) {
  switch (tpm2_chip_bare(code)) {
  case TPM2_RC_RETRY:
  case TPM2_RC_YIELDED:
  case TPM2_RC_TESTING:
  case TPM2_RC_NV_RATE:
  case TPM2_RC_NV_UNAVAILABLE: return 1;
  default: return 0;
  }
}

int tpm2_chip_again(tpm2_chip *chip, TSS2_RC code) {
  if (!is_busy(code)) {
    chip->pause_ms = 1;
    return 0;
  }
  if (tpm2_job_now_ms() + chip->pause_ms >= chip->job->deadline_ms) return 0;
  const struct timespec pause = {.tv_nsec = (long)chip->pause_ms * 1000000};
  (void)nanosleep(&pause, NULL);
  if (chip->pause_ms < PAUSE_LONGEST_MS) chip->pause_ms *= 2;
  return 1;
}

sotto_status tpm2_chip_status(TSS2_RC code) {
  static const struct meaning {
    TSS2_RC code;
    sotto_status status;
  } meanings[] = {
      {TSS2_RC_SUCCESS, SOTTO_OK},
      {TPM2_RC_LOCKOUT, SOTTO_E_KEY_LOCKED},
      {TPM2_RC_POLICY_FAIL, SOTTO_E_KEY_LOCKED},
      {TPM2_RC_PCR_CHANGED, SOTTO_E_KEY_LOCKED},
      {TPM2_RC_AUTH_FAIL, SOTTO_E_KEY_DENIED},
      {TPM2_RC_BAD_AUTH, SOTTO_E_KEY_DENIED},
      {TPM2_RC_NV_AUTHORIZATION, SOTTO_E_KEY_DENIED},
      {TPM2_RC_NV_LOCKED, SOTTO_E_KEY_DENIED},
      {TPM2_RC_NV_SPACE, SOTTO_E_DISK_FULL},
      {TPM2_RC_HANDLE, SOTTO_E_MISSING},
      {TPM2_RC_NV_UNINITIALIZED, SOTTO_E_MISSING},
  };
  if (is_busy(code)) return SOTTO_E_KEY_SLOW;
  for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
    if (tpm2_chip_bare(code) == meanings[i].code) return meanings[i].status;
  return SOTTO_E_PORT;
}

static TSS2_RC start_session(tpm2_chip *chip, ESYS_TR salted_with, TPM2_SE kind,
                             ESYS_TR *ret_session) {
  TSS2_RC code;
  TPM2_ASK(chip, code,
           Esys_StartAuthSession(chip->esys, salted_with, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE,
                                 ESYS_TR_NONE, NULL, kind, &cipher, TPM2_ALG_SHA256, ret_session));
  return code;
}

/* The owner's authorization proves itself in a session and is not sent. */
static sotto_status authorize_owner(tpm2_chip *chip) {
  TPM2B_AUTH auth = {.size = (UINT16)chip->job->owner_auth_size};
  chip->owner_session = ESYS_TR_PASSWORD;
  if (auth.size == 0) return SOTTO_OK;
  memcpy(auth.buffer, chip->job->owner_auth, auth.size);
  TSS2_RC code = Esys_TR_SetAuth(chip->esys, ESYS_TR_RH_OWNER, &auth);
  explicit_bzero(&auth, sizeof auth);
  chip->owner_session = ESYS_TR_NONE;
  if (!code) code = start_session(chip, ESYS_TR_NONE, TPM2_SE_HMAC, &chip->owner_session);
  if (!code)
    code = Esys_TRSess_SetAttributes(chip->esys, chip->owner_session, TPMA_SESSION_CONTINUESESSION,
                                     0xFF);
  return tpm2_chip_status(code);
}

sotto_status tpm2_chip_open(tpm2_chip *ret_chip, tpm2_job *job) {
  *ret_chip = (tpm2_chip){.job = job,
                          .owner_session = ESYS_TR_NONE,
                          .primary = ESYS_TR_NONE,
                          .session = ESYS_TR_NONE,
                          .pause_ms = 1};
  if (Tss2_TctiLdr_Initialize(job->tcti, &ret_chip->tcti) != TSS2_RC_SUCCESS) return SOTTO_E_PORT;
  if (Esys_Initialize(&ret_chip->esys, ret_chip->tcti, NULL) != TSS2_RC_SUCCESS)
    return SOTTO_E_PORT;
  return authorize_owner(ret_chip);
}

void tpm2_chip_flush(tpm2_chip *chip, ESYS_TR handle) {
  if (handle != ESYS_TR_NONE && handle != ESYS_TR_PASSWORD)
    (void)Esys_FlushContext(chip->esys, handle);
}

void tpm2_chip_close(tpm2_chip *chip) {
  if (chip->esys) {
    tpm2_chip_flush(chip, chip->session);
    tpm2_chip_flush(chip, chip->primary);
    tpm2_chip_flush(chip, chip->owner_session);
    Esys_Finalize(&chip->esys);
  }
  if (chip->tcti) Tss2_TctiLdr_Finalize(&chip->tcti);
}

/* The caller flushes `*ret_key`. */
static sotto_status derive_key(tpm2_chip *chip, ESYS_TR hierarchy, const TPM2B_PUBLIC *template,
                               ESYS_TR *ret_key) {
  const ESYS_TR session = hierarchy == ESYS_TR_RH_OWNER ? chip->owner_session : ESYS_TR_PASSWORD;
  const TPM2B_SENSITIVE_CREATE nothing = {0};
  const TPM2B_DATA outside = {0};
  const TPML_PCR_SELECTION none = {0};
  TSS2_RC code;
  TPM2_ASK(chip, code,
           Esys_CreatePrimary(chip->esys, hierarchy, session, ESYS_TR_NONE, ESYS_TR_NONE, &nothing,
                              template, &outside, &none, ret_key, NULL, NULL, NULL, NULL));
  return tpm2_chip_status(code);
}

static sotto_status name_of(tpm2_chip *chip, ESYS_TR key, TPM2B_NAME *ret_name) {
  TPM2B_NAME *name = NULL;
  const TSS2_RC code = Esys_TR_GetName(chip->esys, key, &name);
  if (code) return SOTTO_E_PORT;
  *ret_name = *name;
  Esys_Free(name);
  return SOTTO_OK;
}

sotto_status tpm2_chip_secure(tpm2_chip *chip) {
  sotto_status status = derive_key(chip, ESYS_TR_RH_OWNER, &storage_key, &chip->primary);
  if (!status) status = name_of(chip, chip->primary, &chip->name);
  if (status) return status;
  return tpm2_chip_status(start_session(chip, chip->primary, TPM2_SE_HMAC, &chip->session));
}

ESYS_TR tpm2_chip_session(const tpm2_chip *chip, TPMA_SESSION direction) {
  const TSS2_RC code = Esys_TRSess_SetAttributes(
      chip->esys, chip->session, (TPMA_SESSION)(TPMA_SESSION_CONTINUESESSION | direction), 0xFF);
  /* Without its attributes it would carry the secret in the clear: no session fails the call. */
  return code ? ESYS_TR_NONE : chip->session;
}

static TSS2_RC demand(tpm2_chip *chip, ESYS_TR session, uint32_t pcr_mask) {
  const TPM2B_DIGEST current = {0};
  TPML_PCR_SELECTION pcrs = {
      .count = 1, .pcrSelections = {{.hash = TPM2_ALG_SHA256, .sizeofSelect = TPM2_PCRS / 8}}};
  TSS2_RC code;
  for (size_t i = 0; i < TPM2_PCRS / 8; i++)
    pcrs.pcrSelections[0].pcrSelect[i] = (BYTE)(pcr_mask >> 8 * i);
  TPM2_ASK(chip, code,
           Esys_PolicyPCR(chip->esys, session, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &current,
                          &pcrs));
  if (!code)
    TPM2_ASK(chip, code,
             Esys_PolicyAuthValue(chip->esys, session, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE));
  return code;
}

sotto_status tpm2_chip_policy(tpm2_chip *chip, TPM2_SE kind, uint32_t pcr_mask,
                              ESYS_TR *ret_session) {
  ESYS_TR session = ESYS_TR_NONE;
  TSS2_RC code = start_session(chip, chip->primary, kind, &session);
  if (!code) code = demand(chip, session, pcr_mask);
  if (!code)
    code = Esys_TRSess_SetAttributes(chip->esys, session,
                                     TPMA_SESSION_CONTINUESESSION | TPMA_SESSION_ENCRYPT, 0xFF);
  if (!code)
    *ret_session = session;
  else
    tpm2_chip_flush(chip, session);
  return tpm2_chip_status(code);
}

sotto_status tpm2_chip_mark(tpm2_chip *chip, const uint8_t *salt, TPM2B_NAME *ret_name) {
  TPM2B_PUBLIC template = storage_key;
  ESYS_TR key = ESYS_TR_NONE;
  template.publicArea.unique.ecc.x.size = SALT_SIZE;
  memcpy(template.publicArea.unique.ecc.x.buffer, salt, SALT_SIZE);
  sotto_status status = derive_key(chip, ESYS_TR_RH_ENDORSEMENT, &template, &key);
  if (!status) status = name_of(chip, key, ret_name);
  tpm2_chip_flush(chip, key);
  return status;
}
