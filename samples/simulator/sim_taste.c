/*
 * Liking adds up taste in activity, colour and brand, the fit of price and level, who would wear
 * it, and the season. It is what an affinity model ought to find, stated directly.
 */
#include "sim_taste.h"

#include <math.h>

#define DAY_MS 86400000.0

static double season_fit(int season, int64_t now_ms) {
  double day = fmod((double)now_ms / DAY_MS, 365.2425);
  return -.7 * season * cos(6.283185307179586 * (day - 15) / 365.2425);
}

static double wearer_fit(const sim_shopper *shopper, const sim_item *item) {
  if (item->wearer == 3 || item->family) {
    return shopper->children ? .5 : -1.8;
  }
  return item->wearer != 0 && item->wearer != shopper->wearer ? -2.2 : 0;
}

double sim_taste_liking(const sim_shopper *shopper, const sim_item *item, int64_t now_ms) {
  double price_gap = item->price_level - .45 * shopper->price_level;
  return 3.6 * shopper->activity[item->activity] + shopper->colour[item->colour] +
         shopper->brand[item->brand] - 1.4 * price_gap * price_gap -
         .4 * fabs((double)item->level - shopper->level) + wearer_fit(shopper, item) +
         season_fit(item->season, now_ms) - .6;
}

void sim_taste_weights(const sim_shopper *shopper, int64_t now_ms, double *ret_weights) {
  const sim_catalogue *catalogue = shopper->catalogue;
  for (uint32_t i = 0; i < catalogue->count; i++) {
    const sim_item *item = &catalogue->items[i];
    ret_weights[i] = item->popularity * exp(sim_taste_liking(shopper, item, now_ms));
  }
}

static int bought_since(const sim_shopper *shopper, uint32_t purchase) {
  const sim_item *items = shopper->catalogue->items;
  uint32_t kind = items[shopper->bought[purchase].item].kind;
  for (uint32_t i = purchase + 1; i < shopper->bought_count; i++) {
    if (items[shopper->bought[i].item].kind == kind) {
      return 1;
    }
  }
  return 0;
}

uint32_t sim_taste_due(const sim_shopper *shopper, int64_t now_ms, uint32_t *ret_items,
                       uint32_t capacity) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < shopper->bought_count && count < capacity; i++) {
    const sim_purchase *purchase = &shopper->bought[i];
    uint32_t days = shopper->catalogue->items[purchase->item].refill_days;
    double age = (double)(now_ms - purchase->time_ms) / DAY_MS;
    if (days != 0 && age > .75 * days && !bought_since(shopper, i)) {
      ret_items[count++] = purchase->item;
    }
  }
  return count;
}
