/*
 * Single fields of JSON read exactly: decimal money to minor units without rounding through binary
 * fractions where text was given, whole counts, moments (ISO 8601 or a number). Pure.
 */
#ifndef SO_FLOW_JSON_FIELD_H
#define SO_FLOW_JSON_FIELD_H

#include <jansson.h>
#include <sotto/base.h>

/** Digits after the point of a currency (ISO 4217): 2 for most. */
uint32_t so_json_field_digits(const char *currency);
/** Money as a number or decimal text, to minor units, halves up. #SOTTO_E_EVENT_AMOUNT. */
SOTTO_CHECKED sotto_status so_json_field_money(const json_t *value, uint32_t digits,
                                               int64_t *ret_minor);
/** A whole number from 0 to 10^9, as a number or text. #SOTTO_E_EVENT_AMOUNT. */
SOTTO_CHECKED sotto_status so_json_field_count(const json_t *value, uint32_t *ret_count);
/** A moment as ISO 8601 text, milliseconds, or (`micros`) microseconds. #SOTTO_E_EVENT_TIME. */
SOTTO_CHECKED sotto_status so_json_field_time(const json_t *value, int micros, int64_t *ret_ms);

#endif
