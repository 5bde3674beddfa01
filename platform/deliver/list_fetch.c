/*
 * The public list of packs: see list_fetch.h.
 */
#include "deliver/list_fetch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "durable_file.h"

#define LIST_MOST ((size_t)16 << 20)

static int beside(const so_call *call, const char *ending, char ret_path[PATH_MAX]) {
  const int size = snprintf(ret_path, PATH_MAX, "%s%s", call->options->list_path, ending);
  return size > 0 && size < PATH_MAX;
}

/* The known list; an absent one is empty. Its owner frees it. */
static sotto_status read_known(const char *path, uint8_t **ret_bytes, size_t *ret_size) {
  size_t size = LIST_MOST;
  uint8_t *bytes = malloc(size);
  if (!bytes) return SOTTO_E_MEMORY;
  const sotto_status status = durable_read(path, bytes, &size);
  if (status && status != SOTTO_E_MISSING) {
    free(bytes);
    return status == SOTTO_E_KEY_DENIED ? SOTTO_E_READ_ONLY : status;
  }
  *ret_bytes = bytes;
  *ret_size = status ? 0 : size;
  return SOTTO_OK;
}

/* Takes the list in `answer` for the known one, or keeps it as evidence against it. */
static sotto_status take(const so_call *call, const so_answer *answer, uint32_t *ret_trouble) {
  char aside[PATH_MAX], other[PATH_MAX];
  const sotto_bytes listed = {answer->body, answer->size};
  uint8_t *known = NULL;
  size_t size = 0;
  if (!beside(call, ".known", aside) || !beside(call, ".other", other)) return SOTTO_E_LIMIT;
  sotto_status status = read_known(call->options->list_path, &known, &size);
  if (status) return status;
  if (answer->size < size || (size && memcmp(answer->body, known, size) != 0)) {
    *ret_trouble = SOTTO_TROUBLE_LIST;
    status = durable_publish(other, listed);
  } else if (answer->size > size) {
    status = durable_publish(aside, (sotto_bytes){known, size});
    if (!status) status = durable_publish(call->options->list_path, listed);
  }
  free(known);
  return status;
}

sotto_status so_list_fetch(so_call *call, uint32_t *ret_trouble) {
  so_answer answer;
  const so_request request = {
      .method = "GET", .url = call->options->list_url, .answer_most = LIST_MOST};
  *ret_trouble = SOTTO_TROUBLE_NONE;
  sotto_status status = so_exchange(call, &request, &answer);
  if (status) return status;
  if (answer.trouble || answer.status != 200)
    *ret_trouble = answer.trouble ? answer.trouble : SOTTO_TROUBLE_STATUS;
  else
    status = take(call, &answer, ret_trouble);
  so_answer_free(&answer);
  return status;
}

sotto_status so_list_settle(const so_call *call, int keep_new) {
  char aside[PATH_MAX];
  if (!call->options->list_path) return SOTTO_OK;
  if (!beside(call, ".known", aside)) return SOTTO_E_LIMIT;
  const int done = keep_new ? unlink(aside) : rename(aside, call->options->list_path);
  return done == 0 || errno == ENOENT ? SOTTO_OK : SOTTO_E_STORAGE;
}
