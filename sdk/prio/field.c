/*
 * Wire form, constants and powers of the two fields.
 */
#include "prio/field.h"

#include <assert.h>

#include "base/codec.h"

/* 2^256 modulo Field128's modulus: makes a raw element ready. */
static const so_element square = {0xfffffffffffffcf1, 0x5587};
/* Ready generators of the subgroup of order 2^66 (7^4611686018427387897) and of order 2^32
   (7^4294967295), squared on until the order asked for. */
static const so_element generator128 = {0xf0111fb98c6b9875, 0x50f8f7f554db309c};
static const so_element generator64 = {0x185629dcda58878c, 0};
static const so_element half128 = {0, 0x8000000000000000};
static const so_element half64 = {0x7fffffff80000001, 0};

int so_field_read(so_field field, const uint8_t *from, so_element *ret_raw) {
  so_element raw = {so_load_u64(from), field == SO_FIELD128 ? so_load_u64(from + 8) : 0};
  *ret_raw = raw;
  if (field == SO_FIELD64) return raw.low < SO_FIELD64_MODULUS;
  return (raw.high < SO_FIELD128_HIGH) | ((raw.high == SO_FIELD128_HIGH) & (raw.low < 1));
}

void so_field_write(so_field field, so_element raw, uint8_t *ret_bytes) {
  so_store_u64(ret_bytes, raw.low);
  if (field == SO_FIELD128) so_store_u64(ret_bytes + 8, raw.high);
}

so_element so_field_ready(so_field field, so_element raw) {
  return field == SO_FIELD64 ? raw : so_field128_times(raw, square);
}

so_element so_field_raw(so_field field, so_element ready) {
  return field == SO_FIELD64 ? ready : so_field128_times(ready, (so_element){1, 0});
}

so_element so_field_of(so_field field, uint64_t number) {
  return so_field_ready(field, (so_element){number, 0});
}

so_element so_field_power(so_field field, so_element base, uint64_t exponent) {
  so_element power = so_field_of(field, 1);
  for (; exponent; exponent >>= 1) {
    if (exponent & 1) power = so_field_times(field, power, base);
    base = so_field_times(field, base, base);
  }
  return power;
}

so_element so_field_root(so_field field, uint32_t log) {
  so_element root = field == SO_FIELD64 ? generator64 : generator128;
  assert(log <= SO_FIELD_LOG_MAX);
  for (uint32_t order = field == SO_FIELD64 ? 32 : 66; order > log; order--)
    root = so_field_times(field, root, root);
  return root;
}

so_element so_field_halved(so_field field, uint32_t log) {
  return so_field_power(field, field == SO_FIELD64 ? half64 : half128, log);
}
