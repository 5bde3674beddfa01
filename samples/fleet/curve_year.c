/* See curve_year.h. Devices answer in the middle of a week; what was due leaves then, too. */
#include "curve_year.h"

#include <string.h>

#define WEEK_MS INT64_C(604800000)

void curve_year_begin(curve_year *ret_year, const fleet_shop *shop) {
  memset(ret_year, 0, sizeof *ret_year);
  ret_year->start_ms = shop->start_ms;
  ret_year->packs = 1;
  for (uint32_t n = 0; n < YEAR_DEVICES; n++)
    device_begin(&ret_year->devices[n], shop, shop->start_ms);
}

/* Where a device's reports go. */
typedef struct sending {
  curve_year *year;
  uint32_t device;
} sending;

static void take_report(void *context, sotto_bytes body, uint64_t cost_micro) {
  const sending *from = context;
  (void)body;
  from->year->spent_micro[from->device] += cost_micro;
  from->year->answers[from->device] += cost_micro > 0;
}

static void live_week(curve_year *year, uint32_t device, int64_t now_ms) {
  fleet_answer answers[QUESTIONS_MAX];
  sending from = {year, device};
  device_wait(&year->devices[device], now_ms);
  device_send(&year->devices[device], take_report, &from);
  (void)device_answer(&year->devices[device], SIZE_MAX, answers);
}

void curve_year_live(curve_year *year, uint32_t week) {
  for (; year->week < week; year->week++)
    for (uint32_t n = 0; n < YEAR_DEVICES; n++)
      live_week(year, n, year->start_ms + year->week * WEEK_MS + WEEK_MS / 2);
}

void curve_year_take(curve_year *year, const char *pack) {
  for (uint32_t n = 0; n < YEAR_DEVICES; n++) {
    device_wait(&year->devices[n], year->start_ms + year->week * WEEK_MS);
    stage_check(sotto_pack_install(year->devices[n].profile, pack), "the next pack");
  }
  year->packs++;
}

static void count(const curve_year *year, uint32_t device, curve_lived *inout_lived) {
  sotto_budget budget;
  sotto_pack_info info;
  stage_check(sotto_budget_get(year->devices[device].profile, &budget), "budget");
  stage_check(sotto_pack_get(year->devices[device].profile, &info), "pack");
  if (year->answers[device] > inout_lived->most_answers)
    inout_lived->most_answers = year->answers[device];
  if (year->spent_micro[device] > inout_lived->most_micro)
    inout_lived->most_micro = year->spent_micro[device];
  if (budget.spent_micro > inout_lived->ledger_micro)
    inout_lived->ledger_micro = budget.spent_micro;
  inout_lived->last_sequence = info.sequence;
}

void curve_year_end(curve_year *year, curve_lived *ret_lived) {
  *ret_lived = (curve_lived){.devices = YEAR_DEVICES, .packs = year->packs};
  for (uint32_t n = 0; n < YEAR_DEVICES; n++) {
    sending from = {year, n};
    device_wait(&year->devices[n], year->start_ms + (year->week + 1) * WEEK_MS);
    device_send(&year->devices[n], take_report, &from);
    count(year, n, ret_lived);
    device_end(&year->devices[n]);
  }
}
