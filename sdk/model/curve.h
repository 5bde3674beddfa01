/*
 * The few transcendental curves the models need, in plain IEEE additions, multiplications and
 * divisions, so that every machine and every C library gives the same picks and states. Relative
 * error below 1e-8, far finer than any of their uses. No libm.
 */
#ifndef SO_MODEL_CURVE_H
#define SO_MODEL_CURVE_H

/** 2 to the power -x, for x at or above 0: what is left after x half-lives. */
double so_curve_half(double x);
/** Natural logarithm of x > 0. */
double so_curve_log(double x);
/** The logistic function 1 / (1 + exp(-x)). */
double so_curve_logistic(double x);

#endif
