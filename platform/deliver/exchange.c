/*
 * One HTTP request and its answer: see exchange.h.
 */
#include "deliver/exchange.h"

#include <curl/curl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define HOPS_MOST 3
#define HEADERS_MOST 65536u /* bytes of an answer's headers */

/* One transfer under way. */
typedef struct transfer {
  so_call *call;
  const so_request *request;
  so_answer *answer;
  CURL *curl;
  size_t header_bytes;
  size_t room;
  sotto_status status; /* of this device */
  uint32_t trouble;    /* set by a callback that ends the transfer */
  curl_off_t moved;    /* bytes so far, either way */
  int64_t moved_ms;    /* when the last of them did */
  int begun;
} transfer;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int started;

static void start(void) {
  started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK && sodium_init() >= 0;
}

static int64_t monotonic_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A pin without a host or a key would silently pin nothing. */
static int pins_are_whole(const sotto_deliver_options *options) {
  if (options->pin_count && !options->pins) return 0;
  for (size_t i = 0; i < options->pin_count; i++)
    if (!options->pins[i].host || !options->pins[i].keys || !options->pins[i].keys[0]) return 0;
  return 1;
}

sotto_status so_call_begin(so_call *ret_call, const sotto_deliver_options *options) {
  if (!options || options->struct_size < sizeof *options || !pins_are_whole(options))
    return SOTTO_E_ARGUMENT;
  pthread_once(&once, start);
  if (!started) return SOTTO_E_INTERNAL;
  memset(ret_call, 0, sizeof *ret_call);
  ret_call->options = options;
  ret_call->pace = options->pace ? options->pace : &ret_call->own;
  ret_call->deadline_ms = monotonic_ms() + options->deadline_ms;
  if (!options->one_connection) return SOTTO_OK;
  ret_call->shared = curl_easy_init();
  return ret_call->shared ? SOTTO_OK : SOTTO_E_MEMORY;
}

void so_call_end(so_call *call) {
  if (call->shared) curl_easy_cleanup(call->shared);
  call->shared = NULL;
}

sotto_status so_call_now(const so_call *call, int64_t *ret_now_ms) {
  const sotto_deliver_options *options = call->options;
  struct timespec now;
  if (options->clock_now) return options->clock_now(options->context, ret_now_ms);
  clock_gettime(CLOCK_REALTIME, &now);
  *ret_now_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
  return SOTTO_OK;
}

static int is_cancelled(const so_call *call) {
  return call->options->cancel && call->options->cancel(call->options->context);
}

int so_call_is_over(const so_call *call) {
  return monotonic_ms() >= call->deadline_ms || is_cancelled(call);
}

void so_answer_free(so_answer *answer) {
  free(answer->body);
  answer->body = NULL;
  answer->size = 0;
}

/* libcurl's own watch for a stall averages over seconds and is late by as many. */
static int is_stalled(transfer *in, curl_off_t moved) {
  const int64_t now_ms = monotonic_ms(), most_ms = in->call->options->stall_ms;
  if (moved != in->moved || !in->moved_ms) {
    in->moved = moved;
    in->moved_ms = now_ms;
  }
  return most_ms && now_ms - in->moved_ms > most_ms;
}

static int on_progress(void *context, curl_off_t to_come, curl_off_t came, curl_off_t to_go,
                       curl_off_t went) {
  transfer *in = context;
  (void)to_come, (void)to_go;
  if (is_cancelled(in->call))
    in->trouble = SOTTO_TROUBLE_CANCELLED;
  else if (is_stalled(in, came + went))
    in->trouble = SOTTO_TROUBLE_SLOW;
  return in->trouble != 0;
}

/* The value of a header line where it is this field, or NULL; ends before its line does. */
static const char *value_of(const char *line, size_t size, const char *field, size_t *ret_size) {
  const size_t name = strlen(field);
  if (size <= name || line[name] != ':' || strncasecmp(line, field, name) != 0) return NULL;
  const char *from = line + name + 1, *to = line + size;
  while (from < to && (*from == ' ' || *from == '\t')) from++;
  while (to > from && (unsigned char)to[-1] <= ' ') to--;
  *ret_size = (size_t)(to - from);
  return from;
}

static void note_etag(so_answer *answer, const char *value, size_t size) {
  answer->etag[0] = 0;
  if (!size || size >= sizeof answer->etag) return;
  for (size_t i = 0; i < size; i++)
    if (value[i] < 0x21 || value[i] > 0x7e) return;
  memcpy(answer->etag, value, size);
  answer->etag[size] = 0;
}

/* "bytes 5-9/10" */
static void note_range(so_answer *answer, const char *value, size_t size) {
  char text[80];
  long long from, to, whole;
  if (size >= sizeof text) return;
  memcpy(text, value, size);
  text[size] = 0;
  if (sscanf(text, "bytes %18lld-%18lld/%18lld", &from, &to, &whole) != 3) return;
  if (from < 0 || to < from || whole <= to) return;
  answer->range_start = from;
  answer->range_end = to;
  answer->range_whole = whole;
}

static size_t on_header(char *line, size_t one, size_t size, void *context) {
  transfer *in = context;
  size_t length = 0;
  const char *value = NULL;
  in->header_bytes += size;
  if (in->header_bytes > HEADERS_MOST) {
    in->trouble = SOTTO_TROUBLE_LARGE;
    return 0;
  }
  if (size > 5 && strncasecmp(line, "HTTP/", 5) == 0) { /* of an answer after one of 1xx */
    in->answer->etag[0] = 0;
    in->answer->range_start = in->answer->range_end = in->answer->range_whole = -1;
  }
  if ((value = value_of(line, size, "etag", &length))) note_etag(in->answer, value, length);
  if ((value = value_of(line, size, "content-range", &length)))
    note_range(in->answer, value, length);
  return one * size;
}

static int keep(transfer *in, const char *bytes, size_t size) {
  so_answer *answer = in->answer;
  const size_t most = in->request->answer_most ? in->request->answer_most : SO_ANSWER_MOST;
  if (size > most - answer->size) {
    in->trouble = SOTTO_TROUBLE_LARGE;
    return 0;
  }
  if (answer->size + size > in->room) {
    const size_t room = 2 * (answer->size + size);
    uint8_t *body = realloc(answer->body, room);
    if (!body) {
      in->status = SOTTO_E_MEMORY;
      return 0;
    }
    answer->body = body;
    in->room = room;
  }
  memcpy(answer->body + answer->size, bytes, size);
  answer->size += size;
  return 1;
}

static uint32_t status_of(CURL *curl) {
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  return status > 0 && status < 1000 ? (uint32_t)status : 0;
}

static size_t on_body(char *bytes, size_t one, size_t size, void *context) {
  transfer *in = context;
  const so_request *request = in->request;
  in->answer->status = status_of(in->curl);
  if (!request->sink || (in->answer->status != 200 && in->answer->status != 206))
    return keep(in, bytes, size) ? one * size : 0;
  if (!in->begun) in->status = request->begin(request->context, in->answer);
  in->begun = 1;
  if (!in->status)
    in->status = request->sink(request->context, (sotto_bytes){(const uint8_t *)bytes, size});
  return in->status ? 0 : one * size;
}

static const char *pin_of(const sotto_deliver_options *options, const char *host) {
  for (size_t i = 0; i < options->pin_count; i++)
    if (strcasecmp(options->pins[i].host, host) == 0) return options->pins[i].keys;
  return NULL;
}

static void set_protocols(CURL *curl, int allow_loopback) {
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, allow_loopback ? "https,http" : "https");
#else
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS,
                   (long)(CURLPROTO_HTTPS | (allow_loopback ? CURLPROTO_HTTP : 0)));
#endif
}

/* What holds for every exchange. */
static void set_rules(transfer *in, const so_web_place *place) {
  const sotto_deliver_options *options = in->call->options;
  const int64_t left = in->call->deadline_ms - monotonic_ms();
  CURL *curl = in->curl;
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700 /* else the end waits for a name that is still looked up */
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
#endif
  set_protocols(curl, options->allow_loopback != 0);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  if (strcmp(place->scheme, "http") == 0) curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* none */
  if (options->ca_file) curl_easy_setopt(curl, CURLOPT_CAINFO, options->ca_file);
  curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, pin_of(options, place->host));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(left > 1 ? left : 1));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_ms);
  if (in->call->shared) return;
  curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_SESSIONID_CACHE, 0L);
}

static void set_callbacks(transfer *in) {
  CURL *curl = in->curl;
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, in);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, in);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, in);
}

/* Adds a line; a list that is NULL stays NULL: no memory. */
static int add_line(struct curl_slist **list, const char *line) {
  struct curl_slist *longer = curl_slist_append(*list, line);
  if (longer) *list = longer;
  return longer != NULL;
}

static int set_request(transfer *in, const so_web_place *place, struct curl_slist **ret_lines) {
  const so_request *request = in->request;
  char line[160];
  CURL *curl = in->curl;
  int good = add_line(ret_lines, "Expect:"); /* libcurl's own for long bodies */
  for (size_t i = 0; good && request->headers && request->headers[i]; i++)
    good = add_line(ret_lines, request->headers[i]);
  curl_easy_setopt(curl, CURLOPT_URL, place->url);
  if (strcmp(request->method, "GET") == 0) {
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
  } else {
    (void)snprintf(line, sizeof line, "Content-Type: %s",
                   request->media_type ? request->media_type : "application/octet-stream");
    good = good && add_line(ret_lines, line);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS,
                     request->body.size ? (const void *)request->body.data : (const void *)"");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.size);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
  }
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, *ret_lines);
  return good;
}

static const struct {
  CURLcode code;
  uint32_t trouble;
} troubles[] = {{CURLE_OK, SOTTO_TROUBLE_NONE},
                {CURLE_COULDNT_RESOLVE_HOST, SOTTO_TROUBLE_OFFLINE},
                {CURLE_COULDNT_RESOLVE_PROXY, SOTTO_TROUBLE_OFFLINE},
                {CURLE_COULDNT_CONNECT, SOTTO_TROUBLE_OFFLINE},
                {CURLE_OPERATION_TIMEDOUT, SOTTO_TROUBLE_SLOW},
                {CURLE_PEER_FAILED_VERIFICATION, SOTTO_TROUBLE_TLS},
                {CURLE_SSL_CONNECT_ERROR, SOTTO_TROUBLE_TLS},
                {CURLE_SSL_CERTPROBLEM, SOTTO_TROUBLE_TLS},
                {CURLE_SSL_CACERT_BADFILE, SOTTO_TROUBLE_TLS},
                {CURLE_SSL_CIPHER, SOTTO_TROUBLE_TLS},
                {CURLE_SSL_ISSUER_ERROR, SOTTO_TROUBLE_TLS},
                {CURLE_SSL_PINNEDPUBKEYNOTMATCH, SOTTO_TROUBLE_PIN}};

static uint32_t trouble_of(CURLcode code) {
  for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
    if (troubles[i].code == code) return troubles[i].trouble;
  return SOTTO_TROUBLE_BROKEN;
}

static void read_facts(transfer *in) {
  so_answer *answer = in->answer;
  char *media_type = NULL;
  curl_off_t wait_s = 0;
  long request_bytes = 0;
  answer->status = status_of(in->curl);
  curl_easy_getinfo(in->curl, CURLINFO_REQUEST_SIZE, &request_bytes);
  answer->left |= request_bytes > 0;
  if (curl_easy_getinfo(in->curl, CURLINFO_CONTENT_TYPE, &media_type) == CURLE_OK && media_type &&
      strlen(media_type) < sizeof answer->media_type)
    memcpy(answer->media_type, media_type, strlen(media_type) + 1);
  if (curl_easy_getinfo(in->curl, CURLINFO_RETRY_AFTER, &wait_s) == CURLE_OK && wait_s > 0)
    answer->asked_s = (int64_t)wait_s;
}

static void run(transfer *in, const so_web_place *place) {
  struct curl_slist *lines = NULL;
  set_rules(in, place);
  set_callbacks(in);
  if (!set_request(in, place, &lines)) {
    in->status = SOTTO_E_MEMORY;
  } else {
    const CURLcode code = curl_easy_perform(in->curl);
    if (code == CURLE_OUT_OF_MEMORY && !in->status) in->status = SOTTO_E_MEMORY;
    read_facts(in);
    if (code == CURLE_OK && in->request->sink && !in->begun && in->answer->status == 200)
      in->status = in->request->begin(in->request->context, in->answer); /* an empty body */
    in->answer->trouble = in->trouble ? in->trouble : trouble_of(code);
  }
  curl_slist_free_all(lines);
}

/* Where the answer sends on to, if that is in the same origin. 0: nowhere to go. */
static int follow(const transfer *in, so_web_place *inout_place) {
  so_web_place next;
  char *url = NULL;
  const uint32_t status = in->answer->status;
  const int any = strcmp(in->request->method, "GET") == 0;
  if (status != 307 && status != 308 && !(any && (status == 301 || status == 302))) return 0;
  curl_easy_getinfo(in->curl, CURLINFO_REDIRECT_URL, &url);
  if (so_web_place_of(&next, url, in->call->options->allow_loopback != 0)) return 0;
  if (next.origin != inout_place->origin) return 0;
  *inout_place = next;
  return 1;
}

static int is_redirect(uint32_t status) {
  return status >= 300 && status < 400 && status != 304;
}

/* The same request, on to where the answers lead. */
static sotto_status run_along(transfer *in, so_web_place *place) {
  for (int hops = 0; hops <= HOPS_MOST; hops++) {
    so_answer_free(in->answer);
    in->room = in->header_bytes = 0;
    in->answer->asked_s = 0;
    in->answer->media_type[0] = 0;
    run(in, place);
    if (in->status || in->answer->trouble || !is_redirect(in->answer->status)) return in->status;
    if (!follow(in, place)) break;
  }
  in->answer->trouble = SOTTO_TROUBLE_REDIRECT;
  return SOTTO_OK;
}

sotto_status so_exchange(so_call *call, const so_request *request, so_answer *ret_answer) {
  transfer in = {.call = call, .request = request, .answer = ret_answer};
  so_web_place place;
  memset(ret_answer, 0, sizeof *ret_answer);
  ret_answer->range_start = ret_answer->range_end = ret_answer->range_whole = -1;
  if (so_web_place_of(&place, request->url, call->options->allow_loopback != 0)) {
    ret_answer->trouble = SOTTO_TROUBLE_URL;
    return SOTTO_OK;
  }
  if (so_call_is_over(call)) {
    ret_answer->trouble = is_cancelled(call) ? SOTTO_TROUBLE_CANCELLED : SOTTO_TROUBLE_SLOW;
    return SOTTO_OK;
  }
  in.curl = call->shared ? call->shared : curl_easy_init();
  if (!in.curl) return SOTTO_E_MEMORY;
  if (call->shared) curl_easy_reset(in.curl);
  const sotto_status status = run_along(&in, &place);
  if (!call->shared) curl_easy_cleanup(in.curl);
  if (status) so_answer_free(ret_answer);
  return status;
}
