/*
 * A product as a card: picture, title, price, why it is shown, and "not this".
 */
#ifndef SAMPLES_SHOP_CARD_H
#define SAMPLES_SHOP_CARD_H

#include "shop_app.h"

/** What stands on a card. */
typedef struct shop_card {
  const shop_good *good;
  const char *name;   /**< The button's name, such as "pick". */
  const char *why;    /**< A sentence, or NULL. */
  gboolean dismissal; /**< TRUE: with "not this". */
  int height;         /**< Of the picture; 0: 190. */
} shop_card;

/** A card; pressed, it leads to the product. */
GtkWidget *shop_card_build(shop *app, const shop_card *card);

/** What a shelf of picks asks the library for. */
typedef struct shop_shelf {
  const char *slot;
  const char *item;     /**< The product looked at, or NULL. */
  const char *category; /**< Or NULL. */
  guint limit;
  gboolean complete;   /**< Complete the cart. */
  guint wanted_reason; /**< A SOTTO_REASON_… value told first where it is there; or 0. */
} shop_shelf;

/** Cards in columns of picks with "because…"; NULL where there is none. */
GtkWidget *shop_card_shelf(shop *app, const shop_shelf *shelf);

/** An empty grid of cards. */
GtkWidget *shop_card_grid(void);

/** Puts a card into a grid, at the next place of `columns`. */
void shop_card_add(GtkWidget *grid, GtkWidget *card, guint place, guint columns);

#endif
