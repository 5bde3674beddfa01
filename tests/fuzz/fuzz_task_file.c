/*
 * Task files of the brand (brand/dap_task_file.h): JSON.
 */
#include <string.h>

#include "brand/dap_task_file.h"
#include "crypto/dap_report.h"
#include "fuzz.h"

/* What an aggregator publishes: X25519, AES-128-GCM or ChaCha20-Poly1305. */
#define AES "ACkHACAAAQABACAJAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define CHACHA "ACkIACAAAQADACAJAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

#define START                                                                                      \
 "{\"task_id\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"leader\":\"https://a.example/\"," \
 "\"helper\":\"https://b.example/x/\",\"time_precision_s\":3600,\"minimum_batch\":1000,"

static sotto_bytes text_of(const char *words) {
  return (sotto_bytes){(const uint8_t *)words, strlen(words)};
}

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  static const char *const files[] = {
      START "\"dap\":18,\"buckets\":64}", START "\"dap\":9,\"buckets\":2,\"chunk_length\":1}",
      START "\"dap\":18,\"buckets\":64,\"leader_config\":\"" AES "\",\"helper_config\":\"" CHACHA
            "\"}",
      START "\"dap\":18,\"buckets\":4096,\"info\":\"q\",\"batch_mode\":\"leader_selected\"}"};
  so_dap_lists lists;
  if (number >= sizeof files / sizeof files[0]) return 0;
  if (strstr(files[number], "leader_config"))
    fuzz_hold(!so_dap_task_lists(&lists, text_of(files[number])), "a seed's lists are read");
  memcpy(room, files[number], strlen(files[number]));
  return strlen(files[number]);
}

static void run_lists(sotto_bytes text) {
  so_dap_lists lists = {.leader_size = 77};
  so_dap_config config;
  sotto_status status = so_dap_task_lists(&lists, text);
  if (status) {
    fuzz_hold(status == SOTTO_E_JSON || status == SOTTO_E_KEY_LOST || status == SOTTO_E_LIMIT ||
                  status == SOTTO_E_FORMAT || status == SOTTO_E_MISSING,
              "a typed refusal of lists");
    fuzz_hold(lists.leader_size == 77, "a refusal leaves the lists");
    return;
  }
  fuzz_hold(!so_dap_config_choose(&config, (sotto_bytes){lists.leader, lists.leader_size}) &&
                !so_dap_config_choose(&config, (sotto_bytes){lists.helper, lists.helper_size}),
            "a device can seal to what is read");
}

int fuzz_run(const uint8_t *data, size_t size) {
  uint8_t room[SO_DAP_TASK_MAX];
  so_dap_task task = {.chunk = 77}, again;
  run_lists((sotto_bytes){data, size});
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
