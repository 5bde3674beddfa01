/*
 * Radix 2, decimation in time, with a table of roots.
 */
#include "prio/ntt.h"

#include <assert.h>

uint32_t so_ntt_log(uint64_t count) {
  uint32_t log = 0;
  while ((uint64_t)1 << log < count) log++;
  return log;
}

so_ntt so_ntt_table(so_field field, uint32_t log, so_element *room) {
  so_element root = so_field_root(field, log), power = so_field_of(field, 1);
  for (size_t i = 0; i < (size_t)1 << (log - 1); i++) {
    room[i] = power;
    power = so_field_times(field, power, root);
  }
  return (so_ntt){field, log, room};
}

/* Puts every value at the place whose number has its bits in reverse. */
static void reverse_bits(uint32_t log, so_element *values) {
  size_t size = (size_t)1 << log;
  for (size_t i = 0, other = 0; i < size; i++) {
    if (i < other) {
      so_element kept = values[i];
      values[i] = values[other];
      values[other] = kept;
    }
    size_t bit = size >> 1;
    for (; bit && other & bit; bit >>= 1) other ^= bit;
    other |= bit;
  }
}

void so_ntt_forward(const so_ntt *table, uint32_t log, so_element *values) {
  assert(log <= table->log);
  size_t size = (size_t)1 << log;
  so_field field = table->field;
  reverse_bits(log, values);
  for (uint32_t stage = 1; stage <= log; stage++) {
    size_t half = (size_t)1 << (stage - 1), stride = (size_t)1 << (table->log - stage);
    for (size_t block = 0; block < size; block += 2 * half)
      for (size_t i = 0; i < half; i++) {
        so_element *low = values + block + i, *high = low + half;
        so_element turned = so_field_times(field, *high, table->roots[i * stride]);
        *high = so_field_minus(field, *low, turned);
        *low = so_field_plus(field, *low, turned);
      }
  }
}

/* The values of the values are the coefficients, 2^log times and in falling order. */
void so_ntt_inverse(const so_ntt *table, uint32_t log, so_element *values) {
  size_t size = (size_t)1 << log;
  so_element scale = so_field_halved(table->field, log);
  so_ntt_forward(table, log, values);
  for (size_t i = 1; i < size - i; i++) {
    so_element kept = values[i];
    values[i] = values[size - i];
    values[size - i] = kept;
  }
  for (size_t i = 0; i < size; i++) values[i] = so_field_times(table->field, values[i], scale);
}

void so_ntt_between(const so_ntt *table, uint32_t log, so_element *values) {
  assert(log < table->log);
  size_t stride = (size_t)1 << (table->log - log - 1);
  so_ntt_inverse(table, log, values);
  for (size_t i = 0; i < (size_t)1 << log; i++)
    values[i] = so_field_times(table->field, values[i], table->roots[i * stride]);
  so_ntt_forward(table, log, values);
}
