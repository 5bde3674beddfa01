/*
 * Public calls for the person's rights: see, forget, erase.
 */
#include "client/entry.h"
#include "flow/subject.h"

sotto_status sotto_profile_each(sotto *profile, sotto_kept_fn visit, void *context) {
  return SO_ENTRY_CALL(visit, profile, so_kept_words_each(profile, visit, context));
}

void sotto_scope_init(sotto_scope *ret_scope) {
  *ret_scope = (sotto_scope){.struct_size = sizeof *ret_scope};
}

enum { ITEM = 1, ATTRIBUTE = 2, VALUE = 4, PERIOD = 8, CATEGORY = 16 };

/* Which fields are set. */
static uint32_t fields_of(const sotto_scope *scope) {
  return (scope->item.size ? ITEM : 0u) | (scope->attribute.size ? ATTRIBUTE : 0u) |
         (scope->value.size ? VALUE : 0u) | (scope->from_ms || scope->to_ms ? PERIOD : 0u) |
         (scope->category ? CATEGORY : 0u);
}

/* Exactly the fields of its kind are set: forgetting the wrong thing cannot be taken back. */
static int is_scope(const sotto_scope *scope) {
  static const uint32_t wanted[] = {0, ITEM, ATTRIBUTE | VALUE, PERIOD, CATEGORY, 0};
  if (!SO_ENTRY_IS_WHOLE(scope)) return 0;
  if (scope->kind < SOTTO_FORGET_ITEM || scope->kind > SOTTO_FORGET_ALL) return 0;
  const sotto_text names[] = {scope->item, scope->attribute, scope->value};
  if (!so_entry_are_names(names, 3) || scope->category >= SOTTO_CATEGORY_COUNT) return 0;
  uint32_t fields = fields_of(scope);
  if (scope->kind == SOTTO_FORGET_CATEGORY) fields |= CATEGORY; /* history is number 0 */
  if (fields & PERIOD && scope->from_ms >= scope->to_ms) return 0;
  return fields == wanted[scope->kind];
}

sotto_status sotto_forget(sotto *profile, const sotto_scope *scope, size_t *ret_rows) {
  return SO_ENTRY_CALL(is_scope(scope) && ret_rows, profile,
                       so_subject_forget(profile, scope, ret_rows));
}

sotto_status sotto_erase(const char *directory, const sotto_port *port,
                         sotto_receipt *ret_receipt) {
  int able = SO_ENTRY_IS_WHOLE(port) && port->clock_now && (port->key_wipe || port->passphrase);
  if (!able || !directory || !*directory || !ret_receipt) return SOTTO_E_ARGUMENT;
  return so_vault_erase(directory, port, ret_receipt);
}
