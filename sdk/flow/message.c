/*
 * Reading the message table: see message.h.
 */
#include "flow/message.h"

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

/* Every sentence in one run of bytes, English before Spanish, each ending in a zero and found by
   counting: a table of pointers or places would be larger than the walk is long. */
#define TEXT(id, english, spanish) english "\0" spanish "\0"
static const char sentences[] = SO_MESSAGES(TEXT);

const char *so_message_pattern(const so_words *words, so_message message) {
  const char *at = sentences;
  if (words->own[message]) return words->own[message];
  uint32_t before = 2 * (uint32_t)message + (strncmp(words->locale, "es", 2) == 0);
  while (before-- > 0) at += strlen(at) + 1;
  return at;
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
