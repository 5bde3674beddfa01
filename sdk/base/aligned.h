/*
 * Memory at a stated alignment, the one allocation that C11 and Windows spell differently. No
 * bookkeeping: what was taken here is given back here.
 */
#ifndef SO_BASE_ALIGNED_H
#define SO_BASE_ALIGNED_H

#include <stdlib.h>

#ifdef _WIN32
# include <malloc.h>
#endif

/** Allocates `size` bytes, a multiple of `alignment`; NULL where there is no memory. */
static inline void *so_aligned_new(size_t alignment, size_t size) {
#ifdef _WIN32
  return _aligned_malloc(size, alignment);
#else
  return aligned_alloc(alignment, size);
#endif
}

/** Gives it back; NULL is taken. */
static inline void so_aligned_free(void *memory) {
#ifdef _WIN32
  _aligned_free(memory);
#else
  free(memory);
#endif
}

#endif
