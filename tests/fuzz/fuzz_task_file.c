/*
 * Task files of the brand (brand/dap_task_file.h): JSON.
 */
#include <string.h>

#include "brand/dap_task_file.h"
#include "fuzz.h"

#define START                                                                                      \
 "{\"task_id\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"leader\":\"https://a.example/\"," \
 "\"helper\":\"https://b.example/x/\",\"time_precision_s\":3600,\"minimum_batch\":1000,"

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  static const char *const files[] = {
      START "\"dap\":18,\"buckets\":64}", START "\"dap\":9,\"buckets\":2,\"chunk_length\":1}",
      START "\"dap\":18,\"buckets\":4096,\"info\":\"q\",\"batch_mode\":\"leader_selected\"}"};
  if (number >= sizeof files / sizeof files[0]) return 0;
  memcpy(room, files[number], strlen(files[number]));
  return strlen(files[number]);
}

int fuzz_run(const uint8_t *data, size_t size) {
  uint8_t room[SO_DAP_TASK_MAX];
  so_dap_task task = {.chunk = 77}, again;
  sotto_status status = so_dap_task_file(&task, (sotto_bytes){data, size}, room);
  if (status) {
    fuzz_hold(status == SOTTO_E_JSON || status == SOTTO_E_FORMAT || status == SOTTO_E_LIMIT,
              "a typed refusal");
    fuzz_hold(task.chunk == 77, "a refusal leaves the task");
    return 0;
  }
  again = task;
  fuzz_hold(so_dap_task_read(&again, task.configuration) == SOTTO_OK, "a task reads back");
  fuzz_hold(again.chunk == task.chunk && again.buckets == task.buckets, "as it was");
  return 1;
}
