/*
 * brand.json: what the sample shop and the shape allow is taken, and each fault is told with the
 * path of the member, all of them in one run.
 */
#include "brand_lab.h"

#include "brand/brand_file.h"
#include "brand/price.h"

static brand_lab lab;
static so_brand brand;

static void set_up(void) {
  lab_open(&lab);
}

static void tear_down(void) {
  so_brand_file_free(&brand);
  lab_close(&lab);
}

TestSuite(brand_file, .init = set_up, .fini = tear_down);

static sotto_status read_text(const char *text) {
  so_findings findings = {lab_hear, NULL, &lab, {0}};
  so_brand_file_free(&brand);
  lab.path_count = 0;
  lab.said_size = 0;
  lab.said[0] = 0;
  return so_brand_file_read(&brand, lab_write(&lab, "brand.json", text), &findings);
}

#define HEAD "{\"brand\": \"B\", \"currency\": \"EUR\", \"default_locale\": \"en\""

/* A document that is right but for one member: it is refused and the path told. */
static void reject(const char *member, const char *path, const char *said) {
  char text[4096];
  (void)snprintf(text, sizeof text, HEAD ", %s}", member);
  cr_assert_eq(read_text(text), SOTTO_E_JSON, "%s", member);
  cr_assert(lab_said(&lab, path), "%s does not name %s", lab.said, path);
  cr_assert(lab_said(&lab, said), "%s does not say %s", lab.said, said);
}

Test(brand_file, reads_the_sample_shop) {
  so_findings findings = {lab_hear, NULL, &lab, {0}};
  sotto_status status =
      so_brand_file_read(&brand, SOURCE_ROOT "/samples/outdoor/brand.json", &findings);
  cr_assert_eq(status, SOTTO_OK, "%s", lab.said);
  cr_assert_gt(brand.attribute_count, 3);
  cr_assert_gt(brand.slot_count, 0);
  cr_assert_gt(brand.question_count, 0);
  cr_assert_eq(brand.locale_count, 2);
}

Test(brand_file, smallest_document_is_enough) {
  cr_assert_eq(read_text(HEAD "}"), SOTTO_OK);
  cr_assert_eq(brand.expires_days, 90);
  cr_assert_eq(brand.locale_count, 1);
  cr_assert_str_eq(brand.locales[0], "en");
}

Test(brand_file, each_kind_reads_its_own_members_into_numbers) {
  cr_assert_eq(read_text(HEAD ", \"questions\": ["
                              "{\"name\": \"a\", \"epsilon_micro\": 1, \"kind\": \"spend\","
                              " \"bounds\": [\"1.00\", \"20.50 EUR\"], \"every\": 9, \"phase\": 8},"
                              "{\"name\": \"b\", \"epsilon_micro\": 1, \"kind\": \"mean\","
                              " \"measure\": \"spend\", \"low\": \"0\", \"high\": \"99.99\"},"
                              "{\"name\": \"c\", \"epsilon_micro\": 1, \"kind\": \"mean\","
                              " \"measure\": \"basket\", \"low\": 1, \"high\": 20},"
                              "{\"name\": \"d\", \"epsilon_micro\": 1, \"kind\": \"item_pair\","
                              " \"buckets\": 256, \"parts\": 8, \"every\": 4, \"lots\": true},"
                              "{\"name\": \"e\", \"epsilon_micro\": 1, \"kind\": \"audience\","
                              " \"audiences\": [\"x\", \"y\"]}]}"),
               SOTTO_OK, "%s", lab.said);
  static const uint32_t numbers[][2] = {{100, 2050}, {0, 9999}, {1, 20}, {256, 8}};
  const so_brand_question *q = brand.questions;
  for (int n = 0; n < 4; n++) {
    cr_assert_eq(q[n].number_count, 2, "%d", n);
    cr_assert_arr_eq(q[n].numbers, numbers[n], sizeof numbers[n]);
  }
  cr_assert_eq(q[0].phase, 8);
  cr_assert_eq(q[1].measure, 2);
  cr_assert_eq(q[2].measure, 4);
  cr_assert(q[3].lots);
  cr_assert_eq(json_array_size(q[4].values), 2);
}

Test(brand_file, a_schedule_has_a_phase_below_its_weeks_and_lots_need_weeks) {
#define SCHEDULED(members)                                                                         \
 "\"questions\": [{\"name\": \"q\", \"kind\": \"mindset\", \"epsilon_micro\": 1, " members "}]"
  reject(SCHEDULED("\"every\": 4, \"phase\": 4"), "$.questions[0]", "not below its \"every\"");
  reject(SCHEDULED("\"lots\": true"), "$.questions[0]", "draws lots without");
  reject(SCHEDULED("\"every\": 53"), "$.questions[0].every", "from 1 to 52");
  reject(SCHEDULED("\"buckets\": 9"), "$.questions[0].buckets", "not a known member");
}

Test(brand_file, unknown_trust_and_unit_are_told) {
  reject(SCHEDULED("\"trust\": \"blind\""), "$.questions[0].trust", "must be one of");
  reject(SCHEDULED("\"unit\": \"person\""), "$.questions[0].unit", "must be one of");
}

Test(brand_file, default_locale_comes_first_wherever_it_is_listed) {
  cr_assert_eq(read_text(HEAD ", \"locales\": [\"es\", \"en\", \"fr\"]}"), SOTTO_OK);
  cr_assert_eq(brand.locale_count, 3);
  cr_assert_str_eq(brand.locales[0], "en");
  cr_assert_str_eq(brand.locales[2], "fr");
}

Test(brand_file, comments_are_welcome_anywhere) {
  cr_assert_eq(read_text(HEAD ", \"$comment\": 1, \"slots\": [{\"$comment\": [], \"id\": \"s\"}]}"),
               SOTTO_OK, "%s", lab.said);
}

Test(brand_file, document_that_is_no_json_names_the_line) {
  cr_assert_eq(read_text("{\n\"brand\": \"B\",\n}"), SOTTO_E_JSON);
  cr_assert(lab_said(&lab, "brand.json:3 "), "%s", lab.said);
  cr_assert_eq(read_text("[1]"), SOTTO_E_JSON);
  cr_assert_eq(read_text(""), SOTTO_E_JSON);
}

Test(brand_file, file_that_is_not_there_is_missing) {
  so_findings findings = {lab_hear, NULL, &lab, {0}};
  cr_assert_eq(so_brand_file_read(&brand, "/tmp/sotto-no-brand.json", &findings), SOTTO_E_MISSING);
}

Test(brand_file, what_is_needed_and_absent_is_told_all_at_once) {
  cr_assert_eq(read_text("{}"), SOTTO_E_JSON);
  cr_assert(lab_said(&lab, "$.brand: is missing"));
  cr_assert(lab_said(&lab, "$.currency: is missing"));
  cr_assert(lab_said(&lab, "$.default_locale: is missing"));
}

Test(brand_file, unknown_members_are_told) {
  reject("\"slotz\": []", "$.slotz", "not a known member");
  reject("\"slots\": [{\"id\": \"s\", \"rulez\": 1}]", "$.slots[0].rulez", "not a known member");
}

Test(brand_file, currency_is_three_capitals) {
  cr_assert_eq(read_text("{\"brand\": \"B\", \"currency\": \"euro\", \"default_locale\": \"en\"}"),
               SOTTO_E_JSON);
  cr_assert(lab_said(&lab, "$.currency: must be three capital letters"));
}

Test(brand_file, attributes_need_a_name_and_a_category) {
  reject("\"attributes\": [{\"key\": \"a\"}]", "$.attributes[0]", "has no category");
  reject("\"attributes\": [{\"key\": \"a\", \"category\": \"nice\"}]", "$.attributes[0].category",
         "must be one of \"history\"");
  reject("\"attributes\": [{\"key\": \"No Name\", \"category\": \"internal\"}]", "$.attributes[0]",
         "not a lower-case name");
  reject("\"attributes\": [{\"key\": \"a\", \"category\": \"internal\"},"
         "{\"key\": \"a\", \"category\": \"internal\"}]",
         "$.attributes[1]", "declares a key again: a");
}

Test(brand_file, labels_are_texts_per_locale) {
  reject("\"attributes\": [{\"key\": \"a\", \"category\": \"internal\", \"label\": {\"en\": 1}}]",
         "$.attributes[0].label.en", "must be a text");
  reject("\"attributes\": [{\"key\": \"a\", \"category\": \"internal\", \"values\": {\"x\": "
         "{\"en\": \"\"}}}]",
         "$.attributes[0].values.x.en", "must be a text");
  reject("\"attributes\": [{\"key\": \"a\", \"category\": \"internal\", \"discreet_values\": [1]}]",
         "$.attributes[0].discreet_values", "list of texts");
}

Test(brand_file, rules_have_what_their_kind_needs) {
  reject("\"slots\": [{\"id\": \"s\", \"rules\": [{\"rule\": \"hide\"}]}]",
         "$.slots[0].rules[0].rule", "must be one of");
  reject("\"slots\": [{\"id\": \"s\", \"rules\": [{\"rule\": \"include\", \"attribute\": \"a\"}]}]",
         "$.slots[0].rules[0].value", "is missing");
  reject("\"slots\": [{\"id\": \"s\", \"rules\": [{\"rule\": \"pin\"}]}]",
         "$.slots[0].rules[0].item", "is missing");
  reject("\"slots\": [{\"id\": \"s\", \"rules\": [{\"rule\": \"price_band\", \"from\": \"ten\"}]}]",
         "$.slots[0].rules[0].from", "not a number");
  reject("\"slots\": [{\"id\": \"s\", \"rules\": [{\"rule\": \"price_band\", \"to\": \"5 USD\"}]}]",
         "$.slots[0].rules[0].to", "another currency");
  reject("\"slots\": [{\"id\": \"s\", \"rules\": [{\"rule\": \"price_band\", \"from\": \"9\", "
         "\"to\": \"5\"}]}]",
         "$.slots[0].rules[0]", "ends before it begins");
}

Test(brand_file, slots_have_their_own_ids_and_sane_limits) {
  reject("\"slots\": [{\"id\": \"s\"}, {\"id\": \"s\"}]", "$.slots[1]", "id of another slot");
  reject("\"slots\": [{\"id\": \"s\", \"limit\": 0}]", "$.slots[0].limit",
         "whole number from 1 to 100");
  reject("\"slots\": [{\"id\": \"s\", \"limit\": 2.5}]", "$.slots[0].limit", "whole number");
  reject("\"slots\": 5", "$.slots", "must be a list");
}

Test(brand_file, questions_have_what_their_kind_needs) {
  reject("\"questions\": [{\"name\": \"q\", \"kind\": \"mindset\"}]",
         "$.questions[0].epsilon_micro", "whole number from 1 to 1000000");
  reject("\"questions\": [{\"name\": \"q\", \"kind\": \"mood\", \"epsilon_micro\": 1}]",
         "$.questions[0].kind", "must be one of");
  reject("\"questions\": [{\"name\": \"q\", \"kind\": \"spend_recency\", \"epsilon_micro\": 1}]",
         "$.questions[0].bounds_days", "missing or empty");
  reject("\"questions\": [{\"name\": \"q\", \"kind\": \"spend_recency\", \"epsilon_micro\": 1,"
         "\"bounds_days\": [30, 7]}]",
         "$.questions[0].bounds_days", "each more than the last");
  reject("\"questions\": [{\"name\": \"q\", \"kind\": \"top_value\", \"epsilon_micro\": 1}]",
         "$.questions[0].attribute", "is missing");
  reject("\"questions\": [{\"name\": \"q\", \"kind\": \"mindset\", \"epsilon_micro\": 1, "
         "\"trust\": \"split\"}]",
         "$.questions[0].task", "is missing");
  reject("\"questions\": [{\"name\": \"q\", \"kind\": \"mindset\", \"epsilon_micro\": 1, "
         "\"task\": \"t.json\"}]",
         "$.questions[0]", "its trust is not \"split\"");
  reject("\"questions\": [{\"name\": \"q\", \"kind\": \"top_value\", \"epsilon_micro\": 1, "
         "\"attribute\": \"a\", \"values\": [\"x\", \"y\", \"x\"]}]",
         "$.questions[0].values", "lists a text twice: x");
}

Test(brand_file, blend_states_all_six_mindsets) {
  reject("\"blend\": {\"curious\": {}}", "$.blend.fading", "all six mindsets");
  reject("\"blend\": {\"curious\": {\"luck\": 1}}", "$.blend.curious.luck", "not a known member");
  reject("\"state\": {\"interested_score\": 2}", "$.state.interested_score", "number from 0 to 1");
}

Test(brand_file, every_currency_has_its_decimals) {
  cr_assert_eq(so_price_exponent("EUR"), 2);
  cr_assert_eq(so_price_exponent("JPY"), 0);
  cr_assert_eq(so_price_exponent("KWD"), 3);
}
