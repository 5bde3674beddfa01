/**
 * @file profile.h
 * Opening and closing a profile, and the person's rights over it: see, take away, forget, erase.
 *
 * A profile is a directory (mode 0700) with `profile.head` (256 bytes, authenticated),
 * `profile.db` (SQLCipher) and `profile.lock`. A profile without a directory, or opened while
 * nothing may be kept, lives in memory only and writes no file.
 */
#ifndef SOTTO_PROFILE_H
#define SOTTO_PROFILE_H

#include <sotto/consent.h>
#include <sotto/port.h>

SOTTO_BEGIN

/** Options of sotto_open(). Zero means the default where one is named. */
typedef struct sotto_options {
  uint32_t struct_size;         /**< Set by sotto_options_init(). */
  uint32_t flags;               /**< SOTTO_OPEN_… bits. */
  const char *directory;        /**< Where the profile lives; NULL: in memory only. */
  const char *locale;           /**< "en" or "es" or a locale added with sotto_messages_set(). */
  uint32_t session_gap_ms;      /**< Silence that ends a session; default 1,800,000 (30 minutes). */
  uint32_t session_limit_ms;    /**< Longest session; default 86,400,000. */
  uint32_t retention_days;      /**< Events older than this are evicted; default 730. */
  uint32_t retention_kib;       /**< Events beyond this are evicted, oldest first; default 2048. */
  uint32_t epsilon_depth_micro; /**< Hosts may only tighten: default and most 2,000,000. */
  uint32_t epsilon_year_micro;  /**< Likewise 24,000,000; the depth is at most half of it. */
  const uint8_t *pack_keys[2];  /**< Trusted Ed25519 public keys (32 bytes each) of packs. */
  const char *pack_list; /**< File with the brand's public list of packs: only a pack in it can be
                              installed; NULL: any signed one. Must outlive the handle. */
  uint64_t delta_year_2p60;     /**< Likewise the delta of split answers: 10^-7 in 2^-60. */
  uint32_t epsilon0_year_micro; /**< Likewise their local epsilon: 64,000,000. */
} sotto_options;

/** Bits of sotto_options.flags. */
enum {
  SOTTO_OPEN_EXISTING = 1u, /**< Do not create: #SOTTO_E_MISSING where there is no profile. */
  SOTTO_OPEN_KIOSK = 2u,    /**< Session gap of 2 minutes unless set. */
  SOTTO_OPEN_AS_KEPT = 4u   /**< As EXISTING, and the consent that is stored is in force, whatever
                                 is passed: for reading a profile without changing it. */
};

/** What a receipt of an erase says. */
typedef struct sotto_receipt {
  uint32_t struct_size;    /**< Set by the call. */
  sotto_strength strength; /**< How well the key store deletes. */
  char store_name[32];     /**< The store's name, terminated. */
  uint32_t key_destroyed; /**< 1: the secret is gone, so every copy of the profile is unreadable. */
  uint32_t files_removed; /**< Files that were unlinked. */
  int64_t time_ms;        /**< When. */
} sotto_receipt;

/** What to forget. Set exactly the fields of one kind; the rest stay 0. */
typedef struct sotto_scope {
  uint32_t struct_size;    /**< Set by sotto_scope_init(). */
  uint32_t kind;           /**< A SOTTO_FORGET_… value. */
  sotto_text item;         /**< FORGET_ITEM: the item's id. */
  sotto_text attribute;    /**< FORGET_VALUE: attribute key, such as "color". */
  sotto_text value;        /**< FORGET_VALUE: its value, such as "green". */
  int64_t from_ms;         /**< FORGET_PERIOD: first moment. */
  int64_t to_ms;           /**< FORGET_PERIOD: first moment after. */
  sotto_category category; /**< FORGET_CATEGORY: which. */
} sotto_scope;

/** Kinds of sotto_scope. */
enum {
  SOTTO_FORGET_ITEM = 1,     /**< Everything about one item. */
  SOTTO_FORGET_VALUE = 2,    /**< One attribute value: affinity to it and events that fed it. */
  SOTTO_FORGET_PERIOD = 3,   /**< Everything that happened in a period. */
  SOTTO_FORGET_CATEGORY = 4, /**< Everything of a category. */
  SOTTO_FORGET_ALL = 5       /**< Every event and statement; consent, ledger and audit log stay. */
};

/** One line of what is kept, for sotto_profile_each(). Views die on return. */
typedef struct sotto_kept {
  sotto_category category; /**< Its category. */
  sotto_text kind;         /**< What it is: "event", "affinity", "statement", "session". */
  sotto_text words;        /**< A plain sentence in the handle's locale. */
  int64_t time_ms;         /**< When it happened or was last touched. */
} sotto_kept;

/** Visitor of kept lines; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_kept_fn)(void *context, const sotto_kept *kept);
/** Takes a chunk of output; a status other than 0 stops and is returned. */
typedef sotto_status (*sotto_write_fn)(void *context, sotto_bytes chunk);

/** Fills options with their defaults. Cost: memory. */
SOTTO_API void sotto_options_init(sotto_options *ret_options);

/**
 * Opens a profile, or makes one, for one person on this device.
 * `consent` is required; `port` is copied. On success `*ret_profile` is owned by the caller and
 * ends with sotto_close(). Fails closed: where the process's SQLite cannot encrypt,
 * #SOTTO_E_NO_CIPHER and no file. Wrong key, lost key, locked store, corrupt and missing files are
 * told apart and nothing is ever wiped because of an error. One handle per directory:
 * #SOTTO_E_BUSY otherwise. Writes nothing while `keep` is granted for no category.
 * Cost: disk (heavy with a passphrase: Argon2id).
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_open(const sotto_options *options,
                                                const sotto_consent *consent,
                                                const sotto_port *port, sotto **ret_profile);

/**
 * Commits what is pending, wipes secrets and ends the handle. NULL is allowed. No other thread may
 * be inside or about to enter a call on this handle; inside a visitor it does nothing. Cost: disk.
 */
SOTTO_API void sotto_close(sotto *profile);

/**
 * Makes everything recorded so far durable. When it returns #SOTTO_OK it survives a power cut.
 * Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_flush(sotto *profile);

/**
 * Does the timed work that is due: batch commits, session end, retention, epoch change, expired
 * reports. Call it now and then (each minute, on background). Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_tick(sotto *profile);

/**
 * Gives a sentence about the handle's last error, without personal data. `*inout_size` is the
 * buffer's size in, the text's size out (with no terminator counted). Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_error_detail(sotto *profile, char *ret_text,
                                                        size_t *inout_size);

/** Visits, in plain words, all that is kept about the person, by category. Cost: disk. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_profile_each(sotto *profile, sotto_kept_fn visit,
                                                        void *context);

/**
 * Writes the whole profile as JSON (GDPR articles 15 and 20): events, statements, affinities,
 * consent. The budget ledger and keys never travel. The host receives plaintext: say so to the
 * person. Writes an audit row. Cost: disk.
 * Not in a build without JSON.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_profile_export(sotto *profile, sotto_write_fn write,
                                                          void *context);

/**
 * Reads an export into this profile, adding to what it holds; events whose category may not be
 * kept or used are dropped. All or nothing. The balance of the budget is emptied, because what was
 * spent on these events elsewhere is not known here. Errors: #SOTTO_E_JSON and the event codes.
 * `*ret_events` is how many were taken. Cost: heavy.
 * Not in a build without JSON.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_profile_import(sotto *profile, sotto_bytes json,
                                                          size_t *ret_events);

/** Fills a scope with zeros and its size. Cost: memory. */
SOTTO_API void sotto_scope_init(sotto_scope *ret_scope);

/**
 * Forgets: deletes rows, recomputes what was derived from them, then moves the rest to a fresh file
 * under a new key and replaces the key store's secret, so old disk blocks cannot be read by whoever
 * has the device afterwards. How well an old secret goes is the key store's: a file or a passphrase
 * cannot make old copies unreadable (their headers say so). All and category history also empty the
 * outbox. Every later answer equals that of a profile that never saw it, up to
 * history already evicted. What was contributed already stays contributed; the budget stays spent.
 * `*ret_rows` is how many rows went. Safe to cut at any moment: afterwards it is either not begun
 * or finished at the next open. Cost: heavy.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_forget(sotto *profile, const sotto_scope *scope,
                                                  size_t *ret_rows);

/**
 * Erases the profile in `directory`: destroys the key store's secret first, then the files. Works
 * without opening it, on a full disk, and again after being cut half-way. The anchor stays, so
 * erasing refills no budget. `ret_receipt` says how strong the deletion is; where the files cannot
 * be removed (#SOTTO_E_READ_ONLY) but the secret is gone, it is filled all the same. Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_erase(const char *directory, const sotto_port *port,
                                                 sotto_receipt *ret_receipt);

/**
 * Pauses or resumes learning ("gift mode"): while paused nothing recorded is kept or used beyond
 * the session. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_learning_pause(sotto *profile, uint32_t paused);

/**
 * Replaces or adds user-facing sentences: `json` maps locale to {message name: text}. Placeholders
 * `{0}`, `{1}` stand for the parts. #SOTTO_E_JSON where a placeholder or name is unknown.
 * Cost: memory.
 * Not in a build without JSON.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_messages_set(sotto *profile, sotto_bytes json);

SOTTO_END

#endif
