/*
 * One test for each way to end, for plain_cases.sh to look at what the plain runner makes of them.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <unistd.h>

static int ready;

static void set_up(void) {
  ready = 1;
}

TestSuite(ends, .init = set_up);

Test(ends, well_after_its_suite_was_set_up) {
  cr_assert_eq(ready, 1);
  cr_assert_float_eq(.5, .5001, .001, "near");
}

Test(ends, at_a_failed_assertion) {
  cr_assert_eq(1, 2, "one is %d", 1);
  cr_assert_fail("not reached");
}

Test(ends, after_two_failed_expectations) {
  cr_expect_eq(1, 2);
  cr_expect_str_eq("a", "b", "second");
}

Test(ends, by_a_signal) {
  raise(SIGKILL);
}

Test(ends, by_leaving) {
  printf("ok 99 - printed by a test\n");
  fflush(stdout);
  _exit(0);
}

Test(ends, skipped) {
  cr_skip_test("no %s here", "moon");
}

Test(alone, needs_no_suite) {
  cr_assert_not(ready);
}
