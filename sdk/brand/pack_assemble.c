/*
 * The catalogue and its statistics as sections; what the brand decided follows in
 * brand/pack_decide.
 */
#include "brand/pack_assemble.h"

#include <math.h>
#include <stdlib.h>

#include "base/string.h"
#include "brand/pack_arm_priors.h"
#include "brand/pack_arms.h"
#include "brand/pack_decide.h"
#include "brand/pack_labels.h"
#include "brand/picture_build.h"
#include "brand/text_build.h"
#include "model/pack_view.h"

static so_array *section(so_assembly *assembly, uint32_t id, size_t element_size) {
  return so_pack_writer_section(&assembly->writer, id, element_size);
}

/** Puts a copy of finished elements in as a section. */
static void put(so_assembly *assembly, uint32_t id, const so_array *elements) {
  so_array *to = section(assembly, id, elements->element_size);
  so_array_append(to, elements->data, elements->count);
}

static uint32_t people_of(const so_assembly *assembly, uint32_t item) {
  return ((const uint32_t *)assembly->statistics->people.data)[item];
}

/** How many meet an item; a share below 0, which noise makes of a small one, is none. */
static so_estimated share_of(const so_assembly *assembly, uint32_t item) {
  const so_estimated *noised = so_array_at(&assembly->statistics->shares, item);
  if (noised) return (so_estimated){noised->value > 0 ? noised->value : 0, noised->error};
  float users = (float)assembly->statistics->users + 1.0f;
  return (so_estimated){(float)people_of(assembly, item) / users, 0};
}

static void add_items(so_assembly *assembly) {
  const so_catalogue *catalogue = assembly->catalogue;
  so_array *items = section(assembly, SO_PACK_ITEMS, sizeof(so_pack_item));
  for (uint32_t n = 0; n < catalogue->items.count; n++) {
    const so_catalogue_item *from = &so_catalogue_items(catalogue)[n];
    so_pack_item item = {0};
    item.id_text = so_assembly_move(assembly, from->id_text);
    item.flags = from->flags;
    item.price_minor = from->price_minor;
    item.values_start = from->values_start;
    item.values_count = from->values_count;
    item.link_text = so_assembly_move(assembly, from->link_text);
    item.image_text = so_assembly_move(assembly, from->image_text);
    so_estimated share = share_of(assembly, n);
    item.popularity = share.value;
    item.popularity_error = share.error;
    item.type_value = from->type_value;
    item.complement_type = SO_PACK_NONE;
    so_array_push(items, &item);
  }
  put(assembly, SO_PACK_ITEM_VALUES, &catalogue->item_values);
}

static int by_hash(const void *left, const void *right) {
  const so_pack_lookup *a = left, *b = right;
  return (a->hash > b->hash) - (a->hash < b->hash);
}

static void add_lookup(so_assembly *assembly) {
  const so_catalogue *catalogue = assembly->catalogue;
  so_array *lookup = section(assembly, SO_PACK_ITEM_LOOKUP, sizeof(so_pack_lookup));
  for (uint32_t n = 0; n < catalogue->items.count; n++) {
    uint32_t id = so_catalogue_items(catalogue)[n].id_text;
    so_pack_lookup entry = {so_pack_hash_id(so_text_pool_get(&catalogue->pool, id)), n, 0};
    so_array_push(lookup, &entry);
  }
  if (!lookup->failed) qsort(lookup->data, lookup->count, sizeof(so_pack_lookup), by_hash);
}

static void add_keys(so_assembly *assembly) {
  so_array *keys = section(assembly, SO_PACK_KEYS, sizeof(so_pack_key));
  for (uint32_t n = 0; n < assembly->catalogue->keys.count; n++) {
    const so_catalogue_key *from = &so_catalogue_keys(assembly->catalogue)[n];
    so_pack_key key = {0};
    key.name_text = so_assembly_move(assembly, from->name_text);
    key.category = from->category;
    key.flags = from->flags;
    key.values_start = from->values_start;
    key.values_count = from->values_count;
    so_array_push(keys, &key);
  }
}

/** Evidence on the items of a value, with one imagined person per item so that none is zero. */
static void count_evidence(const so_assembly *assembly, double *ret_values, double *ret_keys) {
  const so_catalogue *catalogue = assembly->catalogue;
  const so_catalogue_value *values = so_catalogue_values(catalogue);
  for (uint32_t item = 0; item < catalogue->items.count; item++) {
    const uint32_t *run = so_catalogue_item_values(catalogue, item);
    double evidence = people_of(assembly, item) + 1.0;
    for (uint32_t n = 0; n < so_catalogue_items(catalogue)[item].values_count; n++) {
      ret_values[run[n]] += evidence;
      /* Values ascend by key, so the first one of a key is where the key changes. */
      if (n == 0 || values[run[n]].key != values[run[n - 1]].key)
        ret_keys[values[run[n]].key] += evidence;
    }
  }
}

static void add_values(so_assembly *assembly, const double *by_value, const double *by_key) {
  const so_catalogue *catalogue = assembly->catalogue;
  so_array *values = section(assembly, SO_PACK_VALUES, sizeof(so_pack_value));
  for (uint32_t n = 0; n < catalogue->values.count; n++) {
    const so_catalogue_value *from = &so_catalogue_values(catalogue)[n];
    so_pack_value value = {0};
    value.key = from->key;
    value.name_text = so_assembly_move(assembly, from->name_text);
    value.flags = from->flags;
    const so_estimated *noised = so_array_at(&assembly->statistics->baselines, n);
    value.baseline = by_key[from->key] > 0 ? (float)(by_value[n] / by_key[from->key]) : 0.0f;
    if (noised) {
      value.baseline = noised->value >= SO_PACK_BASELINE_LEAST ? fminf(noised->value, 1) : 0;
      value.baseline_error = noised->error;
    }
    value.parent = from->parent;
    so_array_push(values, &value);
  }
}

/** Postings by counting sort: items come in ascending order by themselves. */
static void add_postings(so_assembly *assembly) {
  const so_catalogue *catalogue = assembly->catalogue;
  so_pack_value *values = assembly->writer.sections[SO_PACK_VALUES].data;
  so_array *postings = section(assembly, SO_PACK_VALUE_ITEMS, sizeof(uint32_t));
  so_array_resize(postings, catalogue->item_values.count);
  if (postings->failed || !values) return;
  uint32_t *to = postings->data, start = 0;
  const uint32_t *all = catalogue->item_values.data;
  for (size_t n = 0; n < catalogue->item_values.count; n++) values[all[n]].items_count++;
  for (size_t n = 0; n < catalogue->values.count; n++) {
    values[n].items_start = start;
    start += values[n].items_count;
    values[n].items_count = 0;
  }
  for (uint32_t item = 0; item < catalogue->items.count; item++) {
    const uint32_t *run = so_catalogue_item_values(catalogue, item);
    for (uint32_t n = 0; n < so_catalogue_items(catalogue)[item].values_count; n++) {
      so_pack_value *value = &values[run[n]];
      to[value->items_start + value->items_count++] = item;
    }
  }
}

/** An item with what orders go by. */
typedef struct ranked {
  float share;
  uint32_t item;
} ranked;

static int by_share(const void *left, const void *right) {
  const ranked *a = left, *b = right;
  if (a->share > b->share) return -1;
  if (a->share < b->share) return 1;
  return (a->item > b->item) - (a->item < b->item);
}

static void add_orders(so_assembly *assembly, ranked *order) {
  uint32_t count = (uint32_t)assembly->catalogue->items.count;
  so_array *popular = section(assembly, SO_PACK_POPULAR_ORDER, sizeof(uint32_t));
  for (uint32_t n = 0; n < count; n++) order[n] = (ranked){share_of(assembly, n).value, n};
  qsort(order, count, sizeof *order, by_share);
  for (uint32_t n = 0; n < count; n++) so_array_push(popular, &order[n].item);
}

/** The same order within each product type, in the places of VALUE_ITEMS. */
static void add_category_order(so_assembly *assembly, ranked *order) {
  so_array *sections = assembly->writer.sections;
  const so_pack_value *values = sections[SO_PACK_VALUES].data;
  const uint32_t *postings = sections[SO_PACK_VALUE_ITEMS].data;
  so_array *by_type = section(assembly, SO_PACK_CATEGORY_ORDER, sizeof(uint32_t));
  for (uint32_t v = 0; v < so_catalogue_keys(assembly->catalogue)[0].values_count; v++) {
    uint32_t count = values[v].items_count;
    for (uint32_t n = 0; n < count; n++) {
      uint32_t item = postings[values[v].items_start + n];
      order[n] = (ranked){share_of(assembly, item).value, item};
    }
    qsort(order, count, sizeof *order, by_share);
    for (uint32_t n = 0; n < count; n++) so_array_push(by_type, &order[n].item);
  }
}

static sotto_status add_counts(so_assembly *assembly) {
  const so_catalogue *catalogue = assembly->catalogue;
  double *by_value = calloc(catalogue->values.count + 1, sizeof *by_value);
  double *by_key = calloc(catalogue->keys.count, sizeof *by_key);
  ranked *order = calloc(catalogue->items.count, sizeof *order);
  sotto_status status = by_value && by_key && order ? SOTTO_OK : SOTTO_E_MEMORY;
  if (!status) {
    count_evidence(assembly, by_value, by_key);
    add_values(assembly, by_value, by_key);
    add_postings(assembly);
    add_orders(assembly, order);
    if (assembly->writer.sections[SO_PACK_VALUE_ITEMS].failed)
      status = SOTTO_E_MEMORY;
    else
      add_category_order(assembly, order);
  }
  free(by_value);
  free(by_key);
  free(order);
  return status;
}

static sotto_status check(const so_assembly *assembly) {
  for (uint32_t n = 0; n < SO_PACK_SECTIONS_MAX; n++) {
    if (assembly->writer.sections[n].failed) return SOTTO_E_MEMORY;
  }
  return assembly->texts.failed ? SOTTO_E_MEMORY : SOTTO_OK;
}

sotto_status so_pack_assemble(so_assembly *assembly) {
  add_items(assembly);
  add_lookup(assembly);
  add_keys(assembly);
  sotto_status status = add_counts(assembly);
  if (status) return status;
  so_pack_labels(assembly);
  put(assembly, SO_PACK_NEIGHBOUR_ROWS, &assembly->statistics->neighbour_rows);
  put(assembly, SO_PACK_NEIGHBOURS, &assembly->statistics->neighbours);
  put(assembly, SO_PACK_COMPLEMENT_ROWS, &assembly->statistics->complement_rows);
  put(assembly, SO_PACK_COMPLEMENTS, &assembly->statistics->complements);
  put(assembly, SO_PACK_REPEATS, &assembly->statistics->repeats);
  put(assembly, SO_PACK_MOMENTS, &assembly->statistics->moments);
  put(assembly, SO_PACK_VECTOR_INFO, &assembly->statistics->vector_info);
  put(assembly, SO_PACK_VECTORS, &assembly->statistics->vectors);
  if (assembly->mindset) put(assembly, SO_PACK_MINDSET, assembly->mindset->model);
  so_pack_decide(assembly);
  so_pack_arms(assembly);
  status = so_pack_arm_priors(assembly);
  if (status) return status;
  if (assembly->search) status = so_text_build_sections(assembly->search, assembly);
  if (!status) status = so_picture_build_sections(assembly);
  if (status) return status;
  (void)so_assembly_text(assembly, so_text_of(assembly->brand->name));
  put(assembly, SO_PACK_TEXT, &assembly->texts.bytes);
  put(assembly, SO_PACK_TEXT_INDEX, &assembly->texts.index);
  return check(assembly);
}
