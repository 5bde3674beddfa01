/* Looking over what is on the screen: see shop_survey.h. */
#include "shop_survey.h"

#define STOPS_MAX 400

void shop_survey_labels(GtkWidget *widget) {
  if (!gtk_widget_get_mapped(widget)) return;
  if (GTK_IS_LABEL(widget) && *gtk_label_get_text(GTK_LABEL(widget)))
    g_print("| %s\n", gtk_label_get_text(GTK_LABEL(widget)));
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    shop_survey_labels(child);
}

void shop_survey_chain(GtkWidget *window) {
  GHashTable *seen = g_hash_table_new(NULL, NULL);
  gtk_window_set_focus(GTK_WINDOW(window), NULL);
  for (guint i = 0; i < STOPS_MAX; i++) {
    const gboolean moved = gtk_widget_child_focus(window, GTK_DIR_TAB_FORWARD);
    GtkWidget *at = gtk_window_get_focus(GTK_WINDOW(window));
    if (!moved || !at || !g_hash_table_add(seen, at)) break;
    g_print("tab %s\n", gtk_widget_get_name(at));
  }
  g_hash_table_unref(seen);
}

static gboolean shows_text(GtkWidget *widget) {
  if (GTK_IS_LABEL(widget)) return *gtk_label_get_text(GTK_LABEL(widget)) != 0;
  gboolean shows = FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !shows;
       child = gtk_widget_get_next_sibling(child))
    shows = shows_text(child);
  return shows;
}

void shop_survey_nameless(GtkWidget *widget) {
  if (!gtk_widget_get_mapped(widget)) return;
  const gboolean control = GTK_IS_BUTTON(widget) || GTK_IS_SWITCH(widget) || GTK_IS_ENTRY(widget);
  if (control && !shows_text(widget) &&
      !gtk_widget_get_ancestor(widget, GTK_TYPE_WINDOW_CONTROLS) &&
      !gtk_test_accessible_has_property(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    g_print("nameless %s\n", gtk_widget_get_name(widget));
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    shop_survey_nameless(child);
}
