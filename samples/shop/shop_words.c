/* The shop's language: see shop_words.h. */
#include "shop_words.h"

#include <locale.h>
#include <string.h>

#define DOMAIN "sotto-shop"

static const char *language = "en";

static const char *first_language(const char *wish) {
  const char *found = wish && *wish ? wish : g_get_language_names()[0];
  return strncmp(found, "es", 2) == 0 ? "es" : "en";
}

/* A system without the locale still finds the translation: C.UTF-8 obeys LANGUAGE, plain C does
 * not. The numbers of files and of the pack are read in the C manner throughout. */
void shop_words_start(const char *wish, const char *folder) {
  (void)setlocale(LC_ALL, "");
  language = first_language(wish);
  g_setenv("LANGUAGE", language, TRUE);
  if (!setlocale(LC_MESSAGES,
                 *language == 'e' && language[1] == 's' ? "es_ES.UTF-8" : "en_GB.UTF-8"))
    (void)setlocale(LC_MESSAGES, "C.UTF-8");
  (void)setlocale(LC_NUMERIC, "C");
  if (folder) bindtextdomain(DOMAIN, folder);
  bind_textdomain_codeset(DOMAIN, "UTF-8");
  textdomain(DOMAIN);
}

const char *shop_words_language(void) {
  return language;
}

static gboolean spanish(void) {
  return language[1] == 's';
}

/* Digits in groups of three; Spanish groups from five digits on (RAE, Ortografía 2010). */
static void append_grouped(GString *text, guint64 whole) {
  char digits[24];
  g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, whole);
  const size_t size = strlen(digits);
  const gboolean grouped = size > (spanish() ? 4 : 3);
  for (size_t i = 0; i < size; i++) {
    if (grouped && i && (size - i) % 3 == 0) g_string_append(text, spanish() ? "." : ",");
    g_string_append_c(text, digits[i]);
  }
}

char *shop_words_money(gint64 price_minor) {
  GString *text = g_string_new(price_minor < 0 ? "−" : NULL);
  const guint64 size = (guint64)(price_minor < 0 ? -price_minor : price_minor);
  if (!spanish()) g_string_append(text, "€");
  append_grouped(text, size / 100);
  g_string_append_printf(text, "%c%02u", spanish() ? ',' : '.', (unsigned)(size % 100));
  if (spanish()) g_string_append(text, "\u00a0€");
  return g_string_free(text, FALSE);
}

char *shop_words_number(double value, int digits) {
  char *text = g_strdup_printf("%.*f", digits, value);
  char *point = strchr(text, '.');
  if (point && spanish()) *point = ',';
  return text;
}

char *shop_words_share(double share) {
  return g_strdup_printf(spanish() ? "%.0f\u00a0%%" : "%.0f%%", share * 100);
}

char *shop_words_cost(guint64 cost_micro) {
  char *number = shop_words_number((double)cost_micro / 1e6, 2);
  char *text = g_strconcat("ε ", number, NULL);
  g_free(number);
  return text;
}

char *shop_words_moment(gint64 time_ms) {
  GDateTime *moment = g_date_time_new_from_unix_local(time_ms / 1000);
  char *text = moment ? g_date_time_format(moment, spanish() ? "%d/%m/%Y %H:%M" : "%Y-%m-%d %H:%M")
                      : g_strdup("");
  if (moment) g_date_time_unref(moment);
  return text;
}

char *shop_words_copy(sotto_text text) {
  return text.size ? g_strndup(text.data, text.size) : g_strdup("");
}

char *shop_words_sentence(sotto_text text) {
  char *copy = shop_words_copy(text);
  if (!*copy) return copy;
  char *rest = g_utf8_next_char(copy);
  char *first = g_utf8_strup(copy, rest - copy);
  char *sentence = g_strconcat(first, rest, NULL);
  g_free(first);
  g_free(copy);
  return sentence;
}

sotto_text shop_words_view(const char *text) {
  return (sotto_text){text, text ? strlen(text) : 0};
}
