/*
 * The system calls of a child process: see traced.h.
 */
#include "traced.h"

#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_ALLOWED 77
#define OPTIONS (PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)
#define CALL_STOP (SIGTRAP | 0x80)

static void child(void (*work)(void *context), void *context) {
  if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) _exit(NOT_ALLOWED);
  raise(SIGSTOP);
  work(context);
  _exit(0);
}

/* 1 where the child stopped as it enters or leaves a call. */
static int take(pid_t pid, traced_call *call, traced_fn visit, void *context) {
  struct __ptrace_syscall_info info;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof info, &info) <= 0) return 0;
  if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
    call->number = info.entry.nr;
    for (size_t i = 0; i < 6; i++) call->arguments[i] = info.entry.args[i];
  } else if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
    call->result = info.exit.rval;
    visit(context, call);
  }
  return 1;
}

static int give_up(pid_t pid) {
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  return -1;
}

/* Waits until the child has stopped itself; 0 where it may not be traced. */
static int begin(pid_t pid) {
  int state = 0;
  if (pid < 0 || waitpid(pid, &state, 0) != pid || !WIFSTOPPED(state)) return 0;
  return ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)OPTIONS) == 0 || give_up(pid) == 0;
}

/* Runs the child to its next stop or end, handing on a signal (0: none). */
static int step(pid_t pid, int signal_number, int *ret_state) {
  return ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)signal_number) == 0 &&
         waitpid(pid, ret_state, 0) == pid;
}

int traced_run(void (*work)(void *context), traced_fn visit, void *context) {
  int state = 0, signal_number = 0;
  const pid_t pid = fork();
  if (pid == 0) child(work, context);
  traced_call call = {.child = pid};
  if (!begin(pid)) return -1;
  while (step(pid, signal_number, &state)) {
    if (WIFEXITED(state)) return WEXITSTATUS(state);
    if (WIFSIGNALED(state)) return 128 + WTERMSIG(state);
    signal_number = WSTOPSIG(state) == CALL_STOP ? 0 : WSTOPSIG(state);
    if (!signal_number && !take(pid, &call, visit, context)) break;
  }
  return give_up(pid);
}

void traced_text(pid_t child, uint64_t address, char *ret_text, size_t size) {
  size_t at = 0;
  while (at + 1 < size) {
    const long word = ptrace(PTRACE_PEEKDATA, child, (void *)(uintptr_t)(address + at), NULL);
    for (size_t i = 0; i < sizeof word && at + 1 < size; i++, at++) {
      ret_text[at] = ((const char *)&word)[i];
      if (!ret_text[at]) return;
    }
  }
  ret_text[at] = 0;
}
