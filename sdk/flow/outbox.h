/*
 * The outbox: reports waiting for the host to send them, and what became of them. A report past its
 * expiry is dropped before the outbox is shown. The bytes of a report never change.
 */
#ifndef SO_FLOW_OUTBOX_H
#define SO_FLOW_OUTBOX_H

#include <sotto/contribute.h>

#include "flow/handle.h"

/** Drops the reports past their expiry, each with its audit row. */
SOTTO_CHECKED sotto_status so_outbox_expire(sotto *profile, int64_t now_ms);
/** As sotto_outbox_each(). */
SOTTO_CHECKED sotto_status so_outbox_each(sotto *profile, sotto_report_fn visit, void *context);
/** As sotto_outbox_settle(). */
SOTTO_CHECKED sotto_status so_outbox_settle(sotto *profile, uint64_t report,
                                            sotto_delivery delivery);

#endif
