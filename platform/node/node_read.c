/*
 * From values of JavaScript to structs of the library. Strict: a number must be whole and in range
 * where the field is, a text must be a string, and what is wrong is named. A lone surrogate, which
 * UTF-8 cannot hold, becomes U+FFFD.
 */
#include "node_shape.h"

#include <sotto/port.h>
#include <string.h>

#define EXACT_MOST 9007199254740991.0 /* 2^53 - 1 */

static int refuse(node_reader *reader, const node_field *field, const char *expected) {
  reader->wrong = field->key;
  reader->expected = expected;
  return 0;
}

static napi_valuetype type_of(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  return type;
}

/* Most texts are short: one call copies them; a longer one is measured first. */
static int read_text(node_reader *reader, napi_value value, sotto_text *ret_text) {
  char near[256];
  size_t size = 0;
  if (napi_get_value_string_utf8(reader->env, value, near, sizeof near, &size) != napi_ok) return 0;
  if (size < sizeof near - 4) {
    ret_text->data = node_arena_copy(reader->arena, near, size);
    ret_text->size = size;
    return ret_text->data != NULL;
  }
  if (napi_get_value_string_utf8(reader->env, value, NULL, 0, &size) != napi_ok) return 0;
  char *whole = node_arena_take(reader->arena, size + 1);
  if (!whole) return 0;
  napi_get_value_string_utf8(reader->env, value, whole, size + 1, &ret_text->size);
  ret_text->data = whole;
  return 1;
}

static int read_path(node_reader *reader, napi_value value, const char **ret_path) {
  sotto_text text;
  if (!read_text(reader, value, &text)) return 0;
  char *path = node_arena_take(reader->arena, text.size + 1);
  if (!path || memchr(text.data, 0, text.size)) return 0;
  memcpy(path, text.data, text.size);
  path[text.size] = 0;
  *ret_path = path;
  return 1;
}

static int read_texts(node_reader *reader, napi_value value, const sotto_text **ret_texts) {
  bool is_array = false;
  uint32_t count = 0;
  napi_is_array(reader->env, value, &is_array);
  if (!is_array || napi_get_array_length(reader->env, value, &count) != napi_ok) return 0;
  sotto_text *texts = node_arena_take(reader->arena, ((size_t)count + 1) * sizeof *texts);
  if (!texts) return 0;
  for (uint32_t i = 0; i < count; i++) {
    napi_value element = NULL;
    if (napi_get_element(reader->env, value, i, &element) != napi_ok ||
        !read_text(reader, element, &texts[i]))
      return 0;
  }
  *ret_texts = texts;
  memcpy((char *)ret_texts + sizeof texts, &(size_t){count}, sizeof(size_t));
  return 1;
}

/* Bytes of a Uint8Array (a Buffer is one), as they are now: the caller copies at once. */
static const uint8_t *view_bytes(napi_env env, napi_value value, size_t *ret_size) {
  napi_typedarray_type type;
  bool is_array = false;
  void *data = NULL;
  napi_is_typedarray(env, value, &is_array);
  if (!is_array) return NULL;
  if (napi_get_typedarray_info(env, value, &type, ret_size, &data, NULL, NULL) != napi_ok ||
      type != napi_uint8_array)
    return NULL;
  return data ? data : (const uint8_t *)"";
}

static int read_bytes(node_reader *reader, const node_field *field, napi_value value, void *at) {
  size_t size = 0;
  const uint8_t *data = view_bytes(reader->env, value, &size);
  if (!data) return refuse(reader, field, "a Uint8Array");
  if (field->kind == NODE_BYTES) {
    sotto_bytes bytes = {node_arena_copy(reader->arena, data, size), size};
    memcpy(at, &bytes, sizeof bytes);
    return bytes.data ? 1 : refuse(reader, field, "smaller: there is no memory for it");
  }
  if (size != field->size) return refuse(reader, field, "a Uint8Array of its exact size");
  if (field->kind == NODE_EXACT)
    memcpy(at, data, size);
  else
    *(const uint8_t **)at = node_arena_copy(reader->arena, data, size);
  return 1;
}

static int read_id(node_reader *reader, const node_field *field, napi_value value, uint64_t *ret) {
  bool lossless = true;
  double number = 0;
  if (type_of(reader->env, value) == napi_bigint) {
    napi_get_value_bigint_uint64(reader->env, value, ret, &lossless);
    return lossless ? 1 : refuse(reader, field, "a bigint of 64 bits, not negative");
  }
  napi_get_value_double(reader->env, value, &number);
  if (!(number >= 0 && number <= EXACT_MOST) || number != (double)(uint64_t)number)
    return refuse(reader, field, "a bigint, or a whole number that is not negative");
  *ret = (uint64_t)number;
  return 1;
}

static double least_of(node_kind kind) {
  if (kind == NODE_I32) return INT32_MIN;
  return kind == NODE_I64 ? -EXACT_MOST : 0;
}

static double most_of(node_kind kind) {
  if (kind == NODE_U32) return UINT32_MAX;
  return kind == NODE_I32 ? INT32_MAX : EXACT_MOST;
}

static int read_whole(node_reader *reader, const node_field *field, double number, void *at) {
  const double least = least_of(field->kind);
  if (!(number >= least && number <= most_of(field->kind)) || number != (double)(int64_t)number)
    return refuse(reader, field, least < 0 ? "a whole number" : "a whole number from 0 on");
  if (field->kind == NODE_U32)
    *(uint32_t *)at = (uint32_t)number;
  else if (field->kind == NODE_I32)
    *(int32_t *)at = (int32_t)number;
  else
    *(int64_t *)at = (int64_t)number;
  return 1;
}

static int read_number(node_reader *reader, const node_field *field, napi_value value, void *at) {
  double number = 0;
  if (field->kind == NODE_ID) return read_id(reader, field, value, at);
  if (napi_get_value_double(reader->env, value, &number) != napi_ok)
    return refuse(reader, field, "a number");
  if (field->kind != NODE_F64) return read_whole(reader, field, number, at);
  *(double *)at = number;
  return number == number ? 1 : refuse(reader, field, "a number");
}

static int read_yes(node_reader *reader, const node_field *field, napi_value value, void *at) {
  bool yes = false;
  if (napi_get_value_bool(reader->env, value, &yes) != napi_ok)
    return refuse(reader, field, "true or false");
  *(uint32_t *)at = yes;
  return 1;
}

static int read_string(node_reader *reader, const node_field *field, napi_value value, void *at) {
  if (field->kind == NODE_TEXT)
    return read_text(reader, value, at) ? 1 : refuse(reader, field, "a string");
  if (field->kind == NODE_PATH)
    return read_path(reader, value, at) ? 1 : refuse(reader, field, "a string without a zero byte");
  return read_texts(reader, value, at) ? 1 : refuse(reader, field, "an array of strings");
}

static int read_field(node_reader *reader, const node_field *field, napi_value value, void *at) {
  switch (field->kind) {
  case NODE_TEXT:
  case NODE_PATH:
  case NODE_TEXTS: return read_string(reader, field, value, at);
  case NODE_BYTES:
  case NODE_EXACT:
  case NODE_KEY: return read_bytes(reader, field, value, at);
  case NODE_YES: return read_yes(reader, field, value, at);
  default: return read_number(reader, field, value, at);
  }
}

int node_shape_read(node_reader *reader, const node_shape *shape, const napi_value *values,
                    void *ret_struct) {
  for (size_t i = 0; i < shape->count; i++) {
    const napi_valuetype type = type_of(reader->env, values[i]);
    char *at = (char *)ret_struct + shape->fields[i].offset;
    if (type == napi_undefined || type == napi_null) continue;
    if (!read_field(reader, &shape->fields[i], values[i], at)) return 0;
  }
  return 1;
}
