/*
 * Public calls about questions, the outbox and the budget.
 */
#include "client/entry.h"
#include "flow/budget.h"
#include "flow/contribute.h"
#include "flow/outbox.h"
#include "flow/preview.h"

sotto_status sotto_question_each(sotto *profile, sotto_preview_fn visit, void *context) {
  return SO_ENTRY_CALL(visit, profile, so_preview_each(profile, visit, context));
}

sotto_status sotto_question_answer(sotto *profile, const uint8_t question[SOTTO_QUESTION_ID_SIZE]) {
  return SO_ENTRY_CALL(question, profile, so_contribute_answer(profile, question));
}

sotto_status sotto_outbox_each(sotto *profile, sotto_report_fn visit, void *context) {
  return SO_ENTRY_CALL(visit, profile, so_outbox_each(profile, visit, context));
}

sotto_status sotto_outbox_settle(sotto *profile, uint64_t report, sotto_delivery delivery) {
  int known = delivery >= SOTTO_DELIVERY_DONE && delivery <= SOTTO_DELIVERY_REFUSED;
  return SO_ENTRY_CALL(known, profile, so_outbox_settle(profile, report, delivery));
}

sotto_status sotto_budget_get(sotto *profile, sotto_budget *ret_budget) {
  return SO_ENTRY_CALL(ret_budget, profile, so_budget_get(profile, ret_budget));
}
