/*
 * Questions by split trust, as a brand states them: what is right goes into the pack with its task,
 * what could not work is an error that says why.
 */
#include "brand_lab.h"
#include "model/task_view.h"

static brand_lab lab;

static void set_up(void) {
  lab_open(&lab);
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(lint_split, .init = set_up, .fini = tear_down);

#define LIST "ACkpACAAAQABACAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw"
#define RENAMED "AClpACAAAQABACAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw" /* LIST's key */
#define OTHER "ACkpACAAAQABACCAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw"
#define KEYS "\"leader_config\": \"" LIST "\", \"helper_config\": \"" OTHER "\""
#define ID "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define TASK(precision, batch, buckets)                                                            \
 "{\"dap\": 18, \"task_id\": \"" ID "\", \"leader\": \"https://a.example/\","                      \
 "\"helper\": \"https://b.example/\", \"time_precision_s\": " precision                            \
 ", \"minimum_batch\": " batch ", \"buckets\": " buckets ", " KEYS "}"
#define QUESTION(name, batch, rest)                                                                \
 "{\"name\": \"" name "\", \"kind\": \"mindset\", \"epsilon_micro\": 1000000, "                    \
 "\"trust\": \"split\", \"task\": \"task.json\", \"minimum_batch\": " batch rest "}"

static sotto_status lint(const char *task, const char *questions) {
  char text[4096];
  (void)snprintf(text, sizeof text,
                 "{\"brand\": \"B\", \"currency\": \"EUR\", \"default_locale\": \"en\", "
                 "\"questions\": [%s]}",
                 questions);
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab.options.brand_file = lab_write(&lab, "brand.json", text);
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", LAB_ITEMS));
  if (task) (void)lab_write(&lab, "task.json", task);
  return lab_build(&lab);
}

static void refused(const char *task, const char *questions, const char *words) {
  cr_assert_neq(lint(task, questions), SOTTO_OK, "%s", words);
  cr_assert(lab_said(&lab, words), "%s", lab.said);
}

Test(lint_split, a_question_whose_task_is_its_own_goes_into_the_pack_with_it) {
  so_task_view view;
  cr_assert_eq(lint(TASK("3600", "1000", "7"), QUESTION("q", "1000", "")), SOTTO_OK, "%s",
               lab.said);
  cr_assert(so_task_view_find(&lab.pack, 0, &view));
  cr_assert_eq(view.version, 18);
  cr_assert_eq(view.id[31], 31);
  cr_assert_eq(view.leader_list.size, 43);
  cr_assert(lab_said(&lab, "1000 reports give a small share to within"), "%s", lab.said);
}

Test(lint_split, another_domain_batch_or_cut_than_the_tasks_is_an_error) {
  refused(TASK("3600", "1000", "8"), QUESTION("q", "1000", ""),
          "q: has 7 possible answers (\"none\" is one), but its task counts 8");
  refused(TASK("3600", "2000", "7"), QUESTION("q", "1000", ""),
          "q: waits for 1000 reports, but its task's minimum batch is 2000");
  refused(TASK("3601", "1000", "7"), QUESTION("q", "1000", ""), "does not divide a week");
}

Test(lint_split, what_the_table_lacks_is_an_error) {
  refused(TASK("3600", "999", "7"), QUESTION("q", "999", ""), "outside the table of split trust");
  refused(TASK("3600", "1000", "7"), QUESTION("q", "1000", ", \"unit\": \"visit\""),
          "answered by visits");
}

Test(lint_split, what_no_device_could_pay_is_an_error) {
  refused(TASK("3600", "10000000", "7"), QUESTION("q", "10000000", ""),
          "and a device saves up 10.00 at most");
}

Test(lint_split, two_questions_cannot_share_a_task) {
  refused(TASK("3600", "1000", "7"),
          QUESTION("q", "1000", "") ", " QUESTION("r", "1000", ", \"every\": 9"),
          "r: has the task of \"q\"");
}

Test(lint_split, a_task_file_that_is_none_is_an_error) {
  refused(NULL, QUESTION("q", "1000", ""), "task.json cannot be read");
  refused("{}", QUESTION("q", "1000", ""), "task.json is no task file");
  refused("{\"dap\": 18, \"task_id\": \"" ID "\", \"leader\": \"https://a.example/\","
          "\"helper\": \"https://b.example/\", \"time_precision_s\": 60, \"minimum_batch\": 1000,"
          "\"buckets\": 7}",
          QUESTION("q", "1000", ""), "lacks \"leader_config\" or \"helper_config\"");
}

#define LISTS(leader, helper)                                                                      \
 "{\"dap\": 18, \"task_id\": \"" ID "\", \"leader\": \"https://a.example/\","                      \
 "\"helper\": \"https://b.example/\", \"time_precision_s\": 60, \"minimum_batch\": 1000,"          \
 "\"buckets\": 7, \"leader_config\": \"" leader "\", \"helper_config\": \"" helper "\"}"

Test(lint_split, keys_that_a_device_would_refuse_are_an_error) {
  refused(LISTS(LIST, LIST), QUESTION("q", "1000", ""), "has the same keys for both aggregators");
  refused(LISTS(LIST, RENAMED), QUESTION("q", "1000", ""),
          "has the same keys for both aggregators");
  refused(LISTS(LIST, "ACkpACAAAQABACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
          QUESTION("q", "1000", ""), "is malformed");
}

/* 500 items, each in a room of its own, and a question about rooms that lists none. */
Test(lint_split, values_are_as_many_as_the_noise_of_split_trust_lets_a_batch_tell) {
  char feed[16000] = "id\tattr_room\n";
  size_t at = strlen(feed);
  for (int n = 0; n < 500; n++)
    at += (size_t)snprintf(feed + at, sizeof feed - at, "i%d\troom %d\n", n, n);
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", feed));
  lab.options.brand_file =
      lab_write(&lab, "brand.json",
                "{\"brand\": \"B\", \"currency\": \"EUR\", \"default_locale\": \"en\", "
                "\"attributes\": [{\"key\": \"room\", \"column\": \"attr_room\", "
                "\"category\": \"internal\"}], \"questions\": [{\"name\": \"q\", \"kind\": "
                "\"top_value\", \"attribute\": \"room\", \"epsilon_micro\": 1000000, "
                "\"minimum_batch\": 1000, \"trust\": \"split\", \"task\": \"none.json\"}]}");
  cr_assert_neq(lab_build(&lab), SOTTO_OK);
  cr_assert(lab_said(&lab, "asks about the 88 commonest of 500 values"), "%s", lab.said);
}

Test(lint_split, more_split_answers_than_eight_a_year_are_more_than_a_budget_holds) {
  refused(TASK("3600", "1000", "7"), QUESTION("q", "1000", ", \"every\": 4"), "a device can pay");
}
