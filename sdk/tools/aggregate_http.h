/*
 * The web front of an aggregator: libmicrohttpd on one address, requests handed over whole. Bodies
 * are bounded and their length must be told; a client that stalls, trickles or opens too many
 * connections is shown out. One thread of libmicrohttpd's answers one request after another. TLS,
 * and limits per address, are the proxy's in front; no address is looked at here.
 */
#ifndef SO_TOOLS_AGGREGATE_HTTP_H
#define SO_TOOLS_AGGREGATE_HTTP_H

#include <sotto/base.h>

typedef struct so_front so_front;

/** A request; views of the call. Texts that were not sent are "". */
typedef struct so_front_request {
  const char *method;
  const char *path;
  const char *media_type;
  const char *token; /* DAP-Auth-Token */
  sotto_bytes body;
} so_front_request;

/** What is answered; `body` (malloc) becomes the front's. */
typedef struct so_front_reply {
  unsigned status;
  const char *media_type; /* static */
  uint8_t *body;
  size_t size;
} so_front_reply;

/** Answers a request; `inout_reply` comes as an empty 200. */
typedef void so_front_handler(void *context, const so_front_request *request,
                              so_front_reply *inout_reply);

/** 1 for a request, told without its body, that is to be answered without it: a refusal. */
typedef int so_front_strange(void *context, const so_front_request *request);

typedef struct so_front_options {
  const char *listen; /* "127.0.0.1:8091", "[::1]:8091" */
  size_t body_max;
  so_front_handler *handler;
  so_front_strange *is_strange;
  void *context;
} so_front_options;

/** Starts. Errors as so_guests_listen()'s, and #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_front_start(so_front **ret_http, const so_front_options *options);
/** Shows out who takes too long; to be called now and then. */
void so_front_look(so_front *http);
/** Takes no more, answers what is being answered, ends. NULL is allowed. */
void so_front_stop(so_front *http);

/** Makes a reply a problem document (RFC 9457); `type` is a whole URN. */
void so_front_problem(so_front_reply *inout_reply, unsigned status, const char *type,
                      const char *detail);
/** Makes a reply a 503 that says when to come again. */
void so_front_busy(so_front_reply *inout_reply, sotto_status status);
/** Makes a reply's body a copy of these bytes. */
void so_front_body(so_front_reply *inout_reply, const char *media_type, sotto_bytes bytes);

#endif
