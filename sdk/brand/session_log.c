/* Rows to sessions, page names to occurrences. */
#include "brand/session_log.h"

#include <sotto/event.h>
#include <string.h>

#include "base/string.h"
#include "brand/array.h"
#include "brand/line_file.h"
#include "model/session_track.h"

enum { SESSION, TIME, PAGE, OUTCOME, GROUP, COLUMN_COUNT };
enum { CELLS_MAX = 16 };
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
  so_line_file *file;
  uint32_t columns[COLUMN_COUNT]; /* UINT32_MAX: not there */
  so_array id;                    /* char: the session under way */
  so_labelled session;
  uint64_t bad_rows;
  uint64_t unknown_pages;
  int stopped;
} log_run;

static uint32_t split(sotto_text line, sotto_text *ret_cells) {
  uint32_t count = 0;
  const char *at = line.data, *end = line.data + line.size;
  while (count < CELLS_MAX) {
    const char *tab = memchr(at, '\t', (size_t)(end - at));
    ret_cells[count++] = (sotto_text){at, (size_t)((tab ? tab : end) - at)};
    if (!tab) break;
    at = tab + 1;
  }
  return count;
}

static sotto_status read_header(log_run *run) {
  static const char *const names[COLUMN_COUNT] = {"session", "time_ms", "page", "outcome", "group"};
  sotto_text line, cells[CELLS_MAX];
  sotto_status status = so_line_file_next(run->file, &line);
  if (status) return status;
  uint32_t count = line.data ? split(line, cells) : 0;
  for (uint32_t column = 0; column < COLUMN_COUNT; column++) {
    run->columns[column] = UINT32_MAX;
    for (uint32_t n = 0; n < count; n++) {
      if (so_text_is(cells[n], names[column])) run->columns[column] = n;
    }
    if (run->columns[column] == UINT32_MAX && column != GROUP) return SOTTO_E_FORMAT;
  }
  return SOTTO_OK;
}

static void end_session(log_run *run) {
  if (run->session.count && !run->stopped)
    run->stopped = run->log->take(run->log->context, &run->session);
  memset(&run->session, 0, sizeof run->session);
}

static int read_time(sotto_text cell, int64_t *ret_time) {
  int64_t time = 0;
  if (cell.size == 0 || cell.size > 15) return 0;
  for (size_t n = 0; n < cell.size; n++) {
    if (cell.data[n] < '0' || cell.data[n] > '9') return 0;
    time = time * 10 + (cell.data[n] - '0');
  }
  *ret_time = time;
  return 1;
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

/** A cell by column; empty where the row or the log has none. */
static sotto_text cell_of(const log_run *run, const sotto_text *cells, uint32_t count,
                          uint32_t column) {
  uint32_t place = run->columns[column];
  return place < count ? cells[place] : (sotto_text){NULL, 0};
}

static void take_line(log_run *run, sotto_text line) {
  sotto_text cells[CELLS_MAX];
  int64_t time_ms;
  uint32_t count = split(line, cells);
  sotto_text outcome = cell_of(run, cells, count, OUTCOME),
             id = cell_of(run, cells, count, SESSION);
  int good = so_text_is(outcome, "0") || so_text_is(outcome, "1");
  if (!good || id.size == 0 || !read_time(cell_of(run, cells, count, TIME), &time_ms)) {
    run->bad_rows++;
    return;
  }
  if (!so_text_equal(id, (sotto_text){run->id.data, run->id.count})) {
    end_session(run);
    so_array_resize(&run->id, 0);
    so_array_append(&run->id, id.data, id.size);
  }
  run->session.outcome |= so_text_is(outcome, "1") ? 1u : 0u;
  sotto_text page = cell_of(run, cells, count, PAGE), group = cell_of(run, cells, count, GROUP);
  add_page(run, page_in(page, group), time_ms);
}

static void tell(const log_run *run, uint64_t count, const char *words) {
  if (count == 0) return;
  so_place place = {run->log->path, 0, {NULL, 0}};
  so_find(run->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_SESSIONS), place}, "%llu %s",
          (unsigned long long)count, words);
}

static sotto_status read_lines(log_run *run) {
  while (!run->stopped) {
    sotto_text line;
    sotto_status status = so_line_file_next(run->file, &line);
    if (status) return status;
    if (!line.data) break;
    if (line.size) take_line(run, line);
    if (run->id.failed) return SOTTO_E_MEMORY;
  }
  end_session(run);
  return SOTTO_OK;
}

sotto_status so_session_log_read(const so_session_log *log, so_findings *findings) {
  log_run run = {.log = log, .findings = findings};
  run.id = so_array_of(1);
  sotto_status status = so_line_file_open(&run.file, log->path);
  if (!status) status = read_header(&run);
  if (!status) status = read_lines(&run);
  if (status) {
    so_place place = {log->path, run.file ? so_line_file_number(run.file) : 0, {NULL, 0}};
    so_find(findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_FILE), place},
            "the sessions cannot be read: %s",
            status == SOTTO_E_FORMAT ? "the header lacks one of session, time_ms, page, outcome"
                                     : sotto_status_text(status));
  }
  tell(&run, run.bad_rows, "rows lack cells, a time or an outcome of 0 or 1; left out");
  tell(&run, run.unknown_pages, "rows name an unknown kind of page; left out");
  so_line_file_close(run.file);
  so_array_free(&run.id);
  return status;
}
