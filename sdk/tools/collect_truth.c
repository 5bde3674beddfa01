/*
 * Reading the truth of a simulation.
 */
#include "tools/collect_truth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/collect_file.h"

typedef struct row {
  const char *question;
  const char *bucket;
  double share;
} row;

struct so_truth {
  char *text; /* the whole file; rows point into it */
  row *rows;
  size_t count;
};

/* Cuts `*at` at the next separator and moves past it. */
static char *cut(char **at, char separator) {
  char *start = *at, *end = strchr(start, separator);
  if (end) *end = '\0';
  *at = end ? end + 1 : start + strlen(start);
  return start;
}

/* 1: a row; 0: to be passed over; -1: not a row at all. */
static int read_row(char *line, int first, row *ret_row) {
  line[strcspn(line, "\r")] = '\0';
  if (*line == '\0' || *line == '#') return 0;
  ret_row->question = cut(&line, '\t');
  ret_row->bucket = cut(&line, '\t');
  char *number = cut(&line, '\t'), *end = number;
  ret_row->share = strtod(number, &end);
  if (end == number || *end != '\0') return first && *number ? 0 : -1;
  return ret_row->share >= 0 && ret_row->share <= 1 ? 1 : -1;
}

static sotto_status read_rows(so_truth *truth, const char *path) {
  size_t lines = 1;
  for (const char *c = truth->text; *c; c++) lines += *c == '\n';
  truth->rows = calloc(lines, sizeof *truth->rows);
  if (!truth->rows) return SOTTO_E_MEMORY;
  char *at = truth->text;
  for (unsigned line = 1; *at; line++) {
    int kind = read_row(cut(&at, '\n'), line == 1, &truth->rows[truth->count]);
    if (kind < 0) {
      fprintf(stderr,
              "sotto-collect: %s:%u: not a question, a bucket and a share from 0 to 1, with tabs "
              "between\n",
              path, line);
      return SOTTO_E_FORMAT;
    }
    truth->count += (size_t)kind;
  }
  return truth->count ? SOTTO_OK : SOTTO_E_FORMAT;
}

sotto_status so_truth_read(so_truth **ret_truth, const char *path) {
  sotto_bytes file = {NULL, 0};
  sotto_status status = so_collect_read_file(path, &file);
  if (status != SOTTO_OK) return status;
  so_truth *truth = calloc(1, sizeof *truth);
  if (truth) truth->text = malloc(file.size + 1);
  status = truth && truth->text ? SOTTO_OK : SOTTO_E_MEMORY;
  if (status == SOTTO_OK) {
    memcpy(truth->text, file.data, file.size);
    truth->text[file.size] = '\0';
    status = read_rows(truth, path);
  }
  free((void *)file.data);
  if (status == SOTTO_OK)
    *ret_truth = truth;
  else
    so_truth_free(truth);
  return status;
}

static int names(const char *text, uint32_t number, const sotto_bucket_label *bucket) {
  char hash[16];
  (void)snprintf(hash, sizeof hash, "#%u", (unsigned)number);
  return strcmp(text, bucket->name) == 0 || strcmp(text, bucket->label) == 0 ||
         strcmp(text, hash) == 0;
}

double so_truth_share(const so_truth *truth, const char *question, uint32_t number,
                      const sotto_bucket_label *bucket) {
  for (size_t i = 0; truth && i < truth->count; i++) {
    const row *at = &truth->rows[i];
    if (strcmp(at->question, question) == 0 && names(at->bucket, number, bucket)) return at->share;
  }
  return NAN;
}

void so_truth_free(so_truth *truth) {
  if (!truth) return;
  free(truth->rows);
  free(truth->text);
  free(truth);
}
