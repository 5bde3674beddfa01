/*
 * What one open profile is made of, and the few small steps every journey shares: the clock, the
 * gate of consent, the error detail, an audited transaction, the installed pack. Journeys (care,
 * ingest, install, advise, contribute, subject) work on this struct under the client's lock.
 * Does not decide: consent is decided in privacy/consent_rule, storage in vault.
 */
#ifndef SO_FLOW_HANDLE_H
#define SO_FLOW_HANDLE_H

#include <pthread.h>
#include <sotto/sotto.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "base/string.h"
#include "flow/message.h"
#include "model/pack_reader.h"
#include "privacy/consent_rule.h"
#include "privacy/ledger.h"
#include "privacy/question.h"
#include "vault/event_rows.h"
#include "vault/vault.h"

#define SO_ITEM_ID_MAX 128
#define SO_BATCH_MAX 64   /* committed when so many wait */
#define SO_BATCH_ROOM 320 /* and kept up to so many while commits fail */
#define SO_BATCH_AGE_MS 5000
#define SO_DETAIL_MAX 256
#define SO_ACT_DETAIL_MAX 640 /* of an audit row */

/** The client's lock. `owner` is the address of a variable of the thread inside, 0: nobody. */
typedef struct so_gate {
  pid_t process; /* that opened the handle */
  pthread_mutex_t mutex;
  atomic_uintptr_t owner;
} so_gate;

/** One event waiting to become durable; `row.item.data` points at `item`. */
typedef struct so_pending {
  so_event_row row;
  char item[SO_ITEM_ID_MAX];
} so_pending;

/** The running session, as it is stored. Sessions are told apart by event time; 0: none yet. */
typedef struct so_visit {
  uint32_t number;
  uint32_t open;
  int64_t started_ms;
  int64_t last_ms;
} so_visit;

/** The installed pack: `present` 0 means none; then nothing else is valid. */
typedef struct so_installed {
  int present;
  int verified; /* section hashes were checked: by this handle, or of the very same file lately */
  int mapped;   /* bytes end with port.file_unmap; otherwise with free() */
  int sealable; /* its report key is one that reports can be sealed to */
  so_pack pack;
  uint8_t *held; /* the pack's own copy of what no later change of the file may reach */
  sotto_bytes bytes;
  uint8_t hash[SOTTO_DIGEST_SIZE];
  uint8_t stamp[SOTTO_STAMP_SIZE]; /* of the file that is mapped; all zero: none */
  int unnoted;                     /* checked in full by this handle, and not stored yet */
  uint32_t locale;                 /* of titles and labels */
} so_installed;

/** The file that was last checked in full, as it is stored. */
typedef struct so_check_of_pack {
  uint8_t hash[SOTTO_DIGEST_SIZE];
  uint8_t stamp[SOTTO_STAMP_SIZE];
  int64_t checked_ms;
} so_check_of_pack;

/** What was verified at the latest install: stored, so that no older pack comes back. */
typedef struct so_seal_of_pack {
  uint8_t hash[SOTTO_DIGEST_SIZE];
  uint64_t sequence;
} so_seal_of_pack;

/** How far the mind in memory is: cold until the first journey that needs it. */
typedef enum so_warmth { SO_COLD = 0, SO_WARM = 1 } so_warmth;

struct so_advice;
struct so_audience_work;
struct so_choices;
struct so_mind;

struct sotto {
  so_gate gate;
  sotto_port port;
  sotto_options options; /* defaults filled in; directory and locale point at own copies */
  char *directory;
  sotto_consent consent; /* in force */
  uint8_t pack_keys[2][32];
  uint32_t pack_key_count;

  so_vault *vault; /* never NULL; in memory while nothing may be kept */
  so_vault_found found;

  struct so_mind *mind; /* heap; wiped when freed */
  so_warmth warmth;
  uint32_t transient; /* events learnt for this session only: the mind forgets them at its end */
  so_visit visit;
  uint32_t paused;
  sotto_context context;

  so_pending *batch; /* SO_BATCH_ROOM */
  uint32_t batch_count;
  int64_t batch_since_ms;
  int64_t evicted_ms; /* when retention was last looked at */

  so_installed installed;
  so_seal_of_pack seal;
  char *pack_path;
  struct so_advice *advice;           /* latest recommendation and the recommender's scratch */
  struct so_choices *choices;         /* owned by flow/choices; NULL: none was asked for */
  struct so_audience_work *audiences; /* of the pack; NULL until first looked at */

  so_ledger ledger; /* owned by flow/budget */
  so_caps caps;
  int ledger_loaded;
  uint32_t noted_epoch; /* in which the tick last wrote the ledger */

  int64_t opened_ms;     /* a kiosk's visitor: when the visit began */
  int carried;           /* holds parts of another profile: answers no question */
  int visit_told;        /* its visit answered the one question of its own */
  struct sotto *visitor; /* a kiosk: whose consent and traits answer now; else NULL */

  so_words words; /* locale and the app's own sentences */
  char detail[SO_DETAIL_MAX];
  int detail_fresh; /* written in the running call */
};

/** Gives the installed pack, its sections checked against the signed table once, or NULL. */
const so_pack *so_handle_pack(sotto *profile);
/**
 * Whether every section has the hash that the signed table states. The pages of a mapping are given
 * back as it goes, so that a whole pack never stands in memory because of its verification.
 */
int so_handle_sections_hold(const sotto *profile, const so_installed *installed);
/** Stores, inside the open transaction, which file was checked in full; once per check. */
SOTTO_CHECKED sotto_status so_handle_note_check(sotto *profile, so_installed *installed,
                                                int64_t now_ms);
/** Gives the memory of the first `size` bytes of a mapping back to the host. */
void so_handle_trim(const sotto *profile, const so_installed *installed, size_t size);
/** Gives the port's time. #SOTTO_E_PORT where the clock fails or is before 2000 or after 2200. */
SOTTO_CHECKED sotto_status so_handle_now(sotto *profile, int64_t *ret_now_ms);
/** 1 only where the consent in force grants `purpose` for `category`. */
int so_handle_allows(const sotto *profile, sotto_category category, sotto_purpose purpose);
/** Notes a sentence for sotto_error_detail() (never personal data) and gives `status` back. */
sotto_status so_handle_fail(sotto *profile, sotto_status status, const char *detail);
/** One thing that must not be so of what was given, and what to say where it is. */
typedef struct so_fault {
  int found;
  sotto_status status;
  const char *detail;
} so_fault;
/** Fails with the first fault that was found; OK where none was. */
SOTTO_CHECKED sotto_status so_handle_check(sotto *profile, const so_fault *faults, size_t count);
/** As so_handle_fail() with the vault's own words, for a status the vault gave; OK passes. */
sotto_status so_handle_vault(sotto *profile, sotto_status status);
/** Gives the noted sentence to the port's log: for failures no caller sees. */
void so_handle_log(const sotto *profile);
/**
 * What an act writes inside its transaction. The members it appends to `detail` become the JSON of
 * its audit row.
 */
typedef sotto_status (*so_act_fn)(sotto *profile, void *work, so_sink *detail);
/**
 * Does `write` (NULL: nothing) in one transaction with the audit row of its act: both or neither.
 */
SOTTO_CHECKED sotto_status so_handle_act(sotto *profile, sotto_act act, so_act_fn write,
                                         void *work);
/** Begins the transaction of an act. */
SOTTO_CHECKED sotto_status so_handle_begin(sotto *profile, sotto_act act);
/**
 * Ends the transaction: appends the audit row (NULL: the act has its own) and commits where
 * `status` is OK, rolls back otherwise. Gives the first failure.
 */
SOTTO_CHECKED sotto_status so_handle_end(sotto *profile, sotto_status status,
                                         const sotto_audit_row *row);
/** An audit row of now with its act and JSON detail ("" counts as "{}"). */
sotto_audit_row so_handle_row(int64_t now_ms, sotto_act act, sotto_text detail);
/**
 * Reads a stored setting of exactly `size` bytes. MISSING where there is none, CORRUPT where it has
 * another size.
 */
SOTTO_CHECKED sotto_status so_handle_stored(sotto *profile, uint32_t setting, void *ret_value,
                                            size_t size);
/** Stores one inside the open transaction. */
SOTTO_CHECKED sotto_status so_handle_store(sotto *profile, uint32_t setting, const void *value,
                                           size_t size);
/** What the installed pack knows of two names; #SO_PACK_NONE for what it does not. */
typedef struct so_named {
  const so_pack *pack;
  uint32_t key;
  uint32_t value;
} so_named;
/** Looks up an attribute and one of its values. */
so_named so_handle_named(sotto *profile, sotto_text attribute, sotto_text value);
/** Fills a question from the pack's row `index`. */
void so_handle_question(const so_pack *pack, uint32_t index, so_question *ret_question);

#endif
