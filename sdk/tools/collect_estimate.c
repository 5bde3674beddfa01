/*
 * sotto-collect estimate: the estimates as a table of at most 80 columns, or as JSON. A bar is
 * solid up to the estimate and light up to the upper end of its interval.
 */
#include <jansson.h>
#include <langinfo.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/collect_result.h"
#include "tools/dashboard_audience.h"

#define LABEL_COLUMNS 20
#define BAR_COLUMNS 20

static int is_utf8(void) {
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void so_collect_label(const char *label, int columns) {
  int used = 0;
  for (const char *c = label; *c; c++) {
    if (((unsigned char)*c & 0xC0u) != 0x80u && used++ == columns) {
      used = columns;
      break;
    }
    putchar(*c);
  }
  for (; used < columns; used++) putchar(' ');
}

static void print_bar(const sotto_share *share, double top) {
  const char *solid = is_utf8() ? "█" : "#", *light = is_utf8() ? "░" : "-";
  int full = (int)lround(fmax(share->share, 0) / top * BAR_COLUMNS);
  int high = (int)lround(fmax(share->high, 0) / top * BAR_COLUMNS);
  for (int i = 0; i < high && i < BAR_COLUMNS; i++)
    fputs(i < full && !share->suppressed ? solid : light, stdout);
  putchar('\n');
}

static double highest(const so_result *result) {
  double top = 0;
  for (uint32_t i = 0; i < result->question.mechanism.buckets; i++)
    top = fmax(top, result->shares[i].high);
  return fmin(fmax(top, 0.01), 1);
}

static void print_share(const so_result *result, uint32_t bucket, int has_truth, double top) {
  const sotto_share *share = &result->shares[bucket];
  fputs("  ", stdout);
  so_collect_label(result->labels[bucket].label, LABEL_COLUMNS);
  if (share->suppressed)
    printf("  noise ");
  else
    printf(" %5.1f %%", 100 * share->share);
  printf("  %5.1f to %5.1f", 100 * share->low, 100 * share->high);
  if (has_truth && !isnan(result->truths[bucket])) {
    int outside = result->truths[bucket] < share->low || result->truths[bucket] > share->high;
    printf("  %5.1f %c", 100 * result->truths[bucket], outside ? '*' : ' ');
  } else if (has_truth) {
    printf("      -  ");
  }
  fputs("  ", stdout);
  print_bar(share, top);
}

static void print_score(const so_result *result) {
  if (!result->scored || result->score.suppressed) return;
  printf("  Empathy score %.1f, 95 %% interval %.1f to %.1f", result->score.mean, result->score.low,
         result->score.high);
  if (!isnan(result->true_score)) printf(", truth %.1f", result->true_score);
  puts(" (1 to 100)");
}

static void print_mean(const so_result *result) {
  if (!result->meant) return;
  if (result->mean.suppressed) {
    puts("  Too few answers to say a mean.");
    return;
  }
  printf("  Mean %.4g, 95 %% interval %.4g to %.4g", result->mean.mean, result->mean.low,
         result->mean.high);
  if (!isnan(result->true_mean)) printf(", truth %.4g", result->true_mean);
  puts(" (of those with an answer)");
}

/* How many are in each audience, of the devices that may tell. */
static void print_sizes(const so_result *result) {
  if (!result->rates || result->question.kind != SOTTO_ASKS_AUDIENCE) return;
  for (uint32_t cell = 0; cell < result->question.mechanism.buckets / 2; cell++) {
    char name[SOTTO_LABEL_SIZE];
    const sotto_rate *rate = &result->rates[cell];
    so_dashboard_audience_name(result, cell, name);
    if (rate->suppressed)
      printf("  In %s: too few answers\n", name);
    else
      printf("  In %s: %.1f %%, 95 %% interval %.1f to %.1f\n", name, 100 * rate->rate,
             100 * rate->low, 100 * rate->high);
  }
}

static json_t *size_json(const char *name, const sotto_rate *rate) {
  json_t *size = json_pack("{s:s, s:b}", "audience", name, "suppressed", (int)rate->suppressed);
  if (!rate->suppressed)
    (void)json_object_update_new(size,
                                 json_pack("{s:f, s:f, s:f, s:f}", "size", rate->rate, "error",
                                           rate->error, "low", rate->low, "high", rate->high));
  return size;
}

static json_t *sizes_json(const so_result *result) {
  json_t *sizes = json_array();
  for (uint32_t cell = 0; cell < result->question.mechanism.buckets / 2; cell++) {
    char name[SOTTO_LABEL_SIZE];
    so_dashboard_audience_name(result, cell, name);
    (void)json_array_append_new(sizes, size_json(name, &result->rates[cell]));
  }
  return sizes;
}

static void print_result(const so_result *result, int has_truth) {
  const so_store_extent *extent = &result->extent;
  printf("\n%s: %llu reports, epsilon %.2f", result->question.name,
         (unsigned long long)extent->reports,
         (double)result->question.mechanism.epsilon_micro / 1e6);
  if (!result->shares) {
    puts("\n  Nothing counted yet.");
    return;
  }
  if (extent->epochs == 1)
    printf(", epoch %u\n", extent->first_epoch);
  else
    printf(", epochs %u to %u\n", extent->first_epoch, extent->last_epoch);
  printf("  %-*s %7s  %14s%s\n", LABEL_COLUMNS, "", "share", "95 % interval",
         has_truth ? "   truth" : "");
  double top = highest(result);
  for (uint32_t i = 0; i < result->question.mechanism.buckets; i++)
    print_share(result, i, has_truth, top);
  print_score(result);
  print_mean(result);
  print_sizes(result);
  if (extent->reports < result->question.minimum_batch)
    printf("  Fewer reports than the %u this question was planned for.\n",
           result->question.minimum_batch);
}

static void print_notes(const so_results *results) {
  uint32_t covered = 0, known = 0;
  for (uint32_t i = 0; i < results->count; i++) {
    uint32_t here = 0;
    covered += so_results_covered(&results->list[i], &here);
    known += here;
  }
  puts("\n  noise: cannot be told from 0. Intervals cover the chance in the answers.");
  if (known)
    printf("  %u of %u intervals hold the truth (95 %% are expected to; * marks the others).\n",
           covered, known);
}

static json_t *share_json(const so_result *result, uint32_t bucket) {
  const sotto_share *share = &result->shares[bucket];
  json_t *root = json_pack(
      "{s:s, s:s, s:f, s:f, s:f, s:f, s:b, s:b}", "bucket", result->labels[bucket].name, "label",
      result->labels[bucket].label, "share", share->share, "error", share->error, "low", share->low,
      "high", share->high, "suppressed", (int)share->suppressed, "biased", (int)share->biased);
  if (result->question.mechanism.kind == SOTTO_MECHANISM_SUBSET)
    (void)json_object_set_new(root, "named", json_integer((json_int_t)result->counts[bucket]));
  if (!isnan(result->truths[bucket]))
    (void)json_object_set_new(root, "truth", json_real(result->truths[bucket]));
  return root;
}

static json_t *mean_json(const char *name, const sotto_mean *mean, double truth) {
  json_t *root =
      json_pack("{s:f, s:f, s:f, s:f, s:b}", name, mean->mean, "error", mean->error, "low",
                mean->low, "high", mean->high, "suppressed", (int)mean->suppressed);
  if (!isnan(truth)) (void)json_object_set_new(root, "truth", json_real(truth));
  return root;
}

static json_t *result_json(const so_result *result) {
  const sotto_mechanism *mechanism = &result->question.mechanism;
  const so_store_extent *extent = &result->extent;
  json_t *shares = json_array();
  for (uint32_t i = 0; result->shares && i < mechanism->buckets; i++)
    (void)json_array_append_new(shares, share_json(result, i));
  json_t *root =
      json_pack("{s:s, s:I, s:i, s:i, s:i, s:i, s:i, s:I, s:o}", "name", result->question.name,
                "reports", (json_int_t)extent->reports, "first_epoch", (int)extent->first_epoch,
                "last_epoch", (int)extent->last_epoch, "buckets", (int)mechanism->buckets, "cells",
                (int)mechanism->cells, "size", (int)mechanism->size, "epsilon_micro",
                (json_int_t)mechanism->epsilon_micro, "shares", shares);
  if (result->shares)
    (void)json_object_set_new(root, "poisoned_by_1_percent", json_real(result->plan.poisoned));
  if (result->scored)
    (void)json_object_set_new(root, "empathy",
                              mean_json("score", &result->score, result->true_score));
  if (result->rates && result->question.kind == SOTTO_ASKS_AUDIENCE)
    (void)json_object_set_new(root, "audiences", sizes_json(result));
  if (result->meant)
    (void)json_object_set_new(root, "mean", mean_json("mean", &result->mean, result->true_mean));
  return root;
}

static void print_json(const so_results *results) {
  json_t *questions = json_array();
  for (uint32_t i = 0; i < results->count; i++)
    (void)json_array_append_new(questions, result_json(&results->list[i]));
  json_t *root = json_pack("{s:s, s:I, s:o}", "brand", results->brand, "reports",
                           (json_int_t)results->reports, "questions", questions);
  (void)json_dumpf(root, stdout, JSON_COMPACT | JSON_REAL_PRECISION(9));
  json_decref(root);
  putchar('\n');
}

int so_collect_estimate(const so_collect_options *options) {
  if (!options->db) return so_collect_usage("estimate needs --db FILE.");
  so_results results;
  int outcome = so_results_read(&results, options);
  if (outcome != SO_EXIT_DONE) return outcome;
  if (options->json) {
    print_json(&results);
  } else {
    printf("%s: what %llu noised reports say\n", results.brand,
           (unsigned long long)results.reports);
    for (uint32_t i = 0; i < results.count; i++) print_result(&results.list[i], results.has_truth);
    print_notes(&results);
  }
  so_results_free(&results);
  return SO_EXIT_DONE;
}
