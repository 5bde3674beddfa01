/*
 * Requests. A slow one, a large one and one too many cost little: a body has at most 256 KiB, all
 * bodies together at most 64 MiB, a connection that says nothing for 10 seconds is closed, and so
 * is one whose request is not there within a minute (http_guests.h).
 */
#include "tools/collect_http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/collect_answer.h"
#include "tools/collect_crew.h"
#include "tools/http_guests.h"
#include "tools/steady_clock.h"

#define LEAVING_MS 10000

struct so_http {
  so_http_options with;
  struct MHD_Daemon *daemon;
  int listening;     /* once draining: shut, and to be closed after the daemon's threads ended */
  atomic_int active; /* requests not yet answered in full */
  atomic_int draining;
  atomic_uint_fast64_t fates[SO_FATES], problems[SO_PROBLEMS];
  so_guests guests;
};

/* From the head of a request to the last byte of its answer. */
typedef struct request {
  int is_batch, is_queued;
  int is_refused; /* no room for the body; what still comes of it is dropped */
  so_guest_body body;
  so_job job;
} request;

static enum MHD_Result reply(struct MHD_Connection *connection, unsigned status, const char *type,
                             const char *text) {
  struct MHD_Response *response =
      so_guests_response(status, type, (sotto_bytes){(const uint8_t *)text, strlen(text)});
  if (!response) return MHD_NO;
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "POST");
  enum MHD_Result queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

static enum MHD_Result tell(struct MHD_Connection *connection, so_problem problem) {
  char text[256];
  (void)so_answer_problem(problem, text);
  return reply(connection, so_problems[problem].status, "application/problem+json", text);
}

static enum MHD_Result refuse(so_http *http, struct MHD_Connection *connection,
                              so_problem problem) {
  http->problems[problem]++;
  return tell(connection, problem);
}

/* What Prometheus reads: sums since the start, of no request in particular. */
static enum MHD_Result tell_metrics(so_http *http, struct MHD_Connection *connection) {
  char text[4096];
  so_queue_facts facts;
  size_t at = 0;
  so_queue_look(http->with.queue, &facts);
  at += (size_t)snprintf(text, sizeof text, "# TYPE sotto_reports_total counter\n");
  for (int i = 0; i < SO_FATES; i++)
    at += (size_t)snprintf(text + at, sizeof text - at, "sotto_reports_total{fate=\"%s\"} %llu\n",
                           so_fates[i].name, (unsigned long long)http->fates[i]);
  at += (size_t)snprintf(text + at, sizeof text - at,
                         "# TYPE sotto_requests_refused_total counter\n");
  for (int i = 0; i < SO_PROBLEMS; i++)
    at += (size_t)snprintf(text + at, sizeof text - at,
                           "sotto_requests_refused_total{type=\"%s\"} %llu\n", so_problems[i].type,
                           (unsigned long long)http->problems[i]);
  (void)snprintf(text + at, sizeof text - at,
                 "# TYPE sotto_commits_total counter\nsotto_commits_total %llu\n"
                 "# TYPE sotto_commit_failures_total counter\nsotto_commit_failures_total %llu\n"
                 "# TYPE sotto_waiting_reports gauge\nsotto_waiting_reports %llu\n",
                 (unsigned long long)facts.commits, (unsigned long long)facts.failures,
                 (unsigned long long)facts.waiting);
  return reply(connection, MHD_HTTP_OK, "text/plain; version=0.0.4", text);
}

/* Well: the store is there, and so is room for more. */
static enum MHD_Result tell_health(so_http *http, struct MHD_Connection *connection) {
  so_queue_facts facts;
  so_queue_look(http->with.queue, &facts);
  const int well = facts.reachable && so_queue_has_room(http->with.queue, 1);
  return reply(connection, well ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, "text/plain",
               well ? "ok\n" : "not now\n");
}

/* What can be said before a body was sent. */
static int refusal(so_http *http, struct MHD_Connection *connection, so_problem *ret_problem) {
  const char *length =
      MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
  if (length && strtoull(length, NULL, 10) > SO_BODY_MAX) {
    *ret_problem = SO_PROBLEM_TOO_LARGE;
    return 1;
  }
  *ret_problem = SO_PROBLEM_BUSY;
  return http->draining || !so_queue_has_room(http->with.queue, 1) ||
         !so_guests_have_room(&http->guests);
}

/* A media type may have parameters, and is the same in any case of letters. */
static int is_batch(const char *type) {
  const size_t size = strlen(SO_BODY_BATCH_TYPE);
  return type && strncasecmp(type, SO_BODY_BATCH_TYPE, size) == 0 &&
         (type[size] == '\0' || type[size] == ';' || type[size] == ' ');
}

static enum MHD_Result begin(so_http *http, struct MHD_Connection *connection, request **ret_own) {
  so_problem problem;
  if (refusal(http, connection, &problem)) return refuse(http, connection, problem);
  request *own = calloc(1, sizeof *own);
  if (!own) return refuse(http, connection, SO_PROBLEM_BUSY);
  const char *type =
      MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
  own->is_batch = is_batch(type);
  http->active++;
  *ret_own = own;
  return MHD_YES;
}

/*
 * Too much of a body whose length was not told ends the connection: there is no end to wait for.
 * Too much of all bodies together, which begin() could not yet know, is told at the body's end.
 */
static enum MHD_Result take_body(so_http *http, request *own, sotto_bytes data) {
  if (own->is_refused) return MHD_YES;
  sotto_status status = so_guests_take(&http->guests, &own->body, data, SO_BODY_MAX);
  if (status == SOTTO_OK) return MHD_YES;
  own->is_refused = 1;
  so_guests_drop(&http->guests, &own->body);
  http->problems[status == SOTTO_E_LIMIT ? SO_PROBLEM_TOO_LARGE : SO_PROBLEM_BUSY]++;
  return status == SOTTO_E_LIMIT ? MHD_NO : MHD_YES;
}

static size_t open_reports(const so_http *http, request *own, const sotto_bytes *bodies) {
  size_t good = 0;
  for (size_t i = 0; i < own->job.count; i++) {
    so_crew_read(http->with.collector, bodies[i], &own->job.reports[i]);
    good += own->job.reports[i].fate == SO_FATE_ACCEPTED;
  }
  return good;
}

static enum MHD_Result answer(so_http *http, struct MHD_Connection *connection,
                              const request *own) {
  if (own->job.status != SOTTO_OK) return refuse(http, connection, SO_PROBLEM_BUSY);
  char *text = so_answer_taken(own->job.reports, own->job.count);
  for (size_t i = 0; i < own->job.count; i++) http->fates[own->job.reports[i].fate]++;
  if (!text) return MHD_NO;
  enum MHD_Result queued = reply(connection, MHD_HTTP_OK, "application/json", text);
  free(text);
  return queued;
}

/* Nothing to commit: the one report's problem, or each one's of a batch. */
static enum MHD_Result answer_none(so_http *http, struct MHD_Connection *connection,
                                   const request *own) {
  if (own->is_batch) return answer(http, connection, own);
  http->fates[own->job.reports[0].fate]++;
  return refuse(http, connection, so_problem_of(own->job.reports[0].fate));
}

/* The body is there: it goes to the queue, and the request rests until it is committed. */
static enum MHD_Result hand_over(so_http *http, struct MHD_Connection *connection, request *own) {
  sotto_bytes bodies[SO_BODY_REPORTS_MAX];
  size_t count = 0;
  if (own->is_refused) return tell(connection, SO_PROBLEM_BUSY);
  sotto_status status =
      so_body_split((sotto_bytes){own->body.data, own->body.size}, own->is_batch, bodies, &count);
  if (status == SOTTO_E_LIMIT) return refuse(http, connection, SO_PROBLEM_TOO_LARGE);
  if (status != SOTTO_OK) {
    http->fates[SO_FATE_MALFORMED]++;
    return refuse(http, connection, SO_PROBLEM_MALFORMED);
  }
  own->job.reports = calloc(count, sizeof *own->job.reports);
  if (!own->job.reports) return refuse(http, connection, SO_PROBLEM_BUSY);
  own->job.count = count;
  own->job.waiter = connection;
  if (open_reports(http, own, bodies) == 0) return answer_none(http, connection, own);
  own->is_queued = 1;
  MHD_suspend_connection(connection);
  /* Once put, the job is the queue's until it wakes the request, maybe before this returns. */
  status = so_queue_put(http->with.queue, &own->job);
  if (status == SOTTO_OK) return MHD_YES;
  own->job.status = status;
  MHD_resume_connection(connection);
  return MHD_YES;
}

static enum MHD_Result handle_request(void *of, struct MHD_Connection *connection, const char *path,
                                      const char *method, const char *version, const char *data,
                                      size_t *size, void **own) {
  so_http *http = of;
  (void)version;
  if (*own) {
    request *asked = *own;
    if (*size) {
      const size_t taken = *size;
      *size = 0;
      return take_body(http, asked, (sotto_bytes){(const uint8_t *)data, taken});
    }
    return asked->is_queued ? answer(http, connection, asked) : hand_over(http, connection, asked);
  }
  if (strcmp(method, "GET") == 0 && strcmp(path, "/health") == 0)
    return tell_health(http, connection);
  if (strcmp(method, "GET") == 0 && strcmp(path, "/metrics") == 0)
    return tell_metrics(http, connection);
  if (strcmp(path, "/reports") != 0) return refuse(http, connection, SO_PROBLEM_NOT_FOUND);
  if (strcmp(method, "POST") != 0) return refuse(http, connection, SO_PROBLEM_METHOD);
  return begin(http, connection, (request **)own);
}

static void completed(void *of, struct MHD_Connection *connection, void **own,
                      enum MHD_RequestTerminationCode code) {
  so_http *http = of;
  request *asked = *own;
  (void)code;
  so_guests_go_on(&http->guests, connection);
  if (!asked) return;
  http->active--;
  free(asked->job.reports);
  so_guests_drop(&http->guests, &asked->body);
  free(asked);
  *own = NULL;
}

void so_http_wake(so_job *job) {
  MHD_resume_connection(job->waiter);
}

void so_http_tidy(so_http *http) {
  so_guests_tidy(&http->guests);
}

sotto_status so_http_start(so_http **ret_http, const so_http_options *options) {
  struct MHD_OptionItem shared[SO_GUESTS_OPTIONS];
  int handle = -1;
  sotto_status status = so_guests_listen(options->listen, &handle);
  if (status != SOTTO_OK) return status;
  so_http *http = calloc(1, sizeof *http);
  long threads = sysconf(_SC_NPROCESSORS_ONLN);
  if (http) {
    http->with = *options;
    http->listening = -1;
    so_guests_start(&http->guests);
    so_guests_options(&http->guests, handle, shared);
    http->daemon =
        MHD_start_daemon(MHD_USE_AUTO_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, 0,
                         NULL, NULL, handle_request, http, MHD_OPTION_ARRAY, shared,
                         MHD_OPTION_THREAD_POOL_SIZE, (unsigned)(threads > 1 ? threads : 2),
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

uint16_t so_http_port(const so_http *http) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

void so_http_drain(so_http *http) {
  const int64_t end = so_steady_ms() + LEAVING_MS;
  http->draining = 1;
  http->listening = MHD_quiesce_daemon(http->daemon);
  if (http->listening >= 0) (void)shutdown(http->listening, SHUT_RDWR);
  while (http->active && so_steady_ms() < end)
    (void)nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

void so_http_end(so_http *http) {
  if (!http) return;
  MHD_stop_daemon(http->daemon);
  if (http->listening >= 0) (void)close(http->listening);
  so_guests_end(&http->guests);
  free(http);
}
