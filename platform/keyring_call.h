/*
 * One conversation with the Secret Service: a connection of its own, an encrypted session, and
 * steps that are each awaited until a moment. What is started here is ended here, so a host's main
 * loop, its shared bus connection and libsecret's shared service are never touched.
 */
#ifndef PLATFORM_KEYRING_CALL_H
#define PLATFORM_KEYRING_CALL_H

#include <libsecret/secret.h>
#include <sotto/base.h>

typedef struct keyring_call {
  GMainContext *context;
  GCancellable *cancellable;
  GSource *timer;
  GDBusConnection *connection;
  SecretService *service;
  GAsyncResult *result; /* of the step that was awaited last */
  GError *error;        /* of the step that failed */
  int timed_out;
} keyring_call;

/** Begins; keyring_call_end() must follow whatever this gives. PORT, KEY_SLOW, KEY_DENIED. */
SOTTO_CHECKED sotto_status keyring_call_begin(keyring_call *ret_call, uint32_t wait_ms);
/** Starts the clock of the call anew. */
void keyring_call_extend(keyring_call *call, uint32_t wait_ms);
void keyring_call_end(keyring_call *call);

/** The callback of every step. */
void keyring_call_done(GObject *source, GAsyncResult *result, gpointer call);
/** Waits for the step that was started with keyring_call_done(); its result, for the _finish. */
GAsyncResult *keyring_call_await(keyring_call *call);
/** What `call->error` means; #SOTTO_E_PORT where there is none. */
SOTTO_CHECKED sotto_status keyring_call_status(const keyring_call *call);

#endif
