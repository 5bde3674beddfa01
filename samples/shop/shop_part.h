/*
 * The small parts every page is made of, so that pages read as what they show: text, buttons,
 * boxes, pictures, product cards.
 */
#ifndef SAMPLES_SHOP_PART_H
#define SAMPLES_SHOP_PART_H

#include "shop_app.h"

/** A label that wraps, aligned at the start, with CSS classes ("a b"). */
GtkWidget *shop_part_label(const char *words, const char *classes);

/** A label that stands on one line: a price, a number. */
GtkWidget *shop_part_figure(const char *words, const char *classes);

/** A vertical or horizontal box with CSS classes. */
GtkWidget *shop_part_box(GtkOrientation orientation, int spacing, const char *classes);

/** A named button with a text. */
GtkWidget *shop_part_button(const char *name, const char *words, const char *classes);

/** A named button with a symbol and a spoken name. */
GtkWidget *shop_part_symbol(const char *name, const char *icon, const char *spoken);

/** Calls `clicked(widget, app)` when the button is pressed; returns the button. */
GtkWidget *shop_part_on(GtkWidget *button, GCallback clicked, shop *app);

/** Keeps a text with a widget; shop_part_text() gives it back. */
void shop_part_keep(GtkWidget *widget, const char *text);

/** Gives the text kept with a widget, or NULL. */
const char *shop_part_text(GtkWidget *widget);

/** The picture of a product, `size` pixels square. */
GtkWidget *shop_part_picture(shop *app, const char *item, int size);

/** A picture from a file, `width` by `height`; NULL where there is no such file. */
GtkWidget *shop_part_artwork(shop *app, const char *path, int width, int height);

/** Adds a button with these words to a vertical box of rows, each at most `limit` pixels wide. */
void shop_part_wrap(GtkWidget *box, GtkWidget *button, const char *words, int limit);

/** A heading and a line under it; `words` may be NULL. */
GtkWidget *shop_part_heading(const char *heading, const char *words);

/** What is said where there is nothing to show. */
GtkWidget *shop_part_empty(const char *icon, const char *heading, const char *words);

/** A bar that shows a share, 0 to 1, with a spoken name. */
GtkWidget *shop_part_bar(double share, const char *spoken);

/** Takes every child out of a box. */
void shop_part_clear(GtkWidget *box);

#endif
