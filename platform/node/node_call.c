/*
 * The way in and out that all operations share: profile and arguments, the gate, the error, the
 * promise. A call at once lives on the stack; one behind a promise on the heap, and holds the
 * profile's object so that it is not collected meanwhile.
 */
#include "node_call.h"

#include <stdlib.h>
#include <string.h>

static const napi_type_tag HOME_TAG = {0x50726f66696c6553, 0x6f74746f486f6d65};

static void collected(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  node_home_end(data);
}

/* JavaScript owns the home from then on. */
static napi_value give_home(node_call *call) {
  napi_value value = NULL;
  if (napi_create_external(call->env, call->home, collected, NULL, &value) != napi_ok) return NULL;
  napi_type_tag_object(call->env, value, &HOME_TAG);
  call->home = NULL;
  return value;
}

static node_home *home_of(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  bool ours = false;
  void *data = NULL;
  napi_typeof(env, value, &type);
  if (type != napi_external) return NULL;
  if (napi_check_object_type_tag(env, value, &HOME_TAG, &ours) != napi_ok || !ours) return NULL;
  return napi_get_value_external(env, value, &data) == napi_ok ? data : NULL;
}

int node_call_read(node_call *call, const node_shape *shape, const napi_value *values,
                   void *ret_struct) {
  return node_shape_read(&call->reader, shape, values, ret_struct);
}

int node_call_text(node_call *call, const char *name, napi_value value, sotto_text *ret_text) {
  const node_field field = {name, NODE_TEXT, 0, 0, NULL};
  const node_shape shape = {NULL, &field, 1, sizeof *ret_text};
  return node_shape_read(&call->reader, &shape, &value, ret_text);
}

int node_call_number(node_call *call, const char *name, napi_value value, uint64_t *ret_number) {
  const node_field field = {name, NODE_ID, 0, 0, NULL};
  const node_shape shape = {NULL, &field, 1, sizeof *ret_number};
  return node_shape_read(&call->reader, &shape, &value, ret_number);
}

sotto_status node_call_write(void *context, sotto_bytes chunk) {
  node_call *call = context;
  if (chunk.size > call->whole_room - call->whole_size) {
    void *whole = call->whole;
    if (!node_page_grow(&whole, call->whole_size, &call->whole_room, call->whole_room + chunk.size))
      return SOTTO_E_MEMORY;
    call->whole = whole;
  }
  if (chunk.size) memcpy(call->whole + call->whole_size, chunk.data, chunk.size);
  call->whole_size += chunk.size;
  return SOTTO_OK;
}

void node_call_rows(node_call *call) {
  node_page_rows(&call->page, &call->rows);
}

void node_call_whole(node_call *call) {
  node_page_text(&call->page, call->whole, call->whole_size);
}

void node_call_count(node_call *call) {
  node_page_number(&call->page, (double)call->out.count);
}

/* All but the arena, whose memory need not be blank. */
static void begin(node_call *call, napi_env env, const node_operation *operation) {
  memset(call, 0, offsetof(node_call, arena));
  memset((char *)call + offsetof(node_call, rows), 0, sizeof *call - offsetof(node_call, rows));
  call->env = env;
  call->operation = operation;
  node_arena_begin(&call->arena);
  call->reader = (node_reader){.env = env, .arena = &call->arena};
  void *instance = NULL;
  napi_get_instance_data(env, &instance);
  call->instance = instance;
  if (!operation->later)
    node_page_lend(&call->page, call->instance->slots, call->instance->slot_count);
}

static void end(node_call *call) {
  if (call->operation->alone && call->home) node_home_end(call->home);
  node_rows_end(&call->rows);
  node_rows_end(&call->more);
  node_page_end(&call->page);
  node_arena_end(&call->arena);
  if (call->whole) sotto_passphrase_wipe(call->whole, call->whole_room);
  free(call->whole);
}

static napi_value text_value(napi_env env, const char *text, size_t size) {
  napi_value value = NULL;
  napi_create_string_utf8(env, text ? text : "", size, &value);
  return value;
}

/* The explanation of an error: the argument at fault, or the library's own words. */
static size_t explain(node_call *call, char *ret_text, size_t room) {
  const char *parts[] = {call->reader.wrong, " must be ", call->reader.expected};
  size_t size = 0;
  if (!call->reader.wrong) {
    memcpy(ret_text, call->detail, call->detail_size);
    return call->detail_size;
  }
  for (size_t i = 0; i < 3; i++)
    for (const char *at = parts[i]; *at && size < room; at++) ret_text[size++] = *at;
  return size;
}

/* A SottoError, made by the JavaScript side: (status, name, sentence, detail, cause). */
static napi_value failure(node_call *call) {
  napi_env env = call->env;
  char detail[sizeof call->detail];
  const size_t size = explain(call, detail, sizeof detail);
  const char *name = sotto_status_name(call->status), *text = sotto_status_text(call->status);
  napi_value values[5] = {NULL}, function = NULL, self = NULL, error = NULL;
  napi_create_double(env, call->status, &values[0]);
  values[1] = text_value(env, name, strlen(name));
  values[2] = text_value(env, text, strlen(text));
  values[3] = text_value(env, detail, size);
  napi_get_undefined(env, &self);
  values[4] = call->home ? node_home_thrown(call->home) : NULL;
  if (!values[4]) values[4] = self;
  napi_get_reference_value(env, call->instance->fail, &function);
  if (!function || napi_call_function(env, self, function, 5, values, &error) != napi_ok)
    return NULL;
  return error;
}

/* Where the library has nothing to add it repeats the sentence of the status. */
static int says_no_more(const node_call *call) {
  const char *text = sotto_status_text(call->status);
  return strlen(text) == call->detail_size && memcmp(text, call->detail, call->detail_size) == 0;
}

static void run(node_call *call) {
  call->status = call->operation->run(call);
  if (call->status == SOTTO_OK && (call->rows.failed || call->more.failed))
    call->status = SOTTO_E_MEMORY;
  if (call->status == SOTTO_OK || !call->home->profile) return;
  call->detail_size = sizeof call->detail;
  if (sotto_error_detail(call->home->profile, call->detail, &call->detail_size) != SOTTO_OK ||
      says_no_more(call))
    call->detail_size = 0;
}

/* At once: the slots are in JavaScript's page, the text is the value. Behind a promise, or where
 * the page is too small: [slots as bytes, text], because others may write to the page meanwhile. */
static napi_value page_value(node_call *call) {
  const node_page *page = &call->page;
  const napi_value text = text_value(call->env, page->text, page->text_size);
  napi_value slots = NULL, both = NULL;
  if (page->lent) return text;
  const size_t size = page->count * sizeof *page->slots;
  if (napi_create_buffer_copy(call->env, size, page->slots, NULL, &slots) != napi_ok) return NULL;
  napi_create_array_with_length(call->env, 2, &both);
  napi_set_element(call->env, both, 0, slots);
  napi_set_element(call->env, both, 1, text);
  return both;
}

static napi_value answer(node_call *call) {
  napi_value value = NULL;
  if (call->operation->opens) return give_home(call);
  if (!call->operation->give) {
    napi_get_undefined(call->env, &value);
    return value;
  }
  call->operation->give(call);
  if (!call->page.failed) return page_value(call);
  call->status = SOTTO_E_MEMORY;
  return NULL;
}

static napi_value throw_failure(node_call *call) {
  const napi_value error = failure(call);
  if (error) napi_throw(call->env, error);
  return NULL;
}

static napi_value at_once(node_call *call) {
  const int reentered = call->home->lent.answering; /* the app's key store calls back */
  if (!reentered) node_home_pass(call->home);
  if (reentered)
    call->status = SOTTO_E_BUSY;
  else if (!call->operation->alone && !call->home->profile)
    call->status = SOTTO_E_STATE;
  else
    run(call);
  const napi_value value = call->status == SOTTO_OK ? answer(call) : NULL;
  return call->status == SOTTO_OK ? value : throw_failure(call);
}

static void execute(napi_env env, void *data) {
  node_call *call = data;
  (void)env;
  run(call);
  node_home_vacate(call->home);
}

/* Also called where the environment ends; then neither answer nor error can be made. */
static void complete(napi_env env, napi_status status, void *data) {
  node_call *call = data;
  napi_value value = NULL;
  if (status != napi_ok) { /* never begun */
    call->status = SOTTO_E_STATE;
    node_home_vacate(call->home);
  }
  if (call->status == SOTTO_OK) value = answer(call);
  if (value)
    napi_resolve_deferred(env, call->deferred, value);
  else if ((value = failure(call)))
    napi_reject_deferred(env, call->deferred, value);
  napi_delete_async_work(env, call->work);
  if (call->held) napi_delete_reference(env, call->held);
  end(call);
  free(call);
}

static napi_value behind_promise(node_call *call, napi_value profile) {
  napi_env env = call->env;
  napi_value promise = NULL;
  const napi_value name = text_value(env, call->operation->name, strlen(call->operation->name));
  if (!node_home_occupy(call->home)) {
    call->status = SOTTO_E_BUSY;
    return throw_failure(call);
  }
  if (profile) napi_create_reference(env, profile, 1, &call->held);
  if (napi_create_promise(env, &call->deferred, &promise) == napi_ok &&
      napi_create_async_work(env, NULL, name, execute, complete, call, &call->work) == napi_ok &&
      napi_queue_async_work(env, call->work) == napi_ok)
    return promise;
  node_home_vacate(call->home); /* the environment ends */
  if (call->held) napi_delete_reference(env, call->held);
  return NULL;
}

static int take(node_call *call, const napi_value *values) {
  if (!call->operation->alone) {
    call->home = home_of(call->env, values[0]);
    if (!call->home) {
      call->reader.wrong = "profile";
      call->reader.expected = "one this addon opened";
    }
  }
  const napi_value *rest = values + !call->operation->alone;
  int taken = !call->reader.wrong;
  if (taken && call->operation->take) taken = call->operation->take(call, rest);
  if (!taken) call->status = SOTTO_E_ARGUMENT; /* or a getter threw, which then stands */
  return call->status == SOTTO_OK;
}

static napi_value enter_later(node_call *call, const napi_value *values) {
  napi_value result = NULL;
  if (!take(call, values))
    result = throw_failure(call);
  else if (!call->operation->alone && !call->home->profile) {
    call->status = SOTTO_E_STATE;
    result = throw_failure(call);
  } else if ((result = behind_promise(call, call->operation->alone ? NULL : values[0])))
    return result;
  end(call);
  free(call);
  return NULL;
}

static napi_value enter_now(node_call *call, const napi_value *values) {
  const napi_value result = take(call, values) ? at_once(call) : throw_failure(call);
  end(call);
  return result;
}

napi_value node_call_enter(napi_env env, napi_callback_info info) {
  napi_value values[NODE_ARGUMENTS + 1] = {NULL};
  size_t count = NODE_ARGUMENTS + 1;
  void *data = NULL;
  napi_get_cb_info(env, info, &count, values, NULL, &data);
  const node_operation *operation = data;
  if (operation->later) {
    node_call *later = malloc(sizeof *later);
    if (!later) return NULL;
    begin(later, env, operation);
    return enter_later(later, values);
  }
  node_call now;
  begin(&now, env, operation);
  return enter_now(&now, values);
}
