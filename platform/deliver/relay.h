/*
 * An exchange by way of an Oblivious HTTP relay where the host names one, directly otherwise. What
 * is asked and answered is the same to the caller. The request is padded to a multiple of 512
 * bytes, so that the relay learns little from its size.
 */
#ifndef PLATFORM_RELAY_H
#define PLATFORM_RELAY_H

#include "deliver/exchange.h"
#include "deliver/ohttp.h"

/** The way to a server: a call of the host, and the gateway's key where there is a relay. */
typedef struct so_route {
  so_call *call;
  const so_ohttp_key *key;
} so_route;

/** Asks the server, or the relay to ask it. As so_exchange(), without a sink. */
SOTTO_CHECKED sotto_status so_relay_exchange(const so_route *route, const so_request *request,
                                             so_answer *ret_answer);

#endif
