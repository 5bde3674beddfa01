/*
 * The leader's work: takes waiting reports to the helper, a bounded batch at a time, and settles
 * each when both have come to the same word on it. What fails on the way (no answer, a malformed
 * one, the program killed) leaves the reports waiting; asked again, the helper says the same. An
 * answer that cannot be true (the shares prove what it denies, or deny what it says) leaves its
 * report waiting behind the others, and is counted. Which of several reports a helper fails on is
 * found by taking them singly. One that failed TRIES_MIN times waits until its week is collected or
 * too late, for a helper may be mended; then it is asked about once more, and if that fails too,
 * both set it aside, and the week goes on without it.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "tools/aggregate_desk.h"

#define BYTES_MAX (2u << 20) /* of a batch's reports */
#define TRIES_MIN 3u

/* A report being taken to the helper. */
typedef struct job {
  so_aggregate_report report;
  uint8_t *bytes;
  size_t size;
  so_dap_view view;
  so_prio3_verification kept;
  size_t output_size;
  int asked;  /* 0: settled without asking */
  int doomed; /* to be set aside if it fails once more; always alone */
  int aside;
  int lied;
  int later; /* the helper's clock is behind, or it lied or failed */
} job;

typedef struct batch {
  job jobs[SO_WIRE_ITEMS_MAX];
  size_t count;
  size_t most;
  size_t bytes;
  uint32_t closing;
  uint32_t oldest; /* epoch of which reports are not too late */
  int out_of_memory;
} batch;

static int pick(void *context, const so_aggregate_report *report, sotto_bytes bytes) {
  batch *all = context;
  const int ends = report->epoch == all->closing || report->epoch < all->oldest;
  const int doomed = report->tries >= TRIES_MIN && ends;
  if (all->count && (doomed || all->bytes + bytes.size > BYTES_MAX)) return 0;
  job *one = &all->jobs[all->count];
  one->bytes = malloc(bytes.size + 1);
  if (!one->bytes) {
    all->out_of_memory = 1;
    return 0;
  }
  memcpy(one->bytes, bytes.data, bytes.size);
  one->size = bytes.size;
  one->report = *report;
  one->doomed = doomed;
  all->bytes += bytes.size;
  return ++all->count < all->most && !doomed;
}

static void free_batch(batch *all) {
  for (size_t i = 0; i < all->count; i++) {
    job *one = &all->jobs[i];
    if (one->kept.output_share) sodium_memzero(one->kept.output_share, one->output_size);
    free(one->bytes);
    free(one->kept.verifier_share);
    free(one->kept.output_share);
  }
  free(all);
}

/* Opens and verifies this side's share. */
static so_refusal verify(const so_aggregator *aggregator, job *one) {
  sotto_bytes input;
  size_t room = one->view.message[0].size;
  uint8_t *opened = malloc(room);
  if (!opened) return SO_REFUSALS;
  so_refusal refusal = so_aggregator_open(&input, aggregator, &one->view, opened);
  if (!refusal) refusal = so_aggregator_verify(&one->kept, aggregator, &one->view, input);
  sodium_memzero(opened, room);
  free(opened);
  return refusal;
}

/* 0 where memory ran out. */
static int prepare(const so_aggregator *aggregator, job *one) {
  const sotto_bytes bytes = {one->bytes, one->size};
  if (one->aside) return 1; /* when it was asked about */
  one->kept.verifier_share = calloc(1, so_prio3_verifier_size(&aggregator->prio) + 1);
  one->kept.output_share = calloc(1, so_prio3_output_size(&aggregator->prio) + 1);
  one->output_size = so_prio3_output_size(&aggregator->prio);
  if (!one->kept.verifier_share || !one->kept.output_share) return 0;
  so_refusal refusal = SO_REFUSAL_MALFORMED;
  if (!so_dap_report_read(&one->view, &aggregator->task, bytes)) refusal = verify(aggregator, one);
  if (refusal == SO_REFUSALS) return 0;
  one->report.refusal = (uint8_t)refusal;
  one->asked = !refusal;
  return 1;
}

/* What is said of a report beside its bytes: nothing of one that is set aside. */
static sotto_bytes said_of(const so_aggregator *aggregator, const job *one) {
  const size_t size = one->aside ? 0 : so_prio3_verifier_size(&aggregator->prio);
  return (sotto_bytes){one->kept.verifier_share, size};
}

/* Writes what the helper is asked; NULL where memory ran out. */
static uint8_t *request_of(const so_aggregator *aggregator, batch *all, sotto_bytes *ret_body) {
  size_t size = SO_WIRE_VERIFY_HEAD;
  for (size_t i = 0; i < all->count; i++) {
    const job *one = &all->jobs[i];
    if (!prepare(aggregator, &all->jobs[i])) return NULL;
    if (one->asked) size += so_wire_item_size(&one->view, said_of(aggregator, one).size);
  }
  uint8_t *body = malloc(size);
  so_writer writer = so_writer_of(body, size);
  if (!body) return NULL;
  so_wire_verify_start(&writer, &aggregator->task);
  for (size_t i = 0; i < all->count; i++) {
    const job *one = &all->jobs[i];
    if (one->asked) so_wire_item_write(&writer, &one->view, said_of(aggregator, one));
  }
  *ret_body = (sotto_bytes){body, writer.at};
  return body;
}

/* Judges the helper's word on a report by the shares themselves. */
static void hear(const so_aggregator *aggregator, job *one, const so_wire_outcome *outcome) {
  const so_aggregator_proof proof = {&one->kept, outcome->verifier, one->view.public_share};
  so_refusal own =
      outcome->verifier.size ? so_aggregator_decide(aggregator, &proof) : SO_REFUSAL_MALFORMED;
  one->report.refusal = one->aside ? SO_REFUSAL_ASIDE : outcome->refusal;
  if (one->aside)
    one->lied = outcome->refusal == SO_REFUSAL_NONE; /* it would not */
  else if (outcome->refusal == SO_REFUSAL_NONE)
    one->lied = own != SO_REFUSAL_NONE;
  else if (outcome->refusal == SO_REFUSAL_PROOF)
    one->lied = own != SO_REFUSAL_PROOF;
  one->later = one->lied || outcome->refusal == SO_REFUSAL_EARLY;
}

/* 0 where the answer is not one to this request. */
static int hear_all(const so_aggregator *aggregator, batch *all, const so_call_answer *answer) {
  so_reader reader = so_reader_of(answer->data, answer->size);
  for (size_t i = 0; i < all->count; i++) {
    job *one = &all->jobs[i];
    so_wire_outcome outcome;
    if (!one->asked) continue;
    if (!so_wire_outcome_read(&reader, &outcome)) return 0;
    if (memcmp(outcome.id.data, one->report.id, sizeof one->report.id) != 0) return 0;
    hear(aggregator, one, &outcome);
  }
  return reader.at == reader.size;
}

/* What came of asking: a word on each report, what is none, or no answer to what was asked. */
typedef enum answered { ANSWERED, UNREADABLE, UNANSWERED } answered;

static answered ask_helper(so_aggregate_desk *desk, batch *all, sotto_bytes body) {
  const so_aggregator *aggregator = desk->party.aggregator;
  const so_call call = {desk->helper_url,
                        "sotto/verify",
                        desk->party.helper_token,
                        body,
                        (long)desk->options->timeout_ms,
                        SO_WIRE_BODY_MAX};
  so_call_answer answer;
  if (body.size == SO_WIRE_VERIFY_HEAD) return ANSWERED; /* nothing to ask */
  if (so_call_post(&answer, &call)) return UNANSWERED;
  int heard = answer.status == 200, good = heard && hear_all(aggregator, all, &answer);
  free(answer.data);
  if (good) return ANSWERED;
  return heard || answer.status == 400 || answer.status == 413 ? UNREADABLE : UNANSWERED;
}

/* Nothing came of it: of several reports each is tried alone, and one goes behind the others. A
 * helper that is there, and cannot even read that one is set aside, has not counted it. */
static int blame(so_aggregate_desk *desk, batch *all, answered what) {
  job *one = &all->jobs[0];
  if (all->count > 1) desk->alone = all->count;
  one->report.refusal = SO_REFUSAL_ASIDE;
  one->later = !one->aside || what != UNREADABLE;
  return all->count == 1;
}

static sotto_status settle(so_aggregate_desk *desk, batch *all, size_t *ret_settled) {
  sotto_status status = so_aggregate_desk_begin(desk);
  size_t settled = 0, lied = 0;
  for (size_t i = 0; !status && i < all->count; i++) {
    job *one = &all->jobs[i];
    lied += (size_t)one->lied;
    settled += !one->later;
    status = one->later ? so_aggregate_later(desk->party.store, &one->report)
                        : so_aggregate_take(&desk->party, &one->report, one->kept.output_share);
  }
  if (!status) desk->lies += lied;
  *ret_settled = settled;
  return so_aggregate_desk_end(desk, status);
}

static so_aggregate_turn fail(so_aggregate_desk *desk) {
  (void)pthread_mutex_lock(&desk->lock);
  desk->failures++;
  (void)pthread_mutex_unlock(&desk->lock);
  return SO_TURN_FAILED;
}

/* 0 where memory ran out. */
static int ask(so_aggregate_desk *desk, batch *all, answered *ret_what) {
  sotto_bytes body = {NULL, 0};
  uint8_t *request = request_of(desk->party.aggregator, all, &body);
  if (request) *ret_what = ask_helper(desk, all, body);
  free(request);
  return request != NULL;
}

/* Takes what was picked to the helper; 0 where nothing came of it. */
static int take_there(so_aggregate_desk *desk, batch *all) {
  job *one = &all->jobs[0];
  answered what = UNANSWERED;
  size_t settled = 0;
  int good = ask(desk, all, &what);
  if (good && one->doomed && (what != ANSWERED || one->lied)) {
    one->aside = 1;
    good = ask(desk, all, &what);
  }
  good = good && (what == ANSWERED || blame(desk, all, what));
  good = good && !settle(desk, all, &settled);
  return good && settled;
}

so_aggregate_turn so_aggregate_drive(so_aggregate_desk *desk) {
  batch *all = calloc(1, sizeof *all);
  if (!all) return fail(desk);
  all->most = desk->alone ? 1 : SO_WIRE_ITEMS_MAX;
  all->closing = desk->closing;
  all->oldest = so_aggregator_epoch(so_aggregate_now()) - SO_AGGREGATOR_LATE_EPOCHS;
  desk->alone -= desk->alone > 0;
  (void)pthread_mutex_lock(&desk->lock);
  sotto_status status = so_aggregate_each_waiting(desk->party.store, pick, all);
  (void)pthread_mutex_unlock(&desk->lock);
  if (!status && all->out_of_memory) status = SOTTO_E_MEMORY;
  int idle = !status && !all->count, good = idle || (!status && take_there(desk, all));
  free_batch(all);
  if (!good) return fail(desk);
  return idle ? SO_TURN_IDLE : SO_TURN_DONE;
}
