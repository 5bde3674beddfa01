/*
 * One product: what it is, what to do with it, what goes with it. Here the person may also say "not
 * this" and have the shop forget that they were ever here.
 */
#include "shop_card.h"
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

static void cart_pressed(GtkWidget *button, shop *app) {
  const shop_good *good = shop_goods_find(app->state.goods, shop_part_text(button));
  const gboolean in = shop_state_in_cart(&app->state, good);
  if (in) {
    shop_go(app, SHOP_PAGE_CART, NULL);
    return;
  }
  shop_state_cart(&app->state, good, TRUE);
  shop_again(app);
  shop_notice(app, _("It is in your cart."));
}

static void not_this(GtkWidget *button, shop *app) {
  const sotto_status status =
      sotto_pick_dismiss(shop_state_profile(&app->state), shop_words_view(shop_part_text(button)));
  shop_again(app);
  shop_notice(app, status ? shop_trouble_words(status) : _("It will not be suggested again."));
}

static sotto_status forget_work(shop *app, gpointer data) {
  sotto_scope scope;
  size_t rows;
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ITEM;
  scope.item = shop_words_view(data);
  return sotto_forget(shop_state_profile(&app->state), &scope, &rows);
}

static void forgot(shop *app, sotto_status status, gpointer data) {
  (void)data;
  shop_go(app, SHOP_PAGE_HOME, NULL);
  shop_notice(app, status ? shop_trouble_words(status)
                          : _("Forgotten: this shop no longer knows that you looked at it."));
}

static void forget_pressed(GtkWidget *button, shop *app) {
  const shop_work work = {forget_work, forgot, g_strdup(shop_part_text(button)), g_free};
  shop_work_start(app, &work);
}

static GtkWidget *item_button(shop *app, GtkWidget *button, const char *item, GCallback pressed) {
  shop_part_keep(button, item);
  return shop_part_on(button, pressed, app);
}

static GtkWidget *buttons(shop *app, const shop_good *good) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 14, "actions");
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 18, NULL);
  const gboolean in = shop_state_in_cart(&app->state, good);
  GtkWidget *buy = shop_part_button("add-to-cart", in ? _("In your cart") : _("Add to cart"),
                                    in ? "primary in" : "primary");
  gtk_widget_set_sensitive(buy, in || !good->sold_out);
  gtk_box_append(GTK_BOX(box), item_button(app, buy, good->id, G_CALLBACK(cart_pressed)));
  gtk_box_append(GTK_BOX(row),
                 item_button(app, shop_part_button("dismiss", _("Not for me"), "quiet"), good->id,
                             G_CALLBACK(not_this)));
  gtk_box_append(GTK_BOX(row),
                 item_button(app,
                             shop_part_button("forget-item", _("Forget that I looked"), "quiet"),
                             good->id, G_CALLBACK(forget_pressed)));
  gtk_box_append(GTK_BOX(box), row);
  return box;
}

static void add_fact(GtkWidget *grid, int *inout_row, const char *name, const char *value) {
  if (!*value) return;
  gtk_grid_attach(GTK_GRID(grid), shop_part_label(name, "soft"), 0, *inout_row, 1, 1);
  gtk_grid_attach(GTK_GRID(grid), shop_part_label(value, NULL), 1, *inout_row, 1, 1);
  (*inout_row)++;
}

static GtkWidget *facts(const shop_good *good) {
  GtkWidget *grid = gtk_grid_new();
  int row = 0;
  gtk_grid_set_column_spacing(GTK_GRID(grid), 24);
  gtk_grid_set_row_spacing(GTK_GRID(grid), 6);
  add_fact(grid, &row, _("Colour"), good->colour);
  add_fact(grid, &row, _("Size"), good->size);
  add_fact(grid, &row, _("Material"), good->material);
  return grid;
}

static GtkWidget *words(shop *app, const shop_good *good) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 12, NULL);
  char *price = shop_words_money(good->price_minor);
  gtk_box_append(GTK_BOX(box), shop_part_label(good->brand, "eyebrow"));
  gtk_box_append(GTK_BOX(box), shop_part_label(good->title, "title product-title"));
  gtk_box_append(GTK_BOX(box), shop_part_label(price, "price big"));
  gtk_box_append(GTK_BOX(box), shop_part_label(good->description, "description"));
  gtk_box_append(GTK_BOX(box), facts(good));
  if (good->sold_out)
    gtk_box_append(GTK_BOX(box), shop_part_label(_("Sold out at the moment"), "soft"));
  gtk_box_append(GTK_BOX(box), buttons(app, good));
  gtk_widget_set_hexpand(box, TRUE);
  gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
  g_free(price);
  return box;
}

static void add_shelf(shop *app, GtkWidget *page, const char *title, const shop_shelf *shelf) {
  GtkWidget *cards = shop_card_shelf(app, shelf);
  if (!cards) return;
  gtk_box_append(GTK_BOX(page), shop_part_heading(title, NULL));
  gtk_box_append(GTK_BOX(page), cards);
}

GtkWidget *shop_product_build(shop *app, const char *item) {
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_VERTICAL, 24, NULL);
  const shop_good *good = shop_goods_find(app->state.goods, item ? item : "");
  if (!good) return shop_part_empty("shop-tent-symbolic", _("Not in this catalogue"), "");
  GtkWidget *top = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 44, "product");
  gtk_box_append(GTK_BOX(top), shop_part_picture(app, good->id, 420));
  gtk_box_append(GTK_BOX(top), words(app, good));
  gtk_box_append(GTK_BOX(page), top);
  const shop_shelf with = {
      .item = good->id, .limit = 4, .complete = TRUE, .wanted_reason = SOTTO_REASON_CONTEXT};
  const shop_shelf like = {
      .slot = "product", .item = good->id, .limit = 4, .wanted_reason = SOTTO_REASON_SIMILAR};
  add_shelf(app, page, _("Goes with it"), &with);
  add_shelf(app, page, _("More like this"), &like);
  return page;
}
