/*
 * A kiosk's visits. Two handles: the kiosk's own profile on disk (key, ledger, outbox, audit log,
 * no events) and a visitor's in memory, which lends its consent and its traits for one call.
 *
 * A question of the unit "device" is answered once an epoch, by the first visit that starts after a
 * moment drawn for it and ends: not by whoever is there longest, nor by whom anyone picks. The
 * moment is a PRF of the kiosk's noise key, so it needs no storage and survives a restart. One of
 * the unit "visit" is answered by every visit, from the visitor's own noise key and against no
 * ledger: it protects a visit, not the person who comes back. Of several such questions a visit
 * answers one, drawn at random. Neither draw knows anything of the visitor.
 */
#ifndef SO_FLOW_KIOSK_H
#define SO_FLOW_KIOSK_H

#include "flow/handle.h"

/** As sotto_visit_each(). */
SOTTO_CHECKED sotto_status so_kiosk_each(sotto *kiosk, sotto *visitor, sotto_preview_fn visit,
                                         void *context);
/** As sotto_visit_answer(). */
SOTTO_CHECKED sotto_status so_kiosk_answer(sotto *kiosk, sotto *visitor,
                                           const uint8_t id[SOTTO_QUESTION_ID_SIZE]);

#endif
