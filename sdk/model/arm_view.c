/*
 * Reading the arm sections: see arm_view.h.
 */
#include "model/arm_view.h"

#include <math.h>

#include "model/pack_reader.h"

/* A prior weighs at most as many decisions: beyond, nothing one device sees would count. */
#define PRIOR_MOST 1e6f
#define PRIOR_LEAST 1e-3f

static const void *find(const so_pack *pack, uint32_t id, size_t element_size,
                        uint32_t *ret_count) {
  *ret_count = 0;
  for (uint32_t n = 0; n < pack->header->section_count; n++) {
    const so_pack_section *section = &pack->sections[n];
    if (section->id != id || section->element_size != element_size) continue;
    if (section->count >= UINT32_MAX) break;
    *ret_count = (uint32_t)section->count;
    return pack->bytes.data + section->offset;
  }
  return NULL;
}

void so_arm_view_open(so_arm_view *ret_view, const so_pack *pack) {
  so_arm_view view = {.pack = pack};
  uint32_t priors;
  view.arms = find(pack, SO_PACK_ARM, sizeof *view.arms, &view.arm_count);
  view.values = find(pack, SO_PACK_ARM_VALUES, sizeof *view.values, &view.value_count);
  view.choices = find(pack, SO_PACK_SLOT_CHOICE, sizeof *view.choices, &view.choice_count);
  view.texts = find(pack, SO_PACK_ARM_TEXTS, sizeof *view.texts, &view.text_count);
  view.priors = find(pack, SO_PACK_ARM_PRIORS, sizeof *view.priors, &priors);
  if (priors / SO_ARM_MINDSETS < view.arm_count) view.priors = NULL;
  *ret_view = view;
}

/* A setting from the pack, cut to what the format lets it be. */
static uint32_t at_most(uint32_t number, uint32_t most) {
  return number < most ? number : most;
}

int so_arm_view_choice(const so_arm_view *view, uint32_t slot, so_pack_choice *ret_choice) {
  uint32_t n = 0;
  while (n < view->choice_count && view->choices[n].slot != slot) n++;
  if (n == view->choice_count || slot >= view->pack->slot_count) return 0;
  so_pack_choice choice = view->choices[n];
  choice.arms_start = at_most(choice.arms_start, view->arm_count);
  choice.arms_count = at_most(choice.arms_count, view->arm_count - choice.arms_start);
  choice.arms_count = at_most(choice.arms_count, SO_ARM_SLOT_MAX);
  choice.reward = at_most(choice.reward, SO_REWARD_HOST);
  choice.window_hours = at_most(choice.window_hours, 24 * 365);
  choice.sticky_hours = at_most(choice.sticky_hours, 24 * 365);
  choice.explore_permille = at_most(choice.explore_permille, 1000);
  *ret_choice = choice;
  return choice.arms_count > 0;
}

/* Gathers the arms of exactly this item. */
static uint32_t gather(const so_arm_view *view, const so_pack_choice *choice, uint32_t item,
                       so_arm_group *group) {
  group->count = 0;
  group->fallback = SO_PACK_NONE;
  for (uint32_t n = 0; n < choice->arms_count && group->count < SO_ARM_GROUP_MAX; n++) {
    const so_pack_arm *arm = &view->arms[choice->arms_start + n];
    if (arm->slot != choice->slot || arm->item != item) continue;
    if (arm->flags & SO_ARM_DEFAULT && arm->audience == SO_PACK_NONE &&
        group->fallback == SO_PACK_NONE)
      group->fallback = group->count;
    group->arms[group->count++] = choice->arms_start + n;
  }
  return group->count;
}

int so_arm_view_group(const so_arm_view *view, const so_pack_choice *choice, uint32_t item,
                      so_arm_group *ret_group) {
  so_arm_group group;
  if (!gather(view, choice, item, &group) && item != SO_PACK_NONE)
    (void)gather(view, choice, SO_PACK_NONE, &group);
  *ret_group = group;
  return group.count && group.fallback != SO_PACK_NONE;
}

uint32_t so_arm_view_find(const so_arm_view *view, const so_pack_choice *choice, sotto_text id) {
  for (uint32_t n = choice->arms_start; n < choice->arms_start + choice->arms_count; n++)
    if (so_pack_compare(so_pack_text(view->pack, view->arms[n].id_text), id) == 0) return n;
  return SO_PACK_NONE;
}

const so_pack_arm *so_arm_view_arm(const so_arm_view *view, uint32_t arm) {
  return arm < view->arm_count ? &view->arms[arm] : NULL;
}

uint32_t so_arm_view_value(const so_arm_view *view, uint32_t arm, uint32_t n) {
  const so_pack_arm *row = so_arm_view_arm(view, arm);
  if (!row || n >= row->values_count || n >= SO_ARM_VALUES_MAX) return SO_PACK_NONE;
  uint64_t at = (uint64_t)row->values_start + n;
  uint32_t value = at < view->value_count ? view->values[at] : SO_PACK_NONE;
  return value < view->pack->value_count ? value : SO_PACK_NONE;
}

static float sound(float number, float otherwise) {
  if (!isfinite(number) || number < PRIOR_LEAST) return otherwise;
  return number < PRIOR_MOST ? number : PRIOR_MOST;
}

so_pack_arm_prior so_arm_view_prior(const so_arm_view *view, uint32_t arm, uint32_t mindset) {
  so_pack_arm_prior prior = {SO_ARM_PRIOR_WON, SO_ARM_PRIOR_LOST};
  if (!view->priors || arm >= view->arm_count || mindset >= SO_ARM_MINDSETS) return prior;
  const so_pack_arm_prior *row = &view->priors[(size_t)arm * SO_ARM_MINDSETS + mindset];
  return (so_pack_arm_prior){sound(row->won, prior.won), sound(row->lost, prior.lost)};
}

/* Text `n` of an arm's run. */
static sotto_text text_of(const so_arm_view *view, uint32_t arm, uint64_t n) {
  const so_pack_arm *row = so_arm_view_arm(view, arm);
  uint64_t at = row ? row->content + n : view->text_count;
  uint32_t text = at < view->text_count ? view->texts[at] : SO_PACK_NONE;
  return text < view->pack->text_count ? so_pack_text(view->pack, text) : (sotto_text){NULL, 0};
}

sotto_text so_arm_view_content(const so_arm_view *view, uint32_t arm, uint32_t locale) {
  return text_of(view, arm, locale);
}

sotto_text so_arm_view_label(const so_arm_view *view, uint32_t arm, uint32_t locale) {
  return text_of(view, arm, (uint64_t)view->pack->locale_count + locale);
}

int so_arm_view_is_discreet(const so_arm_view *view, uint32_t arm) {
  const so_pack_arm *row = so_arm_view_arm(view, arm);
  if (!row) return 1;
  for (uint32_t n = 0; n < row->values_count && n < SO_ARM_VALUES_MAX; n++) {
    uint32_t value = so_arm_view_value(view, arm, n);
    if (value != SO_PACK_NONE && view->pack->values[value].flags & SO_VALUE_DISCREET) return 1;
  }
  return row->item < view->pack->item_count && so_pack_item_is_discreet(view->pack, row->item);
}
