/* Sharding histograms, as a device does; what the shares mean is test_prio3_verify's. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "prio/prio3_histogram.h"
#include "prio/prio3_shard.h"

static so_prio3 histogram(so_prio3_version version, uint32_t length) {
  static const uint8_t context[] = "context";
  so_prio3 prio;
  const so_prio3_task task = {version, 2, length, so_prio3_chunk(length), {context, 7}};
  cr_assert_eq(so_prio3_histogram(&prio, &task), SOTTO_OK);
  return prio;
}

Test(prio3_shard, memory_is_at_most_three_times_the_report) {
  static const so_prio3_version versions[] = {SO_VDAF_08, SO_VDAF_18};
  for (int v = 0; v < 2; v++)
    for (uint32_t length = 2; length <= 4096; length++) {
      so_prio3 prio = histogram(versions[v], length);
      size_t report =
          so_prio3_public_size(&prio) + so_prio3_leader_size(&prio) + so_prio3_helper_size(&prio);
      size_t room = so_prio3_shard_room(&prio) * sizeof(so_element) + prio.measurement +
                    so_prio3_random_size(&prio);
      cr_assert(report + room <= 3 * report, "%u buckets: %zu for %zu", length, room, report);
    }
}

Test(prio3_shard, the_chunk_gives_the_shortest_proof) {
  for (uint32_t length = 1; length < 600; length++) {
    so_prio3 best = histogram(SO_VDAF_18, length), other;
    for (uint32_t chunk = 1; chunk <= length; chunk++) {
      const so_prio3_task task = {SO_VDAF_18, 2, length, chunk, {NULL, 0}};
      cr_assert_eq(so_prio3_histogram(&other, &task), SOTTO_OK);
      cr_assert_leq(best.proof, other.proof, "%u buckets, chunk %u", length, chunk);
    }
  }
}

Test(prio3_shard, tasks_outside_bounds_are_refused) {
  static const so_prio3_task bad[] = {
      {SO_VDAF_18, 2, 0, 1, {NULL, 0}},      {SO_VDAF_18, 2, 4, 0, {NULL, 0}},
      {SO_VDAF_18, 2, 4, 5, {NULL, 0}},      {SO_VDAF_18, 1, 4, 2, {NULL, 0}},
      {SO_VDAF_18, 256, 4, 2, {NULL, 0}},    {SO_VDAF_18, 2, UINT32_MAX, 2, {NULL, 0}},
      {SO_VDAF_18, 2, 1000000, 1, {NULL, 0}}};
  so_prio3 prio;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    cr_assert_eq(so_prio3_histogram(&prio, &bad[i]), SOTTO_E_LIMIT, "%zu", i);
}

Test(prio3_shard, encoding_is_one_one) {
  so_prio3 prio = histogram(SO_VDAF_18, 300);
  uint8_t encoded[300];
  for (uint32_t bucket = 0; bucket < 300; bucket++) {
    so_prio3_histogram_encode(encoded, &prio, bucket);
    for (uint32_t i = 0; i < 300; i++) cr_assert_eq(encoded[i], i == bucket);
  }
}

Test(prio3_shard, nothing_is_written_beyond_the_shares_and_the_room_is_wiped) {
  so_prio3 prio = histogram(SO_VDAF_08, 10);
  uint8_t encoded[10], nonce[16] = {1}, random[80] = {2}, public_share[33], leader[1000],
                       helper[49];
  so_element room[400];
  size_t size = so_prio3_leader_size(&prio);
  cr_assert(so_prio3_shard_room(&prio) < 400 && so_prio3_random_size(&prio) == 80 && size < 1000);
  memset(leader, 0xaa, sizeof leader);
  memset(room, 0xaa, sizeof room);
  public_share[32] = helper[48] = 0xaa;
  so_prio3_histogram_encode(encoded, &prio, 3);
  so_prio3_shard(&(so_prio3_shares){public_share, leader, helper}, &prio,
                 &(so_prio3_report){encoded, nonce, random}, room);
  cr_assert(public_share[32] == 0xaa && helper[48] == 0xaa && leader[size] == 0xaa);
  const uint8_t *bytes = (const uint8_t *)room;
  for (size_t i = 0; i < sizeof room; i++)
    cr_assert_eq(bytes[i], i < so_prio3_shard_room(&prio) * sizeof *room ? 0 : 0xaa);
}
