/*
 * Sealing and unsealing. What the file says in the clear is sealed along and compared, so that a
 * changed file is told from a wrong chip, a changed PCR and a missing NV half.
 */
#include "tpm2_seal.h"

#include <string.h>

#define BOUND_AT SOTTO_KEY_SIZE
#define PAYLOAD_SIZE (SOTTO_KEY_SIZE + 1 + 4 + TPM2_SALT_SIZE + 34)

/* What is sealed behind the half. */
static void bind_file(uint8_t *to, const tpm2_sealed *sealed) {
  memset(to, 0, PAYLOAD_SIZE - BOUND_AT);
  to[0] = sealed->slot;
  for (int i = 0; i < 4; i++) to[1 + i] = (uint8_t)(sealed->pcr_mask >> 8 * i);
  memcpy(to + 5, sealed->salt, TPM2_SALT_SIZE);
  if (sealed->mark.size == 34) memcpy(to + 5 + TPM2_SALT_SIZE, sealed->mark.name, 34);
}

/* A chip without the bank, or with fewer PCRs in it, would bind to less than was asked for. */
static sotto_status check_pcrs(tpm2_chip *chip, uint32_t pcr_mask) {
  TPMS_CAPABILITY_DATA *found = NULL;
  TPMI_YES_NO more;
  TSS2_RC code;
  TPM2_ASK(chip, code,
           Esys_GetCapability(chip->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, TPM2_CAP_PCRS,
                              0, 1, &more, &found));
  if (code) return tpm2_chip_status(code);
  uint32_t has = 0;
  const TPML_PCR_SELECTION *banks = &found->data.assignedPCR;
  for (UINT32 i = 0; i < banks->count; i++)
    for (size_t at = 0; at < banks->pcrSelections[i].sizeofSelect && at < 3; at++)
      if (banks->pcrSelections[i].hash == TPM2_ALG_SHA256)
        has |= (uint32_t)banks->pcrSelections[i].pcrSelect[at] << 8 * at;
  Esys_Free(found);
  return pcr_mask & ~has ? SOTTO_E_PORT : SOTTO_OK;
}

static sotto_status policy_digest(tpm2_chip *chip, uint32_t pcr_mask, TPM2B_DIGEST *ret_digest) {
  ESYS_TR trial = ESYS_TR_NONE;
  TPM2B_DIGEST *digest = NULL;
  TSS2_RC code;
  sotto_status status = check_pcrs(chip, pcr_mask);
  if (!status) status = tpm2_chip_policy(chip, TPM2_SE_TRIAL, pcr_mask, &trial);
  if (status) return status;
  TPM2_ASK(
      chip, code,
      Esys_PolicyGetDigest(chip->esys, trial, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &digest));
  if (!code) *ret_digest = *digest;
  Esys_Free(digest);
  tpm2_chip_flush(chip, trial);
  return tpm2_chip_status(code);
}

static TSS2_RC create(tpm2_chip *chip, const TPM2B_PUBLIC *template,
                      const TPM2B_SENSITIVE_CREATE *sensitive, tpm2_sealed *sealed) {
  const TPM2B_DATA outside = {0};
  const TPML_PCR_SELECTION none = {0};
  const ESYS_TR session = tpm2_chip_session(chip, TPMA_SESSION_DECRYPT);
  TPM2B_PRIVATE *private = NULL;
  TPM2B_PUBLIC *public = NULL;
  TSS2_RC code;
  TPM2_ASK(chip, code,
           Esys_Create(chip->esys, chip->primary, session, ESYS_TR_NONE, ESYS_TR_NONE, sensitive,
                       template, &outside, &none, &private, &public, NULL, NULL, NULL));
  if (!code) {
    sealed->private = *private;
    sealed->public = *public;
  }
  Esys_Free(private);
  Esys_Free(public);
  return code;
}

sotto_status tpm2_seal(tpm2_chip *chip, tpm2_sealed *inout_sealed,
                       const uint8_t half[SOTTO_KEY_SIZE]) {
  TPM2B_PUBLIC template = {
      .publicArea = {.type = TPM2_ALG_KEYEDHASH,
                     .nameAlg = TPM2_ALG_SHA256,
                     .objectAttributes =
                         TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_NODA,
                     .parameters.keyedHashDetail.scheme.scheme = TPM2_ALG_NULL}};
  TPM2B_SENSITIVE_CREATE sensitive = {
      .sensitive = {.userAuth.size = TPM2_AUTH_SIZE, .data.size = PAYLOAD_SIZE}};
  sotto_status status = SOTTO_OK;
  inout_sealed->parent = chip->name;
  inout_sealed->mark.size = 0;
  /* Where the endorsement hierarchy is closed there is no mark, and another chip looks cleared. */
  if (tpm2_chip_mark(chip, inout_sealed->salt, &inout_sealed->mark) != SOTTO_OK)
    inout_sealed->mark.size = 0;
  if (inout_sealed->pcr_mask)
    status = policy_digest(chip, inout_sealed->pcr_mask, &template.publicArea.authPolicy);
  else
    template.publicArea.objectAttributes |= TPMA_OBJECT_USERWITHAUTH;
  if (status) return status;
  memcpy(sensitive.sensitive.userAuth.buffer, inout_sealed->auth, TPM2_AUTH_SIZE);
  memcpy(sensitive.sensitive.data.buffer, half, SOTTO_KEY_SIZE);
  bind_file(sensitive.sensitive.data.buffer + BOUND_AT, inout_sealed);
  const TSS2_RC code = create(chip, &template, &sensitive, inout_sealed);
  explicit_bzero(&sensitive, sizeof sensitive);
  return tpm2_chip_status(code);
}

/* The chip refuses what it did not make: sizes, structure or its seal are wrong. */
static sotto_status load(tpm2_chip *chip, const tpm2_sealed *sealed, ESYS_TR *ret_object) {
  const int by_auth = (sealed->public.publicArea.objectAttributes & TPMA_OBJECT_USERWITHAUTH) != 0;
  TSS2_RC code;
  if (by_auth != (sealed->pcr_mask == 0)) return SOTTO_E_TAMPERED;
  TPM2_ASK(chip, code,
           Esys_Load(chip->esys, chip->primary, tpm2_chip_session(chip, 0), ESYS_TR_NONE,
                     ESYS_TR_NONE, &sealed->private, &sealed->public, ret_object));
  const TSS2_RC bare = tpm2_chip_bare(code);
  return bare <= 0xFFFF && bare & TPM2_RC_FMT1 ? SOTTO_E_TAMPERED : tpm2_chip_status(code);
}

static sotto_status check(const tpm2_sealed *sealed, const TPM2B_SENSITIVE_DATA *data,
                          uint8_t ret_half[SOTTO_KEY_SIZE]) {
  uint8_t bound[PAYLOAD_SIZE - BOUND_AT];
  bind_file(bound, sealed);
  if (data->size != PAYLOAD_SIZE || memcmp(data->buffer + BOUND_AT, bound, sizeof bound) != 0)
    return SOTTO_E_TAMPERED;
  memcpy(ret_half, data->buffer, SOTTO_KEY_SIZE);
  return SOTTO_OK;
}

static sotto_status open_object(tpm2_chip *chip, const tpm2_sealed *sealed, ESYS_TR object,
                                uint8_t ret_half[SOTTO_KEY_SIZE]) {
  TPM2B_AUTH auth = {.size = TPM2_AUTH_SIZE};
  TPM2B_SENSITIVE_DATA *data = NULL;
  ESYS_TR session = ESYS_TR_NONE;
  sotto_status status = SOTTO_OK;
  if (sealed->pcr_mask)
    status = tpm2_chip_policy(chip, TPM2_SE_POLICY, sealed->pcr_mask, &session);
  else
    session = tpm2_chip_session(chip, TPMA_SESSION_ENCRYPT);
  if (status) return status;
  memcpy(auth.buffer, sealed->auth, TPM2_AUTH_SIZE);
  TSS2_RC code = Esys_TR_SetAuth(chip->esys, object, &auth);
  explicit_bzero(&auth, sizeof auth);
  if (!code)
    TPM2_ASK(chip, code,
             Esys_Unseal(chip->esys, object, session, ESYS_TR_NONE, ESYS_TR_NONE, &data));
  if (session != chip->session) tpm2_chip_flush(chip, session);
  status = tpm2_chip_status(code);
  if (!status) status = check(sealed, data, ret_half);
  if (data) explicit_bzero(data, sizeof *data);
  Esys_Free(data);
  /* The object is this chip's, so the authorization beside it in the file was changed. */
  return status == SOTTO_E_KEY_DENIED ? SOTTO_E_TAMPERED : status;
}

sotto_status tpm2_unseal(tpm2_chip *chip, const tpm2_sealed *sealed,
                         uint8_t ret_half[SOTTO_KEY_SIZE]) {
  ESYS_TR object = ESYS_TR_NONE;
  sotto_status status = load(chip, sealed, &object);
  if (status) return status;
  status = open_object(chip, sealed, object, ret_half);
  tpm2_chip_flush(chip, object);
  return status;
}
