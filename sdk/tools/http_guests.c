/* Connections as handles: see http_guests.h. */
#include "tools/http_guests.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/collect.h"
#include "tools/steady_clock.h"

#define REQUEST_MS 60000
#define RETRY_AFTER_S "5"

void so_guests_start(so_guests *ret_guests) {
  (void)pthread_mutex_init(&ret_guests->lock, NULL);
  for (size_t i = 0; i < SO_GUESTS_MAX; i++) ret_guests->list[i].handle = -1;
}

void so_guests_end(so_guests *guests) {
  (void)pthread_mutex_destroy(&guests->lock);
}

/* A connection comes, goes on to another request, or goes. */
static void note(so_guests *guests, struct MHD_Connection *connection, int is_here) {
  const int handle =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
  struct so_guest *place = NULL;
  (void)pthread_mutex_lock(&guests->lock);
  for (size_t i = 0; i < SO_GUESTS_MAX; i++) {
    struct so_guest *at = &guests->list[i];
    if (at->handle == handle || (at->handle < 0 && !place)) place = at;
    if (at->handle == handle) break;
  }
  if (place) *place = (struct so_guest){is_here ? handle : -1, so_steady_ms()};
  (void)pthread_mutex_unlock(&guests->lock);
}

static void connected(void *guests, struct MHD_Connection *connection, void **unused,
                      enum MHD_ConnectionNotificationCode code) {
  (void)unused;
  note(guests, connection, code == MHD_CONNECTION_NOTIFY_STARTED);
}

void so_guests_options(so_guests *guests, int listening,
                       struct MHD_OptionItem ret_options[SO_GUESTS_OPTIONS]) {
  const struct MHD_OptionItem options[SO_GUESTS_OPTIONS] = {
      {MHD_OPTION_LISTEN_SOCKET, listening, NULL},
      {MHD_OPTION_CONNECTION_LIMIT, SO_GUESTS_MAX, NULL},
      {MHD_OPTION_CONNECTION_TIMEOUT, SO_GUESTS_SILENCE_S, NULL},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, SO_GUESTS_HEADERS_MAX, NULL},
      {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
      {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connected, guests},
      {MHD_OPTION_END, 0, NULL}};
  memcpy(ret_options, options, sizeof options);
}

void so_guests_go_on(so_guests *guests, struct MHD_Connection *connection) {
  note(guests, connection, 1);
}

/* Shut, not closed: the server's thread finds it ended and closes it. */
void so_guests_tidy(so_guests *guests) {
  const int64_t oldest = so_steady_ms() - REQUEST_MS;
  (void)pthread_mutex_lock(&guests->lock);
  for (size_t i = 0; i < SO_GUESTS_MAX; i++)
    if (guests->list[i].handle >= 0 && guests->list[i].since_ms < oldest)
      (void)shutdown(guests->list[i].handle, SHUT_RDWR);
  (void)pthread_mutex_unlock(&guests->lock);
}

struct MHD_Response *so_guests_response(unsigned status, const char *type, sotto_bytes body) {
  struct MHD_Response *response = MHD_create_response_from_buffer(
      body.size, (void *)(uintptr_t)body.data, MHD_RESPMEM_MUST_COPY);
  if (!response) return NULL;
  if (type) (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
  (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  if (status == MHD_HTTP_SERVICE_UNAVAILABLE)
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, RETRY_AFTER_S);
  return response;
}

int so_guests_have_room(so_guests *guests) {
  return guests->held < SO_GUESTS_BODIES_MAX;
}

/* Twice the room and what comes: a body that was only promised holds nothing. */
static sotto_status grow(so_guests *guests, so_guest_body *body, size_t size, size_t most) {
  const size_t room = 2 * body->room + size < most ? 2 * body->room + size : most;
  const size_t more = room - body->room;
  uint8_t *grown = NULL;
  sotto_status status = SOTTO_E_BUSY;
  if (atomic_fetch_add(&guests->held, more) + more <= SO_GUESTS_BODIES_MAX) {
    grown = realloc(body->data, room);
    status = SOTTO_E_MEMORY;
  }
  if (!grown) {
    guests->held -= more;
    return status;
  }
  body->data = grown;
  body->room = room;
  return SOTTO_OK;
}

sotto_status so_guests_take(so_guests *guests, so_guest_body *inout_body, sotto_bytes data,
                            size_t most) {
  sotto_status status = SOTTO_OK;
  if (data.size > most - inout_body->size) return SOTTO_E_LIMIT;
  if (data.size > inout_body->room - inout_body->size)
    status = grow(guests, inout_body, data.size, most);
  if (status != SOTTO_OK) return status;
  memcpy(inout_body->data + inout_body->size, data.data, data.size);
  inout_body->size += data.size;
  return SOTTO_OK;
}

void so_guests_drop(so_guests *guests, so_guest_body *inout_body) {
  guests->held -= inout_body->room;
  free(inout_body->data);
  *inout_body = (so_guest_body){0};
}

static struct addrinfo *find_address(const char *text) {
  char host[64];
  const struct addrinfo want = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                .ai_socktype = SOCK_STREAM};
  struct addrinfo *found = NULL;
  const char *colon = strrchr(text, ':');
  if (!colon || colon == text || (size_t)(colon - text) >= sizeof host) return NULL;
  const int bracket = text[0] == '[' && colon[-1] == ']';
  (void)snprintf(host, sizeof host, "%.*s", (int)(colon - text) - 2 * bracket, text + bracket);
  return getaddrinfo(host, colon + 1, &want, &found) ? NULL : found;
}

static sotto_status why_not(void) {
  switch (errno) {
  case EADDRINUSE:
  case EADDRNOTAVAIL: return SOTTO_E_BUSY;
  case EACCES: return SOTTO_E_STATE;
  default: return SOTTO_E_MEMORY;
  }
}

sotto_status so_guests_listen(const char *text, int *ret_socket) {
  const int on = 1;
  struct addrinfo *found = find_address(text);
  if (!found) return SOTTO_E_ARGUMENT;
  const int handle = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  (void)setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const int bad = handle < 0 || bind(handle, found->ai_addr, found->ai_addrlen) != 0 ||
                  listen(handle, 511) != 0;
  const sotto_status why = why_not();
  freeaddrinfo(found);
  if (bad && handle >= 0) (void)close(handle);
  if (!bad) *ret_socket = handle;
  return bad ? why : SOTTO_OK;
}

int so_guests_fail(const char *listen, sotto_status status) {
  const char *why = "Memory, threads or open files are short.";
  if (status == SOTTO_E_STATE) why = "This user may not listen there.";
  if (status == SOTTO_E_BUSY) why = "Not an address of this machine, or in use.";
  if (status == SOTTO_E_ARGUMENT) why = "Not an ADDRESS:PORT such as 127.0.0.1:8080.";
  fprintf(stderr, "sotto-collect: %s: %s (%s)\n", listen, why, sotto_status_name(status));
  return SO_EXIT_FAILED;
}
