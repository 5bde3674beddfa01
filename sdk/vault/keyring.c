/*
 * Borrowing from the key store, deriving, wrapping and unwrapping. Every derivation has its own
 * eight-character context, so no two keys can coincide.
 */
#include "vault/keyring.h"

#include <string.h>

#include "base/secret.h"
#include "base/string.h"
#include "crypto/random.h"

/* Argon2id cost for a new head: about 50 ms on a phone-class core (RFC 9106, OWASP minimum), and
 * the least that a host may choose instead. */
#define PASSES 2
#define MEMORY_KIB 19456
#define LEAST_KIB 7168
#define LEAST_WORK 35840
#define BIT(status) (UINT64_C(1) << -(status))

so_keyring *so_keyring_new(void) {
  return so_secret_new(sizeof(so_keyring));
}

sotto_status so_keyring_answer(sotto_status status) {
  const uint64_t said = BIT(SOTTO_OK) | BIT(SOTTO_E_KEY_LOCKED) | BIT(SOTTO_E_KEY_DENIED) |
                        BIT(SOTTO_E_KEY_SLOW) | BIT(SOTTO_E_KEY_WRONG) | BIT(SOTTO_E_TAMPERED) |
                        BIT(SOTTO_E_CORRUPT) | BIT(SOTTO_E_ROLLBACK) | BIT(SOTTO_E_DISK_FULL) |
                        BIT(SOTTO_E_READ_ONLY);
  const uint32_t code = 0u - (uint32_t)status;
  return code < 64 && said >> code & 1 ? status : SOTTO_E_PORT;
}

static void draw(uint8_t *ret_bytes, size_t size) {
  const so_bits bits = so_random_bits();
  bits.fill(bits.context, ret_bytes, size);
}

sotto_status so_keyring_borrow(so_keyring *keyring, const sotto_port *port) {
  if (keyring->lent_size > 0) return SOTTO_OK;
  size_t size = port->passphrase ? sizeof keyring->lent : SOTTO_KEY_SIZE;
  sotto_status status = SOTTO_E_PORT;
  if (port->passphrase)
    status = port->passphrase(port->context, keyring->lent, &size);
  else if (port->key_load)
    status = port->key_load(port->context, keyring->lent);
  if (status == SOTTO_E_MISSING) return SOTTO_E_KEY_LOST;
  if (status) return so_keyring_answer(status);
  if (size == 0 || size > sizeof keyring->lent) return SOTTO_E_PORT;
  keyring->lent_size = size;
  return SOTTO_OK;
}

void so_keyring_return(so_keyring *keyring) {
  so_secret_wipe(keyring->lent, sizeof keyring->lent);
  keyring->lent_size = 0;
}

void so_keyring_invent(so_keyring *keyring) {
  draw(keyring->lent, SOTTO_KEY_SIZE);
  keyring->lent_size = SOTTO_KEY_SIZE;
}

void so_keyring_draw(so_keyring *keyring) {
  draw(keyring->data, sizeof keyring->data);
  draw(keyring->noise, sizeof keyring->noise);
  draw(keyring->audit, sizeof keyring->audit);
}

/* Salted so that two profiles of one store show different checks. */
static sotto_status derive(so_keyring *keyring, const so_head *head, uint8_t ret_check[32]) {
  const sotto_bytes salt = {head->argon.salt, sizeof head->argon.salt};
  if (head->kdf == SO_KDF_ARGON2ID) {
    const sotto_bytes words = {keyring->lent, keyring->lent_size};
    const sotto_status status = so_derive_passphrase(keyring->wrapping, words, &head->argon);
    if (status) return status;
  } else {
    so_derive_prf(keyring->wrapping, keyring->lent, "sotto wrapping key", salt);
  }
  so_derive_prf(ret_check, keyring->wrapping, "sotto key check", salt);
  return SOTTO_OK;
}

sotto_status so_keyring_fit(so_keyring *keyring, const so_head *head) {
  uint8_t expected[32];
  if (head->kdf == SO_KDF_SECRET && keyring->lent_size != SOTTO_KEY_SIZE) return SOTTO_E_KEY_WRONG;
  const sotto_status status = derive(keyring, head, expected);
  if (status) return status;
  return memcmp(expected, head->key_check, sizeof head->key_check) ? SOTTO_E_KEY_WRONG : SOTTO_OK;
}

sotto_status so_keyring_unwrap(so_keyring *keyring, const so_head *head) {
  uint8_t bytes[SO_HEAD_SIZE];
  so_head_encode(bytes, head);
  const so_wrap wrap = {keyring->wrapping, head->nonce, {bytes, SO_HEAD_BOUND}};
  return so_envelope_open(keyring->data, &wrap, (sotto_bytes){head->wrapped, sizeof head->wrapped});
}

static sotto_status choose_cost(so_argon *ret_cost, const sotto_port *port) {
  const uint32_t kib = port->passphrase_kib ? port->passphrase_kib : MEMORY_KIB;
  const uint32_t passes = port->passphrase_passes ? port->passphrase_passes : PASSES;
  ret_cost->passes = passes;
  ret_cost->memory_kib = kib;
  return kib < LEAST_KIB || kib * passes < LEAST_WORK ? SOTTO_E_LIMIT : SOTTO_OK;
}

sotto_status so_keyring_refit(so_keyring *keyring, so_head *inout_head, const sotto_port *port) {
  uint8_t check[32];
  inout_head->kdf = port->passphrase ? SO_KDF_ARGON2ID : SO_KDF_SECRET;
  inout_head->argon = (so_argon){0};
  if (port->passphrase && choose_cost(&inout_head->argon, port)) return SOTTO_E_LIMIT;
  draw(inout_head->argon.salt, sizeof inout_head->argon.salt);
  const sotto_status status = derive(keyring, inout_head, check);
  if (status) return status;
  memcpy(inout_head->key_check, check, sizeof inout_head->key_check);
  return SOTTO_OK;
}

_Static_assert(offsetof(so_keyring, noise) == offsetof(so_keyring, data) + SO_KEY_SIZE &&
                   offsetof(so_keyring, audit) == offsetof(so_keyring, noise) + SO_KEY_SIZE,
               "the head's three keys lie side by side");

void so_keyring_wrap(const so_keyring *keyring, so_head *inout_head,
                     uint8_t ret_bytes[SO_HEAD_SIZE]) {
  draw(inout_head->nonce, sizeof inout_head->nonce);
  so_head_encode(ret_bytes, inout_head);
  const so_wrap wrap = {keyring->wrapping, inout_head->nonce, {ret_bytes, SO_HEAD_BOUND}};
  so_envelope_seal(inout_head->wrapped, &wrap, (sotto_bytes){keyring->data, SO_HEAD_SECRETS});
  so_head_encode(ret_bytes, inout_head);
}

const char *so_keyring_key_text(so_keyring *keyring) {
  uint8_t raw[48];
  so_derive_subkey(raw, 32, "sottodbk", keyring->data);
  so_derive_subkey(raw + 32, 16, "sottodbs", keyring->data);
  so_sink sink = so_sink_of(keyring->key_text, sizeof keyring->key_text);
  so_sink_string(&sink, "x'");
  so_sink_hex(&sink, raw, sizeof raw);
  so_sink_string(&sink, "'");
  keyring->key_text[sink.size] = 0;
  so_secret_wipe(raw, sizeof raw);
  return keyring->key_text;
}
