/*
 * After an erase or a forget: an old copy of the profile with what the key store holds now opens no
 * more, and none of its keys lies about in the files, images and processes to be searched
 * (key_search.h), this program among them.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"
#include "key_search.h"

static void search_file(page *out, const char *path, const key_traces *traces) {
  key_search seen;
  if (!key_search_file(path, traces, &seen)) {
    page_check(out, "no key in files", 0, page_words("%.200s: not a file that can be read.", path));
    return;
  }
  page_check(out, "no key in files", seen.found == 0 && seen.unread == 0,
             page_words("%.200s: %zu keys in %llu bytes, at every offset; %llu bytes could not be "
                        "read.",
                        path, seen.found, (unsigned long long)seen.read,
                        (unsigned long long)seen.unread));
}

/* Memory that cannot be read may hold a key: that is told, and proves nothing. */
static void search_process(page *out, const char *pid, const key_traces *traces) {
  key_search seen;
  const int self = strcmp(pid, "self") == 0;
  const char *name = self ? "no key in memory" : "no key in the process";
  const char *whose = self ? "this program" : "process ";
  if (!key_search_process(pid, traces, &seen)) {
    page_check(out, name, 0,
               page_words("The memory of process %.20s cannot be seen: no such process, or not "
                          "yours to read.",
                          pid));
    return;
  }
  page_check(out, name, seen.found == 0 && seen.unread == 0,
             page_words("%zu keys in %llu bytes of %s%.20s, at every offset; %llu bytes could not "
                        "be read.",
                        seen.found, (unsigned long long)seen.read, whose, self ? "" : pid,
                        (unsigned long long)seen.unread));
}

/* The old copy with the store of now. */
static void try_to_open(page *out, const char *copy, const char *key_file) {
  sotto_store_insecure_file store;
  sotto_port port;
  sotto_options options;
  sotto_consent nothing;
  sotto *profile = NULL;
  sotto_options_init(&options);
  sotto_consent_init(&nothing);
  options.directory = copy;
  options.flags = SOTTO_OPEN_AS_KEPT;
  sotto_status status =
      sotto_store_insecure_file_init(&store, key_file, SOTTO_INSECURE_FILE, &port);
  if (!status) status = sotto_open(&options, &nothing, &port, &profile);
  sotto_close(profile);
  page_check(out, "old copy", status == SOTTO_E_KEY_LOST || status == SOTTO_E_KEY_WRONG,
             page_words("the copy with the key store as it is now: %s", sotto_status_text(status)));
}

static int look_for(page *out, const check_remains *remains) {
  char folder[64];
  key_traces traces;
  if (!examined_copy(remains->copy, folder)) return 0;
  const int good = key_traces_read(folder, &traces);
  if (good) {
    if (traces.kdf) page_line(out, "Its secret was a passphrase: that is not searched for.");
    if (!traces.has_database)
      page_line(out, "The copy has no database: the keys to one are not searched for.");
    for (size_t i = 0; i < remains->image_count; i++) search_file(out, remains->images[i], &traces);
    for (size_t i = 0; i < remains->process_count; i++)
      search_process(out, remains->processes[i], &traces);
    try_to_open(out, folder, remains->key_file);
    search_process(out, "self", &traces);
  } else {
    fprintf(stderr, "sotto-audit: %.200s holds no head of a profile.\n", remains->copy);
  }
  examined_remove(folder);
  return good;
}

/* A profile made to be erased: what it was is copied first. */
static sotto_status rehearse(const char *folder, const char *key_file, char ret_copy[64]) {
  sotto_store_insecure_file store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto_receipt receipt;
  sotto *profile = NULL;
  sotto_options_init(&options);
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  options.directory = folder;
  sotto_status status =
      sotto_store_insecure_file_init(&store, key_file, SOTTO_INSECURE_FILE, &port);
  if (!status) status = sotto_open(&options, &consent, &port, &profile);
  if (!status) status = sotto_flush(profile);
  sotto_close(profile);
  if (!status && !examined_copy(folder, ret_copy)) status = SOTTO_E_STORAGE;
  return status ? status : sotto_erase(folder, &port, &receipt);
}

static int rehearsed(page *out) {
  char folder[64] = "/tmp/sotto-erase-XXXXXX", copy[64] = "", inside[96], key[96];
  key_traces traces;
  if (!mkdtemp(folder)) return 0;
  snprintf(inside, sizeof inside, "%s/profile", folder);
  snprintf(key, sizeof key, "%s/key", folder);
  const sotto_status status = rehearse(inside, key, copy);
  page_line(out, "A profile was made, copied and erased (give --copy for one of yours).");
  page_check(out, "erase",
             status == SOTTO_OK && !key_traces_read(inside, &traces) && access(key, F_OK),
             status ? sotto_status_text(status) : "its files and its secret are gone.");
  const check_remains remains = {.copy = copy, .key_file = key};
  const int good = !status && look_for(out, &remains);
  if (copy[0]) examined_remove(copy);
  examined_remove(inside);
  rmdir(folder);
  return good;
}

int check_erased(page *out, const check_remains *remains) {
  if (sodium_init() < 0) return 0;
  page_section(out, "After the erase");
  return remains->copy ? look_for(out, remains) : rehearsed(out);
}
