/*
 * sotto-pack: from a product feed to a signed pack, and back to words. Reads the command line and
 * hands over to the command.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/pack.h"

static const char usage_text[] =
    "usage: sotto-pack init DIR                     write a brand folder that builds\n"
    "       sotto-pack keygen DIR                   make the brand's keys in it\n"
    "       sotto-pack build DIR -o OUT [options]   make a signed pack\n"
    "       sotto-pack lint DIR [options]           check without making one\n"
    "       sotto-pack show PACK [--trust FILE]     what is in a pack\n"
    "       sotto-pack try PACK [options]           what shelves it would fill, and why\n"
    "\n"
    "build and lint:\n"
    "  --feed [LOCALE=]FILE  product feed, instead of those brand.json names\n"
    "  --events FILE         event log to learn popularity and neighbours from\n"
    "  --sessions FILE       labelled sessions to learn the mindset score from\n"
    "  --fleet N             devices expected to answer (default: each minimum_batch)\n"
    "  --sequence N          must rise from pack to pack (default: the time)\n"
    "  --created MS          time of making, for reproducible bytes (default: now)\n"
    "  --quiet               tell warnings and errors only\n"
    "try:\n"
    "  --trust FILE          brand.public (default: beside the pack, or in brand/)\n"
    "  --history FILE        events of one user, in the event log's columns\n"
    "  --as MINDSET          then act curious, interested, focused, satisfied,\n"
    "                        loyal or fading\n"
    "  --slot ID             only this slot       --locale TAG  such as es\n"
    "\n"
    "exit: 0 done, 1 the inputs have errors, 2 called wrongly, 3 a file failed\n";

/** The end of the year 2200: a later time is a slip, such as microseconds. */
#define CREATED_MAX_MS UINT64_C(7289654399999)

enum {
  FEED = 256,
  EVENTS,
  SESSIONS,
  FLEET,
  SEQUENCE,
  CREATED,
  QUIET,
  TRUST,
  HISTORY,
  AS,
  SLOT,
  LOCALE
};

static const struct option long_options[] = {{"feed", required_argument, NULL, FEED},
                                             {"events", required_argument, NULL, EVENTS},
                                             {"sessions", required_argument, NULL, SESSIONS},
                                             {"fleet", required_argument, NULL, FLEET},
                                             {"sequence", required_argument, NULL, SEQUENCE},
                                             {"created", required_argument, NULL, CREATED},
                                             {"quiet", no_argument, NULL, QUIET},
                                             {"trust", required_argument, NULL, TRUST},
                                             {"history", required_argument, NULL, HISTORY},
                                             {"as", required_argument, NULL, AS},
                                             {"slot", required_argument, NULL, SLOT},
                                             {"locale", required_argument, NULL, LOCALE},
                                             {"output", required_argument, NULL, 'o'},
                                             {"help", no_argument, NULL, 'h'},
                                             {NULL, 0, NULL, 0}};

static const struct {
  const char *name;
  int (*run)(const so_pack_options *options);
} commands[] = {{"init", so_pack_init}, {"keygen", so_pack_keygen}, {"build", so_pack_build},
                {"lint", so_pack_lint}, {"show", so_pack_show},     {"try", so_pack_try}};

static int call_wrong(const char *words) {
  fprintf(stderr, "sotto-pack: %s Try --help.\n", words);
  return SO_EXIT_CALL;
}

/** "es=products.es.tsv", or a path alone for the default locale. */
static int take_feed(so_pack_options *options, char *value) {
  sotto_feed *feed = &options->feeds[options->feed_count];
  if (options->feed_count == sizeof options->feeds / sizeof *options->feeds) return 0;
  char *equals = strchr(value, '=');
  feed->path = value;
  if (equals && equals - value <= 16 && !memchr(value, '/', (size_t)(equals - value))) {
    *equals = 0;
    feed->locale = value;
    feed->path = equals + 1;
  }
  options->feed_count++;
  return 1;
}

static int take_count(uint64_t *ret_count, const char *value) {
  char *end;
  errno = 0;
  unsigned long long count = strtoull(value, &end, 10);
  if (value[0] < '0' || value[0] > '9' || *end || errno || count > INT64_MAX) return 0;
  *ret_count = count;
  return 1;
}

static int take_number(so_pack_options *options, int option, const char *value) {
  uint64_t count = 0;
  if (!take_count(&count, value)) return 0;
  if (option == FLEET) options->fleet_size = count;
  if (option == SEQUENCE) options->sequence = count;
  if (option == CREATED && count > CREATED_MAX_MS) return 0;
  if (option == CREATED) options->created_ms = (int64_t)count;
  return 1;
}

static int take_text(so_pack_options *options, int option, const char *value) {
  switch (option) {
  case EVENTS: options->events = value; return 1;
  case SESSIONS: options->sessions = value; return 1;
  case TRUST: options->trust = value; return 1;
  case HISTORY: options->history = value; return 1;
  case AS: options->mindset = value; return 1;
  case SLOT: options->slot = value; return 1;
  case LOCALE: options->locale = value; return 1;
  case 'o': options->output = value; return 1;
  default: return 0;
  }
}

static int take_option(so_pack_options *options, int option, char *value) {
  if (option == FEED) return take_feed(options, value);
  if (option == FLEET || option == SEQUENCE || option == CREATED)
    return take_number(options, option, value);
  if (option == QUIET) return options->quiet = 1;
  return take_text(options, option, value);
}

int main(int count, char **values) {
  so_pack_options options = {0};
  int option;
  while ((option = getopt_long(count, values, "o:h", long_options, NULL)) != -1) {
    if (option == 'h') return fputs(usage_text, stdout) < 0;
    if (option == '?') return SO_EXIT_CALL;
    if (!take_option(&options, option, optarg)) {
      fprintf(stderr, "sotto-pack: \"%s\" is not a number this option takes.\n", optarg);
      return SO_EXIT_CALL;
    }
  }
  if (optind >= count) {
    fputs(usage_text, stderr);
    return SO_EXIT_CALL;
  }
  if (optind + 2 != count) return call_wrong("One command and one folder or pack, please.");
  options.subject = values[optind + 1];
  for (size_t n = 0; n < sizeof commands / sizeof *commands; n++) {
    if (strcmp(values[optind], commands[n].name) == 0) return commands[n].run(&options);
  }
  return call_wrong("There is no such command.");
}
