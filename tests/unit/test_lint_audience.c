/*
 * Reading, building and linting of audiences: what is found and where, that predicates nobody or
 * everybody is in are found exactly, and what may not be asked or shown.
 */
#include "base/traits.h"
#include "brand/predicate.h"
#include "brand_lab.h"
#include "model/audience_view.h"
#include "model/rank.h"
#include "unit/made_pack.h"

static brand_lab lab;

static void set_up(void) {
  lab_open(&lab);
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(lint_audience, .init = set_up, .fini = tear_down);

#define HEAD                                                                                       \
 "{\"brand\": \"B\", \"currency\": \"EUR\", \"default_locale\": \"en\", \"attributes\": ["         \
 "{\"key\": \"room\", \"column\": \"attr_room\", \"category\": \"internal\","                      \
 " \"discreet_values\": [\"bath\"]},"                                                              \
 "{\"key\": \"brand\", \"category\": \"social\"}], "

static sotto_status lint(const char *rest) {
  char text[8192];
  (void)snprintf(text, sizeof text, HEAD "%s}", rest);
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab.options.brand_file = lab_write(&lab, "brand.json", text);
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", LAB_ITEMS));
  return lab_build(&lab);
}

static sotto_status lint_when(const char *when) {
  char text[4400];
  (void)snprintf(text, sizeof text,
                 "\"audiences\": [{\"id\": \"a\", \"label\": {\"en\": \"A\"}, \"when\": %s}]",
                 when);
  return lint(text);
}

static sotto_status lint_two(const char *first, const char *second) {
  char text[4096];
  (void)snprintf(text, sizeof text,
                 "\"audiences\": [{\"id\": \"a\", \"label\": {\"en\": \"A\"}, \"when\": %s},"
                 "{\"id\": \"b\", \"label\": {\"en\": \"B\"}, \"when\": %s}]",
                 first, second);
  return lint(text);
}

#define EVERY                                                                                      \
 "{\"all\": [{\"affinity\": {\"room\": \"hall\"}, \"at_least\": \"high\"},"                        \
 "{\"mindset\": [\"focused\", \"interested\"]}, {\"need\": \"reassurance\", \"at_least\": 0.5},"   \
 "{\"days_since_purchase\": {\"below\": 30}}, {\"days_since_visit\": {\"at_least\": 2}},"          \
 "{\"visits\": {\"at_least\": 3}}, {\"spend\": {\"at_least\": \"50.00\"}},"                        \
 "{\"basket\": {\"at_least\": 2}}, {\"cart\": \"open\"},"                                          \
 "{\"any\": [{\"affinity\": {\"room\": \"study\"}, \"at_most\": \"low\"},"                         \
 "{\"not\": {\"visits\": {\"at_least\": 9, \"below\": 12}}}]}]}"

Test(lint_audience, every_kind_of_test_becomes_its_term) {
  static const uint32_t kinds[] = {4, 5, 6, 7, 7, 7, 7, 7, 8, 4, 7, 3, 2, 1};
  so_audience_view view;
  cr_assert_eq(lint_when(EVERY), SOTTO_OK, "%s", lab.said);
  cr_assert_not(lab_said(&lab, "$.audiences"), "%s", lab.said);
  so_audience_view_open(&view, &lab.pack);
  cr_assert_eq(view.count, 1);
  cr_assert_eq(view.term_count, sizeof kinds / sizeof *kinds);
  for (uint32_t n = 0; n < view.term_count; n++) cr_assert_eq(view.terms[n].kind, kinds[n]);
  cr_assert_eq(view.terms[0].low, SO_CARE_HIGH);
  cr_assert_eq(view.terms[1].low, 1u << 2 | 1u << 1);
  cr_assert_eq(view.terms[2].low, 500);
  cr_assert_eq(view.terms[2].high, 1000);
  cr_assert_eq(view.terms[3].high, 29);
  cr_assert_eq(view.terms[6].low, 5000, "minor units");
  cr_assert_eq(view.terms[10].low, 9);
  cr_assert_eq(view.terms[10].high, 11);
  cr_assert(so_text_is(so_audience_view_id(&view, 0), "a"));
  cr_assert(so_text_is(so_audience_view_label(&view, 0, 0), "A"));
}

/* Each wrong predicate, and where and what is said of it. */
Test(lint_audience, a_fault_of_shape_names_its_place) {
  static const char *const wrong[][2] = {
      {"{}", "$.audiences[0].when: is no predicate"},
      {"5", "$.audiences[0].when: is no predicate"},
      {"{\"all\": []}", "$.audiences[0].when.all: joins nothing"},
      {"{\"all\": [{\"cart\": \"open\"}, {\"cart\": \"full\"}]}",
       "$.audiences[0].when.all[1].cart"},
      {"{\"not\": {\"visits\": {}}}", "$.audiences[0].when.not.visits: has neither"},
      {"{\"cart\": \"open\", \"visits\": {\"below\": 3}}", "$.audiences[0].when.visits: is not a"},
      {"{\"affinity\": {\"room\": \"hall\"}}", "$.audiences[0].when: has neither at_least nor"},
      {"{\"affinity\": {}, \"at_least\": \"high\"}", "must name one attribute and one value"},
      {"{\"affinity\": {\"room\": \"hall\"}, \"at_least\": \"most\"}", "when.at_least: "},
      {"{\"mindset\": []}", "names no mindset"},
      {"{\"mindset\": [\"angry\"]}", "names a mindset that is none: angry"},
      {"{\"need\": \"money\", \"at_least\": 0.5}", "when.need: "},
      {"{\"need\": \"gift\", \"at_least\": 2}", "when.at_least: "},
      {"{\"visits\": {\"below\": 0}}", "asks for less than 0"},
      {"{\"visits\": {\"at_least\": 1.5}}", "when.visits.at_least: "},
      {"{\"spend\": {\"at_least\": \"5 USD\"}}", "when.spend.at_least: "},
      {"{\"spend\": {\"at_least\": 5}}", "when.spend.at_least: must be a text"},
      {"{\"not\": {\"not\": {\"not\": {\"not\": {\"not\": {\"not\": {\"cart\": \"open\"}}}}}}}",
       "lies deeper than six"}};
  for (size_t n = 0; n < sizeof wrong / sizeof *wrong; n++) {
    cr_assert_eq(lint_when(wrong[n][0]), SOTTO_E_JSON, "%s", wrong[n][0]);
    cr_assert(lab_said(&lab, wrong[n][1]), "%s: %s", wrong[n][0], lab.said);
  }
}

Test(lint_audience, more_terms_than_an_audience_holds_are_one_fault_each) {
  char when[4096];
  size_t size = (size_t)snprintf(when, sizeof when, "{\"any\": [{\"cart\": \"open\"}");
  for (int n = 0; n < 70; n++)
    size += (size_t)snprintf(when + size, sizeof when - size, ", {\"visits\": {\"at_least\": 3}}");
  (void)snprintf(when + size, sizeof when - size, "]}");
  cr_assert_eq(lint_when(when), SOTTO_E_JSON);
  cr_assert(lab_said(&lab, "is beyond the 64 terms"), "%s", lab.said);
}

Test(lint_audience, names_that_nothing_answers_to_are_errors_with_their_place) {
  cr_assert_eq(lint_when("{\"all\": [{\"affinity\": {\"mood\": \"x\"}, \"at_least\": \"high\"},"
                         "{\"affinity\": {\"room\": \"x\"}, \"at_least\": \"high\"}]}"),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "$.audiences[0].when.all[0]: tests an attribute"), "%s", lab.said);
  cr_assert(lab_said(&lab, "$.audiences[0].when.all[1]: tests a value that no item has: x"));
  cr_assert_eq(lint("\"boosts\": [{\"audience\": \"z\", \"strategy\": \"popular\", \"factor\": 2}],"
                    "\"slots\": [{\"id\": \"s\", \"rules\": [{\"rule\": \"in_stock\","
                    " \"audience\": \"y\"}]}]"),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "$.boosts[0]: boosts for an audience that is none: z"), "%s", lab.said);
  cr_assert(lab_said(&lab, "s: has a rule for an audience that is none: y"), "%s", lab.said);
}

Test(lint_audience, a_contradiction_is_named_where_it_lies) {
  static const char *const never[][2] = {
      {"{\"all\": [{\"visits\": {\"at_least\": 5}}, {\"visits\": {\"below\": 5}}]}", ".when: "},
      {"{\"any\": [{\"cart\": \"open\"},"
       "{\"all\": [{\"cart\": \"open\"}, {\"cart\": \"empty\"}]}]}",
       NULL},
      {"{\"all\": [{\"cart\": \"open\"}, {\"any\": [{\"all\": [{\"mindset\": [\"loyal\"]},"
       "{\"mindset\": [\"fading\"]}]}]}]}",
       ".when.all[1].any[0]: "},
      {"{\"not\": {\"any\": [{\"cart\": \"open\"}, {\"cart\": \"empty\"}]}}", ".when: "},
      {"{\"all\": [{\"days_since_purchase\": {\"at_least\": 0}},"
       "{\"not\": {\"days_since_purchase\": {\"below\": 9000000}}},"
       "{\"days_since_purchase\": {\"below\": 8000000}}]}",
       ".when: "},
      {"{\"all\": [{\"affinity\": {\"room\": \"hall\"}, \"at_least\": \"high\"},"
       "{\"affinity\": {\"room\": \"hall\"}, \"at_most\": \"usual\"}]}",
       ".when: "}};
  for (size_t n = 0; n < sizeof never / sizeof *never; n++) {
    sotto_status status = lint_when(never[n][0]);
    cr_assert_eq(status, never[n][1] ? SOTTO_E_STATE : SOTTO_OK, "%s: %s", never[n][0], lab.said);
    if (never[n][1]) cr_assert(lab_said(&lab, "contradicts itself"), "%s", lab.said);
    if (never[n][1]) cr_assert(lab_said(&lab, never[n][1]), "%s: %s", never[n][0], lab.said);
  }
}

Test(lint_audience, what_always_holds_is_a_warning) {
  cr_assert_eq(lint_when("{\"any\": [{\"cart\": \"open\"}, {\"not\": {\"cart\": \"open\"}}]}"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "1 13 brand.json:0 $.audiences[0].when: always holds"), "%s", lab.said);
  cr_assert_eq(lint_when("{\"any\": [{\"days_since_purchase\": {\"at_least\": 9}},"
                         "{\"days_since_purchase\": {\"below\": 9}}]}"),
               SOTTO_OK);
  cr_assert_not(lab_said(&lab, "always holds"), "not for those who never bought: %s", lab.said);
}

Test(lint_audience, the_same_and_the_nested_are_told_and_those_that_share_much) {
  cr_assert_eq(lint_two("{\"not\": {\"cart\": \"empty\"}}", "{\"cart\": \"open\"}"), SOTTO_OK);
  cr_assert(lab_said(&lab, "1 13 brand.json:0 $.audiences[1]: holds exactly who is in \"a\""), "%s",
            lab.said);
  cr_assert_eq(lint_two("{\"visits\": {\"at_least\": 9}}", "{\"visits\": {\"at_least\": 3}}"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "0 13 brand.json:0 $.audiences[0]: lies inside \"b\""), "%s", lab.said);
  cr_assert_eq(lint_two("{\"mindset\": [\"curious\", \"interested\", \"focused\", \"loyal\"]}",
                        "{\"mindset\": [\"fading\", \"interested\", \"focused\", \"loyal\"]}"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "$.audiences[0]: shares 60 % of members with \"b\"") ||
                lab_said(&lab, "$.audiences[0]: shares 59 % of members with \"b\""),
            "%s", lab.said);
  cr_assert_eq(lint_two("{\"cart\": \"open\"}", "{\"cart\": \"empty\"}"), SOTTO_OK);
  cr_assert_not(lab_said(&lab, "brand.json:0 $.audiences"), "%s", lab.said);
}

#define ASK                                                                                        \
 ", \"questions\": [{\"name\": \"q\", \"kind\": \"audience\", \"audiences\": [\"a\"],"             \
 "\"epsilon_micro\": 1000000}]"
#define SOCIAL(consent)                                                                            \
 "\"audiences\": [{\"id\": \"a\", \"label\": {\"en\": \"A\"}" consent                              \
 ", \"when\": {\"not\": {\"affinity\": {\"brand\": \"Lux\"}, \"at_least\": \"high\"}}}]"

Test(lint_audience, a_category_that_needs_its_own_consent_is_refused_without_it) {
  cr_assert_eq(lint(SOCIAL("")), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "$.audiences[0].when.not: reads an attribute of a category"), "%s",
            lab.said);
  cr_assert_eq(lint(SOCIAL(", \"consent\": [\"external\"]")), SOTTO_E_STATE);
  cr_assert_eq(lint(SOCIAL(", \"consent\": [\"social\"]")), SOTTO_OK, "%s", lab.said);
}

Test(lint_audience, a_question_about_a_category_that_may_never_be_asked_is_refused) {
  cr_assert_eq(lint(SOCIAL(", \"consent\": [\"social\"]") ASK), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "q: asks about the audience a, which reads a category"), "%s", lab.said);
}

Test(lint_audience, a_question_about_an_audience_that_is_none_is_refused) {
  cr_assert_eq(lint("\"expires_days\": 9" ASK), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "q: asks about an audience that is none: a"), "%s", lab.said);
}

Test(lint_audience, a_discreet_value_makes_no_audience) {
  cr_assert_eq(lint_when("{\"affinity\": {\"room\": \"bath\"}, \"at_least\": \"high\"}"),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "$.audiences[0].when: tests a discreet value"), "%s", lab.said);
}

#define PAIR(slot_rules)                                                                           \
 "\"audiences\": [{\"id\": \"a\", \"label\": {\"en\": \"A\"}, \"when\": {\"cart\": \"open\"}},"    \
 "{\"id\": \"b\", \"label\": {\"en\": \"B\"}, \"when\": {\"visits\": {\"at_least\": 3}}},"         \
 "{\"id\": \"c\", \"label\": {\"en\": \"C\"}, \"when\": {\"cart\": \"empty\"}}],"                  \
 "\"slots\": [{\"id\": \"s\", \"limit\": 1, \"rules\": [" slot_rules "]}]"
#define ONLY(who, room)                                                                            \
 "{\"rule\": \"exclude\", \"attribute\": \"room\", \"value\": \"" room "\", \"audience\": \"" who  \
 "\"}"

Test(lint_audience, rules_of_members_that_empty_a_slot_together_are_an_error) {
  cr_assert_eq(lint(PAIR(ONLY("a", "hall"))), SOTTO_OK, "%s", lab.said);
  cr_assert_eq(lint(PAIR(ONLY("a", "hall") "," ONLY("b", "study"))), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "s: its rules let no item through for who is in: a, b"), "%s", lab.said);
}

Test(lint_audience, rules_that_nobody_has_together_are_no_error) {
  cr_assert_eq(lint(PAIR(ONLY("a", "hall") "," ONLY("c", "study"))), SOTTO_OK, "%s", lab.said);
}

Test(lint_audience, uses_stand_in_the_pack_beside_the_rules_of_all) {
  so_audience_view view;
  cr_assert_eq(
      lint(PAIR("{\"rule\": \"in_stock\"}," ONLY(
          "a", "hall")) ", \"boosts\":"
                        "[{\"audience\": \"b\", \"strategy\": \"complement\", \"factor\": 1.5}],"
                        "\"empathy\": {\"curious\": 10, \"interested\": 20, \"focused\": 30,"
                        "\"satisfied\": 40, \"loyal\": 50, \"fading\": 1}"),
      SOTTO_OK, "%s", lab.said);
  so_audience_view_open(&view, &lab.pack);
  cr_assert_eq(lab.pack.rule_count, 1);
  cr_assert_eq(view.use_count, 2);
  cr_assert_eq(view.uses[0].rule.kind, SO_RULE_EXCLUDE_VALUE);
  cr_assert_eq(view.uses[1].strategy, SO_STRATEGY_COMPLEMENT);
  cr_assert_eq(view.uses[1].slot, SO_PACK_NONE);
  cr_assert_not_null(view.weights);
  cr_assert_eq(view.weights[4], 50);
}

/* ---- exactness, against all values of small traits ---- */

static uint64_t state;
static so_pack_audience_term terms[64];
static uint32_t term_count;

static uint32_t below(uint32_t bound) {
  return made_below(&state, bound);
}

static void make(uint32_t depth) {
  uint32_t kind = depth ? below(4) : 0;
  if (kind == 0 || term_count > 40) {
    uint32_t trait = below(3), low = below(6);
    terms[term_count++] =
        trait == 0 ? (so_pack_audience_term){SO_TERM_CART, 0, low & 1, low & 1}
        : trait == 1
            ? (so_pack_audience_term){SO_TERM_MINDSET, 0, 1u << low | 1u << below(6), 0}
            : (so_pack_audience_term){SO_TERM_NUMBER, SO_NUMBER_SPEND_DAYS, low, low + below(4)};
    return;
  }
  uint32_t operands = kind == SO_TERM_NOT ? 1 : 1 + below(3);
  for (uint32_t n = 0; n < operands; n++) make(depth - 1);
  terms[term_count++] = (so_pack_audience_term){kind, operands, 0, 0};
}

static int holds(uint32_t *end, const uint32_t values[3]) {
  const so_pack_audience_term *term = &terms[(*end)--];
  if (term->kind == SO_TERM_NOT) return !holds(end, values);
  if (term->kind <= SO_TERM_ANY) {
    uint32_t true_ones = 0;
    for (uint32_t n = 0; n < term->about; n++) true_ones += (uint32_t)holds(end, values);
    return term->kind == SO_TERM_ALL ? true_ones == term->about : true_ones > 0;
  }
  if (term->kind == SO_TERM_MINDSET) return (int)(term->low >> values[1] & 1);
  uint32_t value = values[term->kind == SO_TERM_CART ? 0 : 2];
  return value != 12 && value >= term->low && value <= term->high; /* 12 stands for never */
}

Test(lint_audience, whether_anybody_can_be_in_is_exact_on_small_predicates) {
  made_size size = {8, 3, 4, 2, 5};
  made_pack *made = made_new(&size);
  so_predicate_try *room = calloc(1, sizeof *room);
  uint32_t never = 0;
  for (state = 1; room && never < 60;) {
    uint32_t some = 0, values[3];
    term_count = 0;
    make(4);
    for (values[0] = 0; values[0] < 2; values[0]++)
      for (values[1] = 0; values[1] < 6; values[1]++)
        for (values[2] = 0; values[2] <= 12; values[2]++) {
          uint32_t end = term_count - 1;
          some += (uint32_t)holds(&end, values);
        }
    so_predicate_begin(room, &made->pack);
    so_predicate_add(room, (so_predicate){terms, term_count}, 1);
    cr_assert_eq(so_predicate_can(room), some ? SO_OUT_YES : SO_OUT_NO);
    so_predicate_begin(room, &made->pack);
    so_predicate_add(room, (so_predicate){terms, term_count}, 0);
    cr_assert_eq(so_predicate_can(room), some < 2 * 6 * 13 ? SO_OUT_YES : SO_OUT_NO);
    never += !some;
  }
  free(room);
  made_free(made);
}

Test(lint_audience, what_takes_too_long_is_given_up_and_never_guessed) {
  made_size size = {8, 3, 4, 2, 5};
  made_pack *made = made_new(&size);
  so_predicate_try *room = calloc(1, sizeof *room);
  so_pack_audience_term big[13];
  for (uint32_t n = 0; n < 12; n++) big[n] = (so_pack_audience_term){SO_TERM_AFFINITY, n, 0, 2};
  big[12] = (so_pack_audience_term){SO_TERM_ALL, 12, 0, 0};
  so_predicate_begin(room, &made->pack);
  so_predicate_add(room, (so_predicate){big, 13}, 1);
  cr_assert_eq(so_predicate_can(room), SO_OUT_YES);
  for (uint32_t n = 0; n < 600; n++) so_predicate_add(room, (so_predicate){big, 13}, 0);
  cr_assert_eq(so_predicate_can(room), SO_OUT_TOO_MANY);
  free(room);
  made_free(made);
}

/* ---- a shelf is never empty because of members' rules ---- */

static const char *random_rule(char room[160], const char *audience) {
  static const char *const values[] = {"hall", "study"}, *const items[] = {"a", "b", "f", "g"};
  uint32_t kind = below(5), from = below(20);
  if (kind < 2)
    (void)snprintf(room, 160, "{\"rule\": \"%s\", \"attribute\": \"room\", \"value\": \"%s\"%s}",
                   kind ? "include" : "exclude", values[below(2)], audience);
  else if (kind < 4)
    (void)snprintf(room, 160, "{\"rule\": \"%s\", \"item\": \"%s\"%s}",
                   kind == 2 ? "exclude_item" : "pin", items[below(4)], audience);
  else
    (void)snprintf(room, 160, "{\"rule\": \"price_band\", \"from\": \"%u\", \"to\": \"%u\"%s}",
                   from, from + 5 + below(20), audience);
  return room;
}

static sotto_status build_random(void) {
  static const char *const audiences[] = {"", ", \"audience\": \"w\"", ", \"audience\": \"x\"",
                                          ", \"audience\": \"y\"", ", \"audience\": \"z\""};
  char text[4096], room[160];
  size_t size = (size_t)snprintf(
      text, sizeof text,
      "\"audiences\": [{\"id\": \"w\", \"when\": {\"cart\": \"open\"}},"
      "{\"id\": \"x\", \"when\": {\"visits\": {\"at_least\": 3}}},"
      "{\"id\": \"y\", \"when\": {\"basket\": {\"at_least\": 2}}},"
      "{\"id\": \"z\", \"when\": {\"spend\": {\"at_least\": \"9.00\"}}}],"
      "\"slots\": [{\"id\": \"s\", \"limit\": 1, \"rules\": [{\"rule\": \"in_stock\"}");
  for (uint32_t n = 1 + below(5); n > 0; n--)
    size += (size_t)snprintf(text + size, sizeof text - size, ", %s",
                             random_rule(room, audiences[below(5)]));
  (void)snprintf(text + size, sizeof text - size, "]}]");
  return lint(text);
}

/* What a member of these audiences, a bit each, is shown in the slot. */
static size_t shelf_of(const so_rank *rank, const so_audience_view *view, uint32_t members) {
  static so_mind mind;
  static so_rank_pick picks[SO_RANK_LIMIT_MAX];
  so_pack_rule rules[16];
  so_rank_request request;
  so_rank_request_init(&request);
  request.slot = 0;
  request.rules = rules;
  for (; request.rule_count < lab.pack.rule_count; request.rule_count++)
    rules[request.rule_count] = lab.pack.rules[request.rule_count];
  for (uint32_t n = 0; n < view->use_count; n++)
    if (members >> view->uses[n].audience & 1) rules[request.rule_count++] = view->uses[n].rule;
  so_mind_clear(&mind);
  return so_rank_picks(rank, &mind, &request, picks);
}

Test(lint_audience, a_lint_clean_pack_empties_no_shelf_for_any_members, .timeout = 200) {
  uint32_t clean = 0, refused = 0;
  for (state = 9; clean < 250 || refused < 50;) {
    so_audience_view view;
    so_rank rank;
    sotto_status status = build_random();
    refused += status != SOTTO_OK;
    if (status) continue;
    clean++;
    so_audience_view_open(&view, &lab.pack);
    size_t bytes = so_rank_scratch_bytes(lab.pack.item_count, lab.pack.value_count);
    void *scratch = aligned_alloc(64, (bytes + 63) / 64 * 64);
    so_rank_prepare(&lab.pack, scratch, &rank);
    for (uint32_t members = 0; members < 16; members++)
      cr_assert_gt(shelf_of(&rank, &view, members), 0, "members %u of:\n%s", members, lab.said);
    free(scratch);
  }
}
