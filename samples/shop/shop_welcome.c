/*
 * The first question: what may this device remember? Nothing is kept before it is answered, neither
 * answer is dressed up, and what is not needed is off until it is switched on.
 */
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

typedef struct question {
  const char *name;
  const char *title;
  const char *words;
  sotto_purpose purpose;
  const char *icon;
} question;

static const question questions[] = {
    {"agree-keep", N_("Remember on this device"),
     N_("What you look at and buy is kept here, encrypted, so that the shop finds it again next "
        "time. It is not sent to us."),
     SOTTO_PURPOSE_KEEP, "shop-lock-symbolic"},
    {"agree-personalize", N_("Choose for you"),
     N_("The shop picks products from what this device remembers. The choosing happens here."),
     SOTTO_PURPOSE_PERSONALIZE, "shop-mind-symbolic"},
    {"agree-contribute", N_("Answer a few questions with noise"),
     N_("Noise is added to every answer on this device first. You read each one before it leaves, "
        "and you can stop at any time."),
     SOTTO_PURPOSE_CONTRIBUTE, "shop-send-symbolic"},
    {"agree-experiment", N_("Take part in lots"),
     N_("Some weeks this device may show the plain shop instead, so that we learn whether "
        "choosing helps."),
     SOTTO_PURPOSE_EXPERIMENT, "shop-dice-symbolic"},
};

static GtkWidget *switches[G_N_ELEMENTS(questions)];

static sotto_status agree_work(shop *app, gpointer data) {
  return shop_state_agree(&app->state, data);
}

static void agreed(shop *app, sotto_status status, gpointer data) {
  (void)data;
  shop_go(app, SHOP_PAGE_HOME, NULL);
  if (!status && shop_state_kept(&app->state))
    shop_notice(app, _("From now on this device remembers, and only this device."));
}

/* Read before the window is made insensitive: a consent, owned by the work. */
static sotto_consent *chosen(gboolean refused) {
  sotto_consent *consent = g_new(sotto_consent, 1);
  sotto_consent_init(consent);
  for (guint i = 0; i < G_N_ELEMENTS(questions); i++) {
    const gboolean yes = !refused && gtk_switch_get_active(GTK_SWITCH(switches[i]));
    sotto_consent_fill(consent, questions[i].purpose, yes ? SOTTO_GRANTED : SOTTO_DENIED);
  }
  return consent;
}

static void started(GtkWidget *button, shop *app) {
  (void)button;
  const shop_work work = {agree_work, agreed, chosen(FALSE), g_free};
  shop_work_start(app, &work);
}

static void refused(GtkWidget *button, shop *app) {
  (void)button;
  const shop_work work = {agree_work, agreed, chosen(TRUE), g_free};
  shop_work_start(app, &work);
}

static GtkWidget *row(guint at) {
  const question *of = &questions[at];
  GtkWidget *line = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 18, "agree");
  GtkWidget *words = shop_part_box(GTK_ORIENTATION_VERTICAL, 3, NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name(of->icon);
  switches[at] = gtk_switch_new();
  gtk_widget_set_name(switches[at], of->name);
  gtk_widget_set_valign(switches[at], GTK_ALIGN_CENTER);
  gtk_accessible_update_property(GTK_ACCESSIBLE(switches[at]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _(of->title), -1);
  gtk_image_set_pixel_size(GTK_IMAGE(icon), 22);
  gtk_box_append(GTK_BOX(words), shop_part_label(_(of->title), "name"));
  GtkWidget *text = shop_part_label(_(of->words), "soft");
  gtk_label_set_max_width_chars(GTK_LABEL(text), 68);
  gtk_box_append(GTK_BOX(words), text);
  gtk_widget_set_hexpand(words, TRUE);
  gtk_box_append(GTK_BOX(line), icon);
  gtk_box_append(GTK_BOX(line), words);
  gtk_box_append(GTK_BOX(line), switches[at]);
  return line;
}

GtkWidget *shop_welcome_build(shop *app) {
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_VERTICAL, 22, "welcome");
  GtkWidget *buttons = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 14, NULL);
  gtk_box_append(GTK_BOX(page), shop_part_label(_("Before you look around"), "eyebrow"));
  gtk_box_append(GTK_BOX(page), shop_part_label(_("Your shop, kept to yourself"), "display"));
  GtkWidget *lead = shop_part_label(_("This shop can know you without anybody else knowing. Choose "
                                      "what it may do; every switch can be changed later under "
                                      "Privacy, and the shop works without any of them."),
                                    "lead");
  gtk_label_set_max_width_chars(GTK_LABEL(lead), 76);
  gtk_box_append(GTK_BOX(page), lead);
  for (guint i = 0; i < G_N_ELEMENTS(questions); i++) gtk_box_append(GTK_BOX(page), row(i));
  gtk_box_append(GTK_BOX(buttons),
                 shop_part_on(shop_part_button("start", _("Start with these"), "primary"),
                              G_CALLBACK(started), app));
  gtk_box_append(GTK_BOX(buttons),
                 shop_part_on(shop_part_button("refuse", _("Keep nothing"), "secondary"),
                              G_CALLBACK(refused), app));
  gtk_box_append(GTK_BOX(page), buttons);
  gtk_widget_set_halign(page, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request(page, 720, -1);
  return page;
}
