/*
 * Which arm: Thompson sampling over Beta posteriors, one per arm and mindset, with the chance of
 * every arm known before the draw.
 *
 * Thompson sampling draws one reward rate per arm and shows the arm of the largest; the chance that
 * an arm is shown is the probability that its rate is the largest,
 *
 *   P(a) = integral of f_a(x) * product over b other than a of F_b(x) dx.
 *
 * Here P is worked out first, on a fixed grid in the log-odds of x (where every Beta density is
 * smooth, log-concave and has exponential tails), mixed with an even share for exploring, cut to
 * whole parts of SO_BANDIT_WHOLE, and one arm is drawn from exactly these parts. So the propensity
 * that is logged is the one that was used, to the last bit, on every machine. No libm.
 *
 * Sources: Thompson 1933 (Biometrika 25); Chapelle and Li 2011 (NIPS); propensities of Thompson
 * sampling by integration: Scott 2010 (Appl. Stochastic Models Bus. Ind. 26).
 * Does not keep evidence (flow/choices does) and does not know what an arm shows.
 */
#ifndef SO_MODEL_BANDIT_H
#define SO_MODEL_BANDIT_H

#include <stdint.h>

#define SO_BANDIT_ARMS_MAX 32u
#define SO_BANDIT_WHOLE (UINT32_C(1) << 30)

/** What is known of one arm in one mindset. */
typedef struct so_bandit_cell {
  float prior_won; /* of the pack, finite and above 0 */
  float prior_lost;
  float own_won; /* decayed evidence of this device, 0 or more */
  float own_lost;
  float affinity; /* -1 dislikes what it shows … 1 cares about it; 0: nothing known */
} so_bandit_cell;

/** Beta(won, lost). */
typedef struct so_bandit_beta {
  double won;
  double lost;
} so_bandit_beta;

/** What was drawn. */
typedef struct so_bandit_drawn {
  uint32_t arm;
  uint32_t explored; /* 1: in the even share */
} so_bandit_drawn;

/**
 * The posterior: the prior, its odds times 4^affinity and 10 |affinity| decisions surer, plus own
 * evidence. A prior counts for at most 2,000 decisions, so that a device can still learn.
 */
so_bandit_beta so_bandit_posterior(const so_bandit_cell *cell);
/** The probability that each of 1 … SO_BANDIT_ARMS_MAX arms is the best; they sum to 1. */
void so_bandit_best(const so_bandit_beta *arms, uint32_t count, double *ret_shares);
/** The parts of SO_BANDIT_WHOLE each arm is drawn with; they sum to it exactly. */
void so_bandit_mix(const double *shares, uint32_t count, uint32_t explore_permille,
                   uint32_t *ret_parts);
/** The arm that a uniform number below SO_BANDIT_WHOLE falls on. */
so_bandit_drawn so_bandit_draw(const uint32_t *parts, uint32_t count, uint32_t explore_permille,
                               uint32_t number);
/** What is left of evidence after so long: half of it every 60 days. */
double so_bandit_decay(int64_t age_ms);

#endif
