/*
 * GLib's asynchronous calls, awaited one at a time on a context that only this thread runs. The
 * shared connection of g_bus_get() is not used: when its bus goes it ends the host's process.
 */
#include "keyring_call.h"

#include <string.h>

static gboolean out_of_time(gpointer data) {
  keyring_call *call = data;
  call->timed_out = 1;
  g_cancellable_cancel(call->cancellable);
  return G_SOURCE_REMOVE;
}

void keyring_call_extend(keyring_call *call, uint32_t wait_ms) {
  if (call->timer) {
    g_source_destroy(call->timer);
    g_source_unref(call->timer);
  }
  call->timer = g_timeout_source_new(wait_ms);
  g_source_set_callback(call->timer, out_of_time, call, NULL);
  g_source_attach(call->timer, call->context);
}

void keyring_call_done(GObject *source, GAsyncResult *result, gpointer data) {
  keyring_call *call = data;
  (void)source;
  call->result = g_object_ref(result);
}

GAsyncResult *keyring_call_await(keyring_call *call) {
  g_clear_object(&call->result);
  while (!call->result) g_main_context_iteration(call->context, TRUE);
  return call->result;
}

static int is_bus(const GError *error, GDBusError code) {
  return g_error_matches(error, G_DBUS_ERROR, (gint)code);
}

sotto_status keyring_call_status(const keyring_call *call) {
  const GError *error = call->error;
  if (call->timed_out) return SOTTO_E_KEY_SLOW;
  if (is_bus(error, G_DBUS_ERROR_TIMEOUT) || is_bus(error, G_DBUS_ERROR_TIMED_OUT) ||
      g_error_matches(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return SOTTO_E_KEY_SLOW;
  if (g_error_matches(error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)) return SOTTO_E_KEY_LOCKED;
  return is_bus(error, G_DBUS_ERROR_ACCESS_DENIED) ? SOTTO_E_KEY_DENIED : SOTTO_E_PORT;
}

/* GLib would start a bus where there is none; a key store must not start programs. */
static char *bus_address(void) {
  const char *named = g_getenv("DBUS_SESSION_BUS_ADDRESS");
  if (named && named[0]) return g_strdup(named);
  char *path = g_build_filename(g_get_user_runtime_dir(), "bus", NULL);
  char *escaped = g_dbus_address_escape_value(path);
  char *address =
      g_file_test(path, G_FILE_TEST_EXISTS) ? g_strconcat("unix:path=", escaped, NULL) : NULL;
  g_free(escaped);
  g_free(path);
  return address;
}

static sotto_status connect_bus(keyring_call *call) {
  char *address = bus_address();
  if (!address) return SOTTO_E_PORT;
  g_dbus_connection_new_for_address(address,
                                    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                        G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                    NULL, call->cancellable, keyring_call_done, call);
  g_free(address);
  call->connection =
      g_dbus_connection_new_for_address_finish(keyring_call_await(call), &call->error);
  return call->connection ? SOTTO_OK : keyring_call_status(call);
}

/* libsecret's constructor names the service and asks for the shared connection of the bus, whatever
 * is passed. */
static GObject *construct(GType type, guint count, GObjectConstructParam *properties) {
  GObject *object =
      G_OBJECT_CLASS(g_type_class_peek(SECRET_TYPE_SERVICE))->constructor(type, count, properties);
  g_object_set(object, "g-bus-type", G_BUS_TYPE_NONE, NULL);
  return object;
}

static void set_up_class(gpointer made, gpointer data) {
  (void)data;
  G_OBJECT_CLASS(made)->constructor = construct;
}

/* A SecretService over a connection of one's own. */
static GType service_type(void) {
  static gsize type;
  if (g_once_init_enter(&type))
    g_once_init_leave(&type,
                      g_type_register_static_simple(SECRET_TYPE_SERVICE, "SottoSecretService",
                                                    sizeof(SecretServiceClass), set_up_class,
                                                    sizeof(SecretService), NULL, 0));
  return type;
}

/* libsecret falls back to a session in the clear where the service offers no other. */
static sotto_status open_session(keyring_call *call) {
  g_async_initable_new_async(service_type(), G_PRIORITY_DEFAULT, call->cancellable,
                             keyring_call_done, call, "g-connection", call->connection, "flags",
                             SECRET_SERVICE_OPEN_SESSION, NULL);
  GAsyncResult *result = keyring_call_await(call);
  GObject *source = g_async_result_get_source_object(result);
  GObject *service = g_async_initable_new_finish(G_ASYNC_INITABLE(source), result, &call->error);
  g_object_unref(source);
  if (!service) return keyring_call_status(call);
  call->service = SECRET_SERVICE(service);
  const char *algorithms = secret_service_get_session_algorithms(call->service);
  return algorithms && strncmp(algorithms, "dh-", 3) == 0 ? SOTTO_OK : SOTTO_E_PORT;
}

sotto_status keyring_call_begin(keyring_call *ret_call, uint32_t wait_ms) {
  *ret_call = (keyring_call){.context = g_main_context_new(), .cancellable = g_cancellable_new()};
  g_main_context_push_thread_default(ret_call->context);
  keyring_call_extend(ret_call, wait_ms);
  const sotto_status status = connect_bus(ret_call);
  return status ? status : open_session(ret_call);
}

void keyring_call_end(keyring_call *call) {
  g_clear_object(&call->result);
  g_clear_object(&call->service);
  if (call->connection) {
    g_dbus_connection_close(call->connection, NULL, keyring_call_done, call);
    keyring_call_await(call);
    g_clear_object(&call->result);
  }
  g_clear_object(&call->connection);
  g_clear_error(&call->error);
  g_source_destroy(call->timer);
  g_source_unref(call->timer);
  while (g_main_context_iteration(call->context, FALSE)) continue;
  g_main_context_pop_thread_default(call->context);
  g_main_context_unref(call->context);
  g_object_unref(call->cancellable);
}
