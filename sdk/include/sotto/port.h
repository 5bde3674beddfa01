/**
 * @file port.h
 * What the host device lends to the library: a clock, a key store, a file mapping, a log.
 *
 * The library defines the port; the host (or a ready-made store in platform/) implements it. The
 * library calls port functions only from inside a call the host made, on that thread, with the
 * handle's lock held: a port function must not call back into the same handle.
 */
#ifndef SOTTO_PORT_H
#define SOTTO_PORT_H

#include <sotto/base.h>

SOTTO_BEGIN

/** Bytes in a key store secret. */
#define SOTTO_KEY_SIZE 32
/** Bytes in a digest (BLAKE2b-256). */
#define SOTTO_DIGEST_SIZE 32
/** Bytes in the stamp of a file. */
#define SOTTO_STAMP_SIZE 32

/**
 * What must survive outside the profile so that restoring an old copy gains nothing. Kept by a key
 * store slot or TPM NV index; advanced before any randomness is drawn. Holds no personal data.
 */
typedef struct sotto_anchor {
  uint32_t struct_size;                  /**< sizeof(sotto_anchor). */
  uint32_t epoch;                        /**< Last epoch (UTC week) an answer was charged in. */
  uint64_t epsilon_micro;                /**< Total epsilon charged so far. */
  uint64_t delta_2p60;                   /**< Total delta charged so far, in units of 2^-60. */
  uint64_t epsilon0_micro;               /**< Total local epsilon of split answers so far. */
  uint64_t generation;                   /**< Generation of the head file. */
  uint64_t audit_count;                  /**< Rows in the audit log. */
  uint8_t audit_hash[SOTTO_DIGEST_SIZE]; /**< Hash of its last row. */
} sotto_anchor;

/** How well a key store deletes: printed in the receipt of an erase. */
typedef uint32_t sotto_strength;
/** The strengths of a key store. */
enum {
  SOTTO_STRENGTH_FILE = 1, /**< The secret is a file: deletion is as good as the file system's. */
  SOTTO_STRENGTH_SERVICE = 2,   /**< A keyring service whose storage is itself a file. */
  SOTTO_STRENGTH_HARDWARE = 3,  /**< A chip that really forgets. */
  SOTTO_STRENGTH_MEMORY = 4,    /**< Never stored. */
  SOTTO_STRENGTH_PASSPHRASE = 5 /**< Nothing stored: derived from what the person types. */
};

/**
 * The functions a host lends. Copied by sotto_open(); `context` must live until sotto_close().
 * Either the three key functions or `passphrase` must be set. NULL is allowed where said.
 */
typedef struct sotto_port {
  uint32_t struct_size;    /**< Set by sotto_port_init(). */
  sotto_strength strength; /**< How well this store deletes. */
  const char *store_name;  /**< Short name for receipts, such as "tpm2"; must outlive the handle. */
  void *context;           /**< Passed to every function. */
  /** Gives the wall clock. */
  sotto_status (*clock_now)(void *context, int64_t *ret_unix_ms);
  /**
   * Gives the secret; #SOTTO_E_MISSING where none was stored. What else the three key functions and
   * the two of the anchor answer reaches the host as it is where it is one of #SOTTO_E_KEY_LOCKED,
   * #SOTTO_E_KEY_DENIED, #SOTTO_E_KEY_SLOW, #SOTTO_E_KEY_WRONG, #SOTTO_E_TAMPERED,
   * #SOTTO_E_CORRUPT, #SOTTO_E_ROLLBACK, #SOTTO_E_DISK_FULL and #SOTTO_E_READ_ONLY, and as
   * #SOTTO_E_PORT otherwise.
   */
  sotto_status (*key_load)(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]);
  /**
   * Stores or atomically replaces the secret. One store holds the secret of one profile: a forget
   * or an erase of another profile over the same store makes this one unreadable for good.
   */
  sotto_status (*key_store)(void *context, const uint8_t key[SOTTO_KEY_SIZE]);
  /** Destroys the secret; success where there was none. */
  sotto_status (*key_wipe)(void *context);
  /** Gives the passphrase bytes instead of a secret (1 to 1024 bytes). May be NULL. */
  sotto_status (*passphrase)(void *context, uint8_t *ret_bytes, size_t *inout_size);
  /** Gives the anchor; #SOTTO_E_MISSING where none was stored. NULL: this store has no anchor. */
  sotto_status (*anchor_load)(void *context, sotto_anchor *ret_anchor);
  /** Durably replaces the anchor. NULL exactly when `anchor_load` is. */
  sotto_status (*anchor_advance)(void *context, const sotto_anchor *anchor);
  /** Maps a whole file for reading. NULL: the library reads it into memory instead. */
  sotto_status (*file_map)(void *context, const char *path, sotto_bytes *ret_bytes);
  /** Ends a mapping made by `file_map`. */
  void (*file_unmap)(void *context, sotto_bytes bytes);
  /**
   * Told that the bytes, from the start of a mapping on, will not be read soon, so that their
   * memory may go; read again, they must be the same. NULL: the memory stays.
   */
  void (*file_trim)(void *context, sotto_bytes bytes);
  /** Takes one line for the developer; never personal data. May be NULL. */
  void (*log)(void *context, int32_t level, const char *line);
  /**
   * As `file_map`, and gives a stamp of the very file that was mapped: bytes that are others after
   * every change of its content, whoever makes it. While a pack's stamp is that of the file that
   * was checked in full at most a week ago, its first use after an open does not check it again.
   * All zero: the system does not vouch for the file. May wait a moment until the file's latest
   * change is past. NULL: `file_map` serves, and each open checks.
   * Not called where `file_map` is NULL.
   */
  sotto_status (*file_map_stamped)(void *context, const char *path, sotto_bytes *ret_bytes,
                                   uint8_t ret_stamp[SOTTO_STAMP_SIZE]);
  /**
   * Memory that deriving a key from `passphrase` takes (Argon2id), in KiB, 7168 to 1,048,576; 0:
   * 19,456. A profile keeps what it was made or last rotated with.
   */
  uint32_t passphrase_kib;
  /**
   * Passes over that memory, 1 to 10; 0: 2. Memory times passes is at least 35,840 (five passes
   * over the least memory): #SOTTO_E_LIMIT where a profile would be made with less.
   */
  uint32_t passphrase_passes;
} sotto_port;

/** Fills a port with its size and nothing else. Cost: memory. */
SOTTO_API void sotto_port_init(sotto_port *ret_port);

SOTTO_END

#endif
