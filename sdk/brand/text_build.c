/* Terms, postings, words and deletes of each locale: see text_build.h. */
#include "brand/text_build.h"

#include <libstemmer.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "brand/gather.h"
#include "brand/text_lexicon.h"
#include "model/spelling.h"

typedef struct so_text_build {
  so_gather gather;
} so_text_build;

/* One locale's sections under way. */
typedef struct indexing {
  so_gather *gather;
  so_assembly *assembly;
  struct sb_stemmer *stemmer;
  uint32_t locale;
  uint32_t item_count;
  uint32_t *lengths; /* per item */
  so_text_pool stems;
  so_array hits; /* so_gather_hit of the locale, by term */
  so_text_locale row;
} indexing;

sotto_status so_text_build_start(struct so_text_build **ret_build, so_catalogue *catalogue) {
  struct so_text_build *build = calloc(1, sizeof *build);
  if (!build) return SOTTO_E_MEMORY;
  so_gather_init(&build->gather, catalogue->brand->locales);
  catalogue->texts = so_gather_row;
  catalogue->texts_context = &build->gather;
  *ret_build = build;
  return SOTTO_OK;
}

void so_text_build_free(struct so_text_build *build) {
  if (build) so_gather_free(&build->gather);
  free(build);
}

static so_array *section_of(const indexing *at, uint32_t id) {
  return &at->assembly->writer.sections[id];
}

static so_gather_word *words_of(const indexing *at) {
  return at->gather->words.data;
}

static sotto_text spelt(const indexing *at, uint32_t word) {
  return so_text_pool_get(&at->gather->pool, words_of(at)[word].text);
}

/* A text with its number, to be sorted. */
typedef struct placed {
  sotto_text text;
  uint32_t number;
} placed;

static int by_text(const void *left, const void *right) {
  return so_pack_compare(((const placed *)left)->text, ((const placed *)right)->text);
}

/* Puts the bytes of a text into the section of bytes; gives where. */
static uint32_t put_bytes(const indexing *at, sotto_text text) {
  so_array *bytes = section_of(at, SO_TEXT_BYTES);
  uint32_t start = (uint32_t)bytes->count;
  so_array_append(bytes, text.data, text.size);
  return start;
}

static so_word stem_of(const indexing *at, sotto_text text) {
  so_word stem = {.size = (uint32_t)text.size};
  memcpy(stem.text, text.data, text.size);
  so_word_stem(at->stemmer, &stem);
  return stem;
}

/* Stems the locale's words; each word learns the number of its own. Gives how many there are. */
static uint32_t stem_words(indexing *at) {
  so_gather_word *words = words_of(at);
  uint32_t count = 0;
  for (uint32_t n = 0; n < at->gather->words.count; n++) {
    if (words[n].locale != at->locale) continue;
    so_word stem = stem_of(at, spelt(at, n));
    words[n].term = so_text_pool_add(&at->stems, so_word_text(&stem));
    if (words[n].term >= count) count = words[n].term + 1;
  }
  return count;
}

/* Writes the sorted stems down; words then know their term. `numbers`: room for one each. */
static void put_terms(indexing *at, const placed *order, uint32_t count, uint32_t *numbers) {
  so_gather_word *words = words_of(at);
  for (uint32_t n = 0; n < count; n++) {
    so_text_term term = {put_bytes(at, order[n].text), (uint32_t)order[n].text.size, 0, 0};
    numbers[order[n].number] = n;
    so_array_push(section_of(at, SO_TEXT_TERMS), &term);
  }
  for (uint32_t n = 0; n < at->gather->words.count; n++)
    if (words[n].locale == at->locale) words[n].term = numbers[words[n].term];
}

/* Stems of the locale's words, sorted: the terms. */
static sotto_status add_terms(indexing *at) {
  uint32_t count = stem_words(at);
  placed *order = calloc(count + 1, sizeof *order);
  uint32_t *numbers = calloc(count + 1, sizeof *numbers);
  int failed = !order || !numbers || at->stems.failed;
  at->row.terms = (so_text_run){(uint32_t)section_of(at, SO_TEXT_TERMS)->count, count};
  for (uint32_t n = 0; n < count && !failed; n++)
    order[n] = (placed){so_text_pool_get(&at->stems, n), n};
  if (!failed) {
    qsort(order, count, sizeof *order, by_text);
    put_terms(at, order, count, numbers);
  }
  free(order);
  free(numbers);
  return failed ? SOTTO_E_MEMORY : SOTTO_OK;
}

static int by_hash(const void *left, const void *right) {
  const so_text_delete *a = left, *b = right;
  if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
  return (a->word > b->word) - (a->word < b->word);
}

/* Every way to leave letters out of a word that others may be corrected to. */
static void add_deletes(const indexing *at, sotto_text word, uint32_t number) {
  uint32_t left_out = 0;
  do {
    so_text_delete entry = {so_spelling_hash(word, left_out), number};
    so_array_push(section_of(at, SO_TEXT_DELETES), &entry);
    left_out = so_spelling_next(word, left_out);
  } while (left_out);
}

static void sort_run(so_array *section, so_text_run *run,
                     int (*compare)(const void *, const void *)) {
  run->count = (uint32_t)section->count - run->start;
  if (run->count)
    qsort((char *)section->data + run->start * section->element_size, run->count,
          section->element_size, compare);
}

static sotto_status add_words(indexing *at) {
  const so_gather_word *words = words_of(at);
  placed *order = calloc(at->gather->words.count + 1, sizeof *order);
  so_array *section = section_of(at, SO_TEXT_WORDS);
  uint32_t count = 0;
  if (!order) return SOTTO_E_MEMORY;
  for (uint32_t n = 0; n < at->gather->words.count; n++)
    if (words[n].locale == at->locale) order[count++] = (placed){spelt(at, n), n};
  qsort(order, count, sizeof *order, by_text);
  at->row.words = (so_text_run){(uint32_t)section->count, count};
  at->row.deletes.start = (uint32_t)section_of(at, SO_TEXT_DELETES)->count;
  for (uint32_t n = 0; n < count; n++) {
    const so_gather_word *word = &words[order[n].number];
    so_text_word entry = {put_bytes(at, order[n].text), (uint32_t)order[n].text.size, word->count,
                          word->term};
    so_array_push(section, &entry);
    if (so_spelling_is_plain(order[n].text)) add_deletes(at, order[n].text, n);
  }
  sort_run(section_of(at, SO_TEXT_DELETES), &at->row.deletes, by_hash);
  free(order);
  return SOTTO_OK;
}

static int by_term(const void *left, const void *right) {
  const so_gather_hit *a = left, *b = right;
  if (a->word != b->word) return a->word < b->word ? -1 : 1;
  return (a->item > b->item) - (a->item < b->item);
}

/* The locale's hits with terms in place of words, sorted; and how long each item's texts are. */
static sotto_status sort_hits(indexing *at) {
  const so_gather_hit *hits = at->gather->hits.data;
  for (size_t n = 0; n < at->gather->hits.count; n++) {
    const so_gather_word *word = &words_of(at)[hits[n].word];
    if (word->locale != at->locale) continue;
    so_gather_hit hit = {word->term, hits[n].item, hits[n].weight};
    so_array_push(&at->hits, &hit);
    at->lengths[hit.item] += hit.weight;
  }
  if (at->hits.failed) return SOTTO_E_MEMORY;
  if (at->hits.count) qsort(at->hits.data, at->hits.count, sizeof(so_gather_hit), by_term);
  return SOTTO_OK;
}

static void put_posting(so_array *postings, uint32_t step, uint8_t impact) {
  for (; step >= 0x80; step >>= 7) {
    uint8_t group = (uint8_t)(step | 0x80);
    so_array_push(postings, &group);
  }
  uint8_t last[2] = {(uint8_t)step, impact};
  so_array_append(postings, last, 2);
}

static uint8_t impact_of(const indexing *at, const so_gather_hit *hit, double average) {
  double weight = hit->weight, length = at->lengths[hit->item] / average;
  double least = SO_TEXT_SATURATION * (1 - SO_TEXT_LENGTH + SO_TEXT_LENGTH * length);
  double impact = weight / (weight + least) * 255;
  return impact < 1 ? 1 : (uint8_t)lround(impact);
}

static void add_postings(const indexing *at) {
  so_array *postings = section_of(at, SO_TEXT_POSTINGS);
  so_gather_hit *hits = at->hits.data;
  double sum = 0;
  for (uint32_t n = 0; n < at->item_count; n++) sum += at->lengths[n];
  double average = sum > 0 ? sum / at->item_count : 1;
  uint32_t last = 0;
  for (size_t n = 0; n < at->hits.count;) {
    so_gather_hit hit = hits[n];
    for (n++; n < at->hits.count && hits[n].word == hit.word && hits[n].item == hit.item; n++)
      hit.weight += hits[n].weight;
    so_text_term *term = so_array_at(section_of(at, SO_TEXT_TERMS), at->row.terms.start + hit.word);
    if (term->count == 0) {
      term->postings = (uint32_t)postings->count;
      last = 0;
    }
    term->count++;
    put_posting(postings, hit.item - last, impact_of(at, &hit, average));
    last = hit.item;
  }
}

/* What brand.json calls values, as words of the items that have them. */
static void gather_labels(indexing *at) {
  const so_catalogue *catalogue = at->assembly->catalogue;
  const so_pack_value *values = section_of(at, SO_PACK_VALUES)->data;
  const uint32_t *items = section_of(at, SO_PACK_VALUE_ITEMS)->data;
  const uint32_t *labels = section_of(at, SO_PACK_VALUE_LABELS)->data;
  uint32_t count = (uint32_t)catalogue->values.count;
  for (uint32_t v = 0; v < count; v++) {
    sotto_text name = so_text_pool_get(&at->assembly->texts, values[v].name_text);
    int bare = so_text_is(name, "no") || so_text_is(name, "none") || so_text_is(name, "false");
    if (bare || !so_text_lexicon_is_curated(at->assembly, values[v].key)) continue;
    sotto_text label = so_text_pool_get(&at->assembly->texts, labels[at->locale * count + v]);
    for (uint32_t n = 0; n < values[v].items_count; n++) {
      so_gather_place place = {items[values[v].items_start + n], at->locale};
      so_gather_text(at->gather, place, label, SO_GATHER_PROSE);
    }
  }
}

static sotto_status index_locale(indexing *at) {
  so_text_lexicon lexicon = {at->assembly, at->stemmer, at->locale};
  gather_labels(at);
  if (so_gather_failed(at->gather)) return SOTTO_E_MEMORY;
  sotto_status status = add_terms(at);
  if (!status) status = sort_hits(at);
  if (status) return status;
  add_postings(at);
  status = add_words(at);
  if (status) return status;
  at->row.lexicon.start = (uint32_t)section_of(at, SO_TEXT_LEXICON)->count;
  at->row.synonyms.start = (uint32_t)section_of(at, SO_TEXT_SYNONYMS)->count;
  so_text_lexicon_add(&lexicon, at->row.lexicon.start);
  at->row.lexicon.count = (uint32_t)section_of(at, SO_TEXT_LEXICON)->count - at->row.lexicon.start;
  at->row.synonyms.count =
      (uint32_t)section_of(at, SO_TEXT_SYNONYMS)->count - at->row.synonyms.start;
  so_array_push(section_of(at, SO_TEXT_LOCALES), &at->row);
  return SOTTO_OK;
}

static sotto_status add_locale(so_text_build *build, so_assembly *assembly, uint32_t locale) {
  indexing at = {.gather = &build->gather, .assembly = assembly, .locale = locale};
  at.item_count = (uint32_t)assembly->catalogue->items.count;
  at.lengths = calloc(at.item_count + 1, sizeof *at.lengths);
  at.hits = so_array_of(sizeof(so_gather_hit));
  char tag[3] = {0};
  strncpy(tag, assembly->brand->locales[locale], 2);
  at.stemmer = sb_stemmer_new(tag, NULL);
  so_text_pool_init(&at.stems);
  sotto_status status = at.lengths ? index_locale(&at) : SOTTO_E_MEMORY;
  so_text_pool_free(&at.stems);
  so_array_free(&at.hits);
  sb_stemmer_delete(at.stemmer);
  free(at.lengths);
  return status;
}

sotto_status so_text_build_sections(so_text_build *build, so_assembly *assembly) {
  static const struct {
    uint32_t id;
    uint32_t size;
  } sections[] = {
      {SO_TEXT_LOCALES, sizeof(so_text_locale)},     {SO_TEXT_BYTES, 1},
      {SO_TEXT_TERMS, sizeof(so_text_term)},         {SO_TEXT_POSTINGS, 1},
      {SO_TEXT_WORDS, sizeof(so_text_word)},         {SO_TEXT_DELETES, sizeof(so_text_delete)},
      {SO_TEXT_LEXICON, sizeof(so_text_entry)},      {SO_TEXT_SYNONYMS, sizeof(so_text_synonym)},
      {SO_TEXT_OCCASIONS, sizeof(so_text_occasion)}, {SO_TEXT_PARTS, sizeof(so_text_part)},
      {SO_TEXT_PART_VALUES, sizeof(uint32_t)},       {SO_TEXT_NAMES, sizeof(uint32_t)}};
  for (size_t n = 0; n < sizeof sections / sizeof *sections; n++)
    (void)so_pack_writer_section(&assembly->writer, sections[n].id, sections[n].size);
  so_text_occasions_add(assembly);
  sotto_status status = SOTTO_OK;
  for (uint32_t locale = 0; locale < assembly->brand->locale_count && !status; locale++) {
    so_find_progress(assembly->findings, "search", locale, assembly->brand->locale_count);
    status = add_locale(build, assembly, locale);
  }
  so_find_progress(assembly->findings, "search", assembly->brand->locale_count,
                   assembly->brand->locale_count);
  return status;
}
