/*
 * Words of a text: folded alike however they are typed, whatever bytes are between them.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "base/string.h"
#include "model/word.h"

/* The words of a text, a blank after each. */
static const char *words_of(const char *text) {
  static char joined[1024];
  so_word word;
  size_t at = 0, size = 0;
  while (so_word_next((sotto_text){text, strlen(text)}, &at, &word)) {
    memcpy(joined + size, word.text, word.size);
    size += word.size;
    joined[size++] = ' ';
  }
  joined[size] = 0;
  return joined;
}

Test(word, case_and_marks_make_no_difference) {
  cr_assert_str_eq(words_of("LINTÉRNA Piqué Ñandú ÇEDILLA"), "linterna pique nandu cedilla ");
  cr_assert_str_eq(words_of("lin\u0301terna"), "linterna ", "a combining mark");
  cr_assert_str_eq(words_of("Stra\u00dfe \u00c6r\u00f8 \u0152uvre \u0141\u00f3d\u017a"),
                   "strasse aero oeuvre lodz ");
}

Test(word, an_apostrophe_between_letters_vanishes) {
  cr_assert_str_eq(words_of("men's don\u2019t kids' 10'6"), "mens dont kids 10 6 ");
}

Test(word, everything_else_parts_words) {
  cr_assert_str_eq(words_of("a,b;c\tD\x01"
                            "e\xf0\x9f\x98\x80"
                            "f €50"),
                   "a b c d e f 50 ");
  cr_assert_str_eq(words_of(""), "");
  cr_assert_str_eq(words_of("... !? \xf0\x9f\x8e\x92"), "");
}

Test(word, other_scripts_stay_whole) {
  cr_assert_str_eq(words_of("палатка 帐篷"), "палатка 帐篷 ");
}

Test(word, a_word_knows_where_it_stood) {
  so_word word;
  size_t at = 0;
  const char *text = "  más barato";
  cr_assert(so_word_next(so_text_of(text), &at, &word));
  cr_assert_eq(word.start, 2);
  cr_assert_eq(word.end, 6, "four bytes of three letters");
}

Test(word, a_long_word_is_cut_at_a_character) {
  char text[300];
  so_word word;
  for (int n = 0; n < 150; n++) memcpy(text + 2 * n, "\xd0\xb6", 2);
  size_t at = 0;
  cr_assert(so_word_next((sotto_text){text, sizeof text}, &at, &word));
  cr_assert_eq(word.size, 46, "23 letters of two bytes");
  cr_assert_eq(word.end, sizeof text);
  cr_assert(so_text_is_utf8(so_word_text(&word)));
}
