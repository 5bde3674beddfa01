/*
 * What an engine of the collector's store is: the calls of tools/store.h over a state of its own
 * (`of`). store_route.c chooses the engine by the store's place and calls through this table.
 */
#ifndef SO_TOOLS_STORE_ENGINE_H
#define SO_TOOLS_STORE_ENGINE_H

#include "tools/store.h"

#define SO_STORE_MECHANISM_SIZE 160u
#define SO_STORE_WEIGHTS_SIZE (32u * SOTTO_MINDSETS)

typedef struct so_store_engine {
  sotto_status (*open)(void **ret_state, const char *place, so_store_mode mode);
  void (*close)(void *of);
  sotto_status (*begin)(void *of);
  sotto_status (*commit)(void *of);
  void (*undo)(void *of);
  sotto_status (*put_brand)(void *of, const char *name, sotto_bytes key);
  sotto_status (*brand)(void *of, char ret_name[SOTTO_LABEL_SIZE]);
  sotto_status (*put_weights)(void *of, const double weights[SOTTO_MINDSETS]);
  sotto_status (*weights)(void *of, double ret_weights[SOTTO_MINDSETS]);
  sotto_status (*put_question)(void *of, so_store_question *inout_question);
  sotto_status (*put_label)(void *of, int64_t question, uint32_t bucket,
                            const sotto_bucket_label *label);
  sotto_status (*see)(void *of, const so_store_sight *sights, size_t count, uint8_t *ret_new);
  sotto_status (*add)(void *of, const so_store_question *question, uint32_t epoch,
                      const sotto_tally *added);
  sotto_status (*put_batch)(void *of, const so_store_question *question,
                            const so_store_batch *batch, int *ret_new);
  sotto_status (*question_at)(void *of, uint32_t index, so_store_question *ret_question);
  sotto_status (*label)(void *of, int64_t question, uint32_t bucket, sotto_bucket_label *ret_label);
  sotto_status (*counts)(void *of, const so_store_question *question, uint32_t epoch,
                         uint64_t *ret_counts);
  sotto_status (*extent_of)(void *of, int64_t question, uint32_t epoch,
                            so_store_extent *ret_extent);
} so_store_engine;

extern const so_store_engine so_store_sqlite;
#ifdef SOTTO_WITH_POSTGRES
extern const so_store_engine so_store_postgres;
#endif

/** Writes a mechanism as ten little numbers in text: exact, and readable in any SQL shell. */
void so_store_write_mechanism(const sotto_mechanism *mechanism,
                              char ret_text[SO_STORE_MECHANISM_SIZE]);
/** Reads it; NULL and nonsense are #SOTTO_E_CORRUPT. The cost is kept elsewhere. */
SOTTO_CHECKED sotto_status so_store_read_mechanism(const char *text,
                                                   sotto_mechanism *ret_mechanism);
/** Writes the weights of the mindsets as text. */
void so_store_write_weights(const double weights[SOTTO_MINDSETS],
                            char ret_text[SO_STORE_WEIGHTS_SIZE]);
/** Reads them; the library's own where the text is NULL or makes no sense. */
void so_store_read_weights(const char *text, double ret_weights[SOTTO_MINDSETS]);

#endif
