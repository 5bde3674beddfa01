/*
 * Events as JSON the host already makes: GA4 (Measurement Protocol, gtag's data layer) and Segment
 * track calls. Sources: developers.google.com/analytics/devguides/collection/protocol/ga4/reference
 * and segment.com/docs/connections/spec/ecommerce/v2. Words, people and prices of carts in it are
 * read past; only the fields of sotto_event are taken.
 */
#ifndef SO_FLOW_INGEST_JSON_H
#define SO_FLOW_INGEST_JSON_H

#include "flow/handle.h"

/** Records what the JSON says; `*ret_count` is how many events it became. All or nothing. */
SOTTO_CHECKED sotto_status so_ingest_json(sotto *profile, sotto_bytes json, size_t *ret_count);

#endif
