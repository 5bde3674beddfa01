/*
 * Prio3 (draft-irtf-cfrg-vdaf, sections 6 and 7; Davis, Patton, Rosulek, Schoppmann 2023,
 * "Verifiable Distributed Aggregation Functions", ia.cr/2023/130): one instance, its sizes and its
 * XOF. Two wire versions over one core: VDAF-18 (byte-stable through draft 20) and VDAF-08 (what
 * deployed aggregators speak).
 *
 * An instance is parameters and what follows from them; the functions over it never allocate and
 * work in the caller's room. A device makes histograms only (prio/prio3_histogram.h); the other
 * types are made in prio/prio3_type.h, on the brand's side.
 *
 * Leader share: measurement and proof(s) as field elements, and the joint randomness blind where
 * there is one. Helper share: seeds. Public share: joint randomness parts. Randomness of a client:
 * seeds in the order the draft consumes them.
 */
#ifndef SO_PRIO_PRIO3_H
#define SO_PRIO_PRIO3_H

#include <sotto/base.h>

#include "prio/field.h"
#include "prio/turboshake.h"

#define SO_PRIO3_SEED_MAX 32u
#define SO_PRIO3_NONCE_SIZE 16u
#define SO_PRIO3_SHARES_MAX 255u
/** Most elements of a measurement, and most calls of a gadget: the draft's u32 sizes, bounded. */
#define SO_PRIO3_ELEMENTS_MAX 1000000u

/** Wire versions. */
typedef enum so_prio3_version { SO_VDAF_08 = 8, SO_VDAF_18 = 18 } so_prio3_version;

/** What is summed. */
typedef enum so_prio3_kind {
  SO_PRIO3_COUNT,
  SO_PRIO3_SUM,
  SO_PRIO3_SUM_VECTOR,
  SO_PRIO3_HISTOGRAM,
  SO_PRIO3_MULTIHOT,
  SO_PRIO3_HIGHER_DEGREE, /* of the draft's test vectors: small numbers, a gadget of their range */
} so_prio3_kind;

typedef struct so_prio3 so_prio3;

/** What is proved: the encoded measurement, with one proof's ready joint randomness. */
typedef struct so_prio3_statement {
  const uint8_t *encoded;
  const so_element *joint_random;
} so_prio3_statement;

/** Completes one proof (ready), whose first `arity` elements are the prover's random ones, in
 * `room` of so_prio3_prove_room() elements. */
typedef void so_prio3_prover(so_element *inout_proof, const so_prio3 *prio,
                             const so_prio3_statement *statement, so_element *room);

/** An instance. The first block is chosen, the second follows from it. `context` is borrowed. */
struct so_prio3 {
  so_prio3_version version;
  so_prio3_kind kind;
  uint32_t algorithm; /* the draft's identifier */
  so_field field;
  uint32_t shares; /* aggregators */
  uint32_t proofs;
  uint32_t length;  /* of a vector: buckets */
  uint32_t chunk;   /* multiplications a call sums */
  uint32_t bits;    /* of a number in the measurement */
  uint64_t maximum; /* of that number */
  sotto_bytes context;
  so_prio3_prover *prove;

  uint32_t seed_size;
  uint32_t measurement; /* elements of an encoded measurement */
  uint32_t output;      /* elements of an aggregate */
  uint32_t calls;       /* of the gadget */
  uint32_t arity;       /* its inputs */
  uint32_t degree;
  uint32_t domain_log; /* 2^this >= calls + 1: where the wires are interpolated */
  uint32_t values_log; /* 2^this >= gadget: where the gadget polynomial has its values */
  uint32_t gadget;     /* elements of the gadget polynomial */
  uint32_t checks;     /* outputs of the circuit */
  uint32_t joint_random;
  uint32_t query_random;
  uint32_t proof;    /* elements of one proof */
  uint32_t verifier; /* elements of one proof's verifier */
};

/** Fills the second block from the first, `measurement`, `calls`, `arity`, `degree`, `checks` and
 * `joint_random`. #SOTTO_E_LIMIT outside bounds. */
SOTTO_CHECKED sotto_status so_prio3_settle(so_prio3 *prio);

/** Sizes in bytes. */
size_t so_prio3_random_size(const so_prio3 *prio);
size_t so_prio3_public_size(const so_prio3 *prio);
size_t so_prio3_leader_size(const so_prio3 *prio);
size_t so_prio3_helper_size(const so_prio3 *prio);
/** Elements a prover needs. */
size_t so_prio3_prove_room(const so_prio3 *prio);

/** What an XOF is drawn for (the draft's usages). */
typedef enum so_prio3_usage {
  SO_PRIO3_MEASUREMENT_SHARE = 1,
  SO_PRIO3_PROOF_SHARE,
  SO_PRIO3_JOINT_RANDOM,
  SO_PRIO3_PROVE_RANDOM,
  SO_PRIO3_QUERY_RANDOM,
  SO_PRIO3_JOINT_SEED,
  SO_PRIO3_JOINT_PART,
} so_prio3_usage;

/** A draw: its usage, its seed (seed_size bytes) and the start of its binder. */
typedef struct so_prio3_draw {
  so_prio3_usage usage;
  const uint8_t *seed;
  sotto_bytes binder;
} so_prio3_draw;

/** Starts the XOF of a draw (XofTurboShake128); more of the binder may be absorbed. */
void so_prio3_absorb(so_turboshake *ret_sponge, const so_prio3 *prio, const so_prio3_draw *draw);
/** Starts and ends it: ready to be squeezed. */
void so_prio3_open(so_turboshake *ret_sponge, const so_prio3 *prio, const so_prio3_draw *draw);
/** Ends absorbing, squeezes a seed and wipes. */
void so_prio3_close(so_turboshake *sponge, const so_prio3 *prio, uint8_t *ret_seed);
/** Squeezes the next raw element, by rejection. */
so_element so_prio3_next(so_turboshake *sponge, so_field field);
/** Draws `count` ready elements. */
void so_prio3_expand(so_element *ret_ready, size_t count, const so_prio3 *prio,
                     const so_prio3_draw *draw);
/** The seed all aggregators must agree on, from their joint randomness parts. */
void so_prio3_joint_seed(uint8_t *ret_seed, const so_prio3 *prio, const uint8_t *parts);
/** The joint randomness of all proofs, ready. */
void so_prio3_joint_expand(so_element *ret_ready, const so_prio3 *prio, const uint8_t *seed);

#endif
