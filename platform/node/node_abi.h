/*
 * The part of Node-API (version 8) that the addon uses, declared here so that it builds with a C
 * compiler alone: Debian's nodejs brings no header, and libnode-dev cannot stand beside every Node.
 *
 * Node-API is stable by promise (nodejs.org/api/n-api.html, "ABI stability"): a function once given
 * keeps its name, arguments and numbers. tests/node/abi_check.py compiles this file together with
 * the real node_api.h where there is one and compares every function, number and size; elsewhere
 * the addon is run against the real node. Node-API version 8 is in Node 12.22, 14.17, 15.12 and all
 * later ones, and in Electron from 15 on.
 */
#ifndef NODE_ABI_H
#define NODE_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The version the addon asks for. */
#define NODE_ABI_VERSION 8

#ifndef SRC_NODE_API_H_ /* where the real header came first, its types are taken and compared */
typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_ref__ *napi_ref;
typedef struct napi_handle_scope__ *napi_handle_scope;
typedef struct napi_callback_info__ *napi_callback_info;
typedef struct napi_deferred__ *napi_deferred;
typedef struct napi_async_work__ *napi_async_work;
typedef struct napi_threadsafe_function__ *napi_threadsafe_function;

typedef enum { napi_ok = 0, napi_cannot_run_js = 23 } napi_status;

typedef enum {
  napi_undefined = 0,
  napi_null = 1,
  napi_boolean = 2,
  napi_number = 3,
  napi_string = 4,
  napi_symbol = 5,
  napi_object = 6,
  napi_function = 7,
  napi_external = 8,
  napi_bigint = 9
} napi_valuetype;

typedef enum { napi_uint8_array = 1, napi_float64_array = 8 } napi_typedarray_type;
typedef enum { napi_tsfn_release = 0, napi_tsfn_abort = 1 } napi_threadsafe_function_release_mode;
typedef enum {
  napi_tsfn_nonblocking = 0,
  napi_tsfn_blocking = 1
} napi_threadsafe_function_call_mode;

typedef struct {
  uint64_t lower;
  uint64_t upper;
} napi_type_tag;

typedef napi_value (*napi_callback)(napi_env env, napi_callback_info info);
typedef void (*napi_finalize)(napi_env env, void *data, void *hint);
typedef void (*napi_async_execute_callback)(napi_env env, void *data);
typedef void (*napi_async_complete_callback)(napi_env env, napi_status status, void *data);
typedef void (*napi_threadsafe_function_call_js)(napi_env env, napi_value function, void *context,
                                                 void *data);
#endif

/* Making values. */
napi_status napi_get_undefined(napi_env env, napi_value *result);
napi_status napi_create_object(napi_env env, napi_value *result);
napi_status napi_create_array_with_length(napi_env env, size_t length, napi_value *result);
napi_status napi_create_double(napi_env env, double value, napi_value *result);
napi_status napi_create_uint32(napi_env env, uint32_t value, napi_value *result);
napi_status napi_create_string_utf8(napi_env env, const char *text, size_t length,
                                    napi_value *result);
napi_status napi_create_buffer_copy(napi_env env, size_t length, const void *data,
                                    void **result_data, napi_value *result);
napi_status napi_create_function(napi_env env, const char *name, size_t length, napi_callback call,
                                 void *data, napi_value *result);
napi_status napi_create_external(napi_env env, void *data, napi_finalize finalize, void *hint,
                                 napi_value *result);
napi_status napi_type_tag_object(napi_env env, napi_value value, const napi_type_tag *tag);

/* Reading values. */
napi_status napi_typeof(napi_env env, napi_value value, napi_valuetype *result);
napi_status napi_get_value_double(napi_env env, napi_value value, double *result);
napi_status napi_get_value_bool(napi_env env, napi_value value, bool *result);
napi_status napi_get_value_bigint_uint64(napi_env env, napi_value value, uint64_t *result,
                                         bool *lossless);
napi_status napi_get_value_string_utf8(napi_env env, napi_value value, char *buffer, size_t size,
                                       size_t *result);
napi_status napi_get_value_external(napi_env env, napi_value value, void **result);
napi_status napi_check_object_type_tag(napi_env env, napi_value value, const napi_type_tag *tag,
                                       bool *result);
napi_status napi_is_array(napi_env env, napi_value value, bool *result);
napi_status napi_get_array_length(napi_env env, napi_value value, uint32_t *result);
napi_status napi_is_typedarray(napi_env env, napi_value value, bool *result);
napi_status napi_get_typedarray_info(napi_env env, napi_value array, napi_typedarray_type *type,
                                     size_t *length, void **data, napi_value *buffer,
                                     size_t *offset);

/* Objects and calls. */
napi_status napi_set_named_property(napi_env env, napi_value object, const char *name,
                                    napi_value value);
napi_status napi_get_named_property(napi_env env, napi_value object, const char *name,
                                    napi_value *result);
napi_status napi_set_element(napi_env env, napi_value object, uint32_t index, napi_value value);
napi_status napi_get_element(napi_env env, napi_value object, uint32_t index, napi_value *result);
napi_status napi_get_cb_info(napi_env env, napi_callback_info info, size_t *count,
                             napi_value *values, napi_value *self, void **data);
napi_status napi_call_function(napi_env env, napi_value self, napi_value function, size_t count,
                               const napi_value *values, napi_value *result);
napi_status napi_throw(napi_env env, napi_value error);
napi_status napi_is_exception_pending(napi_env env, bool *result);
napi_status napi_get_and_clear_last_exception(napi_env env, napi_value *result);

/* Lifetimes. */
napi_status napi_create_reference(napi_env env, napi_value value, uint32_t count, napi_ref *result);
napi_status napi_delete_reference(napi_env env, napi_ref reference);
napi_status napi_get_reference_value(napi_env env, napi_ref reference, napi_value *result);
napi_status napi_open_handle_scope(napi_env env, napi_handle_scope *result);
napi_status napi_close_handle_scope(napi_env env, napi_handle_scope scope);
napi_status napi_set_instance_data(napi_env env, void *data, napi_finalize finalize, void *hint);
napi_status napi_get_instance_data(napi_env env, void **data);

/* Promises and other threads. */
napi_status napi_create_promise(napi_env env, napi_deferred *deferred, napi_value *promise);
napi_status napi_resolve_deferred(napi_env env, napi_deferred deferred, napi_value value);
napi_status napi_reject_deferred(napi_env env, napi_deferred deferred, napi_value value);
napi_status napi_create_async_work(napi_env env, napi_value resource, napi_value name,
                                   napi_async_execute_callback execute,
                                   napi_async_complete_callback complete, void *data,
                                   napi_async_work *result);
napi_status napi_queue_async_work(napi_env env, napi_async_work work);
napi_status napi_delete_async_work(napi_env env, napi_async_work work);
napi_status napi_create_threadsafe_function(napi_env env, napi_value function, napi_value resource,
                                            napi_value name, size_t queue, size_t threads,
                                            void *finalize_data, napi_finalize finalize,
                                            void *context, napi_threadsafe_function_call_js call,
                                            napi_threadsafe_function *result);
napi_status napi_call_threadsafe_function(napi_threadsafe_function function, void *data,
                                          napi_threadsafe_function_call_mode mode);
napi_status napi_release_threadsafe_function(napi_threadsafe_function function,
                                             napi_threadsafe_function_release_mode mode);
napi_status napi_unref_threadsafe_function(napi_env env, napi_threadsafe_function function);

#endif
