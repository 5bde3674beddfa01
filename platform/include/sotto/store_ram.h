/**
 * @file store_ram.h
 * A key store in this process's memory, with an anchor and a clock that can be set.
 *
 * For visitor profiles that must not outlive the process, and for tests. The secret stands in the
 * caller's struct, unguarded; it dies with the process, and every profile made with it becomes
 * unreadable then. As its anchor dies too, it protects no budget across a restart.
 */
#ifndef SOTTO_STORE_RAM_H
#define SOTTO_STORE_RAM_H

#include <sotto/port.h>

SOTTO_BEGIN

/** The store's memory; owned by the caller, at the same address while a handle uses the port. */
typedef struct sotto_store_ram {
  uint32_t struct_size;        /**< Set by sotto_store_ram_init(). */
  uint32_t has_key;            /**< 1: `key` holds a secret. */
  uint32_t has_anchor;         /**< 1: `anchor` was stored. */
  uint32_t locked;             /**< Not 0: every key call answers #SOTTO_E_KEY_LOCKED. */
  int64_t now_ms;              /**< The clock; 0: the system's. */
  uint8_t key[SOTTO_KEY_SIZE]; /**< The secret. */
  sotto_anchor anchor;         /**< What must survive outside the profile. */
} sotto_store_ram;

/**
 * Makes an empty store and a port over it: key, anchor, clock and file mapping. Set
 * `ret_port->anchor_load` and `anchor_advance` to NULL for a store without an anchor.
 * Cost: memory.
 */
SOTTO_API void sotto_store_ram_init(sotto_store_ram *ret_store, sotto_port *ret_port);

SOTTO_END

#endif
