/*
 * Sealing a report to new keys: see reseal.h.
 */
#include "deliver/reseal.h"

#include <stdio.h>
#include <string.h>

#ifdef SOTTO_WITH_SPLIT

/* {aggregator}/hpke_config, in DAP-09 (which uploads by PUT) with the task's id. */
static int config_url(char ret_url[SO_WEB_URL_MAX], const char *aggregator, const so_stale *stale) {
  const size_t leader = strlen(stale->pair[0]);
  const int is_led = leader && strlen(stale->url) > leader;
  const char *task = is_led ? strstr(stale->url + leader - 1, "/tasks/") : NULL;
  const char *slash = aggregator[0] && aggregator[strlen(aggregator) - 1] == '/' ? "" : "/";
  int size = snprintf(ret_url, SO_WEB_URL_MAX, "%s%shpke_config", aggregator, slash);
  if (task && strcmp(stale->method, "PUT") == 0 && size > 0 && size < SO_WEB_URL_MAX) {
    const int id = (int)strcspn(task + 7, "/");
    size +=
        snprintf(ret_url + size, (size_t)(SO_WEB_URL_MAX - size), "?task_id=%.*s", id, task + 7);
  }
  return size > 0 && size < SO_WEB_URL_MAX;
}

static sotto_status ask_config(const so_route *route, const char *url, so_answer *ret_answer) {
  const so_request request = {.method = "GET", .url = url};
  const sotto_status status = so_relay_exchange(route, &request, ret_answer);
  if (!status && !ret_answer->trouble && (ret_answer->status < 200 || ret_answer->status > 299))
    ret_answer->trouble = SOTTO_TROUBLE_STATUS;
  if (!status && !ret_answer->trouble && !ret_answer->size)
    ret_answer->trouble = SOTTO_TROUBLE_CONFIG;
  return status;
}

/* What libsotto says of lists that are none, or of a report that was sealed anew before, is the
   aggregators' trouble. */
static sotto_status seal(sotto *profile, uint64_t id, const so_answer lists[2],
                         uint32_t *ret_trouble) {
  const sotto_bytes leader = {lists[0].body, lists[0].size};
  const sotto_bytes helper = {lists[1].body, lists[1].size};
  const sotto_status status = sotto_outbox_reseal(profile, id, leader, helper);
  if (status != SOTTO_E_FORMAT && status != SOTTO_E_STATE) return status;
  *ret_trouble = SOTTO_TROUBLE_CONFIG;
  return SOTTO_OK;
}

/* The lists that both publish now, each from the address that the report was answered for: what an
   installed pack names by now may be another pair, to whom nobody has agreed. */
static sotto_status ask_both(const so_route *route, const so_stale *stale, so_answer ret_lists[2],
                             uint32_t *ret_trouble) {
  char url[SO_WEB_URL_MAX];
  sotto_status status = SOTTO_OK;
  for (int i = 0; i < 2 && !status && !*ret_trouble; i++) {
    if (!config_url(url, stale->pair[i], stale)) return SOTTO_E_LIMIT;
    status = ask_config(route, url, &ret_lists[i]);
    *ret_trouble = ret_lists[i].trouble;
  }
  return status;
}

sotto_status so_reseal(sotto *profile, const so_route *route, const so_stale *stale,
                       uint32_t *ret_trouble) {
  so_answer lists[2] = {{0}, {0}};
  *ret_trouble = SOTTO_TROUBLE_NONE;
  sotto_status status = ask_both(route, stale, lists, ret_trouble);
  if (!status && !*ret_trouble) status = seal(profile, stale->id, lists, ret_trouble);
  so_answer_free(&lists[0]);
  so_answer_free(&lists[1]);
  return status;
}

#else

/* A libsotto without split trust makes no report that could be sealed anew. */
sotto_status so_reseal(sotto *profile, const so_route *route, const so_stale *stale,
                       uint32_t *ret_trouble) {
  (void)profile, (void)route, (void)stale;
  *ret_trouble = SOTTO_TROUBLE_CONFIG;
  return SOTTO_OK;
}

#endif
