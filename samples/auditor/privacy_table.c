/*
 * NIST SP 800-226 (Guidelines for Evaluating Differential Privacy Guarantees, 2025) asks of every
 * claim: what is the unit, how large are epsilon and delta, who is trusted, how do claims compose,
 * who has access. The answers, their numbers asked of the library; PRIVACY.md holds the same table.
 * Of split trust another is told, and with a pack that of its own questions.
 */
#include <math.h>
#include <sotto/estimate.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>

#include "checks.h"

/* A profile in memory that asks nobody, and what it would pay at most. */
typedef struct fresh {
  sotto_store_ram store;
  sotto_port port;
  sotto_options options;
  sotto *profile;
  sotto_budget budget;
  int split_rows; /* 1: the table of split trust has begun */
} fresh;

static sotto_status open_fresh(fresh *ret_fresh, const char *pack, const uint8_t *brand_key) {
  sotto_consent consent;
  sotto_store_ram_init(&ret_fresh->store, &ret_fresh->port);
  sotto_options_init(&ret_fresh->options);
  ret_fresh->options.pack_keys[0] = brand_key;
  sotto_consent_init(&consent);
  sotto_status status =
      sotto_open(&ret_fresh->options, &consent, &ret_fresh->port, &ret_fresh->profile);
  if (!status) status = sotto_budget_get(ret_fresh->profile, &ret_fresh->budget);
  if (!status && pack) status = sotto_pack_install(ret_fresh->profile, pack);
  return status;
}

static void print_local(const fresh *in, const sotto_mechanism *plan) {
  const double depth = (double)in->budget.depth_micro / 1e6;
  printf("| NIST SP 800-226 asks | Sotto answers for local trust |\n| --- | --- |\n");
  printf("| unit of privacy | one install: everything one profile holds, events and statements "
         "alike |\n");
  printf("| model | local: noise is added on the device, before anything is sealed or sent |\n");
  printf("| epsilon | at most 1 an answer; at most %.0f saved up; at most %.0f in any 52 weeks |\n",
         depth, depth + 52 * (double)in->budget.weekly_micro / 1e6);
  printf("| delta | 0 |\n");
  printf("| mechanism | subset selection, projective geometry for large domains; integer "
         "thresholds; for 7 answers at epsilon 1 the true one is among %u named with chance %.4f, "
         "and any report is at most %.4f times likelier under one answer than another |\n",
         plan->size, (double)plan->threshold / 18446744073709551616.0,
         (double)plan->odds_numerator / (double)plan->odds_denominator);
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

/* Delta is the same in every row of the device's table; the caps are those no host can raise. */
static void print_split(const sotto_mechanism *plan) {
  const double random = ldexp((double)plan->odds_denominator, -32);
  const double odds = (double)plan->odds_numerator / (double)plan->odds_denominator;
  printf("\n| NIST SP 800-226 asks | Sotto answers for split trust, where it differs |\n"
         "| --- | --- |\n");
  printf("| model | the device noises its answer and cuts it into two shares; two aggregators add "
         "up those of at least the minimum batch, and the brand gets the sum |\n");
  printf("| epsilon | of the sum: at most 1 an answer, out of the same ledger |\n");
  printf("| delta | of the sum: 2^-30 an answer; at most 10^-7 in any 52 weeks |\n");
  printf("| mechanism | k-ary randomized response, its chance looked up in a table that is "
         "compiled in; for 7 answers at epsilon 1 and a minimum batch of 1000 the answer that is "
         "cut is drawn by lot with chance %.4f, else the true one |\n",
         random);
  printf("| composition | plain addition of epsilon, delta and epsilon0; at most 8 such answers in "
         "52 weeks, a question at most 6 times |\n");
  printf("| who is trusted | beside the device: one of the two aggregators, that the pack holds "
         "its key, and half of the minimum batch to be real devices |\n");
  printf("| who the two aggregators are | the question names their URLs and the preview shows "
         "them; that they are two parties the device cannot check |\n");
  printf("| what remains if both collude, or nearly all others are made up | the noise of the "
         "answer alone: epsilon0 %.2f in the example, any answer at most %.2f times likelier under "
         "one truth than another; at most 64 in any 52 weeks |\n",
         log(odds), odds);
  printf("| who has access | each aggregator: a share that looks like chance, and the hour; the "
         "leader also the address; the brand: the sum |\n");
  printf("| how to check | `sotto-audit ledger`, `sotto-audit verify`, "
         "`samples/auditor/verify.py`; `sotto-pack show` prints both keys |\n");
}

static void print_plan(fresh *in) {
  sotto_mechanism plan;
  if (in->split_rows || sotto_mechanism_split(7, 1000, 1000000, &plan)) return;
  in->split_rows = 1;
  print_split(&plan);
}

/* What a pack writes must not end a cell, nor a line. */
static void put_cell(sotto_text text) {
  for (size_t i = 0; i < text.size; i++) {
    const int byte = (unsigned char)text.data[i];
    if (byte == '|') putchar('\\');
    putchar(byte < ' ' || byte == 0x7f ? ' ' : byte);
  }
}

static uint32_t print_question(void *context, const sotto_preview *preview) {
  if (preview->trust != SOTTO_TRUST_SPLIT || preview->state == SOTTO_QUESTION_INVALID) return 0;
  const double odds = (double)preview->odds_numerator / (double)preview->odds_denominator;
  print_plan(context);
  printf("| \"");
  put_cell(preview->name);
  printf("\": its two aggregators | leader ");
  put_cell(preview->leader);
  printf(", helper ");
  put_cell(preview->helper);
  printf(" |\n| \"");
  put_cell(preview->name);
  printf("\": what remains if both collude | epsilon0 %.2f: any answer at most %.2f times likelier "
         "under one truth than another; summed %u at a time or more |\n",
         log(odds), odds, preview->minimum_batch);
  return 0;
}

int privacy_table(const char *pack, const uint8_t *brand_key) {
  static fresh in;
  sotto_mechanism plan;
  sotto_status status = open_fresh(&in, pack, brand_key);
  if (!status) status = sotto_mechanism_plan(7, 1000000, &plan);
  if (!status) print_local(&in, &plan);
  if (!status && !pack) print_plan(&in);
  if (!status && pack) status = sotto_question_each(in.profile, print_question, &in);
  sotto_close(in.profile);
  if (status) fprintf(stderr, "sotto-audit: %s\n", sotto_status_text(status));
  return status == SOTTO_OK;
}
