/*
 * Time arithmetic: the epoch is the UTC week number since 1970 (Thursday to Wednesday), the day is
 * the UTC day number. Pure; the clock itself belongs to the port.
 */
#ifndef SO_BASE_EPOCH_H
#define SO_BASE_EPOCH_H

#include <sotto/base.h>

#define SO_DAY_MS ((int64_t)86400000)
#define SO_WEEK_MS ((int64_t)604800000)

/** Gives the epoch of a time; times before 1970 are epoch 0. */
uint32_t so_epoch_of(int64_t time_ms);
/** Gives the first moment of an epoch. */
int64_t so_epoch_start_ms(uint32_t epoch);
/** Gives the UTC day number of a time. */
int64_t so_epoch_day_of(int64_t time_ms);

#endif
