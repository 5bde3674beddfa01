/*
 * sotto-collect load: opens the reports of files and counts each once. The whole load is one
 * transaction: it counts entirely or not at all. A report that is not counted is put under the one
 * reason why.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tools/collect.h"
#include "tools/collect_file.h"
#include "tools/key_file.h"
#include "tools/progress.h"
#include "tools/store.h"

#define PATH_SIZE 4096
#define KEY_SIZE 32
#define SEEN_TALLIES_MAX 4096u

typedef enum fate { ACCEPTED, DUPLICATE, QUESTION, EPOCH, TAMPERED, MALFORMED, FATES } fate;

static const struct {
  const char *name, *label, *words;
} fates[FATES] = {
    {"accepted", "accepted", "counted"},
    {"duplicate", "duplicate", "counted before, or twice here"},
    {"wrong_question", "wrong question", "not a question of this pack"},
    {"wrong_epoch", "wrong epoch", "before the pack was made or after it ended"},
    {"tampered", "tampered", "changed, moved, or sealed to another key"},
    {"malformed", "malformed", "not a report of this format"},
};

/* Counts of one question and epoch, added to the store at the end. */
typedef struct bin {
  uint32_t index;
  uint32_t epoch;
  uint64_t reports;
  uint64_t *counts;
} bin;

typedef struct loading {
  sotto_collector *collector;
  uint8_t trusted[KEY_SIZE]; /* the public key that signed the pack */
  so_store *store;
  so_store_question *questions;
  bin *bins;
  uint32_t bin_count;
  uint64_t fates[FATES];
  uint64_t bytes_before; /* of the files already read */
  int damaged;           /* a file was cut short */
  so_progress progress;
  so_report_file reading;
} loading;

static fate fate_of(sotto_status status) {
  switch (status) {
  case SOTTO_OK: return ACCEPTED;
  case SOTTO_E_MISSING: return QUESTION;
  case SOTTO_E_EXPIRED: return EPOCH;
  case SOTTO_E_TAMPERED: return TAMPERED;
  default: return MALFORMED;
  }
}

static bin *bin_of(loading *load, const sotto_answer *answer) {
  for (uint32_t i = load->bin_count; i-- > 0;)
    if (load->bins[i].index == answer->index && load->bins[i].epoch == answer->epoch)
      return &load->bins[i];
  if (load->bin_count == SEEN_TALLIES_MAX) return NULL;
  bin *fresh = &load->bins[load->bin_count];
  *fresh = (bin){.index = answer->index, .epoch = answer->epoch};
  fresh->counts = calloc(load->questions[answer->index].mechanism.cells, sizeof *fresh->counts);
  if (!fresh->counts) return NULL;
  load->bin_count++;
  return fresh;
}

static sotto_status count_answer(loading *load, const sotto_answer *answer) {
  int is_new = 0;
  sotto_status status =
      so_store_see(load->store, load->questions[answer->index].number, answer, &is_new);
  if (status != SOTTO_OK) return status;
  load->fates[is_new ? ACCEPTED : DUPLICATE]++;
  if (!is_new) return SOTTO_OK;
  bin *where = bin_of(load, answer);
  if (!where) return SOTTO_E_MEMORY;
  where->reports++;
  for (uint32_t i = 0; i < answer->count; i++) where->counts[answer->cells[i]]++;
  return SOTTO_OK;
}

static sotto_status load_body(loading *load, sotto_bytes body) {
  sotto_answer answer;
  fate outcome = fate_of(sotto_collector_read(load->collector, body, &answer));
  if (outcome == ACCEPTED) return count_answer(load, &answer);
  load->fates[outcome]++;
  return SOTTO_OK;
}

/* Every body of one file; a file that is cut short keeps what came before the cut. */
static sotto_status load_file(loading *load, const char *path) {
  sotto_status status = so_report_file_open(&load->reading, path);
  if (status != SOTTO_OK) return status;
  sotto_bytes body = {NULL, 1};
  while (status == SOTTO_OK && body.size) {
    status = so_report_file_next(&load->reading, &body);
    if (status == SOTTO_OK && body.size) status = load_body(load, body);
    so_progress_at(&load->progress, load->bytes_before + load->reading.at);
  }
  load->bytes_before += load->reading.at;
  so_report_file_close(&load->reading);
  return status;
}

static sotto_status load_files(loading *load, const so_collect_options *options) {
  for (int i = 0; i < options->file_count; i++) {
    sotto_status status = load_file(load, options->files[i]);
    if (status == SOTTO_E_CORRUPT) {
      load->damaged = 1;
      load->fates[MALFORMED]++;
      fprintf(stderr,
              "sotto-collect: %s: damaged after %llu bytes. What came before is counted; load the "
              "whole file again, nothing counts twice.\n",
              options->files[i], (unsigned long long)load->reading.at);
    } else if (status != SOTTO_OK) {
      (void)so_collect_fail(options->files[i], status);
      return status;
    }
  }
  return SOTTO_OK;
}

/* Keeps what the pack says of one question. */
static sotto_status put_question(loading *load, uint32_t index) {
  sotto_collector_question from;
  sotto_status status = sotto_collector_question_get(load->collector, index, &from);
  if (status != SOTTO_OK) return status;
  so_store_question *question = &load->questions[index];
  *question = (so_store_question){
      .kind = from.kind, .minimum_batch = from.minimum_batch, .mechanism = from.mechanism};
  memcpy(question->content, from.content, sizeof question->content);
  (void)snprintf(question->name, sizeof question->name, "%.*s", (int)from.name.size,
                 from.name.data);
  status = so_store_put_question(load->store, question);
  for (uint32_t i = 0; status == SOTTO_OK && i < from.mechanism.buckets; i++) {
    sotto_bucket_label label;
    status = sotto_collector_label(load->collector, index, i, &label);
    if (status == SOTTO_OK) status = so_store_put_label(load->store, question->number, i, &label);
  }
  return status;
}

static sotto_status put_pack(loading *load) {
  char name[SOTTO_LABEL_SIZE];
  sotto_text brand = sotto_collector_brand(load->collector);
  (void)snprintf(name, sizeof name, "%.*s", (int)brand.size, brand.data);
  sotto_status status =
      so_store_put_brand(load->store, name, (sotto_bytes){load->trusted, sizeof load->trusted});
  double weights[SOTTO_MINDSETS];
  sotto_collector_weights(load->collector, weights);
  if (status == SOTTO_OK) status = so_store_put_weights(load->store, weights);
  uint32_t count = sotto_collector_count(load->collector);
  load->questions = calloc(count + 1, sizeof *load->questions);
  load->bins = calloc(SEEN_TALLIES_MAX, sizeof *load->bins);
  if (!load->questions || !load->bins) return SOTTO_E_MEMORY;
  for (uint32_t i = 0; status == SOTTO_OK && i < count; i++) status = put_question(load, i);
  return status;
}

static sotto_status put_counts(loading *load) {
  sotto_status status = SOTTO_OK;
  for (uint32_t i = 0; status == SOTTO_OK && i < load->bin_count; i++) {
    const bin *from = &load->bins[i];
    sotto_tally tally = {.counts = from->counts, .reports = from->reports};
    status = so_store_add(load->store, &load->questions[from->index], from->epoch, &tally);
  }
  return status;
}

/* The public key that signed the pack: as given, or brand.public beside the report key. */
static void trust_path(const so_collect_options *options, char ret_path[PATH_SIZE]) {
  const char *slash = strrchr(options->key, '/');
  if (options->trust)
    (void)snprintf(ret_path, PATH_SIZE, "%s", options->trust);
  else
    (void)snprintf(ret_path, PATH_SIZE, "%.*sbrand.public",
                   slash ? (int)(slash - options->key) + 1 : 0, options->key);
}

static int open_collector(loading *load, const so_collect_options *options) {
  uint8_t secret[KEY_SIZE];
  char path[PATH_SIZE];
  trust_path(options, path);
  sotto_bytes pack = {NULL, 0};
  sotto_status status = so_key_file_public(path, "signing_key", load->trusted);
  if (status != SOTTO_OK) return so_collect_fail(path, status);
  status = so_collect_read_file(options->pack, &pack);
  if (status != SOTTO_OK) return so_collect_fail(options->pack, status);
  status = so_key_file_read(options->key, secret, sizeof secret);
  const char *what = options->key;
  if (status == SOTTO_OK) {
    sotto_collector_options with;
    sotto_collector_options_init(&with);
    with.pack = pack;
    with.trust = (sotto_bytes){load->trusted, sizeof load->trusted};
    with.report_key = (sotto_bytes){secret, sizeof secret};
    status = sotto_collector_open(&with, &load->collector);
    what = status == SOTTO_E_KEY_WRONG ? options->key : options->pack;
  }
  explicit_bzero(secret, sizeof secret);
  free((void *)pack.data);
  return status == SOTTO_OK ? SO_EXIT_DONE : so_collect_fail(what, status);
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
  sotto_status status = so_store_open(&load->store, options->db, SO_STORE_WRITE);
  if (status == SOTTO_OK) status = so_store_begin(load->store);
  if (status == SOTTO_OK) status = put_pack(load);
  if (status == SOTTO_E_UNTRUSTED) {
    fprintf(stderr,
            "sotto-collect: %s: holds another brand's reports (another key signs its packs); "
            "nothing changed. Give each brand a database of its own.\n",
            options->db);
    return SO_EXIT_FAILED;
  }
  if (status != SOTTO_OK) return so_collect_fail(options->db, status);
  so_progress_start(&load->progress, "opening reports", bytes_of(options));
  status = load_files(load, options);
  so_progress_end(&load->progress, load->bytes_before);
  if (status != SOTTO_OK) return SO_EXIT_FAILED;
  status = put_counts(load);
  if (status == SOTTO_OK) status = so_store_commit(load->store);
  return status == SOTTO_OK ? SO_EXIT_DONE : so_collect_fail(options->db, status);
}

static void print_fates(const loading *load, const so_collect_options *options) {
  if (options->json) {
    json_t *root = json_object();
    for (int i = 0; i < FATES; i++)
      (void)json_object_set_new(root, fates[i].name, json_integer((json_int_t)load->fates[i]));
    (void)json_dumpf(root, stdout, JSON_COMPACT);
    json_decref(root);
    putchar('\n');
    return;
  }
  printf("Reports loaded into %s\n", options->db);
  for (int i = 0; i < FATES; i++)
    if (load->fates[i] || i <= DUPLICATE)
      printf("  %-15s %9llu  %s\n", fates[i].label, (unsigned long long)load->fates[i],
             fates[i].words);
}

static void release(loading *load) {
  for (uint32_t i = 0; i < load->bin_count; i++) free(load->bins[i].counts);
  free(load->bins);
  free(load->questions);
  so_store_close(load->store);
  sotto_collector_close(load->collector);
  free(load);
}

int so_collect_load(const so_collect_options *options) {
  if (!options->db || !options->pack || !options->key || options->file_count == 0)
    return so_collect_usage("load needs --db FILE --pack PACK --key FILE and report files.");
  loading *load = calloc(1, sizeof *load);
  if (!load) return so_collect_fail("load", SOTTO_E_MEMORY);
  int outcome = open_collector(load, options);
  if (outcome == SO_EXIT_DONE) outcome = load_all(load, options);
  if (outcome == SO_EXIT_DONE) {
    print_fates(load, options);
    int useless = load->fates[ACCEPTED] + load->fates[DUPLICATE] == 0;
    if (load->damaged || useless) outcome = SO_EXIT_FAILED;
  }
  release(load);
  return outcome;
}
