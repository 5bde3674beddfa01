/*
 * The ledger of a real profile against a random world: the public calls on real SQLCipher files, in
 * processes of their own that die before a write of their choosing, on directories that somebody
 * copies, puts back in whole or file by file, erases and makes again, under a clock that goes
 * either way. What counts is what could leave: every report that an outbox ever showed, opened with
 * the brand's key. test_ledger_model does the same to the arithmetic alone, a hundred times as
 * often.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <sotto/estimate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../journey/lab_asked.h"

enum { SESSIONS = 12, COPIES = 3, LEFT = 512, ASKED = 2048, CUTS = 90 };

/* Writes of this process: before number `cut` it dies. 0: it lives. Every write of SQLite and of
   the library goes through these, because the program's own symbols come first. */
static int cut;

static void write_ahead(void) {
  if (cut && --cut == 0) _exit(0);
}

#define DYING(type, name, parameters, call)                                                        \
 type name parameters {                                                                            \
  write_ahead();                                                                                   \
  return (type)syscall call;                                                                       \
 }
DYING(ssize_t, pwrite, (int file, const void *bytes, size_t size, off_t at),
      (SYS_pwrite64, file, bytes, size, at))
DYING(ssize_t, write, (int file, const void *bytes, size_t size), (SYS_write, file, bytes, size))
DYING(int, fsync, (int file), (SYS_fsync, file))
DYING(int, fdatasync, (int file), (SYS_fdatasync, file))
DYING(int, ftruncate, (int file, off_t size), (SYS_ftruncate, file, size))
DYING(int, unlink, (const char *path), (SYS_unlinkat, AT_FDCWD, path, 0))
DYING(int, unlinkat, (int folder, const char *path, int flags), (SYS_unlinkat, folder, path, flags))
DYING(int, renameat, (int from_folder, const char *from, int to_folder, const char *to),
      (SYS_renameat2, from_folder, from, to_folder, to, 0))

/* A report that could have left, once for each different content. */
typedef struct left {
  uint8_t id[SOTTO_REPORT_ID_SIZE];
  uint32_t question, epoch, count, buckets[8];
  uint64_t cost_micro;
} left;

/* What was going to be said when a question was answered. */
typedef struct asked {
  uint32_t question, epoch, bucket;
} asked;

/* Shared by all processes of a history. */
typedef struct world {
  sotto_store_ram store;
  left left[LEFT];
  asked asked[ASKED];
  uint32_t left_count, asked_count;
  uint64_t most_spent; /* the anchor's total so far */
  int anchor_fell;
  int blind; /* planted defect: the store forgets its anchor */
  int unopened;
} world;

static world *shared;
static lab_world lab;
static sotto_collector *collector;
static char base[64]; /* the directories of this test */

static uint64_t state; /* splitmix64: seeded by history and session */

static uint32_t below(uint32_t bound) {
  uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return (uint32_t)((z ^ z >> 31) >> 16) % bound;
}

static sotto_status load_anchor(void *context, sotto_anchor *ret_anchor) {
  const sotto_store_ram *store = context;
  if (!store->has_anchor || shared->blind) return SOTTO_E_MISSING;
  *ret_anchor = store->anchor;
  return SOTTO_OK;
}

static sotto_status advance_anchor(void *context, const sotto_anchor *anchor) {
  sotto_store_ram *store = context;
  write_ahead();
  store->anchor = *anchor;
  store->has_anchor = 1;
  if (anchor->epsilon_micro < shared->most_spent) shared->anchor_fell = 1;
  shared->most_spent = anchor->epsilon_micro;
  return SOTTO_OK;
}

static void empty_folder(const char *path) {
  DIR *folder = opendir(path);
  for (struct dirent *entry; folder && (entry = readdir(folder));)
    if (entry->d_name[0] != '.') unlinkat(dirfd(folder), entry->d_name, 0);
  if (folder) closedir(folder);
}

static void copy_file(const char *from, const char *to, const char *name) {
  static char bytes[1 << 20];
  char path[256];
  snprintf(path, sizeof path, "%s/%s", from, name);
  int file = open(path, O_RDONLY);
  if (file < 0) return;
  ssize_t size = read(file, bytes, sizeof bytes);
  close(file);
  snprintf(path, sizeof path, "%s/%s", to, name);
  file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  cr_assert(file >= 0 && size >= 0 && write(file, bytes, (size_t)size) == size);
  close(file);
}

static void copy_folder(const char *from, const char *to) {
  mkdir(to, 0700);
  empty_folder(to);
  DIR *folder = opendir(from);
  for (struct dirent *entry; folder && (entry = readdir(folder));)
    if (entry->d_name[0] != '.') copy_file(from, to, entry->d_name);
  if (folder) closedir(folder);
}

static const char *copy_name(int number) {
  static char path[128];
  snprintf(path, sizeof path, "%s/copy%d", base, number);
  return path;
}

/* Puts another directory in the path's place; whoever has the old one open keeps it. */
static void replace_folder(const char *from) {
  char old[160];
  snprintf(old, sizeof old, "%s/old", base);
  empty_folder(old);
  rmdir(old);
  rename(lab.profile, old);
  copy_folder(from, lab.profile);
}

static uint32_t see(void *context, const sotto_report *report) {
  sotto_answer answer;
  (void)context;
  cr_assert_eq(sotto_collector_read(collector, report->body, &answer), SOTTO_OK);
  cr_assert(answer.epoch == report->epoch && answer.count <= 8);
  left seen = {.question = answer.index,
               .epoch = answer.epoch,
               .count = answer.count,
               .cost_micro = report->cost_micro};
  memcpy(seen.id, answer.report, sizeof seen.id);
  memcpy(seen.buckets, answer.cells, answer.count * sizeof *answer.cells);
  for (uint32_t i = 0; i < shared->left_count; i++)
    if (memcmp(&shared->left[i], &seen, sizeof seen) == 0) return 0;
  cr_assert_lt(shared->left_count, LEFT);
  shared->left[shared->left_count++] = seen;
  return 0;
}

static uint32_t look_at(void *context, const sotto_preview *preview) {
  lab_seen *all = context;
  all->previews[all->count++] = *preview;
  return 0;
}

static void answer_one(sotto *profile) {
  lab_seen all;
  uint32_t question = below(LAB_QUESTIONS);
  memset(&all, 0, sizeof all);
  if (sotto_question_each(profile, look_at, &all) || all.count != LAB_QUESTIONS) return;
  const sotto_preview *preview = &all.previews[question];
  if (preview->state == SOTTO_QUESTION_OPEN && shared->asked_count < ASKED)
    shared->asked[shared->asked_count++] =
        (asked){question, (uint32_t)(shared->store.now_ms / LAB_WEEK_MS), preview->bucket};
  (void)!sotto_question_answer(profile, preview->question);
}

static void withdraw(sotto *profile) {
  sotto_consent none = lab.consent;
  sotto_consent_fill(&none, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_DENIED);
  (void)!sotto_consent_set(profile, &none);
  (void)!sotto_consent_set(profile, &lab.consent);
}

static void act(sotto *profile) {
  static const char *const things[] = {"rope", "stove", "boots", "fins"};
  static const char text[] = "{\"sotto_export\":1,\"events\":[]}";
  size_t events;
  uint32_t kind = below(20);
  if (kind < 13)
    answer_one(profile);
  else if (kind < 16)
    (void)!lab_try_record(profile, SOTTO_EVENT_PURCHASE, things[below(4)]);
  else if (kind == 16)
    withdraw(profile);
  else if (kind == 17)
    (void)!sotto_profile_import(profile, (sotto_bytes){(const uint8_t *)text, sizeof text - 1},
                                &events);
  else
    (void)!sotto_tick(profile);
}

static sotto *open_profile(void) {
  sotto *profile = NULL;
  sotto_status status = lab_try_open(&lab, &profile);
  if (!status && below(8) == 0) status = sotto_pack_install(profile, lab.pack);
  shared->unopened = status != SOTTO_OK && status != SOTTO_E_BUSY;
  return profile;
}

/* One run of the app. In one of eight, a second process runs while it is open: on the same files,
   or on a copy that was put in their place. */
static void live(int copied, int depth) {
  sotto *profile = open_profile();
  if (!profile) return;
  uint32_t acts = 1 + below(4);
  for (uint32_t i = 0; i < acts; i++) {
    act(profile);
    if (depth || below(16)) continue;
    if (copied && below(2)) replace_folder(copy_name((int)below((uint32_t)copied)));
    pid_t second = fork();
    if (second == 0) {
      live(copied, 1);
      _exit(0);
    }
    waitpid(second, NULL, 0);
  }
  (void)!sotto_outbox_each(profile, see, NULL);
  sotto_close(profile);
}

static void erase(void) {
  sotto_receipt receipt;
  (void)!sotto_erase(lab.profile, &lab.port, &receipt);
}

/* Does `work` in a process of its own that may die before one of its writes. */
static void in_process(int copied, int erases) {
  int dies = below(4) == 0 ? 1 + (int)below(CUTS) : 0, state_of;
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    cut = dies;
    if (erases)
      erase();
    else
      live(copied, 0);
    _exit(0);
  }
  cr_assert_eq(waitpid(child, &state_of, 0), child);
  cr_assert(WIFEXITED(state_of) && WEXITSTATUS(state_of) == 0, "state %x", (unsigned)state_of);
}

static void move_clock(void) {
  static const int64_t least = LAB_START_MS - 50 * LAB_WEEK_MS;
  int64_t *now_ms = &shared->store.now_ms, days = below(9);
  uint32_t kind = below(20);
  if (kind < 17)
    *now_ms += days * LAB_DAY_MS;
  else if (kind == 17)
    *now_ms += 10 * days * LAB_DAY_MS;
  else
    *now_ms -= 3 * days * LAB_DAY_MS;
  if (*now_ms < least) *now_ms = least;
}

/* What happens to the files while no process runs. */
static void disturb(int *inout_copied) {
  static const char *const names[] = {"profile.db", "profile.head"};
  uint32_t kind = below(20);
  int have = *inout_copied < COPIES ? *inout_copied : COPIES;
  if (kind < 4)
    copy_folder(lab.profile, copy_name((*inout_copied)++ % COPIES));
  else if (kind < 8 && have)
    replace_folder(copy_name((int)below((uint32_t)have)));
  else if (kind == 8 && have)
    copy_file(copy_name((int)below((uint32_t)have)), lab.profile, names[below(2)]);
  else if (kind == 9)
    in_process(0, 1);
  if (kind == 10 || shared->unopened) { /* installed again */
    empty_folder(lab.profile);
    shared->store.has_key = 0;
  }
}

static void run(uint32_t history) {
  int copied = 0;
  for (int session = 0; session < SESSIONS; session++) {
    state = ((uint64_t)history << 8 | (uint32_t)session) * UINT64_C(0xd1342543de82ef95);
    move_clock();
    in_process(copied < COPIES ? copied : COPIES, 0);
    disturb(&copied);
  }
}

static int by_epoch(const void *a, const void *b) {
  const left *x = a, *y = b;
  return (x->epoch > y->epoch) - (x->epoch < y->epoch);
}

static int paid_before(uint32_t index) {
  const left *report = &shared->left[index];
  for (uint32_t j = 0; j < index; j++)
    if (shared->left[j].cost_micro && shared->left[j].question == report->question &&
        shared->left[j].epoch == report->epoch)
      return 1;
  return 0;
}

/* The reference: a bucket that never forgets, full when first seen; and one paid a question and
   epoch; and totals of the anchor that never fall. */
static int exceeded(void) {
  int64_t balance = 2000000;
  uint32_t last = 0;
  if (shared->left_count > 1)
    qsort(shared->left, shared->left_count, sizeof *shared->left, by_epoch);
  for (uint32_t i = 0; i < shared->left_count; i++) {
    const left *report = &shared->left[i];
    if (!report->cost_micro) continue;
    if (last) balance += (int64_t)(report->epoch - last) * (22000000 / 52);
    if (balance > 2000000) balance = 2000000;
    balance -= (int64_t)report->cost_micro;
    last = report->epoch;
    if (balance < 0 || paid_before(i)) return 1;
  }
  return shared->anchor_fell;
}

/* Without an anchor: paid reports of one id beside the different answers that were to be said. */
static uint32_t reports_of(const left *of) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < shared->left_count; i++)
    count += shared->left[i].cost_micro && memcmp(shared->left[i].id, of->id, sizeof of->id) == 0;
  return count;
}

static uint32_t answers_of(const left *of) {
  uint32_t said = 0;
  for (uint32_t i = 0; i < shared->asked_count; i++)
    if (shared->asked[i].question == of->question && shared->asked[i].epoch == of->epoch)
      said |= 1u << shared->asked[i].bucket;
  return (uint32_t)__builtin_popcount(said);
}

static void open_collector(void) {
  sotto_collector_options options;
  static uint8_t pack[1 << 20];
  FILE *file = fopen(lab.pack, "rb");
  cr_assert_not_null(file);
  size_t size = fread(pack, 1, sizeof pack, file);
  fclose(file);
  sotto_collector_options_init(&options);
  options.pack = (sotto_bytes){pack, size};
  options.trust = (sotto_bytes){lab.keys.signing_public, sizeof lab.keys.signing_public};
  options.report_key = (sotto_bytes){lab.keys.report_secret, sizeof lab.keys.report_secret};
  cr_assert_eq(sotto_collector_open(&options, &collector), SOTTO_OK);
}

/* A device five weeks old, its budget saved up, as every history finds it. */
static sotto_store_ram grown;

static void begin(int anchored) {
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  cr_assert_neq(shared, MAP_FAILED);
  lab_begin(&lab);
  snprintf(base, sizeof base, "%s/sotto-model-XXXXXX",
           access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
  cr_assert_not_null(mkdtemp(base));
  snprintf(lab.profile, sizeof lab.profile, "%s/profile", base);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  lab_build_pack(&lab, &(lab_pack){.created_ms = LAB_START_MS - 60 * LAB_WEEK_MS,
                                   .expires_ms = LAB_START_MS + 300 * LAB_WEEK_MS});
  open_collector();
  shared->store = lab.store;
  lab.port.context = &shared->store;
  lab.port.anchor_load = anchored ? load_anchor : NULL;
  lab.port.anchor_advance = anchored ? advance_anchor : NULL;
  sotto *profile = lab_open(&lab);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  for (int week = 0; week < 5; week++) {
    shared->store.now_ms += LAB_WEEK_MS;
    cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  }
  sotto_close(profile);
  grown = shared->store;
  copy_folder(lab.profile, copy_name(COPIES));
}

static void start(int blind) {
  memset(shared, 0, sizeof *shared);
  shared->store = grown;
  shared->blind = blind;
  copy_folder(copy_name(COPIES), lab.profile);
}

static void end(void) {
  char command[128];
  sotto_collector_close(collector);
  snprintf(command, sizeof command, "rm -r '%s'", base);
  cr_assert_eq(system(command), 0);
  munmap(shared, sizeof *shared);
  lab_end(&lab);
}

static int wished(const char *name) {
  const char *wish = getenv(name);
  return wish && *wish;
}

/* Everyday runs, and those under a sanitizer, which is there for memory and not for the count, play
   a third. */
static uint32_t histories(uint32_t usual) {
#ifndef __SANITIZE_ADDRESS__
  if (wished("SOTTO_LONG")) return 4 * usual;
  if (wished("SOTTO_SLOW")) return usual;
#else
  (void)wished;
#endif
  return usual / 3;
}

Test(vault_model, with_an_anchor_no_cap_is_exceeded_on_real_files) {
  uint64_t paid = 0, reports = 0;
  begin(1);
  for (uint32_t history = 0; history < histories(1200); history++) {
    start(0);
    run(history);
    cr_assert_not(exceeded(), "history %u", history);
    for (uint32_t i = 0; i < shared->left_count; i++) paid += shared->left[i].cost_micro > 0;
    reports += shared->left_count;
  }
  fprintf(stderr, "%u histories, %llu reports, %llu of them paid\n", histories(1200),
          (unsigned long long)reports, (unsigned long long)paid);
  cr_assert_gt(paid, histories(1200), "the histories do answer");
  end();
}

Test(vault_model, a_store_that_forgets_its_anchor_is_found) {
  uint32_t history = 0;
  begin(1);
  for (start(1), run(0); !exceeded() && history < 300; start(1), run(history)) history++;
  fprintf(stderr, "found in history %u\n", history);
  cr_assert_lt(history, 300);
  end();
}

Test(vault_model, without_an_anchor_a_report_leaves_for_each_different_answer_and_no_more) {
  uint32_t most = 0;
  begin(0);
  for (uint32_t history = 0; history < histories(600); history++) {
    start(0);
    run(history);
    for (uint32_t i = 0; i < shared->left_count; i++) {
      const left *report = &shared->left[i];
      if (!report->cost_micro) continue;
      cr_assert_leq(reports_of(report), answers_of(report), "history %u", history);
      if (reports_of(report) > most) most = reports_of(report);
    }
  }
  fprintf(stderr, "without an anchor: up to %u different reports under one id\n", most);
  cr_assert_gt(most, 1, "putting copies back does gain where there is no anchor");
  end();
}
