/*
 * One HTTP request and its answer, by libcurl: blocking, with a deadline, a cancel and bounds.
 * Tells nothing of the device beyond what the request is given. A redirect is followed within the
 * origin only. Writes no file and keeps nothing between exchanges, save a connection where the
 * host wants one.
 */
#ifndef PLATFORM_EXCHANGE_H
#define PLATFORM_EXCHANGE_H

#include <sotto/deliver.h>

#include "deliver/web_place.h"

#define SO_ANSWER_MOST 65536u /* bytes of a body that is kept in memory, if no more are asked */

/** A call of the host: its options, when it must be over, what is remembered. */
typedef struct so_call {
  const sotto_deliver_options *options;
  sotto_deliver_pace own; /* where the host keeps none */
  sotto_deliver_pace *pace;
  int64_t deadline_ms; /* of the monotonic clock */
  void *shared;        /* libcurl's handle, where connections are shared */
} so_call;

typedef struct so_answer so_answer;

/** What to ask. All borrowed. */
typedef struct so_request {
  const char *method; /* "GET", "POST", "PUT" */
  const char *url;
  const char *media_type;     /* of the body; NULL: none */
  const char *const *headers; /* lines, then NULL; NULL: none */
  sotto_bytes body;
  size_t answer_most; /* 0: SO_ANSWER_MOST */
  /** Takes the body of an answer 200 or 206 instead of memory; its failure ends the exchange. */
  sotto_status (*sink)(void *context, sotto_bytes bytes);
  /** Told before the first byte of such a body. */
  sotto_status (*begin)(void *context, const so_answer *answer);
  void *context;
} so_request;

/** What came back. Its owner frees it by so_answer_free(). */
struct so_answer {
  uint32_t trouble;     /* why there is no answer; then the rest but `left` is empty */
  uint32_t status;      /* HTTP's */
  uint32_t left;        /* 1: bytes of the request may have reached the server */
  int64_t asked_s;      /* Retry-After; 0: none */
  int64_t range_start;  /* of Content-Range; -1: none */
  int64_t range_end;    /* its last byte */
  int64_t range_whole;  /* its whole size; -1: none */
  char media_type[128]; /* empty: none */
  char etag[160];       /* empty: none, or too long */
  uint8_t *body;
  size_t size;
};

/** Begins a call of the host. #SOTTO_E_ARGUMENT for options that are none. */
SOTTO_CHECKED sotto_status so_call_begin(so_call *ret_call, const sotto_deliver_options *options);
void so_call_end(so_call *call);
/** The wall clock. */
SOTTO_CHECKED sotto_status so_call_now(const so_call *call, int64_t *ret_now_ms);
/** 1 where the deadline passed or the host cancels. */
int so_call_is_over(const so_call *call);

/**
 * Asks. #SOTTO_OK whatever the network did: see the answer. #SOTTO_E_MEMORY, and what sink and
 * begin return.
 */
SOTTO_CHECKED sotto_status so_exchange(so_call *call, const so_request *request,
                                       so_answer *ret_answer);
void so_answer_free(so_answer *answer);

#endif
