/*
 * The purchase score: the calibrated probability that this session ends in a purchase.
 *
 * One logistic weight vector for every prefix length, over features of the session accumulator;
 * beside it, where a held-out part of the log said that they help, small boosted trees (Friedman
 * 2001) that correct it; then Platt scaling per length bucket (Platt 1999). The numbers are pack
 * data, section SO_PACK_MINDSET, an array of little-endian floats:
 *
 *   [0] layout, 2   [1] feature count F, SO_SCORE_FEATURES   [2] bucket count B, SO_SCORE_BUCKETS
 *   [3] tree count T   [4] intercept   then F weights, F means, B pairs (slope, offset), T trees
 *
 *   z = intercept + sum_i weight_i * (x_i - mean_i) + sum_t leaf_t(x)
 *   score = 1 / (1 + exp(-(slope_b * z + offset_b)))
 *
 * A pack without the section, or with another layout or counts, gets the compiled-in default: a
 * prior set by hand from what is commonly known of shop visits, fitted to no data.
 */
#ifndef SO_MODEL_SCORE_MODEL_H
#define SO_MODEL_SCORE_MODEL_H

#include <stddef.h>

#include "model/session_track.h"

#define SO_SCORE_FEATURES 64u
#define SO_SCORE_BUCKETS 8u
#define SO_SCORE_LAYOUT 2.0f
#define SO_SCORE_FLOATS (5u + 2u * SO_SCORE_FEATURES + 2u * SO_SCORE_BUCKETS) /* without trees */
#define SO_SCORE_TREES_MAX 128u

/** First feature of each group; the groups fill 0 … SO_SCORE_FEATURES - 1. */
enum {
  SO_FEATURE_COUNT = 0,     /* 11: ln(1 + count) per page kind */
  SO_FEATURE_LAST = 11,     /* 11: 1 for the last page kind */
  SO_FEATURE_PREVIOUS = 22, /* 11: 1 for the page kind before it */
  SO_FEATURE_FIRST = 33,    /* 11: 1 for the first page kind */
  SO_FEATURE_ELAPSED = 44,  /* ln(1 + seconds since the first page) */
  SO_FEATURE_GAP_MEAN = 45,
  SO_FEATURE_GAP_MAX = 46,
  SO_FEATURE_GAP_LAST = 47,
  SO_FEATURE_ENTROPY = 48,  /* of the page kinds' shares, nats */
  SO_FEATURE_DISTINCT = 49, /* page kinds seen */
  SO_FEATURE_PAGES = 50,
  SO_FEATURE_REPEATS = 51, /* ln(1 + product views of products already seen) */
  SO_FEATURE_RETURNS = 52, /* ln(1 + returns to the kind two before) */
  SO_FEATURE_REVIEWS = 53,
  SO_FEATURE_WISHES = 54,
  SO_FEATURE_REMOVALS = 55,
  SO_FEATURE_FILTERS = 56,
  SO_FEATURE_EMPTY = 57,     /* ln(1 + searches with no result) */
  SO_FEATURE_DWELL = 58,     /* sum of ln(1 + dwell seconds) */
  SO_FEATURE_RECENCY = 59,   /* 1 / (1 + days since the session before), 0 for the first */
  SO_FEATURE_FOCUS = 60,     /* concentration of the affinities */
  SO_FEATURE_PERSON = 61,    /* personal intercept: log-odds of buying, shrunk to the mean */
  SO_FEATURE_FUNNEL = 62,    /* 1 once a cart or checkout page was seen */
  SO_FEATURE_CART_SHARE = 63 /* share of addcart, cart and checkout among the pages */
};

/**
 * Three questions and four answers: above the threshold goes right. `middle` is what the first
 * answer alone says, so that each feature's part of a leaf is known.
 */
typedef struct so_score_tree {
  uint8_t feature[4]; /* of the root, the left, the right question; 0 */
  float threshold[3];
  float middle[2];
  float leaf[4];
} so_score_tree;
_Static_assert(sizeof(so_score_tree) == 40, "score tree");
#define SO_SCORE_TREE_FLOATS ((uint32_t)(sizeof(so_score_tree) / sizeof(float)))

/** A model: where its numbers are. */
typedef struct so_score_model {
  const float *intercept;
  const float *weights;
  const float *means;
  const float *platt;
  const so_score_tree *trees;
  uint32_t tree_count;
} so_score_model;

/** Fills SO_SCORE_FEATURES features of a session. The trainer uses this very function. */
void so_score_features(const so_session *session, float *ret_features);
/** Platt bucket of a prefix of so many pages: 1, 2, 3, 4-5, 6-8, 9-12, 13-20, more. */
uint32_t so_score_bucket(uint32_t pages);
/** Reads a model from pack floats, or the default where they are absent or of another layout. */
so_score_model so_score_model_of(const float *floats, size_t count);
/** Gives the leaf of a tree that the features fall into, 0 … 3; its first bit is the root's. */
uint32_t so_score_leaf(const so_score_tree *tree, const float *features);
/** Gives the score of a session, 0 … 1; 1 once a purchase happened. */
float so_score_of(const so_score_model *model, const so_session *session);
/**
 * Gives each feature's part of the log-odds after calibration, against the mean session; returns
 * the log-odds of the mean session, so that all of them sum to those of the score.
 */
float so_score_parts(const so_score_model *model, const so_session *session, float *ret_parts);

#endif
