/*
 * Split answers: the compiled-in table, the field with and without 128-bit products, the shares.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crypto/random.h"
#include "prio/prio3_histogram.h"
#include "prio/prio3_shard.h"
#include "privacy/split.h"
#include "same.h"

/* Everything a sharing reads and writes, in one piece of memory. */
typedef struct sharing {
  so_prio3_shares shares;
  uint8_t *encoded, *random;
  so_element *room;
} sharing;

static sharing make(const so_prio3 *prio) {
  sharing made = {{malloc(so_prio3_public_size(prio) + 1), malloc(so_prio3_leader_size(prio)),
                   malloc(so_prio3_helper_size(prio))},
                  malloc(prio->length),
                  malloc(so_prio3_random_size(prio)),
                  malloc(so_prio3_shard_room(prio) * sizeof(so_element))};
  return made;
}

static void unmake(const sharing *made) {
  free(made->shares.public_share);
  free(made->shares.leader);
  free(made->shares.helpers);
  free(made->encoded);
  free(made->random);
  free(made->room);
}

static void share(same_sum *sum, const so_prio3 *prio, uint32_t bucket) {
  uint8_t nonce[SO_PRIO3_NONCE_SIZE];
  const sharing made = make(prio);
  const so_prio3_report report = {made.encoded, nonce, made.random};
  randombytes_buf(nonce, sizeof nonce);
  randombytes_buf(made.random, so_prio3_random_size(prio));
  so_prio3_histogram_encode(made.encoded, prio, bucket);
  so_prio3_shard(&made.shares, prio, &report, made.room);
  same_sum_add(sum, made.shares.public_share, so_prio3_public_size(prio));
  same_sum_add(sum, made.shares.leader, so_prio3_leader_size(prio));
  same_sum_add(sum, made.shares.helpers, so_prio3_helper_size(prio));
  unmake(&made);
}

static void histograms(so_prio3_version version) {
  static const uint32_t lengths[] = {2, 10, 256, 1024};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    char name[64];
    so_prio3 prio;
    same_sum sum;
    const so_prio3_task task = {
        version, 2, lengths[i], so_prio3_chunk(lengths[i]), {(const uint8_t *)"same", 4}};
    same_seed(lengths[i]);
    same_check(so_prio3_histogram(&prio, &task), "histogram");
    same_sum_begin(&sum);
    for (uint32_t bucket = 0; bucket < 3; bucket++) share(&sum, &prio, bucket % lengths[i]);
    snprintf(name, sizeof name, "shares vdaf=%d buckets=%u", (int)version, (unsigned)lengths[i]);
    same_sum_say(&sum, name);
  }
}

static void split_answers(void) {
  static const so_split_ask asks[] = {
      {10, 10000, 1000000}, {256, 100000, 1000000}, {1024, 1000000, 2000000}};
  const so_bits bits = so_random_bits();
  same_sum sum;
  same_seed(11);
  same_sum_begin(&sum);
  for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
    so_split split;
    same_check(so_split_plan(&split, &asks[i]), "split plan");
    const uint64_t numbers[] = {split.random_q32, split.cost.delta_2p60, split.cost.epsilon0_micro,
                                split.odds.numerator, split.odds.denominator};
    same_sum_add(&sum, numbers, sizeof numbers);
    for (uint32_t n = 0; n < 1000; n++) {
      const uint32_t said = so_split_randomize(&split, n % split.buckets, &bits);
      same_sum_add(&sum, &said, sizeof said);
    }
  }
  same_sum_say(&sum, "split answers");
}

void same_shares(void) {
  histograms(SO_VDAF_08);
  histograms(SO_VDAF_18);
  split_answers();
}
