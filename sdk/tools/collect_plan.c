/*
 * sotto-collect plan: what a fleet can learn, or how large a fleet a precision takes, before a
 * question is asked. A hopeless question is refused with the numbers that would make it useful.
 */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/collect.h"

#define WIDTH 78u

static void print_json(const sotto_mechanism *mechanism, const sotto_plan *plan,
                       const char *words) {
  json_t *root =
      json_pack("{s:s, s:i, s:i, s:i, s:i, s:I, s:I, s:f, s:f, s:f, s:b, s:I, s:s}", "mechanism",
                mechanism->kind == SOTTO_MECHANISM_SUBSET ? "subset" : "projective", "buckets",
                (int)mechanism->buckets, "cells", (int)mechanism->cells, "size",
                (int)mechanism->size, "report_bytes", (int)mechanism->report_bytes, "epsilon_micro",
                (json_int_t)mechanism->epsilon_micro, "devices", (json_int_t)plan->devices, "error",
                plan->error, "half_width", plan->half_width, "poisoned", plan->poisoned, "hopeless",
                (int)plan->hopeless, "needed", (json_int_t)plan->needed, "words", words);
  (void)json_dumpf(root, stdout, JSON_COMPACT | JSON_REAL_PRECISION(9));
  json_decref(root);
  putchar('\n');
}

static void print_table(const sotto_mechanism *mechanism) {
  puts("\n        devices   95 % interval");
  for (uint64_t devices = 1000; devices <= 100000000; devices *= 10) {
    sotto_plan plan;
    if (sotto_plan_devices(mechanism, devices, &plan) != SOTTO_OK) return;
    printf("  %13llu   +/- %7.3f points%s\n", (unsigned long long)devices, 100 * plan.half_width,
           plan.hopeless ? "   hopeless" : "");
  }
}

/* Prints a sentence in lines of at most 78 columns. */
static void print_wrapped(const char *words) {
  size_t column = 0;
  while (*words) {
    size_t size = strcspn(words, " ");
    if (column + size > WIDTH) {
      putchar('\n');
      column = 0;
    }
    printf("%s%.*s", column ? " " : "", (int)size, words);
    column += size + 1;
    words += size + strspn(words + size, " ");
  }
  putchar('\n');
}

static void print_mechanism(const sotto_mechanism *mechanism) {
  if (mechanism->kind == SOTTO_MECHANISM_SUBSET)
    printf("A report names %u of %u buckets", mechanism->size, mechanism->buckets);
  else
    printf("A report stands for about 1 in %u of %u buckets", mechanism->prime, mechanism->buckets);
  printf(" in %u byte%s;\n", mechanism->report_bytes, mechanism->report_bytes == 1 ? "" : "s");
}

static void print_text(const sotto_mechanism *mechanism, const char *words) {
  print_mechanism(mechanism);
  printf("a device's own is among them %.1f %% of the time.\n"
         "It costs epsilon %.6f: odds at most %.3f to 1.\n",
         100 * ldexp((double)mechanism->threshold, -64), (double)mechanism->epsilon_micro / 1e6,
         (double)mechanism->odds_numerator / (double)mechanism->odds_denominator);
  print_wrapped(words);
  print_table(mechanism);
}

static int is_asked(const so_collect_options *options) {
  const int fleet = options->devices > 0, precision = options->points > 0;
  return options->buckets && options->epsilon > 0 && fleet != precision;
}

int so_collect_plan(const so_collect_options *options) {
  if (!is_asked(options))
    return so_collect_usage(
        "plan needs --buckets K --epsilon E and --devices N or --points P, not both.");
  sotto_mechanism mechanism;
  sotto_status status =
      sotto_mechanism_plan(options->buckets, (uint64_t)(options->epsilon * 1e6 + 0.5), &mechanism);
  if (status != SOTTO_OK) return so_collect_fail("these buckets at this cost", status);
  sotto_plan plan;
  if (options->points > 0)
    status = sotto_plan_half_width(&mechanism, options->points / 100, &plan);
  else
    status = sotto_plan_devices(&mechanism, options->devices, &plan);
  if (status != SOTTO_OK) return so_collect_fail("plan", status);
  char words[512];
  sotto_plan_words(&mechanism, &plan, words, sizeof words);
  if (options->json)
    print_json(&mechanism, &plan, words);
  else
    print_text(&mechanism, words);
  return plan.hopeless ? SO_EXIT_FAILED : SO_EXIT_DONE;
}
