/*
 * Packs (model/pack_reader.h) whose signature has been verified, so that their bytes may still be
 * anything: what opens in full can be walked from end to end without leaving it.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model/pack_question.h"
#include "model/pack_reader.h"
#include "unit/hand_pack.h"

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  static hand_pack pack;
  if (number > 0) return 0;
  if (!pack.size) hand_pack_make(&pack);
  memcpy(room, pack.bytes, pack.size);
  return pack.size;
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
    fuzz_hold(walk_items(&pack) + walk_values(&pack) + walk_questions(&pack) > 0, "it is walked");
  free(bytes);
  return status == SOTTO_OK;
}
