/*
 * Recording: each malformed field has its own status and nothing is recorded then; what was flushed
 * survives; a batch commits by size, by time and at the end of a session.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

static uint32_t events_now(sotto *profile) {
  sotto_mindset_info info;
  cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_OK);
  return info.events;
}

/* Opens the profile again as after a crash: the first handle is never closed properly. */
static uint32_t events_after_crash(lab_world *lab) {
  char copy[128];
  char command[320];
  snprintf(copy, sizeof copy, "%s/copy", lab->root);
  snprintf(command, sizeof command, "cp -r %s %s", lab->profile, copy);
  cr_assert_eq(system(command), 0);
  sotto_options options = lab->options;
  options.directory = copy;
  sotto *profile = NULL;
  cr_assert_eq(sotto_open(&options, &lab->consent, &lab->port, &profile), SOTTO_OK);
  uint32_t events = events_now(profile);
  sotto_close(profile);
  snprintf(command, sizeof command, "rm -r %s", copy);
  cr_assert_eq(system(command), 0);
  return events;
}

typedef struct fault {
  const char *what;
  sotto_status status;
  sotto_event event;
} fault;

#define EVENT(...)                                                                                 \
 { sizeof(sotto_event), .price_minor = -1, __VA_ARGS__ }
#define TENT                                                                                       \
 { "tent", 4 }

static const char long_id[129] = {'x'};

Test(recording, each_malformed_field_has_its_status_and_nothing_is_recorded) {
  const fault faults[] = {
      {"no type", SOTTO_E_EVENT_NAME, EVENT(.type = 0, .item = TENT)},
      {"type beyond", SOTTO_E_EVENT_NAME, EVENT(.type = 99, .item = TENT)},
      {"page beyond", SOTTO_E_EVENT_NAME, EVENT(.type = SOTTO_EVENT_SCREEN, .page = 77)},
      {"no item", SOTTO_E_EVENT_ITEM, EVENT(.type = SOTTO_EVENT_VIEW_ITEM)},
      {"long item", SOTTO_E_EVENT_ITEM,
       EVENT(.type = SOTTO_EVENT_VIEW_ITEM, .item = {long_id, 129})},
      {"broken UTF-8", SOTTO_E_EVENT_ITEM,
       EVENT(.type = SOTTO_EVENT_VIEW_ITEM, .item = {"\xc3\x28", 2})},
      {"NUL inside", SOTTO_E_EVENT_ITEM, EVENT(.type = SOTTO_EVENT_VIEW_ITEM, .item = {"a\0b", 3})},
      {"1999", SOTTO_E_EVENT_TIME,
       EVENT(.type = SOTTO_EVENT_VIEW_ITEM, .item = TENT, .time_ms = 946684799999)},
      {"two days ahead", SOTTO_E_EVENT_TIME,
       EVENT(.type = SOTTO_EVENT_VIEW_ITEM, .item = TENT,
             .time_ms = LAB_START_MS + 2 * (int64_t)LAB_DAY_MS)},
      {"negative time", SOTTO_E_EVENT_TIME,
       EVENT(.type = SOTTO_EVENT_VIEW_ITEM, .item = TENT, .time_ms = -5)},
      {"quantity", SOTTO_E_EVENT_AMOUNT,
       EVENT(.type = SOTTO_EVENT_PURCHASE, .item = TENT, .quantity = 1000001)},
      {"quantity of -1", SOTTO_E_EVENT_AMOUNT,
       EVENT(.type = SOTTO_EVENT_PURCHASE, .item = TENT, .quantity = (uint32_t)-1)},
      {"dwell", SOTTO_E_EVENT_AMOUNT,
       EVENT(.type = SOTTO_EVENT_DWELL, .item = TENT, .dwell_ms = LAB_DAY_MS + 1)},
  };
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    char detail[256];
    size_t size = sizeof detail;
    sotto_status status = sotto_record(profile, &faults[i].event);
    cr_assert_eq(status, faults[i].status, "%s: %s", faults[i].what, sotto_status_name(status));
    cr_assert_eq(sotto_error_detail(profile, detail, &size), SOTTO_OK);
    cr_assert(size > 0);
  }
  sotto_event priced = EVENT(.type = SOTTO_EVENT_PURCHASE, .item = TENT);
  priced.price_minor = -2;
  cr_assert_eq(sotto_record(profile, &priced), SOTTO_E_EVENT_AMOUNT);
  priced.price_minor = INT64_MAX;
  cr_assert_eq(sotto_record(profile, &priced), SOTTO_E_EVENT_AMOUNT);
  cr_assert_eq(events_now(profile), 0u);
  sotto_close(profile);
  lab_end(&lab);
}

static void expect_detail(sotto *profile, sotto_status status) {
  char detail[256];
  size_t size = sizeof detail;
  cr_assert_eq(sotto_error_detail(profile, detail, &size), SOTTO_OK);
  cr_assert_str_eq(detail, sotto_status_text(status));
}

Test(recording, an_older_struct_is_refused_by_size_and_null_by_argument) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  sotto_event event = EVENT(.type = SOTTO_EVENT_VIEW_ITEM, .item = TENT);
  event.struct_size = 4;
  cr_assert_eq(sotto_record(profile, &event), SOTTO_E_ARGUMENT);
  expect_detail(profile, SOTTO_E_ARGUMENT);
  sotto_request request;
  size_t count = 0;
  sotto_request_init(&request);
  request.limit = 101;
  cr_assert_eq(sotto_recommend(profile, &request, NULL, &count), SOTTO_E_LIMIT);
  expect_detail(profile, SOTTO_E_LIMIT);
  cr_assert_eq(sotto_record(profile, NULL), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_record(NULL, &event), SOTTO_E_ARGUMENT);
  event = (sotto_event)EVENT(.type = SOTTO_EVENT_VIEW_ITEM, .item = {NULL, 3});
  cr_assert_eq(sotto_record(profile, &event), SOTTO_E_ARGUMENT);
  sotto_close(profile);
  lab_end(&lab);
}

Test(recording, what_was_flushed_survives_a_crash_and_what_was_not_may_not) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  for (int i = 0; i < 3; i++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "stove");
  cr_assert_eq(events_now(profile), 4u);
  cr_assert_eq(events_after_crash(&lab), 3u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(recording, a_batch_commits_by_size) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  for (int i = 0; i < 63; i++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_after_crash(&lab), 0u);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_after_crash(&lab), 64u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(recording, a_batch_commits_by_time_on_tick) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  cr_assert_eq(events_after_crash(&lab), 0u);
  lab_pass(&lab, 5000);
  cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  cr_assert_eq(events_after_crash(&lab), 1u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(recording, what_is_older_than_the_retention_goes_and_the_rest_stays) {
  lab_world lab;
  lab_begin(&lab);
  lab.options.retention_days = 10;
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  lab_pass(&lab, 5 * (int64_t)LAB_DAY_MS);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "stove");
  cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  cr_assert_eq(lab_kept(profile, "event"), 2u);
  lab_pass(&lab, 6 * (int64_t)LAB_DAY_MS);
  cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  cr_assert_eq(lab_kept(profile, "event"), 1u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(recording, a_failing_clock_records_nothing) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab.store.now_ms = 5;
  cr_assert_eq(lab_try_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent"), SOTTO_E_PORT);
  lab.store.now_ms = LAB_START_MS;
  cr_assert_eq(events_now(profile), 0u);
  sotto_close(profile);
  lab_end(&lab);
}

/* No file of this process may grow beyond `bytes`, as on a full disk; 0 takes the limit away. */
static void limit_files(rlim_t bytes) {
  struct rlimit limit;
  cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = bytes ? bytes : limit.rlim_max;
  signal(SIGXFSZ, SIG_IGN);
  cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(recording, a_full_disk_loses_nothing_and_flush_says_so) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  limit_files(1024);
  for (int i = 0; i < 200; i++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_now(profile), 201u);
  sotto_status full = sotto_flush(profile);
  char detail[256];
  size_t size = sizeof detail;
  sotto_status told = sotto_error_detail(profile, detail, &size);
  int room = 0;
  while (room < 1000 && !lab_try_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent")) room++;
  limit_files(0);
  cr_assert(full == SOTTO_E_DISK_FULL || full == SOTTO_E_STORAGE, "%s", sotto_status_name(full));
  cr_assert(told == SOTTO_OK && size > 0);
  cr_assert_not_null(strstr(detail, "SQLite"), "the database's own words: %s", detail);
  cr_assert(room > 50 && room < 1000, "memory is bounded: %d more", room);
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(events_now(profile), 201u + (uint32_t)room);
  sotto_close(profile);
  lab_end(&lab);
}

Test(recording, a_forked_child_may_not_use_the_handle) {
  lab_world lab;
  uint64_t rows;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  const pid_t child = fork();
  if (child == 0) {
    int refused = lab_try_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent") == SOTTO_E_STATE &&
                  sotto_flush(profile) == SOTTO_E_STATE;
    sotto_close(profile);
    _exit(refused ? 0 : 1);
  }
  int state = -1;
  cr_assert_eq(waitpid(child, &state, 0), child);
  cr_assert_eq(state, 0);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(events_now(profile), 2u, "the child's close wrote nothing");
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  sotto_close(profile);
  lab_end(&lab);
}

static char logged[512];

static void take_line(void *context, int32_t level, const char *line) {
  (void)context, (void)level;
  snprintf(logged, sizeof logged, "%s", line);
}

Test(recording, why_a_profile_did_not_open_is_logged) {
  lab_world lab;
  sotto *profile = NULL;
  lab_begin(&lab);
  sotto_close(lab_open(&lab));
  lab.store.has_key = 0;
  lab.port.log = take_line;
  cr_assert_eq(lab_try_open(&lab, &profile), SOTTO_E_KEY_LOST);
  cr_assert_str_eq(logged, sotto_status_text(SOTTO_E_KEY_LOST));
  lab_end(&lab);
}
