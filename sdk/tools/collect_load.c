/*
 * sotto-collect load: opens the reports of files and counts each once. The whole load is one
 * transaction: it counts entirely or not at all (what the pack says is put before). A report that
 * is not counted is put under the one reason why. Reports are read in parts: while the store takes
 * one, threads open the next.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tools/collect_crew.h"
#include "tools/collect_file.h"
#include "tools/collect_open.h"
#include "tools/progress.h"

#define PART_REPORTS 4096u
#define PART_BYTES (1u << 20)

/* Reports read together, and what they say once opened. */
typedef struct part {
  size_t count, size;
  sotto_bytes bodies[PART_REPORTS];
  so_read_report reports[PART_REPORTS];
  uint8_t bytes[PART_BYTES + SO_REPORT_FILE_BODY_MAX];
} part;

typedef struct loading {
  sotto_collector *collector;
  uint8_t trusted[SO_COLLECT_KEY_SIZE]; /* the public key that signed the pack */
  so_store *store;
  so_counter *counter;
  so_crew *crew;
  part parts[2];
  part *filling, *opening; /* opening: with the crew, or NULL */
  uint64_t fates[SO_FATES];
  uint64_t bytes_before; /* of the files already read */
  int damaged;           /* a file was cut short */
  so_progress progress;
  so_report_file reading;
} loading;

/* Hands the filled part to the crew, then lets the store take the one opened before it. */
static sotto_status turn(loading *load) {
  part *filled = load->filling, *opened = load->opening;
  if (opened) so_crew_wait(load->crew);
  if (filled->count)
    so_crew_give(load->crew, &(so_crew_batch){filled->bodies, filled->reports, filled->count});
  load->opening = filled->count ? filled : NULL;
  load->filling = opened ? opened : &load->parts[1];
  if (!opened) return SOTTO_OK;
  sotto_status status = so_counter_see(load->counter, load->store, opened->reports, opened->count);
  if (status == SOTTO_OK) status = so_counter_settle(load->counter, load->store);
  for (size_t i = 0; status == SOTTO_OK && i < opened->count; i++)
    load->fates[opened->reports[i].fate]++;
  opened->count = opened->size = 0;
  return status;
}

static sotto_status load_body(loading *load, sotto_bytes body) {
  part *to = load->filling;
  uint8_t *place = to->bytes + to->size;
  memcpy(place, body.data, body.size);
  to->bodies[to->count++] = (sotto_bytes){place, body.size};
  to->size += body.size;
  return to->count == PART_REPORTS || to->size >= PART_BYTES ? turn(load) : SOTTO_OK;
}

/* Every body of one file; a file that is cut short keeps what came before the cut. */
static sotto_status load_file(loading *load, const char *path, sotto_status *ret_stored) {
  sotto_status status = so_report_file_open(&load->reading, path);
  if (status != SOTTO_OK) return status;
  sotto_bytes body = {NULL, 1};
  while (status == SOTTO_OK && *ret_stored == SOTTO_OK && body.size) {
    status = so_report_file_next(&load->reading, &body);
    if (status == SOTTO_OK && body.size) *ret_stored = load_body(load, body);
    so_progress_at(&load->progress, load->bytes_before + load->reading.at);
  }
  load->bytes_before += load->reading.at;
  so_report_file_close(&load->reading);
  return status;
}

/* What a store refused is told under its name, what a file lacks under the file's. */
static sotto_status load_files(loading *load, const so_collect_options *options) {
  sotto_status stored = SOTTO_OK;
  for (int i = 0; stored == SOTTO_OK && i < options->file_count; i++) {
    sotto_status status = load_file(load, options->files[i], &stored);
    if (status == SOTTO_E_CORRUPT) {
      load->damaged = 1;
      load->fates[SO_FATE_MALFORMED]++;
      fprintf(stderr,
              "sotto-collect: %s: damaged after %llu bytes. What came before is counted; load the "
              "whole file again, nothing counts twice.\n",
              options->files[i], (unsigned long long)load->reading.at);
    } else if (status != SOTTO_OK) {
      (void)so_collect_fail(options->files[i], status);
      return status;
    }
  }
  for (int i = 0; stored == SOTTO_OK && i < 2; i++) stored = turn(load);
  if (stored == SOTTO_OK) stored = so_counter_add(load->counter, load->store);
  if (stored == SOTTO_OK) stored = so_store_commit(load->store);
  if (stored != SOTTO_OK) (void)so_collect_fail(options->db, stored);
  return stored;
}

static uint64_t bytes_of(const so_collect_options *options) {
  uint64_t bytes = 0;
  for (int i = 0; i < options->file_count; i++) {
    struct stat facts;
    if (stat(options->files[i], &facts) == 0 && S_ISREG(facts.st_mode))
      bytes += (uint64_t)facts.st_size;
  }
  return bytes;
}

/* The one transaction. On failure nothing is committed: closing the store undoes it. */
static int load_all(loading *load, const so_collect_options *options) {
  load->filling = &load->parts[0];
  sotto_status status = so_counter_new(load->collector, &load->counter);
  if (status == SOTTO_OK) status = so_crew_start(load->collector, &load->crew);
  if (status == SOTTO_OK) status = so_store_open(&load->store, options->db, SO_STORE_WRITE);
  if (status == SOTTO_OK)
    status = so_counter_put_pack(load->counter, load->store,
                                 (sotto_bytes){load->trusted, sizeof load->trusted});
  if (status == SOTTO_OK) status = so_store_begin(load->store);
  if (status != SOTTO_OK) return so_collect_fail_store(options->db, status);
  so_progress_start(&load->progress, "opening reports", bytes_of(options));
  status = load_files(load, options);
  so_progress_end(&load->progress, load->bytes_before);
  return status == SOTTO_OK ? SO_EXIT_DONE : SO_EXIT_FAILED;
}

static void print_fates(const loading *load, const so_collect_options *options) {
  char shown[SO_STORE_SHOWN_SIZE];
  if (options->json) {
    json_t *root = json_object();
    for (int i = 0; i < SO_FATES; i++)
      (void)json_object_set_new(root, so_fates[i].name, json_integer((json_int_t)load->fates[i]));
    (void)json_dumpf(root, stdout, JSON_COMPACT);
    json_decref(root);
    putchar('\n');
    return;
  }
  so_store_shown(options->db, shown);
  printf("Reports loaded into %s\n", shown);
  for (int i = 0; i < SO_FATES; i++)
    if (load->fates[i] || i <= SO_FATE_DUPLICATE)
      printf("  %-15s %9llu  %s\n", so_fates[i].label, (unsigned long long)load->fates[i],
             so_fates[i].words);
}

static void release(loading *load) {
  so_crew_end(load->crew);
  so_counter_free(load->counter);
  so_store_close(load->store);
  sotto_collector_close(load->collector);
  free(load);
}

int so_collect_load(const so_collect_options *options) {
  if (!options->db || !options->pack || !options->key || options->file_count == 0)
    return so_collect_usage("load needs --db PLACE --pack PACK --key FILE and report files.");
  loading *load = calloc(1, sizeof *load);
  if (!load) return so_collect_fail("load", SOTTO_E_MEMORY);
  int outcome = so_collect_open(options, &load->collector, load->trusted);
  if (outcome == SO_EXIT_DONE) outcome = load_all(load, options);
  if (outcome == SO_EXIT_DONE) {
    print_fates(load, options);
    int useless = load->fates[SO_FATE_ACCEPTED] + load->fates[SO_FATE_DUPLICATE] == 0;
    if (load->damaged || useless) outcome = SO_EXIT_FAILED;
  }
  release(load);
  return outcome;
}
