/*
 * libcurl behind so_call_post(): see aggregate_call.h.
 */
#include "tools/aggregate_call.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT_MS 5000L

/* An answer as it comes in. */
typedef struct coming {
  uint8_t *data;
  size_t size, most;
} coming;

static size_t take(char *data, size_t unit, size_t count, void *context) {
  coming *answer = context;
  size_t size = unit * count;
  if (size > answer->most - answer->size) return 0;
  uint8_t *more = realloc(answer->data, answer->size + size + 1);
  if (!more) return 0;
  memcpy(more + answer->size, data, size);
  answer->data = more;
  answer->size += size;
  return size;
}

static struct curl_slist *headers_of(const so_call *call) {
  char token[SO_CALL_TOKEN_SIZE + 32];
  (void)snprintf(token, sizeof token, "DAP-Auth-Token: %s", call->token);
  struct curl_slist *list = curl_slist_append(NULL, token);
  struct curl_slist *more =
      list ? curl_slist_append(list, "Content-Type: application/octet-stream") : NULL;
  struct curl_slist *all = more ? curl_slist_append(more, "Expect:") : NULL;
  if (!all) curl_slist_free_all(list);
  return all;
}

static void prepare(CURL *curl, const so_call *call, coming *answer) {
  (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  (void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
  (void)curl_easy_setopt(curl, CURLOPT_POST, 1L);
  (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, (const char *)call->body.data);
  (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.size);
  (void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
  (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, call->timeout_ms);
  (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
}

static sotto_status status_of(CURLcode code) {
  switch (code) {
  case CURLE_OK: return SOTTO_OK;
  case CURLE_URL_MALFORMAT:
  case CURLE_UNSUPPORTED_PROTOCOL: return SOTTO_E_FORMAT;
  case CURLE_OUT_OF_MEMORY: return SOTTO_E_MEMORY;
  default: return SOTTO_E_BUSY;
  }
}

static sotto_status perform(CURL *curl, so_call_answer *ret_answer, coming *answer) {
  sotto_status status = status_of(curl_easy_perform(curl));
  if (status) {
    free(answer->data);
    return status;
  }
  *ret_answer = (so_call_answer){.data = answer->data, .size = answer->size};
  (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &ret_answer->status);
  return SOTTO_OK;
}

int so_call_is_allowed(const char *base) {
  static const char *const here[] = {"http://127.0.0.1", "http://[::1]", "http://localhost"};
  int allowed = strncmp(base, "https://", 8) == 0;
  for (size_t i = 0; i < sizeof here / sizeof *here && !allowed; i++) {
    const size_t size = strlen(here[i]);
    allowed = strncmp(base, here[i], size) == 0 && strchr(":/", base[size]) && !strchr(base, '@');
  }
  return allowed;
}

sotto_status so_call_post(so_call_answer *ret_answer, const so_call *call) {
  char url[1024];
  size_t size = strlen(call->base);
  if (!so_call_is_allowed(call->base)) return SOTTO_E_FORMAT;
  const char *slash = size && call->base[size - 1] == '/' ? "" : "/";
  if (snprintf(url, sizeof url, "%s%s%s", call->base, slash, call->path) >= (int)sizeof url)
    return SOTTO_E_FORMAT;
  coming answer = {.most = call->answer_max};
  CURL *curl = curl_easy_init();
  struct curl_slist *headers = headers_of(call);
  sotto_status status = curl && headers ? SOTTO_OK : SOTTO_E_MEMORY;
  if (!status) {
    prepare(curl, call, &answer);
    (void)curl_easy_setopt(curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    status = perform(curl, ret_answer, &answer);
  }
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  return status;
}
