/*
 * A pack's journey: asked for where it has changed, gone on with where it broke off, made a file of
 * its own, the public list fetched, installed, noted. Until it is installed nothing of the old one
 * has changed; a kill between installing and noting costs one more download.
 *
 * Whether it has changed, and whether a part is of it, its first bytes tell, which are asked for by
 * themselves: they hold the hash of every section. No tag that the feed made up is ever sent back,
 * so that it has nothing to know a device again by; one that is the content's own SHA-256 is.
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
  uint64_t whole; /* of the pack, where a range told it */
  int probing;    /* only the first bytes were asked for */
  uint8_t head[SO_SHELF_HEAD_SIZE];
  size_t head_size;
  uint32_t trouble;
  sotto_deliver_fetched *fetched;
} fetch;

static sotto_status mistrust(fetch *in) {
  in->trouble = SOTTO_TROUBLE_BROKEN;
  return SOTTO_E_FORMAT;
}

/* 206 goes on where the part ends, or brings the first bytes; 200 begins anew, asked or not. */
static sotto_status begin_body(void *context, const so_answer *answer) {
  fetch *in = context;
  const uint64_t most = in->call.options->pack_bytes_most;
  if (answer->status == 200) {
    in->from = 0;
    in->probing = 0;
  } else {
    if (answer->range_start != (int64_t)in->from || (uint64_t)answer->range_whole > most)
      return mistrust(in);
    in->whole = (uint64_t)answer->range_whole;
    if (!in->probing && answer->range_end + 1 != answer->range_whole) return mistrust(in);
  }
  if (in->probing) return SOTTO_OK;
  in->bytes = in->fetched->resumed_from = in->from;
  return so_shelf_begin_part(&in->shelf, in->from);
}

static sotto_status take_head(fetch *in, sotto_bytes bytes) {
  if (bytes.size > sizeof in->head - in->head_size) return mistrust(in);
  memcpy(in->head + in->head_size, bytes.data, bytes.size);
  in->head_size += bytes.size;
  return SOTTO_OK;
}

static sotto_status take_body(void *context, sotto_bytes bytes) {
  fetch *in = context;
  if (in->probing) return take_head(in, bytes);
  if (bytes.size > in->call.options->pack_bytes_most - in->bytes) {
    in->trouble = SOTTO_TROUBLE_LARGE;
    return SOTTO_E_LIMIT;
  }
  in->bytes += bytes.size;
  in->fetched->received += bytes.size;
  return so_shelf_add(&in->shelf, bytes);
}

/* 1 where the installed pack is the one that was noted. */
static int knows_installed(const fetch *in) {
  sotto_pack_info info = {.struct_size = sizeof info};
  return in->shelf.name[0] && sotto_pack_get(in->profile, &info) == SOTTO_OK &&
         memcmp(info.hash, in->shelf.hash, sizeof info.hash) == 0;
}

/* One request, with a line of its own where it has one. */
static sotto_status ask(fetch *in, const char *line, so_answer *ret_answer) {
  const char *headers[] = {line, NULL};
  const so_request request = {.method = "GET",
                              .url = in->call.options->pack_url,
                              .headers = headers,
                              .sink = take_body,
                              .begin = begin_body,
                              .context = in};
  return so_exchange(&in->call, &request, ret_answer);
}

static sotto_status ask_head(fetch *in, so_answer *ret_answer) {
  char line[64];
  (void)snprintf(line, sizeof line, "Range: bytes=0-%d", SO_SHELF_HEAD_SIZE - 1);
  in->probing = 1;
  in->from = 0;
  return ask(in, line, ret_answer);
}

static sotto_status ask_if_changed(fetch *in, so_answer *ret_answer) {
  char line[32 + SO_SHELF_TAG_MAX];
  (void)snprintf(line, sizeof line, "If-None-Match: %s", in->shelf.tag);
  return ask(in, line, ret_answer);
}

static sotto_status ask_rest(fetch *in, uint64_t from, so_answer *ret_answer) {
  char line[64];
  (void)snprintf(line, sizeof line, "Range: bytes=%llu-", (unsigned long long)from);
  in->probing = 0;
  in->from = from;
  return ask(in, from ? line : NULL, ret_answer);
}

static sotto_status later(fetch *in, uint32_t trouble, int64_t asked_s) {
  in->fetched->outcome = SOTTO_FETCH_LATER;
  in->fetched->trouble = trouble;
  if (trouble != SOTTO_TROUBLE_CANCELLED)
    in->fetched->next_ms = so_pace_fail(in->call.pace, in->origin, in->now_ms, asked_s);
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

static sotto_status keep_installed(fetch *in) {
  so_shelf_drop_part(&in->shelf);
  so_pace_succeed(in->call.pace, in->origin);
  in->fetched->outcome = SOTTO_FETCH_UNCHANGED;
  return SOTTO_OK;
}

/* The part is whole. */
static sotto_status install(fetch *in, const char *tag) {
  char path[PATH_MAX];
  uint32_t trouble = SOTTO_TROUBLE_NONE;
  if (knows_installed(in) && so_shelf_part_is_installed(&in->shelf)) return keep_installed(in);
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
  if (answer->trouble) return later(in, answer->trouble, answer->asked_s);
  if (answer->status == 304) return keep_installed(in);
  if (answer->status != 200 && answer->status != 206)
    return later(in, SOTTO_TROUBLE_STATUS, answer->asked_s);
  if (answer->status == 206 && in->bytes != in->whole) return later(in, SOTTO_TROUBLE_BROKEN, 0);
  return install(in, answer->etag);
}

/* A failure while the body was taken: the network's, or this device's. */
static sotto_status broke_off(fetch *in, sotto_status status) {
  if (in->trouble || status == SOTTO_E_DISK_FULL) so_shelf_drop_part(&in->shelf);
  return in->trouble ? later(in, in->trouble, 0) : status;
}

/* What the first bytes say: the installed pack, one of which a part is here, or another. */
static sotto_status go_on(fetch *in, so_answer *inout_answer) {
  const sotto_bytes head = {in->head, in->head_size};
  const uint64_t size = so_shelf_part_size(&in->shelf);
  in->fetched->http_status = inout_answer->status;
  if (knows_installed(in) && so_shelf_begins_with(&in->shelf, 1, head)) return keep_installed(in);
  uint64_t from = so_shelf_begins_with(&in->shelf, 0, head) && size <= in->whole ? size : 0;
  if (from && from == in->whole) { /* nothing is missing */
    in->fetched->resumed_from = from;
    const sotto_status status = so_shelf_begin_part(&in->shelf, from);
    return status ? status : install(in, inout_answer->etag);
  }
  so_answer_free(inout_answer);
  const sotto_status status = ask_rest(in, from, inout_answer);
  return status ? status : act_on(in, inout_answer);
}

static sotto_status converse(fetch *in, so_answer *ret_answer) {
  const uint64_t part = so_shelf_part_size(&in->shelf);
  const int installed = knows_installed(in);
  sotto_status status = SOTTO_OK;
  if (!part && installed && strcmp(in->shelf.tag, "-") != 0)
    status = ask_if_changed(in, ret_answer);
  else if (part || installed)
    status = ask_head(in, ret_answer);
  else
    status = ask_rest(in, 0, ret_answer);
  if (status) return status;
  return in->probing && !ret_answer->trouble && ret_answer->status == 206 ? go_on(in, ret_answer)
                                                                          : act_on(in, ret_answer);
}

static sotto_status run(fetch *in) {
  so_answer answer = {0};
  const int64_t ready_ms = so_pace_ready(in->call.pace, in->origin, in->now_ms);
  if (ready_ms > in->now_ms) {
    in->fetched->next_ms = ready_ms;
    return SOTTO_OK;
  }
  sotto_status status = so_list_settle(&in->call, 0); /* where a kill left it */
  if (!status) status = converse(in, &answer);
  so_answer_free(&answer);
  return in->trouble || status == SOTTO_E_DISK_FULL ? broke_off(in, status) : status;
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
