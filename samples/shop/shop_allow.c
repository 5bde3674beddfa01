/*
 * Seven categories by four purposes, as switches. A withdrawal is complete before the switch is
 * free again. Three categories can never be contributed, whatever anybody wants.
 */
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

#define PLACE "shop-place"

typedef struct category_words {
  const char *name;
  const char *words;
} category_words;

static const category_words categories[SOTTO_CATEGORY_COUNT] = {
    {N_("History"), N_("Purchases and views here, state of mind")},
    {N_("Financial"), N_("Income, credit, means of payment")},
    {N_("Professional"), N_("Your work")},
    {N_("Social"), N_("Family, religion, politics")},
    {N_("External"), N_("Age, health, body")},
    {N_("Internal"), N_("Preferences and knowledge")},
    {N_("Tracking"), N_("Place, device, contact")},
};

static const char *const purposes[SOTTO_PURPOSE_COUNT] = {
    N_("Keep"), N_("Choose for you"), N_("Answer with noise"), N_("Take part in lots")};

static gboolean never(sotto_category category, sotto_purpose purpose) {
  return purpose == SOTTO_PURPOSE_CONTRIBUTE &&
         (category == SOTTO_CATEGORY_FINANCIAL || category == SOTTO_CATEGORY_SOCIAL ||
          category == SOTTO_CATEGORY_EXTERNAL);
}

static sotto_status change_work(shop *app, gpointer data) {
  return shop_state_agree(&app->state, data);
}

static void changed(shop *app, sotto_status status, gpointer data) {
  (void)data;
  shop_settle(app);
  shop_notice(app, status ? shop_trouble_words(status) : _("Done. It holds from now on."));
}

static gboolean toggled(GtkSwitch *of, gboolean on, shop *app) {
  const guint place = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(of), PLACE));
  sotto_consent *consent = g_new(sotto_consent, 1);
  if (sotto_consent_get(app->state.owner, consent) == SOTTO_OK) {
    const shop_work work = {change_work, changed, consent, g_free};
    consent->verdicts[place / SOTTO_PURPOSE_COUNT][place % SOTTO_PURPOSE_COUNT] =
        on ? SOTTO_GRANTED : SOTTO_DENIED;
    shop_work_start(app, &work);
  } else {
    g_free(consent);
  }
  gtk_switch_set_state(of, on);
  return TRUE;
}

static GtkWidget *dash(void) {
  GtkWidget *label = gtk_label_new(_("never"));
  gtk_widget_add_css_class(label, "soft");
  gtk_widget_set_tooltip_text(label, _("This is never asked, whatever is allowed."));
  return label;
}

static GtkWidget *cell(shop *app, const sotto_consent *consent, guint place) {
  const sotto_category category = place / SOTTO_PURPOSE_COUNT;
  const sotto_purpose purpose = place % SOTTO_PURPOSE_COUNT;
  if (never(category, purpose)) return dash();
  GtkWidget *of = gtk_switch_new();
  char *name =
      g_strdup_printf("allow:%s:%s", sotto_category_name(category), sotto_purpose_name(purpose));
  char *spoken = g_strdup_printf("%s: %s", _(categories[category].name), _(purposes[purpose]));
  gtk_switch_set_active(GTK_SWITCH(of),
                        sotto_consent_verdict(consent, category, purpose) == SOTTO_GRANTED);
  gtk_widget_set_name(of, name);
  gtk_widget_set_halign(of, GTK_ALIGN_CENTER);
  gtk_widget_set_valign(of, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive(of, !app->state.beside);
  gtk_accessible_update_property(GTK_ACCESSIBLE(of), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data(G_OBJECT(of), PLACE, GUINT_TO_POINTER(place));
  g_signal_connect(of, "state-set", G_CALLBACK(toggled), app);
  g_free(spoken);
  g_free(name);
  return of;
}

static void add_row(shop *app, GtkGrid *grid, const sotto_consent *consent, guint category) {
  GtkWidget *words = shop_part_box(GTK_ORIENTATION_VERTICAL, 2, NULL);
  gtk_box_append(GTK_BOX(words), shop_part_label(_(categories[category].name), "name"));
  gtk_box_append(GTK_BOX(words), shop_part_label(_(categories[category].words), "soft"));
  gtk_widget_set_hexpand(words, TRUE);
  gtk_grid_attach(grid, words, 0, (int)category + 1, 1, 1);
  for (guint purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    gtk_grid_attach(grid, cell(app, consent, category * SOTTO_PURPOSE_COUNT + purpose),
                    (int)purpose + 1, (int)category + 1, 1, 1);
}

GtkWidget *shop_allow_build(shop *app) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 18, "panel");
  GtkWidget *grid = gtk_grid_new();
  sotto_consent consent;
  if (sotto_consent_get(app->state.owner, &consent)) sotto_consent_init(&consent);
  gtk_grid_set_row_spacing(GTK_GRID(grid), 16);
  gtk_grid_set_column_spacing(GTK_GRID(grid), 28);
  for (guint purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++) {
    GtkWidget *title = shop_part_figure(_(purposes[purpose]), "eyebrow");
    gtk_widget_set_halign(title, GTK_ALIGN_CENTER);
    gtk_grid_attach(GTK_GRID(grid), title, (int)purpose + 1, 0, 1, 1);
  }
  for (guint category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    add_row(app, GTK_GRID(grid), &consent, category);
  gtk_box_append(GTK_BOX(box),
                 shop_part_heading(_("What this device may do"),
                                   _("Switched off takes effect at once: what was kept of that "
                                     "category is forgotten before the switch is free again.")));
  gtk_box_append(GTK_BOX(box), grid);
  return box;
}
