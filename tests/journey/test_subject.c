/*
 * The person's rights: see everything in words, take it along and bring it back, erase it. A file
 * that is not an export changes nothing, and an import widens no consent.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

typedef struct document {
  char text[200000];
  size_t size, chunks;
  sotto_status answer; /* of every write */
} document;

static sotto_status take(void *context, sotto_bytes chunk) {
  document *file = context;
  if (file->answer) return file->answer;
  cr_assert_lt(file->size + chunk.size, sizeof file->text);
  memcpy(file->text + file->size, chunk.data, chunk.size);
  file->size += chunk.size;
  file->text[file->size] = 0;
  file->chunks++;
  return SOTTO_OK;
}

static document *export_all(sotto *profile) {
  static document file;
  memset(&file, 0, sizeof file);
  cr_assert_eq(sotto_profile_export(profile, take, &file), SOTTO_OK);
  return &file;
}

static sotto_status import_text(sotto *profile, const char *text, size_t *ret_events) {
  *ret_events = 777;
  return sotto_profile_import(profile, (sotto_bytes){(const uint8_t *)text, strlen(text)},
                              ret_events);
}

/* Two days with a purchase, an unknown item, a search and something said. */
static sotto *lived(lab_world *lab) {
  lab_begin(lab);
  sotto *profile = lab_open(lab);
  lab_install(lab, profile);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  lab_record(profile, SOTTO_EVENT_SEARCH, NULL);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "no \"such\" item");
  cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
  lab_pass(lab, 5 * LAB_MINUTE_MS);
  lab_record(profile, SOTTO_EVENT_PURCHASE, "stove");
  lab_pass(lab, LAB_DAY_MS);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "shoes");
  cr_assert_eq(sotto_state_preference(profile, lab_text("activity"), lab_text("climbing"), 90),
               SOTTO_OK);
  cr_assert_eq(sotto_state_preference(profile, lab_text("color"), lab_text("red"), -40), SOTTO_OK);
  return profile;
}

static uint32_t join(void *context, const sotto_kept *kept) {
  char *text = context;
  snprintf(text + strlen(text), 8000 - strlen(text), "%.*s: %.*s\n", (int)kept->kind.size,
           kept->kind.data, (int)kept->words.size, kept->words.data);
  return 0;
}

static void holds(const char *text, const char *part) {
  cr_assert_not_null(strstr(text, part), "\"%s\" is not in:\n%s", part, text);
}

Test(subject, everything_kept_is_told_in_plain_words) {
  lab_world lab;
  char text[8000] = "";
  sotto *profile = lived(&lab);
  cr_assert_eq(sotto_profile_each(profile, join, text), SOTTO_OK);
  holds(text, "event: You looked at Climbing rope.\n");
  holds(text, "event: You looked at no \"such\" item.\n");
  holds(text, "event: You searched; the words were not kept.\n");
  holds(text, "event: You bought Gas stove.\n");
  holds(text, "event: You put Climbing shoes into the cart.\n");
  holds(text, "statement: You said you like activity: climbing.\n");
  holds(text, "statement: You said you do not like colour: red.\n");
  holds(text, "affinity: You seem to care about activity: climbing.\n");
  holds(text, "session: ");
  sotto_close(profile);
  lab.options.locale = "es";
  profile = lab_open(&lab);
  text[0] = 0;
  cr_assert_eq(sotto_profile_each(profile, join, text), SOTTO_OK);
  holds(text, "event: Compraste Hornillo de gas.\n");
  holds(text, "statement: Dijiste que te gusta actividad: escalada.\n");
  sotto_close(profile);
  lab_end(&lab);
}

static uint32_t stop(void *context, const sotto_kept *kept) {
  (void)kept;
  return ++*(uint32_t *)context == 2;
}

Test(subject, a_visitor_may_stop) {
  lab_world lab;
  uint32_t seen = 0;
  sotto *profile = lived(&lab);
  cr_assert_eq(sotto_profile_each(profile, stop, &seen), SOTTO_OK);
  cr_assert_eq(seen, 2);
  sotto_close(profile);
  lab_end(&lab);
}

Test(subject, the_export_holds_the_profile_and_nothing_of_the_ledger) {
  lab_world lab;
  sotto *profile = lived(&lab);
  const document *file = export_all(profile);
  holds(file->text, "\"name\":\"purchase\"");
  holds(file->text, "\"item_id\":\"no \\\"such\\\" item\"");
  holds(file->text, "\"attribute\":\"activity\",\"value\":\"climbing\",\"strength\":90");
  holds(file->text, "\"keep\":{\"history\":\"granted\"");
  holds(file->text, "\"mindset\":\"");
  cr_assert_gt(file->chunks, 7, "written row by row");
  static const char *const words[] = {"ledger", "epsilon", "budget", "key", "report", "hash"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    cr_assert_null(strstr(file->text, words[i]), "%s", words[i]);
  sotto_close(profile);
  lab_end(&lab);
}

static uint32_t last_act(void *context, const sotto_audit_row *row) {
  *(sotto_act *)context = row->act;
  return 0;
}

Test(subject, an_export_is_logged_before_its_first_byte) {
  lab_world lab;
  sotto_act act = 0;
  document *file = calloc(1, sizeof *file);
  file->answer = SOTTO_E_STORAGE;
  sotto *profile = lived(&lab);
  cr_assert_eq(sotto_profile_export(profile, take, file), SOTTO_E_STORAGE, "the host's own status");
  cr_assert_eq(file->chunks, 0);
  cr_assert_eq(sotto_audit_each(profile, 0, last_act, &act), SOTTO_OK);
  cr_assert_eq(act, SOTTO_ACT_EXPORTED);
  free(file);
  sotto_close(profile);
  lab_end(&lab);
}

/* The answers a person sees, as text. */
static void answers(sotto *profile, char *ret_text, size_t capacity) {
  sotto_request request;
  sotto_pick picks[6];
  size_t count = 6, used = 0;
  sotto_mindset_info mindset;
  sotto_request_init(&request);
  request.slot = lab_text("home");
  cr_assert_eq(sotto_recommend(profile, &request, picks, &count), SOTTO_OK);
  for (size_t i = 0; i < count; i++)
    used +=
        (size_t)snprintf(ret_text + used, capacity - used, "%.*s %lld\n", (int)picks[i].item.size,
                         picks[i].item.data, (long long)picks[i].score_micro);
  cr_assert_eq(sotto_mindset_get(profile, &mindset), SOTTO_OK);
  snprintf(ret_text + used, capacity - used, "%s %.17g %u\n", sotto_mindset_name(mindset.state),
           mindset.purchase_score, (unsigned)mindset.events);
}

Test(subject, what_was_exported_imports_to_the_same_answers) {
  lab_world lab;
  char before[2000], after[2000];
  size_t events = 0;
  sotto *profile = lived(&lab);
  const document *file = export_all(profile);
  answers(profile, before, sizeof before);
  sotto_close(profile);
  sotto_receipt receipt;
  cr_assert_eq(sotto_erase(lab.profile, &lab.port, &receipt), SOTTO_OK);
  profile = lab_open(&lab);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  cr_assert_eq(import_text(profile, file->text, &events), SOTTO_OK);
  cr_assert_eq(events, 5);
  answers(profile, after, sizeof after);
  cr_assert_str_eq(before, after);
  sotto_close(profile);
  profile = lab_open(&lab);
  answers(profile, after, sizeof after);
  cr_assert_str_eq(before, after);
  sotto_close(profile);
  lab_end(&lab);
}

#define HEAD "{\"sotto_export\":1,\"events\":["
#define GOOD "{\"name\":\"view_item\",\"item_id\":\"rope\",\"time_ms\":1767600000000}"

Test(subject, what_is_not_an_export_is_refused_by_name_and_changes_nothing) {
  static const struct {
    const char *json;
    sotto_status status;
  } wrong[] = {
      {"{", SOTTO_E_JSON},
      {"[]", SOTTO_E_JSON},
      {"{\"events\":[]}", SOTTO_E_JSON},
      {"{\"sotto_export\":2,\"events\":[]}", SOTTO_E_FORMAT},
      {"{\"sotto_export\":1,\"events\":{}}", SOTTO_E_JSON},
      {HEAD GOOD ",7]}", SOTTO_E_JSON},
      {HEAD GOOD ",{\"name\":\"nothing\",\"time_ms\":1767600000000}]}", SOTTO_E_EVENT_NAME},
      {HEAD GOOD ",{\"name\":\"view_item\",\"time_ms\":1767600000000}]}", SOTTO_E_EVENT_ITEM},
      {HEAD GOOD ",{\"name\":\"search\"}]}", SOTTO_E_EVENT_TIME},
      {HEAD GOOD ",{\"name\":\"search\",\"time_ms\":0}]}", SOTTO_E_EVENT_TIME},
      {HEAD GOOD ",{\"name\":\"search\",\"time_ms\":1000}]}", SOTTO_E_EVENT_TIME},
      {HEAD GOOD ",{\"name\":\"search\",\"time_ms\":99999999999999}]}", SOTTO_E_EVENT_TIME},
      {HEAD GOOD ",{\"name\":\"search\",\"time_ms\":1767600000000,\"quantity\":-1}]}",
       SOTTO_E_EVENT_AMOUNT},
      {HEAD GOOD ",{\"name\":\"search\",\"time_ms\":1767600000000,\"quantity\":1.5}]}",
       SOTTO_E_EVENT_AMOUNT},
      {HEAD GOOD "],\"statements\":7}", SOTTO_E_JSON},
      {HEAD GOOD "],\"statements\":[{\"attribute\":\"\",\"value\":\"x\"}]}", SOTTO_E_EVENT_TEXT},
      {HEAD GOOD "],\"statements\":[{\"attribute\":\"a\",\"value\":\"x\",\"category\":\"none\"}]}",
       SOTTO_E_JSON},
      {HEAD GOOD "],\"statements\":[{\"attribute\":\"a\",\"value\":\"x\",\"category\":\"history\","
                 "\"strength\":101,\"time_ms\":1767600000000}]}",
       SOTTO_E_EVENT_AMOUNT},
      {HEAD GOOD "],\"statements\":[{\"attribute\":\"a\",\"value\":\"x\",\"category\":\"history\","
                 "\"strength\":1}]}",
       SOTTO_E_EVENT_TIME},
  };
  lab_world lab;
  size_t events = 0;
  sotto *profile = lived(&lab);
  const size_t kept = lab_kept(profile, "event");
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    const sotto_status status = import_text(profile, wrong[i].json, &events);
    cr_assert_eq(status, wrong[i].status, "%s: %s", wrong[i].json, sotto_status_name(status));
    cr_assert_eq(events, 777);
    cr_assert_eq(lab_kept(profile, "event"), kept, "%s", wrong[i].json);
  }
  cr_assert_eq(import_text(profile, HEAD GOOD "]}", &events), SOTTO_OK);
  cr_assert_eq(events, 1);
  cr_assert_eq(lab_kept(profile, "event"), kept + 1);
  sotto_close(profile);
  lab_end(&lab);
}

Test(subject, an_import_widens_no_consent) {
  lab_world lab;
  size_t events = 0;
  sotto *profile = lived(&lab);
  const document *file = export_all(profile);
  sotto_close(profile);
  sotto_receipt receipt;
  cr_assert_eq(sotto_erase(lab.profile, &lab.port, &receipt), SOTTO_OK);
  lab.consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_KEEP] = SOTTO_DENIED;
  profile = lab_open(&lab);
  cr_assert_eq(import_text(profile, file->text, &events), SOTTO_OK);
  cr_assert_eq(events, 0);
  cr_assert_eq(lab_kept(profile, "event"), 0);
  cr_assert_eq(lab_kept(profile, "statement"), 2, "internal may be kept");
  sotto_consent now;
  cr_assert_eq(sotto_consent_get(profile, &now), SOTTO_OK);
  cr_assert_eq(now.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_KEEP], SOTTO_DENIED);
  sotto_close(profile);
  lab_end(&lab);
}

static uint64_t balance(sotto *profile) {
  sotto_budget budget;
  cr_assert_eq(sotto_budget_get(profile, &budget), SOTTO_OK);
  return budget.balance_micro;
}

Test(subject, an_import_empties_the_balance) {
  lab_world lab;
  size_t events;
  sotto *profile = lived(&lab);
  const char *text = export_all(profile)->text;
  cr_assert_eq(balance(profile), 0);
  for (int week = 0; week < 3; week++) {
    lab_pass(&lab, 7 * (int64_t)LAB_DAY_MS);
    cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  }
  uint64_t saved = balance(profile);
  cr_assert_gt(saved, 0);
  cr_assert_eq(import_text(profile, "{\"sotto_export\":1,\"events\":[7]}", &events), SOTTO_E_JSON);
  cr_assert_eq(balance(profile), saved, "what was refused empties nothing");
  cr_assert_eq(import_text(profile, text, &events), SOTTO_OK);
  cr_assert_eq(balance(profile), 0);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(balance(profile), 0);
  sotto_close(profile);
  lab_end(&lab);
}

Test(subject, a_scope_that_is_not_exactly_one_kind_forgets_nothing) {
  lab_world lab;
  sotto_scope scope;
  size_t rows = 777;
  sotto *profile = lived(&lab);
  const size_t kept = lab_kept(profile, "event");
  sotto_scope_init(&scope);
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_E_ARGUMENT);
  scope.kind = SOTTO_FORGET_ITEM;
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_E_ARGUMENT);
  scope.item = lab_text("rope");
  scope.to_ms = 5;
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_E_ARGUMENT);
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_PERIOD;
  scope.from_ms = scope.to_ms = 5;
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_E_ARGUMENT);
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_VALUE;
  scope.attribute = lab_text("color");
  scope.value = lab_text("no such value");
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_E_MISSING);
  cr_assert_eq(rows, 777);
  cr_assert_eq(lab_kept(profile, "event"), kept);
  sotto_close(profile);
  lab_end(&lab);
}

static uint32_t find_word(void *context, const sotto_audit_row *row) {
  const char *word = context;
  for (size_t i = 0; i + strlen(word) <= row->detail.size; i++)
    cr_assert_neq(memcmp(row->detail.data + i, word, strlen(word)), 0, "%s is in the log", word);
  cr_assert_neq(row->act, SOTTO_ACT_EVENTS, "covered by a checkpoint");
  return 0;
}

Test(subject, what_was_forgotten_is_named_nowhere) {
  lab_world lab;
  sotto_scope scope;
  size_t rows = 0;
  uint8_t key[SOTTO_KEY_SIZE];
  uint64_t audited = 0;
  sotto *profile = lived(&lab);
  memcpy(key, lab.store.key, sizeof key);
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ITEM;
  scope.item = lab_text("stove");
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_OK);
  cr_assert_eq(rows, 1);
  cr_assert_arr_neq(key, lab.store.key, sizeof key, "the key store's secret was replaced");
  cr_assert_null(strstr(export_all(profile)->text, "stove"));
  cr_assert_eq(sotto_audit_each(profile, 0, find_word, "stove"), SOTTO_OK);
  cr_assert_eq(sotto_audit_verify(profile, &audited), SOTTO_OK);
  sotto_close(profile);
  lab_end(&lab);
}

Test(subject, an_erase_leaves_no_file_and_says_how_strong_it_was) {
  lab_world lab;
  sotto_receipt receipt;
  sotto *profile = lived(&lab);
  cr_assert_eq(sotto_erase(lab.profile, &lab.port, &receipt), SOTTO_E_BUSY);
  sotto_close(profile);
  cr_assert_eq(sotto_erase(lab.profile, &lab.port, &receipt), SOTTO_OK);
  cr_assert_eq(receipt.key_destroyed, 1);
  cr_assert_eq(receipt.strength, SOTTO_STRENGTH_MEMORY);
  cr_assert_eq(lab_files(&lab), 0);
  cr_assert_eq(sotto_erase(lab.profile, &lab.port, &receipt), SOTTO_OK, "again");
  cr_assert_eq(sotto_erase("", &lab.port, &receipt), SOTTO_E_ARGUMENT);
  profile = lab_open(&lab);
  cr_assert_eq(lab_kept(profile, "event"), 0);
  sotto_close(profile);
  lab_end(&lab);
}
