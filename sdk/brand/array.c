/* Growing arrays: doubling, with the failure kept until somebody asks. */
#include "brand/array.h"

#include <stdlib.h>
#include <string.h>

so_array so_array_of(size_t element_size) {
  so_array array = {NULL, 0, 0, element_size, 0};
  return array;
}

void so_array_free(so_array *array) {
  free(array->data);
  array->data = NULL;
  array->count = array->capacity = 0;
}

static int reserve(so_array *array, size_t count) {
  if (array->failed) return 0;
  if (count <= array->capacity) return 1;
  size_t capacity = array->capacity ? array->capacity : 16;
  while (capacity < count) capacity *= 2;
  void *data = capacity <= SIZE_MAX / array->element_size
                   ? realloc(array->data, capacity * array->element_size)
                   : NULL;
  if (!data) {
    array->failed = 1;
    return 0;
  }
  array->data = data;
  array->capacity = capacity;
  return 1;
}

void so_array_append(so_array *array, const void *elements, size_t count) {
  if (count == 0 || !reserve(array, array->count + count)) return;
  memcpy((char *)array->data + array->count * array->element_size, elements,
         count * array->element_size);
  array->count += count;
}

void so_array_push(so_array *array, const void *element) {
  so_array_append(array, element, 1);
}

void so_array_resize(so_array *array, size_t count) {
  if (!reserve(array, count)) return;
  if (count > array->count) {
    memset((char *)array->data + array->count * array->element_size, 0,
           (count - array->count) * array->element_size);
  }
  array->count = count;
}

void *so_array_at(const so_array *array, size_t place) {
  return place < array->count ? (char *)array->data + place * array->element_size : NULL;
}
