/*
 * What is kept and what was done, line by line in plain words: events (those that still wait to be
 * written too), what the person said, what the models made of it, the running session; and the
 * audit log.
 */
#include "flow/choose.h"
#include "flow/outlook.h"
#include "flow/subject.h"
#include "vault/setting_rows.h"

typedef struct telling {
  sotto *profile;
  sotto_kept_fn visit;
  sotto_audit_fn visit_audit;
  void *context;
  uint32_t stopped;
} telling;

/* Tells one line; STATE stops the rows and is never seen outside. */
static sotto_status tell(telling *in, sotto_kept *kept, so_message message,
                         const sotto_text *parts) {
  char words[SO_SENTENCE_MAX];
  so_sink sink = so_sink_of(words, sizeof words);
  so_message_write(&sink, &in->profile->words, message, parts);
  kept->words = so_sink_view(&sink);
  in->stopped = in->visit(in->context, kept);
  return in->stopped ? SOTTO_E_STATE : SOTTO_OK;
}

static sotto_status tell_event(void *context, const so_event_row *row) {
  telling *in = context;
  const so_pack *pack = so_handle_pack(in->profile);
  uint32_t item = pack && row->item.size ? so_pack_find_item(pack, row->item) : SO_PACK_NONE;
  uint32_t type = row->type < SOTTO_EVENT_TYPE_COUNT ? row->type : SOTTO_EVENT_SCREEN;
  sotto_kept kept = {row->category, so_text_of("event"), {NULL, 0}, row->time_ms};
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {row->item};
  if (item != SO_PACK_NONE)
    parts[0] = so_pack_item_title(pack, item, in->profile->installed.locale);
  return tell(in, &kept, (so_message)(SO_MESSAGE_KEPT_VIEW_ITEM + type - SOTTO_EVENT_VIEW_ITEM),
              parts);
}

/* Labels in the person's language where the pack knows them, the names otherwise. */
static sotto_status tell_value(telling *in, sotto_kept *kept, so_message message,
                               sotto_text *parts) {
  const so_named named = so_handle_named(in->profile, parts[0], parts[1]);
  uint32_t locale = in->profile->installed.locale;
  if (named.key != SO_PACK_NONE) parts[0] = so_pack_key_label(named.pack, named.key, locale);
  if (named.value != SO_PACK_NONE) parts[1] = so_pack_value_label(named.pack, named.value, locale);
  return tell(in, kept, message, parts);
}

static sotto_status tell_statement(void *context, const so_statement_row *row) {
  sotto_kept kept = {row->category, so_text_of("statement"), {NULL, 0}, row->time_ms};
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {row->attribute, row->value};
  return tell_value(context, &kept,
                    row->strength > 0 ? SO_MESSAGE_KEPT_LIKES : SO_MESSAGE_KEPT_DISLIKES, parts);
}

static uint32_t tell_affinity(void *context, const sotto_affinity *affinity) {
  telling *in = context;
  sotto_kept kept = {
      affinity->category, so_text_of("affinity"), {NULL, 0}, in->profile->visit.last_ms};
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {affinity->attribute, affinity->value};
  return tell_value(in, &kept, SO_MESSAGE_KEPT_AFFINITY, parts) != SOTTO_OK;
}

#ifdef SOTTO_WITH_CHOOSE
/* The arm's label in the person's language where the pack knows it, its id otherwise. */
static uint32_t tell_decision(void *context, const sotto_decision *decision) {
  telling *in = context;
  const so_pack *pack = so_handle_pack(in->profile);
  sotto_kept kept = {SOTTO_CATEGORY_HISTORY, so_text_of("decision"), {NULL, 0}, decision->time_ms};
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {decision->arm, decision->slot};
  so_arm_view view;
  so_pack_choice choice;
  if (pack) so_arm_view_open(&view, pack);
  if (pack && so_arm_view_choice(&view, so_pack_find_slot(pack, decision->slot), &choice)) {
    uint32_t arm = so_arm_view_find(&view, &choice, decision->arm);
    sotto_text label = so_arm_view_label(&view, arm, in->profile->installed.locale);
    if (label.size) parts[0] = label;
  }
  return tell(in, &kept, SO_MESSAGE_KEPT_DECISION, parts) != SOTTO_OK;
}

static sotto_status tell_decisions(telling *in) {
  return in->stopped ? SOTTO_OK : so_choose_each(in->profile, tell_decision, in);
}
#else
# define tell_decisions(in) SOTTO_OK
#endif

static sotto_status tell_rows(telling *in) {
  sotto *profile = in->profile;
  sotto_status status = so_event_rows_each(profile->vault, 0, tell_event, in);
  for (uint32_t i = 0; !status && i < profile->batch_count; i++)
    status = tell_event(in, &profile->batch[i].row);
  if (!status) status = so_statement_rows_each(profile->vault, tell_statement, in);
  return status ? status : tell_decisions(in);
}

sotto_status so_kept_words_each(sotto *profile, sotto_kept_fn visit, void *context) {
  telling in = {.profile = profile, .visit = visit, .context = context};
  sotto_kept session = {
      SOTTO_CATEGORY_HISTORY, so_text_of("session"), {NULL, 0}, profile->visit.last_ms};
  sotto_status status = so_handle_vault(profile, tell_rows(&in));
  if (!in.stopped && !status && so_handle_pack(profile))
    status = so_outlook_affinities(profile, (sotto_text){NULL, 0}, tell_affinity, &in);
  if (!in.stopped && !status && profile->visit.number)
    status = tell(&in, &session, SO_MESSAGE_KEPT_SESSION, NULL);
  return in.stopped ? SOTTO_OK : status;
}

/* How many events the row of a day counts: the number its detail ends with. */
static sotto_text count_of(sotto_text detail) {
  size_t end = detail.size ? detail.size - 1 : 0, start = end;
  while (start && detail.data[start - 1] >= '0' && detail.data[start - 1] <= '9') start--;
  return (sotto_text){detail.data + start, end - start};
}

static uint32_t tell_act(void *context, const sotto_audit_row *row) {
  const telling *in = context;
  char cost[32], words[SO_SENTENCE_MAX];
  so_sink cost_sink = so_sink_of(cost, sizeof cost), sink = so_sink_of(words, sizeof words);
  sotto_audit_row told = *row;
  so_sink_micro(&cost_sink, row->cost_micro);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {
      row->act == SOTTO_ACT_EVENTS ? count_of(row->detail) : so_sink_view(&cost_sink)};
  so_message said = (so_message)(SO_MESSAGE_ACT_CREATED + row->act - SOTTO_ACT_CREATED);
  if (row->act == SOTTO_ACT_ANSWERED && !row->cost_micro) said = SO_MESSAGE_ANSWERED_FREE;
  if (row->act >= SOTTO_ACT_CREATED && row->act <= SOTTO_ACT_CARRIED)
    so_message_write(&sink, &in->profile->words, said, parts);
  told.words = so_sink_view(&sink);
  return in->visit_audit(in->context, &told);
}

sotto_status so_kept_words_audit(sotto *profile, uint64_t sequence, sotto_audit_fn visit,
                                 void *context) {
  telling in = {.profile = profile, .visit_audit = visit, .context = context};
  return so_handle_vault(profile, so_vault_audit_each(profile->vault, sequence, tell_act, &in));
}
