/*
 * What the tests of the oracles share: exact comparison of odds with e^epsilon, and a source of
 * bits that plays every choice of every draw in turn.
 */
#ifndef UNIT_ENUMERATION_H
#define UNIT_ENUMERATION_H

#include <criterion/criterion.h>

#include "base/codec.h"
#include "privacy/oracle.h"

__extension__ typedef unsigned __int128 u128;

/* floor(e^epsilon * 2^116) for the claims that are enumerated. */
static const struct {
  uint32_t epsilon_micro;
  uint64_t high, low;
} claims[] = {{250000, UINT64_C(0x148b5e3c3e8186), UINT64_C(0x6767bc3b69baabe5)},
              {500000, UINT64_C(0x1a61298e1e069b), UINT64_C(0xc972dfefab6df33f)},
              {1000000, UINT64_C(0x2b7e151628aed2), UINT64_C(0xa6abf7158809cf4f)},
              {2000000, UINT64_C(0x763992e35376b7), UINT64_C(0x30ce8ee881ada2ae)},
              {4000000, UINT64_C(0x3699205c4e74b0c), UINT64_C(0xf1ada77fb727b72d)}};
#define CLAIMS (sizeof claims / sizeof *claims)

static inline u128 claim_q116(size_t i) {
  return (u128)claims[i].high << 64 | claims[i].low;
}

/* floor(n * 2^116 / d) by long division; `ret_more` says that something was cut off. */
static inline u128 quotient_q116(u128 n, u128 d, int *ret_more) {
  u128 quotient = n / d, rest = n % d;
  for (int i = 0; i < 116; i++) {
    rest <<= 1;
    quotient = quotient << 1 | (rest >= d);
    if (rest >= d) rest -= d;
  }
  *ret_more = rest != 0;
  return quotient;
}

/* 1 when n / d <= e^epsilon, the exponential being irrational. */
static inline int within(u128 n, u128 d, size_t claim) {
  int more;
  u128 quotient = quotient_q116(n, d, &more);
  return quotient < claim_q116(claim) || (quotient == claim_q116(claim) && !more);
}

/*
 * A source that plays one choice of every draw: the Bernoulli's 64 bits, then ranks below bounds.
 */
typedef struct script {
  uint64_t first;
  uint32_t ranks[16], bounds[16];
  int at; /* -1: the 64 bits are next */
} script;

static inline void play(void *context, uint8_t *ret_bytes, size_t size) {
  script *from = context;
  if (from->at < 0) {
    cr_assert_eq(size, 8);
    so_store_u64(ret_bytes, from->first);
    from->at = 0;
    return;
  }
  cr_assert_eq(size % 4, 0);
  for (size_t byte = 0; byte < size; byte += 4, from->at++) {
    uint64_t rank = from->ranks[from->at], bound = from->bounds[from->at];
    so_store_u32(ret_bytes + byte, (uint32_t)((((rank + 1) << 32) - 1) / bound)); /* its last */
  }
}

/* Goes on to the next choice; 0 after the last. */
static inline int next_choice(script *from, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (++from->ranks[i] < from->bounds[i]) return 1;
    from->ranks[i] = 0;
  }
  return 0;
}

#endif
