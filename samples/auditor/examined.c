/*
 * The examined profile: see examined.h.
 */
#include "examined.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <sotto/store_posix.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int copy_file(const char *from, const char *to) {
  char bytes[65536];
  FILE *source = fopen(from, "rb"), *target = fopen(to, "wb");
  int good = source && target;
  for (size_t size; good && (size = fread(bytes, 1, sizeof bytes, source)) > 0;)
    good = fwrite(bytes, 1, size, target) == size;
  if (source) good &= !ferror(source) && !fclose(source);
  if (target) good &= !fclose(target);
  return good;
}

/* An app that has the profile open might write while it is copied. */
static int in_use(const char *directory) {
  char path[4096];
  snprintf(path, sizeof path, "%s/profile.lock", directory);
  const int lock = open(path, O_RDONLY | O_CLOEXEC);
  const int busy = lock >= 0 && flock(lock, LOCK_SH | LOCK_NB) != 0;
  if (lock >= 0) close(lock);
  return busy;
}

int examined_copy(const char *directory, char ret_folder[64]) {
  char from[4096], to[512];
  DIR *folder = opendir(directory);
  snprintf(ret_folder, 64, "/tmp/sotto-audit-XXXXXX");
  int good = folder && !in_use(directory) && mkdtemp(ret_folder);
  for (struct dirent *entry; good && (entry = readdir(folder));) {
    if (strncmp(entry->d_name, "profile.", 8) != 0 || strcmp(entry->d_name, "profile.lock") == 0)
      continue;
    snprintf(from, sizeof from, "%s/%s", directory, entry->d_name);
    snprintf(to, sizeof to, "%s/%.400s", ret_folder, entry->d_name);
    good = copy_file(from, to);
  }
  if (folder) closedir(folder);
  return good;
}

void examined_remove(const char *folder) {
  char path[512];
  DIR *list = opendir(folder);
  for (struct dirent *entry; list && (entry = readdir(list));) {
    snprintf(path, sizeof path, "%s/%.400s", folder, entry->d_name);
    if (entry->d_name[0] != '.') unlink(path);
  }
  if (list) closedir(list);
  rmdir(folder);
}

static sotto_status clock_now(void *context, int64_t *ret_now_ms) {
  *ret_now_ms = ((examined *)context)->now_ms;
  return SOTTO_OK;
}

static sotto_status key_load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  const examined *subject = context;
  return subject->store.key_load(subject->store.context, ret_key);
}

static sotto_status passphrase(void *context, uint8_t *ret_bytes, size_t *inout_size) {
  const examined *subject = context;
  return subject->store.passphrase(subject->store.context, ret_bytes, inout_size);
}

static sotto_status refuse_store(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  (void)context, (void)key;
  return SOTTO_E_READ_ONLY;
}

static sotto_status refuse_wipe(void *context) {
  (void)context;
  return SOTTO_E_READ_ONLY;
}

static int read_passphrase(examined *subject, const char *path) {
  FILE *file = fopen(path, "r");
  if (!file || !fgets(subject->words, sizeof subject->words, file)) subject->words[0] = 0;
  if (file) fclose(file);
  subject->words[strcspn(subject->words, "\r\n")] = 0;
  const sotto_text words = {subject->words, strlen(subject->words)};
  sotto_store_passphrase_init(&subject->passphrase, words, &subject->store);
  return words.size > 0;
}

/* The store is asked for the secret and for nothing else; it has no say about the clock. */
static int lend(examined *subject, const examined_place *place) {
  if (place->passphrase_file && !read_passphrase(subject, place->passphrase_file)) return 0;
  if (!place->passphrase_file &&
      sotto_store_insecure_file_init(&subject->key_file, place->key_file, SOTTO_INSECURE_FILE,
                                     &subject->store))
    return 0;
  subject->store.clock_now(subject->store.context, &subject->now_ms);
  subject->port = subject->store;
  subject->port.context = subject;
  subject->port.clock_now = clock_now;
  if (place->passphrase_file)
    subject->port.passphrase = passphrase;
  else
    subject->port.key_load = key_load;
  subject->port.key_store = refuse_store;
  subject->port.key_wipe = refuse_wipe;
  return 1;
}

static char *copy_text(sotto_text text) {
  char *copy = malloc(text.size + 1);
  if (!copy) return NULL;
  memcpy(copy, text.data, text.size);
  copy[text.size] = '\0';
  return copy;
}

static uint32_t take_row(void *context, const sotto_audit_row *row) {
  examined *subject = context;
  if (subject->row_count == EXAMINED_ROWS_MAX) return 1;
  examined_row *to = &subject->rows[subject->row_count++];
  *to = (examined_row){row->sequence,
                       row->time_ms,
                       row->act,
                       row->cost_micro,
                       json_loadb(row->detail.data, row->detail.size, 0, NULL),
                       copy_text(row->words)};
  if (row->time_ms > subject->now_ms) subject->now_ms = row->time_ms;
  return 0;
}

static uint32_t take_report(void *context, const sotto_report *report) {
  examined *subject = context;
  if (subject->report_count == EXAMINED_ROWS_MAX) return 1;
  examined_report *to = &subject->reports[subject->report_count++];
  *to = (examined_report){.cost_micro = report->cost_micro,
                          .epoch = report->epoch,
                          .size = report->body.size,
                          .body = malloc(report->body.size + 1)};
  if (to->body) memcpy(to->body, report->body.data, report->body.size);
  crypto_generichash(to->digest, sizeof to->digest, report->body.data, report->body.size, NULL, 0);
  return 0;
}

static sotto_status open_copy(examined *subject, const examined_place *place) {
  sotto_options options;
  sotto_consent nothing;
  sotto_options_init(&options);
  sotto_consent_init(&nothing);
  options.directory = subject->folder;
  options.flags = SOTTO_OPEN_AS_KEPT;
  options.locale = place->locale;
  options.pack_keys[0] = place->pack_key;
  return sotto_open(&options, &nothing, &subject->port, &subject->profile);
}

/* The rows first: they tell how late it is where the profile's clock runs ahead of this one. */
static sotto_status read_all(examined *subject) {
  subject->rows = calloc(EXAMINED_ROWS_MAX, sizeof *subject->rows);
  subject->reports = calloc(EXAMINED_ROWS_MAX, sizeof *subject->reports);
  if (!subject->rows || !subject->reports) return SOTTO_E_MEMORY;
  sotto_status status = sotto_audit_each(subject->profile, 0, take_row, subject);
  return status ? status : sotto_outbox_each(subject->profile, take_report, subject);
}

int examined_open(examined *ret_examined, const examined_place *place) {
  memset(ret_examined, 0, sizeof *ret_examined);
  if (sodium_init() < 0 || !lend(ret_examined, place)) {
    fprintf(stderr, "sotto-audit: the key store cannot be used; give --key or --passphrase.\n");
    return 0;
  }
  if (!examined_copy(place->directory, ret_examined->folder)) {
    fprintf(stderr, "sotto-audit: %s: not a profile that can be copied (an app may be using it)\n",
            place->directory);
    return 0;
  }
  sotto_status status = open_copy(ret_examined, place);
  if (!status) status = read_all(ret_examined);
  if (!status) return 1;
  fprintf(stderr, "sotto-audit: %s: %s (%s)\n", place->directory, sotto_status_text(status),
          sotto_status_name(status));
  examined_close(ret_examined);
  return 0;
}

void examined_close(examined *subject) {
  sotto_close(subject->profile);
  for (size_t i = 0; i < subject->row_count; i++) {
    json_decref(subject->rows[i].detail);
    free(subject->rows[i].words);
  }
  for (size_t i = 0; i < subject->report_count; i++) free(subject->reports[i].body);
  free(subject->rows);
  free(subject->reports);
  if (subject->folder[0]) examined_remove(subject->folder);
  sodium_memzero(subject->words, sizeof subject->words);
  subject->profile = NULL;
}

const char *examined_text(const examined_row *row, const char *member) {
  const char *text = json_string_value(json_object_get(row->detail, member));
  return text ? text : "";
}

uint64_t examined_number(const examined_row *row, const char *member) {
  const json_t *value = json_object_get(row->detail, member);
  if (json_is_integer(value)) return (uint64_t)json_integer_value(value);
  return strtoull(examined_text(row, member), NULL, 10);
}

const char *examined_report_hash(const examined *subject, const examined_row *answer) {
  const char *hash = examined_text(answer, "report");
  if (strcmp(examined_text(answer, "mechanism"), "split") != 0) return hash;
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    const char *anew = examined_text(row, "resealed");
    if (row->act == SOTTO_ACT_TRIED && anew[0] && strcmp(examined_text(row, "report"), hash) == 0)
      return anew;
  }
  return hash;
}

const examined_row *examined_answer(const examined *subject, const char *hash) {
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    if (row->act == SOTTO_ACT_ANSWERED && (strcmp(examined_text(row, "report"), hash) == 0 ||
                                           strcmp(examined_report_hash(subject, row), hash) == 0))
      return row;
  }
  return NULL;
}
