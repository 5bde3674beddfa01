/*
 * One browser a visitor: see kiosk_window.h.
 */
#define _GNU_SOURCE 1
#include "kiosk_window.h"

#include <errno.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ARGUMENTS_MAX 96
#define FAREWELL_MS 1500 /* for the last screen to be read */
#define LIFE_LEAST_S 10
#define REST_MOST_S 30
#define START_PAGE "start.html"

extern char **environ;

typedef struct window {
  const kiosk_config *config;
  char *const *command;
  char run[KIOSK_PATH_MAX]; /* where the start page comes */
  char data[KIOSK_PATH_MAX];
  int news;    /* inotify on it */
  int signals; /* signalfd */
  pid_t browser;
  unsigned falls; /* browsers in a row that did not live LIFE_LEAST_S */
  time_t shown;
} window;

/* What happened. */
typedef enum event { PAGE, GONE, STOP } event;

static void nap(long ms) {
  const struct timespec moment = {ms / 1000, ms % 1000 * 1000000};
  nanosleep(&moment, NULL);
}

static int page_is_there(const window *of) {
  char path[KIOSK_PATH_MAX + 16];
  snprintf(path, sizeof path, "%s/" START_PAGE, of->run);
  return access(path, R_OK) == 0;
}

static int make_data(window *of) {
  const char *place = getenv("RUNTIME_DIRECTORY");
  if (!place) place = getenv("XDG_RUNTIME_DIR");
  const int size =
      snprintf(of->data, sizeof of->data, "%s/browser.XXXXXX", place ? place : of->run);
  if (size < (int)sizeof of->data && mkdtemp(of->data)) return 0;
  fprintf(stderr, "%s: %s\n", of->data, strerror(errno));
  of->data[0] = 0;
  return -1;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *walk) {
  (void)facts, (void)kind, (void)walk;
  return remove(path) && errno != ENOENT ? -1 : 0;
}

static void remove_data(window *of) {
  if (!of->data[0]) return;
  if (nftw(of->data, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT))
    fprintf(stderr, "%s cannot be removed: %s\n", of->data, strerror(errno));
  of->data[0] = 0;
}

static int spawn(window *of) {
  char *arguments[ARGUMENTS_MAX + 3], flag[KIOSK_PATH_MAX + 32], page[KIOSK_PATH_MAX + 32];
  size_t count = 0;
  posix_spawnattr_t attributes;
  sigset_t none;
  for (; of->command[count] && count < ARGUMENTS_MAX; count++)
    arguments[count] = of->command[count];
  snprintf(flag, sizeof flag, "--user-data-dir=%s", of->data);
  snprintf(page, sizeof page, "file://%s/" START_PAGE, of->run);
  arguments[count] = flag;
  arguments[count + 1] = page;
  arguments[count + 2] = NULL;
  sigemptyset(&none);
  if (setenv("HOME", of->data, 1) || posix_spawnattr_init(&attributes)) return -1;
  int bad = posix_spawnattr_setsigmask(&attributes, &none);
  if (!bad) bad = posix_spawnattr_setpgroup(&attributes, 0);
  if (!bad)
    bad = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  if (!bad) bad = posix_spawnp(&of->browser, arguments[0], NULL, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  if (bad) fprintf(stderr, "%s: %s\n", arguments[0], strerror(bad));
  return bad;
}

/* Processes that left the group have become ours by now: those go, too. */
static void kill_children(void) {
  char path[64];
  int pid = 0;
  snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
  FILE *file = fopen(path, "re");
  while (file && fscanf(file, "%d", &pid) == 1) kill(pid, SIGKILL);
  if (file) fclose(file);
}

static void end_browser(window *of) {
  if (of->browser > 0) kill(-of->browser, SIGKILL);
  of->browser = 0;
  do kill_children();
  while (waitpid(-1, NULL, 0) > 0 || errno == EINTR);
  remove_data(of);
}

static int is_start_page(window *of) {
  _Alignas(struct inotify_event) char room[4096];
  const ssize_t size = read(of->news, room, sizeof room);
  int found = 0;
  for (ssize_t at = 0; at < size;) {
    const struct inotify_event *one = (const struct inotify_event *)(const void *)(room + at);
    found |= one->len && strcmp(one->name, START_PAGE) == 0;
    at += (ssize_t)(sizeof *one + one->len);
  }
  return found;
}

static int browser_has_ended(const window *of) {
  int ended = 0;
  for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) > 0;) ended |= pid == of->browser;
  return ended;
}

static event wait_for(window *of) {
  struct pollfd events[] = {{of->signals, POLLIN, 0}, {of->news, POLLIN, 0}};
  struct signalfd_siginfo signal;
  for (;;) {
    if (poll(events, 2, -1) < 0 && errno != EINTR) return STOP;
    if (events[1].revents && is_start_page(of)) return PAGE;
    if (!events[0].revents || read(of->signals, &signal, sizeof signal) < 0) continue;
    if (signal.ssi_signo != SIGCHLD) return STOP;
    if (browser_has_ended(of)) return GONE;
  }
}

/* A number that a killed service left may be another program's by now. */
static int is_service(int pid) {
  char path[64], name[16] = "";
  snprintf(path, sizeof path, "/proc/%d/comm", pid);
  FILE *file = fopen(path, "re");
  const int read = file && fscanf(file, "%15s", name) == 1;
  if (file) fclose(file);
  return read && strcmp(name, "sotto-kiosk") == 0;
}

/* A browser that fell used its start page up: the service is asked for another. */
static void ask_for_page(const window *of) {
  char path[KIOSK_PATH_MAX + 16];
  int pid = 0;
  snprintf(path, sizeof path, "%s/keeper.pid", of->run);
  FILE *file = fopen(path, "re");
  if (file && fscanf(file, "%d", &pid) == 1 && pid > 1 && is_service(pid)) kill(pid, SIGUSR1);
  if (file) fclose(file);
}

static int prepare(window *of) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGCHLD);
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) || sigprocmask(SIG_BLOCK, &set, NULL)) return -1;
  of->signals = signalfd(-1, &set, SFD_CLOEXEC);
  of->news = inotify_init1(IN_CLOEXEC);
  return of->signals < 0 || of->news < 0 ||
                 inotify_add_watch(of->news, of->run, IN_MOVED_TO | IN_CREATE) < 0
             ? -1
             : 0;
}

static time_t seconds(void) {
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

/* A browser that cannot live is not started hundreds of times a second. Gives 1 where all ends. */
static int rest(window *of) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  if (!of->shown || seconds() - of->shown >= LIFE_LEAST_S) of->falls = 0;
  const time_t wait_s = of->falls > 4 ? REST_MOST_S : (time_t)((1u << of->falls) - 1);
  const struct timespec moment = {wait_s, 0};
  of->falls += of->shown != 0;
  return sigtimedwait(&set, NULL, &moment) > 0;
}

static int show(window *of) {
  of->shown = seconds();
  if (make_data(of)) return -1;
  if (spawn(of) == 0) return 0;
  remove_data(of);
  return -1;
}

int kiosk_window_run(const kiosk_config *config, char *const *command) {
  window of = {.config = config, .command = command};
  char run[KIOSK_PATH_MAX];
  kiosk_config_path(config, "run", run);
  char *whole = realpath(run, NULL);
  const int known = whole && snprintf(of.run, sizeof of.run, "%s", whole) < (int)sizeof of.run;
  free(whole);
  if (!known || prepare(&of)) {
    fprintf(stderr, "%s: %s\n", of.run, strerror(errno));
    return 1;
  }
  event what = page_is_there(&of) ? PAGE : GONE;
  while (what != STOP) {
    if (what == GONE) {
      end_browser(&of);
      if (rest(&of)) break;
      ask_for_page(&of);
    } else {
      if (of.browser) nap(FAREWELL_MS);
      end_browser(&of);
      if (show(&of)) return 1;
    }
    what = wait_for(&of);
  }
  end_browser(&of);
  return 0;
}
