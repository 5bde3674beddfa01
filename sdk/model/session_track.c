/*
 * Counts, order and pace of the running session; see session_track.h.
 */
#include "model/session_track.h"

#include <string.h>

#include <sotto/event.h>

#include "model/curve.h"

void so_session_clear(so_session *ret_session) {
  memset(ret_session, 0, sizeof *ret_session);
  ret_session->first = ret_session->previous = ret_session->last = SO_PAGE_NONE;
}

static uint32_t screen_of(uint32_t page) {
  switch (page) {
  case SOTTO_PAGE_HOME: return SO_PAGE_HOME;
  case SOTTO_PAGE_DETAIL: return SO_PAGE_DETAIL;
  case SOTTO_PAGE_ACCOUNT: return SO_PAGE_ACCOUNT;
  case SOTTO_PAGE_DOWNLOAD: return SO_PAGE_DOWNLOAD;
  default: return SO_PAGE_INFO;
  }
}

uint32_t so_session_page_of(uint32_t type, uint32_t page) {
  static const uint8_t kinds[SOTTO_EVENT_TYPE_COUNT] = {
      [SOTTO_EVENT_VIEW_ITEM] = SO_PAGE_PRODUCT + 1,
      [SOTTO_EVENT_VIEW_ITEM_LIST] = SO_PAGE_LIST + 1,
      [SOTTO_EVENT_ADD_TO_CART] = SO_PAGE_ADDCART + 1,
      [SOTTO_EVENT_REMOVE_FROM_CART] = SO_PAGE_CART + 1,
      [SOTTO_EVENT_VIEW_CART] = SO_PAGE_CART + 1,
      [SOTTO_EVENT_BEGIN_CHECKOUT] = SO_PAGE_CHECKOUT + 1,
      [SOTTO_EVENT_SEARCH] = SO_PAGE_SEARCH + 1,
      [SOTTO_EVENT_VIEW_PROMOTION] = SO_PAGE_HOME + 1,
      [SOTTO_EVENT_SELECT_PROMOTION] = SO_PAGE_LIST + 1,
      [SOTTO_EVENT_FILTER] = SO_PAGE_LIST + 1,
      [SOTTO_EVENT_REVIEW_READ] = SO_PAGE_DETAIL + 1};
  if (type == SOTTO_EVENT_SCREEN) return screen_of(page);
  if (type >= SOTTO_EVENT_TYPE_COUNT || !kinds[type]) return SO_PAGE_NONE;
  return kinds[type] - 1u;
}

static float log_seconds(int64_t elapsed_ms) {
  if (elapsed_ms <= 0) return 0; /* a clock that went back */
  return (float)so_curve_log(1 + (double)elapsed_ms / 1000);
}

static void count_up(uint16_t *counter) {
  *counter += *counter < UINT16_MAX;
}

static void take_path(so_session_path *path, const so_occurrence *occurrence, uint32_t kind) {
  if (occurrence->flags) return;
  if (occurrence->type == SOTTO_EVENT_PURCHASE) path->bought = 1;
  if (kind == SO_PAGE_NONE) return;
  if (path->pages++) count_up(&path->steps[path->last * SO_PAGE_KINDS + kind]);
  count_up(&path->counts[kind]);
  path->last = (uint16_t)kind;
}

/** One more page of a kind: ln(1 + count) is next time's ln(count). */
static void count_page(so_session *session, uint32_t kind) {
  double count = ++session->counts[kind];
  if (count > 1) session->spread -= (count - 1) * so_curve_log(count - 1);
  session->spread += count * (double)session->logs[kind];
  session->logs[kind] = (float)so_curve_log(1 + count);
}

static void take_page(so_session *session, const so_occurrence *occurrence, uint32_t kind) {
  if (session->pages == 0) {
    session->started_ms = occurrence->time_ms;
    session->first = (uint8_t)kind;
  } else {
    session->gap_last = log_seconds(occurrence->time_ms - session->last_ms);
    session->gap_sum += session->gap_last;
    if (session->gap_last > session->gap_max) session->gap_max = session->gap_last;
    if (kind == session->previous && kind != session->last) session->returns++;
  }
  count_page(session, kind);
  session->pages++;
  session->previous = session->last;
  session->last = (uint8_t)kind;
  session->last_ms = occurrence->time_ms;
}

static void take_product(so_session *session, uint64_t hash) {
  if (!hash) return;
  for (uint32_t n = 0; n < SO_SESSION_PRODUCTS; n++) {
    if (session->products[n] == hash) {
      session->repeats++;
      return;
    }
  }
  session->products[session->product_next++ % SO_SESSION_PRODUCTS] = hash;
}

void so_session_learn(so_session *session, const so_occurrence *occurrence) {
  session->number = occurrence->session;
  session->events++;
  uint32_t kind = so_session_page_of(occurrence->type, occurrence->page);
  if (kind != SO_PAGE_NONE) take_page(session, occurrence, kind);
  take_path(&session->path, occurrence, kind);
  switch (occurrence->type) {
  case SOTTO_EVENT_VIEW_ITEM: take_product(session, occurrence->item_hash); break;
  case SOTTO_EVENT_PURCHASE: session->bought = 1; break;
  case SOTTO_EVENT_REVIEW_READ: session->reviews++; break;
  case SOTTO_EVENT_ADD_TO_WISHLIST: session->wishes++; break;
  case SOTTO_EVENT_REMOVE_FROM_CART: session->removals++; break;
  case SOTTO_EVENT_FILTER: session->filters++; break;
  case SOTTO_EVENT_SEARCH: session->empty_searches += occurrence->result_count == 0; break;
  case SOTTO_EVENT_DWELL: session->dwell_sum += log_seconds(occurrence->dwell_ms); break;
  default: break;
  }
}

void so_session_end(so_session *session) {
  if (session->events == 0) return;
  so_session ended = *session;
  so_session_clear(session);
  session->sessions_before = ended.sessions_before + 1;
  session->bought_before = ended.bought_before + ended.bought;
  session->ended_before_ms = ended.pages ? ended.last_ms : ended.ended_before_ms;
  session->path_before = ended.path.pages ? ended.path : ended.path_before;
}
