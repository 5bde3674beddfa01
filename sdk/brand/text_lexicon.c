/* Entries of the lexicon: see text_lexicon.h. */
#include "brand/text_lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "model/cue.h"
#include "model/wish.h"

#define LABEL_WORDS_MAX 8u

/* The words of a label and what they are. */
typedef struct label {
  uint32_t count;
  so_word words[LABEL_WORDS_MAX];
} label;

static so_array *section_of(const so_assembly *assembly, uint32_t id) {
  return (so_array *)(uintptr_t)&assembly->writer.sections[id];
}

static const so_brand_attribute *declaration(const so_assembly *assembly, uint32_t key) {
  uint32_t declared = so_catalogue_keys(assembly->catalogue)[key].declared;
  return declared == SO_PACK_NONE ? NULL : &assembly->brand->attributes[declared];
}

int so_text_lexicon_is_curated(const so_assembly *assembly, uint32_t key) {
  const so_brand_attribute *attribute = declaration(assembly, key);
  return key > 0 && attribute && attribute->values;
}

static int is_usual(sotto_text key) {
  static const char *const usual[] = {"color", "material", "pattern", "gender", "age_group"};
  for (size_t n = 0; n < sizeof usual / sizeof *usual; n++)
    if (so_text_is(key, usual[n])) return 1;
  return 0;
}

/* Kinds of product are words to search for, sizes are read otherwise. */
static int is_asked_by_value(const so_text_lexicon *lexicon, uint32_t key) {
  const so_assembly *assembly = lexicon->assembly;
  uint32_t text = so_catalogue_keys(assembly->catalogue)[key].name_text;
  sotto_text name = so_text_pool_get(&assembly->catalogue->pool, text);
  if (key == 0 || so_text_is(name, "size")) return 0;
  return declaration(assembly, key) != NULL || is_usual(name);
}

static uint32_t language_of(const so_text_lexicon *lexicon) {
  return so_cue_language(so_text_of(lexicon->assembly->brand->locales[lexicon->locale]));
}

static label split(sotto_text text) {
  label found = {0};
  size_t at = 0;
  while (found.count < LABEL_WORDS_MAX && so_word_next(text, &at, &found.words[found.count]))
    found.count++;
  return found;
}

static so_cue cue_at(const so_text_lexicon *lexicon, const label *of, uint32_t at,
                     uint32_t *ret_size) {
  return so_cue_find(language_of(lexicon), of->words + at, of->count - at, ret_size);
}

/* 1 for a word that says how many. */
static int is_figure(const so_text_lexicon *lexicon, const so_word *word) {
  return (word->text[0] >= '0' && word->text[0] <= '9') ||
         so_cue_number(language_of(lexicon), word) >= 0;
}

/* Hash of a label's words of weight; 0 where it has none, too many, or one that means too much. */
static uint64_t phrase_of(const so_text_lexicon *lexicon, const label *of) {
  uint64_t phrase = SO_PHRASE_EMPTY;
  uint32_t weight = 0, numbers = 0, cues = 0, size;
  for (uint32_t n = 0; n < of->count; n++) {
    so_cue cue = cue_at(lexicon, of, n, &size);
    if (so_cue_is_light(cue) || (weight == 0 && cue == SO_CUE_FOR)) continue;
    so_word stem = of->words[n];
    so_word_stem(lexicon->stemmer, &stem);
    phrase = so_text_phrase(phrase, so_word_text(&stem));
    weight++;
    cues += cue != SO_CUE_NONE;
    numbers += (uint32_t)is_figure(lexicon, &of->words[n]);
  }
  int plain = numbers == 0 ? cues < weight : numbers == 1 && weight == 2;
  return weight && weight <= SO_LEXICON_WORDS_MAX && plain ? phrase : 0;
}

/* The kind of person the label names and nothing else, or SO_WHOM_ANYONE. */
static uint32_t whom_of(const so_text_lexicon *lexicon, const label *of) {
  uint32_t whom = SO_WHOM_ANYONE, size;
  for (uint32_t n = 0; n < of->count; n += size) {
    so_cue cue = cue_at(lexicon, of, n, &size);
    if (cue >= SO_CUE_WOMEN && cue <= SO_CUE_BOYS)
      whom = (uint32_t)cue - SO_CUE_WOMEN + SO_WHOM_WOMEN;
    else if (!so_cue_is_light(cue) && cue != SO_CUE_FOR)
      return SO_WHOM_ANYONE;
    if (!size) size = 1;
  }
  return whom > SO_WHOM_CHILDREN ? SO_WHOM_CHILDREN : whom;
}

static void push(const so_text_lexicon *lexicon, so_text_entry entry) {
  so_array_push(section_of(lexicon->assembly, SO_TEXT_LEXICON), &entry);
}

static sotto_text label_text(const so_text_lexicon *lexicon, uint32_t value) {
  const uint32_t *labels = section_of(lexicon->assembly, SO_PACK_VALUE_LABELS)->data;
  size_t count = lexicon->assembly->catalogue->values.count;
  return so_text_pool_get(&lexicon->assembly->texts, labels[lexicon->locale * count + value]);
}

/* 1 when a kind of product is called so. */
static int is_kind(const so_text_lexicon *lexicon, uint64_t phrase) {
  const so_catalogue_key *key = &so_catalogue_keys(lexicon->assembly->catalogue)[0];
  for (uint32_t v = key->values_start; v < key->values_start + key->values_count; v++) {
    label kind = split(label_text(lexicon, v));
    if (phrase_of(lexicon, &kind) == phrase) return 1;
  }
  return 0;
}

static void add_value(const so_text_lexicon *lexicon, uint32_t value, uint32_t flags) {
  label of = split(label_text(lexicon, value));
  uint32_t size;
  if (!of.count || cue_at(lexicon, &of, 0, &size) == SO_CUE_NOT) return;
  uint32_t whom = whom_of(lexicon, &of);
  if (whom) {
    push(lexicon, (so_text_entry){so_text_whom(whom), value, flags | SO_LEXICON_WHOM});
    return;
  }
  uint64_t phrase = phrase_of(lexicon, &of);
  if (!phrase) return;
  if (cue_at(lexicon, &of, 0, &size) == SO_CUE_FOR || is_kind(lexicon, phrase))
    flags |= SO_LEXICON_SOFT;
  push(lexicon, (so_text_entry){phrase, value, flags});
}

static void add_values(const so_text_lexicon *lexicon) {
  const so_assembly *assembly = lexicon->assembly;
  for (uint32_t k = 0; k < assembly->catalogue->keys.count; k++) {
    const so_catalogue_key *key = &so_catalogue_keys(assembly->catalogue)[k];
    if (!is_asked_by_value(lexicon, k)) continue;
    uint32_t flags = so_text_lexicon_is_curated(assembly, k) ? SO_LEXICON_CURATED : 0u;
    for (uint32_t v = key->values_start; v < key->values_start + key->values_count; v++)
      add_value(lexicon, v, flags);
  }
}

/* What the other words mean, the phrase means too. */
static void add_alias(const so_text_lexicon *lexicon, uint64_t phrase, uint64_t other) {
  const so_array *section = section_of(lexicon->assembly, SO_TEXT_LEXICON);
  size_t count = section->count;
  for (size_t n = 0; n < count; n++) {
    so_text_entry entry = ((const so_text_entry *)section->data)[n];
    if (entry.hash != other || entry.flags & (SO_LEXICON_OCCASION | SO_LEXICON_WHOM)) continue;
    entry.hash = phrase;
    push(lexicon, entry);
  }
}

static void add_synonyms(const so_text_lexicon *lexicon) {
  const char *tag = lexicon->assembly->brand->locales[lexicon->locale], *phrase;
  const json_t *texts = json_object_get(lexicon->assembly->brand->synonyms, tag);
  json_t *words;
  json_object_foreach((json_t *)(uintptr_t)texts, phrase, words) {
    const char *text = json_string_value(words);
    if (phrase[0] == '$' || !text) continue;
    label from = split(so_text_of(phrase)), to = split(so_text_of(text));
    so_text_synonym entry = {phrase_of(lexicon, &from),
                             so_assembly_text(lexicon->assembly, so_text_of(text)), 0};
    if (!entry.hash) continue;
    so_array_push(section_of(lexicon->assembly, SO_TEXT_SYNONYMS), &entry);
    add_alias(lexicon, entry.hash, phrase_of(lexicon, &to));
  }
}

/* The names by which people of this language ask for an occasion. */
static void add_occasions(const so_text_lexicon *lexicon) {
  const char *tag = lexicon->assembly->brand->locales[lexicon->locale];
  size_t n, m;
  json_t *occasion, *name;
  json_array_foreach((json_t *)(uintptr_t)lexicon->assembly->brand->occasions, n, occasion) {
    const json_t *names = json_object_get(json_object_get(occasion, "names"), tag);
    json_array_foreach((json_t *)(uintptr_t)names, m, name) {
      sotto_text text = so_text_of(json_string_value(name));
      so_text_entry entry = {so_assembly_text(lexicon->assembly, text), (uint32_t)n,
                             SO_LEXICON_OCCASION};
      push(lexicon, entry);
    }
  }
}

static int by_hash(const void *left, const void *right) {
  const so_text_entry *a = left, *b = right;
  if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
  return (a->value > b->value) - (a->value < b->value);
}

void so_text_lexicon_add(const so_text_lexicon *lexicon, uint32_t start) {
  so_array *section = section_of(lexicon->assembly, SO_TEXT_LEXICON);
  add_values(lexicon);
  add_synonyms(lexicon);
  add_occasions(lexicon);
  if (section->count > start)
    qsort((so_text_entry *)section->data + start, section->count - start, sizeof(so_text_entry),
          by_hash);
}
