/*
 * Arms from brand.json to the pack and back: what was written is found by slot and item, what is
 * wrong with it is said, and whatever bytes stand in the sections nothing is read outside them.
 */
#include "brand_lab.h"
#include "model/arm_view.h"

#define HEAD                                                                                       \
 "{\"brand\": \"B\", \"currency\": \"EUR\", \"default_locale\": \"en\", "                          \
 "\"locales\": [\"en\", \"es\"], "                                                                 \
 "\"attributes\": [{\"key\": \"room\", \"column\": \"attr_room\", \"category\": \"%s\","           \
 "\"label\": {\"en\": \"room\", \"es\": \"sala\"}, \"discreet_values\": [\"bath\"]}], "            \
 "\"slots\": [{\"id\": \"hero\", \"arms\": [%s]%s}]}"
#define BOTH "\"content\": {\"en\": \"x\", \"es\": \"y\"}"

static brand_lab lab;
static so_arm_view view;
static so_pack_choice choice;

static void set_up(void) {
  lab_open(&lab);
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(arm_view, .init = set_up, .fini = tear_down);

static sotto_status build(const char *category, const char *arms, const char *rest) {
  char text[8192];
  (void)snprintf(text, sizeof text, HEAD, category, arms, rest);
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab.options.brand_file = lab_write(&lab, "brand.json", text);
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", LAB_ITEMS));
  sotto_status status = lab_build(&lab);
  if (status == SOTTO_OK) so_arm_view_open(&view, &lab.pack);
  return status;
}

#define THREE                                                                                      \
 "{\"id\": \"plain\", \"label\": {\"en\": \"Plain\", \"es\": \"Liso\"}, " BOTH "}, "               \
 "{\"id\": \"study\", \"item\": \"b\", " BOTH ", \"attributes\": {\"room\": [\"study\"]}}, "       \
 "{\"id\": \"hall\", \"item\": \"b\", " BOTH                                                       \
 ", \"attributes\": {\"room\": [\"study\", \"hall\"]}}"

static void build_three(void) {
  cr_assert_eq(build("internal", THREE,
                     ", \"choice\": {\"reward\": \"select_item\", \"window_hours\": 5, "
                     "\"sticky_hours\": 6, \"explore_permille\": 7, \"cap_per_day\": 8}"),
               SOTTO_OK, "%s", lab.said);
  cr_assert(so_arm_view_choice(&view, 0, &choice));
}

Test(arm_view, settings_of_a_slot_come_from_brand_json) {
  build_three();
  cr_expect_eq(choice.reward, SO_REWARD_SELECT);
  cr_expect_eq(choice.window_hours, 5);
  cr_expect_eq(choice.sticky_hours, 6);
  cr_expect_eq(choice.explore_permille, 7);
  cr_expect_eq(choice.cap_per_day, 8);
  cr_expect_eq(choice.arms_count, 3);
}

Test(arm_view, item_has_its_own_arms_and_every_other_those_for_none) {
  so_arm_group group;
  build_three();
  cr_assert(
      so_arm_view_group(&view, &choice, so_pack_find_item(&lab.pack, so_text_of("b")), &group));
  cr_expect_eq(group.count, 2);
  cr_expect_eq(group.fallback, 0);
  cr_expect(so_text_is(so_pack_text(&lab.pack, view.arms[group.arms[0]].name_text), "hero/study"));
  cr_assert(
      so_arm_view_group(&view, &choice, so_pack_find_item(&lab.pack, so_text_of("a")), &group));
  cr_expect_eq(group.count, 1);
  cr_assert(so_arm_view_group(&view, &choice, SO_PACK_NONE, &group));
  cr_expect_eq(group.arms[0], so_arm_view_find(&view, &choice, so_text_of("plain")));
}

Test(arm_view, content_and_label_speak_the_locale_and_a_missing_label_is_the_id) {
  build_three();
  cr_expect(so_text_is(so_arm_view_content(&view, 0, 1), "y"));
  cr_expect(so_text_is(so_arm_view_label(&view, 0, 1), "Liso"));
  cr_expect(so_text_is(so_arm_view_label(&view, 1, 0), "study"));
}

Test(arm_view, values_are_the_catalogues_ascending) {
  uint32_t key;
  build_three();
  key = so_pack_find_key(&lab.pack, so_text_of("room"));
  cr_expect_eq(so_arm_view_value(&view, 2, 0),
               so_pack_find_value(&lab.pack, key, so_text_of("hall")));
  cr_expect_lt(so_arm_view_value(&view, 2, 0), so_arm_view_value(&view, 2, 1));
  cr_expect_eq(so_arm_view_value(&view, 2, 2), SO_PACK_NONE);
}

Test(arm_view, without_priors_an_arm_has_the_formats_own) {
  build_three();
  so_pack_arm_prior prior = so_arm_view_prior(&view, 0, 3);
  cr_expect_float_eq(prior.won, SO_ARM_PRIOR_WON, 1e-6);
  cr_expect_float_eq(prior.lost, SO_ARM_PRIOR_LOST, 1e-6);
}

Test(arm_view, unknown_item_is_an_error) {
  cr_expect_eq(build("internal",
                     "{\"id\": \"p\", " BOTH "}, {\"id\": \"q\", \"item\": \"zz\", " BOTH "}", ""),
               SOTTO_E_STATE);
  cr_expect(
      lab_said(&lab, "2 7 brand.json:0 hero/q: an arm shows an item that the catalogue lacks"),
      "%s", lab.said);
}

Test(arm_view, attribute_of_a_forbidden_category_is_an_error) {
  const char *const forbidden[] = {"financial", "social", "external"};
  for (int n = 0; n < 3; n++) {
    cr_expect_eq(build(forbidden[n], THREE, ""), SOTTO_E_STATE);
    cr_expect(lab_said(&lab, "2 7 brand.json:0 hero/study: an arm is about an attribute of a"),
              "%s", lab.said);
  }
}

Test(arm_view, slot_without_a_default_is_told) {
  cr_expect_eq(build("internal", "{\"id\": \"q\", \"item\": \"b\", " BOTH "}", ""), SOTTO_OK);
  cr_expect(lab_said(&lab, "1 7 brand.json:0 hero: has no default arm: asked without an item"),
            "%s", lab.said);
}

Test(arm_view, same_id_twice_is_refused) {
  cr_expect_eq(build("internal", "{\"id\": \"p\", " BOTH "}, {\"id\": \"p\", " BOTH "}", ""),
               SOTTO_E_JSON);
  cr_expect(lab_said(&lab, "$.slots[0].arms[1]: has the id of another arm: p"), "%s", lab.said);
}

Test(arm_view, content_a_locale_lacks_is_an_error) {
  cr_expect_eq(build("internal", "{\"id\": \"p\", \"content\": {\"en\": \"x\"}}", ""),
               SOTTO_E_STATE);
  cr_expect(lab_said(&lab, "2 6 brand.json:0 hero/p: an arm has no content in es"), "%s", lab.said);
}

Test(arm_view, audience_nobody_named_is_an_error) {
  cr_expect_eq(build("internal", "{\"id\": \"p\", \"audience\": \"fans\", " BOTH "}", ""),
               SOTTO_E_STATE);
  cr_expect(lab_said(&lab, "hero/p: an arm is for an audience nobody named: fans"), "%s", lab.said);
}

Test(arm_view, arms_beyond_what_one_draw_takes_are_refused) {
  char arms[8192] = "";
  for (int n = 0; n < 33; n++)
    (void)snprintf(arms + strlen(arms), sizeof arms - strlen(arms), "%s{\"id\": \"a%d\", " BOTH "}",
                   n ? ", " : "", n);
  cr_expect_eq(build("internal", arms, ""), SOTTO_E_JSON);
  cr_expect(lab_said(&lab, "is the 33rd arm of one slot and item"), "%s", lab.said);
}

static uint64_t read_arm(uint32_t arm) {
  uint64_t sum = 0;
  for (uint32_t n = 0; n <= SO_ARM_VALUES_MAX; n++) sum += so_arm_view_value(&view, arm, n);
  for (uint32_t n = 0; n <= SO_ARM_MINDSETS; n++) {
    so_pack_arm_prior prior = so_arm_view_prior(&view, arm, n);
    cr_assert(prior.won > 0 && prior.lost > 0 && prior.won <= 1e6f && prior.lost <= 1e6f);
  }
  sum += so_arm_view_content(&view, arm, 1).size + so_arm_view_label(&view, arm, 1).size;
  return sum + (uint64_t)so_arm_view_is_discreet(&view, arm);
}

/* Everything a device reads of the sections. */
static uint64_t read_all(const so_pack *pack) {
  uint64_t sum = 0;
  so_arm_group group;
  so_arm_view_open(&view, pack);
  for (uint32_t slot = 0; slot < pack->slot_count + 2; slot++) {
    if (!so_arm_view_choice(&view, slot, &choice)) continue;
    for (uint32_t item = 0; item <= pack->item_count; item++)
      sum += (uint64_t)so_arm_view_group(&view, &choice,
                                         item < pack->item_count ? item : SO_PACK_NONE, &group);
    sum += so_arm_view_find(&view, &choice, so_text_of("hall"));
  }
  for (uint32_t arm = 0; arm < view.arm_count + 2; arm++) sum += read_arm(arm);
  return sum;
}

/* Runs under the address sanitizer, too; a read outside the bytes of the pack fails there. */
Test(arm_view, damaged_sections_are_never_read_outside) {
  uint64_t state = 1, sum = 0;
  build_three();
  uint8_t *whole = malloc(lab.size);
  memcpy(whole, lab.bytes, lab.size);
  for (int turn = 0; turn < 4000; turn++) {
    for (uint32_t n = 0; n < lab.pack.header->section_count; n++) {
      const so_pack_section *section = &lab.pack.sections[n];
      if (section->id < SO_PACK_ARM || section->id > SO_PACK_ARM_TEXTS) continue;
      for (uint32_t hit = 0; hit < 3; hit++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        lab.bytes[section->offset + (state >> 33) % section->size] =
            state >> 62 ? 0xff : (uint8_t)(state >> 25);
      }
    }
    sum += read_all(&lab.pack);
    memcpy(lab.bytes, whole, lab.size);
  }
  cr_expect_gt(sum, 0);
  free(whole);
}
