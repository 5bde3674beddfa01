/*
 * Sessions: 30 minutes of silence or 24 hours end one; a restart does not; a kiosk waits 2 minutes;
 * late events and a clock that goes back find their place.
 */
#include <criterion/criterion.h>

#include "lab.h"

static uint32_t events_now(sotto *profile) {
  sotto_mindset_info info;
  cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_OK);
  return info.events;
}

static sotto_status record_at(sotto *profile, int64_t time_ms) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = lab_text("tent");
  event.time_ms = time_ms;
  return sotto_record(profile, &event);
}

Test(session, ends_after_thirty_minutes_of_silence) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  lab_pass(&lab, 30 * LAB_MINUTE_MS);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_now(profile), 2u);
  lab_pass(&lab, 30 * LAB_MINUTE_MS + 1);
  cr_assert_eq(events_now(profile), 0u);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_now(profile), 1u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(session, survives_a_restart) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  sotto_close(profile);
  lab_pass(&lab, 20 * LAB_MINUTE_MS);
  profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_now(profile), 2u);
  sotto_close(profile);
  lab_pass(&lab, 31 * LAB_MINUTE_MS);
  profile = lab_open(&lab);
  cr_assert_eq(events_now(profile), 0u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(session, ends_when_the_person_is_done_and_stays_ended) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
  cr_assert_eq(events_now(profile), 0u);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(events_now(profile), 0u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(session, lasts_a_day_at_most) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  for (int i = 0; i <= 24 * 4; i++) {
    lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
    lab_pass(&lab, 15 * LAB_MINUTE_MS);
  }
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_now(profile), 1u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(session, a_kiosk_waits_two_minutes) {
  lab_world lab;
  lab_begin(&lab);
  lab.options.flags = SOTTO_OPEN_KIOSK;
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  lab_pass(&lab, 2 * LAB_MINUTE_MS + 1);
  cr_assert_eq(events_now(profile), 0u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(session, history_told_in_order_falls_into_the_sessions_it_had) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  for (int day = 300; day > 0; day -= 100)
    for (int i = 0; i < 3; i++)
      cr_assert_eq(record_at(profile, LAB_START_MS - (int64_t)day * LAB_DAY_MS + i * 1000),
                   SOTTO_OK);
  cr_assert_eq(events_now(profile), 0u, "the last told session ended long ago");
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_now(profile), 1u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(session, a_late_event_does_not_join_the_running_session) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(record_at(profile, LAB_START_MS - 3 * (int64_t)LAB_DAY_MS), SOTTO_OK);
  cr_assert_eq(events_now(profile), 1u);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(events_now(profile), 1u, "nor after a restart");
  sotto_close(profile);
  lab_end(&lab);
}

Test(session, a_clock_that_goes_back_begins_a_new_session) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  lab_pass(&lab, -2 * (int64_t)LAB_DAY_MS);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_now(profile), 1u);
  lab_pass(&lab, LAB_MINUTE_MS);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(events_now(profile), 2u);
  sotto_close(profile);
  lab_end(&lab);
}

static uint32_t count_affinity(void *context, const sotto_affinity *affinity) {
  (void)affinity;
  ++*(uint32_t *)context;
  return 0;
}

static uint32_t affinities(sotto *profile) {
  uint32_t count = 0;
  cr_assert_eq(sotto_affinity_each(profile, lab_text(""), count_affinity, &count), SOTTO_OK);
  return count;
}

static void state_persons(sotto *profile, int32_t strength) {
  cr_assert_eq(sotto_state_preference(profile, lab_text("persons"), lab_text("6"), strength),
               SOTTO_OK);
}

Test(session, ends_what_was_only_said) {
  for (int silence = 0; silence < 2; silence++) {
    lab_world lab;
    lab_begin(&lab);
    sotto_consent_init(&lab.consent);
    sotto *profile = lab_open(&lab);
    lab_install(&lab, profile);
    state_persons(profile, 100);
    lab_pass(&lab, LAB_MINUTE_MS);
    lab_record(profile, SOTTO_EVENT_SEARCH, NULL);
    cr_assert_eq(affinities(profile), 1u, "said before the first event of its session");
    if (silence)
      lab_pass(&lab, 31 * LAB_MINUTE_MS);
    else
      cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
    cr_assert_eq(affinities(profile), 0u);
    state_persons(profile, 100);
    lab_pass(&lab, 31 * LAB_MINUTE_MS);
    cr_assert_eq(affinities(profile), 0u, "no event at all");
    sotto_close(profile);
    lab_end(&lab);
  }
}

Test(session, a_pause_lets_a_statement_be_taken_back) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  state_persons(profile, 100);
  cr_assert_eq(sotto_learning_pause(profile, 1), SOTTO_OK);
  state_persons(profile, 0);
  cr_assert_eq(lab_kept(profile, "statement"), 0u);
  cr_assert_eq(affinities(profile), 0u);
  state_persons(profile, 50);
  cr_assert_eq(lab_kept(profile, "statement"), 0u, "what is said while paused is not kept");
  sotto_close(profile);
  lab_end(&lab);
}
