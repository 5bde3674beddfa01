/*
 * From rows to items. Two item ids with one hash cannot live in one pack (the device finds items by
 * hash), so the second is rejected like a duplicate.
 */
#include "brand/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "model/pack_view.h"

#define LEFT_OUT (SO_PACK_NONE - 1)

so_catalogue_item *so_catalogue_items(const so_catalogue *catalogue) {
  return catalogue->items.data;
}

so_catalogue_key *so_catalogue_keys(const so_catalogue *catalogue) {
  return catalogue->keys.data;
}

so_catalogue_value *so_catalogue_values(const so_catalogue *catalogue) {
  return catalogue->values.data;
}

const uint32_t *so_catalogue_item_values(const so_catalogue *catalogue, uint32_t item) {
  const uint32_t *values = catalogue->item_values.data;
  return values ? values + so_catalogue_items(catalogue)[item].values_start : NULL;
}

uint32_t so_catalogue_find_item(const so_catalogue *catalogue, sotto_text id) {
  uint32_t item = so_number_map_get(&catalogue->item_ids, so_pack_hash_id(id));
  if (item == SO_PACK_NONE) return item;
  uint32_t text = so_catalogue_items(catalogue)[item].id_text;
  return so_text_equal(so_text_pool_get(&catalogue->pool, text), id) ? item : SO_PACK_NONE;
}

/** What the columns of the specification are about, where brand.json does not say. */
static uint32_t usual_category(sotto_text column) {
  static const char *const internal[] = {"product_type", "brand", "color", "material", "pattern"};
  static const char *const external[] = {"size", "age_group", "gender"};
  for (size_t n = 0; n < sizeof internal / sizeof *internal; n++) {
    if (so_text_is(column, internal[n])) return SOTTO_CATEGORY_INTERNAL;
  }
  for (size_t n = 0; n < sizeof external / sizeof *external; n++) {
    if (so_text_is(column, external[n])) return SOTTO_CATEGORY_EXTERNAL;
  }
  return SO_CATEGORY_STRICTEST;
}

static uint32_t add_key(so_catalogue *catalogue, sotto_text name, uint32_t declared) {
  so_catalogue_key key = {0};
  key.name_text = so_text_pool_add(&catalogue->pool, name);
  key.declared = declared;
  key.last_item = SO_PACK_NONE;
  key.category = declared == SO_PACK_NONE ? usual_category(name)
                                          : catalogue->brand->attributes[declared].category;
  if (declared != SO_PACK_NONE && catalogue->brand->attributes[declared].never_in_reason)
    key.flags = 1;
  so_array_push(&catalogue->keys, &key);
  return (uint32_t)catalogue->keys.count - 1;
}

static sotto_text key_name(const so_catalogue *catalogue, uint32_t key) {
  return so_text_pool_get(&catalogue->pool, so_catalogue_keys(catalogue)[key].name_text);
}

void so_catalogue_init(so_catalogue *ret_catalogue, const so_brand *brand, so_findings *findings) {
  memset(ret_catalogue, 0, sizeof *ret_catalogue);
  ret_catalogue->brand = brand;
  ret_catalogue->findings = findings;
  so_text_pool_init(&ret_catalogue->pool);
  ret_catalogue->items = so_array_of(sizeof(so_catalogue_item));
  ret_catalogue->item_values = so_array_of(sizeof(uint32_t));
  ret_catalogue->keys = so_array_of(sizeof(so_catalogue_key));
  ret_catalogue->values = so_array_of(sizeof(so_catalogue_value));
  for (uint32_t n = 0; n < SOTTO_LOCALES_MAX; n++) {
    ret_catalogue->titles[n] = so_array_of(sizeof(uint32_t));
  }
  uint32_t type = SO_PACK_NONE;
  for (uint32_t n = 0; n < brand->attribute_count; n++) {
    if (strcmp(brand->attributes[n].key, "product_type") == 0) type = n;
  }
  (void)add_key(ret_catalogue, so_text_of("product_type"), type);
  for (uint32_t n = 0; n < brand->attribute_count; n++) {
    if (n != type) (void)add_key(ret_catalogue, so_text_of(brand->attributes[n].key), n);
  }
}

void so_catalogue_free(so_catalogue *catalogue) {
  so_text_pool_free(&catalogue->pool);
  so_array_free(&catalogue->items);
  so_array_free(&catalogue->item_values);
  so_array_free(&catalogue->keys);
  so_array_free(&catalogue->values);
  for (uint32_t n = 0; n < SOTTO_LOCALES_MAX; n++) so_array_free(&catalogue->titles[n]);
  so_number_map_free(&catalogue->item_ids);
  so_number_map_free(&catalogue->key_columns);
  so_number_map_free(&catalogue->value_names);
}

static sotto_text without_prefix(sotto_text column) {
  if (column.size > 5 && memcmp(column.data, "attr_", 5) == 0)
    return (sotto_text){column.data + 5, column.size - 5};
  return column;
}

/** The declared attribute a column feeds: named as its column, or by default as its key. */
static uint32_t declared_key(const so_catalogue *catalogue, sotto_text column) {
  sotto_text plain = without_prefix(column);
  for (uint32_t key = 0; key < catalogue->keys.count; key++) {
    uint32_t declared = so_catalogue_keys(catalogue)[key].declared;
    if (declared == SO_PACK_NONE) continue;
    const so_brand_attribute *attribute = &catalogue->brand->attributes[declared];
    if (!attribute->column && so_feed_named(plain, attribute->key)) return key;
    if (attribute->column && so_feed_named(column, attribute->column)) return key;
  }
  return SO_PACK_NONE;
}

/** A key of this name, if there is one already. */
static uint32_t named_key(const so_catalogue *catalogue, sotto_text name) {
  for (uint32_t key = 0; key < catalogue->keys.count; key++) {
    if (so_text_equal(key_name(catalogue, key), name)) return key;
  }
  return SO_PACK_NONE;
}

/**
 * The key a column feeds. A column that no declared attribute names becomes a key of its own,
 * unless its name is taken by one that is fed from elsewhere ("color" beside "attr_color"): in the
 * items format, whose attributes have no prefix, that is the declared key itself.
 */
static uint32_t key_of(so_catalogue *catalogue, const so_feed_value *cell) {
  sotto_text column = cell->column;
  uint64_t hash = so_number_map_hash(column, (uint32_t)cell->listed);
  uint32_t known = so_number_map_get(&catalogue->key_columns, hash);
  if (known != SO_NUMBER_MAP_NONE) return known;
  uint32_t key = declared_key(catalogue, column);
  sotto_text name = without_prefix(column);
  if (key == SO_PACK_NONE && named_key(catalogue, name) != SO_PACK_NONE) {
    int taken = !cell->listed && usual_category(column) != SO_CATEGORY_STRICTEST;
    key = taken ? LEFT_OUT : named_key(catalogue, name);
  }
  if (key == SO_PACK_NONE && catalogue->keys.count >= SO_CATALOGUE_KEYS_MAX) key = LEFT_OUT;
  if (key == SO_PACK_NONE) key = add_key(catalogue, name, SO_PACK_NONE);
  return so_number_map_put(&catalogue->key_columns, hash, key);
}

static uint32_t value_of(so_catalogue *catalogue, uint32_t key, sotto_text name) {
  uint32_t fresh = (uint32_t)catalogue->values.count;
  uint64_t hash = so_number_map_hash(name, key + 1);
  uint32_t value = so_number_map_put(&catalogue->value_names, hash, fresh);
  if (value == fresh) {
    so_catalogue_value entry = {0};
    entry.key = key;
    entry.name_text = so_text_pool_add(&catalogue->pool, name);
    entry.parent = SO_PACK_NONE;
    so_array_push(&catalogue->values, &entry);
  }
  return value;
}

/** Adds a value to the item under way, once. */
static void give(so_catalogue *catalogue, so_catalogue_item *item, uint32_t value) {
  const uint32_t *values = catalogue->item_values.data;
  for (uint32_t n = 0; n < item->values_count; n++) {
    if (values[item->values_start + n] == value) return;
  }
  so_array_push(&catalogue->item_values, &value);
  item->values_count++;
}

/** Ends of the levels of "Tents > Family tents", as sizes from the start; gives how many. */
static uint32_t levels_of(sotto_text path, size_t ends[8]) {
  uint32_t count = 0;
  for (size_t n = 0; n < path.size && count < 7; n++) {
    if (path.data[n] != '>') continue;
    size_t end = n;
    while (end > 0 && path.data[end - 1] == ' ') end--;
    if (end > (count ? ends[count - 1] : 0)) ends[count++] = end;
  }
  if (path.size > (count ? ends[count - 1] : 0)) ends[count++] = path.size;
  return count;
}

/** The last level of a path: what it is called in a label. */
static sotto_text leaf_of(sotto_text path) {
  size_t start = path.size;
  while (start > 0 && path.data[start - 1] != '>') start--;
  while (start < path.size && path.data[start] == ' ') start++;
  return (sotto_text){path.data + start, path.size - start};
}

static void give_types(so_catalogue *catalogue, so_catalogue_item *item, sotto_text path) {
  size_t ends[8];
  uint32_t count = levels_of(path, ends), parent = SO_PACK_NONE;
  for (uint32_t n = 0; n < count; n++) {
    sotto_text level = {path.data, ends[n]};
    uint32_t value = value_of(catalogue, 0, level);
    so_catalogue_value *entry = so_array_at(&catalogue->values, value);
    if (!entry) return;
    entry->parent = parent;
    if (!entry->labels[0]) entry->labels[0] = so_text_pool_add(&catalogue->pool, leaf_of(level));
    give(catalogue, item, value);
    item->type_value = parent = value;
  }
}

static uint32_t text_or_none(so_catalogue *catalogue, sotto_text text) {
  return text.size ? so_text_pool_add(&catalogue->pool, text) : SO_PACK_NONE;
}

static const char *take_default(so_catalogue *catalogue, const so_feed_row *row) {
  so_catalogue_item item = {0};
  uint32_t number = (uint32_t)catalogue->items.count;
  if (number >= SO_CATALOGUE_ITEMS_MAX) return "a pack holds at most 2,000,000 items";
  uint64_t hash = so_pack_hash_id(row->id);
  if (so_number_map_get(&catalogue->item_ids, hash) != SO_NUMBER_MAP_NONE)
    return "an earlier row has the same id";
  (void)so_number_map_put(&catalogue->item_ids, hash, number);
  item.id_text = so_text_pool_add(&catalogue->pool, row->id);
  item.link_text = text_or_none(catalogue, row->link);
  item.image_text = text_or_none(catalogue, row->image);
  item.flags = (row->in_stock ? SO_ITEM_IN_STOCK : 0u) | (row->discreet ? SO_ITEM_DISCREET : 0u);
  item.price_minor = row->price_minor;
  item.line = (uint32_t)row->line;
  item.values_start = (uint32_t)catalogue->item_values.count;
  item.type_value = SO_PACK_NONE;
  give_types(catalogue, &item, row->product_type);
  for (uint32_t n = 0; n < row->value_count; n++) {
    uint32_t key = key_of(catalogue, &row->values[n]);
    if (key != LEFT_OUT) give(catalogue, &item, value_of(catalogue, key, row->values[n].value));
  }
  so_array_push(&catalogue->items, &item);
  uint32_t title = row->title.size ? so_text_pool_add(&catalogue->pool, row->title) : 0;
  so_array_push(&catalogue->titles[0], &title);
  if (catalogue->texts) catalogue->texts(catalogue->texts_context, number, 0, row);
  return NULL;
}

static void label(so_catalogue *catalogue, uint32_t value, sotto_text text) {
  so_catalogue_value *entry = so_array_at(&catalogue->values, value);
  if (entry && !entry->labels[catalogue->locale])
    entry->labels[catalogue->locale] = so_text_pool_add(&catalogue->pool, text);
}

/** Levels of another language's path name the levels of the default one, from the deepest up. */
static void label_types(so_catalogue *catalogue, uint32_t item, sotto_text path) {
  size_t ends[8];
  uint32_t count = levels_of(path, ends);
  uint32_t value = so_catalogue_items(catalogue)[item].type_value;
  while (count > 0 && value != SO_PACK_NONE) {
    label(catalogue, value, leaf_of((sotto_text){path.data, ends[--count]}));
    value = so_catalogue_values(catalogue)[value].parent;
  }
}

/** The one value an item has of a key, or SO_PACK_NONE. */
static uint32_t only_value(const so_catalogue *catalogue, uint32_t item, uint32_t key) {
  uint32_t found = SO_PACK_NONE;
  const so_catalogue_item *entry = &so_catalogue_items(catalogue)[item];
  const uint32_t *values = so_catalogue_item_values(catalogue, item);
  for (uint32_t n = 0; n < entry->values_count; n++) {
    if (so_catalogue_values(catalogue)[values[n]].key != key) continue;
    if (found != SO_PACK_NONE) return SO_PACK_NONE;
    found = values[n];
  }
  return found;
}

static const char *take_other(so_catalogue *catalogue, const so_feed_row *row) {
  uint32_t item = so_catalogue_find_item(catalogue, row->id);
  if (item == SO_PACK_NONE) return "the default locale's feed has no item with this id";
  so_array *titles = &catalogue->titles[catalogue->locale];
  so_array_resize(titles, catalogue->items.count);
  uint32_t *title = so_array_at(titles, item);
  if (!title) return "the row does not fit into memory";
  if (*title) return "an earlier row has the same id";
  if (row->title.size) *title = so_text_pool_add(&catalogue->pool, row->title);
  label_types(catalogue, item, row->product_type);
  for (uint32_t n = 0; n < row->value_count; n++) {
    uint32_t key = key_of(catalogue, &row->values[n]);
    uint32_t value = key == LEFT_OUT ? SO_PACK_NONE : only_value(catalogue, item, key);
    sotto_text text = row->values[n].value;
    if (value == SO_PACK_NONE) continue;
    label(catalogue, value, text);
  }
  if (catalogue->texts) catalogue->texts(catalogue->texts_context, item, catalogue->locale, row);
  return NULL;
}

uint32_t so_catalogue_meet(so_catalogue *catalogue, sotto_text id) {
  so_feed_row row;
  uint32_t item = so_catalogue_find_item(catalogue, id);
  if (item != SO_PACK_NONE) return item;
  memset(&row, 0, offsetof(so_feed_row, values));
  row.id = id;
  row.price_minor = -1;
  row.in_stock = 1;
  int good = id.size <= SO_FEED_ID_MAX && so_text_is_utf8(id) && !take_default(catalogue, &row);
  return good ? (uint32_t)catalogue->items.count - 1 : SO_PACK_NONE;
}

static const char *take(void *context, const so_feed_row *row) {
  so_catalogue *catalogue = context;
  const char *why =
      catalogue->locale == 0 ? take_default(catalogue, row) : take_other(catalogue, row);
  int failed = catalogue->pool.failed | catalogue->items.failed | catalogue->values.failed |
               catalogue->item_values.failed | catalogue->item_ids.failed;
  return failed ? "the row does not fit into memory" : why;
}

sotto_status so_catalogue_feed(so_catalogue *catalogue, const char *path, uint32_t locale,
                               uint64_t *inout_rejected) {
  uint64_t rejected = 0;
  so_feed feed = {path, catalogue->brand->currency, take, catalogue, locale > 0};
  catalogue->locale = locale;
  if (locale == 0) catalogue->file = path;
  sotto_status status = so_feed_read(&feed, catalogue->findings, &rejected);
  *inout_rejected += rejected;
  if (!status && catalogue->pool.failed) return SOTTO_E_MEMORY;
  return status;
}
