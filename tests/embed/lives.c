/*
 * The life of a host process around a profile: it forks with one open, and opens one a thousand
 * times.
 *
 * usage: lives fork|thousand DIRECTORY
 * Prints SOTTO_OK, or what went wrong. `fork`: the child's calls must answer SOTTO_E_STATE and its
 * close must write nothing, while the parent goes on; `thousand`: neither memory nor descriptors
 * grow. Built by embed.sh against an installed Sotto.
 */
#define _GNU_SOURCE
#include "lent_port.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 1000
#define WARM_ROUNDS 50
#define GROWTH_KIB 512

static sotto_status opened(const char *directory, struct lent_key *key, sotto **ret_profile) {
  sotto_options options;
  sotto_consent consent;
  sotto_port port;
  sotto_options_init(&options);
  options.directory = directory;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  lent_port_init(&port, key);
  return sotto_open(&options, &consent, &port, ret_profile);
}

static sotto_status looked_at(sotto *profile, const char *item) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = (sotto_text){item, strlen(item)};
  const sotto_status status = sotto_record(profile, &event);
  return status ? status : sotto_flush(profile);
}

static uint32_t count_event(void *context, const sotto_kept *kept) {
  int *count = context;
  *count += kept->kind.size == 5 && !memcmp(kept->kind.data, "event", 5);
  return 0;
}

/* In the child: 0 where every call says that the handle is another process's. */
static int child_of(sotto *profile) {
  sotto_mindset_info mindset;
  int events = 0;
  if (looked_at(profile, "childs-canary") != SOTTO_E_STATE) return 1;
  if (sotto_mindset_get(profile, &mindset) != SOTTO_E_STATE) return 2;
  if (sotto_profile_each(profile, count_event, &events) != SOTTO_E_STATE) return 3;
  sotto_close(profile);
  return 0;
}

/* What the parent kept before and after the child, and nothing of the child's. */
static const char *holds_two(const char *directory, struct lent_key *key) {
  sotto *profile = NULL;
  int events = 0;
  if (opened(directory, key, &profile)) return "the profile does not open again";
  const sotto_status status = sotto_profile_each(profile, count_event, &events);
  sotto_close(profile);
  return !status && events == 2 ? "SOTTO_OK" : "events are missing or too many";
}

static const char *forks(const char *directory) {
  struct lent_key key = {{0}, 0};
  sotto *profile = NULL;
  int code = 0;
  if (opened(directory, &key, &profile) || looked_at(profile, "first-canary")) return "no profile";
  const pid_t child = fork();
  if (child == 0) _exit(child_of(profile));
  if (child < 0 || waitpid(child, &code, 0) != child || code) return "the child was served";
  if (looked_at(profile, "second-canary")) return "the parent was harmed";
  sotto_close(profile);
  return holds_two(directory, &key);
}

static long resident_kib(void) {
  char line[256];
  long kib = 0;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status))
    if (!strncmp(line, "VmRSS:", 6)) kib = strtol(line + 6, NULL, 10);
  if (status) fclose(status);
  return kib;
}

static int descriptors(void) {
  int count = 0;
  DIR *directory = opendir("/proc/self/fd");
  while (directory && readdir(directory)) count++;
  if (directory) closedir(directory);
  return count;
}

static const char *opens_often(const char *directory) {
  struct lent_key key = {{0}, 0};
  sotto_mindset_info mindset;
  long kib = 0;
  int files = 0;
  for (int i = 0; i < ROUNDS; i++) {
    sotto *profile = NULL;
    if (i == WARM_ROUNDS) kib = resident_kib(), files = descriptors();
    if (opened(directory, &key, &profile)) return "the profile does not open";
    if (sotto_mindset_get(profile, &mindset)) return "the profile cannot be asked";
    sotto_close(profile);
  }
  fprintf(stderr, "%ld KiB after %d rounds, %ld after %d\n", kib, WARM_ROUNDS, resident_kib(),
          ROUNDS);
  if (descriptors() > files) return "descriptors grow";
  return resident_kib() > kib + GROWTH_KIB ? "memory grows" : "SOTTO_OK";
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  const int fork_it = !strcmp(argv[1], "fork");
  const char *said = fork_it ? forks(argv[2]) : opens_often(argv[2]);
  puts(said);
  return strcmp(said, "SOTTO_OK") != 0;
}
