/*
 * A port around a real store whose n-th call fails: before the store does it, after it did it, or
 * after it did it and with a store that stays silent until it is told to speak again.
 */
#ifndef STORE_FAILING_PORT_H
#define STORE_FAILING_PORT_H

#include <sotto/port.h>

typedef enum failing_how { FAILS_BEFORE, FAILS_AFTER, FAILS_SILENT, FAILING_HOWS } failing_how;

typedef struct failing_port {
  sotto_port real;
  int calls;
  int fail_at; /* 0: never */
  failing_how how;
  int failed; /* the failure has happened */
  int silent; /* every call fails */
} failing_port;

/** Wraps a port; `*ret_failing` must outlive the handle. */
void failing_port_init(failing_port *ret_failing, const sotto_port *real, sotto_port *ret_port);

#endif
