/* The canonical content of a question; the layout stands in the header. */
#include "model/pack_question.h"

#include "model/task_view.h"

static void write_text(so_writer *writer, sotto_text text) {
  so_write_block(writer, text.data, text.size);
}

static void write_value(const so_pack *pack, uint32_t lists, uint32_t value, so_writer *writer) {
  if (lists == SO_PACK_LISTS_NUMBERS)
    so_write_u32(writer, value);
  else
    write_text(
        writer,
        so_pack_text(pack, lists == SO_PACK_LISTS_VALUES ? pack->values[value].name_text : value));
}

void so_pack_question_content(const so_pack *pack, uint32_t question, so_writer *writer) {
  static const char label[] = "sotto question content 2";
  const so_pack_question *asked = &pack->questions[question];
  const uint32_t numbers[] = {
      asked->kind,          asked->trust, asked->unit,  asked->category, asked->epsilon_micro,
      asked->minimum_batch, asked->lists, asked->every, asked->phase,    asked->flags};
  so_write_block(writer, label, sizeof label - 1);
  for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++) so_write_u32(writer, numbers[n]);
  if (asked->lists == SO_PACK_LISTS_VALUES)
    write_text(writer, so_pack_text(pack, pack->keys[asked->attribute].name_text));
  else
    so_write_u32(writer, asked->attribute);
  so_write_u32(writer, asked->values_count);
  for (uint32_t n = 0; n < asked->values_count; n++)
    write_value(pack, asked->lists, pack->question_values[asked->values_start + n], writer);
  if (SO_TASK_BUILT) so_task_view_promise(pack, question, writer);
}
