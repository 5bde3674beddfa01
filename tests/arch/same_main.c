/*
 * sotto-same: see same.h.
 *
 *   sotto-same PACK BRAND_PUBLIC DIRECTORY         all of it; the profile is erased at the end
 *   sotto-same PACK BRAND_PUBLIC DIRECTORY KEY     the visit; profile and key stay
 *   sotto-same PACK BRAND_PUBLIC DIRECTORY KEY -   opens a profile that stayed
 */
#include "same.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t stream, drawn;

static void draw(void *const buffer, const size_t size) {
  uint8_t seed[randombytes_SEEDBYTES] = {0};
  memcpy(seed, &stream, sizeof stream);
  memcpy(seed + sizeof stream, &drawn, sizeof drawn);
  drawn++;
  randombytes_buf_deterministic(buffer, size, seed);
}

static uint32_t draw_word(void) {
  uint32_t word;
  draw(&word, sizeof word);
  return word;
}

static const char *name(void) {
  return "counted";
}

void same_seed(uint64_t seed) {
  stream = seed;
  drawn = 0;
}

void same_sum_begin(same_sum *ret_sum) {
  crypto_generichash_init(&ret_sum->state, NULL, 0, 16);
}

void same_sum_add(same_sum *sum, const void *bytes, size_t size) {
  crypto_generichash_update(&sum->state, bytes, size);
}

void same_sum_say(same_sum *sum, const char *what) {
  uint8_t digest[16];
  crypto_generichash_final(&sum->state, digest, sizeof digest);
  printf("%s ", what);
  for (size_t i = 0; i < sizeof digest; i++) printf("%02x", digest[i]);
  putchar('\n');
}

void same_check(int32_t status, const char *doing) {
  if (status == 0) return;
  fprintf(stderr, "sotto-same: %s: status %d\n", doing, (int)status);
  exit(1);
}

static void integers(void) {
  same_noise();
#ifdef SAME_WITH_SHARES
  same_shares();
#endif
}

int main(int argc, char **argv) {
  static randombytes_implementation counted = {
      .implementation_name = name, .random = draw_word, .buf = draw};
  if (argc < 4) {
    fputs("usage: sotto-same PACK BRAND_PUBLIC DIRECTORY [KEY [-]]\n", stderr);
    return 2;
  }
  const same_shop shop = {argv[1], argv[2], argv[3], argc > 4 ? argv[4] : NULL};
  same_check(randombytes_set_implementation(&counted), "random bytes");
  same_check(sodium_init() < 0, "libsodium");
  if (argc == 4) integers();
  if (argc > 5)
    same_reading(&shop);
  else
    same_visit(&shop);
  return 0;
}
