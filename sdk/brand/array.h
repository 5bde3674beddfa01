/*
 * Growing arrays of one element size, and texts interned to numbers. A failed allocation sets
 * `failed` and later pushes do nothing, so the caller checks once, at the end of a step.
 */
#ifndef SO_BRAND_ARRAY_H
#define SO_BRAND_ARRAY_H

#include <sotto/base.h>

/** Elements side by side; `data` moves when it grows. */
typedef struct so_array {
  void *data;
  size_t count;
  size_t capacity;
  size_t element_size;
  int failed;
} so_array;

so_array so_array_of(size_t element_size);
void so_array_free(so_array *array);
/** Appends a copy of one element. */
void so_array_push(so_array *array, const void *element);
/** Appends copies of `count` elements. */
void so_array_append(so_array *array, const void *elements, size_t count);
/** Makes room for `count` elements in all and sets the count; new ones are zero. */
void so_array_resize(so_array *array, size_t count);
/** The element at a place, or NULL past the end. */
void *so_array_at(const so_array *array, size_t place);

#endif
