/*
 * The rows that grow with a fleet: report ids and counts, in partitions by question and epoch.
 */
#ifndef SO_TOOLS_STORE_POSTGRES_ROWS_H
#define SO_TOOLS_STORE_POSTGRES_ROWS_H

#include "tools/store_engine.h"
#include "tools/store_postgres_call.h"

/** Held until the transaction ends by whoever changes what a pack brings, or the schema. */
#define SO_POSTGRES_LOCK_SQL "SELECT pg_advisory_xact_lock(6084127441)"

/** A partition that is known to exist. */
typedef struct so_postgres_part {
  int64_t question;
  uint32_t epoch;
} so_postgres_part;

typedef struct so_postgres {
  PGconn *connection;
  char *place; /* for the second connection that makes partitions */
  PGresult *labels;
  int64_t labels_of; /* question */
  so_postgres_rows put, rows;
  int sights_staged, counts_staged; /* in this transaction: to be cleared before the next */
  so_postgres_part *parts;
  size_t part_count;
} so_postgres;

/** Makes the connection's own tables, through which rows come in. */
SOTTO_CHECKED sotto_status so_postgres_stage(so_postgres *store);

/* The calls of the engine. */
SOTTO_CHECKED sotto_status so_postgres_see(void *of, const so_store_sight *sights, size_t count,
                                           uint8_t *ret_new);
SOTTO_CHECKED sotto_status so_postgres_add(void *of, const so_store_question *question,
                                           uint32_t epoch, const sotto_tally *added);
SOTTO_CHECKED sotto_status so_postgres_put_batch(void *of, const so_store_question *question,
                                                 const so_store_batch *batch, int *ret_new);
SOTTO_CHECKED sotto_status so_postgres_counts(void *of, const so_store_question *question,
                                              uint32_t epoch, uint64_t *ret_counts);
SOTTO_CHECKED sotto_status so_postgres_extent_of(void *of, int64_t question, uint32_t epoch,
                                                 so_store_extent *ret_extent);

#endif
