/*
 * The ledger against a random world: a device whose owner answers, erases, withdraws, imports,
 * installs again, puts any earlier copy back, plays with the clock, runs two processes on it, and
 * whose power fails between any two writes. The world keeps its own book of what was charged and
 * judges it by three small rules that share nothing with the ledger: a bucket that never forgets,
 * plain sums over every 52 epochs in a row, and one paid answer a question and epoch.
 *
 * This tier is the arithmetic of privacy/ledger under the order of writes of flow/contribute, in
 * memory and fast; test_vault_model drives the same acts through the public calls on real files.
 * Each planted defect must be found by the same world, or the world proves nothing.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "crypto/random.h"
#include "privacy/ledger.h"
#include "privacy/question.h"

#define START ((int64_t)2900 * SO_WEEK_MS + SO_DAY_MS)
#define YEAR 52u

enum { QUESTIONS = 6, BUCKETS = 4, COPIES = 4, STEPS = 200, BOOK = 256, ROWS = 128 };

/* What somebody might build wrongly. */
typedef enum defect {
  SOUND,
  REFILL_ON_ERASE,  /* an install begins with a full bucket */
  BLIND_TO_ANCHOR,  /* a restored copy believes its own totals */
  ANCHOR_LAST,      /* the anchor moves after the file, so a crash between leaves it behind */
  DEAF_TO_OTHERS,   /* the anchor is not read again before a charge */
  BACK_REFILLS,     /* a clock set back may be lived through twice */
  WHOLE_YEAR_WEEKS, /* a week adds the whole yearly cap / 52 beside the depth */
  COLUMN_FORGOTTEN, /* split answers are not charged in the third column */
  IMPORT_CARRIES,   /* an import brings its balance along */
  TWICE_A_WEEK,     /* the answers of a week are not looked up */
  DEFECTS
} defect;

static const char *const defect_names[DEFECTS] = {[SOUND] = "none",
                                                  [REFILL_ON_ERASE] = "refill on erase",
                                                  [BLIND_TO_ANCHOR] = "the anchor is not met",
                                                  [ANCHOR_LAST] = "the anchor moves last",
                                                  [DEAF_TO_OTHERS] = "the anchor is not read again",
                                                  [BACK_REFILLS] = "a clock set back refills",
                                                  [WHOLE_YEAR_WEEKS] = "weeks add the whole cap",
                                                  [COLUMN_FORGOTTEN] = "a column is not charged",
                                                  [IMPORT_CARRIES] =
                                                      "an import carries its balance",
                                                  [TWICE_A_WEEK] = "answers are not looked up"};

static const so_cost costs[QUESTIONS] = {
    {1000000, 0, 0}, {1000000, 0, 0},           {250000, 0, 0},
    {500000, 0, 0},  {400000, 900000000, 1000}, {700000, 5000000000, 6300000}};

typedef struct row {
  uint32_t question, epoch, paid;
} row;

/* One profile directory: what stands in its files. */
typedef struct directory {
  so_ledger ledger;
  uint32_t lineage; /* the noise key: new with each install */
  row rows[ROWS];
  uint32_t count;
} directory;

/* A process with a directory open: what it read at open. */
typedef struct process {
  int open, place;
  so_ledger ledger;
  sotto_anchor known;
} process;

typedef struct charge {
  uint32_t question, epoch, bucket, lineage;
  so_cost cost;
  int durable; /* the file learnt of it: only then may bytes leave */
} charge;

typedef struct world {
  defect defect;
  int anchored, restored;
  int calm;            /* one history in two: mostly weeks that pass, so that the caps come near */
  directory places[2]; /* `here` is found under the path, the other one was replaced */
  int here;
  process processes[2];
  directory copies[COPIES];
  uint32_t copied, lineage;
  sotto_anchor anchor;
  int64_t now_ms;
  uint32_t truth[QUESTIONS];
  charge book[BOOK];
  uint32_t charged;
  const so_bits *bits;
} world;

static so_caps caps, ledger_caps; /* the true ones, and those the ledger under test is given */

static uint32_t below(const world *w, uint32_t bound) {
  return so_bits_below(w->bits, bound);
}

static void start(world *w, directory *place) {
  *place = (directory){.lineage = ++w->lineage};
  so_ledger_start(&place->ledger, w->now_ms);
  if (w->defect != REFILL_ON_ERASE) return;
  place->ledger.balance = caps.depth;
  place->ledger.answered_epoch = w->anchor.epoch; /* not behind: it took the totals over */
  place->ledger.spent =
      (so_cost){w->anchor.epsilon_micro, w->anchor.delta_2p60, w->anchor.epsilon0_micro};
}

static void advance(const world *w, so_ledger *ledger) {
  if (w->defect == BACK_REFILLS && w->now_ms < ledger->clock_ms) {
    ledger->clock_ms = w->now_ms;
    ledger->epoch = ledger->answered_epoch = so_epoch_of(w->now_ms);
    ledger->behind_epoch = 0;
  }
  so_ledger_advance(ledger, &ledger_caps, w->now_ms);
}

static void open_process(world *w, process *p) {
  const process *other = p == &w->processes[0] ? &w->processes[1] : &w->processes[0];
  if (p->open || (other->open && other->place == w->here)) return; /* BUSY: the lock is held */
  *p = (process){.open = 1, .place = w->here, .ledger = w->places[w->here].ledger};
  if (w->anchored) p->known = w->anchor;
  if (w->anchored && w->anchor.epoch && w->defect != BLIND_TO_ANCHOR)
    so_ledger_meet(&p->ledger, &w->anchor);
  advance(w, &p->ledger);
}

/* Someone else charged the anchor since this process saw it. */
static int overtaken(const world *w, const process *p) {
  return w->anchored && w->defect != DEAF_TO_OTHERS &&
         (w->anchor.epsilon_micro > p->known.epsilon_micro || w->anchor.epoch > p->known.epoch);
}

static int may_pay(const world *w, const directory *place, uint32_t question, uint32_t epoch) {
  uint32_t year = 0;
  for (uint32_t i = 0; i < place->count; i++) {
    const row *r = &place->rows[i];
    if (r->question != question) continue;
    if (r->epoch == epoch && w->defect != TWICE_A_WEEK) return 0;
    year += r->paid && r->epoch + YEAR > epoch && r->epoch <= epoch;
  }
  return year < SO_QUESTION_QUOTA_YEAR && place->count < ROWS;
}

static void move_anchor(world *w, process *p, const so_ledger *after) {
  if (!w->anchored) return;
  p->known = w->anchor = (sotto_anchor){.epoch = after->answered_epoch,
                                        .epsilon_micro = after->spent.epsilon_micro,
                                        .delta_2p60 = after->spent.delta_2p60,
                                        .epsilon0_micro = after->spent.epsilon0_micro};
}

/* The writes of an answer in their order; the power fails before number `cut` (3: not at all). The
   noise is drawn after the anchor moved, so a charge is noted even where the file never learns. */
static void write_answer(world *w, process *p, const charge *made, uint32_t cut) {
  directory *place = &w->places[p->place];
  const so_ledger after = p->ledger;
  int late = w->defect == ANCHOR_LAST;
  p->ledger = place->ledger;
  if (cut < 3) p->open = 0;
  if (cut < 1) return;
  w->book[w->charged++] = *made;
  if (!late) move_anchor(w, p, &after);
  if (cut < 2) return;
  place->ledger = p->ledger = after;
  w->book[w->charged - 1].durable = 1;
  place->rows[place->count++] = (row){made->question, made->epoch, 1};
  if (cut >= 3 && late) move_anchor(w, p, &after);
}

static void answer(world *w, process *p, uint32_t cut) {
  uint32_t question = below(w, QUESTIONS), epoch = so_epoch_of(w->now_ms);
  const directory *place = &w->places[p->place];
  const charge made = {question, epoch, w->truth[question], place->lineage, costs[question], 0};
  so_cost cost = made.cost;
  if (!p->open) return;
  if (w->defect == COLUMN_FORGOTTEN) cost.epsilon0_micro = 0;
  advance(w, &p->ledger);
  if (!may_pay(w, place, question, epoch) || overtaken(w, p)) return;
  cr_assert_lt(w->charged, BOOK);
  if (so_ledger_pay(&p->ledger, &cost, epoch) == SOTTO_OK) write_answer(w, p, &made, cut);
}

static void move_clock(world *w) {
  uint32_t kind = below(w, 40);
  int64_t days = below(w, 14);
  if (kind < 36)
    w->now_ms += days * SO_DAY_MS;
  else if (kind == 36)
    w->now_ms += 10 * days * SO_DAY_MS;
  else if (kind < 39)
    w->now_ms -= 7 * days * SO_DAY_MS;
  else
    w->now_ms += (below(w, 2) ? 1 : -1) * 100 * days * SO_DAY_MS;
  if (w->now_ms < 0) w->now_ms = 0;
}

static void close_all(world *w) {
  w->processes[0].open = w->processes[1].open = 0;
}

/* A copy put in the path's place, beside whatever process still holds what was there. */
static void restore(world *w) {
  uint32_t have = w->copied < COPIES ? w->copied : COPIES;
  if (!have) return;
  const directory *copy = &w->copies[below(w, have)];
  if (copy->lineage != w->places[w->here].lineage) return; /* its secret is gone */
  if (below(w, 2)) close_all(w);
  w->here = !w->here;
  for (int i = 0; i < 2; i++)
    if (w->processes[i].place == w->here) w->processes[i].open = 0;
  w->places[w->here] = *copy;
  w->restored = 1;
}

static void import(world *w, process *p) {
  directory *place = &w->places[p->place];
  if (!p->open) return;
  advance(w, &p->ledger);
  if (w->defect == IMPORT_CARRIES)
    p->ledger.balance = caps.depth;
  else
    p->ledger.balance = (so_cost){0};
  place->ledger = p->ledger;
}

/* A tick or a withdrawal: the ledger is written as it is now. */
static void keep(world *w, process *p) {
  if (!p->open) return;
  advance(w, &p->ledger);
  w->places[p->place].ledger = p->ledger;
}

static void erase(world *w) {
  close_all(w);
  start(w, &w->places[w->here]); /* or installed again */
}

/* What happens to the files and the person. */
static void disturb(world *w, process *p) {
  switch (below(w, 10)) {
  case 0:
  case 1: erase(w); break;
  case 2:
  case 3: w->copies[w->copied++ % COPIES] = w->places[w->here]; break;
  case 4:
  case 5: restore(w); break;
  case 6: import(w, p); break;
  case 7: w->truth[below(w, QUESTIONS)] = below(w, BUCKETS); break;
  case 8: keep(w, p); break;
  default: close_all(w);
  }
}

static void step(world *w) {
  process *p = &w->processes[below(w, 2)];
  uint32_t kind = below(w, 100);
  open_process(w, p);
  if (kind < 40 || (kind >= 78 && w->calm && below(w, 8)))
    move_clock(w);
  else if (kind < 78)
    answer(w, p, below(w, 12) ? 3 : below(w, 3));
  else
    disturb(w, p);
}

static so_cost plus(so_cost a, so_cost b) {
  return (so_cost){a.epsilon_micro + b.epsilon_micro, a.delta_2p60 + b.delta_2p60,
                   a.epsilon0_micro + b.epsilon0_micro};
}

static int above(so_cost a, so_cost b) {
  return a.epsilon_micro > b.epsilon_micro || a.delta_2p60 > b.delta_2p60 ||
         a.epsilon0_micro > b.epsilon0_micro;
}

/* The reference: one bucket a column that never forgets and is full when first seen. */
static int overdrawn(const world *w) {
  int64_t depth[3] = {2000000, 11529215046, 10000000};
  int64_t year[3] = {24000000, 115292150460, 64000000}, left[3];
  uint32_t last = w->charged ? w->book[0].epoch : 0;
  memcpy(left, depth, sizeof left);
  for (uint32_t i = 0; i < w->charged; last = w->book[i++].epoch) {
    const so_cost *cost = &w->book[i].cost;
    int64_t takes[3] = {(int64_t)cost->epsilon_micro, (int64_t)cost->delta_2p60,
                        (int64_t)cost->epsilon0_micro};
    if (w->book[i].epoch < last) return 1;
    for (int column = 0; column < 3; column++) {
      left[column] += (w->book[i].epoch - last) * ((year[column] - depth[column]) / YEAR);
      if (left[column] > depth[column]) left[column] = depth[column];
      if ((left[column] -= takes[column]) < 0) return 1;
    }
  }
  return 0;
}

/* Plain sums over every 52 epochs in a row. */
static int over_cap(const world *w) {
  for (uint32_t i = 0; i < w->charged; i++) {
    so_cost sum = {0};
    uint32_t split = 0;
    for (uint32_t j = i; j < w->charged && w->book[j].epoch < w->book[i].epoch + YEAR; j++) {
      sum = plus(sum, w->book[j].cost);
      split += w->book[j].cost.epsilon0_micro > 0;
      if (above(sum, caps.year) || split > 8) return 1;
    }
  }
  return 0;
}

/* Paid twice in one epoch, or more than the quota where no copy was put back. */
static int asked_too_often(const world *w) {
  for (uint32_t i = 0; i < w->charged; i++) {
    uint32_t year = 0;
    for (uint32_t j = i; j < w->charged && w->book[j].epoch < w->book[i].epoch + YEAR; j++) {
      if (w->book[j].question != w->book[i].question) continue;
      if (j > i && w->book[j].epoch == w->book[i].epoch) return 1;
      year += w->book[j].lineage == w->book[i].lineage && w->book[j].durable;
    }
    if (!w->restored && year > SO_QUESTION_QUOTA_YEAR) return 1;
  }
  return 0;
}

static void run(world *w, uint32_t history) {
  uint8_t seed[32] = "ledger model";
  memcpy(seed + 16, &history, sizeof history);
  so_stream stream;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  w->bits = &bits;
  w->now_ms = START;
  w->calm = history & 1;
  start(w, &w->places[0]);
  for (int i = 0; i < STEPS; i++) step(w);
}

static void setup(void) {
  so_ledger_default_caps(&caps);
  ledger_caps = caps;
}

TestSuite(ledger_model, .init = setup);

static uint32_t histories(void) {
  const char *wish = getenv("SOTTO_LONG");
  return wish && *wish ? 2000000 : 100000;
}

static world w; /* large */

Test(ledger_model, with_an_anchor_no_cap_is_exceeded_over_100000_histories) {
  uint64_t charges = 0;
  for (uint32_t history = 0; history < histories(); history++) {
    w = (world){.anchored = 1};
    run(&w, history);
    cr_assert_not(overdrawn(&w), "history %u", history);
    cr_assert_not(over_cap(&w), "history %u", history);
    cr_assert_not(asked_too_often(&w), "history %u", history);
    charges += w.charged;
  }
  fprintf(stderr, "%u histories, %llu charges\n", histories(), (unsigned long long)charges);
  cr_assert_gt(charges, histories(), "the histories do answer");
}

/* The history in which the rules notice, or -1. */
static int64_t caught(defect planted) {
  ledger_caps = caps;
  if (planted == WHOLE_YEAR_WEEKS) ledger_caps.year = plus(caps.year, caps.depth);
  for (uint32_t history = 0; history < 20000; history++) {
    w = (world){.anchored = 1, .defect = planted};
    run(&w, history);
    if (overdrawn(&w) || over_cap(&w) || asked_too_often(&w)) return history;
  }
  return -1;
}

Test(ledger_model, each_planted_defect_is_found) {
  for (int planted = SOUND + 1; planted < DEFECTS; planted++) {
    int64_t history = caught((defect)planted);
    fprintf(stderr, "%s: found in history %lld\n", defect_names[planted], (long long)history);
    cr_assert_geq(history, 0, "%s", defect_names[planted]);
  }
  cr_assert_eq(caught(SOUND), -1);
}

/* Answers of one question in one epoch under one noise key that could leave, and how many of them
   differ: the noise is a function of the answer, so equal answers are the same bytes. */
static void tally(const charge *of, uint32_t *ret_charges, uint32_t *ret_distinct) {
  uint32_t seen = 0;
  *ret_charges = *ret_distinct = 0;
  for (uint32_t i = 0; i < w.charged; i++) {
    const charge *c = &w.book[i];
    if (!c->durable || c->question != of->question || c->epoch != of->epoch ||
        c->lineage != of->lineage)
      continue;
    ++*ret_charges;
    *ret_distinct += !(seen & 1u << c->bucket);
    seen |= 1u << c->bucket;
  }
}

Test(ledger_model, without_an_anchor_the_worst_is_one_report_for_each_different_answer) {
  uint32_t most = 0, repeats = 0;
  for (uint32_t history = 0; history < histories(); history++) {
    w = (world){.anchored = 0};
    run(&w, history);
    for (uint32_t i = 0; i < w.charged; i++) {
      uint32_t charges, distinct;
      tally(&w.book[i], &charges, &distinct);
      cr_assert_leq(distinct, BUCKETS);
      if (!w.restored) cr_assert_leq(charges, 1, "history %u", history);
      most = distinct > most ? distinct : most;
      repeats = charges > repeats ? charges : repeats;
    }
  }
  fprintf(stderr, "without an anchor: %u answers of one question in a week, %u of them different\n",
          repeats, most);
  cr_assert_gt(most, 1, "restoring does gain where there is no anchor");
}
