/*
 * Forgetting: see subject.h. So that nothing remembers, the rows go, the sessions of the rest are
 * told anew, the mind is rebuilt from what remains, the files move under new keys.
 */
#include "flow/subject.h"

#include "flow/advise.h"
#include "flow/batch.h"
#include "flow/learnt.h"
#include "flow/recall.h"
#include "flow/visit.h"
#include "vault/report_rows.h"

typedef struct forgetting {
  const sotto_scope *scope;
  int64_t now_ms;
  size_t rows;
} forgetting;

/* Rows whose item carries one attribute value. */
typedef struct carriers {
  so_vault *vault;
  so_named named;
  size_t *rows;
} carriers;

static sotto_status delete_carrier(void *context, const so_event_row *row) {
  const carriers *in = context;
  const so_pack *pack = in->named.pack;
  uint32_t item = row->item.size ? so_pack_find_item(pack, row->item) : SO_PACK_NONE;
  if (item == SO_PACK_NONE || !so_pack_item_has(pack, item, in->named.value)) return SOTTO_OK;
  ++*in->rows;
  return so_event_rows_delete(in->vault, row->id);
}

/* The statement, and the events that fed the affinity as far as the pack knows their items. */
static sotto_status delete_value(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  const so_named named = so_handle_named(profile, scope->attribute, scope->value);
  carriers in = {profile->vault, named, ret_rows};
  sotto_status status = so_vault_forget(profile->vault, scope, ret_rows);
  if (!status && named.value != SO_PACK_NONE)
    status = so_choices_forget_value(profile, named.value, ret_rows);
  if (status || named.value != SO_PACK_NONE)
    return status ? status : so_event_rows_each(profile->vault, 0, delete_carrier, &in);
  if (*ret_rows) return SOTTO_OK;
  return named.pack
             ? so_handle_fail(profile, SOTTO_E_MISSING, "value: neither stated nor in the pack")
             : so_handle_fail(profile, SOTTO_E_STATE, "no pack says which items have the value");
}

/* A category, and what was shown to audiences that read it. */
static sotto_status delete_category(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  sotto_consent less = profile->consent;
  less.verdicts[scope->category][SOTTO_PURPOSE_KEEP] = SOTTO_DENIED;
  sotto_status status = so_vault_forget(profile->vault, scope, ret_rows);
  return status ? status : so_choices_withdraw(profile, &less, ret_rows);
}

/* What a scope takes. */
static sotto_status delete_scope(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  if (scope->kind == SOTTO_FORGET_VALUE) return delete_value(profile, scope, ret_rows);
  if (scope->kind == SOTTO_FORGET_CATEGORY) return delete_category(profile, scope, ret_rows);
  return so_vault_forget(profile->vault, scope, ret_rows);
}

static int is_whole_history(const sotto_scope *scope) {
  return scope->kind == SOTTO_FORGET_ALL ||
         (scope->kind == SOTTO_FORGET_CATEGORY && scope->category == SOTTO_CATEGORY_HISTORY);
}

/* Everything that must be so when the transaction commits. The log tells kind and count only. */
static sotto_status forget(sotto *profile, void *work, so_sink *detail) {
  static const char kinds[][9] = {"", "item", "value", "period", "category", "all"};
  forgetting *in = work;
  size_t reports = 0;
  sotto_status status = delete_scope(profile, in->scope, &in->rows);
  if (!status && is_whole_history(in->scope))
    status = so_report_rows_clear(profile->vault, &reports);
  if (!status) status = so_visit_retell_all(profile);
  if (!status) status = so_vault_audit_checkpoint(profile->vault, in->now_ms);
  so_sink_member_text(detail, "kind", so_text_of(kinds[in->scope->kind]));
  so_sink_member_number(detail, "rows", (int64_t)in->rows);
  return status ? status : so_vault_rotate_later(profile->vault);
}

sotto_status so_subject_forget(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  forgetting work = {scope, 0, 0};
  sotto_status status = so_handle_now(profile, &work.now_ms);
  if (!status) status = so_batch_flush(profile);
  if (status) return status;
  const so_visit before = profile->visit;
  so_recall_cool(profile);
  so_advise_reset(profile);
  status = so_handle_act(profile, SOTTO_ACT_FORGOT, forget, &work);
  if (status)
    profile->visit = before;
  else
    status = so_handle_vault(profile, so_vault_rotate(profile->vault, work.now_ms));
  if (!status) *ret_rows = work.rows;
  return status;
}
