/*
 * NIST SP 800-226 (Guidelines for Evaluating Differential Privacy Guarantees, 2025) asks of every
 * claim: what is the unit, how large are epsilon and delta, who is trusted, how do claims compose,
 * who has access. The answers, their numbers asked of the library; PRIVACY.md holds the same table.
 */
#include <sotto/estimate.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>

#include "checks.h"

static int budget_of(sotto_budget *ret_budget) {
  sotto_store_ram store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto *profile = NULL;
  sotto_store_ram_init(&store, &port);
  sotto_options_init(&options);
  sotto_consent_init(&consent);
  sotto_status status = sotto_open(&options, &consent, &port, &profile);
  if (!status) status = sotto_budget_get(profile, ret_budget);
  sotto_close(profile);
  return status == SOTTO_OK;
}

void privacy_table(void) {
  sotto_budget budget;
  sotto_mechanism plan;
  if (!budget_of(&budget) || sotto_mechanism_plan(7, 1000000, &plan)) return;
  const double depth = (double)budget.depth_micro / 1e6;
  printf("| NIST SP 800-226 asks | Sotto answers |\n| --- | --- |\n");
  printf("| unit of privacy | one install: everything one profile holds, events and statements "
         "alike |\n");
  printf("| model | local: noise is added on the device, before anything is sealed or sent |\n");
  printf("| epsilon | at most 1 an answer; at most %.0f saved up; at most %.0f in any 52 weeks |\n",
         depth, depth + 52 * (double)budget.weekly_micro / 1e6);
  printf("| delta | 0 |\n");
  printf("| mechanism | subset selection, projective geometry for large domains; integer "
         "thresholds; for 7 answers at epsilon 1 the true one is among %u named with chance %.4f, "
         "and any report is at most %.4f times likelier under one answer than another |\n",
         plan.size, (double)plan.threshold / 18446744073709551616.0,
         (double)plan.odds_numerator / (double)plan.odds_denominator);
  printf("| composition | plain addition in one ledger for all brands' questions of the install; a "
         "question at most 6 times in 52 weeks |\n");
  printf("| who is trusted | the device and this library; no server, no aggregator |\n");
  printf("| who has access | the brand: sealed, noised reports; the person: all of it, before and "
         "after; nobody: the profile |\n");
  printf(
      "| what is not covered | address and moment of sending; two installs of one person; a host "
      "that sends elsewhere what it is told |\n");
  printf("| how to check | `sotto-audit epsilon`, `sotto-audit verify`, "
         "`samples/auditor/verify.py` |\n");
}
