/* Binary HTTP (RFC 9292): what is written reads as it was meant, and no malformed answer reads. */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "deliver/binary_http.h"

static sotto_text text_of(const char *text) {
  return (sotto_text){text, strlen(text)};
}

Test(binary_http, a_request_begins_as_the_example_of_rfc_9458) {
  static const uint8_t wanted[] = {0,   3,   'G', 'E', 'T', 5,   'h', 't', 't', 'p', 's', 11, 'e',
                                   'x', 'a', 'm', 'p', 'l', 'e', '.', 'c', 'o', 'm', 1,   '/'};
  uint8_t bytes[64];
  so_bhttp_request request = {text_of("GET"),
                              text_of("https"),
                              text_of("example.com"),
                              text_of("/"),
                              {NULL, 0},
                              {NULL, 0},
                              0};
  cr_assert_eq(so_bhttp_size(&request), sizeof wanted + 3); /* no fields, content or trailers */
  so_bhttp_write(bytes, &request);
  cr_assert_arr_eq(bytes, wanted, sizeof wanted);
  request.pad_to = 64;
  memset(bytes, 0xff, sizeof bytes);
  cr_assert_eq(so_bhttp_size(&request), 64);
  so_bhttp_write(bytes, &request);
  for (size_t i = sizeof wanted; i < 64; i++) cr_assert_eq(bytes[i], 0);
}

Test(binary_http, numbers_of_every_length_are_written_as_quic_writes_them) {
  static const size_t sizes[] = {63, 64, 16383, 16384, 70000};
  uint8_t *body = calloc(1, 70000), *bytes = malloc(71000);
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    const so_bhttp_request request = {text_of("POST"),
                                      text_of("https"),
                                      text_of("a"),
                                      text_of("/"),
                                      text_of("x/y"),
                                      {body, sizes[i]},
                                      0};
    const size_t head = 1 + 5 + 6 + 2 + 2 + 1 + 13 + 4;
    const size_t length = sizes[i] < 64 ? 1 : sizes[i] < 16384 ? 2 : 4;
    cr_assert_eq(so_bhttp_size(&request), head + length + sizes[i] + 1);
    so_bhttp_write(bytes, &request);
    cr_assert_eq(bytes[head] >> 6, length == 4 ? 2 : length - 1);
    cr_assert_eq(bytes[head + length - 1], sizes[i] & 255);
  }
  free(body);
  free(bytes);
}

static sotto_status read_hex(const char *hex, so_bhttp_response *ret_response) {
  static uint8_t bytes[512];
  size_t size = 0;
  cr_assert_eq(sodium_hex2bin(bytes, sizeof bytes, hex, strlen(hex), " ", &size, NULL), 0);
  return so_bhttp_read(ret_response, bytes, size);
}

Test(binary_http, answers_of_both_forms_read_alike) {
  static const char *const answers[] = {
      /* 102 first, then 429 with Retry-After: 7 and the content "busy" */
      "01 4066 00 41ad 0e 0b 72657472792d6166746572 01 37 04 62757379 00 0000",
      "03 4066 00 41ad 0b 72657472792d6166746572 01 37 00 02 6275 02 7379 00 00"};
  for (size_t i = 0; i < 2; i++) {
    so_bhttp_response response;
    cr_assert_eq(read_hex(answers[i], &response), SOTTO_OK);
    cr_assert_eq(response.status, 429);
    cr_assert_eq(response.retry_after.size, 1);
    cr_assert_eq(response.retry_after.data[0], '7');
    cr_assert_eq(response.body.size, 4);
    cr_assert_arr_eq(response.body.data, "busy", 4);
  }
}

Test(binary_http, what_is_absent_at_the_end_is_empty) {
  so_bhttp_response response;
  cr_assert_eq(read_hex("01 40c8", &response), SOTTO_OK);
  cr_assert_eq(response.status, 200);
  cr_assert_eq(response.body.size, 0);
}

Test(binary_http, malformed_answers_are_refused) {
  static const char *const bad[] = {"",                 /* nothing */
                                    "00 40c8",          /* a request */
                                    "02 40c8",          /* of unknown length, a request's */
                                    "01",               /* no status */
                                    "01 40",            /* half a status */
                                    "01 4064",          /* 100 and no more */
                                    "01 43e8",          /* 1000 */
                                    "01 40c8 05",       /* fields that are not there */
                                    "01 40c8 01 05",    /* a name longer than its section */
                                    "01 40c8 02 0000",  /* a name of length 0 */
                                    "01 40c8 00 05 61", /* content cut short */
                                    "01 40c8 00 ffffffffffffffff 61", /* content of 2^62 bytes */
                                    "01 40c8 00 01 61 00 01",         /* padding that is not zero */
                                    "03 40c8 00 05 61",               /* a chunk cut short */
                                    "03 40c8 05 61"};                 /* a name cut short */
  so_bhttp_response response;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_assert_eq(read_hex(bad[i], &response), SOTTO_E_FORMAT, "%s", bad[i]);
}

Test(binary_http, no_bytes_read_past_their_end) {
  uint32_t seed = 7;
  for (int turn = 0; turn < 20000; turn++) {
    uint8_t size = (uint8_t)((seed = seed * 1664525 + 1013904223) >> 26);
    uint8_t *bytes = malloc(size ? size : 1); /* of its very size: a sanitizer sees the rest */
    for (uint8_t i = 0; i < size; i++)
      bytes[i] = (uint8_t)((seed = seed * 1664525 + 1013904223) >> 24);
    if (size > 2) bytes[0] = turn % 2 ? 1 : 3;
    if (size > 2) bytes[1] = 0x40;
    so_bhttp_response response;
    if (so_bhttp_read(&response, bytes, size) == SOTTO_OK) cr_assert_leq(response.body.size, size);
    free(bytes);
  }
}
