/*
 * The process is killed at every system call of a creation, a commit, a rotation, a forget and an
 * erase: the child runs under ptrace and dies with SIGKILL as it enters its n-th call. Afterwards
 * the profile is whole: acknowledged rows are there, a rotation happened or did not, an erase can
 * be finished. This is a killed process, not a power cut: what was written but not synced is still
 * there.
 */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "unit/vault_kit.h"
#ifdef SOTTO_WITH_CHOOSE
# include "vault/decision_rows.h"
#endif

/* Shared with the child: the store outlives it, and so does what was acknowledged. */
typedef struct cut_world {
  vault_kit kit;
  uint32_t acknowledged;
} cut_world;

typedef void (*cut_work)(cut_world *world);

static cut_world *world_new(void) {
  cut_world *world =
      mmap(NULL, sizeof *world, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  cr_assert_neq(world, MAP_FAILED);
  kit_init(&world->kit);
  return world;
}

static void world_end(cut_world *world) {
  kit_end(&world->kit);
  munmap(world, sizeof *world);
}

static void child(cut_world *world, cut_work work) {
  if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) _exit(77);
  raise(SIGSTOP);
  work(world);
  _exit(0);
}

/* Runs `work` in a child and kills it at its `cut`-th system call. 1 when it ended before. */
static int run_cut(cut_world *world, cut_work work, int cut) {
  int state;
  const pid_t pid = fork();
  cr_assert_geq(pid, 0);
  if (pid == 0) child(world, work);
  cr_assert_eq(waitpid(pid, &state, 0), pid);
  if (WIFEXITED(state) && WEXITSTATUS(state) == 77) cr_skip_test("ptrace is not allowed here");
  /* Two stops a call: one entering, one leaving. */
  for (int stops = 0; stops < 2 * cut - 1; stops++) {
    cr_assert_eq(ptrace(PTRACE_SYSCALL, pid, NULL, NULL), 0);
    cr_assert_eq(waitpid(pid, &state, 0), pid);
    if (WIFEXITED(state)) {
      cr_assert_eq(WEXITSTATUS(state), 0);
      return 1;
    }
    cr_assert(WIFSTOPPED(state) && WSTOPSIG(state) == SIGTRAP, "state %x", (unsigned)state);
  }
  kill(pid, SIGKILL);
  waitpid(pid, &state, 0);
  return 0;
}

/* Long tests cut at every call; the others at every third of the journeys with the most calls. */
static int stride(void) {
  const char *wish = getenv("SOTTO_LONG");
  return wish && *wish ? 1 : 3;
}

static int stop_on_failure(sotto_status status) {
  if (status != SOTTO_OK) _exit(1);
  return 1;
}

static so_vault *open_in_child(cut_world *world) {
  so_vault *vault = NULL;
  so_vault_found found;
  const so_vault_options options = kit_options(&world->kit, 1);
  stop_on_failure(so_vault_open(&options, &vault, &found));
  return vault;
}

static void no_leftovers(vault_kit *kit) {
  cr_assert_not(kit_has(kit, "profile.db.next"));
  cr_assert_not(kit_has(kit, "profile.head.next"));
}

static void verified(so_vault *vault) {
  uint64_t rows = 0;
  cr_assert_eq(so_vault_audit_verify(vault, &rows), SOTTO_OK, "row %d", (int)rows);
}

static void create(cut_world *world) {
  so_vault_close(open_in_child(world));
}

Test(cut, a_creation_cut_anywhere_is_begun_again_or_finished) {
  cut_world *world = world_new();
  for (int cut = 1, done = 0; !done; cut += stride()) {
    memset(&world->kit.store.anchor, 0, sizeof world->kit.store.anchor);
    world->kit.store.has_anchor = world->kit.store.has_key = 0;
    kit_empty(&world->kit);
    done = run_cut(world, create, cut);
    const sotto_status status = kit_try(&world->kit, 0);
    cr_assert(status == SOTTO_OK || status == SOTTO_E_MISSING, "cut %d: %s", cut,
              sotto_status_name(status));
    so_vault *vault = kit_open(&world->kit);
    no_leftovers(&world->kit);
    verified(vault);
    kit_record(vault, "boots", 1);
    so_vault_close(vault);
    cr_assert_eq(kit_try(&world->kit, 0), SOTTO_OK);
    cr_assert_eq(world->kit.found.behind, 0, "cut %d", cut);
    if (done) cr_assert_gt(cut, 50, "the calls were counted");
  }
  world_end(world);
}

static void commit(cut_world *world) {
  so_vault *vault = open_in_child(world);
  for (int i = 0; i < 4; i++)
    if (stop_on_failure(kit_try_record(vault, "boots", 7))) world->acknowledged += 7;
  so_vault_close(vault);
}

Test(cut, acknowledged_rows_survive_a_kill_at_any_call_and_batches_are_whole) {
  cut_world *world = world_new();
  vault_copy empty;
  so_vault_close(kit_open(&world->kit));
  kit_snapshot(&world->kit, &empty);
  const sotto_store_ram store = world->kit.store;
  for (int cut = 1, done = 0; !done; cut++) {
    world->acknowledged = 0;
    world->kit.store = store;
    kit_restore(&world->kit, &empty);
    done = run_cut(world, commit, cut);
    so_vault *vault = kit_open(&world->kit);
    const uint64_t rows = kit_count(vault);
    cr_assert(rows == world->acknowledged || rows == world->acknowledged + 7u,
              "cut %d: %d rows, %d acknowledged", cut, (int)rows, (int)world->acknowledged);
    cr_assert_eq(world->kit.found.tail_cut, 0);
    verified(vault);
    so_vault_close(vault);
    if (done) cr_assert_eq(world->acknowledged, 28);
  }
  kit_forget(&empty);
  world_end(world);
}

#ifdef SOTTO_WITH_CHOOSE
/* A decision and an event in one transaction, as a flush writes them. */
static void decide(cut_world *world) {
  so_vault *vault = open_in_child(world);
  const so_event_row event = {.time_ms = KIT_NOW, .type = SOTTO_EVENT_VIEW_ITEM};
  const so_decision_row decision = {.time_ms = KIT_NOW, .outcome_micro = -1};
  for (int64_t n = 1; n <= 3; n++) {
    so_decision_row row = decision;
    row.id = n;
    stop_on_failure(so_vault_begin(vault, SOTTO_ACT_EVENTS));
    stop_on_failure(so_event_rows_append(vault, &event));
    stop_on_failure(so_decision_rows_append(vault, &row));
    stop_on_failure(so_vault_audit_count(vault, KIT_NOW, 2));
    if (stop_on_failure(so_vault_commit(vault))) world->acknowledged++;
  }
  so_vault_close(vault);
}

static sotto_status count_decision(void *context, const so_decision_row *row) {
  *(int64_t *)context = row->id;
  return SOTTO_OK;
}

Test(cut, a_decision_and_the_event_beside_it_are_both_there_or_neither) {
  cut_world *world = world_new();
  vault_copy empty;
  so_vault_close(kit_open(&world->kit));
  kit_snapshot(&world->kit, &empty);
  const sotto_store_ram store = world->kit.store;
  for (int cut = 1, done = 0; !done; cut += stride()) {
    int64_t decisions = 0;
    world->acknowledged = 0;
    world->kit.store = store;
    kit_restore(&world->kit, &empty);
    done = run_cut(world, decide, cut);
    so_vault *vault = kit_open(&world->kit);
    cr_assert_eq(so_decision_rows_each(vault, count_decision, &decisions), SOTTO_OK);
    cr_assert_eq(kit_count(vault), (uint64_t)decisions, "cut %d", cut);
    cr_assert_geq(decisions, world->acknowledged, "cut %d", cut);
    verified(vault);
    so_vault_close(vault);
    if (done) cr_assert_eq(world->acknowledged, 3);
  }
  kit_forget(&empty);
  world_end(world);
}
#endif

static void rotate(cut_world *world) {
  so_vault *vault = open_in_child(world);
  stop_on_failure(so_vault_rotate(vault, KIT_NOW));
  world->acknowledged = 1;
  so_vault_close(vault);
}

static void noise(so_vault *vault, uint8_t ret_output[32]) {
  const so_noise_ask ask = {2960, "test", {NULL, 0}};
  cr_assert_eq(so_vault_noise(vault, &ask, ret_output), SOTTO_OK);
}

Test(cut, a_rotation_cut_anywhere_is_undone_or_finished) {
  cut_world *world = world_new();
  vault_copy before;
  uint8_t expected[32], output[32];
  int undone = 0, finished = 0;
  so_vault *vault = kit_open(&world->kit);
  kit_record(vault, "boots", 40);
  noise(vault, expected);
  so_vault_close(vault);
  kit_snapshot(&world->kit, &before);
  const sotto_store_ram store = world->kit.store;
  for (int cut = 1, done = 0; !done; cut++) {
    world->acknowledged = 0;
    world->kit.store = store;
    kit_restore(&world->kit, &before);
    done = run_cut(world, rotate, cut);
    vault = kit_open(&world->kit);
    no_leftovers(&world->kit);
    cr_assert_eq(kit_count(vault), 40, "cut %d", cut);
    cr_assert_eq(world->kit.found.behind, 0, "cut %d", cut);
    verified(vault);
    noise(vault, output);
    cr_assert_arr_eq(expected, output, sizeof output);
    so_vault_close(vault);
    const int fresh = memcmp(store.key, world->kit.store.key, SOTTO_KEY_SIZE) != 0;
    cr_assert(fresh || !world->acknowledged);
    undone += !fresh;
    finished += fresh;
  }
  cr_assert_gt(undone, 20);
  cr_assert_gt(finished, 5);
  kit_forget(&before);
  world_end(world);
}

static void forget(cut_world *world) {
  sotto *profile = NULL;
  sotto_options options;
  sotto_consent consent;
  sotto_scope scope;
  size_t rows = 0;
  sotto_options_init(&options);
  sotto_consent_init(&consent);
  sotto_scope_init(&scope);
  options.directory = world->kit.directory;
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  stop_on_failure(sotto_open(&options, &consent, &world->kit.port, &profile));
  scope.kind = SOTTO_FORGET_ITEM;
  scope.item = (sotto_text){"boots", 5};
  stop_on_failure(sotto_forget(profile, &scope, &rows));
  world->acknowledged = (uint32_t)rows;
  sotto_close(profile);
}

Test(cut, a_forget_cut_anywhere_is_not_begun_or_finished_with_its_rotation) {
  cut_world *world = world_new();
  vault_copy before;
  int undone = 0, finished = 0;
  so_vault *vault = kit_open(&world->kit);
  kit_record(vault, "boots", 30);
  kit_record(vault, "tent", 10);
  so_vault_close(vault);
  kit_snapshot(&world->kit, &before);
  const sotto_store_ram store = world->kit.store;
  for (int cut = 1, done = 0; !done; cut += stride()) {
    world->acknowledged = 0;
    world->kit.store = store;
    kit_restore(&world->kit, &before);
    done = run_cut(world, forget, cut);
    vault = kit_open(&world->kit);
    no_leftovers(&world->kit);
    const uint64_t rows = kit_count(vault);
    const int fresh = memcmp(store.key, world->kit.store.key, SOTTO_KEY_SIZE) != 0;
    cr_assert(rows == 40 || rows == 10, "cut %d: %d rows", cut, (int)rows);
    cr_assert_eq(fresh, rows == 10, "cut %d", cut);
    cr_assert(rows == 10 || !world->acknowledged, "cut %d", cut);
    verified(vault);
    so_vault_close(vault);
    undone += !fresh;
    finished += fresh;
  }
  cr_assert_gt(undone, 10);
  cr_assert_gt(finished, 10);
  kit_forget(&before);
  world_end(world);
}

static void erase(cut_world *world) {
  sotto_receipt receipt;
  stop_on_failure(so_vault_erase(world->kit.directory, &world->kit.port, &receipt));
}

Test(cut, an_erase_cut_anywhere_can_be_done_again) {
  cut_world *world = world_new();
  vault_copy before;
  sotto_receipt receipt;
  so_vault *vault = kit_open(&world->kit);
  kit_record(vault, "boots", 40);
  so_vault_close(vault);
  kit_snapshot(&world->kit, &before);
  const sotto_store_ram store = world->kit.store;
  for (int cut = 1, done = 0; !done; cut++) {
    world->kit.store = store;
    kit_restore(&world->kit, &before);
    done = run_cut(world, erase, cut);
    const int begun = !world->kit.store.has_key;
    const sotto_status status = kit_try(&world->kit, 0);
    if (begun)
      cr_assert(status == SOTTO_E_KEY_LOST || status == SOTTO_E_MISSING, "cut %d: %s", cut,
                sotto_status_name(status));
    else
      cr_assert_eq(status, SOTTO_OK);
    cr_assert_eq(so_vault_erase(world->kit.directory, &world->kit.port, &receipt), SOTTO_OK);
    cr_assert_eq(kit_files(&world->kit), 0);
    cr_assert_eq(world->kit.store.has_key, 0);
  }
  kit_forget(&before);
  world_end(world);
}
