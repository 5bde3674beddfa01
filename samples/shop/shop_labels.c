/*
 * What attribute values are called: see shop_labels.h. Values without a label in brand.json are
 * words of the feed in the brand's first language; the same row of this language's feed has them.
 */
#include "shop_labels.h"

#include <jansson.h>

#include "shop_words.h"

struct shop_labels {
  json_t *brand;
  shop_goods *first;       /* the feed the values come from; NULL: it is `goods` itself */
  const shop_goods *goods; /* this language's; the state's */
};

shop_labels *shop_labels_read(const char *folder, const shop_goods *goods) {
  shop_labels *labels = g_new0(shop_labels, 1);
  char *path = g_build_filename(folder, "brand.json", NULL);
  labels->brand = json_load_file(path, 0, NULL);
  const char *first = json_string_value(json_object_get(labels->brand, "default_locale"));
  labels->goods = goods;
  if (first && g_strcmp0(first, shop_words_language()) != 0)
    labels->first = shop_goods_read(folder, first, NULL);
  g_free(path);
  return labels;
}

void shop_labels_free(shop_labels *labels) {
  if (!labels) return;
  json_decref(labels->brand);
  shop_goods_free(labels->first);
  g_free(labels);
}

static const json_t *attribute_of(const shop_labels *labels, const char *key) {
  size_t i;
  json_t *attribute;
  json_array_foreach(json_object_get(labels->brand, "attributes"), i, attribute) {
    if (g_strcmp0(json_string_value(json_object_get(attribute, "key")), key) == 0) return attribute;
  }
  return NULL;
}

static const char *said(const json_t *by_language) {
  return json_string_value(json_object_get(by_language, shop_words_language()));
}

/* The whole value, or as many levels of a product type as it has: the translated ones end where
 * the same number of them does. */
static char *same_levels(const char *from, const char *to, const char *value) {
  char **wanted = g_strsplit(value, " > ", 0), **own = g_strsplit(from, " > ", 0);
  char **other = g_strsplit(to, " > ", 0);
  const guint levels = g_strv_length(wanted);
  gboolean same = levels <= g_strv_length(own) && levels <= g_strv_length(other);
  for (guint i = 0; same && i < levels; i++) same = g_str_equal(wanted[i], own[i]);
  char *found = NULL;
  if (same) {
    char *after = other[levels];
    other[levels] = NULL;
    found = g_strjoinv(" > ", other);
    other[levels] = after;
  }
  g_strfreev(wanted);
  g_strfreev(own);
  g_strfreev(other);
  return found;
}

static char *translated(const shop_labels *labels, const char *value) {
  for (guint i = 0; labels->first && i < shop_goods_count(labels->first); i++) {
    const shop_good *from = shop_goods_at(labels->first, i);
    const shop_good *to = shop_goods_find(labels->goods, from->id);
    if (!to) continue;
    const char *pairs[][2] = {{from->kind, to->kind},
                              {from->colour, to->colour},
                              {from->size, to->size},
                              {from->material, to->material}};
    for (guint j = 0; j < G_N_ELEMENTS(pairs); j++) {
      char *found = same_levels(pairs[j][0], pairs[j][1], value);
      if (found) return found;
    }
  }
  return g_strdup(value);
}

char *shop_labels_value(const shop_labels *labels, const sotto_affinity *affinity) {
  char *key = shop_words_copy(affinity->attribute), *value = shop_words_copy(affinity->value);
  const json_t *values = json_object_get(attribute_of(labels, key), "values");
  const char *label = said(json_object_get(values, value));
  char *words = label ? g_strdup(label) : translated(labels, value);
  char *sentence = shop_words_sentence(shop_words_view(words));
  g_free(words);
  g_free(value);
  g_free(key);
  return sentence;
}

char *shop_labels_attribute(const shop_labels *labels, const sotto_affinity *affinity) {
  char *key = shop_words_copy(affinity->attribute);
  const char *label = said(json_object_get(attribute_of(labels, key), "label"));
  char *words = g_strdup(label ? label : key);
  g_free(key);
  return words;
}

char *shop_labels_category(const shop_labels *labels, const char *kind) {
  for (guint i = 0; labels->first && i < shop_goods_count(labels->goods); i++) {
    const shop_good *from = shop_goods_at(labels->goods, i);
    const shop_good *to = shop_goods_find(labels->first, from->id);
    char *found = to ? same_levels(from->kind, to->kind, kind) : NULL;
    if (found) return found;
  }
  return g_strdup(kind);
}
