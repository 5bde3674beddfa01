/*
 * Prices as feeds and brand.json write them: "49.95 EUR" to minor units. Decimal point, no
 * thousands separators, at most as many decimals as the currency has. Integers only.
 */
#ifndef SO_BRAND_PRICE_H
#define SO_BRAND_PRICE_H

#include <sotto/base.h>

/** The dearest price believed, in minor units. */
#define SO_PRICE_MAX_MINOR INT64_C(10000000000)

/** What a price text turned out to be. */
typedef enum so_price_verdict {
  SO_PRICE_GOOD = 0,
  SO_PRICE_NOT_A_NUMBER = 1,
  SO_PRICE_NEGATIVE = 2,
  SO_PRICE_ABSURD = 3,
  SO_PRICE_CURRENCY = 4
} so_price_verdict;

/** Digits after the point of a currency (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. */
uint32_t so_price_exponent(const char *currency);
/** Reads "49.95 EUR"; the currency may be absent, but not another one. */
so_price_verdict so_price_read(int64_t *ret_minor, sotto_text text, const char *currency);
/** Reads plain minor units: "4995". */
so_price_verdict so_price_read_minor(int64_t *ret_minor, sotto_text text);
/** A sentence for a verdict that is not good. */
const char *so_price_words(so_price_verdict verdict);

#endif
