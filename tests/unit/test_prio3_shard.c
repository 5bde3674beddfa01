/* Sharding histograms, as a device does; what the shares mean is test_prio3_verify's. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

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

/* Sharding on a stack of its own, which is painted first: what it reached is what it took. */
#define STACK_SIZE (256u << 10)
#define PAINT 0xa7

typedef struct shard_job {
  so_prio3 prio;
  so_prio3_shares shares;
  uint8_t *encoded;
  so_element *room;
  ucontext_t here, there;
} shard_job;

static shard_job job;

static void shard_one(void) {
  static const uint8_t nonce[16] = {1}, random[256] = {2};
  so_prio3_histogram_encode(job.encoded, &job.prio, 1);
  so_prio3_shard(&job.shares, &job.prio, &(so_prio3_report){job.encoded, nonce, random}, job.room);
}

static size_t stack_reached(void) {
  uint8_t *stack = malloc(STACK_SIZE);
  size_t clean = 0;
  memset(stack, PAINT, STACK_SIZE);
  cr_assert_eq(getcontext(&job.there), 0);
  job.there.uc_stack.ss_sp = stack;
  job.there.uc_stack.ss_size = STACK_SIZE;
  job.there.uc_link = &job.here;
  makecontext(&job.there, shard_one, 0);
  cr_assert_eq(swapcontext(&job.here, &job.there), 0);
  while (clean < STACK_SIZE && stack[clean] == PAINT) clean++;
  free(stack);
  return STACK_SIZE - clean;
}

/* Report, room and stack of one sharding, in bytes. */
static size_t measured(so_prio3_version version, uint32_t length, size_t *ret_report) {
  job.prio = histogram(version, length);
  size_t leader = so_prio3_leader_size(&job.prio), helper = so_prio3_helper_size(&job.prio);
  size_t public_size = so_prio3_public_size(&job.prio);
  size_t room = so_prio3_shard_room(&job.prio) * sizeof(so_element) + job.prio.measurement;
  job.shares = (so_prio3_shares){malloc(public_size), malloc(leader), malloc(helper)};
  job.encoded = malloc(job.prio.measurement);
  job.room = malloc(so_prio3_shard_room(&job.prio) * sizeof(so_element));
  size_t stack = stack_reached();
  free(job.shares.public_share), free(job.shares.leader), free(job.shares.helpers);
  free(job.encoded), free(job.room);
  *ret_report = public_size + leader + helper;
  return *ret_report + room + so_prio3_random_size(&job.prio) + stack;
}

Test(prio3_shard, with_the_stack_memory_is_at_most_three_times_a_report_of_64_buckets_and_more) {
#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
  cr_skip("frames of a sanitizer, or without optimisation, are not those that ship");
#endif
  static const uint32_t lengths[] = {64, 100, 256, 1024, 4096};
  for (size_t i = 0; i < 2 * sizeof lengths / sizeof lengths[0]; i++) {
    size_t report;
    size_t memory = measured(i % 2 ? SO_VDAF_08 : SO_VDAF_18, lengths[i / 2], &report);
    cr_expect(memory <= 3 * report, "%u buckets: %zu for a report of %zu", lengths[i / 2], memory,
              report);
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
