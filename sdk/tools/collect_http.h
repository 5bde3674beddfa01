/*
 * The HTTP front of `sotto-collect serve` (libmicrohttpd): POST /reports, GET /health and
 * GET /metrics. Threads of the server open reports; the request then rests until its transaction is
 * committed, and only then is answered 200. TLS, and who may connect, are the proxy's in front.
 *
 * Neither an address nor a moment of a request is kept, logged or passed on.
 */
#ifndef SO_TOOLS_COLLECT_HTTP_H
#define SO_TOOLS_COLLECT_HTTP_H

#include "tools/collect_queue.h"

typedef struct so_http so_http;

typedef struct so_http_options {
  const sotto_collector *collector;
  so_queue *queue;
  const char *listen; /* ADDRESS:PORT; port 0: any that is free */
} so_http_options;

/**
 * Listens. #SOTTO_E_ARGUMENT (not an address and port), #SOTTO_E_BUSY (taken, or not this
 * machine's), #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_http_start(so_http **ret_http, const so_http_options *options);
/** The port listened at. */
uint16_t so_http_port(const so_http *http);
/** Wakes the request of a job: so_queue_options.wake. */
void so_http_wake(so_job *job);
/** Ends connections that have been at one request for more than a minute. Now and then. */
void so_http_tidy(so_http *http);
/** Takes no more; what is under way may still end, for at most 10 seconds. */
void so_http_drain(so_http *http);
/** Ends; the queue must have ended before, and is freed after. NULL is allowed. */
void so_http_end(so_http *http);

#endif
