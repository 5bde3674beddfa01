/*
 * The process is killed at every system call of a hand-over. Afterwards the profile is whole: the
 * bytes were given only if their row is in the audit log, the chain holds, and the budget is what
 * it was.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

/* Shared with the child: key store and anchor outlive it, and so does what was given. */
typedef struct hand_over_world {
  lab_world lab;
  uint32_t given;
} hand_over_world;

static uint8_t sealed[SOTTO_CARRY_SEALED_MAX];

static uint32_t no_line(void *context, const sotto_carry_line *line) {
  (void)context, (void)line;
  return 0;
}

static sotto_status agree(sotto *profile, const sotto_carry *desk) {
  sotto_carry_choice choice;
  size_t size = sizeof sealed;
  sotto_carry_choice_init(&choice);
  choice.parts = SOTTO_CARRY_CART;
  choice.offer = sotto_carry_offer(desk);
  const sotto_status status = sotto_carry_preview(profile, &choice, no_line, NULL);
  return status ? status : sotto_carry_seal(profile, &choice, sealed, &size);
}

static void hand_over(hand_over_world *world) {
  sotto *profile = NULL;
  sotto_carry *desk = NULL;
  sotto_carry_ask ask;
  sotto_carry_ask_init(&ask);
  ask.purpose = SOTTO_CARRY_FOR_VISIT;
  ask.parts = SOTTO_CARRY_CART;
  ask.name = lab_text("Desk");
  if (lab_try_open(&world->lab, &profile)) _exit(1);
  if (sotto_carry_begin(&ask, &world->lab.port, &desk)) _exit(1);
  raise(SIGSTOP); /* the cuts begin here */
  if (agree(profile, desk)) _exit(1);
  world->given = 1;
  _exit(0);
}

static int wait_stop(pid_t pid) {
  int state;
  cr_assert_eq(waitpid(pid, &state, 0), pid);
  if (WIFEXITED(state) && WEXITSTATUS(state) == 77) cr_skip_test("ptrace is not allowed here");
  if (WIFEXITED(state)) cr_assert_eq(WEXITSTATUS(state), 0);
  return WIFSTOPPED(state);
}

/* Kills the hand-over as it enters its `cut`-th system call; 1 when it ended before. */
static int run_cut(hand_over_world *world, int cut) {
  const pid_t pid = fork();
  cr_assert_geq(pid, 0);
  if (pid == 0) {
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) _exit(77);
    hand_over(world);
  }
  if (!wait_stop(pid)) return 1;
  for (int stops = 0; stops < 2 * cut - 1; stops++) { /* two a call: entering, leaving */
    cr_assert_eq(ptrace(PTRACE_SYSCALL, pid, NULL, NULL), 0);
    if (!wait_stop(pid)) return 1;
  }
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  return 0;
}

static uint32_t count_row(void *context, const sotto_audit_row *row) {
  *(uint32_t *)context += row->act == SOTTO_ACT_CARRIED;
  return 0;
}

/* The rows about it; the chain and the budget must hold. */
static uint32_t rows_after(lab_world *lab) {
  uint64_t rows = 0;
  uint32_t carried = 0;
  sotto_budget budget;
  sotto *profile = lab_open(lab);
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  cr_assert_eq(sotto_audit_each(profile, 0, count_row, &carried), SOTTO_OK);
  cr_assert_eq(sotto_budget_get(profile, &budget), SOTTO_OK);
  cr_assert_eq(budget.spent_micro, 0);
  cr_assert_not(budget.behind);
  sotto_close(profile);
  return carried;
}

Test(carry_cut, killed_at_any_call_bytes_were_given_only_with_their_row) {
  hand_over_world *world =
      mmap(NULL, sizeof *world, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  cr_assert_neq(world, MAP_FAILED);
  lab_begin(&world->lab);
  sotto *profile = lab_open(&world->lab);
  lab_install(&world->lab, profile);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "harness");
  sotto_close(profile);
  uint32_t before = 0;
  int cuts = 0, ended = 0;
  while (!ended && cuts < 500) {
    world->given = 0;
    ended = run_cut(world, ++cuts);
    const uint32_t carried = rows_after(&world->lab);
    cr_assert(carried >= before + world->given && carried <= before + 1, "cut %d", cuts);
    before = carried;
  }
  cr_assert(ended && world->given && cuts > 5, "%d cuts", cuts);
  lab_end(&world->lab);
  munmap(world, sizeof *world);
}
