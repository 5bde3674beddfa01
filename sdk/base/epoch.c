/*
 * Weeks and days since 1970, UTC.
 */
#include "base/epoch.h"

uint32_t so_epoch_of(int64_t time_ms) {
  if (time_ms < 0) return 0;
  int64_t week = time_ms / SO_WEEK_MS;
  return week > UINT32_MAX ? UINT32_MAX : (uint32_t)week;
}

int64_t so_epoch_start_ms(uint32_t epoch) {
  return (int64_t)epoch * SO_WEEK_MS;
}

int64_t so_epoch_day_of(int64_t time_ms) {
  int64_t day = time_ms / SO_DAY_MS;
  return time_ms % SO_DAY_MS < 0 ? day - 1 : day;
}
