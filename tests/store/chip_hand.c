/*
 * Plain calls of libtss2. See chip_hand.h.
 */
#include "chip_hand.h"

#include <string.h>
#include <tss2/tss2_esys.h>
#include <tss2/tss2_tctildr.h>

#define NONE ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE
#define BY_PASSWORD ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE

typedef struct chip_link {
  TSS2_TCTI_CONTEXT *tcti;
  ESYS_CONTEXT *esys;
} chip_link;

static chip_link take(store_world *world) {
  chip_link hand = {NULL, NULL};
  cr_assert_eq(Tss2_TctiLdr_Initialize(strstr(world->tcti, "swtpm:"), &hand.tcti), 0);
  cr_assert_eq(Esys_Initialize(&hand.esys, hand.tcti, NULL), 0);
  return hand;
}

static void let_go(chip_link *hand) {
  Esys_Finalize(&hand->esys);
  Tss2_TctiLdr_Finalize(&hand->tcti);
}

void chip_clear(store_world *world) {
  chip_link hand = take(world);
  cr_assert_eq(Esys_Clear(hand.esys, ESYS_TR_RH_LOCKOUT, BY_PASSWORD), 0);
  let_go(&hand);
}

void chip_extend(store_world *world, uint32_t pcr) {
  const TPML_DIGEST_VALUES values = {
      .count = 1, .digests = {{.hashAlg = TPM2_ALG_SHA256, .digest.sha256 = {1, 2, 3}}}};
  chip_link hand = take(world);
  cr_assert_eq(Esys_PCR_Extend(hand.esys, ESYS_TR_PCR0 + pcr, BY_PASSWORD, &values), 0);
  let_go(&hand);
}

void chip_drop_pcrs(store_world *world) {
  const TPML_PCR_SELECTION left = {
      .count = 1,
      .pcrSelections = {{.hash = TPM2_ALG_SHA256, .sizeofSelect = 3, .pcrSelect = {1}}}};
  TPMI_YES_NO done;
  UINT32 most, needed, available;
  chip_link hand = take(world);
  cr_assert_eq(Esys_PCR_Allocate(hand.esys, ESYS_TR_RH_PLATFORM, BY_PASSWORD, &left, &done, &most,
                                 &needed, &available),
               0);
  cr_assert_eq(done, 1);
  let_go(&hand);
}

void chip_set_owner_auth(store_world *world, const char *text) {
  TPM2B_AUTH auth = {.size = (UINT16)strlen(text)};
  chip_link hand = take(world);
  memcpy(auth.buffer, text, auth.size);
  cr_assert_eq(Esys_HierarchyChangeAuth(hand.esys, ESYS_TR_RH_OWNER, BY_PASSWORD, &auth), 0);
  let_go(&hand);
}

static TSS2_RC define(chip_link *hand, uint32_t index, uint16_t size) {
  const TPM2B_NV_PUBLIC public = {
      .nvPublic = {.nvIndex = index,
                   .nameAlg = TPM2_ALG_SHA256,
                   .attributes = TPMA_NV_AUTHREAD | TPMA_NV_AUTHWRITE | TPMA_NV_NO_DA,
                   .dataSize = size}};
  const TPM2B_AUTH auth = {0};
  ESYS_TR slot;
  return Esys_NV_DefineSpace(hand->esys, ESYS_TR_RH_OWNER, BY_PASSWORD, &auth, &public, &slot);
}

void chip_fill(store_world *world) {
  uint32_t index = WORLD_NV + 100;
  chip_link hand = take(world);
  for (uint16_t size = 2048; size > 0; size /= 2)
    while (define(&hand, index, size) == 0) index++;
  let_go(&hand);
}

void chip_spoil(store_world *world, uint32_t index) {
  chip_link hand = take(world);
  ESYS_TR slot;
  TPM2B_MAX_NV_BUFFER *bytes;
  cr_assert_eq(Esys_TR_FromTPMPublic(hand.esys, index, NONE, &slot), 0);
  cr_assert_eq(Esys_NV_Read(hand.esys, slot, slot, BY_PASSWORD, 1, 20, &bytes), 0);
  bytes->buffer[0] ^= 1;
  cr_assert_eq(Esys_NV_Write(hand.esys, slot, slot, BY_PASSWORD, bytes, 20), 0);
  Esys_Free(bytes);
  let_go(&hand);
}

/* Handles from `first` on, at most `most`. */
static TPML_HANDLE handles(chip_link *hand, uint32_t first, uint32_t most) {
  TPMS_CAPABILITY_DATA *data;
  TPMI_YES_NO more;
  cr_assert_eq(Esys_GetCapability(hand->esys, NONE, TPM2_CAP_HANDLES, first, most, &more, &data),
               0);
  const TPML_HANDLE list = data->data.handles;
  Esys_Free(data);
  return list;
}

unsigned chip_slots(store_world *world) {
  unsigned slots = 0;
  chip_link hand = take(world);
  const TPML_HANDLE list = handles(&hand, WORLD_NV, 4);
  for (uint32_t i = 0; i < list.count; i++)
    if (list.handle[i] - WORLD_NV < 4) slots |= 1u << (list.handle[i] - WORLD_NV);
  let_go(&hand);
  return slots;
}

unsigned chip_loaded(store_world *world) {
  const uint32_t kinds[] = {0x80000000u, 0x02000000u, 0x03000000u}; /* as TPM 2.0 numbers them */
  unsigned count = 0;
  chip_link hand = take(world);
  for (size_t i = 0; i < 3; i++) count += handles(&hand, kinds[i], 32).count;
  let_go(&hand);
  return count;
}
