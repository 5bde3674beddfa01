/*
 * From requests to the store: what requests brought waits here, and one thread takes all that waits
 * into one transaction (group commit). A job is done only when its transaction is committed, or
 * when it certainly is not kept in this process any more; nothing is acknowledged before that.
 *
 * A store that fails is opened anew for the next jobs. Whether a commit took effect whose answer
 * was lost nobody knows: its jobs fail, are sent again, and are counted once.
 */
#ifndef SO_TOOLS_COLLECT_QUEUE_H
#define SO_TOOLS_COLLECT_QUEUE_H

#include "tools/collect_count.h"

#define SO_QUEUE_REPORTS_MAX 8192u

/** Reports that wait together; the owner keeps it until `wake` was called. */
typedef struct so_job {
  so_read_report *reports; /* with their fates, which become final */
  size_t count;
  void *waiter;
  sotto_status status; /* of the commit */
  struct so_job *next;
} so_job;

/** What a queue stands on; all of it must outlive it. */
typedef struct so_queue_options {
  const sotto_collector *collector;
  sotto_bytes trusted; /* signed the pack */
  const char *db;
  void (*wake)(so_job *job); /* called by the queue's thread, once for each job */
} so_queue_options;

/** For whoever watches. */
typedef struct so_queue_facts {
  uint64_t waiting; /* reports */
  uint64_t commits, failures;
  int reachable; /* the store is open; one that is not is tried every second */
} so_queue_facts;

typedef struct so_queue so_queue;

/** Opens the store, puts the pack and starts the thread. Errors as the store's. */
SOTTO_CHECKED sotto_status so_queue_start(so_queue **ret_queue, const so_queue_options *options);
/** Whether so many more reports have room now. */
int so_queue_has_room(so_queue *queue, size_t count);
/** Hands over a job. #SOTTO_E_BUSY: full, or ending; it was not taken. */
SOTTO_CHECKED sotto_status so_queue_put(so_queue *queue, so_job *job);
void so_queue_look(so_queue *queue, so_queue_facts *ret_facts);
/** Takes no more jobs and ends when those that wait are done; what is put later is refused. */
void so_queue_end(so_queue *queue);
/** Frees an ended queue. NULL is allowed. */
void so_queue_free(so_queue *queue);

#endif
