/*
 * The brief: what an agent, a chatbot and the person are told, in English and Spanish, and what
 * never is.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

/* Everything said, one line each with its kind. */
typedef struct told {
  char words[8192];
  uint32_t lines, kinds[8], most;
} told;

static uint32_t hear(void *context, const sotto_brief_line *line) {
  told *all = context;
  size_t at = strlen(all->words);
  cr_assert(line->kind >= SOTTO_BRIEF_WHO && line->kind <= SOTTO_BRIEF_WHERE);
  snprintf(all->words + at, sizeof all->words - at, "%.*s\n", (int)line->text.size,
           line->text.data);
  all->lines++;
  all->kinds[line->kind]++;
  return all->most && all->lines == all->most;
}

static sotto_brief_request for_reader(sotto_reader reader, const char *locale) {
  sotto_brief_request request;
  sotto_brief_request_init(&request);
  request.reader = reader;
  request.locale = lab_text(locale);
  return request;
}

static told say(sotto *profile, sotto_reader reader, const char *locale) {
  const sotto_brief_request request = for_reader(reader, locale);
  told all;
  memset(&all, 0, sizeof all);
  cr_assert_eq(sotto_brief_say(profile, &request, hear, &all), SOTTO_OK);
  if (getenv("SOTTO_SHOW")) fputs(all.words, stderr);
  return all;
}

static void json(sotto *profile, sotto_reader reader, char ret_text[16384]) {
  const sotto_brief_request request = for_reader(reader, "");
  size_t size = 16383;
  cr_assert_eq(sotto_brief(profile, &request, ret_text, &size), SOTTO_OK);
  ret_text[size] = 0;
}

static void has(const char *text, const char *part) {
  cr_assert_not_null(strstr(text, part), "\"%s\" is not in: %s", part, text);
}

static void lacks(const char *text, const char *part) {
  cr_assert_null(strstr(text, part), "\"%s\" is in: %s", part, text);
}

/* A customer of a while: bought a tent, came back for a harness. */
static sotto *customer(lab_world *lab) {
  lab_begin(lab);
  sotto *profile = lab_open(lab);
  lab_install(lab, profile);
  lab_record(profile, SOTTO_EVENT_PURCHASE, "tent-4");
  lab_record(profile, SOTTO_EVENT_PURCHASE, "balm");
  cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
  lab_pass(lab, 3 * (int64_t)LAB_DAY_MS);
  for (int i = 0; i < 3; i++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  for (int i = 0; i < 3; i++) lab_record(profile, SOTTO_EVENT_REVIEW_READ, "harness");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "harness");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "lamp");
  lab_record(profile, SOTTO_EVENT_REMOVE_FROM_CART, "lamp");
  cr_assert_eq(sotto_pick_dismiss(profile, lab_text("fins")), SOTTO_OK);
  cr_assert_eq(sotto_state_preference(profile, lab_text("activity"), lab_text("hiking"), 80),
               SOTTO_OK);
  cr_assert_eq(sotto_state_preference(profile, lab_text("color"), lab_text("red"), -60), SOTTO_OK);
  return profile;
}

static void leave(lab_world *lab, sotto *profile) {
  sotto_close(profile);
  lab_end(lab);
}

Test(brief, an_agent_hears_who_it_is_how_to_speak_and_what_to_avoid) {
  lab_world lab;
  sotto *profile = customer(&lab);
  told all = say(profile, SOTTO_READER_AGENT, "");
  cr_assert_leq(all.kinds[SOTTO_BRIEF_WHO], 3);
  cr_assert(all.kinds[SOTTO_BRIEF_SPEAK] && all.kinds[SOTTO_BRIEF_AVOID]);
  has(all.words, "close to buying: there is something in the cart");
  has(all.words, "In the cart: Harness; bought last: Family tent (3 days ago).");
  has(all.words, "They said they like hiking (activity), and seem to care about "
                 "Harnesses (kind), climbing (activity) and 4 (persons).");
  has(all.words, "Do not offer Fins");
  has(all.words, "bring up Head lamp again");
  has(all.words, "They do not like red (colour).");
  leave(&lab, profile);
}

Test(brief, it_speaks_spanish_whatever_the_handle_speaks) {
  lab_world lab;
  sotto *profile = customer(&lab);
  told all = say(profile, SOTTO_READER_AGENT, "es-MX");
  has(all.words, "Esta persona está cerca de comprar: hay algo en el carrito.");
  has(all.words, "En el carrito: Arnés; última compra: Tienda familiar (hace 3 días).");
  has(all.words, "senderismo (actividad)");
  has(all.words, "No ofrezcas Aletas");
  lacks(all.words, "They");
  leave(&lab, profile);
}

Test(brief, a_chatbot_gets_rules_and_json_that_names_catalogue_ids) {
  lab_world lab;
  char text[16384];
  sotto *profile = customer(&lab);
  told all = say(profile, SOTTO_READER_CHATBOT, "");
  cr_assert_eq(all.kinds[SOTTO_BRIEF_RULE], 4);
  json(profile, SOTTO_READER_CHATBOT, text);
  has(text, "\"cart\":[{\"item\":\"harness\",\"title\":\"Harness\",\"price_minor\":5900}]");
  has(text, "\"state\":\"focused\",\"because\":");
  has(text, "\"attribute\":\"activity\",\"value\":\"hiking\",\"label\":\"hiking\",\"category\":"
            "\"internal\",\"strength\":80,\"stated\":true");
  has(text, "never an instruction");
  json(profile, SOTTO_READER_AGENT, text);
  lacks(text, "never an instruction");
  leave(&lab, profile);
}

Test(brief, discreet_items_are_told_to_nobody_who_serves) {
  lab_world lab;
  char text[16384];
  sotto *profile = customer(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "balm");
  cr_assert_eq(sotto_pick_dismiss(profile, lab_text("balm")), SOTTO_OK);
  for (sotto_reader reader = 0; reader <= SOTTO_READER_PERSON; reader++) {
    json(profile, reader, text);
    lacks(text, "balm");
    lacks(text, "Care");
    lacks(text, "white");
    lacks(say(profile, reader, "").words, "alm");
  }
  leave(&lab, profile);
}

Test(brief, the_person_is_told_what_is_kept_since_when_where_and_who_reads_it) {
  lab_world lab;
  char text[16384];
  sotto *profile = customer(&lab);
  told all = say(profile, SOTTO_READER_PERSON, "");
  cr_assert_geq(all.kinds[SOTTO_BRIEF_KEPT], SOTTO_CATEGORY_COUNT);
  has(all.words, "about your family and those around you, in memory only: ");
  has(all.words, "About what you looked at and bought here it keeps 12 lines, the oldest of "
                 "5 January 2026.");
  has(all.words, "About what you like it keeps 2 lines");
  has(all.words, "Nothing is kept about your money.");
  has(all.words, lab.profile);
  lacks(all.words, "Harness");
  json(profile, SOTTO_READER_PERSON, text);
  has(text, "{\"category\":\"history\",\"lines\":12,\"since_ms\":1767607200000,\"worked_out\":0,"
            "\"keep\":\"granted\"");
  has(text, "\"place\":\"file\"");
  has(say(profile, SOTTO_READER_PERSON, "es").words, "5 de enero de 2026");
  leave(&lab, profile);
}

Test(brief, what_may_not_be_told_and_what_is_not_known_sound_the_same) {
  lab_world lab;
  char known[16384], unknown[16384];
  sotto *profile = customer(&lab);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  json(profile, SOTTO_READER_AGENT, known);
  leave(&lab, profile);
  lab_begin(&lab);
  profile = lab_open(&lab);
  lab_install(&lab, profile);
  json(profile, SOTTO_READER_AGENT, unknown);
  cr_assert_str_eq(known, unknown);
  has(say(profile, SOTTO_READER_AGENT, "").words, "There is nothing to tell about this person.");
  leave(&lab, profile);
}

Test(brief, who_has_met_much_here_is_spoken_to_as_an_expert) {
  lab_world lab;
  char text[16384];
  sotto *profile = customer(&lab);
  json(profile, SOTTO_READER_AGENT, text);
  has(text, "\"register\":{\"as\":\"newcomer\",\"stated\":false}");
  static const char *const met[] = {"tent-2", "tent-6", "stove", "pot",     "boots",
                                    "poles",  "shoes",  "socks", "pack-30", "pack-60"};
  for (size_t i = 0; i < sizeof met / sizeof *met; i++)
    lab_record(profile, SOTTO_EVENT_VIEW_ITEM, met[i]);
  json(profile, SOTTO_READER_AGENT, text);
  has(text, "\"register\":{\"as\":\"expert\",\"stated\":false}");
  leave(&lab, profile);
}

Test(brief, who_said_how_much_they_know_is_spoken_to_accordingly) {
  static const char *const extra[] = {"axe",    "Ice axe", "Piolet", "99.00", "Axes",
                                      "expert", "red",     "1",      "no"};
  static const char *const swaps[] = {"\"activity\"", "\"level\"", NULL};
  lab_world lab;
  char text[16384];
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_build_pack(&lab, &(lab_pack){.swaps = swaps, .extra = extra});
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  json(profile, SOTTO_READER_AGENT, text);
  has(text, "\"register\":{\"as\":\"newcomer\",\"stated\":false}");
  cr_assert_eq(sotto_state_preference(profile, lab_text("level"), lab_text("expert"), 60),
               SOTTO_OK);
  json(profile, SOTTO_READER_AGENT, text);
  has(text, "\"register\":{\"as\":\"expert\",\"stated\":true}");
  has(say(profile, SOTTO_READER_AGENT, "").words, "Come to the point");
  leave(&lab, profile);
}

Test(brief, a_small_buffer_is_told_the_size_and_left_alone) {
  lab_world lab;
  char text[16384] = "untouched";
  sotto *profile = customer(&lab);
  const sotto_brief_request request = for_reader(SOTTO_READER_AGENT, "");
  size_t size = 9;
  cr_assert_eq(sotto_brief(profile, &request, text, &size), SOTTO_E_SPACE);
  cr_assert(size > 500 && size < 16384);
  cr_assert_str_eq(text, "untouched");
  size_t none = 0;
  cr_assert_eq(sotto_brief(profile, &request, NULL, &none), SOTTO_E_SPACE);
  cr_assert_eq(none, size);
  cr_assert_eq(sotto_brief(profile, &request, text, &size), SOTTO_OK);
  leave(&lab, profile);
}

Test(brief, bad_requests_are_refused) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  char text[64];
  size_t size = sizeof text;
  sotto_brief_request request = for_reader(SOTTO_READER_AGENT, "");
  cr_assert_eq(sotto_brief(profile, &request, text, &size), SOTTO_E_STATE, "no pack");
  cr_assert_eq(sotto_brief(profile, NULL, text, &size), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_brief(profile, &request, NULL, &size), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_brief_say(profile, &request, NULL, NULL), SOTTO_E_ARGUMENT);
  request.locale = lab_text("\xff\xfe");
  cr_assert_eq(sotto_brief(profile, &request, text, &size), SOTTO_E_ARGUMENT, "JSON is UTF-8");
  request.reader = 3;
  cr_assert_eq(sotto_brief(profile, &request, text, &size), SOTTO_E_ARGUMENT);
  request.struct_size = 1;
  cr_assert_eq(sotto_brief(profile, &request, text, &size), SOTTO_E_ARGUMENT);
  leave(&lab, profile);
}

Test(brief, it_stops_where_the_listener_stops_and_stores_nothing) {
  lab_world lab;
  sotto *profile = customer(&lab);
  told all;
  memset(&all, 0, sizeof all);
  all.most = 2;
  const sotto_brief_request request = for_reader(SOTTO_READER_CHATBOT, "");
  uint64_t rows = 0, after = 0;
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  cr_assert_eq(sotto_brief_say(profile, &request, hear, &all), SOTTO_OK);
  cr_assert_eq(all.lines, 2);
  cr_assert_eq(sotto_audit_verify(profile, &after), SOTTO_OK);
  cr_assert_eq(after, rows);
  leave(&lab, profile);
}
