/*
 * For the curious developer: what the library makes of this visit, each figure with its reasons.
 * Everything here is asked of the library when it is shown and kept nowhere.
 */
#include "shop_pages.h"
#include "shop_part.h"
#include "shop_trouble.h"
#include "shop_words.h"

#define FACTS_MAX 6

static const char *state_words(sotto_mindset state) {
  static const char *const words[SOTTO_MINDSET_COUNT] = {
      N_("Curious"), N_("Interested"), N_("Focused"), N_("Satisfied"), N_("Loyal"), N_("Fading"),
  };
  return state < SOTTO_MINDSET_COUNT ? _(words[state]) : "";
}

typedef struct list {
  GtkWidget *box;
  guint left;
  shop *app;
  double most; /* strength of the first affinity */
} list;

/* A fact has no number; a contribution shows its own, signed. */
static GtkWidget *fact(sotto_text text, int64_t score_micro) {
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 10, "fact");
  char *words = shop_words_sentence(text);
  char *number = shop_words_number(ABS((double)score_micro / 1e6), 2);
  char *sign = score_micro ? g_strconcat(score_micro < 0 ? "−" : "+", number, NULL) : g_strdup("•");
  GtkWidget *mark = shop_part_label(sign, score_micro < 0 ? "number less" : "number");
  GtkWidget *label = shop_part_label(words, NULL);
  gtk_label_set_max_width_chars(GTK_LABEL(label), 26);
  gtk_widget_set_valign(mark, GTK_ALIGN_START);
  gtk_label_set_width_chars(GTK_LABEL(mark), 5);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_box_append(GTK_BOX(row), mark);
  gtk_box_append(GTK_BOX(row), label);
  g_free(sign);
  g_free(number);
  g_free(words);
  return row;
}

static uint32_t add_fact(void *context, const sotto_reason *reason) {
  list *into = context;
  if (reason->text.size == 0) return 0;
  gtk_box_append(GTK_BOX(into->box), fact(reason->text, reason->score_micro));
  return --into->left == 0;
}

static GtkWidget *named_bar(const char *name, const char *figure, double share) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 3, NULL);
  GtkWidget *row = shop_part_box(GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  GtkWidget *label = shop_part_label(name, NULL);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_box_append(GTK_BOX(row), label);
  gtk_box_append(GTK_BOX(row), shop_part_figure(figure, "number"));
  gtk_box_append(GTK_BOX(box), row);
  gtk_box_append(GTK_BOX(box), shop_part_bar(share, name));
  return box;
}

static uint32_t add_need(void *context, const sotto_need_info *need) {
  list *into = context;
  char *name = shop_words_sentence(need->words), *figure = shop_words_share(need->score);
  gtk_box_append(GTK_BOX(into->box), named_bar(name, figure, need->score));
  g_free(figure);
  g_free(name);
  return --into->left == 0;
}

/* Lift over the population; what is rare has a huge one from a single event, so it is capped. */
static uint32_t add_affinity(void *context, const sotto_affinity *affinity) {
  list *into = context;
  char *value = shop_labels_value(into->app->state.labels, affinity);
  char *lift = shop_words_number(MIN(affinity->lift, 20), affinity->lift < 20);
  char *figure = g_strdup_printf(affinity->lift < 20 ? "%s ×" : "> %s ×", lift);
  if (into->most <= 0) into->most = ABS(affinity->strength);
  const double share = into->most > 0 ? affinity->strength / into->most : 0;
  gtk_box_append(GTK_BOX(into->box), named_bar(value, figure, share));
  g_free(figure);
  g_free(lift);
  g_free(value);
  return --into->left == 0;
}

static uint32_t add_audience(void *context, const sotto_audience *audience) {
  list *into = context;
  char *label = shop_words_sentence(audience->label);
  gtk_box_append(GTK_BOX(into->box), shop_part_label(label, "name"));
  for (size_t i = 0; i < audience->reason_count; i++)
    gtk_box_append(GTK_BOX(into->box), fact(audience->reasons[i].text, 0));
  g_free(label);
  return --into->left == 0;
}

static GtkWidget *section(GtkWidget *panel, const char *title) {
  GtkWidget *box = shop_part_box(GTK_ORIENTATION_VERTICAL, 8, "section");
  gtk_box_append(GTK_BOX(box), shop_part_label(title, "eyebrow"));
  gtk_box_append(GTK_BOX(panel), box);
  return box;
}

/* A section with nothing in it says so. */
static void end_section(list *of, sotto_status status, guint most) {
  if (status || of->left == most)
    gtk_box_append(GTK_BOX(of->box),
                   shop_part_label(status ? shop_trouble_words(status) : _("Nothing yet"), "soft"));
}

static void add_state(shop *app, GtkWidget *panel) {
  sotto_mindset_info info = {.state = 0};
  sotto *profile = shop_state_profile(&app->state);
  list facts = {section(panel, _("State of mind")), FACTS_MAX, app, 0};
  sotto_status status = sotto_mindset_get(profile, &info);
  if (!status) {
    GtkWidget *state = shop_part_label(state_words(info.state), "display state");
    char *share = shop_words_share(info.purchase_score);
    gtk_widget_set_name(state, "state");
    gtk_box_append(GTK_BOX(facts.box), state);
    gtk_box_append(GTK_BOX(facts.box), named_bar(_("Chance that this visit ends in a purchase"),
                                                 share, info.purchase_score));
    g_free(share);
    status = sotto_mindset_explain(profile, add_fact, &facts);
  }
  end_section(&facts, status, FACTS_MAX);
}

GtkWidget *shop_mind_build(shop *app) {
  GtkWidget *panel = shop_part_box(GTK_ORIENTATION_VERTICAL, 18, "mind");
  GtkWidget *scroll = gtk_scrolled_window_new();
  sotto *profile = shop_state_profile(&app->state);
  gtk_box_append(GTK_BOX(panel),
                 shop_part_heading(_("Mindset"), _("For the curious developer. Worked out on this "
                                                   "device at this moment.")));
  add_state(app, panel);
  list needs = {section(panel, _("Needs")), 4, app, 0};
  end_section(&needs, sotto_need_each(profile, add_need, &needs), 4);
  list liked = {section(panel, _("Cares about more than others do")), 6, app, 0};
  end_section(&liked, sotto_affinity_each(profile, (sotto_text){"", 0}, add_affinity, &liked), 6);
  list groups = {section(panel, _("Groups the shop made up")), 4, app, 0};
  end_section(&groups, sotto_audience_each(profile, add_audience, &groups), 4);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroll), panel);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroll), GTK_POLICY_EXTERNAL,
                                 GTK_POLICY_AUTOMATIC); /* as wide as it is asked to be */
  gtk_widget_set_size_request(scroll, 330, -1);
  gtk_widget_set_hexpand(scroll, FALSE);
  gtk_widget_add_css_class(scroll, "side-panel");
  gtk_widget_set_name(scroll, "mind-panel");
  return scroll;
}
