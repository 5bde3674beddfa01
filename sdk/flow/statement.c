/*
 * What the person says about themselves: see statement.h. The audit row says that something was
 * stated, never what.
 */
#include "flow/statement.h"

#include "flow/recall.h"
#include "model/mind.h"
#include "vault/setting_rows.h"

static sotto_status find(sotto *profile, const so_statement *statement, uint32_t *ret_value) {
  const so_pack *pack = so_handle_pack(profile);
  if (!pack) return so_handle_fail(profile, SOTTO_E_STATE, "no pack is installed");
  uint32_t key = so_pack_find_key(pack, statement->attribute);
  if (key == SO_PACK_NONE)
    return so_handle_fail(profile, SOTTO_E_MISSING, "attribute: the pack has no such key");
  uint32_t value = so_pack_find_value(pack, key, statement->value);
  if (value == SO_PACK_NONE)
    return so_handle_fail(profile, SOTTO_E_MISSING, "value: the pack has no such value");
  *ret_value = value;
  return SOTTO_OK;
}

static sotto_status write_row(sotto *profile, const so_statement *statement,
                              sotto_category category) {
  int64_t now_ms = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_handle_begin(profile, SOTTO_ACT_STATED);
  if (status) return status;
  so_statement_row row = {statement->attribute, statement->value, category, statement->strength,
                          now_ms};
  status = so_statement_rows_put(profile->vault, &row);
  sotto_audit_row audit = so_handle_row(now_ms, SOTTO_ACT_STATED, (sotto_text){NULL, 0});
  return so_handle_end(profile, status, &audit);
}

sotto_status so_statement_keep(sotto *profile, const so_statement *statement) {
  const so_pack *pack = so_handle_pack(profile);
  uint32_t value = 0;
  sotto_status status = find(profile, statement, &value);
  if (status) return status;
  sotto_category category = pack->keys[pack->values[value].key].category;
  so_use use = so_consent_rule_use(&profile->consent, category);
  if (use == SO_USE_DROP)
    return so_handle_fail(profile, SOTTO_E_DENIED, "this category may not be kept or used");
  int keep = use == SO_USE_KEEP && !profile->paused;
  status = keep ? write_row(profile, statement, category) : SOTTO_OK;
  if (!status && so_recall_may_use(profile, category)) status = so_recall_load(profile);
  if (status || !so_recall_may_use(profile, category)) return status;
  so_affinity_state(&profile->mind->affinity, pack, value, statement->strength);
  if (!keep) profile->transient++;
  return SOTTO_OK;
}
