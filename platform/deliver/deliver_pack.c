/*
 * A pack's journey: asked for where it has changed, gone on with where it broke off, made a file of
 * its own, the public list fetched, installed, noted. Until it is installed nothing of the old one
 * has changed; a kill between installing and noting costs one more download.
 */
#include <sotto/deliver.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "deliver/exchange.h"
#include "deliver/list_fetch.h"
#include "deliver/pace.h"
#include "deliver/pack_shelf.h"

typedef struct fetch {
  sotto *profile;
  so_call call;
  so_shelf shelf;
  int64_t now_ms;
  uint64_t origin;
  uint64_t from;  /* where the part ends */
  uint64_t bytes; /* of the part by now */
  uint32_t trouble;
  sotto_deliver_fetched *fetched;
} fetch;

/* 206 goes on where the part ends; 200 begins anew. */
static sotto_status begin_body(void *context, const so_answer *answer) {
  fetch *in = context;
  const uint64_t most = in->call.options->pack_bytes_most;
  if (answer->status == 200) in->from = 0;
  if (answer->status == 206 &&
      (answer->range_start != (int64_t)in->from || (uint64_t)answer->range_whole > most)) {
    in->trouble = SOTTO_TROUBLE_BROKEN;
    return SOTTO_E_FORMAT;
  }
  in->bytes = in->fetched->resumed_from = in->from;
  return so_shelf_begin_part(&in->shelf, answer->etag, in->from);
}

static sotto_status take_body(void *context, sotto_bytes bytes) {
  fetch *in = context;
  if (bytes.size > in->call.options->pack_bytes_most - in->bytes) {
    in->trouble = SOTTO_TROUBLE_LARGE;
    return SOTTO_E_LIMIT;
  }
  in->bytes += bytes.size;
  in->fetched->received += bytes.size;
  return so_shelf_add(&in->shelf, bytes);
}

/* 1 where the installed pack is the one that was noted with its tag. */
static int knows_installed(const fetch *in) {
  sotto_pack_info info = {.struct_size = sizeof info};
  return in->shelf.name[0] && strcmp(in->shelf.tag, "-") != 0 &&
         sotto_pack_get(in->profile, &info) == SOTTO_OK &&
         memcmp(info.hash, in->shelf.hash, sizeof info.hash) == 0;
}

/* Of a weak tag no range may be asked (RFC 9110, section 13.1.5). */
static int may_resume(fetch *in) {
  in->from = in->shelf.part_tag[0] == '"' ? so_shelf_part_size(&in->shelf) : 0;
  return in->from > 0 && in->from < in->call.options->pack_bytes_most;
}

static sotto_status ask(fetch *in, so_answer *ret_answer) {
  char first[64 + SO_SHELF_TAG_MAX], second[64];
  const char *headers[] = {NULL, NULL, NULL};
  if (may_resume(in)) {
    (void)snprintf(first, sizeof first, "If-Range: %s", in->shelf.part_tag);
    (void)snprintf(second, sizeof second, "Range: bytes=%llu-", (unsigned long long)in->from);
    headers[0] = first;
    headers[1] = second;
  } else if (knows_installed(in)) {
    (void)snprintf(first, sizeof first, "If-None-Match: %s", in->shelf.tag);
    headers[0] = first;
  }
  const so_request request = {.method = "GET",
                              .url = in->call.options->pack_url,
                              .headers = headers,
                              .sink = take_body,
                              .begin = begin_body,
                              .context = in};
  return so_exchange(&in->call, &request, ret_answer);
}

static sotto_status later(fetch *in, uint32_t trouble, int64_t asked_ms) {
  in->fetched->outcome = SOTTO_FETCH_LATER;
  in->fetched->trouble = trouble;
  if (trouble != SOTTO_TROUBLE_CANCELLED)
    in->fetched->next_ms = so_pace_fail(in->call.pace, in->origin, in->now_ms, asked_ms);
  return SOTTO_OK;
}

/* 1 where the pack is at fault, and not this device. */
static int is_of_pack(sotto_status status) {
  static const sotto_status faults[] = {SOTTO_E_TAMPERED, SOTTO_E_CORRUPT,  SOTTO_E_FORMAT,
                                        SOTTO_E_EXPIRED,  SOTTO_E_ROLLBACK, SOTTO_E_UNTRUSTED,
                                        SOTTO_E_UNLISTED};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
    if (faults[i] == status) return 1;
  return 0;
}

static sotto_status refuse(fetch *in, const char *path, sotto_status status) {
  if (is_of_pack(status)) in->fetched->outcome = SOTTO_FETCH_REFUSED;
  in->fetched->next_ms = so_pace_fail(in->call.pace, in->origin, in->now_ms, 0);
  unlink(path);
  return status;
}

static sotto_status note_installed(fetch *in, const char *path, const char *tag) {
  sotto_pack_info info = {.struct_size = sizeof info};
  so_pace_succeed(in->call.pace, in->origin);
  in->fetched->outcome = SOTTO_FETCH_INSTALLED;
  sotto_status status = sotto_pack_get(in->profile, &info);
  if (!status) status = so_shelf_note(&in->shelf, path, info.hash, tag[0] ? tag : "-");
  return status;
}

/* The part is whole. */
static sotto_status install(fetch *in, const char *tag) {
  char path[PATH_MAX];
  uint32_t trouble = SOTTO_TROUBLE_NONE;
  sotto_status status = so_shelf_finish(&in->shelf, path);
  if (!status && in->call.options->list_url) status = so_list_fetch(&in->call, &trouble);
  if (status || trouble) {
    unlink(path);
    return status ? status : later(in, trouble, 0);
  }
  status = sotto_pack_install(in->profile, path);
  const sotto_status settled = so_list_settle(&in->call, !status);
  if (status) return refuse(in, path, status);
  status = note_installed(in, path, tag);
  return status ? status : settled;
}

static sotto_status act_on(fetch *in, const so_answer *answer) {
  in->fetched->http_status = answer->status;
  if (answer->trouble) return later(in, answer->trouble, answer->asked_ms);
  if (answer->status == 304) {
    so_pace_succeed(in->call.pace, in->origin);
    in->fetched->outcome = SOTTO_FETCH_UNCHANGED;
    return SOTTO_OK;
  }
  if (answer->status != 200 && answer->status != 206)
    return later(in, SOTTO_TROUBLE_STATUS, answer->asked_ms);
  if (answer->status == 206 && in->bytes != (uint64_t)answer->range_whole)
    return later(in, SOTTO_TROUBLE_BROKEN, 0);
  return install(in, answer->etag);
}

/* A failure while the body was taken: the network's, or this device's. */
static sotto_status broke_off(fetch *in, sotto_status status) {
  if (in->trouble || status == SOTTO_E_DISK_FULL) so_shelf_drop_part(&in->shelf);
  return in->trouble ? later(in, in->trouble, 0) : status;
}

static sotto_status run(fetch *in) {
  so_answer answer;
  const int64_t ready_ms = so_pace_ready(in->call.pace, in->origin, in->now_ms);
  if (ready_ms > in->now_ms) {
    in->fetched->next_ms = ready_ms;
    return SOTTO_OK;
  }
  sotto_status status = so_list_settle(&in->call, 0); /* where a kill left it */
  if (!status) status = ask(in, &answer);
  if (!status && !answer.trouble && answer.status == 416) { /* the part is none of it, or all */
    so_answer_free(&answer);
    so_shelf_drop_part(&in->shelf);
    status = ask(in, &answer);
  }
  if (status) return broke_off(in, status);
  status = act_on(in, &answer);
  so_answer_free(&answer);
  return status;
}

static int is_complete(const sotto_deliver_options *options) {
  return options->pack_url && options->pack_directory && options->pack_directory[0] &&
         (!options->list_url || options->list_path);
}

sotto_status sotto_deliver_pack(sotto *profile, const sotto_deliver_options *options,
                                sotto_deliver_fetched *ret_fetched) {
  fetch in = {.profile = profile, .fetched = ret_fetched};
  so_web_place place;
  if (!profile || !ret_fetched) return SOTTO_E_ARGUMENT;
  *ret_fetched =
      (sotto_deliver_fetched){.struct_size = sizeof *ret_fetched, .outcome = SOTTO_FETCH_LATER};
  sotto_status status = so_call_begin(&in.call, options);
  if (!status && !is_complete(options)) status = SOTTO_E_ARGUMENT;
  if (!status) status = so_call_now(&in.call, &in.now_ms);
  if (!status && so_web_place_of(&place, options->pack_url, options->allow_loopback != 0)) {
    ret_fetched->trouble = SOTTO_TROUBLE_URL;
  } else if (!status) {
    in.origin = place.origin;
    status = so_shelf_open(&in.shelf, options->pack_directory);
    if (!status) {
      status = run(&in);
      so_shelf_close(&in.shelf);
    }
  }
  so_call_end(&in.call);
  return status;
}
