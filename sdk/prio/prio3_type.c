/*
 * A range-checked number of at most `maximum` is `bits` ones and zeros: powers of two, of which the
 * last is lessened so that all together are the maximum.
 */
#include "prio/prio3_type.h"

#include "prio/flp_poly.h"
#include "prio/flp_prove.h"
#include "prio/prio3_histogram.h"

#define PRIVATE_ALGORITHM 0xffffffffu /* of types the draft has only for tests */
#define DEGREE_MAX 16u                /* of a gadget in its tests of higher degrees, and */
#define CALLS_MAX 255u                /* its calls: their square is the verifier's work */

static uint32_t bits_of(uint64_t maximum) {
  uint32_t bits = 0;
  for (; maximum; maximum >>= 1) bits++;
  return bits;
}

/* Weight of the last bit. */
static uint64_t last_weight(const so_prio3 *prio) {
  return prio->maximum - (((uint64_t)1 << (prio->bits - 1)) - 1);
}

static void encode_number(uint8_t *ret_bits, const so_prio3 *prio, uint64_t number) {
  uint64_t last = last_weight(prio), rest = prio->maximum - last;
  uint64_t over = 0 - (uint64_t)(number > rest), small = number - (last & over);
  for (uint32_t i = 0; i + 1 < prio->bits; i++) ret_bits[i] = (uint8_t)(small >> i & 1);
  ret_bits[prio->bits - 1] = (uint8_t)(over & 1);
}

so_element so_prio3_decode(const so_prio3 *prio, const so_element *bits) {
  so_element sum = {0, 0};
  for (uint32_t i = 0; i < prio->bits; i++) {
    uint64_t weight = i + 1 < prio->bits ? (uint64_t)1 << i : last_weight(prio);
    so_element part = so_field_times(prio->field, bits[i], so_field_of(prio->field, weight));
    sum = so_field_plus(prio->field, sum, part);
  }
  return sum;
}

static void choose_count(so_prio3 *prio) {
  prio->field = SO_FIELD64;
  prio->algorithm = prio->version == SO_VDAF_08 ? 0 : 1;
  prio->measurement = prio->output = prio->calls = prio->chunk = prio->length = 1;
  prio->arity = prio->degree = 2;
  prio->prove = so_flp_prove_count;
}

static void choose_sum(so_prio3 *prio) {
  int old = prio->version == SO_VDAF_08;
  prio->field = old ? SO_FIELD128 : SO_FIELD64;
  prio->algorithm = old ? 1 : 2;
  prio->measurement = prio->calls = prio->bits;
  prio->output = prio->arity = prio->length = 1;
  prio->degree = 2;
  prio->checks = old ? 1 : prio->bits;
  prio->joint_random = old ? 1 : 0;
  prio->prove = so_flp_prove_poly;
}

static void choose_higher_degree(so_prio3 *prio) {
  prio->field = SO_FIELD64;
  prio->algorithm = PRIVATE_ALGORITHM;
  prio->measurement = prio->output = prio->calls = prio->checks = prio->length;
  prio->arity = 1;
  prio->degree = (uint32_t)prio->maximum + 1;
  prio->prove = so_flp_prove_poly;
}

/* Chunked range checks of a vector's elements, of which there are `size`. */
static void choose_vector(so_prio3 *prio, uint64_t size) {
  prio->measurement = size > SO_PRIO3_ELEMENTS_MAX ? 0 : (uint32_t)size;
  prio->output = prio->length;
  prio->calls = (prio->measurement + prio->chunk - 1) / prio->chunk;
  prio->arity = 2 * prio->chunk;
  prio->degree = 2;
  prio->prove = so_flp_prove_products;
}

static void choose_sum_vector(so_prio3 *prio) {
  int old = prio->version == SO_VDAF_08, several = prio->proofs > 1;
  prio->field = several ? SO_FIELD64 : SO_FIELD128;
  prio->algorithm = several ? PRIVATE_ALGORITHM : old ? 2 : 3;
  choose_vector(prio, (uint64_t)prio->length * prio->bits);
  prio->joint_random = old ? 1 : prio->calls;
}

static void choose_multihot(so_prio3 *prio) {
  int old = prio->version == SO_VDAF_08;
  prio->field = SO_FIELD128;
  prio->algorithm = old ? 4 : 5;
  choose_vector(prio, (uint64_t)prio->length + prio->bits);
  prio->checks = old ? 1 : 2;
  prio->joint_random = old ? 2 : prio->calls;
}

static int number_in_bounds(const so_prio3 *prio) {
  int narrow = prio->proofs > 1 || (prio->kind == SO_PRIO3_SUM && prio->version == SO_VDAF_18);
  return prio->bits && (!narrow || prio->maximum < SO_FIELD64_MODULUS);
}

static int vector_in_bounds(const so_prio3 *prio) {
  if (prio->kind == SO_PRIO3_MULTIHOT && prio->maximum > prio->length) return 0;
  return prio->length && prio->length <= SO_PRIO3_ELEMENTS_MAX && prio->chunk &&
         prio->chunk <= SO_PRIO3_ELEMENTS_MAX;
}

static int in_bounds(const so_prio3 *prio) {
  if (prio->kind == SO_PRIO3_COUNT) return 1;
  if (prio->kind == SO_PRIO3_HIGHER_DEGREE)
    return prio->version != SO_VDAF_08 && prio->length && prio->length <= CALLS_MAX &&
           prio->maximum < DEGREE_MAX;
  return number_in_bounds(prio) && (prio->kind == SO_PRIO3_SUM || vector_in_bounds(prio));
}

static sotto_status choose_histogram(so_prio3 *ret_prio, const so_prio3_choice *choice) {
  const so_prio3_task task = {choice->version, choice->shares, choice->length, choice->chunk,
                              choice->context};
  return so_prio3_histogram(ret_prio, &task);
}

sotto_status so_prio3_choose(so_prio3 *ret_prio, const so_prio3_choice *choice) {
  so_prio3 prio = {.version = choice->version,
                   .kind = choice->kind,
                   .shares = choice->shares,
                   .proofs = choice->proofs,
                   .length = choice->length,
                   .chunk = choice->chunk,
                   .maximum = choice->maximum,
                   .bits = bits_of(choice->maximum),
                   .checks = 1,
                   .context = choice->context};
  if (choice->kind == SO_PRIO3_HISTOGRAM) return choose_histogram(ret_prio, choice);
  if (!in_bounds(&prio)) return SOTTO_E_LIMIT;
  switch (choice->kind) {
  case SO_PRIO3_COUNT: choose_count(&prio); break;
  case SO_PRIO3_SUM: choose_sum(&prio); break;
  case SO_PRIO3_HIGHER_DEGREE: choose_higher_degree(&prio); break;
  case SO_PRIO3_MULTIHOT: choose_multihot(&prio); break;
  default: choose_sum_vector(&prio); break;
  }
  sotto_status status = so_prio3_settle(&prio);
  if (!status) *ret_prio = prio;
  return status;
}

uint32_t so_prio3_numbers(const so_prio3 *prio) {
  int one = prio->kind == SO_PRIO3_COUNT || prio->kind == SO_PRIO3_SUM ||
            prio->kind == SO_PRIO3_HISTOGRAM;
  return one ? 1 : prio->length;
}

uint64_t so_prio3_offset(const so_prio3 *prio) {
  if (prio->kind != SO_PRIO3_MULTIHOT || prio->version != SO_VDAF_08) return 0;
  return (UINT64_MAX >> (64 - prio->bits)) - prio->maximum;
}

static sotto_status encode_vector(uint8_t *ret_encoded, const so_prio3 *prio,
                                  const uint64_t *numbers) {
  for (uint32_t i = 0; i < prio->length; i++)
    if (numbers[i] > prio->maximum) return SOTTO_E_LIMIT;
  for (uint32_t i = 0; i < prio->length; i++)
    encode_number(ret_encoded + (size_t)i * prio->bits, prio, numbers[i]);
  return SOTTO_OK;
}

/* Ones and zeros, then their number. */
static sotto_status encode_multihot(uint8_t *ret_encoded, const so_prio3 *prio,
                                    const uint64_t *numbers) {
  uint64_t weight = 0;
  for (uint32_t i = 0; i < prio->length; i++) {
    if (numbers[i] > 1) return SOTTO_E_LIMIT;
    weight += numbers[i];
    ret_encoded[i] = (uint8_t)numbers[i];
  }
  if (weight > prio->maximum) return SOTTO_E_LIMIT;
  so_prio3 plain = *prio;
  if (prio->version == SO_VDAF_08) plain.maximum = UINT64_MAX >> (64 - prio->bits);
  encode_number(ret_encoded + prio->length, &plain, weight + so_prio3_offset(prio));
  return SOTTO_OK;
}

/* Numbers as they are. */
static sotto_status encode_plain(uint8_t *ret_encoded, const so_prio3 *prio,
                                 const uint64_t *numbers) {
  for (uint32_t i = 0; i < prio->length; i++) {
    if (numbers[i] > prio->maximum) return SOTTO_E_LIMIT;
    ret_encoded[i] = (uint8_t)numbers[i];
  }
  return SOTTO_OK;
}

sotto_status so_prio3_encode(uint8_t *ret_encoded, const so_prio3 *prio, const uint64_t *numbers) {
  switch (prio->kind) {
  case SO_PRIO3_HISTOGRAM:
    if (numbers[0] >= prio->length) return SOTTO_E_LIMIT;
    so_prio3_histogram_encode(ret_encoded, prio, (uint32_t)numbers[0]);
    return SOTTO_OK;
  case SO_PRIO3_MULTIHOT: return encode_multihot(ret_encoded, prio, numbers);
  case SO_PRIO3_SUM:
  case SO_PRIO3_SUM_VECTOR: return encode_vector(ret_encoded, prio, numbers);
  case SO_PRIO3_HIGHER_DEGREE: return encode_plain(ret_encoded, prio, numbers);
  default:
    if (numbers[0] > 1) return SOTTO_E_LIMIT;
    ret_encoded[0] = (uint8_t)numbers[0];
    return SOTTO_OK;
  }
}

void so_prio3_truncate(so_element *ret_output, const so_prio3 *prio, const so_element *encoded) {
  int numbers = prio->kind == SO_PRIO3_SUM || prio->kind == SO_PRIO3_SUM_VECTOR;
  for (uint32_t i = 0; i < prio->output; i++)
    ret_output[i] = numbers ? so_prio3_decode(prio, encoded + (size_t)i * prio->bits) : encoded[i];
}
