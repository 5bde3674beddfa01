/*
 * The command lines of the parties: one table of options for all, and which command takes which.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tools/aggregate.h"
#include "tools/collect.h"
#include "tools/option_table.h"

static const char usage_text[] =
    "usage: sotto-collect task --folder DIR --buckets K --minimum-batch N --leader URL"
    " --helper URL\n"
    "       sotto-collect rekey --role leader|helper --folder DIR/ROLE\n"
    "       sotto-collect aggregate --role leader --folder DIR/leader --listen 127.0.0.1:PORT"
    " [--helper URL]\n"
    "       sotto-collect aggregate --role helper --folder DIR/helper --listen 127.0.0.1:PORT\n"
    "       sotto-collect status --role leader|helper --folder DIR/ROLE [--json]\n"
    "       sotto-collect collect --folder DIR/collector --epoch N [--leader URL] [--helper URL]\n"
    "                     [--db FILE --pack PACK --key brand.report.key]\n"
    "\n"
    "  task       makes a split-trust task: its keys, and a folder for each party\n"
    "  rekey      makes an aggregator's key anew, where it stays, before it has run\n"
    "  aggregate  runs one of the two aggregators until it is told to end\n"
    "  status     what an aggregator has accepted, and refused for which reason\n"
    "  collect    adds the two sums of a week: what no aggregator knows alone\n"
    "\n"
    "  --dap 9|18            version of the protocol (default 9)\n"
    "  --time-precision S    seconds that reports' times are rounded to (default 3600)\n"
    "  --info TEXT           the task's name, for people\n"
    "  --leader, --helper    where to call an aggregator (default: as the task says)\n"
    "  --timeout MS          of one call (default 20000)\n"
    "  --wait S              how long to wait for the aggregators to be ready (default 60)\n"
    "  --early               collect a week before two weeks after its end, when the last of\n"
    "                        its reports may come: those that come later are refused\n"
    "  --counts FILE         the sum of another pair, as its collector wrote it down, instead of\n"
    "                        asking: {\"epoch\": N, \"reports\": R, \"counts\": [one per bucket]}\n"
    "  --trust FILE          as for load\n";

#define AT(member) offsetof(so_aggregate_options, member)

static const so_option table[] = {
    {"folder", SO_OPTION_TEXT, AT(folder), 0},
    {"role", SO_OPTION_TEXT, AT(role), 0},
    {"listen", SO_OPTION_TEXT, AT(listen), 0},
    {"leader", SO_OPTION_TEXT, AT(leader), 0},
    {"helper", SO_OPTION_TEXT, AT(helper), 0},
    {"info", SO_OPTION_TEXT, AT(info), 0},
    {"db", SO_OPTION_TEXT, AT(db), 0},
    {"pack", SO_OPTION_TEXT, AT(pack), 0},
    {"key", SO_OPTION_TEXT, AT(key), 0},
    {"trust", SO_OPTION_TEXT, AT(trust), 0},
    {"counts", SO_OPTION_TEXT, AT(counts), 0},
    {"json", SO_OPTION_FLAG, AT(json), 0},
    {"early", SO_OPTION_FLAG, AT(early), 0},
    {"dap", SO_OPTION_WHOLE32, AT(dap), 255},
    {"buckets", SO_OPTION_WHOLE32, AT(buckets), 1000000},
    {"minimum-batch", SO_OPTION_WHOLE32, AT(minimum_batch), UINT32_MAX},
    {"time-precision", SO_OPTION_WHOLE32, AT(precision_s), 604800},
    {"epoch", SO_OPTION_WHOLE32, AT(epoch), UINT32_MAX - 1},
    {"wait", SO_OPTION_WHOLE32, AT(wait_s), 86400},
    {"timeout", SO_OPTION_WHOLE32, AT(timeout_ms), 600000},
    {"help", SO_OPTION_HELP, 0, 0},
    {NULL, SO_OPTION_GIVEN, AT(given), 0}};

static const struct {
  const char *name;
  int (*run)(const so_aggregate_options *options);
  const char *takes;
} commands[] = {{"task", so_aggregate_task,
                 " folder buckets minimum-batch leader helper dap time-precision info "},
                {"rekey", so_aggregate_rekey, " role folder "},
                {"aggregate", so_aggregate_serve, " role folder listen helper timeout "},
                {"status", so_aggregate_status, " role folder json "},
                {"collect", so_aggregate_collect,
                 " folder epoch leader helper db pack key trust counts json early wait timeout "}};

static int run(int which, int count, char **words) {
  char sentence[96];
  so_aggregate_options options = {
      .dap = 9, .precision_s = 3600, .epoch = UINT32_MAX, .wait_s = 60, .timeout_ms = 20000};
  int first = so_options_read(table, count, words, &options);
  if (first <= 0) {
    fputs(usage_text, first ? stderr : stdout);
    return first ? SO_EXIT_USAGE : SO_EXIT_DONE;
  }
  if (first + 1 != count) return so_collect_usage("this command takes options alone.");
  const char *odd = so_options_stray(table, options.given, commands[which].takes);
  if (!odd) return commands[which].run(&options);
  (void)snprintf(sentence, sizeof sentence, "%s takes no --%s.", commands[which].name, odd);
  return so_collect_usage(sentence);
}

int so_aggregate_command(int count, char **words, int *ret_exit) {
  for (int n = 0; count > 1 && n < (int)(sizeof commands / sizeof *commands); n++) {
    if (strcmp(commands[n].name, words[1]) != 0) continue;
    *ret_exit = run(n, count, words);
    return 1;
  }
  return 0;
}
