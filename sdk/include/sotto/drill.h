/**
 * @file drill.h
 * A drill: what a whole fleet would answer week by week, before there is a fleet.
 *
 * In libsotto_brand. Each person of a drill has a history of items; every week they are asked what
 * the pack asks, and what they say goes through the functions devices ship: schedule, yearly quota,
 * budget ledger, mapping to a bucket and randomizer. Only storage, sealing and transport are
 * skipped, so that millions can be drilled. The source of chance is ChaCha20 of a seed: a drill
 * repeats itself, and hides nobody.
 */
#ifndef SOTTO_DRILL_H
#define SOTTO_DRILL_H

#include <sotto/estimate.h>

SOTTO_BEGIN

/** Most weeks of one drill. */
#define SOTTO_DRILL_WEEKS_MAX 520
/** What of a person is not known. */
#define SOTTO_DRILL_UNKNOWN UINT32_MAX

/** A drill and everything its fleet has said. */
typedef struct sotto_drill sotto_drill;

/** What is drilled. */
typedef struct sotto_drill_options {
  uint32_t struct_size;             /**< Set by sotto_drill_options_init(). */
  const sotto_collector *collector; /**< Whose pack asks; must outlive the drill. */
  uint32_t first_epoch;             /**< Number of the first week. */
  uint32_t weeks;                   /**< How many there are. */
  uint32_t lifted; /**< 1: neither ledger nor quota is asked. No device does that. */
} sotto_drill_options;

/** Fills options with nothing. Cost: memory. */
SOTTO_API void sotto_drill_options_init(sotto_drill_options *ret_options);

/**
 * Opens a drill; the caller closes it. #SOTTO_E_ARGUMENT for 0 or too many weeks or no collector,
 * #SOTTO_E_MEMORY. Cost: memory; takes 16 bytes per question, week and bucket.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_drill_open(const sotto_drill_options *options,
                                                      sotto_drill **ret_drill);
/** Closes a drill; NULL is allowed. Cost: memory. */
SOTTO_API void sotto_drill_close(sotto_drill *drill);

/** A person as they are in one week. */
typedef struct sotto_drill_person {
  uint32_t struct_size;  /**< Set by sotto_drill_person_init(). */
  const uint32_t *items; /**< Items met, oldest first, by sotto_drill_item(). */
  size_t item_count;     /**< How many; the latest 64 count, as on a device. */
  uint32_t mindset;      /**< The mindset, or #SOTTO_DRILL_UNKNOWN. */
  uint32_t arm;          /**< Place of the latest arm in its question's list, or unknown. */
  uint32_t arm_mindset;  /**< Mindset it was drawn in, or unknown. */
  uint32_t arm_well;     /**< 1: it did well, 0: it did not, or unknown. */
} sotto_drill_person;

/** Fills a person of whom nothing is known. Cost: memory. */
SOTTO_API void sotto_drill_person_init(sotto_drill_person *ret_person);

/** Gives the number of an item of the pack by its id. #SOTTO_E_MISSING. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_drill_item(const sotto_drill *drill, sotto_text id,
                                                      uint32_t *ret_item);

/** The next person: an empty ledger, no answer yet, chance from this seed. Cost: memory. */
SOTTO_API void sotto_drill_begin(sotto_drill *drill, uint64_t seed);

/**
 * Lets the person be asked in week `week` (0 first, each more than the last) and counts what they
 * say. #SOTTO_E_ARGUMENT for another week or an item the pack lacks. Cost: memory, about a
 * microsecond.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_drill_week(sotto_drill *drill, uint32_t week,
                                                      const sotto_drill_person *person);

/**
 * Gives what was counted of question `index` in a week: a view until the drill is closed.
 * #SOTTO_E_MISSING. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_drill_tally(const sotto_drill *drill, uint32_t index,
                                                       uint32_t week, sotto_tally *ret_tally);

/** What was true of one question in one week, which no server knows. */
typedef struct sotto_drill_truths {
  const uint64_t *buckets; /**< How many had which bucket; a view until the drill is closed. */
  uint64_t free_reports;   /**< How many of bucket 0 were there because they could not pay. */
} sotto_drill_truths;

/** Gives the truth of question `index` in a week. #SOTTO_E_MISSING. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_drill_truth(const sotto_drill *drill, uint32_t index,
                                                       uint32_t week,
                                                       sotto_drill_truths *ret_truths);

/** What a drill's people sent and spent, in all. */
typedef struct sotto_drill_totals {
  uint32_t struct_size;    /**< Set by the call. */
  uint64_t people;         /**< Begun. */
  uint64_t reports;        /**< Sent, the free ones too. */
  uint64_t free_reports;   /**< "None" at no cost: quota or ledger could not pay. */
  uint64_t epsilon_micro;  /**< Spent by all. */
  uint64_t epsilon0_micro; /**< Local epsilon of split answers, by all. */
  uint64_t delta_2p60;     /**< Delta of split answers, by all, in 2^-60. */
  uint64_t most_micro;     /**< Epsilon of whoever spent most. */
} sotto_drill_totals;

/** Gives the totals. Cost: memory. */
SOTTO_API void sotto_drill_totals_get(const sotto_drill *drill, sotto_drill_totals *ret_totals);

/** Adds what another drill with the same options counted. #SOTTO_E_ARGUMENT. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_drill_add(sotto_drill *inout_drill,
                                                     const sotto_drill *more);

SOTTO_END

#endif
