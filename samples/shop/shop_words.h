/*
 * The shop's language: gettext for its own sentences, money and shares as the language writes them.
 * Two languages ship, so the shop works where the system has no locale of either installed.
 */
#ifndef SAMPLES_SHOP_WORDS_H
#define SAMPLES_SHOP_WORDS_H

#include <glib.h>
#include <libintl.h>
#include <sotto/base.h>

/** A sentence in the shop's language. */
#define _(text) gettext(text)
/** Marks a sentence for the translators; said later with _(). */
#define N_(text) text

/** Chooses the language: `wish`, else the environment's; `folder` holds the translations. */
void shop_words_start(const char *wish, const char *folder);

/** Gives the language: "en" or "es". */
const char *shop_words_language(void);

/** Gives an amount in euro as the language writes it. The caller frees it. */
char *shop_words_money(gint64 price_minor);

/** Gives a number with `digits` decimals as the language writes it. The caller frees it. */
char *shop_words_number(double value, int digits);

/** Gives a share, 0 to 1, as whole per cent. The caller frees it. */
char *shop_words_share(double share);

/** Gives privacy cost in epsilon from micro-units. The caller frees it. */
char *shop_words_cost(guint64 cost_micro);

/** Gives a moment, to the minute, in the device's time zone. The caller frees it. */
char *shop_words_moment(gint64 time_ms);

/** Gives the text as a string with a capital first letter. The caller frees it. */
char *shop_words_sentence(sotto_text text);

/** Gives the text as a string. The caller frees it. */
char *shop_words_copy(sotto_text text);

/** Gives a view of a string; NULL is empty. */
sotto_text shop_words_view(const char *text);

#endif
