/*
 * Answers a split question with a bucket that valgrind holds to be undefined: noise, encoding and
 * sharding, both wire versions. Any branch or address that depends on it is an error.
 * secret_bucket.supp lets one place go: drawing joint randomness by rejection, whose seed is a hash
 * of what the public share publishes. With --planted NAME it does one step as it must not be done,
 * to show that each would be seen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "base/bits.h"
#include "crypto/random.h"
#include "prio/prio3_histogram.h"
#include "prio/prio3_shard.h"
#include "privacy/split.h"

static const char *planted = "";

static int is_planted(const char *name) {
  return strcmp(planted, name) == 0;
}

/* A result is looked at, so that no step is optimised away. */
static void use(uint32_t value) {
  VALGRIND_MAKE_MEM_DEFINED(&value, sizeof value);
  printf("%s", value == UINT32_MAX ? "\n" : "");
}

/* The noise, or a branch that takes the truthful way. */
static uint32_t randomize(const so_split *split, uint32_t bucket) {
  static const uint8_t key[SO_STREAM_KEY_SIZE] = {3};
  so_stream stream;
  so_stream_init(&stream, key);
  const so_bits bits = so_stream_bits(&stream);
  if (is_planted("branch") && bucket > 100) use(1);
  return so_split_randomize(split, bucket, &bits);
}

/* The encoding, or a store whose address is the bucket. */
static void encode(uint8_t *encoded, const so_prio3 *prio, uint32_t bucket) {
  so_prio3_histogram_encode(encoded, prio, bucket);
  if (is_planted("address")) encoded[bucket] = 1;
}

static void share(const so_prio3 *prio, const uint8_t *encoded) {
  uint8_t nonce[16] = {1}, random[256] = {2}, public_share[64], helper[96];
  uint8_t *leader = calloc(1, so_prio3_leader_size(prio));
  so_element *room = calloc(so_prio3_shard_room(prio), sizeof *room);
  for (uint32_t i = 0; is_planted("loop") && !encoded[i] && i < 299; i++) use(i);
  so_prio3_shard(&(so_prio3_shares){public_share, leader, helper}, prio,
                 &(so_prio3_report){encoded, nonce, random}, room);
  use(leader[0]);
  free(leader), free(room);
}

static void answer(so_prio3_version version, uint32_t bucket) {
  so_prio3 prio;
  so_split split;
  const so_prio3_task task = {version, 2, 300, so_prio3_chunk(300), {NULL, 0}};
  const so_split_ask ask = {300, 100000, 1000000};
  if (so_prio3_histogram(&prio, &task) || so_split_plan(&split, &ask)) exit(2);
  uint8_t *encoded = calloc(1, prio.measurement);
  VALGRIND_MAKE_MEM_UNDEFINED(&bucket, sizeof bucket);
  encode(encoded, &prio, randomize(&split, bucket));
  share(&prio, encoded);
  free(encoded);
}

int main(int count, char **arguments) {
  if (count > 2 && strcmp(arguments[1], "--planted") == 0) planted = arguments[2];
  answer(SO_VDAF_18, 123);
  answer(SO_VDAF_08, 299);
  return 0;
}
