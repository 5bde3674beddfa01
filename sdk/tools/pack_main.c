/*
 * sotto-pack: from a product feed to a signed pack, and back to words. Reads the command line and
 * hands over to the command.
 */
#include <stdio.h>
#include <string.h>

#include "tools/pack.h"

static const char usage_text[] =
    "usage: sotto-pack init DIR                     write a brand folder that builds\n"
    "       sotto-pack keygen DIR                   make the brand's keys in it\n"
    "       sotto-pack build DIR -o OUT [options]   make a signed pack\n"
    "       sotto-pack lint DIR [options]           check without making one\n"
    "       sotto-pack show PACK [--trust FILE]     what is in a pack\n"
    "       sotto-pack try PACK [options]           what shelves it would fill, and why\n"
    "       sotto-pack publish PACK --list FILE --key FILE   append it to the public list\n"
    "\n"
    "build and lint:\n"
    "  --feed [LOCALE=]FILE  product feed, instead of those brand.json names\n"
    "  --events FILE         event log to learn popularity and neighbours from\n"
    "  --statistics FILE     noised estimates with standard errors, as learnt from reports\n"
    "  --vectors FILE        vectors of items, columns id and vector (up to 256 numbers)\n"
    "  --images DIR          pictures of items (PNG, JPEG, PPM), named as image_link or by id\n"
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
    "publish:\n"
    "  --list FILE           the brand's public list of packs, made where there is none\n"
    "  --key FILE            brand.signing.key: signs the new line\n"
    "\n"
    "exit: 0 done, 1 the inputs have errors, 2 called wrongly, 3 a file failed\n";

/** The end of the year 2200: a later time is a slip, such as microseconds. */
#define CREATED_MAX_MS UINT64_C(7289654399999)

#define AT(member) offsetof(so_pack_options, member)

static const so_option table[] = {{"output", SO_OPTION_TEXT, AT(output), 0},
                                  {"feed", SO_OPTION_TEXTS, AT(feed_words), 0},
                                  {"events", SO_OPTION_TEXT, AT(events), 0},
                                  {"statistics", SO_OPTION_TEXT, AT(statistics), 0},
                                  {"vectors", SO_OPTION_TEXT, AT(vectors), 0},
                                  {"images", SO_OPTION_TEXT, AT(images), 0},
                                  {"sessions", SO_OPTION_TEXT, AT(sessions), 0},
                                  {"fleet", SO_OPTION_WHOLE, AT(fleet_size), INT64_MAX},
                                  {"sequence", SO_OPTION_WHOLE, AT(sequence), INT64_MAX},
                                  {"created", SO_OPTION_WHOLE, AT(created_ms), CREATED_MAX_MS},
                                  {"quiet", SO_OPTION_FLAG, AT(quiet), 0},
                                  {"trust", SO_OPTION_TEXT, AT(trust), 0},
                                  {"history", SO_OPTION_TEXT, AT(history), 0},
                                  {"as", SO_OPTION_TEXT, AT(mindset), 0},
                                  {"slot", SO_OPTION_TEXT, AT(slot), 0},
                                  {"locale", SO_OPTION_TEXT, AT(locale), 0},
                                  {"list", SO_OPTION_TEXT, AT(list), 0},
                                  {"key", SO_OPTION_TEXT, AT(key), 0},
                                  {"help", SO_OPTION_HELP, 0, 0},
                                  {NULL, SO_OPTION_HELP, 0, 0}};

static const struct {
  const char *name;
  int (*run)(const so_pack_options *options);
} commands[] = {{"init", so_pack_init},      {"keygen", so_pack_keygen}, {"build", so_pack_build},
                {"lint", so_pack_lint},      {"show", so_pack_show},     {"try", so_pack_try},
                {"publish", so_pack_publish}};

static int call_wrong(const char *words) {
  fprintf(stderr, "sotto-pack: %s Try --help.\n", words);
  return SO_EXIT_CALL;
}

/** "es=products.es.tsv", or a path alone for the default locale. */
static sotto_feed feed_of(char *value) {
  char *equals = strchr(value, '=');
  if (!equals || equals - value > 16 || memchr(value, '/', (size_t)(equals - value)))
    return (sotto_feed){NULL, value};
  *equals = 0;
  return (sotto_feed){value, equals + 1};
}

int main(int count, char **values) {
  so_pack_options options = {0};
  int first = so_options_read(table, count, values, &options);
  if (first == 0) return fputs(usage_text, stdout) < 0;
  if (first < 0 || first >= count) {
    fputs(usage_text, stderr);
    return SO_EXIT_CALL;
  }
  if (first + 2 != count) return call_wrong("One command and one folder or pack, please.");
  for (uint32_t n = 0; n < options.feed_words.count; n++)
    options.feeds[n] = feed_of(options.feed_words.list[n]);
  options.subject = values[first + 1];
  for (size_t n = 0; n < sizeof commands / sizeof *commands; n++) {
    if (strcmp(values[first], commands[n].name) == 0) return commands[n].run(&options);
  }
  return call_wrong("There is no such command.");
}
