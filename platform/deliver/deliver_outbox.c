/*
 * The outbox's journey: which reports are due, each sent by itself in random order, what became of
 * it settled. Bytes are copied from the outbox right before they are sent, so that a report that a
 * withdrawal took away meanwhile does not leave. Outbox and log stay locked for no longer than a
 * copy takes.
 */
#include <sotto/deliver.h>

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "deliver/pace.h"
#include "deliver/reseal.h"
#include "deliver/verdict.h"

#define REPORTS_MOST 4096
#define AGAIN_MS 3600000 /* after a report that one call left behind */

/* One report to send: its bytes are this file's own. */
typedef struct parcel {
  uint64_t id;
  int is_split;
  uint8_t *body;
  size_t size;
  char url[SO_WEB_URL_MAX];
  char method[8];
  char media_type[128];
  char leader[SO_WEB_URL_MAX], helper[SO_WEB_URL_MAX];
} parcel;

typedef struct visit {
  sotto *profile;
  so_call call;
  so_ohttp_key key;
  int64_t now_ms;
  sotto_deliver_summary *summary;
  uint64_t *due;
  size_t count, room;
  parcel parcel;       /* the one that is under way */
  sotto_status status; /* of a visitor */
} visit;

static void note_next(visit *in, int64_t next_ms) {
  if (next_ms < in->summary->next_ms) in->summary->next_ms = next_ms;
}

static uint32_t note_due(void *context, const sotto_report *report) {
  visit *in = context;
  if (report->send_after_ms > in->now_ms) {
    in->summary->waiting++;
    note_next(in, report->send_after_ms);
    return 0;
  }
  if (in->count == in->room) {
    const size_t room = in->room ? 2 * in->room : 16;
    uint64_t *due = realloc(in->due, room * sizeof *due);
    if (!due) in->status = SOTTO_E_MEMORY;
    if (!due) return 1;
    in->due = due;
    in->room = room;
  }
  in->due[in->count++] = report->id;
  return in->count == REPORTS_MOST;
}

static void shuffle(visit *in) {
  for (size_t left = in->count; left > 1; left--) {
    const size_t other = randombytes_uniform((uint32_t)left);
    const uint64_t swapped = in->due[left - 1];
    in->due[left - 1] = in->due[other];
    in->due[other] = swapped;
  }
}

static int copy_text(char *ret_text, size_t room, sotto_text text) {
  if (text.size >= room || (text.size && memchr(text.data, 0, text.size))) return 0;
  if (text.size) memcpy(ret_text, text.data, text.size);
  ret_text[text.size] = 0;
  return 1;
}

/* A report of split trust tells itself where it goes; what does not fit goes nowhere. */
static void address_split(parcel *one, const sotto_report *report) {
  one->is_split = 1;
  if (!copy_text(one->url, sizeof one->url, report->url) ||
      !copy_text(one->method, sizeof one->method, report->method) ||
      !copy_text(one->leader, sizeof one->leader, report->leader) ||
      !copy_text(one->helper, sizeof one->helper, report->helper) ||
      !copy_text(one->media_type, sizeof one->media_type, report->media_type))
    one->url[0] = 0;
}

/* Where a local report goes is the host's affair. */
static void address_local(visit *in) {
  const char *url = in->call.options->collector_url;
  const sotto_text to = {url, url ? strlen(url) : 0};
  parcel *one = &in->parcel;
  if (!copy_text(one->url, sizeof one->url, to)) one->url[0] = 0;
  memcpy(one->method, "POST", 5);
  memcpy(one->media_type, "application/octet-stream", 25);
}

static uint32_t copy_wanted(void *context, const sotto_report *report) {
  visit *in = context;
  if (report->id != in->parcel.id) return 0;
  in->parcel.body = malloc(report->body.size ? report->body.size : 1);
  if (!in->parcel.body) {
    in->status = SOTTO_E_MEMORY;
    return 1;
  }
  if (report->body.size) memcpy(in->parcel.body, report->body.data, report->body.size);
  in->parcel.size = report->body.size;
  if (report->trust == SOTTO_TRUST_SPLIT)
    address_split(&in->parcel, report);
  else
    address_local(in);
  return 1;
}

static void drop_parcel(visit *in) {
  free(in->parcel.body);
  memset(&in->parcel, 0, sizeof in->parcel);
}

/* The report's bytes as they are now; none where it is gone. */
static sotto_status take_parcel(visit *in, uint64_t id) {
  drop_parcel(in);
  in->parcel.id = id;
  const sotto_status status = sotto_outbox_each(in->profile, copy_wanted, in);
  return status ? status : in->status;
}

static sotto_status settle(visit *in, sotto_delivery delivery) {
  const sotto_status status = sotto_outbox_settle(in->profile, in->parcel.id, delivery);
  return status == SOTTO_E_MISSING ? SOTTO_OK : status; /* withdrawn meanwhile */
}

/* The origin that is asked: the relay's, where there is one. */
static sotto_status origin_of(const visit *in, uint64_t *ret_origin) {
  const sotto_deliver_options *options = in->call.options;
  so_web_place place;
  const char *url = options->relay_url ? options->relay_url : in->parcel.url;
  if (so_web_place_of(&place, url, options->allow_loopback != 0)) return SOTTO_E_ARGUMENT;
  *ret_origin = place.origin;
  return SOTTO_OK;
}

static void note_trouble(visit *in, const so_answer *answer) {
  in->summary->trouble = answer->trouble ? answer->trouble : SOTTO_TROUBLE_STATUS;
  if (answer->status) in->summary->http_status = answer->status;
}

/* A report that stays: the log tells of a try only where bytes may have left. */
static sotto_status leave(visit *in, const so_answer *answer) {
  note_trouble(in, answer);
  if (!answer->left) {
    in->summary->held++;
    return SOTTO_OK;
  }
  in->summary->retried++;
  return settle(in, SOTTO_DELIVERY_RETRY);
}

/* An origin in trouble is left alone for a while; one that answers a report is not in trouble. */
static void note_pace(visit *in, const so_answer *answer, so_verdict verdict, uint64_t origin) {
  if (answer->trouble == SOTTO_TROUBLE_CANCELLED) return;
  if (verdict == SO_VERDICT_RETRY || verdict == SO_VERDICT_RESEAL) {
    note_next(in, so_pace_fail(in->call.pace, origin, in->now_ms, answer->asked_s));
    return;
  }
  so_pace_succeed(in->call.pace, origin);
  if (verdict == SO_VERDICT_LATER) note_next(in, in->now_ms + AGAIN_MS);
}

static sotto_status act_on(visit *in, const so_answer *answer, uint64_t origin) {
  const so_verdict verdict = so_verdict_of(answer);
  note_pace(in, answer, verdict, origin);
  if (verdict == SO_VERDICT_DONE) {
    in->summary->sent++;
    return settle(in, SOTTO_DELIVERY_DONE);
  }
  if (verdict == SO_VERDICT_REFUSED) {
    note_trouble(in, answer);
    in->summary->refused++;
    return settle(in, SOTTO_DELIVERY_REFUSED);
  }
  return leave(in, answer);
}

static sotto_status ask(visit *in, so_answer *ret_answer) {
  const so_request request = {.method = in->parcel.method,
                              .url = in->parcel.url,
                              .media_type = in->parcel.media_type,
                              .body = {in->parcel.body, in->parcel.size}};
  const so_route route = {&in->call, &in->key};
  return so_relay_exchange(&route, &request, ret_answer);
}

/* An aggregator has a new key: sealed anew to what the pair publishes now, once, and sent again.
   Where that cannot be, the answer says what stood in the way. */
static sotto_status renew(visit *in, so_answer *inout_answer) {
  const so_route route = {&in->call, &in->key};
  const so_stale stale = {
      in->parcel.id, in->parcel.url, in->parcel.method, {in->parcel.leader, in->parcel.helper}};
  uint32_t trouble = SOTTO_TROUBLE_NONE;
  if (!in->parcel.is_split) return SOTTO_OK;
  sotto_status status = so_reseal(in->profile, &route, &stale, &trouble);
  if (status || trouble) {
    inout_answer->trouble = trouble;
    return status;
  }
  in->summary->resealed++;
  status = take_parcel(in, stale.id);
  if (status) return status;
  so_answer_free(inout_answer);
  if (!in->parcel.body) return SOTTO_E_MISSING;
  return ask(in, inout_answer);
}

static sotto_status hold(visit *in, uint32_t trouble, int64_t next_ms) {
  in->summary->held++;
  if (trouble) in->summary->trouble = trouble;
  note_next(in, next_ms);
  return SOTTO_OK;
}

static int is_enough(const visit *in) {
  const sotto_deliver_summary *summary = in->summary;
  const uint32_t most = in->call.options->reports_most;
  return most && summary->sent + summary->refused + summary->retried >= most;
}

/* Asks, renews where the key has changed, acts on what was answered. */
static sotto_status send_parcel(visit *in, uint64_t origin) {
  so_answer answer;
  sotto_status status = ask(in, &answer);
  if (status) return status;
  if (so_verdict_of(&answer) == SO_VERDICT_RESEAL) status = renew(in, &answer);
  if (!status) status = act_on(in, &answer, origin);
  so_answer_free(&answer);
  return status == SOTTO_E_MISSING ? SOTTO_OK : status; /* withdrawn meanwhile */
}

static sotto_status send_one(visit *in, uint64_t id) {
  uint64_t origin = 0;
  if (is_enough(in)) return hold(in, 0, in->now_ms + AGAIN_MS);
  if (so_call_is_over(&in->call)) return hold(in, 0, in->now_ms);
  const sotto_status status = take_parcel(in, id);
  if (status || !in->parcel.body) return status;
  if (!in->parcel.url[0]) return hold(in, 0, in->now_ms + AGAIN_MS);
  if (origin_of(in, &origin)) return hold(in, SOTTO_TROUBLE_URL, in->now_ms + AGAIN_MS);
  const int64_t ready_ms = so_pace_ready(in->call.pace, origin, in->now_ms);
  return ready_ms > in->now_ms ? hold(in, 0, ready_ms) : send_parcel(in, origin);
}

static sotto_status prepare(visit *in, const sotto_deliver_options *options) {
  sotto_status status = so_call_begin(&in->call, options);
  if (status) return status;
  if (options->relay_url) status = so_ohttp_choose(&in->key, options->relay_keys);
  if (status == SOTTO_E_MISSING) status = SOTTO_E_FORMAT;
  return status ? status : so_call_now(&in->call, &in->now_ms);
}

static sotto_status run(visit *in) {
  sotto_status status = sotto_outbox_each(in->profile, note_due, in);
  if (!status) status = in->status;
  if (!status) shuffle(in);
  for (size_t i = 0; !status && i < in->count; i++) status = send_one(in, in->due[i]);
  drop_parcel(in);
  free(in->due);
  return status;
}

sotto_status sotto_deliver_outbox(sotto *profile, const sotto_deliver_options *options,
                                  sotto_deliver_summary *ret_summary) {
  visit in = {.profile = profile, .summary = ret_summary};
  if (!profile || !ret_summary) return SOTTO_E_ARGUMENT;
  *ret_summary = (sotto_deliver_summary){.struct_size = sizeof *ret_summary, .next_ms = INT64_MAX};
  sotto_status status = prepare(&in, options);
  if (!status) status = run(&in);
  so_call_end(&in.call);
  return status;
}
