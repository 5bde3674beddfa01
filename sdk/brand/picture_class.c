/*
 * Labels to classes: see picture_class.h.
 */
#include "brand/picture_class.h"

#include <stdlib.h>

#include "brand/picture_learn.h"

#define LEAST_PICTURES 4u /* of a class of its own */

/* One value an item could be labelled by, or SO_PACK_NONE. */
static uint32_t type_of(const so_catalogue *catalogue, uint32_t item) {
  return so_catalogue_items(catalogue)[item].type_value;
}

static uint32_t colour_of(const so_catalogue *catalogue, uint32_t item) {
  uint32_t key = so_catalogue_find_key(catalogue, "color");
  if (key == SO_PACK_NONE) key = so_catalogue_find_key(catalogue, "colour");
  const uint32_t *run = so_catalogue_item_values(catalogue, item);
  for (uint32_t n = 0; n < so_catalogue_items(catalogue)[item].values_count; n++)
    if (so_catalogue_values(catalogue)[run[n]].key == key) return run[n];
  return SO_PACK_NONE;
}

/* Joins what has too few pictures to its parent, once; gives how many were joined. */
static uint32_t join(const so_catalogue *catalogue, uint32_t *labels, uint32_t *counts) {
  uint32_t joined = 0;
  for (uint32_t item = 0; item < catalogue->items.count; item++) {
    uint32_t label = labels[item];
    if (label == SO_PACK_NONE || counts[label] >= LEAST_PICTURES) continue;
    labels[item] = so_catalogue_values(catalogue)[label].parent;
    joined++;
  }
  for (uint32_t n = 0; n < catalogue->values.count; n++) counts[n] = 0;
  for (uint32_t item = 0; item < catalogue->items.count; item++)
    if (labels[item] != SO_PACK_NONE) counts[labels[item]]++;
  return joined;
}

/* Every so many-th picture a class of its own. */
static void tell_apart(const so_catalogue *catalogue, const uint8_t *has,
                       so_picture_classes *classes) {
  uint32_t pictures = 0, at = 0;
  for (uint32_t item = 0; item < catalogue->items.count; item++) pictures += has[item] != 0;
  uint32_t step = pictures / SO_PICTURE_CLASSES_MAX + 1;
  classes->count = 0;
  for (uint32_t item = 0; item < catalogue->items.count; item++) {
    classes->of_item[item] = SO_PACK_NONE;
    if (!has[item] || at++ % step || classes->count == SO_PICTURE_CLASSES_MAX) continue;
    classes->of_item[item] = classes->count++;
  }
}

/* Numbers the labels that are left, the commonest where there are too many. */
static void number(const so_catalogue *catalogue, uint32_t *counts, so_picture_classes *classes) {
  uint32_t least = LEAST_PICTURES;
  for (uint32_t many = UINT32_MAX; many > SO_PICTURE_CLASSES_MAX; least += least / 4) {
    many = 0;
    for (uint32_t n = 0; n < catalogue->values.count; n++) many += counts[n] >= least;
  }
  least = least * 4 / 5;
  classes->count = 0;
  for (uint32_t n = 0; n < catalogue->values.count; n++) {
    int kept = counts[n] >= least && classes->count < SO_PICTURE_CLASSES_MAX;
    counts[n] = kept ? classes->count++ : SO_PACK_NONE;
  }
  for (uint32_t item = 0; item < catalogue->items.count; item++) {
    uint32_t label = classes->of_item[item];
    if (label != SO_PACK_NONE) classes->of_item[item] = counts[label];
  }
}

static sotto_status classify(const so_catalogue *catalogue, const uint8_t *has,
                             uint32_t (*label_of)(const so_catalogue *, uint32_t),
                             so_picture_classes *ret_classes) {
  size_t items = catalogue->items.count;
  uint32_t *labels = calloc(items + 1, sizeof *labels);
  uint32_t *counts = calloc(catalogue->values.count + 1, sizeof *counts);
  if (!labels || !counts) {
    free(labels);
    free(counts);
    return SOTTO_E_MEMORY;
  }
  for (uint32_t item = 0; item < items; item++) {
    labels[item] = has[item] ? label_of(catalogue, item) : SO_PACK_NONE;
    if (labels[item] != SO_PACK_NONE) counts[labels[item]]++;
  }
  while (join(catalogue, labels, counts)) continue;
  *ret_classes = (so_picture_classes){0, labels};
  number(catalogue, counts, ret_classes);
  if (ret_classes->count < 2) tell_apart(catalogue, has, ret_classes);
  free(counts);
  return SOTTO_OK;
}

sotto_status so_picture_class_types(const so_catalogue *catalogue, const uint8_t *has,
                                    so_picture_classes *ret_classes) {
  return classify(catalogue, has, type_of, ret_classes);
}

sotto_status so_picture_class_colours(const so_catalogue *catalogue, const uint8_t *has,
                                      so_picture_classes *ret_classes) {
  return classify(catalogue, has, colour_of, ret_classes);
}
