/*
 * The person's rights: take the profile away as a file, check the log of what was done, let
 * somebody else shop, forget everything, erase. What cannot be undone is asked twice.
 */
#include <glib/gstdio.h>

#include "shop_pages.h"
#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

/* Said once, asked again: the second press does it. */
static gboolean asked_twice(GtkWidget *button, const char *again) {
  if (shop_part_text(button)) return TRUE;
  shop_part_keep(button, "asked");
  gtk_button_set_label(GTK_BUTTON(button), again);
  gtk_widget_add_css_class(button, "sure");
  return FALSE;
}

static sotto_status forget_work(shop *app, gpointer data) {
  sotto_scope scope;
  size_t rows;
  (void)data;
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ALL;
  return sotto_forget(app->state.owner, &scope, &rows);
}

static void forgot(shop *app, sotto_status status, gpointer data) {
  (void)data;
  if (!status) g_ptr_array_set_size(app->state.cart, 0);
  if (status)
    shop_again(app);
  else
    shop_arrive(app, SHOP_PAGE_PRIVACY);
  shop_notice(app, status ? shop_trouble_words(status)
                          : _("Forgotten. The old files cannot be read any more."));
}

static void forget_pressed(GtkWidget *button, shop *app) {
  const shop_work work = {forget_work, forgot, NULL, NULL};
  if (asked_twice(button, _("Yes, forget everything"))) shop_work_start(app, &work);
}

static sotto_status erase_work(shop *app, gpointer data) {
  return shop_state_erase(&app->state, data);
}

static void erased(shop *app, sotto_status status, gpointer data) {
  const sotto_receipt *receipt = data;
  shop_arrive(app, SHOP_PAGE_WELCOME);
  char *words = g_strdup_printf(_("Erased: the key is destroyed and %u files are gone."),
                                receipt->files_removed);
  shop_notice(app, status ? shop_trouble_words(status) : words);
  g_free(words);
}

static void erase_pressed(GtkWidget *button, shop *app) {
  if (!asked_twice(button, _("Yes, erase it"))) return;
  const shop_work work = {erase_work, erased, g_new0(sotto_receipt, 1), g_free};
  shop_work_start(app, &work);
}

static sotto_status write_chunk(void *context, sotto_bytes chunk) {
  FILE *file = context;
  return fwrite(chunk.data, 1, chunk.size, file) == chunk.size ? SOTTO_OK : SOTTO_E_DISK_FULL;
}

static char *export_path(void) {
  const char *folder = g_get_user_special_dir(G_USER_DIRECTORY_DOCUMENTS);
  return g_build_filename(folder ? folder : g_get_home_dir(), "vereda-profile.json", NULL);
}

/* Readable by its owner alone, and not there at all where it could not be written whole. */
static sotto_status export_work(shop *app, gpointer path) {
  (void)g_remove(path);
  FILE *file = g_fopen(path, "wxe");
  if (!file) return SOTTO_E_READ_ONLY;
  sotto_status status = g_chmod(path, 0600) ? SOTTO_E_READ_ONLY : SOTTO_OK;
  if (!status) status = sotto_profile_export(app->state.owner, write_chunk, file);
  if (fclose(file) && !status) status = SOTTO_E_DISK_FULL;
  if (status) (void)g_remove(path);
  return status;
}

static void exported(shop *app, sotto_status status, gpointer path) {
  char *words = g_strdup_printf(
      _("Written to %s. This file is not encrypted: it is yours to look after."), (char *)path);
  shop_notice(app, status ? shop_trouble_words(status) : words);
  g_free(words);
}

static void export_pressed(GtkWidget *button, shop *app) {
  const shop_work work = {export_work, exported, export_path(), g_free};
  (void)button;
  shop_work_start(app, &work);
}

static void verify_pressed(GtkWidget *button, shop *app) {
  uint64_t rows = 0;
  (void)button;
  const sotto_status status = sotto_audit_verify(app->state.owner, &rows);
  char *good =
      g_strdup_printf(g_dngettext(NULL, "%u act is logged, and the log is whole.",
                                  "%u acts are logged, and the log is whole.", (gulong)rows),
                      (guint)rows);
  char *bad = g_strdup_printf(_("The log was changed: act %u is the first that does not hold."),
                              (guint)rows);
  const char *other = status ? shop_trouble_words(status) : good;
  shop_notice(app, status == SOTTO_E_TAMPERED ? bad : other);
  g_free(bad);
  g_free(good);
}

static void guest_pressed(GtkWidget *button, shop *app) {
  (void)button;
  const sotto_status status = shop_state_guest(&app->state, TRUE);
  shop_arrive(app, SHOP_PAGE_HOME);
  if (status) shop_notice(app, shop_trouble_words(status));
}

static void add_right(GtkWidget *page, const char *title, const char *words, GtkWidget *button) {
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 24, "entitled");
  GtkWidget *texts = shop_part_box(GTK_ORIENTATION_VERTICAL, 3, NULL);
  gtk_box_append(GTK_BOX(texts), shop_part_label(title, "name"));
  gtk_box_append(GTK_BOX(texts), shop_part_label(words, "soft"));
  gtk_widget_set_hexpand(texts, TRUE);
  gtk_box_append(GTK_BOX(row), texts);
  gtk_box_append(GTK_BOX(row), button);
  gtk_box_append(GTK_BOX(page), row);
}

static uint32_t add_act(void *context, const sotto_audit_row *row) {
  GPtrArray *lines = context;
  char *moment = shop_words_moment(row->time_ms), *words = shop_words_copy(row->words);
  g_ptr_array_add(lines, g_strdup_printf("%s   %s", moment, words));
  g_free(words);
  g_free(moment);
  return 0;
}

/* The latest acts, newest first. */
static GtkWidget *log_box(shop *app) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 6, "panel");
  GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
  gtk_box_append(GTK_BOX(box), shop_part_heading(_("What was done"), NULL));
  const sotto_status status = sotto_audit_each(app->state.owner, 0, add_act, lines);
  for (guint i = 0; i < MIN(lines->len, 8); i++)
    gtk_box_append(GTK_BOX(box),
                   shop_part_label(g_ptr_array_index(lines, lines->len - 1 - i), "kept-line"));
  if (lines->len == 0)
    gtk_box_append(GTK_BOX(box),
                   shop_part_label(status ? shop_trouble_words(status) : _("Nothing yet"), "soft"));
  g_ptr_array_unref(lines);
  return box;
}

GtkWidget *shop_rights_build(shop *app) {
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_VERTICAL, 22, NULL);
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 18, "panel");
  gtk_box_append(GTK_BOX(box), shop_part_heading(_("It is yours"), NULL));
  add_right(box, _("Somebody else is shopping"),
            _("A visit of its own, in memory. Nothing of it is kept or mixed with yours."),
            shop_part_on(shop_part_button("guest", _("Begin a visit"), "secondary"),
                         G_CALLBACK(guest_pressed), app));
  add_right(box, _("Take it away"),
            _("Everything that is kept, as a file for you or another shop."),
            shop_part_on(shop_part_button("export", _("Export"), "secondary"),
                         G_CALLBACK(export_pressed), app));
  add_right(box, _("Check the log"),
            _("Every act is chained to the one before; a changed, missing "
              "or cut one shows."),
            shop_part_on(shop_part_button("verify", _("Check"), "secondary"),
                         G_CALLBACK(verify_pressed), app));
  add_right(box, _("Forget everything"),
            _("What you did and said goes; your choices, the budget "
              "and the log stay."),
            shop_part_on(shop_part_button("forget-all", _("Forget"), "secondary"),
                         G_CALLBACK(forget_pressed), app));
  add_right(box, _("Erase"),
            _("The key first, then the files. Afterwards this shop does not know "
              "that you were ever here."),
            shop_part_on(shop_part_button("erase", _("Erase"), "danger"), G_CALLBACK(erase_pressed),
                         app));
  gtk_box_append(GTK_BOX(page), box);
  gtk_box_append(GTK_BOX(page), log_box(app));
  return page;
}
