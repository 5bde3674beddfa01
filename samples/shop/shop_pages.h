/*
 * The pages. Each gives a new widget, which the window owns, from the state as it is now.
 */
#ifndef SAMPLES_SHOP_PAGES_H
#define SAMPLES_SHOP_PAGES_H

#include "shop_app.h"

/** What is picked for this person, under the artwork and the sentence chosen for them. */
GtkWidget *shop_home_build(shop *app);

/** The shelves: departments at the side, what this person may like first. */
GtkWidget *shop_browse_build(shop *app, const char *shelf);

/** One product, and what goes with it. */
GtkWidget *shop_product_build(shop *app, const char *item);

/** The cart, and what completes it. */
GtkWidget *shop_cart_build(shop *app);

/** The ask box: the conversation so far. */
GtkWidget *shop_ask_build(shop *app);

/** Frees a turn of the conversation. */
void shop_ask_free_turn(gpointer turn);

/** What this device may do, what it keeps, what would leave, and the way out of all of it. */
GtkWidget *shop_privacy_build(shop *app, const char *part);

/** Seven categories by four purposes, as switches. */
GtkWidget *shop_allow_build(shop *app);

/** What is kept, by category, and what the shop thinks this person likes. */
GtkWidget *shop_kept_build(shop *app);

/** What would leave, in words, with odds and cost; the outbox; the budget. */
GtkWidget *shop_leaves_build(shop *app);

/** Take away, forget, erase, check. */
GtkWidget *shop_rights_build(shop *app);

/** The first question: what may this device remember? */
GtkWidget *shop_welcome_build(shop *app);

/** For the curious developer: mindset, needs, affinities, audiences, and why. */
GtkWidget *shop_mind_build(shop *app);

#endif
