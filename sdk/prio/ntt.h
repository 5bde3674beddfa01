/*
 * The number-theoretic transform: values of a polynomial at the 2^log-th roots of unity, in natural
 * order, from its coefficients, and back (Cooley and Tukey 1965). All elements are ready. In the
 * caller's room; time depends on sizes alone.
 */
#ifndef SO_PRIO_NTT_H
#define SO_PRIO_NTT_H

#include "prio/field.h"

/** Powers of one root, for all transforms of at most its order. */
typedef struct so_ntt {
  so_field field;
  uint32_t log;            /* of the root's order */
  const so_element *roots; /* roots[i] = root^i, i < 2^(log - 1) */
} so_ntt;

/** Fills `room` (2^(log - 1) elements, log >= 1, the caller's as long as the table is used). */
so_ntt so_ntt_table(so_field field, uint32_t log, so_element *room);
/** Gives root^i, i < 2^log: the second half is the first's negative. */
static inline so_element so_ntt_root(const so_ntt *table, size_t i) {
  size_t half = (size_t)1 << (table->log - 1);
  const so_element zero = {0, 0};
  return i < half ? table->roots[i] : so_field_minus(table->field, zero, table->roots[i - half]);
}
/** Coefficients to values at the 2^log-th roots, in place; log at most the table's. */
void so_ntt_forward(const so_ntt *table, uint32_t log, so_element *values);
/** Values to coefficients, in place. */
void so_ntt_inverse(const so_ntt *table, uint32_t log, so_element *values);
/** Values at the 2^log-th roots to those between them (at the odd 2^(log+1)-th), in place; log
 * below the table's. */
void so_ntt_between(const so_ntt *table, uint32_t log, so_element *values);
/** Smallest log with 2^log >= count. */
uint32_t so_ntt_log(uint64_t count);

#endif
