/*
 * The cart: what is in it, one sentence that sotto_choose() drew, and what completes it.
 */
#include "shop_card.h"
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_words.h"

static void removed(GtkWidget *button, shop *app) {
  const shop_good *good = shop_goods_find(app->state.goods, shop_part_text(button));
  shop_state_cart(&app->state, good, FALSE);
  shop_again(app);
}

static void bought(GtkWidget *button, shop *app) {
  (void)button;
  shop_state_buy(&app->state);
  shop_again(app);
  shop_notice(app, _("Thank you. What you bought is known on this device only."));
}

static void shop_on(GtkWidget *button, shop *app) {
  (void)button;
  shop_go(app, SHOP_PAGE_BROWSE, NULL);
}

static void opened(GtkWidget *button, shop *app) {
  shop_go(app, SHOP_PAGE_PRODUCT, shop_part_text(button));
}

static GtkWidget *line(shop *app, const shop_good *good) {
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 18, "line");
  GtkWidget *words = shop_part_box(GTK_ORIENTATION_VERTICAL, 4, NULL);
  char *price = shop_words_money(good->price_minor);
  GtkWidget *away = shop_part_symbol("remove", "shop-close-symbolic", _("Take it out"));
  GtkWidget *picture = gtk_button_new();
  gtk_button_set_child(GTK_BUTTON(picture), shop_part_picture(app, good->id, 84));
  gtk_widget_add_css_class(picture, "card");
  gtk_accessible_update_property(GTK_ACCESSIBLE(picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 good->title, -1);
  shop_part_keep(picture, good->id);
  shop_part_keep(away, good->id);
  gtk_box_append(GTK_BOX(row), shop_part_on(picture, G_CALLBACK(opened), app));
  gtk_box_append(GTK_BOX(words), shop_part_label(good->title, "name"));
  gtk_box_append(GTK_BOX(words), shop_part_label(good->size, "soft"));
  gtk_widget_set_hexpand(words, TRUE);
  gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(row), words);
  gtk_box_append(GTK_BOX(row), shop_part_figure(price, "price"));
  gtk_box_append(GTK_BOX(row), shop_part_on(away, G_CALLBACK(removed), app));
  g_free(price);
  return row;
}

static GtkWidget *reassurance(shop *app) {
  sotto_choice_request request;
  sotto_choice choice;
  sotto_choice_request_init(&request);
  request.slot = shop_words_view("reassurance");
  if (sotto_choose(shop_state_profile(&app->state), &request, &choice)) return NULL;
  char *words = shop_words_copy(choice.content);
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 10, "reassurance");
  gtk_box_append(GTK_BOX(row), gtk_image_new_from_icon_name("shop-check-symbolic"));
  GtkWidget *label = shop_part_label(words, "soft");
  gtk_label_set_max_width_chars(GTK_LABEL(label), 28);
  gtk_box_append(GTK_BOX(row), label);
  g_free(words);
  return row;
}

static GtkWidget *summary(shop *app) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 14, "panel");
  gint64 sum = 0;
  for (guint i = 0; i < app->state.cart->len; i++)
    sum += ((const shop_good *)g_ptr_array_index(app->state.cart, i))->price_minor;
  char *total = shop_words_money(sum);
  GtkWidget *pay = shop_part_button("buy", _("Buy"), "primary");
  GtkWidget *safe = reassurance(app);
  gtk_widget_set_halign(pay, GTK_ALIGN_FILL);
  gtk_box_append(GTK_BOX(box), shop_part_label(_("Total"), "eyebrow"));
  gtk_box_append(GTK_BOX(box), shop_part_label(total, "price big"));
  gtk_box_append(GTK_BOX(box), shop_part_on(pay, G_CALLBACK(bought), app));
  if (safe) gtk_box_append(GTK_BOX(box), safe);
  gtk_widget_set_size_request(box, 300, -1);
  gtk_widget_set_valign(box, GTK_ALIGN_START);
  g_free(total);
  return box;
}

static GtkWidget *empty(shop *app) {
  GtkWidget *box =
      shop_part_empty("shop-cart-symbolic", _("Your cart is empty"),
                      _("What you put into it is remembered on this device, if you allowed that."));
  GtkWidget *on = shop_part_button("shop-on", _("Look around"), "primary");
  gtk_widget_set_halign(on, GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(box), shop_part_on(on, G_CALLBACK(shop_on), app));
  return box;
}

static GtkWidget *full(shop *app) {
  GtkWidget *top = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 36, NULL);
  GtkWidget *lines = shop_part_box(GTK_ORIENTATION_VERTICAL, 0, NULL);
  gtk_box_append(GTK_BOX(lines), shop_part_heading(_("Your cart"), NULL));
  for (guint i = 0; i < app->state.cart->len; i++)
    gtk_box_append(GTK_BOX(lines), line(app, g_ptr_array_index(app->state.cart, i)));
  gtk_widget_set_hexpand(lines, TRUE);
  gtk_box_append(GTK_BOX(top), lines);
  gtk_box_append(GTK_BOX(top), summary(app));
  return top;
}

GtkWidget *shop_cart_build(shop *app) {
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_VERTICAL, 24, NULL);
  const shop_shelf shelf = {
      .slot = "cart", .limit = 4, .complete = TRUE, .wanted_reason = SOTTO_REASON_BUNDLE};
  if (app->state.cart->len == 0) return empty(app);
  GtkWidget *cards = shop_card_shelf(app, &shelf);
  gtk_box_append(GTK_BOX(page), full(app));
  if (!cards) return page;
  gtk_box_append(GTK_BOX(page), shop_part_heading(_("Completes your cart"), NULL));
  gtk_box_append(GTK_BOX(page), cards);
  return page;
}
