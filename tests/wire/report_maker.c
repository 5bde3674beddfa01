/*
 * Makes the reports of made-up devices for the two aggregators, good ones and ones with a planted
 * flaw: one JSON request a line on stdin, one answer a line on stdout.
 *
 *   {"folder": DIR, "time": seconds, "buckets": [bucket, …], "flaw": name} -> {"reports": [hex, …]}
 *   {"folder": DIR, "verify": N} -> {"microseconds"}       of one report at one aggregator, mean
 *
 * DIR is what `sotto-collect task` made. Flaws: "none"; of the leader's share "config", "sealed",
 * "length", "element"; of the helper's "helper_config", "helper_sealed", "helper_length",
 * "helper_long"; "proof" (two buckets at once), "part" (a published joint randomness part that
 * misleads the leader alone), "cut" (the last byte is missing).
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../vectors/vector_file.h"
#include "brand/aggregator.h"
#include "brand/dap_task_file.h"
#include "prio/prio3_histogram.h"
#include "prio/prio3_shard.h"

#define FLAW(name) (strcmp(at->flaw, name) == 0)

typedef struct maker {
  so_dap_task task;
  so_dap_config config[2];
  so_prio3 prio;
  uint8_t task_room[SO_DAP_TASK_MAX];
  uint8_t context[SO_DAP_CONTEXT_SIZE];
  const char *flaw;
  uint64_t time_s;
} maker;

static int open_list(so_dap_config *ret_config, const json_t *file, const char *member) {
  uint8_t list[256];
  size_t size = 0;
  const char *text = json_string_value(json_object_get(file, member));
  return text &&
         sodium_base642bin(list, sizeof list, text, strlen(text), NULL, &size, NULL,
                           sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
         so_dap_config_choose(ret_config, (sotto_bytes){list, size}) == SOTTO_OK;
}

static int open_maker(maker *ret_maker, const char *folder) {
  char path[4096], text[4096];
  (void)snprintf(path, sizeof path, "%s/task.json", folder);
  json_t *file = json_load_file(path, 0, NULL);
  int good = file && open_list(&ret_maker->config[0], file, "leader_config") &&
             open_list(&ret_maker->config[1], file, "helper_config");
  json_decref(file);
  (void)snprintf(path, sizeof path, "%s/leader/task.json", folder);
  FILE *task = good ? fopen(path, "rb") : NULL;
  if (!task) return 0;
  size_t size = fread(text, 1, sizeof text, task);
  fclose(task);
  if (so_dap_task_file(&ret_maker->task, (sotto_bytes){(uint8_t *)text, size},
                       ret_maker->task_room))
    return 0;
  const so_dap_task *made = &ret_maker->task;
  const so_prio3_task with = {made->version == SO_DAP_18 ? SO_VDAF_18 : SO_VDAF_08, 2,
                              made->buckets, made->chunk, so_dap_context(ret_maker->context, made)};
  return so_prio3_histogram(&ret_maker->prio, &with) == SOTTO_OK;
}

static void shard(const maker *at, const so_dap_places *to, const uint8_t *nonce, uint32_t bucket) {
  uint8_t random[256], *encoded = calloc(1, at->prio.measurement + 1);
  so_element *room = calloc(so_prio3_shard_room(&at->prio), sizeof *room);
  randombytes_buf(random, sizeof random);
  so_prio3_histogram_encode(encoded, &at->prio, bucket);
  if (FLAW("proof")) encoded[(bucket + 1) % at->task.buckets] = 1;
  so_prio3_shard(&(so_prio3_shares){to->public_share, to->leader, to->helper}, &at->prio,
                 &(so_prio3_report){encoded, nonce, random}, room);
  if (FLAW("element")) memset(to->leader, 0xff, 16);
  if (FLAW("part")) to->public_share[so_prio3_public_size(&at->prio) - 1] ^= 1;
  free(room), free(encoded);
}

static json_t *make(const maker *at, uint32_t bucket) {
  so_dap_config config[2] = {at->config[0], at->config[1]};
  uint8_t id[SO_DAP_REPORT_ID_SIZE];
  randombytes_buf(id, sizeof id);
  config[0].id ^= FLAW("config");
  config[1].id ^= FLAW("helper_config");
  so_dap_sizes sizes = {so_prio3_public_size(&at->prio), so_prio3_leader_size(&at->prio),
                        so_prio3_helper_size(&at->prio)};
  const so_dap_upload whole = {&at->task, &config[0], &config[1], id, at->time_s, sizes};
  so_dap_upload upload = whole;
  if (FLAW("length")) upload.sizes.leader -= 16;
  if (FLAW("helper_length")) upload.sizes.helper -= 1;
  if (FLAW("helper_long")) upload.sizes.helper += 1;
  size_t size = so_dap_report_size(&upload);
  uint8_t *report = calloc(1, so_dap_report_size(&whole) + 1), *text = calloc(2, size + 1);
  uint8_t *leader = calloc(1, sizes.leader), helper[128], public_share[SO_DAP_PUBLIC_MAX];
  const so_dap_places apart = {public_share, leader, helper};
  const so_dap_places places = so_dap_report_frame(report, &upload);
  shard(at, &apart, id, bucket);
  memcpy(places.public_share, public_share, sizes.public_share);
  memcpy(places.leader, leader, upload.sizes.leader);
  memcpy(places.helper, helper, upload.sizes.helper);
  int good = so_dap_report_seal(report, &upload) == SOTTO_OK;
  if (FLAW("helper_sealed")) report[size - 1] ^= 1;
  if (FLAW("sealed")) places.leader[0] ^= 1;
  if (FLAW("cut")) size--;
  sodium_bin2hex((char *)text, 2 * size + 1, report, size);
  json_t *value = good ? json_string((char *)text) : json_null();
  free(report), free(text), free(leader);
  return value;
}

/* How long an aggregator takes to open nothing and verify one report. */
static double bench(const maker *at, int runs) {
  const uint8_t key[32] = {1}, nonce[16] = {2};
  uint8_t helper[128], public_share[SO_DAP_PUBLIC_MAX];
  uint8_t *leader = calloc(1, so_prio3_leader_size(&at->prio));
  so_prio3_verification kept = {calloc(1, so_prio3_verifier_size(&at->prio)),
                                calloc(1, so_prio3_output_size(&at->prio)),
                                {0}};
  so_element *room = calloc(so_prio3_verify_room(&at->prio), sizeof *room);
  const so_dap_places apart = {public_share, leader, helper};
  shard(at, &apart, nonce, 0);
  const so_prio3_received received = {0,
                                      key,
                                      nonce,
                                      {public_share, so_prio3_public_size(&at->prio)},
                                      {leader, so_prio3_leader_size(&at->prio)}};
  clock_t start = clock();
  for (int i = 0; i < runs; i++)
    if (so_prio3_verify_start(&kept, &at->prio, &received, room)) return -1;
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  free(kept.verifier_share), free(kept.output_share), free(room), free(leader);
  return 1e6 * seconds / runs;
}

static json_t *serve(const json_t *request) {
  json_t *answer = json_object(), *reports = json_array();
  const json_t *buckets = json_object_get(request, "buckets");
  const char *folder = json_string_value(json_object_get(request, "folder"));
  const char *flaw = json_string_value(json_object_get(request, "flaw"));
  maker at = {.flaw = flaw ? flaw : "none", .time_s = (uint64_t)number_of(request, "time", 0)};
  int runs = (int)number_of(request, "verify", 0), good = folder && open_maker(&at, folder);
  for (size_t i = 0; good && i < json_array_size(buckets); i++)
    json_array_append_new(reports,
                          make(&at, (uint32_t)json_integer_value(json_array_get(buckets, i))));
  json_object_set_new(answer, "reports", reports);
  if (good && runs) json_object_set_new(answer, "microseconds", json_real(bench(&at, runs)));
  if (!good) json_object_set_new(answer, "error", json_string("the folder is no task's"));
  return answer;
}

int main(void) {
  static char line[1 << 20];
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
