/* Numbers are read strictly: digits to the end, within the bound. */
#include "tools/option_table.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS_MAX 32
#define FIRST 256 /* what getopt_long() gives for the first row */

static int take_number(const so_option *option, const char *value, void *place) {
  char *end = NULL;
  errno = 0;
  if (option->kind == SO_OPTION_DECIMAL) {
    double number = strtod(value, &end);
    memcpy(place, &number, sizeof number);
    return end != value && *end == '\0' && number > 0 && number <= (double)option->most;
  }
  uint64_t number = strtoull(value, &end, 10);
  uint32_t half = (uint32_t)number;
  if (option->kind == SO_OPTION_WHOLE32)
    memcpy(place, &half, sizeof half);
  else
    memcpy(place, &number, sizeof number);
  return *value >= '0' && *value <= '9' && *end == '\0' && !errno && number <= option->most;
}

static int take(const so_option *option, char *value, void *place) {
  so_option_texts *texts = place;
  switch (option->kind) {
  case SO_OPTION_FLAG: *(int *)place = 1; return 1;
  case SO_OPTION_TEXT: memcpy(place, &value, sizeof value); return 1;
  case SO_OPTION_TEXTS:
    if (texts->count == sizeof texts->list / sizeof *texts->list) return 0;
    texts->list[texts->count++] = value;
    return 1;
  default: return take_number(option, value, place);
  }
}

/* The row that ends a table may want to know which were given. */
static void note(const so_option *table, int number, void *ret_options) {
  const so_option *end = table;
  while (end->name) end++;
  if (end->kind == SO_OPTION_GIVEN)
    *(uint32_t *)(void *)((char *)ret_options + end->place) |= UINT32_C(1) << number;
}

int so_options_read(const so_option *table, int count, char **words, void *ret_options) {
  struct option known[OPTIONS_MAX] = {{0}};
  for (int n = 0; table[n].name && n + 1 < OPTIONS_MAX; n++)
    known[n] = (struct option){table[n].name, table[n].kind > SO_OPTION_FLAG, NULL, FIRST + n};
  for (int got; (got = getopt_long(count, words, "o:h", known, NULL)) != -1;) {
    if (got == 'o') got = FIRST;
    if (got == 'h' || (got >= FIRST && table[got - FIRST].kind == SO_OPTION_HELP)) return 0;
    if (got < FIRST) return -1;
    note(table, got - FIRST, ret_options);
    if (take(&table[got - FIRST], optarg, (char *)ret_options + table[got - FIRST].place)) continue;
    fprintf(stderr, "%s: \"%s\" is not what --%s takes\n", words[0], optarg,
            table[got - FIRST].name);
    return -1;
  }
  return optind;
}

const char *so_options_stray(const so_option *table, uint32_t given, const char *takes) {
  char word[32];
  for (uint32_t n = 0; table[n].name; n++) {
    (void)snprintf(word, sizeof word, " %s ", table[n].name);
    if (given >> n & 1 && !strstr(takes, word)) return table[n].name;
  }
  return NULL;
}
