/*
 * What the aggregators and the collector say to each other survives nothing but itself: every cut,
 * every changed byte of a sealed sum, and whatever a fuzzer of small means finds.
 */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "brand/aggregate_wire.h"

#define PUBLIC 32
#define SEALED 80
#define VERIFIER 48

static so_dap_task task_of(so_dap_version version) {
  return (so_dap_task){.version = version, .id = {7, 7}, .time_precision_s = 3600};
}

/* A request with one item of made-up bytes. */
static size_t write_request(uint8_t *room, size_t capacity, const so_dap_task *task) {
  static uint8_t metadata[26] = {1, 2, 3}, rest[SEALED] = {9};
  so_writer writer = so_writer_of(room, capacity);
  const so_dap_view view = {.metadata = {metadata, task->version == SO_DAP_18 ? 26 : 24},
                            .public_share = {rest, PUBLIC},
                            .config_id = {0, 5},
                            .message = {{0}, {rest, SEALED}},
                            .enc = {{0}, {rest, SO_HPKE_KEY_SIZE}}};
  so_wire_verify_start(&writer, task);
  so_wire_item_write(&writer, &view, (sotto_bytes){rest, VERIFIER});
  cr_assert_eq(writer.at, SO_WIRE_VERIFY_HEAD + so_wire_item_size(&view, VERIFIER));
  cr_assert(!writer.bad);
  return writer.at;
}

/* 1 where a request of one item is read to its end. */
static int reads(const uint8_t *body, size_t size, const so_dap_task *task) {
  so_reader reader = so_reader_of(body, size);
  so_wire_item item;
  return so_wire_verify_open(&reader, task) == SO_REFUSAL_NONE &&
         so_wire_item_read(&reader, task, &item) && reader.at == reader.size;
}

static void check_request(so_dap_version version) {
  uint8_t body[512], changed[512];
  const so_dap_task task = task_of(version);
  size_t size = write_request(body, sizeof body, &task);
  so_reader reader = so_reader_of(body, size);
  so_wire_item item;
  cr_assert_eq(so_wire_verify_open(&reader, &task), SO_REFUSAL_NONE);
  cr_assert(so_wire_item_read(&reader, &task, &item));
  cr_assert_eq(item.view.config_id[1], 5);
  cr_assert_eq(item.view.message[1].size, SEALED);
  cr_assert_eq(item.view.public_share.size, PUBLIC);
  cr_assert_eq(item.verifier.size, VERIFIER);
  for (size_t cut = 0; cut < size; cut++) cr_assert(!reads(body, cut, &task), "%zu", cut);
  uint32_t seed = 1;
  for (int i = 0; i < 100000; i++) { /* reads nothing outside, whatever it says */
    memcpy(changed, body, size);
    for (int n = 0; n < 3; n++) {
      seed = seed * 1664525 + 1013904223;
      changed[SO_WIRE_VERIFY_HEAD + (seed >> 8) % (size - SO_WIRE_VERIFY_HEAD)] = (uint8_t)seed;
    }
    (void)reads(changed, size, &task);
  }
}

Test(aggregate_wire, a_request_is_read_whole_or_not_at_all) {
  check_request(SO_DAP_09);
  check_request(SO_DAP_18);
}

Test(aggregate_wire, a_request_of_another_task_is_told_from_a_malformed_one) {
  uint8_t body[512];
  const so_dap_task task = task_of(SO_DAP_09);
  so_dap_task other = task;
  size_t size = write_request(body, sizeof body, &task);
  other.id[31] = 1;
  so_reader reader = so_reader_of(body, size);
  cr_assert_eq(so_wire_verify_open(&reader, &other), SO_REFUSAL_TASK);
  body[0] ^= 1;
  reader = so_reader_of(body, size);
  cr_assert_eq(so_wire_verify_open(&reader, &task), SO_REFUSAL_MALFORMED);
}

Test(aggregate_wire, a_sum_opens_as_it_was_sealed_and_changed_anywhere_not_at_all) {
  uint8_t key[SO_AGGREGATOR_KEY_SIZE] = {3, 1, 2}, list[SO_AGGREGATOR_LIST_SIZE];
  uint8_t share[64] = {4, 5}, answer[SO_WIRE_RESULT_HEAD + sizeof share + SO_HPKE_OVERHEAD];
  so_dap_config config;
  const so_dap_task task = task_of(SO_DAP_09);
  const so_wire_set set = {.epoch = 9, .reports = 100, .checksum = {6}};
  so_aggregator_list(list, key);
  cr_assert_eq(so_dap_config_choose(&config, (sotto_bytes){list, sizeof list}), SOTTO_OK);
  const so_wire_seal seal = {&task, SO_DAP_HELPER, &config, key + 1};
  cr_assert_eq(so_wire_result_write(answer, &seal, &set, (sotto_bytes){share, sizeof share}),
               SOTTO_OK);
  so_wire_set got = {.epoch = 9};
  sotto_bytes opened = {NULL, 0};
  cr_assert_eq(so_wire_result_open(&got, &opened, &seal, (sotto_bytes){answer, sizeof answer}),
               SOTTO_OK);
  cr_assert(got.reports == 100 && opened.size == sizeof share);
  cr_assert_arr_eq(opened.data, share, sizeof share);
  free((void *)opened.data);
  for (size_t i = 0; i < sizeof answer; i++) {
    answer[i] ^= 1;
    cr_assert_neq(so_wire_result_open(&got, &opened, &seal, (sotto_bytes){answer, sizeof answer}),
                  SOTTO_OK, "byte %zu", i);
    answer[i] ^= 1;
    cr_assert_neq(so_wire_result_open(&got, &opened, &seal, (sotto_bytes){answer, i}), SOTTO_OK);
  }
  const so_wire_seal other = {&task, SO_DAP_LEADER, &config, key + 1};
  cr_assert_neq(so_wire_result_open(&got, &opened, &other, (sotto_bytes){answer, sizeof answer}),
                SOTTO_OK, "the leader's sum is not the helper's");
  got.epoch = 8;
  cr_assert_neq(so_wire_result_open(&got, &opened, &seal, (sotto_bytes){answer, sizeof answer}),
                SOTTO_OK, "nor another week's");
}

Test(aggregate_wire, reports_one_behind_the_other_are_told_apart_or_refused) {
  const so_dap_task task = task_of(SO_DAP_18);
  uint8_t body[256] = {0};
  sotto_bytes one;
  /* id, time, no extensions, no public share, two empty ciphertexts: 14 bytes of zeros more */
  size_t size = 16 + 8 + 2 + 4 + 2 * (1 + 2 + 4);
  so_reader reader = so_reader_of(body, 2 * size);
  cr_assert(so_wire_report_next(&reader, &task, &one) && one.size == size);
  cr_assert(so_wire_report_next(&reader, &task, &one) && reader.at == reader.size);
  for (size_t cut = 0; cut < size; cut++) {
    reader = so_reader_of(body, cut);
    cr_assert(!so_wire_report_next(&reader, &task, &one));
  }
}

Test(aggregate_wire, a_reports_time_is_judged_by_its_week) {
  const uint64_t now = UINT64_C(2968) * 604800 + 100;
  cr_assert_eq(so_aggregator_judge_time(now, now), SO_REFUSAL_NONE);
  cr_assert_eq(so_aggregator_judge_time(now + SO_AGGREGATOR_EARLY_S, now), SO_REFUSAL_NONE);
  cr_assert_eq(so_aggregator_judge_time(now + SO_AGGREGATOR_EARLY_S + 1, now), SO_REFUSAL_EARLY);
  cr_assert_eq(so_aggregator_judge_time(UINT64_MAX, now), SO_REFUSAL_EARLY);
  cr_assert_eq(so_aggregator_judge_time(now - UINT64_C(9) * 604800, now), SO_REFUSAL_NONE);
  cr_assert_eq(so_aggregator_judge_time(now - UINT64_C(10) * 604800, now), SO_REFUSAL_LATE);
  cr_assert_eq(so_aggregator_judge_time(0, now), SO_REFUSAL_LATE);
}
