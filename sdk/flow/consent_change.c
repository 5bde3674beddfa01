/*
 * A change of consent: see consent_change.h.
 */
#include "flow/consent_change.h"

#include <string.h>

#include "base/codec.h"
#include "flow/batch.h"
#include "flow/budget.h"
#include "flow/recall.h"
#include "vault/derived_rows.h"
#include "vault/report_rows.h"
#include "vault/setting_rows.h"

#define CELLS (SOTTO_CATEGORY_COUNT * SOTTO_PURPOSE_COUNT)
#define STORED_SIZE (4 + 2 * CELLS)

static void store(uint8_t ret_stored[STORED_SIZE], const sotto_consent *consent) {
  so_store_u32(ret_stored, consent->gpc != 0);
  memcpy(ret_stored + 4, consent->verdicts, CELLS);
  memcpy(ret_stored + 4 + CELLS, consent->host_verdicts, CELLS);
}

/* The consent of the former handle; MISSING in a new profile. */
static sotto_status read_former(sotto *profile, sotto_consent *ret_consent) {
  uint8_t stored[STORED_SIZE];
  size_t size = sizeof stored;
  sotto_status status = so_setting_rows_get(profile->vault, SO_SETTING_CONSENT, stored, &size);
  if (status == SOTTO_E_MISSING) return status;
  if (status || size != sizeof stored)
    return so_handle_vault(profile, status ? status : SOTTO_E_CORRUPT);
  sotto_consent_init(ret_consent);
  ret_consent->gpc = so_load_u32(stored);
  memcpy(ret_consent->verdicts, stored + 4, CELLS);
  memcpy(ret_consent->host_verdicts, stored + 4 + CELLS, CELLS);
  return SOTTO_OK;
}

static int ends(const sotto_consent *from, const sotto_consent *to, sotto_purpose purpose) {
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    if (so_consent_rule_allows(from, category, purpose) &&
        !so_consent_rule_allows(to, category, purpose))
      return 1;
  return 0;
}

/* {"keep":"gggggdu", ...}: the verdict in force of each category, in the order of the header. */
static void describe(so_sink *sink, const sotto_consent *consent) {
  static const char letters[] = "ugd";
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++) {
    so_sink_string(sink, purpose ? ",\"" : "{\"");
    so_sink_string(sink, sotto_purpose_name(purpose));
    so_sink_string(sink, "\":\"");
    for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++) {
      char letter[2] = {letters[so_consent_rule_verdict(consent, category, purpose)], '\0'};
      so_sink_string(sink, letter);
    }
    so_sink_string(sink, "\"");
  }
  so_sink_string(sink, "}");
}

static sotto_status delete_category(sotto *profile, sotto_category category) {
  size_t rows = 0;
  sotto_status status = so_event_rows_delete_category(profile->vault, category, &rows);
  if (status) return status;
  return so_statement_rows_delete_category(profile->vault, category, &rows);
}

static sotto_status delete_rows(sotto *profile, const sotto_consent *to) {
  sotto_status status = so_derived_rows_clear(profile->vault);
  for (sotto_category category = 0; !status && category < SOTTO_CATEGORY_COUNT; category++)
    if (!so_consent_rule_allows(to, category, SOTTO_PURPOSE_KEEP))
      status = delete_category(profile, category);
  return status;
}

static sotto_status write_change(sotto *profile, const sotto_consent *from, const sotto_consent *to,
                                 int64_t now_ms) {
  uint8_t stored[STORED_SIZE];
  size_t reports = 0;
  sotto_status status = delete_rows(profile, to);
  if (!status && ends(from, to, SOTTO_PURPOSE_CONTRIBUTE))
    status = so_report_rows_clear(profile->vault, &reports);
  store(stored, to);
  if (!status) status = so_budget_keep(profile, now_ms);
  if (status) return status;
  return so_setting_rows_put(profile->vault, SO_SETTING_CONSENT,
                             (sotto_bytes){stored, sizeof stored});
}

static sotto_status change(sotto *profile, const sotto_consent *from, const sotto_consent *to) {
  char detail[256];
  int64_t now_ms = 0;
  so_sink sink = so_sink_of(detail, sizeof detail);
  describe(&sink, to);
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_handle_begin(profile, SOTTO_ACT_CONSENT);
  if (status) return status;
  status = write_change(profile, from, to, now_ms);
  sotto_audit_row row = so_handle_row(now_ms, SOTTO_ACT_CONSENT, so_sink_view(&sink));
  return so_handle_end(profile, status, &row);
}

sotto_status so_consent_change_at_open(sotto *profile) {
  sotto_consent former;
  uint8_t old_cells[STORED_SIZE];
  uint8_t new_cells[STORED_SIZE];
  sotto_status status = read_former(profile, &former);
  if (status == SOTTO_E_MISSING) return change(profile, &profile->consent, &profile->consent);
  if (status) return status;
  store(old_cells, &former);
  store(new_cells, &profile->consent);
  if (memcmp(old_cells, new_cells, STORED_SIZE) == 0) return SOTTO_OK;
  return change(profile, &former, &profile->consent);
}

/* What waits in memory is event rows: kept only while history may be. */
static sotto_status settle_batch(sotto *profile) {
  if (so_handle_allows(profile, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_KEEP))
    return so_batch_flush(profile);
  so_batch_drop(profile);
  return SOTTO_OK;
}

sotto_status so_consent_change_to(sotto *profile, const sotto_consent *consent) {
  sotto_consent former = profile->consent;
  so_consent_rule_strictest(&profile->consent, &former, consent);
  int withdrawn = ends(&former, consent, SOTTO_PURPOSE_KEEP) ||
                  ends(&former, consent, SOTTO_PURPOSE_PERSONALIZE);
  if (withdrawn || !profile->transient) so_recall_cool(profile);
  sotto_status status = settle_batch(profile);
  if (!status) status = change(profile, &former, consent);
  if (!status) profile->consent = *consent;
  return status;
}
