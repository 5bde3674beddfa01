/*
 * Weeks in a ring by epoch; see week_track.h.
 */
#include "model/week_track.h"

#include <sotto/event.h>

#include "base/epoch.h"

#define VISIT_WEEKS 5u /* four and the running one */

/* The slot of a week, taken over from an older one; NULL where a newer week stands there. */
static so_week_sum *week_of(so_weeks *weeks, uint32_t epoch) {
  so_week_sum *week = &weeks->weeks[epoch % SO_WEEKS];
  if (week->epoch > epoch) return NULL;
  if (week->epoch < epoch) *week = (so_week_sum){.epoch = epoch};
  return week;
}

static void take_basket(so_weeks *weeks, const so_occurrence *occurrence, uint32_t units) {
  int same = weeks->bought_ms && occurrence->session == weeks->buying &&
             (occurrence->session || occurrence->time_ms == weeks->bought_ms);
  if (!same && occurrence->time_ms < weeks->bought_ms) return; /* told late, of an older visit */
  weeks->basket = units + (same ? weeks->basket : 0);
  weeks->buying = occurrence->session;
  weeks->bought_ms = occurrence->time_ms;
}

void so_weeks_learn(so_weeks *weeks, const so_occurrence *occurrence) {
  so_week_sum *week = week_of(weeks, so_epoch_of(occurrence->time_ms));
  uint32_t units = occurrence->quantity ? occurrence->quantity : 1;
  int64_t amount = occurrence->price_minor > 0 ? occurrence->price_minor : 0;
  int sold = occurrence->type == SOTTO_EVENT_PURCHASE;
  if (sold) take_basket(weeks, occurrence, units);
  if (!week) return;
  if (occurrence->session && occurrence->session != weeks->session) {
    weeks->session = occurrence->session;
    week->visits++;
  }
  amount = amount < UINT32_MAX / units ? amount * units : UINT32_MAX;
  if (sold) week->spend_minor += amount;
  if (occurrence->type == SOTTO_EVENT_REFUND) week->spend_minor -= amount;
}

static uint32_t cut(int64_t value) {
  return value < 0 ? 0 : value < SO_NONE ? (uint32_t)value : SO_NONE - 1;
}

void so_weeks_numbers(const so_weeks *weeks, int64_t now_ms,
                      uint32_t ret_numbers[SO_NUMBER_COUNT]) {
  uint32_t now = so_epoch_of(now_ms);
  int64_t spend_minor = 0, visits = 0;
  for (uint32_t n = 0; n < SO_WEEKS; n++) {
    const so_week_sum *week = &weeks->weeks[n];
    if (week->epoch > now || now - week->epoch >= SO_WEEKS) continue;
    spend_minor += week->spend_minor;
    if (now - week->epoch < VISIT_WEEKS) visits += week->visits;
  }
  ret_numbers[SO_NUMBER_SPEND] = cut(spend_minor);
  ret_numbers[SO_NUMBER_VISITS] = cut(visits);
  if (weeks->bought_ms) ret_numbers[SO_NUMBER_BASKET] = cut((int64_t)weeks->basket);
}
