/*
 * What the person says about themselves, in its own table. The audit row says that something was
 * stated, never what.
 */
#include "flow/ingest.h"
#include "flow/recall.h"
#include "model/mind.h"
#include "vault/setting_rows.h"

static sotto_status check(sotto *profile, const so_named *named) {
  if (!named->pack) return so_handle_fail(profile, SOTTO_E_STATE, "no pack is installed");
  if (named->key == SO_PACK_NONE)
    return so_handle_fail(profile, SOTTO_E_MISSING, "attribute: the pack has no such key");
  if (named->value == SO_PACK_NONE)
    return so_handle_fail(profile, SOTTO_E_MISSING, "value: the pack has no such value");
  return SOTTO_OK;
}

static sotto_status write_row(sotto *profile, void *said, so_sink *detail) {
  (void)detail;
  return so_statement_rows_put(profile->vault, said);
}

static sotto_status learn(sotto *profile, const so_named *named, int32_t strength) {
  sotto_status status = so_recall_load(profile);
  if (!status) so_affinity_state(&profile->mind->affinity, named->pack, named->value, strength);
  return status;
}

sotto_status so_statement_keep(sotto *profile, so_statement_row *said) {
  const so_named named = so_handle_named(profile, said->attribute, said->value);
  sotto_status status = check(profile, &named);
  if (!status) status = so_handle_now(profile, &said->time_ms);
  if (status) return status;
  said->category = named.pack->keys[named.key].category;
  so_use use = so_consent_rule_use(&profile->consent, said->category);
  if (use == SO_USE_DROP)
    return so_handle_fail(profile, SOTTO_E_DENIED, "this category may not be kept or used");
  int keep = use == SO_USE_KEEP && !profile->paused;
  if (keep) status = so_handle_act(profile, SOTTO_ACT_STATED, write_row, said);
  if (status || !so_recall_may_use(profile, said->category)) return status;
  if (!keep) profile->transient++;
  return learn(profile, &named, said->strength);
}
