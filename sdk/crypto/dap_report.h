/*
 * A DAP upload: two thin envelopes around shares that prio/ makes. dap09 is what deployed
 * aggregators take (draft-ietf-ppm-dap-09, section 4.4), dap18 the current draft
 * (draft-ietf-ppm-dap-18).
 *
 *   report id (16) | time (8) | public extensions<0..2^16-1> (dap18, none here)
 *   | public share<0..2^32-1> | leader's ciphertext | helper's ciphertext
 *   ciphertext: HPKE config id (1) | enc<1..2^16-1> | payload<1..2^32-1>
 *   sealed: private extensions<0..2^16-1> (none here) | input share<0..2^32-1>
 *   info = "dap-09 input share" or "dap-18 input share" | 1 | role
 *   aad = task id | task configuration (dap18) | report id … public share, as above
 *
 * The time is rounded down to the task's precision: seconds in dap09, multiples of the precision in
 * dap18. A report is made in place: framed, its shares written where they belong, then sealed over
 * themselves, so that it needs no second buffer. Neither field arithmetic nor HTTP.
 */
#ifndef SO_CRYPTO_DAP_REPORT_H
#define SO_CRYPTO_DAP_REPORT_H

#include "crypto/dap_task.h"
#include "crypto/hpke.h"

#define SO_DAP_SHARE_HEAD 6u /* sealed with a share: no extensions, and its length */
#define SO_DAP_REPORT_ID_SIZE 16
#define SO_DAP_PUBLIC_MAX 64 /* of a public share: two aggregators' parts */
#define SO_DAP_CONTEXT_SIZE 38

/** An aggregator's public key, as it publishes it. */
typedef struct so_dap_config {
  uint8_t id;
  const so_aead *aead;
  uint8_t public_key[SO_HPKE_KEY_SIZE];
} so_dap_config;

/** Chooses the first configuration of a published list whose suite is known here. #SOTTO_E_FORMAT
 * for a malformed list, two of one id or, of a known suite, a key of low order, #SOTTO_E_MISSING
 * where no suite is known. */
SOTTO_CHECKED sotto_status so_dap_config_choose(so_dap_config *ret_config, sotto_bytes list);

/** 1 where one key opens both shares: then they are no pair. */
int so_dap_is_one_key(const so_dap_config *leader, const so_dap_config *helper);

/** Bytes of the three shares. */
typedef struct so_dap_sizes {
  size_t public_share;
  size_t leader;
  size_t helper;
} so_dap_sizes;

/** Where the shares of a report being made belong. */
typedef struct so_dap_places {
  uint8_t *public_share;
  uint8_t *leader;
  uint8_t *helper;
} so_dap_places;

/** A report to make. All borrowed. */
typedef struct so_dap_upload {
  const so_dap_task *task;
  const so_dap_config *leader;
  const so_dap_config *helper;
  const uint8_t *id; /* SO_DAP_REPORT_ID_SIZE: the nonce of the shares */
  uint64_t time_s;
  so_dap_sizes sizes;
} so_dap_upload;

/** The application context of VDAF-18 sharing: "dap-18" | task id. Empty for dap09. */
sotto_bytes so_dap_context(uint8_t room[SO_DAP_CONTEXT_SIZE], const so_dap_task *task);
/** Bytes of a whole report. */
size_t so_dap_report_size(const so_dap_upload *upload);
/** Writes all that is not sealed and gives where the shares go. */
so_dap_places so_dap_report_frame(uint8_t *ret_report, const so_dap_upload *upload);
/** Seals a framed report whose shares are in place. #SOTTO_E_FORMAT for a key of low order, or one
 * key for both aggregators, which would be one: then the report is wiped. */
SOTTO_CHECKED sotto_status so_dap_report_seal(uint8_t *inout_report, const so_dap_upload *upload);

/** A received report: views into its bytes. */
typedef struct so_dap_view {
  sotto_bytes metadata; /* report id, time, extensions */
  uint64_t time_s;      /* in seconds, rounded */
  sotto_bytes public_share;
  uint8_t config_id[2];   /* leader's, helper's */
  sotto_bytes message[2]; /* enc and payload apart */
  sotto_bytes enc[2];
} so_dap_view;

/** Reads the metadata and the public share; 0 as so_dap_report_read(). */
int so_dap_head_read(so_reader *reader, const so_dap_task *task, so_dap_view *ret_view);
/** Reads the ciphertext of the leader (0) or the helper (1); 0 where it is none. */
int so_dap_ciphertext_read(so_reader *reader, so_dap_view *inout_view, int which);
/** Reads a report. #SOTTO_E_FORMAT for one that is malformed, has extensions or a time that is not
 * rounded. */
SOTTO_CHECKED sotto_status so_dap_report_read(so_dap_view *ret_view, const so_dap_task *task,
                                              sotto_bytes report);
/** Who opens a share. */
typedef struct so_dap_opener {
  const so_dap_task *task;
  so_dap_role role;
  const so_dap_config *config;
  const uint8_t *secret_key;
} so_dap_opener;

/** Opens this role's share of a report into `room` (as large as its payload) and gives the share in
 * it. #SOTTO_E_KEY_WRONG for another configuration's id, #SOTTO_E_TAMPERED, #SOTTO_E_FORMAT. */
SOTTO_CHECKED sotto_status so_dap_report_open(sotto_bytes *ret_share, const so_dap_opener *opener,
                                              const so_dap_view *view, uint8_t *room);

#endif
