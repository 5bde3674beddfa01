/*
 * Where a collector keeps what it counted: which reports it has seen (question, epoch, report id),
 * how often each cell was named, and what the questions are. Neither an address nor a time finer
 * than the epoch is kept, nor the reports themselves. A place is a file (SQLite, store_sqlite.c)
 * or postgresql://USER@HOST/DATABASE (store_postgres.c); nothing here is particular to either.
 */
#ifndef SO_TOOLS_STORE_H
#define SO_TOOLS_STORE_H

#include <sotto/estimate.h>

#define SO_STORE_EVERY_EPOCH UINT32_MAX
#define SO_STORE_BUCKETS_MAX 100000u
#define SO_STORE_CELLS_MAX (30 * SO_STORE_BUCKETS_MAX)

typedef struct so_store so_store;

/** A question as the store knows it. */
typedef struct so_store_question {
  int64_t number; /* the store's own name for it */
  uint8_t content[32];
  char name[SOTTO_LABEL_SIZE];
  uint32_t kind;
  uint32_t minimum_batch;
  sotto_mechanism mechanism;
} so_store_question;

typedef enum so_store_mode { SO_STORE_READ, SO_STORE_WRITE } so_store_mode;

/** Whether a place is a database server's. */
int so_store_is_server(const char *place);
#define SO_STORE_SHOWN_SIZE 512u
/** Gives what messages may say of a place: a file's path; of a server neither user nor password. */
void so_store_shown(const char *place, char ret_words[SO_STORE_SHOWN_SIZE]);

/**
 * Opens a store; SO_STORE_WRITE makes it where it does not exist. SO_STORE_READ sees one moment
 * until it is closed, and a file is written to only then. #SOTTO_E_MISSING, #SOTTO_E_FORMAT
 * (not a collector's store, or a newer one), #SOTTO_E_READ_ONLY, #SOTTO_E_STORAGE. A server's also:
 * #SOTTO_E_STATE (not reached, or gone: any call may say so, and the store is then only good for
 * closing), #SOTTO_E_KEY_DENIED (user or password), #SOTTO_E_DENIED (no right to it),
 * #SOTTO_E_ARGUMENT (not such a URL), #SOTTO_E_LIMIT (built without PostgreSQL).
 */
SOTTO_CHECKED sotto_status so_store_open(so_store **ret_store, const char *place,
                                         so_store_mode mode);
/** Closes; what was not committed is undone. NULL is allowed. */
void so_store_close(so_store *store);

/** Starts a transaction; where only one may write at a time, waits for another collector's end. */
SOTTO_CHECKED sotto_status so_store_begin(so_store *store);
/**
 * Ends it. #SOTTO_E_STATE: the server went away and may or may not have committed; doing all of it
 * again is right in both cases, since reports and batches are counted once.
 */
SOTTO_CHECKED sotto_status so_store_commit(so_store *store);
/** Undoes what was not committed, if anything. */
void so_store_undo(so_store *store);

/**
 * Keeps the brand and, the first time, the public key that signs its packs; #SOTTO_E_UNTRUSTED
 * where the store belongs to another.
 */
SOTTO_CHECKED sotto_status so_store_put_brand(so_store *store, const char *name, sotto_bytes key);
/** Gives the brand's name, terminated; empty where nothing was loaded yet. */
SOTTO_CHECKED sotto_status so_store_brand(so_store *store, char ret_name[SOTTO_LABEL_SIZE]);

/** Keeps what each mindset counts in the empathy score. */
SOTTO_CHECKED sotto_status so_store_put_weights(so_store *store,
                                                const double weights[SOTTO_MINDSETS]);
/** Gives them; the library's own where none were kept, as by a store of before. */
SOTTO_CHECKED sotto_status so_store_weights(so_store *store, double ret_weights[SOTTO_MINDSETS]);

/** Keeps a question (recognized by its content) and sets its number. */
SOTTO_CHECKED sotto_status so_store_put_question(so_store *store,
                                                 so_store_question *inout_question);
SOTTO_CHECKED sotto_status so_store_put_label(so_store *store, int64_t question, uint32_t bucket,
                                              const sotto_bucket_label *label);
/** Which report of which question was seen. */
typedef struct so_store_sight {
  int64_t question;
  uint32_t epoch;
  uint8_t report[SOTTO_REPORT_ID_SIZE];
} so_store_sight;
/**
 * Remembers reports; `ret_new[i]` is 0 where sight i was counted before, or stands among these
 * already. #SOTTO_E_BUSY: another collector remembers the same ones; nothing of the transaction
 * stands.
 */
SOTTO_CHECKED sotto_status so_store_see(so_store *store, const so_store_sight *sights, size_t count,
                                        uint8_t *ret_new);
/*
 * Collectors that add in one order, by question and epoch, never wait for each other in a ring.
 */
/** Adds to the counts of a question's epoch; `added.counts` holds one per cell. */
SOTTO_CHECKED sotto_status so_store_add(so_store *store, const so_store_question *question,
                                        uint32_t epoch, const sotto_tally *added);
/** The counts of a whole batch, as a pair of aggregators hands them over. */
typedef struct so_store_batch {
  uint8_t id[32]; /* names the batch among those of its question */
  uint32_t epoch;
  const sotto_tally *added;
} so_store_batch;
/**
 * Adds the counts of a batch once: `*ret_new` is 0 where its id was added before, to whatever
 * epoch, and then nothing changes. Errors as so_store_add().
 */
SOTTO_CHECKED sotto_status so_store_put_batch(so_store *store, const so_store_question *question,
                                              const so_store_batch *batch, int *ret_new);

/** Gives question `index` in the order they were first loaded; #SOTTO_E_MISSING past the last. */
SOTTO_CHECKED sotto_status so_store_question_at(so_store *store, uint32_t index,
                                                so_store_question *ret_question);
SOTTO_CHECKED sotto_status so_store_label(so_store *store, int64_t question, uint32_t bucket,
                                          sotto_bucket_label *ret_label);
/** Sums the counts of an epoch, or of every epoch, into `ret_counts` (one per cell). */
SOTTO_CHECKED sotto_status so_store_counts(so_store *store, const so_store_question *question,
                                           uint32_t epoch, uint64_t *ret_counts);
/** Which epochs a question has reports of, and how many reports those within `epoch` are. */
typedef struct so_store_extent {
  uint32_t first_epoch;
  uint32_t last_epoch;
  uint32_t epochs;
  uint64_t reports;
} so_store_extent;
SOTTO_CHECKED sotto_status so_store_extent_of(so_store *store, int64_t question, uint32_t epoch,
                                              so_store_extent *ret_extent);

#endif
