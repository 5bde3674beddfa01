/*
 * What the shop knows, apart from any widget: the person's profile, a visitor's, the cart, and what
 * went wrong. Pages read it and call the library with shop_state_profile().
 *
 * The person's choices are kept in the profile and nowhere else. Where the profile cannot be had
 * (locked, in use, damaged) the shop works on one in memory and `trouble` says why; nothing is ever
 * written in its place.
 */
#ifndef SAMPLES_SHOP_STATE_H
#define SAMPLES_SHOP_STATE_H

#include "shop_goods.h"
#include "shop_key.h"
#include "shop_labels.h"

/** The state of the running shop. */
typedef struct shop_state {
  const shop_options *options;
  shop_goods *goods;
  shop_labels *labels;
  uint8_t brand_key[32];
  shop_key key;
  shop_key guest_key;  /**< Of somebody else who is shopping. */
  shop_key beside_key; /**< Of the profile in memory that stands in for one out of reach. */
  sotto *owner;
  sotto *guest;          /**< Not NULL: somebody else is shopping. */
  sotto_status trouble;  /**< Why the profile on disk is not in use, or did not take something. */
  gboolean beside;       /**< `owner` is in memory, because the one on disk is out of reach. */
  gboolean asked;        /**< The person has chosen, now or in an earlier visit. */
  GPtrArray *cart;       /**< Of whoever is shopping: products (const shop_good *). */
  GPtrArray *owner_cart; /**< The owner's, set aside while somebody else is shopping. */
} shop_state;

/** Opens the shop; a non-zero status means that it cannot be opened at all. */
sotto_status shop_state_start(shop_state *ret_state, const shop_options *options);

/** Ends the session and closes everything. */
void shop_state_end(shop_state *state);

/** Gives the profile of whoever is shopping. */
sotto *shop_state_profile(const shop_state *state);

/** Tries again to reach the profile on disk after a trouble. */
sotto_status shop_state_retry(shop_state *state);

/** Takes the person's choices; keeping begins or ends with it. */
sotto_status shop_state_agree(shop_state *state, const sotto_consent *consent);

/** Lets somebody else shop, in memory only; and ends that, taking back the owner's cart. */
sotto_status shop_state_guest(shop_state *state, gboolean begin);

/** Erases the owner's profile and starts anew, as a shop that knows nobody. */
sotto_status shop_state_erase(shop_state *state, sotto_receipt *ret_receipt);

/** Records what happened; a failure becomes `trouble`. `item` may be NULL. */
void shop_state_record(shop_state *state, sotto_event_type type, const char *item);

/** Records an event with everything in it. */
void shop_state_record_event(shop_state *state, const sotto_event *event);

/** Puts a product into the cart, or takes it out, and records it. */
void shop_state_cart(shop_state *state, const shop_good *good, gboolean in);

/** TRUE where the product is in the cart. */
gboolean shop_state_in_cart(const shop_state *state, const shop_good *good);

/** Does the timed work that is due; what could not be written before may be now. */
void shop_state_tick(shop_state *state);

/** Buys what is in the cart; it is empty afterwards. */
void shop_state_buy(shop_state *state);

/** TRUE where the profile is on disk. */
gboolean shop_state_kept(const shop_state *state);

#endif
