/*
 * The app's own sentences, from JSON: see message.h. All is checked before any is taken.
 */
#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "flow/message.h"

/* Every name in one run of bytes, as the sentences are (message.c). */
#define NAME(id, english, spanish) #id "\0"
static const char names[] = SO_MESSAGES(NAME);
#undef NAME

static int message_named(const char *name) {
  const char *at = names;
  for (int i = 0; i < SO_MESSAGE_COUNT; i++, at += strlen(at) + 1) {
    const char *id = at, *letter = name;
    while (*id && *letter == tolower(*id)) id++, letter++;
    if (!*id && !*letter) return i;
  }
  return -1;
}

/* 1 when every placeholder of `text` stands in the English sentence too. */
static int placeholders_known(const char *text, int message) {
  so_words ours;
  so_message_start(&ours, "en");
  const char *english = so_message_pattern(&ours, (so_message)message);
  for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
    int part = so_message_placeholder(at);
    if (part < 0) return 0;
    char wanted[4] = {'{', (char)('0' + part), '}', '\0'};
    if (!strstr(english, wanted)) return 0;
  }
  return 1;
}

static const char *fault_of_locale(const char *locale, json_t *sentences) {
  const char *name;
  json_t *text;
  if (strlen(locale) >= SO_LOCALE_MAX || !json_is_object(sentences))
    return "messages: a locale must map names to sentences";
  json_object_foreach(sentences, name, text) {
    int message = message_named(name);
    if (message < 0) return "messages: unknown message name";
    if (!json_is_string(text)) return "messages: a sentence must be text";
    if (!placeholders_known(json_string_value(text), message))
      return "messages: a placeholder does not exist in this message";
  }
  return NULL;
}

static const char *fault_of(json_t *root) {
  const char *locale;
  json_t *sentences;
  if (!json_is_object(root)) return "messages: not a JSON object";
  json_object_foreach(root, locale, sentences) {
    const char *fault = fault_of_locale(locale, sentences);
    if (fault) return fault;
  }
  return NULL;
}

static sotto_status take(so_words *words, json_t *sentences) {
  const char *name;
  json_t *text;
  json_object_foreach(sentences, name, text) {
    char **own = &words->own[message_named(name)];
    char *copy = strdup(json_string_value(text));
    if (!copy) return SOTTO_E_MEMORY;
    free(*own);
    *own = copy;
  }
  return SOTTO_OK;
}

sotto_status so_message_set(so_words *words, sotto_bytes json, const char **ret_detail) {
  json_t *root = json_loadb((const char *)json.data, json.size, JSON_REJECT_DUPLICATES, NULL);
  const char *fault = root ? fault_of(root) : "messages: not JSON";
  char language[SO_LOCALE_MAX] = {0};
  memcpy(language, words->locale, strcspn(words->locale, "-_"));
  sotto_status status = fault ? SOTTO_E_JSON : take(words, json_object_get(root, language));
  if (!status) status = take(words, json_object_get(root, words->locale));
  if (fault) *ret_detail = fault;
  json_decref(root);
  return status;
}
