/*
 * Sotto's side of the interop test: one JSON request a line on stdin, one answer a line on stdout.
 *
 *   {"do": "report", "task", "precision", "time", "vdaf", "configs": [leader, helper],
 *    "measurement"} -> {"report"}                      a DAP-09 report
 *   {"do": "open", "task", "precision", "vdaf", "keys": [{"config", "secret"}, …], "reports": […]}
 *     -> {"result": […]}                 opened, verified by both aggregators, summed
 *   {"do": "bench", "vdaf", "runs"} -> {"microseconds"}          of one sharding, mean
 *
 * "vdaf": {"type": "count" | "sum" | "sumVec" | "histogram", "bits", "length", "chunkLength"};
 * bytes are hexadecimal. A request that cannot be served is answered {"error": status name}.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../vectors/vector_file.h"
#include "crypto/dap_report.h"
#include "prio/prio3_shard.h"
#include "prio/prio3_type.h"
#include "prio/prio3_verify.h"

static const uint8_t verify_key[16] = {1, 2, 3};

static sotto_status vdaf_of(so_prio3 *ret_prio, const json_t *request) {
  static const char *const names[] = {"count", "sum", "sumVec", "histogram"};
  const json_t *vdaf = json_object_get(request, "vdaf");
  const char *type = json_string_value(json_object_get(vdaf, "type"));
  int64_t bits = number_of(vdaf, "bits", 1);
  so_prio3_choice choice = {.version = SO_VDAF_08, .shares = 2, .proofs = 1};
  for (uint32_t i = 0; type && i < 4; i++)
    if (strcmp(type, names[i]) == 0) choice.kind = (so_prio3_kind)i;
  choice.length = (uint32_t)number_of(vdaf, "length", 1);
  choice.chunk = (uint32_t)number_of(vdaf, "chunkLength", 1);
  choice.maximum = UINT64_MAX >> (64 - bits);
  return so_prio3_choose(ret_prio, &choice);
}

static so_dap_task task_of(const json_t *request) {
  so_dap_task task = {.version = SO_DAP_09};
  hex id = read_hex(json_object_get(request, "task"));
  if (id.size == sizeof task.id) memcpy(task.id, id.data, id.size);
  task.time_precision_s = (uint64_t)number_of(request, "precision", 1);
  free_hex(&id);
  return task;
}

static sotto_status config_of(so_dap_config *ret_config, const json_t *list) {
  hex bytes = read_hex(list);
  sotto_status status = so_dap_config_choose(ret_config, bytes_of(&bytes));
  free_hex(&bytes);
  return status;
}

static json_t *hex_of(const uint8_t *data, size_t size) {
  char *text = calloc(2, size + 1);
  sodium_bin2hex(text, 2 * size + 1, data, size);
  json_t *value = json_string(text);
  free(text);
  return value;
}

/* Encodes the request's measurement. */
static sotto_status encode(uint8_t *ret_encoded, const so_prio3 *prio, const json_t *measurement) {
  uint32_t count = so_prio3_numbers(prio);
  uint64_t *numbers = calloc(count, sizeof *numbers);
  for (uint32_t i = 0; i < count; i++) {
    const json_t *one = json_is_array(measurement) ? json_array_get(measurement, i) : measurement;
    numbers[i] = json_is_true(one) ? 1 : (uint64_t)json_integer_value(one);
  }
  sotto_status status = so_prio3_encode(ret_encoded, prio, numbers);
  free(numbers);
  return status;
}

/* Shares `encoded` under `nonce` to where it is told. */
static void shard(const so_prio3 *prio, const so_dap_places *to, const uint8_t *encoded,
                  const uint8_t *nonce) {
  uint8_t random[256];
  so_element *room = calloc(so_prio3_shard_room(prio), sizeof *room);
  randombytes_buf(random, sizeof random);
  so_prio3_shard(&(so_prio3_shares){to->public_share, to->leader, to->helper}, prio,
                 &(so_prio3_report){encoded, nonce, random}, room);
  free(room);
}

static sotto_status make_report(json_t *answer, const json_t *request) {
  so_prio3 prio;
  so_dap_config leader, helper;
  uint8_t id[SO_DAP_REPORT_ID_SIZE];
  const so_dap_task task = task_of(request);
  const json_t *configs = json_object_get(request, "configs");
  sotto_status status = vdaf_of(&prio, request);
  if (!status) status = config_of(&leader, json_array_get(configs, 0));
  if (!status) status = config_of(&helper, json_array_get(configs, 1));
  if (status) return status;
  randombytes_buf(id, sizeof id);
  const so_dap_upload upload = {
      &task,
      &leader,
      &helper,
      id,
      (uint64_t)number_of(request, "time", 0),
      {so_prio3_public_size(&prio), so_prio3_leader_size(&prio), so_prio3_helper_size(&prio)}};
  uint8_t *report = calloc(1, so_dap_report_size(&upload)), *encoded = calloc(1, prio.measurement);
  so_dap_places places = so_dap_report_frame(report, &upload);
  status = encode(encoded, &prio, json_object_get(request, "measurement"));
  if (!status) shard(&prio, &places, encoded, id);
  if (!status) status = so_dap_report_seal(report, &upload);
  if (!status) json_object_set_new(answer, "report", hex_of(report, so_dap_report_size(&upload)));
  free(report), free(encoded);
  return status;
}

/* Both aggregators of one report. */
typedef struct pair {
  so_prio3 prio;
  so_dap_task task;
  so_dap_config config[2];
  hex secret[2];
  uint8_t *aggregate[2];
  so_element *room;
} pair;

static sotto_status start_one(so_prio3_verification *kept, const pair *both, int which,
                              const so_dap_view *view) {
  const so_dap_opener opener = {&both->task, which ? SO_DAP_HELPER : SO_DAP_LEADER,
                                &both->config[which], both->secret[which].data};
  uint8_t *room = calloc(1, view->message[which].size);
  sotto_bytes share;
  sotto_status status = so_dap_report_open(&share, &opener, view, room);
  const so_prio3_received received = {(uint32_t)which, verify_key, view->metadata.data,
                                      view->public_share, share};
  if (!status) status = so_prio3_verify_start(kept, &both->prio, &received, both->room);
  free(room);
  return status;
}

static sotto_status accept(pair *both, sotto_bytes report) {
  so_dap_view view;
  so_prio3_verification kept[2];
  sotto_bytes shares[2];
  uint8_t message[SO_PRIO3_SEED_MAX];
  size_t size = so_prio3_verifier_size(&both->prio), output = so_prio3_output_size(&both->prio);
  sotto_status status = so_dap_report_read(&view, &both->task, report);
  for (int i = 0; i < 2; i++) {
    kept[i].verifier_share = calloc(1, size);
    kept[i].output_share = calloc(1, output);
    shares[i] = (sotto_bytes){kept[i].verifier_share, size};
    if (!status) status = start_one(&kept[i], both, i, &view);
  }
  if (!status) status = so_prio3_verify_combine(message, &both->prio, shares, both->room);
  for (int i = 0; i < 2; i++) {
    const sotto_bytes told = {message, so_prio3_message_size(&both->prio)};
    if (!status) status = so_prio3_verify_finish(&both->prio, &kept[i], told);
    if (!status)
      status = so_prio3_aggregate(both->aggregate[i], &both->prio,
                                  (sotto_bytes){kept[i].output_share, output});
    free(kept[i].verifier_share), free(kept[i].output_share);
  }
  return status;
}

static json_t *result_of(const pair *both) {
  size_t size = so_prio3_output_size(&both->prio);
  uint64_t *numbers = calloc(both->prio.output, sizeof *numbers);
  const sotto_bytes shares[2] = {{both->aggregate[0], size}, {both->aggregate[1], size}};
  json_t *result = json_array();
  if (so_prio3_unshard(numbers, &both->prio, shares) == SOTTO_OK)
    for (uint32_t i = 0; i < both->prio.output; i++)
      json_array_append_new(result, json_integer((json_int_t)numbers[i]));
  free(numbers);
  return result;
}

static sotto_status open_reports(json_t *answer, const json_t *request) {
  pair both = {.task = task_of(request)};
  const json_t *keys = json_object_get(request, "keys"), *reports;
  sotto_status status = vdaf_of(&both.prio, request);
  for (int i = 0; i < 2 && !status; i++) {
    const json_t *key = json_array_get(keys, (size_t)i);
    status = config_of(&both.config[i], json_object_get(key, "config"));
    both.secret[i] = read_hex(json_object_get(key, "secret"));
    both.aggregate[i] = calloc(1, so_prio3_output_size(&both.prio));
  }
  if (!status) both.room = calloc(so_prio3_verify_room(&both.prio), sizeof *both.room);
  reports = json_object_get(request, "reports");
  for (size_t i = 0; i < json_array_size(reports) && !status; i++) {
    hex report = read_hex(json_array_get(reports, i));
    status = accept(&both, bytes_of(&report));
    free_hex(&report);
  }
  if (!status) json_object_set_new(answer, "result", result_of(&both));
  for (int i = 0; i < 2; i++) free_hex(&both.secret[i]), free(both.aggregate[i]);
  free(both.room);
  return status;
}

static sotto_status bench(json_t *answer, const json_t *request) {
  so_prio3 prio;
  sotto_status status = vdaf_of(&prio, request);
  if (status) return status;
  const uint8_t nonce[16] = {4};
  int runs = (int)number_of(request, "runs", 100);
  uint8_t public_share[64], *leader = calloc(1, so_prio3_leader_size(&prio)), helper[96];
  uint8_t *encoded = calloc(1, prio.measurement);
  const so_dap_places places = {public_share, leader, helper};
  clock_t start = clock();
  encoded[0] = 1;
  for (int i = 0; i < runs; i++) shard(&prio, &places, encoded, nonce);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  json_object_set_new(answer, "microseconds", json_real(1e6 * seconds / runs));
  free(leader), free(encoded);
  return SOTTO_OK;
}

static json_t *serve(const json_t *request) {
  json_t *answer = json_object();
  const char *what = json_string_value(json_object_get(request, "do"));
  sotto_status status = SOTTO_E_ARGUMENT;
  if (what && strcmp(what, "report") == 0) status = make_report(answer, request);
  if (what && strcmp(what, "open") == 0) status = open_reports(answer, request);
  if (what && strcmp(what, "bench") == 0) status = bench(answer, request);
  if (status) json_object_set_new(answer, "error", json_string(sotto_status_name(status)));
  return answer;
}

int main(void) {
  static char line[1 << 22];
  if (sodium_init() < 0) return 1;
  while (fgets(line, sizeof line, stdin)) {
    json_t *request = json_loads(line, 0, NULL), *answer = serve(request);
    json_dumpf(answer, stdout, JSON_COMPACT);
    printf("\n");
    fflush(stdout);
    json_decref(request);
    json_decref(answer);
  }
  return 0;
}
