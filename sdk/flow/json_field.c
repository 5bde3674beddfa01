/*
 * Single fields of JSON: see json_field.h.
 */
#define _GNU_SOURCE /* strptime, timegm */
#include "flow/json_field.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define WHOLE_MAX 1000000000000000 /* 10^15: a double still counts every integer */

uint32_t so_json_field_digits(const char *currency) {
  static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
  static const char three[] = "BHD IQD JOD KWD LYD OMR TND ";
  char wanted[5] = {0};
  if (!currency || strlen(currency) != 3) return 2;
  memcpy(wanted, currency, 3);
  wanted[3] = ' ';
  if (strstr(none, wanted)) return 0;
  return strstr(three, wanted) ? 3 : 2;
}

static int is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* The digits at `at`, at most `most` of them, appended to `inout`; gives where they end. */
static const char *digits_of(const char *at, uint32_t most, int64_t *inout) {
  for (; is_digit(*at) && most; at++, most--) {
    if (*inout > WHOLE_MAX) break;
    *inout = *inout * 10 + (*at - '0');
  }
  return at;
}

/* "19.99" with 2 digits is 1999; further digits round half up. */
static sotto_status money_of_text(const char *text, uint32_t digits, int64_t *ret_minor) {
  int64_t minor = 0;
  uint32_t given = 0;
  const char *at = digits_of(text, 15, &minor);
  if (at == text) return SOTTO_E_EVENT_AMOUNT;
  if (*at == '.') {
    const char *fraction = ++at;
    at = digits_of(at, digits, &minor);
    given = (uint32_t)(at - fraction);
    if (given == digits && is_digit(*at)) minor += *at >= '5';
    while (is_digit(*at)) at++;
    if (at == fraction) return SOTTO_E_EVENT_AMOUNT;
  }
  for (; given < digits; given++) minor *= 10;
  if (*at || minor > WHOLE_MAX) return SOTTO_E_EVENT_AMOUNT;
  *ret_minor = minor;
  return SOTTO_OK;
}

sotto_status so_json_field_money(const json_t *value, uint32_t digits, int64_t *ret_minor) {
  static const double scales[] = {1, 10, 100, 1000};
  if (json_is_string(value)) return money_of_text(json_string_value(value), digits, ret_minor);
  if (!json_is_number(value)) return SOTTO_E_EVENT_AMOUNT;
  /* The nearest whole number to price * scale is exact: the error of both is far below a half. */
  double minor = json_number_value(value) * scales[digits];
  if (!(minor >= 0 && minor <= (double)WHOLE_MAX)) return SOTTO_E_EVENT_AMOUNT;
  *ret_minor = (int64_t)(minor + 0.5);
  return SOTTO_OK;
}

sotto_status so_json_field_count(const json_t *value, uint32_t *ret_count) {
  int64_t whole = 0;
  sotto_status status = so_json_field_money(value, 0, &whole);
  if (status) return status;
  if (json_is_real(value) && json_real_value(value) != (double)whole) return SOTTO_E_EVENT_AMOUNT;
  if (json_is_string(value) && strchr(json_string_value(value), '.')) return SOTTO_E_EVENT_AMOUNT;
  if (whole > 1000000000) return SOTTO_E_EVENT_AMOUNT;
  *ret_count = (uint32_t)whole;
  return SOTTO_OK;
}

/* "Z", "", "+02:00" or "-0530" as minutes; 1 where it is none of them. */
static int zone_of(const char *text, int *ret_minutes) {
  int hours = 0, minutes = 0, used = 0;
  *ret_minutes = 0;
  if (!*text || strcmp(text, "Z") == 0) return 0;
  int colon = strchr(text, ':') != NULL;
  int parts = colon ? sscanf(text + 1, "%2d:%2d%n", &hours, &minutes, &used)
                    : sscanf(text + 1, "%2d%2d%n", &hours, &minutes, &used);
  if (!strchr("+-", *text) || parts != 2) return 1;
  if (text[1 + used] || (unsigned)hours > 14 || (unsigned)minutes > 59) return 1;
  *ret_minutes = (hours * 60 + minutes) * (*text == '-' ? -1 : 1);
  return 0;
}

static sotto_status time_of_text(const char *text, int64_t *ret_ms) {
  struct tm parts = {0};
  int zone = 0;
  int64_t thousandths = 0;
  const char *at = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
  if (!at || parts.tm_year < 70) return SOTTO_E_EVENT_TIME;
  if (*at == '.') {
    const char *fraction = ++at;
    at = digits_of(at, 3, &thousandths);
    for (int64_t given = at - fraction; given < 3; given++) thousandths *= 10;
    while (is_digit(*at)) at++;
  }
  if (zone_of(at, &zone)) return SOTTO_E_EVENT_TIME;
  *ret_ms = ((int64_t)timegm(&parts) - zone * 60) * 1000 + thousandths;
  return SOTTO_OK;
}

sotto_status so_json_field_time(const json_t *value, int micros, int64_t *ret_ms) {
  int64_t whole = 0;
  if (json_is_string(value) && strchr(json_string_value(value), '-'))
    return time_of_text(json_string_value(value), ret_ms);
  if (json_is_integer(value))
    whole = json_integer_value(value);
  else if (json_is_string(value)) {
    const char *text = json_string_value(value);
    const char *end = digits_of(text, 17, &whole);
    if (end == text || *end) return SOTTO_E_EVENT_TIME;
  } else
    return SOTTO_E_EVENT_TIME;
  if (whole <= 0) return SOTTO_E_EVENT_TIME;
  *ret_ms = micros ? whole / 1000 : whole;
  return SOTTO_OK;
}
