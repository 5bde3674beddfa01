/* A product as a card: see shop_card.h. */
#include "shop_card.h"

#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

static void opened(GtkWidget *button, shop *app) {
  shop_state_record(&app->state, SOTTO_EVENT_SELECT_ITEM, shop_part_text(button));
  shop_go(app, SHOP_PAGE_PRODUCT, shop_part_text(button));
}

static void dismissed(GtkWidget *button, shop *app) {
  const sotto_status status =
      sotto_pick_dismiss(shop_state_profile(&app->state), shop_words_view(shop_part_text(button)));
  if (status) app->state.trouble = status;
  shop_again(app);
  shop_notice(app, status ? shop_trouble_words(status) : _("It will not be suggested again."));
}

static GtkWidget *clipped(const char *words, const char *classes, int lines) {
  GtkWidget *label = shop_part_label(words, classes);
  gtk_label_set_lines(GTK_LABEL(label), lines);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars(GTK_LABEL(label), 8);
  return label;
}

static GtkWidget *face(shop *app, const shop_card *card) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 3, "face");
  GtkWidget *text = shop_part_box(GTK_ORIENTATION_VERTICAL, 3, "words");
  char *price = shop_words_money(card->good->price_minor);
  const int height = card->height ? card->height : 190;
  GtkWidget *picture = shop_part_picture(app, card->good->id, height);
  if (GTK_IS_OVERLAY(picture)) /* a narrow window crops it */
    gtk_widget_set_size_request(gtk_overlay_get_child(GTK_OVERLAY(picture)), 120, height);
  gtk_box_append(GTK_BOX(box), picture);
  gtk_box_append(GTK_BOX(text), clipped(card->good->title, "name", 2));
  gtk_box_append(GTK_BOX(text), shop_part_figure(price, "price"));
  if (card->why && *card->why) gtk_box_append(GTK_BOX(text), clipped(card->why, "why", 3));
  gtk_box_append(GTK_BOX(box), text);
  g_free(price);
  return box;
}

static void name_card(GtkWidget *button, const shop_card *card) {
  char *price = shop_words_money(card->good->price_minor);
  char *spoken = g_strjoin(", ", card->good->title, price, card->why, NULL);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_tooltip_text(button, card->why && *card->why ? card->why : NULL);
  g_free(spoken);
  g_free(price);
}

GtkWidget *shop_card_build(shop *app, const shop_card *card) {
  GtkWidget *button = gtk_button_new();
  gtk_button_set_child(GTK_BUTTON(button), face(app, card));
  gtk_widget_set_name(button, card->name);
  gtk_widget_add_css_class(button, "card");
  gtk_widget_set_valign(button, GTK_ALIGN_FILL);
  shop_part_keep(button, card->good->id);
  name_card(button, card);
  shop_part_on(button, G_CALLBACK(opened), app);
  if (!card->dismissal) return button;
  GtkWidget *overlay = gtk_overlay_new();
  GtkWidget *away = shop_part_symbol("not-this", "shop-close-symbolic", _("Not this"));
  gtk_widget_add_css_class(away, "away");
  gtk_widget_set_halign(away, GTK_ALIGN_END);
  gtk_widget_set_valign(away, GTK_ALIGN_START);
  shop_part_keep(away, card->good->id);
  gtk_overlay_set_child(GTK_OVERLAY(overlay), button);
  gtk_overlay_add_overlay(GTK_OVERLAY(overlay), shop_part_on(away, G_CALLBACK(dismissed), app));
  return overlay;
}

GtkWidget *shop_card_grid(void) {
  GtkWidget *grid = gtk_grid_new();
  gtk_grid_set_column_spacing(GTK_GRID(grid), 20);
  gtk_grid_set_row_spacing(GTK_GRID(grid), 20);
  gtk_grid_set_column_homogeneous(GTK_GRID(grid), TRUE);
  return grid;
}

void shop_card_add(GtkWidget *grid, GtkWidget *card, guint place, guint columns) {
  gtk_grid_attach(GTK_GRID(grid), card, (int)(place % columns), (int)(place / columns), 1, 1);
}

/* The first reason that is told, or the first of the kind that is wanted. */
typedef struct because {
  guint wanted;
  gboolean exact;
  char *words;
} because;

static uint32_t take_reason(void *context, const sotto_reason *reason) {
  because *take = context;
  const gboolean exact = take->wanted && reason->kind == take->wanted;
  if (!reason->text.size || (take->words && !exact)) return 0;
  g_free(take->words);
  take->words = shop_words_sentence(reason->text);
  return exact || !take->wanted;
}

static char *why_of(shop *app, uint64_t pick, guint wanted) {
  because take = {.wanted = wanted};
  const sotto_status status =
      sotto_pick_explain(shop_state_profile(&app->state), pick, take_reason, &take);
  return status ? g_strdup("") : take.words;
}

static size_t ask_picks(shop *app, const shop_shelf *shelf, sotto_pick *ret_picks, size_t room) {
  sotto_request request;
  size_t count = room;
  sotto_request_init(&request);
  request.slot = shop_words_view(shelf->slot);
  request.item = shop_words_view(shelf->item);
  request.category = shop_words_view(shelf->category);
  request.limit = shelf->limit;
  request.complete = shelf->complete;
  request.seed = app->seed;
  const sotto_status status =
      sotto_recommend(shop_state_profile(&app->state), &request, ret_picks, &count);
  return status ? 0 : count;
}

GtkWidget *shop_card_shelf(shop *app, const shop_shelf *shelf) {
  sotto_pick picks[24];
  const size_t count = ask_picks(app, shelf, picks, MIN(shelf->limit, G_N_ELEMENTS(picks)));
  GtkWidget *grid = NULL;
  guint placed = 0;
  for (size_t i = 0; i < count; i++) {
    const shop_good *good = shop_goods_find_text(app->state.goods, picks[i].item);
    if (!good) continue;
    if (!grid) grid = shop_card_grid();
    char *why = why_of(app, picks[i].id, shelf->wanted_reason);
    const shop_card card = {.good = good, .name = "pick", .why = why, .dismissal = TRUE};
    shop_card_add(grid, shop_card_build(app, &card), placed++, 4);
    g_free(why);
  }
  while (grid && placed % 4) shop_card_add(grid, gtk_label_new(NULL), placed++, 4);
  return grid;
}
