/*
 * The keeper of visits: see kiosk_keeper.h.
 */
#include "kiosk_keeper.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kiosk_file.h"
#include "kiosk_serve.h"

#define LISTEN_HANDLE 3
#define KEEPER_HANDLE 4
#define FREE_HANDLE 20 /* above all that a visit's process is given */
#define BACKLOG 64
#define WAIT_MOST_MS 8000u
#define PAGE_AGAIN_MS 2000 /* a full disk, say */

extern char **environ;

typedef struct keeper {
  const kiosk_config *config;
  const char *start_page;
  kiosk_pass pass;
  int listen;
  int signals;
  int line; /* to the visit's process */
  pid_t visit;
  uint64_t refused;
  unsigned wait_ms; /* before the next process, where they do not live */
  int lacks_page;   /* the start page could not be written: tried again */
} keeper;

/* Neither a core file nor another process of this user may read what stands in memory. */
static void keep_private(void) {
  const struct rlimit none = {0, 0};
  (void)setrlimit(RLIMIT_CORE, &none);
  (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Moves a descriptor out of the way of those that are given on by number. */
static int aside(int handle) {
  const int moved = fcntl(handle, F_DUPFD_CLOEXEC, FREE_HANDLE);
  close(handle);
  return moved;
}

static int open_socket(keeper *of) {
  struct sockaddr_in here = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)of->config->port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  const int yes = 1;
  of->listen = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (of->listen < 0 || setsockopt(of->listen, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) ||
      bind(of->listen, (struct sockaddr *)&here, sizeof here) || listen(of->listen, BACKLOG) ||
      getsockname(of->listen, (struct sockaddr *)&here, &size)) {
    fprintf(stderr, "127.0.0.1:%u: %s\n", (unsigned)of->config->port, strerror(errno));
    return -1;
  }
  of->pass.port = ntohs(here.sin_port);
  of->listen = aside(of->listen);
  return of->listen < 0 ? -1 : 0;
}

static int open_signals(keeper *of) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGUSR1);
  if (sigprocmask(SIG_BLOCK, &set, NULL)) return -1;
  of->signals = signalfd(-1, &set, SFD_CLOEXEC);
  return of->signals < 0 ? -1 : 0;
}

/* The token stands in a file that only this user can read, not on a command line that all can. */
static int write_start_page(keeper *of) {
  char token[2 * KIOSK_SECRET_SIZE + 1], page[512];
  randombytes_buf(of->pass.token, sizeof of->pass.token);
  randombytes_buf(of->pass.cookie, sizeof of->pass.cookie);
  of->pass.spent = 0;
  of->pass.turn++;
  sodium_bin2hex(token, sizeof token, of->pass.token, sizeof of->pass.token);
  const int size = snprintf(page, sizeof page,
                            "<!doctype html><meta charset=\"utf-8\"><title>Kiosk</title>\n"
                            "<meta http-equiv=\"refresh\" content=\"0; "
                            "url=http://127.0.0.1:%u/#%s\">\n",
                            of->pass.port, token);
  sodium_memzero(token, sizeof token);
  const int bad =
      kiosk_file_replace(of->start_page, (sotto_bytes){(const uint8_t *)page, (size_t)size});
  sodium_memzero(page, sizeof page);
  return bad;
}

/* Whom the window asks for a new start page. */
static int write_number(const keeper *of) {
  char path[KIOSK_PATH_MAX], text[16];
  kiosk_config_path(of->config, "run/keeper.pid", path);
  const int size = snprintf(text, sizeof text, "%d\n", (int)getpid());
  return kiosk_file_replace(path, (sotto_bytes){(const uint8_t *)text, (size_t)size});
}

static int give_pass(const keeper *of) {
  return send(of->line, &of->pass, sizeof of->pass, MSG_NOSIGNAL) == (ssize_t)sizeof of->pass ? 0
                                                                                              : -1;
}

static int spawn(keeper *of, int theirs) {
  char name[] = "sotto-kiosk", command[] = "visit";
  char *arguments[] = {name, command, (char *)(uintptr_t)of->config->root, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none;
  sigemptyset(&none);
  if (posix_spawn_file_actions_init(&actions) || posix_spawnattr_init(&attributes)) return -1;
  int bad = posix_spawn_file_actions_adddup2(&actions, of->listen, LISTEN_HANDLE);
  if (!bad) bad = posix_spawn_file_actions_adddup2(&actions, theirs, KEEPER_HANDLE);
  if (!bad) bad = posix_spawnattr_setsigmask(&attributes, &none);
  if (!bad) bad = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  if (!bad)
    bad = posix_spawn(&of->visit, "/proc/self/exe", &actions, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return bad;
}

static int start_visit(keeper *of) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) return -1;
  of->line = aside(pair[0]);
  const int theirs = aside(pair[1]), bad = spawn(of, theirs);
  close(theirs);
  if (!bad && give_pass(of) == 0) return 0;
  close(of->line);
  of->line = -1;
  return -1;
}

/* A log with a line a visit would tell who was here when: only what went wrong is told. */
static void tell_ending(const kiosk_ending *ending) {
  if (ending->status)
    fprintf(stderr, "The answer of a visit could not be kept: %s\n",
            sotto_status_name(ending->status));
}

/* Hears what the visit's process says. Gives 0 while it lives. */
static int hear(keeper *of) {
  uint8_t what = 0;
  kiosk_ending ending;
  if (recv(of->line, &what, 1, 0) <= 0) return -1;
  if (what == KIOSK_SAYS_SPENT) {
    uint32_t turn = 0;
    const ssize_t got = recv(of->line, &turn, sizeof turn, MSG_WAITALL);
    if (got != (ssize_t)sizeof turn || turn != of->pass.turn) return 0; /* of an older page */
    of->pass.spent = 1;
    unlink(of->start_page);
  } else if (what == KIOSK_SAYS_REFUSED) {
    if (of->refused++ % 100 == 0) puts("A request from elsewhere was refused.");
  } else if (recv(of->line, &ending, sizeof ending, MSG_WAITALL) == (ssize_t)sizeof ending) {
    tell_ending(&ending);
    of->wait_ms = 0;
  }
  return 0;
}

static void renew_page(keeper *of) {
  of->lacks_page = write_start_page(of) != 0;
  if (!of->lacks_page && of->line >= 0) (void)give_pass(of);
}

/* Gives 1 where the service is to end. */
static int obey(keeper *of) {
  struct signalfd_siginfo signal;
  if (read(of->signals, &signal, sizeof signal) != (ssize_t)sizeof signal) return 0;
  if (signal.ssi_signo != SIGUSR1) return 1;
  renew_page(of);
  return 0;
}

/* Waits for either, and writes a start page that is lacking again. Gives 0 where it is to end. */
static int wait_for(keeper *of, struct pollfd events[2]) {
  for (;;) {
    const int ready = poll(events, 2, of->lacks_page ? PAGE_AGAIN_MS : -1);
    if (ready > 0) return 1;
    if (ready < 0 && errno != EINTR) return 0;
    if (ready == 0) renew_page(of);
  }
}

/* Waits for the visit's process. Gives 1 where the service is to end. */
static int attend(keeper *of) {
  struct pollfd events[] = {{of->signals, POLLIN, 0}, {of->line, POLLIN, 0}};
  for (;;) {
    if (!wait_for(of, events)) return 1;
    if (events[0].revents && obey(of)) return 1;
    if (events[1].revents && hear(of)) return 0;
  }
}

static void end_visit(keeper *of, int stop) {
  int status = 0;
  if (stop) kill(of->visit, SIGTERM);
  waitpid(of->visit, &status, 0);
  close(of->line);
  of->line = -1;
  if (!stop && of->pass.spent && of->config->fresh_browser) renew_page(of);
  if (status == 0) return;
  if (!stop) fprintf(stderr, "A visit's process ended early; a new one is started.\n");
  of->wait_ms = of->wait_ms ? of->wait_ms * 2 : 50;
  if (of->wait_ms > WAIT_MOST_MS) of->wait_ms = WAIT_MOST_MS;
}

/* Waits before a next try, for signals too. Gives 1 where the service is to end. */
static int rest(keeper *of) {
  struct pollfd event = {of->signals, POLLIN, 0};
  return of->wait_ms && poll(&event, 1, (int)of->wait_ms) > 0 && obey(of);
}

/* One keeper a folder: the start page and the number are its own. Held until the process ends. */
static int be_the_only_one(const kiosk_config *config) {
  char path[KIOSK_PATH_MAX];
  kiosk_config_path(config, "run/serve.lock", path);
  const int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0) return 0;
  fprintf(stderr, "%s: %s\n", path,
          lock >= 0 && errno == EWOULDBLOCK ? "the kiosk is served already" : strerror(errno));
  if (lock >= 0) close(lock);
  return -1;
}

int kiosk_keeper_run(const kiosk_config *config, const char *start_page) {
  keeper of = {.config = config, .start_page = start_page, .line = -1};
  keep_private();
  if (be_the_only_one(config)) return 1;
  if (open_socket(&of) || open_signals(&of) || write_number(&of) || write_start_page(&of)) return 1;
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("Serving http://127.0.0.1:%u/; the start page is %s\n", of.pass.port, start_page);
  int stop = 0;
  while (!stop) {
    stop = rest(&of);
    if (stop) break;
    if (start_visit(&of)) {
      fprintf(stderr, "A visit's process cannot be started: %s\n", strerror(errno));
      of.wait_ms = WAIT_MOST_MS;
      continue;
    }
    stop = attend(&of);
    end_visit(&of, stop);
  }
  unlink(start_page);
  sodium_memzero(&of.pass, sizeof of.pass);
  return 0;
}

int kiosk_keeper_visit(const kiosk_config *config) {
  const kiosk_line line = {LISTEN_HANDLE, KEEPER_HANDLE};
  keep_private();
  /* Should the keeper die, whoever is here leaves with it. */
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() == 1) return 1;
  if (fcntl(LISTEN_HANDLE, F_SETFD, FD_CLOEXEC) || fcntl(KEEPER_HANDLE, F_SETFD, FD_CLOEXEC))
    return 1;
  return kiosk_serve_visit(config, &line);
}
