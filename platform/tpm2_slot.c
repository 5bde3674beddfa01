/*
 * NV indices by their own authorization, outside the chip's protection against guessing: a random
 * value of 32 bytes needs none, and other people's failures must not lock a profile.
 */
#include "tpm2_slot.h"

#include <string.h>

#define ATTRIBUTES (TPMA_NV_AUTHREAD | TPMA_NV_AUTHWRITE | TPMA_NV_NO_DA)

/* Asked for first: libtss2 reports a handle that is not there as an error on stderr. */
sotto_status tpm2_slot_has(tpm2_chip *chip, uint32_t index) {
  TPMS_CAPABILITY_DATA *found = NULL;
  TPMI_YES_NO more;
  TSS2_RC code;
  TPM2_ASK(chip, code,
           Esys_GetCapability(chip->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE,
                              TPM2_CAP_HANDLES, index, 1, &more, &found));
  if (code) return tpm2_chip_status(code);
  const TPML_HANDLE *handles = &found->data.handles;
  const int has = handles->count > 0 && handles->handle[0] == index;
  Esys_Free(found);
  return has ? SOTTO_OK : SOTTO_E_MISSING;
}

static sotto_status open_slot(tpm2_chip *chip, uint32_t index, ESYS_TR *ret_slot) {
  const sotto_status status = tpm2_slot_has(chip, index);
  TSS2_RC code;
  if (status) return status;
  TPM2_ASK(
      chip, code,
      Esys_TR_FromTPMPublic(chip->esys, index, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ret_slot));
  return tpm2_chip_status(code);
}

static void close_slot(tpm2_chip *chip, ESYS_TR slot) {
  (void)Esys_TR_Close(chip->esys, &slot);
}

static TPM2B_AUTH auth_of(const tpm2_content *content) {
  TPM2B_AUTH auth = {0};
  if (!content->auth) return auth;
  auth.size = TPM2_AUTH_SIZE;
  memcpy(auth.buffer, content->auth, TPM2_AUTH_SIZE);
  return auth;
}

/* Opens the slot with its authorization; the caller closes it. */
static sotto_status open_with(tpm2_chip *chip, uint32_t index, const tpm2_content *content,
                              ESYS_TR *ret_slot) {
  ESYS_TR slot = ESYS_TR_NONE;
  const sotto_status status = open_slot(chip, index, &slot);
  if (status) return status;
  TPM2B_AUTH auth = auth_of(content);
  const TSS2_RC code = Esys_TR_SetAuth(chip->esys, slot, &auth);
  explicit_bzero(&auth, sizeof auth);
  if (code)
    close_slot(chip, slot);
  else
    *ret_slot = slot;
  return tpm2_chip_status(code);
}

static ESYS_TR session_of(const tpm2_chip *chip, const tpm2_content *content,
                          TPMA_SESSION direction) {
  return content->auth ? tpm2_chip_session(chip, direction) : ESYS_TR_PASSWORD;
}

sotto_status tpm2_slot_undefine(tpm2_chip *chip, uint32_t index) {
  ESYS_TR slot = ESYS_TR_NONE;
  TSS2_RC code;
  const sotto_status status = open_slot(chip, index, &slot);
  if (status) return status == SOTTO_E_MISSING ? SOTTO_OK : status;
  TPM2_ASK(chip, code,
           Esys_NV_UndefineSpace(chip->esys, ESYS_TR_RH_OWNER, slot, chip->owner_session,
                                 ESYS_TR_NONE, ESYS_TR_NONE));
  if (code) close_slot(chip, slot);
  return tpm2_chip_status(code);
}

static sotto_status define(tpm2_chip *chip, uint32_t index, const tpm2_content *content) {
  const TPM2B_NV_PUBLIC public = {.nvPublic = {.nvIndex = index,
                                               .nameAlg = TPM2_ALG_SHA256,
                                               .attributes = ATTRIBUTES,
                                               .dataSize = content->size}};
  const ESYS_TR hides =
      content->auth ? tpm2_chip_session(chip, TPMA_SESSION_DECRYPT) : ESYS_TR_NONE;
  TPM2B_AUTH auth = auth_of(content);
  ESYS_TR slot = ESYS_TR_NONE;
  TSS2_RC code;
  TPM2_ASK(chip, code,
           Esys_NV_DefineSpace(chip->esys, ESYS_TR_RH_OWNER, chip->owner_session, hides,
                               ESYS_TR_NONE, &auth, &public, &slot));
  explicit_bzero(&auth, sizeof auth);
  if (!code) close_slot(chip, slot);
  return tpm2_chip_status(code);
}

sotto_status tpm2_slot_write(tpm2_chip *chip, uint32_t index, const tpm2_content *content) {
  ESYS_TR slot = ESYS_TR_NONE;
  const sotto_status status = open_with(chip, index, content, &slot);
  if (status) return status;
  TPM2B_MAX_NV_BUFFER buffer = {.size = content->size};
  memcpy(buffer.buffer, content->data, content->size);
  TSS2_RC code;
  TPM2_ASK(chip, code,
           Esys_NV_Write(chip->esys, slot, slot, session_of(chip, content, TPMA_SESSION_DECRYPT),
                         ESYS_TR_NONE, ESYS_TR_NONE, &buffer, 0));
  explicit_bzero(&buffer, sizeof buffer);
  close_slot(chip, slot);
  return tpm2_chip_status(code);
}

sotto_status tpm2_slot_make(tpm2_chip *chip, uint32_t index, const tpm2_content *content) {
  sotto_status status = tpm2_slot_undefine(chip, index);
  if (!status) status = define(chip, index, content);
  return status ? status : tpm2_slot_write(chip, index, content);
}

sotto_status tpm2_slot_read(tpm2_chip *chip, uint32_t index, const tpm2_content *ret_content) {
  ESYS_TR slot = ESYS_TR_NONE;
  sotto_status status = open_with(chip, index, ret_content, &slot);
  if (status) return status;
  TPM2B_MAX_NV_BUFFER *buffer = NULL;
  TSS2_RC code;
  TPM2_ASK(chip, code,
           Esys_NV_Read(chip->esys, slot, slot, session_of(chip, ret_content, TPMA_SESSION_ENCRYPT),
                        ESYS_TR_NONE, ESYS_TR_NONE, ret_content->size, 0, &buffer));
  close_slot(chip, slot);
  status = tpm2_chip_bare(code) == TPM2_RC_NV_RANGE ? SOTTO_E_CORRUPT : tpm2_chip_status(code);
  if (!status && buffer->size != ret_content->size) status = SOTTO_E_CORRUPT;
  if (!status) memcpy(ret_content->data, buffer->buffer, buffer->size);
  if (buffer) explicit_bzero(buffer, sizeof *buffer);
  Esys_Free(buffer);
  return status;
}
