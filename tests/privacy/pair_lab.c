/*
 * A pair of aggregators in one process: see pair_lab.h.
 */
#include "pair_lab.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prio/prio3_histogram.h"

static const uint8_t verify_key[32] = {1, 2, 3};

#define LOCAL                                                                                      \
 "\"kind\":\"mindset\",\"trust\":\"local\",\"unit\":\"device\",\"epsilon_micro\":1000000"
#define SPLIT                                                                                      \
 "\"kind\":\"mindset\",\"trust\":\"split\",\"task\":\"pair.json\",\"unit\":\"device\","            \
 "\"epsilon_micro\":1000000"
const char *const pair_lab_swaps[] = {LOCAL, SPLIT, NULL};

static sotto_bytes text(const char *words) {
  return (sotto_bytes){(const uint8_t *)words, strlen(words)};
}

void pair_lab_begin(pair_lab *pair, uint32_t version, uint32_t generation) {
  memset(pair, 0, sizeof *pair);
  pair->task = (so_dap_task){.version = (so_dap_version)version,
                             .id = {1, 2, (uint8_t)version},
                             .info = text("sotto"),
                             .leader_url = text("https://leader.example/dap/"),
                             .helper_url = text("https://helper.example"),
                             .time_precision_s = 3600,
                             .minimum_batch = PAIR_LAB_BATCH,
                             .batch_mode = 1,
                             .buckets = PAIR_LAB_BUCKETS,
                             .chunk = so_prio3_chunk(PAIR_LAB_BUCKETS)};
  cr_assert_eq(so_dap_task_check(&pair->task), SOTTO_OK);
  so_dap_task_write(&pair->task, pair->room);
  for (int i = 0; i < 2; i++) {
    uint8_t material[32] = {(uint8_t)i, (uint8_t)generation};
    pair->configs[i] = (so_dap_config){.id = (uint8_t)(40 + 2 * generation + (uint32_t)i),
                                       .aead = i ? &so_aead_aes128gcm : &so_aead_chacha20poly1305};
    so_hpke_derive_keypair(pair->configs[i].public_key, pair->secrets[i],
                           (sotto_bytes){material, 32});
  }
  const so_prio3_task histogram = {version == 18 ? SO_VDAF_18 : SO_VDAF_08, 2, PAIR_LAB_BUCKETS,
                                   pair->task.chunk, so_dap_context(pair->context, &pair->task)};
  cr_assert_eq(so_prio3_histogram(&pair->prio, &histogram), SOTTO_OK);
}

lab_list pair_lab_list(const pair_lab *pair, int which) {
  lab_list list;
  const so_dap_config *config = &pair->configs[which];
  so_writer writer = so_writer_of(list.bytes, sizeof list.bytes);
  so_dap_write(&writer, 9 + sizeof config->public_key, 2);
  so_dap_write(&writer, config->id, 1);
  so_dap_write(&writer, 0x20, 2);
  so_dap_write(&writer, 1, 2);
  so_dap_write(&writer, config->aead->id, 2);
  so_dap_write_opaque(&writer, (sotto_bytes){config->public_key, sizeof config->public_key}, 2);
  cr_assert(!writer.bad);
  list.size = writer.at;
  return list;
}

static void base64(char *to, size_t size, const uint8_t *bytes, size_t count) {
  sodium_bin2base64(to, size, bytes, count, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void write_task(const pair_lab *pair, const lab_world *lab, const char *name,
                       const char *more) {
  char path[160], id[64], lists[2][128];
  snprintf(path, sizeof path, "%s/%s", lab->root, name);
  base64(id, sizeof id, pair->task.id, sizeof pair->task.id);
  for (int i = 0; i < 2; i++) {
    lab_list list = pair_lab_list(pair, i);
    base64(lists[i], sizeof lists[i], list.bytes, list.size);
  }
  FILE *file = fopen(path, "w");
  cr_assert_not_null(file);
  fprintf(file,
          "{\"dap\": %d, \"task_id\": \"%s\", \"leader\": \"%.*s\", \"helper\": \"%.*s\",\n"
          " \"time_precision_s\": %d, \"minimum_batch\": %d, \"buckets\": %u,\n"
          " \"leader_config\": \"%s\", \"helper_config\": \"%s\"%s}\n",
          (int)pair->task.version, id, (int)pair->task.leader_url.size, pair->task.leader_url.data,
          (int)pair->task.helper_url.size, pair->task.helper_url.data,
          (int)pair->task.time_precision_s, (int)pair->task.minimum_batch, pair->task.buckets,
          lists[0], lists[1], more ? more : "");
  fclose(file);
}

void pair_lab_write(const pair_lab *pair, const lab_world *lab, const char *more) {
  write_task(pair, lab, "pair.json", more);
}

void pair_lab_write_other(const pair_lab *pair, const lab_world *lab, const char *name,
                          uint32_t buckets) {
  pair_lab other = *pair;
  other.task.id[0]++;
  other.task.buckets = buckets;
  write_task(&other, lab, name, NULL);
}

/* One aggregator's half of a report. */
static sotto_status start_one(so_prio3_verification *kept, pair_lab *pair, int which,
                              const so_dap_view *view) {
  const so_dap_opener opener = {&pair->task, which ? SO_DAP_HELPER : SO_DAP_LEADER,
                                &pair->configs[which], pair->secrets[which]};
  uint8_t room[8192];
  sotto_bytes share;
  cr_assert_leq(view->message[which].size, sizeof room);
  sotto_status status = so_dap_report_open(&share, &opener, view, room);
  if (status) return status;
  cr_assert_leq(share.size, sizeof pair->shares[which]);
  memcpy(pair->shares[which], share.data, share.size);
  pair->share_sizes[which] = share.size;
  so_element *work = calloc(so_prio3_verify_room(&pair->prio), sizeof *work);
  const so_prio3_received received = {(uint32_t)which, verify_key, view->metadata.data,
                                      view->public_share, share};
  status = so_prio3_verify_start(kept, &pair->prio, &received, work);
  free(work);
  return status;
}

sotto_status pair_lab_accept(pair_lab *pair, sotto_bytes report) {
  so_dap_view view;
  so_prio3_verification kept[2];
  uint8_t verifiers[2][4096], outputs[2][4096], message[SO_PRIO3_SEED_MAX];
  size_t size = so_prio3_verifier_size(&pair->prio), output = so_prio3_output_size(&pair->prio);
  so_element *work = calloc(so_prio3_verify_room(&pair->prio), sizeof *work);
  sotto_bytes shares[2];
  cr_assert(size <= sizeof verifiers[0] && output <= sizeof outputs[0]);
  sotto_status status = so_dap_report_read(&view, &pair->task, report);
  for (int i = 0; i < 2; i++) {
    kept[i].verifier_share = verifiers[i];
    kept[i].output_share = outputs[i];
    shares[i] = (sotto_bytes){verifiers[i], size};
    if (!status) status = start_one(&kept[i], pair, i, &view);
  }
  if (!status) status = so_prio3_verify_combine(message, &pair->prio, shares, work);
  const sotto_bytes told = {message, so_prio3_message_size(&pair->prio)};
  for (int i = 0; i < 2; i++) {
    if (!status) status = so_prio3_verify_finish(&pair->prio, &kept[i], told);
    if (!status)
      status = so_prio3_aggregate(pair->sums[i], &pair->prio, (sotto_bytes){outputs[i], output});
  }
  free(work);
  return status;
}

void pair_lab_result(const pair_lab *pair, uint64_t ret_counts[PAIR_LAB_BUCKETS]) {
  size_t size = so_prio3_output_size(&pair->prio);
  const sotto_bytes shares[2] = {{pair->sums[0], size}, {pair->sums[1], size}};
  cr_assert_eq(so_prio3_unshard(ret_counts, &pair->prio, shares), SOTTO_OK);
}

sotto *pair_lab_contributor(lab_world *lab, pair_lab *pair) {
  lab_begin(lab);
  sotto_consent_fill(&lab->consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  sotto *profile = lab_open(lab);
  pair_lab_write(pair, lab, NULL);
  lab_replace(lab, profile, &(lab_pack){.swaps = pair_lab_swaps});
  lab_weeks(lab, profile, 8);
  return profile;
}
