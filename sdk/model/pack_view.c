/*
 * Binding views to sections, from one table of (id, element size, where in so_pack). The pack is
 * little-endian and read in place, so this file refuses to compile for another byte order.
 */
#include "model/pack_view.h"

#include <string.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
# error "packs are read in place: a little-endian processor is needed"
#endif

typedef struct binding {
  uint32_t id;
  uint32_t element_size;
  size_t pointer;
  size_t count; /* offset of a u32, or 0 for none (offset 0 is `bytes`) */
  int optional; /* NULL where absent; the others then point at the header, for runs of length 0 */
} binding;

#define AT(type, field) sizeof(type), offsetof(so_pack, field)
#define RUN(id, type, field)                                                                       \
 { id, AT(type, field), 0, 0 }
#define COUNTED(id, type, field, count)                                                            \
 { id, AT(type, field), offsetof(so_pack, count), 0 }
#define OPTIONAL(id, type, field)                                                                  \
 { id, AT(type, field), 0, 1 }

static const binding bindings[] = {
    RUN(SO_PACK_TEXT, char, text),
    COUNTED(SO_PACK_TEXT_INDEX, uint32_t, text_index, text_count),
    COUNTED(SO_PACK_LOCALES, uint32_t, locales, locale_count),
    COUNTED(SO_PACK_ITEMS, so_pack_item, items, item_count),
    RUN(SO_PACK_ITEM_TITLES, uint32_t, item_titles),
    RUN(SO_PACK_ITEM_LOOKUP, so_pack_lookup, lookup),
    RUN(SO_PACK_ITEM_VALUES, uint32_t, item_values),
    COUNTED(SO_PACK_KEYS, so_pack_key, keys, key_count),
    RUN(SO_PACK_KEY_LABELS, uint32_t, key_labels),
    COUNTED(SO_PACK_VALUES, so_pack_value, values, value_count),
    RUN(SO_PACK_VALUE_LABELS, uint32_t, value_labels),
    RUN(SO_PACK_VALUE_ITEMS, uint32_t, value_items),
    RUN(SO_PACK_POPULAR_ORDER, uint32_t, popular_order),
    OPTIONAL(SO_PACK_NEIGHBOUR_ROWS, so_pack_row, neighbour_rows),
    RUN(SO_PACK_NEIGHBOURS, so_pack_edge, neighbours),
    OPTIONAL(SO_PACK_COMPLEMENT_ROWS, so_pack_row, complement_rows),
    RUN(SO_PACK_COMPLEMENTS, so_pack_edge, complements),
    COUNTED(SO_PACK_MINDSET, float, mindset, mindset_count),
    OPTIONAL(SO_PACK_STATE, so_pack_state, state),
    OPTIONAL(SO_PACK_BLEND, float, blend),
    COUNTED(SO_PACK_SLOTS, so_pack_slot, slots, slot_count),
    RUN(SO_PACK_RULES, so_pack_rule, rules),
    COUNTED(SO_PACK_QUESTIONS, so_pack_question, questions, question_count),
    RUN(SO_PACK_QUESTION_VALUES, uint32_t, question_values),
    RUN(SO_PACK_CATEGORY_ORDER, uint32_t, category_order),
};

const so_pack_section *so_pack_view_section(const so_pack *pack, uint32_t id) {
  for (uint32_t n = 0; n < pack->header->section_count; n++) {
    if (pack->sections[n].id == id) return &pack->sections[n];
  }
  return NULL;
}

uint64_t so_pack_view_count(const so_pack *pack, uint32_t id) {
  const so_pack_section *section = so_pack_view_section(pack, id);
  return section ? section->count : 0;
}

static sotto_status bind(so_pack *pack, const binding *view) {
  const so_pack_section *section = so_pack_view_section(pack, view->id);
  uint64_t count = section ? section->count : 0;
  if (section && section->element_size != view->element_size) return SOTTO_E_CORRUPT;
  if (count >= UINT32_MAX) return SOTTO_E_CORRUPT;
  const void *at = view->optional ? NULL : pack->bytes.data;
  if (count) at = pack->bytes.data + section->offset;
  memcpy((char *)pack + view->pointer, &at, sizeof at);
  if (view->count) {
    uint32_t elements = (uint32_t)count;
    memcpy((char *)pack + view->count, &elements, sizeof elements);
  }
  return SOTTO_OK;
}

sotto_status so_pack_view_bind(so_pack *ret_pack, sotto_bytes bytes) {
  so_pack pack;
  memset(&pack, 0, sizeof pack);
  pack.bytes = bytes;
  pack.header = (const so_pack_header *)(const void *)bytes.data;
  pack.sections = (const so_pack_section *)(const void *)(bytes.data + sizeof *pack.header);
  for (size_t n = 0; n < sizeof bindings / sizeof *bindings; n++) {
    sotto_status status = bind(&pack, &bindings[n]);
    if (status) return status;
  }
  if (pack.text_count) pack.text_count--; /* the index has one offset more than texts */
  *ret_pack = pack;
  return SOTTO_OK;
}

uint64_t so_pack_hash_id(sotto_text id) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (size_t n = 0; n < id.size; n++) {
    hash = (hash ^ (uint8_t)id.data[n]) * UINT64_C(1099511628211);
  }
  return hash ? hash : 1;
}

sotto_text so_pack_text(const so_pack *pack, uint32_t text) {
  if (text >= pack->text_count) return (sotto_text){NULL, 0};
  uint32_t start = pack->text_index[text];
  return (sotto_text){pack->text + start, pack->text_index[text + 1] - start};
}

sotto_text so_pack_item_id(const so_pack *pack, uint32_t item) {
  return so_pack_text(pack, pack->items[item].id_text);
}

int so_pack_item_has(const so_pack *pack, uint32_t item, uint32_t value) {
  const uint32_t *run = pack->item_values + pack->items[item].values_start;
  uint32_t low = 0, high = pack->items[item].values_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (run[middle] < value)
      low = middle + 1;
    else
      high = middle;
  }
  return low < pack->items[item].values_count && run[low] == value;
}
