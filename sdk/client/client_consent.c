/*
 * Public calls about consent, and its names.
 */
#include <string.h>

#include "client/entry.h"
#include "flow/care.h"

void sotto_consent_init(sotto_consent *ret_consent) {
  *ret_consent = (sotto_consent){.struct_size = sizeof *ret_consent};
  memset(ret_consent->host_verdicts, SOTTO_GRANTED, sizeof ret_consent->host_verdicts);
}

void sotto_consent_fill(sotto_consent *consent, sotto_purpose purpose, sotto_verdict verdict) {
  if (!consent || purpose >= SOTTO_PURPOSE_COUNT || verdict > SOTTO_DENIED) return;
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    consent->verdicts[category][purpose] = (uint8_t)verdict;
}

sotto_verdict sotto_consent_verdict(const sotto_consent *consent, sotto_category category,
                                    sotto_purpose purpose) {
  return consent ? so_consent_rule_verdict(consent, category, purpose) : SOTTO_DENIED;
}

const char *sotto_category_name(sotto_category category) {
  static const char names[SOTTO_CATEGORY_COUNT][13] = {
      "history", "financial", "professional", "social", "external", "internal", "tracking"};
  return category < SOTTO_CATEGORY_COUNT ? names[category] : NULL;
}

const char *sotto_purpose_name(sotto_purpose purpose) {
  static const char names[SOTTO_PURPOSE_COUNT][12] = {"keep", "personalize", "contribute",
                                                      "experiment"};
  return purpose < SOTTO_PURPOSE_COUNT ? names[purpose] : NULL;
}

sotto_status sotto_consent_set(sotto *profile, const sotto_consent *consent) {
  return SO_ENTRY_CALL(so_entry_is_consent(consent), profile, so_care_consent(profile, consent));
}

sotto_status sotto_consent_get(sotto *profile, sotto_consent *ret_consent) {
  return SO_ENTRY_CALL(ret_consent, profile, (*ret_consent = profile->consent, SOTTO_OK));
}
