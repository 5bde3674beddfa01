/*
 * The sealing half of an Oblivious HTTP gateway (RFC 9458), for tests: a line of hexadecimal in,
 * one out, in turns: a sealed request, then the response to it. Prints "-" for what opens not.
 *
 * usage: ohttp_gateway AEAD_ID     prints its key configuration first
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deliver/ohttp.h"

#define LINE_MOST (1 << 20)

static char line[LINE_MOST];
static uint8_t bytes[LINE_MOST / 2], text[LINE_MOST / 2];
static uint8_t public_key[32], secret_key[32];

static void print_hex(const uint8_t *data, size_t size) {
  for (size_t i = 0; i < size; i++) printf("%02x", data[i]);
  printf("\n");
  fflush(stdout);
}

/* 0: the input ended. */
static int read_hex(size_t *ret_size) {
  if (!fgets(line, sizeof line, stdin)) return 0;
  return sodium_hex2bin(bytes, sizeof bytes, line, strcspn(line, "\n"), NULL, ret_size, NULL) == 0;
}

/* HKDF (RFC 5869), one block. */
static void hmac(uint8_t ret_block[32], sotto_bytes key, sotto_bytes message) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data, key.size);
  crypto_auth_hmacsha256_update(&state, message.data, message.size);
  crypto_auth_hmacsha256_final(&state, ret_block);
}

static void respond(const so_hpke *keys, const uint8_t enc[32], size_t size) {
  const so_aead *aead = keys->aead;
  const size_t longer = aead->key_size > SO_AEAD_NONCE_SIZE ? aead->key_size : SO_AEAD_NONCE_SIZE;
  uint8_t secret[32], salt[64], prk[32], key[32], nonce[32];
  randombytes_buf(text, longer);
  so_hpke_export(secret, longer, keys,
                 (sotto_bytes){(const uint8_t *)"message/bhttp response", 22});
  memcpy(salt, enc, 32);
  memcpy(salt + 32, text, longer);
  hmac(prk, (sotto_bytes){salt, 32 + longer}, (sotto_bytes){secret, longer});
  hmac(key, (sotto_bytes){prk, 32}, (sotto_bytes){(const uint8_t *)"key\1", 4});
  hmac(nonce, (sotto_bytes){prk, 32}, (sotto_bytes){(const uint8_t *)"nonce\1", 6});
  if (aead->seal(text + longer, &(so_aead_with){key, nonce, {NULL, 0}}, (sotto_bytes){bytes, size}))
    exit(1);
  print_hex(text, longer + size + SO_AEAD_TAG_SIZE);
}

static int turn(const so_aead *aead) {
  static const char label[] = "message/bhttp request";
  uint8_t info[sizeof label + SO_OHTTP_HEADER_SIZE];
  size_t size = 0, response = 0;
  so_hpke keys;
  if (!read_hex(&size)) return 0;
  memcpy(info, label, sizeof label);
  memcpy(info + sizeof label, bytes, SO_OHTTP_HEADER_SIZE);
  const so_hpke_receiver self = {aead, public_key, secret_key, {info, sizeof info}};
  const uint8_t *enc = bytes + SO_OHTTP_HEADER_SIZE, *sealed = enc + SO_HPKE_KEY_SIZE;
  uint8_t kept[SO_HPKE_KEY_SIZE];
  if (size < SO_OHTTP_OVERHEAD || so_hpke_recipient(&keys, &self, enc) ||
      so_hpke_open(&keys, text, (sotto_bytes){NULL, 0},
                   (sotto_bytes){sealed, size - (size_t)(sealed - bytes)})) {
    printf("-\n");
    fflush(stdout);
    return 1;
  }
  memcpy(kept, enc, sizeof kept);
  print_hex(text, size - SO_OHTTP_OVERHEAD);
  if (!read_hex(&response)) return 0;
  respond(&keys, kept, response);
  return 1;
}

int main(int count, char **words) {
  const int chacha = count > 1 && strcmp(words[1], "3") == 0;
#ifdef SOTTO_WITH_SPLIT
  const so_aead *aead = chacha ? &so_aead_chacha20poly1305 : &so_aead_aes128gcm;
#else
  const so_aead *aead = &so_aead_chacha20poly1305;
#endif
  if (sodium_init() < 0) return 2;
  crypto_box_keypair(public_key, secret_key);
  uint8_t config[43] = {0, 41, 7, 0, 0x20};
  memcpy(config + 5, public_key, 32);
  memcpy(config + 37, (const uint8_t[]){0, 4, 0, 1, 0, (uint8_t)aead->id}, 6);
  print_hex(config, sizeof config);
  (void)chacha;
  while (turn(aead)) continue;
  return 0;
}
