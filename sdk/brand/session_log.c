/* Rows to sessions, page names to occurrences. */
#include "brand/session_log.h"

#include <sotto/event.h>
#include <string.h>

#include "base/string.h"
#include "brand/array.h"
#include "brand/table_file.h"
#include "model/session_track.h"

enum { SESSION, TIME, PAGE, OUTCOME, GROUP, COLUMN_COUNT };
#define NOT_A_PAGE UINT32_MAX

static const struct {
  const char *name;
  uint32_t type;
  uint32_t page;
} pages[] = {
    {"home", SOTTO_EVENT_SCREEN, SOTTO_PAGE_HOME},
    {"info", SOTTO_EVENT_SCREEN, SOTTO_PAGE_INFO},
    {"list", SOTTO_EVENT_VIEW_ITEM_LIST, 0},
    {"search", SOTTO_EVENT_SEARCH, 0},
    {"product", SOTTO_EVENT_VIEW_ITEM, 0},
    {"detail", SOTTO_EVENT_SCREEN, SOTTO_PAGE_DETAIL},
    {"download", SOTTO_EVENT_SCREEN, SOTTO_PAGE_DOWNLOAD},
    {"addcart", SOTTO_EVENT_ADD_TO_CART, 0},
    {"cart", SOTTO_EVENT_VIEW_CART, 0},
    {"account", SOTTO_EVENT_SCREEN, SOTTO_PAGE_ACCOUNT},
    {"checkout", SOTTO_EVENT_BEGIN_CHECKOUT, 0},
#define FIRST_EVENT_NAME 11u
    {"view_item_list", SOTTO_EVENT_VIEW_ITEM_LIST, 0},
    {"view_item", SOTTO_EVENT_VIEW_ITEM, 0},
    {"add_to_cart", SOTTO_EVENT_ADD_TO_CART, 0},
    {"remove_from_cart", SOTTO_EVENT_REMOVE_FROM_CART, 0},
    {"view_cart", SOTTO_EVENT_VIEW_CART, 0},
    {"begin_checkout", SOTTO_EVENT_BEGIN_CHECKOUT, 0},
    {"add_to_wishlist", SOTTO_EVENT_ADD_TO_WISHLIST, 0},
    {"view_promotion", SOTTO_EVENT_VIEW_PROMOTION, 0},
    {"select_promotion", SOTTO_EVENT_SELECT_PROMOTION, 0},
    {"filter", SOTTO_EVENT_FILTER, 0},
    {"review_read", SOTTO_EVENT_REVIEW_READ, 0},
    {"purchase", NOT_A_PAGE, 0},
    {"refund", NOT_A_PAGE, 0},
    {"select_item", NOT_A_PAGE, 0},
    {"dwell", NOT_A_PAGE, 0},
};
#define PAGE_NAMES (sizeof pages / sizeof *pages)
_Static_assert(FIRST_EVENT_NAME == SO_PAGE_KINDS, "the groups stand first");

typedef struct log_run {
  const so_session_log *log;
  so_findings *findings;
  so_table_file table;
  so_array id; /* char: the session under way */
  so_labelled session;
  uint64_t bad_rows;
  uint64_t unknown_pages;
  int stopped;
} log_run;

static void end_session(log_run *run) {
  if (run->session.count && !run->stopped)
    run->stopped = run->log->take(run->log->context, &run->session);
  memset(&run->session, 0, sizeof run->session);
}

static size_t page_of(sotto_text name) {
  size_t page = 0;
  while (page < PAGE_NAMES && !so_text_is(name, pages[page].name)) page++;
  return page;
}

/** A GA4 name says exactly what the device would have seen; a group says it less exactly. */
static size_t page_in(sotto_text page, sotto_text group) {
  size_t exact = page_of(page), rough = page_of(group);
  if (exact >= FIRST_EVENT_NAME && exact < PAGE_NAMES) return exact;
  return rough < PAGE_NAMES ? rough : exact;
}

static void add_page(log_run *run, size_t page, int64_t time_ms) {
  so_labelled *session = &run->session;
  if (page == PAGE_NAMES) {
    run->unknown_pages++;
    return;
  }
  if (pages[page].type == NOT_A_PAGE || session->count == SO_SESSION_LOG_PAGES) return;
  so_occurrence *seen = &session->pages[session->count++];
  *seen = (so_occurrence){.time_ms = time_ms, .item = UINT32_MAX, .quantity = 1};
  seen->type = pages[page].type;
  seen->page = pages[page].page;
  seen->price_minor = -1;
  seen->result_count = 1; /* the log does not say; an empty search is the exception */
  seen->session = 1;
}

static void take_row(log_run *run, const sotto_text *cells) {
  int64_t time_ms;
  int buys = so_text_is(cells[OUTCOME], "1");
  int good = buys || so_text_is(cells[OUTCOME], "0");
  if (!good || cells[SESSION].size == 0 || !so_table_file_time(cells[TIME], &time_ms)) {
    run->bad_rows++;
    return;
  }
  if (!so_text_equal(cells[SESSION], (sotto_text){run->id.data, run->id.count})) {
    end_session(run);
    so_array_resize(&run->id, 0);
    so_array_append(&run->id, cells[SESSION].data, cells[SESSION].size);
  }
  run->session.outcome |= (uint32_t)buys;
  add_page(run, page_in(cells[PAGE], cells[GROUP]), time_ms);
}

static sotto_status read_rows(log_run *run) {
  int more = 1;
  while (!run->stopped) {
    sotto_text cells[COLUMN_COUNT];
    sotto_status status = so_table_file_next(&run->table, cells, &more);
    if (status) return status;
    if (!more) break;
    take_row(run, cells);
    if (run->id.failed) return SOTTO_E_MEMORY;
  }
  end_session(run);
  return SOTTO_OK;
}

sotto_status so_session_log_read(const so_session_log *log, so_findings *findings) {
  static const char *const names[] = {"session", "time_ms", "page", "outcome", "group", NULL};
  log_run run = {.log = log, .findings = findings};
  run.id = so_array_of(1);
  sotto_status status = so_table_file_open(&run.table, log->path, names, GROUP);
  if (!status) status = read_rows(&run);
  if (status) so_table_file_tell(&run.table, findings, status);
  so_table_file_count(
      &run.table, findings,
      (so_table_count){SOTTO_FINDING_SESSIONS, run.bad_rows,
                       "left out, rows without all cells, a time or an outcome of 0 or 1"});
  so_table_file_count(&run.table, findings,
                      (so_table_count){SOTTO_FINDING_SESSIONS, run.unknown_pages,
                                       "left out, rows with an unknown kind of page"});
  so_table_file_close(&run.table);
  so_array_free(&run.id);
  return status;
}
