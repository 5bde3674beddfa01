/*
 * What the profile is, in the few plain numbers that the pure rooms share: `model` computes them,
 * `privacy` maps them to a question's bucket. Filled by `flow` after consent has been asked; a
 * field that may not be used is "none". Holds no text and no identifiers.
 */
#ifndef SO_BASE_TRAITS_H
#define SO_BASE_TRAITS_H

#include <sotto/base.h>
#include <string.h>

#define SO_NONE UINT32_MAX
#define SO_ATTRIBUTE_KEYS_MAX 32

/** Traits of one profile at one moment. */
typedef struct so_traits {
  uint32_t mindset;                          /* sotto_mindset, or SO_NONE */
  uint32_t spend_recency_days;               /* whole days since the last purchase, or SO_NONE */
  uint32_t top_value[SO_ATTRIBUTE_KEYS_MAX]; /* pack value index per attribute key, or SO_NONE */
} so_traits;

/** Sets every trait to "none". */
static inline void so_traits_clear(so_traits *ret_traits) {
  memset(ret_traits, 0xff, sizeof *ret_traits); /* SO_NONE in every field */
}

#endif
