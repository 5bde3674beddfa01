/*
 * Turns of a conversation: see talk.h.
 */
#include "model/talk.h"

#include <string.h>

#include "base/string.h"

void so_talk_clear(so_talk *ret_talk) {
  memset(ret_talk, 0, sizeof *ret_talk);
  ret_talk->like = ret_talk->focus = SO_PACK_NONE;
  so_wish_clear(&ret_talk->wish);
}

static int is_item(const so_pack *pack, uint32_t item) {
  return item == SO_PACK_NONE || item < pack->item_count;
}

static int words_hold(const so_wish *wish) {
  if (wish->value_count > SO_WISH_VALUES_MAX || wish->word_count > SO_WISH_WORDS_MAX) return 0;
  for (uint32_t n = 0; n < wish->word_count; n++)
    if (wish->words[n].size > SO_WORD_MAX) return 0;
  return wish->whom < SO_WHOM_COUNT && wish->size[sizeof wish->size - 1] == 0;
}

int so_talk_holds(const so_talk *talk, const so_pack *pack) {
  if (!words_hold(&talk->wish) || talk->shown_count > SO_TALK_SHOWN_MAX ||
      talk->last_count > talk->shown_count)
    return 0;
  int holds = is_item(pack, talk->like) && is_item(pack, talk->focus);
  for (uint32_t n = 0; n < talk->shown_count; n++) holds &= talk->shown[n] < pack->item_count;
  for (uint32_t n = 0; n < talk->wish.value_count; n++)
    holds &= talk->wish.values[n].value < pack->value_count;
  return holds;
}

const uint32_t *so_talk_last(const so_talk *talk, uint32_t *ret_count) {
  *ret_count = talk->last_count;
  return talk->shown + (talk->shown_count - talk->last_count);
}

uint32_t so_talk_reference(const so_talk *talk) {
  uint32_t count;
  const uint32_t *last = so_talk_last(talk, &count);
  return talk->focus != SO_PACK_NONE ? talk->focus : count ? last[0] : SO_PACK_NONE;
}

void so_talk_show(so_talk *talk, const so_find_hit *hits, uint32_t count) {
  if (count > SO_TALK_SHOWN_MAX) count = SO_TALK_SHOWN_MAX;
  uint32_t kept = talk->shown_count;
  if (kept + count > SO_TALK_SHOWN_MAX) kept = SO_TALK_SHOWN_MAX - count;
  memmove(talk->shown, talk->shown + (talk->shown_count - kept), kept * sizeof *talk->shown);
  for (uint32_t n = 0; n < count; n++) talk->shown[kept + n] = hits[n].item;
  talk->shown_count = kept + count;
  talk->last_count = count;
}

/* Removes the values of a key; `sign` 0: wanted ones, 1: unwanted ones, 2: all. */
static void drop_key(so_wish *wish, const so_pack *pack, uint32_t key, uint32_t sign) {
  uint32_t kept = 0;
  for (uint32_t n = 0; n < wish->value_count; n++) {
    so_wish_value value = wish->values[n];
    int gone = pack->values[value.value].key == key && (sign == 2 || value.negative == sign);
    if (!gone) wish->values[kept++] = value;
  }
  memset(wish->values + kept, 0, (wish->value_count - kept) * sizeof *wish->values);
  wish->value_count = kept;
}

static void take_values(so_wish *wish, const so_pack *pack, const so_wish *said) {
  for (uint32_t n = 0; n < said->value_count; n++)
    if (!said->values[n].negative) drop_key(wish, pack, pack->values[said->values[n].value].key, 0);
  for (uint32_t n = 0; n < said->value_count; n++)
    if (wish->value_count < SO_WISH_VALUES_MAX) wish->values[wish->value_count++] = said->values[n];
}

static void take_words(so_wish *wish, const so_wish *said) {
  for (uint32_t n = 0; n < said->word_count; n++)
    if (wish->word_count < SO_WISH_WORDS_MAX) wish->words[wish->word_count++] = said->words[n];
}

static void take_price(so_wish *wish, const so_wish *said) {
  if (said->price_from_minor < 0 && said->price_to_minor < 0) return;
  wish->price_from_minor = said->price_from_minor;
  wish->price_to_minor = said->price_to_minor;
}

static void take_rest(so_wish *wish, const so_wish *said) {
  if (said->band) wish->band = said->band;
  if (said->whom) wish->whom = said->whom;
  if (said->age) wish->age = said->age;
  if (said->quantity) wish->quantity = said->quantity;
  if (said->order) wish->order = said->order;
  if (said->size[0]) memcpy(wish->size, said->size, sizeof wish->size);
}

static void refine(so_talk *talk, const so_pack *pack, const so_turn *turn) {
  so_wish *wish = &talk->wish;
  for (uint32_t n = 0; n < turn->drop_count; n++) drop_key(wish, pack, turn->drops[n], 2);
  if (turn->moves & SO_MOVE_DROP_PRICE)
    wish->price_from_minor = wish->price_to_minor = -1, wish->band = wish->order = 0;
  take_values(wish, pack, &turn->wish);
  take_words(wish, &turn->wish);
  take_price(wish, &turn->wish);
  take_rest(wish, &turn->wish);
}

/* "cheaper": than the product referred to; without one, of the low prices. */
static void compare_price(so_talk *talk, const so_pack *pack, uint32_t moves) {
  so_wish *wish = &talk->wish;
  uint32_t item = so_talk_reference(talk);
  int64_t price = item == SO_PACK_NONE ? -1 : pack->items[item].price_minor;
  int cheaper = (moves & SO_MOVE_CHEAPER) != 0;
  if (price < 0) {
    wish->band = cheaper ? SO_BAND_LOW : SO_BAND_HIGH;
    return;
  }
  wish->band = SO_BAND_NONE;
  wish->price_to_minor = cheaper ? price - 1 : -1;
  wish->price_from_minor = cheaper ? -1 : price + 1;
}

void so_talk_take(so_talk *talk, const so_text_view *view, const so_turn *turn) {
  const so_pack *pack = view->pack;
  const so_wish *said = &turn->wish;
  int named = so_wish_has_words(said) || said->occasion != SO_PACK_NONE;
  if (turn->moves & SO_MOVE_RESET) so_talk_clear(talk);
  talk->turns++;
  uint32_t reference = so_talk_reference(talk);
  if (turn->moves & SO_MOVE_SIMILAR && reference != SO_PACK_NONE) {
    talk->wish = *said;
    talk->like = talk->focus = reference;
  } else if (named && !(turn->moves & SO_MOVE_ADD && talk->turns > 1)) {
    talk->wish = *said;
    talk->like = talk->focus = SO_PACK_NONE;
    talk->shown_count = talk->last_count = 0;
  } else {
    refine(talk, pack, turn);
  }
  if (turn->moves & (SO_MOVE_CHEAPER | SO_MOVE_DEARER)) compare_price(talk, pack, turn->moves);
}

/* How little a value matters: looks go first, then what was said last. */
static int is_of_looks(const so_pack *pack, uint32_t value) {
  static const char *const looks[] = {"color", "colour", "shade", "pattern", "material", "style"};
  sotto_text key = so_pack_text(pack, pack->keys[pack->values[value].key].name_text);
  for (size_t n = 0; n < sizeof looks / sizeof *looks; n++)
    if (so_text_is(key, looks[n])) return 1;
  return 0;
}

/* The `n`th wanted (or unwanted) value in order of little importance, or SO_WISH_VALUES_MAX. */
static uint32_t value_in_order(const so_pack *pack, const so_wish *wish, uint32_t negative,
                               uint32_t n) {
  for (uint32_t pass = 0; pass < 2; pass++) {
    for (uint32_t m = wish->value_count; m-- > 0;) {
      const so_wish_value *value = &wish->values[m];
      uint32_t own = negative || is_of_looks(pack, value->value) ? 0 : 1;
      if (value->negative == negative && own == pass && n-- == 0) return m;
    }
  }
  return SO_WISH_VALUES_MAX;
}

static void lose_value(const so_pack *pack, so_wish *wish, uint32_t m, so_talk_loss *ret_loss) {
  so_wish_value lost = wish->values[m];
  uint32_t before = wish->value_count;
  drop_key(wish, pack, pack->values[lost.value].key, lost.negative);
  uint32_t kind = before - wish->value_count > 1 ? SO_LOSS_VALUES
                  : lost.negative                ? SO_LOSS_UNWANTED
                                                 : SO_LOSS_VALUE;
  *ret_loss = (so_talk_loss){kind, lost.value};
}

/* The same of what is no value, from the least important on: band, price, size, for whom. */
static uint32_t lose_other(so_wish *wish, uint32_t n) {
  int priced = wish->price_from_minor >= 0 || wish->price_to_minor >= 0;
  if (wish->band && n-- == 0) {
    wish->band = SO_BAND_NONE;
    return SO_LOSS_BAND;
  }
  if (priced && n-- == 0) {
    wish->price_from_minor = wish->price_to_minor = -1;
    return SO_LOSS_PRICE;
  }
  if (wish->size[0] && n-- == 0) {
    memset(wish->size, 0, sizeof wish->size);
    return SO_LOSS_SIZE;
  }
  if (wish->whom && n-- == 0) {
    wish->whom = wish->age = 0;
    return SO_LOSS_WHOM;
  }
  return SO_LOSS_NONE;
}

static uint32_t count_values(const so_wish *wish, uint32_t negative) {
  uint32_t count = 0;
  for (uint32_t n = 0; n < wish->value_count; n++) count += wish->values[n].negative == negative;
  return count;
}

static uint32_t count_others(const so_wish *wish) {
  int priced = wish->price_from_minor >= 0 || wish->price_to_minor >= 0;
  return (uint32_t)((wish->band != 0) + priced + (wish->size[0] != 0) + (wish->whom != 0));
}

int so_talk_relax(const so_pack *pack, so_wish *inout_wish, uint32_t n, so_talk_loss *ret_loss) {
  so_wish *wish = inout_wish;
  uint32_t wanted = count_values(wish, 0), others = count_others(wish), m = SO_WISH_VALUES_MAX;
  *ret_loss = (so_talk_loss){SO_LOSS_NONE, SO_PACK_NONE};
  if (n < wanted)
    m = value_in_order(pack, wish, 0, n);
  else if (n < wanted + others)
    ret_loss->kind = lose_other(wish, n - wanted);
  else
    m = value_in_order(pack, wish, 1, n - wanted - others);
  if (m < wish->value_count) lose_value(pack, wish, m, ret_loss);
  return ret_loss->kind != SO_LOSS_NONE;
}
