/* A report's way through both aggregators: every type, both versions; what must be refused. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "prio/prio3_shard.h"
#include "prio/prio3_type.h"
#include "prio/prio3_verify.h"

static const uint8_t verify_key[32] = {5};
static const so_prio3_choice choices[] = {
    {.kind = SO_PRIO3_COUNT, .proofs = 1},
    {.kind = SO_PRIO3_SUM, .proofs = 1, .maximum = 1},
    {.kind = SO_PRIO3_SUM, .proofs = 1, .maximum = 255},
    {.kind = SO_PRIO3_SUM_VECTOR, .proofs = 1, .length = 5, .chunk = 4, .maximum = 15},
    {.kind = SO_PRIO3_SUM_VECTOR, .proofs = 3, .length = 5, .chunk = 4, .maximum = 15},
    {.kind = SO_PRIO3_HISTOGRAM, .proofs = 1, .length = 1, .chunk = 1},
    {.kind = SO_PRIO3_HISTOGRAM, .proofs = 1, .length = 37, .chunk = 7},
    {.kind = SO_PRIO3_MULTIHOT, .proofs = 1, .length = 6, .chunk = 3, .maximum = 4}};
#define CHOICES (sizeof choices / sizeof choices[0])

/* One report on its way. */
typedef struct journey {
  so_prio3 prio;
  uint8_t nonce[16], *public_share, *inputs[3], *message;
  so_prio3_verification at[3];
  so_element *room;
} journey;

static size_t input_size(const journey *way, uint32_t j) {
  return j ? so_prio3_helper_size(&way->prio) : so_prio3_leader_size(&way->prio);
}

static journey start(const so_prio3_choice *choice, uint32_t version) {
  static const uint8_t context[] = "a context";
  journey way = {.nonce = {9}};
  so_prio3_choice chosen = *choice;
  chosen.version = (so_prio3_version)version;
  chosen.shares = 3;
  chosen.context = (sotto_bytes){context, 9};
  cr_assert_eq(so_prio3_choose(&way.prio, &chosen), SOTTO_OK);
  size_t room = so_prio3_verify_room(&way.prio), other = so_prio3_shard_room(&way.prio);
  way.room = calloc(room > other ? room : other, sizeof *way.room);
  way.public_share = calloc(1, so_prio3_public_size(&way.prio) + 1);
  way.message = calloc(1, 32);
  for (uint32_t j = 0; j < 3; j++) {
    way.inputs[j] = calloc(1, input_size(&way, j));
    way.at[j].verifier_share = calloc(1, so_prio3_verifier_size(&way.prio));
    way.at[j].output_share = calloc(1, so_prio3_output_size(&way.prio));
  }
  return way;
}

static void end(journey *way) {
  for (uint32_t j = 0; j < 3; j++)
    free(way->inputs[j]), free(way->at[j].verifier_share), free(way->at[j].output_share);
  free(way->room), free(way->public_share), free(way->message);
}

/* Shares an encoded measurement, lawful or not. */
static void shard(journey *way, const uint8_t *encoded) {
  uint8_t random[256];
  uint8_t *helpers = calloc(2, so_prio3_helper_size(&way->prio));
  for (size_t i = 0; i < sizeof random; i++) random[i] = (uint8_t)(3 * i + 1);
  so_prio3_shard(&(so_prio3_shares){way->public_share, way->inputs[0], helpers}, &way->prio,
                 &(so_prio3_report){encoded, way->nonce, random}, way->room);
  memcpy(way->inputs[1], helpers, input_size(way, 1));
  memcpy(way->inputs[2], helpers + input_size(way, 1), input_size(way, 2));
  free(helpers);
}

static sotto_status verify(journey *way) {
  sotto_bytes shares[3];
  for (uint32_t j = 0; j < 3; j++) {
    so_prio3_received received = {j,
                                  verify_key,
                                  way->nonce,
                                  {way->public_share, so_prio3_public_size(&way->prio)},
                                  {way->inputs[j], input_size(way, j)}};
    sotto_status status = so_prio3_verify_start(&way->at[j], &way->prio, &received, way->room);
    if (status) return status;
    shares[j] = (sotto_bytes){way->at[j].verifier_share, so_prio3_verifier_size(&way->prio)};
  }
  sotto_status status = so_prio3_verify_combine(way->message, &way->prio, shares, way->room);
  for (uint32_t j = 0; j < 3 && !status; j++)
    status = so_prio3_verify_finish(&way->prio, &way->at[j],
                                    (sotto_bytes){way->message, so_prio3_message_size(&way->prio)});
  return status;
}

static void numbers_for(const so_prio3 *prio, uint64_t *ret_numbers) {
  for (uint32_t i = 0; i < so_prio3_numbers(prio); i++) ret_numbers[i] = i % 2;
  if (prio->kind == SO_PRIO3_HISTOGRAM) ret_numbers[0] = prio->length - 1;
  if (prio->kind == SO_PRIO3_SUM) ret_numbers[0] = prio->maximum;
}

Test(prio3_verify, every_type_is_accepted_and_sums_to_what_was_shared) {
  for (size_t c = 0; c < CHOICES; c++)
    for (uint32_t version = 8; version <= 18; version += 10) {
      journey way = start(&choices[c], version);
      uint64_t numbers[64] = {0}, sum[64] = {0}, expected[64] = {0};
      uint8_t encoded[64], *aggregates[3];
      sotto_bytes views[3];
      size_t size = so_prio3_output_size(&way.prio);
      numbers_for(&way.prio, numbers);
      cr_assert_eq(so_prio3_encode(encoded, &way.prio, numbers), SOTTO_OK);
      for (int j = 0; j < 3; j++) aggregates[j] = calloc(1, size);
      for (int twice = 0; twice < 2; twice++) {
        way.nonce[3]++;
        shard(&way, encoded);
        cr_assert_eq(verify(&way), SOTTO_OK, "choice %zu version %u", c, version);
        for (int j = 0; j < 3; j++)
          cr_assert_eq(so_prio3_aggregate(aggregates[j], &way.prio,
                                          (sotto_bytes){way.at[j].output_share, size}),
                       SOTTO_OK);
      }
      for (int j = 0; j < 3; j++) views[j] = (sotto_bytes){aggregates[j], size};
      cr_assert_eq(so_prio3_unshard(sum, &way.prio, views), SOTTO_OK);
      for (uint32_t i = 0; i < way.prio.output; i++) expected[i] = 2 * numbers[i];
      if (way.prio.kind == SO_PRIO3_HISTOGRAM) {
        expected[0] = 0;
        expected[way.prio.length - 1] = 2;
      }
      cr_assert_arr_eq(sum, expected, sizeof sum);
      for (int j = 0; j < 3; j++) free(aggregates[j]);
      end(&way);
    }
}

Test(prio3_verify, a_changed_byte_of_any_share_is_refused) {
  for (size_t c = 0; c < CHOICES; c++)
    for (uint32_t version = 8; version <= 18; version += 10) {
      journey way = start(&choices[c], version);
      uint64_t numbers[64] = {0};
      uint8_t encoded[64];
      numbers_for(&way.prio, numbers);
      cr_assert_eq(so_prio3_encode(encoded, &way.prio, numbers), SOTTO_OK);
      shard(&way, encoded);
      for (uint32_t j = 0; j < 3; j++)
        for (size_t i = 0; i < input_size(&way, j); i += 5) {
          way.inputs[j][i] ^= 0x10;
          cr_assert_neq(verify(&way), SOTTO_OK, "choice %zu version %u: %u %zu", c, version, j, i);
          way.inputs[j][i] ^= 0x10;
        }
      for (size_t i = 0; i < so_prio3_public_size(&way.prio); i++) {
        way.public_share[i] ^= 1;
        cr_assert_eq(verify(&way), SOTTO_E_TAMPERED);
        way.public_share[i] ^= 1;
      }
      way.nonce[0] ^= 1;
      cr_assert(!way.prio.joint_random || verify(&way) == SOTTO_E_TAMPERED);
      end(&way);
    }
}

Test(prio3_verify, an_unlawful_histogram_is_refused) {
  for (uint32_t version = 8; version <= 18; version += 10) {
    journey way = start(&choices[6], version);
    uint8_t two[37] = {1, 1}, none[37] = {0}, large[37] = {2}, balanced[37] = {1};
    uint8_t *const unlawful[] = {two, none, large};
    for (int i = 0; i < 3; i++) {
      shard(&way, unlawful[i]);
      cr_assert_eq(verify(&way), SOTTO_E_TAMPERED, "%d", i);
    }
    shard(&way, balanced);
    cr_assert_eq(verify(&way), SOTTO_OK);
    end(&way);
  }
}

Test(prio3_verify, shares_of_another_size_and_elements_over_the_modulus_are_refused) {
  journey way = start(&choices[6], 18);
  uint8_t encoded[37] = {1}, kept[16];
  shard(&way, encoded);
  so_prio3_received received = {0,
                                verify_key,
                                way.nonce,
                                {way.public_share, so_prio3_public_size(&way.prio)},
                                {way.inputs[0], input_size(&way, 0) - 1}};
  cr_assert_eq(so_prio3_verify_start(&way.at[0], &way.prio, &received, way.room), SOTTO_E_FORMAT);
  received.input_share.size++;
  received.public_share.size--;
  cr_assert_eq(so_prio3_verify_start(&way.at[0], &way.prio, &received, way.room), SOTTO_E_FORMAT);
  received.public_share.size++;
  for (size_t at = 0; at + 48 <= input_size(&way, 0); at += 16) {
    memcpy(kept, way.inputs[0] + at, 16);
    memset(way.inputs[0] + at, 0xff, 16);
    cr_assert_eq(so_prio3_verify_start(&way.at[0], &way.prio, &received, way.room), SOTTO_E_FORMAT);
    memcpy(way.inputs[0] + at, kept, 16);
  }
  memset(way.at[1].output_share, 0xff, 16);
  cr_assert_eq(so_prio3_aggregate(way.at[0].output_share, &way.prio,
                                  (sotto_bytes){way.at[1].output_share, 37 * 16}),
               SOTTO_E_FORMAT);
  end(&way);
}

Test(prio3_verify, numbers_too_large_are_not_encoded) {
  uint8_t encoded[64];
  static const uint64_t many[64] = {1, 1, 1, 1, 1}, large[64] = {256};
  for (size_t c = 0; c < CHOICES; c++) {
    journey way = start(&choices[c], 18);
    cr_assert_eq(so_prio3_encode(encoded, &way.prio, large), SOTTO_E_LIMIT);
    if (way.prio.kind == SO_PRIO3_MULTIHOT)
      cr_assert_eq(so_prio3_encode(encoded, &way.prio, many), SOTTO_E_LIMIT);
    end(&way);
  }
}

/* Of the draft's own tests: a gadget of any degree, whose values are fewer than a power of two. */
Test(prio3_verify, small_numbers_are_accepted_up_to_their_maximum_by_gadgets_of_higher_degree) {
  for (uint32_t maximum = 0; maximum < 9; maximum++)
    for (uint32_t length = 1; length < 8; length++) {
      const so_prio3_choice choice = {
          .kind = SO_PRIO3_HIGHER_DEGREE, .proofs = 1, .length = length, .maximum = maximum};
      uint64_t numbers[8];
      uint8_t encoded[8];
      journey way = start(&choice, 18);
      for (uint32_t i = 0; i < length; i++) numbers[i] = (i * 5 + length) % (maximum + 1);
      cr_assert_eq(so_prio3_encode(encoded, &way.prio, numbers), SOTTO_OK);
      shard(&way, encoded);
      cr_assert_eq(verify(&way), SOTTO_OK, "%u of at most %u", length, maximum);
      encoded[length / 2] = (uint8_t)(maximum + 1);
      shard(&way, encoded);
      cr_assert_eq(verify(&way), SOTTO_E_TAMPERED, "%u of at most %u", length, maximum);
      numbers[0] = maximum + 1;
      cr_assert_eq(so_prio3_encode(encoded, &way.prio, numbers), SOTTO_E_LIMIT);
      end(&way);
    }
  so_prio3 prio;
  so_prio3_choice choice = {SO_VDAF_08, SO_PRIO3_HIGHER_DEGREE, 2, 1, 1, 0, 2, {NULL, 0}};
  cr_assert_eq(so_prio3_choose(&prio, &choice), SOTTO_E_LIMIT);
  choice.version = SO_VDAF_18, choice.maximum = 2, choice.length = 256;
  cr_assert_eq(so_prio3_choose(&prio, &choice), SOTTO_E_LIMIT);
  choice.length = 1, choice.maximum = 16;
  cr_assert_eq(so_prio3_choose(&prio, &choice), SOTTO_E_LIMIT);
}

static so_prio3_received received_of(const journey *way, uint32_t j) {
  return (so_prio3_received){j,
                             verify_key,
                             way->nonce,
                             {way->public_share, so_prio3_public_size(&way->prio)},
                             {way->inputs[j], input_size(way, j)}};
}

/* A lawful report of a type, shared. */
static journey shared(const so_prio3_choice *choice, uint32_t version) {
  journey way = start(choice, version);
  uint64_t numbers[64] = {0};
  uint8_t encoded[64];
  numbers_for(&way.prio, numbers);
  cr_assert_eq(so_prio3_encode(encoded, &way.prio, numbers), SOTTO_OK);
  shard(&way, encoded);
  return way;
}

Test(prio3_verify, shares_cut_anywhere_and_aggregators_that_are_none_are_malformed) {
  for (size_t c = 0; c < CHOICES; c++)
    for (uint32_t version = 8; version <= 18; version += 10) {
      journey way = shared(&choices[c], version);
      for (uint32_t j = 0; j < 3; j++) {
        so_prio3_received received = received_of(&way, j);
        for (size_t size = 0; size < input_size(&way, j); size++) {
          received.input_share.size = size;
          cr_assert_eq(so_prio3_verify_start(&way.at[j], &way.prio, &received, way.room),
                       SOTTO_E_FORMAT);
        }
      }
      so_prio3_received received = received_of(&way, 2);
      received.aggregator = 3;
      cr_assert_eq(so_prio3_verify_start(&way.at[2], &way.prio, &received, way.room),
                   SOTTO_E_FORMAT);
      end(&way);
    }
}

/* What aggregators say to each other. */
Test(prio3_verify, verifier_shares_and_messages_that_are_malformed_or_anothers_are_refused) {
  for (size_t c = 0; c < CHOICES; c++)
    for (uint32_t version = 8; version <= 18; version += 10) {
      journey way = shared(&choices[c], version);
      cr_assert_eq(verify(&way), SOTTO_OK);
      size_t size = so_prio3_verifier_size(&way.prio), message = so_prio3_message_size(&way.prio);
      sotto_bytes shares[3];
      for (int j = 0; j < 3; j++) shares[j] = (sotto_bytes){way.at[j].verifier_share, size};
      for (shares[1].size = 0; shares[1].size < size; shares[1].size++)
        cr_assert_eq(so_prio3_verify_combine(way.message, &way.prio, shares, way.room),
                     SOTTO_E_FORMAT);
      memset(way.at[1].verifier_share, 0xff, (size_t)way.prio.field);
      cr_assert_eq(so_prio3_verify_combine(way.message, &way.prio, shares, way.room),
                   SOTTO_E_FORMAT);
      cr_assert_eq(
          so_prio3_verify_finish(&way.prio, &way.at[0], (sotto_bytes){way.message, message + 1}),
          SOTTO_E_FORMAT);
      if (message) {
        way.message[message - 1] ^= 1;
        cr_assert_eq(
            so_prio3_verify_finish(&way.prio, &way.at[0], (sotto_bytes){way.message, message}),
            SOTTO_E_TAMPERED);
      }
      end(&way);
    }
}

/* VDAF-18 binds the task by its context; a verify key that only one has is never right. */
Test(prio3_verify, a_share_of_another_task_or_under_another_verify_key_is_refused) {
  static const uint8_t other_context[] = "a  context", other_key[32] = {6};
  for (size_t c = 0; c < CHOICES; c++)
    for (uint32_t version = 8; version <= 18; version += 10) {
      journey way = shared(&choices[c], version);
      sotto_bytes shares[3];
      const sotto_bytes own = way.prio.context;
      way.prio.context = (sotto_bytes){other_context, 10};
      cr_assert_eq(verify(&way), version == 18 ? SOTTO_E_TAMPERED : SOTTO_OK);
      way.prio.context = own;
      for (uint32_t j = 0; j < 3; j++) {
        so_prio3_received received = received_of(&way, j);
        if (j == 1) received.verify_key = other_key;
        cr_assert_eq(so_prio3_verify_start(&way.at[j], &way.prio, &received, way.room), SOTTO_OK);
        shares[j] = (sotto_bytes){way.at[j].verifier_share, so_prio3_verifier_size(&way.prio)};
      }
      cr_assert_eq(so_prio3_verify_combine(way.message, &way.prio, shares, way.room),
                   SOTTO_E_TAMPERED);
      end(&way);
    }
}

Test(prio3_verify, what_was_added_can_be_taken_out_again) {
  journey way = shared(&choices[6], 18);
  cr_assert_eq(verify(&way), SOTTO_OK);
  size_t size = so_prio3_output_size(&way.prio);
  uint8_t *sum = calloc(1, size), *kept = calloc(1, size);
  const sotto_bytes shares[2] = {{way.at[0].output_share, size}, {way.at[1].output_share, size}};
  cr_assert_eq(so_prio3_aggregate(sum, &way.prio, shares[0]), SOTTO_OK);
  memcpy(kept, sum, size);
  cr_assert_eq(so_prio3_aggregate(sum, &way.prio, shares[1]), SOTTO_OK);
  cr_assert_arr_neq(sum, kept, size);
  cr_assert_eq(so_prio3_retract(sum, &way.prio, shares[1]), SOTTO_OK);
  cr_assert_arr_eq(sum, kept, size);
  cr_assert_eq(so_prio3_retract(sum, &way.prio, (sotto_bytes){kept, size - 1}), SOTTO_E_FORMAT);
  cr_assert_arr_eq(sum, kept, size);
  free(sum), free(kept);
  end(&way);
}

Test(prio3_verify, malformed_aggregates_are_refused_and_nothing_is_added) {
  journey way = shared(&choices[6], 18);
  cr_assert_eq(verify(&way), SOTTO_OK);
  size_t size = so_prio3_output_size(&way.prio);
  uint8_t *sum = calloc(1, size), *kept = calloc(1, size);
  uint64_t numbers[37] = {77};
  const sotto_bytes share = {way.at[0].output_share, size};
  memset(sum + size - 16, 0xff, 16); /* the last element of the aggregate is none */
  memcpy(kept, sum, size);
  cr_assert_eq(so_prio3_aggregate(sum, &way.prio, share), SOTTO_E_FORMAT);
  cr_assert_arr_eq(sum, kept, size);
  uint8_t *none = calloc(1, size);
  sotto_bytes shares[3] = {{none, size}, {none, size}, {sum, size}};
  cr_assert_eq(so_prio3_unshard(numbers, &way.prio, shares), SOTTO_E_FORMAT);
  shares[2].size--;
  cr_assert_eq(so_prio3_unshard(numbers, &way.prio, shares), SOTTO_E_FORMAT);
  shares[2] = share; /* shares that do not belong together sum to no count */
  cr_assert_eq(so_prio3_unshard(numbers, &way.prio, shares), SOTTO_E_LIMIT);
  cr_assert_eq(numbers[0], 77);
  free(sum), free(kept), free(none);
  end(&way);
}
