/* Trying values; see predicate.h. */
#include "brand/predicate.h"

#include <sotto/mindset.h>

#include "base/traits.h"

#define VALUES_MAX (2 * SO_AUDIENCE_TERMS_MAX + 2)

void so_predicate_begin(so_predicate_try *ret_try, const so_pack *pack) {
  ret_try->pack = pack;
  ret_try->count = ret_try->joined = ret_try->overfull = 0;
}

void so_predicate_add(so_predicate_try *inout_try, so_predicate predicate, int holds) {
  if (inout_try->count + predicate.count + 2 > SO_AUDIENCE_TERMS_MAX) {
    inout_try->overfull = 1;
    return;
  }
  for (uint32_t n = 0; n < predicate.count; n++)
    inout_try->terms[inout_try->count++] = predicate.terms[n];
  if (!holds) inout_try->terms[inout_try->count++] = (so_pack_audience_term){SO_TERM_NOT, 1, 0, 0};
  inout_try->joined++;
}

static uint32_t largest(const so_audience_trait *trait) {
  switch (trait->kind) {
  case SO_TERM_AFFINITY: return SO_CARE_COUNT - 1;
  case SO_TERM_MINDSET: return SOTTO_MINDSET_COUNT - 1;
  case SO_TERM_NEED: return 1000;
  case SO_TERM_CART: return 1;
  default: return SO_TERM_NUMBER_MAX;
  }
}

/* Adds a value that was not there. */
static uint32_t add(uint32_t *values, uint32_t count, uint32_t capacity, uint32_t value) {
  for (uint32_t n = 0; n < count; n++)
    if (values[n] == value) return count;
  if (count < capacity) values[count++] = value;
  return count;
}

/* Where bounds lie, the value after one differs from the value before it. */
static uint32_t add_bounds(const so_audiences *audiences, const so_audience_trait *trait,
                           uint32_t *values, uint32_t capacity) {
  uint32_t count = add(values, 0, capacity, 0), most = largest(trait);
  for (uint32_t n = 0; n < trait->count; n++) {
    const so_pack_audience_term *term =
        &audiences->view.terms[audiences->readers[trait->start + n]];
    if (term->low <= most) count = add(values, count, capacity, term->low);
    if (term->high < most) count = add(values, count, capacity, term->high + 1);
  }
  return count;
}

uint32_t so_predicate_values(const so_audiences *audiences, uint32_t trait, uint32_t *ret_values,
                             uint32_t capacity) {
  const so_audience_trait *about = &audiences->traits[trait];
  uint32_t count = 0;
  if (about->kind != SO_TERM_MINDSET)
    count = add_bounds(audiences, about, ret_values, capacity);
  else
    while (count < SOTTO_MINDSET_COUNT && count < capacity) {
      ret_values[count] = count;
      count++;
    }
  int days = about->kind == SO_TERM_NUMBER &&
             (about->about == SO_NUMBER_SPEND_DAYS || about->about == SO_NUMBER_VISIT_DAYS);
  return days ? add(ret_values, count, capacity, SO_AUDIENCE_NEVER) : count;
}

/* Tries the traits from `trait` on; the others are set. */
static so_found_out solve(so_predicate_try *in, uint32_t trait) {
  uint32_t values[VALUES_MAX], truth = so_audiences_truth(&in->audiences, 0);
  if (truth != SO_TRUTH_UNKNOWN) return truth == SO_TRUTH_TRUE ? SO_OUT_YES : SO_OUT_NO;
  if (trait == in->audiences.trait_count) return SO_OUT_NO;
  uint32_t count = so_predicate_values(&in->audiences, trait, values, VALUES_MAX);
  so_found_out found = SO_OUT_NO;
  for (uint32_t n = 0; n < count && found == SO_OUT_NO; n++) {
    if (in->tries++ == SO_PREDICATE_TRIES) return SO_OUT_TOO_MANY;
    so_audiences_set(&in->audiences, trait, values[n]);
    found = solve(in, trait + 1);
  }
  so_audiences_set(&in->audiences, trait, SO_AUDIENCE_UNKNOWN);
  return found;
}

so_found_out so_predicate_can(so_predicate_try *inout_try) {
  so_predicate_try *in = inout_try;
  if (in->overfull) return SO_OUT_TOO_MANY;
  if (in->joined > 1)
    in->terms[in->count++] = (so_pack_audience_term){SO_TERM_ALL, in->joined, 0, 0};
  in->audience = (so_pack_audience){.id_text = SO_PACK_NONE, .terms_count = in->count};
  const so_audience_view view = {.pack = in->pack,
                                 .audiences = &in->audience,
                                 .terms = in->terms,
                                 .count = 1,
                                 .term_count = in->count};
  so_audiences_start(&in->audiences, &view);
  in->tries = 0;
  return solve(in, 0);
}
