/* What the shop is started with: see shop_options.h. */
#include "shop_options.h"

static gboolean complete(shop_options *options) {
  const char *missing = !options->pack        ? "--pack"
                        : !options->trust     ? "--trust"
                        : !options->catalogue ? "--catalogue"
                        : !options->pictures  ? "--pictures"
                                              : NULL;
  if (missing) g_printerr("sotto-shop: %s is needed. Try --help.\n", missing);
  if (!options->profile)
    options->profile = g_build_filename(g_get_user_data_dir(), "sotto-shop", NULL);
  return missing == NULL;
}

gboolean shop_options_read(shop_options *ret_options, int *count, char ***words) {
  shop_options *o = ret_options;
  *o = (shop_options){0};
  const GOptionEntry entries[] = {
      {"pack", 0, 0, G_OPTION_ARG_FILENAME, &o->pack, "the brand's signed pack", "FILE"},
      {"trust", 0, 0, G_OPTION_ARG_FILENAME, &o->trust, "its brand.public", "FILE"},
      {"list", 0, 0, G_OPTION_ARG_FILENAME, &o->list, "its public list of packs", "FILE"},
      {"catalogue", 0, 0, G_OPTION_ARG_FILENAME, &o->catalogue, "products.en.tsv, …", "DIR"},
      {"pictures", 0, 0, G_OPTION_ARG_FILENAME, &o->pictures, "ITEM.svg", "DIR"},
      {"artwork", 0, 0, G_OPTION_ARG_FILENAME, &o->artwork, "pictures of the arms", "DIR"},
      {"words", 0, 0, G_OPTION_ARG_FILENAME, &o->words, "translations", "DIR"},
      {"profile", 0, 0, G_OPTION_ARG_FILENAME, &o->profile, "where the profile lives", "DIR"},
      {"locale", 0, 0, G_OPTION_ARG_STRING, &o->locale, "en or es", "LANGUAGE"},
      {"insecure-key-file", 0, 0, G_OPTION_ARG_FILENAME, &o->key_file,
       "keep the key in a plain file, which protects little", "FILE"},
      {"demo", 0, 0, G_OPTION_ARG_NONE, &o->demo, "keep nothing, in memory only", NULL},
      {"time", 0, 0, G_OPTION_ARG_NONE, &o->time, "print the time to the first picks", NULL},
      {"play", 0, 0, G_OPTION_ARG_FILENAME, &o->script, "press what a script says", "FILE"},
      {"screens", 0, 0, G_OPTION_ARG_FILENAME, &o->screens, "where its pictures go", "DIR"},
      {"locked-key-store", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &o->lock,
       "the key store answers that it is locked", NULL},
      {NULL, 0, 0, 0, NULL, NULL, NULL},
  };
  GError *error = NULL;
  GOptionContext *context = g_option_context_new("- a shop that knows you and keeps it here");
  g_option_context_add_main_entries(context, entries, NULL);
  gboolean good = g_option_context_parse(context, count, words, &error);
  if (!good) g_printerr("sotto-shop: %s\n", error->message);
  g_clear_error(&error);
  g_option_context_free(context);
  return good && complete(o);
}

void shop_options_clear(shop_options *options) {
  char **texts[] = {&options->pack,     &options->trust,   &options->list,    &options->catalogue,
                    &options->pictures, &options->artwork, &options->profile, &options->key_file,
                    &options->locale,   &options->words,   &options->script,  &options->screens};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) g_clear_pointer(texts[i], g_free);
}
