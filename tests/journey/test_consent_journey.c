/*
 * Consent, end to end: what unknown, granted and denied let happen at open and while open; a
 * withdrawal takes effect before the call returns.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lab_asked.h"

static uint32_t events_now(sotto *profile) {
  sotto_mindset_info info;
  cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_OK);
  return info.events;
}

static void set_all(lab_world *lab, sotto_purpose purpose, sotto_verdict verdict) {
  sotto_consent_fill(&lab->consent, purpose, verdict);
}

Test(consent_journey, unknown_works_in_memory_for_the_session_and_writes_no_file) {
  lab_world lab;
  lab_begin(&lab);
  sotto_consent_init(&lab.consent);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FOCUSED);
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  cr_assert_eq(lab_files(&lab), 0u);
  lab_pass(&lab, 40 * LAB_MINUTE_MS);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_CURIOUS, "nothing outlives the session");
  sotto_close(profile);
  cr_assert_eq(lab_files(&lab), 0u);
  lab_end(&lab);
}

Test(consent_journey, personalize_without_keep_works_in_memory) {
  lab_world lab;
  lab_begin(&lab);
  set_all(&lab, SOTTO_PURPOSE_KEEP, SOTTO_DENIED);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FOCUSED);
  sotto_close(profile);
  cr_assert_eq(lab_files(&lab), 0u);
  lab_end(&lab);
}

Test(consent_journey, keep_without_personalize_stores_and_does_not_use) {
  lab_world lab;
  sotto_mindset_info info;
  lab_begin(&lab);
  set_all(&lab, SOTTO_PURPOSE_PERSONALIZE, SOTTO_DENIED);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_E_DENIED);
  sotto_close(profile);
  set_all(&lab, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  profile = lab_open(&lab);
  cr_assert_eq(events_now(profile), 1u, "kept and now allowed to be used");
  sotto_close(profile);
  lab_end(&lab);
}

Test(consent_journey, all_denied_drops_and_the_host_need_not_know) {
  lab_world lab;
  sotto_mindset_info info;
  lab_begin(&lab);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    set_all(&lab, purpose, SOTTO_DENIED);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_E_DENIED);
  sotto_close(profile);
  cr_assert_eq(lab_files(&lab), 0u);
  lab_end(&lab);
}

Test(consent_journey, withdrawing_keep_deletes_before_it_returns) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "stove");
  set_all(&lab, SOTTO_PURPOSE_KEEP, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(events_now(profile), 0u);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_CURIOUS);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "lamp");
  sotto_close(profile);
  set_all(&lab, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  profile = lab_open(&lab);
  cr_assert_eq(events_now(profile), 0u, "nothing was kept before, during or after");
  sotto_close(profile);
  lab_end(&lab);
}

Test(consent_journey, withdrawing_keep_deletes_statements_of_the_category_alone) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  cr_assert_eq(sotto_state_preference(profile, lab_text("color"), lab_text("green"), 100),
               SOTTO_OK);
  cr_assert_eq(sotto_state_preference(profile, lab_text("persons"), lab_text("4"), 50), SOTTO_OK);
  cr_assert_eq(lab_kept(profile, "statement"), 2u);
  lab.consent.verdicts[SOTTO_CATEGORY_SOCIAL][SOTTO_PURPOSE_KEEP] = SOTTO_DENIED;
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  set_all(&lab, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(lab_kept(profile, "statement"), 1u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(consent_journey, a_refusal_at_open_reaches_what_was_kept_before) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  sotto_close(profile);
  set_all(&lab, SOTTO_PURPOSE_KEEP, SOTTO_DENIED);
  sotto_close(lab_open(&lab));
  set_all(&lab, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  profile = lab_open(&lab);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_CURIOUS);
  sotto_close(profile);
  lab_end(&lab);
}

Test(consent_journey, silence_at_open_leaves_what_was_kept_alone) {
  lab_world lab;
  sotto_consent granted;
  lab_begin(&lab);
  granted = lab.consent;
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  sotto_close(profile);
  sotto_consent_init(&lab.consent);
  profile = lab_open(&lab);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_CURIOUS, "not used either");
  sotto_close(profile);
  lab.consent = granted;
  profile = lab_open(&lab);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FOCUSED);
  sotto_close(profile);
  lab_end(&lab);
}

Test(consent_journey, withdrawing_personalize_stops_use_and_keeps_rows) {
  lab_world lab;
  sotto_mindset_info info;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  set_all(&lab, SOTTO_PURPOSE_PERSONALIZE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_E_DENIED);
  set_all(&lab, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FOCUSED);
  sotto_close(profile);
  lab_end(&lab);
}

Test(consent_journey, granting_keep_begins_to_store_from_now_on) {
  lab_world lab;
  lab_begin(&lab);
  sotto_consent_init(&lab.consent);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "before");
  set_all(&lab, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  set_all(&lab, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  cr_assert(lab_files(&lab) >= 2);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(events_now(profile), 1u);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FOCUSED);
  sotto_close(profile);
  lab_end(&lab);
}

Test(consent_journey, a_pause_keeps_nothing_beyond_the_session) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  cr_assert_eq(sotto_learning_pause(profile, 1), SOTTO_OK);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "gift");
  cr_assert_eq(sotto_learning_pause(profile, 0), SOTTO_OK);
  lab_pass(&lab, 40 * LAB_MINUTE_MS);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_CURIOUS);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_CURIOUS);
  sotto_close(profile);
  lab_end(&lab);
}

Test(consent_journey, someone_else_shops_in_memory_beside_the_profile) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_world visitor = lab;
  visitor.options.directory = NULL;
  sotto *other = lab_open(&visitor);
  lab_record(other, SOTTO_EVENT_ADD_TO_CART, "surprise");
  cr_assert_eq(lab_mindset(other), SOTTO_MINDSET_FOCUSED);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_CURIOUS);
  sotto_close(other);
  sotto_close(profile);
  lab_end(&lab);
}

Test(consent_journey, a_malformed_consent_is_refused) {
  lab_world lab;
  sotto *profile = NULL;
  lab_begin(&lab);
  lab.consent.verdicts[2][1] = 3;
  cr_assert_eq(lab_try_open(&lab, &profile), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_open(&lab.options, NULL, &lab.port, &profile), SOTTO_E_ARGUMENT);
  lab_end(&lab);
}

static uint32_t count_event_rows(void *context, const sotto_audit_row *row) {
  *(uint32_t *)context += row->act == SOTTO_ACT_EVENTS;
  return 0;
}

static uint32_t event_rows(sotto *profile) {
  uint32_t count = 0;
  uint64_t rows;
  cr_assert_eq(sotto_audit_each(profile, 0, count_event_rows, &count), SOTTO_OK);
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  return count;
}

/* While open, or by the next open: what is left when keep is withdrawn is what a forget leaves. */
static void withdraw_everything(int at_open) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  lab_weeks(&lab, profile, 1);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  const uint64_t spent = lab_budget(profile).spent_micro;
  cr_assert_gt(lab_kept(profile, "session"), 0u);
  cr_assert_gt(event_rows(profile), 0u);
  cr_assert_gt(lab_outbox(profile).count, 0u);
  lab_shell("cp -a %1$s %2$s/blocks", &lab);
  lab.consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_KEEP] = SOTTO_DENIED;
  if (at_open)
    sotto_close(profile);
  else
    cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  if (at_open) profile = lab_open(&lab);
  cr_assert_eq(lab_kept(profile, "session"), 0u);
  cr_assert_eq(event_rows(profile), 0u);
  cr_assert_eq(lab_outbox(profile).count, 0u);
  cr_assert_eq(lab_budget(profile).spent_micro, spent);
  sotto_close(profile);
  char blocks[96];
  snprintf(blocks, sizeof blocks, "%s/blocks", lab.root);
  lab.options.directory = blocks;
  sotto *old = NULL;
  cr_assert_eq(lab_try_open(&lab, &old), SOTTO_E_KEY_WRONG, "old blocks have no key any more");
  lab_end(&lab);
}

Test(consent_journey, withdrawing_keep_forgets_while_open) {
  withdraw_everything(0);
}

Test(consent_journey, withdrawing_keep_forgets_at_open) {
  withdraw_everything(1);
}
