/*
 * AES-128-GCM by libcrypto, which SQLCipher brings along. An opened text that does not authenticate
 * is wiped before it is refused.
 */
#include <limits.h>
#include <openssl/evp.h>

#include "base/secret.h"
#include "crypto/aead.h"

/* Key, nonce and associated data of either direction; `sealing` is 1 or 0. */
static int start(EVP_CIPHER_CTX *cipher, const so_aead_with *with, int sealing) {
  int size;
  return EVP_CipherInit_ex(cipher, EVP_aes_128_gcm(), NULL, with->key, with->nonce, sealing) &&
         (!with->aad.size ||
          EVP_CipherUpdate(cipher, NULL, &size, with->aad.data, (int)with->aad.size));
}

static int update(EVP_CIPHER_CTX *cipher, uint8_t *ret_text, sotto_bytes text) {
  int size;
  uint8_t none[SO_AEAD_TAG_SIZE];
  return (!text.size || EVP_CipherUpdate(cipher, ret_text, &size, text.data, (int)text.size)) &&
         EVP_CipherFinal_ex(cipher, none, &size);
}

static sotto_status seal(uint8_t *ret_sealed, const so_aead_with *with, sotto_bytes plain) {
  if (plain.size > INT_MAX || with->aad.size > INT_MAX) return SOTTO_E_LIMIT;
  EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
  if (!cipher) return SOTTO_E_MEMORY;
  int done =
      start(cipher, with, 1) && update(cipher, ret_sealed, plain) &&
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, SO_AEAD_TAG_SIZE, ret_sealed + plain.size);
  EVP_CIPHER_CTX_free(cipher);
  return done ? SOTTO_OK : SOTTO_E_INTERNAL;
}

static sotto_status open(uint8_t *ret_plain, const so_aead_with *with, sotto_bytes sealed) {
  if (sealed.size < SO_AEAD_TAG_SIZE) return SOTTO_E_TAMPERED;
  if (sealed.size > INT_MAX || with->aad.size > INT_MAX) return SOTTO_E_LIMIT;
  const sotto_bytes text = {sealed.data, sealed.size - SO_AEAD_TAG_SIZE};
  EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
  if (!cipher) return SOTTO_E_MEMORY;
  int done = start(cipher, with, 0) &&
             EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, SO_AEAD_TAG_SIZE,
                                 (void *)(uintptr_t)(sealed.data + text.size)) &&
             update(cipher, ret_plain, text);
  EVP_CIPHER_CTX_free(cipher);
  if (!done) so_secret_wipe(ret_plain, text.size);
  return done ? SOTTO_OK : SOTTO_E_TAMPERED;
}

const so_aead so_aead_aes128gcm = {1, 16, seal, open};
