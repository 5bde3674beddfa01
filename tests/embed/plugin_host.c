/*
 * A host that knows Sotto only as a plugin: it may have libsqlite3 in the process first, as WebKit
 * and Qt bring it, loads the plugin, lets it make a visit, unloads it and looks for what it left.
 *
 * usage: plugin_host PLUGIN ROUNDS HOW... DIRECTORY
 * HOW: sqlite3 (libsqlite3 loaded before, its names seen by all), global, deepbind, namespace (how
 * the plugin is loaded; locally without any). The plugin is visit.c as a shared object.
 * Prints the first status name that was not SOTTO_OK, or what was left behind, or SOTTO_OK.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define WARM_ROUNDS 10
#define GROWTH_KIB 1024

typedef int (*visit_main)(int argc, char **argv);

/* The traces of a visit in this process. */
struct traces {
  int mapped;  /* mappings of libsotto */
  int threads; /* all */
  int files;   /* open descriptors */
  long kib;    /* resident memory */
};

static int entries(const char *path) {
  int count = 0;
  DIR *directory = opendir(path);
  while (directory && readdir(directory)) count++;
  if (directory) closedir(directory);
  return count;
}

static struct traces traces_now(void) {
  struct traces found = {0, entries("/proc/self/task"), entries("/proc/self/fd"), 0};
  char line[4096];
  FILE *maps = fopen("/proc/self/maps", "r");
  while (maps && fgets(line, sizeof line, maps)) found.mapped += strstr(line, "libsotto") != NULL;
  if (maps) fclose(maps);
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status))
    if (!strncmp(line, "VmRSS:", 6)) found.kib = strtol(line + 6, NULL, 10);
  if (status) fclose(status);
  return found;
}

/* libsqlite3 as another library of the process brings it: in use, its names before all others. */
static int bring_sqlite3(void) {
  void *loaded = dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_GLOBAL);
  if (!loaded) return 0;
  int (*open)(const char *, void **) =
      (int (*)(const char *, void **))dlsym(loaded, "sqlite3_open");
  void *database = NULL;
  return open && open(":memory:", &database) == 0;
}

static void *load(const char *path, const char *how) {
  if (!strcmp(how, "namespace")) return dlmopen(LM_ID_NEWLM, path, RTLD_NOW);
  if (!strcmp(how, "deepbind")) return dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
  return dlopen(path, RTLD_NOW | (strcmp(how, "global") ? RTLD_LOCAL : RTLD_GLOBAL));
}

static int one_round(const char *path, const char *how, char *directory) {
  char *arguments[] = {"visit", directory, NULL};
  void *plugin = load(path, how);
  if (!plugin) return puts(dlerror()), 1;
  visit_main visit = (visit_main)dlsym(plugin, "visit_main");
  const int failed = !visit || visit(2, arguments);
  if (dlclose(plugin)) puts(dlerror());
  return failed;
}

/* Each of many rounds has a profile of its own: the key dies with the plugin. */
static int visit_often(const char *const paths[2], const char *how, int rounds,
                       struct traces *ret_warm) {
  char directory[4096];
  for (int i = 0; i < rounds; i++) {
    if (i == WARM_ROUNDS) *ret_warm = traces_now();
    snprintf(directory, sizeof directory, "%s/%d", paths[1], i);
    if (rounds == 1) snprintf(directory, sizeof directory, "%s", paths[1]);
    if (rounds > 1 && mkdir(directory, 0700)) return 1;
    if (one_round(paths[0], how, directory)) return 1;
  }
  return 0;
}

/* What is there that was not after the first rounds; NULL: nothing. */
static const char *left_behind(const struct traces *warm) {
  const struct traces now = traces_now();
  if (now.mapped) return "libsotto is still mapped";
  if (now.threads > warm->threads) return "threads were left";
  if (now.files > warm->files) return "descriptors were left";
  return now.kib > warm->kib + GROWTH_KIB ? "memory was left" : NULL;
}

int main(int argc, char **argv) {
  struct traces warm = {0, 0, 0, 0};
  const char *how = "local";
  if (argc < 4) return 2;
  for (int i = 3; i < argc - 1; i++) {
    if (strcmp(argv[i], "sqlite3"))
      how = argv[i];
    else if (!bring_sqlite3())
      return puts("no libsqlite3"), 2;
  }
  const int rounds = (int)strtol(argv[2], NULL, 10);
  if (visit_often((const char *const[]){argv[1], argv[argc - 1]}, how, rounds, &warm)) return 1;
  const char *left = rounds > WARM_ROUNDS ? left_behind(&warm) : NULL;
  return puts(left ? left : "SOTTO_OK"), left != NULL;
}
