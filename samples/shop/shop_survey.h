/*
 * Looking over what is on the screen, for the tests: what is read, what the Tab key reaches, what a
 * screen reader would find without a name.
 */
#ifndef SAMPLES_SHOP_SURVEY_H
#define SAMPLES_SHOP_SURVEY_H

#include <gtk/gtk.h>

/** Prints every label that is mapped inside a widget, one a line after "| ". */
void shop_survey_labels(GtkWidget *widget);

/** Moves the focus through the window by Tab until it comes round; prints each name it stops at. */
void shop_survey_chain(GtkWidget *window);

/** Prints the name of each mapped control that neither shows a text nor has a spoken name. */
void shop_survey_nameless(GtkWidget *widget);

#endif
