/* Shape of arms and of how a slot chooses. */
#include "brand/brand_arm.h"

#include <string.h>

/* Checks {name -> text} of a member. */
static void check_texts(so_json_at *at, const json_t *object, const char *member, int required) {
  const json_t *texts = so_json_object(at, object, member);
  size_t before = so_json_enter(at, member);
  if (required && !json_object_get(object, member)) so_json_fault(at, "is missing", "");
  so_json_texts(at, texts);
  so_json_leave(at, before);
}

/* Checks {attribute -> [value, …]} and that it names no more values than an arm can carry. */
static void check_attributes(so_json_at *at, const json_t *arm) {
  const json_t *names = so_json_object(at, arm, "attributes");
  const char *name;
  json_t *list;
  size_t before = so_json_enter(at, "attributes"), count = 0;
  json_object_foreach((json_t *)(uintptr_t)names, name, list) {
    if (name[0] == '$') continue;
    const json_t *values = so_json_list(at, names, name);
    count += json_array_size(values);
    for (size_t n = 0; n < json_array_size(values); n++)
      if (!json_string_length(json_array_get(values, n))) so_json_fault(at, "must hold texts", "");
    if (!json_array_size(list)) so_json_fault(at, "has no value for ", name);
  }
  if (count > SO_ARM_VALUES_MAX) so_json_fault(at, "has more than 16 values", "");
  so_json_leave(at, before);
}

static const char *text_of(const json_t *object, const char *member) {
  const char *text = json_string_value(json_object_get(object, member));
  return text ? text : "";
}

/* Ids are the slot's own, whatever item an arm shows. */
static void check_twin(so_json_at *at, const json_t *list, size_t place) {
  const char *id = text_of(json_array_get(list, place), "id");
  for (size_t n = 0; n < place; n++) {
    if (id[0] && strcmp(text_of(json_array_get(list, n), "id"), id) == 0) {
      so_json_fault(at, "has the id of another arm: ", id);
      return;
    }
  }
}

static void check_crowd(so_json_at *at, const json_t *list, size_t place) {
  const char *item = text_of(json_array_get(list, place), "item");
  size_t others = 0;
  for (size_t n = 0; n < place; n++)
    others += strcmp(text_of(json_array_get(list, n), "item"), item) == 0;
  if (others == SO_ARM_GROUP_MAX)
    so_json_fault(at, "is the 33rd arm of one slot and item; 32 can be chosen among", "");
}

static void check_arm(so_json_at *at, const json_t *arm) {
  static const char *const known[] = {"id",         "label",    "item", "content",
                                      "attributes", "audience", NULL};
  so_json_known(at, arm, known);
  const char *id = so_json_text(at, arm, "id", 1);
  if (id && strchr(id, '/')) so_json_fault(at, "has a \"/\" in its id", "");
  check_texts(at, arm, "label", 0);
  check_texts(at, arm, "content", 1);
  (void)so_json_text(at, arm, "item", 0);
  (void)so_json_text(at, arm, "audience", 0);
  check_attributes(at, arm);
}

static const json_t *read_list(so_json_at *at, const json_t *slot) {
  const json_t *list = so_json_list(at, slot, "arms");
  size_t outer = so_json_enter(at, "arms"), count = json_array_size(list);
  if (count > SO_ARM_SLOT_MAX) so_json_fault(at, "has more elements than a pack can hold", "");
  for (size_t n = 0; n < count && n < SO_ARM_SLOT_MAX; n++) {
    const json_t *arm = json_array_get(list, n);
    size_t before = so_json_enter_place(at, n);
    if (json_is_object(arm)) {
      check_arm(at, arm);
      check_twin(at, list, n);
      check_crowd(at, list, n);
    } else {
      so_json_fault(at, "must be an object", "");
    }
    so_json_leave(at, before);
  }
  so_json_leave(at, outer);
  return count ? list : NULL;
}

static void read_choice(so_pack_choice *ret_choice, so_json_at *at, const json_t *slot) {
  static const char *const rewards[] = {"purchase", "add_to_cart", "select_item", "host", NULL};
  static const char *const known[] = {"reward",           "window_hours", "sticky_hours",
                                      "explore_permille", "cap_per_day",  NULL};
  const json_t *choice = so_json_object(at, slot, "choice");
  const so_json_range window = {1, 24 * 365, 72, 1}, sticky = {0, 24 * 365, 24, 1};
  const so_json_range explore = {0, 1000, 50, 1}, cap = {0, 1000, 0, 1};
  size_t before = so_json_enter(at, "choice");
  so_json_known(at, choice, known);
  uint32_t reward = so_json_choice(at, choice, "reward", rewards);
  *ret_choice = (so_pack_choice){
      .reward = reward == SO_PACK_NONE ? SO_REWARD_PURCHASE : reward,
      .window_hours = (uint32_t)so_json_number(at, choice, "window_hours", window),
      .sticky_hours = (uint32_t)so_json_number(at, choice, "sticky_hours", sticky),
      .explore_permille = (uint32_t)so_json_number(at, choice, "explore_permille", explore),
      .cap_per_day = (uint32_t)so_json_number(at, choice, "cap_per_day", cap)};
  so_json_leave(at, before);
}

void so_brand_arm_read(so_brand_arms *ret_arms, so_json_at *at, const json_t *slot) {
  so_brand_arms arms = {.list = read_list(at, slot)};
  read_choice(&arms.choice, at, slot);
  *ret_arms = arms;
}
