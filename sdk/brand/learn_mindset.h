/*
 * Learning the purchase score from labelled sessions (`session, time_ms, page, outcome` and perhaps
 * `group`): one logistic weight vector over every prefix of 1 to 12 pages; boosted trees on top of
 * it, as many as a held-out part of the sessions says help, which may be none; then Platt scaling
 * per length bucket on sessions neither was fitted to. The features are those the device computes
 * (model/score_model), from the same code. What the log never shows (a personal record, reviews)
 * keeps the built-in weight. The threshold between curious and interested is learnt with it. From
 * few sessions only two numbers are learnt: by how much the built-in score is stretched and moved,
 * so that what it says is as common as purchases are here.
 */
#ifndef SO_BRAND_LEARN_MINDSET_H
#define SO_BRAND_LEARN_MINDSET_H

#include "brand/array.h"
#include "brand/finding.h"

/** What was learnt. */
typedef struct so_learnt_mindset {
  so_array *model;        /* float: of section MINDSET; empty where nothing was learnt */
  uint64_t sessions;      /* learnt from */
  uint32_t trees;         /* kept */
  float interested_score; /* tells most of the later buyers from most of the others */
  float hysteresis;       /* half the step between one page and the next that half of all stay in */
} so_learnt_mindset;

/**
 * Fills `learnt`, whose model the caller made. With fewer than 50 sessions of either outcome that
 * is the built-in score, scaled, with a finding; with fewer than 10 it stays empty.
 * #SOTTO_E_MISSING, #SOTTO_E_FORMAT, #SOTTO_E_MEMORY; #SOTTO_E_STATE, with a finding, where all
 * sessions have one outcome.
 */
SOTTO_CHECKED sotto_status so_learn_mindset(so_learnt_mindset *learnt, const char *path,
                                            so_findings *findings);

#endif
