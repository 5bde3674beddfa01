/*
 * Checking, writing and reading tasks.
 */
#include "crypto/dap_task.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "crypto/envelope.h"

#define SCHEME "https://"
#define SCHEME_SIZE 8u
#define PRIO3_HISTOGRAM 4u
#define BUCKETS_MAX 1000000u

void so_dap_write(so_writer *writer, uint64_t value, uint32_t size) {
  uint8_t bytes[8];
  for (uint32_t i = 0; i < size; i++) bytes[i] = (uint8_t)(value >> 8 * (size - 1 - i));
  so_write_bytes(writer, bytes, size);
}

uint64_t so_dap_read(so_reader *reader, uint32_t size) {
  sotto_bytes bytes = so_read_bytes(reader, size);
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size; i++) value = value << 8 | bytes.data[i];
  return value;
}

void so_dap_write_opaque(so_writer *writer, sotto_bytes bytes, uint32_t size) {
  so_dap_write(writer, bytes.size, size);
  so_write_bytes(writer, bytes.data, bytes.size);
}

sotto_bytes so_dap_read_opaque(so_reader *reader, uint32_t size) {
  return so_read_bytes(reader, (size_t)so_dap_read(reader, size));
}

/* The host and port of a URL of printable ASCII, or nothing. */
static sotto_bytes host_of(sotto_bytes url) {
  const sotto_bytes none = {NULL, 0};
  if (url.size <= SCHEME_SIZE || url.size > SO_DAP_URL_MAX) return none;
  if (memcmp(url.data, SCHEME, SCHEME_SIZE) != 0) return none;
  for (size_t i = 0; i < url.size; i++)
    if (url.data[i] <= ' ' || url.data[i] > '~' || strchr("\"<>\\^`{|}@#?", url.data[i]))
      return none;
  size_t end = SCHEME_SIZE;
  while (end < url.size && url.data[end] != '/') end++;
  return (sotto_bytes){url.data + SCHEME_SIZE, end - SCHEME_SIZE};
}

static int same_host(sotto_bytes a, sotto_bytes b) {
  if (a.size != b.size) return 0;
  for (size_t i = 0; i < a.size; i++) {
    uint8_t x = a.data[i], y = b.data[i];
    if (x >= 'A' && x <= 'Z') x += 'a' - 'A';
    if (y >= 'A' && y <= 'Z') y += 'a' - 'A';
    if (x != y) return 0;
  }
  return 1;
}

static int in_bounds(const so_dap_task *task) {
  if (task->info.size < 1 || task->info.size > 64) return 0;
  if (task->minimum_batch < SO_DAP_BATCH_MIN || task->minimum_batch > UINT32_MAX) return 0;
  if (!task->time_precision_s || task->time_precision_s > SO_DAP_PRECISION_MAX_S) return 0;
  if (task->buckets < 2 || task->buckets > BUCKETS_MAX) return 0;
  return task->chunk > 0 && task->chunk <= task->buckets;
}

sotto_status so_dap_task_check(const so_dap_task *task) {
  sotto_bytes leader = host_of(task->leader_url), helper = host_of(task->helper_url);
  if (!leader.size || !helper.size || same_host(leader, helper)) return SOTTO_E_FORMAT;
  if (task->version != SO_DAP_09 && task->version != SO_DAP_18) return SOTTO_E_FORMAT;
  if (task->batch_mode != 1 && task->batch_mode != 2) return SOTTO_E_FORMAT;
  return in_bounds(task) ? SOTTO_OK : SOTTO_E_LIMIT;
}

void so_dap_task_write(so_dap_task *inout_task, uint8_t *room) {
  so_writer writer = so_writer_of(room, SO_DAP_TASK_MAX);
  so_dap_write_opaque(&writer, inout_task->info, 1);
  so_dap_write_opaque(&writer, inout_task->leader_url, 2);
  so_dap_write_opaque(&writer, inout_task->helper_url, 2);
  so_dap_write(&writer, inout_task->time_precision_s, 8);
  so_dap_write(&writer, inout_task->minimum_batch, 8);
  so_dap_write(&writer, inout_task->batch_mode, 1);
  so_dap_write(&writer, 0, 2); /* batch_config */
  so_dap_write(&writer, PRIO3_HISTOGRAM, 4);
  so_dap_write(&writer, 8, 2);
  so_dap_write(&writer, inout_task->buckets, 4);
  so_dap_write(&writer, inout_task->chunk, 4);
  so_dap_write(&writer, 0, 2); /* extensions */
  assert(!writer.bad);
  inout_task->configuration = (sotto_bytes){room, writer.at};
}

/* Reads all fields; what is written again must be what was read. */
sotto_status so_dap_task_read(so_dap_task *inout_task, sotto_bytes configuration) {
  uint8_t room[SO_DAP_TASK_MAX];
  so_dap_task task = *inout_task;
  so_reader reader = so_reader_of(configuration.data, configuration.size);
  task.info = so_dap_read_opaque(&reader, 1);
  task.leader_url = so_dap_read_opaque(&reader, 2);
  task.helper_url = so_dap_read_opaque(&reader, 2);
  task.time_precision_s = so_dap_read(&reader, 8);
  task.minimum_batch = so_dap_read(&reader, 8);
  task.batch_mode = (uint8_t)so_dap_read(&reader, 1);
  (void)so_read_bytes(&reader, 2 + 4 + 2);
  task.buckets = (uint32_t)so_dap_read(&reader, 4);
  task.chunk = (uint32_t)so_dap_read(&reader, 4);
  (void)so_read_bytes(&reader, 2);
  if (reader.bad || reader.at != configuration.size) return SOTTO_E_FORMAT;
  sotto_status status = so_dap_task_check(&task);
  if (status) return status;
  so_dap_task_write(&task, room);
  if (memcmp(room, configuration.data, configuration.size) != 0) return SOTTO_E_FORMAT;
  task.configuration = configuration;
  *inout_task = task;
  return SOTTO_OK;
}

void so_dap_task_pin(uint8_t ret_pin[32], const so_dap_task *task) {
  uint8_t room[4 + SO_DAP_TASK_ID_SIZE + SO_DAP_TASK_MAX];
  so_writer writer = so_writer_of(room, sizeof room);
  so_dap_write(&writer, task->version, 4);
  so_write_bytes(&writer, task->id, SO_DAP_TASK_ID_SIZE);
  so_write_bytes(&writer, task->configuration.data, task->configuration.size);
  assert(!writer.bad);
  so_digest(ret_pin, (sotto_bytes){room, writer.at});
}

void so_dap_task_name(char ret_name[SO_DAP_TASK_NAME_SIZE], const so_dap_task *task) {
  (void)sodium_bin2base64(ret_name, SO_DAP_TASK_NAME_SIZE, task->id, sizeof task->id,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
