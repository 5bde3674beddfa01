/* The pace: doubling, jittered, obedient, and not fooled by a clock. */
#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

#include "deliver/pace.h"

#define NOW 1767607200000

Test(pace, waits_double_to_six_hours_with_up_to_half_off) {
  sotto_deliver_pace pace = {0};
  int64_t longest = SO_PACE_FIRST_MS;
  for (int turn = 0; turn < 40; turn++) {
    const int64_t wait = so_pace_fail(&pace, 1, NOW, 0) - NOW;
    cr_assert_leq(wait, longest);
    cr_assert_gt(wait, longest / 2);
    cr_assert_eq(so_pace_ready(&pace, 1, NOW), NOW + wait);
    cr_assert_eq(so_pace_ready(&pace, 1, NOW + wait), NOW + wait);
    longest = 2 * longest < SO_PACE_LONGEST_MS ? 2 * longest : SO_PACE_LONGEST_MS;
  }
}

Test(pace, a_fleet_does_not_come_back_as_one) {
  int early = 0;
  for (int device = 0; device < 1000; device++) {
    sotto_deliver_pace pace = {0};
    early += so_pace_fail(&pace, 1, NOW, 0) - NOW < SO_PACE_FIRST_MS * 3 / 4;
  }
  /* Half in the mean; outside 400 to 600 once in 4 thousand million fleets. */
  cr_assert(early > 400 && early < 600, "%d", early);
}

Test(pace, retry_after_is_honoured_up_to_a_day) {
  sotto_deliver_pace pace = {0};
  cr_assert_eq(so_pace_fail(&pace, 1, NOW, 7200), NOW + 7200000);
  cr_assert_eq(so_pace_fail(&pace, 1, NOW, INT64_MAX), NOW + SO_PACE_ASKED_MS);
}

Test(pace, success_forgets_and_others_are_untouched) {
  sotto_deliver_pace pace = {0}, none = {0};
  so_pace_fail(&pace, 1, NOW, 0);
  cr_assert_eq(so_pace_ready(&pace, 2, NOW), NOW);
  so_pace_succeed(&pace, 2);
  cr_assert_gt(so_pace_ready(&pace, 1, NOW), NOW);
  so_pace_succeed(&pace, 1);
  cr_assert_eq(memcmp(&pace, &none, sizeof pace), 0);
}

Test(pace, a_clock_that_was_set_back_owes_nothing) {
  sotto_deliver_pace pace = {0};
  so_pace_fail(&pace, 1, NOW, 0);
  cr_assert_eq(so_pace_ready(&pace, 1, NOW - 30 * INT64_C(86400000)), NOW - 30 * INT64_C(86400000));
}

Test(pace, more_origins_than_places_lose_the_rest_that_ends_first) {
  sotto_deliver_pace pace = {0};
  for (uint64_t origin = 1; origin <= SOTTO_DELIVER_ORIGINS; origin++)
    so_pace_fail(&pace, origin, NOW, (int64_t)origin * 3600);
  so_pace_fail(&pace, 99, NOW, 0);
  cr_assert_eq(so_pace_ready(&pace, 1, NOW), NOW);
  cr_assert_gt(so_pace_ready(&pace, 2, NOW), NOW);
  cr_assert_gt(so_pace_ready(&pace, 99, NOW), NOW);
}
