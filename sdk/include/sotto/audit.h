/**
 * @file audit.h
 * The audit log: one row per act, hash-chained, so that a removed, changed, swapped or cut row
 * shows.
 *
 * Proves integrity to the holder of the device's key, not to a stranger.
 */
#ifndef SOTTO_AUDIT_H
#define SOTTO_AUDIT_H

#include <sotto/consent.h>
#include <sotto/port.h>
#include <sotto/profile.h>

SOTTO_BEGIN

/** What was done. */
typedef uint32_t sotto_act;
/** The acts that are logged. */
enum {
  SOTTO_ACT_CREATED = 1,  /**< The profile was made. */
  SOTTO_ACT_CONSENT = 2,  /**< Consent changed. */
  SOTTO_ACT_EVENTS = 3,   /**< Events recorded: a count for one day. */
  SOTTO_ACT_ANSWERED = 4, /**< A question was answered: cost, mechanism, thresholds, report hash. */
  SOTTO_ACT_SENT = 5,     /**< A report was delivered. */
  SOTTO_ACT_DROPPED = 6,  /**< A report was removed unsent. */
  SOTTO_ACT_FORGOT = 7,   /**< Something was forgotten. */
  SOTTO_ACT_ERASED = 8,   /**< The profile was erased. */
  SOTTO_ACT_ROTATED = 9,  /**< Keys were replaced. */
  SOTTO_ACT_PACK = 10,    /**< A pack was installed. */
  SOTTO_ACT_EXPORTED = 11,   /**< The profile, or its audit log with its key, was handed out. */
  SOTTO_ACT_IMPORTED = 12,   /**< An export was imported. */
  SOTTO_ACT_STATED = 13,     /**< The person stated or withdrew a preference (no value logged). */
  SOTTO_ACT_CHECKPOINT = 14, /**< Replaces rows removed by a forget. */
  SOTTO_ACT_TRIED = 15,      /**< A report could not be delivered and waits on. */
  SOTTO_ACT_CARRIED = 16     /**< Parts of the profile were sealed for a receiver: which, how many
                                  bytes, their hash. */
};

/** One row of the log. Views die on return. */
typedef struct sotto_audit_row {
  uint64_t sequence;               /**< 1, 2, 3 … */
  int64_t time_ms;                 /**< When. */
  sotto_act act;                   /**< What. */
  uint64_t cost_micro;             /**< Epsilon spent by it. */
  sotto_text detail;               /**< JSON object with the act's facts; never personal data. */
  sotto_text words;                /**< The same as a sentence in the handle's locale. */
  uint8_t hash[SOTTO_DIGEST_SIZE]; /**< Keyed hash over the previous hash and this row. */
} sotto_audit_row;

/** Visitor of rows, oldest first; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_audit_fn)(void *context, const sotto_audit_row *row);

/** Visits the rows after `sequence`. Cost: disk. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_audit_each(sotto *profile, uint64_t sequence,
                                                      sotto_audit_fn visit, void *context);

/**
 * Recomputes the chain. On #SOTTO_OK `*ret_rows` is how many rows hold. #SOTTO_E_TAMPERED: a row
 * was changed, swapped, removed or the tail cut, and `*ret_rows` is the sequence of the first bad
 * row. Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_audit_verify(sotto *profile, uint64_t *ret_rows);

/**
 * Writes the audit log for a second verifier that need not trust this library, as JSON: the rows
 * with their salts, the stubs a forget left, what the head and the anchor remember, the reports
 * that wait, and **the audit-log key**, with which the chain can be recomputed. Whoever has that
 * key could make a log up that this profile never wrote; it opens nothing and un-noises nothing.
 * Holds costs, hashes and counts, no personal data. The form: flow/audit_export.c; a reader:
 * samples/auditor/verify.py. Writes an audit row first. Cost: disk.
 * Not in a build without JSON.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_audit_export(sotto *profile, sotto_write_fn write,
                                                        void *context);

/** Gives the stable English name of an act, such as "answered"; NULL for none. Cost: memory. */
SOTTO_API const char *sotto_act_name(sotto_act act);

SOTTO_END

#endif
