/* The room for values is what the planner's verdict leaves; who gets it is counted in the feed. */
#include "brand/asked_values.h"

#include <stdlib.h>

#include "base/string.h"
#include "brand/split_mechanism.h"

/** A value and how many items have it. */
typedef struct common {
  uint32_t value;
  uint32_t items;
} common;

static so_found found(const so_assembly *assembly, const so_brand_question *from, uint32_t kind) {
  return (so_found){kind, {assembly->brand->path, 0, so_text_of(from->name)}};
}

static void add_listed(so_assembly *assembly, const so_brand_question *from, uint32_t key,
                       so_array *values) {
  for (size_t n = 0; n < json_array_size(from->values); n++) {
    const char *name = json_string_value(json_array_get(from->values, n));
    uint32_t value = so_catalogue_find_value(assembly->catalogue, key, name);
    if (value == SO_PACK_NONE)
      so_find(assembly->findings, found(assembly, from, SO_FIND_WARNING(SOTTO_FINDING_QUESTION)),
              "asks about a value that no item has; left out");
    else
      so_array_push(values, &value);
  }
}

/** Whether the minimum batch can tell anything about so many values. */
static int can_tell(const so_brand_question *from, uint32_t values) {
  const so_question_form *form = so_question_form_of(from->kind);
  sotto_mechanism mechanism;
  sotto_plan plan;
  const so_split_ask ask = {1 + form->fixed + form->scale * values, from->minimum_batch,
                            from->epsilon_micro};
  return so_mechanism_of(&mechanism, from->trust, &ask) == SOTTO_OK &&
         sotto_plan_devices(&mechanism, from->minimum_batch, &plan) == SOTTO_OK && !plan.hopeless;
}

/** How many of `count` values the minimum batch can tell apart, one at least; by bisection, since
    more values are never easier. */
static uint32_t room_for(const so_brand_question *from, uint32_t count) {
  uint32_t good = 1, bad = count + 1;
  while (bad - good > 1) {
    uint32_t middle = good + (bad - good) / 2;
    if (can_tell(from, middle))
      good = middle;
    else
      bad = middle;
  }
  return good;
}

static void count_items(const so_catalogue *catalogue, common *counts, uint32_t start,
                        uint32_t count) {
  for (uint32_t n = 0; n < count; n++) counts[n] = (common){start + n, 0};
  for (uint32_t item = 0; item < catalogue->items.count; item++) {
    const uint32_t *run = so_catalogue_item_values(catalogue, item);
    for (uint32_t n = 0; n < so_catalogue_items(catalogue)[item].values_count; n++)
      if (run[n] - start < count) counts[run[n] - start].items++;
  }
}

static int commonest_first(const void *a, const void *b) {
  const common *x = a, *y = b;
  if (x->items != y->items) return x->items < y->items ? 1 : -1;
  return x->value < y->value ? -1 : 1;
}

static int by_value(const void *a, const void *b) {
  const common *x = a, *y = b;
  return x->value < y->value ? -1 : x->value > y->value;
}

static void add_commonest(so_assembly *assembly, const so_brand_question *from,
                          const so_catalogue_key *entry, so_array *values) {
  uint32_t count = entry->values_count, room = count ? room_for(from, count) : 0;
  common *counts = calloc(count, sizeof *counts);
  if (!counts) {
    values->failed = values->failed || count;
    return;
  }
  count_items(assembly->catalogue, counts, entry->values_start, count);
  qsort(counts, count, sizeof *counts, commonest_first);
  qsort(counts, room, sizeof *counts, by_value);
  for (uint32_t n = 0; n < room; n++) so_array_push(values, &counts[n].value);
  free(counts);
  if (room < count)
    so_find(assembly->findings, found(assembly, from, SO_FIND_NOTE(SOTTO_FINDING_QUESTION)),
            "asks about the %u commonest of %u values: %u reports (its minimum_batch) cannot tell "
            "more apart",
            room, count, from->minimum_batch);
}

void so_asked_values_add(so_assembly *assembly, const so_brand_question *from, uint32_t key,
                         so_array *values) {
  if (from->values)
    add_listed(assembly, from, key, values);
  else
    add_commonest(assembly, from, &so_catalogue_keys(assembly->catalogue)[key], values);
}
