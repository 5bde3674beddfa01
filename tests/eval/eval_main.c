/*
 * sotto-eval: measures quality through the public interface, on files or on drawn fleets. The
 * subcommands are in eval_<name>.c; the last line on stdout is one JSON object.
 */
#include "eval.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BAR_COLUMNS 40u

static const char usage_text[] =
    "usage: sotto-eval bandit --log F [--items F]\n"
    "       sotto-eval choose --devices N --epsilon-micro E [--epochs 6] [--replay 1000]\n"
    "                  [--seed 1]\n"
    "       sotto-eval loop --events F [--items F] --scale S --epsilon-micro E --epochs W\n"
    "                  [--caps default|lifted] [--answers true|noise] [--limit N]\n"
    "                  [--groups N] [--seed 1]\n"
    "       sotto-eval mindset --sessions F [--tables F] [--folds 5] [--repeats R]\n"
    "       sotto-eval need --catalogue DIR [--shoppers 400] [--weeks 26] [--seed 1]\n"
    "                       [--least-auc-percent P]\n"
    "       sotto-eval oracle --k K --epsilon-micro E --devices N [--runs R] [--seed S]\n"
    "       sotto-eval recommend --events F [--items F] [--test F]\n"
    "                  --protocol last-out|next-visit|session [--limit N]\n"
    "                  [--noise popularity|category|pair|baseline|moment|vectors]\n"
    "                  [--noise-seed S] [--statistics F] [--vectors F]\n"
    "\n"
    "  bandit   off-policy estimates of four policies from logged impressions: the log itself,\n"
    "           1/(1+a), even items, a softmax of smoothed click rates. F: item_id, click,\n"
    "           propensity_score. items: their rows name the arms, else the largest id does.\n"
    "  choose   4 mindsets x 5 arms, rates by the seed; N devices answer which arm in which\n"
    "           mindset was rewarded, --epochs times (6: a year's quota); `replay` others live 60\n"
    "           impressions with the pack learnt from it. random and oracle are of the world.\n"
    "           Answers go by split trust; one device in 20 answers through a profile of its own,\n"
    "           which must tell the same.\n"
    "\n"
    "  loop     a fleet of the log's users, each cloned S times, answers a pack's questions on\n"
    "           items and pairs for W weeks through a drill (sotto/drill.h); what it teaches is\n"
    "           a pack whose picks are scored (HR@10) beside those of a pack from the catalogue\n"
    "           alone (local) and of one from the exact log (central). kept_lift is the private\n"
    "           pack's share of the way between; with clones an upper estimate. Totals of epsilon\n"
    "           and delta are means over devices. full: one customer in 20 answers through a\n"
    "           profile of its own for 20 weeks; chi2 compares what it would tell with the drill.\n"
    "           caps lifted: a curve over 1, 2, 4 and 8 times as many answers, without ledger or\n"
    "           quota beyond the first, which no device does; three fleets a point, for its\n"
    "           error; the main figures are the last point's. answers noise: everybody tells of\n"
    "           things met at random, so kept_lift is that of noise. Times that are ranks ask\n"
    "           for users' last event, others for their last day.\n"
    "\n"
    "  mindset  builds a pack from the sessions of all folds but one, replays the others page by\n"
    "           page into fresh profiles and asks for the purchase score after 1, 3, 5 and 10\n"
    "           pages; beside it the funnel rule. F: session, time_ms, page, outcome and perhaps\n"
    "           group. Four repetitions where there are at most 5,000 sessions, else one.\n"
    "           --tables: learnt from noised tables instead, and how that changed the squared\n"
    "           error of the built-in score.\n"
    "  need     simulated shoppers visit (samples/simulator); the needs told at the end of each\n"
    "           visit against the true ones. DIR holds brand.json, products.en.tsv, truth.tsv.\n"
    "  oracle   draws N reports R times with the randomizer devices ship, for true answers\n"
    "           whose shares fall as 1/(i+1), and estimates the shares back. mse is the mean over\n"
    "           the buckets of the squared error of the share, times N. optimum is the same for\n"
    "           subset selection of the best integer size at exactly E (Pan 2026, arXiv\n"
    "           2603.11523), which no local mechanism beats. privatize_ns (per report, its random\n"
    "           bits included) and decode_s (counting all N reports and estimating) are processor\n"
    "           time of the one thread, medians over the runs.\n"
    "\n"
    "       sotto-eval search --items F | --brand F  --queries F --judgements F [--misspelt F]\n"
    "                         | --parse F  [--locale L]\n"
    "\n"
    "  search   builds a pack from a feed or a brand.json, asks a profile in memory each query\n"
    "           and scores what comes first: nDCG@10 with unjudged items as wrong, and without\n"
    "           them; median time for ten products. --parse: utterances and their constraints,\n"
    "           the share read exactly.\n"
    "\n"
    "       sotto-eval picture --items F --images DIR --queries F [--least-ratio N]\n"
    "\n"
    "  picture  builds a pack from items and their image files and asks a profile in memory each\n"
    "           query picture (F: file, product_type, color, set; PPM files beside it): of ten\n"
    "           picks, the share that has type and colour of the query, by that of a random pick.\n"
    "\n"
    "  recommend  builds a pack from the training part of an event log, replays histories into\n"
    "           a real profile and asks for picks, with diversity 0. last-out: the last event,\n"
    "           trained without the last two; next-visit: the last day of those with two or more;\n"
    "           session: every event of --test (else of one user in 12) after those before it.\n"
    "           limit: ask so many users only. local_only is the same with a pack made from the\n"
    "           catalogue alone and the estimates of --statistics; noise the same again with\n"
    "           noise about all else, and its change of the mean of HR@10 and Recall@20. p50_us\n"
    "           and p99_us are of one warm call for 20 picks.\n"
    "\n"
    "Progress goes to stderr; the last line of stdout is one JSON object.\n";

static const struct {
  const char *name;
  int (*run)(int argc, char **argv);
} commands[] = {{"loop", eval_loop},       {"mindset", eval_mindset},
#ifdef SOTTO_WITH_CHOOSE
                {"bandit", eval_bandit},   {"choose", eval_choose},
#endif
#ifdef EVAL_WITH_SHOPPERS
                {"need", eval_need},
#endif
#ifdef SOTTO_WITH_SEARCH
                {"search", eval_search},
#endif
#ifdef SOTTO_WITH_PICTURE
                {"picture", eval_picture},
#endif
                {"oracle", eval_oracle},   {"recommend", eval_recommend}};

static int read_whole(const char *text, uint64_t *ret_whole) {
  char *end = NULL;
  if (*text < '0' || *text > '9') return 0;
  *ret_whole = strtoull(text, &end, 10);
  return *end == '\0';
}

static const eval_option *find_option(const eval_option *list, const char *name) {
  if (strncmp(name, "--", 2) != 0) return NULL;
  for (; list->name; list++)
    if (strcmp(list->name, name + 2) == 0) return list;
  return NULL;
}

int eval_options(const eval_option *list, int argc, char **argv) {
  for (int i = 0; i < argc; i += 2) {
    const eval_option *option = find_option(list, argv[i]);
    const char *value = i + 1 < argc ? argv[i + 1] : NULL;
    if (!option || !value || (option->whole && !read_whole(value, option->whole))) {
      fprintf(stderr, "sotto-eval: %s %s: not understood; try --help\n", argv[i],
              value ? value : "");
      return 0;
    }
    if (option->text) *option->text = value;
  }
  return 1;
}

int eval_fail(const char *what, sotto_status status) {
  fprintf(stderr, "sotto-eval: %s: %s\n", what, sotto_status_name(status));
  return EVAL_FAILED;
}

void eval_must(sotto_status status, const char *what) {
  if (status) exit(eval_fail(what, status));
}

double eval_cpu_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void eval_progress(const char *what, uint64_t done, uint64_t all) {
  char bar[BAR_COLUMNS + 1];
  uint32_t full = all ? (uint32_t)(done * BAR_COLUMNS / all) : BAR_COLUMNS;
  if (!isatty(STDERR_FILENO)) return;
  for (uint32_t i = 0; i < BAR_COLUMNS; i++) bar[i] = i < full ? '#' : '.';
  bar[BAR_COLUMNS] = '\0';
  fprintf(stderr, "\r%s [%s] %llu of %llu%s", what, bar, (unsigned long long)done,
          (unsigned long long)all, done == all ? "\n" : "");
}

int main(int argc, char **argv) {
  if (argc > 1 && (strcmp(argv[1], "--help") == 0 || (argc > 2 && !strcmp(argv[2], "--help")))) {
    fputs(usage_text, stdout);
    return EVAL_DONE;
  }
  for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
    if (strcmp(argv[1], commands[i].name) == 0) return commands[i].run(argc - 2, argv + 2);
  fputs(usage_text, stderr);
  return EVAL_USAGE;
}
