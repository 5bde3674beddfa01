/*
 * Events as GA4 and Segment JSON: the shapes hosts already send, exact money and time, typed
 * errors, all or nothing.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"

static sotto_status take(sotto *profile, const char *json, size_t *ret_count) {
  return sotto_record_json(profile, (sotto_bytes){(const uint8_t *)json, strlen(json)}, ret_count);
}

static uint32_t events_now(sotto *profile) {
  sotto_mindset_info info;
  cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_OK);
  return info.events;
}

typedef struct shape {
  const char *what;
  const char *json;
  size_t events;
} shape;

Test(event_json, the_shapes_hosts_send_are_understood) {
  static const shape shapes[] = {
      {"GA4", "{\"name\":\"view_item\",\"params\":{\"items\":[{\"item_id\":\"tent\"}]}}", 1},
      {"GA4 purchase of two",
       "{\"name\":\"purchase\",\"params\":{\"currency\":\"EUR\",\"value\":31.98,\"items\":["
       "{\"item_id\":\"tent\",\"price\":19.99,\"quantity\":1},"
       "{\"item_id\":\"peg\",\"price\":\"11.99\",\"quantity\":\"3\"}]}}",
       2},
      {"measurement protocol",
       "{\"client_id\":\"1.2\",\"timestamp_micros\":\"1767607100000000\",\"events\":["
       "{\"name\":\"search\",\"params\":{\"search_term\":\"never kept\",\"result_count\":4}},"
       "{\"name\":\"select_item\",\"params\":{\"items\":[{\"item_id\":\"tent\"}]}}]}",
       2},
      {"data layer",
       "{\"event\":\"add_to_cart\",\"ecommerce\":{\"items\":[{\"item_id\":\"tent\"}]}}", 1},
      {"gtag", "[\"event\",\"view_cart\",{\"currency\":\"EUR\",\"value\":3}]", 1},
      {"Segment product",
       "{\"type\":\"track\",\"event\":\"Product Viewed\",\"timestamp\":\"2026-01-05T09:58:00.5Z\","
       "\"properties\":{\"product_id\":\"tent\",\"price\":18.99,\"name\":\"ignored\"}}",
       1},
      {"Segment order",
       "{\"type\":\"track\",\"event\":\"Order Completed\",\"properties\":{\"products\":["
       "{\"product_id\":\"a\"},{\"product_id\":\"b\"},{\"sku\":\"c\"}]}}",
       3},
      {"screen", "{\"name\":\"screen\",\"params\":{\"page\":\"home\"}}", 1},
      {"number as id", "{\"name\":\"view_item\",\"params\":{\"items\":[{\"item_id\":12345}]}}", 1},
  };
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  uint32_t total = 0;
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    size_t count = 0;
    sotto_status status = take(profile, shapes[i].json, &count);
    cr_assert_eq(status, SOTTO_OK, "%s: %s", shapes[i].what, sotto_status_name(status));
    cr_assert_eq(count, shapes[i].events, "%s: %zu events", shapes[i].what, count);
    total += (uint32_t)count;
  }
  cr_assert(events_now(profile) <= total && events_now(profile) >= total - 3);
  sotto_close(profile);
  lab_end(&lab);
}

typedef struct fault {
  const char *json;
  sotto_status status;
} fault;

Test(event_json, each_malformed_field_has_its_status_and_nothing_is_recorded) {
#define ITEM(fields)                                                                               \
 "{\"name\":\"view_item\",\"params\":{\"items\":[{\"item_id\":\"ok\"}," fields "]}}"
  static const fault faults[] = {
      {"", SOTTO_E_JSON},
      {"{", SOTTO_E_JSON},
      {"7", SOTTO_E_JSON},
      {"{\"params\":{}}", SOTTO_E_JSON},
      {"[\"config\",\"x\"]", SOTTO_E_JSON},
      {"{\"name\":\"view_item\",\"params\":[]}", SOTTO_E_JSON},
      {"{\"name\":\"view_item\",\"params\":{\"items\":{}}}", SOTTO_E_JSON},
      {"{\"name\":\"view_item\",\"params\":{\"items\":[7]}}", SOTTO_E_JSON},
      {"{\"name\":\"dance\",\"params\":{}}", SOTTO_E_EVENT_NAME},
      {"{\"name\":\"view_item\",\"params\":{}}", SOTTO_E_EVENT_ITEM},
      {ITEM("{\"item_id\":\"\"}"), SOTTO_E_EVENT_ITEM},
      {ITEM("{\"item_id\":[1]}"), SOTTO_E_EVENT_ITEM},
      {ITEM("{\"item_id\":\"a\",\"price\":-1}"), SOTTO_E_EVENT_AMOUNT},
      {ITEM("{\"item_id\":\"a\",\"price\":\"twelve\"}"), SOTTO_E_EVENT_AMOUNT},
      {ITEM("{\"item_id\":\"a\",\"price\":1e300}"), SOTTO_E_EVENT_AMOUNT},
      {ITEM("{\"item_id\":\"a\",\"quantity\":-2}"), SOTTO_E_EVENT_AMOUNT},
      {ITEM("{\"item_id\":\"a\",\"quantity\":1.5}"), SOTTO_E_EVENT_AMOUNT},
      {ITEM("{\"item_id\":\"a\",\"quantity\":90000000}"), SOTTO_E_EVENT_AMOUNT},
      {"{\"name\":\"search\",\"timestamp\":\"yesterday-ish\"}", SOTTO_E_EVENT_TIME},
      {"{\"name\":\"search\",\"timestamp\":\"2026-13-01T00:00:00Z\"}", SOTTO_E_EVENT_TIME},
      {"{\"name\":\"search\",\"timestamp\":\"1999-01-01T00:00:00Z\"}", SOTTO_E_EVENT_TIME},
  };
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    size_t count = 77;
    sotto_status status = take(profile, faults[i].json, &count);
    cr_assert_eq(status, faults[i].status, "%s: %s", faults[i].json, sotto_status_name(status));
    cr_assert_eq(count, 77u, "untouched on failure");
  }
  cr_assert_eq(events_now(profile), 0u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(event_json, a_thousand_items_in_one_call_are_too_many) {
  lab_world lab;
  static char json[64000];
  size_t at = 0, count = 0;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  at += (size_t)snprintf(json, sizeof json, "{\"name\":\"view_item_list\",\"params\":{\"items\":[");
  for (int i = 0; i < 1000; i++)
    at += (size_t)snprintf(json + at, sizeof json - at, "%s{\"item_id\":\"%d\"}", i ? "," : "", i);
  snprintf(json + at, sizeof json - at, "]}}");
  cr_assert_eq(take(profile, json, &count), SOTTO_E_LIMIT);
  cr_assert_eq(events_now(profile), 0u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(event_json, names_of_both_vocabularies_have_types) {
  cr_assert_eq(sotto_event_type_of(lab_text("add_to_cart")), SOTTO_EVENT_ADD_TO_CART);
  cr_assert_eq(sotto_event_type_of(lab_text("Product Added")), SOTTO_EVENT_ADD_TO_CART);
  cr_assert_eq(sotto_event_type_of(lab_text("nothing")), 0u);
  for (sotto_event_type type = 1; type < SOTTO_EVENT_TYPE_COUNT; type++)
    cr_assert_eq(sotto_event_type_of(lab_text(sotto_event_name(type))), type);
  cr_assert_null(sotto_event_name(0));
  cr_assert_null(sotto_event_name(SOTTO_EVENT_TYPE_COUNT));
}
