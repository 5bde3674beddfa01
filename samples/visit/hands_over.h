/*
 * "Handing over": from the phone to a kiosk in the shop and on to an agent's desk, and what the
 * person's own brief says.
 */
#ifndef SAMPLES_VISIT_HANDS_OVER_H
#define SAMPLES_VISIT_HANDS_OVER_H

#include "stage.h"

/** What the play needs. */
typedef struct hands_over {
  sotto *phone;
  stage *device; /* whose clock is everybody's */
  const char *pack;
  const uint8_t *brand_key;
  const char *locale;
} hands_over;

/** Plays it. Does nothing where the library has no brief. */
void hands_over_show(const hands_over *play);

#endif
