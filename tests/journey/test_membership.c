/*
 * Audiences from the shop's brand.json to the shelf, the person's eyes and a noised answer, through
 * the public interface.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lab_asked.h"

#define SLOTS "\"slots\":[{\"id\":\"home\",\"company\":\"private\",\"limit\":4,\"rules\":["
#define AUDIENCES                                                                                  \
 "\"audiences\":["                                                                                 \
 "{\"id\":\"campers\",\"label\":{\"en\":\"campers\",\"es\":\"campistas\"},\"when\":"               \
 "{\"affinity\":{\"activity\":\"camping\"},\"at_least\":\"high\"}},"                               \
 "{\"id\":\"others\",\"label\":{\"en\":\"others\"},\"when\":"                                      \
 "{\"not\":{\"affinity\":{\"activity\":\"camping\"},\"at_least\":\"high\"}}},"                     \
 "{\"id\":\"decided\",\"label\":{\"en\":\"decided\",\"es\":\"con el carrito lleno\"},\"when\":"    \
 "{\"all\":[{\"cart\":\"open\"},{\"mindset\":[\"focused\"]},{\"visits\":{\"at_least\":1}},"        \
 "{\"not\":{\"days_since_purchase\":{\"at_least\":0}}}]}},"                                        \
 "{\"id\":\"groups\",\"label\":{\"en\":\"groups\"},\"consent\":[\"social\"],\"when\":"             \
 "{\"affinity\":{\"persons\":\"4\"},\"at_least\":\"usual\"}},"                                     \
 "{\"id\":\"alone\",\"label\":{\"en\":\"alone\"},\"consent\":[\"social\"],\"when\":"               \
 "{\"not\":{\"affinity\":{\"persons\":\"4\"},\"at_least\":\"usual\"}}},"                           \
 "{\"id\":\"spenders\",\"label\":{\"en\":\"spenders\"},\"when\":"                                  \
 "{\"spend\":{\"at_least\":\"100.00\"}}}],"

static const char *const with_audiences[] = {SLOTS, AUDIENCES SLOTS, NULL};

static uint32_t hear(void *context, const sotto_audience *audience) {
  char *all = context;
  size_t at = strlen(all);
  at += (size_t)snprintf(all + at, 2048 - at, "%.*s (%.*s):", (int)audience->id.size,
                         audience->id.data, (int)audience->label.size, audience->label.data);
  for (size_t n = 0; n < audience->reason_count; n++)
    at += (size_t)snprintf(all + at, 2048 - at, " %.*s;", (int)audience->reasons[n].text.size,
                           audience->reasons[n].text.data);
  snprintf(all + at, 2048 - at, "|");
  return 0;
}

static const char *told(sotto *profile) {
  static char all[2048];
  all[0] = 0;
  cr_assert_eq(sotto_audience_each(profile, hear, all), SOTTO_OK);
  return all;
}

static uint32_t in(sotto *profile, const char *audience) {
  uint32_t inside = 7;
  cr_assert_eq(sotto_audience_in(profile, lab_text(audience), &inside), SOTTO_OK);
  cr_assert_leq(inside, 1);
  return inside;
}

static sotto *open_with(lab_world *lab, const char *const *swaps) {
  sotto *profile = lab_open(lab);
  lab_build_pack(lab, &(lab_pack){.swaps = swaps});
  cr_assert_eq(sotto_pack_install(profile, lab->pack), SOTTO_OK);
  return profile;
}

Test(membership, follows_a_story_and_says_why_in_english_and_spanish) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_with(&lab, with_audiences);
  cr_assert_eq(in(profile, "campers"), 0);
  cr_assert_eq(in(profile, "others"), 1);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent-4");
  cr_assert_eq(in(profile, "campers"), 0, "one look is not much");
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "stove");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "pot");
  cr_assert_eq(in(profile, "campers"), 1);
  cr_assert_eq(in(profile, "others"), 0);
  cr_assert_eq(in(profile, "decided"), 1);
  const char *words = told(profile);
  cr_assert_not_null(strstr(words, "campers (campers): you care about camping (activity);|"), "%s",
                     words);
  cr_assert_not_null(strstr(words, "decided (decided): there is something in your cart; your state "
                                   "of mind: focused; your visits in four weeks: 1; you have not "
                                   "bought here yet;|"),
                     "%s", words);
  sotto_close(profile);
  lab.options.locale = "es";
  profile = lab_open(&lab);
  words = told(profile);
  cr_assert_not_null(strstr(words, "campers (campistas): te interesa acampada (actividad);|"), "%s",
                     words);
  cr_assert_not_null(
      strstr(words, "tus visitas en cuatro semanas: 1; todavía no has comprado aquí"), "%s", words);
  lab_record(profile, SOTTO_EVENT_PURCHASE, "pot");
  cr_assert_eq(in(profile, "decided"), 0);
  sotto_close(profile);
  lab_end(&lab);
}

Test(membership, time_alone_ends_it) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_with(&lab, with_audiences);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  cr_assert_eq(in(profile, "campers"), 1);
  lab_pass(&lab, 200 * (int64_t)LAB_DAY_MS);
  cr_assert_eq(in(profile, "campers"), 0);
  sotto_close(profile);
  lab_end(&lab);
}

Test(membership, what_was_forgotten_is_no_reason_any_more) {
  lab_world lab;
  sotto_scope scope;
  size_t rows;
  lab_begin(&lab);
  sotto *profile = open_with(&lab, with_audiences);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  cr_assert_eq(in(profile, "campers"), 1);
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ITEM;
  scope.item = lab_text("tent-4");
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_OK);
  cr_assert_eq(in(profile, "campers"), 0);
  sotto_close(profile);
  lab_end(&lab);
}

/* All verdicts on keep and personalize of two categories; the other five are granted. */
static int next_state(sotto_consent *consent, sotto_category second) {
  uint8_t *digits[] = {&consent->verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_KEEP],
                       &consent->verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_PERSONALIZE],
                       &consent->verdicts[second][SOTTO_PURPOSE_KEEP],
                       &consent->verdicts[second][SOTTO_PURPOSE_PERSONALIZE]};
  for (int n = 0; n < 4; n++) {
    *digits[n] = (uint8_t)((*digits[n] + 1) % 3);
    if (*digits[n]) return 1;
  }
  return 0;
}

static int is_granted(const sotto_consent *consent, sotto_category category,
                      sotto_purpose purpose) {
  return sotto_consent_verdict(consent, category, purpose) == SOTTO_GRANTED;
}

static void check_state(sotto *profile, const sotto_consent *consent, sotto_category second,
                        const char *const *pair) {
  uint32_t inside = in(profile, pair[0]) + in(profile, pair[1]);
  int used = is_granted(consent, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_PERSONALIZE) &&
             is_granted(consent, second, SOTTO_PURPOSE_PERSONALIZE);
  int kept = is_granted(consent, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_KEEP) &&
             is_granted(consent, second, SOTTO_PURPOSE_KEEP);
  cr_assert_leq(inside, 1);
  if (!used) cr_assert_eq(inside, 0, "in neither, on whichever side of a not");
  if (used && kept) cr_assert_eq(inside, 1);
}

static void play_states(sotto_category second, const char *const *pair) {
  lab_world lab;
  sotto_consent consent;
  uint32_t states = 0;
  lab_begin(&lab);
  sotto *profile = open_with(&lab, with_audiences);
  consent = lab.consent;
  memset(consent.verdicts[SOTTO_CATEGORY_HISTORY], 0, sizeof consent.verdicts[0]);
  memset(consent.verdicts[second], 0, sizeof consent.verdicts[0]);
  do {
    cr_assert_eq(sotto_consent_set(profile, &consent), SOTTO_OK);
    (void)lab_try_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
    check_state(profile, &consent, second, pair);
    states++;
  } while (next_state(&consent, second));
  cr_assert_eq(states, 81);
  sotto_close(profile);
  lab_end(&lab);
}

Test(membership, over_all_consent_states_what_is_not_granted_is_unknown) {
  static const char *const pair[] = {"campers", "others"};
  play_states(SOTTO_CATEGORY_INTERNAL, pair);
}

Test(membership, over_all_consent_states_of_a_category_with_its_own_consent_too) {
  static const char *const pair[] = {"groups", "alone"};
  play_states(SOTTO_CATEGORY_SOCIAL, pair);
}

Test(membership, bad_questions_about_it_are_told_apart) {
  lab_world lab;
  uint32_t inside = 7;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  cr_assert_eq(sotto_audience_in(profile, lab_text("campers"), &inside), SOTTO_E_STATE);
  cr_assert_eq(sotto_audience_each(profile, hear, NULL), SOTTO_E_STATE);
  lab_install(&lab, profile);
  cr_assert_eq(sotto_audience_in(profile, lab_text("campers"), &inside), SOTTO_E_MISSING);
  cr_assert_eq(sotto_audience_each(profile, hear, NULL), SOTTO_OK, "there is none to visit");
  cr_assert_eq(sotto_audience_in(profile, lab_text(""), &inside), SOTTO_E_MISSING);
  cr_assert_eq(sotto_audience_in(profile, lab_text("campers"), NULL), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_audience_in(NULL, lab_text("campers"), &inside), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_audience_each(profile, NULL, NULL), SOTTO_E_ARGUMENT);
  cr_assert_eq(inside, 7, "untouched");
  sotto_close(profile);
  lab_end(&lab);
}

/* ---- what members see ---- */

static int shows(sotto *profile, const char *slot, const char *item) {
  sotto_request request;
  sotto_pick picks[16];
  size_t count = 16;
  sotto_request_init(&request);
  request.slot = lab_text(slot);
  request.limit = 16;
  cr_assert_eq(sotto_recommend(profile, &request, picks, &count), SOTTO_OK);
  cr_assert_gt(count, 0);
  int found = 0;
  for (size_t n = 0; n < count; n++)
    found |= picks[n].item.size == strlen(item) &&
             memcmp(picks[n].item.data, item, picks[n].item.size) == 0;
  return found;
}

#define KIOSK "{\"id\":\"kiosk\""

Test(membership, a_rule_for_an_audience_holds_for_its_members_alone) {
  static const char *const swaps[] = {
      SLOTS,
      AUDIENCES SLOTS "{\"rule\":\"exclude\",\"attribute\":\"product_type\",\"value\":\"Ropes\","
                      "\"audience\":\"campers\"},",
      NULL};
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_with(&lab, swaps);
  cr_assert(shows(profile, "home", "rope"));
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  cr_assert_eq(in(profile, "campers"), 1);
  cr_assert_not(shows(profile, "home", "rope"));
  cr_assert(shows(profile, "kiosk", "rope"), "the rule is of one slot");
  lab_pass(&lab, 200 * (int64_t)LAB_DAY_MS);
  cr_assert(shows(profile, "home", "rope"));
  sotto_close(profile);
  lab_end(&lab);
}

Test(membership, a_boost_weights_a_strategy_for_members_alone) {
  static const char *const swaps[] = {
      SLOTS,
      AUDIENCES
      "\"boosts\":[{\"audience\":\"campers\",\"strategy\":\"affinity\",\"factor\":8}]," SLOTS,
      NULL};
  int64_t scores[2] = {0, 0};
  for (int boosted = 0; boosted < 2; boosted++) {
    lab_world lab;
    sotto_request request;
    sotto_pick pick;
    size_t count = 1;
    lab_begin(&lab);
    sotto *profile = open_with(&lab, boosted ? swaps : with_audiences);
    lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
    sotto_request_init(&request);
    cr_assert_eq(sotto_recommend(profile, &request, &pick, &count), SOTTO_OK);
    scores[boosted] = pick.score_micro;
    sotto_close(profile);
    lab_end(&lab);
  }
  cr_assert_gt(scores[1], scores[0] + scores[0] / 2, "%lld, boosted %lld", (long long)scores[0],
               (long long)scores[1]);
}

#ifdef SOTTO_WITH_CHOOSE
/* How many of 200 draws show the arm that is for campers. */
static int shown_to_campers(sotto *profile) {
  int shown = 0;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    sotto_choice_request request;
    sotto_choice choice;
    sotto_choice_request_init(&request);
    request.slot = lab_text("hero");
    request.seed = seed;
    cr_assert_eq(sotto_choose(profile, &request, &choice), SOTTO_OK);
    shown += choice.arm.size == 7 && memcmp(choice.arm.data, "bonfire", 7) == 0;
  }
  return shown;
}

/* That none of 200 draws of at least 1 in 40 comes has odds of e^-5; the seeds are fixed. */
Test(membership, an_arm_for_an_audience_is_shown_to_its_members_alone) {
  static const char *const swaps[] = {
      SLOTS,
      AUDIENCES "\"slots\":[{\"id\":\"hero\",\"arms\":["
                "{\"id\":\"plain\",\"content\":{\"en\":\"Plain\",\"es\":\"Plain\"}},"
                "{\"id\":\"other\",\"content\":{\"en\":\"Other\",\"es\":\"Other\"}},"
                "{\"id\":\"bonfire\",\"content\":{\"en\":\"Bonfire\",\"es\":\"Bonfire\"},"
                "\"audience\":\"campers\"}],"
                "\"choice\":{\"sticky_hours\":0}},"
                "{\"id\":\"home\",\"company\":\"private\",\"limit\":4,\"rules\":[",
      NULL};
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_with(&lab, swaps);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  cr_assert_eq(shown_to_campers(profile), 0);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  cr_assert_eq(in(profile, "campers"), 1);
  cr_assert_gt(shown_to_campers(profile), 0);
  lab_pass(&lab, 200 * (int64_t)LAB_DAY_MS);
  cr_assert_eq(shown_to_campers(profile), 0);
  sotto_close(profile);
  lab_end(&lab);
}
#endif

/* ---- what leaves ---- */

#define ASKED "\"name\":\"mindset\",\"kind\":\"mindset\""
#define MEMBERS "\"name\":\"mindset\",\"kind\":\"audience\",\"audiences\":[\"campers\",\"others\"]"

static const char *answer_of(sotto *profile) {
  static char words[128];
  snprintf(words, sizeof words, "%s", lab_look(profile)->answers[0]);
  return words;
}

Test(membership, a_question_about_it_is_answered_from_what_the_profile_is) {
  static const char *const swaps[] = {SLOTS, AUDIENCES SLOTS, ASKED, MEMBERS, NULL};
  lab_world lab;
  uint32_t seen[3] = {0, 0, 0};
  sotto *profile = lab_contributor(&lab);
  lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = swaps});
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  for (int week = 0; week < 24; week++) {
    lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
    const char *words = answer_of(profile);
    seen[0] += strcmp(words, "in the group \"campers\"") == 0;
    seen[1] += strcmp(words, "not in the group \"others\"") == 0;
    seen[2]++;
    lab_weeks(&lab, profile, 1);
    if (week % 10 == 9) /* before the pack expires */
      lab_replace(&lab, profile, &(lab_pack){.sequence = 3 + (uint64_t)week, .swaps = swaps});
  }
  cr_assert_eq(seen[0] + seen[1], seen[2], "one of the two, and the truth: %u %u", seen[0],
               seen[1]);
  /* Both come up: that one never does in 24 draws has odds of 2^-23. */
  cr_assert_gt(seen[0], 0);
  cr_assert_gt(seen[1], 0);
  lab_leave(&lab, profile);
}

Test(membership, an_audience_that_reads_what_may_not_be_contributed_answers_none) {
  static const char *const swaps[] = {SLOTS, AUDIENCES SLOTS, ASKED, MEMBERS, NULL};
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = swaps});
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  lab.consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(in(profile, "campers"), 1, "it may still be used here");
  cr_assert_str_eq(answer_of(profile), "no answer");
  lab_leave(&lab, profile);
}

Test(membership, what_was_said_under_a_category_that_may_not_leave_withholds_the_answer) {
  static const char *const swaps[] = {
      SLOTS,
      AUDIENCES SLOTS,
      ASKED,
      MEMBERS,
      "\"key\":\"activity\",\"column\":\"attr_activity\",\"category\":\"internal\"",
      "\"key\":\"activity\",\"column\":\"attr_activity\",\"category\":\"professional\"",
      NULL};
  static const char *const later[] = {SLOTS, AUDIENCES SLOTS, ASKED, MEMBERS, NULL};
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = swaps});
  cr_assert_eq(sotto_state_preference(profile, lab_text("activity"), lab_text("camping"), 100),
               SOTTO_OK);
  lab.consent.verdicts[SOTTO_CATEGORY_PROFESSIONAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  lab_replace(&lab, profile, &(lab_pack){.sequence = 3, .swaps = later});
  cr_assert_eq(in(profile, "campers"), 1);
  cr_assert_str_eq(answer_of(profile), "no answer");
  lab_leave(&lab, profile);
}

#ifdef SOTTO_WITH_CHOOSE
/* Shows arms until the one for campers comes, and has it do well. */
static void show_bonfire(sotto *profile) {
  sotto_choice choice = {0};
  sotto_choice_request request;
  sotto_choice_request_init(&request);
  request.slot = lab_text("hero");
  for (request.seed = 1; request.seed <= 200; request.seed++) {
    cr_assert_eq(sotto_choose(profile, &request, &choice), SOTTO_OK);
    if (choice.arm.size == 7) break;
  }
  cr_assert_eq(choice.arm.size, 7);
  cr_assert_eq(sotto_outcome(profile, choice.decision, 1), SOTTO_OK);
}

static const char *const with_bonfire[] = {
    SLOTS,
    AUDIENCES "\"slots\":[{\"id\":\"hero\",\"arms\":["
              "{\"id\":\"plain\",\"content\":{\"en\":\"Plain\",\"es\":\"Plain\"}},"
              "{\"id\":\"bonfire\",\"content\":{\"en\":\"Bonfire\",\"es\":\"Bonfire\"},"
              "\"audience\":\"campers\"}],"
              "\"choice\":{\"reward\":\"host\",\"sticky_hours\":0}},"
              "{\"id\":\"home\",\"company\":\"private\",\"limit\":4,\"rules\":[",
    ASKED, "\"name\":\"mindset\",\"kind\":\"arm_outcome\",\"arms\":[\"hero/bonfire\"]", NULL};

Test(membership, an_arm_for_an_audience_is_told_only_where_the_audience_may_be) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = with_bonfire});
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  show_bonfire(profile);
  const char *words = answer_of(profile);
  cr_assert_not_null(strstr(words, "hero/bonfire"), "%s", words);
  lab.consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(in(profile, "campers"), 1, "it may still be used here");
  cr_assert_str_eq(answer_of(profile), "no answer");
  lab_leave(&lab, profile);
}

static uint32_t spot_bonfire(void *context, const sotto_decision *decision) {
  *(int *)context += decision->arm.size == 7;
  return 0;
}

static int bonfires(sotto *profile) {
  int count = 0;
  cr_assert_eq(sotto_choice_each(profile, spot_bonfire, &count), SOTTO_OK);
  return count;
}

static uint32_t spot_kept(void *context, const sotto_decision *decision) {
  *(int *)context += decision->arm.size == 7 && decision->kept;
  return 0;
}

static int kept_bonfires(sotto *profile) {
  int count = 0;
  cr_assert_eq(sotto_choice_each(profile, spot_kept, &count), SOTTO_OK);
  return count;
}

Test(membership, what_was_shown_to_an_audience_is_kept_only_where_all_it_reads_may_be) {
  lab_world lab;
  lab_begin(&lab);
  lab.consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_KEEP] = SOTTO_DENIED;
  sotto *profile = open_with(&lab, with_bonfire);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  show_bonfire(profile);
  cr_expect_eq(bonfires(profile), 1);
  cr_expect_eq(kept_bonfires(profile), 0);
  lab_leave(&lab, profile);
}

Test(membership, withdrawing_or_forgetting_a_category_takes_what_was_shown_to_who_reads_it) {
  for (int forget = 0; forget < 2; forget++) {
    lab_world lab;
    sotto_scope scope;
    size_t rows;
    lab_begin(&lab);
    sotto *profile = open_with(&lab, with_bonfire);
    lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
    show_bonfire(profile);
    cr_assert_eq(sotto_flush(profile), SOTTO_OK);
    cr_expect_eq(kept_bonfires(profile), 1);
    lab.consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_KEEP] = SOTTO_DENIED;
    sotto_scope_init(&scope);
    scope.kind = SOTTO_FORGET_CATEGORY;
    scope.category = SOTTO_CATEGORY_INTERNAL;
    cr_assert_eq(forget ? sotto_forget(profile, &scope, &rows)
                        : sotto_consent_set(profile, &lab.consent),
                 SOTTO_OK);
    cr_expect_eq(bonfires(profile), 0, "forget %d", forget);
    lab_leave(&lab, profile);
  }
}

Test(membership, forgetting_a_value_takes_what_was_shown_to_an_audience_that_reads_it) {
  lab_world lab;
  sotto_scope scope;
  size_t rows;
  lab_begin(&lab);
  sotto *profile = open_with(&lab, with_bonfire);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent-4");
  show_bonfire(profile);
  cr_assert_eq(bonfires(profile), 1);
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_VALUE;
  scope.attribute = lab_text("activity");
  scope.value = lab_text("camping");
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_OK);
  cr_assert_eq(bonfires(profile), 0);
  lab_leave(&lab, profile);
}
#endif
