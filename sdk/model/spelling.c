/*
 * Symmetric deletes: see spelling.h.
 */
#include "model/spelling.h"

#include <string.h>

#define SIZE_LEAST 4u
#define SEEN_LEAST 2u /* a word written once may itself be an error */
#define LETTERS_MAX 24u
#define PART_LEAST 3u

static size_t prefix_of(sotto_text word) {
  return word.size < SO_DELETES_PREFIX ? word.size : SO_DELETES_PREFIX;
}

uint32_t so_spelling_hash(sotto_text word, uint32_t left_out) {
  uint32_t hash = 2166136261u; /* FNV-1a 32 */
  for (size_t n = 0; n < prefix_of(word); n++)
    if (!(left_out >> n & 1u)) hash = (hash ^ (uint8_t)word.data[n]) * 16777619u;
  return hash;
}

uint32_t so_spelling_edits(size_t size) {
  return size < 7 ? 1 : SO_DELETES_MAX;
}

int so_spelling_is_plain(sotto_text word) {
  for (size_t n = 0; n < word.size; n++)
    if (word.data[n] >= '0' && word.data[n] <= '9') return 0;
  return word.size >= SIZE_LEAST;
}

static uint32_t ones(uint32_t bits) {
  uint32_t count = 0;
  for (; bits; bits &= bits - 1) count++;
  return count;
}

uint32_t so_spelling_next(sotto_text word, uint32_t left_out) {
  uint32_t end = 1u << prefix_of(word), most = so_spelling_edits(word.size);
  for (left_out++; left_out < end; left_out++)
    if (ones(left_out) <= most) return left_out;
  return 0;
}

static uint8_t least_of(uint32_t a, uint32_t b) {
  return (uint8_t)(a < b ? a : b);
}

/* 1 where the letters before places n and m stand the other way round. */
static int is_swapped(sotto_text a, size_t n, sotto_text b, size_t m) {
  return n > 1 && m > 1 && a.data[n - 1] == b.data[m - 2] && a.data[n - 2] == b.data[m - 1];
}

uint32_t so_spelling_distance(sotto_text a, sotto_text b) {
  uint8_t rows[3][LETTERS_MAX + 1];
  if (a.size > LETTERS_MAX || b.size > LETTERS_MAX) return LETTERS_MAX;
  for (size_t m = 0; m <= b.size; m++) rows[0][m] = (uint8_t)m;
  for (size_t n = 1; n <= a.size; n++) {
    uint8_t *now = rows[n % 3], *last = rows[(n - 1) % 3], *before = rows[(n + 1) % 3];
    now[0] = (uint8_t)n;
    for (size_t m = 1; m <= b.size; m++) {
      uint8_t least =
          least_of(last[m - 1] + (uint32_t)(a.data[n - 1] != b.data[m - 1]), last[m] + 1u);
      least = least_of(least, now[m - 1] + 1u);
      if (is_swapped(a, n, b, m)) least = least_of(least, before[m - 2] + 1u);
      now[m] = least;
    }
  }
  return rows[a.size % 3][b.size];
}

/* What is best so far. */
typedef struct guess {
  uint32_t word;
  uint32_t edits;
  uint32_t count;
} guess;

static void meet(const so_text_view *view, sotto_text word, uint32_t hash, guess *best) {
  uint32_t low = 0, high = view->delete_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (view->deletes[middle].hash < hash)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < view->delete_count && view->deletes[low].hash == hash; low++) {
    uint32_t other = view->deletes[low].word;
    if (other >= view->word_count) continue;
    uint32_t edits = so_spelling_distance(word, so_text_view_spelt(view, other));
    uint32_t count = view->words[other].count;
    if (edits > best->edits || (edits == best->edits && count <= best->count)) continue;
    *best = (guess){other, edits, count};
  }
}

uint32_t so_spelling_correct(const so_text_view *view, sotto_text word) {
  if (!so_spelling_is_plain(word)) return SO_PACK_NONE;
  guess best = {SO_PACK_NONE, so_spelling_edits(word.size), 0};
  uint32_t left_out = 0;
  do {
    meet(view, word, so_spelling_hash(word, left_out), &best);
    left_out = so_spelling_next(word, left_out);
  } while (left_out);
  return best.word;
}

static uint32_t times(const so_text_view *view, sotto_text word) {
  uint32_t found = word.size >= PART_LEAST ? so_text_view_word(view, word) : SO_PACK_NONE;
  return found == SO_PACK_NONE ? 0 : view->words[found].count;
}

uint32_t so_spelling_split(const so_text_view *view, sotto_text word) {
  uint32_t best = 0, best_count = SEEN_LEAST - 1;
  for (size_t n = PART_LEAST; n + PART_LEAST <= word.size; n++) {
    uint32_t first = times(view, (sotto_text){word.data, n});
    uint32_t second = times(view, (sotto_text){word.data + n, word.size - n});
    uint32_t count = first < second ? first : second;
    if (count > best_count) best = (uint32_t)n, best_count = count;
  }
  return best;
}
