/*
 * Terms (values and words) per item and items per term, both as runs; the cosine of one item with
 * all others by adding up its terms' postings.
 */
#include "brand/content_neighbours.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct run {
  uint32_t start;
  uint32_t count;
} run;

struct so_content {
  size_t items;
  size_t terms;
  run *item_runs; /* into item_terms */
  uint32_t *item_terms;
  run *term_runs; /* into postings */
  uint32_t *postings;
  float *idf;    /* per term; 0: not used */
  float *length; /* per item */
  float *scores; /* per item, zero between calls */
  uint32_t *touched;
  so_partner *partners;
};

void so_content_free(so_content *content) {
  if (!content) return;
  free(content->item_runs);
  free(content->item_terms);
  free(content->term_runs);
  free(content->postings);
  free(content->idf);
  free(content->length);
  free(content->scores);
  free(content->touched);
  free(content->partners);
  free(content);
}

static int is_word_byte(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
         (letter & 0x80) != 0;
}

/** Adds an item's term unless it has it already. */
static void add_term(so_array *terms, size_t start, uint32_t term) {
  const uint32_t *all = terms->data;
  for (size_t n = start; n < terms->count; n++) {
    if (all[n] == term) return;
  }
  so_array_push(terms, &term);
}

/** The words of a title, folded to lower case (ASCII), as term numbers after the values. */
static void add_words(so_array *terms, so_number_map *words, sotto_text title, uint32_t first) {
  size_t start = terms->count, at = 0;
  while (at < title.size) {
    char word[64];
    size_t size = 0;
    for (; at < title.size && size < sizeof word; at++) {
      char letter = title.data[at];
      if (letter >= 'A' && letter <= 'Z') letter = (char)(letter - 'A' + 'a');
      if (!is_word_byte(letter)) break;
      word[size++] = letter;
    }
    if (size > 1) {
      uint64_t hash = so_number_map_hash((sotto_text){word, size}, 0);
      add_term(terms, start, so_number_map_put(words, hash, first + (uint32_t)words->count));
    }
    if (size < sizeof word) at++;
  }
}

/** Terms of every item, one run after the other. */
static int gather(so_content *content, const so_catalogue *catalogue) {
  so_array terms = so_array_of(sizeof(uint32_t));
  so_number_map words = {0};
  uint32_t values = (uint32_t)catalogue->values.count;
  const uint32_t *titles = catalogue->titles[0].data;
  for (uint32_t item = 0; item < content->items; item++) {
    const so_catalogue_item *entry = &so_catalogue_items(catalogue)[item];
    content->item_runs[item].start = (uint32_t)terms.count;
    so_array_append(&terms, so_catalogue_item_values(catalogue, item), entry->values_count);
    add_words(&terms, &words, so_text_pool_get(&catalogue->pool, titles[item]), values);
    content->item_runs[item].count = (uint32_t)terms.count - content->item_runs[item].start;
  }
  int good = !terms.failed && !words.failed;
  content->terms = values + words.count;
  content->item_terms = terms.data;
  so_number_map_free(&words);
  return good;
}

/** Items per term by counting sort. */
static int post(so_content *content) {
  const run *last = &content->item_runs[content->items - 1];
  size_t total = (size_t)last->start + last->count;
  content->term_runs = calloc(content->terms + 1, sizeof *content->term_runs);
  content->postings = calloc(total + 1, sizeof *content->postings);
  if (!content->term_runs || !content->postings) return 0;
  for (size_t n = 0; n < total; n++) content->term_runs[content->item_terms[n]].count++;
  uint32_t start = 0;
  for (size_t n = 0; n < content->terms; n++) {
    content->term_runs[n].start = start;
    start += content->term_runs[n].count;
    content->term_runs[n].count = 0;
  }
  for (uint32_t item = 0; item < content->items; item++) {
    for (uint32_t n = 0; n < content->item_runs[item].count; n++) {
      run *to = &content->term_runs[content->item_terms[content->item_runs[item].start + n]];
      content->postings[to->start + to->count++] = item;
    }
  }
  return 1;
}

static int weigh(so_content *content) {
  content->idf = calloc(content->terms + 1, sizeof *content->idf);
  content->length = calloc(content->items, sizeof *content->length);
  if (!content->idf || !content->length) return 0;
  double items = (double)content->items;
  for (size_t n = 0; n < content->terms; n++) {
    uint32_t count = content->term_runs[n].count;
    int common = count > 4000 || (items > 500 && count > items / 10);
    if (count > 1 && !common) content->idf[n] = (float)fmax(0, log(items / (1.0 + count)));
  }
  for (size_t item = 0; item < content->items; item++) {
    double sum = 0;
    for (uint32_t n = 0; n < content->item_runs[item].count; n++) {
      float idf = content->idf[content->item_terms[content->item_runs[item].start + n]];
      sum += (double)idf * idf;
    }
    content->length[item] = (float)sqrt(sum);
  }
  return 1;
}

so_content *so_content_new(const so_catalogue *catalogue) {
  so_content *content = calloc(1, sizeof *content);
  if (!content) return NULL;
  content->items = catalogue->items.count;
  content->item_runs = calloc(content->items, sizeof *content->item_runs);
  content->scores = calloc(content->items, sizeof *content->scores);
  content->touched = calloc(content->items, sizeof *content->touched);
  content->partners = calloc(content->items, sizeof *content->partners);
  int good = content->item_runs && content->scores && content->touched && content->partners;
  good = good && gather(content, catalogue) && post(content) && weigh(content);
  if (good) return content;
  so_content_free(content);
  return NULL;
}

/** Adds one term's share to every item that has it; gives how many were touched in all. */
static size_t add_up(so_content *content, uint32_t term, size_t touched) {
  float square = content->idf[term] * content->idf[term];
  const run *postings = &content->term_runs[term];
  for (uint32_t n = 0; square > 0 && n < postings->count; n++) {
    uint32_t other = content->postings[postings->start + n];
    if (content->scores[other] <= 0) content->touched[touched++] = other;
    content->scores[other] += square;
  }
  return touched;
}

size_t so_content_neighbours(so_content *content, uint32_t item, size_t limit,
                             so_partner **ret_partners) {
  size_t touched = 0, count = 0;
  for (uint32_t n = 0; n < content->item_runs[item].count; n++) {
    uint32_t term = content->item_terms[content->item_runs[item].start + n];
    touched = add_up(content, term, touched);
  }
  for (size_t n = 0; n < touched; n++) {
    uint32_t other = content->touched[n];
    float score = content->scores[other] / (content->length[item] * content->length[other]);
    content->scores[other] = 0;
    if (other != item) content->partners[count++] = (so_partner){other, score};
  }
  *ret_partners = content->partners;
  return so_edge_rows_best(content->partners, count, limit);
}
