/*
 * Public calls about the audit log.
 */
#include "client/entry.h"
#include "flow/subject.h"

sotto_status sotto_audit_each(sotto *profile, uint64_t sequence, sotto_audit_fn visit,
                              void *context) {
  return SO_ENTRY_CALL(visit, profile, so_kept_words_audit(profile, sequence, visit, context));
}

sotto_status sotto_audit_verify(sotto *profile, uint64_t *ret_rows) {
  return SO_ENTRY_CALL(ret_rows, profile,
                       so_handle_vault(profile, so_vault_audit_verify(profile->vault, ret_rows)));
}

const char *sotto_act_name(sotto_act act) {
  static const char names[][11] = {"",      "created",  "consent",  "events", "answered",
                                   "sent",  "dropped",  "forgot",   "erased", "rotated",
                                   "pack",  "exported", "imported", "stated", "checkpoint",
                                   "tried", "carried"};
  return act && act < sizeof names / sizeof *names ? names[act] : NULL;
}
