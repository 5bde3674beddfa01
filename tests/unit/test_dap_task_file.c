/* Task files of DAP. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "brand/dap_task_file.h"
#include "prio/prio3_histogram.h"

#define ID "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define GOOD                                                                                       \
 "{\"dap\":18,\"task_id\":\"" ID "\",\"leader\":\"https://a.example/\","                           \
 "\"helper\":\"https://b.example/\",\"time_precision_s\":3600,\"minimum_batch\":1000,"             \
 "\"buckets\":64%s}"

static uint8_t room[SO_DAP_TASK_MAX];

static sotto_status read_file(so_dap_task *ret_task, const char *text) {
  return so_dap_task_file(ret_task, (sotto_bytes){(const uint8_t *)text, strlen(text)}, room);
}

Test(dap_task_file, a_good_file_is_a_task_with_the_chunk_computed) {
  char text[600];
  so_dap_task task;
  snprintf(text, sizeof text, GOOD, "");
  cr_assert_eq(read_file(&task, text), SOTTO_OK);
  cr_assert_eq(task.chunk, so_prio3_chunk(64));
  cr_assert_eq(task.id[31], 31);
  cr_assert_eq(task.helper_url.size, 18);
  snprintf(text, sizeof text, GOOD, ",\"chunk_length\":8,\"batch_mode\":\"leader_selected\"");
  cr_assert_eq(read_file(&task, text), SOTTO_OK);
  cr_assert_eq(task.chunk, 8);
  cr_assert_eq(task.batch_mode, 2);
}

Test(dap_task_file, other_shapes_are_refused_and_the_task_is_untouched) {
  static const char *const more[] = {",\"unknown\":1", ",\"batch_mode\":\"other\"",
                                     ",\"buckets\":3", ",\"chunk_length\":\"8\"", "]"};
  char text[600], good[600];
  so_dap_task task = {.chunk = 77};
  for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
    snprintf(text, sizeof text, GOOD, more[i]);
    cr_assert_eq(read_file(&task, text), SOTTO_E_JSON, "%s", more[i]);
  }
  cr_assert_eq(read_file(&task, "{}"), SOTTO_E_JSON);
  cr_assert_eq(read_file(&task, "[1]"), SOTTO_E_JSON);
  snprintf(text, sizeof text, GOOD, ",\"chunk_length\":65");
  cr_assert_eq(read_file(&task, text), SOTTO_E_LIMIT);
  snprintf(text, sizeof text, GOOD, ",\"chunk_length\":-1");
  cr_assert_eq(read_file(&task, text), SOTTO_E_LIMIT);
  snprintf(text, sizeof text, GOOD, "");
  memcpy(strstr(text, "\"buckets\":64"), "\"buckets\":0 ", 12);
  cr_assert_eq(read_file(&task, text), SOTTO_E_LIMIT);
  snprintf(good, sizeof good, GOOD, "");
  snprintf(text, sizeof text, "{\"dap\":4294967314%s", strchr(good, ',')); /* 18 in 32 bits */
  cr_assert_eq(read_file(&task, text), SOTTO_E_LIMIT);
  snprintf(text, sizeof text, GOOD, "");
  memcpy(strstr(text, ID), "!!", 2);
  cr_assert_eq(read_file(&task, text), SOTTO_E_JSON);
  cr_assert_eq(task.chunk, 77);
}

/* Lists of one configuration: a known suite, a KEM nobody knows, one cut short. */
#define KNOWN "ACkpACAAAQABACAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw"
#define UNKNOWN "ACkpAHcAAQABACAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw"
#define CUT "ACkpACAAAQABACAAAQIDBAUG"

static sotto_status read_lists(so_dap_lists *ret_lists, const char *more) {
  char text[900];
  snprintf(text, sizeof text, GOOD, more);
  return so_dap_task_lists(ret_lists, (sotto_bytes){(const uint8_t *)text, strlen(text)});
}

Test(dap_task_file, published_keys_are_read_or_refused_by_their_reason) {
  so_dap_lists lists = {.leader_size = 77};
  cr_assert_eq(read_lists(&lists, ""), SOTTO_E_KEY_LOST);
  cr_assert_eq(read_lists(&lists, ",\"leader_config\":\"" KNOWN "\""), SOTTO_E_KEY_LOST);
  cr_assert_eq(
      read_lists(&lists, ",\"leader_config\":\"" KNOWN "\",\"helper_config\":\"" UNKNOWN "\""),
      SOTTO_E_MISSING);
  cr_assert_eq(read_lists(&lists, ",\"leader_config\":\"" KNOWN "\",\"helper_config\":\"" CUT "\""),
               SOTTO_E_FORMAT);
  cr_assert_eq(read_lists(&lists, ",\"leader_config\":\"" KNOWN "\",\"helper_config\":\"!\""),
               SOTTO_E_JSON);
  cr_assert_eq(lists.leader_size, 77);
  cr_assert_eq(
      read_lists(&lists, ",\"leader_config\":\"" KNOWN "\",\"helper_config\":\"" KNOWN "\""),
      SOTTO_OK);
  cr_assert_eq(lists.leader_size, 43);
  cr_assert_eq(lists.helper[42], 31);
}
