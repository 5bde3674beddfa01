/*
 * What the questions of a collector are called: names, mechanisms and the labels of their buckets.
 * English for what Sotto names itself, the pack's first locale for what the catalogue names.
 */
#include <stdio.h>
#include <string.h>

#include "base/string.h"
#include "brand/report_open.h"
#include "model/pack_reader.h"

uint32_t sotto_collector_count(const sotto_collector *collector) {
  return collector->asked_count;
}

sotto_text sotto_collector_brand(const sotto_collector *collector) {
  return so_pack_text(&collector->pack, collector->pack.header->brand_text);
}

sotto_status sotto_collector_question_get(const sotto_collector *collector, uint32_t index,
                                          sotto_collector_question *ret_question) {
  if (index >= collector->asked_count) return SOTTO_E_MISSING;
  const so_asked *asked = &collector->asked[index];
  sotto_collector_question question = {.struct_size = sizeof question,
                                       .kind = asked->question.kind,
                                       .minimum_batch = asked->question.minimum_batch};
  sotto_status status = sotto_mechanism_plan(asked->oracle.buckets, asked->question.epsilon_micro,
                                             &question.mechanism);
  if (status != SOTTO_OK) return status;
  question.name = so_pack_text(&collector->pack, asked->source->name_text);
  memcpy(question.content, asked->question.content, sizeof question.content);
  *ret_question = question;
  return SOTTO_OK;
}

static void label_recency(char ret_label[SOTTO_LABEL_SIZE], const so_question *question,
                          uint32_t bucket) {
  const uint32_t *days = question->values;
  if (bucket == 1)
    (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "under %u days", (unsigned)days[0]);
  else if (bucket <= question->value_count)
    (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "%u to %u days", (unsigned)days[bucket - 2],
                   (unsigned)days[bucket - 1] - 1);
  else
    (void)snprintf(ret_label, SOTTO_LABEL_SIZE, "%u days or more",
                   (unsigned)days[question->value_count - 1]);
}

/* Copies a text, cut before the character that would not fit. */
static void label_text(char ret_label[SOTTO_LABEL_SIZE], sotto_text text) {
  size_t size = text.size < SOTTO_LABEL_SIZE ? text.size : SOTTO_LABEL_SIZE - 1;
  while (size < text.size && size > 0 && ((unsigned char)text.data[size] & 0xC0u) == 0x80u) size--;
  if (size) memcpy(ret_label, text.data, size);
  ret_label[size] = '\0';
}

/* A bucket of the question, 1 or above: its stable name and what people read. */
static void label_answer(sotto_bucket_label *ret_label, const so_pack *pack,
                         const so_question *question, uint32_t bucket) {
  static const char *const mindsets[] = {"curious",   "interested", "focused",
                                         "satisfied", "loyal",      "fading"};
  if (question->kind == SO_QUESTION_TOP_VALUE) {
    uint32_t value = question->values[bucket - 1];
    label_text(ret_label->name, so_pack_text(pack, pack->values[value].name_text));
    label_text(ret_label->label, so_pack_value_label(pack, value, 0));
    return;
  }
  if (question->kind == SO_QUESTION_MINDSET)
    label_text(ret_label->name, so_text_of(mindsets[bucket - 1]));
  else
    label_recency(ret_label->name, question, bucket);
  memcpy(ret_label->label, ret_label->name, sizeof ret_label->label);
}

sotto_status sotto_collector_label(const sotto_collector *collector, uint32_t index,
                                   uint32_t bucket, sotto_bucket_label *ret_label) {
  if (index >= collector->asked_count || bucket >= collector->asked[index].oracle.buckets)
    return SOTTO_E_MISSING;
  sotto_bucket_label label = {.name = "none", .label = "none"};
  if (bucket > 0) label_answer(&label, &collector->pack, &collector->asked[index].question, bucket);
  *ret_label = label;
  return SOTTO_OK;
}
