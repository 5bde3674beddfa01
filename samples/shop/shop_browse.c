/*
 * The shelves: departments at the side, kinds above, and the products, those first that this person
 * may like. The order is made on the device.
 */
#include "shop_card.h"
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_words.h"

#define SHOWN_MAX 48

static void shelf_pressed(GtkWidget *button, shop *app) {
  shop_go(app, SHOP_PAGE_BROWSE, shop_part_text(button));
}

static GtkWidget *shelf_button(shop *app, const char *words, const char *shelf, gboolean here) {
  char *name = g_strconcat("shelf:", shelf, NULL);
  GtkWidget *button = shop_part_button(name, words, here ? "here" : NULL);
  shop_part_keep(button, shelf);
  g_free(name);
  return shop_part_on(button, G_CALLBACK(shelf_pressed), app);
}

static GtkWidget *departments(shop *app, const char *department) {
  GtkWidget *side = shop_part_box(GTK_ORIENTATION_VERTICAL, 2, "side");
  char **names = shop_goods_shelves(app->state.goods, NULL);
  for (char **name = names; *name; name++) {
    GtkWidget *button = shelf_button(app, *name, *name, g_strcmp0(*name, department) == 0);
    gtk_widget_add_css_class(button, "shelf");
    gtk_widget_set_halign(button, GTK_ALIGN_FILL);
    gtk_label_set_xalign(GTK_LABEL(gtk_button_get_child(GTK_BUTTON(button))), 0);
    gtk_box_append(GTK_BOX(side), button);
  }
  g_strfreev(names);
  return side;
}

static GtkWidget *kinds(shop *app, const char *department, const char *shelf) {
  GtkWidget *rows = shop_part_box(GTK_ORIENTATION_VERTICAL, 8, NULL);
  char **names = shop_goods_shelves(app->state.goods, department);
  for (char **name = names; *name; name++) {
    char *whole = g_strconcat(department, " > ", *name, NULL);
    GtkWidget *button = shelf_button(app, *name, whole, g_strcmp0(*name, shelf) == 0);
    gtk_widget_add_css_class(button, "chip");
    shop_part_wrap(rows, button, *name, 900);
    g_free(whole);
  }
  g_strfreev(names);
  return rows;
}

static void add_good(shop *app, GtkWidget *grid, const shop_good *good, guint place) {
  const shop_card card = {.good = good, .name = "product", .height = 215};
  shop_card_add(grid, shop_card_build(app, &card), place, 3);
}

/* Picks of this shelf first, the rest in the catalogue's order. */
static GPtrArray *ordered(shop *app, const char *category, char **parts) {
  sotto_request request;
  sotto_pick picks[SHOWN_MAX];
  size_t count = SHOWN_MAX;
  GPtrArray *goods = g_ptr_array_new();
  sotto_request_init(&request);
  char *path = shop_labels_category(app->state.labels, category);
  request.category = shop_words_view(path);
  request.limit = SHOWN_MAX;
  request.diversity = 0;
  if (sotto_recommend(shop_state_profile(&app->state), &request, picks, &count)) count = 0;
  g_free(path);
  for (size_t i = 0; i < count; i++) {
    const shop_good *good = shop_goods_find_text(app->state.goods, picks[i].item);
    if (good) g_ptr_array_add(goods, (void *)good);
  }
  for (guint i = 0; i < shop_goods_count(app->state.goods) && goods->len < SHOWN_MAX; i++) {
    const shop_good *good = shop_goods_at(app->state.goods, i);
    if (shop_goods_on(good, parts[0], parts[1]) && !g_ptr_array_find(goods, good, NULL))
      g_ptr_array_add(goods, (void *)good);
  }
  return goods;
}

static GtkWidget *shelf_of(shop *app, const char *category) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 18, NULL);
  char **parts = g_strsplit(category, " > ", 2);
  GPtrArray *goods = ordered(app, category, parts);
  GtkWidget *grid = shop_card_grid();
  char *count =
      g_strdup_printf(g_dngettext(NULL, "%u product", "%u products", goods->len), goods->len);
  for (guint i = 0; i < goods->len; i++) add_good(app, grid, g_ptr_array_index(goods, i), i);
  for (guint i = goods->len; i % 3; i++) shop_card_add(grid, gtk_label_new(NULL), i, 3);
  gtk_box_append(GTK_BOX(box), shop_part_heading(parts[0], count));
  gtk_box_append(GTK_BOX(box), kinds(app, parts[0], parts[1]));
  gtk_box_append(GTK_BOX(box), grid);
  g_free(count);
  g_ptr_array_unref(goods);
  g_strfreev(parts);
  return box;
}

GtkWidget *shop_browse_build(shop *app, const char *shelf) {
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 32, NULL);
  char **all = shop_goods_shelves(app->state.goods, NULL);
  const char *chosen = shelf ? shelf : all[0] ? all[0] : "";
  char **parts = g_strsplit(chosen, " > ", 2);
  GtkWidget *goods = shelf_of(app, chosen);
  gtk_box_append(GTK_BOX(page), departments(app, parts[0]));
  gtk_widget_set_hexpand(goods, TRUE);
  gtk_box_append(GTK_BOX(page), goods);
  g_strfreev(parts);
  g_strfreev(all);
  return page;
}
