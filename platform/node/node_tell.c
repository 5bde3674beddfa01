/*
 * From structs of the library to values of JavaScript. A value that cannot be made (memory, or an
 * environment that is ending) is left out; nobody is there to read it then.
 */
#include "node_shape.h"

#include <sotto/mindset.h>
#include <stdlib.h>
#include <string.h>

static const node_field reason_fields[] = {
    {"kind", NODE_U32, offsetof(sotto_reason, kind), 0, NULL},
    {"scoreMicro", NODE_I64, offsetof(sotto_reason, score_micro), 0, NULL},
    {"text", NODE_TEXT, offsetof(sotto_reason, text), 0, NULL},
    {"item", NODE_OPTION, offsetof(sotto_reason, item), 0, NULL},
};
const node_shape node_reason_shape = NODE_SHAPE(reason_fields, sotto_reason);

static napi_value tell_text(napi_env env, const char *data, size_t size) {
  napi_value value = NULL;
  napi_create_string_utf8(env, size ? data : "", size, &value);
  return value;
}

static napi_value tell_number(napi_env env, const node_field *field, const void *at) {
  napi_value value = NULL;
  if (field->kind == NODE_I64) napi_create_int64(env, *(const int64_t *)at, &value);
  else if (field->kind == NODE_U64)
    napi_create_double(env, (double)*(const uint64_t *)at, &value);
  else if (field->kind == NODE_ID) napi_create_bigint_uint64(env, *(const uint64_t *)at, &value);
  else if (field->kind == NODE_F64) napi_create_double(env, *(const double *)at, &value);
  else if (field->kind == NODE_I32) napi_create_double(env, *(const int32_t *)at, &value);
  else if (field->kind == NODE_YES) napi_get_boolean(env, *(const uint32_t *)at != 0, &value);
  else napi_create_uint32(env, *(const uint32_t *)at, &value);
  return value;
}

static napi_value tell_name(napi_env env, const node_field *field, const void *at) {
  const char *name = field->name(*(const uint32_t *)at);
  return tell_text(env, name, name ? strlen(name) : 0);
}

static napi_value tell_hex(napi_env env, const uint8_t *bytes, size_t size) {
  char text[128];
  for (size_t i = 0; i < size; i++) {
    text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
    text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
  }
  return tell_text(env, text, 2 * size);
}

static napi_value tell_bytes(napi_env env, const void *data, size_t size) {
  napi_value value = NULL;
  napi_create_buffer_copy(env, size, data, NULL, &value);
  return value;
}

static napi_value tell_reasons(napi_env env, const void *at) {
  const sotto_reason *reasons = *(const sotto_reason *const *)at;
  const size_t count = *(const size_t *)((const char *)at + sizeof reasons);
  napi_value list = NULL;
  if (napi_create_array_with_length(env, count, &list) != napi_ok) return NULL;
  for (size_t i = 0; i < count; i++)
    napi_set_element(env, list, (uint32_t)i, node_shape_tell(env, &node_reason_shape, reasons + i));
  return list;
}

static napi_value tell_viewed(napi_env env, const node_field *field, const void *at) {
  sotto_text view; /* as sotto_bytes lies too */
  napi_value value = NULL;
  memcpy(&view, at, sizeof view);
  if (field->kind == NODE_BYTES) return tell_bytes(env, view.data, view.size);
  if (field->kind == NODE_TEXT || view.size) return tell_text(env, view.data, view.size);
  napi_get_null(env, &value);
  return value;
}

static napi_value tell_field(napi_env env, const node_field *field, const void *from) {
  const void *at = (const char *)from + field->offset;
  switch (field->kind) {
  case NODE_NAME: return tell_name(env, field, at);
  case NODE_TEXT:
  case NODE_OPTION:
  case NODE_BYTES: return tell_viewed(env, field, at);
  case NODE_CHARS: return tell_text(env, at, strnlen(at, field->size));
  case NODE_HEX: return tell_hex(env, at, field->size);
  case NODE_EXACT: return tell_bytes(env, at, field->size);
  case NODE_REASONS: return tell_reasons(env, at);
  default: return tell_number(env, field, at);
  }
}

napi_value node_shape_tell(napi_env env, const node_shape *shape, const void *from) {
  napi_value object = NULL;
  if (napi_create_object(env, &object) != napi_ok) return NULL;
  for (size_t i = 0; i < shape->count; i++) {
    const napi_value value = tell_field(env, &shape->fields[i], from);
    if (value) napi_set_named_property(env, object, shape->fields[i].key, value);
  }
  return object;
}

napi_value node_rows_tell(napi_env env, const node_rows *rows) {
  napi_value list = NULL;
  if (napi_create_array_with_length(env, rows->count, &list) != napi_ok) return NULL;
  for (size_t i = 0; i < rows->count; i++) {
    napi_handle_scope scope = NULL;
    napi_open_handle_scope(env, &scope);
    const void *row = rows->data + i * rows->shape->size;
    napi_set_element(env, list, (uint32_t)i, node_shape_tell(env, rows->shape, row));
    napi_close_handle_scope(env, scope);
  }
  return list;
}
