/*
 * The budget ledger of an open profile: see budget.h. Stored as one setting: u32 version, balance
 * and spent (three u64 each), epoch, answered and behind epoch (u32), clock and suspect (u64).
 */
#include "flow/budget.h"

#include "base/codec.h"
#include "base/epoch.h"
#include "vault/setting_rows.h"

#define VERSION 1u
#define STORED_SIZE (4 + 6 * 8 + 3 * 4 + 2 * 8)

/* Every stored field with the width it is stored in, in order. */
#define FIELDS(X)                                                                                  \
 X(balance.epsilon_micro, u64)                                                                     \
 X(balance.delta_2p60, u64)                                                                        \
 X(balance.epsilon0_micro, u64)                                                                    \
 X(spent.epsilon_micro, u64)                                                                       \
 X(spent.delta_2p60, u64)                                                                          \
 X(spent.epsilon0_micro, u64)                                                                      \
 X(epoch, u32)                                                                                     \
 X(answered_epoch, u32)                                                                            \
 X(behind_epoch, u32)                                                                              \
 X(clock_ms, u64)                                                                                  \
 X(suspect_ms, u64)

static sotto_status read_stored(sotto *profile, so_ledger *ret_ledger) {
  uint8_t stored[STORED_SIZE];
  size_t size = sizeof stored;
  so_ledger ledger = {.started = 1};
  sotto_status status = so_setting_rows_get(profile->vault, SO_SETTING_LEDGER, stored, &size);
  if (status) return status;
  so_reader reader = so_reader_of(stored, size);
  if (size != sizeof stored || so_read_u32(&reader) != VERSION) return SOTTO_E_CORRUPT;
#define READ(field, width) ledger.field = so_read_##width(&reader);
  FIELDS(READ)
#undef READ
  *ret_ledger = ledger;
  return SOTTO_OK;
}

sotto_status so_budget_store(sotto *profile, const so_ledger *ledger) {
  uint8_t stored[STORED_SIZE];
  so_writer writer = so_writer_of(stored, sizeof stored);
  so_write_u32(&writer, VERSION);
#define WRITE(field, width) so_write_##width(&writer, ledger->field);
  FIELDS(WRITE)
#undef WRITE
  return so_setting_rows_put(profile->vault, SO_SETTING_LEDGER, (sotto_bytes){stored, writer.at});
}

/* Hosts may only tighten, 0 is no wish; at most half a year's cap may be saved up. */
static void tighten(uint64_t *year, uint64_t *depth, uint64_t wish) {
  if (wish && wish < *year) *year = wish;
  if (*depth > *year / 2) *depth = *year / 2;
}

static void set_caps(so_caps *ret_caps, const sotto_options *wish) {
  so_ledger_default_caps(ret_caps);
  so_cost *year = &ret_caps->year, *depth = &ret_caps->depth;
  if (wish->epsilon_depth_micro && wish->epsilon_depth_micro < depth->epsilon_micro)
    depth->epsilon_micro = wish->epsilon_depth_micro;
  tighten(&year->epsilon_micro, &depth->epsilon_micro, wish->epsilon_year_micro);
  tighten(&year->delta_2p60, &depth->delta_2p60, wish->delta_year_2p60);
  tighten(&year->epsilon0_micro, &depth->epsilon0_micro, wish->epsilon0_year_micro);
}

static sotto_status load(sotto *profile, int64_t now_ms) {
  so_ledger ledger;
  sotto_status status = read_stored(profile, &ledger);
  if (status == SOTTO_E_MISSING)
    so_ledger_start(&ledger, now_ms);
  else if (status)
    return so_handle_vault(profile, status);
  set_caps(&profile->caps, &profile->options);
  if (profile->found.anchor_known)
    so_ledger_meet(&ledger, &profile->found.anchor);
  else if (profile->found.tail_cut) {
    so_ledger_advance(&ledger, &profile->caps, now_ms);
    so_ledger_hold_back(&ledger, ledger.epoch);
  }
  profile->ledger = ledger;
  profile->ledger_loaded = 1;
  return SOTTO_OK;
}

sotto_status so_budget_load(sotto *profile, int64_t now_ms) {
  sotto_status status = profile->ledger_loaded ? SOTTO_OK : load(profile, now_ms);
  if (!status) so_ledger_advance(&profile->ledger, &profile->caps, now_ms);
  return status;
}

sotto_status so_budget_keep(sotto *profile, int64_t now_ms) {
  sotto_status status = so_budget_load(profile, now_ms);
  return status ? status : so_budget_store(profile, &profile->ledger);
}

sotto_status so_budget_empty(sotto *profile, int64_t now_ms) {
  sotto_status status = so_budget_load(profile, now_ms);
  if (!status) profile->ledger.balance = (so_cost){0};
  return status ? status : so_budget_store(profile, &profile->ledger);
}

sotto_status so_budget_ratchet(sotto *profile) {
  int64_t now_ms = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_budget_load(profile, now_ms);
  if (!status) status = so_vault_ratchet(profile->vault, so_epoch_of(profile->ledger.clock_ms));
  return so_handle_vault(profile, status);
}

static sotto_anchor anchor_of(const so_ledger *ledger) {
  return (sotto_anchor){.struct_size = sizeof(sotto_anchor),
                        .epoch = ledger->answered_epoch,
                        .epsilon_micro = ledger->spent.epsilon_micro,
                        .delta_2p60 = ledger->spent.delta_2p60,
                        .epsilon0_micro = ledger->spent.epsilon0_micro};
}

sotto_status so_budget_anchor(sotto *profile, const so_ledger *ledger) {
  sotto_anchor anchor = anchor_of(ledger);
  const sotto_status status = so_vault_anchor(profile->vault, &anchor);
  if (status == SOTTO_E_BUSY)
    return so_handle_fail(profile, status, "a copy of this profile was charged: open it again");
  return so_handle_vault(profile, status);
}

void so_budget_lose(sotto *profile, const so_ledger *ledger) {
  sotto_anchor anchor = anchor_of(ledger);
  so_ledger_meet(&profile->ledger, &anchor);
}

sotto_status so_budget_get(sotto *profile, sotto_budget *ret_budget) {
  int64_t now_ms = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_budget_load(profile, now_ms);
  if (status) return status;
  const so_ledger *ledger = &profile->ledger;
  uint32_t epoch = so_epoch_of(now_ms);
  uint32_t last = epoch > ledger->epoch ? epoch : ledger->epoch;
  *ret_budget = (sotto_budget){.struct_size = sizeof *ret_budget,
                               .epoch = epoch,
                               .balance_micro = ledger->balance.epsilon_micro,
                               .depth_micro = profile->caps.depth.epsilon_micro,
                               .spent_micro = ledger->spent.epsilon_micro,
                               .spent_delta_2p60 = ledger->spent.delta_2p60,
                               .spent_epsilon0_micro = ledger->spent.epsilon0_micro,
                               .weekly_micro = so_ledger_weekly(&profile->caps).epsilon_micro,
                               .next_ms = so_epoch_start_ms(last + 1),
                               .anchored = profile->found.has_anchor != 0,
                               .behind = so_ledger_behind(ledger, epoch) != 0};
  return SOTTO_OK;
}
