/*
 * Proving sums of products, one pair of wires at a time, so that the room stays small.
 */
#include "prio/flp_prove.h"

#include <string.h>

void so_flp_weights(so_element *ret_weights, const so_prio3 *prio, const so_element *joint_random) {
  int one_after_another = prio->version == SO_VDAF_08;
  so_element leap = so_field_power(prio->field, joint_random[0], prio->chunk);
  ret_weights[0] = joint_random[0];
  for (uint32_t call = 1; call < prio->calls; call++)
    ret_weights[call] = one_after_another ? so_field_times(prio->field, ret_weights[call - 1], leap)
                                          : joint_random[call];
}

void so_flp_add_products(const so_ntt *table, so_element *inout_values, so_element *left,
                         so_element *right) {
  uint32_t log = table->log - 1;
  so_field field = table->field;
  for (size_t odd = 0; odd < 2; odd++) {
    for (size_t i = 0; i < (size_t)1 << log; i++) {
      so_element *value = inout_values + 2 * i + odd;
      *value = so_field_plus(field, *value, so_field_times(field, left[i], right[i]));
    }
    if (odd) break;
    so_ntt_between(table, log, left);
    so_ntt_between(table, log, right);
  }
}

void so_flp_write_gadget(so_element *ret_gadget, const so_prio3 *prio, const so_ntt *table,
                         so_element *values) {
  if (prio->version == SO_VDAF_08) so_ntt_inverse(table, prio->values_log, values);
  memcpy(ret_gadget, values, prio->gadget * sizeof *values);
}

/* Everything a pair of wires needs. */
typedef struct proving {
  const so_prio3 *prio;
  const so_prio3_statement *statement;
  const so_element *starts; /* of all wires, random */
  so_element *left, *right; /* values at the domain's roots */
  so_element *weights;      /* of the pair's element in each call */
} proving;

/* A pair of wires: its random starts, then for each call the weighted element and the element less
   one; the measurement goes on with zeros, the wires end with them. */
static void fill_wires(const proving *work, uint32_t pair) {
  const so_prio3 *prio = work->prio;
  const so_element zero = {0, 0};
  so_element less_one = so_field_minus(prio->field, zero, so_field_of(prio->field, 1));
  size_t size = ((size_t)1 << prio->domain_log) * sizeof zero;
  memset(work->left, 0, size);
  memset(work->right, 0, size);
  work->left[0] = work->starts[2 * pair];
  work->right[0] = work->starts[2 * pair + 1];
  for (uint32_t call = 0; call < prio->calls; call++) {
    size_t at = (size_t)call * prio->chunk + pair;
    uint64_t mask = 0 - (uint64_t)(at < prio->measurement ? work->statement->encoded[at] : 0);
    so_element *weight = work->weights + call;
    work->left[call + 1] = (so_element){weight->low & mask, weight->high & mask};
    work->right[call + 1] = (so_element){less_one.low & ~mask, less_one.high & ~mask};
    so_element step = so_flp_weight_step(prio, work->statement->joint_random, call);
    *weight = so_field_times(prio->field, *weight, step);
  }
}

void so_flp_prove_products(so_element *inout_proof, const so_prio3 *prio,
                           const so_prio3_statement *statement, so_element *room) {
  size_t domain = (size_t)1 << prio->domain_log, size = (size_t)1 << prio->values_log;
  so_element *values = room + 2 * domain, *roots = values + size;
  const proving work = {prio, statement, inout_proof, room, room + domain, roots + size / 2};
  const so_ntt table = so_ntt_table(prio->field, prio->values_log, roots);
  memset(values, 0, size * sizeof *values);
  so_flp_weights(work.weights, prio, statement->joint_random);
  for (uint32_t pair = 0; pair < prio->chunk; pair++) {
    fill_wires(&work, pair);
    so_flp_add_products(&table, values, work.left, work.right);
  }
  so_flp_write_gadget(inout_proof + prio->arity, prio, &table, values);
}
