/*
 * A pair of DAP aggregators for tests of delivery: tells the task file that a brand would have of
 * it, publishes its keys, and opens and verifies together what was uploaded.
 *
 * usage: dap_pair VERSION LEADER HELPER task            prints the task file, keys of generation 0
 *        dap_pair VERSION LEADER HELPER list WHICH GENERATION    prints an HpkeConfigList (hex)
 *        dap_pair VERSION LEADER HELPER sum GENERATION FILE...   opens reports; prints the counts
 * Exit 1: a report does not open or verify.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/dap_report.h"
#include "prio/prio3_histogram.h"
#include "prio/prio3_verify.h"

#define BUCKETS 7
#define ROOM 16384

static const uint8_t verify_key[32] = {1, 2, 3};

typedef struct pair {
  so_dap_task task;
  uint8_t room[SO_DAP_TASK_MAX], context[SO_DAP_CONTEXT_SIZE];
  so_dap_config configs[2];
  uint8_t secrets[2][32];
  so_prio3 prio;
  uint8_t sums[2][BUCKETS * 16];
} pair;

static sotto_bytes text(const char *words) {
  return (sotto_bytes){(const uint8_t *)words, strlen(words)};
}

static void begin(pair *in, char **words, long generation) {
  in->task = (so_dap_task){.version = (so_dap_version)strtol(words[1], NULL, 10),
                           .id = {1, 2, 3},
                           .info = text("sotto"),
                           .leader_url = text(words[2]),
                           .helper_url = text(words[3]),
                           .time_precision_s = 3600,
                           .minimum_batch = 1000,
                           .batch_mode = 1,
                           .buckets = BUCKETS,
                           .chunk = so_prio3_chunk(BUCKETS)};
  if (so_dap_task_check(&in->task)) exit(2);
  so_dap_task_write(&in->task, in->room);
  for (int i = 0; i < 2; i++) {
    const uint8_t material[32] = {(uint8_t)i, (uint8_t)generation};
    in->configs[i] = (so_dap_config){.id = (uint8_t)(40 + 2 * generation + i),
                                     .aead = i ? &so_aead_aes128gcm : &so_aead_chacha20poly1305};
    so_hpke_derive_keypair(in->configs[i].public_key, in->secrets[i], (sotto_bytes){material, 32});
  }
  const so_prio3_task histogram = {in->task.version == SO_DAP_18 ? SO_VDAF_18 : SO_VDAF_08, 2,
                                   BUCKETS, in->task.chunk, so_dap_context(in->context, &in->task)};
  if (so_prio3_histogram(&in->prio, &histogram)) exit(2);
}

static size_t list_of(const pair *in, int which, uint8_t ret_list[64]) {
  const so_dap_config *config = &in->configs[which];
  so_writer writer = so_writer_of(ret_list, 64);
  so_dap_write(&writer, 9 + sizeof config->public_key, 2);
  so_dap_write(&writer, config->id, 1);
  so_dap_write(&writer, 0x20, 2);
  so_dap_write(&writer, 1, 2);
  so_dap_write(&writer, config->aead->id, 2);
  so_dap_write_opaque(&writer, (sotto_bytes){config->public_key, sizeof config->public_key}, 2);
  return writer.at;
}

static void print_member(const char *name, const uint8_t *bytes, size_t size) {
  char base64[128];
  sodium_bin2base64(base64, sizeof base64, bytes, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  printf(", \"%s\": \"%s\"", name, base64);
}

static void print_task(const pair *in, char **words) {
  uint8_t list[64];
  printf("{\"dap\": %d, \"leader\": \"%s\", \"helper\": \"%s\", \"time_precision_s\": 3600, "
         "\"minimum_batch\": 1000, \"buckets\": %d",
         (int)in->task.version, words[2], words[3], BUCKETS);
  print_member("task_id", in->task.id, sizeof in->task.id);
  print_member("leader_config", list, list_of(in, 0, list));
  print_member("helper_config", list, list_of(in, 1, list));
  printf("}\n");
}

static sotto_status start(pair *in, int which, const so_dap_view *view,
                          so_prio3_verification *kept) {
  static uint8_t room[ROOM];
  const so_dap_opener opener = {&in->task, which ? SO_DAP_HELPER : SO_DAP_LEADER,
                                &in->configs[which], in->secrets[which]};
  sotto_bytes share;
  if (view->message[which].size > sizeof room) return SOTTO_E_LIMIT;
  sotto_status status = so_dap_report_open(&share, &opener, view, room);
  if (status) return status;
  so_element *work = calloc(so_prio3_verify_room(&in->prio), sizeof *work);
  const so_prio3_received received = {(uint32_t)which, verify_key, view->metadata.data,
                                      view->public_share, share};
  status = so_prio3_verify_start(kept, &in->prio, &received, work);
  free(work);
  return status;
}

static sotto_status accept_one(pair *in, sotto_bytes report) {
  static uint8_t verifiers[2][ROOM], outputs[2][ROOM];
  uint8_t message[SO_PRIO3_SEED_MAX];
  so_prio3_verification kept[2];
  so_dap_view view;
  sotto_bytes shares[2];
  so_element *work = calloc(so_prio3_verify_room(&in->prio), sizeof *work);
  sotto_status status = so_dap_report_read(&view, &in->task, report);
  for (int i = 0; i < 2 && !status; i++) {
    kept[i].verifier_share = verifiers[i];
    kept[i].output_share = outputs[i];
    shares[i] = (sotto_bytes){verifiers[i], so_prio3_verifier_size(&in->prio)};
    status = start(in, i, &view, &kept[i]);
  }
  if (!status) status = so_prio3_verify_combine(message, &in->prio, shares, work);
  const sotto_bytes told = {message, so_prio3_message_size(&in->prio)};
  for (int i = 0; i < 2 && !status; i++) {
    status = so_prio3_verify_finish(&in->prio, &kept[i], told);
    if (!status)
      status = so_prio3_aggregate(in->sums[i], &in->prio,
                                  (sotto_bytes){outputs[i], so_prio3_output_size(&in->prio)});
  }
  free(work);
  return status;
}

static void sum(pair *in, char **files) {
  static uint8_t report[4 * ROOM];
  uint64_t counts[BUCKETS];
  for (; *files; files++) {
    FILE *file = fopen(*files, "rb");
    if (!file) exit(2);
    const size_t size = fread(report, 1, sizeof report, file);
    fclose(file);
    const sotto_status status = accept_one(in, (sotto_bytes){report, size});
    if (status) {
      printf("%s\n", sotto_status_name(status));
      exit(1);
    }
  }
  const size_t size = so_prio3_output_size(&in->prio);
  const sotto_bytes shares[2] = {{in->sums[0], size}, {in->sums[1], size}};
  if (so_prio3_unshard(counts, &in->prio, shares)) exit(1);
  for (int i = 0; i < BUCKETS; i++) printf("%llu ", (unsigned long long)counts[i]);
  printf("\n");
}

static void print_list(const pair *in, int which) {
  uint8_t list[64];
  const size_t size = list_of(in, which, list);
  for (size_t i = 0; i < size; i++) printf("%02x", list[i]);
  printf("\n");
}

int main(int count, char **words) {
  static pair in;
  if (count < 5 || sodium_init() < 0) return 2;
  if (strcmp(words[4], "task") == 0) {
    begin(&in, words, 0);
    print_task(&in, words);
  } else if (count > 6 && strcmp(words[4], "list") == 0) {
    begin(&in, words, strtol(words[6], NULL, 10));
    print_list(&in, words[5][0] == '1');
  } else if (count > 5 && strcmp(words[4], "sum") == 0) {
    begin(&in, words, strtol(words[5], NULL, 10));
    sum(&in, words + 6);
  } else {
    return 2;
  }
  return 0;
}
