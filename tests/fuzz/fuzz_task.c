/*
 * Tasks in their canonical form (crypto/dap_task.h). The first byte tells the protocol's version.
 */
#include <string.h>

#include "crypto/dap_task.h"
#include "fuzz.h"

static sotto_bytes text(const char *words) {
  return (sotto_bytes){(const uint8_t *)words, strlen(words)};
}

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  if (number > 3) return 0;
  so_dap_task task = {.version = number & 1 ? SO_DAP_09 : SO_DAP_18,
                      .info = text("a question"),
                      .leader_url = text("https://leader.example/dap/"),
                      .helper_url = text(number & 2 ? "https://b" : "https://helper.example:8443/"),
                      .time_precision_s = 3600,
                      .minimum_batch = 1000,
                      .batch_mode = number & 2 ? 2 : 1,
                      .buckets = 64,
                      .chunk = 9};
  room[0] = (uint8_t)task.version;
  so_dap_task_write(&task, room + 1);
  return task.configuration.size + 1;
}

int fuzz_run(const uint8_t *data, size_t size) {
  uint8_t room[SO_DAP_TASK_MAX], pin[32];
  if (!size) return 0;
  so_dap_task task = {.version = (so_dap_version)data[0], .id = {1}};
  const sotto_bytes form = {data + 1, size - 1};
  sotto_status status = so_dap_task_read(&task, form);
  if (status) {
    fuzz_hold(status == SOTTO_E_FORMAT || status == SOTTO_E_LIMIT, "a typed refusal");
    fuzz_hold(!task.buckets && !task.configuration.data, "a refusal leaves the task");
    return 0;
  }
  so_dap_task_pin(pin, &task);
  fuzz_hold(so_dap_task_check(&task) == SOTTO_OK, "what is read passes the check");
  so_dap_task_write(&task, room);
  fuzz_hold(task.configuration.size == form.size && !memcmp(room, form.data, form.size),
            "what is read is canonical");
  return 1;
}
