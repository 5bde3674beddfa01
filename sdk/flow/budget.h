/*
 * The budget ledger of an open profile: read once, brought to now, met with the anchor, written
 * back inside the transactions of others. The rules themselves are privacy/ledger's.
 */
#ifndef SO_FLOW_BUDGET_H
#define SO_FLOW_BUDGET_H

#include "flow/handle.h"

/** Brings `profile->ledger` to now: the stored one, or one that starts empty. */
SOTTO_CHECKED sotto_status so_budget_load(sotto *profile, int64_t now_ms);
/** Writes a ledger inside the open transaction. */
SOTTO_CHECKED sotto_status so_budget_store(sotto *profile, const so_ledger *ledger);
/** Notes inside any transaction that time has passed, so that a long silence is not a far jump. */
SOTTO_CHECKED sotto_status so_budget_keep(sotto *profile, int64_t now_ms);
/** Empties the balance inside the open transaction: what another install spent is not known. */
SOTTO_CHECKED sotto_status so_budget_empty(sotto *profile, int64_t now_ms);
/**
 * Destroys the noise keys of the weeks before this one (by the clock the ledger believes), so that
 * whoever takes the device cannot un-noise what was answered in them.
 */
SOTTO_CHECKED sotto_status so_budget_ratchet(sotto *profile);
/**
 * Advances the port's anchor to what `ledger` has spent: before randomness is drawn. Where what
 * follows fails, so_budget_lose() takes the anchor's word.
 */
SOTTO_CHECKED sotto_status so_budget_anchor(sotto *profile, const so_ledger *ledger);
/** The charge of `ledger` reached the anchor but not the file: it is lost, and stays spent. */
void so_budget_lose(sotto *profile, const so_ledger *ledger);
SOTTO_CHECKED sotto_status so_budget_get(sotto *profile, sotto_budget *ret_budget);

#endif
