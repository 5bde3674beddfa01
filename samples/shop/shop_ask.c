/*
 * The ask box: a conversation with the shop in one's own words. What was said stands in this
 * program's memory until it ends and is kept nowhere; the answers are found on the device.
 *
 * The ways to go on (chips) are what the products found differ in, said as a person would say them.
 */
#include "shop_card.h"
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

#define SHOWN_MAX 8

void shop_ask_free_turn(gpointer turn) {
  shop_turn *said = turn;
  g_free(said->utterance);
  g_free(said->reply);
  g_free(said->note);
  g_ptr_array_unref(said->found);
  g_strfreev(said->reasons);
  g_strfreev(said->chips);
  g_free(said);
}

typedef struct finding {
  shop *app;
  shop_turn *turn;
  GStrvBuilder *reasons;
} finding;

static uint32_t take_found(void *context, const sotto_found *found) {
  finding *into = context;
  const shop_good *good = shop_goods_find_text(into->app->state.goods, found->item);
  if (!good) return 0;
  char *why = shop_words_sentence(found->part.size ? found->part : found->reason);
  char *line =
      found->quantity > 1 ? g_strdup_printf("%s × %u", why, found->quantity) : g_strdup(why);
  g_ptr_array_add(into->turn->found, (void *)good);
  g_strv_builder_add(into->reasons, line);
  g_free(line);
  g_free(why);
  return into->turn->found->len == SHOWN_MAX;
}

/* A property that the products found differ in gives a chip for each value, at most `room`. */
static void add_chips(const GPtrArray *found, const char *(*value_of)(const shop_good *),
                      guint room, GPtrArray *chips) {
  GPtrArray *values = g_ptr_array_new();
  for (guint i = 0; i < found->len; i++) {
    const char *value = value_of(g_ptr_array_index(found, i));
    if (*value && !g_ptr_array_find_with_equal_func(values, value, g_str_equal, NULL))
      g_ptr_array_add(values, (void *)value);
  }
  for (guint i = 0; values->len > 1 && i < MIN(values->len, room); i++)
    g_ptr_array_add(chips, g_strdup(g_ptr_array_index(values, i)));
  g_ptr_array_unref(values);
}

static const char *colour_of(const shop_good *good) {
  return good->colour;
}

static const char *brand_of(const shop_good *good) {
  return good->brand;
}

static GStrv chips_of(const GPtrArray *found) {
  GPtrArray *chips = g_ptr_array_new();
  if (found->len) g_ptr_array_add(chips, g_strdup(_("cheaper")));
  add_chips(found, colour_of, 3, chips);
  add_chips(found, brand_of, 2, chips);
  g_ptr_array_add(chips, NULL);
  return (GStrv)g_ptr_array_free(chips, FALSE);
}

/* What was left out is told in the reply itself. */
static char *note_of(const sotto_reply *reply) {
  return *reply->meant ? g_strdup_printf(_("Read as: %s"), reply->meant) : NULL;
}

static void record_search(shop *app, guint fitting) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_SEARCH;
  event.result_count = fitting;
  shop_state_record_event(&app->state, &event);
}

static void say(shop *app, const char *utterance) {
  sotto_query query;
  sotto_reply reply;
  shop_turn *turn = g_new0(shop_turn, 1);
  turn->utterance = g_strdup(utterance);
  turn->found = g_ptr_array_new();
  finding into = {app, turn, g_strv_builder_new()};
  sotto_query_init(&query);
  query.limit = SHOWN_MAX;
  query.utterance = shop_words_view(utterance);
  query.locale = shop_words_view(shop_words_language());
  query.visit = take_found;
  query.context = &into;
  const sotto_status status =
      sotto_search(shop_state_profile(&app->state), &query, &app->conversation, &reply);
  turn->reply = g_strdup(status ? shop_trouble_words(status) : reply.words);
  turn->note = status ? NULL : note_of(&reply);
  turn->reasons = g_strv_builder_end(into.reasons);
  turn->chips = chips_of(turn->found);
  g_strv_builder_unref(into.reasons);
  g_ptr_array_insert(app->turns, 0, turn);
  if (!status) record_search(app, reply.fitting);
}

static void said_aloud(GtkWidget *entry, shop *app) {
  char *utterance = g_strstrip(g_strdup(gtk_editable_get_text(GTK_EDITABLE(entry))));
  if (*utterance) {
    say(app, utterance);
    shop_again(app);
  }
  g_free(utterance);
}

static void chip_pressed(GtkWidget *button, shop *app) {
  char *utterance = g_strdup(shop_part_text(button));
  say(app, utterance);
  shop_again(app);
  g_free(utterance);
}

static void begun_anew(GtkWidget *button, shop *app) {
  (void)button;
  g_ptr_array_set_size(app->turns, 0);
  sotto_conversation_init(&app->conversation);
  shop_again(app);
}

static GtkWidget *chip(shop *app, const char *utterance) {
  GtkWidget *button = shop_part_button("chip", utterance, "chip");
  shop_part_keep(button, utterance);
  return shop_part_on(button, G_CALLBACK(chip_pressed), app);
}

static GtkWidget *chip_rows(shop *app, const char *const *utterances) {
  GtkWidget *rows = shop_part_box(GTK_ORIENTATION_VERTICAL, 8, NULL);
  for (; *utterances; utterances++) shop_part_wrap(rows, chip(app, *utterances), *utterances, 1060);
  return rows;
}

static GtkWidget *build_turn(shop *app, const shop_turn *turn, gboolean latest) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 14, latest ? "turn" : "turn earlier");
  GtkWidget *said = shop_part_label(turn->utterance, "said");
  GtkWidget *reply = shop_part_label(turn->reply, "reply");
  gtk_widget_set_name(reply, latest ? "reply" : "earlier-reply");
  gtk_widget_set_halign(said, GTK_ALIGN_START);
  gtk_box_append(GTK_BOX(box), said);
  gtk_box_append(GTK_BOX(box), reply);
  if (turn->note) gtk_box_append(GTK_BOX(box), shop_part_label(turn->note, "note"));
  if (!latest) return box;
  gtk_box_append(GTK_BOX(box), chip_rows(app, (const char *const *)turn->chips));
  GtkWidget *grid = shop_card_grid();
  for (guint i = 0; i < turn->found->len; i++) {
    const shop_card card = {
        .good = g_ptr_array_index(turn->found, i), .name = "found", .why = turn->reasons[i]};
    shop_card_add(grid, shop_card_build(app, &card), i, 4);
  }
  for (guint i = turn->found->len; i % 4; i++) shop_card_add(grid, gtk_label_new(NULL), i, 4);
  gtk_box_append(GTK_BOX(box), grid);
  return box;
}

static GtkWidget *entry_row(shop *app) {
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 12, "ask-row");
  GtkWidget *entry = gtk_entry_new();
  gtk_widget_set_name(entry, "ask-entry");
  gtk_entry_set_max_length(GTK_ENTRY(entry), 500);
  gtk_entry_set_placeholder_text(GTK_ENTRY(entry), _("Say it in your own words"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("What are you looking for?"), -1);
  gtk_widget_set_hexpand(entry, TRUE);
  g_signal_connect(entry, "activate", G_CALLBACK(said_aloud), app);
  gtk_box_append(GTK_BOX(row), entry);
  if (app->turns->len)
    gtk_box_append(GTK_BOX(row),
                   shop_part_on(shop_part_button("begin-anew", _("Begin anew"), "quiet"),
                                G_CALLBACK(begun_anew), app));
  return row;
}

GtkWidget *shop_ask_build(shop *app) {
  GtkWidget *page = shop_part_box(GTK_ORIENTATION_VERTICAL, 22, NULL);
  const char *const examples[] = {_("a tent for four under 300 euro"), _("warm, but not down"),
                                  _("a first weekend camping with the children"), NULL};
  gtk_box_append(GTK_BOX(page),
                 shop_part_heading(_("What are you looking for?"),
                                   _("The answer is found on this device. What you say is not "
                                     "kept and does not leave.")));
  gtk_box_append(GTK_BOX(page), entry_row(app));
  if (app->turns->len == 0) gtk_box_append(GTK_BOX(page), chip_rows(app, examples));
  for (guint i = 0; i < app->turns->len; i++)
    gtk_box_append(GTK_BOX(page), build_turn(app, g_ptr_array_index(app->turns, i), i == 0));
  return page;
}
