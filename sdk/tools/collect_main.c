/*
 * sotto-collect: the brand's collector. Opens the reports that devices sent, counts them, and says
 * what the counts mean and how sure one can be. Never links libsotto: the brand's side has no
 * profile to open.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "brand/line_file.h"
#include "tools/aggregate.h"
#include "tools/collect.h"
#include "tools/collect_open.h"
#include "tools/option_table.h"
#include "tools/store.h"

static const char usage_text[] =
    "usage: sotto-collect load --db PLACE --pack PACK --key brand.report.key REPORTS...\n"
    "       sotto-collect serve --db PLACE --pack PACK --key FILE --listen ADDRESS:PORT\n"
    "       sotto-collect estimate --db PLACE [--question NAME] [--epoch N] [--json]\n"
    "       sotto-collect learn --db PLACE -o statistics.tsv [--pack PACK --trust FILE]\n"
    "                     [--tables tables.tsv] [--audiences proposals.json]\n"
    "                     [--question NAME] [--epoch N]\n"
    "       sotto-collect report --db PLACE -o dashboard.html\n"
    "       sotto-collect rehearse --db PLACE --truth FILE [--replicates N] [--seed S]\n"
    "       sotto-collect plan --buckets K --epsilon E (--devices N | --points P)\n"
    "       sotto-collect task | rekey | aggregate | status | collect --help  split trust\n"
    "\n"
    "  load      open sealed reports and count each once; loading again changes nothing\n"
    "  serve     take reports over HTTP, POST /reports, until SIGTERM; TLS is the proxy's\n"
    "  estimate  shares with standard errors and 95 % intervals\n"
    "  learn     what a pack can be built from: a statistics file of estimates with errors;\n"
    "            with the pack that asked also items and pairs out of hashed groups, and with\n"
    "            --tables what sotto-pack build --sessions learns a purchase score from; with\n"
    "            --audiences those in whom arms do better or worse than in the rest, to be\n"
    "            accepted or edited in brand.json (of affinities only with the pack)\n"
    "  report    the same as one self-contained HTML dashboard\n"
    "  rehearse  draws the noise anew N times over known answers: do the intervals hold?\n"
    "  plan      what N devices can show, or how many devices P points take\n"
    "\n"
    "  --db PLACE        a file, or postgresql://USER@HOST/DATABASE; the password is best in\n"
    "                    ~/.pgpass or PGPASSFILE, where other users do not see it\n"
    "  --trust FILE      public key that signed the pack (default: brand.public beside the key)\n"
    "  --truth FILE      tab separated: question, bucket, share; shown beside the estimates\n"
    "  --project         move the shares to a proper distribution (biased, and marked so)\n"
    "  --suppress Z      hide shares below Z standard errors (default 1.96)\n"
    "  --json            machine-readable output (load, estimate, plan)\n";

#define AT(member) offsetof(so_collect_options, member)

static const so_option table[] = {{"output", SO_OPTION_TEXT, AT(output), 0},
                                  {"db", SO_OPTION_TEXT, AT(db), 0},
                                  {"pack", SO_OPTION_TEXT, AT(pack), 0},
                                  {"key", SO_OPTION_TEXT, AT(key), 0},
                                  {"trust", SO_OPTION_TEXT, AT(trust), 0},
                                  {"truth", SO_OPTION_TEXT, AT(truth), 0},
                                  {"tables", SO_OPTION_TEXT, AT(tables), 0},
                                  {"audiences", SO_OPTION_TEXT, AT(audiences), 0},
                                  {"question", SO_OPTION_TEXT, AT(question), 0},
                                  {"listen", SO_OPTION_TEXT, AT(listen), 0},
                                  {"json", SO_OPTION_FLAG, AT(json), 0},
                                  {"project", SO_OPTION_FLAG, AT(project), 0},
                                  {"epoch", SO_OPTION_WHOLE32, AT(epoch), SO_STORE_EVERY_EPOCH - 1},
                                  {"buckets", SO_OPTION_WHOLE32, AT(buckets), UINT32_MAX},
                                  {"devices", SO_OPTION_WHOLE, AT(devices), UINT64_C(1) << 50},
                                  {"replicates", SO_OPTION_WHOLE, AT(replicates), 1000000},
                                  {"seed", SO_OPTION_WHOLE, AT(seed), UINT64_MAX},
                                  {"epsilon", SO_OPTION_DECIMAL, AT(epsilon), 8},
                                  {"points", SO_OPTION_DECIMAL, AT(points), 99},
                                  {"suppress", SO_OPTION_DECIMAL, AT(suppress_z), 100},
                                  {"help", SO_OPTION_HELP, 0, 0},
                                  {NULL, SO_OPTION_GIVEN, AT(given), 0}};

/** What a status of a database server means. */
static const char *words_of_server(sotto_status status) {
  switch (status) {
  case SOTTO_E_STATE:
    return "The server cannot be reached, or went away. Nothing is counted "
           "twice: run it again.";
  case SOTTO_E_KEY_DENIED: return "The server refused this user or password.";
  case SOTTO_E_DENIED: return "This user has no right to it; nothing changed.";
  case SOTTO_E_MISSING: return "There is no such database, or nothing was loaded into it yet.";
  case SOTTO_E_ARGUMENT: return "Not the URL of a database.";
  case SOTTO_E_LIMIT: return "This sotto-collect was built without PostgreSQL.";
  case SOTTO_E_DISK_FULL: return "The server has no space left; nothing changed.";
  case SOTTO_E_FORMAT: return "Its schema \"sotto\" is not this program's, or of another version.";
  default: return NULL;
  }
}

/** What a status means to someone who collects; the library's sentences speak of profiles. */
static const char *words_of(const char *what, sotto_status status) {
  const char *words = so_store_is_server(what) ? words_of_server(status) : NULL;
  if (words) return words;
  switch (status) {
  case SOTTO_E_BUSY: return "Another program is writing to it; nothing changed. Try again.";
  case SOTTO_E_KEY_WRONG: return "This key does not open reports of this pack.";
  case SOTTO_E_UNTRUSTED: return "Another key signed this pack than the one that is trusted.";
  default: return so_file_words(what, status);
  }
}

int so_collect_fail(const char *what, sotto_status status) {
  char shown[SO_STORE_SHOWN_SIZE];
  so_store_shown(what, shown);
  fprintf(stderr, "sotto-collect: %s: %s (%s)\n", shown, words_of(what, status),
          sotto_status_name(status));
  return SO_EXIT_FAILED;
}

int so_collect_fail_store(const char *place, sotto_status status) {
  char shown[SO_STORE_SHOWN_SIZE];
  if (status != SOTTO_E_UNTRUSTED) return so_collect_fail(place, status);
  so_store_shown(place, shown);
  fprintf(stderr,
          "sotto-collect: %s: holds another brand's reports (another key signs its packs); "
          "nothing changed. Give each brand a database of its own.\n",
          shown);
  return SO_EXIT_FAILED;
}

int so_collect_usage(const char *sentence) {
  fprintf(stderr, "sotto-collect: %s Try --help.\n", sentence);
  return SO_EXIT_USAGE;
}

#ifndef SOTTO_WITH_SERVE
int so_collect_serve(const so_collect_options *options) {
  (void)options;
  return so_collect_usage("this sotto-collect was built without serve (libmicrohttpd).");
}
#endif

/* Each command with the options it takes: another would be passed over, but may have been meant. */
static const struct {
  const char *name;
  int (*run)(const so_collect_options *options);
  const char *takes;
} commands[] = {
    {"load", so_collect_load, " db pack key trust json "},
    {"serve", so_collect_serve, " db pack key trust listen "},
    {"estimate", so_collect_estimate, " db question epoch truth project suppress json "},
    {"learn", so_collect_learn, " db output question epoch pack trust tables audiences "},
    {"report", so_collect_report, " db output question epoch truth project suppress "},
    {"rehearse", so_collect_rehearse, " db question epoch truth replicates seed suppress "},
    {"plan", so_collect_plan, " buckets epsilon devices points json "}};

static int run_command(const char *command, const so_collect_options *options) {
  char words[96];
  for (size_t n = 0; n < sizeof commands / sizeof *commands; n++) {
    if (strcmp(command, commands[n].name) != 0) continue;
    const char *odd = so_options_stray(table, options->given, commands[n].takes);
    if (options->file_count && n > 0) return so_collect_usage("only load takes files.");
    if (!odd) return commands[n].run(options);
    snprintf(words, sizeof words, "%s takes no --%s.", command, odd);
    return so_collect_usage(words);
  }
  return so_collect_usage("no such command.");
}

#ifndef SOTTO_WITH_AGGREGATE
int so_aggregate_command(int count, char **words, int *ret_exit) {
  (void)count, (void)words, (void)ret_exit;
  return 0;
}
#endif

/* A password within a URL is not left where every user of the machine can read it. */
static sotto_status hide_places(int count, char **inout_words) {
  for (int i = 1; i < count; i++) {
    char *place = strstr(inout_words[i], "postgres");
    if (!place || !so_store_is_server(place)) continue;
    char *kept = strdup(inout_words[i]); /* until the end of the program */
    if (!kept) return SOTTO_E_MEMORY;
    memset(place, 'x', strlen(place));
    inout_words[i] = kept;
  }
  return SOTTO_OK;
}

int main(int count, char **words) {
  int party = SO_EXIT_DONE;
  if (hide_places(count, words)) return so_collect_fail("options", SOTTO_E_MEMORY);
  if (so_aggregate_command(count, words, &party)) return party;
  so_collect_options options = {.epoch = SO_STORE_EVERY_EPOCH};
  (void)setlocale(LC_CTYPE, "");
  int first = so_options_read(table, count, words, &options);
  if (first <= 0 || first >= count) {
    fputs(usage_text, first ? stderr : stdout);
    return first ? SO_EXIT_USAGE : SO_EXIT_DONE;
  }
  options.files = words + first + 1;
  options.file_count = count - first - 1;
  return run_command(words[first], &options);
}
