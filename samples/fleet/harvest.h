/*
 * What the whole fleet gives: a file of reports, and, because this is a rehearsal, the truth beside
 * it. Safe to use from several threads.
 */
#ifndef SAMPLES_FLEET_HARVEST_H
#define SAMPLES_FLEET_HARVEST_H

#include <pthread.h>

#include "device.h"

#define BUCKETS_MAX 256

/** Truth of one question: devices per bucket. */
typedef struct fleet_truth {
  char question[64];
  char labels[BUCKETS_MAX][64];
  uint64_t devices[BUCKETS_MAX];
  uint32_t buckets;
} fleet_truth;

/** The harvest of a fleet. */
typedef struct fleet_harvest {
  pthread_mutex_t lock;
  FILE *reports;
  fleet_truth truths[QUESTIONS_MAX];
  size_t truth_count;
  uint64_t report_count;
  uint64_t report_bytes;
  uint64_t cost_micro;
  uint64_t free_reports; /* the constant "none" at no cost */
  size_t done;
  size_t total;
} fleet_harvest;

/** Opens `directory`/fleet.sottoreports; exits with a sentence where it cannot. */
void harvest_begin(fleet_harvest *ret_harvest, const char *directory, size_t total);
/** Counts one true answer. */
void harvest_truth(fleet_harvest *harvest, const fleet_answer *answer);
/** Writes one report; a device_report_fn. */
void harvest_report(void *harvest, sotto_bytes body, uint64_t cost_micro);
/** Counts one finished device and moves the progress bar. */
void harvest_device(fleet_harvest *harvest);
/** Writes `directory`/truth.tsv, prints the totals, closes the file. */
void harvest_end(fleet_harvest *harvest, const char *directory);

#endif
