/*
 * Prio3 vectors: every operation of the file in its order, each result compared with the file's,
 * each operation that must fail seen to fail. VDAF-18 lists its operations; VDAF-08 has all of them
 * for every report. Later steps take the file's own earlier values, as if off the wire.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prio/prio3_shard.h"
#include "prio/prio3_type.h"
#include "prio/prio3_verify.h"
#include "vector_draft.h"
#include "vector_kind.h"

#define BEFORE_ITS_NUMBER 0xffffffffu /* of MultihotCountVec, while it was MultiHotHistogram */

/* One file: its instance, and what the aggregators keep between operations. */
typedef struct prio_run {
  const json_t *vector;
  const json_t *reports;
  int old; /* VDAF-08 */
  so_prio3 prio;
  hex context, verify_key;
  so_prio3_verification *kept; /* report * shares + aggregator */
  uint8_t *aggregates;         /* shares times the size of an aggregate share */
  so_element *room;
  const char *wrong; /* what differed first */
} prio_run;

/* One operation of it. */
typedef struct prio_step {
  size_t report;
  size_t aggregator;
  size_t round;
  int succeeds;
} prio_step;

static int expect(prio_run *run, int good, const char *what) {
  if (!good && !run->wrong) run->wrong = what;
  return good;
}

/* 1 where the status is as the file says; the rest of the step is looked at if also a success. */
static int as_told(prio_run *run, sotto_status status, const prio_step *step, const char *what) {
  expect(run, (status == SOTTO_OK) == step->succeeds, what);
  return status == SOTTO_OK && step->succeeds;
}

static const json_t *report_of(const prio_run *run, const prio_step *step) {
  return json_array_get(run->reports, step->report);
}

static const json_t *field_of(const prio_run *run, const prio_step *step, const char *name) {
  return json_object_get(report_of(run, step), name);
}

static const json_t *of_round(const prio_run *run, const prio_step *step, const char *now,
                              const char *old) {
  return json_array_get(field_of(run, step, run->old ? old : now), step->round);
}

/* ---- the instance */

static int kind_of(const char *name, so_prio3_choice *choice) {
  static const struct {
    const char *name;
    so_prio3_kind kind;
    uint32_t proofs;
  } kinds[] = {{"Prio3Count_", SO_PRIO3_COUNT, 1},
               {"Prio3Sum_", SO_PRIO3_SUM, 1},
               {"Prio3SumVec_", SO_PRIO3_SUM_VECTOR, 1},
               {"Prio3SumVecWithMultiproof_", SO_PRIO3_SUM_VECTOR, 2},
               {"Prio3SumVecField64Multiproof_", SO_PRIO3_SUM_VECTOR, 2},
               {"Prio3Histogram_", SO_PRIO3_HISTOGRAM, 1},
               {"Prio3MultihotCountVec_", SO_PRIO3_MULTIHOT, 1},
               {"Prio3MultiHotHistogram_", SO_PRIO3_MULTIHOT, 1},
               {"Prio3HigherDegree_", SO_PRIO3_HIGHER_DEGREE, 1}};
  const char *slash = strrchr(name, '/'), *file = slash ? slash + 1 : name;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (strncmp(file, kinds[i].name, strlen(kinds[i].name)) == 0) {
      choice->kind = kinds[i].kind;
      choice->proofs = kinds[i].proofs;
      return 1;
    }
  return 0;
}

static uint64_t maximum_of(const json_t *vector) {
  static const char *const names[] = {"max_measurement", "max_weight", "max_count"};
  int64_t bits = number_of(vector, "bits", 0), degree = number_of(vector, "degree", 0);
  if (degree > 0) return (uint64_t)degree - 1;
  if (bits > 0 && bits <= 64) return UINT64_MAX >> (64 - bits);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    int64_t maximum = number_of(vector, names[i], 0);
    if (maximum > 0) return (uint64_t)maximum;
  }
  return 0;
}

/* The number of proofs is no field of the format; the size of a leader's share tells it. */
static uint32_t proofs_of(const prio_run *run, const so_prio3 *two) {
  const json_t *shares = json_object_get(json_array_get(run->reports, 0), "input_shares");
  hex leader = read_hex(json_array_get(shares, 0));
  size_t elements = leader.size / (size_t)two->field;
  size_t proofs = leader.size ? elements / two->proof : 3; /* too many are corrected below */
  while (proofs && two->measurement + proofs * two->proof > elements) proofs--;
  free_hex(&leader);
  return (uint32_t)proofs;
}

static int choose(prio_run *run, const char *name) {
  so_prio3_choice choice = {.version = run->old ? SO_VDAF_08 : SO_VDAF_18};
  if (!kind_of(name, &choice)) return 0;
  choice.shares = small_number_of(run->vector, "shares", 0);
  choice.length = small_number_of(run->vector, "length", 1);
  choice.chunk = small_number_of(run->vector, "chunk_length", 1);
  choice.maximum = maximum_of(run->vector);
  if (choice.kind == SO_PRIO3_HIGHER_DEGREE) {
    choice.length = small_number_of(run->vector, "gadget_calls", 1);
    if (!json_object_get(run->vector, "degree")) choice.maximum = 2;
  }
  choice.context = bytes_of(&run->context);
  sotto_status status = so_prio3_choose(&run->prio, &choice);
  if (!status && choice.proofs > 1) {
    choice.proofs = proofs_of(run, &run->prio);
    status = so_prio3_choose(&run->prio, &choice);
  }
  expect(run, status == SOTTO_OK, "its parameters are refused");
  if (strstr(name, "Prio3MultiHotHistogram_")) run->prio.algorithm = BEFORE_ITS_NUMBER;
  return 1;
}

/* ---- operations */

static uint64_t integer_of(const json_t *value) {
  return json_is_boolean(value) ? json_is_true(value) : (uint64_t)json_integer_value(value);
}

static uint64_t *numbers_of(const json_t *value, size_t count) {
  uint64_t *numbers = room_for(count + 1, sizeof *numbers);
  for (size_t i = 0; i < count; i++)
    numbers[i] = integer_of(json_is_array(value) ? json_array_get(value, i) : value);
  return numbers;
}

static void compare_shares(prio_run *run, const prio_step *step, const so_prio3_shares *made) {
  const json_t *inputs = field_of(run, step, "input_shares");
  size_t size = so_prio3_helper_size(&run->prio);
  expect(run,
         same_hex(field_of(run, step, "public_share"), made->public_share,
                  so_prio3_public_size(&run->prio)),
         "public_share differs");
  expect(run, same_hex(json_array_get(inputs, 0), made->leader, so_prio3_leader_size(&run->prio)),
         "the leader's input_share differs");
  for (uint32_t j = 1; j < run->prio.shares; j++)
    expect(run, same_hex(json_array_get(inputs, j), made->helpers + (j - 1) * size, size),
           "a helper's input_share differs");
}

static void shard(prio_run *run, const prio_step *step) {
  const so_prio3 *prio = &run->prio;
  uint64_t *numbers = numbers_of(field_of(run, step, "measurement"), so_prio3_numbers(prio));
  hex nonce = read_hex(field_of(run, step, "nonce")),
      random = read_hex(field_of(run, step, "rand"));
  so_prio3_shares made = {room_for(1, so_prio3_public_size(prio) + 1),
                          room_for(1, so_prio3_leader_size(prio)),
                          room_for(prio->shares, so_prio3_helper_size(prio))};
  uint8_t *encoded = room_for(1, prio->measurement);
  so_element *room = room_for(so_prio3_shard_room(prio), sizeof *room);
  sotto_status status = so_prio3_encode(encoded, prio, numbers);
  if (expect(run, nonce.size == 16 && random.size == so_prio3_random_size(prio), "rand's size") &&
      as_told(run, status, step, "shard")) {
    so_prio3_shard(&made, prio, &(so_prio3_report){encoded, nonce.data, random.data}, room);
    compare_shares(run, step, &made);
  }
  free(numbers), free(made.public_share), free(made.leader), free(made.helpers);
  free(encoded), free(room), free_hex(&nonce), free_hex(&random);
}

static so_prio3_verification *kept_of(prio_run *run, const prio_step *step) {
  return run->kept + step->report * run->prio.shares + step->aggregator;
}

static void verify_start(prio_run *run, const prio_step *step) {
  so_prio3_verification *kept = kept_of(run, step);
  const json_t *inputs = field_of(run, step, "input_shares");
  hex nonce = read_hex(field_of(run, step, "nonce"));
  hex public_share = read_hex(field_of(run, step, "public_share"));
  hex input = read_hex(json_array_get(inputs, step->aggregator));
  so_prio3_received received = {(uint32_t)step->aggregator, run->verify_key.data, nonce.data,
                                bytes_of(&public_share), bytes_of(&input)};
  if (expect(run, nonce.size == 16, "nonce's size")) {
    sotto_status status = so_prio3_verify_start(kept, &run->prio, &received, run->room);
    if (as_told(run, status, step, "verify_init")) {
      const json_t *shares = of_round(run, step, "verifier_shares", "prep_shares");
      const json_t *share = json_array_get(shares, step->aggregator);
      expect(run,
             !share || same_hex(share, kept->verifier_share, so_prio3_verifier_size(&run->prio)),
             "a verifier share differs");
    }
  }
  free_hex(&nonce), free_hex(&public_share), free_hex(&input);
}

static void combine(prio_run *run, const prio_step *step) {
  const json_t *given = of_round(run, step, "verifier_shares", "prep_shares");
  hex *shares = room_for(run->prio.shares, sizeof *shares);
  sotto_bytes *views = room_for(run->prio.shares, sizeof *views);
  uint8_t message[SO_PRIO3_SEED_MAX];
  for (uint32_t j = 0; j < run->prio.shares; j++) {
    shares[j] = read_hex(json_array_get(given, j));
    views[j] = bytes_of(&shares[j]);
  }
  sotto_status status = so_prio3_verify_combine(message, &run->prio, views, run->room);
  if (as_told(run, status, step, "verifier_shares_to_message"))
    expect(run,
           same_hex(of_round(run, step, "verifier_messages", "prep_messages"), message,
                    so_prio3_message_size(&run->prio)),
           "the verifier message differs");
  for (uint32_t j = 0; j < run->prio.shares; j++) free_hex(&shares[j]);
  free(shares), free(views);
}

static void verify_finish(prio_run *run, const prio_step *step) {
  so_prio3_verification *kept = kept_of(run, step);
  prio_step before = *step;
  before.round = step->round - (run->old ? 0 : 1);
  hex message = read_hex(of_round(run, &before, "verifier_messages", "prep_messages"));
  sotto_status status = so_prio3_verify_finish(&run->prio, kept, bytes_of(&message));
  if (as_told(run, status, step, "verify_next")) {
    const json_t *share = json_array_get(field_of(run, step, "out_shares"), step->aggregator);
    expect(run, same_hex(share, kept->output_share, so_prio3_output_size(&run->prio)),
           "an out_share differs");
  }
  free_hex(&message);
}

static void aggregate(prio_run *run, const prio_step *step) {
  size_t size = so_prio3_output_size(&run->prio);
  uint8_t *sum = run->aggregates + step->aggregator * size;
  sotto_status status = SOTTO_OK;
  for (size_t report = 0; report < json_array_size(run->reports) && !status; report++) {
    prio_step at = {.report = report, .aggregator = step->aggregator};
    status =
        so_prio3_aggregate(sum, &run->prio, (sotto_bytes){kept_of(run, &at)->output_share, size});
  }
  if (as_told(run, status, step, "aggregate"))
    expect(run,
           same_hex(json_array_get(json_object_get(run->vector, "agg_shares"), step->aggregator),
                    sum, size),
           "an agg_share differs");
}

static void unshard(prio_run *run, const prio_step *step) {
  const json_t *given = json_object_get(run->vector, "agg_shares");
  const json_t *result = json_object_get(run->vector, "agg_result");
  size_t count = run->prio.output;
  hex *shares = room_for(run->prio.shares, sizeof *shares);
  sotto_bytes *views = room_for(run->prio.shares, sizeof *views);
  uint64_t *numbers = room_for(count, sizeof *numbers), *expected = numbers_of(result, count);
  for (uint32_t j = 0; j < run->prio.shares; j++) {
    shares[j] = read_hex(json_array_get(given, j));
    views[j] = bytes_of(&shares[j]);
  }
  sotto_status status = so_prio3_unshard(numbers, &run->prio, views);
  if (as_told(run, status, step, "unshard"))
    expect(run,
           (!json_is_array(result) || json_array_size(result) == count) &&
               memcmp(numbers, expected, count * sizeof *numbers) == 0,
           "agg_result differs");
  for (uint32_t j = 0; j < run->prio.shares; j++) free_hex(&shares[j]);
  free(shares), free(views), free(numbers), free(expected);
}

/* ---- whole files */

static void run_operation(prio_run *run, const json_t *operation) {
  static const struct {
    const char *name;
    void (*run)(prio_run *, const prio_step *);
  } operations[] = {{"shard", shard},
                    {"verify_init", verify_start},
                    {"verifier_shares_to_message", combine},
                    {"verify_next", verify_finish},
                    {"aggregate", aggregate},
                    {"unshard", unshard}};
  const char *name = json_string_value(json_object_get(operation, "operation"));
  prio_step step = {(size_t)number_of(operation, "report_index", 0),
                    (size_t)number_of(operation, "aggregator_id", 0),
                    (size_t)number_of(operation, "round", 0),
                    json_is_true(json_object_get(operation, "success"))};
  int known = 0;
  if (step.report >= json_array_size(run->reports) || step.aggregator >= run->prio.shares)
    known = 0;
  else
    for (size_t i = 0; name && i < sizeof operations / sizeof operations[0]; i++)
      if (strcmp(name, operations[i].name) == 0) {
        operations[i].run(run, &step);
        known = 1;
      }
  expect(run, known, "an operation that is not known");
}

/* VDAF-08: all there is, for every report. */
static void run_all(prio_run *run) {
  prio_step step = {.succeeds = 1};
  for (step.report = 0; step.report < json_array_size(run->reports); step.report++) {
    shard(run, &step);
    for (step.aggregator = 0; step.aggregator < run->prio.shares; step.aggregator++)
      verify_start(run, &step);
    combine(run, &step);
    for (step.aggregator = 0; step.aggregator < run->prio.shares; step.aggregator++)
      verify_finish(run, &step);
  }
  for (step.aggregator = 0; step.aggregator < run->prio.shares; step.aggregator++)
    aggregate(run, &step);
  unshard(run, &step);
}

static void run_steps(prio_run *run) {
  const so_prio3 *prio = &run->prio;
  size_t kept = json_array_size(run->reports) * prio->shares;
  run->kept = room_for(kept + 1, sizeof *run->kept);
  run->aggregates = room_for(prio->shares, so_prio3_output_size(prio));
  run->room = room_for(so_prio3_verify_room(prio), sizeof *run->room);
  for (size_t i = 0; i < kept; i++) {
    run->kept[i].verifier_share = room_for(1, so_prio3_verifier_size(prio));
    run->kept[i].output_share = room_for(1, so_prio3_output_size(prio));
  }
  const json_t *operations = json_object_get(run->vector, "operations");
  if (run->old)
    run_all(run);
  else
    for (size_t i = 0; i < json_array_size(operations); i++)
      run_operation(run, json_array_get(operations, i));
  expect(run, run->old || json_array_size(operations), "it has no operations");
  for (size_t i = 0; i < kept; i++)
    free(run->kept[i].verifier_share), free(run->kept[i].output_share);
  free(run->kept), free(run->aggregates), free(run->room);
}

/* 1 where a folder of the file's path is named by a number that is no version implemented here. */
static int in_folder_of_another(const char *name) {
  for (const char *at = name; strchr(at, '/'); at = strchr(at, '/') + 1) {
    size_t digits = strspn(at, "0123456789");
    if (digits && at[digits] == '/' && strtol(at, NULL, 10) != 8 && strtol(at, NULL, 10) != 18)
      return 1;
  }
  return 0;
}

/* Says so where a file is of a draft that is not implemented; 0 where it is to be run. */
static int of_another_draft(const prio_run *run, vector_tally *tally, const char *name) {
  char what[96];
  uint32_t seed = (uint32_t)run->verify_key.size;
  const json_t *shares = json_object_get(json_array_get(run->reports, 0), "input_shares");
  int version = run->wrong ? -1 : draft_of(&(draft_shares){&run->prio, shares, seed});
  if (version == (int)run->prio.version) return 0;
  if (version >= 0)
    snprintf(what, sizeof what, "wire version %d is not implemented (8 and 18 are)", version);
  else if (run->old && seed == 32)
    snprintf(what, sizeof what, "a draft between VDAF-08 and -18, which are implemented");
  else if (run->old && in_folder_of_another(name))
    snprintf(what, sizeof what, "shares of no known version, in the folder of another draft");
  else
    return 0;
  skipped(tally, name, what);
  return 1;
}

static void finish(const prio_run *run, vector_tally *tally, const char *name) {
  if (run->wrong)
    failed(tally, name, run->wrong);
  else
    passed(tally, name);
}

void run_prio3(vector_tally *tally, const char *name, const json_t *vector) {
  prio_run run = {.vector = vector, .old = json_object_get(vector, "prep") != NULL};
  run.reports = json_object_get(vector, run.old ? "prep" : "reports");
  run.context = read_hex(json_object_get(vector, "ctx"));
  run.verify_key = read_hex(json_object_get(vector, "verify_key"));
  if (!choose(&run, name)) {
    skipped(tally, name, "not a type of Prio3 that is implemented");
  } else if (!of_another_draft(&run, tally, name)) {
    if (!run.wrong && expect(&run, run.verify_key.size == run.prio.seed_size, "verify_key's size"))
      run_steps(&run);
    finish(&run, tally, name);
  }
  free_hex(&run.context);
  free_hex(&run.verify_key);
}
