/*
 * RFC 9180 over libsodium's X25519 and HMAC-SHA-256.
 */
#include "crypto/hpke.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/secret.h"

#define HASH_SIZE 32
#define EXPANDED_MAX (255 * HASH_SIZE)

static const uint8_t base_point[32] = {9}; /* RFC 7748, section 4.1 */

/* One use of HMAC: LabeledExtract (no `size`), or a block of LabeledExpand (HKDF-Expand, RFC 5869
   section 2.3) to `size` bytes in all, which the block before goes ahead of. */
typedef struct labelled {
  const so_aead *aead; /* NULL: the suite is the KEM's */
  const char *label;
  sotto_bytes key; /* the salt of an extract */
  sotto_bytes input;
  size_t size;
  sotto_bytes before;
  uint8_t number;
} labelled;

static void absorb(crypto_auth_hmacsha256_state *state, const void *data, size_t size) {
  if (size) crypto_auth_hmacsha256_update(state, data, size);
}

/* Suite: "KEM" || id, or "HPKE" || KEM || KDF || AEAD. */
static void hash(uint8_t ret_hash[HASH_SIZE], const labelled *from) {
  static const uint8_t kem[5] = {'K', 'E', 'M', 0, SO_HPKE_KEM_ID};
  uint8_t suite[10] = {'H', 'P', 'K', 'E', 0, SO_HPKE_KEM_ID, 0, SO_HPKE_KDF_ID, 0, 0};
  const uint8_t length[2] = {(uint8_t)(from->size >> 8), (uint8_t)from->size};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, from->key.size ? from->key.data : kem, from->key.size);
  absorb(&state, from->before.data, from->before.size);
  absorb(&state, length, from->size ? 2 : 0);
  absorb(&state, "HPKE-v1", 7);
  if (from->aead) suite[9] = (uint8_t)from->aead->id;
  absorb(&state, from->aead ? suite : kem, from->aead ? sizeof suite : sizeof kem);
  absorb(&state, from->label, strlen(from->label));
  absorb(&state, from->input.data, from->input.size);
  absorb(&state, &from->number, from->size ? 1 : 0);
  crypto_auth_hmacsha256_final(&state, ret_hash);
  so_secret_wipe(&state, sizeof state);
}

/* A LabeledExpand of one block at most. */
static void expand(uint8_t *ret_bytes, size_t size, labelled *from) {
  uint8_t block[HASH_SIZE];
  from->size = size;
  from->number = 1;
  hash(block, from);
  memcpy(ret_bytes, block, size);
  so_secret_wipe(block, sizeof block);
}

/* ExtractAndExpand of the KEM, with the encapsulated and the receiver's key as its context. */
static void share(uint8_t ret_shared[HASH_SIZE], const uint8_t point[32], const uint8_t enc[32],
                  const uint8_t public_key[32]) {
  uint8_t key[HASH_SIZE], context[64];
  labelled from = {.label = "eae_prk", .input = {point, 32}};
  memcpy(context, enc, 32);
  memcpy(context + 32, public_key, 32);
  hash(key, &from);
  from = (labelled){.label = "shared_secret", .key = {key, 32}, .input = {context, 64}};
  expand(ret_shared, HASH_SIZE, &from);
  so_secret_wipe(key, sizeof key);
}

sotto_status so_hpke_encapsulate(uint8_t ret_shared[32], uint8_t ret_enc[32],
                                 const uint8_t public_key[32], const uint8_t ephemeral[32]) {
  uint8_t point[32];
  if (crypto_scalarmult(point, ephemeral, public_key)) return SOTTO_E_FORMAT;
  if (crypto_scalarmult(ret_enc, ephemeral, base_point)) return SOTTO_E_INTERNAL;
  share(ret_shared, point, ret_enc, public_key);
  so_secret_wipe(point, sizeof point);
  return SOTTO_OK;
}

sotto_status so_hpke_decapsulate(uint8_t ret_shared[32], const so_hpke_receiver *receiver,
                                 const uint8_t enc[32]) {
  uint8_t point[32];
  if (crypto_scalarmult(point, receiver->secret_key, enc)) return SOTTO_E_TAMPERED;
  share(ret_shared, point, enc, receiver->public_key);
  so_secret_wipe(point, sizeof point);
  return SOTTO_OK;
}

int so_hpke_is_key(const uint8_t public_key[32]) {
  uint8_t point[32];
  return crypto_scalarmult(point, base_point, public_key) == 0;
}

void so_hpke_schedule_context(uint8_t ret_context[SO_HPKE_CONTEXT_SIZE], const so_aead *aead,
                              sotto_bytes info) {
  labelled from = {.aead = aead, .label = "psk_id_hash"};
  ret_context[0] = 0; /* base mode */
  hash(ret_context + 1, &from);
  from.label = "info_hash";
  from.input = info;
  hash(ret_context + 33, &from);
}

void so_hpke_schedule_secret(uint8_t ret_secret[HASH_SIZE], const so_aead *aead,
                             const uint8_t shared[32]) {
  const labelled from = {.aead = aead, .label = "secret", .key = {shared, 32}};
  hash(ret_secret, &from);
}

static void schedule(so_hpke *ret_context, const so_hpke_receiver *receiver,
                     const uint8_t shared[32]) {
  uint8_t context[SO_HPKE_CONTEXT_SIZE], secret[HASH_SIZE];
  labelled from = {.aead = receiver->aead,
                   .label = "key",
                   .key = {secret, sizeof secret},
                   .input = {context, sizeof context}};
  ret_context->aead = receiver->aead;
  ret_context->sequence = 0;
  so_hpke_schedule_context(context, receiver->aead, receiver->info);
  so_hpke_schedule_secret(secret, receiver->aead, shared);
  expand(ret_context->key, receiver->aead->key_size, &from);
  from.label = "base_nonce";
  expand(ret_context->base_nonce, SO_AEAD_NONCE_SIZE, &from);
  from.label = "exp";
  expand(ret_context->exporter, HASH_SIZE, &from);
  so_secret_wipe(secret, sizeof secret);
}

sotto_status so_hpke_sender(so_hpke *ret_context, uint8_t ret_enc[32],
                            const so_hpke_receiver *receiver, const uint8_t *ephemeral) {
  uint8_t shared[HASH_SIZE], fresh[32];
  if (!ephemeral) randombytes_buf(fresh, sizeof fresh);
  sotto_status status =
      so_hpke_encapsulate(shared, ret_enc, receiver->public_key, ephemeral ? ephemeral : fresh);
  if (!status) schedule(ret_context, receiver, shared);
  so_secret_wipe(fresh, sizeof fresh);
  so_secret_wipe(shared, sizeof shared);
  return status;
}

sotto_status so_hpke_recipient(so_hpke *ret_context, const so_hpke_receiver *receiver,
                               const uint8_t enc[32]) {
  uint8_t shared[HASH_SIZE];
  sotto_status status = so_hpke_decapsulate(shared, receiver, enc);
  if (status) return status;
  schedule(ret_context, receiver, shared);
  so_secret_wipe(shared, sizeof shared);
  return SOTTO_OK;
}

/* The base nonce and the big-endian number of the message. */
static void nonce_of(uint8_t ret_nonce[SO_AEAD_NONCE_SIZE], const so_hpke *context) {
  memcpy(ret_nonce, context->base_nonce, SO_AEAD_NONCE_SIZE);
  for (uint32_t i = 0; i < 8; i++)
    ret_nonce[SO_AEAD_NONCE_SIZE - 1 - i] ^= (uint8_t)(context->sequence >> 8 * i);
}

sotto_status so_hpke_seal(so_hpke *context, uint8_t *ret_sealed, sotto_bytes aad,
                          sotto_bytes plain) {
  uint8_t nonce[SO_AEAD_NONCE_SIZE];
  nonce_of(nonce, context);
  sotto_status status =
      context->aead->seal(ret_sealed, &(so_aead_with){context->key, nonce, aad}, plain);
  if (!status) context->sequence++;
  return status;
}

sotto_status so_hpke_open(so_hpke *context, uint8_t *ret_plain, sotto_bytes aad,
                          sotto_bytes sealed) {
  uint8_t nonce[SO_AEAD_NONCE_SIZE];
  nonce_of(nonce, context);
  sotto_status status =
      context->aead->open(ret_plain, &(so_aead_with){context->key, nonce, aad}, sealed);
  if (!status) context->sequence++;
  return status;
}

void so_hpke_export(uint8_t *ret_secret, size_t size, const so_hpke *context, sotto_bytes label) {
  uint8_t block[HASH_SIZE];
  labelled from = {.aead = context->aead,
                   .label = "sec",
                   .key = {context->exporter, HASH_SIZE},
                   .input = label,
                   .size = size};
  assert(size <= EXPANDED_MAX);
  for (size_t at = 0; at < size; at += HASH_SIZE) {
    from.number++;
    hash(block, &from);
    memcpy(ret_secret + at, block, size - at < HASH_SIZE ? size - at : HASH_SIZE);
    from.before = (sotto_bytes){block, sizeof block};
  }
  so_secret_wipe(block, sizeof block);
}

void so_hpke_wipe(so_hpke *context) {
  so_secret_wipe(context, sizeof *context);
}

void so_hpke_derive_keypair(uint8_t ret_public[32], uint8_t ret_secret[32], sotto_bytes material) {
  uint8_t key[HASH_SIZE];
  labelled from = {.label = "dkp_prk", .input = material};
  hash(key, &from);
  from = (labelled){.label = "sk", .key = {key, sizeof key}};
  expand(ret_secret, 32, &from);
  crypto_scalarmult_base(ret_public, ret_secret);
  so_secret_wipe(key, sizeof key);
}

sotto_status so_hpke_seal_once(uint8_t *ret_message, const so_hpke_receiver *receiver,
                               sotto_bytes aad, sotto_bytes plain) {
  so_hpke context;
  sotto_status status = so_hpke_sender(&context, ret_message, receiver, NULL);
  if (status) return status;
  status = so_hpke_seal(&context, ret_message + SO_HPKE_KEY_SIZE, aad, plain);
  so_hpke_wipe(&context);
  return status;
}

sotto_status so_hpke_open_once(uint8_t *ret_plain, const so_hpke_receiver *receiver,
                               sotto_bytes aad, sotto_bytes message) {
  so_hpke context;
  if (message.size < SO_HPKE_OVERHEAD) return SOTTO_E_TAMPERED;
  sotto_status status = so_hpke_recipient(&context, receiver, message.data);
  if (status) return status;
  const sotto_bytes sealed = {message.data + SO_HPKE_KEY_SIZE, message.size - SO_HPKE_KEY_SIZE};
  status = so_hpke_open(&context, ret_plain, aad, sealed);
  so_hpke_wipe(&context);
  return status;
}
