/*
 * Split reports in the outbox: where each goes (the upload of its DAP version), and sealing one
 * anew after its aggregators changed their keys. What is kept beside a report stays with the
 * device.
 */
#ifndef SO_FLOW_SPLIT_OUTBOX_H
#define SO_FLOW_SPLIT_OUTBOX_H

#include <sotto/contribute.h>

#include "flow/handle.h"
#include "flow/split_task.h"
#include "privacy/split.h"

#define SO_SPLIT_URL_MAX 384
#define SO_SPLIT_URLS_MAX (SO_SPLIT_URL_MAX + SO_DAP_URL_MAX) /* and the helper's behind it */

/** Fills what a split report tells its host; `room` is of its views. #SOTTO_E_CORRUPT. */
SOTTO_CHECKED sotto_status so_split_outbox_show(sotto_report *report, sotto_bytes kept,
                                                char room[SO_SPLIT_URLS_MAX]);
/** As sotto_outbox_reseal(). */
SOTTO_CHECKED sotto_status so_split_outbox_reseal(sotto *profile, uint64_t report,
                                                  const so_split_lists *lists);

#endif
