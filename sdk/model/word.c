/*
 * Folding and words: see word.h. The table is the Latin part of Unicode's canonical decompositions
 * (U+00C0 to U+017F) less their marks, plus the ligatures and strokes people type without.
 */
#include "model/word.h"

#include <string.h>

/* U+00C0 … U+017F; '.' is no letter, '2' one of the pairs below. */
static const char latin[] = "aaaaaa2ceeeeiiiidnooooo.ouuuuy22aaaaaa2ceeeeiiiidnooooo.ouuuuy2y"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii22jjkkklllllll"
                            "lllnnnnnnnnnoooooo22rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static const struct {
  uint16_t code;
  char pair[3];
} pairs[] = {{0xc6, "ae"},  {0xde, "th"},  {0xdf, "ss"},  {0xe6, "ae"}, {0xfe, "th"},
             {0x132, "ij"}, {0x133, "ij"}, {0x152, "oe"}, {0x153, "oe"}};

/* A character and how many bytes it took; the text is UTF-8, what is not is passed over. */
static uint32_t read_character(sotto_text text, size_t at, size_t *ret_size) {
  const uint8_t *from = (const uint8_t *)text.data + at;
  size_t left = text.size - at;
  size_t size = from[0] < 0x80 ? 1 : from[0] < 0xe0 ? 2 : from[0] < 0xf0 ? 3 : 4;
  if (size > left) size = left;
  uint32_t code = size == 1 ? from[0] : from[0] & (0x7fu >> size);
  for (size_t n = 1; n < size; n++) code = code << 6 | (from[n] & 0x3fu);
  *ret_size = size;
  return code;
}

static size_t fold_latin(uint32_t code, char ret_folded[5]) {
  char letter = latin[code - 0xc0];
  if (letter == '.') return 0;
  ret_folded[0] = letter;
  if (letter != '2') return 1;
  for (size_t n = 0; n < sizeof pairs / sizeof *pairs; n++)
    if (pairs[n].code == code) memcpy(ret_folded, pairs[n].pair, 2);
  return 2;
}

/* Letters beyond Latin: Greek to Hangul and beyond, less punctuation, symbols and pictures. */
static int is_other_letter(uint32_t code) {
  static const struct {
    uint32_t from, to;
  } letters[] = {{0x180, 0x300},   {0x370, 0x2000},  {0x2c00, 0x2e00},
                 {0x3040, 0xd800}, {0xf900, 0xfb00}, {0x20000, 0x30000}};
  for (size_t n = 0; n < sizeof letters / sizeof *letters; n++)
    if (code >= letters[n].from && code < letters[n].to) return 1;
  return 0;
}

/* Gives the bytes a character becomes in a word: 0 where it is none of one. */
static size_t fold(uint32_t code, sotto_text whole, char ret_folded[5]) {
  ret_folded[0] = (char)code;
  if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) return 1;
  if (code >= 'A' && code <= 'Z') {
    ret_folded[0] = (char)(code + 32);
    return 1;
  }
  if (code >= 0xc0 && code < 0x180) return fold_latin(code, ret_folded);
  if (!is_other_letter(code)) return 0;
  memcpy(ret_folded, whole.data, whole.size);
  return whole.size;
}

static int is_mark(uint32_t code) {
  return code >= 0x300 && code < 0x370;
}

static int is_letter_at(sotto_text text, size_t at) {
  size_t size;
  char folded[5];
  if (at >= text.size) return 0;
  uint32_t code = read_character(text, at, &size);
  return !(code >= '0' && code <= '9') &&
         fold(code, (sotto_text){text.data + at, size}, folded) != 0;
}

/* An apostrophe or a mark inside a word is passed over; gives 1 for those. */
static int is_silent(sotto_text text, size_t at, uint32_t code, size_t size) {
  if (is_mark(code)) return 1;
  if (code != '\'' && code != 0x2019) return 0;
  return at > 0 && (text.data[at - 1] < '0' || text.data[at - 1] > '9') &&
         is_letter_at(text, at + size);
}

int so_word_next(sotto_text text, size_t *inout_at, so_word *ret_word) {
  size_t at = *inout_at, size = 0;
  so_word word = {.size = 0};
  for (; at < text.size; at += size) {
    char folded[5];
    uint32_t code = read_character(text, at, &size);
    size_t count = fold(code, (sotto_text){text.data + at, size}, folded);
    if (!count && word.size && is_silent(text, at, code, size)) continue;
    if (!count && word.size) break;
    if (!count) continue;
    if (!word.size) word.start = (uint32_t)at;
    word.end = (uint32_t)(at + size);
    if (word.size + count > SO_WORD_MAX) continue;
    memcpy(word.text + word.size, folded, count);
    word.size += (uint32_t)count;
  }
  *inout_at = at;
  *ret_word = word;
  return word.size != 0;
}

sotto_text so_word_text(const so_word *word) {
  return (sotto_text){word->text, word->size};
}

int so_word_is_number(const so_word *word) {
  for (uint32_t n = 0; n < word->size; n++)
    if (word->text[n] < '0' || word->text[n] > '9') return 0;
  return word->size != 0;
}
