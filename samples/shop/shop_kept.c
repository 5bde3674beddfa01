/*
 * What is kept, in plain words and by category, with a way to forget what the shop thinks this
 * person likes. Read from the profile when it is shown (cost class disk: short, as the profile
 * is at most 2 MiB).
 */
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

#define LINES_MAX 12

static const char *category_words(sotto_category category) {
  static const char *const words[SOTTO_CATEGORY_COUNT] = {
      N_("History"),  N_("Financial"), N_("Professional"), N_("Social"),
      N_("External"), N_("Internal"),  N_("Tracking"),
  };
  return category < SOTTO_CATEGORY_COUNT ? _(words[category]) : "";
}

typedef struct kept_list {
  GPtrArray *lines[SOTTO_CATEGORY_COUNT];
} kept_list;

static uint32_t take_kept(void *context, const sotto_kept *kept) {
  kept_list *list = context;
  if (kept->category >= SOTTO_CATEGORY_COUNT) return 0;
  g_ptr_array_add(list->lines[kept->category], shop_words_sentence(kept->words));
  return 0;
}

static GtkWidget *category_box(sotto_category category, const GPtrArray *lines) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 6, "kept");
  char *count = g_strdup_printf(
      g_dngettext(NULL, "%u thing is kept", "%u things are kept", lines->len), lines->len);
  GtkWidget *head = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  GtkWidget *name = shop_part_label(category_words(category), "name");
  gtk_widget_set_hexpand(name, TRUE);
  gtk_box_append(GTK_BOX(head), name);
  gtk_box_append(GTK_BOX(head), shop_part_label(count, "soft"));
  gtk_box_append(GTK_BOX(box), head);
  for (guint i = 0; i < MIN(lines->len, LINES_MAX); i++)
    gtk_box_append(GTK_BOX(box), shop_part_label(g_ptr_array_index(lines, i), "kept-line"));
  if (lines->len > LINES_MAX)
    gtk_box_append(GTK_BOX(box), shop_part_label(_("… and more; export shows all of it."), "soft"));
  g_free(count);
  return box;
}

static GtkWidget *all_kept(shop *app) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 16, "panel");
  kept_list list;
  guint total = 0;
  for (guint i = 0; i < SOTTO_CATEGORY_COUNT; i++)
    list.lines[i] = g_ptr_array_new_with_free_func(g_free);
  const sotto_status status = sotto_profile_each(app->state.owner, take_kept, &list);
  gtk_box_append(GTK_BOX(box),
                 shop_part_heading(_("What is kept"),
                                   shop_state_kept(&app->state)
                                       ? _("Encrypted on this device, under a key of its own.")
                                       : _("Nothing of this visit is on disk.")));
  for (guint i = 0; i < SOTTO_CATEGORY_COUNT; i++) {
    total += list.lines[i]->len;
    if (list.lines[i]->len) gtk_box_append(GTK_BOX(box), category_box(i, list.lines[i]));
    g_ptr_array_unref(list.lines[i]);
  }
  if (total == 0)
    gtk_box_append(
        GTK_BOX(box),
        shop_part_label(status ? shop_trouble_words(status) : _("Nothing is kept."), "soft"));
  return box;
}

/* "activity=climbing": what is forgotten. */
static sotto_status forget_work(shop *app, gpointer data) {
  char **parts = g_strsplit(data, "=", 2);
  sotto_scope scope;
  size_t rows;
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_VALUE;
  scope.attribute = shop_words_view(parts[0]);
  scope.value = shop_words_view(parts[1]);
  const sotto_status status = sotto_forget(app->state.owner, &scope, &rows);
  g_strfreev(parts);
  return status;
}

static void forgot(shop *app, sotto_status status, gpointer data) {
  (void)data;
  shop_again(app);
  shop_notice(app, status ? shop_trouble_words(status)
                          : _("Forgotten, with every event that it came from."));
}

static void forget_pressed(GtkWidget *button, shop *app) {
  const shop_work work = {forget_work, forgot, g_strdup(shop_part_text(button)), g_free};
  shop_work_start(app, &work);
}

typedef struct liked_list {
  shop *app;
  GtkWidget *box;
  guint count;
} liked_list;

static uint32_t add_liked(void *context, const sotto_affinity *affinity) {
  liked_list *list = context;
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 12, "line");
  GtkWidget *forget = shop_part_button("forget-value", _("Forget"), "quiet");
  char *attribute = shop_words_copy(affinity->attribute), *value = shop_words_copy(affinity->value);
  char *scope = g_strconcat(attribute, "=", value, NULL);
  char *name = shop_labels_value(list->app->state.labels, affinity);
  char *kind = shop_labels_attribute(list->app->state.labels, affinity);
  char *words = g_strdup_printf("%s (%s)", name, kind);
  GtkWidget *label = shop_part_label(words, "name");
  gtk_widget_set_hexpand(label, TRUE);
  shop_part_keep(forget, scope);
  gtk_box_append(GTK_BOX(row), label);
  gtk_box_append(GTK_BOX(row), shop_part_label(category_words(affinity->category), "soft"));
  gtk_box_append(GTK_BOX(row), shop_part_on(forget, G_CALLBACK(forget_pressed), list->app));
  gtk_box_append(GTK_BOX(list->box), row);
  g_free(words);
  g_free(kind);
  g_free(name);
  g_free(scope);
  g_free(value);
  g_free(attribute);
  return ++list->count == LINES_MAX;
}

GtkWidget *shop_kept_build(shop *app) {
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_VERTICAL, 22, NULL);
  liked_list list = {app, shop_part_box(GTK_ORIENTATION_VERTICAL, 4, "panel"), 0};
  gtk_box_append(GTK_BOX(list.box),
                 shop_part_heading(_("What the shop thinks you care about"),
                                   _("Worked out from the events below. Forget one, and the "
                                     "events that it came from go too.")));
  const sotto_status status =
      sotto_affinity_each(app->state.owner, (sotto_text){"", 0}, add_liked, &list);
  if (list.count == 0)
    gtk_box_append(GTK_BOX(list.box),
                   shop_part_label(status ? shop_trouble_words(status) : _("Nothing yet"), "soft"));
  gtk_box_append(GTK_BOX(page), list.box);
  gtk_box_append(GTK_BOX(page), all_kept(app));
  return page;
}
