/*
 * Packs (model/pack_reader.h) whose signature has been verified, so that their bytes may still be
 * anything: what opens in full can be walked from end to end without leaving it.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model/pack_question.h"
#include "model/pack_reader.h"
#include "model/task_view.h"
#include "unit/hand_pack.h"

#define LEARNT_SECTIONS 9u /* before the questions */
#define LATER_SECTIONS 5u  /* after them */
#ifdef SOTTO_WITH_SPLIT
# define TASK_SECTIONS 2u
#else
# define TASK_SECTIONS 0u
#endif
#define ALL_SECTIONS (HAND_SECTIONS + LEARNT_SECTIONS + LATER_SECTIONS + TASK_SECTIONS)

static void write_learnt(hand_pack *pack) {
  const so_pack_row rows[] = {{0, 1, 0.01f, 0}, {1, 1, 0.01f, 0}};
  const so_pack_edge edges[] = {{64u << 24 | 1}, {64u << 24}};
  const float mindset[] = {0.5f, -1}, blend[6 * SO_STRATEGY_COUNT] = {0.5f};
  const so_pack_state state[] = {{0.3f, 0.05f, 30, 3, 365, 90, 2, 3}};
  const so_pack_slot slots[] = {{T_A, SO_COMPANY_SHARED, 4, 0, 2, 100}};
  const so_pack_rule rules[] = {{.kind = SO_RULE_PIN_ITEM, .target = 1},
                                {.kind = SO_RULE_PRICE_BAND, .to_minor = 500}};
  HAND_SECTION(pack, SO_PACK_NEIGHBOUR_ROWS, rows);
  HAND_SECTION(pack, SO_PACK_NEIGHBOURS, edges);
  HAND_SECTION(pack, SO_PACK_COMPLEMENT_ROWS, rows);
  HAND_SECTION(pack, SO_PACK_COMPLEMENTS, edges);
  HAND_SECTION(pack, SO_PACK_MINDSET, mindset);
  HAND_SECTION(pack, SO_PACK_STATE, state);
  HAND_SECTION(pack, SO_PACK_BLEND, blend);
  HAND_SECTION(pack, SO_PACK_SLOTS, slots);
  HAND_SECTION(pack, SO_PACK_RULES, rules);
}

static void write_later(hand_pack *pack) {
  const so_pack_history history[] = {{0.5f, 0.5f}};
  const so_pack_repeat repeats[] = {{0.25f, 0.01f}};
  const so_pack_vectors about[] = {{4, 0.5f, 0.1f, 0}};
  const int8_t vectors[16 * 4] = {1, -2, 127, -127};
  const so_pack_moment moments[] = {{SO_PACK_MOMENT(SO_MOMENT_HOUR, 9), 0, 1.5f, 0.1f}};
  HAND_SECTION(pack, SO_PACK_HISTORY, history);
  HAND_SECTION(pack, SO_PACK_REPEATS, repeats);
  HAND_SECTION(pack, SO_PACK_VECTOR_INFO, about);
  HAND_SECTION(pack, SO_PACK_VECTORS, vectors);
  HAND_SECTION(pack, SO_PACK_MOMENTS, moments);
}

/* A question's canonical form and its two lists, one behind the other. */
static void write_tasks(hand_pack *pack) {
#ifdef SOTTO_WITH_SPLIT
  const so_pack_task tasks[] = {{0, 18, 0, 40, 41, 43, {1}}, {2, 9, 124, 4, 0, 0, {2}}};
  const uint8_t bytes[128] = {0, 41, 7};
  HAND_SECTION(pack, SO_PACK_TASKS, tasks);
  HAND_SECTION(pack, SO_PACK_TASK_BYTES, bytes);
#else
  (void)pack;
#endif
}

/* With every section that the reader knows. */
static void make_whole(hand_pack *pack) {
  hand_pack_begin(pack, ALL_SECTIONS);
  hand_write_texts(pack);
  hand_write_catalogue(pack);
  hand_write_attributes(pack);
  write_learnt(pack);
  hand_write_questions(pack);
  write_later(pack);
  write_tasks(pack);
  hand_pack_end(pack, ALL_SECTIONS);
}

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  static hand_pack packs[2];
  if (number > 1) return 0;
  hand_pack *pack = &packs[number];
  if (!pack->size) (number ? make_whole : hand_pack_make)(pack);
  memcpy(room, pack->bytes, pack->size);
  return pack->size;
}

/* Every byte is looked at. */
static size_t read_text(sotto_text text) {
  size_t sum = 0;
  for (size_t i = 0; i < text.size; i++) sum += (uint8_t)text.data[i];
  return sum + 1;
}

static size_t walk_items(const so_pack *pack) {
  size_t sum = 0;
  for (uint32_t item = 0; item < pack->item_count; item++) {
    sum += read_text(so_pack_item_id(pack, item));
    sum += (size_t)so_pack_item_is_discreet(pack, item);
    for (uint32_t locale = 0; locale < pack->locale_count; locale++)
      sum += read_text(so_pack_item_title(pack, item, locale));
    fuzz_hold(so_pack_find_item(pack, so_pack_item_id(pack, item)) < pack->item_count,
              "an item is found by its id");
  }
  for (uint32_t i = 0; i < pack->popular_count; i++)
    fuzz_hold(pack->popular_order[i] < pack->item_count, "what is popular is an item");
  for (uint32_t i = 0; i < pack->category_count; i++)
    fuzz_hold(pack->category_order[i] < pack->item_count, "what is popular in a type is an item");
  return sum;
}

static size_t walk_values(const so_pack *pack) {
  size_t sum = 0;
  for (uint32_t locale = 0; locale < pack->locale_count; locale++) {
    for (uint32_t key = 0; key < pack->key_count; key++)
      sum += read_text(so_pack_key_label(pack, key, locale));
    for (uint32_t value = 0; value < pack->value_count; value++)
      sum += read_text(so_pack_value_label(pack, value, locale));
  }
  for (uint32_t i = 0; i < pack->value_count; i++) {
    const so_pack_value *value = &pack->values[i];
    for (uint32_t j = 0; j < value->items_count; j++)
      fuzz_hold(pack->value_items[value->items_start + j] < pack->item_count, "a value's item");
  }
  return sum;
}

static size_t walk_questions(const so_pack *pack) {
  static uint8_t room[SO_PACK_QUESTION_CONTENT_MAX];
  size_t sum = 0;
  for (uint32_t i = 0; i < pack->question_count; i++) {
    const so_pack_question *question = &pack->questions[i];
    sum += read_text(so_pack_text(pack, question->name_text));
    fuzz_hold(question->values_count <= pack->question_value_count &&
                  question->values_start <= pack->question_value_count - question->values_count,
              "a question's values are in the pack");
    so_writer writer = so_writer_of(room, sizeof room);
    so_pack_question_content(pack, i, &writer);
    sum += writer.at;
  }
  return sum;
}

static size_t sum_of(sotto_bytes bytes) {
  return read_text((sotto_text){(const char *)bytes.data, bytes.size});
}

static size_t walk_tasks(const so_pack *pack) {
  size_t sum = 0;
  for (uint32_t i = 0; i < pack->question_count; i++) {
    so_task_view task;
    if (!so_task_view_find(pack, i, &task)) continue;
    sum += sum_of((sotto_bytes){task.id, 32}) + sum_of(task.configuration);
    sum += sum_of(task.leader_list) + sum_of(task.helper_list);
  }
  return sum;
}

int fuzz_run(const uint8_t *data, size_t size) {
  so_pack pack;
  uint8_t *bytes = NULL; /* aligned as a mapping is, and of this size */
  fuzz_hold(posix_memalign((void **)&bytes, SO_PACK_ALIGN, size ? size : 1) == 0, "memory");
  memcpy(bytes, data, size);
  sotto_status status = so_pack_check_table((sotto_bytes){bytes, size});
  if (!status) {
    fuzz_hold(so_pack_signed_size((sotto_bytes){bytes, size}) <= size, "what is signed is there");
    status = so_pack_open(&pack, (sotto_bytes){bytes, size}, 1);
  }
  fuzz_hold(status == SOTTO_OK || status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT ||
                status == SOTTO_E_LIMIT,
            "a typed refusal");
  if (!status)
    fuzz_hold(walk_items(&pack) + walk_values(&pack) + walk_questions(&pack) + walk_tasks(&pack),
              "it is walked");
  free(bytes);
  return status == SOTTO_OK;
}
