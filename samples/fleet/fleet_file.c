/* See fleet_file.h. */
#include "fleet_file.h"

#include <stdlib.h>

static void fail(const char *name) {
  fprintf(stderr, "Cannot write %s.\n", name);
  exit(2);
}

FILE *fleet_file_create(const char *directory, const char *name) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  FILE *file = fopen(path, "wb");
  if (!file) fail(path);
  return file;
}

void fleet_file_finish(FILE *file, const char *name) {
  if (fclose(file) != 0) fail(name);
}
