/*
 * Finding a question's task: see task_view.h.
 */
#include "model/task_view.h"

int so_task_view_find(const so_pack *pack, uint32_t question, so_task_view *ret_view) {
  uint32_t n = 0;
  while (n < pack->task_count && pack->tasks[n].question != question) n++;
  if (n == pack->task_count) return 0;
  const so_pack_task *row = &pack->tasks[n];
  so_reader reader = so_reader_of(pack->task_bytes, pack->task_byte_count);
  (void)so_read_bytes(&reader, row->start);
  so_task_view view = {.version = row->version, .id = row->id};
  view.configuration = so_read_bytes(&reader, row->size);
  view.leader_list = so_read_bytes(&reader, row->leader_size);
  view.helper_list = so_read_bytes(&reader, row->helper_size);
  if (reader.bad) return 0;
  *ret_view = view;
  return 1;
}

void so_task_view_promise(const so_pack *pack, uint32_t question, so_writer *writer) {
  so_task_view view;
  if (!so_task_view_find(pack, question, &view)) return;
  so_write_u32(writer, view.version);
  so_write_bytes(writer, view.id, sizeof pack->tasks->id);
  so_write_block(writer, view.configuration.data, view.configuration.size);
}
