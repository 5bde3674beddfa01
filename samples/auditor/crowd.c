/*
 * Worker processes that share one page of counters: see crowd.h.
 */
#include "crowd.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS_MAX 16

/* One process of the crowd; on a page that all share. */
typedef struct worker {
  crowd_tally tally;
  _Atomic uint64_t done; /* devices */
  sotto_status status;
  int ended; /* 1: it came to its end, so the rest may be believed */
} worker;

typedef struct crowd {
  worker *workers;
  int count;
  uint64_t devices; /* of each worker */
} crowd;

static void tally_device(crowd_tally *tally, int truth, const uint8_t says_yes[TRIAL_ANSWERS]) {
  tally->answers[truth] += TRIAL_ANSWERS;
  for (uint32_t i = 0; i < TRIAL_ANSWERS; i++) tally->yes[truth] += says_yes[i];
  for (uint32_t size = 0; size < CROWD_SIZES; size++)
    for (uint32_t from = 0, length = 1u << size; from < TRIAL_ANSWERS; from += length) {
      uint32_t yes = 0;
      for (uint32_t i = 0; i < length; i++) yes += says_yes[from + i];
      tally->agreed[size] += yes == 0 || yes == length;
      tally->correct[size] += yes == (truth ? length : 0);
    }
}

static void show_progress(const crowd *of) {
  uint64_t done = 0;
  for (int i = 0; i < of->count; i++) done += atomic_load(&of->workers[i].done);
  fprintf(stderr, "\r  asking fresh devices: %3.0f %%",
          100 * (double)done / (double)of->devices / of->count);
}

/* The first worker speaks for all. */
static void work(const crowd *of, worker *self, trial *brand) {
  const int shows = self == of->workers && isatty(STDERR_FILENO);
  for (uint64_t i = 0; i < of->devices && !self->status; i++) {
    uint8_t says_yes[TRIAL_ANSWERS];
    const int truth = (int)(i & 1);
    self->status = trial_live(brand, truth, says_yes);
    if (!self->status) tally_device(&self->tally, truth, says_yes);
    atomic_store(&self->done, i + 1);
    if (shows && i % 32 == 0) show_progress(of);
  }
  self->ended = 1;
}

static void add(crowd_tally *sum, const crowd_tally *more) {
  for (int truth = 0; truth < 2; truth++) {
    sum->answers[truth] += more->answers[truth];
    sum->yes[truth] += more->yes[truth];
  }
  for (int size = 0; size < CROWD_SIZES; size++) {
    sum->agreed[size] += more->agreed[size];
    sum->correct[size] += more->correct[size];
  }
}

/* Forks them all, waits for them all; gives the first thing that went wrong. */
static sotto_status run(const crowd *of, trial *brand, crowd_tally *ret_tally) {
  sotto_status status = SOTTO_OK;
  crowd_tally sum = {{0}, {0}, {0}, {0}};
  int started = 0;
  for (; started < of->count; started++) {
    const pid_t child = fork();
    if (child < 0) break;
    if (child > 0) continue;
    work(of, &of->workers[started], brand);
    _exit(0);
  }
  for (int i = 0; i < started; i++) wait(NULL);
  if (isatty(STDERR_FILENO)) fprintf(stderr, "\r%40s\r", "");
  for (int i = 0; i < of->count; i++) {
    const worker *one = &of->workers[i];
    if (!status) status = one->ended ? one->status : SOTTO_E_INTERNAL;
    add(&sum, &one->tally);
  }
  if (!status) *ret_tally = sum;
  return status;
}

sotto_status crowd_ask(trial *brand, uint64_t answers, crowd_tally *ret_tally) {
  const long cores = sysconf(_SC_NPROCESSORS_ONLN);
  crowd of = {.count = cores < 1 ? 1 : cores > WORKERS_MAX ? WORKERS_MAX : (int)cores};
  const uint64_t pair = 2 * (uint64_t)of.count * TRIAL_ANSWERS; /* one device of either kind each */
  const size_t size = (size_t)of.count * sizeof *of.workers;
  of.devices = 2 * ((answers + pair - 1) / pair);
  of.workers = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (of.workers == MAP_FAILED) return SOTTO_E_MEMORY;
  fflush(NULL);
  const sotto_status status = run(&of, brand, ret_tally);
  munmap(of.workers, size);
  return status;
}
