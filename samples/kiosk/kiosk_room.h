/*
 * The room: everything one visit needs, guarded by one lock. A room serves exactly one visit; when
 * it has ended nothing can begin here any more and the process leaves.
 */
#ifndef KIOSK_ROOM_H
#define KIOSK_ROOM_H

#include <jansson.h>
#include <pthread.h>

#include "kiosk_shelf.h"

/** How a visit ended, as it is told to the keeper. */
typedef struct kiosk_ending {
  uint32_t idle;       /**< 1: nobody touched the screen any more. */
  uint32_t answers;    /**< Reports that were put in the outbox. */
  sotto_status status; /**< How answering went. */
} kiosk_ending;

/** The room. */
typedef struct kiosk_room {
  const kiosk_config *config;
  kiosk_feed feeds[KIOSK_LOCALES];
  pthread_mutex_t lock;
  kiosk_visitor visitor;
  int64_t deadline_ms; /**< By kiosk_room_clock(); when the visit ends unless touched. */
  int over;            /**< The visit has ended. */
  kiosk_ending ending;
} kiosk_room;

/** Milliseconds since the machine started, sleep included. */
int64_t kiosk_room_clock(void);
/** Reads the feeds. Gives 0, or -1 after a sentence. */
int kiosk_room_open(kiosk_room *ret_room, const kiosk_config *config);
/** Ends the visit, if there is one. The lock must be held. */
void kiosk_room_end(kiosk_room *room, int idle);
/** Ends the visit if its time is up. The lock must be held. */
void kiosk_room_look(kiosk_room *room);

/** A request of the page: what it says and what is said back. */
typedef struct kiosk_turn {
  const char *path;  /**< Such as "/api/home". */
  const char *visit; /**< The visit's number as the page says it, 32 hex digits; NULL: none. */
  sotto_bytes body;  /**< JSON. */
  char *ret_text;    /**< JSON, to be freed; NULL: nothing to say. */
} kiosk_turn;

/**
 * Serves one request of the page and gives the HTTP status: 200; 400 for what is not understood;
 * 404; 409 where the page belongs to no visit of this room; 410 where its visit has ended; 503
 * where none can begin.
 */
unsigned kiosk_room_serve(kiosk_room *room, kiosk_turn *turn);

#endif
