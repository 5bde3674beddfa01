/*
 * Privacy: four parts behind four buttons. What this device may do, what it keeps, what would
 * leave, and the person's rights over it.
 */
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_words.h"

typedef struct part {
  const char *name;
  const char *words;
  GtkWidget *(*build)(shop *app);
} part;

static const part parts[] = {
    {"allow", N_("What it may do"), shop_allow_build},
    {"kept", N_("What is kept"), shop_kept_build},
    {"leaves", N_("What would leave"), shop_leaves_build},
    {"rights", N_("Take away, forget, erase"), shop_rights_build},
};

static void pressed(GtkWidget *button, shop *app) {
  shop_go(app, SHOP_PAGE_PRIVACY, shop_part_text(button));
}

static const part *part_of(const char *name) {
  for (guint i = 0; name && i < G_N_ELEMENTS(parts); i++)
    if (g_str_equal(parts[i].name, name)) return &parts[i];
  return &parts[0];
}

/* Whoever is here for a visit sees nothing of the owner's. */
static GtkWidget *closed(void) {
  return shop_part_empty("shop-person-symbolic", _("This visit is somebody else’s"),
                         _("Nothing of it is kept, so there is nothing to show or change. End the "
                           "visit to see your own."));
}

GtkWidget *shop_privacy_build(shop *app, const char *name) {
  if (app->state.guest) return closed();
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_VERTICAL, 22, NULL);
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 8, "parts");
  const part *shown = part_of(name);
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
    char *spoken = g_strconcat("part:", parts[i].name, NULL);
    GtkWidget *button =
        shop_part_button(spoken, _(parts[i].words), &parts[i] == shown ? "chip here" : "chip");
    shop_part_keep(button, parts[i].name);
    gtk_box_append(GTK_BOX(row), shop_part_on(button, G_CALLBACK(pressed), app));
    g_free(spoken);
  }
  gtk_box_append(GTK_BOX(page), row);
  gtk_box_append(GTK_BOX(page), shown->build(app));
  return page;
}
