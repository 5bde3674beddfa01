/*
 * One event as the models see it: numbers only, the item already looked up. The same struct is
 * replayed from the stored rows, so that derived state is an exact function of the kept events.
 */
#ifndef SO_MODEL_OCCURRENCE_H
#define SO_MODEL_OCCURRENCE_H

#include <stdint.h>

typedef struct so_occurrence {
  int64_t time_ms;
  uint64_t item_hash; /* so_pack_hash_id of the id, 0: no item */
  uint32_t item;      /* pack item number now, or SO_PACK_NONE */
  uint32_t type;      /* sotto_event_type */
  uint32_t page;      /* sotto_page */
  uint32_t quantity;
  uint32_t dwell_ms;
  uint32_t result_count;
  int64_t price_minor; /* -1 unknown */
  uint32_t session;    /* number of the session it belongs to */
  uint32_t flags;      /* 1: gift or paused: session only */
} so_occurrence;

#endif
