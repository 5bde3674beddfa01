/*
 * Canary words of every category go in as item ids, attribute values, statements and the free text
 * of events. They must never stand in any file of the profile, any temporary file, any report, any
 * row of the audit log, any line of the log or any error detail. The control proves that the search
 * would find them.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../journey/lab.h"

/* Every canary begins so; each category adds its name. */
#define MARK "canaryq"

static char logged[65536];

static void take_log(void *context, int32_t level, const char *line) {
  (void)context, (void)level;
  strncat(logged, line, sizeof logged - strlen(logged) - 1);
}

static void put(const lab_world *lab, const char *name, const char *text) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", lab->root, name);
  FILE *file = fopen(path, "w");
  cr_assert_not_null(file);
  fputs(text, file);
  fclose(file);
}

/* A shop whose every attribute belongs to another category. */
static void build_shop(lab_world *lab) {
  char brand[4096] =
      "{\"brand\":\"Lab\",\"currency\":\"EUR\",\"locales\":[\"en\"],"
      "\"default_locale\":\"en\",\"feeds\":{\"en\":\"en.tsv\"},\"attributes\":["
      "{\"key\":\"product_type\",\"column\":\"product_type\",\"category\":\"internal\","
      "\"label\":{\"en\":\"kind\"}}";
  char feed[8192] = "id\ttitle\tavailability\tprice\tproduct_type";
  char path[96];
  sotto_build_options options;
  sotto_build_result result;
  for (sotto_category category = 1; category < SOTTO_CATEGORY_COUNT; category++) {
    const char *name = sotto_category_name(category);
    size_t at = strlen(brand);
    snprintf(
        brand + at, sizeof brand - at,
        ",{\"key\":\"%s\",\"column\":\"attr_%s\",\"category\":\"%s\",\"label\":{\"en\":\"%s\"}}",
        name, name, name, name);
    at = strlen(feed);
    snprintf(feed + at, sizeof feed - at, "\tattr_%s", name);
  }
  strncat(brand,
          "],\"questions\":[{\"name\":\"mindset\",\"kind\":\"mindset\",\"trust\":\"local\","
          "\"unit\":\"device\",\"epsilon_micro\":1000000,\"minimum_batch\":1000}]}",
          sizeof brand - strlen(brand) - 1);
  for (int item = 0; item < 12; item++) {
    size_t at = strlen(feed);
    snprintf(feed + at, sizeof feed - at, "\n%shistory%d\tThing %d\tin_stock\t9.90 EUR\tThings",
             MARK, item, item);
    for (sotto_category category = 1; category < SOTTO_CATEGORY_COUNT; category++) {
      at = strlen(feed);
      snprintf(feed + at, sizeof feed - at, "\t%s%s%d", MARK, sotto_category_name(category),
               item % 2);
    }
  }
  put(lab, "en.tsv", feed);
  put(lab, "brand.json", brand);
  snprintf(path, sizeof path, "%s/brand.json", lab->root);
  snprintf(lab->pack, sizeof lab->pack, "%s/shop.sottopack", lab->root);
  sotto_build_options_init(&options);
  options.brand_file = path;
  options.output_file = lab->pack;
  options.signing_key = lab->keys.signing_secret;
  options.report_key = lab->keys.report_public;
  options.created_ms = lab->store.now_ms;
  options.sequence = 1;
  cr_assert_eq(sotto_build(&options, &result), SOTTO_OK);
}

static void no_canary(const char *where, const void *data, size_t size) {
  cr_assert_null(memmem(data, size, MARK, strlen(MARK)), "a canary stands in %s", where);
}

static void no_canary_in_detail(sotto *profile) {
  char detail[512];
  size_t size = sizeof detail;
  cr_assert_eq(sotto_error_detail(profile, detail, &size), SOTTO_OK);
  no_canary("the error detail", detail, size);
}

static void state_all(sotto *profile) {
  for (sotto_category category = 1; category < SOTTO_CATEGORY_COUNT; category++) {
    char value[64];
    const char *name = sotto_category_name(category);
    snprintf(value, sizeof value, "%s%s0", MARK, name);
    cr_assert_eq(sotto_state_preference(profile, lab_text(name), lab_text(value), 80), SOTTO_OK);
    snprintf(value, sizeof value, "%s%s-unknown", MARK, name);
    cr_assert_eq(sotto_state_preference(profile, lab_text(name), lab_text(value), 80),
                 SOTTO_E_MISSING);
    no_canary_in_detail(profile);
  }
}

static void send_json(sotto *profile) {
  size_t count = 0;
  const char *json = "{\"user_id\":\"" MARK "tracking\",\"name\":\"search\",\"params\":{"
                     "\"search_term\":\"" MARK "external\",\"result_count\":3}}";
  const char *broken = "{\"name\":\"" MARK "social\",\"params\":{\"items\":[{\"item_id\":\"" MARK
                       "\",\"price\":\"" MARK "\"}]}}";
  cr_assert_eq(
      sotto_record_json(profile, (sotto_bytes){(const uint8_t *)json, strlen(json)}, &count),
      SOTTO_OK);
  cr_assert_eq(
      sotto_record_json(profile, (sotto_bytes){(const uint8_t *)broken, strlen(broken)}, &count),
      SOTTO_E_EVENT_NAME);
  no_canary_in_detail(profile);
}

static uint32_t look_at_report(void *context, const sotto_report *report) {
  (*(int *)context)++;
  no_canary("a report", report->body.data, report->body.size);
  return 0;
}

static uint32_t look_at_row(void *context, const sotto_audit_row *row) {
  (*(int *)context)++;
  no_canary("an audit row", row->detail.data, row->detail.size);
  no_canary("an audit sentence", row->words.data, row->words.size);
  return 0;
}

static uint32_t answer_it(void *context, const sotto_preview *preview) {
  memcpy(context, preview->question, SOTTO_QUESTION_ID_SIZE);
  return 0;
}

/* A life with every kind of call that takes words. */
static void live(lab_world *lab, sotto *profile) {
  for (int round = 0; round < 3; round++) {
    for (int item = 0; item < 12; item++) {
      char id[64];
      snprintf(id, sizeof id, "%shistory%d", MARK, item);
      lab_record(profile, SOTTO_EVENT_VIEW_ITEM, id);
      lab_record(profile, SOTTO_EVENT_PURCHASE, id);
    }
    lab_record(profile, SOTTO_EVENT_VIEW_ITEM, MARK "history-unknown");
    cr_assert_eq(lab_try_record(profile, SOTTO_EVENT_VIEW_ITEM, MARK "\xff"), SOTTO_E_EVENT_ITEM);
    no_canary_in_detail(profile);
    send_json(profile);
    cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
    lab_pass(lab, 7 * (int64_t)LAB_DAY_MS);
    cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  }
  state_all(profile);
}

Test(canary, words_of_every_category_stand_in_no_file_report_log_or_detail) {
  lab_world lab;
  char temporary[96];
  uint8_t question[SOTTO_QUESTION_ID_SIZE];
  int reports = 0;
  int rows = 0;
  lab_begin(&lab);
  snprintf(temporary, sizeof temporary, "%s/profile/tmp", lab.root);
  lab.port.log = take_log;
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  sotto *profile = lab_open(&lab);
  cr_assert_eq(mkdir(temporary, 0700), 0);
  cr_assert_eq(setenv("SQLITE_TMPDIR", temporary, 1), 0);
  cr_assert_eq(setenv("TMPDIR", temporary, 1), 0);
  build_shop(&lab);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  live(&lab, profile);
  cr_assert_eq(sotto_question_each(profile, answer_it, question), SOTTO_OK);
  cr_assert_eq(sotto_question_answer(profile, question), SOTTO_OK);
  cr_assert_eq(sotto_outbox_each(profile, look_at_report, &reports), SOTTO_OK);
  cr_assert_eq(sotto_audit_each(profile, 0, look_at_row, &rows), SOTTO_OK);
  cr_assert(reports == 1 && rows > 5);
  cr_assert_not(lab_files_hold(&lab, MARK), "while open");
  sotto_close(profile);
  cr_assert_not(lab_files_hold(&lab, MARK), "after close");
  no_canary("the log", logged, strlen(logged));
  profile = lab_open(&lab);
  cr_assert(lab_kept(profile, "event") > 70, "the profile itself does know them");
  sotto_close(profile);
  put(&lab, "profile/control", "xx" MARK "xx");
  cr_assert(lab_files_hold(&lab, MARK), "the search finds what is there");
  lab_end(&lab);
}

/* The bytes of one file of the profile. */
static size_t read_file(const lab_world *lab, const char *name, uint8_t **ret_bytes) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", lab->profile, name);
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file);
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  *ret_bytes = malloc(size + 1);
  rewind(file);
  cr_assert_eq(fread(*ret_bytes, 1, size, file), size);
  fclose(file);
  return size;
}

static int same_file(const lab_world *lab, const char *name, const uint8_t *bytes, size_t size) {
  uint8_t *now = NULL;
  size_t now_size = read_file(lab, name, &now);
  int same = now_size == size && memcmp(now, bytes, size) == 0;
  free(now);
  return same;
}

Test(canary, after_a_withdrawal_not_one_byte_more_is_written) {
  lab_world lab;
  uint8_t *database = NULL;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_PURCHASE, MARK "history1");
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    sotto_consent_fill(&lab.consent, purpose, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  size_t size = read_file(&lab, "profile.db", &database);
  lab_record(profile, SOTTO_EVENT_PURCHASE, MARK "history2");
  cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
  lab_pass(&lab, LAB_DAY_MS);
  cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  cr_assert(same_file(&lab, "profile.db", database, size), "while open");
  sotto_close(profile);
  cr_assert(same_file(&lab, "profile.db", database, size), "after close");
  profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_PURCHASE, MARK "history3");
  cr_assert_eq(lab_kept(profile, "event"), 0u);
  sotto_close(profile);
  cr_assert(same_file(&lab, "profile.db", database, size), "after another open");
  free(database);
  lab_end(&lab);
}
