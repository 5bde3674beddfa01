/*
 * libmicrohttpd behind so_front: see aggregate_http.h.
 */
#include "tools/aggregate_http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define GUESTS_MAX 512u
#define HEADERS_MAX 16384u /* memory of a connection */
#define SILENCE_S 10u      /* a client that says nothing */
#define REQUEST_S 60       /* a client that says a little now and then */

/* An open connection, since when its request is awaited. */
typedef struct guest {
  int handle; /* 0: free */
  time_t since;
} guest;

struct so_front {
  so_front_options options;
  struct MHD_Daemon *daemon;
  pthread_mutex_t lock; /* of guests */
  guest guests[GUESTS_MAX];
};

/* A request while its body comes in. */
typedef struct asked {
  size_t size, capacity;
  uint8_t *body;
  int refused; /* answered already; what still comes is dropped */
} asked;

static time_t now(void) {
  struct timespec moment = {0, 0};
  (void)clock_gettime(CLOCK_MONOTONIC, &moment);
  return moment.tv_sec;
}

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

static enum MHD_Result queue(struct MHD_Connection *connection, const so_front_reply *reply) {
  char seconds[16];
  struct MHD_Response *response = MHD_create_response_from_buffer(
      reply->size, reply->body, reply->body ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
  if (!response) {
    free(reply->body);
    return MHD_NO;
  }
  if (reply->media_type)
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->media_type);
  (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  (void)snprintf(seconds, sizeof seconds, "%u", reply->retry_after_s);
  if (reply->retry_after_s)
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
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

/* Looks at the head of a request: 1 where it was refused. A body too large is refused unread. */
static int is_refused(so_front *http, struct MHD_Connection *connection, asked *request) {
  const char *length = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
  char *end = NULL;
  if (*header(connection, MHD_HTTP_HEADER_TRANSFER_ENCODING))
    return refuse(connection, MHD_HTTP_LENGTH_REQUIRED, "The length of a body must be told.");
  if (!*length) return 0;
  errno = 0;
  unsigned long long size = strtoull(length, &end, 10);
  if (errno || *end || size > http->options.body_max)
    return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE, "The body is too large.");
  request->capacity = (size_t)size;
  request->body = malloc(request->capacity + 1);
  return request->body ? 0 : refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "Try again.");
}

static enum MHD_Result answer(so_front *http, struct MHD_Connection *connection,
                              const so_front_request *request) {
  so_front_reply reply = {.status = MHD_HTTP_OK};
  http->options.handler(http->options.context, request, &reply);
  return queue(connection, &reply);
}

/* The shape libmicrohttpd asks for; called first without a body, then for each part, then to
 * answer. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *data,
                              size_t *inout_size, void **inout_request) {
  so_front *http = context;
  asked *request = *inout_request;
  (void)version;
  if (!request) {
    request = *inout_request = calloc(1, sizeof *request);
    if (!request) return MHD_NO;
    request->refused = is_refused(http, connection, request);
    return MHD_YES;
  }
  if (*inout_size) {
    const size_t size = *inout_size;
    *inout_size = 0;
    if (request->refused) return MHD_YES;
    if (size > request->capacity - request->size) return MHD_NO;
    memcpy(request->body + request->size, data, size);
    request->size += size;
    return MHD_YES;
  }
  if (request->refused) return MHD_YES;
  const so_front_request whole = {method,
                                  path,
                                  header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
                                  header(connection, "DAP-Auth-Token"),
                                  {request->body, request->size}};
  return answer(http, connection, &whole);
}

static int handle_of(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static guest *guest_of(so_front *http, int handle) {
  for (size_t i = 0; i < GUESTS_MAX; i++)
    if (http->guests[i].handle == handle) return &http->guests[i];
  return NULL;
}

/* A connection begins (1), ends (0), or has had its answer and may ask again (1). */
static void note(so_front *http, int handle, int stays) {
  pthread_mutex_lock(&http->lock);
  guest *place = guest_of(http, handle);
  if (!place && stays) place = guest_of(http, 0);
  if (place) *place = stays ? (guest){handle, now()} : (guest){0, 0};
  pthread_mutex_unlock(&http->lock);
}

static void completed(void *context, struct MHD_Connection *connection, void **inout_request,
                      enum MHD_RequestTerminationCode code) {
  asked *request = *inout_request;
  (void)code;
  note(context, handle_of(connection), 1);
  if (!request) return;
  free(request->body);
  free(request);
  *inout_request = NULL;
}

static void connected(void *context, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode code) {
  (void)socket_context;
  note(context, handle_of(connection), code == MHD_CONNECTION_NOTIFY_STARTED);
}

void so_front_look(so_front *http) {
  time_t moment = now();
  pthread_mutex_lock(&http->lock);
  for (size_t i = 0; i < GUESTS_MAX; i++)
    if (http->guests[i].handle && moment - http->guests[i].since > REQUEST_S)
      (void)shutdown(http->guests[i].handle, SHUT_RDWR);
  pthread_mutex_unlock(&http->lock);
}

/* Splits "host:port" and looks it up: numbers only. */
static struct addrinfo *address_of(const char *listen_on) {
  char host[64];
  const char *colon = strrchr(listen_on, ':');
  const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV,
                                 .ai_socktype = SOCK_STREAM};
  struct addrinfo *found = NULL;
  if (!colon || colon == listen_on || (size_t)(colon - listen_on) >= sizeof host) return NULL;
  int brackets = *listen_on == '[' && colon[-1] == ']';
  (void)snprintf(host, sizeof host, "%.*s", (int)(colon - listen_on) - 2 * brackets,
                 listen_on + brackets);
  return getaddrinfo(host, colon + 1, &hints, &found) == 0 ? found : NULL;
}

sotto_status so_front_start(so_front **ret_http, const so_front_options *options) {
  struct addrinfo *address = address_of(options->listen);
  so_front *http = address ? calloc(1, sizeof *http) : NULL;
  if (!http) {
    if (address) freeaddrinfo(address);
    return address ? SOTTO_E_MEMORY : SOTTO_E_FORMAT;
  }
  http->options = *options;
  (void)pthread_mutex_init(&http->lock, NULL);
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC;
  if (address->ai_family == AF_INET6) flags |= MHD_USE_IPv6;
  http->daemon = MHD_start_daemon(
      flags, 0, NULL, NULL, handle, http, MHD_OPTION_SOCK_ADDR, address->ai_addr,
      MHD_OPTION_CONNECTION_LIMIT, GUESTS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      (size_t)HEADERS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, SILENCE_S, MHD_OPTION_NOTIFY_COMPLETED,
      completed, http, MHD_OPTION_NOTIFY_CONNECTION, connected, http, MHD_OPTION_END);
  freeaddrinfo(address);
  if (http->daemon) {
    *ret_http = http;
    return SOTTO_OK;
  }
  so_front_stop(http);
  return SOTTO_E_STORAGE;
}

void so_front_stop(so_front *http) {
  if (!http) return;
  if (http->daemon) MHD_stop_daemon(http->daemon);
  (void)pthread_mutex_destroy(&http->lock);
  free(http);
}
