/*
 * The whole profile as JSON, for the person to take along (GDPR articles 15 and 20):
 *
 *   {"sotto_export": 1, "exported_ms": …, "running_session": …,
 *    "consent": {"keep": {"history": "granted", …}, …},
 *    "events": [{"name": "view_item", "time_ms": …, "session": …, "item_id": …, …}],
 *    "statements": [{"attribute": …, "value": …, "strength": …, "category": …, "time_ms": …}],
 *    "affinities": [{"attribute": …, "value": …, "lift_percent": …, "stated": …}],
 *    "mindset": "focused"}
 *
 * The last two are what the models made of the rest; an import computes them anew. Keys, the budget
 * ledger, answers, the outbox and the audit log never travel. Logged before the first byte is
 * given.
 */
#ifndef SO_FLOW_EXPORT_H
#define SO_FLOW_EXPORT_H

#include "flow/handle.h"

#define SO_EXPORT_VERSION 1

/** See sotto_profile_export(). */
SOTTO_CHECKED sotto_status so_export_write(sotto *profile, sotto_write_fn write, void *context);

#endif
