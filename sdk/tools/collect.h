/*
 * sotto-collect: what its commands share. One set of options serves all of them; each command
 * checks that it was given what it needs and says in one sentence on stderr what is wrong.
 */
#ifndef SO_TOOLS_COLLECT_H
#define SO_TOOLS_COLLECT_H

#include <sotto/estimate.h>
#include <stdio.h>

/** Options and file names of the command line; a text that was not given is NULL. */
typedef struct so_collect_options {
  const char *db;
  const char *pack;
  const char *key;
  const char *trust;
  const char *truth;
  const char *output;
  const char *tables;
  const char *audiences;
  const char *question;
  const char *listen; /* of serve: ADDRESS:PORT */
  char *const *files;
  int file_count;
  int json;
  int project;
  uint32_t epoch; /* SO_STORE_EVERY_EPOCH */
  uint32_t buckets;
  double epsilon;
  double points; /* wanted half width, in percentage points; 0: not given */
  uint64_t devices;
  uint64_t replicates; /* of a rehearsal; 0: not given */
  uint64_t seed;
  double suppress_z;
  uint32_t given; /* a bit for each option given, in the order of collect_main.c's table */
} so_collect_options;

enum { SO_EXIT_DONE = 0, SO_EXIT_FAILED = 1, SO_EXIT_USAGE = 2 };

int so_collect_load(const so_collect_options *options);
int so_collect_serve(const so_collect_options *options);
int so_collect_plan(const so_collect_options *options);
int so_collect_estimate(const so_collect_options *options);
int so_collect_rehearse(const so_collect_options *options);
int so_collect_learn(const so_collect_options *options);
int so_collect_report(const so_collect_options *options);

/**
 * Prints "sotto-collect: WHAT: sentence of the status" and gives SO_EXIT_FAILED. What names a
 * database is shown without user and password.
 */
int so_collect_fail(const char *what, sotto_status status);
/** Prints "sotto-collect: SENTENCE" and gives SO_EXIT_USAGE. */
int so_collect_usage(const char *sentence);
/** Writes a file, under its name only when whole: a full disk leaves the old one as it was. Gives
 * what `write` gives, or SO_EXIT_FAILED, which is told. */
int so_collect_write_file(const char *path, int (*write)(void *context, FILE *file), void *context);
/** Prints a label in exactly `columns` columns: cut or padded by characters, not bytes. */
void so_collect_label(const char *label, int columns);

#endif
