/* DAP reports, both versions: what is made opens at the right aggregator only. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/dap_report.h"

static uint8_t secrets[2][32];
static so_dap_config configs[2];
static const uint8_t report_id[16] = {9, 8, 7};
static uint8_t room[SO_DAP_TASK_MAX];

static sotto_bytes text(const char *words) {
  return (sotto_bytes){(const uint8_t *)words, strlen(words)};
}

static so_dap_task task_of(so_dap_version version) {
  so_dap_task task = {.version = version,
                      .id = {1, 2},
                      .info = text("t"),
                      .leader_url = text("https://leader.example/"),
                      .helper_url = text("https://helper.example/"),
                      .time_precision_s = 3600,
                      .minimum_batch = 1000,
                      .batch_mode = 1,
                      .buckets = 8,
                      .chunk = 3};
  cr_assert_eq(so_dap_task_check(&task), SOTTO_OK);
  so_dap_task_write(&task, room);
  return task;
}

static void setup(void) {
  for (int i = 0; i < 2; i++) {
    uint8_t material[32] = {(uint8_t)i};
    configs[i] = (so_dap_config){.id = (uint8_t)(40 + i),
                                 .aead = i ? &so_aead_aes128gcm : &so_aead_chacha20poly1305};
    so_hpke_derive_keypair(configs[i].public_key, secrets[i], (sotto_bytes){material, 32});
  }
}

TestSuite(dap_report, .init = setup);

/* A report whose shares are letters; the caller frees it. */
static sotto_bytes make(const so_dap_task *task, sotto_status *ret_status) {
  const so_dap_upload upload = {task,      &configs[0], &configs[1],
                                report_id, 1790000001,  {64, 100, 30}};
  size_t size = so_dap_report_size(&upload);
  uint8_t *report = calloc(1, size);
  so_dap_places places = so_dap_report_frame(report, &upload);
  memset(places.public_share, 'p', 64);
  memset(places.leader, 'l', 100);
  memset(places.helper, 'h', 30);
  *ret_status = so_dap_report_seal(report, &upload);
  return (sotto_bytes){report, size};
}

static so_dap_opener opener_of(const so_dap_task *task, int which) {
  return (so_dap_opener){task, which ? SO_DAP_HELPER : SO_DAP_LEADER, &configs[which],
                         secrets[which]};
}

static const so_dap_version versions[] = {SO_DAP_09, SO_DAP_18};

Test(dap_report, each_aggregator_opens_its_share) {
  for (int v = 0; v < 2; v++) {
    const so_dap_task task = task_of(versions[v]);
    uint8_t opened[200];
    sotto_status status;
    sotto_bytes report = make(&task, &status), share;
    so_dap_view view;
    cr_assert_eq(status, SOTTO_OK);
    cr_assert_eq(so_dap_report_read(&view, &task, report), SOTTO_OK);
    cr_assert_eq(view.time_s, 1789999200);
    cr_assert_eq(memcmp(view.metadata.data, report_id, 16), 0);
    for (int i = 0; i < 2; i++) {
      const so_dap_opener opener = opener_of(&task, i);
      cr_assert_eq(so_dap_report_open(&share, &opener, &view, opened), SOTTO_OK);
      cr_assert_eq(share.size, i ? 30 : 100);
      for (size_t j = 0; j < share.size; j++) cr_assert_eq(share.data[j], i ? 'h' : 'l');
    }
    free((void *)(uintptr_t)report.data);
  }
}

Test(dap_report, no_changed_byte_opens_at_both) {
  for (int v = 0; v < 2; v++) {
    const so_dap_task task = task_of(versions[v]);
    uint8_t opened[200];
    sotto_status status;
    sotto_bytes report = make(&task, &status), share;
    uint8_t *bytes = (uint8_t *)(uintptr_t)report.data;
    for (size_t at = 0; at < report.size; at++) {
      so_dap_view view;
      bytes[at] ^= 1;
      status = so_dap_report_read(&view, &task, report);
      for (int i = 0; i < 2 && !status; i++) {
        const so_dap_opener opener = opener_of(&task, i);
        status = so_dap_report_open(&share, &opener, &view, opened);
      }
      cr_assert_neq(status, SOTTO_OK, "byte %zu", at);
      bytes[at] ^= 1;
    }
    for (size_t size = 0; size < report.size; size++) {
      so_dap_view view;
      cr_assert_eq(so_dap_report_read(&view, &task, (sotto_bytes){report.data, size}),
                   SOTTO_E_FORMAT);
    }
    free(bytes);
  }
}

Test(dap_report, a_share_opens_for_its_task_alone) {
  for (int v = 0; v < 2; v++) {
    so_dap_task task = task_of(versions[v]), other = task;
    uint8_t opened[200];
    sotto_status status;
    sotto_bytes report = make(&task, &status), share;
    so_dap_view view;
    cr_assert_eq(so_dap_report_read(&view, &task, report), SOTTO_OK);
    other.id[5] ^= 1;
    so_dap_opener opener = opener_of(&other, 0);
    cr_assert_eq(so_dap_report_open(&share, &opener, &view, opened), SOTTO_E_TAMPERED);
    opener = opener_of(&task, 0);
    opener.role = SO_DAP_HELPER;
    cr_assert_eq(so_dap_report_open(&share, &opener, &view, opened), SOTTO_E_KEY_WRONG);
    room[task.configuration.size - 3] ^= 1; /* the task's chunk, which dap18 binds */
    opener = opener_of(&task, 0);
    cr_assert_eq(so_dap_report_open(&share, &opener, &view, opened),
                 v ? SOTTO_E_TAMPERED : SOTTO_OK);
    free((void *)(uintptr_t)report.data);
  }
}

Test(dap_report, a_key_of_low_order_leaves_no_share_behind) {
  const so_dap_task task = task_of(SO_DAP_18);
  sotto_status status;
  memset(configs[1].public_key, 0, 32);
  sotto_bytes report = make(&task, &status);
  cr_assert_eq(status, SOTTO_E_FORMAT);
  for (size_t i = 0; i < report.size; i++) cr_assert_eq(report.data[i], 0);
  free((void *)(uintptr_t)report.data);
}

Test(dap_report, one_key_for_both_aggregators_leaves_no_share_behind) {
  const so_dap_task task = task_of(SO_DAP_09);
  sotto_status status;
  memcpy(configs[1].public_key, configs[0].public_key, 32);
  configs[1].public_key[31] ^= 0x80; /* which X25519 ignores */
  sotto_bytes report = make(&task, &status);
  cr_assert_eq(status, SOTTO_E_FORMAT);
  for (size_t i = 0; i < report.size; i++) cr_assert_eq(report.data[i], 0);
  free((void *)(uintptr_t)report.data);
}

/* Seals a report of which six bytes before the leader's share are as given. */
static sotto_status open_with_head(const so_dap_task *task, const uint8_t head[6]) {
  const so_dap_upload upload = {task,      &configs[0], &configs[1],
                                report_id, 1790000001,  {64, 100, 30}};
  uint8_t *report = calloc(1, so_dap_report_size(&upload)), opened[200];
  so_dap_view view;
  sotto_bytes share;
  so_dap_places places = so_dap_report_frame(report, &upload);
  memcpy(places.leader - 6, head, 6);
  cr_assert_eq(so_dap_report_seal(report, &upload), SOTTO_OK);
  const sotto_bytes whole = {report, so_dap_report_size(&upload)};
  cr_assert_eq(so_dap_report_read(&view, task, whole), SOTTO_OK);
  const so_dap_opener opener = opener_of(task, 0);
  sotto_status status = so_dap_report_open(&share, &opener, &view, opened);
  free(report);
  return status;
}

Test(dap_report, a_sealed_share_with_extensions_or_another_length_is_malformed) {
  static const uint8_t heads[][6] = {{0, 0, 0, 0, 0, 100},
                                     {0, 4, 0, 0, 0, 96},
                                     {0, 0, 0, 0, 0, 99},
                                     {0, 0, 0, 0, 0, 101},
                                     {0, 0, 0xff, 0xff, 0xff, 0xff}};
  for (int v = 0; v < 2; v++) {
    const so_dap_task task = task_of(versions[v]);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
      cr_assert_eq(open_with_head(&task, heads[i]), i ? SOTTO_E_FORMAT : SOTTO_OK, "%zu", i);
  }
}

Test(dap_report, a_time_that_is_not_rounded_or_overflows_and_extensions_are_malformed) {
  for (int v = 0; v < 2; v++) {
    const so_dap_task task = task_of(versions[v]);
    sotto_status status;
    so_dap_view view;
    sotto_bytes report = make(&task, &status);
    uint8_t *bytes = (uint8_t *)(uintptr_t)report.data;
    bytes[23] ^= 1; /* seconds in dap09; in dap18 an hour more */
    cr_assert_eq(so_dap_report_read(&view, &task, report), v ? SOTTO_OK : SOTTO_E_FORMAT);
    bytes[23] ^= 1;
    memset(bytes + 16, 0xff, 8);
    cr_assert_eq(so_dap_report_read(&view, &task, report), SOTTO_E_FORMAT);
    memset(bytes + 16, 0, 8);
    cr_assert_eq(so_dap_report_read(&view, &task, report), SOTTO_OK);
    bytes[25] = 1; /* dap18: an extension of one byte; dap09: a longer public share */
    cr_assert_eq(so_dap_report_read(&view, &task, report), SOTTO_E_FORMAT);
    free(bytes);
  }
}

/* A configuration of a list; `suite` is KEM, KDF and AEAD. */
static size_t add(uint8_t *list, size_t at, uint8_t id, const uint16_t suite[3]) {
  list[at++] = id;
  for (int i = 0; i < 3; i++) {
    list[at++] = (uint8_t)(suite[i] >> 8);
    list[at++] = (uint8_t)suite[i];
  }
  list[at++] = 0;
  list[at++] = 32;
  memset(list + at, id, 32);
  at += 32;
  list[0] = (uint8_t)((at - 2) >> 8);
  list[1] = (uint8_t)(at - 2);
  return at;
}

Test(dap_report, the_first_configuration_that_is_known_is_chosen) {
  static const uint16_t p256[3] = {0x10, 1, 1}, sha512[3] = {0x20, 3, 1}, aes256[3] = {0x20, 1, 2};
  static const uint16_t chacha[3] = {0x20, 1, 3}, aes128[3] = {0x20, 1, 1};
  uint8_t list[512] = {0};
  so_dap_config chosen;
  size_t size = add(list, 2, 1, p256);
  size = add(list, size, 2, sha512);
  size = add(list, size, 3, aes256);
  cr_assert_eq(so_dap_config_choose(&chosen, (sotto_bytes){list, size}), SOTTO_E_MISSING);
  size = add(list, size, 4, chacha);
  size = add(list, size, 5, aes128);
  cr_assert_eq(so_dap_config_choose(&chosen, (sotto_bytes){list, size}), SOTTO_OK);
  cr_assert_eq(chosen.id, 4);
  cr_assert_eq(chosen.public_key[31], 4);
  cr_assert_eq(chosen.aead, &so_aead_chacha20poly1305);
  for (size_t cut = 0; cut < size; cut++)
    cr_assert_eq(so_dap_config_choose(&chosen, (sotto_bytes){list, cut}), SOTTO_E_FORMAT);
  size = add(list, size, 4, aes128);
  cr_assert_eq(so_dap_config_choose(&chosen, (sotto_bytes){list, size}), SOTTO_E_FORMAT);
  cr_assert_eq(so_dap_config_choose(&chosen, (sotto_bytes){(const uint8_t *)"\0", 2}),
               SOTTO_E_MISSING);
}

static sotto_status choose(const uint8_t *list, size_t size) {
  so_dap_config chosen;
  return so_dap_config_choose(&chosen, (sotto_bytes){list, size});
}

Test(dap_report, malformed_configuration_lists_are_refused_whole) {
  static const uint16_t chacha[3] = {0x20, 1, 3}, unknown[3] = {0x30, 9, 9};
  uint8_t list[512] = {0};
  size_t size = add(list, 2, 4, chacha), end = add(list, size, 5, unknown);
  cr_assert_eq(choose(list, end), SOTTO_OK);
  list[end] = 0; /* one byte more than the list says, and one that it counts */
  cr_assert_eq(choose(list, end + 1), SOTTO_E_FORMAT);
  list[1]++;
  cr_assert_eq(choose(list, end + 1), SOTTO_E_FORMAT);
  list[1]--;
  list[size + 8] = 33; /* the last key is longer than the list */
  cr_assert_eq(choose(list, end), SOTTO_E_FORMAT);
  list[size + 8] = 31; /* shorter: a configuration begins in its last byte */
  cr_assert_eq(choose(list, end), SOTTO_E_FORMAT);
  list[size + 8] = 0; /* no key at all */
  cr_assert_eq(choose(list, end), SOTTO_E_FORMAT);
  list[size + 8] = 32;
  list[size] = 4; /* two of one id, though one is of no use here */
  cr_assert_eq(choose(list, end), SOTTO_E_FORMAT);
  list[1] = (uint8_t)(size - 3);
  list[10] = 31; /* the only key is a byte short */
  cr_assert_eq(choose(list, size - 1), SOTTO_E_FORMAT);
  cr_assert_eq(choose(NULL, 0), SOTTO_E_FORMAT);
}
