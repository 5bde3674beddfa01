/*
 * What the brand can know from kiosks, before one stands anywhere: see kiosk_desk.h. The questions
 * are those of the installed pack; the planner is the brand's own (sotto_plan_devices()).
 */
#include <sotto/estimate.h>
#include <stdio.h>
#include <string.h>

#include "kiosk_desk.h"
#include "kiosk_visitor.h"

#define ASKED_MAX 64

/* The questions of the pack; those of visits cost the visit. */
typedef struct asked {
  char name[64];
  uint32_t buckets, every;
  uint64_t cost_micro;
  int of_visit;
} asked;

typedef struct catalogue {
  asked all[ASKED_MAX];
  size_t count;
  uint32_t visit_questions;
} catalogue;

static uint32_t epsilon_of(const sotto_preview *preview) {
  sotto_mechanism mechanism;
  /* The odds say the price also where a question costs nothing now; whole and half epsilons. */
  for (uint32_t micro = 100000; micro <= 1000000; micro += 50000)
    if (!sotto_mechanism_plan(preview->buckets, micro, &mechanism) &&
        mechanism.odds_numerator == preview->odds_numerator &&
        mechanism.odds_denominator == preview->odds_denominator)
      return micro;
  return 1000000;
}

/* A device's profile takes no question of a visit: it tells those as invalid. */
static uint32_t note(void *context, const sotto_preview *preview) {
  catalogue *of = context;
  if (of->count == ASKED_MAX) return 1;
  asked *one = &of->all[of->count++];
  snprintf(one->name, sizeof one->name, "%.*s", (int)preview->name.size, preview->name.data);
  one->buckets = preview->buckets;
  one->every = preview->every;
  one->cost_micro = epsilon_of(preview);
  one->of_visit = preview->state == SOTTO_QUESTION_INVALID;
  of->visit_questions += (uint32_t)one->of_visit;
  return 0;
}

static void print_row(const catalogue *of, const asked *one, uint64_t kiosks, uint64_t visits) {
  sotto_mechanism mechanism;
  sotto_plan plan;
  const uint64_t answers = one->of_visit ? kiosks * visits * 4 / of->visit_questions : kiosks;
  if (sotto_mechanism_plan(one->buckets, one->cost_micro, &mechanism) || !answers ||
      sotto_plan_devices(&mechanism, answers, &plan))
    return;
  printf("  %7llu kiosks  %10llu answers  +/- %5.1f points%s\n", (unsigned long long)kiosks,
         (unsigned long long)answers, 100 * plan.half_width, plan.hopeless ? "  hopeless" : "");
}

static void print(const catalogue *of, uint64_t visits) {
  for (size_t i = 0; i < of->count; i++) {
    const asked *one = &of->all[i];
    printf("\n%s: %u buckets, epsilon %.2f, asked of each %s", one->name, one->buckets,
           (double)one->cost_micro / 1e6, one->of_visit ? "visit" : "kiosk");
    if (one->of_visit)
      printf(" (1 of %u questions), 4 weeks of %llu visits\n", of->visit_questions,
             (unsigned long long)visits);
    else
      printf(", one asking%s\n", one->every ? " of its schedule" : "");
    for (uint64_t kiosks = 20; kiosks <= 2000; kiosks *= 10) print_row(of, one, kiosks, visits);
  }
  puts("\n95 % intervals of a small share. A visitor who comes back answers again and spends\n"
       "again; a kiosk's device questions are paid by its own ledger.");
}

int kiosk_desk_plan(const kiosk_config *config, uint64_t visits) {
  static catalogue of;
  kiosk_own own;
  sotto_status status = kiosk_own_open(config, SOTTO_OPEN_AS_KEPT, &own);
  if (!status) status = sotto_question_each(own.profile, note, &of);
  kiosk_own_close(&own);
  if (status) return kiosk_own_fail("The kiosk's profile", status);
  print(&of, visits);
  return 0;
}
