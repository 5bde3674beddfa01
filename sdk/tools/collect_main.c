/*
 * sotto-collect: the brand's collector. Opens the reports that devices sent, counts them, and says
 * what the counts mean and how sure one can be. Never links libsotto: the brand's side has no
 * profile to open.
 */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "brand/line_file.h"
#include "tools/collect.h"
#include "tools/store.h"

static const char usage_text[] =
    "usage: sotto-collect load --db FILE --pack PACK --key brand.report.key REPORTS...\n"
    "       sotto-collect estimate --db FILE [--question NAME] [--epoch N] [--json]\n"
    "       sotto-collect report --db FILE -o dashboard.html\n"
    "       sotto-collect rehearse --db FILE --truth FILE [--replicates N] [--seed S]\n"
    "       sotto-collect plan --buckets K --epsilon E (--devices N | --points P)\n"
    "\n"
    "  load      open sealed reports and count each once; loading again changes nothing\n"
    "  estimate  shares with standard errors and 95 % intervals\n"
    "  report    the same as one self-contained HTML dashboard\n"
    "  rehearse  draws the noise anew N times over known answers: do the intervals hold?\n"
    "  plan      what N devices can show, or how many devices P points take\n"
    "\n"
    "  --trust FILE      public key that signed the pack (default: brand.public beside the key)\n"
    "  --truth FILE      tab separated: question, bucket, share; shown beside the estimates\n"
    "  --project         move the shares to a proper distribution (biased, and marked so)\n"
    "  --suppress Z      hide shares below Z standard errors (default 1.96)\n"
    "  --json            machine-readable output (load, estimate, plan)\n";

enum {
  OPT_DB = 256,
  OPT_PACK,
  OPT_KEY,
  OPT_TRUST,
  OPT_TRUTH,
  OPT_QUESTION,
  OPT_EPOCH,
  OPT_JSON,
  OPT_PROJECT,
  OPT_SUPPRESS,
  OPT_BUCKETS,
  OPT_EPSILON,
  OPT_DEVICES,
  OPT_POINTS,
  OPT_REPLICATES,
  OPT_SEED
};

static const struct option long_options[] = {
    {"db", required_argument, NULL, OPT_DB},
    {"pack", required_argument, NULL, OPT_PACK},
    {"key", required_argument, NULL, OPT_KEY},
    {"trust", required_argument, NULL, OPT_TRUST},
    {"truth", required_argument, NULL, OPT_TRUTH},
    {"question", required_argument, NULL, OPT_QUESTION},
    {"epoch", required_argument, NULL, OPT_EPOCH},
    {"json", no_argument, NULL, OPT_JSON},
    {"project", no_argument, NULL, OPT_PROJECT},
    {"suppress", required_argument, NULL, OPT_SUPPRESS},
    {"buckets", required_argument, NULL, OPT_BUCKETS},
    {"epsilon", required_argument, NULL, OPT_EPSILON},
    {"devices", required_argument, NULL, OPT_DEVICES},
    {"points", required_argument, NULL, OPT_POINTS},
    {"replicates", required_argument, NULL, OPT_REPLICATES},
    {"seed", required_argument, NULL, OPT_SEED},
    {"output", required_argument, NULL, 'o'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0}};

/** What a status means to someone who collects; the library's sentences speak of profiles. */
static const char *words_of(const char *what, sotto_status status) {
  switch (status) {
  case SOTTO_E_BUSY: return "Another program is writing to it; nothing changed. Try again.";
  case SOTTO_E_KEY_WRONG: return "This key does not open reports of this pack.";
  case SOTTO_E_UNTRUSTED: return "Another key signed this pack than the one that is trusted.";
  default: return so_file_words(what, status);
  }
}

int so_collect_fail(const char *what, sotto_status status) {
  fprintf(stderr, "sotto-collect: %s: %s (%s)\n", what, words_of(what, status),
          sotto_status_name(status));
  return SO_EXIT_FAILED;
}

int so_collect_usage(const char *sentence) {
  fprintf(stderr, "sotto-collect: %s Try --help.\n", sentence);
  return SO_EXIT_USAGE;
}

static int take_path(so_collect_options *options, int option, const char *value) {
  switch (option) {
  case OPT_DB: options->db = value; return 1;
  case OPT_PACK: options->pack = value; return 1;
  case OPT_KEY: options->key = value; return 1;
  case OPT_TRUST: options->trust = value; return 1;
  case OPT_TRUTH: options->truth = value; return 1;
  case OPT_QUESTION: options->question = value; return 1;
  case 'o': options->output = value; return 1;
  case OPT_JSON: options->json = 1; return 1;
  case OPT_PROJECT: options->project = 1; return 1;
  default: return 0;
  }
}

/* Reads a whole number up to `most`. */
static int whole(const char *text, uint64_t most, uint64_t *ret_number) {
  char *end = NULL;
  if (!text || *text < '0' || *text > '9') return 0;
  unsigned long long number = strtoull(text, &end, 10);
  *ret_number = number;
  return *end == '\0' && number <= most;
}

static int decimal(const char *text, double most, double *ret_number) {
  char *end = NULL;
  *ret_number = text ? strtod(text, &end) : 0;
  return text && end != text && *end == '\0' && *ret_number > 0 && *ret_number <= most;
}

static int whole32(const char *text, uint32_t most, uint32_t *ret_number) {
  uint64_t number = 0;
  if (!whole(text, most, &number)) return 0;
  *ret_number = (uint32_t)number;
  return 1;
}

static int take_number(so_collect_options *options, int option, const char *value) {
  switch (option) {
  case OPT_EPOCH: return whole32(value, SO_STORE_EVERY_EPOCH - 1, &options->epoch);
  case OPT_BUCKETS: return whole32(value, UINT32_MAX, &options->buckets);
  case OPT_DEVICES: return whole(value, (uint64_t)1 << 50, &options->devices);
  case OPT_REPLICATES: return whole(value, 1000000, &options->replicates);
  case OPT_SEED: return whole(value, UINT64_MAX, &options->seed);
  case OPT_EPSILON: return decimal(value, 8, &options->epsilon);
  case OPT_POINTS: return decimal(value, 99.99, &options->points);
  case OPT_SUPPRESS: return decimal(value, 100, &options->suppress_z);
  default: return 0;
  }
}

static int run_command(const char *command, const so_collect_options *options) {
  if (strcmp(command, "load") == 0) return so_collect_load(options);
  if (options->file_count) return so_collect_usage("only load takes files.");
  if (strcmp(command, "plan") == 0) return so_collect_plan(options);
  if (strcmp(command, "estimate") == 0) return so_collect_estimate(options);
  if (strcmp(command, "rehearse") == 0) return so_collect_rehearse(options);
  if (strcmp(command, "report") == 0) return so_collect_report(options);
  return so_collect_usage("no such command.");
}

int main(int count, char **words) {
  so_collect_options options = {.epoch = SO_STORE_EVERY_EPOCH};
  (void)setlocale(LC_CTYPE, "");
  for (int option; (option = getopt_long(count, words, "o:h", long_options, NULL)) != -1;) {
    if (option == 'h') {
      fputs(usage_text, stdout);
      return SO_EXIT_DONE;
    }
    if (option == '?') return SO_EXIT_USAGE;
    if (!take_path(&options, option, optarg) && !take_number(&options, option, optarg)) {
      fprintf(stderr, "sotto-collect: \"%s\" is not a number this option takes.\n", optarg);
      return SO_EXIT_USAGE;
    }
  }
  if (optind >= count) {
    fputs(usage_text, stderr);
    return SO_EXIT_USAGE;
  }
  const char *command = words[optind++];
  options.files = words + optind;
  options.file_count = count - optind;
  return run_command(command, &options);
}
