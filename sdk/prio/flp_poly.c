/*
 * Gadgets of one product and of one wire.
 */
#include "prio/flp_poly.h"

#include <string.h>

#include "prio/flp_prove.h"

so_element so_flp_poly_at(const so_prio3 *prio, so_element point) {
  so_field field = prio->field;
  so_element value = point;
  for (uint32_t i = 1; i < prio->degree; i++)
    value = so_field_times(field, value, so_field_minus(field, point, so_field_of(field, i)));
  return value;
}

void so_flp_prove_count(so_element *inout_proof, const so_prio3 *prio,
                        const so_prio3_statement *statement, so_element *room) {
  const so_ntt table = so_ntt_table(prio->field, prio->values_log, room);
  so_element *values = room + 4, one = so_field_of(prio->field, statement->encoded[0]);
  so_element left[2] = {inout_proof[0], one};
  so_element right[2] = {inout_proof[1], one};
  memset(values, 0, 4 * sizeof *values);
  so_flp_add_products(&table, values, left, right);
  so_flp_write_gadget(inout_proof + 2, prio, &table, values);
}

/* The wire's coefficients, then its values at as many roots as the gadget polynomial needs. */
void so_flp_prove_poly(so_element *inout_proof, const so_prio3 *prio,
                       const so_prio3_statement *statement, so_element *room) {
  size_t size = (size_t)1 << prio->values_log;
  so_element *values = room + size;
  const so_ntt table = so_ntt_table(prio->field, prio->values_log, room);
  memset(values, 0, size * sizeof *values);
  values[0] = inout_proof[0];
  for (uint32_t call = 0; call < prio->calls; call++)
    values[call + 1] = so_field_of(prio->field, statement->encoded[call]);
  so_ntt_inverse(&table, prio->domain_log, values);
  so_ntt_forward(&table, prio->values_log, values);
  for (size_t i = 0; i < size; i++) values[i] = so_flp_poly_at(prio, values[i]);
  so_flp_write_gadget(inout_proof + 1, prio, &table, values);
}
