/*
 * Fields of JSON events: money is exact, moments are read in every form hosts send.
 */
#include <criterion/criterion.h>

#include "flow/json_field.h"

static sotto_status money(const char *json, uint32_t digits, int64_t *ret_minor) {
  json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
  cr_assert_not_null(value, "%s", json);
  sotto_status status = so_json_field_money(value, digits, ret_minor);
  json_decref(value);
  return status;
}

static int64_t moment(const char *json, int micros) {
  json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
  int64_t time_ms = -1;
  sotto_status status = so_json_field_time(value, micros, &time_ms);
  json_decref(value);
  return status ? -1 : time_ms;
}

Test(json_field, money_of_every_cent_is_exact_as_number_and_as_text) {
  char text[32];
  for (int64_t cents = 0; cents < 300000; cents += 7) {
    int64_t minor = -1;
    snprintf(text, sizeof text, "%lld.%02lld", (long long)cents / 100, (long long)cents % 100);
    cr_assert_eq(money(text, 2, &minor), SOTTO_OK);
    cr_assert_eq(minor, cents, "%s became %lld", text, (long long)minor);
    snprintf(text, sizeof text, "\"%lld.%02lld\"", (long long)cents / 100, (long long)cents % 100);
    cr_assert_eq(money(text, 2, &minor), SOTTO_OK);
    cr_assert_eq(minor, cents, "%s became %lld", text, (long long)minor);
  }
}

Test(json_field, money_follows_the_digits_of_the_currency) {
  int64_t minor = 0;
  cr_assert_eq(so_json_field_digits("EUR"), 2u);
  cr_assert_eq(so_json_field_digits("JPY"), 0u);
  cr_assert_eq(so_json_field_digits("KWD"), 3u);
  cr_assert_eq(so_json_field_digits(NULL), 2u);
  cr_assert_eq(money("\"1500\"", 0, &minor), SOTTO_OK);
  cr_assert_eq(minor, 1500);
  cr_assert_eq(money("\"1.5\"", 3, &minor), SOTTO_OK);
  cr_assert_eq(minor, 1500);
  cr_assert_eq(money("\"1.005\"", 2, &minor), SOTTO_OK);
  cr_assert_eq(minor, 101, "halves go up, not through binary fractions");
}

Test(json_field, what_is_no_amount_is_refused) {
  static const char *const wrong[] = {"\"\"",    "\"-1\"", "\"1,5\"", "\"1.\"",
                                      "\"1e3\"", "\" 1\"", "-0.01",   "1e16",
                                      "true",    "[1]",    "{}",      "\"99999999999999999999\""};
  int64_t minor = 42;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    cr_assert_eq(money(wrong[i], 2, &minor), SOTTO_E_EVENT_AMOUNT, "%s", wrong[i]);
  cr_assert_eq(minor, 42, "untouched on failure");
}

Test(json_field, moments_are_read_in_every_form) {
  cr_assert_eq(moment("\"2026-01-05T10:00:00Z\"", 0), 1767607200000);
  cr_assert_eq(moment("\"2026-01-05T10:00:00.25Z\"", 0), 1767607200250);
  cr_assert_eq(moment("\"2026-01-05T12:00:00+02:00\"", 0), 1767607200000);
  cr_assert_eq(moment("\"2026-01-05T04:30:00-0530\"", 0), 1767607200000);
  cr_assert_eq(moment("\"2024-02-29T00:00:00\"", 0), 1709164800000);
  cr_assert_eq(moment("\"2040-06-15T12:30:00Z\"", 0), 2223376200000, "beyond 32 bits of seconds");
  cr_assert_eq(moment("1767607200000", 0), 1767607200000);
  cr_assert_eq(moment("1767607200000000", 1), 1767607200000);
  cr_assert_eq(moment("\"1767607200000000\"", 1), 1767607200000);
}

Test(json_field, what_is_no_moment_is_refused) {
  static const char *const wrong[] = {"\"soon\"",
                                      "\"2026-01-05\"",
                                      "\"2026-00-05T10:00:00Z\"",
                                      "\"2026-01-05T25:00:00Z\"",
                                      "\"2026-01-05T10:00:00+99:00\"",
                                      "\"2026-01-05T10:00:00Zebra\"",
                                      "-5",
                                      "1.5",
                                      "null"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    cr_assert_eq(moment(wrong[i], 0), -1, "%s", wrong[i]);
}
