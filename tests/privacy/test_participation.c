/*
 * Taking part never tells: whatever the profile holds, whatever was denied and whatever the budget
 * allows, the same number of reports of the same sizes waits for the same window. And a device
 * restored without an anchor repeats itself, so that it is counted once.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <sotto/estimate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../journey/lab.h"

#define WEEK_MS (7 * (int64_t)LAB_DAY_MS)
#define QUESTIONS 3

/* What the network and the brand see of one device. */
typedef struct outside {
  size_t reports;
  size_t sizes[QUESTIONS];
  uint8_t questions[QUESTIONS][SOTTO_QUESTION_ID_SIZE];
  uint8_t bodies[QUESTIONS][512];
  double moments[QUESTIONS]; /* of their release, as a share of the window */
} outside;

typedef struct ids {
  size_t count;
  uint8_t id[QUESTIONS][SOTTO_QUESTION_ID_SIZE];
  uint32_t state[QUESTIONS];
} ids;

static uint32_t note(void *context, const sotto_preview *preview) {
  ids *all = context;
  cr_assert_lt(all->count, QUESTIONS);
  memcpy(all->id[all->count], preview->question, SOTTO_QUESTION_ID_SIZE);
  all->state[all->count++] = preview->state;
  return 0;
}

static int64_t answered_ms; /* the device's clock */

static uint32_t take(void *context, const sotto_report *report) {
  outside *seen = context;
  double window_ms = (double)((report->epoch + 1) * WEEK_MS - answered_ms);
  seen->moments[seen->reports] = (double)(report->send_after_ms - answered_ms) / window_ms;
  cr_assert(seen->reports < QUESTIONS && report->body.size <= sizeof seen->bodies[0]);
  memcpy(seen->questions[seen->reports], report->question, SOTTO_QUESTION_ID_SIZE);
  memcpy(seen->bodies[seen->reports], report->body.data, report->body.size);
  seen->sizes[seen->reports++] = report->body.size;
  return 0;
}

static ids questions_of(sotto *profile) {
  ids all = {0};
  cr_assert_eq(sotto_question_each(profile, note, &all), SOTTO_OK);
  cr_assert_eq(all.count, QUESTIONS);
  return all;
}

static outside answer_all(sotto *profile) {
  outside seen = {0};
  ids all = questions_of(profile);
  for (size_t i = 0; i < QUESTIONS; i++)
    cr_assert_eq(sotto_question_answer(profile, all.id[i]), SOTTO_OK);
  cr_assert_eq(sotto_outbox_each(profile, take, &seen), SOTTO_OK);
  return seen;
}

static void allow(lab_world *lab) {
  sotto_consent_fill(&lab->consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
}

static void pass_weeks(lab_world *lab, sotto *profile, int weeks) {
  for (int week = 0; week < weeks; week++) {
    lab_pass(lab, WEEK_MS);
    cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  }
}

/*
 * A device of its own kind over the shop of `shop`; five weeks old unless its budget is to be
 * empty.
 */
static outside run(const lab_world *shop, int kind) {
  lab_world lab = *shop;
  sotto_store_ram_init(&lab.store, &lab.port);
  lab.store.now_ms = LAB_START_MS + (kind == 3 ? 5 * WEEK_MS : 0);
  lab.options.directory = NULL;
  allow(&lab);
  if (kind == 2)
    lab.consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  sotto *profile = lab_open(&lab);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  if (kind != 3) pass_weeks(&lab, profile, 5);
  if (kind != 1) {
    lab_record(profile, SOTTO_EVENT_PURCHASE, "rope");
    lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-2");
  }
  ids all = questions_of(profile);
  cr_assert_eq(all.state[0], kind == 3 ? SOTTO_QUESTION_EXHAUSTED : SOTTO_QUESTION_OPEN);
  cr_assert_eq(all.state[2], kind == 3   ? SOTTO_QUESTION_EXHAUSTED
                             : kind == 2 ? SOTTO_QUESTION_CATEGORY
                                         : SOTTO_QUESTION_OPEN);
  answered_ms = lab.store.now_ms;
  outside seen = answer_all(profile);
  sotto_close(profile);
  return seen;
}

Test(participation, never_depends_on_profile_consent_or_budget) {
  lab_world lab;
  lab_begin(&lab);
  lab_build_pack(&lab, NULL);
  outside rich = run(&lab, 0);
  cr_assert_eq(rich.reports, QUESTIONS);
  for (int kind = 1; kind <= 3; kind++) {
    outside other = run(&lab, kind);
    cr_assert_eq(other.reports, rich.reports, "kind %d", kind);
    for (size_t i = 0; i < QUESTIONS; i++) {
      cr_assert_eq(other.sizes[i], rich.sizes[i], "kind %d", kind);
      cr_assert_eq(memcmp(other.questions[i], rich.questions[i], SOTTO_QUESTION_ID_SIZE), 0);
    }
  }
  lab_end(&lab);
}

#define DEVICES 120
#define MOMENTS (DEVICES * QUESTIONS)

/* A false alarm of one Kolmogorov-Smirnov comparison at most once in 10^9: of two samples of 360
   by the bound of Massart (1990) for each, sqrt(ln(4 / 1e-9) / (2 n)) twice; of one, once. */
#define FAR_TWO .351
#define FAR_ONE .176

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double far_from_uniform(const double *sorted) {
  double most = 0;
  for (size_t i = 0; i < MOMENTS; i++) {
    double above = (double)(i + 1) / MOMENTS - sorted[i], below = sorted[i] - (double)i / MOMENTS;
    if (above > most) most = above;
    if (below > most) most = below;
  }
  return most;
}

static double far_apart(const double *a, const double *b) {
  double most = 0;
  for (size_t i = 0, j = 0; i < MOMENTS && j < MOMENTS;) {
    if (a[i] <= b[j])
      i++;
    else
      j++;
    double apart = ((double)i - (double)j) / MOMENTS;
    if (apart < 0) apart = -apart;
    if (apart > most) most = apart;
  }
  return most;
}

/* Number, size and the moment of release of many devices of a kind. */
static void release(const lab_world *lab, int kind, double *ret_moments) {
  for (size_t device = 0; device < DEVICES; device++) {
    outside seen = run(lab, kind);
    cr_assert_eq(seen.reports, QUESTIONS);
    memcpy(ret_moments + device * QUESTIONS, seen.moments, sizeof seen.moments);
  }
  qsort(ret_moments, MOMENTS, sizeof *ret_moments, ascending);
}

Test(participation, the_moment_of_release_never_depends_on_profile_consent_or_budget) {
  static double moments[4][MOMENTS], planted[MOMENTS];
  lab_world lab;
  lab_begin(&lab);
  lab_build_pack(&lab, NULL);
  for (int kind = 0; kind < 4; kind++) {
    release(&lab, kind, moments[kind]);
    cr_assert_lt(far_from_uniform(moments[kind]), FAR_ONE, "kind %d", kind);
    cr_assert_lt(far_apart(moments[0], moments[kind]), FAR_TWO, "kind %d", kind);
  }
  /* The control: a device that sends "none" within the first half of the window is found. */
  for (size_t i = 0; i < MOMENTS; i++) planted[i] = moments[3][i] / 2;
  cr_assert_gt(far_from_uniform(planted), FAR_ONE);
  cr_assert_gt(far_apart(moments[0], planted), FAR_TWO);
  lab_end(&lab);
}

static sotto_collector *open_collector(const lab_world *lab) {
  sotto_collector_options options;
  sotto_collector *collector = NULL;
  static uint8_t pack[1 << 20];
  FILE *file = fopen(lab->pack, "rb");
  cr_assert_not_null(file);
  size_t size = fread(pack, 1, sizeof pack, file);
  fclose(file);
  sotto_collector_options_init(&options);
  options.pack = (sotto_bytes){pack, size};
  options.trust = (sotto_bytes){lab->keys.signing_public, sizeof lab->keys.signing_public};
  options.report_key = (sotto_bytes){lab->keys.report_secret, sizeof lab->keys.report_secret};
  cr_assert_eq(sotto_collector_open(&options, &collector), SOTTO_OK);
  return collector;
}

static sotto_answer read_answer(const sotto_collector *collector, const outside *seen, size_t i) {
  sotto_answer answer;
  sotto_bytes body = {seen->bodies[i], seen->sizes[i]};
  cr_assert_eq(sotto_collector_read(collector, body, &answer), SOTTO_OK);
  return answer;
}

/* Of 7 buckets 2 are named, "none" with p = .521: a count of 300 leaves 156 by more than 50 (5.8
   standard deviations) less than once in 10^8 runs; its share under another answer is .246. */
Test(participation, an_empty_budget_noises_none_like_anyone_with_nothing_to_say) {
  lab_world lab;
  int named = 0;
  lab_begin(&lab);
  lab_build_pack(&lab, NULL);
  sotto_collector *collector = open_collector(&lab);
  for (int device = 0; device < 300; device++) {
    outside seen = run(&lab, 3);
    named += read_answer(collector, &seen, 0).cells[0] == 0;
  }
  cr_assert(named > 106 && named < 206, "%d of 300", named);
  sotto_collector_close(collector);
  lab_end(&lab);
}

static void shell(const char *format, const lab_world *lab) {
  char command[512];
  snprintf(command, sizeof command, format, lab->profile, lab->root);
  cr_assert_eq(system(command), 0);
}

Test(participation, restored_without_an_anchor_it_repeats_itself_and_is_counted_once) {
  lab_world lab;
  lab_begin(&lab);
  allow(&lab);
  lab.port.anchor_load = NULL;
  lab.port.anchor_advance = NULL;
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  pass_weeks(&lab, profile, 5);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
  sotto_close(profile);
  shell("cp -a '%s' '%s/copy'", &lab);
  profile = lab_open(&lab);
  outside first = answer_all(profile);
  sotto_close(profile);
  shell("rm -r '%1$s' && cp -a '%2$s/copy' '%1$s'", &lab);
  profile = lab_open(&lab);
  outside again = answer_all(profile);
  sotto_close(profile);
  sotto_collector *collector = open_collector(&lab);
  for (size_t i = 0; i < QUESTIONS; i++) {
    sotto_answer a = read_answer(collector, &first, i), b = read_answer(collector, &again, i);
    cr_assert_eq(memcmp(a.report, b.report, sizeof a.report), 0);
    cr_assert_eq(a.count, b.count);
    cr_assert_eq(memcmp(a.cells, b.cells, a.count * sizeof *a.cells), 0);
    cr_assert_neq(memcmp(first.bodies[i], again.bodies[i], first.sizes[i]), 0, "sealed afresh");
  }
  sotto_collector_close(collector);
  lab_end(&lab);
}

Test(participation, every_device_is_asked_under_the_same_ids) {
  lab_world lab;
  lab_begin(&lab);
  lab_build_pack(&lab, NULL);
  outside first = run(&lab, 0);
  for (int device = 0; device < 3; device++) {
    outside other = run(&lab, device);
    cr_assert_eq(memcmp(other.questions, first.questions, sizeof first.questions), 0);
  }
  lab_end(&lab);
}

/* One device and a copy of it, whose mindset is another by then: 1 where their reports let both
   true answers through or neither. */
static int noised_alike(lab_world *lab) {
  uint32_t bucket[2];
  sotto_answer said[2];
  sotto_collector *collector = NULL;
  sotto_store_ram_init(&lab->store, &lab->port);
  lab->store.now_ms = LAB_START_MS;
  lab->port.anchor_load = NULL;
  lab->port.anchor_advance = NULL;
  sotto *profile = lab_open(lab);
  lab_install(lab, profile);
  collector = open_collector(lab);
  pass_weeks(lab, profile, 5);
  sotto_close(profile);
  shell("cp -a '%s' '%s/copy'", lab);
  for (int copy = 0; copy < 2; copy++) {
    profile = lab_open(lab);
    if (copy) lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "rope");
    bucket[copy] = copy ? 1 + lab_mindset(profile) : 0;
    outside seen = answer_all(profile);
    said[copy] = read_answer(collector, &seen, 0);
    sotto_close(profile);
    shell("rm -r '%1$s' && cp -a '%2$s/copy' '%1$s'", lab);
  }
  shell("rm -r '%s' '%s/copy'", lab);
  sotto_collector_close(collector);
  cr_assert_eq(memcmp(said[0].report, said[1].report, sizeof said[0].report), 0);
  int told[2] = {0, 0};
  for (uint32_t cell = 0; cell < said[0].count; cell++)
    for (int copy = 0; copy < 2; copy++) told[copy] |= said[copy].cells[cell] == bucket[copy];
  return told[0] == told[1];
}

/* Noise that forgot the answer would let both through or neither, each time: that told two answers
   apart for nothing. Independent, they agree with chance .501; of 40 never more than 37, but for
   once in 10^8 runs, nor fewer than 3. */
Test(participation, a_different_answer_has_noise_of_its_own) {
  lab_world lab;
  int alike = 0;
  lab_begin(&lab);
  allow(&lab);
  for (int device = 0; device < 40; device++) alike += noised_alike(&lab);
  cr_assert(alike >= 3 && alike <= 37, "%d of 40", alike);
  lab_end(&lab);
}

static uint32_t count_dropped(void *context, const sotto_audit_row *row) {
  *(size_t *)context += row->act == SOTTO_ACT_DROPPED;
  return 0;
}

Test(participation, a_report_past_its_time_is_dropped_though_nobody_looks_at_the_outbox) {
  lab_world lab;
  size_t dropped = 0;
  lab_begin(&lab);
  allow(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  cr_assert_eq(answer_all(profile).reports, QUESTIONS);
  pass_weeks(&lab, profile, 6);
  cr_assert_eq(sotto_audit_each(profile, 0, count_dropped, &dropped), SOTTO_OK);
  cr_assert_eq(dropped, QUESTIONS);
  sotto_close(profile);
  lab_end(&lab);
}
