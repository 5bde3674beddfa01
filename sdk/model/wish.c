/*
 * An empty wish, and whether one is: see wish.h.
 */
#include "model/wish.h"

#include <string.h>

#include "model/pack_format.h"

void so_wish_clear(so_wish *ret_wish) {
  memset(ret_wish, 0, sizeof *ret_wish);
  ret_wish->price_from_minor = ret_wish->price_to_minor = -1;
  ret_wish->occasion = SO_PACK_NONE;
}

int so_wish_has_words(const so_wish *wish) {
  for (uint32_t n = 0; n < wish->word_count; n++)
    if (!wish->words[n].negative && !wish->words[n].optional) return 1;
  return 0;
}

int so_wish_is_empty(const so_wish *wish) {
  so_wish none;
  so_wish_clear(&none);
  return memcmp(wish, &none, sizeof none) == 0;
}
