/*
 * Header and table, then lookups by binary search over what pack_check has proved sorted.
 */
#include "model/pack_reader.h"

#include <assert.h>
#include <string.h>

#include "base/string.h"

#define SECTIONS_MAX 64u
#define SIGNATURE_SIZE 64u

static const so_pack_header *header_of(sotto_bytes bytes) {
  return (const so_pack_header *)(const void *)bytes.data;
}

size_t so_pack_signed_size(sotto_bytes bytes) {
  return sizeof(so_pack_header) + header_of(bytes)->section_count * sizeof(so_pack_section);
}

static sotto_status check_header(sotto_bytes bytes) {
  assert(((uintptr_t)bytes.data & 7u) == 0);
  const so_pack_header *header = header_of(bytes);
  if (bytes.size < sizeof *header || memcmp(header->magic, SO_PACK_MAGIC, 8) != 0)
    return SOTTO_E_FORMAT;
  if (header->format != SO_PACK_FORMAT || header->minimum_sdk > SOTTO_VERSION)
    return SOTTO_E_FORMAT;
  if (header->section_count == 0 || header->section_count > SECTIONS_MAX) return SOTTO_E_CORRUPT;
  if (header->total_size != bytes.size) return SOTTO_E_CORRUPT;
  if (so_pack_signed_size(bytes) + SIGNATURE_SIZE > bytes.size) return SOTTO_E_CORRUPT;
  return header->expires_ms > header->created_ms ? SOTTO_OK : SOTTO_E_CORRUPT;
}

/** Where the section after `end` begins. */
static uint64_t aligned(uint64_t end) {
  return (end + SO_PACK_ALIGN - 1) / SO_PACK_ALIGN * SO_PACK_ALIGN;
}

/** Sections follow each other without gaps beyond alignment, ids ascending. */
static int section_holds(const so_pack_section *section, uint64_t offset, uint64_t total) {
  if (section->offset != offset || offset > total) return 0;
  if (section->element_size == 0 || section->count > total) return 0;
  if (section->size != section->count * section->element_size) return 0;
  return section->size <= total - offset;
}

sotto_status so_pack_check_table(sotto_bytes bytes) {
  sotto_status status = check_header(bytes);
  if (status) return status;
  const so_pack_header *header = header_of(bytes);
  const so_pack_section *sections = (const so_pack_section *)(const void *)(header + 1);
  uint64_t end = so_pack_signed_size(bytes) + SIGNATURE_SIZE;
  for (uint32_t n = 0; n < header->section_count; n++) {
    if (n > 0 && sections[n].id <= sections[n - 1].id) return SOTTO_E_CORRUPT;
    if (!section_holds(&sections[n], aligned(end), bytes.size)) return SOTTO_E_CORRUPT;
    end = sections[n].offset + sections[n].size;
  }
  return end == bytes.size ? SOTTO_OK : SOTTO_E_CORRUPT;
}

/** Bytes between sections are zero, so that no byte is outside the signature's reach. */
static int gaps_are_zero(const so_pack *pack) {
  uint64_t end = so_pack_signed_size(pack->bytes) + SIGNATURE_SIZE;
  for (uint32_t n = 0; n < pack->header->section_count; n++) {
    for (; end < pack->sections[n].offset; end++) {
      if (pack->bytes.data[end] != 0) return 0;
    }
    end += pack->sections[n].size;
  }
  return 1;
}

sotto_status so_pack_open(so_pack *ret_pack, sotto_bytes bytes, int full) {
  so_pack pack;
  sotto_status status = so_pack_check_table(bytes);
  if (!status) status = so_pack_view_bind(&pack, bytes);
  if (!status) status = so_pack_check_counts(&pack);
  if (!status && full && !gaps_are_zero(&pack)) status = SOTTO_E_CORRUPT;
  if (!status && full) status = so_pack_check_content(&pack);
  if (!status) *ret_pack = pack;
  return status;
}

uint32_t so_pack_find_hash(const so_pack *pack, uint64_t hash) {
  uint32_t low = 0, high = pack->item_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (pack->lookup[middle].hash < hash)
      low = middle + 1;
    else
      high = middle;
  }
  int found = low < pack->item_count && pack->lookup[low].hash == hash;
  return found ? pack->lookup[low].item : SO_PACK_NONE;
}

uint32_t so_pack_find_item(const so_pack *pack, sotto_text id) {
  uint32_t item = so_pack_find_hash(pack, so_pack_hash_id(id));
  if (item == SO_PACK_NONE || !so_text_equal(so_pack_item_id(pack, item), id)) return SO_PACK_NONE;
  return item;
}

uint32_t so_pack_find_key(const so_pack *pack, sotto_text name) {
  for (uint32_t n = 0; n < pack->key_count; n++) {
    if (so_text_equal(so_pack_text(pack, pack->keys[n].name_text), name)) return n;
  }
  return SO_PACK_NONE;
}

uint32_t so_pack_find_value(const so_pack *pack, uint32_t key, sotto_text name) {
  if (key >= pack->key_count) return SO_PACK_NONE;
  uint32_t low = pack->keys[key].values_start, end = low + pack->keys[key].values_count;
  uint32_t high = end;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (so_pack_compare(so_pack_text(pack, pack->values[middle].name_text), name) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == end || !so_text_equal(so_pack_text(pack, pack->values[low].name_text), name))
    return SO_PACK_NONE;
  return low;
}

uint32_t so_pack_find_slot(const so_pack *pack, sotto_text id) {
  for (uint32_t n = 0; n < pack->slot_count; n++) {
    if (so_text_equal(so_pack_text(pack, pack->slots[n].id_text), id)) return n;
  }
  return SO_PACK_NONE;
}

/** The language part of a tag: "es" of "es-MX" and "es_MX". */
static sotto_text language_of(sotto_text tag) {
  size_t size = 0;
  while (size < tag.size && tag.data[size] != '-' && tag.data[size] != '_') size++;
  return (sotto_text){tag.data, size};
}

uint32_t so_pack_find_locale(const so_pack *pack, sotto_text tag) {
  uint32_t same_language = 0;
  for (uint32_t n = pack->locale_count; n-- > 0;) {
    sotto_text locale = so_pack_text(pack, pack->locales[n]);
    if (so_text_equal(locale, tag)) return n;
    if (so_text_equal(language_of(locale), language_of(tag))) same_language = n;
  }
  return same_language;
}

sotto_text so_pack_item_title(const so_pack *pack, uint32_t item, uint32_t locale) {
  return so_pack_text(pack, pack->item_titles[(size_t)locale * pack->item_count + item]);
}

sotto_text so_pack_key_label(const so_pack *pack, uint32_t key, uint32_t locale) {
  return so_pack_text(pack, pack->key_labels[(size_t)locale * pack->key_count + key]);
}

sotto_text so_pack_value_label(const so_pack *pack, uint32_t value, uint32_t locale) {
  return so_pack_text(pack, pack->value_labels[(size_t)locale * pack->value_count + value]);
}

int so_pack_item_is_discreet(const so_pack *pack, uint32_t item) {
  const so_pack_item *entry = &pack->items[item];
  if (entry->flags & SO_ITEM_DISCREET) return 1;
  for (uint32_t n = 0; n < entry->values_count; n++) {
    uint32_t value = pack->item_values[entry->values_start + n];
    if (pack->values[value].flags & SO_VALUE_DISCREET) return 1;
  }
  return 0;
}
