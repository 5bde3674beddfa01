/*
 * Picks: never empty, reasons that sum exactly, the same again for the same, never what is out of
 * place, and sentences in both languages.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"

typedef struct shelf {
  sotto_pick picks[SOTTO_PICKS_MAX];
  size_t count;
} shelf;

static shelf ask(sotto *profile, const sotto_request *request) {
  shelf shown = {.count = SOTTO_PICKS_MAX};
  sotto_status status = sotto_recommend(profile, request, shown.picks, &shown.count);
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  return shown;
}

static shelf ask_slot(sotto *profile, const char *slot) {
  sotto_request request;
  sotto_request_init(&request);
  request.slot = lab_text(slot);
  return ask(profile, &request);
}

static int holds(const shelf *shown, const char *item) {
  for (size_t i = 0; i < shown->count; i++)
    if (shown->picks[i].item.size == strlen(item) &&
        memcmp(shown->picks[i].item.data, item, strlen(item)) == 0)
      return 1;
  return 0;
}

static int same(const shelf *a, const shelf *b) {
  if (a->count != b->count) return 0;
  for (size_t i = 0; i < a->count; i++)
    if (a->picks[i].score_micro != b->picks[i].score_micro ||
        a->picks[i].item.size != b->picks[i].item.size ||
        memcmp(a->picks[i].item.data, b->picks[i].item.data, a->picks[i].item.size) != 0)
      return 0;
  return 1;
}

typedef struct spoken {
  int64_t sum_micro;
  int64_t last_micro;
  size_t count;
  char all[4096];
} spoken;

static uint32_t listen(void *context, const sotto_reason *reason) {
  spoken *heard = context;
  cr_assert(reason->text.size > 0);
  heard->sum_micro += reason->score_micro;
  heard->count++;
  size_t at = strlen(heard->all);
  snprintf(heard->all + at, sizeof heard->all - at, "%.*s|", (int)reason->text.size,
           reason->text.data);
  return 0;
}

static spoken explain(sotto *profile, const shelf *shown) {
  spoken heard = {0};
  for (size_t i = 0; i < shown->count; i++) {
    heard.sum_micro = 0;
    cr_assert_eq(sotto_pick_explain(profile, shown->picks[i].id, listen, &heard), SOTTO_OK);
    cr_assert_eq(heard.sum_micro, shown->picks[i].score_micro);
  }
  return heard;
}

static sotto *open_shop(lab_world *lab) {
  sotto *profile = lab_open(lab);
  lab_install(lab, profile);
  return profile;
}

static void like_climbing(sotto *profile) {
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "harness");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "harness");
}

Test(picks, are_never_empty_from_zero_events_on) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  cr_assert_eq(ask_slot(profile, "home").count, 4u);
  cr_assert_eq(ask_slot(profile, "kiosk").count, 4u);
  cr_assert_eq(ask_slot(profile, "tents").count, 2u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(picks, have_reasons_that_sum_exactly_to_the_score) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  shelf cold = ask_slot(profile, "home");
  cr_assert(explain(profile, &cold).count >= 4);
  like_climbing(profile);
  sotto_request request;
  sotto_request_init(&request);
  request.limit = 15;
  request.item = lab_text("rope");
  shelf warm = ask(profile, &request);
  cr_assert(explain(profile, &warm).count >= warm.count);
  sotto_close(profile);
  lab_end(&lab);
}

Test(picks, are_the_same_for_the_same_profile_even_after_a_restart) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  like_climbing(profile);
  shelf first = ask_slot(profile, "home");
  shelf second = ask_slot(profile, "home");
  cr_assert(same(&first, &second));
  char ids[4][32];
  int64_t scores[4];
  for (size_t i = 0; i < 4; i++) {
    snprintf(ids[i], sizeof ids[i], "%.*s", (int)first.picks[i].item.size,
             first.picks[i].item.data);
    scores[i] = first.picks[i].score_micro;
  }
  sotto_close(profile);
  profile = lab_open(&lab);
  shelf third = ask_slot(profile, "home");
  for (size_t i = 0; i < 4; i++) {
    cr_assert_eq(third.picks[i].score_micro, scores[i]);
    cr_assert_eq(strncmp(third.picks[i].item.data, ids[i], third.picks[i].item.size), 0);
  }
  sotto_close(profile);
  lab_end(&lab);
}

Test(picks, follow_what_the_person_does) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  shelf cold = ask_slot(profile, "home");
  like_climbing(profile);
  shelf warm = ask_slot(profile, "home");
  cr_assert_not(same(&cold, &warm));
  cr_assert(holds(&warm, "shoes") || holds(&warm, "lamp") || holds(&warm, "tent-2"));
  sotto_close(profile);
  lab_end(&lab);
}

Test(picks, leave_out_what_was_dismissed_at_once) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  like_climbing(profile);
  for (int i = 0; i < 3; i++) {
    char item[32];
    shelf shown = ask_slot(profile, "home");
    snprintf(item, sizeof item, "%.*s", (int)shown.picks[0].item.size, shown.picks[0].item.data);
    cr_assert_eq(sotto_pick_dismiss(profile, lab_text(item)), SOTTO_OK);
    shown = ask_slot(profile, "home");
    cr_assert_not(holds(&shown, item), "%s", item);
  }
  sotto_close(profile);
  lab_end(&lab);
}

Test(picks, obey_the_request) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  sotto_request request;
  sotto_request_init(&request);
  sotto_text excluded[2] = {lab_text("rope"), lab_text("not-there")};
  request.limit = 16;
  request.exclude = excluded;
  request.exclude_count = 2;
  request.price_from_minor = 3000;
  request.price_to_minor = 12000;
  shelf shown = ask(profile, &request);
  cr_assert(shown.count > 0);
  cr_assert_not(holds(&shown, "rope"));
  for (size_t i = 0; i < shown.count; i++)
    cr_assert(shown.picks[i].price_minor >= 3000 && shown.picks[i].price_minor <= 12000);
  sotto_request_init(&request);
  request.category = lab_text("Tents");
  shown = ask(profile, &request);
  cr_assert_eq(shown.count, 3u);
  request.category = lab_text("Submarines");
  size_t count = 1;
  cr_assert_eq(sotto_recommend(profile, &request, shown.picks, &count), SOTTO_E_MISSING);
  sotto_request_init(&request);
  request.slot = lab_text("no such slot");
  cr_assert_eq(sotto_recommend(profile, &request, shown.picks, &count), SOTTO_E_MISSING);
  sotto_close(profile);
  lab_end(&lab);
}

Test(picks, never_show_or_name_what_is_discreet) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  for (int i = 0; i < 5; i++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "balm");
  lab_record(profile, SOTTO_EVENT_PURCHASE, "balm");
  sotto_request request;
  sotto_request_init(&request);
  request.limit = 16;
  shelf shown = ask(profile, &request);
  cr_assert_not(holds(&shown, "balm"));
  spoken heard = explain(profile, &shown);
  cr_assert_null(strstr(heard.all, "balm"), "%s", heard.all);
  sotto_close(profile);
  lab_end(&lab);
}

Test(picks, explain_themselves_in_both_languages) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  like_climbing(profile);
  shelf shown = ask_slot(profile, "home");
  spoken english = explain(profile, &shown);
  cr_assert(strstr(english.all, "you ") || strstr(english.all, "popular"), "%s", english.all);
  cr_assert_eq(sotto_pick_explain(profile, 77, listen, &english), SOTTO_E_MISSING);
  sotto_close(profile);
  lab.options.locale = "es";
  profile = lab_open(&lab);
  shown = ask_slot(profile, "home");
  spoken spanish = explain(profile, &shown);
  cr_assert_null(strstr(spanish.all, "because"), "%s", spanish.all);
  cr_assert_neq(strcmp(english.all, spanish.all), 0);
  sotto_text title;
  cr_assert_eq(sotto_item_title(profile, lab_text("rope"), &title), SOTTO_OK);
  cr_assert_eq(strncmp(title.data, "Cuerda de escalada", title.size), 0);
  sotto_close(profile);
  lab_end(&lab);
}

Test(picks, say_nothing_of_the_person_before_others) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  like_climbing(profile);
  shelf shown = ask_slot(profile, "kiosk");
  spoken heard = explain(profile, &shown);
  cr_assert_null(strstr(heard.all, "you viewed"), "%s", heard.all);
  cr_assert_null(strstr(heard.all, "climbing"), "%s", heard.all);
  cr_assert_null(strstr(heard.all, "Climbing"), "%s", heard.all);
  cr_assert_null(strstr(heard.all, "Harness"), "%s", heard.all);
  sotto_close(profile);
  lab_end(&lab);
}

static uint32_t hear_kinds(void *context, const sotto_reason *reason) {
  uint32_t *kinds = context;
  kinds[0] |= 1u << reason->kind;
  return 0;
}

static uint32_t kinds_of(sotto *profile, const shelf *shown) {
  uint32_t kinds = 0;
  for (size_t i = 0; i < shown->count; i++)
    cr_assert_eq(sotto_pick_explain(profile, shown->picks[i].id, hear_kinds, &kinds), SOTTO_OK);
  return kinds;
}

Test(picks, tell_no_kind_and_no_habit_before_others) {
  const uint32_t habits = 1u << SOTTO_REASON_RECENT | 1u << SOTTO_REASON_REPURCHASE;
  const uint32_t open = 1u << SOTTO_REASON_UNTOLD | 1u << SOTTO_REASON_POPULAR |
                        1u << SOTTO_REASON_EXPLORE | 1u << SOTTO_REASON_RULE;
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  for (int day = 0; day < 3; day++, lab_pass(&lab, 5 * LAB_DAY_MS))
    lab_record(profile, SOTTO_EVENT_PURCHASE, "socks");
  like_climbing(profile);
  shelf mine = ask_slot(profile, "home");
  cr_assert(kinds_of(profile, &mine) & habits);
  cr_assert(holds(&mine, "socks"));
  shelf shown = ask_slot(profile, "kiosk");
  uint32_t kinds = kinds_of(profile, &shown);
  cr_assert(kinds & 1u << SOTTO_REASON_UNTOLD);
  cr_assert_eq(kinds & ~open, 0u, "%x", kinds);
  cr_assert_not(holds(&shown, "socks"), "bought again and again");
  sotto_close(profile);
  lab_end(&lab);
}

Test(picks, without_consent_are_alike_for_all_and_say_nothing_of_the_person) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  like_climbing(profile);
  shelf personal = ask_slot(profile, "home");
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  shelf denied = ask_slot(profile, "home");
  lab_world other = lab;
  other.options.directory = NULL;
  sotto *stranger = lab_open(&other);
  cr_assert_eq(sotto_pack_install(stranger, lab.pack), SOTTO_OK);
  shelf strangers = ask_slot(stranger, "home");
  cr_assert_eq(denied.count, 4u);
  cr_assert(same(&denied, &strangers));
  cr_assert_not(same(&denied, &personal));
  spoken heard = explain(profile, &denied);
  cr_assert_null(strstr(heard.all, "you viewed"), "%s", heard.all);
  cr_assert_null(strstr(heard.all, "you like"), "%s", heard.all);
  sotto_close(stranger);
  sotto_close(profile);
  lab_end(&lab);
}

/* A picnic wants a stove, a pot and poles or a rope: the cart has the stove. */
static const char *const picnic[] = {
    "\"questions\":[",
    "\"occasions\":[{\"id\":\"picnic\",\"names\":{\"en\":[\"a picnic\"],\"es\":[\"un picnic\"]},"
    "\"parts\":["
    "{\"name\":{\"en\":\"a stove\",\"es\":\"un hornillo\"},"
    "\"values\":{\"product_type\":[\"Kitchen > Stoves\"]}},"
    "{\"name\":{\"en\":\"a pot\",\"es\":\"una olla\"},"
    "\"values\":{\"product_type\":[\"Kitchen > Pots\"]}},"
    "{\"name\":{\"en\":\"something long\",\"es\":\"algo largo\"},"
    "\"values\":{\"product_type\":[\"Poles\",\"Ropes\"]}}]}],\"questions\":[",
    NULL};

Test(picks, complete_the_cart_with_one_of_each_missing_part_and_say_for_what) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  const lab_pack with = {.swaps = picnic};
  lab_build_pack(&lab, &with);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "stove");
  sotto_request request;
  sotto_request_init(&request);
  request.complete = 1;
  request.limit = 15;
  shelf shown = ask(profile, &request);
  cr_assert_not(holds(&shown, "stove"));
  cr_assert(holds(&shown, "pot"));
  cr_assert_eq(holds(&shown, "poles") + holds(&shown, "rope"), 1);
  cr_assert_eq(holds(&shown, "tent-4") + holds(&shown, "tent-6"), 1, "two of a kind");
  spoken heard = explain(profile, &shown);
  cr_assert(strstr(heard.all, "for a picnic, with what is in your cart|"), "%s", heard.all);
  sotto_close(profile);
  lab.options.locale = "es";
  profile = lab_open(&lab);
  shown = ask(profile, &request);
  heard = explain(profile, &shown);
  cr_assert(strstr(heard.all, "para un picnic, con lo que hay en tu carrito|"), "%s", heard.all);
  sotto_close(profile);
  lab_end(&lab);
}

#ifdef SOTTO_WITH_WHATIF
typedef struct answer {
  sotto_why why;
  char text[128];
  spoken reasons;
} answer;

static uint32_t hear_why(void *context, const sotto_why *why) {
  answer *heard = context;
  heard->why = *why;
  snprintf(heard->text, sizeof heard->text, "%.*s", (int)why->text.size, why->text.data);
  return 0;
}

static uint32_t hear_part(void *context, const sotto_reason *reason) {
  return listen(&((answer *)context)->reasons, reason);
}

static answer why(sotto *profile, const sotto_request *request, const char *item) {
  answer heard = {.text = ""};
  const sotto_why_visit visit = {hear_why, hear_part, &heard};
  cr_assert_eq(sotto_item_explain(profile, request, lab_text(item), &visit), SOTTO_OK);
  cr_assert_eq(heard.reasons.sum_micro, heard.why.score_micro, "%s", item);
  return heard;
}

# define CHECK_WHY(profile, request, item, code, sentence)                                         \
  do {                                                                                             \
   answer heard = why(profile, request, item);                                                     \
   cr_assert_eq(heard.why.kind, code, "%s: %u", item, heard.why.kind);                             \
   cr_assert_str_eq(heard.text, sentence);                                                         \
  } while (0)

Test(picks, say_of_any_item_why_it_is_not_among_them) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = open_shop(&lab);
  like_climbing(profile);
  cr_assert_eq(sotto_pick_dismiss(profile, lab_text("fins")), SOTTO_OK);
  sotto_request request;
  sotto_request_init(&request);
  sotto_text exclude = lab_text("socks");
  request.slot = lab_text("home");
  request.item = lab_text("rope");
  request.exclude = &exclude;
  request.exclude_count = 1;
  request.price_to_minor = 30000;
  request.diversity = 0;
  shelf shown = ask(profile, &request);
  char first[32];
  snprintf(first, sizeof first, "%.*s", (int)shown.picks[0].item.size, shown.picks[0].item.data);
  CHECK_WHY(profile, &request, first, SOTTO_WHY_SHOWN, "it is shown, in place 1");
  CHECK_WHY(profile, &request, "nothing", SOTTO_WHY_UNKNOWN, "the catalogue does not have it");
  CHECK_WHY(profile, &request, "balm", SOTTO_WHY_DISCREET, "it is never shown unasked");
  CHECK_WHY(profile, &request, "fins", SOTTO_WHY_DISMISSED, "you said it is not for you");
  CHECK_WHY(profile, &request, "harness", SOTTO_WHY_CART, "it is in your cart");
  CHECK_WHY(profile, &request, "rope", SOTTO_WHY_PAGE, "you are looking at it");
  CHECK_WHY(profile, &request, "socks", SOTTO_WHY_EXCLUDED, "the app left it out");
  CHECK_WHY(profile, &request, "tent-6", SOTTO_WHY_PRICE,
            "its price is not in the range asked for");
  static const char *const others[] = {"stove", "pot", "boots", "poles", "pack-60", "lamp"};
  size_t other = 0;
  while (holds(&shown, others[other])) other++;
  answer low = why(profile, &request, others[other]);
  cr_assert_eq(low.why.kind, SOTTO_WHY_SCORE);
  cr_assert_eq(low.why.score_micro + low.why.behind_micro, shown.picks[3].score_micro);
  cr_assert_eq(strncmp(low.text, "others fit better, by ", 22), 0, "%s", low.text);
  request.category = lab_text("Tents");
  CHECK_WHY(profile, &request, "stove", SOTTO_WHY_CATEGORY, "it is of another category");
  shelf again = ask(profile, &(sotto_request){.struct_size = sizeof request,
                                              .slot = lab_text("home"),
                                              .item = lab_text("rope"),
                                              .exclude = &exclude,
                                              .exclude_count = 1,
                                              .price_to_minor = 30000});
  cr_assert(same(&shown, &again), "asking changed the picks");
  request.category = lab_text("");
  request.slot = lab_text("tents");
  CHECK_WHY(profile, &request, "stove", SOTTO_WHY_RULE_OTHERS,
            "the shop places only certain products here");
  request.slot = lab_text("kiosk");
  CHECK_WHY(profile, &request, "harness", SOTTO_WHY_UNTOLD, "it does not fit here");
  sotto_close(profile);
  lab.options.locale = "es";
  profile = lab_open(&lab);
  CHECK_WHY(profile, &request, "balm", SOTTO_WHY_DISCREET, "nunca se muestra sin pedirlo");
  cr_assert_eq(sotto_item_explain(profile, &request, lab_text("rope"), NULL), SOTTO_E_ARGUMENT);
  sotto_close(profile);
  lab_end(&lab);
}
#endif

/* Whether the picks in a context have a reason that says so, and which item the first is of. */
static int in_context(sotto *profile, const sotto_context *context) {
  cr_assert_eq(sotto_context_set(profile, context), SOTTO_OK);
  shelf shown = ask_slot(profile, "home");
  spoken heard = explain(profile, &shown);
  return strstr(heard.all, "popular at moments like this|") != NULL;
}

Test(picks, follow_each_part_of_the_context_that_its_category_lets_be_used) {
  static const char lifts[] = "kind\titem\tother\tvalue\terror\n"
                              "popularity\tstove\t\t0.5\t0.01\n"
                              "moment\thour:2\tKitchen > Stoves\t3\t0.1\n"
                              "moment\tweekday:6\tKitchen > Stoves\t3\t0.1\n"
                              "moment\tseason:2\tKitchen > Stoves\t3\t0.1\n"
                              "moment\tentry:3\tKitchen > Stoves\t3\t0.1\n"
                              "moment\tchannel:3\tKitchen > Stoves\t3\t0.1\n"
                              "moment\tweather:4\tKitchen > Stoves\t3\t0.1\n"
                              "moment\tplace:7\tKitchen > Stoves\t3\t0.1\n";
  sotto_context contexts[7];
  for (int n = 0; n < 7; n++) sotto_context_init(&contexts[n]);
  contexts[0].hour_band = 2;
  contexts[1].weekday = 6;
  contexts[2].season = 2;
  contexts[3].entry = 3;
  contexts[4].channel = 3;
  contexts[5].weather = 4;
  contexts[6].place = 7;
  for (int denied = 0; denied < 3; denied++) { /* nothing, tracking, history */
    lab_world lab;
    lab_begin(&lab);
    const sotto_category categories[] = {0, SOTTO_CATEGORY_TRACKING, SOTTO_CATEGORY_HISTORY};
    if (denied) lab.consent.verdicts[categories[denied]][SOTTO_PURPOSE_PERSONALIZE] = SOTTO_DENIED;
    sotto *profile = lab_open(&lab);
    const lab_pack with = {.statistics = lifts};
    lab_build_pack(&lab, &with);
    cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
    sotto_context none;
    sotto_context_init(&none);
    cr_assert_not(in_context(profile, &none));
    for (int n = 0; n < 7; n++) {
      int used = !(denied == 1 && n >= 4) && !(denied == 2 && n < 4);
      cr_assert_eq(in_context(profile, &contexts[n]), used, "part %d, denied %d", n, denied);
    }
    sotto_close(profile);
    lab_end(&lab);
  }
}
