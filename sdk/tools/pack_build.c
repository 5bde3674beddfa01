/*
 * sotto-pack build and lint: one call of sotto_build(), told to a person.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "brand/finding.h"
#include "tools/key_file.h"
#include "tools/pack.h"
#include "tools/progress.h"

/** Rows of one kind told in full before the rest is only counted. */
#define TOLD_MAX 20

typedef struct telling {
  const so_pack_options *options;
  so_progress bar;
  const char *step;
  uint64_t done;
  uint64_t told[16]; /* by kind */
} telling;

static void end_bar(telling *to) {
  if (to->step) so_progress_end(&to->bar, to->done);
  to->step = NULL;
}

static void show_progress(void *context, const char *step, uint64_t done, uint64_t total) {
  telling *to = context;
  if (!to->step || strcmp(to->step, step) != 0) {
    end_bar(to);
    so_progress_start(&to->bar, step, total);
    to->step = step;
  }
  to->done = done;
  so_progress_at(&to->bar, done);
}

static void show_finding(void *context, const sotto_finding *finding) {
  static const char *const words[] = {"note", "warning", "error"};
  telling *to = context;
  if (to->options->quiet && finding->severity == SOTTO_FINDING_NOTE) return;
  uint64_t told = ++to->told[finding->kind & 15];
  if (told > TOLD_MAX && finding->severity != SOTTO_FINDING_ERROR) return;
  char line[24] = "", text[6144];
  if (finding->line) (void)snprintf(line, sizeof line, ":%llu", (unsigned long long)finding->line);
  const char *colon = finding->file.size && finding->where.size ? ": " : "";
  int size =
      snprintf(text, sizeof text, "%s: %.*s%s%s%.*s: %.*s", words[finding->severity],
               (int)finding->file.size, finding->file.data, line, colon, (int)finding->where.size,
               finding->where.data, (int)finding->words.size, finding->words.data);
  if ((size_t)size >= sizeof text) size = (int)sizeof text - 1;
  if (isatty(STDERR_FILENO))
    so_pack_print_words(stderr, (sotto_text){text, (size_t)size}, 0, 2);
  else
    fputs(text, stderr);
  fputc('\n', stderr);
}

static void show_rest(const telling *to) {
  for (size_t n = 0; n < sizeof to->told / sizeof *to->told; n++) {
    if (to->told[n] > TOLD_MAX)
      fprintf(stderr, "… and %llu more of that kind\n",
              (unsigned long long)(to->told[n] - TOLD_MAX));
  }
}

/** Why there was no pack, where no finding has said it. */
static int conclude(const so_pack_options *options, sotto_status status,
                    const sotto_build_result *result) {
  if (!status) return SO_EXIT_GOOD;
  if (result->errors == 0) return so_pack_fail(options->subject, status);
  fprintf(stderr, "%llu error%s; no pack was made\n", (unsigned long long)result->errors,
          so_find_s(result->errors));
  return status == SOTTO_E_MISSING || status == SOTTO_E_STORAGE ? SO_EXIT_SYSTEM : SO_EXIT_FINDINGS;
}

static int run(const so_pack_options *options, sotto_build_options *build,
               sotto_build_result *ret_result) {
  char brand[SO_KEY_FILE_PATH_MAX];
  telling told = {.options = options};
  if (!so_key_file_join(brand, options->subject, "brand.json")) return SO_EXIT_CALL;
  build->brand_file = brand;
  build->feeds = options->feed_words.count ? options->feeds : NULL;
  build->feed_count = options->feed_words.count;
  build->events_file = options->events;
  build->sessions_file = options->sessions;
  build->statistics_file = options->statistics;
  build->vectors_file = options->vectors;
  build->images_directory = options->images;
  build->fleet_size = options->fleet_size;
  build->sequence = options->sequence;
  build->created_ms = (int64_t)options->created_ms;
  build->finding = show_finding;
  build->progress = show_progress;
  build->context = &told;
  sotto_status status = sotto_build(build, ret_result);
  end_bar(&told);
  show_rest(&told);
  return conclude(options, status, ret_result);
}

static void say(const sotto_build_result *result) {
  printf("  %u item%s", result->items, so_find_s(result->items));
  if (result->rejected)
    printf(", %llu row%s left out", (unsigned long long)result->rejected,
           so_find_s(result->rejected));
  if (result->events)
    printf("; %llu event%s of %llu %s", (unsigned long long)result->events,
           so_find_s(result->events), (unsigned long long)result->people,
           result->people == 1 ? "person" : "people");
  if (result->sessions)
    printf("; %llu session%s", (unsigned long long)result->sessions, so_find_s(result->sessions));
  printf("; %llu warning%s\n", (unsigned long long)result->warnings, so_find_s(result->warnings));
}

int so_pack_lint(const so_pack_options *options) {
  sotto_build_options build;
  sotto_build_result result = {0};
  sotto_build_options_init(&build);
  int exit_code = run(options, &build, &result);
  if (exit_code) return exit_code;
  printf("No errors.\n");
  say(&result);
  return SO_EXIT_GOOD;
}

int so_pack_build(const so_pack_options *options) {
  sotto_build_options build;
  sotto_build_result result = {0};
  uint8_t signing[SOTTO_SIGNING_SECRET_SIZE], report[SOTTO_PUBLIC_KEY_SIZE];
  char path[SO_KEY_FILE_PATH_MAX];
  if (!options->output) {
    fprintf(stderr, "sotto-pack: build needs -o OUT\n");
    return SO_EXIT_CALL;
  }
  if (!so_key_file_join(path, options->subject, "brand.signing.key")) return SO_EXIT_CALL;
  sotto_status status = so_key_file_read(path, signing, sizeof signing);
  if (status == SOTTO_E_MISSING)
    fprintf(stderr, "sotto-pack: no keys yet: sotto-pack keygen %s\n", options->subject);
  if (status) return so_pack_fail(path, status);
  if (!so_key_file_join(path, options->subject, "brand.public")) return SO_EXIT_CALL;
  status = so_key_file_public(path, "report_key", report);
  if (status) return so_pack_fail(path, status);
  sotto_build_options_init(&build);
  build.output_file = options->output;
  build.signing_key = signing;
  build.report_key = report;
  int exit_code = run(options, &build, &result);
  sodium_memzero(signing, sizeof signing);
  if (exit_code) return exit_code;
  printf("%s: ", options->output);
  so_pack_print_size(result.bytes);
  printf("\n");
  say(&result);
  printf("  hash ");
  so_pack_print_hex(result.hash, sizeof result.hash);
  printf("\n");
  return SO_EXIT_GOOD;
}
