/*
 * Oblivious HTTP: see ohttp.h.
 */
#include "deliver/ohttp.h"

#include <sodium.h>
#include <string.h>

#define KEYS_MOST 65536u

/* A bounded view that is read front to back, big-endian; past its end it turns bad. */
typedef struct view {
  sotto_bytes left;
  int bad;
} view;

static sotto_bytes take(view *from, size_t size) {
  if (from->bad || size > from->left.size) {
    from->bad = 1;
    return (sotto_bytes){NULL, 0};
  }
  const sotto_bytes taken = {from->left.data, size};
  from->left = (sotto_bytes){from->left.data + size, from->left.size - size};
  return taken;
}

static uint32_t take_number(view *from, size_t size) {
  const sotto_bytes bytes = take(from, size);
  uint32_t number = 0;
  for (size_t i = 0; i < bytes.size; i++) number = number << 8 | bytes.data[i];
  return number;
}

static const so_aead *aead_of(uint32_t id) {
  if (id == so_aead_chacha20poly1305.id) return &so_aead_chacha20poly1305;
#ifdef SOTTO_WITH_SPLIT
  if (id == so_aead_aes128gcm.id) return &so_aead_aes128gcm;
#endif
  return NULL;
}

static const so_aead *choose_suite(view *from) {
  const so_aead *chosen = NULL;
  while (from->left.size && !chosen) {
    const uint32_t kdf = take_number(from, 2), aead = take_number(from, 2);
    if (kdf == SO_HPKE_KDF_ID) chosen = aead_of(aead);
  }
  return chosen;
}

/* One configuration. Of a KEM that is not known the rest cannot be read: it is passed over. */
static sotto_status read_key(so_ohttp_key *ret_key, view *from) {
  so_ohttp_key key = {.id = (uint8_t)take_number(from, 1)};
  if (take_number(from, 2) != SO_HPKE_KEM_ID) return from->bad ? SOTTO_E_FORMAT : SOTTO_E_MISSING;
  const sotto_bytes public_key = take(from, SO_HPKE_KEY_SIZE);
  const size_t suites = take_number(from, 2);
  if (from->bad || !suites || suites % 4 || suites != from->left.size) return SOTTO_E_FORMAT;
  memcpy(key.public_key, public_key.data, sizeof key.public_key);
  key.aead = choose_suite(from);
  if (!key.aead) return SOTTO_E_MISSING;
  *ret_key = key;
  return SOTTO_OK;
}

sotto_status so_ohttp_choose(so_ohttp_key *ret_key, sotto_bytes list) {
  view all = {.left = list};
  sotto_status found = SOTTO_E_MISSING;
  if (!list.size || list.size > KEYS_MOST) return SOTTO_E_FORMAT;
  while (all.left.size) {
    so_ohttp_key key;
    const size_t size = take_number(&all, 2);
    view one = {.left = take(&all, size)};
    if (all.bad) return SOTTO_E_FORMAT;
    const sotto_status status = read_key(&key, &one);
    if (status == SOTTO_E_FORMAT) return status;
    if (status || !found) continue;
    *ret_key = key;
    found = SOTTO_OK;
  }
  return found;
}

static void put_number(uint8_t *ret_bytes, uint32_t number) {
  ret_bytes[0] = (uint8_t)(number >> 8);
  ret_bytes[1] = (uint8_t)number;
}

sotto_status so_ohttp_seal(so_ohttp *ret_context, uint8_t *ret_sealed, const so_ohttp_key *key,
                           sotto_bytes request) {
  static const char label[] = "message/bhttp request"; /* its end, a zero, belongs to it */
  uint8_t info[sizeof label + SO_OHTTP_HEADER_SIZE];
  uint8_t *header = info + sizeof label;
  memcpy(info, label, sizeof label);
  header[0] = key->id;
  put_number(header + 1, SO_HPKE_KEM_ID);
  put_number(header + 3, SO_HPKE_KDF_ID);
  put_number(header + 5, key->aead->id);
  const so_hpke_receiver gateway = {key->aead, key->public_key, NULL, {info, sizeof info}};
  sotto_status status =
      so_hpke_sender(&ret_context->keys, ret_context->enc, &gateway, key->ephemeral);
  if (status) return status;
  memcpy(ret_sealed, header, SO_OHTTP_HEADER_SIZE);
  memcpy(ret_sealed + SO_OHTTP_HEADER_SIZE, ret_context->enc, SO_HPKE_KEY_SIZE);
  return so_hpke_seal(&ret_context->keys, ret_sealed + SO_OHTTP_HEADER_SIZE + SO_HPKE_KEY_SIZE,
                      (sotto_bytes){NULL, 0}, request);
}

/* HKDF (RFC 5869) with SHA-256; a salt of any length, one block. */
static void extract(uint8_t ret_key[32], sotto_bytes salt, sotto_bytes secret) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, salt.data, salt.size);
  crypto_auth_hmacsha256_update(&state, secret.data, secret.size);
  crypto_auth_hmacsha256_final(&state, ret_key);
  sodium_memzero(&state, sizeof state);
}

static void expand(uint8_t ret_block[32], const uint8_t key[32], const char *label) {
  static const uint8_t first = 1;
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key, 32);
  crypto_auth_hmacsha256_update(&state, (const uint8_t *)label, strlen(label));
  crypto_auth_hmacsha256_update(&state, &first, 1);
  crypto_auth_hmacsha256_final(&state, ret_block);
  sodium_memzero(&state, sizeof state);
}

sotto_status so_ohttp_open(const so_ohttp *context, sotto_bytes sealed, uint8_t *ret_response,
                           size_t *ret_size) {
  static const char label[] = "message/bhttp response";
  const so_aead *aead = context->keys.aead;
  const size_t longer = aead->key_size > SO_AEAD_NONCE_SIZE ? aead->key_size : SO_AEAD_NONCE_SIZE;
  uint8_t secret[SO_AEAD_KEY_MAX], salt[SO_HPKE_KEY_SIZE + SO_AEAD_KEY_MAX];
  uint8_t prk[32], key[32], nonce[32];
  if (sealed.size < longer + SO_AEAD_TAG_SIZE) return SOTTO_E_TAMPERED;
  so_hpke_export(secret, longer, &context->keys,
                 (sotto_bytes){(const uint8_t *)label, sizeof label - 1});
  memcpy(salt, context->enc, SO_HPKE_KEY_SIZE);
  memcpy(salt + SO_HPKE_KEY_SIZE, sealed.data, longer);
  extract(prk, (sotto_bytes){salt, SO_HPKE_KEY_SIZE + longer}, (sotto_bytes){secret, longer});
  expand(key, prk, "key");
  expand(nonce, prk, "nonce");
  const sotto_bytes text = {sealed.data + longer, sealed.size - longer};
  const sotto_status status =
      aead->open(ret_response, &(so_aead_with){key, nonce, {NULL, 0}}, text);
  if (!status) *ret_size = text.size - SO_AEAD_TAG_SIZE;
  sodium_memzero(secret, sizeof secret);
  sodium_memzero(prk, sizeof prk);
  sodium_memzero(key, sizeof key);
  return status;
}

void so_ohttp_wipe(so_ohttp *context) {
  so_hpke_wipe(&context->keys);
}
