/*
 * The shop's own catalogue: what it sells, read from its product feed. The pack knows the same
 * items by the same ids; descriptions and shelves are the app's business and come from here.
 */
#ifndef SAMPLES_SHOP_GOODS_H
#define SAMPLES_SHOP_GOODS_H

#include <glib.h>
#include <sotto/base.h>

/** One product. Texts live as long as the catalogue. */
typedef struct shop_good {
  const char *id;
  const char *title;
  const char *description;
  const char *brand;
  const char *kind;   /**< Product type, as "Tents > Family tents". */
  const char *colour; /**< In words. */
  const char *size;   /**< In words. */
  const char *material;
  gint64 price_minor;
  gboolean sold_out;
} shop_good;

/** The catalogue in one language. */
typedef struct shop_goods shop_goods;

/** Reads FOLDER/products.LANGUAGE.tsv; NULL, with the reason, where it cannot. */
shop_goods *shop_goods_read(const char *folder, const char *language, GError **error);

/** Frees a catalogue; NULL is allowed. */
void shop_goods_free(shop_goods *goods);

/** How many products there are. */
guint shop_goods_count(const shop_goods *goods);

/** Gives the product at a place of the feed. */
const shop_good *shop_goods_at(const shop_goods *goods, guint place);

/** Gives the product with this id, or NULL. */
const shop_good *shop_goods_find(const shop_goods *goods, const char *id);

/** Gives the product with this id, or NULL; for ids as the library gives them. */
const shop_good *shop_goods_find_text(const shop_goods *goods, sotto_text id);

/**
 * Gives the names of the shelves: the first parts of the product types where `department` is NULL,
 * else the second parts in that department. In the feed's order; NULL at the end; g_strfreev() it.
 */
char **shop_goods_shelves(const shop_goods *goods, const char *department);

/** TRUE where the product stands on the shelf; a NULL shelf is the whole department. */
gboolean shop_goods_on(const shop_good *good, const char *department, const char *shelf);

#endif
