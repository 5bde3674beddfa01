/*
 * An exchange by way of a relay: see relay.h.
 */
#include "deliver/relay.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "deliver/binary_http.h"

#define PAD_TO 512
#define BINARY_MORE 1024 /* what an answer's status and fields may take beside its body */

static sotto_text text_of(const char *text) {
  return (sotto_text){text, text ? strlen(text) : 0};
}

static sotto_status seal(const so_ohttp_key *key, const so_request *request, so_ohttp *ret_context,
                         sotto_bytes *ret_sealed) {
  so_web_place place;
  if (so_web_place_of(&place, request->url, 1)) return SOTTO_E_ARGUMENT;
  const so_bhttp_request binary = {text_of(request->method),
                                   text_of(place.scheme),
                                   text_of(place.authority),
                                   text_of(place.path),
                                   text_of(request->media_type),
                                   request->body,
                                   PAD_TO};
  const size_t size = so_bhttp_size(&binary);
  uint8_t *plain = malloc(size), *sealed = malloc(size + SO_OHTTP_OVERHEAD);
  sotto_status status = plain && sealed ? SOTTO_OK : SOTTO_E_MEMORY;
  if (!status) so_bhttp_write(plain, &binary);
  if (!status) status = so_ohttp_seal(ret_context, sealed, key, (sotto_bytes){plain, size});
  free(plain);
  if (status) {
    free(sealed);
    return status;
  }
  *ret_sealed = (sotto_bytes){sealed, size + SO_OHTTP_OVERHEAD};
  return SOTTO_OK;
}

/* Seconds, or a date (RFC 9110, section 10.2.3). */
static int64_t wait_of(sotto_text retry_after) {
  char text[64];
  if (!retry_after.size || retry_after.size >= sizeof text) return 0;
  memcpy(text, retry_after.data, retry_after.size);
  text[retry_after.size] = 0;
  char *end = NULL;
  long long wait_s = strtoll(text, &end, 10);
  if (*end) {
    const time_t then = curl_getdate(text, NULL);
    wait_s = then > 0 ? (long long)(then - time(NULL)) : 0;
  }
  return wait_s > 0 ? wait_s : 0;
}

/* Puts what the response says in place of what the relay said. */
static sotto_status open_answer(const so_ohttp *context, so_answer *answer) {
  so_bhttp_response response;
  size_t size = 0;
  uint8_t *plain = malloc(answer->size ? answer->size : 1);
  if (!plain) return SOTTO_E_MEMORY;
  sotto_status status =
      so_ohttp_open(context, (sotto_bytes){answer->body, answer->size}, plain, &size);
  if (!status) status = so_bhttp_read(&response, plain, size);
  if (status) {
    free(plain);
    return status;
  }
  answer->status = response.status;
  answer->asked_s = wait_of(response.retry_after);
  answer->media_type[0] = 0;
  if (response.media_type.size < sizeof answer->media_type) {
    if (response.media_type.size)
      memcpy(answer->media_type, response.media_type.data, response.media_type.size);
    answer->media_type[response.media_type.size] = 0;
  }
  answer->size = response.body.size;
  if (response.body.size) memmove(plain, response.body.data, response.body.size);
  free(answer->body);
  answer->body = plain;
  return SOTTO_OK;
}

static int is_oblivious(const so_answer *answer) {
  return answer->status == 200 && strncmp(answer->media_type, "message/ohttp-res", 17) == 0;
}

/* What does not open is the relay's or the gateway's trouble, not this device's. */
static sotto_status unwrap(const so_ohttp *context, so_answer *answer) {
  sotto_status status = is_oblivious(answer) ? open_answer(context, answer) : SOTTO_E_FORMAT;
  if (status != SOTTO_E_TAMPERED && status != SOTTO_E_FORMAT) return status;
  answer->trouble = SOTTO_TROUBLE_RELAY;
  return SOTTO_OK;
}

static sotto_status by_relay(const so_route *route, const so_request *request,
                             so_answer *ret_answer) {
  so_ohttp context;
  sotto_bytes sealed;
  sotto_status status = seal(route->key, request, &context, &sealed);
  if (status == SOTTO_E_ARGUMENT) {
    ret_answer->trouble = SOTTO_TROUBLE_URL;
    return SOTTO_OK;
  }
  if (status) return status;
  const size_t most = request->answer_most ? request->answer_most : SO_ANSWER_MOST;
  const so_request outer = {.method = "POST",
                            .url = route->call->options->relay_url,
                            .media_type = "message/ohttp-req",
                            .body = sealed,
                            .answer_most = most + BINARY_MORE + SO_OHTTP_RESPONSE_OVERHEAD};
  status = so_exchange(route->call, &outer, ret_answer);
  if (!status && !ret_answer->trouble) status = unwrap(&context, ret_answer);
  so_ohttp_wipe(&context);
  free((void *)(uintptr_t)sealed.data);
  if (status) so_answer_free(ret_answer);
  return status;
}

sotto_status so_relay_exchange(const so_route *route, const so_request *request,
                               so_answer *ret_answer) {
  memset(ret_answer, 0, sizeof *ret_answer);
  return route->call->options->relay_url ? by_relay(route, request, ret_answer)
                                         : so_exchange(route->call, request, ret_answer);
}
