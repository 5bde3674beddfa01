/*
 * Public calls that tell the profile what happened.
 */
#include "client/entry.h"
#include "flow/event_name.h"
#include "flow/ingest.h"

void sotto_event_init(sotto_event *ret_event) {
  *ret_event = (sotto_event){.struct_size = sizeof *ret_event, .price_minor = -1};
}

const char *sotto_event_name(sotto_event_type type) {
  return so_event_name_of(type);
}

sotto_event_type sotto_event_type_of(sotto_text name) {
  return so_entry_is_name(name) ? so_event_name_type(name) : 0;
}

sotto_status sotto_record(sotto *profile, const sotto_event *event) {
  int whole = SO_ENTRY_IS_WHOLE(event) && (event->item.data || !event->item.size);
  return SO_ENTRY_CALL(whole, profile, so_ingest_events(profile, event, 1));
}

sotto_status sotto_session_end(sotto *profile) {
  return SO_ENTRY_CALL(1, profile, so_ingest_session_end(profile));
}

void sotto_context_init(sotto_context *ret_context) {
  *ret_context = (sotto_context){.struct_size = sizeof *ret_context};
}

sotto_status sotto_context_set(sotto *profile, const sotto_context *context) {
  return SO_ENTRY_CALL(SO_ENTRY_IS_WHOLE(context), profile,
                       (profile->context = *context, SOTTO_OK));
}

sotto_status sotto_state_preference(sotto *profile, sotto_text attribute, sotto_text value,
                                    int32_t strength) {
  so_statement_row said = {attribute, value, 0, strength, 0};
  int sensible = strength >= -100 && strength <= 100;
  return SO_ENTRY_CALL(sensible && so_entry_is_name(attribute) && so_entry_is_name(value), profile,
                       so_ingest_statement(profile, &said));
}
