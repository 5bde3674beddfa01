/*
 * Runs the tests of one program, each in a child process, and prints TAP. What a test says of its
 * failure, or why it cannot run, comes back through a page shared with the child, and what it
 * prints goes to stderr, so that it cannot be taken for a result. A test that ends in any other way
 * than by returning (signal, exit) has failed.
 */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SAID_SIZE 4000

enum { RUNNING, RETURNED, ENDED, SKIPPED };

static struct {
  int state, failures;
  size_t size;
  char said[SAID_SIZE];
} * shared;
static plain_test *first, *last;
static FILE *redirected;

void plain_add(plain_test *test) {
  if (last) last->next = test;
  if (!first) first = test;
  last = test;
}

static void say(const char *format, va_list values) {
  const size_t room = SAID_SIZE - shared->size;
  const int size = vsnprintf(shared->said + shared->size, room, format, values);
  shared->size += size < 0 ? 0 : (size_t)size < room ? (size_t)size : room - 1;
}

void plain_said(const char *format, ...) {
  va_list values;
  va_start(values, format);
  say(format, values);
  va_end(values);
}

void plain_failed(const char *file, int line, const char *claim) {
  shared->failures++;
  plain_said("\n%s:%d: %s ", file, line, claim);
}

void plain_end(void) {
  shared->state = ENDED;
  _exit(1);
}

void plain_skip(void) {
  shared->state = SKIPPED;
  _exit(0);
}

void cr_redirect_stdout(void) {
  redirected = tmpfile();
  if (!redirected || dup2(fileno(redirected), STDOUT_FILENO) < 0)
    cr_assert_fail("no file for stdout");
}

FILE *cr_get_redirected_stdout(void) {
  rewind(redirected);
  return redirected;
}

static void call(void (*step)(void)) {
  if (step) step();
}

static const plain_test *suite_of(const plain_test *test) {
  static const plain_test none;
  for (const plain_test *suite = first; suite; suite = suite->next)
    if (!suite->name && strcmp(suite->suite, test->suite) == 0) return suite;
  return &none;
}

static _Noreturn void play(const plain_test *test) {
  const plain_test *suite = suite_of(test);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  call(suite->init);
  call(test->init);
  test->body();
  call(test->fini);
  call(suite->fini);
  shared->state = RETURNED;
  fflush(stdout);
  _exit(0);
}

/* Plays it in a child; gives how the child ended. */
static int wait_for(const plain_test *test) {
  int state = 0;
  memset(shared, 0, sizeof *shared);
  fflush(stdout);
  const pid_t child = fork();
  if (child == 0) play(test);
  if (child < 0 || waitpid(child, &state, 0) != child) plain_failed(__FILE__, __LINE__, "no child");
  return state;
}

static void print_said(void) {
  for (char *line = shared->said, *end; *line; line = end) {
    end = line + strcspn(line, "\n");
    if (end > line) printf("# %.*s\n", (int)(end - line), line);
    end += *end == '\n';
  }
}

/* 1 where it has failed. */
static int run(const plain_test *test, int number) {
  const int state = wait_for(test);
  if (shared->state == SKIPPED) {
    printf("ok %d - %s::%s # SKIP %s\n", number, test->suite, test->name, shared->said);
    return 0;
  }
  const int good = shared->state == RETURNED && shared->failures == 0;
  printf("%sok %d - %s::%s\n", good ? "" : "not ", number, test->suite, test->name);
  if (good) return 0;
  if (WIFSIGNALED(state)) plain_said("\nended by signal %d", WTERMSIG(state));
  if (shared->state == RUNNING) plain_said("\nit did not return");
  print_said();
  return 1;
}

int plain_run(void) {
  int count = 0, failures = 0;
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return 99;
  printf("TAP version 13\n");
  for (const plain_test *test = first; test; test = test->next)
    if (test->name) failures += run(test, ++count);
  printf("1..%d\n", count);
  return failures != 0;
}
