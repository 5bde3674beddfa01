/*
 * No brief names anything of a category that may not be told. A canary word stands for each
 * category: item ids and titles for history, attribute keys' labels and values for the others. Over
 * consents and random lives, no byte of a brief in JSON or in sentences holds the canary of a
 * category whose `personalize` is not granted, nor any at all where that of history is not.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "../journey/lab.h"

#define ITEMS 12
#define STATES 3 /* of a verdict */

static uint64_t seed = 20260105;

static uint32_t draw(uint32_t below) {
  seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(seed >> 33) % below;
}

/* What a canary of a category begins with. */
static const char *canary(sotto_category category) {
  static const char *const words[] = {"qhis", "qfin", "qpro", "qsoc", "qext", "qint", "qtra"};
  return words[category];
}

static void put(const lab_world *lab, const char *name, const char *text) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", lab->root, name);
  FILE *file = fopen(path, "w");
  cr_assert_not_null(file);
  fputs(text, file);
  fclose(file);
}

static void write_brand(const lab_world *lab) {
  char brand[4096] = "{\"brand\":\"Lab\",\"currency\":\"EUR\",\"locales\":[\"en\"],"
                     "\"default_locale\":\"en\",\"feeds\":{\"en\":\"en.tsv\"},\"attributes\":[";
  for (sotto_category category = 1; category < SOTTO_CATEGORY_COUNT; category++) {
    const size_t at = strlen(brand);
    const char *name = sotto_category_name(category);
    snprintf(brand + at, sizeof brand - at,
             "%s{\"key\":\"%s\",\"column\":\"attr_%s\",\"category\":\"%s\",\"label\":{\"en\":\"%s "
             "label\"}}",
             category > 1 ? "," : "", name, name, name, canary(category));
  }
  strncat(brand, "]}", sizeof brand - strlen(brand) - 1);
  put(lab, "brand.json", brand);
}

static void write_feed(const lab_world *lab) {
  char feed[8192] = "id\ttitle\tavailability\tprice";
  for (sotto_category category = 1; category < SOTTO_CATEGORY_COUNT; category++)
    snprintf(feed + strlen(feed), sizeof feed - strlen(feed), "\tattr_%s",
             sotto_category_name(category));
  for (int item = 0; item < ITEMS; item++) {
    snprintf(feed + strlen(feed), sizeof feed - strlen(feed),
             "\n%s%d\t%s thing %d\tin_stock\t9.90 EUR", canary(0), item, canary(0), item);
    for (sotto_category category = 1; category < SOTTO_CATEGORY_COUNT; category++)
      snprintf(feed + strlen(feed), sizeof feed - strlen(feed), "\t%s%d", canary(category),
               item % 3);
  }
  put(lab, "en.tsv", feed);
}

static void build_shop(lab_world *lab) {
  char path[96];
  sotto_build_options options;
  sotto_build_result result;
  write_brand(lab);
  write_feed(lab);
  snprintf(path, sizeof path, "%s/brand.json", lab->root);
  snprintf(lab->pack, sizeof lab->pack, "%s/shop.sottopack", lab->root);
  sotto_build_options_init(&options);
  options.brand_file = path;
  options.output_file = lab->pack;
  options.signing_key = lab->keys.signing_secret;
  options.report_key = lab->keys.report_public;
  options.created_ms = lab->store.now_ms;
  options.sequence = 1;
  cr_assert_eq(sotto_build(&options, &result), SOTTO_OK);
}

/* A life of random events and statements; whether consent takes them is not its concern. */
static void live(lab_world *lab, sotto *profile) {
  static const sotto_event_type types[] = {SOTTO_EVENT_VIEW_ITEM, SOTTO_EVENT_ADD_TO_CART,
                                           SOTTO_EVENT_PURCHASE,  SOTTO_EVENT_REMOVE_FROM_CART,
                                           SOTTO_EVENT_DISMISS,   SOTTO_EVENT_REVIEW_READ};
  const uint32_t events = draw(25);
  for (uint32_t n = 0; n < events; n++) {
    char id[32];
    snprintf(id, sizeof id, "%s%u", canary(0), draw(ITEMS));
    lab_record(profile, types[draw(6)], id);
    lab_pass(lab, draw(3) * (int64_t)LAB_MINUTE_MS);
    if (!draw(10)) cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
  }
  for (sotto_category category = 1; category < SOTTO_CATEGORY_COUNT; category++) {
    char value[32];
    snprintf(value, sizeof value, "%s%u", canary(category), draw(3));
    if (draw(2))
      (void)!sotto_state_preference(profile, lab_text(sotto_category_name(category)),
                                    lab_text(value), (int32_t)draw(200) - 100);
  }
}

typedef struct heard {
  char text[65536];
  size_t size;
} heard;

static uint32_t hear(void *context, const sotto_brief_line *line) {
  heard *all = context;
  memcpy(all->text + all->size, line->text.data, line->text.size);
  all->size += line->text.size;
  return 0;
}

static sotto_carry *desk;
static uint32_t named; /* canaries that were rightly named, over everything: the search finds */

/* Only what is granted for `personalize` may be named, and nothing without history. */
static void check_text(const sotto_consent *consent, const char *text, size_t size) {
  const int history = sotto_consent_verdict(consent, SOTTO_CATEGORY_HISTORY,
                                            SOTTO_PURPOSE_PERSONALIZE) == SOTTO_GRANTED;
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++) {
    const int granted =
        sotto_consent_verdict(consent, category, SOTTO_PURPOSE_PERSONALIZE) == SOTTO_GRANTED;
    const int stands = memmem(text, size, canary(category), 4) != NULL;
    cr_assert(!stands || (granted && history), "%s stands in %.*s", canary(category), (int)size,
              text);
    named += (uint32_t)stands;
  }
}

static uint32_t hear_preview(void *context, const sotto_carry_line *line) {
  const sotto_brief_line told = {SOTTO_BRIEF_WHO, line->text};
  return hear(context, &told);
}

/* What would be carried is held to the same, with what is discreet chosen too. */
static void check_carried(sotto *profile, const sotto_consent *consent, heard *all) {
  sotto_carry_choice choice;
  sotto_carry_choice_init(&choice);
  choice.parts = 15;
  choice.discreet = 1;
  choice.offer = sotto_carry_offer(desk);
  all->size = 0;
  const sotto_status status = sotto_carry_preview(profile, &choice, hear_preview, all);
  cr_assert(status == SOTTO_OK || status == SOTTO_E_DENIED, "%s", sotto_status_name(status));
  check_text(consent, all->text, all->size);
}

/* A receiver of this moment, who asks for everything. */
static void welcome(const lab_world *lab) {
  sotto_carry_ask ask;
  sotto_carry_ask_init(&ask);
  ask.purpose = SOTTO_CARRY_FOR_VISIT;
  ask.parts = 15;
  ask.name = lab_text("Desk");
  sotto_carry_end(desk);
  cr_assert_eq(sotto_carry_begin(&ask, &lab->port, &desk), SOTTO_OK);
}

static void check_briefs(const lab_world *lab, sotto *profile, const sotto_consent *consent) {
  static heard all;
  welcome(lab);
  check_carried(profile, consent, &all);
  for (sotto_reader reader = 0; reader <= SOTTO_READER_PERSON; reader++) {
    sotto_brief_request request;
    sotto_brief_request_init(&request);
    request.reader = reader;
    all.size = 0;
    cr_assert_eq(sotto_brief_say(profile, &request, hear, &all), SOTTO_OK);
    check_text(consent, all.text, all.size);
    all.size = sizeof all.text;
    cr_assert_eq(sotto_brief(profile, &request, all.text, &all.size), SOTTO_OK);
    check_text(consent, all.text, all.size);
  }
}

/* One consent, one life, on disk or in memory; then another consent over the same life. */
static void play(lab_world *lab, const sotto_consent *first, const sotto_consent *second) {
  sotto *profile = NULL;
  sotto_options options = lab->options;
  options.directory = NULL;
  cr_assert_eq(sotto_open(&options, first, &lab->port, &profile), SOTTO_OK);
  cr_assert_eq(sotto_pack_install(profile, lab->pack), SOTTO_OK);
  live(lab, profile);
  check_briefs(lab, profile, first);
  cr_assert_eq(sotto_consent_set(profile, second), SOTTO_OK);
  check_briefs(lab, profile, second);
  live(lab, profile);
  check_briefs(lab, profile, second);
  sotto_close(profile);
}

static void all_granted(sotto_consent *ret_consent) {
  sotto_consent_init(ret_consent);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    sotto_consent_fill(ret_consent, purpose, SOTTO_GRANTED);
}

static void begin(lab_world *lab) {
  lab_begin(lab);
  build_shop(lab);
  named = 0;
}

Test(brief_consent, each_category_alone_in_each_state_of_each_purpose_is_obeyed) {
  lab_world lab;
  begin(&lab);
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
      for (uint8_t state = 0; state < STATES; state++) {
        sotto_consent one, others;
        all_granted(&one);
        all_granted(&others);
        one.verdicts[category][purpose] = state;
        play(&lab, &one, &others);
        play(&lab, &others, &one);
      }
  cr_assert_gt(named, 1000, "the search finds what is granted");
  sotto_carry_end(desk);
  lab_end(&lab);
}

Test(brief_consent, every_pair_of_categories_in_every_pair_of_states_is_obeyed) {
  lab_world lab;
  begin(&lab);
  for (sotto_category a = 0; a < SOTTO_CATEGORY_COUNT; a++)
    for (sotto_category b = 0; b < a; b++)
      for (uint8_t states = 0; states < STATES * STATES; states++) {
        sotto_consent one, keep;
        all_granted(&one);
        one.verdicts[a][SOTTO_PURPOSE_PERSONALIZE] = states % STATES;
        one.verdicts[b][SOTTO_PURPOSE_PERSONALIZE] = states / STATES;
        keep = one;
        keep.verdicts[a][SOTTO_PURPOSE_KEEP] = states / STATES;
        keep.host_verdicts[b][SOTTO_PURPOSE_KEEP] = states % STATES;
        play(&lab, &one, &keep);
      }
  cr_assert_gt(named, 1000);
  sotto_carry_end(desk);
  lab_end(&lab);
}

static void random_consent(sotto_consent *ret_consent) {
  sotto_consent_init(ret_consent);
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++) {
      ret_consent->verdicts[category][purpose] = (uint8_t)(draw(3) ? SOTTO_GRANTED : draw(STATES));
      if (!draw(8)) ret_consent->host_verdicts[category][purpose] = (uint8_t)draw(STATES);
    }
  ret_consent->gpc = draw(2);
}

Test(brief_consent, a_thousand_random_consents_over_random_lives_are_obeyed) {
  lab_world lab;
  begin(&lab);
  for (int round = 0; round < 500; round++) {
    sotto_consent first, second;
    random_consent(&first);
    random_consent(&second);
    play(&lab, &first, &second);
  }
  cr_assert_gt(named, 1000);
  sotto_carry_end(desk);
  lab_end(&lab);
}
