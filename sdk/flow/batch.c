/*
 * The batch of events that wait to become durable: see batch.h.
 */
#include "flow/batch.h"

#include <assert.h>
#include <string.h>

#include "base/secret.h"
#include "flow/budget.h"
#include "flow/learnt.h"
#include "flow/visit.h"

void so_batch_add(sotto *profile, const so_event_row *row, int64_t now_ms) {
  assert(profile->batch_count < SO_BATCH_ROOM && row->item.size <= SO_ITEM_ID_MAX);
  so_pending *pending = &profile->batch[profile->batch_count];
  if (!profile->batch_count) profile->batch_since_ms = now_ms;
  pending->row = *row;
  if (row->item.size) memcpy(pending->item, row->item.data, row->item.size);
  pending->row.item.data = pending->item;
  profile->batch_count++;
}

static sotto_status append_all(sotto *profile, int64_t now_ms) {
  sotto_status status = SOTTO_OK;
  uint32_t rows = profile->batch_count;
  for (uint32_t i = 0; !status && i < profile->batch_count; i++)
    status = so_event_rows_append(profile->vault, &profile->batch[i].row);
  if (!status) status = so_choices_write(profile, &rows);
  if (!status) status = so_visit_write(profile);
  if (!status) status = so_budget_keep(profile, now_ms);
  if (!status) status = so_handle_note_check(profile, &profile->installed, now_ms);
  if (!status) status = so_vault_audit_count(profile->vault, now_ms, rows);
  return status;
}

sotto_status so_batch_flush_session(sotto *profile) {
  int64_t now_ms = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_handle_begin(profile, SOTTO_ACT_EVENTS);
  if (status) return status;
  status = so_handle_end(profile, append_all(profile, now_ms), NULL);
  if (!status) so_batch_drop(profile);
  return status;
}

sotto_status so_batch_flush(sotto *profile) {
  int waits = profile->batch_count || so_choices_wait(profile);
  return waits ? so_batch_flush_session(profile) : SOTTO_OK;
}

void so_batch_drop(sotto *profile) {
  so_secret_wipe(profile->batch, sizeof(so_pending) * profile->batch_count);
  profile->batch_count = 0;
  so_choices_written(profile);
}
