/*
 * XofTurboShake128 by itself. The vectors have a domain separation tag of their own, so the sponge
 * is fed here as the drafts say (VDAF-18: 32-byte seeds; VDAF-08: 16-byte seeds).
 */
#include <stdlib.h>
#include <string.h>

#include "prio/prio3.h"
#include "vector_kind.h"

typedef struct xof_case {
  hex tag, seed, binder;
} xof_case;

static void open_xof(so_turboshake *sponge, const xof_case *given) {
  uint8_t tag[2] = {(uint8_t)given->tag.size, (uint8_t)(given->tag.size >> 8)};
  uint8_t seed = (uint8_t)given->seed.size;
  int old = seed == 16;
  so_turboshake_init(sponge);
  so_turboshake_absorb(sponge, tag, old ? 1 : 2);
  so_turboshake_absorb(sponge, given->tag.data, given->tag.size);
  if (!old) so_turboshake_absorb(sponge, &seed, 1);
  so_turboshake_absorb(sponge, given->seed.data, given->seed.size);
  so_turboshake_absorb(sponge, given->binder.data, given->binder.size);
  so_turboshake_finish(sponge, 1);
}

static int same_expansion(const json_t *vector, const xof_case *given) {
  size_t length = small_number_of(vector, "length", 0);
  if (!length || length > SO_PRIO3_ELEMENTS_MAX) return 0;
  uint8_t *bytes = room_for(length, 16);
  so_turboshake sponge;
  open_xof(&sponge, given);
  for (size_t i = 0; i < length; i++)
    so_field_write(SO_FIELD128, so_prio3_next(&sponge, SO_FIELD128), bytes + 16 * i);
  int same = same_hex(json_object_get(vector, "expanded_vec_field128"), bytes, 16 * length);
  free(bytes);
  return same;
}

void run_xof(vector_tally *tally, const char *name, const json_t *vector) {
  if (!strstr(name, "XofTurboShake128")) {
    skipped(tally, name, "not the XOF of Prio3");
    return;
  }
  xof_case given = {read_hex(json_object_get(vector, "dst")),
                    read_hex(json_object_get(vector, "seed")),
                    read_hex(json_object_get(vector, "binder"))};
  uint8_t seed[32];
  so_turboshake sponge;
  if (!given.tag.data || !given.binder.data || (given.seed.size != 16 && given.seed.size != 32))
    failed(tally, name, "its fields are not those of an XOF vector");
  else {
    open_xof(&sponge, &given);
    so_turboshake_squeeze(&sponge, seed, given.seed.size);
    if (!same_hex(json_object_get(vector, "derived_seed"), seed, given.seed.size))
      failed(tally, name, "derived_seed differs");
    else if (!same_expansion(vector, &given))
      failed(tally, name, "expanded_vec_field128 differs");
    else
      passed(tally, name);
  }
  free_hex(&given.tag);
  free_hex(&given.seed);
  free_hex(&given.binder);
}
