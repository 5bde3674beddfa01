/*
 * Uniform integers out of a source of random bytes. Bytes are read little-endian, so that a seed
 * gives the same draws on every machine.
 */
#include "base/bits.h"

#include "base/codec.h"

uint64_t so_bits_u64(const so_bits *bits) {
  uint8_t bytes[8];
  bits->fill(bits->context, bytes, sizeof bytes);
  return so_load_u64(bytes);
}

static uint32_t draw_u32(const so_bits *bits) {
  uint8_t bytes[4];
  bits->fill(bits->context, bytes, sizeof bytes);
  return so_load_u32(bytes);
}

uint32_t so_bits_redraw(const so_bits *bits, uint64_t product, uint32_t bound) {
  uint32_t reject_under = (0u - bound) % bound;
  while ((uint32_t)product < reject_under) product = (uint64_t)draw_u32(bits) * bound;
  return (uint32_t)(product >> 32);
}

uint32_t so_bits_below(const so_bits *bits, uint32_t bound) {
  return so_bits_reduce(bits, draw_u32(bits), bound);
}
