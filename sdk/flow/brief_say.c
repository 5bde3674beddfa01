/*
 * The brief for an agent or a chatbot in sentences: who is in front of you (three at most), how to
 * speak, what to avoid; for a chatbot the rules after that. Short, so that it is heard before the
 * greeting.
 */
#include <string.h>

#include "flow/brief.h"

#define LIST_MAX 640u
#define NAME_MAX 96u /* longer titles are cut at a character */

/* A telling: where sentences go. */
typedef struct telling {
  const so_brief *brief;
  sotto_brief_fn visit;
  void *context;
  uint32_t stopped;
} telling;

static void tell(telling *in, uint32_t kind, so_message message, const sotto_text *parts) {
  char words[4 * SO_SENTENCE_MAX];
  so_sink sink = so_sink_of(words, sizeof words);
  if (in->stopped) return;
  so_message_write(&sink, &in->brief->words, message, parts);
  const sotto_brief_line line = {kind, so_sink_view(&sink)};
  in->stopped = in->visit(in->context, &line);
}

static void tell_one(telling *in, uint32_t kind, so_message message, sotto_text part) {
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {part};
  tell(in, kind, message, parts);
}

static sotto_text shortened(sotto_text text) {
  if (text.size <= NAME_MAX) return text;
  size_t size = NAME_MAX;
  while (size && ((uint8_t)text.data[size] & 0xC0) == 0x80) size--;
  return (sotto_text){text.data, size};
}

/* A list under way: the last element is joined with "and". */
typedef struct list {
  const so_words *words;
  so_sink sink;
  char text[LIST_MAX + 256];
} list;

static void list_start(list *ret_list, const so_brief *brief) {
  ret_list->words = &brief->words;
  ret_list->sink = so_sink_of(ret_list->text, LIST_MAX);
}

static void list_add(list *to, sotto_text text, int last) {
  char before[LIST_MAX];
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {{before, to->sink.size}, text};
  if (!to->sink.size || !last) {
    if (to->sink.size) so_sink_string(&to->sink, ", ");
    so_sink_text(&to->sink, text);
    return;
  }
  memcpy(before, to->text, to->sink.size);
  to->sink = so_sink_of(to->text, sizeof to->text);
  so_message_write(&to->sink, to->words, SO_MESSAGE_BRIEF_AND, parts);
}

/* "Cool box (3 days ago)"; without the days where `when` is 0. */
static void name_item(const so_brief *brief, const so_brief_item *item, int when, so_sink *sink) {
  char digits[24];
  so_sink number = so_sink_of(digits, sizeof digits);
  const int64_t days = (brief->now_ms - item->time_ms) / 86400000;
  const sotto_text title = shortened(so_pack_item_title(brief->pack, item->item, brief->locale));
  so_sink_i64(&number, days);
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {title, so_sink_view(&number)};
  if (!when)
    so_sink_text(sink, title);
  else
    so_message_write(sink, &brief->words,
                     days < 1    ? SO_MESSAGE_BRIEF_TODAY
                     : days == 1 ? SO_MESSAGE_BRIEF_YESTERDAY
                                 : SO_MESSAGE_BRIEF_DAYS,
                     parts);
}

static void list_items(list *ret_list, const so_brief *brief, const so_brief_items *items,
                       int when) {
  const uint32_t count = items->count < SO_BRIEF_TOLD ? items->count : SO_BRIEF_TOLD;
  list_start(ret_list, brief);
  for (uint32_t n = 0; n < count; n++) {
    char name[NAME_MAX + 64];
    so_sink sink = so_sink_of(name, sizeof name);
    name_item(brief, &items->at[n], when, &sink);
    list_add(ret_list, so_sink_view(&sink), n + 1 == count);
  }
}

sotto_text so_brief_value_label(const so_brief *brief, uint32_t value) {
  sotto_text label = so_pack_value_label(brief->pack, value, brief->locale);
  for (size_t at = label.size; at > 2; at--)
    if (memcmp(label.data + at - 3, " > ", 3) == 0)
      return (sotto_text){label.data + at, label.size - at};
  return label;
}

static void name_value(const so_brief *brief, uint32_t value, so_sink *sink) {
  const so_pack *pack = brief->pack;
  const uint32_t key = pack->values[value].key;
  const sotto_text about = shortened(so_pack_key_label(pack, key, brief->locale));
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {shortened(so_brief_value_label(brief, value)),
                                                  about};
  if (so_text_is(so_pack_text(pack, pack->values[value].name_text), "yes"))
    so_sink_text(sink, about);
  else
    so_message_write(sink, &brief->words, SO_MESSAGE_BRIEF_VALUE, parts);
}

/* At most one value of a key where it was worked out, so that a list tells of more than colours. */
static uint32_t choose_cares(const so_brief *brief, const so_brief_cares *cares, int stated,
                             uint32_t ret_values[SO_BRIEF_TOLD]) {
  uint32_t count = 0;
  for (uint32_t n = 0; n < cares->count && count < SO_BRIEF_TOLD; n++) {
    const so_affinity_view *view = &cares->at[n];
    uint32_t key = brief->pack->values[view->value].key, same = 0;
    if ((view->stated != 0) != stated) continue;
    for (uint32_t m = 0; m < count && !stated; m++)
      same |= brief->pack->values[ret_values[m]].key == key;
    if (!same) ret_values[count++] = view->value;
  }
  return count;
}

static void list_cares(list *ret_list, const so_brief *brief, const so_brief_cares *cares,
                       int stated) {
  uint32_t values[SO_BRIEF_TOLD];
  const uint32_t count = choose_cares(brief, cares, stated, values);
  list_start(ret_list, brief);
  for (uint32_t n = 0; n < count; n++) {
    char name[2 * NAME_MAX + 8];
    so_sink sink = so_sink_of(name, sizeof name);
    name_value(brief, values[n], &sink);
    list_add(ret_list, so_sink_view(&sink), n + 1 == count);
  }
}

so_message so_brief_reason(const so_brief *brief) {
  static const uint32_t said_by_state = SO_FACT_BOUGHT | SO_FACT_REPEAT | SO_FACT_QUIET;
  for (uint32_t bit = 0; bit < SO_FACT_COUNT; bit++)
    if (brief->mindset.decided & ~said_by_state & 1u << bit)
      return (so_message)(SO_MESSAGE_FACT_CART + (int)bit);
  return SO_MESSAGE_COUNT;
}

static void tell_mindset(telling *in) {
  const so_brief *brief = in->brief;
  if (!brief->has_mindset) return;
  const so_message state = (so_message)(SO_MESSAGE_BRIEF_CURIOUS + (int)brief->mindset.state);
  const so_message reason = so_brief_reason(brief);
  const int bare = reason == SO_MESSAGE_COUNT;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_text_of(so_message_pattern(&brief->words, state))};
  if (!bare) parts[1] = so_text_of(so_message_pattern(&brief->words, reason));
  tell(in, SOTTO_BRIEF_WHO, bare ? SO_MESSAGE_BRIEF_WHO_BARE : SO_MESSAGE_BRIEF_WHO, parts);
}

static void tell_pair(telling *in, const list *first, const list *second, so_message messages) {
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(&first->sink),
                                                  so_sink_view(&second->sink)};
  if (parts[0].size && parts[1].size)
    tell(in, SOTTO_BRIEF_WHO, (so_message)(messages + 2), parts);
  else if (parts[0].size || parts[1].size)
    tell_one(in, SOTTO_BRIEF_WHO, (so_message)(messages + (parts[0].size ? 0 : 1)),
             parts[parts[0].size ? 0 : 1]);
}

static void tell_who(telling *in) {
  list first, second;
  tell_mindset(in);
  list_items(&first, in->brief, &in->brief->cart, 0);
  list_items(&second, in->brief, &in->brief->bought, 1);
  tell_pair(in, &first, &second, SO_MESSAGE_BRIEF_CART);
  list_cares(&first, in->brief, &in->brief->liked, 1);
  list_cares(&second, in->brief, &in->brief->liked, 0);
  tell_pair(in, &first, &second, SO_MESSAGE_BRIEF_SAID);
}

static int knows_nothing(const so_brief *brief) {
  return !brief->has_mindset && !brief->cart.count && !brief->bought.count && !brief->liked.count &&
         !brief->disliked.count && !brief->dismissed.count;
}

static void tell_speak(telling *in) {
  const so_brief *brief = in->brief;
  tell(in, SOTTO_BRIEF_SPEAK, brief->expert ? SO_MESSAGE_BRIEF_EXPERT : SO_MESSAGE_BRIEF_NEWCOMER,
       NULL);
  for (uint32_t n = 0; n < brief->need_count; n++)
    tell(in, SOTTO_BRIEF_SPEAK,
         (so_message)(SO_MESSAGE_BRIEF_INSPIRATION + (int)brief->needs[n].need), NULL);
}

static void tell_avoid(telling *in) {
  const so_brief *brief = in->brief;
  list names;
  list_items(&names, brief, &brief->dismissed, 0);
  if (names.sink.size)
    tell_one(in, SOTTO_BRIEF_AVOID, SO_MESSAGE_BRIEF_DISMISSED, so_sink_view(&names.sink));
  list_items(&names, brief, &brief->removed, 0);
  if (names.sink.size)
    tell_one(in, SOTTO_BRIEF_AVOID, SO_MESSAGE_BRIEF_REMOVED, so_sink_view(&names.sink));
  for (int stated = 1; stated >= 0; stated--) {
    list_cares(&names, brief, &brief->disliked, stated);
    if (names.sink.size)
      tell_one(in, SOTTO_BRIEF_AVOID, SO_MESSAGE_BRIEF_DISLIKED, so_sink_view(&names.sink));
  }
  tell(in, SOTTO_BRIEF_AVOID, SO_MESSAGE_BRIEF_TACT, NULL);
}

static void tell_rules(telling *in) {
  for (int rule = SO_MESSAGE_BRIEF_RULE_DATA; rule <= SO_MESSAGE_BRIEF_RULE_AVOID; rule++)
    tell(in, SOTTO_BRIEF_RULE, (so_message)rule, NULL);
}

uint32_t so_brief_sentences(const so_brief *brief, sotto_brief_fn visit, void *context) {
  telling in = {brief, visit, context, 0};
  if (knows_nothing(brief)) {
    tell(&in, SOTTO_BRIEF_WHO, SO_MESSAGE_BRIEF_NOBODY, NULL);
    tell(&in, SOTTO_BRIEF_SPEAK, SO_MESSAGE_BRIEF_GREET, NULL);
  } else {
    tell_who(&in);
    tell_speak(&in);
    tell_avoid(&in);
  }
  if (brief->reader == SOTTO_READER_CHATBOT) tell_rules(&in);
  return in.stopped;
}
