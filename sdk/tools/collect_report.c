/*
 * sotto-collect report: writes the dashboard; and how each file of results is written.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/collect.h"
#include "tools/dashboard.h"

int so_collect_write_file(const char *path, int (*write)(void *context, FILE *file),
                          void *context) {
  size_t size = strlen(path) + sizeof ".new";
  char *fresh = malloc(size);
  if (!fresh) return so_collect_fail(path, SOTTO_E_MEMORY);
  (void)snprintf(fresh, size, "%s.new", path);
  FILE *file = fopen(fresh, "w");
  int outcome = SO_EXIT_FAILED, written = file != NULL;
  if (file) {
    outcome = write(context, file);
    written = !ferror(file);
    written &= fclose(file) == 0;
    if (outcome == SO_EXIT_DONE && written) written = rename(fresh, path) == 0;
  }
  if (!written) {
    fprintf(stderr, "sotto-collect: %s: %s; nothing changed\n", path, strerror(errno));
    outcome = SO_EXIT_FAILED;
  }
  if (outcome != SO_EXIT_DONE) (void)remove(fresh);
  free(fresh);
  return outcome;
}

static int write_page(void *context, FILE *page) {
  so_dashboard_write(page, context);
  return SO_EXIT_DONE;
}

int so_collect_report(const so_collect_options *options) {
  if (!options->db || !options->output)
    return so_collect_usage("report needs --db FILE and -o FILE.");
  so_results results;
  int outcome = so_results_read(&results, options);
  if (outcome != SO_EXIT_DONE) return outcome;
  outcome = so_collect_write_file(options->output, write_page, &results);
  if (outcome == SO_EXIT_DONE) printf("Dashboard written to %s\n", options->output);
  so_results_free(&results);
  return outcome;
}
