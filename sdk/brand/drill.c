/*
 * A drill, person by person: only the one who is being asked is held, their ledger and the weeks
 * they answered in; what was said is counts. A person's ledger depends on nobody else's, and on
 * nothing they did: costs are the same whatever is answered.
 */
#include <sotto/drill.h>

#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/epoch.h"
#include "brand/report_open.h"
#include "crypto/random.h"
#include "model/near_pairs.h"
#include "model/pack_reader.h"
#include "privacy/ledger.h"

#define YEAR_WEEKS 52u
#define TICK_MS (INT64_C(86400000) * 3) /* into the week: when the person is asked */
#define NEVER UINT32_MAX

/* One question: how it is answered, and what was said, week after week. */
typedef struct asking {
  so_asked asked;
  so_split split;
  so_cost cost;
  uint32_t cells;
  uint32_t quota;                            /* the first question of its trait: whose these are */
  uint32_t answered[SO_QUESTION_QUOTA_YEAR]; /* weeks of the person's latest paid answers */
  uint32_t next;
  uint64_t *counts;       /* [weeks][cells] */
  uint64_t *truths;       /* [weeks][buckets] */
  uint64_t *reports;      /* [weeks] */
  uint64_t *free_reports; /* [weeks] */
} asking;

/* The person being asked. */
typedef struct running {
  so_stream stream;
  so_ledger ledger;
  uint32_t weeks; /* the next week may not be below */
  uint64_t spent_micro;
} running;

struct sotto_drill {
  sotto_drill_options options;
  const so_pack *pack;
  so_caps caps;
  asking *asks;
  uint32_t count;
  running person;
  sotto_drill_totals totals;
};

void sotto_drill_options_init(sotto_drill_options *ret_options) {
  *ret_options = (sotto_drill_options){.struct_size = sizeof *ret_options};
}

void sotto_drill_person_init(sotto_drill_person *ret_person) {
  *ret_person = (sotto_drill_person){.struct_size = sizeof *ret_person,
                                     .mindset = SOTTO_DRILL_UNKNOWN,
                                     .arm = SOTTO_DRILL_UNKNOWN,
                                     .arm_mindset = SOTTO_DRILL_UNKNOWN,
                                     .arm_well = SOTTO_DRILL_UNKNOWN};
}

static int is_split(const asking *ask) {
  return ask->asked.question.trust == SO_TRUST_SPLIT;
}

static sotto_status plan(asking *ask, uint32_t weeks) {
  const so_question *question = &ask->asked.question;
  ask->cost.epsilon_micro = ask->asked.oracle.threshold.epsilon_micro;
  if (is_split(ask)) {
    sotto_status status = so_question_split(&ask->split, question);
    if (status) return status;
    ask->cost = ask->split.cost;
  }
  ask->cells = ask->asked.oracle.cells;
  ask->counts = calloc((size_t)weeks * ask->cells, sizeof *ask->counts);
  ask->truths = calloc((size_t)weeks * ask->asked.oracle.buckets, sizeof *ask->truths);
  ask->reports = calloc(weeks, sizeof *ask->reports);
  ask->free_reports = calloc(weeks, sizeof *ask->free_reports);
  return ask->counts && ask->truths && ask->reports && ask->free_reports ? SOTTO_OK
                                                                         : SOTTO_E_MEMORY;
}

static sotto_status fill(sotto_drill *drill) {
  const sotto_collector *collector = drill->options.collector;
  drill->asks = calloc(collector->asked_count + 1, sizeof *drill->asks);
  if (!drill->asks) return SOTTO_E_MEMORY;
  sotto_status status = so_random_start();
  for (; !status && drill->count < collector->asked_count; drill->count++) {
    asking *ask = &drill->asks[drill->count];
    ask->asked = collector->asked[drill->count];
    while (!so_question_same_trait(&collector->asked[ask->quota].question, &ask->asked.question))
      ask->quota++;
    status = plan(ask, drill->options.weeks);
  }
  return status;
}

sotto_status sotto_drill_open(const sotto_drill_options *options, sotto_drill **ret_drill) {
  if (!options->collector || !options->weeks || options->weeks > SOTTO_DRILL_WEEKS_MAX ||
      options->first_epoch > UINT32_MAX / 2)
    return SOTTO_E_ARGUMENT;
  sotto_drill *drill = calloc(1, sizeof *drill);
  if (!drill) return SOTTO_E_MEMORY;
  drill->options = *options;
  drill->pack = &options->collector->pack;
  drill->totals.struct_size = sizeof drill->totals;
  so_ledger_default_caps(&drill->caps);
  sotto_status status = fill(drill);
  if (status)
    sotto_drill_close(drill);
  else
    *ret_drill = drill;
  return status;
}

void sotto_drill_close(sotto_drill *drill) {
  if (!drill) return;
  for (uint32_t n = 0; drill->asks && n < drill->options.collector->asked_count; n++) {
    free(drill->asks[n].counts);
    free(drill->asks[n].truths);
    free(drill->asks[n].reports);
    free(drill->asks[n].free_reports);
  }
  free(drill->asks);
  free(drill);
}

sotto_status sotto_drill_item(const sotto_drill *drill, sotto_text id, uint32_t *ret_item) {
  uint32_t item = so_pack_find_item(drill->pack, id);
  if (item == SO_PACK_NONE) return SOTTO_E_MISSING;
  *ret_item = item;
  return SOTTO_OK;
}

static int64_t moment_of(const sotto_drill *drill, uint32_t week) {
  return so_epoch_start_ms(drill->options.first_epoch + week) + TICK_MS;
}

void sotto_drill_begin(sotto_drill *drill, uint64_t seed) {
  uint8_t key[SO_STREAM_KEY_SIZE] = "sotto drill";
  running *person = &drill->person;
  so_store_u64(key + 24, seed);
  so_stream_init(&person->stream, key);
  so_ledger_start(&person->ledger, moment_of(drill, 0));
  for (uint32_t n = 0; n < drill->count; n++) {
    memset(drill->asks[n].answered, 0xff, sizeof drill->asks[n].answered);
    drill->asks[n].next = 0;
  }
  person->weeks = 0;
  person->spent_micro = 0;
  drill->totals.people++;
}

/* The latest items, oldest first, none twice in a row and none that may not be named. */
static sotto_status fill_items(const sotto_drill *drill, const sotto_drill_person *from,
                               so_traits *traits) {
  uint32_t kept[SO_TRAIT_ITEMS_MAX], count = 0, last = SO_PACK_NONE;
  for (size_t n = from->item_count; n-- > 0 && count < SO_TRAIT_ITEMS_MAX;) {
    uint32_t item = from->items[n];
    if (item >= drill->pack->item_count) return SOTTO_E_ARGUMENT;
    if (item == last || so_pack_item_is_discreet(drill->pack, item)) continue;
    kept[count++] = last = item;
  }
  for (uint32_t n = 0; n < count; n++)
    traits->items[n] = so_pack_hash_id(so_pack_item_id(drill->pack, kept[count - 1 - n]));
  traits->item_count = count;
  return SOTTO_OK;
}

/* An arm stands in the traits by its name; the question tells which that is. */
static void fill_arm(const asking *ask, const sotto_drill_person *from, so_traits *traits) {
  const so_question *question = &ask->asked.question;
  traits->arm = SO_NONE; /* no arm of another question's */
  if (question->kind != SO_QUESTION_ARM || from->arm >= question->value_count) return;
  traits->arm = question->values[from->arm];
  traits->arm_mindset = from->arm_mindset;
  traits->arm_bought = from->arm_well;
}

/* 1 where the person may pay for the answer, and then has. */
static int pay(sotto_drill *drill, const asking *ask, uint32_t epoch) {
  asking *quota = &drill->asks[ask->quota];
  uint32_t *slot = &quota->answered[quota->next];
  if (drill->options.lifted) return 1;
  if (*slot != NEVER && epoch - *slot < YEAR_WEEKS) return 0;
  if (so_ledger_pay(&drill->person.ledger, &ask->cost, epoch)) return 0;
  *slot = epoch;
  quota->next = (quota->next + 1) % SO_QUESTION_QUOTA_YEAR;
  return 1;
}

static void count(asking *ask, uint32_t week, uint32_t bucket, const so_bits *bits) {
  uint64_t *counts = ask->counts + (size_t)week * ask->cells;
  uint8_t report[SO_ORACLE_BYTES_MAX];
  uint32_t named[SO_ORACLE_NAMED_MAX];
  const so_oracle *oracle = &ask->asked.oracle;
  ask->truths[(size_t)week * oracle->buckets + bucket]++;
  ask->reports[week]++;
  if (SO_SPLIT_BUILT && is_split(ask)) {
    counts[so_split_randomize(&ask->split, bucket, bits)]++;
    return;
  }
  so_oracle_randomize(report, oracle, bucket, bits);
  if (so_oracle_read(named, oracle, (sotto_bytes){report, oracle->bytes})) return;
  for (uint32_t n = 0; n < oracle->size; n++) counts[named[n]]++;
}

static void charge(sotto_drill *drill, const asking *ask) {
  sotto_drill_totals *totals = &drill->totals;
  totals->epsilon_micro += ask->cost.epsilon_micro;
  totals->epsilon0_micro += ask->cost.epsilon0_micro;
  totals->delta_2p60 += ask->cost.delta_2p60;
  drill->person.spent_micro += ask->cost.epsilon_micro;
  if (drill->person.spent_micro > totals->most_micro)
    totals->most_micro = drill->person.spent_micro;
}

/* What a person is asked in a week, and the lot they drew for it. */
typedef struct turn {
  uint32_t week;
  so_traits *traits;
  const sotto_drill_person *person;
} turn;

static void answer(sotto_drill *drill, asking *ask, const turn *at) {
  so_bits bits = so_stream_bits(&drill->person.stream);
  so_question question = ask->asked.question;
  uint64_t chance = so_bits_u64(&bits);
  uint32_t bucket = 0;
  question.epoch = drill->options.first_epoch + at->week;
  drill->totals.reports++;
  if (pay(drill, ask, question.epoch)) {
    fill_arm(ask, at->person, at->traits);
    if (SO_SPLIT_BUILT && question.kind == SO_QUESTION_PAIR)
      so_near_pairs_mark(drill->pack, at->traits);
    bucket = so_question_bucket(&question, at->traits, chance);
    charge(drill, ask);
  } else {
    drill->totals.free_reports++;
    ask->free_reports[at->week]++;
  }
  count(ask, at->week, bucket, &bits);
}

/* Questions that share `every` share a lot. */
static int is_due(const sotto_drill *drill, const asking *ask, uint32_t week, uint64_t word) {
  so_question question = ask->asked.question;
  question.epoch = drill->options.first_epoch + week;
  return so_question_due(&question, (word ^ question.every) * UINT64_C(0x9e3779b97f4a7c15) >> 16);
}

sotto_status sotto_drill_week(sotto_drill *drill, uint32_t week, const sotto_drill_person *person) {
  if (week >= drill->options.weeks || week < drill->person.weeks) return SOTTO_E_ARGUMENT;
  so_traits traits;
  int filled = 0;
  so_bits bits = so_stream_bits(&drill->person.stream);
  uint64_t word = so_bits_u64(&bits);
  for (uint32_t at = drill->person.weeks; at <= week; at++)
    so_ledger_advance(&drill->person.ledger, &drill->caps, moment_of(drill, at));
  drill->person.weeks = week + 1;
  for (uint32_t n = 0; n < drill->count; n++) {
    if (!is_due(drill, &drill->asks[n], week, word)) continue;
    if (!filled) {
      so_traits_clear(&traits);
      sotto_status status = fill_items(drill, person, &traits);
      if (status) return status;
      traits.mindset = person->mindset;
      filled = 1;
    }
    const turn at = {week, &traits, person};
    answer(drill, &drill->asks[n], &at);
  }
  return SOTTO_OK;
}

sotto_status sotto_drill_tally(const sotto_drill *drill, uint32_t index, uint32_t week,
                               sotto_tally *ret_tally) {
  if (index >= drill->count || week >= drill->options.weeks) return SOTTO_E_MISSING;
  const asking *ask = &drill->asks[index];
  *ret_tally = (sotto_tally){ask->counts + (size_t)week * ask->cells, ask->reports[week]};
  return SOTTO_OK;
}

sotto_status sotto_drill_truth(const sotto_drill *drill, uint32_t index, uint32_t week,
                               sotto_drill_truths *ret_truths) {
  if (index >= drill->count || week >= drill->options.weeks) return SOTTO_E_MISSING;
  const asking *ask = &drill->asks[index];
  *ret_truths = (sotto_drill_truths){ask->truths + (size_t)week * ask->asked.oracle.buckets,
                                     ask->free_reports[week]};
  return SOTTO_OK;
}

void sotto_drill_totals_get(const sotto_drill *drill, sotto_drill_totals *ret_totals) {
  *ret_totals = drill->totals;
}

static void add(uint64_t *to, const uint64_t *more, size_t count) {
  for (size_t n = 0; n < count; n++) to[n] += more[n];
}

sotto_status sotto_drill_add(sotto_drill *inout_drill, const sotto_drill *more) {
  const sotto_drill_options *a = &inout_drill->options, *b = &more->options;
  if (a->collector != b->collector || a->first_epoch != b->first_epoch || a->weeks != b->weeks ||
      a->lifted != b->lifted)
    return SOTTO_E_ARGUMENT;
  for (uint32_t n = 0; n < inout_drill->count; n++) {
    asking *to = &inout_drill->asks[n];
    const asking *from = &more->asks[n];
    add(to->counts, from->counts, (size_t)a->weeks * to->cells);
    add(to->truths, from->truths, (size_t)a->weeks * to->asked.oracle.buckets);
    add(to->reports, from->reports, a->weeks);
    add(to->free_reports, from->free_reports, a->weeks);
  }
  sotto_drill_totals *sum = &inout_drill->totals;
  sum->people += more->totals.people;
  sum->reports += more->totals.reports;
  sum->free_reports += more->totals.free_reports;
  sum->epsilon_micro += more->totals.epsilon_micro;
  sum->epsilon0_micro += more->totals.epsilon0_micro;
  sum->delta_2p60 += more->totals.delta_2p60;
  if (more->totals.most_micro > sum->most_micro) sum->most_micro = more->totals.most_micro;
  return SOTTO_OK;
}
