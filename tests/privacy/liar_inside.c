/*
 * A broken build, from inside: linked in place of functions of the library (ld's --wrap), it
 * changes what a device does, as the variable SOTTO_LIE says; without it, it is honest. The log is
 * written by the build that lies, and the auditors must catch each.
 *
 *   quota      a trait is paid however often
 *   trait      the same, and the log calls each question a trait of its own
 *   exhausted  says so every other week, whatever the balance is
 *   denied     answers about categories that were denied
 *   spent      pays out of a balance that is not there
 */
#include <stdlib.h>
#include <string.h>

#include "flow/handle.h"
#include "vault/report_rows.h"

static int lies(const char *about) {
  const char *lie = getenv("SOTTO_LIE");
  return lie && strcmp(lie, about) == 0;
}

sotto_status __real_so_answer_rows_count(so_vault *, const so_answer_row *, int *, uint32_t *);
sotto_status __wrap_so_answer_rows_count(so_vault *, const so_answer_row *, int *, uint32_t *);
sotto_status __wrap_so_answer_rows_count(so_vault *vault, const so_answer_row *row,
                                         int *ret_answered, uint32_t *ret_year) {
  const sotto_status status = __real_so_answer_rows_count(vault, row, ret_answered, ret_year);
  if (!status && lies("quota")) *ret_year = 0;
  return status;
}

uint32_t __real_so_question_trait(const so_question *);
uint32_t __wrap_so_question_trait(const so_question *);
uint32_t __wrap_so_question_trait(const so_question *question) {
  return __real_so_question_trait(question) + (lies("trait") ? question->epsilon_micro : 0);
}

int __real_so_ledger_can(const so_ledger *, const so_cost *, uint32_t);
int __wrap_so_ledger_can(const so_ledger *, const so_cost *, uint32_t);
int __wrap_so_ledger_can(const so_ledger *ledger, const so_cost *cost, uint32_t epoch) {
  if (lies("exhausted") && epoch % 2) return 0;
  if (lies("spent")) return !so_ledger_doubts(ledger) && !so_ledger_behind(ledger, epoch);
  return __real_so_ledger_can(ledger, cost, epoch);
}

sotto_status __real_so_ledger_pay(so_ledger *, const so_cost *, uint32_t);
sotto_status __wrap_so_ledger_pay(so_ledger *, const so_cost *, uint32_t);
sotto_status __wrap_so_ledger_pay(so_ledger *ledger, const so_cost *cost, uint32_t epoch) {
  if (lies("spent")) ledger->balance.epsilon_micro += cost->epsilon_micro;
  return __real_so_ledger_pay(ledger, cost, epoch);
}

int __real_so_handle_allows(const sotto *, sotto_category, sotto_purpose);
int __wrap_so_handle_allows(const sotto *, sotto_category, sotto_purpose);
int __wrap_so_handle_allows(const sotto *profile, sotto_category category, sotto_purpose purpose) {
  return (lies("denied") && purpose == SOTTO_PURPOSE_CONTRIBUTE) ||
         __real_so_handle_allows(profile, category, purpose);
}
