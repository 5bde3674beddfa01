/*
 * sotto-vectors DIR: runs every RFC 9180 and VDAF vector under DIR and says what passed.
 *
 * Files are told by what is in them, a VDAF's type by the file's name (that is all the format says
 * of it), its wire version by trying. Prints one line a vector and at last "N passed, N failed";
 * exits 1 where one failed or none was found. What is not implemented (other VDAFs and drafts, HPKE
 * modes and suites) is named as skipped.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vector_kind.h"

#define FILE_MAX (256LL << 20)

/* 1 for a list of which one has a KEM. */
static int has_suites(const json_t *document) {
  for (size_t i = 0; i < json_array_size(document); i++)
    if (json_object_get(json_array_get(document, i), "kem_id")) return 1;
  return 0;
}

static void run_document(vector_tally *tally, const char *name, const json_t *document) {
  if (has_suites(document))
    run_hpke(tally, name, document);
  else if (json_object_get(document, "kem_id")) {
    json_t *list = json_pack("[O]", document);
    run_hpke(tally, name, list);
    json_decref(list);
  } else if (json_object_get(document, "derived_seed"))
    run_xof(tally, name, document);
  else if (json_object_get(document, "reports") || json_object_get(document, "prep"))
    run_prio3(tally, name, document);
  else
    skipped(tally, name, "no vector of a kind known here");
}

/* 1 for JSON that could not be read for its large numbers, and is no vector. */
static int is_of_another_kind(const char *path) {
  json_t *document = json_load_file(path, JSON_DECODE_INT_AS_REAL, NULL);
  int other = document && !has_suites(document) && !json_object_get(document, "kem_id") &&
              !json_object_get(document, "derived_seed") && !json_object_get(document, "reports") &&
              !json_object_get(document, "prep");
  json_decref(document);
  return other;
}

static void run_file(vector_tally *tally, const char *path, const char *name) {
  json_error_t error;
  struct stat status;
  if (stat(path, &status) || !S_ISREG(status.st_mode) || status.st_size > FILE_MAX) {
    failed(tally, name, "no file, or one of more than 256 MiB");
    return;
  }
  json_t *document = json_load_file(path, 0, &error);
  if (document)
    run_document(tally, name, document);
  else if (is_of_another_kind(path))
    skipped(tally, name, "no vector of a kind known here");
  else
    failed(tally, name, error.text);
  json_decref(document);
}

static int ends_in_json(const char *name) {
  size_t size = strlen(name);
  return size > 5 && strcmp(name + size - 5, ".json") == 0;
}

/* Runs what is under `path`, in order of names; `root` is the length of DIR and its slash. */
static void run_folder(vector_tally *tally, const char *path, size_t root) {
  struct dirent **entries;
  int count = scandir(path, &entries, NULL, alphasort);
  if (count < 0) failed(tally, path, "the folder cannot be read");
  for (int i = 0; i < count; i++) {
    char inner[4096];
    struct stat status;
    const char *name = entries[i]->d_name;
    snprintf(inner, sizeof inner, "%s/%s", path, name);
    if (name[0] != '.' && lstat(inner, &status) == 0) { /* no folder twice by a link */
      if (S_ISDIR(status.st_mode))
        run_folder(tally, inner, root);
      else if (ends_in_json(name))
        run_file(tally, inner, inner + root);
    }
    free(entries[i]);
  }
  if (count >= 0) free(entries);
}

int main(int count, char **arguments) {
  vector_tally tally = {0, 0, 0};
  struct stat status;
  if (count != 2 || stat(arguments[1], &status)) {
    fprintf(stderr, "usage: sotto-vectors DIR (or one FILE.json)\n");
    return 2;
  }
  if (S_ISDIR(status.st_mode))
    run_folder(&tally, arguments[1], strlen(arguments[1]) + 1);
  else
    run_file(&tally, arguments[1], arguments[1]);
  if (tally.skipped) printf("%d skipped\n", tally.skipped);
  printf("%d passed, %d failed\n", tally.passed, tally.failed);
  return tally.failed || !tally.passed;
}
