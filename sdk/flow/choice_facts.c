/*
 * Facts about arms: see choice_facts.h.
 */
#include "flow/choice_facts.h"

#include "flow/recall.h"
#include "model/mind.h"

#define HALF_STRENGTH 4.0f /* of an affinity that is half of all there can be */
#define LIKED 1.5f         /* lift from which an affinity is high; its inverse: low */
#define VIEWS_MAX 64

uint64_t so_choice_facts_name(const so_arm_view *view, uint32_t arm) {
  return so_pack_hash_id(so_pack_text(view->pack, view->arms[arm].name_text));
}

uint32_t so_choice_facts_arm(const so_arm_view *view, uint64_t name) {
  for (uint32_t arm = 0; arm < view->arm_count; arm++)
    if (so_choice_facts_name(view, arm) == name) return arm;
  return SO_PACK_NONE;
}

/* The affinity to a value, where there is one that may be used. */
static int look(sotto *profile, uint32_t value, int64_t now_ms, so_affinity_view *ret_view) {
  const so_pack *pack = so_handle_pack(profile);
  so_affinity_view views[VIEWS_MAX];
  const so_affinity_query query = {now_ms, pack->values[value].key, so_recall_categories(profile)};
  size_t count =
      so_affinity_top(&profile->mind->affinity, pack, &query, (so_affinity_list){views, VIEWS_MAX});
  for (size_t n = 0; n < count; n++) {
    if (views[n].value != value) continue;
    *ret_view = views[n];
    return 1;
  }
  return 0;
}

/* The strength of the affinity to value `n` of an arm; 0 where it has no such value to speak of. */
static int strength_of(sotto *profile, uint32_t value, int64_t now_ms, float *ret_strength) {
  const so_pack *pack = so_handle_pack(profile);
  so_affinity_view found;
  *ret_strength = 0;
  if (value == SO_PACK_NONE || pack->values[value].flags & SO_VALUE_DISCREET) return 0;
  if (look(profile, value, now_ms, &found)) *ret_strength = found.strength;
  return 1;
}

static float size_of(float number) {
  return number < 0 ? -number : number;
}

so_choice_care so_choice_facts_care(sotto *profile, const so_arm_view *view, uint32_t arm,
                                    int64_t now_ms) {
  so_choice_care care = {0, SO_PACK_NONE};
  float sum = 0, most = 0, strength;
  uint32_t count = 0;
  for (uint32_t n = 0; n < SO_ARM_VALUES_MAX; n++) {
    uint32_t value = so_arm_view_value(view, arm, n);
    if (!strength_of(profile, value, now_ms, &strength)) continue;
    count++;
    sum += strength;
    if (size_of(strength) > most) care.value = value;
    if (size_of(strength) > most) most = size_of(strength);
  }
  if (!count) return care;
  sum /= (float)count;
  care.affinity = sum / (size_of(sum) + HALF_STRENGTH);
  return care;
}

uint32_t so_choice_facts_liking(sotto *profile, uint32_t value, int64_t now_ms) {
  so_affinity_view found;
  if (!look(profile, value, now_ms, &found)) return 1;
  if (found.stated) return found.stated > 0 ? 2 : 0;
  if (found.evidence < 0 || found.lift * LIKED < 1) return 0;
  return found.lift > LIKED ? 2 : 1;
}
