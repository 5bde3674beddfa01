/*
 * What is kept, in words: see kept_words.h.
 */
#include "flow/kept_words.h"

#include "flow/outlook.h"
#include "vault/setting_rows.h"

typedef struct telling {
  sotto *profile;
  sotto_kept_fn visit;
  void *context;
  uint32_t stopped;
} telling;

/* One line to tell: its sentence and the parts of it. */
typedef struct line {
  sotto_kept kept;
  so_message message;
  sotto_text parts[SO_MESSAGE_PARTS_MAX];
} line;

static void tell(telling *in, line *told) {
  char words[SO_SENTENCE_MAX];
  so_sink sink = so_sink_of(words, sizeof words);
  if (in->stopped) return;
  so_message_write(&sink, &in->profile->words, told->message, told->parts);
  told->kept.words = so_sink_view(&sink);
  in->stopped = in->visit(in->context, &told->kept);
}

/* The title where the pack knows the item, its id otherwise. */
static sotto_text title_of(sotto *profile, sotto_text id) {
  const so_pack *pack = so_handle_pack(profile);
  uint32_t item = pack && id.size ? so_pack_find_item(pack, id) : SO_PACK_NONE;
  return item == SO_PACK_NONE ? id : so_pack_item_title(pack, item, profile->installed.locale);
}

static sotto_status tell_event(void *context, const so_event_row *row) {
  telling *in = context;
  uint32_t type = row->type < SOTTO_EVENT_TYPE_COUNT ? row->type : SOTTO_EVENT_SCREEN;
  line told = {{row->category, so_text_of("event"), {NULL, 0}, row->time_ms},
               (so_message)(SO_MESSAGE_KEPT_VIEW_ITEM + (int)(type - SOTTO_EVENT_VIEW_ITEM)),
               {title_of(in->profile, row->item)}};
  tell(in, &told);
  return in->stopped ? SOTTO_E_STATE : SOTTO_OK; /* stops the rows; never seen outside */
}

/* Labels in the person's language where the pack knows the value, the names otherwise. */
static void label(sotto *profile, sotto_text *inout_key, sotto_text *inout_value) {
  const so_pack *pack = so_handle_pack(profile);
  uint32_t locale = profile->installed.locale;
  uint32_t key = pack ? so_pack_find_key(pack, *inout_key) : SO_PACK_NONE;
  if (key == SO_PACK_NONE) return;
  *inout_key = so_pack_key_label(pack, key, locale);
  uint32_t value = so_pack_find_value(pack, key, *inout_value);
  if (value != SO_PACK_NONE) *inout_value = so_pack_value_label(pack, value, locale);
}

static sotto_status tell_statement(void *context, const so_statement_row *row) {
  telling *in = context;
  line told = {{row->category, so_text_of("statement"), {NULL, 0}, row->time_ms},
               row->strength > 0 ? SO_MESSAGE_KEPT_LIKES : SO_MESSAGE_KEPT_DISLIKES,
               {row->attribute, row->value}};
  label(in->profile, &told.parts[0], &told.parts[1]);
  tell(in, &told);
  return in->stopped ? SOTTO_E_STATE : SOTTO_OK;
}

static uint32_t tell_affinity(void *context, const sotto_affinity *affinity) {
  telling *in = context;
  line told = {{affinity->category, so_text_of("affinity"), {NULL, 0}, in->profile->visit.last_ms},
               SO_MESSAGE_KEPT_AFFINITY,
               {affinity->attribute, affinity->value}};
  label(in->profile, &told.parts[0], &told.parts[1]);
  tell(in, &told);
  return in->stopped;
}

static void tell_session(telling *in) {
  const so_visit *visit = &in->profile->visit;
  line told = {{SOTTO_CATEGORY_HISTORY, so_text_of("session"), {NULL, 0}, visit->last_ms},
               SO_MESSAGE_KEPT_SESSION,
               {{NULL, 0}}};
  if (visit->number) tell(in, &told);
}

static sotto_status tell_events(telling *in) {
  sotto *profile = in->profile;
  sotto_status status = so_event_rows_each(profile->vault, 0, tell_event, in);
  for (uint32_t i = 0; !status && i < profile->batch_count; i++)
    status = tell_event(in, &profile->batch[i].row);
  return status;
}

sotto_status so_kept_words_each(sotto *profile, sotto_kept_fn visit, void *context) {
  telling in = {profile, visit, context, 0};
  sotto_status status = tell_events(&in);
  if (!status) status = so_statement_rows_each(profile->vault, tell_statement, &in);
  if (in.stopped) return SOTTO_OK;
  if (status) return so_handle_vault(profile, status);
  if (so_handle_pack(profile))
    status = so_outlook_affinities(profile, (sotto_text){NULL, 0}, tell_affinity, &in);
  if (!status) tell_session(&in);
  return status;
}
