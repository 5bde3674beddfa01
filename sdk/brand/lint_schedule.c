/* Playing the weeks; see lint_schedule.h. */
#include "brand/lint_schedule.h"

#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "privacy/ledger.h"

#define FIRST_EPOCH 2912u /* a multiple of 52 */
#define YEAR 52u
#define WEEKS (2 * YEAR)    /* the first year fills the budget; the second is looked at */
#define DEVICES 64u         /* played where lots are drawn */
#define TOLERATED 0.25      /* share of a drawn question's askings that may go unpaid */
#define TOLERATED_SPLIT 0.7 /* of one by split trust: the batch hides all who report, paid or not */
#define NEGLIGIBLE 0.05     /* share of them that is not worth a word */

/* One question over all devices of the play. */
typedef struct plight {
  so_question question;
  uint32_t number; /* in the pack */
  uint32_t asked;  /* in the second year */
  uint32_t over_quota;
  uint32_t over_budget;
  uint8_t paid[WEEKS]; /* of the running device */
} plight;

/* One device's two years. */
typedef struct years {
  plight *plights;
  uint32_t count;
  so_ledger ledger;
} years;

static uint32_t paid_in_year(const years *of, uint32_t number, uint32_t week) {
  uint32_t paid = 0, from = week >= YEAR ? week - YEAR + 1 : 0;
  for (uint32_t n = 0; n < of->count; n++) {
    if (!so_question_same_trait(&of->plights[n].question, &of->plights[number].question)) continue;
    for (uint32_t at = from; at <= week; at++) paid += of->plights[n].paid[at];
  }
  return paid;
}

static so_cost cost_of(const so_question *question) {
  so_split split;
  if (question->trust != SO_TRUST_SPLIT || so_question_split(&split, question))
    return (so_cost){.epsilon_micro = question->epsilon_micro};
  return split.cost;
}

static void ask(years *of, uint32_t number, uint32_t week) {
  plight *asked = &of->plights[number];
  so_cost cost = cost_of(&asked->question);
  uint32_t second = week >= YEAR;
  int full = paid_in_year(of, number, week) >= SO_QUESTION_QUOTA_YEAR;
  int poor = !full && so_ledger_pay(&of->ledger, &cost, FIRST_EPOCH + week) != SOTTO_OK;
  asked->paid[week] = !full && !poor;
  asked->asked += second;
  if (full) asked->over_quota += second;
  if (poor) asked->over_budget += second;
}

/* The lot of a device, a week and a period; any even spread does for a play. */
static uint64_t lot_of(uint32_t device, uint32_t week, uint32_t every) {
  uint64_t word = (uint64_t)device << 40 | (uint64_t)week << 8 | every;
  word = (word ^ word >> 31) * 0x9e3779b97f4a7c15;
  return word ^ word >> 29;
}

static void play(plight *plights, uint32_t count, uint32_t device) {
  so_caps caps;
  years of = {.plights = plights, .count = count};
  so_ledger_default_caps(&caps);
  so_ledger_start(&of.ledger, so_epoch_start_ms(FIRST_EPOCH));
  for (uint32_t n = 0; n < count; n++) memset(plights[n].paid, 0, sizeof plights[n].paid);
  for (uint32_t week = 0; week < WEEKS; week++) {
    so_ledger_advance(&of.ledger, &caps, so_epoch_start_ms(FIRST_EPOCH + week));
    for (uint32_t n = 0; n < count; n++) {
      so_question *question = &plights[n].question;
      question->epoch = FIRST_EPOCH + week;
      if (question->every && so_question_due(question, lot_of(device, week, question->every)))
        ask(&of, n, week);
    }
  }
}

static void tell_unpaid(const so_lint *lint, const plight *of, double devices) {
  uint32_t unpaid = of->over_quota + of->over_budget;
  int drawn = (of->question.flags & SO_QUESTION_LOTS) != 0;
  sotto_text name = so_pack_text(lint->pack, lint->pack->questions[of->number].name_text);
  so_place place = {lint->brand->path, 0, name};
  double tolerated = of->question.trust == SO_TRUST_SPLIT ? TOLERATED_SPLIT : TOLERATED;
  int error = unpaid > (drawn ? tolerated : 0) * of->asked;
  if (unpaid <= (drawn ? NEGLIGIBLE : 0) * of->asked) return;
  so_find(lint->findings,
          (so_found){error ? SO_FIND_ERROR(SOTTO_FINDING_QUESTION)
                           : SO_FIND_WARNING(SOTTO_FINDING_QUESTION),
                     place},
          "is asked %.1f times a year, but a device can pay for %.1f: %s; the rest would say "
          "\"none\"",
          of->asked / devices, (of->asked - unpaid) / devices,
          of->over_quota >= of->over_budget
              ? "what it asks about is paid at most 6 times a year, all questions about it together"
              : "the pack's questions together cost more than epsilon 24 a year, or more than 2 at "
                "once, or are more than 8 answers by split trust a year");
}

static void tell_unscheduled(const so_lint *lint, uint32_t unscheduled) {
  if (!unscheduled) return;
  so_place place = {lint->brand->path, 0, {"questions", 9}};
  so_find(lint->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_QUESTION), place},
          "%u question%s without \"every\": the app says when to answer; a device pays at most 6 "
          "answers a year to each and epsilon 24 in all",
          unscheduled, unscheduled == 1 ? " is" : "s are");
}

/* Questions about one trait in the pack, and how often they ask about it in 52 weeks at least. */
typedef struct demand {
  uint32_t questions;
  uint32_t unscheduled; /* asked once a year at least */
  double asked;
} demand;

static demand demand_of(const plight *plights, uint32_t count, uint32_t number, double devices) {
  demand all = {0};
  for (uint32_t n = 0; n < count; n++) {
    if (!so_question_same_trait(&plights[n].question, &plights[number].question)) continue;
    const int scheduled = plights[n].question.every != 0;
    all.questions++;
    all.unscheduled += !scheduled;
    all.asked += scheduled ? plights[n].asked / devices : 1;
  }
  return all;
}

/* The first question of the trait before this one, or this one. */
static uint32_t first_of(const plight *plights, uint32_t number) {
  uint32_t first = 0;
  while (!so_question_same_trait(&plights[first].question, &plights[number].question)) first++;
  return first;
}

/* A trait that some question without a schedule asks about: the app says when, but even once a year
   each may be more than the quota. What schedules alone ask too much, tell_unpaid() tells. */
static void tell_shared(const so_lint *lint, const plight *plights, uint32_t number,
                        const demand *all) {
  const so_pack *pack = lint->pack;
  const uint32_t first = first_of(plights, number);
  if (first == number || !all->unscheduled) return;
  sotto_text other = so_pack_text(pack, pack->questions[plights[first].number].name_text);
  so_place place = {lint->brand->path, 0,
                    so_pack_text(pack, pack->questions[plights[number].number].name_text)};
  if (all->asked > SO_QUESTION_QUOTA_YEAR)
    so_find(lint->findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_QUESTION), place},
            "asks about the same thing as \"%.*s\": %u questions ask about it, together at least "
            "%.1f times in 52 weeks (%u have no \"every\" and count once each), but a device pays "
            "for 6 answers about it; the rest would say \"none\"",
            (int)other.size, other.data, all->questions, all->asked, all->unscheduled);
  else
    so_find(
        lint->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_QUESTION), place},
        "asks about the same thing as \"%.*s\": together they get at most 6 paid answers a year",
        (int)other.size, other.data);
}

/* The well-formed questions; gives how many there are. */
static uint32_t take(const so_lint *lint, plight *ret_plights, uint32_t *ret_devices) {
  uint32_t count = 0;
  *ret_devices = 1;
  for (uint32_t n = 0; n < lint->pack->question_count; n++) {
    so_question question = so_lint_question_of(lint->pack, n);
    /* a kiosk's visits pay nothing out of its ledger */
    if (so_question_check(&question) || question.unit == SO_UNIT_VISIT) continue;
    ret_plights[count].question = question;
    ret_plights[count++].number = n;
    if (question.flags & SO_QUESTION_LOTS) *ret_devices = DEVICES;
  }
  return count;
}

void so_lint_schedule(const so_lint *lint) {
  uint32_t devices, unscheduled = 0;
  plight *plights = calloc(lint->pack->question_count + 1, sizeof *plights);
  if (!plights) return;
  uint32_t count = take(lint, plights, &devices);
  for (uint32_t device = 0; device < devices; device++) play(plights, count, device);
  for (uint32_t n = 0; n < count; n++) {
    tell_unpaid(lint, &plights[n], devices);
    const demand all = demand_of(plights, count, n, devices);
    tell_shared(lint, plights, n, &all);
    unscheduled += plights[n].question.every == 0;
  }
  tell_unscheduled(lint, unscheduled);
  free(plights);
}
