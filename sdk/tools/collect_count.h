/*
 * Counting opened reports into a store: each is remembered and told apart from a repeat, and what
 * new ones name is added up by question and epoch, to go into the store at the end of the
 * transaction, always in the same order.
 */
#ifndef SO_TOOLS_COLLECT_COUNT_H
#define SO_TOOLS_COLLECT_COUNT_H

#include "tools/store.h"

/** What became of a report, and by which one reason it was not counted. */
typedef enum so_fate {
  SO_FATE_ACCEPTED,
  SO_FATE_DUPLICATE,
  SO_FATE_QUESTION,
  SO_FATE_EPOCH,
  SO_FATE_TAMPERED,
  SO_FATE_MALFORMED,
  SO_FATES
} so_fate;

/** Names of fates for programs and people, in order. */
typedef struct so_fate_words {
  const char *name, *label, *words;
} so_fate_words;
extern const so_fate_words so_fates[SO_FATES];

/** The fate that sotto_collector_read() tells; #SO_FATE_ACCEPTED until the store has seen it. */
so_fate so_fate_of(sotto_status status);

/** A report that was read: its fate, and what it says where that is #SO_FATE_ACCEPTED. */
typedef struct so_read_report {
  so_fate fate;
  sotto_answer answer;
} so_read_report;

typedef struct so_counter so_counter;

/** Makes one for the questions of a collector, which must outlive it. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_counter_new(const sotto_collector *collector,
                                          so_counter **ret_counter);
void so_counter_free(so_counter *counter);

/**
 * Puts the brand and the questions of the pack into a store, in a transaction of its own.
 * `trusted` signed the pack. Errors as the store's.
 */
SOTTO_CHECKED sotto_status so_counter_put_pack(so_counter *counter, so_store *store,
                                               sotto_bytes trusted);
/**
 * Remembers reports within a transaction. They are handed to the store many at a time: until
 * so_counter_settle() the reports must stay and their fates are not final.
 */
SOTTO_CHECKED sotto_status so_counter_see(so_counter *counter, so_store *store,
                                          so_read_report *inout_reports, size_t count);
/** Hands over the rest: those counted before have #SO_FATE_DUPLICATE now. */
SOTTO_CHECKED sotto_status so_counter_settle(so_counter *counter, so_store *store);
/** Adds what was counted since the last time to the store; settled first. */
SOTTO_CHECKED sotto_status so_counter_add(so_counter *counter, so_store *store);
/** Forgets what was seen and not added, as after an undone transaction. */
void so_counter_reset(so_counter *counter);

#endif
