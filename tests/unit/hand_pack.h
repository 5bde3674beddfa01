/*
 * A small signed pack made by hand, byte by byte after model/pack_format.h, for tests of the
 * brand's side: two items, two attribute keys and three questions (mindset, spend recency with
 * bounds 7 and 30 days, favourite activity of climbing and hiking). Shares no code with the writer.
 */
#ifndef TEST_UNIT_HAND_PACK_H
#define TEST_UNIT_HAND_PACK_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "crypto/envelope.h"
#include "crypto/random.h"
#include "crypto/report_envelope.h"
#include "crypto/sign.h"
#include "model/pack_view.h"

#define HAND_PACK_SIZE 8192u
#define HAND_SECTIONS 16u
#define HAND_EPOCH 2960u /* the pack is made at its start and ends eight weeks later */
#define HAND_WEEKS 8u
#define HAND_QUESTIONS 3u

/** The pack, its size, and every key. */
typedef struct hand_pack {
  _Alignas(64) uint8_t bytes[HAND_PACK_SIZE];
  size_t size;
  uint8_t sign_public[32];
  uint8_t sign_secret[64];
  uint8_t report_public[32];
  uint8_t report_secret[32];
} hand_pack;

enum {
  T_BRAND,
  T_EN,
  T_A,
  T_B,
  T_TENT,
  T_ROPE,
  T_TYPE,
  T_TENTS,
  T_ACTIVITY,
  T_CLIMB,
  T_HIKE,
  T_MINDSET,
  T_RECENCY,
  T_FAVOURITE,
  T_COUNT
};

static const char *const hand_texts[T_COUNT] = {
    "Vereda", "en",       "A",        "B",      "A tent",  "A rope",        "product_type",
    "Tents",  "activity", "climbing", "hiking", "mindset", "spend recency", "favourite activity"};

static inline void hand_section(hand_pack *pack, uint32_t id, sotto_bytes elements,
                                uint32_t element_size) {
  so_pack_header *header = (void *)pack->bytes;
  so_pack_section *section = (so_pack_section *)(void *)(header + 1) + header->section_count++;
  pack->size = (pack->size + 63) / 64 * 64;
  assert(pack->size + elements.size <= HAND_PACK_SIZE);
  memcpy((uint8_t *)pack + offsetof(hand_pack, bytes) + pack->size, elements.data, elements.size);
  *section = (so_pack_section){.id = id,
                               .element_size = element_size,
                               .offset = pack->size,
                               .size = elements.size,
                               .count = elements.size / element_size};
  so_digest(section->hash, elements);
  pack->size += elements.size;
}

#define HAND_SECTION(pack, id, array)                                                              \
 hand_section(pack, id, (sotto_bytes){(const void *)(array), sizeof(array)}, sizeof *(array))

static inline void hand_write_texts(hand_pack *pack) {
  char text[256];
  uint32_t index[T_COUNT + 1] = {0}, at = 0;
  for (int i = 0; i < T_COUNT; i++) {
    size_t size = strlen(hand_texts[i]);
    memcpy(text + at, hand_texts[i], size);
    at += (uint32_t)size;
    index[i + 1] = at;
  }
  hand_section(pack, SO_PACK_TEXT, (sotto_bytes){(void *)text, at}, 1);
  HAND_SECTION(pack, SO_PACK_TEXT_INDEX, index);
}

static inline void hand_write_catalogue(hand_pack *pack) {
  uint32_t locales[] = {T_EN}, titles[] = {T_TENT, T_ROPE}, item_values[] = {0, 2, 1};
  so_pack_item items[] = {{.id_text = T_A,
                           .flags = 1,
                           .price_minor = 100,
                           .values_start = 0,
                           .values_count = 2,
                           .link_text = SO_PACK_NONE,
                           .image_text = SO_PACK_NONE,
                           .popularity = 0.5f,
                           .type_value = 0,
                           .complement_type = SO_PACK_NONE},
                          {.id_text = T_B,
                           .flags = 1,
                           .price_minor = 200,
                           .values_start = 2,
                           .values_count = 1,
                           .link_text = SO_PACK_NONE,
                           .image_text = SO_PACK_NONE,
                           .popularity = 0.25f,
                           .type_value = SO_PACK_NONE,
                           .complement_type = SO_PACK_NONE}};
  so_pack_lookup lookup[2];
  for (uint32_t i = 0; i < 2; i++)
    lookup[i] =
        (so_pack_lookup){.hash = so_pack_hash_id((sotto_text){hand_texts[T_A + i], 1}), .item = i};
  if (lookup[0].hash > lookup[1].hash) {
    so_pack_lookup first = lookup[0];
    lookup[0] = lookup[1];
    lookup[1] = first;
  }
  HAND_SECTION(pack, SO_PACK_LOCALES, locales);
  HAND_SECTION(pack, SO_PACK_ITEMS, items);
  HAND_SECTION(pack, SO_PACK_ITEM_TITLES, titles);
  HAND_SECTION(pack, SO_PACK_ITEM_LOOKUP, lookup);
  HAND_SECTION(pack, SO_PACK_ITEM_VALUES, item_values);
}

static inline void hand_write_attributes(hand_pack *pack) {
  so_pack_key keys[] = {
      {.name_text = T_TYPE, .category = 5, .values_start = 0, .values_count = 1},
      {.name_text = T_ACTIVITY, .category = 5, .values_start = 1, .values_count = 2}};
  so_pack_value values[] = {
      {.key = 0, .name_text = T_TENTS, .items_start = 0, .items_count = 1, .parent = SO_PACK_NONE},
      {.key = 1, .name_text = T_CLIMB, .items_start = 1, .items_count = 1, .parent = SO_PACK_NONE},
      {.key = 1, .name_text = T_HIKE, .items_start = 2, .items_count = 1, .parent = SO_PACK_NONE}};
  uint32_t key_labels[] = {T_TYPE, T_ACTIVITY}, value_labels[] = {T_TENTS, T_CLIMB, T_HIKE};
  uint32_t value_items[] = {0, 1, 0}, popular[] = {0, 1};
  HAND_SECTION(pack, SO_PACK_KEYS, keys);
  HAND_SECTION(pack, SO_PACK_KEY_LABELS, key_labels);
  HAND_SECTION(pack, SO_PACK_VALUES, values);
  HAND_SECTION(pack, SO_PACK_VALUE_LABELS, value_labels);
  HAND_SECTION(pack, SO_PACK_VALUE_ITEMS, value_items);
  HAND_SECTION(pack, SO_PACK_POPULAR_ORDER, popular);
}

static inline void hand_write_questions(hand_pack *pack) {
  so_pack_question questions[HAND_QUESTIONS] = {
      {.kind = 1, .name_text = T_MINDSET},
      {.kind = 2, .name_text = T_RECENCY, .values_start = 0, .values_count = 2},
      {.kind = 3,
       .name_text = T_FAVOURITE,
       .values_start = 2,
       .values_count = 2,
       .category = 5,
       .attribute = 1,
       .lists = SO_PACK_LISTS_VALUES}};
  uint32_t values[] = {7, 30, 1, 2}, category_order[] = {0};
  for (uint32_t i = 0; i < HAND_QUESTIONS; i++) {
    questions[i].trust = 1;
    questions[i].unit = 1;
    questions[i].epsilon_micro = 1000000;
    questions[i].minimum_batch = 1000;
    so_digest(questions[i].content, (sotto_bytes){(void *)&questions[i], 40});
  }
  HAND_SECTION(pack, SO_PACK_QUESTIONS, questions);
  HAND_SECTION(pack, SO_PACK_QUESTION_VALUES, values);
  HAND_SECTION(pack, SO_PACK_CATEGORY_ORDER, category_order);
}

/** Signs header and table anew, after a test changed them. */
static inline void hand_pack_sign(hand_pack *pack) {
  so_pack_header *header = (void *)pack->bytes;
  size_t size = sizeof *header + header->section_count * sizeof(so_pack_section);
  so_sign(pack->bytes + size, (sotto_bytes){pack->bytes, size}, pack->sign_secret);
}

/** Begins a pack of so many sections with fresh keys. */
static inline void hand_pack_begin(hand_pack *pack, uint32_t sections) {
  memset(pack, 0, sizeof *pack);
  so_sign_keypair(pack->sign_public, pack->sign_secret);
  so_seal_keypair(pack->report_public, pack->report_secret);
  so_pack_header *header = (void *)pack->bytes;
  memcpy(header->magic, SO_PACK_MAGIC, 8);
  header->format = SO_PACK_FORMAT;
  header->sequence = 1;
  header->created_ms = so_epoch_start_ms(HAND_EPOCH);
  header->expires_ms = so_epoch_start_ms(HAND_EPOCH + HAND_WEEKS);
  header->brand_text = T_BRAND;
  memcpy(header->currency, "EUR", 4);
  memcpy(header->report_key, pack->report_public, 32);
  so_sign_key_id(header->key_id, pack->sign_public);
  pack->size = sizeof *header + sections * sizeof(so_pack_section) + SO_SIGNATURE_SIZE;
}

/** Ends it, when all its sections stand in it. */
static inline void hand_pack_end(hand_pack *pack, uint32_t sections) {
  so_pack_header *header = (void *)pack->bytes;
  assert(header->section_count == sections);
  header->total_size = pack->size;
  hand_pack_sign(pack);
}

/** Makes the pack with fresh keys. */
static inline void hand_pack_make(hand_pack *pack) {
  hand_pack_begin(pack, HAND_SECTIONS);
  hand_write_texts(pack);
  hand_write_catalogue(pack);
  hand_write_attributes(pack);
  hand_write_questions(pack);
  hand_pack_end(pack, HAND_SECTIONS);
}

#endif
