/*
 * How much shape and colour count beside each other, and from where on two are called alike: fitted
 * to variations of catalogue pictures that the projection was not learnt from, each asked for other
 * items of its own type and colour. Does not change the projection.
 */
#ifndef SO_BRAND_PICTURE_FIT_H
#define SO_BRAND_PICTURE_FIT_H

#include "brand/picture_class.h"
#include "model/picture_view.h"

#define SO_PICTURE_TRIALS_MAX 300u

/** One variation and the item it is of. */
typedef struct so_picture_trial {
  uint32_t item;
  so_picture_look look;
} so_picture_trial;

typedef struct so_picture_trials {
  uint32_t count;
  so_picture_trial list[SO_PICTURE_TRIALS_MAX];
} so_picture_trials;

/** What the items are: their classes by both parts. */
typedef struct so_picture_labels {
  const so_picture_classes *types;
  const so_picture_classes *colours;
} so_picture_labels;

/**
 * Sets lengths and thresholds of `view`, whose table holds vectors of its present lengths; the
 * caller projects anew.
 */
void so_picture_fit(so_picture_view *view, const so_picture_trials *trials,
                    so_picture_labels labels);

#endif
