/*
 * The wire to the TPM, or its power, cut at every command of every act of the store: afterwards it
 * holds the old or the new, whole, and at most what one load tidies away.
 */
#include <string.h>

#include "chip_hand.h"
#include "wire_tap.h"

typedef enum cutting { BEFORE, AFTER, POWER, CUTTINGS } cutting;

static uint8_t number_key[SOTTO_KEY_SIZE];

static const uint8_t *key_of(int number) {
  memset(number_key, number, sizeof number_key);
  return number_key;
}

/* Arms the tap; gives 0 where `at` was beyond the last command of the act. */
static void arm(cutting how, int at) {
  wire_tap.commands = 0;
  wire_tap.cut_at = at;
  wire_tap.cut_after = how != BEFORE;
  wire_tap.cut_power = how == POWER;
}

static int disarm(store_world *world, cutting how) {
  const int cut = wire_tap.commands >= wire_tap.cut_at;
  wire_tap.cut_at = 0;
  if (!cut) return 0;
  if (how == POWER) world_kill(&world->chip);
  if (how != POWER) world_kill(&world->chip); /* sessions of the cut connection go with it */
  world_start_chip(world, 0);
  return cut;
}

static void cut_store(store_world *world, cutting how) {
  uint8_t key[SOTTO_KEY_SIZE];
  int old = 1, at = 1, cut = 1;
  cr_assert_eq(world->port.key_store(world->port.context, key_of(old)), SOTTO_OK);
  for (; cut; at++) {
    arm(how, at);
    const sotto_status status = world->port.key_store(world->port.context, key_of(old + 1));
    cut = disarm(world, how);
    const sotto_status loaded = world_key(world, key);
    cr_assert_eq(loaded, SOTTO_OK, "cut %d, way %d: %s", at, (int)how, sotto_status_name(loaded));
    const int is_new = memcmp(key, key_of(old + 1), sizeof key) == 0;
    cr_assert(is_new || memcmp(key, key_of(old), sizeof key) == 0, "cut %d", at);
    cr_assert_eq(is_new, status == SOTTO_OK, "cut %d, way %d: it said %s", at, (int)how,
                 sotto_status_name(status));
    const unsigned slots = chip_slots(world) & 3u;
    cr_assert(slots == 1 || slots == 2, "cut %d: one load tidies up (%u)", at, slots);
    old += is_new;
  }
  cr_assert_gt(at, 10, "the act has more commands");
}

static void cut_anchor(store_world *world, cutting how) {
  sotto_anchor anchor = {.struct_size = sizeof anchor, .epsilon_micro = 1}, now;
  int at = 1, cut = 1;
  cr_assert_eq(world->port.anchor_advance(world->port.context, &anchor), SOTTO_OK);
  for (; cut; at++) {
    const uint64_t old = anchor.epsilon_micro++;
    arm(how, at);
    const sotto_status status = world->port.anchor_advance(world->port.context, &anchor);
    cut = disarm(world, how);
    now = (sotto_anchor){0};
    cr_assert_eq(world->port.anchor_load(world->port.context, &now), SOTTO_OK, "cut %d", at);
    cr_assert(now.epsilon_micro == old + 1 || (status && now.epsilon_micro == old), "cut %d", at);
    anchor = now;
  }
  cr_assert_gt(at, 3);
}

static void cut_wipe(store_world *world, cutting how) {
  uint8_t key[SOTTO_KEY_SIZE];
  for (int at = 1, cut = 1; cut; at++) {
    cr_assert_eq(world->port.key_store(world->port.context, key_of(at)), SOTTO_OK);
    arm(how, at);
    const sotto_status status = world->port.key_wipe(world->port.context);
    cut = disarm(world, how);
    const sotto_status loaded = world_key(world, key);
    cr_assert(loaded == SOTTO_E_MISSING || (status && loaded == SOTTO_OK), "cut %d: %s", at,
              sotto_status_name(loaded));
    cr_assert_eq(world->port.key_wipe(world->port.context), SOTTO_OK, "and again");
    cr_assert_eq(world_key(world, key), SOTTO_E_MISSING);
  }
}

#define CUT(name, act, how)                                                                        \
 Test(tpm2_cut, name) {                                                                            \
  store_world world;                                                                               \
  world_begin(&world, &world_tpm2);                                                                \
  act(&world, how);                                                                                \
  world_end(&world);                                                                               \
 }

CUT(a_secret_replaced_over_a_wire_cut_before_any_command_is_old_or_new, cut_store, BEFORE)
CUT(a_secret_replaced_over_a_wire_cut_after_any_command_is_old_or_new, cut_store, AFTER)
CUT(a_secret_replaced_while_the_chip_loses_power_is_old_or_new, cut_store, POWER)
CUT(an_anchor_advanced_over_a_wire_cut_before_any_command_is_old_or_new, cut_anchor, BEFORE)
CUT(an_anchor_advanced_while_the_chip_loses_power_is_old_or_new, cut_anchor, POWER)
CUT(a_wipe_cut_after_any_command_can_be_done_again, cut_wipe, AFTER)
CUT(a_wipe_while_the_chip_loses_power_can_be_done_again, cut_wipe, POWER)
