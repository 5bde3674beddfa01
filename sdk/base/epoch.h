/*
 * Time arithmetic: the epoch is the UTC week number since 1970 (Thursday to Wednesday), the day is
 * the UTC day number. Pure; the clock itself belongs to the port.
 */
#ifndef SO_BASE_EPOCH_H
#define SO_BASE_EPOCH_H

#include <sotto/base.h>

#define SO_DAY_MS ((int64_t)86400000)
#define SO_WEEK_MS ((int64_t)604800000)
#define SO_EPOCHS_TO_SEND 3u /* from an epoch's start: until two weeks after its end */
#define SO_WEEK_S ((uint64_t)604800)

/** Gives the epoch of a time; times before 1970 are epoch 0. */
static inline uint32_t so_epoch_of(int64_t time_ms) {
  int64_t week = time_ms < 0 ? 0 : time_ms / SO_WEEK_MS;
  return week > UINT32_MAX ? UINT32_MAX : (uint32_t)week;
}

/** Gives the first moment of an epoch. */
static inline int64_t so_epoch_start_ms(uint32_t epoch) {
  return (int64_t)epoch * SO_WEEK_MS;
}

/** Gives the UTC day number of a time. */
static inline int64_t so_epoch_day_of(int64_t time_ms) {
  return time_ms / SO_DAY_MS - (time_ms % SO_DAY_MS < 0);
}

#endif
