/* Labels per locale. */
#include "brand/pack_labels.h"

#include <string.h>

#include "base/string.h"

/** What is missing in one locale: counted, told once. */
typedef struct missing {
  uint64_t count;
  sotto_text example;
} missing;

static const struct {
  const char *key, *en, *es;
} usual_labels[] = {
    {"product_type", "kind of product", "tipo de producto"},
    {"brand", "brand", "marca"},
    {"color", "colour", "color"},
    {"size", "size", "talla"},
    {"material", "material", "material"},
    {"pattern", "pattern", "estampado"},
    {"age_group", "age group", "grupo de edad"},
    {"gender", "cut", "corte"},
};

static sotto_text catalogue_text(const so_assembly *assembly, uint32_t text) {
  return so_text_pool_get(&assembly->catalogue->pool, text);
}

static const so_brand_attribute *declaration(const so_assembly *assembly, uint32_t key) {
  uint32_t declared = so_catalogue_keys(assembly->catalogue)[key].declared;
  return declared == SO_PACK_NONE ? NULL : &assembly->brand->attributes[declared];
}

/** "family_camping" as "family camping". */
static uint32_t readable(so_assembly *assembly, sotto_text name) {
  char text[256];
  if (name.size > sizeof text) return so_assembly_text(assembly, name);
  for (size_t n = 0; n < name.size; n++) text[n] = name.data[n] == '_' ? ' ' : name.data[n];
  return so_assembly_text(assembly, (sotto_text){text, name.size});
}

static const char *usual_label(sotto_text key, const char *locale) {
  for (size_t n = 0; n < sizeof usual_labels / sizeof *usual_labels; n++) {
    if (!so_text_is(key, usual_labels[n].key)) continue;
    if (strcmp(locale, "en") == 0) return usual_labels[n].en;
    if (strcmp(locale, "es") == 0) return usual_labels[n].es;
  }
  return NULL;
}

static void note(missing *lacking, sotto_text example) {
  if (lacking->count++ == 0) lacking->example = example;
}

static void tell(so_assembly *assembly, uint32_t locale, const missing *lacking, const char *what) {
  if (lacking->count == 0) return;
  so_place place = {assembly->brand->path, 0, so_text_of(assembly->brand->locales[locale])};
  so_find(assembly->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_TEXT), place},
          "%llu %s%s without a text in this locale, such as \"%.*s\"",
          (unsigned long long)lacking->count, what, lacking->count == 1 ? " is" : "s are",
          (int)lacking->example.size, lacking->example.data);
}

static uint32_t key_label(so_assembly *assembly, uint32_t key, uint32_t locale, missing *lacking) {
  const so_brand_attribute *attribute = declaration(assembly, key);
  sotto_text name = catalogue_text(assembly, so_catalogue_keys(assembly->catalogue)[key].name_text);
  const char *tag = assembly->brand->locales[locale];
  const char *text = attribute ? so_brand_file_label(attribute->label, tag) : NULL;
  if (!text) text = usual_label(name, tag);
  if (text) return so_assembly_text(assembly, so_text_of(text));
  if (attribute && attribute->label) {
    so_place place = {assembly->brand->path, 0, name};
    so_find(assembly->findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_TEXT), place},
            "its label has no \"%s\"", tag);
  } else if (attribute || locale > 0) {
    note(lacking, name);
  }
  return readable(assembly, name);
}

/** What brand.json calls a value, as {locale -> text}; NULL where it does not. */
static const json_t *declared_labels(const so_assembly *assembly, const so_catalogue_value *value) {
  const so_brand_attribute *attribute = declaration(assembly, value->key);
  sotto_text name = catalogue_text(assembly, value->name_text);
  if (!attribute || !attribute->values) return NULL;
  return json_object_getn(attribute->values, name.data, name.size);
}

static uint32_t value_label(so_assembly *assembly, uint32_t value, uint32_t locale,
                            missing *lacking) {
  const so_catalogue_value *entry = &so_catalogue_values(assembly->catalogue)[value];
  sotto_text name = catalogue_text(assembly, entry->name_text);
  const json_t *labels = declared_labels(assembly, entry);
  const char *text = labels ? so_brand_file_label(labels, assembly->brand->locales[locale]) : NULL;
  if (text) return so_assembly_text(assembly, so_text_of(text));
  uint32_t own = entry->labels[locale], first = entry->labels[0];
  if (own && own != entry->name_text) return so_assembly_move(assembly, own);
  if (!own && (labels || locale > 0)) note(lacking, name);
  return first ? so_assembly_move(assembly, first) : readable(assembly, name);
}

static uint32_t item_title(so_assembly *assembly, uint32_t item, uint32_t locale,
                           missing *lacking) {
  const so_catalogue *catalogue = assembly->catalogue;
  const uint32_t *titles = catalogue->titles[locale].data, *first = catalogue->titles[0].data;
  uint32_t id = so_catalogue_items(catalogue)[item].id_text;
  if (titles[item]) return so_assembly_move(assembly, titles[item]);
  note(lacking, catalogue_text(assembly, id));
  return so_assembly_move(assembly, first[item] ? first[item] : id);
}

typedef uint32_t (*label_fn)(so_assembly *assembly, uint32_t number, uint32_t locale,
                             missing *lacking);

/** One section of labels: for each locale, for each of `count` things. */
static void fill(so_assembly *assembly, uint32_t section, size_t count, label_fn label) {
  static const char *const words[] = {"item", "attribute", "attribute value"};
  so_array *labels = so_pack_writer_section(&assembly->writer, section, sizeof(uint32_t));
  const char *what = words[section == SO_PACK_ITEM_TITLES  ? 0
                           : section == SO_PACK_KEY_LABELS ? 1
                                                           : 2];
  for (uint32_t locale = 0; locale < assembly->brand->locale_count; locale++) {
    missing lacking = {0, {NULL, 0}};
    for (uint32_t n = 0; n < count; n++) {
      uint32_t text = label(assembly, n, locale, &lacking);
      so_array_push(labels, &text);
    }
    tell(assembly, locale, &lacking, what);
  }
}

void so_pack_labels(so_assembly *assembly) {
  so_array *locales = so_pack_writer_section(&assembly->writer, SO_PACK_LOCALES, sizeof(uint32_t));
  for (uint32_t n = 0; n < assembly->brand->locale_count; n++) {
    uint32_t text = so_assembly_text(assembly, so_text_of(assembly->brand->locales[n]));
    so_array_push(locales, &text);
  }
  fill(assembly, SO_PACK_ITEM_TITLES, assembly->catalogue->items.count, item_title);
  fill(assembly, SO_PACK_KEY_LABELS, assembly->catalogue->keys.count, key_label);
  fill(assembly, SO_PACK_VALUE_LABELS, assembly->catalogue->values.count, value_label);
}
