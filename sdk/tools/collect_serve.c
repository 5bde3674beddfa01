/*
 * sotto-collect serve: takes reports over HTTP and counts them, until SIGTERM or SIGINT. Then it
 * takes no more, finishes what is under way, and ends. What it says about itself goes to stdout
 * once; it logs nothing about any request.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tools/collect_http.h"
#include "tools/collect_open.h"
#include "tools/http_guests.h"

#define TIDY_S 5

/* Waits for the end; threads started after this leave the signals to it. */
static void hold_signals(sigset_t *ret_ends) {
  (void)sigemptyset(ret_ends);
  (void)sigaddset(ret_ends, SIGTERM);
  (void)sigaddset(ret_ends, SIGINT);
  (void)sigprocmask(SIG_BLOCK, ret_ends, NULL);
  (void)signal(SIGPIPE, SIG_IGN);
}

static void serve_until(so_http *http, const sigset_t *ends, const char *listen) {
  printf("sotto-collect: listening on %.*s:%u\n", (int)(strrchr(listen, ':') - listen), listen,
         (unsigned)so_http_port(http));
  (void)fflush(stdout);
  while (sigtimedwait(ends, NULL, &(struct timespec){.tv_sec = TIDY_S}) < 0) so_http_tidy(http);
  so_http_drain(http);
}

static int serve(const so_collect_options *options, const sotto_collector *collector,
                 sotto_bytes trusted) {
  sigset_t ends;
  so_queue *queue = NULL;
  so_http *http = NULL;
  hold_signals(&ends);
  sotto_status status =
      so_queue_start(&queue, &(so_queue_options){collector, trusted, options->db, so_http_wake});
  if (status != SOTTO_OK) return so_collect_fail_store(options->db, status);
  status = so_http_start(&http, &(so_http_options){collector, queue, options->listen});
  if (status == SOTTO_OK) serve_until(http, &ends, options->listen);
  so_queue_end(queue);
  so_http_end(http);
  so_queue_free(queue);
  return status == SOTTO_OK ? SO_EXIT_DONE : so_guests_fail(options->listen, status);
}

int so_collect_serve(const so_collect_options *options) {
  uint8_t trusted[SO_COLLECT_KEY_SIZE];
  sotto_collector *collector = NULL;
  if (!options->db || !options->pack || !options->key || !options->listen)
    return so_collect_usage("serve needs --db PLACE --pack PACK --key FILE --listen ADDRESS:PORT.");
  int outcome = so_collect_open(options, &collector, trusted);
  if (outcome == SO_EXIT_DONE)
    outcome = serve(options, collector, (sotto_bytes){trusted, sizeof trusted});
  sotto_collector_close(collector);
  return outcome;
}
