/*
 * The audit log as a person reads it: see audit_words.h.
 */
#include "flow/audit_words.h"

#include <jansson.h>

typedef struct reading {
  sotto *profile;
  sotto_audit_fn visit;
  void *context;
} reading;

/* How many events the row of a day counts. */
static void write_events(so_sink *sink, sotto_text detail) {
  json_t *root = json_loadb(detail.data, detail.size, 0, NULL);
  so_sink_i64(sink, json_integer_value(json_object_get(root, "events")));
  json_decref(root);
}

static uint32_t with_words(void *context, const sotto_audit_row *row) {
  const reading *in = context;
  char part[32];
  char words[SO_SENTENCE_MAX];
  so_sink part_sink = so_sink_of(part, sizeof part);
  so_sink sink = so_sink_of(words, sizeof words);
  sotto_audit_row told = *row;
  if (row->act == SOTTO_ACT_EVENTS) write_events(&part_sink, row->detail);
  if (row->act == SOTTO_ACT_ANSWERED) so_sink_micro(&part_sink, row->cost_micro);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(&part_sink)};
  if (row->act >= SOTTO_ACT_CREATED && row->act <= SOTTO_ACT_TRIED)
    so_message_write(&sink, &in->profile->words,
                     (so_message)(SO_MESSAGE_ACT_CREATED + (int)(row->act - SOTTO_ACT_CREATED)),
                     parts);
  told.words = so_sink_view(&sink);
  return in->visit(in->context, &told);
}

sotto_status so_audit_words_each(sotto *profile, uint64_t sequence, sotto_audit_fn visit,
                                 void *context) {
  reading in = {profile, visit, context};
  return so_handle_vault(profile, so_vault_audit_each(profile->vault, sequence, with_words, &in));
}
