/*
 * The brief for an agent or a chatbot as JSON; its shape is tools/brief.schema.json. Texts are in
 * the brief's language beside the catalogue's own names, so that a program and a person can read
 * it. No moment stands in it but days gone by: the same profile gives the same bytes all day.
 */
#include "flow/brief.h"

static void open_list(so_sink *sink, const char *name) {
  so_sink_member(sink, name);
  so_sink_string(sink, "[");
}

static void open_element(so_sink *sink) {
  so_sink_string(sink, sink->size && sink->data[sink->size - 1] == '[' ? "{" : ",{");
}

static void close_it(so_sink *sink, const char *end) {
  so_sink_string(sink, end);
}

static void write_item(const so_brief *brief, const so_brief_item *item, int when, so_sink *sink) {
  const so_pack *pack = brief->pack;
  const int64_t price_minor = pack->items[item->item].price_minor;
  so_sink_member_text(sink, "item", so_pack_item_id(pack, item->item));
  so_sink_member_text(sink, "title", so_pack_item_title(pack, item->item, brief->locale));
  if (price_minor >= 0) so_sink_member_number(sink, "price_minor", price_minor);
  if (when) so_sink_member_number(sink, "days_ago", (brief->now_ms - item->time_ms) / 86400000);
}

static void write_items(const so_brief *brief, const char *name, const so_brief_items *items,
                        so_sink *sink) {
  const int when = items == &brief->bought;
  open_list(sink, name);
  for (uint32_t n = 0; n < items->count && n < SO_BRIEF_TOLD; n++) {
    open_element(sink);
    write_item(brief, &items->at[n], when, sink);
    close_it(sink, "}");
  }
  close_it(sink, "]");
}

/* A strength from -100 to 100: what was said, or what was worked out, bounded. */
static int64_t points_of(const so_affinity_view *view) {
  const float scaled = view->stated ? (float)view->stated : view->strength / 30 * 100;
  return (int64_t)(scaled < -100 ? -100 : scaled > 100 ? 100 : scaled);
}

static void write_value(const so_brief *brief, const so_affinity_view *view, so_sink *sink) {
  const so_pack *pack = brief->pack;
  const uint32_t key = pack->values[view->value].key;
  so_sink_member_text(sink, "attribute", so_pack_text(pack, pack->keys[key].name_text));
  so_sink_member_text(sink, "value", so_pack_text(pack, pack->values[view->value].name_text));
  so_sink_member_text(sink, "label", so_brief_value_label(brief, view->value));
  so_sink_member_text(sink, "category", so_text_of(sotto_category_name(view->category)));
  so_sink_member_number(sink, "strength", points_of(view));
  so_sink_member(sink, "stated");
  so_sink_string(sink, view->stated ? "true" : "false");
}

static void write_cares(const so_brief *brief, const char *name, const so_brief_cares *cares,
                        so_sink *sink) {
  open_list(sink, name);
  for (uint32_t n = 0; n < cares->count && n < 2 * SO_BRIEF_TOLD; n++) {
    open_element(sink);
    write_value(brief, &cares->at[n], sink);
    close_it(sink, "}");
  }
  close_it(sink, "]");
}

static void write_mindset(const so_brief *brief, so_sink *sink) {
  const so_message reason = so_brief_reason(brief);
  if (!brief->has_mindset) return;
  so_sink_member(sink, "mindset");
  so_sink_string(sink, "{");
  so_sink_member_text(sink, "state", so_text_of(sotto_mindset_name(brief->mindset.state)));
  if (reason != SO_MESSAGE_COUNT)
    so_sink_member_text(sink, "because", so_text_of(so_message_pattern(&brief->words, reason)));
  close_it(sink, "}");
}

static void write_needs(const so_brief *brief, so_sink *sink) {
  open_list(sink, "needs");
#ifdef SOTTO_WITH_NEED
  for (uint32_t n = 0; n < brief->need_count; n++) {
    const so_message words = (so_message)(SO_MESSAGE_NEED_INSPIRATION + (int)brief->needs[n].need);
    open_element(sink);
    so_sink_member_text(sink, "need", so_text_of(sotto_need_name(brief->needs[n].need)));
    so_sink_member_text(sink, "words", so_text_of(so_message_pattern(&brief->words, words)));
    so_sink_member_number(sink, "percent", (int64_t)(brief->needs[n].score * 100));
    close_it(sink, "}");
  }
#endif
  close_it(sink, "]");
}

static void write_register(const so_brief *brief, so_sink *sink) {
  so_sink_member(sink, "register");
  so_sink_string(sink, "{");
  so_sink_member_text(sink, "as", so_text_of(brief->expert ? "expert" : "newcomer"));
  so_sink_member(sink, "stated");
  so_sink_string(sink, brief->register_stated ? "true}" : "false}");
}

static void write_avoid(const so_brief *brief, so_sink *sink) {
  so_sink_member(sink, "avoid");
  so_sink_string(sink, "{");
  write_items(brief, "dismissed", &brief->dismissed, sink);
  write_items(brief, "removed", &brief->removed, sink);
  write_cares(brief, "disliked", &brief->disliked, sink);
  close_it(sink, "}");
}

static uint32_t write_sentence(void *context, const sotto_brief_line *line) {
  so_sink *sink = context;
  if (line->kind == SOTTO_BRIEF_WHO) return 0; /* the members say it */
  if (sink->data[sink->size - 1] != '[') so_sink_string(sink, ",");
  so_sink_json(sink, line->text);
  return 0;
}

void so_brief_json(const so_brief *brief, so_sink *sink) {
  const int chatbot = brief->reader == SOTTO_READER_CHATBOT;
  so_sink_member_number(sink, "sotto_brief", 1);
  so_sink_member_text(sink, "reader", so_text_of(chatbot ? "chatbot" : "agent"));
  so_sink_member_text(sink, "locale", so_text_of(brief->words.locale));
  so_sink_member_text(sink, "currency", (sotto_text){brief->pack->header->currency, 3});
  write_mindset(brief, sink);
  write_needs(brief, sink);
  write_items(brief, "cart", &brief->cart, sink);
  write_items(brief, "bought", &brief->bought, sink);
  write_cares(brief, "cares", &brief->liked, sink);
  write_register(brief, sink);
  write_avoid(brief, sink);
  open_list(sink, "rules");
  (void)so_brief_sentences(brief, write_sentence, sink);
  close_it(sink, "]}");
}
