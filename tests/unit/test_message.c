/*
 * The message table: every sentence in both languages, the app's own before ours, all or nothing.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "flow/message.h"

static sotto_status set(so_words *words, const char *json) {
  const char *detail = NULL;
  sotto_status status =
      so_message_set(words, (sotto_bytes){(const uint8_t *)json, strlen(json)}, &detail);
  cr_assert_eq(status != SOTTO_OK, detail != NULL);
  return status;
}

static const char *said(const so_words *words, so_message message, const char *part) {
  static char text[SO_SENTENCE_MAX];
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_text_of(part)};
  so_sink sink = so_sink_of(text, sizeof text - 1);
  so_message_write(&sink, words, message, parts);
  text[sink.size] = '\0';
  return text;
}

Test(message, parts_stand_where_their_placeholder_stood) {
  so_words words;
  so_message_start(&words, "en");
  cr_assert_str_eq(said(&words, SO_MESSAGE_REASON_NEIGHBOUR, "a tent"),
                   "because you viewed a tent");
  so_message_end(&words);
  so_message_start(&words, "es-MX");
  cr_assert_str_eq(said(&words, SO_MESSAGE_REASON_NEIGHBOUR, "una tienda"),
                   "porque viste una tienda");
  so_message_end(&words);
}

Test(message, every_id_has_a_name_and_two_languages) {
  so_words english;
  so_words spanish;
  so_message_start(&english, "en");
  so_message_start(&spanish, "es");
  for (int i = 0; i < SO_MESSAGE_COUNT; i++) {
    const char *one = so_message_pattern(&english, (so_message)i);
    const char *other = so_message_pattern(&spanish, (so_message)i);
    cr_assert(one && *one && other && *other, "message %d", i);
  }
}

Test(message, the_app_may_replace_sentences_and_add_languages) {
  so_words words;
  so_message_start(&words, "fr");
  cr_assert_str_eq(said(&words, SO_MESSAGE_REASON_POPULAR, ""), "popular with other people");
  cr_assert_eq(set(&words, "{\"fr\":{\"reason_popular\":\"apprécié\"}}"), SOTTO_OK);
  cr_assert_eq(set(&words, "{\"fr\":{\"reason_neighbour\":\"vous avez vu {0}\"}}"), SOTTO_OK);
  cr_assert_str_eq(said(&words, SO_MESSAGE_REASON_POPULAR, ""), "apprécié");
  cr_assert_str_eq(said(&words, SO_MESSAGE_REASON_NEIGHBOUR, "x"), "vous avez vu x");
  cr_assert_str_eq(said(&words, SO_MESSAGE_REASON_RULE, ""), "chosen by the shop");
  so_message_end(&words);
}

Test(message, unknown_names_and_placeholders_are_refused_and_change_nothing) {
  static const char *const wrong[] = {"{",
                                      "[]",
                                      "{\"en\":[]}",
                                      "{\"en\":{\"reason_popularr\":\"x\"}}",
                                      "{\"en\":{\"reason_popular\":7}}",
                                      "{\"en\":{\"reason_popular\":\"x {0}\"}}",
                                      "{\"en\":{\"reason_neighbour\":\"x {name}\"}}",
                                      "{\"a-locale-too-long\":{}}"};
  so_words words;
  so_message_start(&words, "en");
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    cr_assert_eq(set(&words, wrong[i]), SOTTO_E_JSON, "%s", wrong[i]);
  cr_assert_str_eq(said(&words, SO_MESSAGE_REASON_POPULAR, ""), "popular with other people");
  so_message_end(&words);
}
