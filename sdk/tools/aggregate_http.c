/*
 * libmicrohttpd behind so_front: see aggregate_http.h.
 */
#include "tools/aggregate_http.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/http_guests.h"

struct so_front {
  so_front_options options;
  struct MHD_Daemon *daemon;
  so_guests guests;
};

/* A request while its body comes in. */
typedef struct asked {
  size_t told; /* of its length */
  so_guest_body body;
  int refused; /* 1: answered already, 2: will be at its end; what still comes is dropped */
} asked;

void so_front_body(so_front_reply *inout_reply, const char *media_type, sotto_bytes bytes) {
  inout_reply->body = malloc(bytes.size ? bytes.size : 1);
  if (!inout_reply->body) {
    inout_reply->status = MHD_HTTP_SERVICE_UNAVAILABLE;
    return;
  }
  if (bytes.size) memcpy(inout_reply->body, bytes.data, bytes.size);
  inout_reply->size = bytes.size;
  inout_reply->media_type = media_type;
}

void so_front_problem(so_front_reply *inout_reply, unsigned status, const char *type,
                      const char *detail) {
  char text[512];
  int size = snprintf(text, sizeof text, "{\"type\": \"%s\", \"status\": %u, \"detail\": \"%s\"}\n",
                      type, status, detail);
  inout_reply->status = status;
  so_front_body(inout_reply, "application/problem+json",
                (sotto_bytes){(const uint8_t *)text, (size_t)size});
}

void so_front_busy(so_front_reply *inout_reply, sotto_status status) {
  so_front_problem(inout_reply, MHD_HTTP_SERVICE_UNAVAILABLE, "about:blank",
                   sotto_status_name(status));
}

static enum MHD_Result queue(struct MHD_Connection *connection, const so_front_reply *reply) {
  const sotto_bytes body = {reply->body, reply->body ? reply->size : 0};
  struct MHD_Response *response = so_guests_response(reply->status, reply->media_type, body);
  free(reply->body);
  if (!response) return MHD_NO;
  enum MHD_Result queued = MHD_queue_response(connection, reply->status, response);
  MHD_destroy_response(response);
  return queued;
}

static const char *header(struct MHD_Connection *connection, const char *name) {
  const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  return value ? value : "";
}

static int refuse(struct MHD_Connection *connection, unsigned status, const char *detail) {
  so_front_reply reply = {.status = status};
  so_front_problem(&reply, status, "about:blank", detail);
  (void)queue(connection, &reply);
  return 1;
}

static enum MHD_Result answer(so_front *http, struct MHD_Connection *connection,
                              const so_front_request *request) {
  so_front_reply reply = {.status = MHD_HTTP_OK};
  http->options.handler(http->options.context, request, &reply);
  return queue(connection, &reply);
}

/* Looks at the head of a request: 1 where it was refused. A body too large is refused unread, and
 * so is a stranger's. */
static int is_refused(so_front *http, struct MHD_Connection *connection, asked *request,
                      const so_front_request *head) {
  const char *length = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
  char *end = NULL;
  if (*header(connection, MHD_HTTP_HEADER_TRANSFER_ENCODING))
    return refuse(connection, MHD_HTTP_LENGTH_REQUIRED, "The length of a body must be told.");
  if (!*length) return 0;
  errno = 0;
  unsigned long long size = strtoull(length, &end, 10);
  if (errno || *end || size > http->options.body_max)
    return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE, "The body is too large.");
  request->told = (size_t)size;
  if (http->options.is_strange(http->options.context, head))
    return (void)answer(http, connection, head), 1;
  if (so_guests_have_room(&http->guests)) return 0;
  return refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "Try again.");
}

/* More than was told does not come: libmicrohttpd sees to that. */
static void take_part(so_front *http, asked *request, sotto_bytes part) {
  if (request->refused || !so_guests_take(&http->guests, &request->body, part, request->told))
    return;
  so_guests_drop(&http->guests, &request->body);
  request->refused = 2;
}

/* The shape libmicrohttpd asks for; called first without a body, then for each part, then to
 * answer. */
static enum MHD_Result handle_request(void *context, struct MHD_Connection *connection,
                                      const char *path, const char *method, const char *version,
                                      const char *data, size_t *inout_size, void **inout_request) {
  so_front *http = context;
  asked *request = *inout_request;
  so_front_request whole = {method,
                            path,
                            header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
                            header(connection, "DAP-Auth-Token"),
                            {NULL, 0}};
  (void)version;
  if (!request) {
    request = *inout_request = calloc(1, sizeof *request);
    if (!request) return MHD_NO;
    request->refused = is_refused(http, connection, request, &whole);
    return MHD_YES;
  }
  if (*inout_size) {
    const sotto_bytes part = {(const uint8_t *)data, *inout_size};
    *inout_size = 0;
    take_part(http, request, part);
    return MHD_YES;
  }
  if (request->refused == 2) return refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "Try again.");
  if (request->refused) return MHD_YES;
  whole.body = (sotto_bytes){request->body.data, request->body.size};
  return answer(http, connection, &whole);
}

static void completed(void *context, struct MHD_Connection *connection, void **inout_request,
                      enum MHD_RequestTerminationCode code) {
  so_front *http = context;
  asked *request = *inout_request;
  (void)code;
  so_guests_go_on(&http->guests, connection);
  if (!request) return;
  so_guests_drop(&http->guests, &request->body);
  free(request);
  *inout_request = NULL;
}

void so_front_look(so_front *http) {
  so_guests_tidy(&http->guests);
}

sotto_status so_front_start(so_front **ret_http, const so_front_options *options) {
  struct MHD_OptionItem shared[SO_GUESTS_OPTIONS];
  int handle = -1;
  sotto_status status = so_guests_listen(options->listen, &handle);
  if (status != SOTTO_OK) return status;
  so_front *http = calloc(1, sizeof *http);
  if (http) {
    http->options = *options;
    so_guests_start(&http->guests);
    so_guests_options(&http->guests, handle, shared);
    http->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL,
                                    handle_request, http, MHD_OPTION_ARRAY, shared,
                                    MHD_OPTION_NOTIFY_COMPLETED, completed, http, MHD_OPTION_END);
  }
  if (http && http->daemon) {
    *ret_http = http;
    return SOTTO_OK;
  }
  (void)close(handle);
  free(http);
  return SOTTO_E_MEMORY;
}

void so_front_stop(so_front *http) {
  if (!http) return;
  MHD_stop_daemon(http->daemon);
  so_guests_end(&http->guests);
  free(http);
}
