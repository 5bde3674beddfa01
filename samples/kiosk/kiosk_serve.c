/*
 * The web service of one visit: see kiosk_serve.h.
 */
#include "kiosk_serve.h"

#include <errno.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kiosk_reply.h"

#define BODY_MAX 8192u
#define CONNECTIONS_MAX 48u
#define HEADERS_MAX 16384u /* memory of a connection */
#define SILENCE_S 4u       /* a client that says nothing */
#define CONNECTION_MS 6000 /* a client that says a little now and then */
#define LEAVING_MS 1000    /* for the last replies to be taken */
#define FRESH_MS 200       /* a connection whose request may still be on its way */

/* A connection that is open, so that a slow one can be ended. */
typedef struct guest {
  int handle; /* 0: free */
  int64_t since_ms;
} guest;

typedef struct service {
  const kiosk_config *config;
  const kiosk_line *line;
  kiosk_room room;
  kiosk_pass pass;
  pthread_mutex_t lock; /* of pass and guests */
  guest guests[CONNECTIONS_MAX];
  int active; /* requests that are being answered */
  int wake;   /* eventfd: something has changed */
} service;

/* A request while its body comes in. */
typedef struct request {
  size_t size;
  int refused; /* answered already; what still comes is dropped */
  char body[BODY_MAX];
} request;

static void wake(service *at) {
  const uint64_t one = 1;
  if (write(at->wake, &one, sizeof one) < 0) return; /* it is awake already */
}

static void tell(service *at, uint8_t what) {
  if (send(at->line->keeper, &what, 1, MSG_NOSIGNAL) < 0) return; /* the keeper's end ends us */
}

/* In one piece, so that no refusal stands between the two. */
static void tell_spent(service *at, uint32_t turn) {
  uint8_t words[1 + sizeof turn] = {KIOSK_SAYS_SPENT};
  memcpy(words + 1, &turn, sizeof turn);
  if (send(at->line->keeper, words, sizeof words, MSG_NOSIGNAL) < 0) return; /* as above */
}

static const char *header(struct MHD_Connection *connection, const char *name) {
  return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status,
                              const char *word) {
  const kiosk_reply reply = kiosk_reply_error(status, word);
  return kiosk_reply_queue(connection, &reply);
}

/* {"token": …}: the one exchange that gives the cookie. A new browser is a new visitor. */
static enum MHD_Result start(service *at, struct MHD_Connection *connection, const request *asked) {
  char cookie[160];
  json_t *in = json_loadb(asked->body, asked->size, 0, NULL);
  pthread_mutex_lock(&at->lock);
  const uint32_t turn = at->pass.turn;
  const int good = kiosk_gate_spend(&at->pass, json_string_value(json_object_get(in, "token")));
  if (good) kiosk_gate_cookie(&at->pass, cookie);
  pthread_mutex_unlock(&at->lock);
  json_decref(in);
  if (!good) return refuse(connection, MHD_HTTP_FORBIDDEN, "token");
  tell_spent(at, turn);
  const kiosk_reply reply = {MHD_HTTP_OK, "application/json", "{}", 2, 0, cookie};
  const enum MHD_Result queued = kiosk_reply_queue(connection, &reply);
  sodium_memzero(cookie, sizeof cookie);
  return queued;
}

static enum MHD_Result post(service *at, struct MHD_Connection *connection, const char *path,
                            const request *asked) {
  if (strcmp(path, "/api/start") == 0) return start(at, connection, asked);
  kiosk_turn turn = {
      path, header(connection, "X-Visit"), {(const uint8_t *)asked->body, asked->size}, NULL};
  const unsigned status = kiosk_room_serve(&at->room, &turn);
  wake(at);
  const char *text = turn.ret_text ? turn.ret_text : "{}";
  const kiosk_reply reply = {status,       "application/json",    text,
                             strlen(text), turn.ret_text != NULL, NULL};
  return kiosk_reply_queue(connection, &reply);
}

/* A picture or frame of another page of this machine brings the cookie too (another port is the
 * same site), but is no page that somebody loads. */
static int is_page_load(struct MHD_Connection *connection) {
  const char *site = header(connection, "Sec-Fetch-Site");
  const char *use = header(connection, "Sec-Fetch-Dest");
  return (!site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0) &&
         (!use || strcmp(use, "document") == 0);
}

/* Loading the page anew ends the visit that was on it: a new document is a new visitor. */
static enum MHD_Result get(service *at, struct MHD_Connection *connection, const char *path) {
  const kiosk_reply reply = kiosk_reply_file(at->config, path);
  pthread_mutex_lock(&at->lock);
  const int known = kiosk_gate_knows(&at->pass, header(connection, "Cookie"));
  pthread_mutex_unlock(&at->lock);
  if (known && strcmp(path, "/") == 0 && is_page_load(connection)) {
    pthread_mutex_lock(&at->room.lock);
    kiosk_room_end(&at->room, 0);
    pthread_mutex_unlock(&at->room.lock);
    wake(at);
  }
  return kiosk_reply_queue(connection, &reply);
}

static enum MHD_Result count_up(void *context, enum MHD_ValueKind kind, const char *name,
                                const char *value) {
  unsigned *counts = context;
  (void)kind;
  (void)value;
  counts[0] += strcasecmp(name, "Host") == 0;
  counts[1] += strcasecmp(name, "Origin") == 0;
  return MHD_YES;
}

/* Of two only the first would be judged; no browser sends two (RFC 9112, section 3.2). */
static int says_twice(struct MHD_Connection *connection) {
  unsigned counts[2] = {0, 0};
  MHD_get_connection_values(connection, MHD_HEADER_KIND, count_up, counts);
  return counts[0] > 1 || counts[1] > 1;
}

static kiosk_verdict judge(service *at, struct MHD_Connection *connection, const char *method,
                           const char *path) {
  const kiosk_caller caller = {method,
                               path,
                               header(connection, "Host"),
                               header(connection, "Origin"),
                               header(connection, "Sec-Fetch-Site"),
                               header(connection, "Cookie"),
                               header(connection, "Content-Type")};
  if (says_twice(connection)) return KIOSK_NOT_HERE;
  pthread_mutex_lock(&at->lock);
  const kiosk_verdict verdict = kiosk_gate_judge(&at->pass, &caller);
  pthread_mutex_unlock(&at->lock);
  return verdict;
}

/* A body too large is refused before it is read. */
static int is_too_large(struct MHD_Connection *connection) {
  const char *length = header(connection, "Content-Length");
  return (length && strtoull(length, NULL, 10) > BODY_MAX) ||
         header(connection, "Transfer-Encoding") != NULL;
}

/* Looks at the head of a request: 0 where it may go on; else it is answered here. */
static unsigned refusal(service *at, struct MHD_Connection *connection, const char *method,
                        const char *path) {
  const kiosk_verdict verdict = judge(at, connection, method, path);
  if (verdict == KIOSK_PASS && !is_too_large(connection)) return 0;
  if (verdict == KIOSK_PASS) {
    (void)refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE, "size");
    return MHD_HTTP_CONTENT_TOO_LARGE;
  }
  tell(at, KIOSK_SAYS_REFUSED);
  const unsigned status =
      verdict == KIOSK_METHOD ? MHD_HTTP_METHOD_NOT_ALLOWED : MHD_HTTP_FORBIDDEN;
  (void)refuse(connection, status, kiosk_gate_word(verdict));
  return status;
}

static int take_body(request *asked, const char *data, size_t size) {
  if (size > BODY_MAX - asked->size) return -1;
  memcpy(asked->body + asked->size, data, size);
  asked->size += size;
  return 0;
}

static void active(service *at, int more) {
  pthread_mutex_lock(&at->lock);
  at->active += more;
  pthread_mutex_unlock(&at->lock);
}

/* The shape libmicrohttpd asks for; called first without a body, then for each part, then to
 * answer. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *data,
                              size_t *inout_size, void **inout_request) {
  service *at = context;
  request *asked = *inout_request;
  (void)version;
  if (!asked) {
    asked = *inout_request = calloc(1, sizeof *asked);
    if (!asked) return MHD_NO;
    asked->refused = refusal(at, connection, method, path) != 0;
    active(at, 1);
    return MHD_YES;
  }
  if (*inout_size) {
    const int bad = !asked->refused && take_body(asked, data, *inout_size);
    *inout_size = 0;
    return bad ? MHD_NO : MHD_YES;
  }
  if (asked->refused) return MHD_YES;
  return strcmp(method, "POST") == 0 ? post(at, connection, path, asked)
                                     : get(at, connection, path);
}

static void completed(void *context, struct MHD_Connection *connection, void **inout_request,
                      enum MHD_RequestTerminationCode code) {
  (void)connection, (void)code;
  if (!*inout_request) return;
  active(context, -1);
  sodium_memzero(*inout_request, sizeof(request));
  free(*inout_request);
  *inout_request = NULL;
}

static guest *guest_of(service *at, int handle) {
  for (size_t i = 0; i < CONNECTIONS_MAX; i++)
    if (at->guests[i].handle == handle) return &at->guests[i];
  return NULL;
}

static void connected(void *context, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode code) {
  service *at = context;
  const int handle =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
  (void)socket_context;
  pthread_mutex_lock(&at->lock);
  const int starts = code == MHD_CONNECTION_NOTIFY_STARTED;
  guest *place = guest_of(at, starts ? 0 : handle);
  if (place) *place = starts ? (guest){handle, kiosk_room_clock()} : (guest){0, 0};
  pthread_mutex_unlock(&at->lock);
  wake(at);
}

/* Ends connections that take too long; gives when to look again, or -1. */
static int64_t show_out(service *at, int64_t now_ms) {
  int64_t next = -1;
  pthread_mutex_lock(&at->lock);
  for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
    const guest *one = &at->guests[i];
    if (!one->handle) continue;
    if (now_ms - one->since_ms >= CONNECTION_MS) shutdown(one->handle, SHUT_RDWR);
    const int64_t end =
        now_ms - one->since_ms >= CONNECTION_MS ? now_ms + 1000 : one->since_ms + CONNECTION_MS;
    if (next < 0 || end < next) next = end;
  }
  pthread_mutex_unlock(&at->lock);
  return next;
}

/* How long nothing need be done; -1: until something happens. */
static int look(service *at) {
  const int64_t now_ms = kiosk_room_clock();
  int64_t next = show_out(at, now_ms);
  pthread_mutex_lock(&at->room.lock);
  kiosk_room_look(&at->room);
  if (at->room.visitor.open && (next < 0 || at->room.deadline_ms < next))
    next = at->room.deadline_ms;
  pthread_mutex_unlock(&at->room.lock);
  if (next < 0) return -1;
  return next > now_ms ? (int)(next - now_ms) : 0;
}

/* A new pass: the browser was started anew, and whoever was there is gone. */
static int take_pass(service *at) {
  kiosk_pass pass;
  const ssize_t got = recv(at->line->keeper, &pass, sizeof pass, MSG_WAITALL);
  if (got != (ssize_t)sizeof pass) return -1;
  pthread_mutex_lock(&at->room.lock);
  kiosk_room_end(&at->room, 0);
  pthread_mutex_unlock(&at->room.lock);
  pthread_mutex_lock(&at->lock);
  at->pass = pass;
  pthread_mutex_unlock(&at->lock);
  sodium_memzero(&pass, sizeof pass);
  return 0;
}

static int is_over(service *at) {
  pthread_mutex_lock(&at->room.lock);
  const int over = at->room.over;
  pthread_mutex_unlock(&at->room.lock);
  return over;
}

static int attend(service *at) {
  struct pollfd events[] = {{at->wake, POLLIN, 0}, {at->line->keeper, POLLIN, 0}};
  uint64_t count;
  for (;;) {
    const int timeout = look(at);
    if (is_over(at)) return 0;
    if (poll(events, 2, timeout) < 0 && errno != EINTR) return -1;
    if (events[0].revents && read(at->wake, &count, sizeof count) < 0) continue;
    if (events[1].revents && take_pass(at)) return -1;
  }
}

/* Whether somebody is being answered, or came so lately that the request may be on its way. */
static int is_busy(service *at, int64_t now_ms) {
  pthread_mutex_lock(&at->lock);
  int busy = at->active > 0;
  for (size_t i = 0; i < CONNECTIONS_MAX; i++)
    busy |= at->guests[i].handle && now_ms - at->guests[i].since_ms < FRESH_MS;
  pthread_mutex_unlock(&at->lock);
  return busy;
}

/* Lets the last replies out, then stops. */
static void leave(service *at, struct MHD_Daemon *daemon) {
  const int64_t until_ms = kiosk_room_clock() + LEAVING_MS;
  const struct timespec moment = {0, 2000000};
  (void)MHD_quiesce_daemon(daemon);
  int64_t now_ms = kiosk_room_clock();
  while (now_ms < until_ms && is_busy(at, now_ms)) {
    nanosleep(&moment, NULL);
    now_ms = kiosk_room_clock();
  }
  MHD_stop_daemon(daemon);
}

static struct MHD_Daemon *listen_on(service *at) {
  return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, handle, at,
                          MHD_OPTION_LISTEN_SOCKET, at->line->listen, MHD_OPTION_CONNECTION_LIMIT,
                          CONNECTIONS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_MAX,
                          MHD_OPTION_CONNECTION_TIMEOUT, SILENCE_S, MHD_OPTION_NOTIFY_COMPLETED,
                          completed, at, MHD_OPTION_NOTIFY_CONNECTION, connected, at,
                          MHD_OPTION_END);
}

int kiosk_serve_visit(const kiosk_config *config, const kiosk_line *line) {
  static service at; /* one process, one visit */
  at.config = config;
  at.line = line;
  at.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  pthread_mutex_init(&at.lock, NULL);
  if (at.wake < 0 || kiosk_room_open(&at.room, config) || take_pass(&at)) return 1;
  struct MHD_Daemon *daemon = listen_on(&at);
  if (!daemon) {
    fprintf(stderr, "The web service does not start: %s\n", strerror(errno));
    return 1;
  }
  const int bad = attend(&at);
  leave(&at, daemon);
  const uint8_t ended = KIOSK_SAYS_ENDED;
  if (!bad && (send(line->keeper, &ended, 1, MSG_NOSIGNAL) < 0 ||
               send(line->keeper, &at.room.ending, sizeof at.room.ending, MSG_NOSIGNAL) < 0))
    return 1;
  sodium_memzero(&at.pass, sizeof at.pass);
  return bad ? 1 : 0;
}
