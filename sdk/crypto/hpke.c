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
#define KEM_ID 0x0020 /* DHKEM(X25519, HKDF-SHA256) */
#define KDF_ID 0x0001 /* HKDF-SHA256 */

/* "KEM" || id, or "HPKE" || KEM || KDF || AEAD. */
typedef struct hpke_suite {
  uint8_t bytes[10];
  size_t size;
} hpke_suite;

static hpke_suite suite_kem(void) {
  return (hpke_suite){{'K', 'E', 'M', 0, KEM_ID}, 5};
}

static hpke_suite suite_hpke(const so_aead *aead) {
  return (hpke_suite){{'H', 'P', 'K', 'E', 0, KEM_ID, 0, KDF_ID, 0, (uint8_t)aead->id}, 10};
}

static void absorb(crypto_auth_hmacsha256_state *state, const void *data, size_t size) {
  if (size) crypto_auth_hmacsha256_update(state, data, size);
}

/* "HPKE-v1" || suite || label, which every input begins with. */
static void absorb_label(crypto_auth_hmacsha256_state *state, const hpke_suite *suite,
                         const char *label) {
  absorb(state, "HPKE-v1", 7);
  absorb(state, suite->bytes, suite->size);
  absorb(state, label, strlen(label));
}

static void finish(crypto_auth_hmacsha256_state *state, uint8_t ret_hash[HASH_SIZE]) {
  crypto_auth_hmacsha256_final(state, ret_hash);
  so_secret_wipe(state, sizeof *state);
}

/* LabeledExtract: a salt (`key`), a label and key material. */
typedef struct labelled {
  const hpke_suite *suite;
  const char *label;
  sotto_bytes key;
  sotto_bytes input;
} labelled;

static void extract(uint8_t ret_key[HASH_SIZE], const labelled *from) {
  crypto_auth_hmacsha256_state state;
  static const uint8_t no_salt[1];
  crypto_auth_hmacsha256_init(&state, from->key.size ? from->key.data : no_salt, from->key.size);
  absorb_label(&state, from->suite, from->label);
  absorb(&state, from->input.data, from->input.size);
  finish(&state, ret_key);
}

/* LabeledExpand (HKDF-Expand, RFC 5869 section 2.3); the key is a hash. */
static void expand(uint8_t *ret_bytes, size_t size, const labelled *from) {
  const uint8_t length[2] = {(uint8_t)(size >> 8), (uint8_t)size};
  uint8_t block[HASH_SIZE], number = 1;
  assert(size <= EXPANDED_MAX);
  for (size_t at = 0; at < size; at += HASH_SIZE, number++) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, from->key.data, from->key.size);
    if (at) absorb(&state, block, sizeof block);
    absorb(&state, length, sizeof length);
    absorb_label(&state, from->suite, from->label);
    absorb(&state, from->input.data, from->input.size);
    absorb(&state, &number, 1);
    finish(&state, block);
    memcpy(ret_bytes + at, block, size - at < HASH_SIZE ? size - at : HASH_SIZE);
  }
  so_secret_wipe(block, sizeof block);
}

/* ExtractAndExpand of the KEM, with the encapsulated and the receiver's key as its context. */
static void share(uint8_t ret_shared[HASH_SIZE], const uint8_t point[32], const uint8_t enc[32],
                  const uint8_t public_key[32]) {
  uint8_t key[HASH_SIZE], context[64];
  const hpke_suite suite = suite_kem();
  memcpy(context, enc, 32);
  memcpy(context + 32, public_key, 32);
  extract(key, &(labelled){&suite, "eae_prk", {NULL, 0}, {point, 32}});
  expand(ret_shared, HASH_SIZE,
         &(labelled){&suite, "shared_secret", {key, sizeof key}, {context, sizeof context}});
  so_secret_wipe(key, sizeof key);
}

sotto_status so_hpke_encapsulate(uint8_t ret_shared[32], uint8_t ret_enc[32],
                                 const uint8_t public_key[32], const uint8_t ephemeral[32]) {
  uint8_t point[32];
  if (crypto_scalarmult(point, ephemeral, public_key)) return SOTTO_E_FORMAT;
  crypto_scalarmult_base(ret_enc, ephemeral);
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

void so_hpke_schedule_context(uint8_t ret_context[SO_HPKE_CONTEXT_SIZE], const so_aead *aead,
                              sotto_bytes info) {
  const hpke_suite suite = suite_hpke(aead);
  ret_context[0] = 0; /* base mode */
  extract(ret_context + 1, &(labelled){&suite, "psk_id_hash", {NULL, 0}, {NULL, 0}});
  extract(ret_context + 33, &(labelled){&suite, "info_hash", {NULL, 0}, info});
}

void so_hpke_schedule_secret(uint8_t ret_secret[HASH_SIZE], const so_aead *aead,
                             const uint8_t shared[32]) {
  const hpke_suite suite = suite_hpke(aead);
  extract(ret_secret, &(labelled){&suite, "secret", {shared, 32}, {NULL, 0}});
}

static void schedule(so_hpke *ret_context, const so_hpke_receiver *receiver,
                     const uint8_t shared[32]) {
  uint8_t context[SO_HPKE_CONTEXT_SIZE], secret[HASH_SIZE];
  const hpke_suite suite = suite_hpke(receiver->aead);
  labelled from = {&suite, "key", {secret, sizeof secret}, {context, sizeof context}};
  *ret_context = (so_hpke){.aead = receiver->aead};
  so_hpke_schedule_context(context, receiver->aead, receiver->info);
  so_hpke_schedule_secret(secret, receiver->aead, shared);
  expand(ret_context->key, receiver->aead->key_size, &from);
  from.label = "base_nonce";
  expand(ret_context->base_nonce, SO_AEAD_NONCE_SIZE, &from);
  from.label = "exp";
  expand(ret_context->exporter, HASH_SIZE, &from);
  so_secret_wipe(secret, sizeof secret);
}

sotto_status so_hpke_sender_with(so_hpke *ret_context, uint8_t ret_enc[32],
                                 const so_hpke_receiver *receiver, const uint8_t ephemeral[32]) {
  uint8_t shared[HASH_SIZE];
  sotto_status status = so_hpke_encapsulate(shared, ret_enc, receiver->public_key, ephemeral);
  if (status) return status;
  schedule(ret_context, receiver, shared);
  so_secret_wipe(shared, sizeof shared);
  return SOTTO_OK;
}

sotto_status so_hpke_sender(so_hpke *ret_context, uint8_t ret_enc[32],
                            const so_hpke_receiver *receiver) {
  uint8_t ephemeral[32];
  randombytes_buf(ephemeral, sizeof ephemeral);
  sotto_status status = so_hpke_sender_with(ret_context, ret_enc, receiver, ephemeral);
  so_secret_wipe(ephemeral, sizeof ephemeral);
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
  const hpke_suite suite = suite_hpke(context->aead);
  expand(ret_secret, size, &(labelled){&suite, "sec", {context->exporter, HASH_SIZE}, label});
}

void so_hpke_wipe(so_hpke *context) {
  so_secret_wipe(context, sizeof *context);
}

void so_hpke_derive_keypair(uint8_t ret_public[32], uint8_t ret_secret[32], sotto_bytes material) {
  uint8_t key[HASH_SIZE];
  const hpke_suite suite = suite_kem();
  extract(key, &(labelled){&suite, "dkp_prk", {NULL, 0}, material});
  expand(ret_secret, 32, &(labelled){&suite, "sk", {key, sizeof key}, {NULL, 0}});
  crypto_scalarmult_base(ret_public, ret_secret);
  so_secret_wipe(key, sizeof key);
}

sotto_status so_hpke_seal_once(uint8_t *ret_message, const so_hpke_receiver *receiver,
                               sotto_bytes aad, sotto_bytes plain) {
  so_hpke context;
  sotto_status status = so_hpke_sender(&context, ret_message, receiver);
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
