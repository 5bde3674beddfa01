/*
 * A kiosk in a shop: one profile on disk that holds ledger and outbox, and a visitor in memory at a
 * time. Who answers is drawn from nothing that a visitor does.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lab_asked.h"

/* The second question is a visit's, then the third one, too. */
#define OF_SECOND "\"bounds_days\":[7,30,90],\"trust\":\"local\",\"unit\":\"device\""
#define OF_THIRD "\"hiking\",\"water\"],\"trust\":\"local\",\"unit\":\"device\""
static const char *const visits[] = {
    OF_SECOND, "\"bounds_days\":[7,30,90],\"trust\":\"local\",\"unit\":\"visit\"", OF_THIRD,
    "\"hiking\",\"water\"],\"trust\":\"local\",\"unit\":\"visit\"", NULL};

typedef struct due {
  size_t count;
  sotto_preview all[LAB_QUESTIONS];
  char words[1024], name[64], answer[64]; /* of the last one */
} due;

static uint32_t note(void *context, const sotto_preview *preview) {
  due *list = context;
  lab_copy(list->words, sizeof list->words, preview->words);
  lab_copy(list->name, sizeof list->name, preview->name);
  lab_copy(list->answer, sizeof list->answer, preview->answer);
  list->all[list->count++] = *preview;
  return 0;
}

static due due_now(sotto *kiosk, sotto *visitor) {
  due list;
  memset(&list, 0, sizeof list);
  cr_assert_eq(sotto_visit_each(kiosk, visitor, note, &list), SOTTO_OK);
  return list;
}

/* A visitor of this moment; ends with sotto_close(). */
static sotto *welcome(const lab_world *lab, const sotto_consent *consent) {
  sotto_options options = lab->options;
  sotto *visitor = NULL;
  options.directory = NULL;
  options.flags = SOTTO_OPEN_KIOSK;
  cr_assert_eq(sotto_open(&options, consent, &lab->port, &visitor), SOTTO_OK);
  cr_assert_eq(sotto_pack_install(visitor, lab->pack), SOTTO_OK);
  return visitor;
}

static size_t answer_due(sotto *kiosk, sotto *visitor) {
  due list = due_now(kiosk, visitor);
  for (size_t i = 0; i < list.count; i++)
    cr_assert_eq(sotto_visit_answer(kiosk, visitor, list.all[i].question), SOTTO_OK);
  return list.count;
}

/* A kiosk at the start of an epoch, its budget saved up. */
static sotto *kiosk_at_epoch_start(lab_world *lab, const char *const *swaps) {
  sotto *kiosk = lab_contributor(lab);
  lab_replace(lab, kiosk, &(lab_pack){.sequence = 2, .swaps = swaps});
  lab_pass(lab, LAB_WEEK_MS - lab->store.now_ms % LAB_WEEK_MS);
  cr_assert_eq(sotto_tick(kiosk), SOTTO_OK);
  return kiosk;
}

Test(kiosk, a_device_question_is_answered_once_an_epoch_by_a_visit_that_began_after_its_moment) {
  lab_world lab;
  sotto *kiosk = kiosk_at_epoch_start(&lab, visits);
  sotto *early = welcome(&lab, &lab.consent);
  size_t answered = 0;
  for (int hour = 1; hour <= 24 * 7; hour++) { /* the last visit begins as the epoch ends */
    lab_pass(&lab, 60 * LAB_MINUTE_MS - (hour == 24 * 7));
    cr_assert_leq(due_now(kiosk, early).count, 1, "who began before answers no device question");
    sotto *visitor = welcome(&lab, &lab.consent);
    due list = due_now(kiosk, visitor);
    for (size_t i = 0; i < list.count; i++)
      if (list.all[i].buckets == 7) {
        cr_assert_eq(sotto_visit_answer(kiosk, visitor, list.all[i].question), SOTTO_OK);
        cr_assert_eq(sotto_visit_answer(kiosk, visitor, list.all[i].question), SOTTO_E_STATE);
        answered++;
      }
    sotto_close(visitor);
  }
  sotto_close(early);
  cr_assert_eq(answered, 1);
  cr_assert_eq(lab_budget(kiosk).spent_micro, 1000000, "paid by the kiosk's ledger");
  cr_assert_eq(lab_outbox(kiosk).count, 1);
  lab_leave(&lab, kiosk);
}

Test(kiosk, each_visit_answers_one_of_the_visit_questions_and_no_ledger_pays) {
  lab_world lab;
  sotto *kiosk = kiosk_at_epoch_start(&lab, visits);
  size_t second = 0, third = 0;
  for (int turn = 0; turn < 40; turn++) {
    sotto *visitor = welcome(&lab, &lab.consent);
    due list = due_now(kiosk, visitor);
    cr_assert_eq(list.count, 1, "the moment of the device question is not at the epoch's start");
    second += list.all[0].buckets == 5 && strcmp(list.name, "spend recency") == 0;
    third += strcmp(list.name, "favourite activity") == 0;
    cr_assert_not_null(strstr(list.words, "protects this visit alone"));
    cr_assert_eq(list.all[0].cost_micro, 1000000);
    cr_assert_eq(answer_due(kiosk, visitor), 1);
    cr_assert_eq(due_now(kiosk, visitor).count, 0, "a visit answers once");
    cr_assert_eq(sotto_visit_answer(kiosk, visitor, list.all[0].question), SOTTO_E_STATE);
    sotto_close(visitor);
  }
  cr_assert_eq(second + third, 40);
  cr_assert(second > 3 && third > 3, "one side below 4 of 40: once in 10^7 runs; %zu", second);
  cr_assert_eq(lab_budget(kiosk).spent_micro, 0);
  cr_assert_eq(lab_outbox(kiosk).count, 40);
  lab_leave(&lab, kiosk);
}

Test(kiosk, a_visit_never_chooses_a_question_that_is_not_due) {
  lab_world lab;
  char weeks[64];
  int64_t next = LAB_START_MS / LAB_WEEK_MS + 6; /* the epoch of kiosk_at_epoch_start() */
  snprintf(weeks, sizeof weeks, "\"every\":20,\"phase\":%d,\"kind\":\"top_value\"",
           (int)((next + 5) % 20));
  const char *swaps[] = {visits[0], visits[1], visits[2], visits[3], "\"kind\":\"top_value\"",
                         weeks,     NULL};
  sotto *kiosk = kiosk_at_epoch_start(&lab, swaps);
  cr_assert_eq(lab.store.now_ms / LAB_WEEK_MS, next);
  for (int turn = 0; turn < 20; turn++) {
    sotto *visitor = welcome(&lab, &lab.consent);
    cr_assert_str_eq(due_now(kiosk, visitor).name, "spend recency");
    cr_assert_eq(answer_due(kiosk, visitor), 1);
    sotto_close(visitor);
  }
  lab_leave(&lab, kiosk);
}

Test(kiosk, the_visitors_consent_and_traits_answer_and_nothing_of_them_stays) {
  lab_world lab;
  sotto *kiosk = kiosk_at_epoch_start(&lab, visits);
  int seen = 0;
  for (int turn = 0; turn < 40; turn++) {
    sotto *visitor = welcome(&lab, &lab.consent);
    lab_record(visitor, SOTTO_EVENT_VIEW_ITEM, "fins");
    due list = due_now(kiosk, visitor);
    if (strcmp(list.name, "favourite activity") == 0) {
      cr_assert_str_eq(list.answer, "water");
      seen++;
    }
    sotto_close(visitor);
  }
  cr_assert_gt(seen, 0);
  cr_assert_eq(lab_kept(kiosk, "event"), 0);
  lab_leave(&lab, kiosk);
}

Test(kiosk, a_denied_category_answers_none_and_no_consent_answers_nothing) {
  lab_world lab;
  sotto *kiosk = kiosk_at_epoch_start(&lab, visits);
  sotto_consent some = lab.consent, none = lab.consent;
  some.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  some.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  sotto *visitor = welcome(&lab, &some);
  due list = due_now(kiosk, visitor);
  cr_assert_eq(list.count, 1);
  cr_assert_eq(list.all[0].state, SOTTO_QUESTION_CATEGORY);
  cr_assert_eq(list.all[0].cost_micro, 0);
  cr_assert_eq(answer_due(kiosk, visitor), 1, "taking part tells nothing");
  sotto_close(visitor);
  sotto_consent_fill(&none, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_DENIED);
  visitor = welcome(&lab, &none);
  cr_assert_eq(due_now(kiosk, visitor).count, 0);
  cr_assert_eq(sotto_visit_answer(kiosk, visitor, list.all[0].question), SOTTO_E_DENIED);
  sotto_close(visitor);
  cr_assert_eq(lab_outbox(kiosk).count, 1);
  lab_leave(&lab, kiosk);
}

Test(kiosk, a_phone_answers_no_visit_question) {
  lab_world lab;
  sotto *profile = kiosk_at_epoch_start(&lab, visits);
  cr_assert_eq(lab_look(profile)->previews[1].state, SOTTO_QUESTION_INVALID);
  cr_assert_eq(lab_answer(profile, 1), SOTTO_E_FORMAT);
  cr_assert_eq(lab_outbox(profile).count, 0);
  lab_leave(&lab, profile);
}

Test(kiosk, handles_that_do_not_go_together_are_refused) {
  lab_world lab;
  sotto *kiosk = kiosk_at_epoch_start(&lab, visits);
  sotto *visitor = welcome(&lab, &lab.consent), *other = welcome(&lab, &lab.consent);
  due list;
  memset(&list, 0, sizeof list);
  cr_assert_eq(sotto_visit_each(kiosk, kiosk, note, &list), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_visit_each(kiosk, NULL, note, &list), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_visit_each(NULL, visitor, note, &list), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_visit_each(kiosk, visitor, NULL, &list), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_visit_each(visitor, kiosk, note, &list), SOTTO_E_STATE);
  cr_assert_eq(sotto_visit_each(visitor, other, note, &list), SOTTO_E_STATE);
  lab_replace(&lab, kiosk, &(lab_pack){.sequence = 3, .swaps = visits});
  cr_assert_eq(sotto_visit_each(kiosk, visitor, note, &list), SOTTO_E_STATE, "another pack");
  cr_assert_eq(list.count, 0);
  sotto_close(visitor);
  sotto_close(other);
  lab_leave(&lab, kiosk);
}

static uint32_t enter_again(void *context, const sotto_preview *preview) {
  sotto **both = context;
  sotto_budget budget;
  (void)preview;
  cr_assert_eq(sotto_budget_get(both[0], &budget), SOTTO_E_BUSY);
  cr_assert_eq(sotto_budget_get(both[1], &budget), SOTTO_E_BUSY);
  return 0;
}

Test(kiosk, both_handles_are_held_during_a_visit) {
  lab_world lab;
  sotto *kiosk = kiosk_at_epoch_start(&lab, visits);
  sotto *both[] = {kiosk, welcome(&lab, &lab.consent)};
  cr_assert_eq(sotto_visit_each(both[0], both[1], enter_again, both), SOTTO_OK);
  sotto_close(both[1]);
  lab_leave(&lab, kiosk);
}

static uint32_t sum_visits(void *context, const sotto_audit_row *row) {
  size_t *count = context;
  if (row->act != SOTTO_ACT_ANSWERED) return 0;
  char detail[2048];
  lab_copy(detail, sizeof detail, row->detail);
  *count += strstr(detail, "\"unit\":\"visit\"") != NULL && row->cost_micro == 1000000;
  return 0;
}

Test(kiosk, visits_are_logged_as_such) {
  lab_world lab;
  size_t count = 0;
  uint64_t rows;
  sotto *kiosk = kiosk_at_epoch_start(&lab, visits);
  sotto *visitor = welcome(&lab, &lab.consent);
  cr_assert_eq(answer_due(kiosk, visitor), 1);
  sotto_close(visitor);
  cr_assert_eq(sotto_audit_each(kiosk, 0, sum_visits, &count), SOTTO_OK);
  cr_assert_eq(count, 1);
  cr_assert_eq(sotto_audit_verify(kiosk, &rows), SOTTO_OK);
  lab_leave(&lab, kiosk);
}

Test(kiosk, a_page_that_is_asked_is_one_of_the_visit_that_ends) {
  lab_world lab;
  static const char *const swaps[] = {"\"kind\":\"spend_recency\",\"bounds_days\":[7,30,90],"
                                      "\"trust\":\"local\",\"unit\":\"device\"",
                                      "\"kind\":\"page_outcome\",\"trust\":\"local\","
                                      "\"unit\":\"visit\"",
                                      "_batch\":1000", "_batch\":9000", NULL};
  sotto *kiosk = kiosk_at_epoch_start(&lab, swaps);
  sotto *visitor = welcome(&lab, &lab.consent);
  cr_assert_str_eq(due_now(kiosk, visitor).answer, "no answer");
  lab_record(visitor, SOTTO_EVENT_VIEW_ITEM, "rope");
  cr_assert_str_eq(due_now(kiosk, visitor).answer, "product; nothing was bought");
  lab_record(visitor, SOTTO_EVENT_PURCHASE, "rope");
  cr_assert_not_null(strstr(due_now(kiosk, visitor).answer, "; something was bought"));
  lab.consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  cr_assert_eq(sotto_consent_set(visitor, &lab.consent), SOTTO_OK);
  cr_assert_str_eq(due_now(kiosk, visitor).answer, "no answer", "what may not be told is not told");
  sotto_close(visitor);
  lab_leave(&lab, kiosk);
}
