/**
 * @file consent.h
 * What the person allows: seven categories of data, four purposes, each unknown, granted or denied.
 *
 * Consent is a required argument of sotto_open(). Where two sources speak (the person, the host's
 * TCF/GPP verdict, Global Privacy Control), the strictest wins: denied over unknown over granted.
 * UNKNOWN means memory only: nothing is written and nothing contributed. `contribute` is never
 * possible for financial, social and external data, whatever is granted.
 */
#ifndef SOTTO_CONSENT_H
#define SOTTO_CONSENT_H

#include <sotto/base.h>

SOTTO_BEGIN

/** A category of personal data. Every field, trait and attribute key has exactly one. */
typedef uint32_t sotto_category;
/** The seven categories. */
enum {
  SOTTO_CATEGORY_HISTORY = 0,      /**< Purchases and views with this brand, spend, mindset. */
  SOTTO_CATEGORY_FINANCIAL = 1,    /**< Income, credit, payment instrument. */
  SOTTO_CATEGORY_PROFESSIONAL = 2, /**< Work. */
  SOTTO_CATEGORY_SOCIAL = 3,       /**< Family, religion, politics. */
  SOTTO_CATEGORY_EXTERNAL = 4,     /**< Demographic, health, physical. */
  SOTTO_CATEGORY_INTERNAL = 5,     /**< Knowledge, beliefs, preferences: affinities. */
  SOTTO_CATEGORY_TRACKING = 6,     /**< Place, device, contact. */
  SOTTO_CATEGORY_COUNT = 7         /**< How many. */
};

/** What data may be used for. */
typedef uint32_t sotto_purpose;
/** The four purposes. */
enum {
  SOTTO_PURPOSE_KEEP = 0,        /**< Store on this device, encrypted. */
  SOTTO_PURPOSE_PERSONALIZE = 1, /**< Compute picks, mindset and the like, on this device. */
  SOTTO_PURPOSE_CONTRIBUTE = 2,  /**< Answer the brand's questions with noise. */
  SOTTO_PURPOSE_EXPERIMENT = 3,  /**< Take part in a hold-out drawn on this device. */
  SOTTO_PURPOSE_COUNT = 4        /**< How many. */
};

/** A verdict on one category and purpose. */
typedef uint32_t sotto_verdict;
/** The three verdicts. */
enum {
  SOTTO_UNKNOWN = 0, /**< Nobody asked yet: memory only, nothing contributed. */
  SOTTO_GRANTED = 1, /**< Allowed. */
  SOTTO_DENIED = 2   /**< Refused or withdrawn. */
};

/** All verdicts of one person, as the host knows them. */
typedef struct sotto_consent {
  uint32_t struct_size; /**< Set by sotto_consent_init(). */
  uint32_t gpc;         /**< Not 0: Global Privacy Control is on; contribute counts as denied. */
  uint8_t verdicts[SOTTO_CATEGORY_COUNT][SOTTO_PURPOSE_COUNT]; /**< The person's own. */
  uint8_t host_verdicts[SOTTO_CATEGORY_COUNT]
                       [SOTTO_PURPOSE_COUNT]; /**< From TCF/GPP; GRANTED = no objection. */
} sotto_consent;

/** A profile's handle. */
typedef struct sotto sotto;

/** Fills consent with UNKNOWN everywhere, the host having no objection. Cost: memory. */
SOTTO_API void sotto_consent_init(sotto_consent *ret_consent);

/** Sets the person's verdict on one purpose for every category. Cost: memory. */
SOTTO_API void sotto_consent_fill(sotto_consent *consent, sotto_purpose purpose,
                                  sotto_verdict verdict);

/**
 * Gives the verdict that counts after combining all sources, strictest first.
 * Returns #SOTTO_DENIED for a category or purpose that does not exist. Cost: memory.
 */
SOTTO_API sotto_verdict sotto_consent_verdict(const sotto_consent *consent, sotto_category category,
                                              sotto_purpose purpose);

/** Gives the stable English name of a category, such as "history"; NULL for none. Cost: memory. */
SOTTO_API const char *sotto_category_name(sotto_category category);

/** Gives the stable English name of a purpose, such as "keep"; NULL for none. Cost: memory. */
SOTTO_API const char *sotto_purpose_name(sotto_purpose purpose);

/**
 * Replaces the consent of an open profile. A withdrawal takes effect before the call returns: rows
 * of a category whose `keep` is no longer granted are forgotten, as sotto_forget() does it and with
 * what waits in the outbox; held reports are deleted when `contribute` ends; the budget stays
 * spent. Granting `keep` to a profile that lived in memory begins to store from now on.
 * Writes an audit row. Errors: storage codes; on failure the stricter of old and new is in force.
 * Cost: disk; heavy where rows go.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_consent_set(sotto *profile,
                                                       const sotto_consent *consent);

/** Gives the consent in force. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_consent_get(sotto *profile, sotto_consent *ret_consent);

SOTTO_END

#endif
