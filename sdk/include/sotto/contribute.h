/**
 * @file contribute.h
 * Answering the brand's questions with noise: preview, answer, outbox.
 *
 * Nothing leaves unless `contribute` is granted. Questions are data in the signed pack, in a closed
 * grammar. An answer is noised on the device (randomized; the odds are shown first), charged to the
 * budget ledger and logged in one durable transaction before its bytes can be read. The host pulls
 * reports from the outbox, sends them, and settles. The library has no socket.
 *
 * By local trust a report is sealed to the brand. By split trust it is a DAP upload (RFC 9180 seals
 * a share to each of two aggregators, of whom one must be honest), and the brand gets sums alone;
 * the preview names both, and the report says where it goes.
 */
#ifndef SOTTO_CONTRIBUTE_H
#define SOTTO_CONTRIBUTE_H

#include <sotto/consent.h>
#include <sotto/port.h>

SOTTO_BEGIN

/** Bytes of a question's id. */
#define SOTTO_QUESTION_ID_SIZE 16

/**
 * What a question would do, in words and numbers, before anything is drawn. Views die on return.
 */
typedef struct sotto_preview {
  uint8_t question[SOTTO_QUESTION_ID_SIZE]; /**< Its id this epoch. */
  sotto_text words;  /**< What is asked, what would be answered and the odds, in the locale. */
  sotto_text name;   /**< The brand's name for the question, such as "mindset". */
  sotto_text answer; /**< The true answer in words ("focused"), shown only to the person. */
  uint32_t bucket;   /**< Its bucket, 0 is "none"; never leaves as it is. */
  sotto_category category;   /**< Category of what it asks about. */
  uint32_t buckets;          /**< Size of its domain, "none" included. */
  uint32_t state;            /**< A SOTTO_QUESTION_… value. */
  uint32_t every;            /**< Weeks between two askings; 0: no schedule, the host says when. */
  uint64_t cost_micro;       /**< Epsilon it will spend, rounded up. */
  uint64_t odds_numerator;   /**< e^epsilon as an exact rational: any output is at most this … */
  uint64_t odds_denominator; /**< … over this times likelier under one answer than another. */
  uint64_t balance_micro;    /**< What the ledger could spend now. */
  size_t report_bytes;       /**< Size of the report that would leave. */
  uint32_t trust;            /**< A SOTTO_TRUST_… value; the rest is of split trust alone. */
  uint32_t minimum_batch;    /**< Answers the aggregators sum up at least. */
  uint64_t delta_2p60;       /**< Delta of the sum that it will spend, units of 2^-60. */
  uint64_t epsilon0_micro;   /**< Epsilon of the answer alone, if both aggregators collude. */
  sotto_text leader;         /**< URL of the aggregator that takes the report. */
  sotto_text helper;         /**< URL of the other. */
} sotto_preview;

/** Whom an answer's privacy rests on. */
enum {
  SOTTO_TRUST_LOCAL = 0, /**< On nobody: the noise of the answer itself is enough. */
  /** On one of two aggregators being honest, and half of the minimum batch: `cost_micro` and
      `delta_2p60` are of the sum; of the answer alone, and the odds, `epsilon0_micro`. */
  SOTTO_TRUST_SPLIT = 1
};

/** States of a question in sotto_preview. */
enum {
  SOTTO_QUESTION_OPEN = 0,     /**< Would be answered truthfully with noise. */
  SOTTO_QUESTION_ANSWERED = 1, /**< Already answered this epoch. */
  SOTTO_QUESTION_CATEGORY = 2, /**< Its category may not be contributed: sends "none" at no cost. */
  SOTTO_QUESTION_EXHAUSTED = 3, /**< The ledger cannot pay: sends "none" at no cost. */
  SOTTO_QUESTION_OFF = 4,       /**< Contributing is off: nothing leaves. */
  SOTTO_QUESTION_INVALID = 5,   /**< Malformed or unsupported: dropped, nothing leaves. */
  SOTTO_QUESTION_CLOCK = 6,     /**< The clock jumped weeks: refused until it stood for a day. */
  SOTTO_QUESTION_NOT_DUE = 7    /**< Its schedule does not ask this device this week. */
};

/** Visitor of previews; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_preview_fn)(void *context, const sotto_preview *preview);

/** One report waiting in the outbox. Views die on return. */
typedef struct sotto_report {
  uint64_t id; /**< Names it to sotto_outbox_settle(); means nothing off this device. */
  uint8_t question[SOTTO_QUESTION_ID_SIZE]; /**< The question. */
  uint32_t epoch;                           /**< Its epoch. */
  uint32_t attempts;                        /**< Tries so far. */
  int64_t send_after_ms; /**< Do not send before: freshly random within the release window. */
  uint64_t cost_micro;   /**< What it cost. */
  sotto_bytes body;      /**< The exact bytes that leave. */
  uint32_t trust;        /**< A SOTTO_TRUST_… value; local: the host knows the collector's URL. */
  sotto_text url;        /**< Split trust: where the body goes, by … */
  sotto_text method;     /**< … this HTTP method … */
  sotto_text media_type; /**< … as this media type (DAP upload); else all three are empty. */
  sotto_text leader;     /**< Split trust: URL of the aggregator that takes the upload, and … */
  sotto_text helper;     /**< … of the other, as promised when it was answered: whose keys it is
                              sealed to, and may be sealed anew to; else both are empty. */
} sotto_report;

/** Visitor of reports; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_report_fn)(void *context, const sotto_report *report);

/** What became of a report. */
typedef uint32_t sotto_delivery;
/** The outcomes of a delivery. */
enum {
  SOTTO_DELIVERY_DONE = 1,   /**< Accepted: remove it. */
  SOTTO_DELIVERY_RETRY = 2,  /**< Keep it, same bytes. */
  SOTTO_DELIVERY_REFUSED = 3 /**< Will never be accepted: remove it. */
};

/** The state of the budget ledger. Data-independent: may be shown to anyone, is never sent. */
typedef struct sotto_budget {
  uint32_t struct_size;          /**< Set by the call. */
  uint32_t epoch;                /**< The epoch now. */
  uint64_t balance_micro;        /**< Epsilon that could be spent now. */
  uint64_t depth_micro;          /**< Most that can ever be saved up. */
  uint64_t spent_micro;          /**< Epsilon spent in all. */
  uint64_t spent_delta_2p60;     /**< Delta spent in all, units of 2^-60. */
  uint64_t spent_epsilon0_micro; /**< Local epsilon of split answers in all. */
  uint64_t weekly_micro;         /**< What a week adds. */
  int64_t next_ms;               /**< When it next accrues. */
  uint32_t anchored;             /**< 1: the store has an anchor, a restore gains nothing. */
  uint32_t behind;               /**< 1: restored or cut; only "none" until next epoch. */
} sotto_budget;

/**
 * Visits every question of the pack with its preview. Spends nothing. A question may have a
 * schedule (every so many weeks, at a phase that is the same for all, or that each device draws by
 * lot each week): it is then open only when due, whatever the profile holds, so a host answers each
 * week what is open and needs no plan of its own. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_question_each(sotto *profile, sotto_preview_fn visit,
                                                         void *context);

/**
 * Answers one question: debits the ledger, logs, and puts a report in the outbox, durable when it
 * returns. Spends. A denied category or an empty budget sends the constant "none" at cost 0, so
 * that taking part never tells. A second answer in an epoch returns #SOTTO_E_STATE and changes
 * nothing; so does one that is not due, and any answer while a far jump of the clock is in doubt.
 * #SOTTO_E_DENIED with contributing off, #SOTTO_E_MISSING for an unknown question. A question no
 * device answers gives its reason: #SOTTO_E_FORMAT (a kind, trust model or unit this library does
 * not answer), #SOTTO_E_ARGUMENT (no such trust model, unit or schedule), #SOTTO_E_CORRUPT (its
 * answers are not those of its kind), #SOTTO_E_DENIED (a category never asked), #SOTTO_E_BUDGET
 * (costs nothing, or too much), #SOTTO_E_LIMIT (too many answers, or outside the table of split
 * trust), #SOTTO_E_TAMPERED (not what its id says: another pair of aggregators or batch, too),
 * #SOTTO_E_EXPIRED. By split trust also #SOTTO_E_MISSING (no task), #SOTTO_E_CORRUPT (a task that
 * is none, or of another domain or batch), #SOTTO_E_FORMAT (aggregators whose keys have no suite
 * this library knows), #SOTTO_E_ARGUMENT (a visit's). Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status
sotto_question_answer(sotto *profile, const uint8_t question[SOTTO_QUESTION_ID_SIZE]);

/**
 * Visits the reports waiting, oldest first, with their exact bytes; none while contributing is off.
 * Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_outbox_each(sotto *profile, sotto_report_fn visit,
                                                       void *context);

/** Settles one report after the host tried to send it. Writes an audit row. Cost: disk. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_outbox_settle(sotto *profile, uint64_t report,
                                                         sotto_delivery delivery);

/**
 * Seals a split report anew, with its id and its shares, to the HPKE configurations that the two
 * aggregators publish now (the bodies of their hpke_config): for a report refused as
 * `outdatedConfig`. Once per report; a second time #SOTTO_E_STATE. Writes an audit row. Spends
 * nothing: whoever opens either body learns what the first would have told. Whose lists they are is
 * the host's to know: take them over TLS from the URLs of the report's task alone.
 * #SOTTO_E_MISSING: no such report waits. #SOTTO_E_ARGUMENT: it is a local one. #SOTTO_E_FORMAT: a
 * list is malformed or has no suite this library knows; the report stays as it was. Cost: disk.
 * Not in a build without split trust.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_outbox_reseal(sotto *profile, uint64_t report,
                                                         sotto_bytes leader_list,
                                                         sotto_bytes helper_list);

/**
 * Visits the questions that a kiosk's visitor answers when the visit ends, with their previews, in
 * the visitor's words. `kiosk` is the profile on disk that holds ledger and outbox and records no
 * event; `visitor` one in memory, opened when the visit began, with the same pack. The visitor's
 * consent counts. A question of the unit "device" is answered by the first visit of the week that
 * begins after a moment drawn at random for it, and is paid by the kiosk's ledger; of those of the
 * unit "visit" each visit answers one, drawn at random, with noise of its own and against no
 * ledger: its epsilon holds for one visit, and a person who returns n times spends it n times.
 * Spends nothing. #SOTTO_E_STATE where the handles do not go together. Cost: disk.
 * Not in a build without kiosk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_visit_each(sotto *kiosk, sotto *visitor,
                                                      sotto_preview_fn visit, void *context);

/**
 * Answers one question of sotto_visit_each(), at the end of the visit: as sotto_question_answer(),
 * the report in the kiosk's outbox and the audit row in the kiosk's log. #SOTTO_E_STATE for a
 * question that this visit does not answer. Spends. Cost: disk.
 * Not in a build without kiosk.
 */
SOTTO_API SOTTO_CHECKED sotto_status
sotto_visit_answer(sotto *kiosk, sotto *visitor, const uint8_t question[SOTTO_QUESTION_ID_SIZE]);

/** Gives the ledger's state. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_budget_get(sotto *profile, sotto_budget *ret_budget);

SOTTO_END

#endif
