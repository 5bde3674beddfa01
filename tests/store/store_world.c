/*
 * The parts of a world that every store has. See store_world.h.
 */
#define _GNU_SOURCE
#include "store_world.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *begin_ram(store_world *world) {
  sotto_store_ram_init(&world->store.ram, &world->port);
  return NULL;
}

static const char *begin_insecure_file(store_world *world) {
  cr_assert_eq(sotto_store_insecure_file_init(&world->store.file, world->file, SOTTO_INSECURE_FILE,
                                              &world->port),
               SOTTO_OK);
  return NULL;
}

static const char *begin_passphrase(store_world *world) {
  sotto_store_passphrase_init(&world->store.passphrase, (sotto_text){"correct horse", 13},
                              &world->port);
  return NULL;
}

const store_kind world_ram = {"ram", SOTTO_STRENGTH_MEMORY, begin_ram};
const store_kind world_insecure_file = {"insecure_file", SOTTO_STRENGTH_FILE, begin_insecure_file};
const store_kind world_passphrase = {"passphrase", SOTTO_STRENGTH_PASSPHRASE, begin_passphrase};

const char *world_try_begin(store_world *ret_world, const store_kind *kind) {
  memset(ret_world, 0, sizeof *ret_world);
  snprintf(ret_world->root, sizeof ret_world->root, "/tmp/sotto-store-XXXXXX");
  cr_assert_not_null(mkdtemp(ret_world->root));
  snprintf(ret_world->profile, sizeof ret_world->profile, "%s/profile", ret_world->root);
  snprintf(ret_world->file, sizeof ret_world->file, "%s/key", ret_world->root);
  return kind->begin(ret_world);
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *at) {
  (void)info, (void)type, (void)at;
  return remove(path);
}

void world_end(store_world *world) {
  world_kill(&world->keyring);
  world_kill(&world->bus);
  world_kill(&world->chip);
  nftw(world->root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

sotto_status world_try(store_world *world, const sotto_port *port, sotto **ret_profile) {
  sotto_options options;
  sotto_consent consent;
  sotto_options_init(&options);
  options.directory = world->profile;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  return sotto_open(&options, &consent, port, ret_profile);
}

sotto *world_open(store_world *world, const sotto_port *port) {
  sotto *profile = NULL;
  const sotto_status status = world_try(world, port, &profile);
  cr_assert_eq(status, SOTTO_OK, "open: %s", sotto_status_name(status));
  return profile;
}

sotto_status world_visit(store_world *world) {
  sotto *profile = NULL;
  const sotto_status status = world_try(world, &world->port, &profile);
  sotto_close(profile);
  return status;
}

sotto_status world_record(sotto *profile, const char *item) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = (sotto_text){item, strlen(item)};
  const sotto_status status = sotto_record(profile, &event);
  return status ? status : sotto_flush(profile);
}

sotto_status world_forget(sotto *profile, const char *item) {
  sotto_scope scope;
  size_t rows = 0;
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ITEM;
  scope.item = (sotto_text){item, strlen(item)};
  return sotto_forget(profile, &scope, &rows);
}

typedef struct counting {
  const char *item;
  size_t count;
} counting;

static uint32_t count_item(void *context, const sotto_kept *kept) {
  counting *tally = context;
  tally->count += kept->kind.size == 5 && memcmp(kept->kind.data, "event", 5) == 0 &&
                  memmem(kept->words.data, kept->words.size, tally->item, strlen(tally->item));
  return 0;
}

size_t world_count(sotto *profile, const char *item) {
  counting tally = {item, 0};
  cr_assert_eq(sotto_profile_each(profile, count_item, &tally), SOTTO_OK);
  return tally.count;
}

static void run(const char *format, const char *path) {
  char command[1024];
  snprintf(command, sizeof command, format, path, path, path);
  cr_assert_eq(system(command), 0, "%s", command);
}

void world_copy(const char *path) {
  run("rm -rf '%s.copy' && cp -a '%s' '%s.copy'", path);
}

void world_put_back(const char *path) {
  run("rm -rf '%s' && cp -a '%s.copy' '%s'", path);
}

static const void *wanted;
static size_t wanted_size;
static int found;

static int look_into(const char *path, const struct stat *info, int type, struct FTW *at) {
  (void)at;
  FILE *file = type == FTW_F && info->st_size > 0 ? fopen(path, "rb") : NULL;
  if (!file) return 0;
  char *bytes = malloc((size_t)info->st_size);
  const size_t size = bytes ? fread(bytes, 1, (size_t)info->st_size, file) : 0;
  if (size && memmem(bytes, size, wanted, wanted_size)) found = 1;
  free(bytes);
  fclose(file);
  return 0;
}

int world_holds(const store_world *world, const void *bytes, size_t size) {
  wanted = bytes;
  wanted_size = size;
  found = 0;
  nftw(world->root, look_into, 16, FTW_PHYS);
  return found;
}

sotto_status world_key(store_world *world, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  return world->port.key_load(world->port.context, ret_key);
}

int64_t world_now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

pid_t world_start(const char *const *arguments, const char *input) {
  int ends[2];
  cr_assert_eq(pipe(ends), 0);
  const pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[0], STDIN_FILENO);
    /* What a service prints is no part of this test's report. */
    if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) _exit(126);
    close(ends[0]);
    close(ends[1]);
    execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    _exit(127);
  }
  close(ends[0]);
  if (input) cr_assert_eq(write(ends[1], input, strlen(input)), (ssize_t)strlen(input));
  close(ends[1]);
  return child;
}

void world_kill(pid_t *inout_child) {
  if (*inout_child <= 0) return;
  kill(*inout_child, SIGKILL);
  waitpid(*inout_child, NULL, 0);
  *inout_child = 0;
}

int world_has(const char *program) {
  char command[256];
  snprintf(command, sizeof command, "command -v %s >/dev/null", program);
  return system(command) == 0;
}
