/*
 * The person's own version of the brief: for each category how many lines are kept and since when,
 * where they are, who can read them, and what left so far. Counts and dates only: it may be shown
 * on a screen that others see. What is kept line by line is sotto_profile_each()'s.
 */
#include <string.h>

#include "base/epoch.h"
#include "flow/brief.h"
#include "flow/outlook.h"
#include "flow/recall.h"
#include "vault/setting_rows.h"

#define FILE_NAME "profile.db"

/* What is counted. */
typedef struct tally {
  const sotto *profile;
  so_words words;
  uint32_t lines[SOTTO_CATEGORY_COUNT];
  int64_t since_ms[SOTTO_CATEGORY_COUNT]; /* of the oldest line */
  uint32_t made[SOTTO_CATEGORY_COUNT];    /* affinities that are worked out, in memory */
  uint32_t affinities;                    /* all of them */
  uint32_t answers;                       /* given with noise */
  uint32_t handed; /* times the profile or parts of it were handed over or taken along */
  uint32_t on_disk;
} tally;

static void count(tally *of, sotto_category category, int64_t time_ms) {
  if (category >= SOTTO_CATEGORY_COUNT) return;
  if (!of->lines[category]++ || time_ms < of->since_ms[category]) of->since_ms[category] = time_ms;
}

static sotto_status count_event(void *context, const so_event_row *row) {
  count(context, row->category, row->time_ms);
  return SOTTO_OK;
}

static sotto_status count_statement(void *context, const so_statement_row *row) {
  count(context, row->category, row->time_ms);
  return SOTTO_OK;
}

static uint32_t count_affinity(void *context, const sotto_affinity *affinity) {
  tally *of = context;
  if (affinity->stated) return 0;
  of->affinities++;
  of->made[affinity->category]++;
  return 0;
}

static uint32_t count_act(void *context, const sotto_audit_row *row) {
  tally *of = context;
  of->answers += row->act == SOTTO_ACT_ANSWERED;
  of->handed += row->act == SOTTO_ACT_EXPORTED || row->act == SOTTO_ACT_CARRIED;
  return 0;
}

static sotto_status count_all(sotto *profile, sotto_text locale, tally *ret_of) {
  so_vault *vault = profile->vault;
  memset(ret_of, 0, sizeof *ret_of);
  ret_of->profile = profile;
  ret_of->on_disk = !so_vault_is_memory(vault);
  so_brief_language(profile, locale, &ret_of->words);
  sotto_status status = so_event_rows_each(vault, 0, count_event, ret_of);
  for (uint32_t n = 0; n < profile->batch_count; n++)
    (void)count_event(ret_of, &profile->batch[n].row);
  if (!status) status = so_statement_rows_each(vault, count_statement, ret_of);
  if (!status) status = so_vault_audit_each(vault, 0, count_act, ret_of);
  status = so_handle_vault(profile, status);
  if (!status && so_handle_pack(profile))
    status = so_outlook_affinities(profile, (sotto_text){NULL, 0}, count_affinity, ret_of);
  return status;
}

static void write_place(const tally *of, so_sink *sink) {
  const sotto_port *port = &of->profile->port;
  so_sink_member_text(sink, "place", so_text_of(of->on_disk ? "file" : "memory"));
  if (of->on_disk) {
    so_sink_member_text(sink, "directory", so_text_of(of->profile->directory));
    so_sink_member_text(sink, "file", so_text_of(FILE_NAME));
  }
  so_sink_member_text(sink, "key_store", so_text_of(port->store_name ? port->store_name : ""));
}

static void write_category(const tally *of, sotto_category category, so_sink *sink) {
  static const char *const verdicts[] = {"unknown", "granted", "denied"};
  const sotto_consent *consent = &of->profile->consent;
  so_sink_string(sink, category ? ",{" : "{");
  so_sink_member_text(sink, "category", so_text_of(sotto_category_name(category)));
  so_sink_member_number(sink, "lines", of->lines[category]);
  if (of->lines[category]) so_sink_member_number(sink, "since_ms", of->since_ms[category]);
  so_sink_member_number(sink, "worked_out", of->made[category]);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    so_sink_member_text(sink, sotto_purpose_name(purpose),
                        so_text_of(verdicts[so_consent_rule_verdict(consent, category, purpose)]));
  so_sink_string(sink, "}");
}

sotto_status so_brief_person_json(sotto *profile, const sotto_brief_request *request,
                                  so_sink *sink) {
  tally of;
  sotto_status status = count_all(profile, request->locale, &of);
  if (status) return status;
  so_sink_member_number(sink, "sotto_brief", 1);
  so_sink_member_text(sink, "reader", so_text_of("person"));
  so_sink_member_text(sink, "locale", so_text_of(of.words.locale));
  so_sink_member(sink, "kept");
  so_sink_string(sink, "[");
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    write_category(&of, category, sink);
  so_sink_string(sink, "]");
  write_place(&of, sink);
  so_sink_member_number(sink, "affinities", of.affinities);
  so_sink_member_number(sink, "answers", of.answers);
  so_sink_member_number(sink, "handed_over", of.handed);
  so_sink_string(sink, "}");
  return SOTTO_OK;
}

/* Year, month and day of a UTC day: H. Hinnant, chrono-compatible low-level date algorithms. */
void so_brief_date(const so_words *words, int64_t time_ms, so_sink *sink) {
  char year_text[24], day_text[24];
  so_sink year_sink = so_sink_of(year_text, sizeof year_text);
  so_sink day_sink = so_sink_of(day_text, sizeof day_text);
  const int64_t days = so_epoch_day_of(time_ms) + 719468, era = days / 146097;
  const int64_t of_era = days % 146097;
  const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month = (5 * of_year + 2) / 153; /* 0 is March */
  so_sink_i64(&day_sink, of_year - (153 * month + 2) / 5 + 1);
  so_sink_i64(&year_sink, year_of_era + era * 400 + (month >= 10));
  const so_message name = (so_message)(SO_MESSAGE_BRIEF_JANUARY + (int)((month + 2) % 12));
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(&day_sink),
                                                  so_text_of(so_message_pattern(words, name)),
                                                  so_sink_view(&year_sink)};
  so_message_write(sink, words, SO_MESSAGE_BRIEF_DATE, parts);
}

/* A telling: where sentences go. */
typedef struct telling {
  const tally *of;
  sotto_brief_fn visit;
  void *context;
  uint32_t stopped;
} telling;

static void tell(telling *in, uint32_t kind, so_message message, const sotto_text *parts) {
  char words[2 * SO_SENTENCE_MAX];
  so_sink sink = so_sink_of(words, sizeof words);
  if (in->stopped) return;
  so_message_write(&sink, &in->of->words, message, parts);
  const sotto_brief_line line = {kind, so_sink_view(&sink)};
  in->stopped = in->visit(in->context, &line);
}

static void tell_numbers(telling *in, so_message message, uint32_t first, uint32_t second) {
  char room[2][16];
  so_sink sinks[2] = {so_sink_of(room[0], sizeof room[0]), so_sink_of(room[1], sizeof room[1])};
  so_sink_u64(&sinks[0], first);
  so_sink_u64(&sinks[1], second);
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(&sinks[0]), so_sink_view(&sinks[1])};
  tell(in, SOTTO_BRIEF_WHERE, message, parts);
}

static void tell_category(telling *in, sotto_category category) {
  const tally *of = in->of;
  char room[2][16], date[64];
  so_sink lines = so_sink_of(room[0], 16), made = so_sink_of(room[1], 16);
  so_sink since = so_sink_of(date, sizeof date);
  const so_message name = (so_message)(SO_MESSAGE_BRIEF_OF_HISTORY + (int)category);
  so_sink_u64(&lines, of->lines[category]);
  so_sink_u64(&made, of->made[category]);
  if (of->lines[category]) so_brief_date(&of->words, of->since_ms[category], &since);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_text_of(so_message_pattern(&of->words, name)),
                                            so_sink_view(&lines), so_sink_view(&since)};
  tell(in, SOTTO_BRIEF_KEPT,
       !of->lines[category]       ? SO_MESSAGE_BRIEF_KEPT_NONE
       : of->lines[category] == 1 ? SO_MESSAGE_BRIEF_KEPT_ONE
                                  : SO_MESSAGE_BRIEF_KEPT,
       parts);
  parts[1] = so_sink_view(&made);
  if (of->made[category]) tell(in, SOTTO_BRIEF_KEPT, SO_MESSAGE_BRIEF_WORKED_OUT, parts);
}

static void tell_place(telling *in) {
  const sotto *profile = in->of->profile;
  char path[SO_SENTENCE_MAX];
  so_sink sink = so_sink_of(path, sizeof path);
  if (in->of->on_disk) {
    so_sink_string(&sink, profile->directory);
    so_sink_string(&sink, "/" FILE_NAME);
  }
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(&sink)};
  tell(in, SOTTO_BRIEF_WHERE, in->of->on_disk ? SO_MESSAGE_BRIEF_FILE : SO_MESSAGE_BRIEF_MEMORY,
       parts);
  parts[0] = so_text_of(profile->port.store_name ? profile->port.store_name : "?");
  if (in->of->on_disk) tell(in, SOTTO_BRIEF_WHERE, SO_MESSAGE_BRIEF_READERS, parts);
}

sotto_status so_brief_person_say(sotto *profile, const sotto_brief_request *request,
                                 sotto_brief_fn visit, void *context) {
  tally of;
  telling in = {&of, visit, context, 0};
  sotto_status status = count_all(profile, request->locale, &of);
  if (status) return status;
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    tell_category(&in, category);
  tell_numbers(&in, SO_MESSAGE_BRIEF_MADE, of.affinities, 0);
  tell_place(&in);
  tell_numbers(&in, SO_MESSAGE_BRIEF_LEFT, of.answers, of.handed);
  return SOTTO_OK;
}
