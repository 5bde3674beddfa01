/*
 * Reading the text sections: see text_view.h.
 */
#include "model/text_view.h"

#include <string.h>

#include "model/curve.h"

static so_text_section find_section(const so_pack *pack, uint32_t id, size_t element_size) {
  for (uint32_t n = 0; n < pack->header->section_count; n++) {
    const so_pack_section *section = &pack->sections[n];
    if (section->id != id || section->element_size != element_size) continue;
    if (section->count >= UINT32_MAX) break;
    return (so_text_section){pack->bytes.data + section->offset, (uint32_t)section->count};
  }
  return (so_text_section){pack->bytes.data, 0};
}

/* Points at a run inside a section, cut to it. */
static const void *cut(so_text_section section, so_text_run run, size_t size, uint32_t *ret_count) {
  uint32_t start = run.start < section.count ? run.start : section.count;
  *ret_count = run.count < section.count - start ? run.count : section.count - start;
  return (const char *)section.data + start * size;
}

sotto_status so_text_view_open(so_text_view *ret_view, const so_pack *pack, uint32_t locale) {
  so_text_section locales = find_section(pack, SO_TEXT_LOCALES, sizeof(so_text_locale));
  if (locale >= locales.count) return SOTTO_E_MISSING;
  const so_text_locale *row = (const so_text_locale *)locales.data + locale;
  so_text_view view = {.pack = pack, .locale = locale};
  so_text_section bytes = find_section(pack, SO_TEXT_BYTES, 1);
  so_text_section postings = find_section(pack, SO_TEXT_POSTINGS, 1);
  view.bytes = bytes.data;
  view.bytes_count = bytes.count;
  view.postings = postings.data;
  view.postings_count = postings.count;
#define CUT(member, section, run, count)                                                           \
 view.member = cut(find_section(pack, section, sizeof *view.member), row->run,                     \
                   sizeof *view.member, &view.count)
  CUT(terms, SO_TEXT_TERMS, terms, term_count);
  CUT(words, SO_TEXT_WORDS, words, word_count);
  CUT(deletes, SO_TEXT_DELETES, deletes, delete_count);
  CUT(lexicon, SO_TEXT_LEXICON, lexicon, lexicon_count);
  CUT(synonyms, SO_TEXT_SYNONYMS, synonyms, synonym_count);
#undef CUT
  view.occasions = find_section(pack, SO_TEXT_OCCASIONS, sizeof(so_text_occasion));
  view.parts = find_section(pack, SO_TEXT_PARTS, sizeof(so_text_part));
  view.part_values = find_section(pack, SO_TEXT_PART_VALUES, sizeof(uint32_t));
  view.names = find_section(pack, SO_TEXT_NAMES, sizeof(uint32_t));
  *ret_view = view;
  return SOTTO_OK;
}

static sotto_text spelt(const so_text_view *view, uint32_t text, uint32_t size) {
  int inside = text <= view->bytes_count && size <= view->bytes_count - text;
  return inside ? (sotto_text){view->bytes + text, size} : (sotto_text){NULL, 0};
}

uint32_t so_text_view_term(const so_text_view *view, sotto_text stem) {
  uint32_t low = 0, high = view->term_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const so_text_term *term = &view->terms[middle];
    int order = so_pack_compare(spelt(view, term->text, term->size), stem);
    if (order == 0) return middle;
    low = order < 0 ? middle + 1 : low;
    high = order < 0 ? high : middle;
  }
  return SO_PACK_NONE;
}

sotto_text so_text_view_spelt(const so_text_view *view, uint32_t word) {
  return word < view->word_count ? spelt(view, view->words[word].text, view->words[word].size)
                                 : (sotto_text){NULL, 0};
}

uint32_t so_text_view_word(const so_text_view *view, sotto_text word) {
  uint32_t low = 0, high = view->word_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    int order = so_pack_compare(so_text_view_spelt(view, middle), word);
    if (order == 0) return middle;
    low = order < 0 ? middle + 1 : low;
    high = order < 0 ? high : middle;
  }
  return SO_PACK_NONE;
}

uint32_t so_text_view_add(const so_text_view *view, uint32_t term, float weight, float *scores) {
  if (term >= view->term_count) return 0;
  const uint8_t *at = view->postings, *end = at + view->postings_count;
  uint32_t item = 0, count = view->terms[term].count, done = 0;
  if (view->terms[term].postings >= view->postings_count) return 0;
  float unit = weight * SO_TEXT_IMPACT_MOST / 255;
  for (at += view->terms[term].postings; done < count; done++) {
    uint32_t step = 0, shift = 0;
    for (; at < end && *at & 0x80 && shift < 28; shift += 7) step |= (*at++ & 0x7fu) << shift;
    if (end - at < 2) break;
    step |= (uint32_t)*at++ << shift;
    item += step;
    if (item >= view->pack->item_count) break;
    scores[item] += unit * (float)*at++;
  }
  return done;
}

float so_text_view_rarity(const so_text_view *view, uint32_t term) {
  if (term >= view->term_count) return 0;
  double items = view->pack->item_count, with = view->terms[term].count;
  if (with > items) with = items;
  return (float)so_curve_log(1 + (items - with + .5) / (with + .5));
}

uint32_t so_text_view_find(const so_text_view *view, uint64_t hash) {
  uint32_t low = 0, high = view->lexicon_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (view->lexicon[middle].hash < hash)
      low = middle + 1;
    else
      high = middle;
  }
  return low < view->lexicon_count && view->lexicon[low].hash == hash ? low : view->lexicon_count;
}

uint64_t so_text_phrase(uint64_t phrase, sotto_text stem) {
  phrase = (phrase ^ ' ') * UINT64_C(1099511628211);
  for (size_t n = 0; n < stem.size; n++)
    phrase = (phrase ^ (uint8_t)stem.data[n]) * UINT64_C(1099511628211);
  return phrase;
}

uint64_t so_text_whom(uint32_t whom) {
  char mark[2] = {1, (char)('0' + whom)};
  return so_text_phrase(SO_PHRASE_EMPTY, (sotto_text){mark, sizeof mark});
}

const so_text_occasion *so_text_view_occasion(const so_text_view *view, uint32_t occasion) {
  return occasion < view->occasions.count
             ? (const so_text_occasion *)view->occasions.data + occasion
             : NULL;
}

const so_text_part *so_text_view_part(const so_text_view *view, uint32_t part) {
  return part < view->parts.count ? (const so_text_part *)view->parts.data + part : NULL;
}

uint32_t so_text_view_part_value(const so_text_view *view, uint32_t number) {
  uint32_t value = number < view->part_values.count
                       ? ((const uint32_t *)view->part_values.data)[number]
                       : SO_PACK_NONE;
  return value < view->pack->value_count ? value : SO_PACK_NONE;
}

sotto_text so_text_view_name(const so_text_view *view, uint32_t names) {
  uint32_t at = names < view->names.count ? names + view->locale : view->names.count;
  return at < view->names.count ? so_pack_text(view->pack, ((const uint32_t *)view->names.data)[at])
                                : (sotto_text){NULL, 0};
}
