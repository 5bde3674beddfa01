/*
 * Public calls for the person's rights: see, take along, bring back, forget, erase.
 */
#include <string.h>

#include "client/entry.h"
#include "flow/export.h"
#include "flow/import.h"
#include "flow/kept_words.h"
#include "flow/subject.h"

sotto_status sotto_profile_each(sotto *profile, sotto_kept_fn visit, void *context) {
  if (!visit) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  return so_entry_leave(profile, so_kept_words_each(profile, visit, context));
}

sotto_status sotto_profile_export(sotto *profile, sotto_write_fn write, void *context) {
  if (!write) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  return so_entry_leave(profile, so_export_write(profile, write, context));
}

sotto_status sotto_profile_import(sotto *profile, sotto_bytes json, size_t *ret_events) {
  if (!json.data || !json.size || !ret_events) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  return so_entry_leave(profile, so_import_read(profile, json, ret_events));
}

void sotto_scope_init(sotto_scope *ret_scope) {
  memset(ret_scope, 0, sizeof *ret_scope);
  ret_scope->struct_size = sizeof *ret_scope;
}

/* Exactly the fields of its kind are set: forgetting the wrong thing cannot be taken back. */
static int is_scope(const sotto_scope *scope) {
  if (!scope || scope->struct_size < sizeof *scope) return 0;
  const sotto_text texts[] = {scope->item, scope->attribute, scope->value};
  for (size_t i = 0; i < 3; i++)
    if (!so_entry_is_name(texts[i])) return 0;
  const int period = scope->from_ms || scope->to_ms;
  const int set = (scope->item.size ? 1 : 0) | (scope->attribute.size ? 2 : 0) |
                  (scope->value.size ? 4 : 0) | (period ? 8 : 0) | (scope->category ? 16 : 0);
  switch (scope->kind) {
  case SOTTO_FORGET_ITEM: return set == 1;
  case SOTTO_FORGET_VALUE: return set == 6;
  case SOTTO_FORGET_PERIOD: return set == 8 && scope->from_ms < scope->to_ms;
  case SOTTO_FORGET_CATEGORY: return (set & ~16) == 0 && scope->category < SOTTO_CATEGORY_COUNT;
  default: return scope->kind == SOTTO_FORGET_ALL && set == 0;
  }
}

sotto_status sotto_forget(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  if (!is_scope(scope) || !ret_rows) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  return so_entry_leave(profile, so_subject_forget(profile, scope, ret_rows));
}

sotto_status sotto_erase(const char *directory, const sotto_port *port,
                         sotto_receipt *ret_receipt) {
  if (!directory || !*directory || !ret_receipt) return SOTTO_E_ARGUMENT;
  if (!port || port->struct_size < sizeof *port || !port->clock_now) return SOTTO_E_ARGUMENT;
  if (!port->key_wipe && !port->passphrase) return SOTTO_E_ARGUMENT;
  return so_vault_erase(directory, port, ret_receipt);
}
