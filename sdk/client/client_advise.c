/*
 * Public calls that answer the app: picks, mindset, affinities.
 */
#include "client/entry.h"
#include "flow/advise.h"
#include "flow/ingest.h"
#include "flow/outlook.h"

void sotto_request_init(sotto_request *ret_request) {
  *ret_request = (sotto_request){.struct_size = sizeof *ret_request, .diversity = -1};
}

sotto_status sotto_recommend(sotto *profile, const sotto_request *request, sotto_pick *ret_picks,
                             size_t *inout_count) {
  if (!inout_count || (!ret_picks && *inout_count))
    return so_entry_refuse(profile, SOTTO_E_ARGUMENT);
  sotto_status status = so_entry_request(request);
  if (status) return so_entry_refuse(profile, status);
  return SO_ENTRY_CALL(1, profile, so_advise_recommend(profile, request, ret_picks, inout_count));
}

sotto_status sotto_pick_explain(sotto *profile, uint64_t pick, sotto_reason_fn visit,
                                void *context) {
  return SO_ENTRY_CALL(visit, profile, so_advise_explain(profile, pick, visit, context));
}

sotto_status sotto_pick_dismiss(sotto *profile, sotto_text item) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_DISMISS;
  event.item = item;
  return sotto_record(profile, &event);
}

sotto_status sotto_mindset_get(sotto *profile, sotto_mindset_info *ret_mindset) {
  return SO_ENTRY_CALL(ret_mindset, profile, so_outlook_mindset(profile, ret_mindset));
}

sotto_status sotto_mindset_explain(sotto *profile, sotto_reason_fn visit, void *context) {
  return SO_ENTRY_CALL(visit, profile, so_outlook_explain(profile, visit, context));
}

const char *sotto_mindset_name(sotto_mindset mindset) {
  static const char names[SOTTO_MINDSET_COUNT][11] = {"curious",   "interested", "focused",
                                                      "satisfied", "loyal",      "fading"};
  return mindset < SOTTO_MINDSET_COUNT ? names[mindset] : NULL;
}

sotto_status sotto_affinity_each(sotto *profile, sotto_text attribute, sotto_affinity_fn visit,
                                 void *context) {
  return SO_ENTRY_CALL(visit && so_entry_is_name(attribute), profile,
                       so_outlook_affinities(profile, attribute, visit, context));
}
