/*
 * A year of real profiles: each is unwrapped with the first pack, answers what is asked week by
 * week, and takes every later pack when it comes out, as an app does.
 */
#ifndef SAMPLES_FLEET_CURVE_YEAR_H
#define SAMPLES_FLEET_CURVE_YEAR_H

#include "device.h"

#define YEAR_DEVICES 20u

/** What came of it. */
typedef struct curve_lived {
  uint32_t devices;
  uint32_t packs;         /* taken by each */
  uint32_t most_answers;  /* paid by whoever paid most */
  uint64_t most_micro;    /* epsilon of whoever spent most: of the reports that left */
  uint64_t ledger_micro;  /* the same by the ledgers */
  uint64_t last_sequence; /* of the pack that all had at the end */
} curve_lived;

typedef struct curve_year {
  int64_t start_ms;
  fleet_device devices[YEAR_DEVICES];
  uint64_t spent_micro[YEAR_DEVICES];
  uint32_t answers[YEAR_DEVICES];
  uint32_t week; /* the next that is lived */
  uint32_t packs;
} curve_year;

/** Unwraps all devices at the shop's start. */
void curve_year_begin(curve_year *ret_year, const fleet_shop *shop);
/** Everybody lives, answers and sends until `week`, which is not yet lived. */
void curve_year_live(curve_year *year, uint32_t week);
/** A new pack comes out; exits with a sentence where a device does not take it. */
void curve_year_take(curve_year *year, const char *pack);
/** The last reports leave; throws the devices away. */
void curve_year_end(curve_year *year, curve_lived *ret_lived);

#endif
