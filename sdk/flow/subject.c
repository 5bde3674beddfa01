/*
 * Forgetting: see subject.h.
 */
#include "flow/subject.h"

#include <stdlib.h>

#include "base/secret.h"
#include "flow/advise.h"
#include "flow/batch.h"
#include "flow/recall.h"
#include "flow/reseat.h"
#include "vault/derived_rows.h"
#include "vault/setting_rows.h"

/* Rows whose item carries one attribute value. */
typedef struct carriers {
  const so_pack *pack;
  uint32_t value;
  int64_t *ids;
  size_t count, capacity;
} carriers;

static sotto_status collect(void *context, const so_event_row *row) {
  carriers *found = context;
  uint32_t item = row->item.size ? so_pack_find_item(found->pack, row->item) : SO_PACK_NONE;
  if (item == SO_PACK_NONE || !so_pack_item_has(found->pack, item, found->value)) return SOTTO_OK;
  if (found->count == found->capacity) {
    size_t capacity = found->capacity ? 2 * found->capacity : 64;
    int64_t *ids = realloc(found->ids, capacity * sizeof *ids);
    if (!ids) return SOTTO_E_MEMORY;
    found->ids = ids;
    found->capacity = capacity;
  }
  found->ids[found->count++] = row->id;
  return SOTTO_OK;
}

static sotto_status delete_carriers(sotto *profile, carriers *found, size_t *inout_rows) {
  sotto_status status = so_event_rows_each(profile->vault, 0, collect, found);
  for (size_t i = 0; !status && i < found->count; i++)
    status = so_event_rows_delete(profile->vault, found->ids[i]);
  if (!status) *inout_rows += found->count;
  free(found->ids);
  return status;
}

/* The statement, and the events that fed the affinity as far as the pack knows their items. */
static sotto_status delete_value(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  const so_pack *pack = so_handle_pack(profile);
  uint32_t key = pack ? so_pack_find_key(pack, scope->attribute) : SO_PACK_NONE;
  carriers found = {.pack = pack, .value = SO_PACK_NONE};
  if (key != SO_PACK_NONE) found.value = so_pack_find_value(pack, key, scope->value);
  sotto_status status =
      so_statement_rows_delete_value(profile->vault, scope->attribute, scope->value, ret_rows);
  if (status || found.value != SO_PACK_NONE)
    return status ? status : delete_carriers(profile, &found, ret_rows);
  if (*ret_rows) return SOTTO_OK;
  return pack ? so_handle_fail(profile, SOTTO_E_MISSING, "value: neither stated nor in the pack")
              : so_handle_fail(profile, SOTTO_E_STATE, "no pack says which items have the value");
}

static sotto_status delete_events(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  switch (scope->kind) {
  case SOTTO_FORGET_ITEM: return so_event_rows_delete_item(profile->vault, scope->item, ret_rows);
  case SOTTO_FORGET_PERIOD:
    return so_event_rows_delete_period(profile->vault, scope->from_ms, scope->to_ms, ret_rows);
  case SOTTO_FORGET_CATEGORY:
    return so_event_rows_delete_category(profile->vault, scope->category, ret_rows);
  default: return so_event_rows_delete_all(profile->vault, ret_rows);
  }
}

static sotto_status delete_statements(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  switch (scope->kind) {
  case SOTTO_FORGET_ITEM: *ret_rows = 0; return SOTTO_OK;
  case SOTTO_FORGET_PERIOD:
    return so_statement_rows_delete_period(profile->vault, scope->from_ms, scope->to_ms, ret_rows);
  case SOTTO_FORGET_CATEGORY:
    return so_statement_rows_delete_category(profile->vault, scope->category, ret_rows);
  default: return so_statement_rows_delete_all(profile->vault, ret_rows);
  }
}

static sotto_status delete_rows(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  size_t statements = 0;
  if (scope->kind == SOTTO_FORGET_VALUE) return delete_value(profile, scope, ret_rows);
  sotto_status status = delete_events(profile, scope, ret_rows);
  if (!status) status = delete_statements(profile, scope, &statements);
  *ret_rows += statements;
  return status;
}

/* Everything that must be so when the transaction commits. */
static sotto_status forget_rows(sotto *profile, const sotto_scope *scope, int64_t now_ms,
                                size_t *ret_rows) {
  sotto_status status = delete_rows(profile, scope, ret_rows);
  if (!status) status = so_derived_rows_clear(profile->vault);
  if (!status) status = so_reseat_all(profile);
  if (!status) status = so_vault_audit_checkpoint(profile->vault, now_ms);
  return status ? status : so_vault_rotate_later(profile->vault);
}

/* Kind and count only: what was forgotten must not stand in the log. */
static sotto_status forget_durably(sotto *profile, const sotto_scope *scope, int64_t now_ms,
                                   size_t *ret_rows) {
  static const char *const kinds[] = {"", "item", "value", "period", "category", "all"};
  char detail[64];
  const so_visit before = profile->visit;
  so_sink sink = so_sink_of(detail, sizeof detail);
  sotto_status status = so_handle_begin(profile, SOTTO_ACT_FORGOT);
  if (status) return status;
  status = forget_rows(profile, scope, now_ms, ret_rows);
  so_sink_string(&sink, "{\"kind\":\"");
  so_sink_string(&sink, kinds[scope->kind]);
  so_sink_string(&sink, "\",\"rows\":");
  so_sink_u64(&sink, *ret_rows);
  so_sink_string(&sink, "}");
  sotto_audit_row row = so_handle_row(now_ms, SOTTO_ACT_FORGOT, so_sink_view(&sink));
  status = so_handle_end(profile, status, &row);
  if (status) profile->visit = before;
  return status;
}

sotto_status so_subject_forget(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  int64_t now_ms = 0;
  size_t rows = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_batch_flush(profile);
  if (status) return status;
  so_recall_cool(profile);
  so_advise_reset(profile);
  status = forget_durably(profile, scope, now_ms, &rows);
  if (!status) status = so_handle_vault(profile, so_vault_rotate(profile->vault, now_ms));
  if (!status) *ret_rows = rows;
  return status;
}
