/*
 * From stored counts of hashed groups to statistics about items and pairs: week by week, since
 * every week has a hash of its own, which takes the pack that asked.
 */
#ifndef SO_TOOLS_LEARN_GROUPS_H
#define SO_TOOLS_LEARN_GROUPS_H

#include <stdio.h>

#include <sotto/learn.h>

#include "tools/collect.h"

/** What was written. */
typedef struct so_group_rows {
  FILE *file; /* statistics */
  uint64_t popularity;
  uint64_t pairs;
} so_group_rows;

/** Opens a collector by --pack and --trust, which opens no report. Gives an exit code. */
int so_learn_open(const so_collect_options *options, sotto_collector **ret_collector);
/** Writes what the groups in the store teach; complains on stderr. Gives an exit code. */
int so_learn_groups(const so_collect_options *options, so_group_rows *inout_rows);

#endif
