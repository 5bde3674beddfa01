/*
 * Binding views to sections, from the one table of them. The pack is
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
  uint32_t view; /* offsets in so_pack */
  uint32_t count;
  int absent_is_null; /* the others then point at the header, for runs of length 0 */
} binding;

#define BIND(name, number, type, view, count, absent)                                              \
 {number, sizeof(type), offsetof(so_pack, view), offsetof(so_pack, count), absent},

static const binding bindings[] = {SO_PACK_SECTIONS(BIND)};

static sotto_status bind(so_pack *pack, const binding *to) {
  const void *at = to->absent_is_null ? NULL : pack->bytes.data;
  uint32_t elements = 0;
  for (uint32_t n = 0; n < pack->header->section_count; n++) {
    const so_pack_section *section = &pack->sections[n];
    if (section->id != to->id) continue;
    if (section->element_size != to->element_size || section->count >= UINT32_MAX)
      return SOTTO_E_CORRUPT;
    elements = (uint32_t)section->count;
    if (elements) at = pack->bytes.data + section->offset;
  }
  memcpy((char *)pack + to->view, &at, sizeof at);
  memcpy((char *)pack + to->count, &elements, sizeof elements);
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

static const void *held(const void *from, size_t size, uint8_t *room, size_t *inout_at) {
  uint8_t *to = room ? room + *inout_at : NULL;
  *inout_at += (size + SO_PACK_ALIGN - 1) / SO_PACK_ALIGN * SO_PACK_ALIGN;
  return to ? memcpy(to, from, size) : from;
}

size_t so_pack_hold(so_pack *inout_pack, size_t head, uint8_t *room) {
  so_pack *pack = inout_pack;
  size_t at = 0;
#define HOLD(view, count) pack->view = held(pack->view, (count) * sizeof *pack->view, room, &at)
  pack->header = held(pack->header, head, room, &at);
  pack->sections = (const so_pack_section *)(const void *)(pack->header + 1);
  HOLD(keys, pack->key_count);
  HOLD(values, pack->value_count);
  HOLD(questions, pack->question_count);
  HOLD(question_values, pack->question_value_count);
#ifdef SOTTO_WITH_SPLIT
  HOLD(tasks, pack->task_count);
  HOLD(task_bytes, pack->task_byte_count);
#endif
#undef HOLD
  return at;
}

sotto_bytes so_pack_section_bytes(const so_pack *pack, uint32_t n) {
  const so_pack_section *section = &pack->sections[n];
  const uint8_t *at = pack->bytes.data + section->offset;
  for (size_t b = 0; section->size && b < sizeof bindings / sizeof *bindings; b++) {
    if (bindings[b].id == section->id)
      memcpy(&at, (const char *)pack + bindings[b].view, sizeof at);
  }
  return (sotto_bytes){at, (size_t)section->size};
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
  uint32_t start = pack->text_index[text], end = pack->text_index[text + 1];
  if (start > end || end > pack->text_bytes) return (sotto_text){NULL, 0}; /* changed since */
  return (sotto_text){pack->text + start, end - start};
}

sotto_text so_pack_item_id(const so_pack *pack, uint32_t item) {
  return so_pack_text(pack, pack->items[item].id_text);
}

int so_pack_compare(sotto_text a, sotto_text b) {
  size_t least = a.size < b.size ? a.size : b.size;
  int order = least ? memcmp(a.data, b.data, least) : 0;
  return order ? order : (a.size > b.size) - (a.size < b.size);
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
