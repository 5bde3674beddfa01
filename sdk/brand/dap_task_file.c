/*
 * Reading by jansson's unpack, which refuses unknown members and wrong types in one go.
 */
#include "brand/dap_task_file.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

#include "crypto/dap_report.h"
#include "prio/prio3_histogram.h"

/* A file's members as they are written. */
typedef struct task_members {
  const char *id, *info, *leader, *helper, *mode;
  const char *lists[2]; /* leader's, helper's */
  json_int_t dap, precision_s, batch, buckets, chunk;
} task_members;

static sotto_bytes bytes_of(const char *text) {
  return (sotto_bytes){(const uint8_t *)text, strlen(text)};
}

static int unpack(task_members *ret_members, json_t *file) {
  task_members *m = ret_members;
  *m = (task_members){.info = "sotto", .mode = "time_interval"};
  return json_unpack(file, "{s:I, s:s, s?s, s:s, s:s, s:I, s:I, s?s, s:I, s?I, s?s, s?s !}", "dap",
                     &m->dap, "task_id", &m->id, "info", &m->info, "leader", &m->leader, "helper",
                     &m->helper, "time_precision_s", &m->precision_s, "minimum_batch", &m->batch,
                     "batch_mode", &m->mode, "buckets", &m->buckets, "chunk_length", &m->chunk,
                     "leader_config", &m->lists[0], "helper_config", &m->lists[1]) == 0;
}

/* 1 where every number is one of 32 bits. */
static int within(const task_members *m) {
  const json_int_t numbers[] = {m->dap, m->precision_s, m->batch, m->buckets, m->chunk};
  for (int i = 0; i < 5; i++)
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

static sotto_status list_of(uint8_t *ret_list, size_t *ret_size, const char *text) {
  so_dap_config config;
  if (!text) return SOTTO_E_KEY_LOST;
  if (strlen(text) > SO_DAP_LIST_MAX / 3 * 4) return SOTTO_E_LIMIT;
  if (sodium_base642bin(ret_list, SO_DAP_LIST_MAX, text, strlen(text), NULL, ret_size, NULL,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING))
    return SOTTO_E_JSON;
  return so_dap_config_choose(&config, (sotto_bytes){ret_list, *ret_size});
}

sotto_status so_dap_task_lists(so_dap_lists *ret_lists, sotto_bytes text) {
  task_members members;
  json_t *file = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, NULL);
  sotto_status status = file && unpack(&members, file) ? SOTTO_OK : SOTTO_E_JSON;
  so_dap_lists lists;
  if (!status) status = list_of(lists.leader, &lists.leader_size, members.lists[0]);
  if (!status) status = list_of(lists.helper, &lists.helper_size, members.lists[1]);
  if (!status) *ret_lists = lists;
  json_decref(file);
  return status;
}
