/*
 * DAP uploads of both versions (crypto/dap_report.h): reading, then opening both shares. What opens
 * at both aggregators was sealed here. The first byte tells the version.
 */
#include <stdlib.h>
#include <string.h>

#include "crypto/dap_report.h"
#include "fuzz.h"

static uint8_t secrets[2][SO_HPKE_KEY_SIZE], forms[2][SO_DAP_TASK_MAX];
static so_dap_config configs[2];
static so_dap_task tasks[2];
static uint8_t seeds[2][512];
static size_t sizes[2];

static sotto_bytes text(const char *words) {
  return (sotto_bytes){(const uint8_t *)words, strlen(words)};
}

static void make_seed(int which) {
  static const uint8_t id[SO_DAP_REPORT_ID_SIZE] = {1, 2, 3};
  so_dap_task *task = &tasks[which];
  *task = (so_dap_task){.version = which ? SO_DAP_18 : SO_DAP_09,
                        .info = text("t"),
                        .leader_url = text("https://leader.example/"),
                        .helper_url = text("https://helper.example/"),
                        .time_precision_s = 3600,
                        .minimum_batch = 1000,
                        .batch_mode = 1,
                        .buckets = 8,
                        .chunk = 3};
  so_dap_task_write(task, forms[which]);
  const so_dap_upload upload = {task, &configs[0], &configs[1], id, 1790000001, {64, 100, 30}};
  seeds[which][0] = (uint8_t)which;
  (void)so_dap_report_frame(seeds[which] + 1, &upload);
  sizes[which] = so_dap_report_size(&upload) + 1;
  fuzz_hold(sizes[which] <= sizeof seeds[which], "a seed fits");
  fuzz_hold(so_dap_report_seal(seeds[which] + 1, &upload) == SOTTO_OK, "a report is sealed");
}

static void make_seeds(void) {
  for (int i = 0; i < 2; i++) {
    const uint8_t material[32] = {(uint8_t)i};
    configs[i] = (so_dap_config){.id = (uint8_t)(40 + i),
                                 .aead = i ? &so_aead_aes128gcm : &so_aead_chacha20poly1305};
    so_hpke_derive_keypair(configs[i].public_key, secrets[i], (sotto_bytes){material, 32});
  }
  make_seed(0);
  make_seed(1);
}

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  if (number > 1) return 0;
  if (!sizes[0]) make_seeds();
  memcpy(room, seeds[number], sizes[number]);
  return sizes[number];
}

/* Opens a role's share; gives whether it did. */
static int open_share(const so_dap_task *task, const so_dap_view *view, int which) {
  const so_dap_opener opener = {task, which ? SO_DAP_HELPER : SO_DAP_LEADER, &configs[which],
                                secrets[which]};
  uint8_t *room = malloc(view->message[which].size + 1);
  sotto_bytes share = {NULL, 0};
  fuzz_hold(room != NULL, "memory");
  sotto_status status = so_dap_report_open(&share, &opener, view, room);
  if (status)
    fuzz_hold(status == SOTTO_E_TAMPERED || status == SOTTO_E_KEY_WRONG || status == SOTTO_E_FORMAT,
              "a typed refusal");
  else
    fuzz_hold(share.data >= room && share.data + share.size <= room + view->message[which].size,
              "a share lies in its room");
  free(room);
  return status == SOTTO_OK;
}

int fuzz_run(const uint8_t *data, size_t size) {
  so_dap_view view;
  if (!sizes[0]) make_seeds();
  if (!size) return 0;
  const so_dap_task *task = &tasks[data[0] & 1];
  sotto_status status = so_dap_report_read(&view, task, (sotto_bytes){data + 1, size - 1});
  fuzz_hold(status == SOTTO_OK || status == SOTTO_E_FORMAT, "a typed refusal");
  if (status) return 0;
  int opened = open_share(task, &view, 0) & open_share(task, &view, 1);
  const uint8_t *seed = seeds[data[0] & 1];
  if (opened)
    fuzz_hold(size == sizes[data[0] & 1] && !memcmp(data + 1, seed + 1, size - 1),
              "what opens at both aggregators is what was sealed");
  return opened;
}
