/*
 * Runs a program and tells the most memory it held.
 *
 * usage: peak PROGRAM ARGUMENT...
 * Prints the peak of its resident memory in KiB as the last line. In C and small on purpose: the
 * kernel counts what a process held before it became the program; a big parent would be measured.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct rusage usage;
  int code = 0;
  if (argc < 2) return 2;
  const pid_t child = fork();
  if (child == 0) {
    execv(argv[1], argv + 1);
    _exit(127);
  }
  if (child < 0 || wait4(child, &code, 0, &usage) != child) return 2;
  printf("%ld\n", usage.ru_maxrss);
  return !WIFEXITED(code) || WEXITSTATUS(code);
}
