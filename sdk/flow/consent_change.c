/*
 * A change of consent, at open or while open: see care.h. What consent means is decided in
 * privacy/consent_rule.
 */
#include <string.h>

#include "flow/batch.h"
#include "flow/budget.h"
#include "flow/care.h"
#include "flow/learnt.h"
#include "flow/recall.h"
#include "flow/visit.h"
#include "vault/report_rows.h"
#include "vault/setting_rows.h"

#define CELLS (SOTTO_CATEGORY_COUNT * SOTTO_PURPOSE_COUNT)

/* A consent as it is stored. */
typedef struct record {
  uint32_t gpc;
  uint8_t verdicts[CELLS];
  uint8_t host_verdicts[CELLS];
} record;
_Static_assert(sizeof(record) == 4 + 2 * CELLS, "stored as it is");

static record record_of(const sotto_consent *consent) {
  record made = {.gpc = consent->gpc != 0};
  memcpy(made.verdicts, consent->verdicts, CELLS);
  memcpy(made.host_verdicts, consent->host_verdicts, CELLS);
  return made;
}

static void give(const record *stored, sotto_consent *ret_consent) {
  sotto_consent_init(ret_consent);
  ret_consent->gpc = stored->gpc;
  memcpy(ret_consent->verdicts, stored->verdicts, CELLS);
  memcpy(ret_consent->host_verdicts, stored->host_verdicts, CELLS);
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
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++) {
    char letters[SOTTO_CATEGORY_COUNT];
    for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
      letters[category] = "ugd"[so_consent_rule_verdict(consent, category, purpose)];
    so_sink_member_text(sink, sotto_purpose_name(purpose), (sotto_text){letters, sizeof letters});
  }
}

/* Rows that may not be kept go as if they were forgotten: with sessions, counts of days,
   reports. */
static sotto_status delete_rows(sotto *profile, const sotto_consent *to, int64_t now_ms) {
  size_t all = 0, rows = 0, reports = 0;
  sotto_status status = SOTTO_OK;
  sotto_scope scope = {.kind = SOTTO_FORGET_CATEGORY};
  for (; !status && scope.category < SOTTO_CATEGORY_COUNT; scope.category++, all += rows, rows = 0)
    if (!so_consent_rule_allows(to, scope.category, SOTTO_PURPOSE_KEEP))
      status = so_vault_forget(profile->vault, &scope, &rows);
  if (!status) status = so_choices_withdraw(profile, to, &all);
  if (status || !all) return status;
  so_recall_cool(profile);
  status = so_visit_retell_all(profile);
  if (!status) status = so_report_rows_clear(profile->vault, &reports);
  if (!status) status = so_vault_audit_checkpoint(profile->vault, now_ms);
  return status ? status : so_vault_rotate_later(profile->vault);
}

/* What ends is told by what is stored: a withdrawal may come again after the disk refused it. */
static sotto_status clear_reports(sotto *profile, const sotto_consent *to) {
  record stored;
  sotto_consent former;
  size_t reports = 0;
  sotto_status status = so_handle_stored(profile, SO_SETTING_CONSENT, &stored, sizeof stored);
  if (status) return status == SOTTO_E_MISSING ? SOTTO_OK : status;
  give(&stored, &former);
  return ends(&former, to, SOTTO_PURPOSE_CONTRIBUTE)
             ? so_report_rows_clear(profile->vault, &reports)
             : SOTTO_OK;
}

static sotto_status write_change(sotto *profile, void *work, so_sink *detail) {
  const sotto_consent *to = work;
  const record stored = record_of(to);
  int64_t now_ms = 0;
  describe(detail, to);
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = delete_rows(profile, to, now_ms);
  if (!status) status = clear_reports(profile, to);
  if (!status) status = so_budget_keep(profile, now_ms);
  if (status) return status;
  return so_handle_store(profile, SO_SETTING_CONSENT, &stored, sizeof stored);
}

/* Both the rows and the keys they stood under; what is cut here is finished at the next open. */
static sotto_status change(sotto *profile, sotto_consent *to) {
  int64_t now_ms = 0;
  const so_visit before = profile->visit;
  sotto_status status = so_handle_act(profile, SOTTO_ACT_CONSENT, write_change, to);
  if (status) profile->visit = before;
  if (status || !so_vault_rotation_due(profile->vault)) return status;
  if (so_handle_now(profile, &now_ms) ||
      so_handle_vault(profile, so_vault_rotate(profile->vault, now_ms)))
    so_handle_log(profile);
  return SOTTO_OK;
}

sotto_status so_consent_change_at_open(sotto *profile) {
  record stored;
  const record now = record_of(&profile->consent);
  sotto_status status = so_handle_stored(profile, SO_SETTING_CONSENT, &stored, sizeof stored);
  if (profile->options.flags & SOTTO_OPEN_AS_KEPT) {
    if (!status) give(&stored, &profile->consent);
    return status;
  }
  if (status != SOTTO_OK && status != SOTTO_E_MISSING) return status;
  if (!status && memcmp(&stored, &now, sizeof now) == 0) return SOTTO_OK;
  return change(profile, &profile->consent);
}

/* What waits in memory is event rows: kept only while history may be. */
static sotto_status settle_batch(sotto *profile) {
  if (so_handle_allows(profile, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_KEEP))
    return so_batch_flush(profile);
  so_batch_drop(profile);
  so_choices_drop(profile);
  return SOTTO_OK;
}

sotto_status so_consent_change_to(sotto *profile, const sotto_consent *consent) {
  sotto_consent former = profile->consent;
  sotto_consent wish = *consent;
  so_consent_rule_strictest(&profile->consent, &former, consent);
  int withdrawn = ends(&former, consent, SOTTO_PURPOSE_KEEP) ||
                  ends(&former, consent, SOTTO_PURPOSE_PERSONALIZE);
  if (withdrawn || !profile->transient) so_recall_cool(profile);
  sotto_status status = settle_batch(profile);
  if (!status) status = change(profile, &wish);
  if (!status) profile->consent = *consent;
  /* A withdrawal that is not written: what waits may be of any category, so none of it goes. */
  if (status && ends(&former, consent, SOTTO_PURPOSE_CONTRIBUTE))
    sotto_consent_fill(&profile->consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_DENIED);
  return status;
}
