/*
 * Each kind of question as a person meets it: its words in both languages, what is told after a
 * visit, the schedule, the quota that kinds of one trait share, and that a look repeats itself.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lab_asked.h"

#define MINDSET "\"name\":\"mindset\",\"kind\":\"mindset\""
#define RECENCY "\"kind\":\"spend_recency\",\"bounds_days\":[7,30,90]"
#define MEAN                                                                                       \
 "\"name\":\"mindset\",\"kind\":\"mean\",\"measure\":\"spend\",\"low\":\"0\",\"high\":\"90\""

/* The lab's contributor with the first question turned into another. */
static sotto *with_first(lab_world *ret_lab, const char *members) {
  const char *swaps[] = {MINDSET, members, "_batch\":1000", "_batch\":9000", NULL};
  sotto *profile = lab_contributor(ret_lab);
  lab_replace(ret_lab, profile, &(lab_pack){.sequence = 2, .swaps = swaps});
  return profile;
}

Test(kinds, each_is_asked_in_english_and_in_spanish) {
  static const char *const kinds[] = {
      "\"kind\":\"mindset\"",
      "\"kind\":\"visit_recency\",\"bounds_days\":[7,30]",
      "\"kind\":\"spend\",\"bounds\":[\"10.00\",\"99.50\"]",
      "\"kind\":\"mean\",\"measure\":\"visits\",\"low\":0,\"high\":10",
      "\"kind\":\"mean\",\"measure\":\"basket\",\"low\":1,\"high\":10",
      "\"kind\":\"page_outcome\"",
      "\"kind\":\"popularity\",\"buckets\":16",
      "\"kind\":\"item_pair\",\"buckets\":16,\"parts\":2",
      "\"kind\":\"arm_outcome\",\"arms\":[\"a\"]",
      "\"kind\":\"arm_affinity\",\"attribute\":\"color\",\"values\":[\"red\"]",
      "\"kind\":\"audience\",\"audiences\":[\"a\"]",
      "\"kind\":\"holdout\""};
  char seen[2 * sizeof kinds / sizeof *kinds][1024];
  size_t count = 0;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    char members[256];
    lab_world lab;
    snprintf(members, sizeof members, "\"name\":\"mindset\",\"minimum_batch\":9000,%s", kinds[i]);
    const char *swaps[] = {MINDSET,
                           members,
                           ",\"minimum_batch\":1000",
                           "",
                           "\"slots\":",
                           "\"audiences\":[{\"id\":\"a\",\"when\":{\"cart\":\"open\"}}],\"slots\":",
                           NULL};
    sotto *profile = lab_contributor(&lab);
    lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = swaps});
    for (int spanish = 0; spanish < 2; spanish++) {
      sotto_close(profile);
      lab.options.locale = spanish ? "es" : "en";
      profile = lab_open(&lab);
      const char *words = lab_look(profile)->words[0];
      const char *begin = spanish ? "La tienda pregunta: " : "The shop asks: ";
      cr_assert_eq(strncmp(words, begin, strlen(begin)), 0, "%s: %s", kinds[i], words);
      snprintf(seen[count], sizeof seen[count], "%.*s", (int)strcspn(words, "."), words);
      for (size_t n = 0; n < count; n++) cr_assert_str_neq(seen[n], seen[count]);
      count++;
    }
    lab_leave(&lab, profile);
  }
}

static void buy(sotto *profile, const char *item, int64_t price_minor) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_PURCHASE;
  event.item = lab_text(item);
  event.price_minor = price_minor;
  cr_assert_eq(sotto_record(profile, &event), SOTTO_OK);
}

/* What the first question would tell after a visit that looked at two things and bought one. */
static void told_after_a_visit(const char *members, const char *wanted) {
  lab_world lab;
  sotto *profile = with_first(&lab, members);
  cr_assert_str_eq(lab_look(profile)->answers[0], "no answer");
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "stove");
  buy(profile, "stove", 3990);
  lab_pass(&lab, 2 * LAB_DAY_MS);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM_LIST, NULL);
  cr_assert_not_null(strstr(lab_look(profile)->answers[0], wanted), "%s: %s", members,
                     lab_look(profile)->answers[0]);
  lab_leave(&lab, profile);
}

Test(kinds, a_visit_is_told_as_each_kind_says) {
  told_after_a_visit("\"name\":\"mindset\",\"kind\":\"spend\",\"bounds\":[\"10.00\",\"50.05\"]",
                     "10.00 EUR to 50.05 EUR");
  told_after_a_visit("\"name\":\"mindset\",\"kind\":\"visit_recency\",\"bounds_days\":[2,30]",
                     "2 to 30 days ago");
  told_after_a_visit("\"name\":\"mindset\",\"kind\":\"page_outcome\"",
                     "product; something was bought");
  told_after_a_visit("\"name\":\"mindset\",\"kind\":\"popularity\",\"buckets\":16", "in group ");
  told_after_a_visit(MEAN, "0.00 EUR or 90.00 EUR");
}

Test(kinds, a_look_and_a_reopened_profile_tell_the_same) {
  lab_world lab;
  sotto *profile = with_first(&lab, "\"name\":\"mindset\",\"kind\":\"popularity\",\"buckets\":16");
  for (size_t n = 0; n < 3; n++) {
    lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
    lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "stove");
    lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "fins");
  }
  uint32_t bucket = lab_look(profile)->previews[0].bucket;
  cr_assert_neq(bucket, 0);
  for (int turn = 0; turn < 5; turn++) {
    sotto_close(profile);
    profile = lab_open(&lab);
    cr_assert_eq(lab_look(profile)->previews[0].bucket, bucket);
  }
  lab_leave(&lab, profile);
}

Test(kinds, a_question_that_is_not_due_is_not_answered_and_sends_nothing) {
  lab_world lab;
  sotto *profile =
      with_first(&lab, "\"every\":10,\"phase\":3,\"name\":\"mindset\",\"kind\":\"mindset\"");
  uint32_t due = 0;
  for (int week = 0; week < 10; week++) {
    lab_seen *all = lab_look(profile);
    int now = lab.store.now_ms / LAB_WEEK_MS % 10 == 3;
    cr_assert_eq(all->previews[0].every, 10);
    cr_assert_eq(all->previews[0].state, now ? SOTTO_QUESTION_OPEN : SOTTO_QUESTION_NOT_DUE);
    if (!now) cr_assert_eq(all->previews[0].report_bytes, 0);
    if (!now) cr_assert_eq(all->previews[0].bucket, 0);
    cr_assert_eq(lab_answer(profile, 0), now ? SOTTO_OK : SOTTO_E_STATE);
    due += (uint32_t)now;
    lab_weeks(&lab, profile, 1);
  }
  cr_assert_eq(due, 1);
  lab_leave(&lab, profile);
}

Test(kinds, a_band_and_a_mean_of_one_number_share_their_quota) {
  lab_world lab;
  char ends[64];
  const char *swaps[] = {
      MINDSET,  MEAN, RECENCY, "\"kind\":\"spend\",\"bounds\":[\"10.00\",\"50.00\"]",
      "\"90\"", ends, NULL};
  sotto *profile = lab_contributor(&lab);
  for (int turn = 0; turn < 8; turn++) {
    lab_weeks(&lab, profile, 3);
    snprintf(ends, sizeof ends, "\"%d\"", 91 + turn);
    lab_replace(&lab, profile, &(lab_pack){.sequence = 2 + (uint64_t)turn, .swaps = swaps});
    size_t which = (size_t)turn % 2;
    uint32_t wanted = turn < 6 ? SOTTO_QUESTION_OPEN : SOTTO_QUESTION_EXHAUSTED;
    cr_assert_eq(lab_look(profile)->previews[which].state, wanted, "turn %d", turn);
    cr_assert_eq(lab_answer(profile, which), SOTTO_OK);
  }
  lab_leave(&lab, profile);
}
