/*
 * Sealing a report to new keys: see reseal.h.
 */
#include "deliver/reseal.h"

#include <stdio.h>
#include <string.h>

#ifdef SOTTO_WITH_SPLIT

/* The pair of the report's task. The question of an older week is no longer previewed: then that
   of the same leader, where all its questions agree on the helper. */
typedef struct pair {
  const so_stale *stale;
  char leader[SO_WEB_URL_MAX], helper[SO_WEB_URL_MAX];
  int exact, ambiguous;
} pair;

static int copy_url(char ret_url[SO_WEB_URL_MAX], sotto_text url) {
  const size_t size = url.size && url.data[url.size - 1] == '/' ? url.size - 1 : url.size;
  if (size >= SO_WEB_URL_MAX) return 0;
  memcpy(ret_url, url.data, size);
  ret_url[size] = 0;
  return 1;
}

static int is_led_by(const char *url, const char *leader) {
  const size_t size = strlen(leader);
  return strncmp(url, leader, size) == 0 && strncmp(url + size, "/tasks/", 7) == 0;
}

static uint32_t look(void *context, const sotto_preview *preview) {
  pair *in = context;
  char leader[SO_WEB_URL_MAX], helper[SO_WEB_URL_MAX];
  if (preview->trust != SOTTO_TRUST_SPLIT || !copy_url(leader, preview->leader) ||
      !copy_url(helper, preview->helper) || !is_led_by(in->stale->url, leader))
    return 0;
  in->exact = memcmp(preview->question, in->stale->question, SOTTO_QUESTION_ID_SIZE) == 0;
  in->ambiguous |= in->helper[0] && strcmp(in->helper, helper) != 0;
  memcpy(in->leader, leader, sizeof leader);
  memcpy(in->helper, helper, sizeof helper);
  return (uint32_t)in->exact;
}

/* {aggregator}/hpke_config, in DAP-09 (which uploads by PUT) with the task's id. */
static int config_url(char ret_url[SO_WEB_URL_MAX], const char *aggregator, const so_stale *stale) {
  const char *task = strstr(stale->url, "/tasks/");
  int size = snprintf(ret_url, SO_WEB_URL_MAX, "%s/hpke_config", aggregator);
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

/* The lists that both publish now, each from its own address. */
static sotto_status ask_both(const so_route *route, const pair *in, so_answer ret_lists[2],
                             uint32_t *ret_trouble) {
  char url[SO_WEB_URL_MAX];
  sotto_status status = SOTTO_OK;
  for (int i = 0; i < 2 && !status && !*ret_trouble; i++) {
    if (!config_url(url, i ? in->helper : in->leader, in->stale)) return SOTTO_E_LIMIT;
    status = ask_config(route, url, &ret_lists[i]);
    *ret_trouble = ret_lists[i].trouble;
  }
  return status;
}

sotto_status so_reseal(sotto *profile, const so_route *route, const so_stale *stale,
                       uint32_t *ret_trouble) {
  pair in = {.stale = stale};
  so_answer lists[2] = {{0}, {0}};
  *ret_trouble = SOTTO_TROUBLE_NONE;
  sotto_status status = sotto_question_each(profile, look, &in);
  if (!status && (!in.helper[0] || (in.ambiguous && !in.exact)))
    *ret_trouble = SOTTO_TROUBLE_CONFIG;
  if (!status) status = ask_both(route, &in, lists, ret_trouble);
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
