/*
 * What node loads: makes one function of every operation, and the few that need no profile.
 *
 * Context-aware: all state hangs on the environment, so the addon may be loaded by any number of
 * worker threads, each with profiles of its own. It expects to be loaded by index.js, which keeps
 * handles away from other code; nothing here is for an app to call.
 */
#include "node_call.h"

#include <stdlib.h>
#include <string.h>

const napi_type_tag node_ram_tag = {0x52616d53746f7265, 0x6f74746f53746f72};

static void drop_ram(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  node_ram_release(data);
}

static napi_value make_ram(napi_env env, napi_callback_info info) {
  napi_value value = NULL;
  node_ram *ram = calloc(1, sizeof *ram);
  sotto_port port;
  (void)info;
  if (!ram) return NULL;
  sotto_store_ram_init(&ram->store, &port);
  ram->references = 1;
  if (napi_create_external(env, ram, drop_ram, NULL, &value) != napi_ok) {
    free(ram);
    return NULL;
  }
  napi_type_tag_object(env, value, &node_ram_tag);
  return value;
}

/* (memory, nowMs, locked): plays another day, or a store that is locked. */
static napi_value set_ram(napi_env env, napi_callback_info info) {
  napi_value values[3] = {NULL};
  size_t count = 3;
  bool ours = false, locked = false;
  double now_ms = 0;
  void *data = NULL;
  napi_get_cb_info(env, info, &count, values, NULL, NULL);
  if (napi_check_object_type_tag(env, values[0], &node_ram_tag, &ours) != napi_ok || !ours ||
      napi_get_value_external(env, values[0], &data) != napi_ok ||
      napi_get_value_double(env, values[1], &now_ms) != napi_ok ||
      napi_get_value_bool(env, values[2], &locked) != napi_ok)
    return NULL;
  sotto_store_ram *store = &((node_ram *)data)->store;
  store->now_ms = now_ms > 0 && now_ms < 9e15 ? (int64_t)now_ms : 0;
  store->locked = locked;
  return NULL;
}

static napi_value begin_conversation(napi_env env, napi_callback_info info) {
  sotto_conversation conversation;
  napi_value value = NULL;
  (void)info;
  sotto_conversation_init(&conversation);
  napi_create_buffer_copy(env, sizeof conversation, &conversation, NULL, &value);
  return value;
}

/* Before the process ends: what was recorded becomes durable, secrets are wiped. */
static napi_value leave(napi_env env, napi_callback_info info) {
  void *data = NULL;
  (void)info;
  napi_get_instance_data(env, &data);
  for (node_home *home = ((node_instance *)data)->homes; home; home = home->next)
    node_home_leave(home);
  return NULL;
}

static napi_value name_list(napi_env env, const char *(*name)(uint32_t), uint32_t count) {
  napi_value list = NULL, value = NULL;
  napi_create_array_with_length(env, count, &list);
  for (uint32_t i = 0; i < count; i++) {
    const char *text = name(i);
    napi_create_string_utf8(env, text ? text : "", text ? strlen(text) : 0, &value);
    napi_set_element(env, list, i, value);
  }
  return list;
}

#define NAMES_MOST 20 /* more than any list of names has */

static const char *no_name(uint32_t number) {
  (void)number;
  return "";
}

static const char *status_name(uint32_t number) {
  return sotto_status_name(-(int32_t)number);
}

static const char *library_version(uint32_t number) {
  (void)number;
  return sotto_version();
}

static napi_value names(napi_env env, napi_callback_info info) {
  napi_value object = NULL;
  (void)info;
  napi_create_object(env, &object);
  napi_set_named_property(env, object, "statuses", name_list(env, status_name, 32));
  napi_set_named_property(env, object, "events",
                          name_list(env, sotto_event_name, SOTTO_EVENT_TYPE_COUNT));
  napi_set_named_property(env, object, "categories",
                          name_list(env, sotto_category_name, SOTTO_CATEGORY_COUNT));
  napi_set_named_property(env, object, "purposes",
                          name_list(env, sotto_purpose_name, SOTTO_PURPOSE_COUNT));
  napi_set_named_property(env, object, "version", name_list(env, library_version, 1));
  return object;
}

/* (Float64Array): where answers at once are written, for JavaScript to read. */
static napi_value set_page(napi_env env, napi_callback_info info) {
  napi_typedarray_type type;
  napi_value value = NULL;
  size_t count = 1, slots = 0;
  void *data = NULL, *memory = NULL;
  napi_get_cb_info(env, info, &count, &value, NULL, NULL);
  napi_get_instance_data(env, &data);
  node_instance *instance = data;
  if (instance->page ||
      napi_get_typedarray_info(env, value, &type, &slots, &memory, NULL, NULL) != napi_ok ||
      type != napi_float64_array)
    return NULL;
  if (napi_create_reference(env, value, 1, &instance->page) != napi_ok) return NULL;
  instance->slots = memory;
  instance->slot_count = slots;
  return NULL;
}

/* A field as JavaScript reads it: [key, kind, names]. */
static napi_value field_value(napi_env env, const node_field *field) {
  napi_value list = NULL, value = NULL;
  napi_create_array_with_length(env, 3, &list);
  napi_create_string_utf8(env, field->key, strlen(field->key), &value);
  napi_set_element(env, list, 0, value);
  napi_create_uint32(env, field->kind, &value);
  napi_set_element(env, list, 1, value);
  napi_set_element(env, list, 2, name_list(env, field->name ? field->name : no_name, NAMES_MOST));
  return list;
}

static void add_shapes(napi_env env, napi_value object, const node_operations *operations) {
  for (size_t i = 0; i < operations->shape_count; i++) {
    const node_shape *shape = operations->shapes[i];
    napi_value fields = NULL;
    napi_create_array_with_length(env, shape->count, &fields);
    for (size_t at = 0; at < shape->count; at++)
      napi_set_element(env, fields, (uint32_t)at, field_value(env, &shape->fields[at]));
    napi_set_named_property(env, object, shape->name, fields);
  }
}

/* {shape: [[key, kind, names], …]} of all that is told. */
static napi_value tell_shapes(napi_env env, napi_callback_info info) {
  napi_value object = NULL;
  (void)info;
  napi_create_object(env, &object);
  add_shapes(env, object, &node_shop);
  add_shapes(env, object, &node_told);
  add_shapes(env, object, &node_person);
  add_shapes(env, object, &node_brand);
  return object;
}

/* (function): what makes a SottoError of (status, name, sentence, detail, cause). */
static napi_value set_failure(napi_env env, napi_callback_info info) {
  napi_value value = NULL;
  size_t count = 1;
  void *data = NULL;
  napi_get_cb_info(env, info, &count, &value, NULL, NULL);
  napi_get_instance_data(env, &data);
  node_instance *instance = data;
  if (!instance->fail) napi_create_reference(env, value, 1, &instance->fail);
  return NULL;
}

static void add(napi_env env, napi_value exports, const char *name, napi_callback function) {
  napi_value value = NULL;
  napi_create_function(env, name, strlen(name), function, NULL, &value);
  napi_set_named_property(env, exports, name, value);
}

static void add_operations(napi_env env, napi_value exports, const node_operations *operations) {
  for (size_t i = 0; i < operations->count; i++) {
    const node_operation *operation = &operations->list[i];
    napi_value value = NULL;
    napi_create_function(env, operation->name, strlen(operation->name), node_call_enter,
                         (void *)(uintptr_t)operation, &value);
    napi_set_named_property(env, exports, operation->name, value);
  }
}

static void end_instance(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  node_instance_release(data);
}

/** Tells node which version of Node-API was meant. */
__attribute__((visibility("default"))) int32_t node_api_module_get_api_version_v1(void);
int32_t node_api_module_get_api_version_v1(void) {
  return NODE_ABI_VERSION;
}

/** Called by node once for each environment that loads the addon. */
__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env,
                                                                          napi_value exports);
napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  node_instance *instance = calloc(1, sizeof *instance);
  if (!instance) return NULL;
  instance->env = env;
  instance->references = 1;
  napi_set_instance_data(env, instance, end_instance, NULL);
  add(env, exports, "ram", make_ram);
  add(env, exports, "setRam", set_ram);
  add(env, exports, "conversation", begin_conversation);
  add(env, exports, "leave", leave);
  add(env, exports, "names", names);
  add(env, exports, "setFailure", set_failure);
  add(env, exports, "setPage", set_page);
  add(env, exports, "shapes", tell_shapes);
  add_operations(env, exports, &node_shop);
  add_operations(env, exports, &node_told);
  add_operations(env, exports, &node_person);
  add_operations(env, exports, &node_brand);
  return exports;
}
