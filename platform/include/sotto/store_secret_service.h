/**
 * @file store_secret_service.h
 * A key store in the desktop's keyring: the freedesktop Secret Service (GNOME Keyring, KWallet,
 * KeePassXC), through libsecret. Link with sotto_secret_service (pkg-config of that name).
 *
 * Secret and anchor are two items of the person's default collection, found by the application's
 * and the profile's name. Both travel only inside an encrypted session of the service: one that
 * offers none is refused (#SOTTO_E_PORT), before a secret is sent or asked for. There is no
 * fallback to any file. Every program of the same person can read an unlocked keyring, and the
 * service keeps it in a file of its own, so how well an old secret goes is that file's matter.
 *
 * What the functions of the port answer, besides #SOTTO_OK and #SOTTO_E_MISSING:
 * - #SOTTO_E_KEY_LOCKED: the collection is locked, and the person was not asked.
 * - #SOTTO_E_KEY_DENIED: the person was asked and declined, or the bus does not allow it.
 * - #SOTTO_E_KEY_SLOW: no answer within `wait_ms` (`ask_ms` while the person is asked). A change
 *   may or may not have been made; the library finds out at the next open.
 * - #SOTTO_E_READ_ONLY: there is no default collection to keep a secret in.
 * - #SOTTO_E_CORRUPT: the item is there and is not what this store wrote.
 * - #SOTTO_E_ROLLBACK: an anchor below the one that is kept was not written.
 * - #SOTTO_E_PORT: no session bus, no service on it, or it failed.
 *
 * Each call makes its own connection to the bus and ends it: the host needs no main loop, its own
 * GLib state is left alone, any thread may call, and a keyring that was restarted is found again.
 * GLib keeps a worker thread of its own in the process from the first call on.
 */
#ifndef SOTTO_STORE_SECRET_SERVICE_H
#define SOTTO_STORE_SECRET_SERVICE_H

#include <sotto/port.h>

SOTTO_BEGIN

/** Bits of sotto_store_secret_service.flags. */
enum {
  SOTTO_SECRET_SERVICE_MAY_ASK = 1u /**< The service may show its dialog to unlock the keyring. */
};

/** Which items; owned by the caller, at the same address while a handle uses the port. */
typedef struct sotto_store_secret_service {
  uint32_t struct_size;    /**< Set by sotto_store_secret_service_init(). */
  uint32_t flags;          /**< SOTTO_SECRET_SERVICE_… bits; 0 after init: nobody is asked. */
  uint32_t wait_ms;        /**< Longest wait of one call; 5,000 after init. */
  uint32_t ask_ms;         /**< Longest wait while the person is asked; 120,000 after init. */
  const char *application; /**< The application's id, such as "org.example.shop"; outlives the
                              handle. */
  const char *profile;     /**< Which of its profiles, such as "ana"; must outlive the handle. */
} sotto_store_secret_service;

/**
 * Makes a port over the items of `application` and `profile` (each 1 to 255 bytes of UTF-8, no
 * control characters), with the system's clock and file mapping. Connects to nothing yet; flags and
 * waits may be changed until the port is used. #SOTTO_E_ARGUMENT. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status
sotto_store_secret_service_init(sotto_store_secret_service *ret_store, const char *application,
                                const char *profile, sotto_port *ret_port);

SOTTO_END

#endif
