/*
 * What another policy would have brought, from decisions whose chances are known: IPS, SNIPS,
 * effective sample size and 95 % intervals in one pass of sums. See sotto_policy_estimate() for the
 * sources. Pure; does not know where decisions come from.
 */
#ifndef SO_MODEL_OFF_POLICY_H
#define SO_MODEL_OFF_POLICY_H

#include <sotto/choose.h>

/** Sums over the rows so far; all zero: none. */
typedef struct so_off_policy {
  uint64_t count;
  double rewards; /* of r */
  double weights; /* of w */
  double squares; /* of w^2 */
  double gains;   /* of w r */
  double spread;  /* of w^2 r */
  double spreads; /* of (w r)^2 */
  double lowest;  /* reward of a row with weight */
  double highest;
} so_off_policy;

/** 1 when every number of the row is in its range. */
int so_off_policy_holds(const sotto_logged *row);
/** Takes a row that holds. */
void so_off_policy_add(so_off_policy *sums, const sotto_logged *row);
/** #SOTTO_E_MISSING where no row has a weight. */
SOTTO_CHECKED sotto_status so_off_policy_result(const so_off_policy *sums,
                                                sotto_policy_estimate_result *ret_result);

#endif
