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

enum { ITEM = 1, ATTRIBUTE = 2, VALUE = 4, PERIOD = 8, CATEGORY = 16 };

/* Which fields are set. */
static uint32_t fields_of(const sotto_scope *scope) {
  uint32_t fields = 0;
  if (scope->item.size) fields |= ITEM;
  if (scope->attribute.size) fields |= ATTRIBUTE;
  if (scope->value.size) fields |= VALUE;
  if (scope->from_ms || scope->to_ms) fields |= PERIOD;
  if (scope->category) fields |= CATEGORY;
  return fields;
}

static int are_names(const sotto_scope *scope) {
  return so_entry_is_name(scope->item) && so_entry_is_name(scope->attribute) &&
         so_entry_is_name(scope->value);
}

/* Exactly the fields of its kind are set: forgetting the wrong thing cannot be taken back. */
static int is_scope(const sotto_scope *scope) {
  static const uint32_t wanted[] = {0, ITEM, ATTRIBUTE | VALUE, PERIOD, CATEGORY, 0};
  if (!scope || scope->struct_size < sizeof *scope) return 0;
  if (scope->kind < SOTTO_FORGET_ITEM || scope->kind > SOTTO_FORGET_ALL) return 0;
  if (!are_names(scope) || scope->category >= SOTTO_CATEGORY_COUNT) return 0;
  uint32_t fields = fields_of(scope);
  if (scope->kind == SOTTO_FORGET_CATEGORY) fields |= CATEGORY; /* history is number 0 */
  if (fields & PERIOD && scope->from_ms >= scope->to_ms) return 0;
  return fields == wanted[scope->kind];
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
