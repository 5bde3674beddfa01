/*
 * Public calls that read or write JSON. Not in a build without JSON.
 */
#include "client/entry.h"
#include "flow/ingest.h"
#include "flow/subject.h"

#define JSON_BYTES_MAX ((size_t)1 << 20)

sotto_status sotto_record_json(sotto *profile, sotto_bytes json, size_t *ret_count) {
  if (!ret_count || (!json.data && json.size)) return so_entry_refuse(profile, SOTTO_E_ARGUMENT);
  if (json.size > JSON_BYTES_MAX) return so_entry_refuse(profile, SOTTO_E_LIMIT);
  return SO_ENTRY_CALL(1, profile, so_ingest_json(profile, json, ret_count));
}

sotto_status sotto_profile_export(sotto *profile, sotto_write_fn write, void *context) {
  return SO_ENTRY_CALL(write, profile, so_export_write(profile, write, context));
}

sotto_status sotto_audit_export(sotto *profile, sotto_write_fn write, void *context) {
  return SO_ENTRY_CALL(write, profile, so_audit_export_write(profile, write, context));
}

sotto_status sotto_profile_import(sotto *profile, sotto_bytes json, size_t *ret_events) {
  return SO_ENTRY_CALL(json.data && json.size && ret_events, profile,
                       so_import_read(profile, json, ret_events));
}

sotto_status sotto_messages_set(sotto *profile, sotto_bytes json) {
  const char *detail = NULL;
  if (!json.size || !json.data) return so_entry_refuse(profile, SOTTO_E_ARGUMENT);
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  status = so_message_set(&profile->words, json, &detail);
  if (detail) (void)so_handle_fail(profile, status, detail);
  return so_entry_leave(profile, status);
}
