/*
 * One aggregator of a DAP task: opens its share of a report, verifies it together with the other
 * aggregator's, and says by which one reason a report is refused. Prio3Histogram, both versions.
 *
 * Verification is one round (prio/prio3_verify.h): each side makes a verifier share from its input
 * share; both combine the two and must agree. Keeps no reports and does no I/O: what was counted is
 * the caller's to remember.
 */
#ifndef SO_BRAND_AGGREGATOR_H
#define SO_BRAND_AGGREGATOR_H

#include "crypto/dap_report.h"
#include "prio/prio3_verify.h"

#define SO_AGGREGATOR_KEY_SIZE (1 + SO_HPKE_KEY_SIZE) /* configuration id | secret key */
#define SO_AGGREGATOR_VERIFY_MAX SO_PRIO3_SEED_MAX
#define SO_AGGREGATOR_EARLY_S 3600u  /* how far a device's clock may be ahead */
#define SO_AGGREGATOR_LATE_EPOCHS 9u /* a report of an epoch before these is too late */

/** Why a report is refused; numbers are kept in files and on the wire, and never change. */
typedef enum so_refusal {
  SO_REFUSAL_NONE,
  SO_REFUSAL_MALFORMED,
  SO_REFUSAL_TASK,      /* another task's, or of no task known here */
  SO_REFUSAL_CONFIG,    /* sealed to an HPKE configuration that is not known (any more) */
  SO_REFUSAL_DECRYPT,   /* changed, moved, or sealed to another key */
  SO_REFUSAL_LENGTH,    /* a share of another size than the task's */
  SO_REFUSAL_ELEMENT,   /* a field element that is not canonical */
  SO_REFUSAL_PROOF,     /* together the shares are not one answer */
  SO_REFUSAL_REPLAYED,  /* another report under an id that was seen */
  SO_REFUSAL_EARLY,     /* from the future */
  SO_REFUSAL_LATE,      /* from too long ago */
  SO_REFUSAL_COLLECTED, /* of a batch that was collected already */
  SO_REFUSAL_ASIDE,     /* the two came to no word on it before its batch was collected */
  SO_REFUSALS
} so_refusal;

/** A reason's stable name, as "wrong_task"; "none" for SO_REFUSAL_NONE. */
const char *so_refusal_name(so_refusal refusal);

/** An aggregator; made by so_aggregator_new(). */
typedef struct so_aggregator {
  so_dap_task task;
  so_dap_role role;
  so_prio3 prio;
  so_dap_config config;
  uint8_t *secrets; /* guarded: HPKE secret key | verify key */
  so_element *room;
  uint8_t context[SO_DAP_CONTEXT_SIZE];
  uint8_t task_room[SO_DAP_TASK_MAX];
} so_aggregator;

/** What an aggregator is made from. All borrowed for the call. */
typedef struct so_aggregator_options {
  sotto_bytes task_file; /* as brand/dap_task_file.h reads it */
  so_dap_role role;
  const uint8_t *key;        /* SO_AGGREGATOR_KEY_SIZE */
  const uint8_t *verify_key; /* SO_AGGREGATOR_VERIFY_MAX; VDAF-08 takes the first 16 */
} so_aggregator_options;

/** Makes one. Errors of so_dap_task_file(); #SOTTO_E_LIMIT where weeks are no multiple of the
 * task's time precision (a batch is a week); #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_aggregator_new(so_aggregator **ret_aggregator,
                                             const so_aggregator_options *options);
/** Wipes and frees; NULL is allowed. */
void so_aggregator_free(so_aggregator *aggregator);

/** The public half of a key as a published HpkeConfigList of one (AES-128-GCM); gives its size. */
#define SO_AGGREGATOR_LIST_SIZE (2 + 1 + 6 + 2 + SO_HPKE_KEY_SIZE)
void so_aggregator_list(uint8_t ret_list[SO_AGGREGATOR_LIST_SIZE],
                        const uint8_t key[SO_AGGREGATOR_KEY_SIZE]);

/** The epoch a report's time belongs to: its batch. */
uint32_t so_aggregator_epoch(uint64_t time_s);
/** The first epoch in which no device sends reports of this one any more. */
uint32_t so_aggregator_complete(uint32_t epoch);
/** Judges a report's time against the clock: EARLY, LATE or NONE. */
so_refusal so_aggregator_judge_time(uint64_t time_s, uint64_t now_s);

/** What is decided on: this aggregator's verification, the other's verifier share, and the public
 * share as the device sent it. */
typedef struct so_aggregator_proof {
  const so_prio3_verification *verification;
  sotto_bytes other;
  sotto_bytes public_share;
} so_aggregator_proof;

/** Opens this role's share into `opened` (as large as the sealed one): MALFORMED, CONFIG, DECRYPT,
 * LENGTH or NONE. */
so_refusal so_aggregator_open(sotto_bytes *ret_input, const so_aggregator *aggregator,
                              const so_dap_view *view, uint8_t *opened);
/** Makes the verifier share and the output share of an opened input share: ELEMENT, LENGTH (of the
 * public share), PROOF or NONE. */
so_refusal so_aggregator_verify(so_prio3_verification *inout_verification,
                                const so_aggregator *aggregator, const so_dap_view *view,
                                sotto_bytes input);
/** Combines both verifier shares and accepts the output share: PROOF; MALFORMED where the other
 * aggregator's is none; NONE. Both aggregators come to the same decision on the same shares. */
so_refusal so_aggregator_decide(const so_aggregator *aggregator, const so_aggregator_proof *proof);

/** Adds a report's id to a batch's checksum, or takes it out again: XOR of SHA-256 of the ids. */
void so_aggregator_check_in(uint8_t inout_checksum[32], const uint8_t id[SO_DAP_REPORT_ID_SIZE]);

#endif
