/**
 * @file estimate.h
 * The brand's side of the reports: opening them, counting them, and saying what the counts mean.
 *
 * In libsotto_brand. A report says little by itself: it stands for a set of buckets that holds the
 * device's own bucket with a known probability and is random otherwise. Many reports together give
 * the share of devices in each bucket, unbiased, with an error that is known beforehand.
 *
 * What a report names, and what is counted, are cells. For small domains a cell is a bucket; for
 * large ones a report names one cell that stands for many buckets, and the estimate takes the
 * counts of cells apart again.
 *
 * Every share is a share of all reports counted, "none" (bucket 0) included. An interval covers the
 * noise of the mechanism; it says nothing about devices that did not report.
 */
#ifndef SOTTO_ESTIMATE_H
#define SOTTO_ESTIMATE_H

#include <sotto/base.h>

SOTTO_BEGIN

/** Bytes of the ids of questions and reports. */
#define SOTTO_REPORT_ID_SIZE 16
/** Bytes a label takes at most, its end included. */
#define SOTTO_LABEL_SIZE 128
/** Most cells one report can name. */
#define SOTTO_ANSWER_CELLS_MAX 128

/** Kinds of randomizer. */
enum {
  /** Subset selection (Ye and Barg 2018, arXiv 1702.00610; size as Pan 2026, arXiv 2603.11523):
      a cell is a bucket, a report names `size` of them; 1 is k-ary randomized response. */
  SOTTO_MECHANISM_SUBSET = 1,
  /** Projective geometry response (Feldman, Nelson, Nguyen and Talwar 2022, arXiv 2203.00194): a
      cell is a point of a projective space, a report names one and counts for every bucket whose
      point is orthogonal to it. */
  SOTTO_MECHANISM_PROJECTIVE = 2,
  /** Split trust: k-ary randomized response (Warner 1965) with so much chance that the sum of all
      reports, and only that is seen, keeps the promise; see sotto_mechanism_split(). */
  SOTTO_MECHANISM_SPLIT = 3
};

/** A randomizer, by all its numbers. */
typedef struct sotto_mechanism {
  uint32_t struct_size;      /**< Set by the call. */
  uint32_t kind;             /**< A SOTTO_MECHANISM_… value. */
  uint32_t buckets;          /**< Size k of the domain, "none" included. */
  uint32_t size;             /**< How many cells a report names; 1 if projective. */
  uint32_t prime;            /**< Elements q of the geometry's field; 0 unless projective. */
  uint32_t dimension;        /**< Coordinates t of its points; 0 unless projective. */
  uint32_t cells;            /**< Cells there are: k, or (q^t - 1)/(q - 1) if projective. */
  uint32_t report_bytes;     /**< Bytes of the answer inside a report. */
  uint64_t threshold;        /**< P(a report counts for the true bucket) = threshold / 2^64. */
  uint64_t epsilon_micro;    /**< What an answer costs, rounded up. */
  uint64_t odds_numerator;   /**< e^epsilon as a rational: any report is at most this … */
  uint64_t odds_denominator; /**< … over this times likelier under one answer than another. */
} sotto_mechanism;

/**
 * Gives the mechanism every device uses for a domain and a cost: subset selection where a report of
 * 16 bytes can carry it, else projective geometry with the best prime. Pure. #SOTTO_E_LIMIT above
 * 100,000 buckets or a cost of 8,000,000, #SOTTO_E_ARGUMENT for a domain under 2 or a cost of 0.
 * Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_mechanism_plan(uint32_t buckets, uint64_t epsilon_micro,
                                                          sotto_mechanism *ret_mechanism);

/**
 * Gives the mechanism every device uses under split trust for a domain, a minimum batch and a cost:
 * the compiled-in table's share of random answers, for which the sum of all reports is within
 * `epsilon_micro` where one of the two aggregators is honest and half of the minimum batch are; the
 * odds are of one answer alone, what remains if both collude. Pure. #SOTTO_E_LIMIT outside the
 * table, and in a build without split trust. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_mechanism_split(uint32_t buckets, uint32_t minimum_batch,
                                                           uint32_t epsilon_micro,
                                                           sotto_mechanism *ret_mechanism);

/** What was counted for one question: how often each cell was named in how many reports. */
typedef struct sotto_tally {
  const uint64_t *counts; /**< One per cell of the mechanism. */
  uint64_t reports;       /**< Reports counted. */
} sotto_tally;

/** The estimate of one share. */
typedef struct sotto_share {
  double share; /**< Unbiased; may be below 0 or above 1 by chance, so that errors average out. */
  double error; /**< Standard error. */
  double low;   /**< Lower end of the interval; not cut at 0. */
  double high;  /**< Upper end; not cut at 1. */
  uint32_t suppressed; /**< 1: cannot be told from 0; show no number. */
  uint32_t
      biased; /**< 1: sotto_estimate_project() has moved `share`; low, high, error are as before. */
} sotto_share;

/** How to estimate. */
typedef struct sotto_estimate_options {
  uint32_t struct_size; /**< Set by sotto_estimate_options_init(). */
  double interval_z;    /**< Normal quantile of the interval; 1.959964 is 95 %. */
  double suppress_z;    /**< Suppress a share below this many standard errors of a share of 0. */
} sotto_estimate_options;

/** Fills options: 95 % intervals, suppression below 1.959964 standard errors. Cost: memory. */
SOTTO_API void sotto_estimate_options_init(sotto_estimate_options *ret_options);

/**
 * Estimates every share: (c/n - q) / (p - q), where c of n reports count for the bucket, p is the
 * chance that a report counts for the true bucket and q that it does for another one. The interval
 * inverts the score test on the count, whose variance at share f is q(1-q) + f(p-q)(1-p-q) (Wilson
 * 1927; Brown, Cai and DasGupta 2001, doi 10.1214/ss/1009213286), so that it covers as stated at
 * shares near 0 and at small fleets. `ret_shares` holds one per bucket. `options` may be NULL.
 * #SOTTO_E_STATE without a report, #SOTTO_E_CORRUPT where a count exceeds the reports or the counts
 * do not sum to reports x size, #SOTTO_E_MEMORY. Cost: memory; heavy where the mechanism is
 * projective (a transform of all cells, after Feldman et al. 2022, section 4).
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_estimate_shares(const sotto_mechanism *mechanism,
                                                           const sotto_tally *tally,
                                                           const sotto_estimate_options *options,
                                                           sotto_share *ret_shares);

/**
 * Moves the shares to the nearest distribution (each at least 0, together 1; least squares, Duchi
 * et al. 2008) and marks them biased: nicer to look at, wrong to average or to test. Not to be
 * used where estimates are added up later. #SOTTO_E_MEMORY. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_estimate_project(sotto_share *inout_shares,
                                                            uint32_t count);

/** A weighted mean over the devices that have an answer. */
typedef struct sotto_mean {
  double mean;         /**< The mean. */
  double error;        /**< Standard error (delta method, exact covariance of the shares). */
  double low;          /**< Lower end of the interval. */
  double high;         /**< Upper end. */
  uint32_t suppressed; /**< 1: too few answers to say anything. */
} sotto_mean;

/**
 * Gives the mean of `weights` (one per bucket; that of bucket 0, "none", is not used) over the
 * devices with an answer, with a 95 % interval; suppressed where the share of such devices is
 * within three standard errors of 0. Errors as sotto_estimate_shares(). Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_estimate_mean(const sotto_mechanism *mechanism,
                                                         const sotto_tally *tally,
                                                         const double *weights,
                                                         sotto_mean *ret_mean);

/** Mindsets there are: as many as #SOTTO_MINDSET_COUNT. */
#define SOTTO_MINDSETS 6

/** Weight of each mindset in the empathy score, by #SOTTO_MINDSET order: evenly spaced, ours. */
#define SOTTO_EMPATHY_WEIGHTS                                                                      \
 { 20.8, 40.6, 60.4, 80.2, 100.0, 1.0 }

/**
 * Gives the empathy score, 1 to 100: the mean over devices with a mindset of the weights curious
 * 20.8, interested 40.6, focused 60.4, satisfied 80.2, loyal 100, fading 1. The mechanism must have
 * the mindset question's 7 buckets, else #SOTTO_E_ARGUMENT. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_estimate_empathy(const sotto_mechanism *mechanism,
                                                            const sotto_tally *tally,
                                                            sotto_mean *ret_score);

/**
 * Gives how far reports made up by an attacker can move one share: the most that a `fraction` of
 * all reports can add to it, (1-q)/(p-q) x fraction (Cheu, Smith and Ullman 2021, arXiv
 * 1909.09630). Cost: memory.
 */
SOTTO_API double sotto_estimate_poisoning(const sotto_mechanism *mechanism, double fraction);

/** What a fleet can learn from one question. */
typedef struct sotto_plan {
  uint32_t struct_size; /**< Set by the call. */
  uint32_t hopeless;    /**< 1: even twice an even share (2/k, at most 1/2) drowns in the noise. */
  uint64_t devices;     /**< Reports. */
  double error;         /**< Standard error of a small share. */
  double half_width;    /**< Half of its 95 % interval: also the smallest share told from 0. */
  double poisoned;      /**< Most that 1 % made-up reports add to a share. */
  uint64_t needed;      /**< Devices from which the question is not hopeless. */
} sotto_plan;

/** Gives what `devices` reports will show. #SOTTO_E_ARGUMENT for 0 devices. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_plan_devices(const sotto_mechanism *mechanism,
                                                        uint64_t devices, sotto_plan *ret_plan);

/**
 * Gives the smallest fleet whose 95 % interval is at most `half_width` (a share, such as 0.01) on
 * each side. #SOTTO_E_ARGUMENT outside 0..1. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_plan_half_width(const sotto_mechanism *mechanism,
                                                           double half_width, sotto_plan *ret_plan);

/**
 * Gives how near `devices` answers bring the mean of a #SOTTO_ASKS_MEAN question: half of its 95 %
 * interval, in the unit of `range`, its high end less its low one. Of the worst case, where half of
 * the devices are at each end, and every device has an answer; the lot that moves a number to an
 * end is counted in. #SOTTO_E_ARGUMENT for 0 devices, a range that is not above 0, or a mechanism
 * that is not subset selection among three. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_plan_mean(const sotto_mechanism *mechanism,
                                                     uint64_t devices, double range,
                                                     double *ret_half_width);

/**
 * Says a plan in one English sentence with its numbers, terminated, at most `size` bytes;
 * a hopeless plan says what it would take. Cost: memory.
 */
SOTTO_API void sotto_plan_words(const sotto_mechanism *mechanism, const sotto_plan *plan,
                                char *ret_words, size_t size);

/**
 * Draws the counts that a fleet would give whose devices' true buckets are known: `devices` holds
 * how many have each bucket, `ret_counts` has one entry per cell. The randomizer is the one devices
 * ship; the same seed gives the same counts. For rehearsing a question before it is asked, and for
 * checking that intervals cover. #SOTTO_E_ARGUMENT for a mechanism that neither
 * sotto_mechanism_plan() nor sotto_mechanism_split() would give. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_rehearse_counts(const sotto_mechanism *mechanism,
                                                           const uint64_t *devices, uint64_t seed,
                                                           uint64_t *ret_counts);

/** Devices to draw reports of. */
typedef struct sotto_rehearsal {
  const uint32_t *buckets; /**< The true bucket of each. */
  size_t devices;          /**< How many there are. */
  uint64_t seed;           /**< The same seed gives the same reports. */
} sotto_rehearsal;

/**
 * Draws what each device would put inside its report, `report_bytes` bytes each, one after the
 * other. Seals nothing: these are no reports a collector would open. For measuring what devices
 * do. Errors as sotto_rehearse_counts(), and #SOTTO_E_ARGUMENT for a bucket outside the domain
 * or a split mechanism, whose reports are shares that say nothing each.
 * Cost: memory, below 1 microsecond a device.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_rehearse_reports(const sotto_mechanism *mechanism,
                                                            const sotto_rehearsal *rehearsal,
                                                            uint8_t *ret_reports);

/**
 * Adds what drawn reports name to `inout_counts`, one entry per cell; any number of calls make one
 * tally. #SOTTO_E_CORRUPT at the first that the mechanism cannot give; those before it are counted.
 * Other errors as sotto_rehearse_counts(). Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_rehearse_tally(const sotto_mechanism *mechanism,
                                                          sotto_bytes reports,
                                                          uint64_t *inout_counts);

/** Opens reports of one pack: holds the pack's questions and the brand's report key. */
typedef struct sotto_collector sotto_collector;

/** What a collector needs. */
typedef struct sotto_collector_options {
  uint32_t struct_size; /**< Set by sotto_collector_options_init(). */
  sotto_bytes pack;     /**< The whole signed pack; copied. */
  sotto_bytes trust;    /**< Ed25519 public keys, 32 bytes each, that may have signed it. */
  sotto_bytes
      report_key; /**< X25519 secret key of the pack's report key; copied to guarded memory. Empty:
                     what was counted is understood, but no report is opened. */
} sotto_collector_options;

/** Fills options with nothing. Cost: memory. */
SOTTO_API void sotto_collector_options_init(sotto_collector_options *ret_options);

/**
 * Opens a collector after verifying the pack's signature and every section. The caller closes it.
 * Reports are accepted from the week before the pack was made to the week after it expires.
 * #SOTTO_E_UNTRUSTED, #SOTTO_E_TAMPERED, #SOTTO_E_FORMAT, #SOTTO_E_CORRUPT for the pack;
 * #SOTTO_E_KEY_WRONG where the secret is not that of the pack's report key; #SOTTO_E_MEMORY.
 * Cost: heavy.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_collector_open(const sotto_collector_options *options,
                                                          sotto_collector **ret_collector);

/** Closes a collector and wipes its key; NULL is allowed. Cost: memory. */
SOTTO_API void sotto_collector_close(sotto_collector *collector);

/** What a question asks about; each bucket's meaning is its label. */
enum {
  SOTTO_ASKS_MINDSET = 1,       /**< The mindset. */
  SOTTO_ASKS_SPEND_RECENCY = 2, /**< Days since the last purchase, in bands. */
  SOTTO_ASKS_TOP_VALUE = 3,     /**< The strongest value of an attribute. */
  SOTTO_ASKS_VISIT_RECENCY = 4, /**< Days since the visit before, in bands. */
  SOTTO_ASKS_SPEND = 5,         /**< Money spent in a year, in bands. */
  SOTTO_ASKS_MEAN = 6,          /**< A number between two ends: the mean of all. */
  SOTTO_ASKS_PAGE = 7,          /**< A page of the last finished visit, and whether it bought. */
  SOTTO_ASKS_BIGRAM = 8,        /**< A step between two pages of it, and whether it bought. */
  SOTTO_ASKS_ITEM = 9,          /**< The group of one of the latest items: popularity. */
  SOTTO_ASKS_PAIR = 10,         /**< The group of two items met one after the other. */
  SOTTO_ASKS_ARM = 11,          /**< The arm shown, the mindset, and whether it was bought. */
  SOTTO_ASKS_ARM_VALUE = 12,    /**< What the arm shows, the affinity to it, and the outcome. */
  SOTTO_ASKS_AUDIENCE = 13,     /**< Whether one of the listed audiences holds the device. */
  SOTTO_ASKS_HOLDOUT = 14       /**< The cohort, and whether it was bought. */
};

/** One question of the pack, as the collector sees it. Views live until close. */
typedef struct sotto_collector_question {
  uint32_t struct_size; /**< Set by the call. */
  uint32_t kind;        /**< A SOTTO_ASKS_… value. */
  uint8_t content[32];  /**< Digest of its content: the same question in another pack has it too. */
  sotto_text name;      /**< The brand's name for it. */
  sotto_mechanism mechanism; /**< How devices answer it. */
  uint32_t minimum_batch;    /**< Reports it was planned for. */
  double low;  /**< #SOTTO_ASKS_MEAN: what bucket 1 stands for, money in the main unit; else 0. */
  double high; /**< #SOTTO_ASKS_MEAN: what bucket 2 stands for: weights of sotto_estimate_mean(). */
  uint32_t trust;        /**< 0: local reports. 1: split trust; the rest is of it alone. */
  uint32_t task_version; /**< Version of DAP: 9 or 18. */
  uint8_t task_id[32];   /**< The task that sums this question's answers, and no other's. */
  sotto_bytes task_configuration; /**< Its TaskConfiguration, canonical (crypto/dap_task.h). */
} sotto_collector_question;

/** Gives how many questions the pack has. Cost: memory. */
SOTTO_API uint32_t sotto_collector_count(const sotto_collector *collector);

/** Gives question `index`. #SOTTO_E_MISSING where there is none. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_collector_question_get(
    const sotto_collector *collector, uint32_t index, sotto_collector_question *ret_question);

/** What a bucket is called, both terminated and cut at a character where too long. */
typedef struct sotto_bucket_label {
  char name
      [SOTTO_LABEL_SIZE]; /**< Stable: a value's name in the catalogue, such as "family_camping". */
  char label
      [SOTTO_LABEL_SIZE]; /**< For people, in the pack's first locale, such as "family camping". */
} sotto_bucket_label;

/**
 * Gives what a bucket is called; bucket 0 is always "none". What Sotto itself names is English.
 * #SOTTO_E_MISSING where there is no such question or bucket. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_collector_label(const sotto_collector *collector,
                                                           uint32_t index, uint32_t bucket,
                                                           sotto_bucket_label *ret_label);

/** Gives the brand's name in the pack. View until close. Cost: memory. */
SOTTO_API sotto_text sotto_collector_brand(const sotto_collector *collector);

/**
 * Gives what each mindset counts in the empathy score: what the pack publishes, else
 * #SOTTO_EMPATHY_WEIGHTS. For sotto_estimate_mean(), behind a 0 for "none". Cost: memory.
 */
SOTTO_API void sotto_collector_weights(const sotto_collector *collector,
                                       double ret_weights[SOTTO_MINDSETS]);

/** One opened report: what a device's noise let through. */
typedef struct sotto_answer {
  uint8_t question[SOTTO_REPORT_ID_SIZE]; /**< The question's id in its epoch. */
  uint8_t report[SOTTO_REPORT_ID_SIZE];   /**< The report's id: the same for every retry. */
  uint32_t index;                         /**< The question's index in the pack. */
  uint32_t epoch;                         /**< The epoch (UTC week number) it is for. */
  uint32_t count;                         /**< Cells named. */
  uint32_t cells[SOTTO_ANSWER_CELLS_MAX]; /**< The cells, ascending. */
} sotto_answer;

/**
 * Opens one report body. Counts nothing: telling repeats apart by `report` is the store's work.
 * #SOTTO_E_KEY_WRONG: the collector was opened without a report key.
 * #SOTTO_E_FORMAT: not a report (too short, or not this question's size). #SOTTO_E_MISSING: a
 * question this pack does not ask. #SOTTO_E_EXPIRED: a question of this pack in an epoch that is
 * not accepted. #SOTTO_E_TAMPERED: changed on the way, sealed to another key, or moved to another
 * question or epoch. #SOTTO_E_CORRUPT: authentic, but not an answer the mechanism can give.
 * Any thread may call this on one collector. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_collector_read(const sotto_collector *collector,
                                                          sotto_bytes body,
                                                          sotto_answer *ret_answer);

SOTTO_END

#endif
