/*
 * Criterion's words, as far as our tests use them, for machines that have no Criterion (Debian's
 * armhf). plain.c runs what they declare: each test in a process of its own, TAP on stdout.
 *
 * Differs from Criterion where no test of ours minds: a failed assertion ends the test at once,
 * without its .fini; .timeout is accepted and left to meson; there are no parameterized tests.
 */
#ifndef TESTS_PLAIN_CRITERION_H
#define TESTS_PLAIN_CRITERION_H
#pragma GCC system_header

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct plain_test {
  const char *suite, *name; /* the name is NULL for a suite */
  void (*body)(void);
  void (*init)(void), (*fini)(void);
  double timeout;
  struct plain_test *next;
} plain_test;

void plain_add(plain_test *test);
void plain_failed(const char *file, int line, const char *claim);
void plain_said(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void plain_end(void);
_Noreturn void plain_skip(void);
int plain_run(void);

#define PLAIN_KEEP(id, ...)                                                                        \
 static plain_test id##_kept = {__VA_ARGS__};                                                      \
 __attribute__((constructor)) static void id##_keep(void) {                                        \
  plain_add(&id##_kept);                                                                           \
 }

#define TestSuite(Suite, ...)                                                                      \
 PLAIN_KEEP(plain_suite_##Suite, .suite = #Suite, ##__VA_ARGS__)                                   \
 extern int plain_suite_##Suite##_end

#define Test(Suite, Name, ...)                                                                     \
 static void Suite##_##Name##_body(void);                                                          \
 PLAIN_KEEP(Suite##_##Name, .suite = #Suite, .name = #Name, .body = Suite##_##Name##_body,         \
            ##__VA_ARGS__)                                                                         \
 static void Suite##_##Name##_body(void)

/* What follows the claim is a format and its values, or nothing. */
#define PLAIN_CLAIM(claim, text, after, ...)                                                       \
 do {                                                                                              \
  if (!(claim)) {                                                                                  \
   plain_failed(__FILE__, __LINE__, text);                                                         \
   plain_said("" __VA_ARGS__);                                                                     \
   after;                                                                                          \
  }                                                                                                \
 } while (0)

#define PLAIN_MUST(claim, text, ...) PLAIN_CLAIM(claim, text, plain_end(), __VA_ARGS__)
#define PLAIN_MAY(claim, text, ...) PLAIN_CLAIM(claim, text, (void)0, __VA_ARGS__)
#define PLAIN_NEAR(a, b, epsilon) ((a) - (b) <= (epsilon) && (b) - (a) <= (epsilon))
#define PLAIN_TWO(how, a, operator, b, ...)                                                        \
 how((a) operator(b), #a " " #operator" " #b, __VA_ARGS__)

#define cr_assert(claim, ...) PLAIN_MUST(claim, #claim, __VA_ARGS__)
#define cr_assert_not(claim, ...) PLAIN_MUST(!(claim), "not " #claim, __VA_ARGS__)
#define cr_assert_fail(...) PLAIN_MUST(0, "failed", __VA_ARGS__)
#define cr_assert_null(a, ...) PLAIN_MUST((a) == NULL, #a " is NULL", __VA_ARGS__)
#define cr_assert_not_null(a, ...) PLAIN_MUST((a) != NULL, #a " is not NULL", __VA_ARGS__)
#define cr_assert_eq(a, b, ...) PLAIN_TWO(PLAIN_MUST, a, ==, b, __VA_ARGS__)
#define cr_assert_neq(a, b, ...) PLAIN_TWO(PLAIN_MUST, a, !=, b, __VA_ARGS__)
#define cr_assert_lt(a, b, ...) PLAIN_TWO(PLAIN_MUST, a, <, b, __VA_ARGS__)
#define cr_assert_leq(a, b, ...) PLAIN_TWO(PLAIN_MUST, a, <=, b, __VA_ARGS__)
#define cr_assert_gt(a, b, ...) PLAIN_TWO(PLAIN_MUST, a, >, b, __VA_ARGS__)
#define cr_assert_geq(a, b, ...) PLAIN_TWO(PLAIN_MUST, a, >=, b, __VA_ARGS__)
#define cr_assert_str_eq(a, b, ...) PLAIN_TWO(PLAIN_MUST, strcmp(a, b), ==, 0, __VA_ARGS__)
#define cr_assert_str_neq(a, b, ...) PLAIN_TWO(PLAIN_MUST, strcmp(a, b), !=, 0, __VA_ARGS__)
#define cr_assert_arr_eq(a, b, size, ...)                                                          \
 PLAIN_TWO(PLAIN_MUST, memcmp(a, b, size), ==, 0, __VA_ARGS__)
#define cr_assert_arr_neq(a, b, size, ...)                                                         \
 PLAIN_TWO(PLAIN_MUST, memcmp(a, b, size), !=, 0, __VA_ARGS__)
#define cr_assert_float_eq(a, b, epsilon, ...)                                                     \
 PLAIN_MUST(PLAIN_NEAR(a, b, epsilon), #a " is near " #b, __VA_ARGS__)

#define cr_expect(claim, ...) PLAIN_MAY(claim, #claim, __VA_ARGS__)
#define cr_expect_not(claim, ...) PLAIN_MAY(!(claim), "not " #claim, __VA_ARGS__)
#define cr_expect_null(a, ...) PLAIN_MAY((a) == NULL, #a " is NULL", __VA_ARGS__)
#define cr_expect_not_null(a, ...) PLAIN_MAY((a) != NULL, #a " is not NULL", __VA_ARGS__)
#define cr_expect_eq(a, b, ...) PLAIN_TWO(PLAIN_MAY, a, ==, b, __VA_ARGS__)
#define cr_expect_neq(a, b, ...) PLAIN_TWO(PLAIN_MAY, a, !=, b, __VA_ARGS__)
#define cr_expect_lt(a, b, ...) PLAIN_TWO(PLAIN_MAY, a, <, b, __VA_ARGS__)
#define cr_expect_leq(a, b, ...) PLAIN_TWO(PLAIN_MAY, a, <=, b, __VA_ARGS__)
#define cr_expect_gt(a, b, ...) PLAIN_TWO(PLAIN_MAY, a, >, b, __VA_ARGS__)
#define cr_expect_geq(a, b, ...) PLAIN_TWO(PLAIN_MAY, a, >=, b, __VA_ARGS__)
#define cr_expect_str_eq(a, b, ...) PLAIN_TWO(PLAIN_MAY, strcmp(a, b), ==, 0, __VA_ARGS__)
#define cr_expect_str_neq(a, b, ...) PLAIN_TWO(PLAIN_MAY, strcmp(a, b), !=, 0, __VA_ARGS__)
#define cr_expect_float_eq(a, b, epsilon, ...)                                                     \
 PLAIN_MAY(PLAIN_NEAR(a, b, epsilon), #a " is near " #b, __VA_ARGS__)

#define cr_skip(...) (plain_said("" __VA_ARGS__), plain_skip())
#define cr_skip_test(...) cr_skip(__VA_ARGS__)

#endif
