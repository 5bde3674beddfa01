/*
 * What would leave: every question of the pack in words, with odds and cost, before anything is
 * drawn; the reports that wait, with their bytes; the budget. This shop has no network: a report
 * waits until an app that has one takes it from the outbox.
 */
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

typedef struct pile {
  shop *app;
  GtkWidget *box;
  guint count;
} pile;

/* The question's id travels as hex in the button. */
static gboolean id_of(const char *hex, uint8_t ret_id[SOTTO_QUESTION_ID_SIZE]) {
  for (guint i = 0; i < SOTTO_QUESTION_ID_SIZE; i++)
    ret_id[i] =
        (uint8_t)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
  return TRUE;
}

static char *hex_of(const uint8_t *bytes, size_t size) {
  GString *hex = g_string_new(NULL);
  for (size_t i = 0; i < size; i++) g_string_append_printf(hex, "%02x", bytes[i]);
  return g_string_free(hex, FALSE);
}

static void answered(GtkWidget *button, shop *app) {
  uint8_t id[SOTTO_QUESTION_ID_SIZE];
  sotto_status status = SOTTO_E_ARGUMENT;
  if (id_of(shop_part_text(button), id)) status = sotto_question_answer(app->state.owner, id);
  shop_again(app);
  shop_notice(app, status ? shop_trouble_words(status) : _("It waits in the outbox below."));
}

static void withdrawn(GtkWidget *button, shop *app) {
  const guint64 id = g_ascii_strtoull(shop_part_text(button), NULL, 10);
  const sotto_status status = sotto_outbox_settle(app->state.owner, id, SOTTO_DELIVERY_REFUSED);
  shop_again(app);
  shop_notice(app, status ? shop_trouble_words(status)
                          : _("Taken back. Its cost stays spent, so that nobody can try twice."));
}

/* Whoever takes part sends one report per question, so that taking part tells nothing. */
static gboolean sends(uint32_t state) {
  return state == SOTTO_QUESTION_OPEN || state == SOTTO_QUESTION_CATEGORY ||
         state == SOTTO_QUESTION_EXHAUSTED;
}

/* What its words do not say in numbers, and the button. */
static GtkWidget *question_end(shop *app, const sotto_preview *preview) {
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  const gboolean open = preview->state == SOTTO_QUESTION_OPEN;
  char *cost = shop_words_cost(open ? preview->cost_micro : 0);
  char *facts = g_strdup_printf(_("cost %s · %u possible answers · %zu bytes"), cost,
                                preview->buckets, preview->report_bytes);
  char *id = hex_of(preview->question, sizeof preview->question);
  GtkWidget *label = shop_part_label(facts, "soft");
  GtkWidget *answer =
      shop_part_button("answer", open ? _("Answer with noise") : _("Send “none”"), "small");
  gtk_widget_set_hexpand(label, TRUE);
  shop_part_keep(answer, id);
  gtk_box_append(GTK_BOX(row), label);
  gtk_box_append(GTK_BOX(row), shop_part_on(answer, G_CALLBACK(answered), app));
  g_free(id);
  g_free(facts);
  g_free(cost);
  return row;
}

static uint32_t add_question(void *context, const sotto_preview *preview) {
  pile *into = context;
  GtkWidget *card = shop_part_box(GTK_ORIENTATION_VERTICAL, 8, "question");
  char *words = shop_words_copy(preview->words);
  gtk_box_append(GTK_BOX(card), shop_part_label(words, NULL));
  if (sends(preview->state)) gtk_box_append(GTK_BOX(card), question_end(into->app, preview));
  gtk_box_append(GTK_BOX(into->box), card);
  into->count++;
  g_free(words);
  return 0;
}

static uint32_t add_report(void *context, const sotto_report *report) {
  pile *into = context;
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 12, "line");
  char *hex = hex_of(report->body.data, MIN(report->body.size, 24));
  char *moment = shop_words_moment(report->send_after_ms);
  char *cost = shop_words_cost(report->cost_micro);
  char *words =
      g_strdup_printf(_("%zu bytes, not before %s, cost %s"), report->body.size, moment, cost);
  char *bytes = g_strconcat(hex, report->body.size > 24 ? "…" : "", NULL);
  char *id = g_strdup_printf("%" G_GUINT64_FORMAT, (guint64)report->id);
  GtkWidget *texts = shop_part_box(GTK_ORIENTATION_VERTICAL, 2, NULL);
  GtkWidget *back = shop_part_button("withdraw", _("Take back"), "quiet");
  gtk_box_append(GTK_BOX(texts), shop_part_label(words, NULL));
  gtk_box_append(GTK_BOX(texts), shop_part_label(bytes, "bytes"));
  gtk_widget_set_hexpand(texts, TRUE);
  shop_part_keep(back, id);
  gtk_box_append(GTK_BOX(row), texts);
  gtk_box_append(GTK_BOX(row), shop_part_on(back, G_CALLBACK(withdrawn), into->app));
  gtk_box_append(GTK_BOX(into->box), row);
  into->count++;
  g_free(id);
  g_free(bytes);
  g_free(words);
  g_free(cost);
  g_free(moment);
  g_free(hex);
  return 0;
}

static GtkWidget *budget(shop *app) {
  sotto_budget now = {.depth_micro = 0};
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 10, "panel");
  gtk_box_append(GTK_BOX(box),
                 shop_part_heading(_("Privacy budget"),
                                   _("It starts empty, grows a little each week, and neither "
                                     "erasing nor reinstalling refills it.")));
  const sotto_status status = sotto_budget_get(app->state.owner, &now);
  if (status) {
    gtk_box_append(GTK_BOX(box), shop_part_label(shop_trouble_words(status), "soft"));
    return box;
  }
  char *left = shop_words_cost(now.balance_micro), *most = shop_words_cost(now.depth_micro);
  char *spent = shop_words_cost(now.spent_micro), *weekly = shop_words_cost(now.weekly_micro);
  char *words = g_strdup_printf(_("%s of at most %s left; %s spent in all; a week adds %s"), left,
                                most, spent, weekly);
  const double share = now.depth_micro ? (double)now.balance_micro / (double)now.depth_micro : 0;
  gtk_box_append(GTK_BOX(box), shop_part_bar(share, _("Privacy budget")));
  gtk_box_append(GTK_BOX(box), shop_part_label(words, NULL));
  char *texts[] = {left, most, spent, weekly, words};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) g_free(texts[i]);
  return box;
}

static GtkWidget *outbox(shop *app) {
  pile reports = {app, shop_part_box(GTK_ORIENTATION_VERTICAL, 8, "panel"), 0};
  gtk_box_append(
      GTK_BOX(reports.box),
      shop_part_heading(_("Outbox"), _("These bytes, and nothing else, would leave. The brand can "
                                       "open them; what they say is noise and answer mixed.")));
  const sotto_status status = sotto_outbox_each(app->state.owner, add_report, &reports);
  if (reports.count == 0)
    gtk_box_append(GTK_BOX(reports.box),
                   shop_part_label(
                       status ? shop_trouble_words(status) : _("Nothing waits to leave."), "soft"));
  return reports.box;
}

GtkWidget *shop_leaves_build(shop *app) {
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_VERTICAL, 22, NULL);
  pile questions = {app, shop_part_box(GTK_ORIENTATION_VERTICAL, 14, "panel"), 0};
  gtk_box_append(GTK_BOX(questions.box),
                 shop_part_heading(_("What would leave"),
                                   _("The shop’s questions, as they stand in its signed "
                                     "catalogue. None is answered until you press its button.")));
  const sotto_status status = sotto_question_each(app->state.owner, add_question, &questions);
  if (questions.count == 0)
    gtk_box_append(
        GTK_BOX(questions.box),
        shop_part_label(status ? shop_trouble_words(status) : _("Nothing is asked."), "soft"));
  gtk_box_append(GTK_BOX(page), budget(app));
  gtk_box_append(GTK_BOX(page), questions.box);
  gtk_box_append(GTK_BOX(page), outbox(app));
  return page;
}
