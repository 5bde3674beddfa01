/*
 * The closed words of asking: the longest phrase counts, and every phrase of the table is read as
 * what it stands under.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "base/string.h"
#include "model/cue.h"

static so_cue find(uint32_t language, const char *text, uint32_t *ret_count) {
  so_word words[16];
  uint32_t count = 0;
  size_t at = 0;
  while (count < 16 && so_word_next(so_text_of(text), &at, &words[count])) count++;
  return so_cue_find(language, words, count, ret_count);
}

static int64_t number(uint32_t language, const char *text) {
  so_word word;
  size_t at = 0;
  cr_assert(so_word_next(so_text_of(text), &at, &word));
  return so_cue_number(language, &word);
}

Test(cue, the_longest_phrase_counts) {
  uint32_t count;
  cr_assert_eq(find(0, "no more than 50", &count), SO_CUE_AT_MOST);
  cr_assert_eq(count, 3);
  cr_assert_eq(find(0, "no pink", &count), SO_CUE_NOT);
  cr_assert_eq(find(1, "que no pase de 50", &count), SO_CUE_AT_MOST);
  cr_assert_eq(count, 4);
  cr_assert_eq(find(1, "que no sea rosa", &count), SO_CUE_NOT);
}

Test(cue, a_star_is_any_ending) {
  uint32_t count;
  cr_assert_eq(find(1, "más baratas", &count), SO_CUE_CHEAPER);
  cr_assert_eq(find(1, "baratos", &count), SO_CUE_CHEAP);
  cr_assert_eq(find(1, "bar", &count), SO_CUE_NONE);
}

Test(cue, a_word_of_content_is_none) {
  uint32_t count = 7;
  cr_assert_eq(find(0, "tent", &count), SO_CUE_NONE);
  cr_assert_eq(count, 0);
}

Test(cue, numbers_are_read_in_digits_and_letters) {
  cr_assert_eq(number(0, "fifty"), 50);
  cr_assert_eq(number(1, "cincuenta"), 50);
  cr_assert_eq(number(1, "una"), 1);
  cr_assert_eq(number(0, "0042"), 42);
  cr_assert_eq(number(0, "tent"), -1);
  cr_assert_eq(number(0, "99999999999"), -1, "no amount");
}

Test(cue, a_word_one_letter_off_is_near) {
  so_word word;
  size_t at = 0, size = 0;
  cr_assert(so_word_next(so_text_of("praecido"), &at, &word));
  const char *near = so_cue_near(1, &word, &size);
  cr_assert_not_null(near);
  cr_assert(so_text_is((sotto_text){near, size}, "parecid"));
  at = 0;
  cr_assert(so_word_next(so_text_of("kayak"), &at, &word));
  cr_assert_null(so_cue_near(0, &word, &size));
}
