/* DAP tasks: one canonical form, and everything else refused. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/dap_task.h"

static sotto_bytes text(const char *words) {
  return (sotto_bytes){(const uint8_t *)words, strlen(words)};
}

static so_dap_task good(void) {
  return (so_dap_task){.version = SO_DAP_18,
                       .id = {1},
                       .info = text("sotto question"),
                       .leader_url = text("https://leader.example/dap/"),
                       .helper_url = text("https://helper.example:8443/"),
                       .time_precision_s = 3600,
                       .minimum_batch = 1000,
                       .batch_mode = 1,
                       .buckets = 64,
                       .chunk = 9};
}

Test(dap_task, what_is_written_reads_back) {
  uint8_t room[SO_DAP_TASK_MAX];
  so_dap_task task = good(), read = {.version = SO_DAP_18, .id = {1}};
  cr_assert_eq(so_dap_task_check(&task), SOTTO_OK);
  so_dap_task_write(&task, room);
  cr_assert_eq(so_dap_task_read(&read, task.configuration), SOTTO_OK);
  cr_assert_eq(read.minimum_batch, 1000);
  cr_assert_eq(read.chunk, 9);
  cr_assert_arr_eq(read.helper_url.data, task.helper_url.data, task.helper_url.size);
}

Test(dap_task, the_canonical_form_is_that_of_the_draft) {
  static const uint8_t expected[] = {
      1,    't',  0,   10,  'h', 't', 't', 'p', 's',  ':',  '/', '/', 'a', '/', 0, 10,
      'h',  't',  't', 'p', 's', ':', '/', '/', 'b',  '/',  0,   0,   0,   0,   0, 0,
      0x0e, 0x10, 0,   0,   0,   0,   0,   0,   0x03, 0xe8, 2,   0,   0,   0,   0, 0,
      4,    0,    8,   0,   0,   0,   64,  0,   0,    0,    9,   0,   0};
  uint8_t room[SO_DAP_TASK_MAX];
  so_dap_task task = good();
  task.info = text("t");
  task.leader_url = text("https://a/");
  task.helper_url = text("https://b/");
  task.batch_mode = 2;
  so_dap_task_write(&task, room);
  cr_assert_eq(task.configuration.size, sizeof expected);
  cr_assert_arr_eq(task.configuration.data, expected, sizeof expected);
}

Test(dap_task, every_changed_or_missing_byte_is_refused_or_another_pin) {
  uint8_t room[SO_DAP_TASK_MAX], pin[32], other[32];
  so_dap_task task = good();
  so_dap_task_write(&task, room);
  so_dap_task_pin(pin, &task);
  for (size_t i = 0; i < task.configuration.size; i++) {
    so_dap_task read = {.version = SO_DAP_18, .id = {1}};
    cr_assert_eq(so_dap_task_read(&read, (sotto_bytes){room, i}), SOTTO_E_FORMAT);
    room[i] ^= 1;
    if (so_dap_task_read(&read, task.configuration) == SOTTO_OK) {
      so_dap_task_pin(other, &read);
      cr_assert_neq(memcmp(pin, other, sizeof pin), 0, "byte %zu", i);
    }
    room[i] ^= 1;
  }
  task.id[31] ^= 1;
  so_dap_task_pin(other, &task);
  cr_assert_neq(memcmp(pin, other, sizeof pin), 0);
}

Test(dap_task, urls_that_are_none_or_one_host_are_refused) {
  static const char *const urls[] = {"",
                                     "https://",
                                     "http://helper.example/",
                                     "https:///x",
                                     "https://user@helper.example/",
                                     "https://helper.example/?q",
                                     "https://helper.example/\n",
                                     "https://LEADER.example/other"};
  for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
    so_dap_task task = good();
    task.helper_url = text(urls[i]);
    cr_assert_eq(so_dap_task_check(&task), SOTTO_E_FORMAT, "%s", urls[i]);
  }
}

Test(dap_task, bounds_are_kept) {
  so_dap_task tasks[8];
  for (int i = 0; i < 8; i++) tasks[i] = good();
  tasks[0].minimum_batch = SO_DAP_BATCH_MIN - 1;
  tasks[1].minimum_batch = (uint64_t)1 << 32;
  tasks[2].time_precision_s = 0;
  tasks[3].time_precision_s = SO_DAP_PRECISION_MAX_S + 1;
  tasks[4].buckets = 1;
  tasks[5].chunk = 0;
  tasks[6].chunk = 65;
  tasks[7].info.size = 0;
  for (int i = 0; i < 8; i++) cr_assert_eq(so_dap_task_check(&tasks[i]), SOTTO_E_LIMIT, "%d", i);
  tasks[0] = good();
  tasks[0].batch_mode = 3;
  cr_assert_eq(so_dap_task_check(&tasks[0]), SOTTO_E_FORMAT);
}
