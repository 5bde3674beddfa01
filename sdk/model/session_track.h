/*
 * The running session in O(1) memory: what kinds of pages, in which order, how fast, how deep. It
 * is what the purchase score (score_model) and the states (state_rule) look at. The caller decides
 * where a session ends (30 minutes of silence, 24 hours). Also carries the person's own record of
 * earlier sessions, which gives the personal intercept. Item identities stay out of the features.
 */
#ifndef SO_MODEL_SESSION_TRACK_H
#define SO_MODEL_SESSION_TRACK_H

#include "model/occurrence.h"

/** Kinds of page, in the order of the features. */
enum {
  SO_PAGE_HOME = 0,
  SO_PAGE_INFO = 1,
  SO_PAGE_LIST = 2,
  SO_PAGE_SEARCH = 3,
  SO_PAGE_PRODUCT = 4,
  SO_PAGE_DETAIL = 5,
  SO_PAGE_DOWNLOAD = 6,
  SO_PAGE_ADDCART = 7,
  SO_PAGE_CART = 8,
  SO_PAGE_ACCOUNT = 9,
  SO_PAGE_CHECKOUT = 10,
  SO_PAGE_KINDS = 11,
  SO_PAGE_NONE = 255 /* not a page: dwell, purchase, dismiss … */
};

#define SO_SESSION_PRODUCTS 8u

/** The pages of a session and the steps between them, for questions about the latest finished one;
    what must not outlast its session is not in it. */
typedef struct so_session_path {
  uint32_t pages; /* 0: there is none */
  uint16_t bought;
  uint16_t last;
  uint16_t counts[SO_PAGE_KINDS];
  uint16_t steps[SO_PAGE_KINDS * SO_PAGE_KINDS]; /* from * SO_PAGE_KINDS + to */
} so_session_path;

typedef struct so_session {
  uint32_t number; /* of the session, from the occurrence */
  uint32_t events; /* all occurrences */
  uint32_t pages;  /* those that are pages */
  int64_t started_ms;
  int64_t last_ms;
  uint32_t counts[SO_PAGE_KINDS];
  float logs[SO_PAGE_KINDS]; /* ln(1 + count) */
  double spread;             /* sum of count x ln(count): what the entropy comes from */
  uint8_t first;
  uint8_t previous;
  uint8_t last;
  uint8_t bought;   /* a purchase happened in it */
  uint32_t repeats; /* product views of a product seen earlier in the session */
  uint32_t returns; /* page kind equal to the one two before: back and forth */
  uint32_t reviews;
  uint32_t wishes;
  uint32_t removals;
  uint32_t filters;
  uint32_t empty_searches;
  float gap_sum; /* of ln(1 + seconds) between pages */
  float gap_max;
  float gap_last;
  float dwell_sum;     /* of ln(1 + seconds) */
  float concentration; /* share of the strongest of the affinities, 0 … 1; set by mind */
  uint64_t products[SO_SESSION_PRODUCTS]; /* the last distinct products seen */
  uint32_t product_next;
  /* earlier sessions */
  uint32_t sessions_before;
  uint32_t bought_before;  /* of them, how many ended in a purchase */
  int64_t ended_before_ms; /* when the latest of them ended; 0: none */
  so_session_path path;    /* of the running session */
  so_session_path path_before;
} so_session;

void so_session_clear(so_session *ret_session);
/** Kind of page an occurrence is, or SO_PAGE_NONE. */
uint32_t so_session_page_of(uint32_t type, uint32_t page);
/** Takes in one occurrence. */
void so_session_learn(so_session *session, const so_occurrence *occurrence);
/** Ends the session: keeps the record of sessions, clears the rest. */
void so_session_end(so_session *session);

#endif
