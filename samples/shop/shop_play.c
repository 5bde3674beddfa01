/* Playing a script through the real widgets: see shop_play.h. */
#include "shop_play.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "shop_part.h"
#include "shop_survey.h"

#define STEP_MS 15
#define TRIES 200 /* a page that is not laid out yet, a widget that is about to come */

typedef struct playing {
  char **lines;
  guint next;
  guint wait_ms;
  guint tries;         /* of the present line, so far */
  gint64 idle_from_us; /* processor time when an idle wait began; 0: none */
  gboolean failed;
} playing;

typedef struct sought {
  char *name;
  char *text; /* or NULL */
  guint left; /* how many more to pass by */
} sought;

static gboolean fits(GtkWidget *widget, sought *inout_what) {
  if (!gtk_widget_get_mapped(widget) || g_strcmp0(gtk_widget_get_name(widget), inout_what->name))
    return FALSE;
  if (inout_what->text && g_strcmp0(shop_part_text(widget), inout_what->text)) return FALSE;
  return inout_what->left-- == 0;
}

static GtkWidget *seek(GtkWidget *widget, sought *inout_what) {
  if (fits(widget, inout_what)) return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = seek(child, inout_what);
  return found;
}

/* NAME[=TEXT][#N] */
static GtkWidget *find(shop *app, const char *selector) {
  sought what = {.name = g_strdup(selector)};
  char *number = strrchr(what.name, '#');
  if (number) {
    *number = 0;
    what.left = (guint)strtoul(number + 1, NULL, 10) - 1;
  }
  char *text = strchr(what.name, '=');
  if (text) {
    *text = 0;
    what.text = text + 1;
  }
  GtkWidget *found = seek(app->window, &what);
  g_free(what.name);
  return found;
}

static gboolean press(shop *app, const char *selector) {
  GtkWidget *widget = find(app, selector);
  if (!widget || !gtk_widget_is_sensitive(widget)) return FALSE;
  if (GTK_IS_SWITCH(widget))
    gtk_switch_set_active(GTK_SWITCH(widget), !gtk_switch_get_active(GTK_SWITCH(widget)));
  else if (GTK_IS_TOGGLE_BUTTON(widget))
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(widget),
                                 !gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(widget)));
  else if (GTK_IS_BUTTON(widget))
    g_signal_emit_by_name(widget, "clicked");
  else
    return FALSE;
  return TRUE;
}

static gboolean type(shop *app, const char *arguments) {
  char **parts = g_strsplit(arguments, " ", 2);
  GtkWidget *entry = parts[0] ? find(app, parts[0]) : NULL;
  const gboolean good = entry && GTK_IS_ENTRY(entry) && parts[1];
  if (good) {
    gtk_editable_set_text(GTK_EDITABLE(entry), parts[1]);
    g_signal_emit_by_name(entry, "activate");
  }
  g_strfreev(parts);
  return good;
}

static gboolean say(shop *app, const char *selector) {
  GtkWidget *widget = find(app, selector);
  if (widget) shop_survey_labels(widget);
  return widget != NULL;
}

static gboolean show(shop *app, const char *nothing) {
  (void)nothing;
  shop_survey_labels(app->window);
  return TRUE;
}

static gboolean focus(shop *app, const char *selector) {
  GtkWidget *widget = find(app, selector);
  return widget && gtk_widget_grab_focus(widget);
}

static gboolean chain(shop *app, const char *nothing) {
  (void)nothing;
  shop_survey_chain(app->window);
  return TRUE;
}

static gboolean nameless(shop *app, const char *nothing) {
  (void)nothing;
  shop_survey_nameless(app->window);
  return TRUE;
}

static gboolean look(shop *app, const char *selector) {
  GtkWidget *widget = find(app, selector);
  if (!widget) return FALSE;
  const gboolean on = GTK_IS_SWITCH(widget) && gtk_switch_get_active(GTK_SWITCH(widget));
  g_print("%s %s\n", selector, !gtk_widget_is_sensitive(widget) ? "disabled" : on ? "on" : "off");
  return TRUE;
}

static gboolean screen(shop *app, const char *name) {
  const int width = gtk_widget_get_width(app->window), height = gtk_widget_get_height(app->window);
  GdkPaintable *paintable = gtk_widget_paintable_new(app->window);
  GtkSnapshot *snapshot = gtk_snapshot_new();
  gdk_paintable_snapshot(paintable, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node(snapshot);
  GskRenderer *renderer = gtk_native_get_renderer(GTK_NATIVE(app->window));
  const graphene_rect_t whole = GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height);
  GdkTexture *texture = node ? gsk_renderer_render_texture(renderer, node, &whole) : NULL;
  char *path = g_build_filename(app->options.screens ? app->options.screens : ".", name, NULL);
  const gboolean good = texture && gdk_texture_save_to_png(texture, path);
  g_free(path);
  g_clear_object(&texture);
  g_clear_pointer(&node, gsk_render_node_unref);
  g_object_unref(paintable);
  return good;
}

static gboolean scroll(shop *app, const char *pixels) {
  gtk_adjustment_set_value(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(app->page)),
                           strtod(pixels, NULL));
  return TRUE;
}

static gint64 processor_us(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (gint64)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 + used.ru_utime.tv_usec +
         used.ru_stime.tv_usec;
}

static gboolean idle(shop *app, const char *milliseconds) {
  playing *play = app->play;
  play->wait_ms = (guint)strtoul(milliseconds, NULL, 10);
  play->idle_from_us = processor_us();
  return play->wait_ms > 0;
}

static gboolean mark(shop *app, const char *words) {
  (void)app;
  g_print("%s\n", words);
  return TRUE;
}

typedef struct command {
  const char *name;
  gboolean (*run)(shop *app, const char *arguments);
} command;

static const command commands[] = {
    {"press", press}, {"type", type},     {"show", show},     {"say", say},
    {"look", look},   {"screen", screen}, {"scroll", scroll}, {"idle", idle},
    {"mark", mark},   {"chain", chain},   {"focus", focus},   {"nameless", nameless},
};

static gboolean run_line(shop *app, const char *line) {
  char **parts = g_strsplit(line, " ", 2);
  gboolean good = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    if (g_strcmp0(parts[0], commands[i].name) == 0)
      good = commands[i].run(app, parts[1] ? parts[1] : "");
  g_strfreev(parts);
  return good;
}

static void end_idle(playing *play) {
  if (!play->idle_from_us) return;
  g_print("idle took %.1f ms of processor time\n",
          (double)(processor_us() - play->idle_from_us) / 1000);
  play->idle_from_us = 0;
}

static gboolean step(gpointer data);

static void later(shop *app) {
  playing *play = app->play;
  const guint wait_ms = play->wait_ms ? play->wait_ms : STEP_MS;
  play->wait_ms = 0;
  g_timeout_add(wait_ms, step, app);
}

static gboolean step(gpointer data) {
  shop *app = data;
  playing *play = app->play;
  const char *line = play->lines[play->next];
  end_idle(play);
  if (app->working) {
    later(app);
    return G_SOURCE_REMOVE;
  }
  if (line && *line && *line != '#' && !run_line(app, line) && ++play->tries < TRIES) {
    later(app);
    return G_SOURCE_REMOVE;
  }
  play->failed = play->tries == TRIES;
  play->tries = 0;
  play->next++;
  if (play->failed) g_printerr("sotto-shop: line %u cannot be done: %s\n", play->next, line);
  if (!line || play->failed)
    gtk_window_destroy(GTK_WINDOW(app->window));
  else
    later(app);
  return G_SOURCE_REMOVE;
}

void shop_play_start(shop *app) {
  playing *play = g_new0(playing, 1);
  char *text = NULL;
  app->play = play;
  setvbuf(stdout, NULL, _IOLBF, 0);
  g_object_set(gtk_settings_get_default(), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
               FALSE, NULL);
  play->failed = !g_file_get_contents(app->options.script, &text, NULL, NULL);
  play->lines = g_strsplit(text ? text : "", "\n", -1);
  g_free(text);
  play->wait_ms = 150; /* the first frame */
  later(app);
}

gboolean shop_play_failed(shop *app) {
  playing *play = app->play;
  if (!play) return FALSE;
  const gboolean failed = play->failed;
  g_strfreev(play->lines);
  g_free(play);
  app->play = NULL;
  return failed;
}
