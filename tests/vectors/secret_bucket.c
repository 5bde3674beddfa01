/*
 * Shares a histogram bucket that valgrind holds to be undefined: any branch or address that depends
 * on it is an error. secret_bucket.supp lets one place go: drawing joint randomness by rejection,
 * whose seed is a hash of what the public share publishes. With --planted it branches on the bucket
 * itself, to show that the test can fail.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "prio/prio3_histogram.h"
#include "prio/prio3_shard.h"

static void share(so_prio3_version version, uint32_t bucket) {
  so_prio3 prio;
  const so_prio3_task task = {version, 2, 300, so_prio3_chunk(300), {NULL, 0}};
  if (so_prio3_histogram(&prio, &task)) exit(2);
  uint8_t nonce[16] = {1}, random[256] = {2}, public_share[64], helper[96];
  uint8_t *encoded = calloc(1, prio.measurement), *leader = calloc(1, so_prio3_leader_size(&prio));
  so_element *room = calloc(so_prio3_shard_room(&prio), sizeof *room);
  VALGRIND_MAKE_MEM_UNDEFINED(&bucket, sizeof bucket);
  so_prio3_histogram_encode(encoded, &prio, bucket);
  so_prio3_shard(&(so_prio3_shares){public_share, leader, helper}, &prio,
                 &(so_prio3_report){encoded, nonce, random}, room);
  free(encoded), free(leader), free(room);
}

static uint32_t branch_on(uint32_t bucket) {
  VALGRIND_MAKE_MEM_UNDEFINED(&bucket, sizeof bucket);
  return bucket > 100 ? 1 : 2;
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "--planted") == 0) printf("%u\n", branch_on(7) / 2);
  share(SO_VDAF_18, 123);
  share(SO_VDAF_08, 299);
  return 0;
}
