/*
 * What the two aggregators and the collector say to each other (brand/aggregate_wire.h). The first
 * byte tells which of it: a request to verify (0: DAP-09, 1: DAP-18), the answer to one (2), an
 * upload of several reports (3), a collection (4), the answer to it (5), which opens where it was
 * sealed here alone.
 */
#include <stdlib.h>
#include <string.h>

#include "brand/aggregate_wire.h"
#include "fuzz.h"

#define KINDS 6u
#define BODY_MOST 512u

static const so_dap_task tasks[2] = {
    {.version = SO_DAP_09, .id = {7, 7}, .time_precision_s = 3600},
    {.version = SO_DAP_18, .id = {7, 7}, .time_precision_s = 3600}};
static uint8_t seeds[KINDS][BODY_MOST], secret_key[SO_HPKE_KEY_SIZE];
static size_t sizes[KINDS];
static so_dap_config collector = {.id = 1, .aead = &so_aead_chacha20poly1305};

static void make_request(so_writer *writer, const so_dap_task *task) {
  static const uint8_t metadata[26] = {1, 2, 3}, rest[80] = {9};
  const so_dap_view view = {.metadata = {metadata, task->version == SO_DAP_18 ? 26 : 24},
                            .public_share = {rest, 32},
                            .config_id = {0, 5},
                            .message = {{0}, {rest, sizeof rest}},
                            .enc = {{0}, {rest, SO_HPKE_KEY_SIZE}}};
  so_wire_verify_start(writer, task);
  for (int i = 0; i < 2; i++) so_wire_item_write(writer, &view, (sotto_bytes){rest, 48});
}

static void make_outcomes(so_writer *writer) {
  static const uint8_t id[SO_DAP_REPORT_ID_SIZE] = {1}, share[48] = {2};
  const so_wire_outcome taken = {{id, sizeof id}, SO_REFUSAL_NONE, {share, sizeof share}};
  const so_wire_outcome refused = {{id, sizeof id}, SO_REFUSAL_PROOF, {NULL, 0}};
  so_wire_outcome_write(writer, &taken);
  so_wire_outcome_write(writer, &refused);
}

/* Two reports of zeros, without extensions or public share and with empty ciphertexts. */
static void make_upload(so_writer *writer) {
  static const uint8_t zeros[2 * (16 + 8 + 2 + 4 + 2 * (1 + 2 + 4))] = {0};
  so_write_bytes(writer, zeros, sizeof zeros);
}

static void make_collection(void) {
  const so_wire_set set = {.epoch = 9, .reports = 100, .checksum = {6}};
  const so_wire_seal seal = {&tasks[0], SO_DAP_HELPER, &collector, NULL};
  static const uint8_t share[64] = {4, 5}, material[32] = {3};
  so_wire_collect_write(seeds[4], &tasks[0], &set);
  sizes[4] = SO_WIRE_COLLECT_SIZE;
  so_hpke_derive_keypair(collector.public_key, secret_key, (sotto_bytes){material, 32});
  fuzz_hold(!so_wire_result_write(seeds[5], &seal, &set, (sotto_bytes){share, sizeof share}),
            "a sum is sealed");
  sizes[5] = SO_WIRE_RESULT_HEAD + sizeof share + SO_HPKE_OVERHEAD;
}

static void make_seeds(void) {
  for (uint32_t kind = 0; kind < 4; kind++) {
    so_writer writer = so_writer_of(seeds[kind], BODY_MOST);
    if (kind < 2) make_request(&writer, &tasks[kind]);
    if (kind == 2) make_outcomes(&writer);
    if (kind == 3) make_upload(&writer);
    fuzz_hold(!writer.bad, "a seed fits");
    sizes[kind] = writer.at;
  }
  make_collection();
}

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  if (number >= KINDS) return 0;
  if (!sizes[0]) make_seeds();
  room[0] = (uint8_t)number;
  memcpy(room + 1, seeds[number], sizes[number]);
  return sizes[number] + 1;
}

/* Every view lies in the body, and every byte of it can be read. */
static void hold_view(sotto_bytes body, sotto_bytes view) {
  if (view.size)
    fuzz_hold(view.data >= body.data && view.data + view.size <= body.data + body.size,
              "a view lies in its body");
}

static int run_request(sotto_bytes body, const so_dap_task *task) {
  so_reader reader = so_reader_of(body.data, body.size);
  so_wire_item item;
  if (so_wire_verify_open(&reader, task)) return 0;
  while (reader.at < reader.size) {
    const size_t before = reader.at;
    if (!so_wire_item_read(&reader, task, &item)) return 0;
    fuzz_hold(reader.at > before && item.view.enc[1].size == SO_HPKE_KEY_SIZE, "an item is whole");
    hold_view(body, item.whole);
    hold_view(body, item.verifier);
    hold_view(body, item.view.message[1]);
  }
  return 1;
}

static int run_outcomes(sotto_bytes body) {
  so_reader reader = so_reader_of(body.data, body.size);
  so_wire_outcome outcome;
  while (reader.at < reader.size) {
    if (!so_wire_outcome_read(&reader, &outcome)) return 0;
    fuzz_hold(outcome.refusal < SO_REFUSALS && outcome.id.size == SO_DAP_REPORT_ID_SIZE,
              "an outcome is one that is known");
    hold_view(body, outcome.id);
    hold_view(body, outcome.verifier);
  }
  return 1;
}

static int run_upload(sotto_bytes body) {
  so_reader reader = so_reader_of(body.data, body.size);
  sotto_bytes report;
  size_t sum = 0;
  for (; reader.at < reader.size; sum += report.size) {
    if (!so_wire_report_next(&reader, &tasks[1], &report)) return 0;
    hold_view(body, report);
  }
  fuzz_hold(sum == body.size, "an upload is its reports");
  return 1;
}

static int run_collection(sotto_bytes body) {
  uint8_t again[SO_WIRE_COLLECT_SIZE];
  so_wire_set set;
  if (so_wire_collect_read(&set, &tasks[0], body)) return 0;
  so_wire_collect_write(again, &tasks[0], &set);
  fuzz_hold(body.size == sizeof again && !memcmp(again, body.data, sizeof again),
            "a collection is written again");
  return 1;
}

static int run_result(sotto_bytes body) {
  const so_wire_seal seal = {&tasks[0], SO_DAP_HELPER, &collector, secret_key};
  so_wire_set set = {.epoch = 9};
  sotto_bytes share = {NULL, 0};
  sotto_status status = so_wire_result_open(&set, &share, &seal, body);
  fuzz_hold(status == SOTTO_OK || status == SOTTO_E_FORMAT || status == SOTTO_E_TAMPERED,
            "a typed refusal");
  if (status) return 0;
  fuzz_hold(body.size == sizes[5] && !memcmp(body.data, seeds[5], body.size),
            "what opens is what was sealed");
  free((void *)(uintptr_t)share.data);
  return 1;
}

int fuzz_run(const uint8_t *data, size_t size) {
  if (!sizes[0]) make_seeds();
  if (!size) return 0;
  const sotto_bytes body = {data + 1, size - 1};
  switch (data[0] % KINDS) {
  case 0:
  case 1: return run_request(body, &tasks[data[0] % KINDS]);
  case 2: return run_outcomes(body);
  case 3: return run_upload(body);
  case 4: return run_collection(body);
  default: return run_result(body);
  }
}
