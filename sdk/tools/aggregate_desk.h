/*
 * An aggregator at work: what its parts share. Devices upload to the leader (aggregate_upload.c),
 * the leader asks the helper about what it holds (aggregate_drive.c), the helper answers and both
 * answer the collector (aggregate_answer.c).
 */
#ifndef SO_TOOLS_AGGREGATE_DESK_H
#define SO_TOOLS_AGGREGATE_DESK_H

#include <pthread.h>
#include <stdatomic.h>

#include "tools/aggregate.h"
#include "tools/aggregate_http.h"

#define SO_DAP_ERROR(name) "urn:ietf:params:ppm:dap:error:" name

typedef struct so_aggregate_desk {
  so_aggregate_party party;
  const so_aggregate_options *options;
  const char *helper_url; /* the leader's */
  pthread_mutex_t lock;   /* of the party's store and of the two below */
  uint64_t lies;          /* answers of the helper that cannot be true */
  uint64_t failures;      /* calls that brought no answer */
  atomic_uint closing;    /* the leader's: the epoch that the collector waits for */
  size_t alone;           /* the leader's: reports to take singly, to find the one at fault */
} so_aggregate_desk;

/** Starts a transaction that this thread alone has. */
SOTTO_CHECKED sotto_status so_aggregate_desk_begin(so_aggregate_desk *desk);
/** Ends it as so_aggregate_end(). */
SOTTO_CHECKED sotto_status so_aggregate_desk_end(so_aggregate_desk *desk, sotto_status status);

/** Settles a report; an accepted one is added to its batch first, or refused as COLLECTED where
 * that was collected: then `report` says so. */
SOTTO_CHECKED sotto_status so_aggregate_take(so_aggregate_party *party,
                                             so_aggregate_report *inout_report,
                                             const uint8_t *output_share);
/** 1 where two sets are of the same reports. */
int so_aggregate_same_set(const so_wire_set *a, const so_wire_set *b);
/** Fills in id, epoch and the digest of `bytes`. */
so_aggregate_report so_aggregate_report_of(const so_dap_view *view, sotto_bytes bytes);

/** PUT or POST /tasks/{task-id}/reports, at the leader. */
void so_aggregate_upload(so_aggregate_desk *desk, const so_front_request *request,
                         so_front_reply *inout_reply);
/** POST /sotto/verify, at the helper. */
void so_aggregate_verify(so_aggregate_desk *desk, const so_front_request *request,
                         so_front_reply *inout_reply);
/** POST /sotto/collect, at both. */
void so_aggregate_give(so_aggregate_desk *desk, const so_front_request *request,
                       so_front_reply *inout_reply);

typedef enum so_aggregate_turn { SO_TURN_IDLE, SO_TURN_DONE, SO_TURN_FAILED } so_aggregate_turn;
/** Takes one bounded batch of waiting reports to the helper. */
so_aggregate_turn so_aggregate_drive(so_aggregate_desk *desk);

#endif
