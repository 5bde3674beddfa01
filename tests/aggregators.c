/*
 * Two aggregators in one process: see aggregators.h.
 */
#include "aggregators.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "prio/prio3_histogram.h"

#define ROOM 8192

static const uint8_t verify_key[32] = {1, 2, 3};

static sotto_bytes text(const char *words) {
  return (sotto_bytes){(const uint8_t *)words, strlen(words)};
}

sotto_status aggregators_begin(aggregators *ret_pair, uint32_t version, uint32_t generation,
                               const char *const urls[2]) {
  aggregators *pair = ret_pair;
  memset(pair, 0, sizeof *pair);
  pair->task = (so_dap_task){.version = (so_dap_version)version,
                             .id = {1, 2, (uint8_t)version},
                             .info = text("sotto"),
                             .leader_url = text(urls[0]),
                             .helper_url = text(urls[1]),
                             .time_precision_s = 3600,
                             .minimum_batch = AGGREGATORS_BATCH,
                             .batch_mode = 1,
                             .buckets = AGGREGATORS_BUCKETS,
                             .chunk = so_prio3_chunk(AGGREGATORS_BUCKETS)};
  sotto_status status = so_dap_task_check(&pair->task);
  if (status) return status;
  so_dap_task_write(&pair->task, pair->room);
  for (int i = 0; i < 2; i++) {
    const uint8_t material[32] = {(uint8_t)i, (uint8_t)generation};
    pair->configs[i] = (so_dap_config){.id = (uint8_t)(40 + 2 * generation + (uint32_t)i),
                                       .aead = i ? &so_aead_aes128gcm : &so_aead_chacha20poly1305};
    so_hpke_derive_keypair(pair->configs[i].public_key, pair->secrets[i],
                           (sotto_bytes){material, 32});
  }
  const so_prio3_task histogram = {version == SO_DAP_18 ? SO_VDAF_18 : SO_VDAF_08, 2,
                                   AGGREGATORS_BUCKETS, pair->task.chunk,
                                   so_dap_context(pair->context, &pair->task)};
  return so_prio3_histogram(&pair->prio, &histogram);
}

aggregators_list aggregators_publish(const aggregators *pair, int which) {
  aggregators_list list;
  const so_dap_config *config = &pair->configs[which];
  so_writer writer = so_writer_of(list.bytes, sizeof list.bytes);
  so_dap_write(&writer, 9 + sizeof config->public_key, 2);
  so_dap_write(&writer, config->id, 1);
  so_dap_write(&writer, 0x20, 2);
  so_dap_write(&writer, 1, 2);
  so_dap_write(&writer, config->aead->id, 2);
  so_dap_write_opaque(&writer, (sotto_bytes){config->public_key, sizeof config->public_key}, 2);
  list.size = writer.at;
  return list;
}

static void write_base64(FILE *to, const char *name, const uint8_t *bytes, size_t size) {
  char base64[128];
  sodium_bin2base64(base64, sizeof base64, bytes, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  fprintf(to, ",\n \"%s\": \"%s\"", name, base64);
}

void aggregators_write(const aggregators *pair, const char *more, FILE *to) {
  const so_dap_task *task = &pair->task;
  fprintf(to,
          "{\"dap\": %d, \"leader\": \"%.*s\", \"helper\": \"%.*s\",\n"
          " \"time_precision_s\": %d, \"minimum_batch\": %d, \"buckets\": %u",
          (int)task->version, (int)task->leader_url.size, (const char *)task->leader_url.data,
          (int)task->helper_url.size, (const char *)task->helper_url.data,
          (int)task->time_precision_s, (int)task->minimum_batch, task->buckets);
  write_base64(to, "task_id", task->id, sizeof task->id);
  for (int i = 0; i < 2; i++) {
    const aggregators_list list = aggregators_publish(pair, i);
    write_base64(to, i ? "helper_config" : "leader_config", list.bytes, list.size);
  }
  fprintf(to, "%s}\n", more ? more : "");
}

/* One aggregator's half of a report. */
static sotto_status start_one(so_prio3_verification *kept, aggregators *pair, int which,
                              const so_dap_view *view) {
  const so_dap_opener opener = {&pair->task, which ? SO_DAP_HELPER : SO_DAP_LEADER,
                                &pair->configs[which], pair->secrets[which]};
  uint8_t room[ROOM];
  sotto_bytes share;
  if (view->message[which].size > sizeof room) return SOTTO_E_LIMIT;
  sotto_status status = so_dap_report_open(&share, &opener, view, room);
  if (status) return status;
  if (share.size > sizeof pair->shares[which]) return SOTTO_E_LIMIT;
  memcpy(pair->shares[which], share.data, share.size);
  pair->share_sizes[which] = share.size;
  so_element *work = calloc(so_prio3_verify_room(&pair->prio), sizeof *work);
  const so_prio3_received received = {(uint32_t)which, verify_key, view->metadata.data,
                                      view->public_share, share};
  status = so_prio3_verify_start(kept, &pair->prio, &received, work);
  free(work);
  return status;
}

sotto_status aggregators_accept(aggregators *pair, sotto_bytes report) {
  so_dap_view view;
  so_prio3_verification kept[2];
  uint8_t verifiers[2][ROOM], outputs[2][ROOM], message[SO_PRIO3_SEED_MAX];
  size_t size = so_prio3_verifier_size(&pair->prio), output = so_prio3_output_size(&pair->prio);
  if (size > ROOM || output > ROOM) return SOTTO_E_LIMIT;
  so_element *work = calloc(so_prio3_verify_room(&pair->prio), sizeof *work);
  sotto_bytes shares[2];
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

sotto_status aggregators_result(const aggregators *pair, uint64_t ret_counts[AGGREGATORS_BUCKETS]) {
  const size_t size = so_prio3_output_size(&pair->prio);
  const sotto_bytes shares[2] = {{pair->sums[0], size}, {pair->sums[1], size}};
  return so_prio3_unshard(ret_counts, &pair->prio, shares);
}
