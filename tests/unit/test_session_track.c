/* The session's accumulator. */
#include "model/session_track.h"

#include <criterion/criterion.h>
#include <math.h>
#include <sotto/event.h>

static so_session session;

static void happen(uint32_t type, int64_t time_ms, uint64_t hash) {
  so_session_learn(
      &session,
      &(so_occurrence){
          .type = type, .time_ms = time_ms, .item_hash = hash, .session = 4, .dwell_ms = 20000});
}

Test(session_track, every_type_is_one_page_kind_or_none) {
  for (uint32_t type = 0; type < SOTTO_EVENT_TYPE_COUNT + 3; type++) {
    for (uint32_t page = 0; page < 8; page++) {
      uint32_t kind = so_session_page_of(type, page);
      cr_assert(kind < SO_PAGE_KINDS || kind == SO_PAGE_NONE);
    }
  }
  cr_assert_eq(so_session_page_of(SOTTO_EVENT_ADD_TO_CART, 0), SO_PAGE_ADDCART);
  cr_assert_eq(so_session_page_of(SOTTO_EVENT_PURCHASE, 0), SO_PAGE_NONE);
}

Test(session_track, keeps_first_previous_and_last) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_SEARCH, 1000, 0);
  happen(SOTTO_EVENT_VIEW_ITEM_LIST, 2000, 0);
  happen(SOTTO_EVENT_VIEW_ITEM, 3000, 9);
  cr_assert_eq(session.first, SO_PAGE_SEARCH);
  cr_assert_eq(session.previous, SO_PAGE_LIST);
  cr_assert_eq(session.last, SO_PAGE_PRODUCT);
  cr_assert_eq(session.pages, 3);
}

Test(session_track, a_clock_that_goes_back_is_no_gap) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_SEARCH, 5000, 0);
  happen(SOTTO_EVENT_SEARCH, 1000, 0);
  cr_assert_eq(session.gap_sum, 0);
  happen(SOTTO_EVENT_SEARCH, 2000, 0);
  cr_assert_float_eq(session.gap_last, logf(2), 1e-6);
}

Test(session_track, sees_products_again_and_going_back) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM, 1000, 9);
  happen(SOTTO_EVENT_VIEW_ITEM_LIST, 2000, 0);
  happen(SOTTO_EVENT_VIEW_ITEM, 3000, 9);
  cr_assert_eq(session.repeats, 1);
  cr_assert_eq(session.returns, 1);
}

Test(session_track, dwell_is_no_page) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_DWELL, 1000, 9);
  cr_assert_eq(session.pages, 0);
  cr_assert_float_eq(session.dwell_sum, logf(21), 1e-5);
}

Test(session_track, ending_keeps_only_the_record) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM, 1000, 9);
  happen(SOTTO_EVENT_PURCHASE, 2000, 9);
  so_session_end(&session);
  so_session_end(&session); /* nothing to end */
  cr_assert_eq(session.events, 0);
  cr_assert_eq(session.counts[SO_PAGE_PRODUCT], 0);
  cr_assert_eq(session.sessions_before, 1);
  cr_assert_eq(session.bought_before, 1);
  cr_assert_eq(session.ended_before_ms, 1000);
}

Test(session_track, only_a_search_without_results_is_empty) {
  so_occurrence search = {.type = SOTTO_EVENT_SEARCH, .time_ms = 1000, .session = 4};
  so_session_clear(&session);
  search.result_count = 3;
  so_session_learn(&session, &search);
  cr_assert_eq(session.empty_searches, 0);
  search.result_count = 0;
  so_session_learn(&session, &search);
  cr_assert_eq(session.empty_searches, 1);
}

static void pause_at(uint32_t type, int64_t time_ms) {
  so_session_learn(&session,
                   &(so_occurrence){.type = type, .time_ms = time_ms, .session = 4, .flags = 1});
}

Test(session_track, the_path_of_the_finished_session_stays_until_the_next_ends) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_VIEW_ITEM_LIST, 1000, 0);
  happen(SOTTO_EVENT_VIEW_ITEM, 2000, 9);
  happen(SOTTO_EVENT_VIEW_ITEM, 3000, 8);
  happen(SOTTO_EVENT_PURCHASE, 4000, 8);
  cr_assert_eq(session.path_before.pages, 0, "a running session is not told");
  so_session_end(&session);
  const so_session_path *path = &session.path_before;
  cr_assert_eq(path->pages, 3);
  cr_assert_eq(path->bought, 1);
  cr_assert_eq(path->counts[SO_PAGE_PRODUCT], 2);
  cr_assert_eq(path->steps[SO_PAGE_LIST * SO_PAGE_KINDS + SO_PAGE_PRODUCT], 1);
  cr_assert_eq(path->steps[SO_PAGE_PRODUCT * SO_PAGE_KINDS + SO_PAGE_PRODUCT], 1);
  happen(SOTTO_EVENT_SEARCH, 9000, 0);
  cr_assert_eq(path->pages, 3);
  so_session_end(&session);
  cr_assert_eq(path->pages, 1);
  cr_assert_eq(path->bought, 0);
}

Test(session_track, a_session_without_pages_leaves_the_path_before) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_SEARCH, 1000, 0);
  so_session_end(&session);
  happen(SOTTO_EVENT_DWELL, 2000, 9);
  so_session_end(&session);
  cr_assert_eq(session.path_before.pages, 1);
}

Test(session_track, what_is_for_the_session_only_is_not_in_its_path) {
  so_session_clear(&session);
  happen(SOTTO_EVENT_SEARCH, 1000, 0);
  pause_at(SOTTO_EVENT_VIEW_ITEM_LIST, 2000);
  pause_at(SOTTO_EVENT_PURCHASE, 3000);
  happen(SOTTO_EVENT_VIEW_CART, 4000, 0);
  so_session_end(&session);
  cr_assert_eq(session.path_before.pages, 2);
  cr_assert_eq(session.path_before.bought, 0);
  cr_assert_eq(session.path_before.steps[SO_PAGE_SEARCH * SO_PAGE_KINDS + SO_PAGE_CART], 1);
}
