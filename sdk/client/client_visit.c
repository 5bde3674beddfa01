/*
 * Public calls about a kiosk's visits. Both handles are entered, the one at the lower address
 * first, so that two threads never wait for each other.
 */
#include "client/entry.h"
#include "flow/kiosk.h"

static sotto_status enter(sotto *kiosk, sotto *visitor) {
  int ordered = (uintptr_t)kiosk < (uintptr_t)visitor;
  sotto *first = ordered ? kiosk : visitor, *second = ordered ? visitor : kiosk;
  sotto_status status = kiosk == visitor ? SOTTO_E_ARGUMENT : so_entry_enter(first);
  if (status) return status;
  status = so_entry_enter(second);
  return status ? so_entry_leave(first, status) : SOTTO_OK;
}

static sotto_status leave(sotto *kiosk, sotto *visitor, sotto_status status) {
  (void)so_entry_leave(visitor, status);
  return so_entry_leave(kiosk, status);
}

sotto_status sotto_visit_each(sotto *kiosk, sotto *visitor, sotto_preview_fn visit, void *context) {
  sotto_status status = visit ? enter(kiosk, visitor) : so_entry_refuse(kiosk, SOTTO_E_ARGUMENT);
  return status ? status : leave(kiosk, visitor, so_kiosk_each(kiosk, visitor, visit, context));
}

sotto_status sotto_visit_answer(sotto *kiosk, sotto *visitor,
                                const uint8_t question[SOTTO_QUESTION_ID_SIZE]) {
  sotto_status status = question ? enter(kiosk, visitor) : so_entry_refuse(kiosk, SOTTO_E_ARGUMENT);
  return status ? status : leave(kiosk, visitor, so_kiosk_answer(kiosk, visitor, question));
}
