/*
 * What the shop is started with. The everyday ones are for whoever runs it; the last group drives
 * it for tests and for the pictures of the README.
 */
#ifndef SAMPLES_SHOP_OPTIONS_H
#define SAMPLES_SHOP_OPTIONS_H

#include <glib.h>

/** The command line, read. Texts live until shop_options_clear(). */
typedef struct shop_options {
  char *pack;      /**< The signed pack. */
  char *trust;     /**< brand.public: whose packs are trusted. */
  char *list;      /**< Public list of packs, or NULL: any signed one. */
  char *catalogue; /**< Folder with products.LANGUAGE.tsv. */
  char *pictures;  /**< Folder with ITEM.svg. */
  char *artwork;   /**< Folder with the pictures that arms name. */
  char *profile;   /**< The person's profile directory. */
  char *key_file;  /**< --insecure-key-file: key store is this file. */
  char *locale;    /**< --locale: en or es; NULL: as the environment says. */
  char *words;     /**< Folder with LANGUAGE/LC_MESSAGES/sotto-shop.mo. */
  char *script;    /**< --play: a script of what to press. */
  char *screens;   /**< Folder where a script's pictures go. */
  gboolean demo;   /**< --demo: nothing is kept, whatever is agreed. */
  gboolean time;   /**< --time: print the milliseconds until the first picks are painted. */
  gboolean lock;   /**< --locked-key-store: the key store answers that it is locked. */
} shop_options;

/** Reads the command line; FALSE, with a sentence on stderr, where it makes no sense. */
gboolean shop_options_read(shop_options *ret_options, int *count, char ***words);

/** Frees what shop_options_read() made. */
void shop_options_clear(shop_options *options);

#endif
