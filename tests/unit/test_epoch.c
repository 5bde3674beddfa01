/* Weeks and days. */
#include <criterion/criterion.h>

#include "base/epoch.h"

Test(epoch, turns_on_thursday_midnight_utc) {
  int64_t thursday = INT64_C(1792627200000); /* 2026-10-22T00:00:00Z */
  cr_assert_eq(so_epoch_of(thursday - 1) + 1, so_epoch_of(thursday));
  cr_assert_eq(so_epoch_start_ms(so_epoch_of(thursday)), thursday);
  cr_assert_eq(so_epoch_of(thursday + SO_WEEK_MS - 1), so_epoch_of(thursday));
}

Test(epoch, absurd_times_stay_in_range) {
  cr_assert_eq(so_epoch_of(-1), 0);
  cr_assert_eq(so_epoch_of(INT64_MIN), 0);
  cr_assert_eq(so_epoch_of(INT64_MAX), UINT32_MAX);
}

Test(epoch, days_round_down_before_1970_too) {
  cr_assert_eq(so_epoch_day_of(0), 0);
  cr_assert_eq(so_epoch_day_of(SO_DAY_MS - 1), 0);
  cr_assert_eq(so_epoch_day_of(-1), -1);
  cr_assert_eq(so_epoch_day_of(-SO_DAY_MS), -1);
}
