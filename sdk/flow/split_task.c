/*
 * Keeping a task, and making reports for it: see split_task.h. A report is made in place: framed,
 * shared into its frame, sealed over itself (crypto/dap_report).
 */
#include "flow/split_task.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "crypto/dap_report.h"
#include "crypto/random.h"
#include "prio/prio3_histogram.h"
#include "prio/prio3_shard.h"

#define RANDOM_MAX 512

sotto_status so_split_task_read(so_dap_task *ret_task, const so_split_task *kept) {
  so_dap_task task = {.version = (so_dap_version)kept->version};
  memcpy(task.id, kept->id, sizeof task.id);
  sotto_status status = so_dap_task_read(&task, (sotto_bytes){kept->configuration, kept->size});
  if (!status) *ret_task = task;
  return status;
}

sotto_status so_split_kept_read(so_split_kept *ret_kept, sotto_bytes stored) {
  uint32_t format;
  if (stored.size != sizeof *ret_kept) return SOTTO_E_CORRUPT;
  memcpy(&format, stored.data, sizeof format);
  if (format != SO_SPLIT_KEPT) return SOTTO_E_CORRUPT;
  memcpy(ret_kept, stored.data, stored.size);
  return SOTTO_OK;
}

/* The histogram of a task. `room` holds the context, and lives as long as the histogram. */
static sotto_status histogram_of(so_prio3 *ret_prio, uint8_t *room, const so_dap_task *task) {
  const so_prio3_task histogram = {.version = task->version == SO_DAP_18 ? SO_VDAF_18 : SO_VDAF_08,
                                   .shares = 2,
                                   .length = task->buckets,
                                   .chunk = task->chunk,
                                   .context = so_dap_context(room, task)};
  return so_prio3_histogram(ret_prio, &histogram);
}

static so_dap_sizes sizes_of(const so_prio3 *prio) {
  return (so_dap_sizes){so_prio3_public_size(prio), so_prio3_leader_size(prio),
                        so_prio3_helper_size(prio)};
}

size_t so_split_report_size(const so_dap_task *task) {
  uint8_t room[SO_DAP_CONTEXT_SIZE];
  so_prio3 prio;
  if (histogram_of(&prio, room, task)) return 0;
  const so_dap_upload upload = {.task = task, .sizes = sizes_of(&prio)};
  return so_dap_report_size(&upload);
}

/* Shares the answer to where it belongs. */
static sotto_status share(const so_prio3 *prio, const so_dap_places *to,
                          const so_split_kept *kept) {
  uint8_t random[RANDOM_MAX];
  size_t count = so_prio3_shard_room(prio), size = so_prio3_random_size(prio);
  so_element *room = calloc(count, sizeof *room);
  uint8_t *encoded = calloc(1, prio->measurement);
  sotto_status status = room && encoded ? SOTTO_OK : SOTTO_E_MEMORY;
  assert(size <= sizeof random);
  if (!status) {
    so_stream stream;
    so_stream_init(&stream, kept->seed);
    so_bits bits = so_stream_bits(&stream);
    bits.fill(bits.context, random, size);
    so_stream_wipe(&stream);
    so_prio3_histogram_encode(encoded, prio, kept->bucket);
    so_prio3_shard(&(so_prio3_shares){to->public_share, to->leader, to->helper}, prio,
                   &(so_prio3_report){encoded, kept->report_id, random}, room);
    so_secret_wipe(random, sizeof random);
    so_secret_wipe(encoded, prio->measurement);
  }
  free(encoded);
  free(room);
  return status;
}

/* An aggregator's key; a list is public, and its faults are those of its form. */
static int choose(so_dap_config *ret_config, sotto_bytes list) {
  return so_dap_config_choose(ret_config, list) == SOTTO_OK;
}

sotto_status so_split_make(uint8_t **ret_report, size_t *ret_size, const so_split_kept *kept,
                           const so_split_lists *lists) {
  uint8_t context[SO_DAP_CONTEXT_SIZE];
  so_dap_config leader, helper;
  so_dap_task task;
  so_prio3 prio;
  sotto_status status = so_split_task_read(&task, &kept->task);
  if (!status) status = histogram_of(&prio, context, &task);
  if (status || kept->bucket >= task.buckets) return SOTTO_E_CORRUPT;
  if (!choose(&leader, lists->leader) || !choose(&helper, lists->helper)) return SOTTO_E_FORMAT;
  const so_dap_upload upload = {&task,           &leader,      &helper,
                                kept->report_id, kept->time_s, sizes_of(&prio)};
  size_t size = so_dap_report_size(&upload);
  uint8_t *report = malloc(size);
  if (!report) return SOTTO_E_MEMORY;
  const so_dap_places places = so_dap_report_frame(report, &upload);
  status = share(&prio, &places, kept);
  if (!status) status = so_dap_report_seal(report, &upload);
  if (status) {
    free(report); /* nothing of a share is left in it */
    return status;
  }
  *ret_report = report;
  *ret_size = size;
  return SOTTO_OK;
}
