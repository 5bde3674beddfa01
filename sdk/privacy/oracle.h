/*
 * The oracles: how an answer becomes a report. Two mechanisms behind one planner rule: subset
 * selection with the best integer size (privacy/subset) where its wire form fits 128 bits, else
 * projective geometry response with the best prime (privacy/projective).
 *
 * A report names cells: buckets for subset selection, one point for projective geometry. It is one
 * coin (privacy/threshold), then a uniform draw inside or outside; both do the same work.
 */
#ifndef SO_PRIVACY_ORACLE_H
#define SO_PRIVACY_ORACLE_H

#include "base/bits.h"
#include "privacy/threshold.h"

#define SO_ORACLE_BYTES_MAX 16
#define SO_ORACLE_NAMED_MAX 128u /* cells of one report */
#define SO_ORACLE_BUCKETS_MAX 100000u

typedef enum so_oracle_kind { SO_ORACLE_SUBSET = 1, SO_ORACLE_PROJECTIVE = 2 } so_oracle_kind;

/** A fixed mechanism: everything the device, the auditor and the collector must agree on. */
typedef struct so_oracle {
  uint32_t kind;      /* SO_ORACLE_… */
  uint32_t buckets;   /* k */
  uint32_t size;      /* cells a report names: d, or 1 */
  uint32_t prime;     /* q; 0 for a subset */
  uint32_t dimension; /* t; 0 for a subset */
  uint32_t cells;     /* there are: k, or K */
  uint32_t bytes;     /* of the wire form */
  so_threshold threshold;
} so_oracle;

/** Plans the mechanism for k buckets within `epsilon_micro`. #SOTTO_E_LIMIT where it cannot fit. */
SOTTO_CHECKED sotto_status so_oracle_plan(so_oracle *ret_oracle, uint32_t buckets,
                                          uint32_t epsilon_micro);
/** As so_oracle_plan(), of the `kind` asked for, whether it is the better one or not. */
SOTTO_CHECKED sotto_status so_oracle_plan_kind(so_oracle *ret_oracle, so_oracle_kind kind,
                                               uint32_t buckets, uint32_t epsilon_micro);
/** The mechanism's name in the audit log: "subset" or "projective". */
const char *so_oracle_name(const so_oracle *oracle);
/** Randomizes `bucket` (< k) into `ret_report` (`bytes` long). The work does not depend on it. */
void so_oracle_randomize(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                         const so_bits *bits);
/** Reads a report into `size` ascending cells. #SOTTO_E_CORRUPT unless exactly canonical. */
SOTTO_CHECKED sotto_status so_oracle_read(uint32_t *ret_cells, const so_oracle *oracle,
                                          sotto_bytes report);

#endif
