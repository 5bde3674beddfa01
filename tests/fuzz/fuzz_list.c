/*
 * Public lists of packs (crypto/pack_list.h), which a device fetches: whatever holds to its end and
 * is signed has a chain that was made here.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/pack_list.h"
#include "crypto/sign.h"
#include "fuzz.h"

#define LINES 3

static uint8_t public_key[32], secret_key[64];
static char list[LINES * SO_PACK_LIST_LINE];
static so_pack_listed made[LINES];

static void write_hex(char **at, const uint8_t *bytes, size_t size, char end) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < size; i++) {
    *(*at)++ = digits[bytes[i] >> 4];
    *(*at)++ = digits[bytes[i] & 15];
  }
  *(*at)++ = end;
}

static void write_line(char *at, const so_pack_listed *listed) {
  write_hex(&at, listed->sequence, sizeof listed->sequence, ' ');
  write_hex(&at, listed->created_ms, sizeof listed->created_ms, ' ');
  write_hex(&at, listed->hash, sizeof listed->hash, ' ');
  write_hex(&at, listed->key_id, sizeof listed->key_id, ' ');
  write_hex(&at, listed->chain, sizeof listed->chain, ' ');
  write_hex(&at, listed->signature, sizeof listed->signature, '\n');
}

static void make_list(void) {
  uint8_t message[SO_PACK_LIST_SIGNED];
  so_pack_listed line = {.created_ms = {1}};
  so_sign_keypair(public_key, secret_key);
  so_sign_key_id(line.key_id, public_key);
  for (size_t i = 0; i < LINES; i++) {
    uint8_t before[32];
    memcpy(before, line.chain, sizeof before);
    line.sequence[7] = line.hash[0] = (uint8_t)(i + 1);
    so_pack_list_chain(line.chain, before, &line);
    so_pack_list_message(message, &line);
    so_sign(line.signature, (sotto_bytes){message, sizeof message}, secret_key);
    write_line(list + i * SO_PACK_LIST_LINE, &line);
    made[i] = line;
  }
}

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  if (number >= LINES) return 0;
  if (!list[0]) make_list();
  memcpy(room, list, (number + 1) * SO_PACK_LIST_LINE);
  return (number + 1) * SO_PACK_LIST_LINE;
}

/* Goes one line on; 1 where it could. */
static int go_on(so_pack_listed *inout_at, sotto_text rest) {
  const so_pack_listed before = *inout_at;
  sotto_status status = so_pack_list_next(inout_at, rest);
  if (!status) {
    fuzz_hold(memcmp(inout_at->sequence, before.sequence, 8) > 0, "sequences rise");
    return 1;
  }
  fuzz_hold(status == SOTTO_E_FORMAT || status == SOTTO_E_TAMPERED || status == SOTTO_E_ROLLBACK,
            "a typed refusal");
  fuzz_hold(!memcmp(inout_at, &before, sizeof before), "a refusal leaves the line before");
  return 0;
}

/* 1 where it holds to its end and is signed. */
static int walk(const char *text, size_t size) {
  so_pack_listed at = {0};
  size_t lines = 0;
  for (; lines * SO_PACK_LIST_LINE < size; lines++) {
    const size_t from = lines * SO_PACK_LIST_LINE;
    if (!go_on(&at, (sotto_text){text + from, size - from})) return 0;
  }
  if (!lines || !so_pack_list_signed(&at, public_key)) return 0;
  fuzz_hold(lines <= LINES && !memcmp(at.chain, made[lines - 1].chain, sizeof at.chain),
            "what is signed was made here");
  return 1;
}

/* Gives each line the chain that follows from what it says, as anybody can who has no key: else the
   rules that come after the chain's would never be met. */
static void chain_anew(char *inout_text, size_t size) {
  so_pack_listed line;
  uint8_t before[32] = {0};
  for (; size >= SO_PACK_LIST_LINE; size -= SO_PACK_LIST_LINE) {
    size_t bytes = 0;
    if (sodium_hex2bin((uint8_t *)&line, sizeof line, inout_text, SO_PACK_LIST_LINE - 1, " ",
                       &bytes, NULL) ||
        bytes != sizeof line)
      return;
    so_pack_list_chain(line.chain, before, &line);
    memcpy(before, line.chain, sizeof before);
    write_line(inout_text, &line);
    inout_text += SO_PACK_LIST_LINE;
  }
}

int fuzz_run(const uint8_t *data, size_t size) {
  if (!list[0]) make_list();
  char *copy = malloc(size ? size : 1);
  fuzz_hold(copy != NULL, "memory");
  memcpy(copy, data, size);
  const int accepted = walk(copy, size);
  chain_anew(copy, size);
  (void)walk(copy, size);
  free(copy);
  return accepted;
}
