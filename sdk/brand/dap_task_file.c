/*
 * Reading by jansson's unpack, which refuses unknown members and wrong types in one go.
 */
#include "brand/dap_task_file.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

#include "prio/prio3_histogram.h"

/* A file's members as they are written. */
typedef struct task_members {
  int dap;
  const char *id, *info, *leader, *helper, *mode;
  json_int_t precision_s, batch, buckets, chunk;
} task_members;

static sotto_bytes bytes_of(const char *text) {
  return (sotto_bytes){(const uint8_t *)text, strlen(text)};
}

static int unpack(task_members *ret_members, json_t *file) {
  task_members *m = ret_members;
  *m = (task_members){.info = "sotto", .mode = "time_interval"};
  return json_unpack(file, "{s:i, s:s, s?s, s:s, s:s, s:I, s:I, s?s, s:I, s?I !}", "dap", &m->dap,
                     "task_id", &m->id, "info", &m->info, "leader", &m->leader, "helper",
                     &m->helper, "time_precision_s", &m->precision_s, "minimum_batch", &m->batch,
                     "batch_mode", &m->mode, "buckets", &m->buckets, "chunk_length",
                     &m->chunk) == 0;
}

/* 1 where every number is one of 32 bits. */
static int within(const task_members *m) {
  const json_int_t numbers[] = {m->precision_s, m->batch, m->buckets, m->chunk};
  for (int i = 0; i < 4; i++)
    if (numbers[i] < 0 || numbers[i] > UINT32_MAX) return 0;
  return 1;
}

static sotto_status task_of(so_dap_task *ret_task, const task_members *m) {
  so_dap_task task = {.version = (so_dap_version)m->dap,
                      .info = bytes_of(m->info),
                      .leader_url = bytes_of(m->leader),
                      .helper_url = bytes_of(m->helper)};
  size_t size;
  if (sodium_base642bin(task.id, sizeof task.id, m->id, strlen(m->id), NULL, &size, NULL,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) ||
      size != sizeof task.id)
    return SOTTO_E_JSON;
  if (strcmp(m->mode, "time_interval") != 0 && strcmp(m->mode, "leader_selected") != 0)
    return SOTTO_E_JSON;
  if (!within(m)) return SOTTO_E_LIMIT;
  task.batch_mode = strcmp(m->mode, "time_interval") == 0 ? 1 : 2;
  task.time_precision_s = (uint64_t)m->precision_s;
  task.minimum_batch = (uint64_t)m->batch;
  task.buckets = (uint32_t)m->buckets;
  task.chunk = m->chunk ? (uint32_t)m->chunk : so_prio3_chunk(task.buckets);
  *ret_task = task;
  return so_dap_task_check(&task);
}

sotto_status so_dap_task_file(so_dap_task *ret_task, sotto_bytes text, uint8_t *room) {
  task_members members;
  so_dap_task task;
  json_t *file = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, NULL);
  sotto_status status = file && unpack(&members, file) ? task_of(&task, &members) : SOTTO_E_JSON;
  if (!status) {
    so_dap_task_write(&task, room);
    status = so_dap_task_read(&task, task.configuration);
  }
  if (!status) *ret_task = task;
  json_decref(file);
  return status;
}
