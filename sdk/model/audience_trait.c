/*
 * From the mind to traits: see audience_trait.h.
 */
#include "model/audience_trait.h"

uint32_t so_audience_band(const so_affinity_view *affinity) {
  if (affinity->strength >= SO_CARE_HIGH_STRENGTH) return SO_CARE_HIGH;
  int passed_over = affinity->lift <= SO_CARE_LOW_LIFT && affinity->strength <= 0;
  return affinity->strength < 0 || passed_over ? SO_CARE_LOW : SO_CARE_USUAL;
}

/* What the traits are read from, worked out once. */
typedef struct reading {
  const so_mind *mind;
  const so_pack *pack;
  const so_audience_moment *moment;
  uint32_t mindset;
  uint32_t numbers[SO_NUMBER_COUNT];
  float needs[SOTTO_NEED_COUNT]; /* where needs are built */
} reading;

static void begin(reading *ret_from, const so_mind *mind, const so_pack *pack,
                  const so_audience_moment *moment) {
  float facts[SO_NEED_FACTS];
  so_mind_view view;
  *ret_from = (reading){.mind = mind, .pack = pack, .moment = moment};
  so_mind_look(mind, pack, moment->now_ms, &view);
  ret_from->mindset = view.state;
  for (uint32_t n = 0; n < SO_NUMBER_COUNT; n++) ret_from->numbers[n] = SO_NONE;
  so_mind_numbers(mind, moment->now_ms, ret_from->numbers);
  if (SO_NEED_BUILT) so_mind_needs(mind, ret_from->needs, facts);
}

static uint32_t affinity_of(const reading *from, uint32_t value) {
  so_affinity_query query = {from->moment->now_ms, SO_PACK_NONE, from->moment->categories};
  so_affinity_view view = so_affinity_look(&from->mind->affinity, from->pack, &query, value);
  return so_audience_band(&view);
}

/* Of what never happened there are 0, and no days since. */
static uint32_t number_of(const reading *from, uint32_t number) {
  uint32_t value = from->numbers[number];
  int days = number == SO_NUMBER_SPEND_DAYS || number == SO_NUMBER_VISIT_DAYS;
  if (value == SO_NONE) return days ? SO_AUDIENCE_NEVER : 0;
  return value < SO_TERM_NUMBER_MAX ? value : SO_TERM_NUMBER_MAX;
}

static uint32_t need_of(const reading *from, uint32_t need) {
  return SO_NEED_BUILT ? (uint32_t)(from->needs[need] * 1000 + 0.5f) : SO_AUDIENCE_UNKNOWN;
}

static uint32_t value_of(const reading *from, const so_audience_trait *trait) {
  const so_pack_audience_term term = {.kind = trait->kind, .about = trait->about};
  uint32_t category = so_audience_view_category(from->pack, &term);
  if (!(from->moment->categories >> category & 1u)) return SO_AUDIENCE_UNKNOWN;
  switch (trait->kind) {
  case SO_TERM_AFFINITY: return affinity_of(from, trait->about);
  case SO_TERM_MINDSET: return from->mindset;
  case SO_TERM_NEED: return need_of(from, trait->about);
  case SO_TERM_NUMBER: return number_of(from, trait->about);
  default: return from->mind->shelf.cart_count > 0;
  }
}

void so_audience_traits_read(so_audiences *audiences, const so_mind *mind,
                             const so_audience_moment *moment) {
  reading from;
  begin(&from, mind, audiences->view.pack, moment);
  for (uint32_t n = 0; n < audiences->trait_count; n++)
    so_audiences_set(audiences, n, value_of(&from, &audiences->traits[n]));
}
