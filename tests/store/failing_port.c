/*
 * Every key call goes through one gate that decides whether it fails. See failing_port.h.
 */
#include "failing_port.h"

/* The gate: 1 where the real store is to be called. */
static int enter(failing_port *port) {
  port->calls++;
  if (port->silent) return 0;
  return port->calls != port->fail_at || port->how != FAILS_BEFORE;
}

static sotto_status leave(failing_port *port, int did, sotto_status status) {
  if (port->silent) return SOTTO_E_KEY_LOCKED;
  if (port->calls != port->fail_at) return status;
  port->failed = 1;
  port->silent = port->how == FAILS_SILENT;
  return did ? SOTTO_E_STORAGE : SOTTO_E_KEY_LOCKED;
}

static sotto_status load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  failing_port *port = context;
  const int enters = enter(port);
  return leave(port, enters, enters ? port->real.key_load(port->real.context, ret_key) : 0);
}

static sotto_status store(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  failing_port *port = context;
  const int enters = enter(port);
  return leave(port, enters, enters ? port->real.key_store(port->real.context, key) : 0);
}

static sotto_status wipe(void *context) {
  failing_port *port = context;
  const int enters = enter(port);
  return leave(port, enters, enters ? port->real.key_wipe(port->real.context) : 0);
}

static sotto_status words(void *context, uint8_t *ret_bytes, size_t *inout_size) {
  failing_port *port = context;
  const int enters = enter(port);
  return leave(port, enters,
               enters ? port->real.passphrase(port->real.context, ret_bytes, inout_size) : 0);
}

static sotto_status anchor_load(void *context, sotto_anchor *ret_anchor) {
  failing_port *port = context;
  const int enters = enter(port);
  return leave(port, enters, enters ? port->real.anchor_load(port->real.context, ret_anchor) : 0);
}

static sotto_status anchor_advance(void *context, const sotto_anchor *anchor) {
  failing_port *port = context;
  const int enters = enter(port);
  return leave(port, enters, enters ? port->real.anchor_advance(port->real.context, anchor) : 0);
}

static sotto_status now(void *context, int64_t *ret_unix_ms) {
  failing_port *port = context;
  return port->real.clock_now(port->real.context, ret_unix_ms);
}

void failing_port_init(failing_port *ret_failing, const sotto_port *real, sotto_port *ret_port) {
  *ret_failing = (failing_port){.real = *real};
  *ret_port = *real; /* the file mapping takes no context */
  ret_port->context = ret_failing;
  ret_port->clock_now = now;
  if (real->key_load) ret_port->key_load = load;
  if (real->key_store) ret_port->key_store = store;
  if (real->key_wipe) ret_port->key_wipe = wipe;
  if (real->passphrase) ret_port->passphrase = words;
  if (real->anchor_load) ret_port->anchor_load = anchor_load;
  if (real->anchor_advance) ret_port->anchor_advance = anchor_advance;
}
