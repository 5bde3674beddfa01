/*
 * The window: a bar with the brand, the ways through the shop and the cart; bars that say when
 * something is unusual; the page; and the mindset panel at the side.
 */
#include "shop_card.h"
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

static GtkWidget *build_page(shop *app) {
  const char *argument = app->place.argument;
  switch (app->place.page) {
  case SHOP_PAGE_BROWSE: return shop_browse_build(app, argument);
  case SHOP_PAGE_PRODUCT: return shop_product_build(app, argument);
  case SHOP_PAGE_CART: return shop_cart_build(app);
  case SHOP_PAGE_ASK: return shop_ask_build(app);
  case SHOP_PAGE_PRIVACY: return shop_privacy_build(app, argument);
  case SHOP_PAGE_WELCOME: return shop_welcome_build(app);
  default: return shop_home_build(app);
  }
}

static void mark_tab(shop *app) {
  for (int page = 0; page < SHOP_PAGE_COUNT; page++) {
    if (!app->tabs[page]) continue;
    if (page == (int)app->place.page)
      gtk_widget_add_css_class(app->tabs[page], "here");
    else
      gtk_widget_remove_css_class(app->tabs[page], "here");
  }
  gtk_widget_set_sensitive(app->back_button, app->places->len > 0);
}

/* The page has a width of its own; a wide window shows air, not longer lines. */
static void put_page(shop *app, GtkWidget *page) {
  GtkWidget *frame = shop_part_box(GTK_ORIENTATION_VERTICAL, 0, "page");
  gtk_box_append(GTK_BOX(frame), page);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(app->page), frame);
}

void shop_again(shop *app) {
  gtk_widget_hide(app->notice_bar);
  put_page(app, build_page(app));
  mark_tab(app);
  shop_settle(app);
}

/* Only going somewhere is a visit; building the same page again is not. */
static void record_visit(shop *app) {
  switch (app->place.page) {
  case SHOP_PAGE_HOME: shop_state_record(&app->state, SOTTO_EVENT_SCREEN, NULL); break;
  case SHOP_PAGE_BROWSE: shop_state_record(&app->state, SOTTO_EVENT_VIEW_ITEM_LIST, NULL); break;
  case SHOP_PAGE_CART: shop_state_record(&app->state, SOTTO_EVENT_VIEW_CART, NULL); break;
  case SHOP_PAGE_PRODUCT:
    shop_state_record(&app->state, SOTTO_EVENT_VIEW_ITEM, app->place.argument);
    break;
  default: break;
  }
}

void shop_go(shop *app, shop_page page, const char *argument) {
  const gboolean same = app->place.page == page;
  if (!same || g_strcmp0(app->place.argument, argument) != 0) {
    const shop_place before = app->place;
    const gboolean welcome = before.page == SHOP_PAGE_WELCOME;
    if (welcome || (same && page == SHOP_PAGE_PRIVACY))
      g_free(before.argument);
    else
      g_array_append_val(app->places, before);
  } else {
    g_clear_pointer(&app->place.argument, g_free);
  }
  app->place = (shop_place){page, g_strdup(argument)};
  gtk_adjustment_set_value(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(app->page)), 0);
  record_visit(app);
  shop_again(app);
}

static void forget_places(shop *app) {
  for (guint i = 0; i < app->places->len; i++)
    g_free(g_array_index(app->places, shop_place, i).argument);
  g_array_set_size(app->places, 0);
}

void shop_arrive(shop *app, shop_page page) {
  g_ptr_array_set_size(app->turns, 0);
  sotto_conversation_init(&app->conversation);
  shop_go(app, page, NULL);
  forget_places(app);
  mark_tab(app);
}

static void go_back(GtkWidget *button, shop *app) {
  (void)button;
  if (app->places->len == 0) return;
  g_free(app->place.argument);
  app->place = g_array_index(app->places, shop_place, app->places->len - 1);
  g_array_set_size(app->places, app->places->len - 1);
  shop_again(app);
}

static void show_bar(GtkWidget *bar, gboolean shown) {
  if (shown)
    gtk_widget_show(bar);
  else
    gtk_widget_hide(bar);
}

void shop_settle(shop *app) {
  char *count = g_strdup_printf("%u", app->state.cart->len);
  char *spoken = g_strdup_printf(
      g_dngettext(NULL, "Cart, %u product", "Cart, %u products", app->state.cart->len),
      app->state.cart->len);
  gtk_button_set_label(GTK_BUTTON(app->cart_button), count);
  gtk_button_set_child(GTK_BUTTON(app->cart_button), NULL);
  GtkWidget *inside = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  gtk_box_append(GTK_BOX(inside), gtk_image_new_from_icon_name("shop-cart-symbolic"));
  gtk_box_append(GTK_BOX(inside), gtk_label_new(count));
  gtk_button_set_child(GTK_BUTTON(app->cart_button), inside);
  gtk_accessible_update_property(GTK_ACCESSIBLE(app->cart_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 spoken, -1);
  gtk_widget_set_tooltip_text(app->cart_button, spoken);
  show_bar(app->guest_bar, app->state.guest != NULL);
  show_bar(app->trouble_bar, app->state.trouble != SOTTO_OK);
  gtk_label_set_text(GTK_LABEL(app->trouble_label), shop_trouble_words(app->state.trouble));
  if (gtk_revealer_get_reveal_child(GTK_REVEALER(app->mind)))
    gtk_revealer_set_child(GTK_REVEALER(app->mind), shop_mind_build(app));
  g_free(spoken);
  g_free(count);
}

void shop_notice(shop *app, const char *words) {
  gtk_label_set_text(GTK_LABEL(app->notice_label), words);
  gtk_widget_show(app->notice_bar);
}

static void tab_pressed(GtkWidget *button, shop *app) {
  for (int page = 0; page < SHOP_PAGE_COUNT; page++)
    if (app->tabs[page] == button) shop_go(app, (shop_page)page, NULL);
}

static GtkWidget *tab(shop *app, shop_page page, const char *name, const char *words) {
  GtkWidget *button = shop_part_button(name, words, "tab");
  app->tabs[page] = button;
  return shop_part_on(button, G_CALLBACK(tab_pressed), app);
}

static void mind_toggled(GtkToggleButton *button, shop *app) {
  const gboolean shown = gtk_toggle_button_get_active(button);
  gtk_revealer_set_reveal_child(GTK_REVEALER(app->mind), shown);
  if (!shown) gtk_revealer_set_child(GTK_REVEALER(app->mind), NULL);
  gtk_widget_set_visible(app->mind, shown);
  shop_settle(app);
}

static GtkWidget *mind_button(shop *app) {
  GtkWidget *button = gtk_toggle_button_new();
  gtk_button_set_icon_name(GTK_BUTTON(button), "shop-mind-symbolic");
  gtk_widget_set_name(button, "mindset");
  gtk_widget_add_css_class(button, "symbol");
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text(button, _("Mindset, for the curious developer"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Mindset, for the curious developer"), -1);
  g_signal_connect(button, "toggled", G_CALLBACK(mind_toggled), app);
  app->mind_button = button;
  return button;
}

static GtkWidget *build_header(shop *app) {
  GtkWidget *bar = gtk_header_bar_new();
  GtkWidget *brand = gtk_label_new("VEREDA");
  gtk_widget_add_css_class(brand, "brand");
  app->back_button = shop_part_on(shop_part_symbol("back", "shop-back-symbolic", _("Back")),
                                  G_CALLBACK(go_back), app);
  app->cart_button = tab(app, SHOP_PAGE_CART, "cart", "");
  gtk_header_bar_set_title_widget(GTK_HEADER_BAR(bar), gtk_label_new(NULL));
  gtk_header_bar_pack_start(GTK_HEADER_BAR(bar), app->back_button);
  gtk_header_bar_pack_start(GTK_HEADER_BAR(bar), brand);
  gtk_header_bar_pack_start(GTK_HEADER_BAR(bar), tab(app, SHOP_PAGE_HOME, "home", _("For you")));
  gtk_header_bar_pack_start(GTK_HEADER_BAR(bar), tab(app, SHOP_PAGE_BROWSE, "browse", _("Shop")));
  gtk_header_bar_pack_start(GTK_HEADER_BAR(bar), tab(app, SHOP_PAGE_ASK, "ask", _("Ask")));
  gtk_header_bar_pack_end(GTK_HEADER_BAR(bar), mind_button(app));
  gtk_header_bar_pack_end(GTK_HEADER_BAR(bar), app->cart_button);
  gtk_header_bar_pack_end(GTK_HEADER_BAR(bar),
                          tab(app, SHOP_PAGE_PRIVACY, "privacy", _("Privacy")));
  return bar;
}

static void guest_ended(GtkWidget *button, shop *app) {
  (void)button;
  const sotto_status status = shop_state_guest(&app->state, FALSE);
  shop_arrive(app, SHOP_PAGE_HOME);
  shop_notice(app, status ? shop_trouble_words(status)
                          : _("Welcome back. Nothing of the other visit is left."));
}

static sotto_status retry_work(shop *app, gpointer data) {
  (void)data;
  shop_key_may_ask(&app->state.key);
  return shop_state_retry(&app->state);
}

static void retried(shop *app, sotto_status status, gpointer data) {
  (void)data;
  if (status)
    shop_settle(app);
  else
    shop_go(app, app->state.asked ? SHOP_PAGE_HOME : SHOP_PAGE_WELCOME, NULL);
}

static void retry_pressed(GtkWidget *button, shop *app) {
  const shop_work work = {retry_work, retried, NULL, NULL};
  (void)button;
  shop_work_start(app, &work);
}

/* A bar across the window: a symbol, a sentence, perhaps a button. */
static GtkWidget *build_bar(const char *icon, GtkWidget *label, GtkWidget *button,
                            const char *classes) {
  GtkWidget *bar = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 12, classes);
  gtk_box_append(GTK_BOX(bar), gtk_image_new_from_icon_name(icon));
  gtk_box_append(GTK_BOX(bar), label);
  gtk_widget_set_hexpand(label, TRUE);
  if (button) gtk_box_append(GTK_BOX(bar), button);
  gtk_widget_hide(bar);
  return bar;
}

static void build_bars(shop *app, GtkBox *into) {
  GtkWidget *end = shop_part_button("end-guest", _("End this visit"), "small");
  GtkWidget *again = shop_part_button("try-again", _("Try again"), "small");
  GtkWidget *guest = shop_part_label(
      _("Somebody else is shopping. Nothing of this visit is kept or mixed with yours."), NULL);
  app->trouble_label = shop_part_label("", NULL);
  app->notice_label = shop_part_label("", NULL);
  gtk_widget_set_name(app->trouble_label, "trouble");
  gtk_widget_set_name(app->notice_label, "notice");
  app->guest_bar = build_bar("shop-person-symbolic", guest,
                             shop_part_on(end, G_CALLBACK(guest_ended), app), "bar guest");
  app->trouble_bar = build_bar("shop-warning-symbolic", app->trouble_label,
                               shop_part_on(again, G_CALLBACK(retry_pressed), app), "bar trouble");
  app->notice_bar = build_bar("shop-check-symbolic", app->notice_label, NULL, "bar notice");
  gtk_box_append(into, app->guest_bar);
  gtk_box_append(into, app->trouble_bar);
  gtk_box_append(into, app->notice_bar);
}

/* A heavy call is let finish first: it may not find its profile closed. */
static gboolean closed(GtkWindow *window, shop *app) {
  (void)window;
  app->closing = TRUE;
  return app->working != 0;
}

void shop_window_build(shop *app) {
  GtkWidget *whole = shop_part_box(GTK_ORIENTATION_VERTICAL, 0, NULL);
  GtkWidget *middle = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 0, NULL);
  app->places = g_array_new(FALSE, FALSE, sizeof(shop_place));
  app->window = gtk_application_window_new(app->application);
  app->page = gtk_scrolled_window_new();
  g_signal_connect(app->window, "close-request", G_CALLBACK(closed), app);
  app->mind = gtk_revealer_new();
  gtk_window_set_title(GTK_WINDOW(app->window), "Vereda");
  gtk_window_set_default_size(GTK_WINDOW(app->window), 1200, 800);
  gtk_window_set_titlebar(GTK_WINDOW(app->window), build_header(app));
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(app->page), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_widget_set_hexpand(app->page, TRUE);
  gtk_widget_set_vexpand(middle, TRUE);
  gtk_revealer_set_transition_type(GTK_REVEALER(app->mind), GTK_REVEALER_TRANSITION_TYPE_NONE);
  gtk_widget_hide(app->mind);
  build_bars(app, GTK_BOX(whole));
  gtk_box_append(GTK_BOX(middle), app->page);
  gtk_box_append(GTK_BOX(middle), app->mind);
  gtk_box_append(GTK_BOX(whole), middle);
  gtk_window_set_child(GTK_WINDOW(app->window), whole);
}
