/* The canonical content of a question; the layout stands in the header. */
#include "model/pack_question.h"

static void write_text(so_writer *writer, sotto_text text) {
  so_write_block(writer, text.data, text.size);
}

void so_pack_question_content(const so_pack *pack, uint32_t question, so_writer *writer) {
  static const char label[] = "sotto question content 1";
  const so_pack_question *asked = &pack->questions[question];
  int named = asked->kind == SO_PACK_QUESTION_TOP_VALUE;
  so_write_block(writer, label, sizeof label - 1);
  so_write_u32(writer, asked->kind);
  so_write_u32(writer, asked->trust);
  so_write_u32(writer, asked->unit);
  so_write_u32(writer, asked->category);
  so_write_u32(writer, asked->epsilon_micro);
  so_write_u32(writer, asked->minimum_batch);
  uint32_t attribute = named ? pack->keys[asked->attribute].name_text : SO_PACK_NONE;
  write_text(writer, so_pack_text(pack, attribute));
  so_write_u32(writer, asked->values_count);
  const uint32_t *values = pack->question_values + asked->values_start;
  for (uint32_t n = 0; n < asked->values_count; n++) {
    if (named)
      write_text(writer, so_pack_text(pack, pack->values[values[n]].name_text));
    else
      so_write_u32(writer, values[n]);
  }
}
