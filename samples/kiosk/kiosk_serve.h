/*
 * The web service of one visit, on a listening socket that is handed in: libmicrohttpd, one thread.
 *
 * Every reply closes its connection, is stored nowhere (no-store) and runs nothing but the page's
 * own script. When the visit has ended the service takes no more connections, finishes what it is
 * saying, and returns: the process ends and the next visitor gets a fresh one.
 */
#ifndef KIOSK_SERVE_H
#define KIOSK_SERVE_H

#include "kiosk_gate.h"
#include "kiosk_room.h"

/** What the keeper and a visit's process say to each other, one byte each. */
enum {
  KIOSK_SAYS_SPENT = 'S',  /**< The start token was used; its turn (uint32_t) follows. */
  KIOSK_SAYS_ENDED = 'E',  /**< The visit has ended; a kiosk_ending follows. */
  KIOSK_SAYS_REFUSED = 'R' /**< A request was refused at the gate. */
};

/** The two descriptors of a visit's process. */
typedef struct kiosk_line {
  int listen; /**< Listening socket on 127.0.0.1. */
  int keeper; /**< Socket to the keeper: gives kiosk_pass values, takes the bytes above. */
} kiosk_line;

/** Serves one visit from nobody to its end. Gives the exit status: 0 after a visit. */
int kiosk_serve_visit(const kiosk_config *config, const kiosk_line *line);

#endif
