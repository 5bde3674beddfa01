/*
 * The traits audiences test, read from the mind: only those that some predicate reads, each in
 * O(1). What the categories do not let be used stays unknown.
 */
#ifndef SO_MODEL_AUDIENCE_TRAIT_H
#define SO_MODEL_AUDIENCE_TRAIT_H

#include "model/audience_tree.h"
#include "model/mind.h"

/** When, and what may be used. */
typedef struct so_audience_moment {
  int64_t now_ms;
  uint32_t categories; /* bit per sotto_category that may personalize */
} so_audience_moment;

/** Evidence times ln(lift) from which somebody cares much: two views of a rare value. */
#define SO_CARE_HIGH_STRENGTH 3.0f
/** Lift up to which somebody cares less about it than others. */
#define SO_CARE_LOW_LIFT 0.5f

/** SO_CARE_… of an affinity: low where disliked or passed over, high where it shows much. */
uint32_t so_audience_band(const so_affinity_view *affinity);
/**
 * Brings every trait up to date and with them the audiences: O(traits that predicates read), and
 * beyond that only what changed.
 */
void so_audience_traits_read(so_audiences *audiences, const so_mind *mind,
                             const so_audience_moment *moment);

#endif
