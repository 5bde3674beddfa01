/* Words of rows: see gather.h. */
#include "brand/gather.h"

#include <string.h>

#include "base/string.h"
#include "model/cue.h"
#include "model/word.h"

void so_gather_init(so_gather *ret_gather, const char *const *locales) {
  memset(ret_gather, 0, sizeof *ret_gather);
  ret_gather->locales = locales;
  so_text_pool_init(&ret_gather->pool);
  ret_gather->words = so_array_of(sizeof(so_gather_word));
  ret_gather->hits = so_array_of(sizeof(so_gather_hit));
}

void so_gather_free(so_gather *gather) {
  so_text_pool_free(&gather->pool);
  so_number_map_free(&gather->numbers);
  so_array_free(&gather->words);
  so_array_free(&gather->hits);
}

int so_gather_failed(const so_gather *gather) {
  return gather->pool.failed || gather->numbers.failed || gather->words.failed ||
         gather->hits.failed;
}

static uint32_t number_of(so_gather *gather, sotto_text word, uint32_t locale) {
  uint32_t fresh = (uint32_t)gather->words.count;
  uint64_t hash = so_number_map_hash(word, locale + 1);
  uint32_t number = so_number_map_put(&gather->numbers, hash, fresh);
  if (number == fresh) {
    so_gather_word entry = {so_text_pool_add(&gather->pool, word), locale, 0, 0};
    so_array_push(&gather->words, &entry);
  }
  return number;
}

static void take(so_gather *gather, so_gather_place place, const so_word *word, uint32_t weight) {
  uint32_t number = number_of(gather, so_word_text(word), place.locale);
  so_gather_word *entry = so_array_at(&gather->words, number);
  if (!entry) return;
  entry->count++;
  so_gather_hit hit = {number, place.item, weight};
  so_array_push(&gather->hits, &hit);
}

void so_gather_text(so_gather *gather, so_gather_place place, sotto_text text, uint32_t weight) {
  so_word word;
  for (size_t at = 0; so_word_next(text, &at, &word);) take(gather, place, &word, weight);
}

static void gather_title(so_gather *gather, so_gather_place place, sotto_text title) {
  so_word word;
  uint32_t language = so_cue_language(so_text_of(gather->locales[place.locale])), size;
  uint32_t weight = SO_GATHER_TITLE;
  for (size_t at = 0; so_word_next(title, &at, &word);) {
    take(gather, place, &word, weight);
    if (so_cue_find(language, &word, 1, &size) == SO_CUE_FOR) weight = SO_GATHER_PROSE;
  }
}

/** Values that say nothing without their attribute: yes, no, numbers. */
static int is_bare(sotto_text value) {
  static const char *const bare[] = {"yes", "no", "true", "false", "none"};
  for (size_t n = 0; n < sizeof bare / sizeof *bare; n++)
    if (so_text_is(value, bare[n])) return 1;
  for (size_t n = 0; n < value.size; n++)
    if ((value.data[n] < '0' || value.data[n] > '9') && value.data[n] != '.') return 0;
  return 1;
}

void so_gather_row(void *gather, uint32_t item, uint32_t locale, const so_feed_row *row) {
  so_gather_place place = {item, locale};
  gather_title(gather, place, row->title);
  so_gather_text(gather, place, row->description, SO_GATHER_PROSE);
  so_gather_text(gather, place, row->product_type, SO_GATHER_NAMED);
  for (uint32_t n = 0; n < row->value_count; n++) {
    const so_feed_value *value = &row->values[n];
    int brand = so_text_is(value->column, "brand");
    if (!is_bare(value->value))
      so_gather_text(gather, place, value->value, brand ? SO_GATHER_NAMED : SO_GATHER_PROSE);
  }
}
