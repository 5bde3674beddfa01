/*
 * sotto-pack: what its commands share. Each command lives in pack_<command>.c and gets the options
 * that pack_main.c has read.
 */
#ifndef SO_TOOLS_PACK_H
#define SO_TOOLS_PACK_H

#include <sotto/build.h>
#include <stdio.h>

#include "tools/option_table.h"

/** Exit codes: done; the inputs have errors; called wrongly; a file or the system failed. */
enum { SO_EXIT_GOOD = 0, SO_EXIT_FINDINGS = 1, SO_EXIT_CALL = 2, SO_EXIT_SYSTEM = 3 };

/** Options as given on the command line; NULL or 0 where not. */
typedef struct so_pack_options {
  const char *subject; /* DIR or PACK */
  const char *output;
  so_option_texts feed_words; /* as given, and what they mean */
  sotto_feed feeds[SOTTO_LOCALES_MAX * 4];
  const char *events;
  const char *sessions;
  const char *statistics;
  const char *vectors;
  const char *images;
  const char *trust;
  const char *mindset;
  const char *history;
  const char *slot;
  const char *locale;
  const char *list;
  const char *key;
  uint64_t fleet_size;
  uint64_t sequence;
  uint64_t created_ms;
  int quiet;
} so_pack_options;

/** Text of the page about audiences. */
extern const char so_pack_init_audiences[];
int so_pack_init(const so_pack_options *options);
int so_pack_keygen(const so_pack_options *options);
int so_pack_build(const so_pack_options *options);
int so_pack_lint(const so_pack_options *options);
int so_pack_show(const so_pack_options *options);
int so_pack_try(const so_pack_options *options);
int so_pack_publish(const so_pack_options *options);

/** Says what went wrong with a file and gives the exit code. */
int so_pack_fail(const char *path, sotto_status status);
/** A file to be made. */
typedef struct so_pack_draft {
  const char *name;
  const char *text;
  int secret; /* for its owner alone */
} so_pack_draft;

/** Makes every file in the folder, none of which may exist yet, or says why and makes none. */
int so_pack_write(const char *folder, const so_pack_draft *drafts, size_t count);
/** 1 when there is such a file. */
int so_pack_exists(const char *path);

/** Prints a size in kB or MB; and, where a pack has expired, that it has. */
void so_pack_print_size(uint64_t bytes);
void so_pack_print_ended(const sotto_pack_facts *facts);
/**
 * Prints words, breaking lines before column 80 and going on at `indent`; they begin at `column`.
 */
void so_pack_print_words(FILE *to, sotto_text text, size_t column, size_t indent);
/** Prints `size` bytes as hex. */
void so_pack_print_hex(const uint8_t *bytes, size_t size);

#endif
