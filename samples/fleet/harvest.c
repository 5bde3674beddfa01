/*
 * What the whole fleet gives: see harvest.h.
 */
#include "harvest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "fleet_file.h"

void harvest_begin(fleet_harvest *ret_harvest, const char *directory, size_t total) {
  memset(ret_harvest, 0, sizeof *ret_harvest);
  pthread_mutex_init(&ret_harvest->lock, NULL);
  ret_harvest->total = total;
  ret_harvest->reports = fleet_file_create(directory, "fleet.sottoreports");
  stage_progress("devices", 0, total);
}

static fleet_truth *truth_of(fleet_harvest *harvest, const char *question) {
  for (size_t i = 0; i < harvest->truth_count; i++)
    if (strcmp(harvest->truths[i].question, question) == 0) return &harvest->truths[i];
  if (harvest->truth_count == QUESTIONS_MAX) return NULL;
  fleet_truth *fresh = &harvest->truths[harvest->truth_count++];
  snprintf(fresh->question, sizeof fresh->question, "%s", question);
  return fresh;
}

void harvest_truth(fleet_harvest *harvest, const fleet_answer *answer) {
  pthread_mutex_lock(&harvest->lock);
  fleet_truth *truth = truth_of(harvest, answer->question);
  if (truth && answer->buckets <= BUCKETS_MAX && answer->bucket < answer->buckets) {
    truth->buckets = answer->buckets;
    truth->devices[answer->bucket]++;
    snprintf(truth->labels[answer->bucket], sizeof truth->labels[0], "%s", answer->label);
  }
  pthread_mutex_unlock(&harvest->lock);
}

void harvest_report(void *context, sotto_bytes body, uint64_t cost_micro) {
  fleet_harvest *harvest = context;
  uint8_t length[4] = {(uint8_t)body.size, (uint8_t)(body.size >> 8), 0, 0};
  pthread_mutex_lock(&harvest->lock);
  if (fwrite(length, 1, sizeof length, harvest->reports) != sizeof length ||
      fwrite(body.data, 1, body.size, harvest->reports) != body.size) {
    perror("reports");
    exit(1);
  }
  harvest->report_count++;
  harvest->report_bytes += body.size;
  harvest->cost_micro += cost_micro;
  harvest->free_reports += cost_micro == 0;
  pthread_mutex_unlock(&harvest->lock);
}

void harvest_device(fleet_harvest *harvest) {
  pthread_mutex_lock(&harvest->lock);
  stage_progress("devices", ++harvest->done, harvest->total);
  pthread_mutex_unlock(&harvest->lock);
}

static void write_truth(FILE *file, const fleet_truth *truth) {
  uint64_t all = 0;
  for (size_t bucket = 0; bucket < BUCKETS_MAX; bucket++) all += truth->devices[bucket];
  for (size_t bucket = 0; bucket < truth->buckets; bucket++)
    fprintf(file, "%s\t#%zu\t%.9f\t%" PRIu64 "\t%s\n", truth->question, bucket,
            (double)truth->devices[bucket] / (double)all, truth->devices[bucket],
            bucket ? truth->labels[bucket] : "none");
}

void harvest_end(fleet_harvest *harvest, const char *directory) {
  FILE *file = fleet_file_create(directory, "truth.tsv");
  fprintf(file, "question\tbucket\tshare\tdevices\twords\n");
  for (size_t i = 0; i < harvest->truth_count; i++) write_truth(file, &harvest->truths[i]);
  fleet_file_finish(file, "truth.tsv");
  fleet_file_finish(harvest->reports, "fleet.sottoreports");
  double devices = harvest->done ? (double)harvest->done : 1;
  printf("  %zu devices sent %" PRIu64 " reports: %.1f bytes and epsilon %.2f a device.\n",
         harvest->done, harvest->report_count, (double)harvest->report_bytes / devices,
         (double)harvest->cost_micro / 1e6 / devices);
  if (harvest->free_reports)
    printf("  %" PRIu64 " of them said only \"none\", at no cost: the budget could not pay.\n",
           harvest->free_reports);
  pthread_mutex_destroy(&harvest->lock);
}
