/*
 * The budget scenarios of the W3C Attribution draft (w3c/attribution, impl/e2e-tests) replayed on
 * our ledger where their semantics are ours: a fixed sum that is paid down, a refusal that takes
 * nothing, exhaustion, and clearing that never refills. Where they are not, the test says why for
 * each step: there budgets belong to a site and to the epoch in which an impression was saved, and
 * every epoch begins with a fresh one; here one ledger pays for all, in the epoch of the answer,
 * and a week adds a week's share. Skipped where the data is absent.
 */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "privacy/ledger.h"

/* So that the new epoch of single-epoch-budgeting, 3.5 days on, is a new week here, too. */
#define START ((int64_t)2900 * SO_WEEK_MS + 4 * SO_DAY_MS)
#define SITE_MICRO 1000000u /* perSitePrivacyBudget */
#define WEEK_MICRO 250000u

typedef enum rule {
  OTHER,     /* no such letter */
  LOCAL,     /* an event of the device: costs nothing here as there */
  PAY,       /* applies: paid or refused as there */
  CLEAR,     /* applies: clearing never refills; here an erase */
  SITES,     /* does not apply: another site has another budget; here it is the same ledger */
  EPOCHS,    /* does not apply: the budget of the epoch in which the impression was saved */
  LIFETIME,  /* does not apply: an impression's lifetime; here retention, not the ledger */
  SITE_DATA, /* does not apply: forgets impressions; here a forget, which the ledger ignores */
} rule;

static const char *const reasons[] = {
    [LOCAL] = "a local event costs nothing",
    [PAY] = "applies",
    [CLEAR] = "applies as an erase",
    [SITES] = "does not apply: one ledger for every asker",
    [EPOCHS] = "does not apply: charged in the epoch of the answer",
    [LIFETIME] = "does not apply: retention is not the ledger's",
    [SITE_DATA] = "does not apply: forgetting leaves the ledger alone"};

typedef struct scenario {
  const char *name;
  uint32_t matched_epochs; /* whose budgets a conversion takes from: doubles the sensitivity */
  const char *steps;       /* one letter an event, as rule_of() reads it */
} scenario;

static const scenario scenarios[] = {{"single-epoch-budgeting", 1, "llppppslp"},
                                     {"multi-epoch-budgeting", 2, "lllppes"},
                                     {"clear-site-data", 1,
                                      "lll"
                                      "ttttttttttttt"
                                      "l"
                                      "ttttt"},
                                     {"clear-site-state", 1, "lpcps"},
                                     {"forget-one-site-conversions", 1, "lpclpp"},
                                     {"expiry", 1, "llxxxx"}};

static json_t *load(const char *name) {
  char path[512];
  const char *folder = getenv("SOTTO_DATA");
  snprintf(path, sizeof path, "%s/dp/w3c_attribution/%s.json", folder ? folder : DATA_FOLDER, name);
  json_t *root = json_load_file(path, 0, NULL);
  if (!root) cr_skip_test("the W3C scenarios are not here");
  return root;
}

static double number(const json_t *options, const char *name, double otherwise) {
  const json_t *value = json_object_get(options, name);
  return json_is_number(value) ? json_number_value(value) : otherwise;
}

/* What the draft deducts: sensitivity over noise scale, rounded up to micro-epsilon. */
static so_cost cost_of(const json_t *event, uint32_t matched_epochs) {
  const json_t *options = json_object_get(event, "options");
  double value = number(options, "value", 1), most = number(options, "maxValue", value);
  double micro = matched_epochs * value * number(options, "epsilon", 1) / (2 * most) * 1e6;
  return (so_cost){.epsilon_micro = (uint64_t)(micro + .999999)};
}

static int answered(const json_t *event) {
  size_t i;
  const json_t *cell;
  json_array_foreach(json_object_get(event, "expected"), i,
                     cell) if (json_integer_value(cell)) return 1;
  return 0;
}

/* A ledger that has saved up exactly one site's budget, with the anchor of its erases. */
typedef struct device {
  so_caps caps;
  so_ledger ledger;
  sotto_anchor anchor;
} device;

static device fresh(void) {
  device made = {
      .caps = {.depth = {SITE_MICRO, 0, 0}, .year = {SITE_MICRO + 52 * WEEK_MICRO, 0, 0}}};
  so_ledger_start(&made.ledger, START - 8 * SO_WEEK_MS);
  for (int week = 7; week >= 0; week--)
    so_ledger_advance(&made.ledger, &made.caps, START - week * SO_WEEK_MS);
  cr_assert_eq(made.ledger.balance.epsilon_micro, SITE_MICRO);
  return made;
}

static int pay(device *on, const so_cost *cost, int64_t now_ms) {
  so_ledger_advance(&on->ledger, &on->caps, now_ms);
  int paid = so_ledger_pay(&on->ledger, cost, so_epoch_of(now_ms)) == SOTTO_OK;
  on->anchor = (sotto_anchor){.epoch = on->ledger.answered_epoch,
                              .epsilon_micro = on->ledger.spent.epsilon_micro};
  return paid;
}

static void erase(device *on, int64_t now_ms) {
  so_ledger_start(&on->ledger, now_ms);
  so_ledger_meet(&on->ledger, &on->anchor);
}

static rule rule_of(char letter) {
  static const rule rules[128] = {['l'] = LOCAL,  ['p'] = PAY,      ['c'] = CLEAR,    ['s'] = SITES,
                                  ['e'] = EPOCHS, ['x'] = LIFETIME, ['t'] = SITE_DATA};
  return rules[(unsigned char)letter];
}

/* A step under its rule; 1 when it applies. What applies must end as there. */
static int take_step(device *on, const json_t *event, rule step, const so_cost *cost) {
  int64_t now_ms = START + (int64_t)(number(event, "seconds", 0) * 1000);
  so_ledger_advance(&on->ledger, &on->caps, now_ms);
  if (step == CLEAR) erase(on, now_ms);
  if (step == PAY) cr_assert_eq(pay(on, cost, now_ms), answered(event));
  if (step == SITES)
    cr_assert(answered(event) && !so_ledger_can(&on->ledger, cost, so_epoch_of(now_ms)),
              "here the others have spent it");
  return step == PAY || step == CLEAR;
}

/* How many steps apply. */
static size_t replay(const scenario *of) {
  json_t *root = load(of->name);
  const json_t *events = json_object_get(root, "events"), *event;
  device on = fresh();
  size_t i, applied = 0;
  cr_assert_eq(json_array_size(events), strlen(of->steps), "%s", of->name);
  json_array_foreach(events, i, event) {
    rule step = rule_of(of->steps[i]);
    so_cost cost = cost_of(event, of->matched_epochs);
    fprintf(stderr, "%s, step %zu, %s: %s\n", of->name, i,
            json_string_value(json_object_get(event, "event")), reasons[step]);
    applied += (size_t)take_step(&on, event, step, &cost);
  }
  json_decref(root);
  return applied;
}

Test(attribution, w3c_budget_scenarios_end_the_same_where_their_semantics_are_ours) {
  size_t applied = 0;
  for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
    applied += replay(&scenarios[i]);
  cr_assert_eq(applied, 5 + 2 + 0 + 3 + 4 + 0);
}

/* The control: a ledger that took something for a refused answer would fail step 5. */
Test(attribution, a_refusal_that_costs_something_would_be_found) {
  json_t *root = load("single-epoch-budgeting");
  const json_t *events = json_object_get(root, "events");
  device on = fresh();
  for (size_t i = 2; i <= 4; i++) {
    so_cost cost = cost_of(json_array_get(events, i), 1);
    (void)pay(&on, &cost, START);
  }
  on.ledger.balance.epsilon_micro--;
  so_cost last = cost_of(json_array_get(events, 5), 1);
  cr_assert(answered(json_array_get(events, 5)));
  cr_assert_not(pay(&on, &last, START));
  json_decref(root);
}
