/*
 * Traits that say nothing.
 */
#include "base/traits.h"

void so_traits_clear(so_traits *ret_traits) {
  ret_traits->mindset = SO_NONE;
  ret_traits->spend_recency_days = SO_NONE;
  for (uint32_t i = 0; i < SO_ATTRIBUTE_KEYS_MAX; i++) ret_traits->top_value[i] = SO_NONE;
}
