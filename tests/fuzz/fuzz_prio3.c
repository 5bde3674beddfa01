/*
 * Prio3 at the aggregators (prio/prio3_verify.h): reports of every type, both versions, with
 * anything changed. What both accept is a lawful measurement: the proof is sound, whatever a
 * client, or the other aggregator's message, says.
 *
 *   which instance (1) | six chunks, each behind its size (u16 little-endian): public share,
 *   leader's and helper's input share, their verifier shares, the message
 *
 * An empty verifier share or message is the one that was made here. Or, with the top bit of the
 * first byte: an encoded measurement, lawful or not, that is shared and proved here.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "prio/prio3_shard.h"
#include "prio/prio3_type.h"
#include "prio/prio3_verify.h"

static const so_prio3_choice choices[] = {
    {SO_VDAF_18, SO_PRIO3_COUNT, 2, 1, 0, 0, 0, {NULL, 0}},
    {SO_VDAF_08, SO_PRIO3_COUNT, 2, 1, 0, 0, 0, {NULL, 0}},
    {SO_VDAF_18, SO_PRIO3_SUM, 2, 1, 0, 0, 100, {NULL, 0}},
    {SO_VDAF_08, SO_PRIO3_SUM, 2, 1, 0, 0, 127, {NULL, 0}},
    {SO_VDAF_18, SO_PRIO3_SUM_VECTOR, 2, 1, 5, 4, 15, {NULL, 0}},
    {SO_VDAF_08, SO_PRIO3_SUM_VECTOR, 2, 2, 5, 4, 15, {NULL, 0}},
    {SO_VDAF_18, SO_PRIO3_HISTOGRAM, 2, 1, 11, 3, 0, {NULL, 0}},
    {SO_VDAF_08, SO_PRIO3_HISTOGRAM, 2, 1, 11, 3, 0, {NULL, 0}},
    {SO_VDAF_18, SO_PRIO3_MULTIHOT, 2, 1, 6, 3, 4, {NULL, 0}},
    {SO_VDAF_08, SO_PRIO3_MULTIHOT, 2, 1, 6, 3, 4, {NULL, 0}},
    {SO_VDAF_18, SO_PRIO3_HIGHER_DEGREE, 2, 1, 3, 0, 4, {NULL, 0}}};
#define CHOICES (sizeof choices / sizeof choices[0])
#define CHUNKS 6
#define NUMBERS_MAX 16
#define ENCODED_MAX 64
#define IS_ENCODED 0x80

static const uint8_t nonce[SO_PRIO3_NONCE_SIZE] = {9}, verify_key[SO_PRIO3_SEED_MAX] = {5};

/* What an aggregator makes, and where. */
typedef struct place {
  so_prio3 prio;
  so_prio3_verification at[2];
  so_element *room;
  uint8_t message[SO_PRIO3_SEED_MAX];
} place;

static void *room_of(size_t count, size_t size) {
  void *room = calloc(count ? count : 1, size);
  fuzz_hold(room != NULL, "memory");
  return room;
}

static void open_place(place *here, uint32_t which) {
  fuzz_hold(!so_prio3_choose(&here->prio, &choices[which]), "an instance");
  size_t verify = so_prio3_verify_room(&here->prio), shard = so_prio3_shard_room(&here->prio);
  here->room = room_of(verify > shard ? verify : shard, sizeof *here->room);
  for (int j = 0; j < 2; j++) {
    here->at[j].verifier_share = room_of(1, so_prio3_verifier_size(&here->prio));
    here->at[j].output_share = room_of(1, so_prio3_output_size(&here->prio));
  }
}

static void close_place(place *here) {
  for (int j = 0; j < 2; j++) free(here->at[j].verifier_share), free(here->at[j].output_share);
  free(here->room);
}

static size_t put(uint8_t *room, size_t at, size_t size) {
  room[at] = (uint8_t)size;
  room[at + 1] = (uint8_t)(size >> 8);
  return at + 2;
}

/* Shares an encoded measurement as an input of this program; gives its size. */
static size_t share(uint8_t room[FUZZ_MAX], const place *here, const uint8_t *encoded) {
  const so_prio3 *prio = &here->prio;
  uint8_t random[256];
  so_prio3_shares shares;
  memset(random, 7, sizeof random);
  fuzz_hold(so_prio3_random_size(prio) <= sizeof random, "randomness fits");
  size_t at = put(room, 1, so_prio3_public_size(prio));
  shares.public_share = room + at;
  at = put(room, at + so_prio3_public_size(prio), so_prio3_leader_size(prio));
  shares.leader = room + at;
  at = put(room, at + so_prio3_leader_size(prio), so_prio3_helper_size(prio));
  shares.helpers = room + at;
  at += so_prio3_helper_size(prio);
  so_prio3_shard(&shares, prio, &(so_prio3_report){encoded, nonce, random}, here->room);
  for (int i = 0; i < 3; i++) at = put(room, at, 0);
  return at;
}

/* A lawful report, with verifier shares and message left to the aggregators; then measurements. */
size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  place here;
  const uint64_t numbers[NUMBERS_MAX] = {1, 0, 1};
  uint8_t encoded[ENCODED_MAX];
  if (number >= 2 * CHOICES) return 0;
  open_place(&here, number % CHOICES);
  size_t size = 1 + here.prio.measurement;
  fuzz_hold(!so_prio3_encode(encoded, &here.prio, numbers), "a measurement is encoded");
  room[0] = (uint8_t)(number % CHOICES);
  if (number < CHOICES)
    size = share(room, &here, encoded);
  else {
    room[0] |= IS_ENCODED;
    memcpy(room + 1, encoded, size - 1);
  }
  close_place(&here);
  return size;
}

/* Splits the input; 0 where it is too short. */
static int read_chunks(sotto_bytes chunks[CHUNKS], const uint8_t *data, size_t size) {
  size_t at = 1;
  for (int i = 0; i < CHUNKS; i++) {
    if (size - at < 2) return 0;
    size_t length = data[at] | (size_t)data[at + 1] << 8;
    at += 2;
    if (size - at < length) return 0;
    chunks[i] = (sotto_bytes){data + at, length};
    at += length;
  }
  return 1;
}

/* Each chunk in memory of its own, so that a sanitizer sees a step out of it. */
static void copy_chunks(sotto_bytes chunks[CHUNKS]) {
  for (int i = 0; i < CHUNKS; i++) {
    uint8_t *copy = room_of(1, chunks[i].size);
    memcpy(copy, chunks[i].data, chunks[i].size);
    chunks[i].data = copy;
  }
}

static sotto_status verify(place *here, const sotto_bytes chunks[CHUNKS]) {
  sotto_bytes shares[2], message = chunks[5];
  sotto_status status = SOTTO_OK;
  for (uint32_t j = 0; j < 2 && !status; j++) {
    const so_prio3_received received = {j, verify_key, nonce, chunks[0], chunks[1 + j]};
    status = so_prio3_verify_start(&here->at[j], &here->prio, &received, here->room);
    shares[j] = chunks[3 + j].size ? chunks[3 + j]
                                   : (sotto_bytes){here->at[j].verifier_share,
                                                   so_prio3_verifier_size(&here->prio)};
  }
  if (!status) status = so_prio3_verify_combine(here->message, &here->prio, shares, here->room);
  if (!message.size) message = (sotto_bytes){here->message, so_prio3_message_size(&here->prio)};
  for (uint32_t j = 0; j < 2 && !status; j++)
    status = so_prio3_verify_finish(&here->prio, &here->at[j], message);
  return status;
}

/* What two output shares sum to: numbers the type allows, that could be one measurement's. */
static void check_output(const place *here) {
  const so_prio3 *prio = &here->prio;
  uint64_t numbers[NUMBERS_MAX], sum = 0, most = prio->maximum;
  const size_t size = so_prio3_output_size(prio);
  const sotto_bytes shares[2] = {{here->at[0].output_share, size},
                                 {here->at[1].output_share, size}};
  fuzz_hold(so_prio3_unshard(numbers, prio, shares) == SOTTO_OK, "an accepted report unshards");
  if (prio->kind != SO_PRIO3_SUM && prio->kind != SO_PRIO3_SUM_VECTOR &&
      prio->kind != SO_PRIO3_HIGHER_DEGREE)
    most = 1;
  for (uint32_t i = 0; i < prio->output; i++) {
    fuzz_hold(numbers[i] <= most, "an accepted number is within bounds");
    sum += numbers[i];
  }
  if (prio->kind == SO_PRIO3_HISTOGRAM) fuzz_hold(sum == 1, "an accepted histogram has one bucket");
  if (prio->kind == SO_PRIO3_MULTIHOT) fuzz_hold(sum <= prio->maximum, "not too many are hot");
}

/* Elements that no lawful client shares. */
static int is_unlawful(const so_prio3 *prio, const uint8_t *encoded) {
  uint64_t most = prio->kind == SO_PRIO3_HIGHER_DEGREE ? prio->maximum : 1;
  for (uint32_t i = 0; i < prio->measurement; i++)
    if (encoded[i] > most) return 1;
  return 0;
}

static int run_encoded(const uint8_t *data, size_t size) {
  static uint8_t room[FUZZ_MAX];
  place here;
  sotto_bytes chunks[CHUNKS];
  sotto_status status = SOTTO_E_FORMAT;
  open_place(&here, (data[0] ^ IS_ENCODED) % CHOICES);
  if (size == 1 + here.prio.measurement) {
    fuzz_hold(read_chunks(chunks, room, share(room, &here, data + 1)), "shares are an input");
    status = verify(&here, chunks);
    fuzz_hold(!is_unlawful(&here.prio, data + 1) || status, "an unlawful element is refused");
    if (!status) check_output(&here);
  }
  close_place(&here);
  return status == SOTTO_OK;
}

static int run_shares(const uint8_t *data, size_t size) {
  place here;
  sotto_bytes chunks[CHUNKS];
  if (!read_chunks(chunks, data, size)) return 0;
  open_place(&here, data[0] % CHOICES);
  copy_chunks(chunks);
  sotto_status status = verify(&here, chunks);
  fuzz_hold(status == SOTTO_OK || status == SOTTO_E_FORMAT || status == SOTTO_E_TAMPERED,
            "a typed refusal");
  /* Verifier shares of others, made for the occasion, can prove anything: that is theirs. */
  if (!status && !chunks[3].size && !chunks[4].size) check_output(&here);
  for (int i = 0; i < CHUNKS; i++) free((void *)(uintptr_t)chunks[i].data);
  close_place(&here);
  return status == SOTTO_OK;
}

int fuzz_run(const uint8_t *data, size_t size) {
  if (!size) return 0;
  return data[0] & IS_ENCODED ? run_encoded(data, size) : run_shares(data, size);
}
