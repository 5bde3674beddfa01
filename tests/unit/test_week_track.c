/* What the weeks of a year add up to. */
#include <criterion/criterion.h>
#include <sotto/event.h>
#include <string.h>

#include "base/epoch.h"
#include "model/week_track.h"

static const int64_t start_ms = 2960 * SO_WEEK_MS + 3 * SO_DAY_MS;

static so_occurrence bought(int64_t time_ms, uint32_t session, int64_t price_minor,
                            uint32_t quantity) {
  return (so_occurrence){.time_ms = time_ms,
                         .type = SOTTO_EVENT_PURCHASE,
                         .session = session,
                         .price_minor = price_minor,
                         .quantity = quantity};
}

static uint32_t number_at(const so_weeks *weeks, int64_t now_ms, so_number number) {
  uint32_t numbers[SO_NUMBER_COUNT];
  memset(numbers, 0xff, sizeof numbers);
  so_weeks_numbers(weeks, now_ms, numbers);
  return numbers[number];
}

Test(week_track, a_year_of_spending_is_52_weeks_and_the_running_one) {
  static so_weeks weeks;
  so_occurrence first = bought(start_ms, 1, 1500, 2);
  so_weeks_learn(&weeks, &first);
  cr_assert_eq(number_at(&weeks, start_ms, SO_NUMBER_SPEND), 3000);
  cr_assert_eq(number_at(&weeks, start_ms + 52 * SO_WEEK_MS, SO_NUMBER_SPEND), 3000);
  cr_assert_eq(number_at(&weeks, start_ms + 53 * SO_WEEK_MS, SO_NUMBER_SPEND), 0);
  so_occurrence again = bought(start_ms + 53 * SO_WEEK_MS, 2, 700, 1);
  so_weeks_learn(&weeks, &again);
  cr_assert_eq(number_at(&weeks, start_ms + 53 * SO_WEEK_MS, SO_NUMBER_SPEND), 700);
}

Test(week_track, a_refund_is_taken_off_and_never_leaves_less_than_nothing) {
  static so_weeks weeks;
  so_occurrence sale = bought(start_ms, 1, 1500, 1), back = sale;
  back.type = SOTTO_EVENT_REFUND;
  so_weeks_learn(&weeks, &sale);
  so_weeks_learn(&weeks, &back);
  so_weeks_learn(&weeks, &back);
  cr_assert_eq(number_at(&weeks, start_ms, SO_NUMBER_SPEND), 0);
}

Test(week_track, an_unknown_price_adds_nothing_and_an_absurd_one_does_not_overflow) {
  static so_weeks weeks;
  so_occurrence unknown = bought(start_ms, 1, -1, 3);
  so_weeks_learn(&weeks, &unknown);
  cr_assert_eq(number_at(&weeks, start_ms, SO_NUMBER_SPEND), 0);
  so_occurrence absurd = bought(start_ms, 1, INT64_MAX, 1000000);
  for (int n = 0; n < 100; n++) so_weeks_learn(&weeks, &absurd);
  cr_assert_eq(number_at(&weeks, start_ms, SO_NUMBER_SPEND), SO_NONE - 1);
}

Test(week_track, visits_are_sessions_of_the_last_four_weeks) {
  static so_weeks weeks;
  for (uint32_t session = 1; session <= 9; session++)
    for (int event = 0; event < 3; event++) {
      so_occurrence view = {.time_ms = start_ms + session * SO_WEEK_MS,
                            .type = SOTTO_EVENT_VIEW_ITEM,
                            .session = session};
      so_weeks_learn(&weeks, &view);
    }
  cr_assert_eq(number_at(&weeks, start_ms + 9 * SO_WEEK_MS, SO_NUMBER_VISITS), 5);
  cr_assert_eq(number_at(&weeks, start_ms + 13 * SO_WEEK_MS, SO_NUMBER_VISITS), 1);
  cr_assert_eq(number_at(&weeks, start_ms + 14 * SO_WEEK_MS, SO_NUMBER_VISITS), 0);
}

Test(week_track, the_basket_is_what_the_latest_buying_visit_bought) {
  static so_weeks weeks;
  cr_assert_eq(number_at(&weeks, start_ms, SO_NUMBER_BASKET), SO_NONE);
  so_occurrence lines[] = {bought(start_ms, 1, 100, 5), bought(start_ms + 1000, 2, 100, 2),
                           bought(start_ms + 2000, 2, 100, 1), bought(start_ms - 5000, 0, 100, 9)};
  for (size_t n = 0; n < 4; n++) so_weeks_learn(&weeks, &lines[n]);
  cr_assert_eq(number_at(&weeks, start_ms, SO_NUMBER_BASKET), 3, "told late, it was before");
}

Test(week_track, what_is_told_late_counts_in_its_own_week_or_not_at_all) {
  static so_weeks weeks;
  so_occurrence now = bought(start_ms, 1, 100, 1);
  so_occurrence late = bought(start_ms - 10 * SO_WEEK_MS, 0, 30, 1);
  so_occurrence too_late = bought(start_ms - 53 * SO_WEEK_MS, 0, 7, 1);
  so_weeks_learn(&weeks, &now);
  so_weeks_learn(&weeks, &late);
  so_weeks_learn(&weeks, &too_late);
  cr_assert_eq(number_at(&weeks, start_ms, SO_NUMBER_SPEND), 130);
  cr_assert_eq(number_at(&weeks, start_ms, SO_NUMBER_VISITS), 1);
}
