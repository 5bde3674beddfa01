/*
 * sotto-collect report: writes the dashboard. The page appears under its name only when whole.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/collect.h"
#include "tools/dashboard.h"

/* Writes beside the target and renames, so that a full disk leaves the old page as it was. */
static int write_page(const so_results *results, const char *path) {
  size_t size = strlen(path) + sizeof ".new";
  char *fresh = malloc(size);
  if (!fresh) return so_collect_fail(path, SOTTO_E_MEMORY);
  (void)snprintf(fresh, size, "%s.new", path);
  FILE *page = fopen(fresh, "w");
  int written = page != NULL;
  if (page) {
    so_dashboard_write(page, results);
    written = !ferror(page);
    written &= fclose(page) == 0;
  }
  if (written) written = rename(fresh, path) == 0;
  if (!written) {
    fprintf(stderr, "sotto-collect: %s: %s; nothing changed\n", path, strerror(errno));
    (void)remove(fresh);
  }
  free(fresh);
  if (!written) return SO_EXIT_FAILED;
  printf("Dashboard written to %s\n", path);
  return SO_EXIT_DONE;
}

int so_collect_report(const so_collect_options *options) {
  if (!options->db || !options->output)
    return so_collect_usage("report needs --db FILE and -o FILE.");
  so_results results;
  int outcome = so_results_read(&results, options);
  if (outcome != SO_EXIT_DONE) return outcome;
  outcome = write_page(&results, options->output);
  so_results_free(&results);
  return outcome;
}
