/*
 * Consent decided in one place.
 */
#include "privacy/consent_rule.h"

/* Granted only where both grant; denied where either does or is no verdict at all. */
static sotto_verdict stricter(uint32_t a, uint32_t b) {
  if (a >= SOTTO_DENIED || b >= SOTTO_DENIED) return SOTTO_DENIED;
  return a == SOTTO_GRANTED && b == SOTTO_GRANTED ? SOTTO_GRANTED : SOTTO_UNKNOWN;
}

int so_consent_rule_askable(sotto_category category) {
  return category < SOTTO_CATEGORY_COUNT && category != SOTTO_CATEGORY_FINANCIAL &&
         category != SOTTO_CATEGORY_SOCIAL && category != SOTTO_CATEGORY_EXTERNAL;
}

sotto_verdict so_consent_rule_verdict(const sotto_consent *consent, sotto_category category,
                                      sotto_purpose purpose) {
  if (category >= SOTTO_CATEGORY_COUNT || purpose >= SOTTO_PURPOSE_COUNT) return SOTTO_DENIED;
  if (purpose == SOTTO_PURPOSE_CONTRIBUTE && (consent->gpc || !so_consent_rule_askable(category)))
    return SOTTO_DENIED;
  return stricter(consent->verdicts[category][purpose], consent->host_verdicts[category][purpose]);
}

int so_consent_rule_allows(const sotto_consent *consent, sotto_category category,
                           sotto_purpose purpose) {
  return so_consent_rule_verdict(consent, category, purpose) == SOTTO_GRANTED;
}

so_use so_consent_rule_use(const sotto_consent *consent, sotto_category category) {
  sotto_verdict keep = so_consent_rule_verdict(consent, category, SOTTO_PURPOSE_KEEP);
  sotto_verdict use = so_consent_rule_verdict(consent, category, SOTTO_PURPOSE_PERSONALIZE);
  if (keep == SOTTO_GRANTED) return SO_USE_KEEP;
  if (use == SOTTO_GRANTED) return SO_USE_SESSION;
  return keep == SOTTO_UNKNOWN && use == SOTTO_UNKNOWN ? SO_USE_SESSION : SO_USE_DROP;
}

static int any(const sotto_consent *consent, sotto_purpose purpose) {
  int allowed = 0;
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    allowed |= so_consent_rule_allows(consent, category, purpose);
  return allowed;
}

int so_consent_rule_any_keep(const sotto_consent *consent) {
  return any(consent, SOTTO_PURPOSE_KEEP);
}

int so_consent_rule_any_contribute(const sotto_consent *consent) {
  return any(consent, SOTTO_PURPOSE_CONTRIBUTE);
}

sotto_category so_consent_rule_event(sotto_event_type type) {
  (void)type; /* every type there is tells what was done with this brand */
  return SOTTO_CATEGORY_HISTORY;
}

void so_consent_rule_strictest(sotto_consent *ret_consent, const sotto_consent *a,
                               const sotto_consent *b) {
  sotto_consent both = *a;
  both.gpc = a->gpc || b->gpc;
  for (sotto_category c = 0; c < SOTTO_CATEGORY_COUNT; c++) {
    for (sotto_purpose p = 0; p < SOTTO_PURPOSE_COUNT; p++) {
      both.verdicts[c][p] = (uint8_t)stricter(a->verdicts[c][p], b->verdicts[c][p]);
      both.host_verdicts[c][p] = (uint8_t)stricter(a->host_verdicts[c][p], b->host_verdicts[c][p]);
    }
  }
  *ret_consent = both;
}
