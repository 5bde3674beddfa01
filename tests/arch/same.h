/*
 * What must be the same on every machine, said line by line: from one pack, one clock and one
 * stream of random bytes. Two builds are compared by comparing what they print.
 */
#ifndef TESTS_ARCH_SAME_H
#define TESTS_ARCH_SAME_H

#include <sodium.h>

/** Bytes that add up to a line. */
typedef struct same_sum {
  crypto_generichash_state state;
} same_sum;

void same_sum_begin(same_sum *ret_sum);
void same_sum_add(same_sum *sum, const void *bytes, size_t size);
/** Prints the name and what the bytes come to. */
void same_sum_say(same_sum *sum, const char *name);
/** Ends the program with a sentence unless the status is 0. */
void same_check(int32_t status, const char *doing);
/** Begins libsodium's random bytes anew from a number. */
void same_seed(uint64_t seed);

/** The noise: every mechanism's plan and answers; the ledger under a random history. */
void same_noise(void);
/** The shares of split answers. */
void same_shares(void);
/** Where a visit takes place. */
typedef struct same_shop {
  const char *pack, *brand_public;
  const char *directory; /* of the profile */
  const char *key; /* file of the key store's secret; NULL: the profile is erased at the end */
} same_shop;

/** Visits of six weeks on a real pack, through the public interface. */
void same_visit(const same_shop *shop);
/** Opens what same_visit() left on another machine, and says what is in it as it did at its end. */
void same_reading(const same_shop *shop);

#endif
