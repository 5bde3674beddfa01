/*
 * Answers are put into classes: not paid for, "none", and the other buckets by their remainder, per
 * question. Drilled clones of the same customers, with chance of their own, say what is expected.
 */
#include "eval_full.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sotto/contribute.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>

#include "eval.h"

#define QUESTIONS 2u
#define CLASSES 34u
#define CLONES 8u /* drilled for each full device */
#define WEEK_MS INT64_C(604800000)
#define EXPECTED_LEAST 5.0

typedef struct classes {
  double counts[QUESTIONS][CLASSES];
} classes;

typedef struct device {
  sotto_store_ram store;
  sotto_port port;
  sotto *profile;
} device;

typedef struct comparing {
  const eval_fleet *fleet;
  const eval_full_asking *asking;
  classes full, drilled;
  uint8_t open[SOTTO_QUESTION_ID_SIZE]; /* a question that waits for an answer */
  int is_open;
  eval_full_found found;
} comparing;

static uint32_t class_of(uint32_t bucket, int paid) {
  return !paid ? 0 : bucket == 0 ? 1 : 2 + bucket % (CLASSES - 2);
}

static void open_device(device *ret_device, const comparing *run) {
  sotto_options options;
  sotto_consent consent;
  sotto_store_ram_init(&ret_device->store, &ret_device->port);
  ret_device->store.now_ms = (int64_t)run->fleet->options.first_epoch * WEEK_MS - WEEK_MS / 2;
  sotto_options_init(&options);
  options.pack_keys[0] = run->asking->signing_public;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_GRANTED;
  eval_must(sotto_open(&options, &consent, &ret_device->port, &ret_device->profile), "open");
  eval_must(sotto_pack_install(ret_device->profile, run->asking->pack), "install");
}

/* The history, a second an event, before the first week: its order is what questions ask about. */
static void replay(device *of, const eval_user *user, size_t count) {
  of->store.now_ms -= (int64_t)count * 1000;
  for (size_t n = 0; n < count; n++) {
    sotto_event event;
    sotto_event_init(&event);
    event.type = user->events[n].type;
    event.time_ms = of->store.now_ms += 1000;
    event.item = (sotto_text){user->events[n].item, strlen(user->events[n].item)};
    event.quantity = user->events[n].quantity > 1000000 ? 1000000 : user->events[n].quantity;
    eval_must(sotto_record(of->profile, &event), "record");
  }
}

static uint32_t look(void *context, const sotto_preview *preview) {
  comparing *run = context;
  uint32_t question = memcmp(preview->name.data, "items", 5) == 0 ? 0 : 1;
  int paid = preview->state == SOTTO_QUESTION_OPEN;
  if (!paid && preview->state != SOTTO_QUESTION_EXHAUSTED) return 0;
  run->full.counts[question][class_of(preview->bucket, paid)]++;
  memcpy(run->open, preview->question, sizeof run->open);
  run->is_open = 1;
  return 1;
}

/* One after the other: an answer may take what the budget had for the next. */
static void answer(device *of, comparing *run) {
  eval_must(sotto_tick(of->profile), "tick");
  for (;;) {
    run->is_open = 0;
    eval_must(sotto_question_each(of->profile, look, run), "questions");
    if (!run->is_open) return;
    eval_must(sotto_question_answer(of->profile, run->open), "answer");
    run->found.answers++;
  }
}

typedef struct sending {
  uint64_t ids[QUESTIONS * EVAL_FULL_WEEKS];
  uint32_t count;
  uint64_t bytes;
} sending;

static uint32_t hand_over(void *context, const sotto_report *report) {
  sending *to = context;
  if (to->count == QUESTIONS * EVAL_FULL_WEEKS) return 1;
  to->bytes += report->body.size;
  to->ids[to->count++] = report->id;
  return 0;
}

static void live_full(comparing *run, const eval_user *user, size_t count) {
  device of;
  open_device(&of, run);
  replay(&of, user, count);
  for (uint32_t week = 0; week < EVAL_FULL_WEEKS && week < run->fleet->options.weeks; week++) {
    sending sent = {.count = 0};
    of.store.now_ms = (int64_t)(run->fleet->options.first_epoch + week) * WEEK_MS + WEEK_MS / 2;
    answer(&of, run);
    eval_must(sotto_outbox_each(of.profile, hand_over, &sent), "outbox");
    for (uint32_t n = 0; n < sent.count; n++)
      eval_must(sotto_outbox_settle(of.profile, sent.ids[n], SOTTO_DELIVERY_DONE), "settle");
    run->found.bytes += sent.bytes;
  }
  sotto_close(of.profile);
  run->found.devices++;
}

typedef struct drilling {
  comparing *run;
  sotto_drill *drill;
} drilling;

static void live(void *context, const eval_user *user) {
  drilling *at = context;
  comparing *run = at->run;
  const eval_fleet *fleet = run->fleet;
  const eval_histories *all = &fleet->histories;
  size_t count = eval_split_train(run->asking->protocol, user, 0);
  if (user->place % run->asking->every) return;
  eval_progress("full path", user->place, all->count);
  live_full(run, user, count);
  sotto_drill_person person;
  sotto_drill_person_init(&person);
  person.items = all->items + all->starts[user->place];
  person.item_count = all->starts[user->place + 1] - all->starts[user->place];
  for (uint64_t clone = 0; clone < CLONES; clone++) {
    sotto_drill_begin(at->drill, UINT64_C(0xf011) << 44 | (user->place * CLONES + clone));
    for (uint32_t week = 0; week < EVAL_FULL_WEEKS && week < fleet->options.weeks; week++)
      eval_must(sotto_drill_week(at->drill, week, &person), "week");
  }
}

static void gather(comparing *run, const sotto_drill *drill) {
  for (uint32_t n = 0; n < sotto_collector_count(run->fleet->collector) && n < QUESTIONS; n++)
    for (uint32_t week = 0; week < run->fleet->options.weeks; week++) {
      sotto_drill_truths truths;
      sotto_collector_question asked;
      eval_must(sotto_collector_question_get(run->fleet->collector, n, &asked), "question");
      eval_must(sotto_drill_truth(drill, n, week, &truths), "truth");
      double *counts = run->drilled.counts[n];
      for (uint32_t bucket = 0; bucket < asked.mechanism.buckets; bucket++)
        counts[class_of(bucket, 1)] += (double)truths.buckets[bucket];
      counts[class_of(0, 1)] -= (double)truths.free_reports;
      counts[class_of(0, 0)] += (double)truths.free_reports;
    }
}

/* The chance of at least so large a chi square (Wilson and Hilferty 1931). */
static double p_of(double chi2, double degrees) {
  double part = 2 / (9 * degrees), z = (cbrt(chi2 / degrees) - (1 - part)) / sqrt(part);
  return erfc(z / sqrt(2)) / 2;
}

static void test(comparing *run) {
  eval_full_found *found = &run->found;
  for (uint32_t n = 0; n < QUESTIONS; n++) {
    double sums[2] = {0, 0};
    for (uint32_t c = 0; c < CLASSES; c++) {
      sums[0] += run->full.counts[n][c];
      sums[1] += run->drilled.counts[n][c];
    }
    uint32_t used = 0;
    for (uint32_t c = 0; sums[0] > 0 && sums[1] > 0 && c < CLASSES; c++) {
      double both = run->full.counts[n][c] + run->drilled.counts[n][c];
      double expected = both * sums[0] / (sums[0] + sums[1]);
      double off = run->full.counts[n][c] - expected;
      if (expected < EXPECTED_LEAST) continue;
      found->chi2 += off * off / expected + off * off / (both - expected);
      used++;
    }
    found->degrees += used ? used - 1 : 0;
  }
  found->p = found->degrees ? p_of(found->chi2, found->degrees) : 1;
}

void eval_full_compare(const eval_fleet *fleet, const eval_full_asking *asking,
                       eval_full_found *ret_found) {
  static comparing run;
  run = (comparing){.fleet = fleet, .asking = asking};
  drilling at = {&run, NULL};
  eval_must(sotto_drill_open(&fleet->options, &at.drill), "drill");
  (void)eval_log_each(asking->events, live, &at);
  eval_progress("full path", fleet->histories.count, fleet->histories.count);
  gather(&run, at.drill);
  test(&run);
  sotto_drill_close(at.drill);
  *ret_found = run.found;
}
