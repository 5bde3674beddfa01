/*
 * How much of what was seen is believed: binned empirical Bayes without a form for the truth
 * (Robbins 1956; the mixture is fitted by expectation maximization, Laird 1978). Controls, things
 * that nobody can have, say what noise looks like; each bin of things (alike beforehand) has its
 * own distribution of truths, at least 0; what is believed is the mean of a truth given what was
 * seen. A bin of noise alone ends with all its weight at 0.
 *
 * Pure arithmetic over arrays; memory is the caller's and one table of its own.
 */
#ifndef SO_BRAND_SHRINK_H
#define SO_BRAND_SHRINK_H

#include <stddef.h>
#include <stdint.h>

#include <sotto/base.h>

#define SO_SHRINK_BINS 8

typedef struct so_shrink_seen {
  const float *values;
  const uint8_t *bins; /* below SO_SHRINK_BINS */
  size_t count;
  const float *controls;
  size_t control_count;
} so_shrink_seen;

/**
 * Gives what is believed of each value, and per bin the root mean square of what is believed of the
 * controls. Fewer than 100 controls or no spread among them: nothing is believed. #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_shrink(const so_shrink_seen *seen, float *ret_believed,
                                     double ret_errors[SO_SHRINK_BINS]);

#endif
