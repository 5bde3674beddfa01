/*
 * Home: a picture and a sentence that sotto_choose() drew for this person, and what is picked for
 * them. Which picture somebody sees is decided on the device; nothing tells the brand.
 */
#include "shop_card.h"
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_words.h"

#define HERO_ITEM "tent-family-alameda-6-forest"

static sotto_status choose(shop *app, const char *slot, const char *item, sotto_choice *ret) {
  sotto_choice_request request;
  sotto_choice_request_init(&request);
  request.slot = shop_words_view(slot);
  request.item = shop_words_view(item);
  return sotto_choose(shop_state_profile(&app->state), &request, ret);
}

/* The pack names a photograph ("artwork/alameda-wall.en.jpg"); this shop ships drawings, one for
 * all languages, under the same stem. */
static GtkWidget *artwork(shop *app, sotto_text content) {
  if (!app->options.artwork) return NULL;
  char *copy = shop_words_copy(content);
  char *stem = g_path_get_basename(copy);
  char **parts = g_strsplit(stem, ".", 2);
  char *name = g_strconcat(parts[0], ".svg", NULL);
  char *path = g_build_filename(app->options.artwork, name, NULL);
  GtkWidget *picture = shop_part_artwork(app, path, 1060, 330);
  if (picture) gtk_widget_set_name(picture, parts[0]);
  g_free(path);
  g_free(name);
  g_strfreev(parts);
  g_free(stem);
  g_free(copy);
  return picture;
}

static void hero_pressed(GtkWidget *button, shop *app) {
  (void)button;
  shop_go(app, SHOP_PAGE_PRODUCT, HERO_ITEM);
}

static GtkWidget *hero_words(shop *app, const sotto_choice *choice) {
  GtkWidget *words = shop_part_box(GTK_ORIENTATION_VERTICAL, 10, "hero-words");
  const shop_good *good = shop_goods_find(app->state.goods, HERO_ITEM);
  char *label = shop_words_sentence(choice->label);
  GtkWidget *small = shop_part_label(label, "eyebrow");
  GtkWidget *title = shop_part_label(_("Room for everyone under one roof"), "display");
  gtk_widget_set_name(small, "artwork-label");
  gtk_label_set_max_width_chars(GTK_LABEL(title), 18);
  gtk_box_append(GTK_BOX(words), small);
  gtk_box_append(GTK_BOX(words), title);
  if (good) {
    char *price = shop_words_money(good->price_minor);
    char *line = g_strdup_printf("%s · %s", good->brand, price);
    gtk_box_append(GTK_BOX(words), shop_part_label(line, "soft"));
    gtk_box_append(GTK_BOX(words),
                   shop_part_on(shop_part_button("hero", _("See the tent"), "primary"),
                                G_CALLBACK(hero_pressed), app));
    g_free(line);
    g_free(price);
  }
  gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
  gtk_widget_set_halign(words, GTK_ALIGN_START);
  g_free(label);
  return words;
}

static GtkWidget *hero(shop *app) {
  sotto_choice choice = {.kind = 0};
  if (choose(app, "artwork", HERO_ITEM, &choice)) return NULL;
  GtkWidget *picture = artwork(app, choice.content);
  if (!picture) return NULL;
  GtkWidget *overlay = gtk_overlay_new();
  gtk_widget_add_css_class(overlay, "hero");
  gtk_widget_set_overflow(overlay, GTK_OVERFLOW_HIDDEN);
  gtk_overlay_set_child(GTK_OVERLAY(overlay), picture);
  gtk_overlay_add_overlay(GTK_OVERLAY(overlay), hero_words(app, &choice));
  return overlay;
}

static const char *under_title(shop *app) {
  sotto_consent consent;
  if (sotto_consent_get(shop_state_profile(&app->state), &consent) ||
      sotto_consent_verdict(&consent, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_PERSONALIZE) !=
          SOTTO_GRANTED)
    return _("What many people like. You have not allowed choosing for you.");
  return _("Chosen on this device, from what only this device knows.");
}

GtkWidget *shop_home_build(shop *app) {
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_VERTICAL, 28, NULL);
  GtkWidget *top = hero(app);
  if (top) gtk_box_append(GTK_BOX(page), top);
  const shop_shelf shelf = {.slot = "home", .limit = 8};
  GtkWidget *picks = shop_card_shelf(app, &shelf);
  GtkWidget *words = shop_part_heading(_("Picked for you"), under_title(app));
  gtk_box_append(GTK_BOX(page), words);
  gtk_box_append(GTK_BOX(page),
                 picks ? picks
                       : shop_part_empty("shop-tent-symbolic", _("Nothing to show yet"),
                                         _("The catalogue is not on this device.")));
  return page;
}
