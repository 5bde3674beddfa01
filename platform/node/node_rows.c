/*
 * Keeping what a visitor shows: the struct, and copies of every text, bytes and reasons it views.
 * Needed because a visit may run on a thread where no JavaScript value can be made.
 */
#include "node_shape.h"

#include <sotto/mindset.h>
#include <stdlib.h>
#include <string.h>

void node_rows_begin(node_rows *rows, const node_shape *shape, node_arena *arena) {
  *rows = (node_rows){.shape = shape, .arena = arena};
}

static int keep_view(node_arena *arena, sotto_text *view) {
  view->data = node_arena_copy(arena, view->data, view->size);
  return view->data != NULL;
}

static int keep_reasons(node_arena *arena, const sotto_reason **reasons, size_t count) {
  sotto_reason *kept = node_arena_copy(arena, *reasons, count * sizeof **reasons);
  if (!kept) return 0;
  *reasons = kept;
  for (size_t i = 0; i < count; i++)
    if (!keep_view(arena, &kept[i].text) || !keep_view(arena, &kept[i].item)) return 0;
  return 1;
}

static int keep_field(node_arena *arena, const node_field *field, char *row) {
  void *at = row + field->offset;
  switch (field->kind) {
  case NODE_TEXT:
  case NODE_OPTION:
  case NODE_BYTES: return keep_view(arena, at);
  case NODE_REASONS:
    return keep_reasons(arena, at, *(const size_t *)((const char *)at + sizeof(void *)));
  default: return 1;
  }
}

static int more_room(node_rows *rows) {
  const size_t capacity = rows->capacity ? rows->capacity * 2 : 16;
  char *data = realloc(rows->data, capacity * rows->shape->size);
  if (!data) return 0;
  rows->data = data;
  rows->capacity = capacity;
  return 1;
}

uint32_t node_rows_add(node_rows *rows, const void *row) {
  rows->failed = rows->failed || (rows->count == rows->capacity && !more_room(rows));
  if (rows->failed) return 1;
  char *kept = rows->data + rows->count * rows->shape->size;
  memcpy(kept, row, rows->shape->size);
  for (size_t i = 0; i < rows->shape->count && !rows->failed; i++)
    rows->failed = !keep_field(rows->arena, &rows->shape->fields[i], kept);
  rows->count += !rows->failed;
  return rows->failed ? 1 : 0;
}

void node_rows_end(node_rows *rows) {
  free(rows->data);
  rows->data = NULL;
  rows->count = rows->capacity = 0;
}
