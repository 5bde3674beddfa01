/*
 * A chain of chunks, each at least 4 KiB. Overwritten before it is freed: it held what somebody
 * looked at. Deliberately no resizing and no freeing of parts.
 */
#include "node_arena.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_LEAST 4096

struct node_chunk {
  struct node_chunk *next;
  size_t size;
};

static void wipe(void *data, size_t size) {
  volatile char *byte = data;
  for (size_t i = 0; i < size; i++) byte[i] = 0;
}

void node_arena_begin(node_arena *arena) {
  arena->chunks = NULL;
  arena->at = arena->near;
  arena->room = sizeof arena->near;
}

static int grow(node_arena *arena, size_t least) {
  const size_t size = least > CHUNK_LEAST ? least : CHUNK_LEAST;
  struct node_chunk *chunk = malloc(sizeof *chunk + size);
  if (!chunk) return 0;
  chunk->next = arena->chunks;
  chunk->size = size;
  arena->chunks = chunk;
  arena->at = (char *)(chunk + 1);
  arena->room = size;
  return 1;
}

void *node_arena_take(node_arena *arena, size_t size) {
  const size_t rounded = (size + 15) / 16 * 16;
  if (rounded < size) return NULL;
  if (rounded > arena->room && !grow(arena, rounded)) return NULL;
  void *taken = arena->at;
  arena->at += rounded;
  arena->room -= rounded;
  return taken;
}

void *node_arena_copy(node_arena *arena, const void *data, size_t size) {
  void *taken = node_arena_take(arena, size ? size : 1);
  if (taken && size) memcpy(taken, data, size);
  return taken;
}

void node_arena_end(node_arena *arena) {
  if (!arena->chunks)
    wipe(arena->near, (size_t)(arena->at - arena->near));
  else
    wipe(arena->near, sizeof arena->near);
  while (arena->chunks) {
    struct node_chunk *chunk = arena->chunks;
    arena->chunks = chunk->next;
    wipe(chunk + 1, chunk->size);
    free(chunk);
  }
}
