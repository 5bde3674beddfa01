/*
 * What an answer draws: always from the PRF of the epoch's noise key, so that a restored copy
 * repeats itself byte for byte; a visit's from a key of its own, which ends with it.
 */
#ifndef SO_FLOW_DRAW_H
#define SO_FLOW_DRAW_H

#include "flow/asked.h"

/** What for, and over which number beside the question. */
typedef struct so_drawing {
  const char *label;
  uint32_t number;
} so_drawing;

#define SO_DRAW_NOISE "sotto noise 1"   /* over the bucket */
#define SO_DRAW_ID "sotto report id 1"  /* over the epoch */
#define SO_DRAW_SHARES "sotto shares 1" /* over the noised bucket */

/** Draws 32 bytes. */
SOTTO_CHECKED sotto_status so_draw(sotto *profile, const so_asked *asked, so_drawing drawing,
                                   uint8_t ret_output[32]);

#endif
