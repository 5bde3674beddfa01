/*
 * The TPM store against a TPM simulator: cleared, another chip, changed files and PCRs, busy,
 * silent and absent chips, a full one, an owner's authorization, and who listens on the wire.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tss2/tss2_tpm2_types.h>
#include <unistd.h>

#include "chip_hand.h"
#include "wire_tap.h"

#define WAIT_MS 700

static const uint8_t secret[SOTTO_KEY_SIZE] = {7, 8, 9}, other[SOTTO_KEY_SIZE] = {1};

static sotto_status keep(store_world *world, const uint8_t *key) {
  return world->port.key_store(world->port.context, key);
}

static sotto_status load(store_world *world, const uint8_t *expected) {
  uint8_t key[SOTTO_KEY_SIZE];
  memset(key, 0xAA, sizeof key);
  const sotto_status status = world_key(world, key);
  if (!status) cr_assert_arr_eq(key, expected, sizeof key);
  for (size_t i = 0; status && i < sizeof key; i++) cr_assert_eq(key[i], 0xAA, "untouched");
  return status;
}

static void begin(store_world *world) {
  cr_assert_eq(keep(world, secret), SOTTO_OK);
  cr_assert_eq(load(world, secret), SOTTO_OK);
}

/* TEST(name) { body over `world`, which holds `secret` }. */
#define TEST(name)                                                                                 \
 static void name(store_world *world);                                                             \
 Test(tpm2, name) {                                                                                \
  store_world world;                                                                               \
  world_begin(&world, &world_tpm2);                                                                \
  begin(&world);                                                                                   \
  name(&world);                                                                                    \
  world_end(&world);                                                                               \
 }                                                                                                 \
 static void name(store_world *world)

TEST(each_secret_has_one_slot_and_nothing_stays_loaded) {
  for (int i = 0; i < 3; i++) {
    cr_assert_eq(keep(world, i % 2 ? secret : other), SOTTO_OK);
    const unsigned slots = chip_slots(world) & 3u;
    cr_assert(slots == 1 || slots == 2, "%u", slots);
    cr_assert_eq(load(world, i % 2 ? secret : other), SOTTO_OK);
  }
  cr_assert_eq(chip_loaded(world), 0);
  struct stat about;
  cr_assert_eq(stat(world->file, &about), 0);
  cr_assert_eq(about.st_mode & 0777, 0600);
}

TEST(a_wipe_undefines_the_slots_and_every_copy_of_the_file_is_worthless) {
  world_copy(world->file);
  cr_assert_eq(world->port.key_wipe(world->port.context), SOTTO_OK);
  cr_assert_eq(chip_slots(world) & 3u, 0);
  cr_assert_neq(access(world->file, F_OK), 0);
  cr_assert_eq(load(world, secret), SOTTO_E_MISSING);
  world_put_back(world->file);
  cr_assert_eq(load(world, secret), SOTTO_E_MISSING);
  cr_assert_eq(world->port.key_wipe(world->port.context), SOTTO_OK, "a file and no slot");
  cr_assert_neq(access(world->file, F_OK), 0);
}

TEST(a_wipe_needs_no_file) {
  cr_assert_eq(unlink(world->file), 0);
  cr_assert_eq(load(world, secret), SOTTO_E_MISSING);
  cr_assert_eq(world->port.key_wipe(world->port.context), SOTTO_OK);
  cr_assert_eq(chip_slots(world) & 3u, 0);
  cr_assert_eq(world->port.key_wipe(world->port.context), SOTTO_OK);
}

TEST(an_older_file_put_back_is_a_rollback) {
  world_copy(world->file);
  cr_assert_eq(keep(world, other), SOTTO_OK);
  cr_assert_eq(keep(world, other), SOTTO_OK); /* the same slot again */
  world_put_back(world->file);
  cr_assert_eq(load(world, secret), SOTTO_E_ROLLBACK);
}

TEST(a_cleared_chip_has_lost_the_secret) {
  sotto_anchor anchor = {.struct_size = sizeof anchor, .epoch = 1};
  cr_assert_eq(world->port.anchor_advance(world->port.context, &anchor), SOTTO_OK);
  chip_clear(world);
  cr_assert_eq(load(world, secret), SOTTO_E_MISSING);
  cr_assert_eq(world->port.anchor_load(world->port.context, &anchor), SOTTO_E_MISSING);
  cr_assert_eq(keep(world, other), SOTTO_OK, "and can be used again");
  cr_assert_eq(load(world, other), SOTTO_OK);
}

TEST(a_chip_cleared_while_a_profile_is_open_loses_no_event_until_it_closes) {
  sotto *profile = world_open(world, &world->port);
  chip_clear(world);
  cr_assert_eq(world_record(profile, "boots"), SOTTO_OK);
  cr_assert_eq(world_count(profile, "boots"), 1);
  sotto_close(profile);
  cr_assert_eq(world_visit(world), SOTTO_E_KEY_LOST);
}

TEST(a_forget_after_a_clear_saves_the_profile_under_a_new_secret) {
  sotto *profile = world_open(world, &world->port);
  cr_assert_eq(world_record(profile, "boots"), SOTTO_OK);
  chip_clear(world);
  cr_assert_eq(world_forget(profile, "tent"), SOTTO_OK);
  sotto_close(profile);
  profile = world_open(world, &world->port);
  cr_assert_eq(world_count(profile, "boots"), 1);
  sotto_close(profile);
}

TEST(another_chip_is_told_from_a_cleared_one) {
  world_kill(&world->chip);
  world_start_chip(world, 1);
  cr_assert_eq(load(world, secret), SOTTO_E_KEY_WRONG);
  world_copy(world->file);
  cr_assert_eq(keep(world, other), SOTTO_OK);
  world_put_back(world->file);
  cr_assert_eq(load(world, secret), SOTTO_E_KEY_WRONG, "also where that chip has such a slot");
}

/* Flips one byte, asks, and puts it back. */
static sotto_status load_flipped(store_world *world, long at) {
  FILE *file = fopen(world->file, "r+b");
  cr_assert_not_null(file);
  fseek(file, at, SEEK_SET);
  const int byte = fgetc(file);
  fseek(file, at, SEEK_SET);
  fputc(byte ^ 1, file);
  fflush(file);
  const sotto_status status = load(world, secret);
  fseek(file, at, SEEK_SET);
  fputc(byte, file);
  fclose(file);
  return status;
}

TEST(a_file_changed_in_any_byte_is_tampered_or_corrupt) {
  struct stat about;
  cr_assert_eq(stat(world->file, &about), 0);
  const char *every = getenv("SOTTO_LONG");
  const long step = every && *every ? 1 : 7;
  for (long at = 0; at < about.st_size; at += step) {
    const sotto_status status = load_flipped(world, at);
    const sotto_status expected =
        at < 9 || at == 10 || at == 11 || at == 15 ? SOTTO_E_CORRUPT : SOTTO_E_TAMPERED;
    cr_assert(status == expected || (at >= 148 && status == SOTTO_E_CORRUPT), "byte %ld: %s", at,
              sotto_status_name(status));
  }
  cr_assert_eq(load_flipped(world, 149), SOTTO_E_CORRUPT, "a size that libtss2 overlooks");
  cr_assert_eq(load_flipped(world, 9), SOTTO_E_TAMPERED, "the slot");
  cr_assert_eq(load_flipped(world, 12), SOTTO_E_TAMPERED, "the PCRs");
  cr_assert_eq(load_flipped(world, 16), SOTTO_E_TAMPERED, "the authorization");
  cr_assert_eq(load_flipped(world, 90), SOTTO_E_TAMPERED, "the storage key's name");
  cr_assert_eq(load_flipped(world, 120), SOTTO_E_TAMPERED, "the chip's mark");
  cr_assert_eq(load_flipped(world, about.st_size - 1), SOTTO_E_TAMPERED, "the sealed object");
  cr_assert_eq(load(world, secret), SOTTO_OK);
  cr_assert_eq(truncate(world->file, about.st_size - 1), 0);
  cr_assert_eq(load(world, secret), SOTTO_E_CORRUPT);
  cr_assert_eq(truncate(world->file, 0), 0);
  cr_assert_eq(load(world, secret), SOTTO_E_CORRUPT);
}

TEST(a_pcr_that_changed_locks_and_costs_nothing) {
  world->store.tpm2.pcr_mask = 1u << 16 | 1u << 7;
  cr_assert_eq(keep(world, other), SOTTO_OK);
  cr_assert_eq(load(world, other), SOTTO_OK);
  chip_extend(world, 10);
  cr_assert_eq(load(world, other), SOTTO_OK, "another PCR");
  chip_extend(world, 16);
  cr_assert_eq(load(world, other), SOTTO_E_KEY_LOCKED);
  world_kill(&world->chip); /* a reboot brings PCR 16 back to what it was */
  world_start_chip(world, 0);
  cr_assert_eq(load(world, other), SOTTO_OK);
}

TEST(a_pcr_the_chip_lacks_binds_nothing_and_is_refused) {
  world->store.tpm2.pcr_mask = 1u << 7;
  cr_assert_eq(keep(world, other), SOTTO_OK);
  chip_drop_pcrs(world);
  world_kill(&world->chip);
  world_start_chip(world, 0);
  cr_assert_eq(load(world, other), SOTTO_E_KEY_LOCKED);
  cr_assert_eq(keep(world, secret), SOTTO_E_PORT);
  world->store.tpm2.pcr_mask = 1;
  cr_assert_eq(keep(world, secret), SOTTO_OK);
  cr_assert_eq(load(world, secret), SOTTO_OK);
}

TEST(the_owners_authorization_is_asked_for_and_not_sent) {
  static const char auth[] = "owner authorization";
  chip_set_owner_auth(world, auth);
  cr_assert_eq(load(world, secret), SOTTO_E_KEY_DENIED);
  world->store.tpm2.owner_auth = (sotto_text){"another", 7};
  cr_assert_eq(load(world, secret), SOTTO_E_KEY_DENIED);
  world->store.tpm2.owner_auth = (sotto_text){auth, strlen(auth)};
  wire_tap.seen_size = 0;
  cr_assert_eq(load(world, secret), SOTTO_OK);
  cr_assert_eq(keep(world, other), SOTTO_OK);
  cr_assert_eq(load(world, other), SOTTO_OK);
  cr_assert_eq(world->port.key_wipe(world->port.context), SOTTO_OK);
  cr_assert_null(memmem(wire_tap.seen, wire_tap.seen_size, auth, strlen(auth)));
}

static int by_value(const void *a, const void *b) {
  return memcmp(a, b, 8);
}

/* 1 where two runs of 32 bytes that went over the wire make the secret, or one is it. */
static int wire_tells(const uint8_t *key) {
  const size_t count = wire_tap.seen_size - 7;
  uint8_t(*runs)[8] = calloc(count + 1, 8);
  for (size_t i = 0; i < count; i++) memcpy(runs[i], wire_tap.seen + i, 8);
  qsort(runs, count + 1, 8, by_value); /* with eight zeros: the secret itself */
  int tells = 0;
  for (size_t i = 0; !tells && i < count; i++) {
    uint8_t missing[8];
    for (int j = 0; j < 8; j++) missing[j] = wire_tap.seen[i + (size_t)j] ^ key[j];
    tells = bsearch(missing, runs, count + 1, 8, by_value) != NULL;
  }
  free(runs);
  return tells;
}

TEST(who_listens_on_the_wire_learns_neither_half) {
  uint8_t key[SOTTO_KEY_SIZE];
  for (size_t i = 0; i < sizeof key; i++) key[i] = (uint8_t)(151 * i + 77);
  wire_tap.seen_size = 0;
  cr_assert_eq(keep(world, key), SOTTO_OK);
  cr_assert_eq(load(world, key), SOTTO_OK);
  cr_assert_gt(wire_tap.seen_size, 1000);
  cr_assert_eq(wire_tells(key), 0);
  memcpy(wire_tap.seen + 100, key, sizeof key);
  cr_assert_eq(wire_tells(key), 1, "this test would have seen it");
}

TEST(a_busy_chip_is_asked_again_and_then_slow) {
  wire_tap.answer = TPM2_RC_RETRY;
  wire_tap.answers = 20;
  cr_assert_eq(load(world, secret), SOTTO_OK);
  world->store.tpm2.wait_ms = WAIT_MS;
  wire_tap.answers = -1;
  const int64_t before = world_now_ms();
  cr_assert_eq(load(world, secret), SOTTO_E_KEY_SLOW);
  cr_assert_lt(world_now_ms() - before, 3 * WAIT_MS);
  cr_assert_eq(world_visit(world), SOTTO_E_KEY_SLOW);
  wire_tap.answer = TPM2_RC_LOCKOUT;
  cr_assert_eq(load(world, secret), SOTTO_E_KEY_LOCKED);
  wire_tap.answers = 0;
  cr_assert_eq(load(world, secret), SOTTO_OK);
}

TEST(a_silent_chip_is_slow_and_what_was_given_up_is_never_done) {
  world->store.tpm2.wait_ms = WAIT_MS;
  sotto *profile = world_open(world, &world->port);
  cr_assert_eq(world_record(profile, "boots"), SOTTO_OK);
  kill(world->chip, SIGSTOP);
  const int64_t before = world_now_ms();
  cr_assert_eq(keep(world, other), SOTTO_E_KEY_SLOW);
  const int64_t waited = world_now_ms() - before;
  cr_assert(waited >= WAIT_MS - 1 && waited < 3 * WAIT_MS, "%d ms", (int)waited);
  cr_assert_eq(world->port.key_wipe(world->port.context), SOTTO_E_KEY_SLOW);
  cr_assert_eq(world_forget(profile, "tent"), SOTTO_E_KEY_SLOW);
  kill(world->chip, SIGCONT);
  world->store.tpm2.wait_ms = 10000;
  cr_assert_eq(load(world, secret), SOTTO_OK);
  cr_assert_eq(world_record(profile, "stove"), SOTTO_OK);
  sotto_close(profile);
  profile = world_open(world, &world->port);
  cr_assert_eq(world_count(profile, "boots"), 1);
  cr_assert_eq(world_count(profile, "stove"), 1);
  sotto_close(profile);
}

TEST(without_a_chip_nothing_is_opened_kept_or_removed) {
  cr_assert_eq(world_visit(world), SOTTO_OK);
  world_kill(&world->chip);
  cr_assert_eq(load(world, secret), SOTTO_E_PORT);
  cr_assert_eq(keep(world, other), SOTTO_E_PORT);
  cr_assert_eq(world->port.key_wipe(world->port.context), SOTTO_E_PORT);
  cr_assert_eq(world_visit(world), SOTTO_E_PORT);
  world_start_chip(world, 0);
  cr_assert_eq(load(world, secret), SOTTO_OK);
  cr_assert_eq(world_visit(world), SOTTO_OK);
}

TEST(a_full_chip_and_a_full_or_closed_disk_keep_the_secret_that_is) {
  chip_fill(world);
  cr_assert_eq(keep(world, other), SOTTO_E_DISK_FULL);
  cr_assert_eq(load(world, secret), SOTTO_OK);
  sotto_store_tpm2 *store = &world->store.tpm2;
  store->path = "/dev/full/key";
  cr_assert_neq(keep(world, other), SOTTO_OK);
  store->path = world->file;
  cr_assert_eq(load(world, secret), SOTTO_OK);
}

static sotto_anchor anchor_of(uint64_t spent) {
  return (sotto_anchor){
      .struct_size = sizeof(sotto_anchor), .epoch = 3, .epsilon_micro = spent, .audit_count = 1};
}

static uint64_t spent(store_world *world, sotto_status *ret_status) {
  sotto_anchor anchor = {0};
  *ret_status = world->port.anchor_load(world->port.context, &anchor);
  return anchor.epsilon_micro;
}

TEST(an_anchor_never_goes_back_and_survives_one_spoilt_slot) {
  sotto_status status;
  for (uint64_t i = 1; i <= 4; i++) {
    const sotto_anchor next = anchor_of(i);
    cr_assert_eq(world->port.anchor_advance(world->port.context, &next), SOTTO_OK);
    cr_assert_eq(spent(world, &status), i);
  }
  const sotto_anchor lower = anchor_of(3);
  cr_assert_eq(world->port.anchor_advance(world->port.context, &lower), SOTTO_E_ROLLBACK);
  cr_assert_eq(chip_slots(world) >> 2, 3);
  chip_spoil(world, WORLD_NV + 3); /* the fourth was written there */
  cr_assert_eq(spent(world, &status), 3);
  chip_spoil(world, WORLD_NV + 2);
  cr_assert_eq(spent(world, &status), 0);
  cr_assert_eq(status, SOTTO_E_CORRUPT);
  cr_assert_eq(world->port.anchor_advance(world->port.context, &lower), SOTTO_E_CORRUPT);
}

TEST(an_anchor_that_did_not_change_is_not_written) {
  const sotto_anchor anchor = anchor_of(5);
  cr_assert_eq(world->port.anchor_advance(world->port.context, &anchor), SOTTO_OK);
  wire_tap.answer = TPM2_RC_NV_LOCKED;
  wire_tap.answer_to = TPM2_CC_NV_Write;
  wire_tap.answers = -1;
  cr_assert_eq(world->port.anchor_advance(world->port.context, &anchor), SOTTO_OK);
  const sotto_anchor next = anchor_of(6);
  cr_assert_eq(world->port.anchor_advance(world->port.context, &next), SOTTO_E_KEY_DENIED);
}

Test(tpm2, indices_outside_the_owners_range_are_refused) {
  sotto_store_tpm2 store;
  sotto_port port;
  cr_assert_eq(sotto_store_tpm2_init(&store, "key", SOTTO_TPM2_NV_FIRST - 1, &port),
               SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_store_tpm2_init(&store, "key", SOTTO_TPM2_NV_LAST + 1, &port),
               SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_store_tpm2_init(&store, "", SOTTO_TPM2_NV_FIRST, &port), SOTTO_E_ARGUMENT);
}
