/*
 * The lint finds what would embarrass the shop: empty shelves, questions that may not or cannot
 * usefully be asked, sentences a locale lacks, discreet words in open titles.
 */
#include "brand_lab.h"

static brand_lab lab;

static void set_up(void) {
  lab_open(&lab);
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(lint, .init = set_up, .fini = tear_down);

#define HEAD "{\"brand\": \"B\", \"currency\": \"EUR\", \"default_locale\": \"en\", "
#define ROOM                                                                                       \
 "\"attributes\": [{\"key\": \"room\", \"column\": \"attr_room\", \"category\": \"internal\","     \
 "\"label\": {\"en\": \"room\"}}], "

static sotto_status lint(const char *rest) {
  char text[4096];
  (void)snprintf(text, sizeof text, HEAD "%s}", rest);
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab.options.brand_file = lab_write(&lab, "brand.json", text);
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", LAB_ITEMS));
  return lab_build(&lab);
}

static sotto_status lint_rules(const char *rules) {
  char text[2048];
  (void)snprintf(text, sizeof text,
                 ROOM "\"slots\": [{\"id\": \"s\", \"limit\": 1, \"rules\": [%s]}]", rules);
  return lint(text);
}

Test(lint, clean_shop_has_no_findings_about_slots) {
  cr_assert_eq(lint_rules("{\"rule\": \"in_stock\"}"), SOTTO_OK);
  cr_assert_eq(lab.result.errors, 0);
  cr_assert_not(lab_said(&lab, "brand.json:0 s:"), "%s", lab.said);
}

Test(lint, slot_that_nothing_passes_is_an_error_and_no_pack_is_made) {
  cr_assert_eq(lint_rules("{\"rule\": \"price_band\", \"from\": \"5000\", \"to\": \"6000\"}"),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "2 7 brand.json:0 s: its rules let no item through"), "%s", lab.said);
  cr_assert_neq(access(lab.options.output_file, F_OK), 0);
}

Test(lint, slot_that_only_discreet_items_pass_is_empty_too) {
  cr_assert_eq(
      lint_rules("{\"rule\": \"include\", \"attribute\": \"product_type\", \"value\": \"Rugs\"}"),
      SOTTO_E_STATE);
}

Test(lint, include_of_an_unknown_value_is_an_error_exclude_a_warning) {
  cr_assert_eq(lint_rules("{\"rule\": \"include\", \"attribute\": \"room\", \"value\": \"moon\"}"),
               SOTTO_E_STATE);
  cr_assert_eq(lint_rules("{\"rule\": \"exclude\", \"attribute\": \"room\", \"value\": \"moon\"}"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "1 7 brand.json:0 s: a rule names a value that no item has"));
  cr_assert_eq(lint_rules("{\"rule\": \"exclude_item\", \"item\": \"zz\"}"), SOTTO_OK);
  cr_assert(lab_said(&lab, "a rule names an item that the catalogue lacks"));
}

Test(lint, pin_that_cannot_stand_is_told) {
  cr_assert_eq(lint_rules("{\"rule\": \"in_stock\"}, {\"rule\": \"pin\", \"item\": \"d\"}"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "pins an item that its other rules"));
  cr_assert_eq(lint_rules("{\"rule\": \"pin\", \"item\": \"a\", \"position\": 5}"), SOTTO_OK);
  cr_assert(lab_said(&lab, "pins an item beyond its last position"));
}

static sotto_status lint_limit(uint32_t limit) {
  char text[256];
  (void)snprintf(text, sizeof text,
                 ROOM "\"slots\": [{\"id\": \"s\", \"limit\": %u, \"rules\": [{\"rule\": "
                      "\"in_stock\"}]}]",
                 limit);
  return lint(text);
}

Test(lint, slot_with_fewer_items_than_twice_its_places_is_a_warning) {
  cr_assert_eq(lint_limit(2), SOTTO_OK);
  cr_assert_not(lab_said(&lab, "brand.json:0 s:"), "%s", lab.said);
  cr_assert_eq(lint_limit(3), SOTTO_OK);
  cr_assert(lab_said(&lab, "1 7 brand.json:0 s: its rules let only 5 items through for 3 places"),
            "%s", lab.said);
}

static sotto_status lint_question(const char *members) {
  char text[2048];
  (void)snprintf(
      text, sizeof text,
      "\"attributes\": [{\"key\": \"room\", \"column\": \"attr_room\", \"category\": \"%s\"}],"
      "\"questions\": [{\"name\": \"q\", \"epsilon_micro\": 1000000, %s}]",
      strchr(members, '!') ? "social" : "internal", members + (members[0] == '!'));
  return lint(text);
}

Test(lint, forbidden_category_is_an_error) {
  cr_assert_eq(lint_question("!\"kind\": \"top_value\", \"attribute\": \"room\""), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "2 8 brand.json:0 q: asks about a category that may never be asked"),
            "%s", lab.said);
}

Test(lint, question_about_an_unknown_attribute_is_an_error) {
  cr_assert_eq(lint_question("\"kind\": \"top_value\", \"attribute\": \"moon\""), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "asks about an attribute that the catalogue lacks"));
}

Test(lint, question_that_lies_about_its_category_is_an_error) {
  cr_assert_eq(
      lint_question("\"kind\": \"top_value\", \"attribute\": \"room\", \"category\": \"history\""),
      SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "states another category"));
}

/* Builds with a feed of 6,000 items, most in rooms of their own, many in rooms 1 and 2, and
   a question about rooms: all of them where `listed`, else as the builder chooses. */
static sotto_status lint_rooms(int listed) {
  const size_t room = 800000;
  char *brand = malloc(room), *feed = malloc(room);
  cr_assert(brand && feed);
  size_t at = (size_t)snprintf(feed, room, "id\tattr_room\n");
  size_t size = (size_t)snprintf(brand, room,
                                 HEAD ROOM "\"questions\": [{\"name\": \"q\", \"kind\": "
                                           "\"top_value\", \"attribute\": \"room\", "
                                           "\"epsilon_micro\": 1000000%s",
                                 listed ? ", \"values\": [" : "");
  for (int n = 0; n < 6000; n++) {
    at += (size_t)snprintf(feed + at, room - at, "i%d\troom number %d\n", n,
                           n % 10 == 3   ? 1
                           : n % 10 == 4 ? 2
                                         : n);
    if (listed)
      size += (size_t)snprintf(brand + size, room - size, "%s\"room number %d\"", n ? "," : "", n);
  }
  (void)snprintf(brand + size, room - size, "%s}]}", listed ? "]" : "");
  (void)lint(ROOM "\"slots\": []");
  lab.path_count = 0;
  lab.options.brand_file = lab_write(&lab, "brand.json", brand);
  lab.feeds[0].path = lab_write(&lab, "items.tsv", feed);
  free(brand);
  free(feed);
  return lab_build(&lab);
}

Test(lint, question_with_too_many_answers_for_a_report_is_an_error) {
  cr_assert_eq(lint_rooms(1), SOTTO_E_STATE, "%s", lab.said);
  cr_assert(lab_said(&lab, "too many possible answers"), "%s", lab.said);
}

Test(lint, question_that_lists_no_values_asks_about_the_commonest_that_its_batch_can_tell) {
  cr_assert_eq(lint_rooms(0), SOTTO_OK, "%s", lab.said);
  cr_assert(lab_said(&lab, "asks about the 17 commonest of 4800 values"), "%s", lab.said);
  const so_pack_question *question = &lab.pack.questions[0];
  int common = 0;
  for (uint32_t n = 0; n < question->values_count; n++) {
    const so_pack_value *value =
        &lab.pack.values[lab.pack.question_values[question->values_start + n]];
    sotto_text name = so_pack_text(&lab.pack, value->name_text);
    common += name.size == 13 && memcmp(name.data, "room number 1", 13) == 0;
    common += name.size == 13 && memcmp(name.data, "room number 2", 13) == 0;
  }
  cr_assert_eq(question->values_count, 17);
  cr_assert_eq(common, 2);
}

Test(lint, question_about_what_no_item_has_is_left_out_and_the_pack_is_made) {
  cr_assert_eq(lint("\"attributes\": [{\"key\": \"moon\", \"column\": \"attr_moon\", "
                    "\"category\": \"internal\"}], \"questions\": [{\"name\": \"q\", "
                    "\"kind\": \"top_value\", \"attribute\": \"moon\", "
                    "\"epsilon_micro\": 1000000}]"),
               SOTTO_OK, "%s", lab.said);
  cr_assert(lab_said(&lab, "q: asks about an attribute that no item has a value of; left out"));
  cr_assert_eq(lab.pack.question_count, 0);
}

Test(lint, question_is_judged_by_its_batch_where_no_fleet_is_stated) {
  cr_assert_eq(lint_question("\"kind\": \"mindset\", \"minimum_batch\": 40"), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "2 8 brand.json:0 q: 40 reports (its minimum_batch) cannot"), "%s",
            lab.said);
}

Test(lint, question_whose_epsilon_nobody_could_use_is_an_error) {
  cr_assert_eq(lint("\"questions\": [{\"name\": \"q\", \"kind\": \"mindset\", "
                    "\"epsilon_micro\": 1}]"),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "2 8 brand.json:0 q: "), "%s", lab.said);
}

Test(lint, question_asked_twice_is_an_error) {
  cr_assert_eq(lint_question("\"kind\": \"mindset\"}, {\"name\": \"again\", "
                             "\"epsilon_micro\": 1000000, \"kind\": \"mindset\""),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "2 8 brand.json:0 again: asks exactly what"), "%s", lab.said);
}

Test(lint, question_is_judged_by_the_size_of_the_fleet) {
  lab.options.fleet_size = 40;
  cr_assert_eq(lint_question("\"kind\": \"mindset\""), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "2 8 brand.json:0 q: 40 devices cannot answer this usefully"), "%s",
            lab.said);
  cr_assert(lab_said(&lab, "waits for 1000 reports, more than the fleet has"));
  lab.options.fleet_size = 100000;
  cr_assert_eq(lint_question("\"kind\": \"mindset\""), SOTTO_OK);
  cr_assert(lab_said(&lab, "0 8 brand.json:0 q: 100000 devices give a small share to within"));
}

Test(lint, sentences_a_locale_lacks_are_told) {
  cr_assert_eq(lint("\"locales\": [\"es\"], \"texts\": {\"hello\": {\"en\": \"Hello\"}}"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "hello: this sentence has no text in \"es\""));
  cr_assert(lab_said(&lab, "es: 7 items are without a text in this locale"));
}

Test(lint, discreet_word_in_an_open_title_is_told) {
  cr_assert_eq(
      lint("\"attributes\": [{\"key\": \"room\", \"column\": \"attr_room\", \"category\": "
           "\"internal\","
           "\"values\": {\"bath\": {\"en\": \"lamp\"}}, \"discreet_values\": [\"bath\"]}]"),
      SOTTO_OK);
  cr_assert(lab_said(&lab, "1 9 brand.json:0 bath: 5 items say this discreet value in their title"),
            "%s", lab.said);
}

Test(lint, attribute_that_no_item_has_is_told) {
  cr_assert_eq(lint("\"attributes\": [{\"key\": \"mood\", \"category\": \"internal\"}]"), SOTTO_OK);
  cr_assert(
      lab_said(&lab, "mood: brand.json declares this attribute but no item has a value of it"));
}

Test(lint, discreet_value_that_no_item_has_is_told) {
  cr_assert_eq(lint("\"attributes\": [{\"key\": \"room\", \"category\": \"internal\", "
                    "\"label\": {\"en\": \"room\"}, \"discreet_values\": [\"bathh\"]}]"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "1 9 brand.json:0 bathh: discreet_values lists it, but no item"), "%s",
            lab.said);
}

Test(lint, label_that_a_locale_lacks_is_an_error) {
  cr_assert_eq(lint("\"locales\": [\"en\", \"es\"], " ROOM "\"slots\": []"), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "2 6 brand.json:0 room: its label has no \"es\""), "%s", lab.said);
}

Test(lint, two_attributes_of_one_column_are_an_error) {
  cr_assert_eq(lint("\"attributes\": [{\"key\": \"a\", \"column\": \"attr_room\", \"category\": "
                    "\"internal\"}, {\"key\": \"b\", \"column\": \"attr_room\", \"category\": "
                    "\"internal\"}]"),
               SOTTO_E_JSON);
  cr_assert(lab_said(&lab, "reads the column of another attribute: attr_room"), "%s", lab.said);
}

/* Builds with these questions, each a list of members without its name and cost. */
static sotto_status lint_all(const char *const *questions) {
  char text[4096] = "";
  size_t size = (size_t)snprintf(text, sizeof text, ROOM "\"questions\": [");
  for (int n = 0; questions[n]; n++)
    size += (size_t)snprintf(text + size, sizeof text - size,
                             "%s{\"name\": \"q%d\", \"epsilon_micro\": 1000000, %s}", n ? ", " : "",
                             n, questions[n]);
  (void)snprintf(text + size, sizeof text - size, "]");
  return lint(text);
}

#define LINT_ALL(...) lint_all((const char *const[]){__VA_ARGS__, NULL})

Test(lint, a_question_about_an_arm_that_no_slot_has_is_told) {
  cr_assert_eq(LINT_ALL("\"kind\": \"holdout\"",
                        "\"kind\": \"visit_recency\", \"bounds_days\": [7]",
                        "\"kind\": \"arm_outcome\", \"arms\": [\"a\"], \"minimum_batch\": 9000"),
               SOTTO_OK, "%s", lab.said);
  cr_assert(lab_said(&lab, "q2: asks about an arm that no slot has: a"), "%s", lab.said);
}

Test(lint, a_schedule_a_device_can_pay_is_clean) {
  cr_assert_eq(LINT_ALL("\"kind\": \"mindset\", \"every\": 10",
                        "\"kind\": \"spend\", \"bounds\": [\"10.00\"], \"every\": 10, \"phase\": 2",
                        "\"kind\": \"page_outcome\", \"every\": 10, \"phase\": 5, "
                        "\"minimum_batch\": 3000"),
               SOTTO_OK, "%s", lab.said);
  cr_assert_not(lab_said(&lab, "times a year"), "%s", lab.said);
  cr_assert_not(lab_said(&lab, "without \"every\""), "%s", lab.said);
}

Test(lint, more_answers_a_year_than_a_quota_pays_is_an_error) {
  cr_assert_eq(LINT_ALL("\"kind\": \"mindset\", \"every\": 4"), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "2 8 brand.json:0 q0: is asked 13.0 times a year, but a device can pay "
                           "for 6.0: what it asks about is paid at most 6 times"),
            "%s", lab.said);
}

Test(lint, more_epsilon_than_a_year_pays_is_an_error) {
  cr_assert_eq(LINT_ALL("\"kind\": \"mindset\", \"every\": 9",
                        "\"kind\": \"visit_recency\", \"bounds_days\": [7], \"every\": 9, "
                        "\"phase\": 2",
                        "\"kind\": \"spend\", \"bounds\": [\"9\"], \"every\": 9, \"phase\": 4",
                        "\"kind\": \"holdout\", \"every\": 9, \"phase\": 6",
                        "\"kind\": \"spend_recency\", \"bounds_days\": [7], \"every\": 9, "
                        "\"phase\": 8"),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "together cost more than epsilon 24 a year"), "%s", lab.said);
}

Test(lint, three_answers_in_one_week_are_more_than_a_budget_holds) {
  cr_assert_eq(LINT_ALL("\"kind\": \"mindset\", \"every\": 13",
                        "\"kind\": \"visit_recency\", \"bounds_days\": [7], \"every\": 13",
                        "\"kind\": \"spend\", \"bounds\": [\"9\"], \"every\": 13"),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "q2: is asked 4.0 times a year, but a device can pay for 0.0"), "%s",
            lab.said);
}

Test(lint, questions_about_one_trait_share_its_quota) {
  const char *mean =
      "\"kind\": \"mean\", \"measure\": \"spend\", \"low\": \"0\", \"high\": \"90\", "
      "\"every\": 9, \"phase\": 4";
  cr_assert_eq(LINT_ALL("\"kind\": \"spend\", \"bounds\": [\"10.00\"], \"every\": 9", mean),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "all questions about it together"), "%s", lab.said);
  cr_assert_eq(LINT_ALL("\"kind\": \"spend\", \"bounds\": [\"10.00\"]", mean), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "2 questions ask about it, together at least 7.0 times"), "%s",
            lab.said);
  mean =
      "\"kind\": \"mean\", \"measure\": \"spend\", \"low\": \"0\", \"high\": \"90\", \"every\": 13";
  cr_assert_eq(LINT_ALL("\"kind\": \"spend\", \"bounds\": [\"10.00\"]", mean), SOTTO_OK);
  cr_assert(
      lab_said(&lab, "1 8 brand.json:0 q1: asks about the same thing as \"q0\": together they"),
      "%s", lab.said);
}

#define RECENCY(days) "\"kind\": \"spend_recency\", \"bounds_days\": [" days "]"

Test(lint, more_questions_about_a_trait_than_its_quota_pays_are_an_error_scheduled_or_not) {
  cr_assert_eq(
      LINT_ALL(RECENCY("1"), RECENCY("2"), RECENCY("3"), RECENCY("4"), RECENCY("5"), RECENCY("6")),
      SOTTO_OK, "%s", lab.said);
  cr_assert(
      lab_said(&lab, "1 8 brand.json:0 q5: asks about the same thing as \"q0\": together they"));
  cr_assert_eq(LINT_ALL(RECENCY("1"), RECENCY("2"), RECENCY("3"), RECENCY("4"), RECENCY("5"),
                        RECENCY("6"), RECENCY("7")),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab,
                     "2 8 brand.json:0 q6: asks about the same thing as \"q0\": 7 questions ask "
                     "about it, together at least 7.0 times in 52 weeks (7 have no \"every\" "
                     "and count once each), but a device pays for 6 answers about it"),
            "%s", lab.said);
  cr_assert_eq(LINT_ALL(RECENCY("1") ", \"every\": 13", RECENCY("2"), RECENCY("3"), RECENCY("4")),
               SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "4 questions ask about it, together at least 7.0 times"), "%s",
            lab.said);
  cr_assert_eq(LINT_ALL(RECENCY("1") ", \"every\": 13", RECENCY("2"), RECENCY("3")), SOTTO_OK, "%s",
               lab.said);
}

Test(lint, a_mean_is_given_its_half_width_in_its_own_unit) {
  lab.options.fleet_size = 10000;
  cr_assert_eq(LINT_ALL("\"kind\": \"mean\", \"measure\": \"spend\", \"low\": \"0\", "
                        "\"high\": \"90\""),
               SOTTO_OK, "%s", lab.said);
  cr_assert(lab_said(&lab,
                     "0 8 brand.json:0 q0: 10000 answers give the mean to within 2.15 (95 %), "
                     "between 0 and 90"),
            "%s", lab.said);
}

Test(lint, as_many_groups_as_a_report_can_tell_apart_may_be_asked) {
  lab.options.fleet_size = 100000000000;
  cr_assert_eq(LINT_ALL("\"kind\": \"popularity\", \"buckets\": 99999",
                        "\"kind\": \"item_pair\", \"buckets\": 99999"),
               SOTTO_OK, "%s", lab.said);
  cr_assert_eq(LINT_ALL("\"kind\": \"popularity\", \"buckets\": 100000"), SOTTO_E_JSON);
}

Test(lint, drawing_lots_parts_the_fleet_and_the_cost) {
  cr_assert_eq(LINT_ALL("\"kind\": \"mindset\", \"every\": 20, \"lots\": true",
                        "\"kind\": \"visit_recency\", \"bounds_days\": [7], \"every\": 20, "
                        "\"phase\": 1, \"lots\": true"),
               SOTTO_OK, "%s", lab.said);
  cr_assert_eq(LINT_ALL("\"kind\": \"mindset\", \"every\": 2, \"lots\": true"), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "times a year, but a device can pay for"), "%s", lab.said);
}

Test(lint, visits_of_a_kiosk_pay_nothing_out_of_its_ledger) {
  cr_assert_eq(LINT_ALL("\"kind\": \"mindset\", \"every\": 1, \"unit\": \"visit\""), SOTTO_OK);
  cr_assert_not(lab_said(&lab, "times a year"), "%s", lab.said);
}

Test(lint, pairs_drown_in_the_noise_of_a_small_fleet) {
  lab.options.fleet_size = 5000;
  cr_assert_eq(LINT_ALL("\"kind\": \"item_pair\", \"buckets\": 64, \"parts\": 4"), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "q0: 5000 devices cannot answer this usefully"), "%s", lab.said);
  lab.options.fleet_size = 50000;
  cr_assert_eq(LINT_ALL("\"kind\": \"item_pair\", \"buckets\": 64, \"parts\": 4"), SOTTO_OK);
}
