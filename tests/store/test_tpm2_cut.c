/*
 * The wire to the TPM, its power, or the host's process cut at every command of every act of the
 * store: afterwards it holds the old or the new, whole, and one load tidies away what is left.
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chip_hand.h"
#include "wire_tap.h"

/* The command does not reach the chip; its answer is lost; the chip, or the host, dies after it. */
typedef enum cutting { BEFORE, AFTER, POWER, HOST } cutting;

typedef sotto_status (*act_fn)(store_world *world, int number);

/* One run of an act with a cut. */
typedef struct cut_run {
  cutting how;
  int at;  /* the command, from 1 */
  int cut; /* 0: the act had no such command */
  sotto_status status;
} cut_run;

static uint8_t number_key[SOTTO_KEY_SIZE];

static const uint8_t *key_of(int number) {
  memset(number_key, number, sizeof number_key);
  return number_key;
}

static sotto_status store_key(store_world *world, int number) {
  return world->port.key_store(world->port.context, key_of(number));
}

static sotto_status wipe_key(store_world *world, int number) {
  (void)number;
  return world->port.key_wipe(world->port.context);
}

static sotto_status advance(store_world *world, int number) {
  const sotto_anchor anchor = {.struct_size = sizeof anchor, .epsilon_micro = (uint64_t)number};
  return world->port.anchor_advance(world->port.context, &anchor);
}

/* In a process of its own; a killed one said nothing, which counts as a failure here. */
static sotto_status act_apart(store_world *world, act_fn act, int number) {
  const pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) _exit(-act(world, number));
  int state = 0;
  waitpid(child, &state, 0);
  if (!WIFSIGNALED(state)) return -WEXITSTATUS(state);
  wire_tap.commands = wire_tap.cut_at;
  return SOTTO_E_PORT;
}

/* What a cut wire left loaded in the chip goes with its power. */
static void act_cut(store_world *world, cut_run *run, act_fn act, int number) {
  wire_tap.commands = 0;
  wire_tap.cut_at = run->at;
  wire_tap.cut_after = run->how != BEFORE;
  wire_tap.cut_power = run->how == POWER;
  wire_tap.cut_host = run->how == HOST;
  run->status = run->how == HOST ? act_apart(world, act, number) : act(world, number);
  run->cut = wire_tap.commands >= wire_tap.cut_at;
  wire_tap.cut_at = 0;
  if (!run->cut) return;
  world_kill(&world->chip);
  world_start_chip(world, 0);
}

static void cut_store(store_world *world, cutting how) {
  uint8_t key[SOTTO_KEY_SIZE];
  int old = 1;
  cut_run run = {.how = how, .cut = 1};
  cr_assert_eq(store_key(world, old), SOTTO_OK);
  while (run.cut) {
    run.at++;
    act_cut(world, &run, store_key, old + 1);
    const sotto_status loaded = world_key(world, key);
    cr_assert_eq(loaded, SOTTO_OK, "cut %d: %s", run.at, sotto_status_name(loaded));
    const int is_new = memcmp(key, key_of(old + 1), sizeof key) == 0;
    cr_assert(is_new || memcmp(key, key_of(old), sizeof key) == 0, "cut %d", run.at);
    cr_assert(is_new == (run.status == SOTTO_OK) || how == HOST, "cut %d: it said %s", run.at,
              sotto_status_name(run.status));
    const unsigned slots = chip_slots(world) & 3u;
    cr_assert(slots == 1 || slots == 2, "cut %d: one load tidies up (%u)", run.at, slots);
    old += is_new;
  }
  cr_assert_gt(run.at, 10, "the act has more commands");
}

static void cut_anchor(store_world *world, cutting how) {
  int old = 1;
  cut_run run = {.how = how, .cut = 1};
  cr_assert_eq(advance(world, old), SOTTO_OK);
  while (run.cut) {
    run.at++;
    act_cut(world, &run, advance, old + 1);
    sotto_anchor now = {0};
    cr_assert_eq(world->port.anchor_load(world->port.context, &now), SOTTO_OK, "cut %d", run.at);
    const int stands = (int)now.epsilon_micro;
    cr_assert(stands == old + 1 || (run.status && stands == old), "cut %d", run.at);
    old = stands;
  }
  cr_assert_gt(run.at, 3);
}

static void cut_wipe(store_world *world, cutting how) {
  uint8_t key[SOTTO_KEY_SIZE];
  cut_run run = {.how = how, .cut = 1};
  while (run.cut) {
    run.at++;
    cr_assert_eq(store_key(world, run.at), SOTTO_OK);
    act_cut(world, &run, wipe_key, 0);
    const sotto_status loaded = world_key(world, key);
    cr_assert(loaded == SOTTO_E_MISSING || (run.status && loaded == SOTTO_OK), "cut %d: %s", run.at,
              sotto_status_name(loaded));
    cr_assert_eq(wipe_key(world, 0), SOTTO_OK, "and again");
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
CUT(a_secret_replaced_by_a_host_that_is_killed_is_old_or_new, cut_store, HOST)
CUT(an_anchor_advanced_over_a_wire_cut_before_any_command_is_old_or_new, cut_anchor, BEFORE)
CUT(an_anchor_advanced_while_the_chip_loses_power_is_old_or_new, cut_anchor, POWER)
CUT(an_anchor_advanced_by_a_host_that_is_killed_is_old_or_new, cut_anchor, HOST)
CUT(a_wipe_cut_after_any_command_can_be_done_again, cut_wipe, AFTER)
CUT(a_wipe_while_the_chip_loses_power_can_be_done_again, cut_wipe, POWER)
CUT(a_wipe_by_a_host_that_is_killed_can_be_done_again, cut_wipe, HOST)
