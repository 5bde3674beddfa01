/*
 * The words of an answer, of all fourteen kinds in both languages: those whose traits have no
 * source yet can be read here only.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "flow/question_words.h"

/* A pack of two texts: a value's and a name. */
static const char text[] = "redsummer";
static const uint32_t text_index[] = {0, 3, 9};
static const so_pack_header header = {.currency = "EUR", .currency_digits = 2};
static const uint32_t labels[] = {0};

static const char *words(uint32_t kind, const uint32_t *values, uint32_t bucket,
                         const char *locale) {
  static char room[256];
  static sotto profile;
  so_sink sink = so_sink_of(room, sizeof room - 1);
  so_asked asked = {.question = {.kind = kind, .values = values}, .bucket = bucket};
  asked.question.lists = so_question_form_of(kind)->lists;
  asked.question.value_count = values ? 2 : 0;
  asked.question.attribute = kind == SO_QUESTION_MEAN ? SO_NUMBER_VISITS : 0;
  so_pack pack = {
      .header = &header, .text = text, .text_index = text_index, .text_count = 2, .text_bytes = 9};
  pack.value_labels = labels;
  pack.value_count = 1;
  profile.installed.pack = pack;
  so_message_start(&profile.words, locale);
  so_question_words_answer(&profile, &asked, &sink);
  room[sink.size] = '\0';
  return room;
}

static const struct {
  uint32_t kind;
  uint32_t values[2];
  uint32_t bucket;
  const char *english, *spanish;
} answers[] = {
    {SO_QUESTION_MINDSET, {0}, 1, "curious", "con curiosidad"},
    {SO_QUESTION_SPEND_RECENCY, {7, 30}, 1, "less than 7 days ago", "hace menos de 7 días"},
    {SO_QUESTION_TOP_VALUE, {0}, 1, "red", "red"},
    {SO_QUESTION_VISIT_RECENCY, {7, 30}, 3, "30 or more days ago", "hace 30 o más días"},
    {SO_QUESTION_SPEND, {1000, 5000}, 2, "10.00 EUR to 50.00 EUR", "de 10.00 EUR a 50.00 EUR"},
    {SO_QUESTION_MEAN,
     {0, 12},
     2,
     "12 (your number, moved to 0 or 12 by lot)",
     "12 (tu número, llevado a 0 o 12 por sorteo)"},
    {SO_QUESTION_PAGE, {0}, 2, "home page; something was bought", "portada; se compró algo"},
    {SO_QUESTION_BIGRAM,
     {0},
     1,
     "home page to home page; nothing was bought",
     "de portada a portada; no se compró nada"},
    {SO_QUESTION_ITEM, {16}, 5, "in group 5 of 16", "en el grupo 5 de 16"},
    {SO_QUESTION_PAIR, {16, 2}, 5, "in group 5 of 16", "en el grupo 5 de 16"},
#ifdef SOTTO_WITH_CHOOSE
    {SO_QUESTION_ARM,
     {1},
     2,
     "shown \"summer\" (curious); it did well",
     "viste «summer» (con curiosidad); funcionó"},
    {SO_QUESTION_ARM_VALUE,
     {0},
     5,
     "shown red, which you like more than most people do; it did not do well",
     "viste red, que te gusta más que a la mayoría; no funcionó"},
    {SO_QUESTION_HOLDOUT,
     {0},
     4,
     "the plain shop; something was bought",
     "la tienda sin personalizar; se compró algo"},
#endif
    {SO_QUESTION_AUDIENCE, {1}, 1, "not in the group \"summer\"", "fuera del grupo «summer»"}};

Test(question_words, an_answer_of_each_kind_reads_well_in_both_languages) {
  uint32_t seen = 0;
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
    cr_expect_str_eq(words(answers[i].kind, answers[i].values, answers[i].bucket, "en"),
                     answers[i].english);
    cr_expect_str_eq(words(answers[i].kind, answers[i].values, answers[i].bucket, "es"),
                     answers[i].spanish);
    cr_expect_str_eq(words(answers[i].kind, answers[i].values, 0, "en"), "no answer");
    seen |= 1u << answers[i].kind;
  }
#ifdef SOTTO_WITH_CHOOSE
  cr_assert_eq(seen, (1u << SO_QUESTION_KIND_COUNT) - 2, "every kind there is");
#endif
}

Test(question_words, inside_a_group_a_plain_cohort_and_each_liking_have_words_of_their_own) {
  static const uint32_t name[] = {1, 1};
  cr_expect_str_eq(words(SO_QUESTION_AUDIENCE, name, 2, "en"), "in the group \"summer\"");
#ifdef SOTTO_WITH_CHOOSE
  static const uint32_t value[] = {0, 0};
  cr_expect_str_eq(words(SO_QUESTION_HOLDOUT, NULL, 1, "en"),
                   "the shop as made for you; nothing was bought");
  cr_expect_str_eq(words(SO_QUESTION_ARM_VALUE, value, 1, "en"),
                   "shown red, which you like less than most people do; it did not do well");
  cr_expect_str_eq(words(SO_QUESTION_ARM_VALUE, value, 3, "en"),
                   "shown red, which you like as most people do; it did not do well");
#endif
}
