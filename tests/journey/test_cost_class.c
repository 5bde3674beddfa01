/*
 * What each call costs the thread it is made on. A call documented "Cost: memory" makes, after its
 * first use, no system call but for memory, locks, time, randomness and the process's number, so a
 * user-interface thread may make it. The child marks each call; the parent counts what the kernel
 * was asked in between.
 */
#include <criterion/criterion.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab.h"
#include "traced.h"

#define MARK 0x50770000u /* a descriptor that is not open: a call without effect */
#define ROUNDS 3         /* the first is the first use, and not counted */

typedef struct cost_world {
  lab_world lab;
  sotto *profile;
  size_t running;               /* number of the marked call, 0: none */
  uint32_t marks, asked[32][2]; /* system calls of each, and the last one beyond memory */
} cost_world;

static uint32_t no_reason(void *context, const sotto_reason *reason) {
  (void)context, (void)reason;
  return 0;
}

static uint32_t no_affinity(void *context, const sotto_affinity *affinity) {
  (void)context, (void)affinity;
  return 0;
}

static sotto_status record(sotto *profile) {
  return lab_try_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
}

static sotto_status mindset_get(sotto *profile) {
  sotto_mindset_info info;
  return sotto_mindset_get(profile, &info);
}

static sotto_status mindset_explain(sotto *profile) {
  return sotto_mindset_explain(profile, no_reason, NULL);
}

static sotto_status affinity_each(sotto *profile) {
  return sotto_affinity_each(profile, lab_text(""), no_affinity, NULL);
}

static sotto_status recommend(sotto *profile) {
  sotto_request request;
  sotto_pick picks[4];
  size_t count = 4;
  sotto_request_init(&request);
  request.slot = lab_text("home");
  return sotto_recommend(profile, &request, picks, &count);
}

static sotto_status pick_explain(sotto *profile) {
  sotto_request request;
  sotto_pick picks[4];
  size_t count = 4;
  sotto_request_init(&request);
  const sotto_status status = sotto_recommend(profile, &request, picks, &count);
  return status ? status : sotto_pick_explain(profile, picks[0].id, no_reason, NULL);
}

static sotto_status pick_dismiss(sotto *profile) {
  return sotto_pick_dismiss(profile, lab_text("fins"));
}

static sotto_status budget_get(sotto *profile) {
  sotto_budget budget;
  return sotto_budget_get(profile, &budget);
}

static uint32_t no_preview(void *context, const sotto_preview *preview) {
  (void)context, (void)preview;
  return 0;
}

static sotto_status question_each(sotto *profile) {
  return sotto_question_each(profile, no_preview, NULL);
}

static sotto_status consent_get(sotto *profile) {
  sotto_consent consent;
  return sotto_consent_get(profile, &consent);
}

static sotto_status pack_get(sotto *profile) {
  sotto_pack_info info;
  return sotto_pack_get(profile, &info);
}

static sotto_status item_title(sotto *profile) {
  sotto_text title;
  return sotto_item_title(profile, lab_text("rope"), &title);
}

static sotto_status context_set(sotto *profile) {
  sotto_context context;
  sotto_context_init(&context);
  return sotto_context_set(profile, &context);
}

static sotto_status learning_pause(sotto *profile) {
  return sotto_learning_pause(profile, 0);
}

static sotto_status error_detail(sotto *profile) {
  char text[256];
  size_t size = sizeof text;
  return sotto_error_detail(profile, text, &size);
}

#ifdef SOTTO_WITH_CHOOSE
static sotto_status choose(sotto *profile) {
  sotto_choice_request request;
  sotto_choice choice;
  sotto_choice_request_init(&request);
  request.slot = lab_text("chosen");
  return sotto_choose(profile, &request, &choice);
}

static uint32_t stop(void *context, const sotto_reason *reason) {
  (void)context, (void)reason;
  return 1;
}

static sotto_status outcome(sotto *profile) {
  sotto_status status = sotto_outcome(profile, 12345, 1);
  return status == SOTTO_E_MISSING ? sotto_choice_explain(profile, 0, stop, NULL) : status;
}
#endif

#ifdef SOTTO_WITH_BRIEF
static uint32_t no_line(void *context, const sotto_brief_line *line) {
  (void)context, (void)line;
  return 0;
}

static sotto_status brief(sotto *profile) {
  static char json[65536];
  size_t size = sizeof json;
  sotto_brief_request request;
  sotto_brief_request_init(&request);
  return sotto_brief(profile, &request, json, &size);
}

static sotto_status brief_say(sotto *profile) {
  sotto_brief_request request;
  sotto_brief_request_init(&request);
  return sotto_brief_say(profile, &request, no_line, NULL);
}
#endif

/* Cost: disk, to know that disks are seen. */
static sotto_status flush(sotto *profile) {
  const sotto_status status = record(profile);
  return status ? status : sotto_flush(profile);
}

typedef struct cost_case {
  const char *name;
  sotto_status (*call)(sotto *profile);
} cost_case;

#define CASE(name)                                                                                 \
 { #name, name }

static const cost_case memory_cases[] = {
#ifdef SOTTO_WITH_BRIEF
    CASE(brief),          CASE(brief_say),
#endif
    CASE(record),         CASE(mindset_get),  CASE(mindset_explain), CASE(affinity_each),
    CASE(recommend),      CASE(pick_explain), CASE(pick_dismiss),    CASE(budget_get),
    CASE(consent_get),    CASE(pack_get),     CASE(item_title),      CASE(context_set),
    CASE(learning_pause), CASE(error_detail), CASE(question_each),
#ifdef SOTTO_WITH_CHOOSE
    CASE(choose),         CASE(outcome),
#endif
};
static const cost_case disk_cases[] = {CASE(flush)};

static const cost_case *cases;
static size_t case_count;

static void mark(size_t number) {
  (void)syscall(SYS_close, MARK + number);
}

/* A handle is used in the process that opened it. */
static void make_calls(void *context) {
  cost_world *world = context;
  world->profile = lab_open(&world->lab);
  for (int i = 0; i < 5; i++) lab_record(world->profile, SOTTO_EVENT_VIEW_ITEM, "tent-4");
  if (sotto_flush(world->profile)) _exit(100);
  for (int round = 0; round < ROUNDS; round++)
    for (size_t i = 0; i < case_count; i++) {
      if (round) mark(i + 1);
      const sotto_status status = cases[i].call(world->profile);
      if (round) mark(0);
      if (status) _exit(1 + (int)i);
    }
  sotto_close(world->profile);
}

#ifndef SYS_mmap
# define SYS_mmap SYS_mmap2 /* 32-bit machines have this one alone */
#endif

/* 1 where a call is for memory, locks, time or randomness. */
static int is_memory(uint64_t number) {
  static const long fine[] = {SYS_brk,      SYS_mmap,      SYS_munmap,        SYS_mremap,
                              SYS_mprotect, SYS_madvise,   SYS_mlock,         SYS_munlock,
                              SYS_futex,    SYS_getrandom, SYS_clock_gettime, SYS_getpid};
  for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
    if (number == (uint64_t)fine[i]) return 1;
  return 0;
}

static void count(void *context, const traced_call *call) {
  cost_world *world = context;
  const uint64_t number = call->arguments[0] - MARK;
  if (call->number == SYS_close && number <= case_count) {
    world->running = (size_t)number;
    world->marks++;
  } else if (world->running && !is_memory(call->number)) {
    world->asked[world->running - 1][0]++;
    world->asked[world->running - 1][1] = (uint32_t)call->number;
  }
}

/* A profile with a pack and a few events, its calls made in a child and counted. */
static void measure(cost_world *world, const cost_case *all, size_t size) {
  static const char *const swaps[] = {
      "{\"id\":\"kiosk\",",
      "{\"id\":\"chosen\",\"choice\":{\"sticky_hours\":0},\"arms\":["
      "{\"id\":\"a\",\"content\":{\"en\":\"A\",\"es\":\"A\"}},"
      "{\"id\":\"b\",\"content\":{\"en\":\"B\",\"es\":\"B\"}}]},{\"id\":\"kiosk\",",
      NULL};
  cases = all;
  cr_assert_leq(size, sizeof world->asked / sizeof *world->asked);
  case_count = size;
  lab_begin(&world->lab);
  sotto_consent_fill(&world->lab.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  sotto *profile = lab_open(&world->lab);
  lab_build_pack(&world->lab, &(lab_pack){.swaps = swaps});
  cr_assert_eq(sotto_pack_install(profile, world->lab.pack), SOTTO_OK);
  sotto_close(profile);
  const int code = traced_run(make_calls, count, world);
  lab_end(&world->lab);
  if (code < 0) cr_skip_test("ptrace is not allowed here");
  cr_assert_eq(code, 0, "%s failed", code <= (int)size ? all[code - 1].name : "the child");
  cr_assert_eq(world->marks, 2 * size * (ROUNDS - 1));
}

Test(cost_class, memory_asks_the_kernel_for_nothing_but_memory_locks_and_time) {
  static cost_world world;
  measure(&world, memory_cases, sizeof memory_cases / sizeof *memory_cases);
  for (size_t i = 0; i < case_count; i++)
    cr_expect_eq(world.asked[i][0], 0, "%s: %u system calls, the last number %u",
                 memory_cases[i].name, world.asked[i][0], world.asked[i][1]);
}

Test(cost_class, disk_is_seen_to_ask_for_files) {
  static cost_world world;
  measure(&world, disk_cases, 1);
  cr_assert_gt(world.asked[0][0], 2 * (ROUNDS - 1));
}
