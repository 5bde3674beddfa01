/*
 * sotto-collect aggregate: one of the two aggregators, until SIGTERM or SIGINT; and status, which
 * tells what it did. The leader's main thread drives its work; libmicrohttpd's answers.
 */
#include <inttypes.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tools/aggregate_desk.h"
#include "tools/collect.h"
#include "tools/http_guests.h"

#define NAP_MS 100u
#define RETRY_FIRST_MS 200u
#define RETRY_MOST_MS 30000u
#define UPLOADS_MAX 64u /* reports of an upload, by size */
#define TEXT_MAX 4096

static volatile sig_atomic_t told_to_end;

static void end(int signal) {
  (void)signal;
  told_to_end = 1;
}

/* Everything there is to tell, in the text form of Prometheus. */
static size_t metrics(const so_aggregate_desk *desk, const so_aggregate_figures *figures,
                      char ret_text[TEXT_MAX]) {
  size_t at = (size_t)snprintf(ret_text, TEXT_MAX,
                               "sotto_reports_waiting %" PRIu64 "\n"
                               "sotto_reports_accepted_total %" PRIu64 "\n"
                               "sotto_batches %" PRIu64 "\nsotto_batches_collected %" PRIu64 "\n"
                               "sotto_calls_failed_total %" PRIu64 "\n"
                               "sotto_answers_untrue_total %" PRIu64 "\n",
                               figures->waiting, figures->accepted, figures->batches,
                               figures->collected, desk->failures, desk->lies);
  for (int i = 1; i < SO_REFUSALS; i++)
    at += (size_t)snprintf(ret_text + at, TEXT_MAX - at,
                           "sotto_reports_refused_total{reason=\"%s\"} %" PRIu64 "\n",
                           so_refusal_name((so_refusal)i), figures->refused[i]);
  return at;
}

static void tell_metrics(so_aggregate_desk *desk, so_front_reply *inout_reply) {
  char text[TEXT_MAX];
  so_aggregate_figures figures;
  (void)pthread_mutex_lock(&desk->lock);
  sotto_status status = so_aggregate_figures_of(desk->party.store, &figures);
  size_t size = status ? 0 : metrics(desk, &figures, text);
  (void)pthread_mutex_unlock(&desk->lock);
  if (status)
    so_front_busy(inout_reply, status);
  else
    so_front_body(inout_reply, "text/plain; version=0.0.4",
                  (sotto_bytes){(const uint8_t *)text, size});
}

static void tell_list(const so_aggregate_desk *desk, so_front_reply *inout_reply) {
  int old = desk->party.aggregator->task.version == SO_DAP_09;
  so_front_body(inout_reply,
                old ? "application/dap-hpke-config-list"
                    : "application/ppm-dap;message=hpke-config-list",
                (sotto_bytes){desk->party.list, sizeof desk->party.list});
}

static void get(so_aggregate_desk *desk, const char *path, so_front_reply *inout_reply) {
  static const char well[] = "ok\n";
  if (strcmp(path, "/hpke_config") == 0)
    tell_list(desk, inout_reply);
  else if (strcmp(path, "/metrics") == 0)
    tell_metrics(desk, inout_reply);
  else if (strcmp(path, "/health") == 0)
    so_front_body(inout_reply, "text/plain", (sotto_bytes){(const uint8_t *)well, 3});
  else
    so_front_problem(inout_reply, 404, "about:blank", "Nothing is here.");
}

static void serve(void *context, const so_front_request *request, so_front_reply *inout_reply) {
  so_aggregate_desk *desk = context;
  int leads = desk->party.aggregator->role == SO_DAP_LEADER;
  int posts = strcmp(request->method, "POST") == 0;
  if (strcmp(request->method, "GET") == 0)
    get(desk, request->path, inout_reply);
  else if (posts && strcmp(request->path, "/sotto/collect") == 0)
    so_aggregate_give(desk, request, inout_reply);
  else if (posts && !leads && strcmp(request->path, "/sotto/verify") == 0)
    so_aggregate_verify(desk, request, inout_reply);
  else if (leads && strncmp(request->path, "/tasks/", 7) == 0)
    so_aggregate_upload(desk, request, inout_reply);
  else
    so_front_problem(inout_reply, 404, "about:blank", "Nothing is here.");
}

static void nap(uint32_t milliseconds) {
  const struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
  (void)nanosleep(&time, NULL);
}

/* Sleeps, but not on when told to end, or when the collector comes for another week. */
static void rest(const so_aggregate_desk *desk, so_front *http, uint32_t milliseconds) {
  const uint32_t closing = desk->closing;
  for (uint32_t slept = 0; slept < milliseconds && !told_to_end && desk->closing == closing;
       slept += NAP_MS) {
    nap(milliseconds - slept < NAP_MS ? milliseconds - slept : NAP_MS);
    if (slept % 1000 < NAP_MS) so_front_look(http);
  }
}

/* Ids of reports that would be refused as late anyway, once an epoch; in the next if it fails. */
static void forget_late(so_aggregate_desk *desk, uint32_t *inout_epoch) {
  uint32_t epoch = so_aggregator_epoch(so_aggregate_now());
  if (epoch == *inout_epoch) return;
  *inout_epoch = epoch;
  sotto_status status = so_aggregate_desk_begin(desk);
  if (!status) status = so_aggregate_forget(desk->party.store, epoch, SO_AGGREGATOR_LATE_EPOCHS);
  status = so_aggregate_desk_end(desk, status);
  if (status) (void)so_collect_fail("state.db", status);
}

/* A party's call from somebody who is none: refused before its body is held. */
static int is_strange(void *context, const so_front_request *request) {
  const so_aggregate_desk *desk = context;
  return strncmp(request->path, "/sotto/", 7) == 0 &&
         !so_aggregate_knows(desk->party.leader_digest, request->token) &&
         !so_aggregate_knows(desk->party.collector_digest, request->token);
}

/* After each failure twice as long, more or less by chance: two that failed together part. */
static void work(so_aggregate_desk *desk, so_front *http) {
  uint32_t pause = RETRY_FIRST_MS, forgot = 0;
  while (!told_to_end) {
    so_aggregate_turn turn = SO_TURN_IDLE;
    so_front_look(http);
    forget_late(desk, &forgot);
    if (desk->party.aggregator->role == SO_DAP_LEADER) turn = so_aggregate_drive(desk);
    if (turn == SO_TURN_FAILED) {
      rest(desk, http, pause / 2 + randombytes_uniform(pause));
      pause = pause > RETRY_MOST_MS / 2 ? RETRY_MOST_MS : pause * 2;
      continue;
    }
    pause = RETRY_FIRST_MS;
    if (turn == SO_TURN_IDLE) rest(desk, http, NAP_MS);
  }
}

static size_t upload_max(const so_aggregator *aggregator) {
  size_t shares = so_prio3_leader_size(&aggregator->prio) + so_prio3_helper_size(&aggregator->prio);
  size_t most = UPLOADS_MAX * (shares + 1024);
  return most < SO_WIRE_BODY_MAX ? most : shares + SO_WIRE_BODY_MAX;
}

static int run(so_aggregate_desk *desk) {
  const so_aggregate_options *options = desk->options;
  const so_aggregator *aggregator = desk->party.aggregator;
  int leads = aggregator->role == SO_DAP_LEADER;
  const so_front_options with = {options->listen, leads ? upload_max(aggregator) : SO_WIRE_BODY_MAX,
                                 serve, is_strange, desk};
  so_front *http = NULL;
  sotto_status status = so_front_start(&http, &with);
  if (status) return so_guests_fail(options->listen, status);
  printf("%s listens on %s\n", leads ? "leader" : "helper", options->listen);
  (void)fflush(stdout);
  work(desk, http);
  so_front_stop(http);
  return SO_EXIT_DONE;
}

int so_aggregate_role(const so_aggregate_options *options, so_dap_role *ret_role) {
  int leads = options->role && strcmp(options->role, "leader") == 0;
  *ret_role = leads ? SO_DAP_LEADER : SO_DAP_HELPER;
  return options->folder && options->role && (leads || strcmp(options->role, "helper") == 0);
}

int so_aggregate_serve(const so_aggregate_options *options) {
  so_aggregate_desk desk = {.options = options};
  char url[SO_DAP_URL_MAX + 1];
  so_dap_role role;
  const struct sigaction action = {.sa_handler = end};
  if (!so_aggregate_role(options, &role) || !options->listen)
    return so_collect_usage("aggregate needs --role leader|helper, --folder and --listen.");
  const struct sigaction ignore = {.sa_handler = SIG_IGN};
  if (sigaction(SIGTERM, &action, NULL) || sigaction(SIGINT, &action, NULL) ||
      sigaction(SIGPIPE, &ignore, NULL))
    return so_collect_fail("signals", SOTTO_E_STORAGE);
  if (options->helper && !so_call_is_allowed(options->helper))
    return so_collect_usage("--helper is https://…, or http:// on this machine.");
  if (!so_aggregate_enter(&desk.party, options->folder, role, 1)) return SO_EXIT_FAILED;
  so_aggregate_url(url, options->helper, desk.party.aggregator->task.helper_url);
  desk.helper_url = url;
  (void)pthread_mutex_init(&desk.lock, NULL);
  int outcome = run(&desk);
  (void)pthread_mutex_destroy(&desk.lock);
  so_aggregate_leave(&desk.party);
  return outcome;
}

static void print_json(const so_aggregate_figures *figures) {
  printf("{\"waiting\": %" PRIu64 ", \"accepted\": %" PRIu64 ", \"batches\": %" PRIu64
         ", \"collected\": %" PRIu64 ", \"refused\": {",
         figures->waiting, figures->accepted, figures->batches, figures->collected);
  for (int i = 1; i < SO_REFUSALS; i++)
    printf("%s\"%s\": %" PRIu64, i > 1 ? ", " : "", so_refusal_name((so_refusal)i),
           figures->refused[i]);
  printf("}}\n");
}

static void print_text(const so_aggregate_figures *figures) {
  printf("  %-16s %9" PRIu64 "\n  %-16s %9" PRIu64 "\n  %-16s %9" PRIu64 "\n  %-16s %9" PRIu64 "\n",
         "waiting", figures->waiting, "accepted", figures->accepted, "batches", figures->batches,
         "collected", figures->collected);
  for (int i = 1; i < SO_REFUSALS; i++)
    if (figures->refused[i])
      printf("  %-16s %9" PRIu64 "  refused\n", so_refusal_name((so_refusal)i),
             figures->refused[i]);
}

int so_aggregate_status(const so_aggregate_options *options) {
  so_aggregate_party party;
  so_aggregate_figures figures;
  so_dap_role role;
  if (!so_aggregate_role(options, &role))
    return so_collect_usage("status needs --role leader|helper and --folder.");
  if (!so_aggregate_enter(&party, options->folder, role, 0)) return SO_EXIT_FAILED;
  sotto_status status = so_aggregate_figures_of(party.store, &figures);
  so_aggregate_leave(&party);
  if (status) return so_collect_fail("state.db", status);
  (options->json ? print_json : print_text)(&figures);
  return SO_EXIT_DONE;
}
