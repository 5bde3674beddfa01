/*
 * The attentive shop, as it is told: somebody looks at a children's camping chair for the second
 * time this week, reads three pages of reviews of a cool box and puts it into the cart. The shop
 * finds her focused and in want of reassurance, shows what reassures rather than ideas, and offers
 * what is missing for a family weekend, in Spanish as in English.
 *
 * SOTTO_CAMPING_SHOP names the folder of the shop: samples/outdoor, or the same one with every item
 * id, title, brand and attribute key renamed (renamed_shop.py), whose names.tsv says how.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab_asked.h"

#define CHAIR "chair-mini-sobremesa-kids-turquoise"
#define COOLER "cooler-fresca-24-sky"
#define DAY_MS INT64_C(86400000)
#define DRAWS 40

static lab_world lab;
static sotto *profile;

static const char *shop(void) {
  const char *folder = getenv("SOTTO_CAMPING_SHOP");
  cr_assert_not_null(folder);
  return folder;
}

/* What the shop calls an item: its own name, or the one in names.tsv. */
static const char *named(const char *item) {
  static char line[256];
  char path[256];
  snprintf(path, sizeof path, "%s/names.tsv", shop());
  FILE *file = fopen(path, "r");
  char *found = NULL;
  size_t size = strlen(item);
  while (file && !found && fgets(line, sizeof line, file))
    if (strncmp(line, item, size) == 0 && line[size] == '\t') found = line + size + 1;
  if (file) fclose(file);
  if (!found) return item;
  found[strcspn(found, "\n")] = 0;
  return found;
}

static void build(void) {
  char brand_file[256];
  sotto_build_options options;
  sotto_build_result result;
  snprintf(brand_file, sizeof brand_file, "%s/brand.json", shop());
  snprintf(lab.pack, sizeof lab.pack, "%s/camping.sottopack", lab.root);
  sotto_build_options_init(&options);
  options.brand_file = brand_file;
  options.output_file = lab.pack;
  options.signing_key = lab.keys.signing_secret;
  options.report_key = lab.keys.report_public;
  options.sequence = 1;
  options.created_ms = lab.store.now_ms;
  cr_assert_eq(sotto_build(&options, &result), SOTTO_OK);
}

static void enter(const char *locale) {
  lab_begin(&lab);
  lab.options.locale = locale;
  build();
  profile = lab_open(&lab);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
}

static void leave(void) {
  lab_leave(&lab, profile);
}

static void meet(sotto_event_type type, const char *item) {
  lab_record(profile, type, named(item));
  lab_pass(&lab, 40000);
}

/* Monday: a first look. Wednesday: a second one. */
static void look_twice(void) {
  meet(SOTTO_EVENT_VIEW_ITEM, CHAIR);
  meet(SOTTO_EVENT_VIEW_ITEM, "bag-kids-owl-violet");
  lab_pass(&lab, 2 * DAY_MS);
  meet(SOTTO_EVENT_VIEW_ITEM, CHAIR);
}

static void read_and_take(void) {
  meet(SOTTO_EVENT_VIEW_ITEM, COOLER);
  for (int page = 0; page < 3; page++) meet(SOTTO_EVENT_REVIEW_READ, COOLER);
  meet(SOTTO_EVENT_ADD_TO_CART, COOLER);
}

typedef struct heard {
  char words[4096];
  double reassurance, most;
  uint32_t bundled;
} heard;

static void hear(heard *to, sotto_text words) {
  size_t size = strlen(to->words);
  snprintf(to->words + size, sizeof to->words - size, "%.*s\n", (int)words.size, words.data);
}

static uint32_t note_reason(void *context, const sotto_reason *reason) {
  hear(context, reason->text);
  if (reason->kind == SOTTO_REASON_BUNDLE) ((heard *)context)->bundled++;
  return 0;
}

static uint32_t note_need(void *context, const sotto_need_info *need) {
  heard *to = context;
  if (need->need == SOTTO_NEED_REASSURANCE) to->reassurance = need->score;
  if (need->score > to->most) to->most = need->score;
  return 0;
}

static void expect_focused(const char *because) {
  sotto_mindset_info info;
  heard told = {{0}, 0, 0, 0};
  cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_OK);
  cr_expect_eq(info.state, SOTTO_MINDSET_FOCUSED);
  cr_assert_eq(sotto_mindset_explain(profile, note_reason, &told), SOTTO_OK);
  cr_expect_not_null(strstr(told.words, because), "%s", told.words);
}

/* 1 when one of two arms is shown; notes what it says. */
static int draw(uint64_t seed, const char *one, const char *other, heard *ret_contents) {
  sotto_choice_request request;
  sotto_choice choice;
  sotto_choice_request_init(&request);
  request.slot = lab_text("reassurance");
  request.seed = seed;
  cr_assert_eq(sotto_choose(profile, &request, &choice), SOTTO_OK);
  hear(ret_contents, choice.content);
  return (choice.arm.size == strlen(one) && memcmp(choice.arm.data, one, choice.arm.size) == 0) ||
         (choice.arm.size == strlen(other) && memcmp(choice.arm.data, other, choice.arm.size) == 0);
}

/* How often of DRAWS decisions, a day apart, one of two arms is shown to her. */
static int times(const char *one, const char *other, heard *ret_contents) {
  int found = 0;
  for (uint64_t seed = 1; seed <= DRAWS; seed++, lab_pass(&lab, DAY_MS + 1)) {
    read_and_take();
    found += draw(seed, one, other, ret_contents);
  }
  return found;
}

Test(camping, a_second_look_this_week_is_focused) {
  enter("es");
  look_twice();
  expect_focused("esta semana");
  leave();
}

Test(camping, reviews_before_the_cart_want_reassurance) {
  heard told = {{0}, 0, 0, 0};
  enter("es");
  look_twice();
  cr_assert_eq(sotto_need_each(profile, note_need, &told), SOTTO_OK);
  cr_expect_lt(told.reassurance, .5);
  read_and_take();
  expect_focused("opiniones");
  told.most = 0;
  cr_assert_eq(sotto_need_each(profile, note_need, &told), SOTTO_OK);
  cr_expect_geq(told.reassurance, .5, "%.2f", told.reassurance);
  cr_expect_float_eq(told.reassurance, told.most, 0, "%.2f of %.2f", told.reassurance, told.most);
  leave();
}

static void reassured(const char *locale, const char *guarantee, const char *reviews) {
  heard shown = {{0}, 0, 0, 0};
  enter(locale);
  look_twice();
  read_and_take();
  cr_expect_eq(times("guarantee", "reviews", &shown), DRAWS, "%s", shown.words);
  cr_expect_not_null(strstr(shown.words, guarantee), "%s", shown.words);
  cr_expect_not_null(strstr(shown.words, reviews), "%s", shown.words);
  leave();
}

Test(camping, what_reassures_is_shown_in_spanish) {
  reassured("es", "Tres años de garantía", "Lee lo que cuentan otras personas");
}

Test(camping, what_reassures_is_shown_in_english) {
  reassured("en", "Three years of guarantee", "Read what others say");
}

Test(camping, who_only_browses_is_shown_ideas_and_no_reviews) {
  heard shown = {{0}, 0, 0, 0};
  enter("en");
  meet(SOTTO_EVENT_VIEW_ITEM, CHAIR);
  int found = 0;
  for (uint64_t seed = 1; seed <= DRAWS; seed++, lab_pass(&lab, DAY_MS + 1)) {
    meet(SOTTO_EVENT_VIEW_ITEM, COOLER);
    found += draw(seed, "ideas", "ideas", &shown);
  }
  cr_expect_geq(found, 1, "%s", shown.words);
  cr_expect_null(strstr(shown.words, "Read what others say"), "%s", shown.words);
  leave();
}

static void offered(const char *locale, const char *occasion) {
  heard told = {{0}, 0, 0, 0};
  sotto_pick picks[8];
  size_t count = 8;
  sotto_request request;
  enter(locale);
  look_twice();
  read_and_take();
  sotto_request_init(&request);
  request.item = lab_text(named(COOLER));
  request.complete = 1;
  cr_assert_eq(sotto_recommend(profile, &request, picks, &count), SOTTO_OK);
  for (size_t n = 0; n < count; n++) {
    hear(&told, picks[n].title);
    cr_assert_eq(sotto_pick_explain(profile, picks[n].id, note_reason, &told), SOTTO_OK);
  }
  cr_expect_geq(told.bundled, 3, "%s", told.words);
  cr_expect_not_null(strstr(told.words, occasion), "%s", told.words);
  leave();
}

Test(camping, a_family_weekend_is_completed_in_spanish) {
  offered("es", "un fin de semana con niños");
}

Test(camping, a_family_weekend_is_completed_in_english) {
  offered("en", "a weekend with children");
}
