/*
 * Memory of one call: what JavaScript passed in is copied here, and what a visitor showed is kept
 * here until it can be told, because views of the library die before a value can be made of them
 * on another thread. Everything goes at once; nothing is freed singly.
 */
#ifndef NODE_ARENA_H
#define NODE_ARENA_H

#include <stddef.h>
#include <stdint.h>

/** A growing piece of memory; small calls need no allocation. */
typedef struct node_arena {
  struct node_chunk *chunks; /* those that were allocated */
  char *at;                  /* the next free byte */
  size_t room;               /* bytes free there */
  union {
    char near[1024]; /* the first of them */
    uint64_t aligned;
  };
} node_arena;

/** Begins empty. It may not be moved afterwards. */
void node_arena_begin(node_arena *arena);

/** Gives `size` bytes, aligned for anything; NULL where there are none. */
void *node_arena_take(node_arena *arena, size_t size);

/** Gives a copy of `size` bytes; NULL where there is no memory. */
void *node_arena_copy(node_arena *arena, const void *data, size_t size);

/** Overwrites and frees all of it. */
void node_arena_end(node_arena *arena);

#endif
