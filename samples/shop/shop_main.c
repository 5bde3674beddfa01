/*
 * sotto-shop: a desktop shop over the sample catalogue that knows its customer and tells nobody.
 * GTK 4, English and Spanish. Uses the public interface only and has no network.
 *
 *   sotto-shop --pack FILE --trust FILE --catalogue DIR --pictures DIR [options]    (--help)
 *
 * Calls of cost class memory, and disk ones that are short at the size a profile may have, run on
 * the main thread; heavy ones run on another (shop_work.c). Once a minute sotto_tick() does what
 * is due; between that and a person's doings the program sleeps.
 */
#include <time.h>

#include "shop_app.h"
#include "shop_pages.h"
#include "shop_play.h"
#include "shop_words.h"

#define TICK_SECONDS 60

static gboolean tick(gpointer data) {
  shop *app = data;
  if (app->working || !gtk_application_get_windows(app->application)) return G_SOURCE_CONTINUE;
  shop_state_tick(&app->state);
  shop_settle(app);
  return G_SOURCE_CONTINUE;
}

static void load_style(void) {
  GtkCssProvider *style = gtk_css_provider_new();
  gtk_css_provider_load_from_resource(style, "/org/sotto/Shop/shop.css");
  gtk_style_context_add_provider_for_display(gdk_display_get_default(), GTK_STYLE_PROVIDER(style),
                                             GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref(style);
}

/* The first frame that shows picks has been drawn. */
static void painted(GdkFrameClock *frames, shop *app) {
  (void)frames;
  if (!app->options.time || app->place.page != SHOP_PAGE_HOME) return;
  app->options.time = FALSE;
  g_print("first picks painted after %.0f ms (%.0f ms of processor time)\n",
          (double)(g_get_monotonic_time() - app->started_us) / 1000,
          (double)clock() * 1000 / CLOCKS_PER_SEC);
}

static void measure_paint(shop *app) {
  GdkFrameClock *clock = gtk_widget_get_frame_clock(app->window);
  if (app->options.time && clock) g_signal_connect(clock, "after-paint", G_CALLBACK(painted), app);
}

static void activate(GtkApplication *application, shop *app) {
  (void)application;
  load_style();
  shop_window_build(app);
  app->place.page = app->state.asked ? SHOP_PAGE_HOME : SHOP_PAGE_WELCOME;
  if (app->state.asked) shop_state_record(&app->state, SOTTO_EVENT_SCREEN, NULL);
  shop_again(app);
  gtk_window_present(GTK_WINDOW(app->window));
  measure_paint(app);
  app->tick = g_timeout_add_seconds(TICK_SECONDS, tick, app);
  if (app->options.script) shop_play_start(app);
}

static int run(shop *app) {
  app->application = gtk_application_new("org.sotto.Shop", G_APPLICATION_NON_UNIQUE);
  app->turns = g_ptr_array_new_with_free_func(shop_ask_free_turn);
  app->pictures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
  app->seed = g_random_int();
  sotto_conversation_init(&app->conversation);
  g_signal_connect(app->application, "activate", G_CALLBACK(activate), app);
  const int code = g_application_run(G_APPLICATION(app->application), 0, NULL);
  if (app->tick) g_source_remove(app->tick);
  g_object_unref(app->application);
  g_hash_table_unref(app->pictures);
  g_ptr_array_unref(app->turns);
  sotto_conversation_init(&app->conversation);
  return code;
}

static void clear_places(shop *app) {
  for (guint i = 0; app->places && i < app->places->len; i++)
    g_free(g_array_index(app->places, shop_place, i).argument);
  g_clear_pointer(&app->places, g_array_unref);
  g_free(app->place.argument);
}

/* Flat pictures and words: starting OpenGL takes longer than it would ever save here (without a
 * graphics chip, half of the time to the first picks). GSK_RENDERER=gl asks for it all the same. */
static void draw_plainly(void) {
  if (g_getenv("GSK_RENDERER")) return;
  g_setenv("GSK_RENDERER", "cairo", TRUE);
  g_setenv("GDK_DEBUG", "gl-disable", FALSE);
}

int main(int count, char **words) {
  static shop app;
  app.started_us = g_get_monotonic_time();
  if (!shop_options_read(&app.options, &count, &words)) return 2;
  shop_words_start(app.options.locale, app.options.words);
  gtk_disable_setlocale();
  draw_plainly();
  const sotto_status status = shop_state_start(&app.state, &app.options);
  if (status)
    g_printerr("sotto-shop: %s (%s)\n", sotto_status_text(status), sotto_status_name(status));
  int code = status ? 1 : run(&app);
  if (shop_play_failed(&app)) code = 1;
  clear_places(&app);
  shop_state_end(&app.state);
  shop_options_clear(&app.options);
  return code;
}
