/*
 * The mind in memory: see recall.h.
 */
#include "flow/recall.h"

#include <assert.h>

#include "base/secret.h"
#include "flow/learnt.h"
#include "model/mind.h"
#include "vault/setting_rows.h"

int so_recall_may_use(const sotto *profile, sotto_category category) {
  sotto_verdict verdict =
      so_consent_rule_verdict(&profile->consent, category, SOTTO_PURPOSE_PERSONALIZE);
  switch (so_consent_rule_use(&profile->consent, category)) {
  case SO_USE_KEEP: return verdict == SOTTO_GRANTED;
  case SO_USE_SESSION: return verdict != SOTTO_DENIED;
  default: return 0;
  }
}

uint32_t so_recall_categories(const sotto *profile) {
  uint32_t categories = 0;
  if (!so_recall_may_use(profile, SOTTO_CATEGORY_HISTORY)) return 0;
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    if (so_recall_may_use(profile, category)) categories |= 1u << category;
  return categories;
}

static so_occurrence occurrence_of(const so_pack *pack, const so_event_row *row, uint32_t flags) {
  const int known = pack && row->item.size;
  return (so_occurrence){.time_ms = row->time_ms,
                         .item = known ? so_pack_find_item(pack, row->item) : SO_PACK_NONE,
                         .item_hash = row->item.size ? so_pack_hash_id(row->item) : 0,
                         .type = row->type,
                         .page = row->page,
                         .quantity = row->quantity,
                         .dwell_ms = row->dwell_ms,
                         .result_count = row->result_count,
                         .price_minor = row->price_minor,
                         .session = row->session,
                         .flags = flags};
}

/* An event of long ago, told late: affinities, shelf and weeks learn it, the session does not. */
static void learn_late(sotto *profile, const so_occurrence *occurrence, uint32_t categories) {
  so_affinity_event event = {occurrence->time_ms, occurrence->item, categories,
                             so_affinity_weight(occurrence)};
  const so_pack *pack = so_handle_pack(profile);
  if (occurrence->item_hash) (void)so_shelf_learn(&profile->mind->shelf, occurrence);
  so_weeks_learn(&profile->mind->weeks, occurrence);
  if (pack && occurrence->item != SO_PACK_NONE)
    so_affinity_learn(&profile->mind->affinity, pack, &event);
}

void so_recall_learn(sotto *profile, const so_event_row *row, uint32_t flags) {
  assert(profile->warmth == SO_WARM);
  uint32_t categories = so_recall_categories(profile);
  const so_pack *pack = so_handle_pack(profile);
  so_occurrence occurrence = occurrence_of(pack, row, flags);
  so_mind_use use = {categories, categories & 1u << SOTTO_CATEGORY_HISTORY ? 1u : 0u};
  if (!use.history) return;
  if (!flags) so_choices_learn(profile, row);
  if (row->session)
    so_mind_learn(profile->mind, pack, &occurrence, use);
  else
    learn_late(profile, &occurrence, categories);
}

/* A row whose withdrawal could not be written yet is there, but is not used. */
static sotto_status replay(void *context, const so_event_row *row) {
  if (so_handle_allows(context, row->category, SOTTO_PURPOSE_KEEP))
    so_recall_learn(context, row, 0);
  return SOTTO_OK;
}

static int may_restate(const sotto *profile, sotto_category category) {
  return so_recall_may_use(profile, category) &&
         so_handle_allows(profile, category, SOTTO_PURPOSE_KEEP);
}

/* What was said counts as far as its category may be used, then and as the pack now calls it. */
static sotto_status restate(void *context, const so_statement_row *row) {
  sotto *profile = context;
  const so_named named = so_handle_named(profile, row->attribute, row->value);
  if (named.value != SO_PACK_NONE && may_restate(profile, row->category) &&
      may_restate(profile, named.pack->keys[named.key].category))
    so_affinity_state(&profile->mind->affinity, named.pack, named.value, row->strength);
  return SOTTO_OK;
}

sotto_status so_recall_load(sotto *profile) {
  if (profile->warmth == SO_WARM) return SOTTO_OK;
  so_mind_clear(profile->mind);
  profile->warmth = SO_WARM;
  sotto_status status = so_event_rows_each(profile->vault, 0, replay, profile);
  for (uint32_t i = 0; !status && i < profile->batch_count; i++)
    so_recall_learn(profile, &profile->batch[i].row, 0);
  if (!status) status = so_statement_rows_each(profile->vault, restate, profile);
  if (status) {
    so_recall_cool(profile);
    return so_handle_vault(profile, status);
  }
  if (!profile->visit.open) so_mind_end_session(profile->mind);
  return SOTTO_OK;
}

void so_recall_cool(sotto *profile) {
  so_secret_wipe(profile->mind, sizeof *profile->mind);
  so_choices_cool(profile);
  profile->warmth = SO_COLD;
  profile->transient = 0;
}

void so_recall_end_session(sotto *profile) {
  if (profile->transient) so_recall_cool(profile);
  if (profile->warmth == SO_WARM) so_mind_end_session(profile->mind);
}

sotto_status so_recall_rebind(sotto *profile) {
  const so_pack *pack = so_handle_pack(profile);
  so_choices_rebind(profile);
  if (profile->warmth != SO_WARM || !pack) return SOTTO_OK;
  if (!profile->transient) {
    so_recall_cool(profile);
    return SOTTO_OK;
  }
  so_mind_rebind(profile->mind, pack);
  return so_handle_vault(profile, so_statement_rows_each(profile->vault, restate, profile));
}

/* What statements and traits meet in. */
typedef struct telling {
  sotto *profile;
  so_traits *traits;
} telling;

static int may_tell(const sotto *profile, sotto_category category) {
  return so_recall_may_use(profile, category) &&
         so_handle_allows(profile, category, SOTTO_PURPOSE_CONTRIBUTE);
}

/* A statement stays what it was made as, whatever a later pack calls its key. */
static sotto_status withhold(void *context, const so_statement_row *row) {
  const telling *in = context;
  const so_named named = so_handle_named(in->profile, row->attribute, row->value);
  if (named.key < SO_ATTRIBUTE_KEYS_MAX && !may_tell(in->profile, row->category))
    in->traits->top_value[named.key] = SO_NONE;
  return SOTTO_OK;
}

/* What was said for this session alone has no row that tells its category. */
static int may_tell_top(const sotto *profile, const so_pack *pack, uint32_t key, uint32_t value) {
  return value != SO_NONE && !profile->transient && may_tell(profile, pack->keys[key].category) &&
         !(pack->values[value].flags & SO_VALUE_DISCREET);
}

sotto_status so_recall_traits(sotto *profile, so_traits *ret_traits) {
  const so_pack *pack = so_handle_pack(profile);
  telling in = {profile, ret_traits};
  int64_t now_ms = 0;
  so_traits_clear(ret_traits);
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_recall_load(profile);
  if (status || !may_tell(profile, SOTTO_CATEGORY_HISTORY)) return status;
  so_mind_traits(profile->mind, pack, now_ms, ret_traits);
  for (uint32_t key = 0; key < SO_ATTRIBUTE_KEYS_MAX; key++)
    if (!may_tell_top(profile, pack, key, ret_traits->top_value[key]))
      ret_traits->top_value[key] = SO_NONE;
  return so_handle_vault(profile, so_statement_rows_each(profile->vault, withhold, &in));
}

void so_recall_visit(const sotto *visitor, so_traits *inout_traits) {
  if (may_tell(visitor, SOTTO_CATEGORY_HISTORY)) so_mind_visit_traits(visitor->mind, inout_traits);
}
