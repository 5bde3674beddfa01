/* Rows to sessions, page names to occurrences. */
#include "brand/session_log.h"

#include <sotto/build.h>
#include <string.h>

#include "base/string.h"
#include "brand/array.h"
#include "brand/table_file.h"
#include "model/pack_view.h"
#include "model/session_track.h"

enum { SESSION, TIME, PAGE, OUTCOME, GROUP, COLUMN_COUNT };
#define NOT_A_PAGE UINT32_MAX
#define OWN_KINDS 5u /* kinds of screen that unknown names are spread over by hash */

/** What a name means on a device. */
typedef struct page_name {
  const char *name;
  uint32_t type;
  uint32_t page;
} page_name;

static const page_name groups[] = {{"home", SOTTO_EVENT_SCREEN, SOTTO_PAGE_HOME},
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
                                   {NULL, 0, 0}};

static const page_name events[] = {{"view_item_list", SOTTO_EVENT_VIEW_ITEM_LIST, 0},
                                   {"view_item", SOTTO_EVENT_VIEW_ITEM, 0},
                                   {"add_to_cart", SOTTO_EVENT_ADD_TO_CART, 0},
                                   {"remove_from_cart", SOTTO_EVENT_REMOVE_FROM_CART, 0},
                                   {"view_cart", SOTTO_EVENT_VIEW_CART, 0},
                                   {"begin_checkout", SOTTO_EVENT_BEGIN_CHECKOUT, 0},
                                   {"add_shipping_info", SOTTO_EVENT_BEGIN_CHECKOUT, 0},
                                   {"add_payment_info", SOTTO_EVENT_BEGIN_CHECKOUT, 0},
                                   {"add_to_wishlist", SOTTO_EVENT_ADD_TO_WISHLIST, 0},
                                   {"view_search_results", SOTTO_EVENT_SEARCH, 0},
                                   {"view_promotion", SOTTO_EVENT_VIEW_PROMOTION, 0},
                                   {"select_promotion", SOTTO_EVENT_SELECT_PROMOTION, 0},
                                   {"filter", SOTTO_EVENT_FILTER, 0},
                                   {"review_read", SOTTO_EVENT_REVIEW_READ, 0},
                                   {"purchase", SOTTO_EVENT_PURCHASE, 0},
                                   {"refund", NOT_A_PAGE, 0},
                                   {"select_item", NOT_A_PAGE, 0},
                                   {"dwell", NOT_A_PAGE, 0},
                                   {NULL, 0, 0}};

/** What shops also call the pages of a group. */
static const struct {
  const char *group;
  const char *names; /* each between spaces */
} also[] = {
    {"home", " index start main homepage promo news landing "},
    {"info", " help faq contact about terms agb fdback fdpost shipping_info returns stores "},
    {"list", " category categories catalog catalogue program shelf archive browse collection "},
    {"search", " result results search_results query "},
    {"product", " item pdp product_page product_view view "},
    {"detail", " p_info trial review reviews specification video size_guide "},
    {"download", " archdownload manual "},
    {"addcart", " add addtocart add_cart cart_add add_to_basket basket_add "},
    {"cart", " basket bag modifycart shopping_cart remove cart_remove "},
    {"account", " login logout register regpost signup profile orders wishlist "},
    {"checkout", " pay_req payment payit charge shipping order freeze xfreeze freeze.new pay "},
};

static const page_name *named(const page_name *at, sotto_text name) {
  while (at->name && !so_text_is(name, at->name)) at++;
  return at->name ? at : NULL;
}

static int is_among(const char *names, sotto_text name) {
  for (const char *at = names; (at = strchr(at, ' ')) != NULL && at[1]; at++)
    if (strncmp(at + 1, name.data, name.size) == 0 && at[1 + name.size] == ' ') return 1;
  return 0;
}

static const page_name *page_of(sotto_text name) {
  const page_name *found = named(groups, name);
  for (size_t n = 0; !found && name.size && n < sizeof also / sizeof *also; n++)
    if (is_among(also[n].names, name)) found = named(groups, so_text_of(also[n].group));
  return found;
}

/** A GA4 name says exactly what the device would have seen; a group says it less exactly. */
static const page_name *known(sotto_text page, sotto_text group) {
  const page_name *found = named(events, page);
  if (!found) found = page_of(group);
  return found ? found : page_of(page);
}

/** A kind of screen of its own for a name nobody knows, as far as kinds go. */
static uint32_t kind_of(sotto_text name) {
  if (!name.size) return SOTTO_PAGE_OTHER;
  return SOTTO_PAGE_HOME + (uint32_t)(so_pack_hash_id(name) % OWN_KINDS);
}

sotto_status sotto_session_page(sotto_text page, sotto_text group, sotto_event *ret_event) {
  const page_name *found = known(page, group);
  if (found && found->type == NOT_A_PAGE) return SOTTO_E_MISSING;
  ret_event->type = found ? found->type : SOTTO_EVENT_SCREEN;
  ret_event->page = found ? found->page : kind_of(page.size ? page : group);
  if (ret_event->type == SOTTO_EVENT_SEARCH) ret_event->result_count = 1;
  return SOTTO_OK;
}

typedef struct log_run {
  const so_session_log *log;
  so_findings *findings;
  so_table_file table;
  so_array id; /* char: the session under way */
  so_labelled session;
  uint64_t bad_rows;
  uint64_t unknown_pages;
  int ended; /* the session under way reached its purchase */
  int stopped;
} log_run;

static void end_session(log_run *run) {
  if (run->session.count && !run->stopped)
    run->stopped = run->log->take(run->log->context, &run->session);
  memset(&run->session, 0, sizeof run->session);
  run->ended = 0;
}

static void add_page(log_run *run, sotto_text page, sotto_text group, int64_t time_ms) {
  so_labelled *session = &run->session;
  sotto_event event = {0};
  run->unknown_pages += !known(page, group);
  if (sotto_session_page(page, group, &event)) return;
  if (event.type == SOTTO_EVENT_PURCHASE) run->ended = 1; /* the outcome, and what comes after */
  if (run->ended || session->count == SO_SESSION_LOG_PAGES) return;
  so_occurrence *seen = &session->pages[session->count++];
  *seen = (so_occurrence){.time_ms = time_ms, .item = UINT32_MAX, .quantity = 1};
  seen->type = event.type;
  seen->page = event.page;
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
  add_page(run, cells[PAGE], cells[GROUP], time_ms);
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
  so_table_file_count(
      &run.table, findings,
      (so_table_count){SOTTO_FINDING_SESSIONS, run.unknown_pages,
                       "taken by the hash of their name, rows with an unknown kind of page"});
  so_table_file_close(&run.table);
  so_array_free(&run.id);
  return status;
}
