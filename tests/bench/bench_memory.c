/*
 * A first visit in a process of its own: how long it takes and how much memory it ever holds. The
 * pack is made in a child process, so that building it is not counted.
 */
#include "bench_table.h"
#include "bench_world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Megabytes (10^6) of a line of /proc/self/status; 0 where there is none. */
static double megabytes(const char *name) {
  char line[256];
  double found = 0;
  FILE *file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file))
    if (strncmp(line, name, strlen(name)) == 0)
      found = (double)strtol(line + strlen(name), NULL, 10) * 1024 / 1e6;
  if (file) fclose(file);
  return found;
}

/* Megabytes of the mapped pack that stand in memory: the pages touched. */
static double touched(const bench_world *world) {
  char line[512];
  double found = 0;
  int inside = 0;
  FILE *file = fopen("/proc/self/smaps", "r");
  while (file && fgets(line, sizeof line, file)) {
    if (strchr(line, '-') && strchr(line, '/')) inside = strstr(line, world->pack) != NULL;
    if (inside && strncmp(line, "Rss:", 4) == 0)
      found += (double)strtol(line + 4, NULL, 10) * 1024 / 1e6;
  }
  if (file) fclose(file);
  return found;
}

static double file_megabytes(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 ? (double)about.st_size / 1e6 : 0;
}

/* Copies the pack in pieces, as a download arrives. A file that was written at one go stands in the
 * page cache in pieces of up to 2 MB, and newer kernels count all of it for one byte read. */
static void receive(bench_world *world) {
  char path[96], piece[16384];
  memcpy(path, world->pack, sizeof path);
  snprintf(world->pack, sizeof world->pack, "%s/received.sottopack", world->root);
  FILE *from = fopen(path, "rb");
  const int to = open(world->pack, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  size_t size = from && to >= 0 ? 1 : 0;
  while (size > 0 && (size = fread(piece, 1, sizeof piece, from)) > 0)
    if (write(to, piece, size) != (ssize_t)size) bench_must(SOTTO_E_STORAGE, "receive");
  if (!from || to < 0) bench_must(SOTTO_E_STORAGE, "receive");
  fclose(from);
  close(to);
}

/* The keys come back through a pipe. */
static void build_elsewhere(bench_world *world, uint32_t items) {
  int ends[2], code = 1;
  if (pipe(ends)) bench_must(SOTTO_E_INTERNAL, "pipe");
  const pid_t child = fork();
  if (child == 0) {
    bench_build(world, items);
    _exit(write(ends[1], &world->keys, sizeof world->keys) != (ssize_t)sizeof world->keys);
  }
  const ssize_t size = read(ends[0], &world->keys, sizeof world->keys);
  waitpid(child, &code, 0);
  bench_must(code == 0 && size == (ssize_t)sizeof world->keys ? SOTTO_OK : SOTTO_E_INTERNAL,
             "build");
  close(ends[0]);
  close(ends[1]);
  world->items = items;
}

static void recommend(sotto *profile) {
  sotto_pick picks[10];
  size_t count = 10;
  sotto_request request;
  sotto_request_init(&request);
  bench_must(sotto_recommend(profile, &request, picks, &count), "recommend");
}

/* A visit to a shop ten times as large, opened again after the install as on any later day. */
static void visit_large(uint32_t items) {
  char title[96];
  bench_world world;
  bench_world_begin(&world);
  build_elsewhere(&world, items);
  receive(&world);
  const double before = megabytes("VmRSS:");
  sotto *profile = bench_open(&world);
  bench_must(sotto_pack_install(profile, world.pack), "install");
  sotto_close(profile);
  profile = bench_open(&world);
  bench_shop(&world, profile, 20);
  recommend(profile);
  const double after = megabytes("VmRSS:"), pages = touched(&world);
  sotto_close(profile);
  snprintf(title, sizeof title, "A later visit: %u items, a pack of %.1f MB", items,
           file_megabytes(world.pack));
  bench_begin(title);
  bench_print(&(bench_line){"resident pages of the pack", "MB", pages, 0, BENCH_NO_BAR, 0});
  bench_print(&(bench_line){"resident beyond them, more than before", "MB", after - before - pages,
                            0, BENCH_AT_MOST, 12});
  bench_world_end(&world);
}

int main(int argc, char **argv) {
  const uint32_t items = bench_is_smoke(argc, argv) ? 500 : 10000;
  sotto_mindset_info info;
  bench_world world;
  bench_world_begin(&world);
  build_elsewhere(&world, items);
  receive(&world);
  const double before = megabytes("VmRSS:");
  const double start = bench_now_us();
  sotto *profile = bench_open(&world);
  const double opened = bench_now_us();
  bench_must(sotto_pack_install(profile, world.pack), "install");
  const double installed = bench_now_us();
  const double verified = megabytes("VmRSS:");
  const double visit = bench_now_us();
  bench_shop(&world, profile, 20);
  bench_must(sotto_mindset_get(profile, &info), "mindset");
  recommend(profile);
  const double seen = bench_now_us(), visited = megabytes("VmRSS:");
  sotto_close(profile);
  const double closed = bench_now_us();
  bench_begin("A first visit: 10,000 items, 20 events");
  bench_print(&(bench_line){"a new profile", "ms", (opened - start) / 1e3, 0, BENCH_NO_BAR, 0});
  bench_print(&(bench_line){"verify and install the pack", "ms", (installed - opened) / 1e3, 0,
                            BENCH_NO_BAR, 0});
  bench_print(&(bench_line){"20 events, mindset, 10 picks", "ms", (seen - visit) / 1e3, 0,
                            BENCH_NO_BAR, 0});
  bench_print(&(bench_line){"close", "ms", (closed - seen) / 1e3, 0, BENCH_NO_BAR, 0});
  bench_print(&(bench_line){"resident before", "MB", before, 0, BENCH_NO_BAR, 0});
  bench_print(&(bench_line){"resident after verification", "MB", verified, 0, BENCH_AT_MOST, 10});
  bench_print(&(bench_line){"resident after the visit", "MB", visited, 0, BENCH_NO_BAR, 0});
  bench_print(&(bench_line){"peak of it all", "MB", megabytes("VmHWM:"), 0, BENCH_NO_BAR, 0});
  bench_print(&(bench_line){"the pack", "MB", file_megabytes(world.pack), 0, BENCH_AT_MOST, 4});
  bench_world_end(&world);
  visit_large(bench_is_smoke(argc, argv) ? 600 : 100000);
  return bench_end();
}
