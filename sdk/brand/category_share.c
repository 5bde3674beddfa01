/* An item carries its type and all types above it, so that counting its values counts each. */
#include "brand/category_share.h"

#include <stdlib.h>

static int is_known(const so_estimated *estimate) {
  return estimate && (estimate->value > 0 || estimate->value < 0 || estimate->error > 0);
}

static uint32_t *count_items(const so_catalogue *catalogue, uint32_t types) {
  uint32_t *counts = calloc(types, sizeof *counts);
  for (uint32_t item = 0; counts && item < catalogue->items.count; item++) {
    const uint32_t *run = so_catalogue_item_values(catalogue, item);
    uint32_t count = so_catalogue_items(catalogue)[item].values_count;
    for (uint32_t n = 0; n < count; n++)
      if (run[n] < types) counts[run[n]]++;
  }
  return counts;
}

/** The item's type, or the nearest above it, that is known; SO_PACK_NONE without one. */
static uint32_t known_type(const so_catalogue *catalogue, const so_array *told, uint32_t item) {
  uint32_t type = so_catalogue_items(catalogue)[item].type_value;
  while (type != SO_PACK_NONE && !is_known(so_array_at(told, type)))
    type = so_catalogue_values(catalogue)[type].parent;
  return type;
}

sotto_status so_category_share_spread(so_statistics *statistics, const so_catalogue *catalogue,
                                      const so_array *told) {
  so_array *shares = &statistics->shares;
  if (told->count == 0 || statistics->users > 0) return SOTTO_OK;
  uint32_t *counts = count_items(catalogue, (uint32_t)told->count);
  if (shares->count == 0) so_array_resize(shares, catalogue->items.count);
  sotto_status status = counts && !shares->failed ? SOTTO_OK : SOTTO_E_MEMORY;
  for (uint32_t item = 0; !status && item < catalogue->items.count; item++) {
    so_estimated *own = so_array_at(shares, item);
    uint32_t type = is_known(own) ? SO_PACK_NONE : known_type(catalogue, told, item);
    if (type == SO_PACK_NONE) continue;
    const so_estimated *all = so_array_at(told, type);
    *own = (so_estimated){all->value / (float)counts[type], all->error / (float)counts[type]};
  }
  free(counts);
  return status;
}
