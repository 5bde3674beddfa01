/*
 * The closed grammar as a table: what a kind lists, how large its domain is and which function
 * gives its bucket. Every function from traits to a bucket is total: what is unknown, not allowed
 * or outside the domain is bucket 0, "none".
 */
#include "privacy/question.h"

#include "base/codec.h"
#include "privacy/consent_rule.h"

#define MINDSETS 6u
#define AFFINITIES 3u
#ifdef SOTTO_WITH_SPLIT
# define PAIR_VALUES 3
#else
# define PAIR_VALUES 2 /* only a split answer can be of use among neighbours */
#endif

/* A uniform number below `bound` < 2^32 out of 32 of the bits of chance: which of one's own things
   is told may be off even by 2^-32, for what hides it is the randomizer after it. */
static uint32_t below(uint64_t chance, uint64_t bound) {
  return (uint32_t)((chance >> 32) * bound >> 32);
}

static uint32_t place_of(const so_question *question, uint32_t value) {
  uint32_t place = 0;
  if (value == SO_NONE) return SO_NONE;
  while (place < question->value_count && question->values[place] != value) place++;
  return place < question->value_count ? place : SO_NONE;
}

/* 1 + 2 cell + bought, or none where either is unknown. */
static uint32_t with_outcome(uint32_t cell, uint32_t bought) {
  return cell == SO_NONE || bought > 1 ? 0 : 1 + 2 * cell + bought;
}

/* The cell of a list's place and one of `parts`; none where either is unknown. */
static uint32_t crossed(uint32_t place, uint32_t part, uint32_t parts) {
  return place == SO_NONE || part >= parts ? SO_NONE : place * parts + part;
}

static uint32_t mindset(const so_traits *traits) {
  return traits->mindset < MINDSETS ? 1 + traits->mindset : 0;
}

uint32_t so_question_number(const so_question *question) {
  switch (question->kind) {
  case SO_QUESTION_MEAN: return question->attribute;
  case SO_QUESTION_SPEND_RECENCY: return SO_NUMBER_SPEND_DAYS;
  case SO_QUESTION_VISIT_RECENCY: return SO_NUMBER_VISIT_DAYS;
  case SO_QUESTION_SPEND: return SO_NUMBER_SPEND;
  default: return SO_NUMBER_COUNT;
  }
}

static uint32_t number_band(const so_question *question, const so_traits *traits) {
  uint32_t band = 0, number = traits->numbers[so_question_number(question)];
  if (number == SO_NONE) return 0;
  while (band < question->value_count && number >= question->values[band]) band++;
  return 1 + band;
}

static uint32_t top_value(const so_question *question, const so_traits *traits) {
  return 1 + place_of(question, traits->top_value[question->attribute]); /* SO_NONE + 1 is 0 */
}

static uint32_t mean(const so_question *question, const so_traits *traits, uint64_t chance) {
  uint64_t number = traits->numbers[question->attribute];
  uint64_t low = question->values[0], high = question->values[1];
  if (number == SO_NONE) return 0;
  number = number < low ? low : number > high ? high : number;
  return 1 + ((chance >> 32) * (high - low) < (number - low) << 32);
}

/* One of the things counted, in proportion to its count; SO_NONE where there is none. */
static uint32_t drawn(const uint16_t *counts, uint32_t size, uint64_t chance) {
  uint32_t total = 0, at = 0;
  for (uint32_t n = 0; n < size; n++) total += counts[n];
  uint32_t left = below(chance, total);
  if (total == 0) return SO_NONE;
  while (left >= counts[at]) left -= counts[at++];
  return at;
}

static uint32_t page(const so_traits *traits, uint64_t chance) {
  return with_outcome(drawn(traits->pages, SO_TRAIT_PAGES, chance), traits->bought);
}

static uint32_t bigram(const so_traits *traits, uint64_t chance) {
  uint32_t step = drawn(traits->steps, SO_TRAIT_PAGES * SO_TRAIT_PAGES, chance);
  return with_outcome(step, traits->bought);
}

/* The finalizer of splitmix64 (Steele, Lea and Flood 2014): spreads, hides nothing. */
static uint64_t mixed(uint64_t word) {
  word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
  word = (word ^ word >> 27) * 0x94d049bb133111eb;
  return word ^ word >> 31;
}

uint32_t so_question_hash(const so_question *question, uint64_t item, uint64_t next) {
  uint64_t thing = mixed(mixed(item) + next);
  uint32_t parts = question->value_count > 1 ? question->values[1] : 1;
  int in_turn = question->every && !(question->flags & SO_QUESTION_LOTS);
  uint32_t round = in_turn ? question->epoch / question->every : question->epoch;
  if (below(thing, parts) != round % parts) return 0;
  uint64_t key = so_load_u64(question->content) + question->epoch * 0x9e3779b97f4a7c15;
  return 1 + below(mixed(thing ^ mixed(key)), question->values[0]);
}

static uint32_t item(const so_question *question, const so_traits *traits, uint64_t chance) {
  uint32_t count = traits->item_count;
  if (count == 0 || count > SO_TRAIT_ITEMS_MAX) return 0;
  return so_question_hash(question, traits->items[below(chance, count)], 0);
}

/* Whether a pair is asked about: all are, or, by a third value, neighbours in the pack. */
static int is_asked(const so_question *question, const so_traits *traits, uint32_t a, uint32_t d) {
  return PAIR_VALUES < 3 || question->value_count < 3 || (traits->near[a] >> d & 1);
}

/* Goes through the pairs; gives the bucket where `left` of their weight is used up, or the weight
   of all of them where it is not. */
static uint32_t walk_pairs(const so_question *question, const so_traits *traits, uint32_t left,
                           uint32_t *ret_total) {
  static const uint16_t weights[SO_PAIR_WINDOW] = {7451, 5961, 4769, 3815, 3052,
                                                   2442, 1953, 1563, 1250, 1000};
  uint32_t total = 0;
  for (uint32_t a = 0; a < traits->item_count; a++)
    for (uint32_t d = 0; d < SO_PAIR_WINDOW && a + d + 1 < traits->item_count; d++) {
      uint64_t item = traits->items[a], next = traits->items[a + d + 1];
      int asked = item != next && is_asked(question, traits, a, d);
      uint32_t bucket = asked ? so_question_hash(question, item, next) : 0;
      total += bucket ? weights[d] : 0;
      if (total > left) return bucket;
    }
  *ret_total = total;
  return 0;
}

static uint32_t pair(const so_question *question, const so_traits *traits, uint64_t chance) {
  uint32_t total = 0;
  if (traits->item_count > SO_TRAIT_ITEMS_MAX) return 0;
  (void)walk_pairs(question, traits, SO_NONE, &total);
  return total ? walk_pairs(question, traits, below(chance, total), &total) : 0;
}

static uint32_t arm(const so_question *question, const so_traits *traits) {
  return with_outcome(crossed(place_of(question, traits->arm), traits->arm_mindset, MINDSETS),
                      traits->arm_bought);
}

static uint32_t arm_value(const so_question *question, const so_traits *traits) {
  uint32_t key = question->attribute;
  uint32_t place = place_of(question, traits->arm_value[key]);
  return with_outcome(crossed(place, traits->arm_affinity[key], AFFINITIES), traits->arm_bought);
}

static uint32_t audience(const so_question *question, const so_traits *traits, uint64_t chance) {
  uint32_t place = below(chance, question->value_count), n = 0;
  if (traits->audience_count > SO_TRAIT_AUDIENCES_MAX) return 0;
  while (n < traits->audience_count && traits->audiences[n] != question->values[place]) n++;
  return n < traits->audience_count ? with_outcome(place, traits->audience_in[n]) : 0;
}

static uint32_t holdout(const so_traits *traits) {
  return with_outcome(crossed(0, traits->cohort, 2), traits->cohort_bought);
}

/* lists, trait, fixed, scale, least, most, ordered */
static const so_question_form forms[SO_QUESTION_KIND_COUNT] = {
    [SO_QUESTION_MINDSET] = {SO_LISTS_NUMBERS, 1, MINDSETS, 0, 0, 0, 0},
    [SO_QUESTION_SPEND_RECENCY] = {SO_LISTS_NUMBERS, 2, 1, 1, 1, 0, 1},
    [SO_QUESTION_TOP_VALUE] = {SO_LISTS_VALUES, 3, 0, 1, 1, 0, 0},
    [SO_QUESTION_VISIT_RECENCY] = {SO_LISTS_NUMBERS, 4, 1, 1, 1, 0, 1},
    [SO_QUESTION_SPEND] = {SO_LISTS_NUMBERS, 5, 1, 1, 1, 0, 1},
    [SO_QUESTION_MEAN] = {SO_LISTS_NUMBERS, 6, 2, 0, 2, 2, 1},
    [SO_QUESTION_PAGE] = {SO_LISTS_NUMBERS, 7, 22, 0, 0, 0, 0},
    [SO_QUESTION_BIGRAM] = {SO_LISTS_NUMBERS, 7, 242, 0, 0, 0, 0},
    [SO_QUESTION_ITEM] = {SO_LISTS_NUMBERS, 9, 0, 0, 1, 1, 0},
    [SO_QUESTION_PAIR] = {SO_LISTS_NUMBERS, 10, 0, 0, 2, PAIR_VALUES, 0},
    [SO_QUESTION_ARM] = {SO_LISTS_NAMES, 11, 0, 12, 1, 0, 0},
    [SO_QUESTION_ARM_VALUE] = {SO_LISTS_VALUES, 12, 0, 6, 1, 0, 0},
    [SO_QUESTION_AUDIENCE] = {SO_LISTS_NAMES, 13, 0, 2, 1, 0, 0},
    [SO_QUESTION_HOLDOUT] = {SO_LISTS_NUMBERS, 14, 4, 0, 0, 0, 0}};

const so_question_form *so_question_form_of(uint32_t kind) {
  return kind && kind < SO_QUESTION_KIND_COUNT ? &forms[kind] : NULL;
}

uint32_t so_question_trait(const so_question *question) {
  static const uint8_t of_numbers[SO_NUMBER_COUNT] = {2, 4, 5, 15, 16};
  uint32_t number = so_question_number(question);
  return number < SO_NUMBER_COUNT ? of_numbers[number] : forms[question->kind].trait;
}

int so_question_same_trait(const so_question *a, const so_question *b) {
  return so_question_trait(a) == so_question_trait(b) &&
         (a->lists != SO_LISTS_VALUES || a->attribute == b->attribute);
}

static int count_holds(const so_question_form *form, uint32_t count) {
  uint32_t most = form->most ? form->most : form->least ? SO_QUESTION_VALUES_MAX : 0;
  return count >= form->least && count <= most;
}

/* Ascending where the kind wants them so, and nowhere 0 where they count buckets and parts. */
static int list_holds(const so_question *question, const so_question_form *form) {
  const uint32_t *values = question->values;
  int counts = !(form->fixed | form->scale);
  if (question->lists != form->lists || !count_holds(form, question->value_count)) return 0;
  for (uint32_t i = 0; i < question->value_count; i++) {
    if (counts && values[i] == 0) return 0;
    if (form->ordered && i && values[i] <= values[i - 1]) return 0;
  }
  return 1;
}

/* An attribute, a number or nothing. */
static int attribute_holds(const so_question *question) {
  if (question->lists == SO_LISTS_VALUES) return question->attribute < SO_ATTRIBUTE_KEYS_MAX;
  return question->attribute < (question->kind == SO_QUESTION_MEAN ? SO_NUMBER_COUNT : 1);
}

uint32_t so_question_buckets(const so_question *question) {
  const so_question_form *form = so_question_form_of(question->kind);
  if (!form || !list_holds(question, form) || !attribute_holds(question)) return 0;
  if (!(form->fixed | form->scale)) return 1 + question->values[0];
  return 1 + form->fixed + form->scale * question->value_count;
}

/* The kinds about what the shop showed this profile, or counts it among. */
static uint32_t shown(const so_question *question, const so_traits *traits, uint64_t chance) {
  switch (question->kind) {
  case SO_QUESTION_ARM: return arm(question, traits);
  case SO_QUESTION_ARM_VALUE: return arm_value(question, traits);
  case SO_QUESTION_AUDIENCE: return audience(question, traits, chance);
  default: return holdout(traits);
  }
}

uint32_t so_question_bucket(const so_question *question, const so_traits *traits, uint64_t chance) {
  if (so_question_buckets(question) == 0) return 0;
  switch (question->kind) {
  case SO_QUESTION_MINDSET: return mindset(traits);
  case SO_QUESTION_TOP_VALUE: return top_value(question, traits);
  case SO_QUESTION_MEAN: return mean(question, traits, chance);
  case SO_QUESTION_PAGE: return page(traits, chance);
  case SO_QUESTION_BIGRAM: return bigram(traits, chance);
  case SO_QUESTION_ITEM: return item(question, traits, chance);
  case SO_QUESTION_PAIR: return pair(question, traits, chance);
  default:
    return so_question_number(question) < SO_NUMBER_COUNT ? number_band(question, traits)
                                                          : shown(question, traits, chance);
  }
}

int so_question_due(const so_question *question, uint64_t lot) {
  uint64_t turn = question->flags & SO_QUESTION_LOTS ? lot : question->epoch;
  return question->every == 0 || turn % question->every == question->phase;
}

/* 1 when the numbers that are no domain are numbers the grammar has. */
static int header_holds(const so_question *question) {
  uint32_t every = question->every;
  return question->trust - 1 < 2 && question->unit - 1 < 2 && question->flags <= SO_QUESTION_LOTS &&
         every <= SO_QUESTION_EVERY_MAX && question->phase < every + (every == 0);
}

sotto_status so_question_split(so_split *ret_split, const so_question *question) {
  const so_split_ask ask = {so_question_buckets(question), question->minimum_batch,
                            question->epsilon_micro};
  return SO_SPLIT_BUILT ? so_split_plan(ret_split, &ask) : SOTTO_E_LIMIT;
}

/* That a mechanism fits. A visit's answers stand for themselves: no batch of devices hides them. */
static sotto_status check_plan(const so_question *question, uint32_t buckets) {
  so_oracle oracle;
  if (!SO_SPLIT_BUILT || question->trust == SO_TRUST_LOCAL)
    return so_oracle_plan(&oracle, buckets, question->epsilon_micro);
  so_split split;
  return question->unit == SO_UNIT_DEVICE ? so_question_split(&split, question) : SOTTO_E_ARGUMENT;
}

sotto_status so_question_check(const so_question *question) {
  const so_question_form *form = so_question_form_of(question->kind);
  if (!form) return SOTTO_E_FORMAT;
  if (!header_holds(question)) return SOTTO_E_ARGUMENT;
  if (question->trust != SO_TRUST_LOCAL && !SO_SPLIT_BUILT) return SOTTO_E_FORMAT;
  uint32_t buckets = so_question_buckets(question);
  int history = question->category == SOTTO_CATEGORY_HISTORY;
  if (buckets < 2 || (form->lists != SO_LISTS_VALUES && !history)) return SOTTO_E_CORRUPT;
  if (!so_consent_rule_askable(question->category)) return SOTTO_E_DENIED;
  if (question->epsilon_micro - 1 >= SO_QUESTION_EPSILON_MAX_MICRO) return SOTTO_E_BUDGET;
  return check_plan(question, buckets);
}
