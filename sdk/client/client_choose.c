/*
 * Public calls of choosing; in a build with the feature `choose`.
 */
#include "client/entry.h"
#include "flow/choose.h"
#include "model/off_policy.h"

void sotto_choice_request_init(sotto_choice_request *ret_request) {
  *ret_request = (sotto_choice_request){.struct_size = sizeof *ret_request};
}

static int is_request(const sotto_choice_request *request) {
  return SO_ENTRY_IS_WHOLE(request) && so_entry_is_name(request->slot) &&
         so_entry_is_name(request->item);
}

sotto_status sotto_choose(sotto *profile, const sotto_choice_request *request,
                          sotto_choice *ret_choice) {
  return SO_ENTRY_CALL(is_request(request) && ret_choice, profile,
                       so_choose_arm(profile, request, ret_choice));
}

/* Written so that what is not a number is refused. */
sotto_status sotto_outcome(sotto *profile, uint64_t decision, double reward) {
  return SO_ENTRY_CALL(reward >= 0 && reward <= 1, profile,
                       so_choose_outcome(profile, decision, reward));
}

sotto_status sotto_choice_explain(sotto *profile, uint64_t decision, sotto_reason_fn visit,
                                  void *context) {
  return SO_ENTRY_CALL(visit, profile, so_choice_words_explain(profile, decision, visit, context));
}

sotto_status sotto_choice_each(sotto *profile, sotto_decision_fn visit, void *context) {
  return SO_ENTRY_CALL(visit, profile, so_choose_each(profile, visit, context));
}

sotto_status sotto_policy_estimate(const sotto_logged *rows, size_t count,
                                   sotto_policy_estimate_result *ret_result) {
  so_off_policy sums = {0};
  if (!ret_result || (count && !rows)) return SOTTO_E_ARGUMENT;
  for (size_t n = 0; n < count; n++) {
    if (!so_off_policy_holds(&rows[n])) return SOTTO_E_ARGUMENT;
    so_off_policy_add(&sums, &rows[n]);
  }
  return so_off_policy_result(&sums, ret_result);
}

sotto_status sotto_choice_evaluate(sotto *profile, sotto_text slot, const sotto_policy *policy,
                                   sotto_policy_estimate_result *ret_result) {
  int valid = policy && policy->chance && ret_result && so_entry_is_name(slot);
  return SO_ENTRY_CALL(valid, profile, so_choose_evaluate(profile, slot, policy, ret_result));
}
