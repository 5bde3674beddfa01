/*
 * Random bits as an interface, so that noise can be tested from a seed and drawn from a PRF.
 * A source fills bytes; the helpers draw uniform integers from it without bias. The number of bits
 * drawn never depends on a secret. Does not know where the bits come from.
 */
#ifndef SO_BASE_BITS_H
#define SO_BASE_BITS_H

#include <sotto/base.h>

/** A source of uniform random bytes. `fill` cannot fail: sources are seeded before use. */
typedef struct so_bits {
  void (*fill)(void *context, uint8_t *ret_bytes, size_t size);
  void *context;
} so_bits;

/** Draws 64 uniform bits. */
uint64_t so_bits_u64(const so_bits *bits);

/** The rare rest of so_bits_reduce(): draws again while the product is of a word too many. */
uint32_t so_bits_redraw(const so_bits *bits, uint64_t product, uint32_t bound);

/**
 * Gives 0 … bound-1 from `word`, 32 uniform bits already drawn: uniform, too, as a word that is one
 * of the 2^32 mod bound too many is drawn again (Lemire 2019, arXiv 1805.10941).
 */
static inline uint32_t so_bits_reduce(const so_bits *bits, uint32_t word, uint32_t bound) {
  uint64_t product = (uint64_t)word * bound;
  if ((uint32_t)product < bound) return so_bits_redraw(bits, product, bound);
  return (uint32_t)(product >> 32);
}

/** Draws uniformly from 0 … bound-1 by unbiased rejection. */
uint32_t so_bits_below(const so_bits *bits, uint32_t bound);

#endif
