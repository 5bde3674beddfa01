/*
 * The web front of an aggregator: libmicrohttpd on one address, requests handed over whole. Bodies
 * are bounded and their length must be told; a client that stalls, trickles or opens too many
 * connections is shown out. One thread of libmicrohttpd's answers one request after another. TLS,
 * and limits per address, are the proxy's in front; no address is looked at here.
 */
#ifndef SO_TOOLS_AGGREGATE_HTTP_H
#define SO_TOOLS_AGGREGATE_HTTP_H

#include <sotto/base.h>

typedef struct so_aggregate_http so_aggregate_http;

/** A request; views of the call. Texts that were not sent are "". */
typedef struct so_aggregate_http_request {
  const char *method;
  const char *path;
  const char *media_type;
  const char *token; /* DAP-Auth-Token */
  sotto_bytes body;
} so_aggregate_http_request;

/** What is answered; `body` (malloc) becomes the front's. */
typedef struct so_aggregate_http_reply {
  unsigned status;
  const char *media_type; /* static */
  uint8_t *body;
  size_t size;
  unsigned retry_after_s; /* 0: not said */
} so_aggregate_http_reply;

/** Answers a request; `inout_reply` comes as an empty 200. */
typedef void so_aggregate_http_handler(void *context, const so_aggregate_http_request *request,
                                       so_aggregate_http_reply *inout_reply);

typedef struct so_aggregate_http_options {
  const char *listen; /* "127.0.0.1:8091", "[::1]:8091" */
  size_t body_max;
  so_aggregate_http_handler *handler;
  void *context;
} so_aggregate_http_options;

/** Starts. #SOTTO_E_FORMAT for an address that is none, #SOTTO_E_STORAGE where it cannot be had. */
SOTTO_CHECKED sotto_status so_aggregate_http_start(so_aggregate_http **ret_http,
                                                   const so_aggregate_http_options *options);
/** Shows out who takes too long; to be called about once a second. */
void so_aggregate_http_look(so_aggregate_http *http);
/** Takes no more, answers what is being answered, ends. NULL is allowed. */
void so_aggregate_http_stop(so_aggregate_http *http);

/** Makes a reply a problem document (RFC 9457); `type` is a whole URN. */
void so_aggregate_http_problem(so_aggregate_http_reply *inout_reply, unsigned status,
                               const char *type, const char *detail);
/** Makes a reply's body a copy of these bytes. */
void so_aggregate_http_body(so_aggregate_http_reply *inout_reply, const char *media_type,
                            sotto_bytes bytes);

#endif
