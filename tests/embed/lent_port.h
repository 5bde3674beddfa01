/*
 * The smallest port an embedding host can lend: a key kept in this process's memory and the
 * machine's clock. Compiles as C and as C++. Not for products: the key dies with the process.
 */
#ifndef EMBED_LENT_PORT_H
#define EMBED_LENT_PORT_H

#include <sotto/sotto.h>
#include <string.h>
#include <time.h>

/* A secret that was or was not stored. */
struct lent_key {
  uint8_t bytes[SOTTO_KEY_SIZE];
  int present;
};

static sotto_status lent_clock(void *context, int64_t *ret_unix_ms) {
  (void)context;
  *ret_unix_ms = (int64_t)time(NULL) * 1000;
  return SOTTO_OK;
}

static sotto_status lent_load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  const struct lent_key *key = (const struct lent_key *)context;
  if (!key->present) return SOTTO_E_MISSING;
  memcpy(ret_key, key->bytes, SOTTO_KEY_SIZE);
  return SOTTO_OK;
}

static sotto_status lent_store(void *context, const uint8_t bytes[SOTTO_KEY_SIZE]) {
  struct lent_key *key = (struct lent_key *)context;
  memcpy(key->bytes, bytes, SOTTO_KEY_SIZE);
  key->present = 1;
  return SOTTO_OK;
}

static sotto_status lent_wipe(void *context) {
  memset(context, 0, sizeof(struct lent_key));
  return SOTTO_OK;
}

static inline void lent_port_init(sotto_port *ret_port, struct lent_key *key) {
  sotto_port_init(ret_port);
  ret_port->strength = SOTTO_STRENGTH_MEMORY;
  ret_port->store_name = "embed";
  ret_port->context = key;
  ret_port->clock_now = lent_clock;
  ret_port->key_load = lent_load;
  ret_port->key_store = lent_store;
  ret_port->key_wipe = lent_wipe;
}

#endif
