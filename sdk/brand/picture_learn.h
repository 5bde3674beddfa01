/*
 * Linear discriminant analysis (Fisher 1936, Rao 1948), learnt in one pass: which directions of a
 * picture's numbers tell the catalogue's own classes apart, measured in units of how pictures of
 * one class differ. The scatter within is shrunk towards a multiple of the identity, the more the
 * fewer pictures there are. Keeps sums, never the pictures. Does not choose classes
 * (brand/picture_build does).
 */
#ifndef SO_BRAND_PICTURE_LEARN_H
#define SO_BRAND_PICTURE_LEARN_H

#include "brand/array.h"

/** Most classes; a matrix of their square is decomposed. */
#define SO_PICTURE_CLASSES_MAX 256u

/** Sums over the samples so far. */
typedef struct so_picture_learner {
  uint32_t count; /* numbers of a sample */
  uint32_t classes;
  double *products; /* count x count, the lower half */
  double *sums;     /* classes x count */
  double *held;     /* classes: samples of each */
} so_picture_learner;

/** Begins. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_picture_learner_start(so_picture_learner *ret_learner, uint32_t count,
                                                    uint32_t classes);
void so_picture_learner_free(so_picture_learner *learner);
void so_picture_learner_add(so_picture_learner *learner, const float *numbers,
                            uint32_t class_index);
/**
 * Appends rows (a constant and a factor per number; float) to `rows`: at most `most`, as many as
 * tell something, filled up to a multiple of 4 with zeros. Gives how many. #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_picture_learner_finish(const so_picture_learner *learner,
                                                     uint32_t most, so_array *rows,
                                                     uint32_t *ret_width);

#endif
