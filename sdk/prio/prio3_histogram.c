/*
 * A histogram's measurement is its bucket's one among zeros; the circuit checks that each element
 * is 0 or 1 and that they sum to 1.
 */
#include "prio/prio3_histogram.h"

#include "prio/flp_prove.h"
#include "prio/ntt.h"

#define ALGORITHM_18 4u
#define ALGORITHM_08 3u

sotto_status so_prio3_histogram(so_prio3 *ret_prio, const so_prio3_task *task) {
  int old = task->version == SO_VDAF_08;
  so_prio3 prio = {.version = task->version,
                   .kind = SO_PRIO3_HISTOGRAM,
                   .field = SO_FIELD128,
                   .algorithm = old ? ALGORITHM_08 : ALGORITHM_18,
                   .shares = task->shares,
                   .proofs = 1,
                   .length = task->length,
                   .chunk = task->chunk,
                   .context = task->context,
                   .prove = so_flp_prove_products};
  if (!task->length || !task->chunk || task->chunk > task->length) return SOTTO_E_LIMIT;
  if (task->length > SO_PRIO3_ELEMENTS_MAX) return SOTTO_E_LIMIT;
  prio.measurement = prio.output = task->length;
  prio.calls = (task->length + task->chunk - 1) / task->chunk;
  prio.arity = 2 * task->chunk;
  prio.degree = 2;
  prio.checks = old ? 1 : 2;
  prio.joint_random = old ? 2 : prio.calls;
  sotto_status status = so_prio3_settle(&prio);
  if (!status) *ret_prio = prio;
  return status;
}

void so_prio3_histogram_encode(uint8_t *ret_encoded, const so_prio3 *prio, uint32_t bucket) {
  for (uint32_t i = 0; i < prio->length; i++) {
    uint32_t other = i ^ bucket;
    ret_encoded[i] = (uint8_t)(1 ^ (other | (0 - other)) >> 31);
  }
}

uint32_t so_prio3_chunk(uint32_t length) {
  uint32_t best = 1, least = UINT32_MAX;
  for (uint32_t log = 1; log <= SO_FIELD_LOG_MAX - 1; log++) {
    uint32_t calls = (1u << log) - 1, chunk = (length + calls - 1) / calls;
    uint32_t proof = 2 * chunk + (2u << log) - 1;
    if (proof >= least) continue;
    best = chunk, least = proof;
  }
  return best;
}
