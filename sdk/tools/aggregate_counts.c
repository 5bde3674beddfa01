/*
 * The sum of a week as another pair's collector wrote it down: {"epoch": N, "reports": R, "counts":
 * [one per bucket]}, which is what `collect --json` prints too.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/aggregate.h"
#include "tools/collect.h"

static int read_numbers(const json_t *list, uint64_t *ret_counts) {
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *one = json_array_get(list, i);
    if (!json_is_integer(one) || json_integer_value(one) < 0) return 0;
    ret_counts[i] = (uint64_t)json_integer_value(one);
  }
  return 1;
}

/* What is wrong with a file, or NULL; `*ret_counts` is the caller's to free then. */
static const char *read_file(json_t *file, const so_aggregator *task, so_wire_set *inout_set,
                             uint64_t **ret_counts) {
  json_int_t epoch = -1, reports = -1;
  json_t *list = NULL;
  if (json_unpack(file, "{s:I, s:I, s:o !}", "epoch", &epoch, "reports", &reports, "counts", &list))
    return "is not {\"epoch\", \"reports\", \"counts\"}";
  if (epoch != (json_int_t)inout_set->epoch) return "is of another epoch";
  if (reports < (json_int_t)task->task.minimum_batch)
    return "has fewer reports than the task's minimum batch";
  if (!json_is_array(list) || json_array_size(list) != task->prio.output)
    return "has not one count for each bucket of the task";
  uint64_t *counts = calloc(task->prio.output, sizeof *counts);
  if (!counts) return "does not fit into memory";
  if (!read_numbers(list, counts)) {
    free(counts);
    return "has a count that is none";
  }
  inout_set->reports = (uint64_t)reports;
  *ret_counts = counts;
  return NULL;
}

int so_aggregate_counts(const char *path, const so_aggregator *task, so_wire_set *inout_set,
                        uint64_t **ret_counts) {
  json_t *file = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
  const char *why = file ? read_file(file, task, inout_set, ret_counts) : "cannot be read as JSON";
  json_decref(file);
  if (why) fprintf(stderr, "sotto-collect: %s: %s; nothing was counted\n", path, why);
  return !why;
}
