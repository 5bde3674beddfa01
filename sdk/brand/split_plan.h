/*
 * What a question under split trust costs and brings: k-ary randomized response on the device, then
 * only the sum of all reports (Prio3Histogram) is seen.
 *
 * The privacy of one device, k buckets, share g of random answers, n honest devices. Change its
 * true bucket from x to y. An adversary who knows every other true answer, and who of them answered
 * truthfully, is left with the B ~ Bin(n - 1, g) random ones: each falls on x and on y with
 * probability 1/k. With X and Y of them there, the counts seen are
 *   (X, Y) + (1, 0) with probability a = 1 - g + g/k,  + (0, 1) with b = g/k,  + (0, 0) with the
 *   rest, under x; a and b change places under y.
 * The hockey-stick delta_B(epsilon) = sum max(P - e^epsilon Q, 0) of these two is summed exactly.
 * It falls as B grows (adding a random report is post-processing), so the mean over B is bounded by
 * cutting B's range into strata and taking each at its low end: a bound from above, within a
 * percent of the mean. It falls, too, as k falls (a random report elsewhere can be moved to x or y
 * with some probability: post-processing of the larger domain's view) and as g or n rises; so a
 * table may round k up, n down and g down.
 *
 * This is the privacy blanket of Balle, Bell, Gascon, Nissim 2019 (arXiv 1903.02837), summed
 * instead of bounded. n counts honest devices only: by this house's rule half the minimum batch.
 *
 * Errors: an empty bucket's count has variance n q (1 - q) / (1 - g)^2 with q = g/k, n all devices.
 */
#ifndef SO_BRAND_SPLIT_PLAN_H
#define SO_BRAND_SPLIT_PLAN_H

#include <sotto/base.h>

/** A crowd of devices that answer one question. */
typedef struct so_split_crowd {
  uint32_t buckets;
  uint64_t honest; /* devices, the one in question included */
  double random;   /* share of random answers */
} so_split_crowd;

/** What the planner says of a question. */
typedef struct so_split_forecast {
  double random;        /* share of random answers, set for half the minimum batch */
  double error_empty;   /* root mean square error of an empty bucket's count, whole batch */
  double error_average; /* of a bucket with an even share of the batch */
  size_t report_bytes;  /* DAP-18 report with both sealed shares */
} so_split_forecast;

/** A question to plan. */
typedef struct so_split_wish {
  uint32_t buckets;
  uint64_t minimum_batch;
  double epsilon;
  double delta;
} so_split_wish;

/** Delta of the pair above given exactly `others` random reports of others. */
double so_split_delta_given(const so_split_crowd *crowd, uint64_t others, double epsilon);
/** Its mean over how many of the others answer at random, from above. */
double so_split_delta(const so_split_crowd *crowd, double epsilon);
/** Smallest share of random answers in steps of 2^-32 with delta within the wish, for half the
 * minimum batch, or 2^32 where plain randomized response at that epsilon would need hardly more. */
uint64_t so_split_random_for(const so_split_wish *wish);
/** Plans. #SOTTO_E_LIMIT where split trust cannot help (so few devices that local noise is as
 * good), or outside 2 … 1,000,000 buckets. */
SOTTO_CHECKED sotto_status so_split_forecast_of(so_split_forecast *ret_forecast,
                                                const so_split_wish *wish);

#endif
