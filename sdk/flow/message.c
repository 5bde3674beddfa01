/*
 * Reading the message table: see message.h.
 */
#include "flow/message.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

void so_message_start(so_words *ret_words, const char *locale) {
  memset(ret_words, 0, sizeof *ret_words);
  memcpy(ret_words->locale, locale, strnlen(locale, SO_LOCALE_MAX - 1));
}

void so_message_end(so_words *words) {
  for (int i = 0; i < SO_MESSAGE_COUNT; i++) free(words->own[i]);
  memset(words->own, 0, sizeof words->own);
}

/* Every sentence in one run of bytes and found by its offset: a table of pointers would cost each
   process that loads the library a relocation a sentence. */
#define ROOM(id, english, spanish) char id##_english[sizeof english], id##_spanish[sizeof spanish];
#define TEXT(id, english, spanish) english, spanish,
#define OFFSET(id, english, spanish)                                                               \
 {offsetof(struct sentences, id##_english), offsetof(struct sentences, id##_spanish)},
static const struct sentences { SO_MESSAGES(ROOM) } sentences = {SO_MESSAGES(TEXT)};
static const uint16_t offsets[SO_MESSAGE_COUNT][2] = {SO_MESSAGES(OFFSET)};
_Static_assert(sizeof sentences <= UINT16_MAX, "offsets of sentences");

const char *so_message_pattern(const so_words *words, so_message message) {
  if (words->own[message]) return words->own[message];
  return (const char *)&sentences + offsets[message][strncmp(words->locale, "es", 2) == 0];
}

int so_message_placeholder(const char *at) {
  if (at[0] != '{' || at[1] < '0' || at[1] >= '0' + SO_MESSAGE_PARTS_MAX || at[2] != '}') return -1;
  return at[1] - '0';
}

void so_message_write(so_sink *sink, const so_words *words, so_message message,
                      const sotto_text *parts) {
  const char *at = so_message_pattern(words, message);
  while (*at) {
    int part = so_message_placeholder(at);
    size_t run = part < 0 ? 1 + strcspn(at + 1, "{") : 3;
    if (part < 0)
      so_sink_text(sink, (sotto_text){at, run});
    else if (parts)
      so_sink_text(sink, parts[part]);
    at += run;
  }
}
