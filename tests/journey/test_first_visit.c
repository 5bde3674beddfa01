/*
 * The first visit without any pack: a profile is made, events take effect at once and survive.
 */
#include <criterion/criterion.h>

#include "lab.h"

Test(first_visit, makes_an_encrypted_profile_that_opens_again) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "canary-alpine-tent");
  sotto_close(profile);
  cr_assert(lab_files(&lab) >= 2);
  cr_assert_not(lab_files_hold(&lab, "canary-alpine-tent"));
  cr_assert_not(lab_files_hold(&lab, "SQLite format 3"));
  profile = lab_open(&lab);
  sotto_mindset_info info;
  cr_assert_eq(sotto_mindset_get(profile, &info), SOTTO_OK);
  cr_assert_eq(info.events, 1u, "%u events", info.events);
  sotto_close(profile);
  lab_end(&lab);
}

Test(first_visit, begins_curious_and_a_cart_focuses) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_CURIOUS);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FOCUSED);
  sotto_close(profile);
  lab_end(&lab);
}

Test(first_visit, without_a_directory_writes_no_file) {
  lab_world lab;
  lab_begin(&lab);
  lab.options.directory = NULL;
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  cr_assert_eq(lab_mindset(profile), SOTTO_MINDSET_FOCUSED);
  cr_assert_eq(lab_files(&lab), 0u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(first_visit, an_existing_profile_is_wanted_and_missing) {
  lab_world lab;
  sotto *profile = NULL;
  lab_begin(&lab);
  lab.options.flags = SOTTO_OPEN_EXISTING;
  cr_assert_eq(lab_try_open(&lab, &profile), SOTTO_E_MISSING);
  cr_assert_null(profile);
  cr_assert_eq(lab_files(&lab), 0u);
  lab_end(&lab);
}

Test(first_visit, answers_that_need_a_pack_say_so) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  sotto_request request;
  sotto_pick picks[4];
  sotto_pack_info info;
  size_t count = 4;
  sotto_request_init(&request);
  cr_assert_eq(sotto_recommend(profile, &request, picks, &count), SOTTO_E_STATE);
  cr_assert_eq(count, 4u, "untouched on failure");
  cr_assert_eq(sotto_pack_get(profile, &info), SOTTO_E_STATE);
  sotto_close(profile);
  lab_end(&lab);
}

Test(first_visit, one_handle_per_directory) {
  lab_world lab;
  sotto *second = NULL;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  cr_assert_eq(lab_try_open(&lab, &second), SOTTO_E_BUSY);
  sotto_close(profile);
  profile = lab_open(&lab);
  sotto_close(profile);
  lab_end(&lab);
}

static uint32_t call_back(void *context, const sotto_reason *reason) {
  sotto_mindset_info info;
  (void)reason;
  cr_assert_eq(sotto_mindset_get(context, &info), SOTTO_E_BUSY);
  return 0;
}

Test(first_visit, a_call_from_inside_a_visitor_is_busy) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "tent");
  cr_assert_eq(sotto_mindset_explain(profile, call_back, profile), SOTTO_OK);
  sotto_close(profile);
  lab_end(&lab);
}

Test(first_visit, the_audit_log_verifies_and_speaks) {
  lab_world lab;
  uint64_t rows = 0;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "tent");
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  cr_assert(rows >= 2);
  sotto_close(profile);
  lab_end(&lab);
}
