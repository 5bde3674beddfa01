/*
 * Command lines by table: each option is a name, what it takes, and where in a struct of options it
 * goes. Both programs read theirs with this; getopt_long() does the splitting.
 */
#ifndef SO_TOOLS_OPTION_TABLE_H
#define SO_TOOLS_OPTION_TABLE_H

#include <stddef.h>
#include <stdint.h>

/** What an option takes, and the type of its place. */
typedef enum so_option_kind {
  SO_OPTION_HELP,    /* nothing: the reading ends */
  SO_OPTION_FLAG,    /* nothing; int, set to 1 */
  SO_OPTION_TEXT,    /* const char * */
  SO_OPTION_TEXTS,   /* so_option_texts: may be given again */
  SO_OPTION_WHOLE,   /* uint64_t, up to `most` */
  SO_OPTION_WHOLE32, /* uint32_t, up to `most` */
  SO_OPTION_DECIMAL, /* double, above 0 and up to `most` */
  SO_OPTION_GIVEN    /* of the row that ends a table: uint32_t, a bit for each row given */
} so_option_kind;

typedef struct so_option {
  const char *name; /* NULL ends the table; the first may be given as -o too */
  so_option_kind kind;
  size_t place;
  uint64_t most;
} so_option;

typedef struct so_option_texts {
  uint32_t count;
  char *list[32];
} so_option_texts;

/**
 * Reads the options of a command line into a struct. Gives the place of the first other word, 0
 * where help was asked for, -1 where something is wrong (which was said on stderr).
 */
int so_options_read(const so_option *table, int count, char **words, void *ret_options);
/** The first option given that is none of these (" name name "), or NULL. */
const char *so_options_stray(const so_option *table, uint32_t given, const char *takes);

#endif
