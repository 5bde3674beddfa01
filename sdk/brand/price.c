/* Reading prices digit by digit. */
#include "brand/price.h"

#include <string.h>

uint32_t so_price_exponent(const char *currency) {
  static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
  static const char three[] = "BHD IQD JOD KWD LYD OMR TND";
  if (currency[0] && strstr(none, currency)) return 0;
  if (currency[0] && strstr(three, currency)) return 3;
  return 2;
}

static int is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

/** Steps over digits, adding them up; the sum stops growing where it is absurd. */
static size_t digits(sotto_text text, size_t at, int64_t *sum) {
  while (at < text.size && is_digit(text.data[at])) {
    if (*sum <= SO_PRICE_MAX_MINOR) *sum = *sum * 10 + (text.data[at] - '0');
    at++;
  }
  return at;
}

static so_price_verdict verdict_of(int64_t minor, int negative) {
  if (minor > SO_PRICE_MAX_MINOR) return SO_PRICE_ABSURD;
  return negative && minor > 0 ? SO_PRICE_NEGATIVE : SO_PRICE_GOOD;
}

so_price_verdict so_price_read_minor(int64_t *ret_minor, sotto_text text) {
  int64_t minor = 0;
  int negative = text.size && text.data[0] == '-';
  size_t start = (size_t)negative, end = digits(text, start, &minor);
  if (end == start || end != text.size) return SO_PRICE_NOT_A_NUMBER;
  so_price_verdict verdict = verdict_of(minor, negative);
  if (verdict == SO_PRICE_GOOD) *ret_minor = minor;
  return verdict;
}

/**
 * The decimals after a point, filled up to the currency's. Gives where they end; 0: not a price.
 */
static size_t decimals(sotto_text text, size_t at, uint32_t places, int64_t *minor) {
  size_t start = at;
  if (at < text.size && text.data[at] == '.') start = at + 1;
  at = start > at ? digits(text, start, minor) : start;
  size_t given = at - start;
  if (given > places) return 0;
  for (; given < places; given++) *minor *= 10;
  return at;
}

/** What stands behind the number: nothing, or the currency. */
static so_price_verdict check_currency(sotto_text text, size_t at, const char *currency) {
  while (at < text.size && text.data[at] == ' ') at++;
  size_t rest = text.size - at;
  if (rest == 0) return SO_PRICE_GOOD;
  if (rest != 3) return SO_PRICE_NOT_A_NUMBER;
  return memcmp(text.data + at, currency, 3) == 0 ? SO_PRICE_GOOD : SO_PRICE_CURRENCY;
}

so_price_verdict so_price_read(int64_t *ret_minor, sotto_text text, const char *currency) {
  int64_t minor = 0;
  int negative = text.size && text.data[0] == '-';
  size_t start = (size_t)negative, at = digits(text, start, &minor);
  if (at == start) return SO_PRICE_NOT_A_NUMBER;
  if (minor > SO_PRICE_MAX_MINOR) return SO_PRICE_ABSURD;
  at = decimals(text, at, so_price_exponent(currency), &minor);
  if (at == 0) return SO_PRICE_NOT_A_NUMBER;
  so_price_verdict verdict = check_currency(text, at, currency);
  if (verdict == SO_PRICE_GOOD) verdict = verdict_of(minor, negative);
  if (verdict == SO_PRICE_GOOD) *ret_minor = minor;
  return verdict;
}

const char *so_price_words(so_price_verdict verdict) {
  switch (verdict) {
  case SO_PRICE_NEGATIVE: return "the price is negative";
  case SO_PRICE_ABSURD: return "the price is over 100 million";
  case SO_PRICE_CURRENCY: return "the price is in another currency than the brand's";
  default: return "the price is not a number such as 49.95 EUR";
  }
}
