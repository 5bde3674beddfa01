/*
 * The one place where consent is decided: sources combined strictest-first, the purposes that a
 * category can never serve, and the category of every event field and trait. Pure.
 */
#ifndef SO_PRIVACY_CONSENT_RULE_H
#define SO_PRIVACY_CONSENT_RULE_H

#include <sotto/consent.h>
#include <sotto/event.h>

/** What may be done with one piece of data. */
typedef enum so_use {
  SO_USE_DROP = 0,    /* neither stored nor used */
  SO_USE_SESSION = 1, /* used in memory for this session, never written */
  SO_USE_KEEP = 2     /* stored; used where `personalize` allows */
} so_use;

/** Combined verdict (DENIED over UNKNOWN over GRANTED; GPC and forbidden categories included). */
sotto_verdict so_consent_rule_verdict(const sotto_consent *consent, sotto_category category,
                                      sotto_purpose purpose);
/** 1 only where the combined verdict is GRANTED. */
int so_consent_rule_allows(const sotto_consent *consent, sotto_category category,
                           sotto_purpose purpose);
/** How data of a category may be treated; keep DENIED and personalize not granted: DROP. */
so_use so_consent_rule_use(const sotto_consent *consent, sotto_category category);
/** 1 when `keep` is granted for at least one category. */
int so_consent_rule_any_keep(const sotto_consent *consent);
/** 1 when `contribute` is granted for at least one category: otherwise nothing leaves. */
int so_consent_rule_any_contribute(const sotto_consent *consent);
/** 1 when `category` may ever be asked about by a question. */
int so_consent_rule_askable(sotto_category category);
/** Category of an event type (what happened with this brand is history). */
sotto_category so_consent_rule_event(sotto_event_type type);
/** Cellwise strictest of two consents: what is in force while a change is being made durable. */
void so_consent_rule_strictest(sotto_consent *ret_consent, const sotto_consent *a,
                               const sotto_consent *b);

#endif
