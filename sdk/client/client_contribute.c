/*
 * Public calls about questions, the outbox and the budget.
 */
#include "client/entry.h"
#include "flow/budget.h"
#include "flow/contribute.h"
#include "flow/outbox.h"

sotto_status sotto_question_each(sotto *profile, sotto_preview_fn visit, void *context) {
  if (!visit) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  return so_entry_leave(profile, so_contribute_each(profile, visit, context));
}

sotto_status sotto_question_answer(sotto *profile, const uint8_t question[SOTTO_QUESTION_ID_SIZE]) {
  if (!question) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  return so_entry_leave(profile, so_contribute_answer(profile, question));
}

sotto_status sotto_outbox_each(sotto *profile, sotto_report_fn visit, void *context) {
  if (!visit) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  return so_entry_leave(profile, so_outbox_each(profile, visit, context));
}

sotto_status sotto_outbox_settle(sotto *profile, uint64_t report, sotto_delivery delivery) {
  if (delivery < SOTTO_DELIVERY_DONE || delivery > SOTTO_DELIVERY_REFUSED) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  return so_entry_leave(profile, so_outbox_settle(profile, report, delivery));
}

sotto_status sotto_budget_get(sotto *profile, sotto_budget *ret_budget) {
  if (!ret_budget) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  return so_entry_leave(profile, so_budget_get(profile, ret_budget));
}
