/**
 * @file build.h
 * Making a pack: product feeds, one brand.json and (where there is one) an event log in, a signed
 * pack out.
 *
 * In libsotto_brand. A feed is Google Merchant product data (tab-separated or JSON lines) or the
 * items format (`id, title, description, product_type, brand, price_minor, attributes`); plain or
 * gzip. An event log is `user, time_ms, event, item, quantity, price_minor`; a session log is
 * `session, time_ms, page, outcome` and perhaps `group`. In its place noised tables do too: `from,
 * page, outcome, share, error`, shares of pages (`from` empty) and of steps from page to page, by
 * outcome, each with its standard error. The same inputs and the same `created_ms` give the same
 * bytes. Everything that was not as it should be is told to a visitor, row by row.
 */
#ifndef SOTTO_BUILD_H
#define SOTTO_BUILD_H

#include <sotto/event.h>

SOTTO_BEGIN

/**
 * Bytes of a signing key's secret half (Ed25519) and of the keys reports are sealed with (X25519).
 */
#define SOTTO_SIGNING_SECRET_SIZE 64
/** Bytes of every public key and of a report key's secret half. */
#define SOTTO_PUBLIC_KEY_SIZE 32
/** Most locales a pack can have. */
#define SOTTO_LOCALES_MAX 8

/** How bad a finding is. */
enum {
  SOTTO_FINDING_NOTE = 0,    /**< Worth knowing. */
  SOTTO_FINDING_WARNING = 1, /**< The pack is made without it, or will serve worse. */
  SOTTO_FINDING_ERROR = 2    /**< No pack is made. */
};

/** What a finding is about. */
enum {
  SOTTO_FINDING_FILE = 1,   /**< A file cannot be read or has no usable header. */
  SOTTO_FINDING_BRAND = 2,  /**< A member of brand.json; `where` is its path. */
  SOTTO_FINDING_ROW = 3,    /**< A rejected row of a feed. */
  SOTTO_FINDING_COLUMN = 4, /**< A column of a feed that is not used. */
  SOTTO_FINDING_ATTRIBUTE =
      5,                      /**< An attribute key or value that is left out or has no category. */
  SOTTO_FINDING_TEXT = 6,     /**< A sentence or title that a locale lacks. */
  SOTTO_FINDING_SLOT = 7,     /**< Rules that leave a slot with too little to show. */
  SOTTO_FINDING_QUESTION = 8, /**< A question that may not or cannot usefully be asked. */
  SOTTO_FINDING_DISCREET =
      9,                     /**< A word of a discreet value in the title of an item that is not. */
  SOTTO_FINDING_EVENTS = 10, /**< Rows of the event log left out. */
  SOTTO_FINDING_SESSIONS = 11, /**< Rows of the session log left out, or too few to learn from. */
  SOTTO_FINDING_PICTURE = 12,  /**< A picture that cannot be read, or how they are compared. */
  SOTTO_FINDING_AUDIENCE = 13  /**< An audience nobody can be in, or that may not be; see words. */
};

/** One finding. Views die on return. */
typedef struct sotto_finding {
  uint32_t severity; /**< A SOTTO_FINDING_NOTE … ERROR value. */
  uint32_t kind;     /**< What it is about. */
  sotto_text file;   /**< The file it was found in, as it was named. */
  uint64_t line;     /**< Line in that file; 0: the file as a whole. */
  sotto_text where;  /**< JSON path, column, item id or slot; may be empty. */
  sotto_text words;  /**< One English sentence. */
} sotto_finding;

/** Visitor of findings. */
typedef void (*sotto_finding_fn)(void *context, const sotto_finding *finding);

/** Told how far a step is: `done` of `total` bytes or rows; `total` 0 where not known. */
typedef void (*sotto_progress_fn)(void *context, const char *step, uint64_t done, uint64_t total);

/** One product feed and the language its texts are in. */
typedef struct sotto_feed {
  const char *locale; /**< "en"; NULL or "": the default locale. */
  const char *path;   /**< The file. */
} sotto_feed;

/** What to build from. Paths may be NULL where said. */
typedef struct sotto_build_options {
  uint32_t struct_size;    /**< Set by sotto_build_options_init(). */
  uint32_t feed_count;     /**< How many feeds. */
  const char *brand_file;  /**< brand.json; NULL: a shop without slots, rules and questions. */
  const sotto_feed *feeds; /**< Feeds, the default locale's first; NULL: those brand.json names,
                                   else the items of the log. */
  const char
      *events_file; /**< Event log, the central statistics; NULL: from the catalogue alone. */
  const char
      *sessions_file; /**< Labelled sessions for the mindset score; NULL: the built-in one. */
  const char *statistics_file; /**< Noised estimates with standard errors (`kind, item, other,
                                    value, error`; kinds popularity, category, pair, baseline,
                                    moment), instead of what the log says of the same kind; those
                                    within the noise of their table are left out. NULL: none. */
  const char *vectors_file;    /**< Vectors of items (`id, vector`: numbers parted by blanks or
                                    commas, at most 256): what lies near is picked, as far as they
                                    prove to say what goes together; NULL: none. */
  const char
      *images_directory;   /**< Folder of the items' pictures (PNG, JPEG, PPM), named as the end
                                     of `image_link` or `<id>.png`, `.jpg`, `.jpeg`, `.ppm`; NULL:
                                     only those `image_link` names as files, beside the feed or
                                     brand.json. */
  const char *output_file; /**< The pack; NULL: check everything and write nothing. */
  const uint8_t
      *signing_key; /**< SOTTO_SIGNING_SECRET_SIZE bytes; NULL only without output_file. */
  const uint8_t
      *report_key;    /**< Public key reports are sealed to; NULL: nobody can open reports. */
  uint64_t sequence;  /**< Must rise from pack to pack; 0: created_ms. */
  int64_t created_ms; /**< When it is made; 0: now. */
  int64_t expires_ms; /**< When it ends; 0: after expires_days of brand.json, else 90 days. */
  uint64_t
      fleet_size; /**< Devices expected to answer, for the lint of questions; 0: minimum_batch. */
  sotto_finding_fn finding;   /**< Told every finding; may be NULL. */
  sotto_progress_fn progress; /**< Told how far it is; may be NULL. */
  void *context;              /**< Passed to both. */
} sotto_build_options;

/** What was built. */
typedef struct sotto_build_result {
  uint32_t struct_size; /**< Set by the call. */
  uint32_t items;       /**< Items in the pack. */
  uint64_t rejected;    /**< Rows of feeds that were rejected. */
  uint64_t warnings;    /**< Findings of that severity. */
  uint64_t errors;      /**< Findings of that severity. */
  uint64_t bytes;       /**< Size of the pack. */
  uint64_t events;      /**< Events the statistics were learnt from. */
  uint64_t people;      /**< Users of the log. */
  uint64_t sessions;    /**< Sessions the mindset score was learnt from. */
  uint8_t hash[32];     /**< The pack's hash: BLAKE2b-256 of header and section table. */
} sotto_build_result;

/** Fills options with zeros and their size. Cost: memory. */
SOTTO_API void sotto_build_options_init(sotto_build_options *ret_options);

/**
 * Builds a pack. Written beside its place and renamed, so that the old file stays until the new one
 * is whole. `ret_result` is filled whenever the inputs could be read, on #SOTTO_E_STATE too.
 * Errors: #SOTTO_E_STATE where a finding is an error, #SOTTO_E_MISSING for a file, #SOTTO_E_JSON
 * and #SOTTO_E_FORMAT for one that is not what it should be, #SOTTO_E_LIMIT, #SOTTO_E_MEMORY,
 * storage codes. Cost: heavy.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_build(const sotto_build_options *options,
                                                 sotto_build_result *ret_result);

/**
 * Gives what a row of a session log is on a device: fills type and page of an event (and the result
 * count of a search). `page` is a GA4 event name, else `group` (may be empty) or `page` one of the
 * groups home, info, list, search, product, detail, download, addcart, cart, account, checkout or a
 * common name for one (such as basket, login, catalogue). Any other name is a screen of one of five
 * kinds, always the same by the hash of the name. #SOTTO_E_MISSING for what is no page (refund,
 * select_item, dwell). Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_session_page(sotto_text page, sotto_text group,
                                                        sotto_event *ret_event);

/** A brand's four keys. The secret halves stay with the brand. */
typedef struct sotto_brand_keys {
  uint8_t signing_secret[SOTTO_SIGNING_SECRET_SIZE]; /**< Signs packs. */
  uint8_t signing_public[SOTTO_PUBLIC_KEY_SIZE];     /**< Ships in the app. */
  uint8_t report_secret[SOTTO_PUBLIC_KEY_SIZE];      /**< Opens reports. */
  uint8_t report_public[SOTTO_PUBLIC_KEY_SIZE];      /**< Goes into every pack. */
} sotto_brand_keys;

/** Makes fresh keys from the operating system's randomness. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_brand_keys_make(sotto_brand_keys *ret_keys);

/** One section of a pack, for display. Views die on return. */
typedef struct sotto_pack_part {
  uint32_t id;     /**< Number of the section. */
  sotto_text name; /**< Its name, such as "neighbours". */
  uint64_t bytes;  /**< Size. */
  uint64_t count;  /**< Elements. */
  double coverage; /**< Statistics: share of items that have one; below 0 where it says nothing. */
  double error;    /**< Statistics: largest stated standard error; below 0 where there is none. */
} sotto_pack_part;

/** Visitor of sections; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_pack_part_fn)(void *context, const sotto_pack_part *part);

/** Visitor of slots by id; a return other than 0 stops the visit. The view dies on return. */
typedef uint32_t (*sotto_pack_slot_fn)(void *context, sotto_text slot);

/** The task of a question by split trust, for display. Views die on return. */
typedef struct sotto_pack_task {
  sotto_text question;       /**< Name of the question. */
  uint32_t version;          /**< Of DAP: 9 or 18. */
  uint32_t buckets;          /**< Size of the domain. */
  uint32_t chunk;            /**< Chunk length of the proof. */
  uint64_t minimum_batch;    /**< Answers summed up at least. */
  uint64_t time_precision_s; /**< What report times are rounded to, seconds. */
  sotto_text leader;         /**< URL of the aggregator that takes reports. */
  sotto_text helper;         /**< URL of the other. */
  uint8_t id[32];            /**< The task's id. */
  sotto_bytes leader_list;   /**< Its keys, as the leader publishes them (hpke_config), and … */
  sotto_bytes helper_list;   /**< … the helper: whose key another has put here, that one reads. */
} sotto_pack_task;

/** Visitor of tasks; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_pack_task_fn)(void *context, const sotto_pack_task *task);

/** Visitors of a pack with their context; each may be NULL. */
typedef struct sotto_pack_visit {
  sotto_pack_part_fn part; /**< Called for each section. */
  sotto_pack_slot_fn slot; /**< Called for each slot. */
  void *context;           /**< Passed to them. */
  sotto_pack_task_fn task; /**< Called for each task of a question by split trust. */
} sotto_pack_visit;

/** What a pack file says about itself. */
typedef struct sotto_pack_facts {
  uint32_t struct_size;     /**< Set by the call. */
  uint32_t items;           /**< Items. */
  uint32_t attributes;      /**< Attribute keys. */
  uint32_t values;          /**< Attribute values. */
  uint32_t slots;           /**< Slots. */
  uint32_t questions;       /**< Questions. */
  uint32_t locales;         /**< Locales. */
  uint32_t signature_holds; /**< 1: signed by the key that was given; 0: none was given. */
  uint64_t sequence;        /**< Sequence. */
  uint64_t bytes;           /**< Size of the file. */
  int64_t created_ms;       /**< When it was made. */
  int64_t expires_ms;       /**< When it ends. */
  uint8_t hash[32];         /**< The pack's hash. */
  uint8_t key_id[8];        /**< Of its signing key. */
  uint8_t report_key[SOTTO_PUBLIC_KEY_SIZE]; /**< Key its reports are sealed to. */
  char brand[64];      /**< The brand's name, terminated; cut where it is longer. */
  char currency[4];    /**< ISO 4217, terminated. */
  char languages[256]; /**< Tags of its locales, the default first: "en es"; terminated. */
} sotto_pack_facts;

/**
 * Reads a pack file, checks all of it (signature too, where `signing_public` is not NULL), gives
 * its facts and visits its sections, slots and tasks. `visit` may be NULL. Errors:
 * #SOTTO_E_MISSING, #SOTTO_E_FORMAT, #SOTTO_E_CORRUPT, #SOTTO_E_UNTRUSTED for another key,
 * #SOTTO_E_TAMPERED for a changed byte. Cost: heavy.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_pack_read(const char *path,
                                                     const uint8_t *signing_public,
                                                     sotto_pack_facts *ret_facts,
                                                     const sotto_pack_visit *visit);

/** One line of a public list of packs. */
typedef struct sotto_listed {
  uint32_t struct_size;     /**< Set by the call. */
  uint32_t signature_holds; /**< 1: signed by the key that was given. 0: by another. */
  uint64_t sequence;        /**< The pack's sequence. */
  int64_t created_ms;       /**< When it was made. */
  uint8_t hash[32];         /**< Its hash. */
  uint8_t key_id[8];        /**< Of its signing key. */
  uint8_t chain[32];        /**< Stands for this line and all before it: compare these. */
} sotto_listed;

/** Visitor of lines, oldest first; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_listed_fn)(void *context, const sotto_listed *listed);

/** A visitor of lines and its context. */
typedef struct sotto_pack_list_visit {
  sotto_listed_fn line; /**< Called for each line. */
  void *context;        /**< Passed to it. */
} sotto_pack_list_visit;

/**
 * Appends a pack to the brand's public list (a file, made where there is none; its form is in
 * crypto/pack_list.h), durably, and gives the new last line. The list is read in full first and
 * never rewritten. A pack that is the last line already is not listed twice: #SOTTO_OK.
 * #SOTTO_E_ROLLBACK: its sequence does not rise above the list's last, so that no second pack can
 * have one sequence. #SOTTO_E_UNTRUSTED: the pack is another key's. #SOTTO_E_BUSY: another process
 * appends. The list's own failures are those of sotto_pack_list_read(). Cost: heavy.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_pack_publish(
    const char *pack, const char *list, const uint8_t signing_secret[SOTTO_SIGNING_SECRET_SIZE],
    sotto_listed *ret_listed);

/**
 * Reads a public list, checks its chain and the signatures of the key `signing_public`, and visits
 * its lines; `visit` may be NULL. #SOTTO_E_FORMAT: not a list, or a cut line. #SOTTO_E_TAMPERED: a
 * line was changed, removed or inserted. #SOTTO_E_ROLLBACK: a sequence does not rise (two packs
 * with one sequence). #SOTTO_E_UNTRUSTED: the last line is not signed by the key. Each tells the
 * line in `ret_lines`, which otherwise is how many there are. #SOTTO_E_MISSING, storage codes.
 * Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status
sotto_pack_list_read(const char *list, const uint8_t signing_public[SOTTO_PUBLIC_KEY_SIZE],
                     uint64_t *ret_lines, const sotto_pack_list_visit *visit);

SOTTO_END

#endif
