/*
 * Opening, verifying and deciding: see aggregator.h.
 */
#include "brand/aggregator.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "base/secret.h"
#include "brand/dap_task_file.h"
#include "prio/prio3_histogram.h"

const char *so_refusal_name(so_refusal refusal) {
  static const char *const names[SO_REFUSALS] = {
      "none",         "malformed",       "wrong_task",    "unknown_config", "not_opened",
      "wrong_length", "not_canonical",   "invalid_proof", "replayed",       "too_early",
      "too_late",     "batch_collected", "set_aside"};
  return refusal < SO_REFUSALS ? names[refusal] : "unknown";
}

static sotto_status settle_prio(so_aggregator *made) {
  const so_dap_task *task = &made->task;
  const so_prio3_task with = {task->version == SO_DAP_18 ? SO_VDAF_18 : SO_VDAF_08, 2,
                              task->buckets, task->chunk, so_dap_context(made->context, task)};
  if (SO_WEEK_S % task->time_precision_s != 0 || task->batch_mode != 1) return SOTTO_E_LIMIT;
  sotto_status status = so_prio3_histogram(&made->prio, &with);
  if (status) return status;
  made->room = calloc(so_prio3_verify_room(&made->prio), sizeof *made->room);
  made->secrets = so_secret_new(SO_HPKE_KEY_SIZE + SO_AGGREGATOR_VERIFY_MAX);
  return made->room && made->secrets ? SOTTO_OK : SOTTO_E_MEMORY;
}

sotto_status so_aggregator_new(so_aggregator **ret_aggregator,
                               const so_aggregator_options *options) {
  so_aggregator *made = calloc(1, sizeof *made);
  if (!made) return SOTTO_E_MEMORY;
  made->role = options->role;
  made->config.id = options->key[0];
  made->config.aead = &so_aead_aes128gcm;
  sotto_status status = so_dap_task_file(&made->task, options->task_file, made->task_room);
  if (!status) status = settle_prio(made);
  if (status) {
    so_aggregator_free(made);
    return status;
  }
  memcpy(made->secrets, options->key + 1, SO_HPKE_KEY_SIZE);
  memcpy(made->secrets + SO_HPKE_KEY_SIZE, options->verify_key, SO_AGGREGATOR_VERIFY_MAX);
  (void)crypto_scalarmult_base(made->config.public_key, made->secrets);
  *ret_aggregator = made;
  return SOTTO_OK;
}

void so_aggregator_free(so_aggregator *aggregator) {
  if (!aggregator) return;
  so_secret_free(aggregator->secrets);
  if (aggregator->room)
    so_secret_wipe(aggregator->room,
                   so_prio3_verify_room(&aggregator->prio) * sizeof *aggregator->room);
  free(aggregator->room);
  free(aggregator);
}

void so_aggregator_list(uint8_t ret_list[SO_AGGREGATOR_LIST_SIZE],
                        const uint8_t key[SO_AGGREGATOR_KEY_SIZE]) {
  so_writer writer = so_writer_of(ret_list, SO_AGGREGATOR_LIST_SIZE);
  uint8_t public_key[SO_HPKE_KEY_SIZE];
  (void)crypto_scalarmult_base(public_key, key + 1);
  so_dap_write(&writer, SO_AGGREGATOR_LIST_SIZE - 2, 2);
  so_dap_write(&writer, key[0], 1);
  so_dap_write(&writer, SO_HPKE_KEM_ID, 2);
  so_dap_write(&writer, SO_HPKE_KDF_ID, 2);
  so_dap_write(&writer, so_aead_aes128gcm.id, 2);
  so_dap_write_opaque(&writer, (sotto_bytes){public_key, sizeof public_key}, 2);
}

uint32_t so_aggregator_epoch(uint64_t time_s) {
  uint64_t epoch = time_s / SO_WEEK_S;
  return epoch > UINT32_MAX ? UINT32_MAX : (uint32_t)epoch;
}

uint32_t so_aggregator_complete(uint32_t epoch) {
  return epoch > UINT32_MAX - SO_EPOCHS_TO_SEND ? UINT32_MAX : epoch + SO_EPOCHS_TO_SEND;
}

so_refusal so_aggregator_judge_time(uint64_t time_s, uint64_t now_s) {
  uint32_t epoch = so_aggregator_epoch(time_s), now = so_aggregator_epoch(now_s);
  if (time_s > now_s && time_s - now_s > SO_AGGREGATOR_EARLY_S) return SO_REFUSAL_EARLY;
  if (epoch < now && now - epoch > SO_AGGREGATOR_LATE_EPOCHS) return SO_REFUSAL_LATE;
  return SO_REFUSAL_NONE;
}

so_refusal so_aggregator_open(sotto_bytes *ret_input, const so_aggregator *aggregator,
                              const so_dap_view *view, uint8_t *opened) {
  const so_dap_opener opener = {&aggregator->task, aggregator->role, &aggregator->config,
                                aggregator->secrets};
  const so_prio3 *prio = &aggregator->prio;
  const size_t wanted[2] = {so_prio3_leader_size(prio), so_prio3_helper_size(prio)};
  sotto_bytes input;
  for (int which = 0; which < 2; which++) /* what the other could not read is not kept for it */
    if (view->message[which].size > SO_DAP_SHARE_HEAD + wanted[which] + SO_AEAD_TAG_SIZE)
      return SO_REFUSAL_LENGTH;
  sotto_status status = so_dap_report_open(&input, &opener, view, opened);
  if (status == SOTTO_E_KEY_WRONG) return SO_REFUSAL_CONFIG;
  if (status == SOTTO_E_TAMPERED) return SO_REFUSAL_DECRYPT;
  if (status) return SO_REFUSAL_MALFORMED;
  if (input.size != wanted[aggregator->role == SO_DAP_HELPER]) return SO_REFUSAL_LENGTH;
  if (view->public_share.size != so_prio3_public_size(prio)) return SO_REFUSAL_LENGTH;
  *ret_input = input;
  return SO_REFUSAL_NONE;
}

so_refusal so_aggregator_verify(so_prio3_verification *inout_verification,
                                const so_aggregator *aggregator, const so_dap_view *view,
                                sotto_bytes input) {
  const so_prio3_received received = {aggregator->role == SO_DAP_HELPER,
                                      aggregator->secrets + SO_HPKE_KEY_SIZE, view->metadata.data,
                                      view->public_share, input};
  sotto_status status =
      so_prio3_verify_start(inout_verification, &aggregator->prio, &received, aggregator->room);
  if (status == SOTTO_E_FORMAT) return SO_REFUSAL_ELEMENT;
  return status ? SO_REFUSAL_PROOF : SO_REFUSAL_NONE;
}

/* Each aggregator's finish compares what it saw with the other's part as the device published it.
   A device that publishes another part fails the proof, but for negligible odds; asking both for
   the published parts makes it sure that neither accepts alone. */
static int published(const so_prio3 *prio, const sotto_bytes shares[2], sotto_bytes public_share) {
  size_t seed = so_prio3_message_size(prio), size = so_prio3_verifier_size(prio);
  if (public_share.size != 2 * seed) return 0;
  return memcmp(public_share.data, shares[0].data + size - seed, seed) == 0 &&
         memcmp(public_share.data + seed, shares[1].data + size - seed, seed) == 0;
}

so_refusal so_aggregator_decide(const so_aggregator *aggregator, const so_aggregator_proof *proof) {
  const so_prio3 *prio = &aggregator->prio;
  const so_prio3_verification *verification = proof->verification;
  const sotto_bytes other = proof->other;
  const sotto_bytes own = {verification->verifier_share, so_prio3_verifier_size(prio)};
  int helper = aggregator->role == SO_DAP_HELPER;
  const sotto_bytes shares[2] = {helper ? other : own, helper ? own : other};
  uint8_t message[SO_PRIO3_SEED_MAX];
  sotto_status status = so_prio3_verify_combine(message, prio, shares, aggregator->room);
  if (status == SOTTO_E_FORMAT) return SO_REFUSAL_MALFORMED;
  if (!status && !published(prio, shares, proof->public_share)) return SO_REFUSAL_PROOF;
  if (!status)
    status = so_prio3_verify_finish(prio, verification,
                                    (sotto_bytes){message, so_prio3_message_size(prio)});
  return status ? SO_REFUSAL_PROOF : SO_REFUSAL_NONE;
}

void so_aggregator_check_in(uint8_t inout_checksum[32], const uint8_t id[SO_DAP_REPORT_ID_SIZE]) {
  uint8_t digest[crypto_hash_sha256_BYTES];
  (void)crypto_hash_sha256(digest, id, SO_DAP_REPORT_ID_SIZE);
  for (size_t i = 0; i < sizeof digest; i++) inout_checksum[i] ^= digest[i];
}
