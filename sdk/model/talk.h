/*
 * A conversation: the wish that stands, what was shown last, and how each turn changes them. A turn
 * that names a product begins anew; one that only constrains keeps the product and takes the place
 * of what was said about the same attribute; "cheaper", "the green one", "something similar" refer
 * to what was shown. Also which constraint goes first where nothing fits. Lives in the caller's
 * memory, as long as the caller likes, and nowhere else.
 */
#ifndef SO_MODEL_TALK_H
#define SO_MODEL_TALK_H

#include "model/find.h"
#include "model/wish.h"

#define SO_TALK_SHOWN_MAX 64u

typedef struct so_talk {
  uint64_t pack; /* the pack it is about; another one begins anew */
  uint32_t turns;
  uint32_t like;  /* a product that others are compared with, or SO_PACK_NONE */
  uint32_t focus; /* the one that was singled out, or SO_PACK_NONE */
  uint32_t shown_count;
  uint32_t last_count; /* of those, shown in the last turn; the end of `shown` */
  uint32_t zero;
  uint32_t shown[SO_TALK_SHOWN_MAX];
  so_wish wish;
} so_talk;

/** A constraint that was left out. */
typedef struct so_talk_loss {
  uint32_t kind; /* SO_LOSS_…; VALUES: all of the value's key */
  uint32_t value;
} so_talk_loss;

enum {
  SO_LOSS_NONE = 0,
  SO_LOSS_VALUE,
  SO_LOSS_VALUES,
  SO_LOSS_UNWANTED, /* a value that was not wanted */
  SO_LOSS_SIZE,
  SO_LOSS_BAND,
  SO_LOSS_PRICE,
  SO_LOSS_WHOM
};

void so_talk_clear(so_talk *ret_talk);
/** 1 where every number in it is one the pack has. */
int so_talk_holds(const so_talk *talk, const so_pack *pack);
/** Takes a turn into the wish that stands. */
void so_talk_take(so_talk *talk, const so_text_view *view, const so_turn *turn);
/** The product that "this one" is, or SO_PACK_NONE. */
uint32_t so_talk_reference(const so_talk *talk);
/** Those shown last, and how many. */
const uint32_t *so_talk_last(const so_talk *talk, uint32_t *ret_count);
/** Notes what is shown now. */
void so_talk_show(so_talk *talk, const so_find_hit *hits, uint32_t count);
/**
 * Takes the `n`th least important constraint out of a wish; 0 where there are no more. Looks go
 * first, then the value said last, price, size, for whom; what was said not to be wanted goes last.
 */
int so_talk_relax(const so_pack *pack, so_wish *inout_wish, uint32_t n, so_talk_loss *ret_loss);

#endif
