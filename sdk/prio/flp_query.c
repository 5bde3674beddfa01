/*
 * Wires and gadget polynomial are kept as values at roots of unity and evaluated at the point t by
 * Lagrange's formula: f(t) = (t^n - 1) / n * sum of f(x) x / (t - x) over the n-th roots x. The
 * inverses are had from one (Montgomery 1987).
 */
#include "prio/flp_query.h"

#include <string.h>

#include "prio/flp_poly.h"
#include "prio/flp_prove.h"
#include "prio/ntt.h"
#include "prio/prio3_type.h"

/* One query: what its steps share. */
typedef struct query {
  const so_prio3 *prio;
  const so_flp_shares *shares;
  so_element share_of_one; /* 1 / aggregators */
  so_element *basis;       /* Lagrange's factors at the point */
  so_element *values;      /* of the gadget polynomial */
  so_element *weights;     /* of each call's next element */
  so_ntt table;
} query;

size_t so_flp_query_room(const so_prio3 *prio) {
  return 3 * ((size_t)1 << prio->values_log) + prio->calls;
}

/* x^(p - 2), by the two halves of the exponent. */
so_element so_flp_inverse(so_field field, so_element number) {
  if (field == SO_FIELD64) return so_field_power(field, number, SO_FIELD64_MODULUS - 2);
  so_element high = so_field_power(field, number, SO_FIELD128_HIGH - 1);
  for (int i = 0; i < 64; i++) high = so_field_times(field, high, high);
  return so_field_times(field, high, so_field_power(field, number, UINT64_MAX));
}

/* Fills basis[i] = (t^n - 1) / n * x / (t - x), x = root^i, for n = 2^log; 0 where t is a root. */
static int fill_basis(const query *work, uint32_t log, so_element point) {
  so_field field = work->prio->field;
  size_t size = (size_t)1 << log, stride = (size_t)1 << (work->table.log - log);
  so_element one = so_field_of(field, 1), power = point, product = one;
  for (uint32_t i = 0; i < log; i++) power = so_field_times(field, power, power);
  so_element whole = so_field_minus(field, power, one);
  if (!(whole.low | whole.high)) return 0;
  for (size_t i = 0; i < size; i++) { /* products of all before */
    work->basis[i] = product;
    so_element gap = so_field_minus(field, point, so_ntt_root(&work->table, i * stride));
    product = so_field_times(field, product, gap);
  }
  so_element after = so_flp_inverse(field, product);
  whole = so_field_times(field, whole, so_field_halved(field, log));
  for (size_t i = size; i--;) {
    so_element root = so_ntt_root(&work->table, i * stride);
    so_element inverse = so_field_times(field, work->basis[i], after);
    after = so_field_times(field, after, so_field_minus(field, point, root));
    work->basis[i] = so_field_times(field, so_field_times(field, root, inverse), whole);
  }
  return 1;
}

static so_element sum_of(so_field field, const so_element *elements, size_t count) {
  so_element sum = {0, 0};
  for (size_t i = 0; i < count; i++) sum = so_field_plus(field, sum, elements[i]);
  return sum;
}

/* A polynomial of degree below n - 1 sums to 0 with the factors x: its last value follows. */
static void extend(const query *work) {
  size_t size = (size_t)1 << work->prio->values_log;
  so_field field = work->prio->field;
  so_element sum = {0, 0}, zero = {0, 0};
  for (size_t i = 0; i + 1 < size; i++) {
    so_element part = so_field_times(field, work->values[i], so_ntt_root(&work->table, i));
    sum = so_field_plus(field, sum, part);
  }
  sum = so_field_times(field, sum, work->table.roots[1]);
  work->values[size - 1] = so_field_minus(field, zero, sum);
}

/* Where more values than one are missing. Those of a polynomial of degree below m at successive
   powers of a root obey the linear recurrence of (z - 1)(z - root) ... (z - root^(m - 1)); `rule`
   is room for its coefficients. */
static void extend_far(const query *work, so_element *rule) {
  size_t size = (size_t)1 << work->prio->values_log, given = work->prio->gadget;
  so_field field = work->prio->field;
  const so_element zero = {0, 0};
  for (size_t i = 0; i < given; i++) {
    so_element root = so_ntt_root(&work->table, i);
    rule[i] = so_field_of(field, 1);
    for (size_t j = i + 1; j--;)
      rule[j] = so_field_minus(field, j ? rule[j - 1] : zero, so_field_times(field, root, rule[j]));
  }
  for (size_t i = given; i < size; i++) {
    so_element sum = {0, 0};
    for (size_t j = 0; j < given; j++)
      sum = so_field_plus(field, sum, so_field_times(field, rule[j], work->values[i - given + j]));
    work->values[i] = so_field_minus(field, zero, sum);
  }
}

/* All values of the gadget polynomial, from those that are given; before there is a basis. */
static void take_values(const query *work) {
  const so_prio3 *prio = work->prio;
  size_t size = (size_t)1 << prio->values_log;
  memcpy(work->values, work->shares->proof + prio->arity, prio->gadget * sizeof *work->values);
  if (prio->gadget + 1 == size)
    extend(work);
  else if (prio->gadget < size)
    extend_far(work, work->basis);
}

/* The gadget polynomial given as values: its value at the point; leaves the calls' outputs in
   values[1 …]. */
static so_element gadget_of_values(query *work) {
  const so_prio3 *prio = work->prio;
  size_t size = (size_t)1 << prio->values_log, stride = size >> prio->domain_log;
  so_element at = {0, 0};
  for (size_t i = 0; i < size; i++)
    at = so_field_plus(prio->field, at,
                       so_field_times(prio->field, work->values[i], work->basis[i]));
  for (uint32_t call = 1; call <= prio->calls; call++)
    work->values[call] = work->values[call * stride];
  return at;
}

/* The same, given as coefficients (VDAF-08). */
static so_element gadget_of_coefficients(query *work, so_element point) {
  const so_prio3 *prio = work->prio;
  const so_element *gadget = work->shares->proof + prio->arity;
  so_element at = {0, 0};
  size_t domain = (size_t)1 << prio->domain_log;
  memset(work->values, 0, domain * sizeof at);
  for (size_t i = prio->gadget; i--;)
    at = so_field_plus(prio->field, so_field_times(prio->field, at, point), gadget[i]);
  for (size_t i = 0; i < prio->gadget; i++) /* modulo x^domain - 1 */
    work->values[i % domain] = so_field_plus(prio->field, work->values[i % domain], gadget[i]);
  so_ntt_forward(&work->table, prio->domain_log, work->values);
  return at;
}

static void add_to(so_field field, so_element *sum, so_element factor, so_element value) {
  *sum = so_field_plus(field, *sum, so_field_times(field, factor, value));
}

/* Adds a call's inputs to the wires' values at the point: weighted products. */
static void add_products(query *work, uint32_t call, so_element *wires) {
  const so_prio3 *prio = work->prio;
  so_element factor = work->basis[call + 1], zero = {0, 0};
  so_element step = so_flp_weight_step(prio, work->shares->joint_random, call);
  for (uint32_t i = 0; i < prio->chunk; i++) {
    size_t at = (size_t)call * prio->chunk + i;
    so_element mine = at < prio->measurement ? work->shares->encoded[at] : zero;
    so_element left = so_field_times(prio->field, work->weights[call], mine);
    so_element right = so_field_minus(prio->field, mine, work->share_of_one);
    add_to(prio->field, &wires[2 * i], factor, left);
    add_to(prio->field, &wires[2 * i + 1], factor, right);
    work->weights[call] = so_field_times(prio->field, work->weights[call], step);
  }
}

static void fill_wires(query *work, so_element *wires) {
  const so_prio3 *prio = work->prio;
  int plain = prio->kind == SO_PRIO3_COUNT || prio->prove == so_flp_prove_poly;
  for (uint32_t i = 0; i < prio->arity; i++)
    wires[i] = so_field_times(prio->field, work->shares->proof[i], work->basis[0]);
  for (uint32_t call = 0; call < prio->calls; call++) {
    for (uint32_t i = 0; plain && i < prio->arity; i++)
      add_to(prio->field, &wires[i], work->basis[call + 1], work->shares->encoded[call]);
    if (!plain) add_products(work, call, wires);
  }
}

/* What besides the range of its elements a measurement must satisfy: 0, or a share of it. */
static so_element count_check(const query *work) {
  so_prio3 prio = *work->prio;
  const so_element *encoded = work->shares->encoded;
  so_element sum = sum_of(prio.field, encoded, prio.length);
  if (prio.kind == SO_PRIO3_HISTOGRAM) return so_field_minus(prio.field, sum, work->share_of_one);
  so_element offset = so_field_of(prio.field, so_prio3_offset(&prio));
  if (prio.version == SO_VDAF_08) prio.maximum = UINT64_MAX >> (64 - prio.bits);
  add_to(prio.field, &sum, offset, work->share_of_one);
  return so_field_minus(prio.field, sum, so_prio3_decode(&prio, encoded + prio.length));
}

/* Bits of a sum: each output has its own factor in VDAF-18, powers of one in VDAF-08. */
static so_element sum_check(const query *work) {
  const so_prio3 *prio = work->prio;
  const so_element *outputs = work->values + 1, *random = work->shares->query_random;
  so_element sum = {0, 0}, factor = so_field_of(prio->field, 1);
  for (uint32_t i = 0; i < prio->calls; i++) {
    if (prio->version == SO_VDAF_08)
      factor = so_field_times(prio->field, factor, work->shares->joint_random[0]);
    else if (prio->checks > 1)
      factor = random[i];
    add_to(prio->field, &sum, factor, outputs[i]);
  }
  return sum;
}

/* The circuit's output, or a random combination of its outputs. */
static so_element circuit(const query *work) {
  const so_prio3 *prio = work->prio;
  so_field field = prio->field;
  if (prio->kind == SO_PRIO3_SUM || prio->kind == SO_PRIO3_HIGHER_DEGREE) return sum_check(work);
  so_element range = sum_of(field, work->values + 1, prio->calls);
  if (prio->kind == SO_PRIO3_COUNT) return so_field_minus(field, range, work->shares->encoded[0]);
  if (prio->kind != SO_PRIO3_HISTOGRAM && prio->kind != SO_PRIO3_MULTIHOT) return range;
  int old = prio->version == SO_VDAF_08;
  const so_element *random = old ? work->shares->joint_random + 1 : work->shares->query_random;
  so_element second = old ? so_field_times(field, random[0], random[0]) : random[1];
  so_element value = so_field_times(field, random[0], range);
  add_to(field, &value, second, count_check(work));
  return value;
}

sotto_status so_flp_query(so_element *ret_verifier, const so_prio3 *prio,
                          const so_flp_shares *shares, so_element *room) {
  size_t size = (size_t)1 << prio->values_log;
  so_element point = shares->query_random[prio->query_random - 1];
  so_element aggregators = so_field_of(prio->field, prio->shares);
  query work = {prio,
                shares,
                so_flp_inverse(prio->field, aggregators),
                room,
                room + size,
                room + 3 * size,
                so_ntt_table(prio->field, prio->values_log, room + 2 * size)};
  if (prio->version != SO_VDAF_08) take_values(&work);
  if (!fill_basis(&work, prio->values_log, point)) return SOTTO_E_TAMPERED;
  ret_verifier[prio->verifier - 1] =
      prio->version == SO_VDAF_08 ? gadget_of_coefficients(&work, point) : gadget_of_values(&work);
  if (prio->joint_random) so_flp_weights(work.weights, prio, shares->joint_random);
  if (!fill_basis(&work, prio->domain_log, point)) return SOTTO_E_TAMPERED;
  fill_wires(&work, ret_verifier + 1);
  ret_verifier[0] = circuit(&work);
  return SOTTO_OK;
}

int so_flp_decide(const so_prio3 *prio, const so_element *verifier) {
  so_field field = prio->field;
  const so_element *wires = verifier + 1;
  so_element value = {0, 0};
  if (prio->prove == so_flp_prove_poly)
    value = so_flp_poly_at(prio, wires[0]);
  else
    for (uint32_t i = 0; i < prio->arity; i += 2) add_to(field, &value, wires[i], wires[i + 1]);
  so_element gap = so_field_minus(field, value, verifier[prio->verifier - 1]);
  return !(verifier[0].low | verifier[0].high | gap.low | gap.high);
}
