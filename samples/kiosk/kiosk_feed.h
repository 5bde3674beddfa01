/*
 * What a page shows of a product beyond the pack: description, kind, picture. Read from the feed
 * the brand makes its pack from (products.LOCALE.tsv, Google Merchant columns), one a language. The
 * same for everybody; nothing here is about a person.
 */
#ifndef KIOSK_FEED_H
#define KIOSK_FEED_H

#include <sotto/base.h>

/** Languages of the page. */
#define KIOSK_LOCALES 2

/** One product's texts. Views of the feed; empty where the feed lacks them. */
typedef struct kiosk_product {
  sotto_text id;
  sotto_text title;
  sotto_text description;
  sotto_text kind; /**< Product type, as "Tents > Family tents". */
  sotto_text maker;
  sotto_text size;
  sotto_text price;    /**< As the feed writes it: "249.00 EUR". */
  int64_t price_minor; /**< The same; -1: not known. */
} kiosk_product;

/** A feed in one language, ordered by id. */
typedef struct kiosk_feed {
  sotto_bytes file;
  kiosk_product *products;
  size_t count;
} kiosk_feed;

/** Gives the tag of a language: 0 "en", 1 "es". */
const char *kiosk_feed_locale(unsigned language);
/** Reads FOLDER/products.LOCALE.tsv; a feed that is not there is empty. -1 after a sentence. */
int kiosk_feed_read(kiosk_feed *ret_feed, const char *folder, unsigned language);
/** Finds a product; NULL where the feed does not have it. */
const kiosk_product *kiosk_feed_find(const kiosk_feed *feed, sotto_text id);
/** Frees. */
void kiosk_feed_free(kiosk_feed *feed);
/** Orders texts by bytes, as strcmp does. */
int kiosk_feed_compare(sotto_text a, sotto_text b);

#endif
