/* The subcommand `search` of sotto-eval: see eval_search.c. */
#ifndef EVAL_SEARCH_H
#define EVAL_SEARCH_H

/** Takes the arguments after "search"; gives the exit code. */
int eval_search(int count, char **arguments);

#endif
