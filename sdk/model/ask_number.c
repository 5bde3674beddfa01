/*
 * Numbers in an utterance: see ask_read.h. "1.200", "1,200.50", "50,00 €", "$50", "cincuenta
 * euros", "treinta y cinco", "2-person". Whether "." groups thousands is told by the three digits
 * after it. A price in another currency is taken as one in the pack's: people type what their
 * keyboard has.
 */
#include <string.h>

#include "base/string.h"
#include "model/ask_read.h"

#define PRICE_MOST INT64_C(1000000000)
#define PERSONS_MOST 12
#define AGE_MOST 120
#define QUANTITY_MOST 20
#define AROUND_PERCENT 20

/* A number and the words it took. */
typedef struct figure {
  int64_t minor; /* hundredths */
  uint32_t end;  /* word after it */
  int money;     /* a currency sign stands beside it */
  int spelt;     /* in letters */
} figure;

so_cue so_ask_cue(const so_reading *reading, uint32_t at, uint32_t *ret_count) {
  return so_cue_find(reading->language, reading->words + at, reading->count - at, ret_count);
}

/* The bytes between a word and the one after it (or the end). */
static sotto_text gap_after(const so_reading *reading, uint32_t at) {
  size_t start = reading->words[at].end;
  size_t end = at + 1 < reading->count ? reading->words[at + 1].start : reading->utterance.size;
  return (sotto_text){reading->utterance.data + start, end - start};
}

static int has_sign(sotto_text gap) {
  for (size_t n = 0; n < gap.size; n++) {
    if (gap.data[n] == '$') return 1;
    if (n + 2 < gap.size && memcmp(gap.data + n, "\xe2\x82\xac", 3) == 0) return 1; /* € */
    if (n + 1 < gap.size && memcmp(gap.data + n, "\xc2\xa3", 2) == 0) return 1;     /* £ */
  }
  return 0;
}

static int is_char(sotto_text gap, char one) {
  return gap.size == 1 && gap.data[0] == one;
}

/* The digit groups that follow a number: thousands, then hundredths. */
static void read_groups(const so_reading *reading, figure *inout) {
  for (; inout->end < reading->count; inout->end++) {
    sotto_text gap = gap_after(reading, inout->end - 1);
    const so_word *next = &reading->words[inout->end];
    if (!(is_char(gap, '.') || is_char(gap, ',')) || !so_word_is_number(next)) return;
    int64_t value = so_cue_number(reading->language, next);
    if (next->size == 3 && inout->minor < PRICE_MOST) {
      inout->minor = inout->minor * 1000 + value * 100;
    } else if (next->size <= 2) {
      inout->minor += next->size == 1 ? value * 10 : value;
      inout->end++;
      return;
    } else {
      return;
    }
  }
}

/* Whether one of so much may follow `now` and be added: hundreds to thousands, and so on. */
static int adds(int64_t now, int64_t next) {
  if (next >= 100) return next < 1000 && now >= 1000 && now % 1000 == 0;
  int tens = next < 10 && now >= 20 && now % 10 == 0;
  return tens || (now >= 100 && now % 100 == 0);
}

/* What a spelt number becomes with the next one; -1 where they are two. */
static int64_t joined(int64_t now, int64_t next) {
  int times = next == 100 || next == 1000; /* "doscientos" multiplies nothing */
  if (next <= 0) return -1;
  if (adds(now, next)) return now + next;
  return times && now > 0 && now < next ? now * next : -1;
}

/* "treinta y cinco", "two hundred", "fifty five". */
static void read_spelt(const so_reading *reading, figure *inout) {
  while (inout->end < reading->count) {
    uint32_t at = inout->end, size;
    if (so_ask_cue(reading, at, &size) == SO_CUE_AND && at + 1 < reading->count) at++;
    if (so_word_is_number(&reading->words[at])) return;
    int64_t now = joined(inout->minor / 100, so_cue_number(reading->language, &reading->words[at]));
    if (now < 0) return;
    inout->minor = now * 100;
    inout->end = at + 1;
  }
}

static int read_figure(const so_reading *reading, uint32_t at, figure *ret_figure) {
  int64_t value = so_cue_number(reading->language, &reading->words[at]);
  if (value < 0) return 0;
  figure found = {.minor = value * 100, .end = at + 1};
  found.spelt = !so_word_is_number(&reading->words[at]);
  if (found.spelt)
    read_spelt(reading, &found);
  else
    read_groups(reading, &found);
  sotto_text before = at ? gap_after(reading, at - 1)
                         : (sotto_text){reading->utterance.data, reading->words[0].start};
  found.money = has_sign(before) || has_sign(gap_after(reading, found.end - 1));
  if (found.minor > PRICE_MOST * 100) return 0;
  *ret_figure = found;
  return 1;
}

int so_ask_number_follows(const so_reading *reading, uint32_t at) {
  uint32_t size;
  for (; at < reading->count; at += size) {
    if (so_cue_number(reading->language, &reading->words[at]) >= 0) return 1;
    so_cue cue = so_ask_cue(reading, at, &size);
    if (cue != SO_CUE_STOP && cue != SO_CUE_MONEY && cue != SO_CUE_THE) return 0;
  }
  return 0;
}

static void set_bounds(so_reading *reading, int64_t from, int64_t to) {
  so_wish *wish = &reading->turn->wish;
  if (from >= 0) wish->price_from_minor = from;
  if (to >= 0) wish->price_to_minor = to;
  reading->bound = SO_CUE_NONE;
  reading->last = SO_LAST_PRICE;
}

static uint32_t past_money(const so_reading *reading, uint32_t at, int *inout_money) {
  uint32_t size;
  if (at < reading->count && so_ask_cue(reading, at, &size) == SO_CUE_MONEY) {
    *inout_money = 1;
    return at + size;
  }
  return at;
}

/* Whether the word at `at` joins two bounds: "to", "a", "and", "y", "hasta". */
static int links(const so_reading *reading, uint32_t at) {
  uint32_t size;
  so_cue cue = so_ask_cue(reading, at, &size);
  return cue == SO_CUE_AND || (cue == SO_CUE_STOP && reading->words[at].size <= 2) ||
         (cue == SO_CUE_AT_MOST && size == 1);
}

/* The other end of a range that begins before `at`, or 0. */
static int read_second(const so_reading *reading, uint32_t at, figure *ret_second) {
  int money = 0;
  sotto_text gap = gap_after(reading, at - 1);
  if (at >= reading->count) return 0;
  if (is_char(gap, '-') || (gap.size == 3 && memcmp(gap.data, "\xe2\x80\x93", 3) == 0))
    return read_figure(reading, at, ret_second);
  at = past_money(reading, at, &money);
  return at + 1 < reading->count && links(reading, at) && read_figure(reading, at + 1, ret_second);
}

/* Sets both ends, the lower first; 0 where they are none: "over 300 under 100" is no range. */
static int set_range(so_reading *reading, int64_t one, int64_t other) {
  int swapped = one > other;
  if (swapped && reading->bound == SO_CUE_AT_LEAST) return 0;
  set_bounds(reading, swapped ? other : one, swapped ? one : other);
  return 1;
}

static int take_range(so_reading *reading, const figure *first) {
  figure second;
  int led = reading->bound == SO_CUE_BETWEEN || reading->bound == SO_CUE_FROM ||
            reading->bound == SO_CUE_AT_LEAST;
  if (!led && !is_char(gap_after(reading, first->end - 1), '-')) return 0;
  if (!read_second(reading, first->end, &second)) return 0;
  int money = first->money | second.money;
  uint32_t end = past_money(reading, second.end, &money);
  if (!led && !money) return 0;
  if (!set_range(reading, first->minor, second.minor)) return 0;
  reading->at = end;
  return 1;
}

/* Whether a bound alone makes a number a price: "de 42" is none, "about 20 pieces" neither. */
static int is_price(const so_reading *reading, uint32_t end) {
  if (reading->bound == SO_CUE_AT_MOST || reading->bound == SO_CUE_AT_LEAST) return 1;
  return reading->bound == SO_CUE_AROUND && end == reading->count;
}

/* Whether what follows says that a number is no price. */
static int is_counted(so_cue after) {
  return after == SO_CUE_UNIT || after == SO_CUE_YEARS || after == SO_CUE_PERSONS;
}

static void set_price(so_reading *reading, so_cue bound, int64_t minor) {
  int64_t around = minor * AROUND_PERCENT / 100;
  if (bound == SO_CUE_AROUND)
    set_bounds(reading, minor - around, minor + around);
  else if (bound == SO_CUE_AT_LEAST)
    set_bounds(reading, minor, -1);
  else
    set_bounds(reading, -1, minor);
}

static int take_price(so_reading *reading, const figure *price) {
  int money = price->money;
  uint32_t end = past_money(reading, price->end, &money), size = 0;
  so_cue after = end < reading->count ? so_ask_cue(reading, end, &size) : SO_CUE_NONE;
  so_cue bound = reading->bound;
  if (!money && (is_counted(after) || !is_price(reading, end))) return 0;
  if (after == SO_CUE_OR_LESS || after == SO_CUE_OR_MORE) {
    bound = after == SO_CUE_OR_MORE ? SO_CUE_AT_LEAST : SO_CUE_AT_MOST;
    end += size;
  }
  set_price(reading, bound, price->minor);
  reading->at = end;
  return 1;
}

/* Persons: a value such as "4 persons" where the pack has one ("person" is the stem of both). */
static int take_persons(so_reading *reading, int64_t persons) {
  char digits[24];
  so_sink sink = so_sink_of(digits, sizeof digits);
  so_sink_i64(&sink, persons);
  uint64_t phrase = so_text_phrase(SO_PHRASE_EMPTY, so_sink_view(&sink));
  phrase = so_text_phrase(phrase, (sotto_text){"person", 6});
  uint32_t entry = so_text_view_find(reading->view, phrase);
  if (entry == reading->view->lexicon_count) return 0;
  return so_ask_add_value(reading, reading->view->lexicon[entry].value, reading->negative);
}

static void add_words(so_reading *reading, uint32_t end) {
  for (; reading->at < end; reading->at++) so_ask_add_word(reading, reading->at, 0);
}

static int is_content(const so_reading *reading, uint32_t at) {
  uint32_t size;
  return at < reading->count && so_ask_cue(reading, at, &size) == SO_CUE_NONE;
}

static int take_people(so_reading *reading, int64_t value, uint32_t end) {
  uint32_t size;
  so_cue after = so_ask_cue(reading, end, &size);
  if (value > PERSONS_MOST) return 0;
  reading->turn->wish.heads = (uint32_t)value;
  if (after == SO_CUE_PERSONS && !take_persons(reading, value)) return 0;
  reading->at = after == SO_CUE_PERSONS ? end + size : end;
  return 1;
}

/* What follows says what was counted; 1 where it did. */
static int take_counted(so_reading *reading, int64_t value, uint32_t end) {
  uint32_t size = 0;
  so_cue after = end < reading->count ? so_ask_cue(reading, end, &size) : SO_CUE_NONE;
  if (after >= SO_CUE_PERSONS && after <= SO_CUE_BOYS) return take_people(reading, value, end);
  if (after == SO_CUE_UNIT)
    add_words(reading, end + size);
  else if (after == SO_CUE_YEARS && value <= AGE_MOST)
    reading->turn->wish.age = (uint32_t)value + 1, reading->at = end + size;
  else
    return 0;
  return 1;
}

/* "tent for two". */
static int take_company(so_reading *reading, int64_t value, uint32_t end) {
  if (!reading->introduced || value > PERSONS_MOST || is_content(reading, end)) return 0;
  if (!take_persons(reading, value)) return 0;
  reading->turn->wish.heads = (uint32_t)value;
  return 1;
}

/* What went before says it, or the place does. */
static int take_led(so_reading *reading, int64_t value, uint32_t end) {
  so_wish *wish = &reading->turn->wish;
  int counts = !so_wish_has_words(wish) && value >= 2 && value <= QUANTITY_MOST;
  if (reading->bound == SO_CUE_AGED && value <= AGE_MOST)
    wish->age = (uint32_t)value + 1;
  else if (!take_company(reading, value, end)) {
    if (!counts || !is_content(reading, end)) return 0;
    wish->quantity = (uint32_t)value;
  }
  reading->bound = SO_CUE_NONE;
  reading->at = end;
  return 1;
}

int so_ask_number(so_reading *reading) {
  figure found;
  if (!read_figure(reading, reading->at, &found)) return 0;
  if (take_range(reading, &found) || take_price(reading, &found)) return 1;
  int64_t value = found.minor / 100;
  int whole = found.minor % 100 == 0;
  if (whole && (take_counted(reading, value, found.end) || take_led(reading, value, found.end)))
    return 1;
  reading->bound = SO_CUE_NONE;
  if (found.spelt) return 0;
  add_words(reading, found.end);
  return 1;
}
