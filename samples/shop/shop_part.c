/* The small parts every page is made of: see shop_part.h. */
#include "shop_part.h"

#define KEPT "shop-kept"
#define USED "shop-used"

static void style(GtkWidget *widget, const char *classes) {
  char **names = g_strsplit(classes ? classes : "", " ", 0);
  for (char **name = names; *name; name++)
    if (**name) gtk_widget_add_css_class(widget, *name);
  g_strfreev(names);
}

GtkWidget *shop_part_label(const char *words, const char *classes) {
  GtkWidget *label = gtk_label_new(words);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  style(label, classes);
  return label;
}

GtkWidget *shop_part_figure(const char *words, const char *classes) {
  GtkWidget *label = shop_part_label(words, classes);
  gtk_label_set_wrap(GTK_LABEL(label), FALSE);
  return label;
}

GtkWidget *shop_part_box(GtkOrientation orientation, int spacing, const char *classes) {
  GtkWidget *box = gtk_box_new(orientation, spacing);
  style(box, classes);
  return box;
}

GtkWidget *shop_part_button(const char *name, const char *words, const char *classes) {
  GtkWidget *button = gtk_button_new_with_label(words);
  gtk_widget_set_name(button, name);
  gtk_widget_set_halign(button, GTK_ALIGN_START);
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  style(button, classes);
  return button;
}

static void name_aloud(GtkWidget *widget, const char *spoken) {
  gtk_accessible_update_property(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

GtkWidget *shop_part_symbol(const char *name, const char *icon, const char *spoken) {
  GtkWidget *button = gtk_button_new();
  GtkWidget *image = gtk_image_new_from_icon_name(icon);
  gtk_image_set_pixel_size(GTK_IMAGE(image), 16);
  gtk_button_set_child(GTK_BUTTON(button), image);
  gtk_widget_set_name(button, name);
  gtk_widget_set_tooltip_text(button, spoken);
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  name_aloud(button, spoken);
  style(button, "symbol");
  return button;
}

GtkWidget *shop_part_on(GtkWidget *button, GCallback clicked, shop *app) {
  g_signal_connect(button, "clicked", clicked, app);
  return button;
}

void shop_part_keep(GtkWidget *widget, const char *text) {
  g_object_set_data_full(G_OBJECT(widget), KEPT, g_strdup(text), g_free);
}

const char *shop_part_text(GtkWidget *widget) {
  return g_object_get_data(G_OBJECT(widget), KEPT);
}

/* Drawings are scaled before they become pixels; twice the size, for fine screens. */
static GdkTexture *texture_of(shop *app, const char *path, int width, int height) {
  char *key = g_strdup_printf("%s %d", path, width);
  GdkTexture *texture = g_hash_table_lookup(app->pictures, key);
  if (!texture) {
    GdkPixbuf *pixels = gdk_pixbuf_new_from_file_at_scale(path, width * 2, height * 2, TRUE, NULL);
    texture = pixels ? gdk_texture_new_for_pixbuf(pixels) : NULL;
    g_clear_object(&pixels);
    if (texture) g_hash_table_insert(app->pictures, g_strdup(key), texture);
  }
  g_free(key);
  return texture;
}

/* The place is measured, not the picture in it, so that no page grows with its pictures. */
GtkWidget *shop_part_artwork(shop *app, const char *path, int width, int height) {
  GdkTexture *texture = texture_of(app, path, width, height);
  if (!texture) return NULL;
  GtkWidget *place = gtk_overlay_new();
  GtkWidget *room = shop_part_box(GTK_ORIENTATION_VERTICAL, 0, NULL);
  GtkWidget *picture = gtk_picture_new_for_paintable(GDK_PAINTABLE(texture));
  gtk_picture_set_content_fit(GTK_PICTURE(picture), GTK_CONTENT_FIT_COVER);
  gtk_widget_set_size_request(room, MIN(width, height), height);
  gtk_overlay_set_child(GTK_OVERLAY(place), room);
  gtk_overlay_add_overlay(GTK_OVERLAY(place), picture);
  gtk_widget_set_overflow(place, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign(place, GTK_ALIGN_START);
  style(place, "picture");
  return place;
}

GtkWidget *shop_part_picture(shop *app, const char *item, int size) {
  char *name = g_strconcat(item, ".svg", NULL);
  char *path = g_build_filename(app->options.pictures, name, NULL);
  GtkWidget *picture = shop_part_artwork(app, path, size, size);
  g_free(path);
  g_free(name);
  if (picture) return picture;
  picture = gtk_image_new_from_icon_name("shop-tent-symbolic");
  gtk_widget_set_size_request(picture, size, size);
  style(picture, "picture no-picture");
  return picture;
}

/* A line is as long as its words make it likely; the rest of the width is air. */
void shop_part_wrap(GtkWidget *box, GtkWidget *button, const char *words, int limit) {
  const int width = (int)g_utf8_strlen(words, -1) * 8 + 46;
  GtkWidget *row = gtk_widget_get_last_child(box);
  const int used = row ? GPOINTER_TO_INT(g_object_get_data(G_OBJECT(row), USED)) : limit;
  if (used + width > limit) {
    row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 8, NULL);
    gtk_box_append(GTK_BOX(box), row);
  }
  g_object_set_data(G_OBJECT(row), USED,
                    GINT_TO_POINTER(used + width > limit ? width : used + width));
  gtk_box_append(GTK_BOX(row), button);
}

GtkWidget *shop_part_heading(const char *heading, const char *words) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 4, "head");
  gtk_box_append(GTK_BOX(box), shop_part_label(heading, "title"));
  if (words) gtk_box_append(GTK_BOX(box), shop_part_label(words, "soft"));
  return box;
}

GtkWidget *shop_part_empty(const char *icon, const char *heading, const char *words) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 10, "nothing");
  GtkWidget *image = gtk_image_new_from_icon_name(icon);
  gtk_image_set_pixel_size(GTK_IMAGE(image), 56);
  GtkWidget *title = shop_part_label(heading, "title");
  GtkWidget *text = shop_part_label(words, "soft");
  gtk_label_set_justify(GTK_LABEL(text), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars(GTK_LABEL(text), 48);
  gtk_widget_set_halign(title, GTK_ALIGN_CENTER);
  gtk_widget_set_halign(text, GTK_ALIGN_CENTER);
  gtk_widget_set_halign(box, GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(box), image);
  gtk_box_append(GTK_BOX(box), title);
  gtk_box_append(GTK_BOX(box), text);
  return box;
}

GtkWidget *shop_part_bar(double share, const char *spoken) {
  GtkWidget *bar = gtk_progress_bar_new();
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(bar), CLAMP(share, 0, 1));
  gtk_widget_set_valign(bar, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand(bar, TRUE);
  name_aloud(bar, spoken);
  return bar;
}

void shop_part_clear(GtkWidget *box) {
  for (GtkWidget *child; (child = gtk_widget_get_first_child(box));)
    gtk_box_remove(GTK_BOX(box), child);
}
