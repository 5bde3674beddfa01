/*
 * What the collector's and the aggregators' web fronts share: where they listen, who is connected
 * since when, and how much of bodies is held. libmicrohttpd shows out a client that is silent; one
 * that says a little now and then is shown out here, a minute after its request began. No address
 * of a client is looked at.
 */
#ifndef SO_TOOLS_HTTP_GUESTS_H
#define SO_TOOLS_HTTP_GUESTS_H

#include <microhttpd.h>
#include <pthread.h>
#include <sotto/base.h>
#include <stdatomic.h>

#define SO_GUESTS_MAX 800u      /* files and stores need handles too; many systems lend 1,024 */
#define SO_GUESTS_SILENCE_S 10u /* for libmicrohttpd */
#define SO_GUESTS_HEADERS_MAX 16384u     /* memory of a connection */
#define SO_GUESTS_BODIES_MAX (64u << 20) /* of all requests that are not answered */
#define SO_GUESTS_OPTIONS 7

typedef struct so_guests {
  pthread_mutex_t lock; /* of the list */
  struct so_guest {
    int handle; /* -1: free */
    int64_t since_ms;
  } list[SO_GUESTS_MAX];
  atomic_size_t held; /* bytes of bodies */
} so_guests;

/** A body as it comes in; zeroed before. */
typedef struct so_guest_body {
  uint8_t *data;
  size_t size, room;
} so_guest_body;

void so_guests_start(so_guests *ret_guests);
void so_guests_end(so_guests *guests);
/** What both fronts ask of libmicrohttpd, for MHD_OPTION_ARRAY. */
void so_guests_options(so_guests *guests, int listening,
                       struct MHD_OptionItem ret_options[SO_GUESTS_OPTIONS]);
/** Its request was answered, and it may go on to another. */
void so_guests_go_on(so_guests *guests, struct MHD_Connection *connection);
/** Shows out who has been at one request for more than a minute. Now and then. */
void so_guests_tidy(so_guests *guests);

/** An answer with the headers of both fronts; `type` may be NULL. NULL: memory is short. */
struct MHD_Response *so_guests_response(unsigned status, const char *type, sotto_bytes body);

/** Whether a body may come: 0 where no more of any could be held. */
int so_guests_have_room(so_guests *guests);
/**
 * Adds to a body. #SOTTO_E_LIMIT: it would have more than `most` bytes; #SOTTO_E_BUSY: all
 * together would have too many; #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_guests_take(so_guests *guests, so_guest_body *inout_body,
                                          sotto_bytes data, size_t most);
/** Frees what is held of a body. */
void so_guests_drop(so_guests *guests, so_guest_body *inout_body);

/**
 * Listens at "ADDRESS:PORT", IPv6 in brackets; no names are looked up. #SOTTO_E_ARGUMENT: not
 * that; #SOTTO_E_BUSY: taken, or not this machine's; #SOTTO_E_STATE: not for this user;
 * #SOTTO_E_MEMORY: files are short.
 */
SOTTO_CHECKED sotto_status so_guests_listen(const char *text, int *ret_socket);
/** Says why a front did not start, and gives an exit status. */
int so_guests_fail(const char *listen, sotto_status status);

#endif
