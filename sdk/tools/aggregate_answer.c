/*
 * What an aggregator answers the other parties: the helper its word on reports, both their sum of
 * a batch. An answer is given when what it says is on the disk; asked again it is the same.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "tools/aggregate_desk.h"

sotto_status so_aggregate_desk_begin(so_aggregate_desk *desk) {
  (void)pthread_mutex_lock(&desk->lock);
  sotto_status status = so_aggregate_begin(desk->party.store);
  return status;
}

sotto_status so_aggregate_desk_end(so_aggregate_desk *desk, sotto_status status) {
  status = so_aggregate_end(desk->party.store, status);
  (void)pthread_mutex_unlock(&desk->lock);
  return status;
}

/* The batch with one report more; or one less, where it is set aside. */
static sotto_status add(so_aggregate_party *party, so_aggregate_batch *batch,
                        const so_aggregate_report *report, const uint8_t *output_share) {
  const so_prio3 *prio = &party->aggregator->prio;
  const size_t size = so_prio3_output_size(prio);
  const sotto_bytes share = {output_share, size};
  const int back = report->refusal == SO_REFUSAL_ASIDE;
  uint8_t *sum = calloc(1, size);
  if (!sum) return SOTTO_E_MEMORY;
  if (batch->share.size == size) memcpy(sum, batch->share.data, size);
  sotto_status status = batch->share.size && batch->share.size != size ? SOTTO_E_CORRUPT : SOTTO_OK;
  if (!status)
    status = back ? so_prio3_retract(sum, prio, share) : so_prio3_aggregate(sum, prio, share);
  batch->share = (sotto_bytes){sum, size};
  if (back)
    batch->set.reports--;
  else
    batch->set.reports++;
  so_aggregator_check_in(batch->set.checksum, report->id);
  if (!status) status = so_aggregate_batch_put(party->store, batch);
  sodium_memzero(sum, size);
  free(sum);
  return status;
}

sotto_status so_aggregate_take(so_aggregate_party *party, so_aggregate_report *inout_report,
                               const uint8_t *output_share) {
  so_aggregate_batch batch;
  sotto_status status = SOTTO_OK;
  if (!inout_report->refusal)
    status = so_aggregate_batch_get(party->store, inout_report->epoch, &batch);
  if (status) return status;
  if (!inout_report->refusal && batch.answer.size) inout_report->refusal = SO_REFUSAL_COLLECTED;
  if (!inout_report->refusal) status = add(party, &batch, inout_report, output_share);
  return status ? status : so_aggregate_settle(party->store, inout_report);
}

/* Room for one report at a time. */
typedef struct verifying {
  so_prio3_verification kept;
  uint8_t *opened;
  size_t opened_size;
  int made; /* there is a verifier share, and an output share */
} verifying;

static int make_room(verifying *room, const so_prio3 *prio, size_t largest) {
  room->kept.verifier_share = calloc(1, so_prio3_verifier_size(prio) + 1);
  room->kept.output_share = calloc(1, so_prio3_output_size(prio) + 1);
  room->opened = calloc(1, largest + 1);
  room->opened_size = largest;
  return room->kept.verifier_share && room->kept.output_share && room->opened;
}

static void free_room(verifying *room) {
  if (room->opened) sodium_memzero(room->opened, room->opened_size);
  free(room->kept.verifier_share);
  free(room->kept.output_share);
  free(room->opened);
}

/* Opens and verifies. */
static so_refusal examine(so_aggregate_desk *desk, const so_wire_item *item, verifying *room) {
  const so_aggregator *aggregator = desk->party.aggregator;
  sotto_bytes input;
  so_refusal refusal = so_aggregator_open(&input, aggregator, &item->view, room->opened);
  if (!refusal) refusal = so_aggregator_verify(&room->kept, aggregator, &item->view, input);
  if (refusal) return refusal;
  room->made = 1;
  const so_aggregator_proof proof = {&room->kept, item->verifier, item->view.public_share};
  return so_aggregator_decide(aggregator, &proof);
}

/* A report that was not seen before, with what was found wrong with it. */
static sotto_status take_new(so_aggregate_desk *desk, uint64_t time_s,
                             so_aggregate_report *inout_report, const uint8_t *output_share) {
  so_refusal time = so_aggregator_judge_time(time_s, so_aggregate_now());
  if (time && inout_report->refusal != SO_REFUSAL_ASIDE) inout_report->refusal = (uint8_t)time;
  if (inout_report->refusal == SO_REFUSAL_EARLY) return SOTTO_OK; /* may pass: it comes again */
  return so_aggregate_take(&desk->party, inout_report, output_share);
}

/* A report that was counted, and that the leader does not count. */
static sotto_status withdraw(so_aggregate_desk *desk, so_aggregate_report *inout_report,
                             const uint8_t *output_share) {
  so_aggregate_batch batch;
  sotto_status status = so_aggregate_batch_get(desk->party.store, inout_report->epoch, &batch);
  if (status || batch.answer.size || !batch.set.reports) return status;
  inout_report->refusal = SO_REFUSAL_ASIDE;
  status = add(&desk->party, &batch, inout_report, output_share);
  return status ? status : so_aggregate_set_aside(desk->party.store, inout_report);
}

/* A known report's word stands, unless it is set aside. */
static sotto_status settle_item(so_aggregate_desk *desk, const so_wire_item *item, verifying *room,
                                so_aggregate_report *inout_report) {
  so_aggregate_report known;
  const int aside = !item->verifier.size;
  sotto_status status = so_aggregate_find(desk->party.store, inout_report->id, &known);
  inout_report->refusal = SO_REFUSAL_ASIDE;
  if (!aside || !status) inout_report->refusal = (uint8_t)examine(desk, item, room);
  if (status == SOTTO_E_MISSING)
    return take_new(desk, item->view.time_s, inout_report, room->kept.output_share);
  if (status) return status;
  if (memcmp(known.digest, inout_report->digest, sizeof known.digest) != 0) {
    inout_report->refusal = SO_REFUSAL_REPLAYED;
    return so_aggregate_count(desk->party.store, SO_REFUSAL_REPLAYED);
  }
  inout_report->refusal = known.refusal;
  if (!aside || known.refusal || !room->made) return SOTTO_OK;
  return withdraw(desk, inout_report, room->kept.output_share);
}

/* The word on one report, with its verifier share, which is made again for a known one. */
static sotto_status answer_item(so_aggregate_desk *desk, const so_wire_item *item, verifying *room,
                                so_writer *writer) {
  so_aggregate_report report = so_aggregate_report_of(&item->view, item->whole);
  room->made = 0;
  sotto_status status = settle_item(desk, item, room, &report);
  const size_t size = room->made ? so_prio3_verifier_size(&desk->party.aggregator->prio) : 0;
  so_wire_outcome_write(writer, &(so_wire_outcome){{report.id, sizeof report.id},
                                                   report.refusal,
                                                   {room->kept.verifier_share, size}});
  return status;
}

/* Answers all items of a body inside the transaction. */
static sotto_status answer_items(so_aggregate_desk *desk, so_reader *reader, so_writer *writer) {
  const so_aggregator *aggregator = desk->party.aggregator;
  verifying room = {{0}, NULL, 0, 0};
  sotto_status status =
      make_room(&room, &aggregator->prio, reader->size) ? SOTTO_OK : SOTTO_E_MEMORY;
  for (size_t count = 0; !status && reader->at < reader->size; count++) {
    so_wire_item item;
    if (count == SO_WIRE_ITEMS_MAX || !so_wire_item_read(reader, &aggregator->task, &item))
      status = SOTTO_E_FORMAT;
    else
      status = answer_item(desk, &item, &room, writer);
  }
  free_room(&room);
  return status;
}

static void refuse_body(so_front_reply *inout_reply, so_refusal refusal) {
  if (refusal == SO_REFUSAL_TASK)
    so_front_problem(inout_reply, 404, SO_DAP_ERROR("unrecognizedTask"), "Not the task here.");
  else
    so_front_problem(inout_reply, 400, SO_DAP_ERROR("invalidMessage"), "The body is malformed.");
}

void so_aggregate_verify(so_aggregate_desk *desk, const so_front_request *request,
                         so_front_reply *inout_reply) {
  const so_aggregator *aggregator = desk->party.aggregator;
  size_t one = SO_DAP_REPORT_ID_SIZE + 1 + 4 + so_prio3_verifier_size(&aggregator->prio);
  so_reader reader = so_reader_of(request->body.data, request->body.size);
  if (!so_aggregate_knows(desk->party.leader_digest, request->token)) {
    so_front_problem(inout_reply, 403, SO_DAP_ERROR("unauthorizedRequest"), "Not the leader.");
    return;
  }
  so_refusal refusal = so_wire_verify_open(&reader, &aggregator->task);
  uint8_t *answer = refusal ? NULL : malloc(one * SO_WIRE_ITEMS_MAX);
  if (refusal || !answer) {
    refuse_body(inout_reply, refusal);
    return;
  }
  so_writer writer = so_writer_of(answer, one * SO_WIRE_ITEMS_MAX);
  sotto_status status = so_aggregate_desk_begin(desk);
  if (!status) status = answer_items(desk, &reader, &writer);
  status = so_aggregate_desk_end(desk, status);
  if (status == SOTTO_E_FORMAT)
    refuse_body(inout_reply, SO_REFUSAL_MALFORMED);
  else if (status)
    so_front_busy(inout_reply, status);
  else
    so_front_body(inout_reply, "application/octet-stream", (sotto_bytes){answer, writer.at});
  free(answer);
}

int so_aggregate_same_set(const so_wire_set *a, const so_wire_set *b) {
  return a->reports == b->reports && memcmp(a->checksum, b->checksum, sizeof a->checksum) == 0;
}

/* Why a batch is not given (a DAP error), or NULL. */
static const char *objection(const so_aggregate_desk *desk, const so_wire_set *asked,
                             const so_aggregate_batch *batch) {
  const so_dap_task *task = &desk->party.aggregator->task;
  int named = asked->reports != 0;
  if (!named && desk->party.aggregator->role == SO_DAP_HELPER)
    return SO_DAP_ERROR("batchMismatch"); /* the helper gives what the leader has, or nothing */
  if (named && !so_aggregate_same_set(asked, &batch->set)) return SO_DAP_ERROR("batchMismatch");
  return batch->set.reports < task->minimum_batch ? SO_DAP_ERROR("invalidBatchSize") : NULL;
}

/* Seals the sum for the collector and keeps the answer: the batch takes no more reports. */
static sotto_status collect(so_aggregate_desk *desk, so_aggregate_batch *batch) {
  const so_aggregator *aggregator = desk->party.aggregator;
  const so_wire_seal seal = {&aggregator->task, aggregator->role, &desk->party.collector, NULL};
  size_t size = SO_WIRE_RESULT_HEAD + batch->share.size + SO_HPKE_OVERHEAD;
  uint8_t *answer = malloc(size + batch->share.size);
  if (!answer) return SOTTO_E_MEMORY;
  memcpy(answer + size, batch->share.data, batch->share.size); /* the view ends with the change */
  batch->share.data = answer + size;
  sotto_status status = so_wire_result_write(answer, &seal, &batch->set, batch->share);
  batch->answer = (sotto_bytes){answer, size};
  if (!status) status = so_aggregate_batch_put(desk->party.store, batch);
  return status;
}

/* Inside the transaction. */
static sotto_status give(so_aggregate_desk *desk, const so_wire_set *asked,
                         so_front_reply *inout_reply) {
  so_aggregate_batch batch;
  uint64_t waiting = 0;
  sotto_status status = so_aggregate_batch_get(desk->party.store, asked->epoch, &batch);
  if (!status) status = so_aggregate_waiting(desk->party.store, asked->epoch, &waiting);
  if (status) return status;
  if (waiting) {
    desk->closing = asked->epoch;
    return SOTTO_E_BUSY;
  }
  const char *why = objection(desk, asked, &batch);
  if (why) {
    so_front_problem(inout_reply, 400, why, "This batch is not given.");
    return SOTTO_OK;
  }
  int fresh = !batch.answer.size;
  if (fresh) status = collect(desk, &batch);
  if (!status) so_front_body(inout_reply, "application/octet-stream", batch.answer);
  if (fresh) free((void *)batch.answer.data);
  return status;
}

void so_aggregate_give(so_aggregate_desk *desk, const so_front_request *request,
                       so_front_reply *inout_reply) {
  so_wire_set asked;
  if (!so_aggregate_knows(desk->party.collector_digest, request->token)) {
    so_front_problem(inout_reply, 403, SO_DAP_ERROR("unauthorizedRequest"), "Not the collector.");
    return;
  }
  so_refusal refusal = so_wire_collect_read(&asked, &desk->party.aggregator->task, request->body);
  if (refusal) {
    refuse_body(inout_reply, refusal);
    return;
  }
  sotto_status status = so_aggregate_desk_begin(desk);
  if (!status) status = give(desk, &asked, inout_reply);
  status = so_aggregate_desk_end(desk, status);
  if (!status) return;
  free(inout_reply->body);
  inout_reply->body = NULL;
  so_front_busy(inout_reply, status);
}
