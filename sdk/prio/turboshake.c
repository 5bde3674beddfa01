/*
 * Keccak-p[1600, 12] (FIPS 202, section 3, the last twelve rounds) and the sponge around it.
 */
#include "prio/turboshake.h"

#include <string.h>

#include "base/codec.h"

#define ROTATED(x, n) ((x) << (n) | (x) >> (64 - (n)))

static const uint64_t round_constants[12] = {
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

static inline void theta(uint64_t a[25]) {
  uint64_t c[5];
  for (int x = 0; x < 5; x++) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
  for (int x = 0; x < 5; x++) {
    uint64_t d = c[(x + 4) % 5] ^ ROTATED(c[(x + 1) % 5], 1);
    for (int y = 0; y < 25; y += 5) a[y + x] ^= d;
  }
}

/* rho and pi: lane (x, y) rotated goes to (y, 2x + 3y). */
static inline void rho_pi(uint64_t b[25], const uint64_t a[25]) {
  b[0] = a[0], b[10] = ROTATED(a[1], 1), b[20] = ROTATED(a[2], 62);
  b[5] = ROTATED(a[3], 28), b[15] = ROTATED(a[4], 27), b[16] = ROTATED(a[5], 36);
  b[1] = ROTATED(a[6], 44), b[11] = ROTATED(a[7], 6), b[21] = ROTATED(a[8], 55);
  b[6] = ROTATED(a[9], 20), b[7] = ROTATED(a[10], 3), b[17] = ROTATED(a[11], 10);
  b[2] = ROTATED(a[12], 43), b[12] = ROTATED(a[13], 25), b[22] = ROTATED(a[14], 39);
  b[23] = ROTATED(a[15], 41), b[8] = ROTATED(a[16], 45), b[18] = ROTATED(a[17], 15);
  b[3] = ROTATED(a[18], 21), b[13] = ROTATED(a[19], 8), b[14] = ROTATED(a[20], 18);
  b[24] = ROTATED(a[21], 2), b[9] = ROTATED(a[22], 61), b[19] = ROTATED(a[23], 56);
  b[4] = ROTATED(a[24], 14);
}

static inline void chi(uint64_t a[25], const uint64_t b[25]) {
  for (int y = 0; y < 25; y += 5)
    for (int x = 0; x < 5; x++) a[y + x] = b[y + x] ^ (~b[y + (x + 1) % 5] & b[y + (x + 2) % 5]);
}

static void permute(uint64_t a[25]) {
  uint64_t b[25];
  for (int round = 0; round < 12; round++) {
    theta(a);
    rho_pi(b, a);
    chi(a, b);
    a[0] ^= round_constants[round];
  }
}

void so_turboshake_init(so_turboshake *ret_sponge) {
  memset(ret_sponge, 0, sizeof *ret_sponge);
}

static void turn(so_turboshake *sponge) {
  permute(sponge->lane);
  sponge->at = 0;
}

void so_turboshake_absorb(so_turboshake *sponge, const void *data, size_t size) {
  const uint8_t *from = data;
  while (size) {
    uint32_t lane = sponge->at / 8, shift = sponge->at % 8 * 8, step = 1;
    if (size >= 8 && sponge->at + 8 <= SO_TURBOSHAKE_RATE) {
      uint64_t word = so_load_u64(from);
      sponge->lane[lane] ^= word << shift;
      if (shift) sponge->lane[lane + 1] ^= word >> (64 - shift);
      step = 8;
    } else {
      sponge->lane[lane] ^= (uint64_t)*from << shift;
    }
    from += step, size -= step, sponge->at += step;
    if (sponge->at == SO_TURBOSHAKE_RATE) turn(sponge);
  }
}

void so_turboshake_finish(so_turboshake *sponge, uint8_t domain) {
  sponge->lane[sponge->at / 8] ^= (uint64_t)domain << sponge->at % 8 * 8;
  sponge->lane[SO_TURBOSHAKE_RATE / 8 - 1] ^= (uint64_t)0x80 << 56;
  turn(sponge);
}

void so_turboshake_squeeze(so_turboshake *sponge, void *ret_data, size_t size) {
  uint8_t *to = ret_data;
  while (size) {
    if (sponge->at == SO_TURBOSHAKE_RATE) turn(sponge);
    if (size >= 8 && sponge->at % 8 == 0) {
      so_store_u64(to, sponge->lane[sponge->at / 8]);
      to += 8, size -= 8, sponge->at += 8;
    } else {
      *to++ = (uint8_t)(sponge->lane[sponge->at / 8] >> sponge->at % 8 * 8);
      size--, sponge->at++;
    }
  }
}
