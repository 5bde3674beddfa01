/*
 * Heavy calls of the library (forgetting, erasing, withdrawing consent, exporting rewrite files)
 * run on another thread, so the window never stands still; meanwhile nothing can be pressed, so no
 * other call waits for the profile's lock.
 */
#include "shop_app.h"

typedef struct job {
  shop *app;
  shop_work work;
  sotto_status status;
} job;

static void free_job(gpointer data) {
  job *of = data;
  if (of->work.free) of->work.free(of->work.data);
  g_free(of);
}

static void run(GTask *task, gpointer source, gpointer data, GCancellable *cancel) {
  job *of = data;
  (void)source;
  (void)cancel;
  of->status = of->work.work(of->app, of->work.data);
  g_task_return_boolean(task, TRUE);
}

static void finish(GObject *source, GAsyncResult *result, gpointer data) {
  job *of = g_task_get_task_data(G_TASK(result));
  (void)source;
  (void)data;
  gtk_widget_set_sensitive(of->app->window, TRUE);
  of->app->working--;
  of->work.done(of->app, of->status, of->work.data);
  if (of->app->closing) gtk_window_destroy(GTK_WINDOW(of->app->window));
}

void shop_work_start(shop *app, const shop_work *work) {
  job *of = g_new0(job, 1);
  of->app = app;
  of->work = *work;
  app->working++;
  gtk_widget_set_sensitive(app->window, FALSE);
  GTask *task = g_task_new(app->window, NULL, finish, NULL);
  g_task_set_task_data(task, of, free_job);
  g_task_run_in_thread(task, run);
  g_object_unref(task);
}
