/*
 * The hold-out: whether this device sees what everybody sees, this epoch. Drawn from the noise PRF
 * of the epoch under a label of its own: device randomness that no profile goes into, the same
 * until the epoch ends, gone with its key. Only under the purpose `experiment`.
 */
#ifndef SO_FLOW_HOLD_OUT_H
#define SO_FLOW_HOLD_OUT_H

#include "flow/handle.h"

#define SO_HOLD_OUT_PERMILLE 50u

/** 1 when the person takes part in experiments. */
int so_hold_out_asked(const sotto *profile);
/** 1 when this device is held out in the epoch of `now_ms`. */
int so_hold_out_is(const sotto *profile, int64_t now_ms);
/** Tells it beside the reasons of a pick: scores nothing, so that these still sum to its score. */
void so_hold_out_tell(sotto *profile, sotto_reason_fn visit, void *context);

#endif
