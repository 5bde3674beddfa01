/* Bounded text: UTF-8, sinks, JSON escapes and money-like rounding of epsilon. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/string.h"

static int utf8(const char *bytes, size_t size) {
  return so_text_is_utf8((sotto_text){bytes, size});
}

Test(string, well_formed_utf8_passes) {
  cr_assert(utf8("plain", 5));
  cr_assert(utf8("mochila \xc3\xa1gil \xe2\x82\xac \xf0\x9f\x8f\x95", 22));
  cr_assert(utf8("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf", 10));
  cr_assert(utf8(NULL, 0));
}

Test(string, malformed_utf8_is_refused) {
  static const char *const bad[] = {"\x80",         "\xc0\xaf",
                                    "\xc1\xbf",     "\xe0\x9f\xbf",
                                    "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                                    "\xf5\x80\x80", "\xf4\x90\x80\x80",
                                    "\xe2\x82",     "\xc3(",
                                    "\xff",         "\xe2(\xa1"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_assert_not(utf8(bad[i], strlen(bad[i])), "case %zu", i);
  cr_assert_not(utf8("a\0b", 3), "NUL");
}

Test(string, a_sink_drops_whole_pieces_and_everything_after) {
  char room[8];
  so_sink sink = so_sink_of(room, sizeof room);
  so_sink_string(&sink, "abcd");
  so_sink_string(&sink, "efghi");
  so_sink_string(&sink, "j");
  sotto_text view = so_sink_view(&sink);
  cr_assert(sink.bad && so_text_is(view, "abcd"));
}

Test(string, numbers_and_bytes_are_written_plainly) {
  static const uint8_t bytes[] = {0x00, 0x9f, 0xff};
  char room[128];
  so_sink sink = so_sink_of(room, sizeof room);
  so_sink_u64(&sink, 0);
  so_sink_string(&sink, " ");
  so_sink_u64(&sink, UINT64_MAX);
  so_sink_string(&sink, " ");
  so_sink_i64(&sink, INT64_MIN);
  so_sink_string(&sink, " ");
  so_sink_hex(&sink, bytes, sizeof bytes);
  cr_assert(so_text_is(so_sink_view(&sink), "0 18446744073709551615 -9223372036854775808 009fff"));
}

Test(string, json_strings_are_escaped) {
  char room[64];
  so_sink sink = so_sink_of(room, sizeof room);
  so_sink_json(&sink, so_text_of("say \"\\\" \n \xc3\xa9"));
  cr_assert(so_text_is(so_sink_view(&sink), "\"say \\\"\\\\\\\" \\u000a \xc3\xa9\""));
}

Test(string, members_of_an_object_are_parted_by_commas) {
  char room[64];
  so_sink sink = so_sink_of(room, sizeof room);
  so_sink_member_number(&sink, "rows", -3);
  so_sink_member_text(&sink, "kind", so_text_of("a{\""));
  so_sink_member(&sink, "inner");
  so_sink_string(&sink, "{");
  so_sink_member_number(&sink, "one", 1);
  so_sink_string(&sink, "}}");
  cr_assert(
      so_text_is(so_sink_view(&sink), "{\"rows\":-3,\"kind\":\"a{\\\"\",\"inner\":{\"one\":1}}"));
}

Test(string, epsilon_is_shown_rounded_up) {
  static const struct {
    uint64_t micro;
    const char *text;
  } cases[] = {{0, "0.00"},      {1, "0.01"},       {10000, "0.01"},     {10001, "0.02"},
               {999999, "1.00"}, {1000000, "1.00"}, {24000001, "24.01"}, {461538, "0.47"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char room[32];
    so_sink sink = so_sink_of(room, sizeof room);
    so_sink_micro(&sink, cases[i].micro);
    cr_assert(so_text_is(so_sink_view(&sink), cases[i].text), "case %zu", i);
  }
}
