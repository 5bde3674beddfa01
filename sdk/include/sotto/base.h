/**
 * @file base.h
 * What every other header needs: status codes, text and bytes by pointer and size, linkage macros.
 *
 * Conventions of the whole interface:
 * - A call that can fail returns a #sotto_status; 0 is success, negative says why not. Outputs come
 *   last, are named `ret_…` (or `inout_…`) and stay untouched on failure unless said otherwise.
 * - Text is UTF-8, pointer and size, never terminated and never owned by a struct.
 * - Structs begin with `struct_size`, filled by their `_init` function; one that is smaller than
 *   this library's is #SOTTO_E_ARGUMENT.
 * - Times are `_ms` since 1970 UTC. Money is in `_minor` units of the pack's currency.
 *   Privacy cost is in `_micro` units of epsilon.
 * - "Cost: memory" never touches the disk and is safe on a user-interface thread; "Cost: disk" may
 *   wait for the disk; "Cost: heavy" rewrites files or derives keys.
 * - Any thread may call with any handle; one lock guards each handle. A call made from inside a
 *   visitor or port function on the same handle returns #SOTTO_E_BUSY. In a forked child a handle
 *   of the parent answers #SOTTO_E_STATE; sotto_close() there frees memory and writes nothing.
 */
#ifndef SOTTO_BASE_H
#define SOTTO_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
/** Opens a block of C declarations. */
# define SOTTO_BEGIN extern "C" {
/** Closes a block of C declarations. */
# define SOTTO_END }
#else
/** Opens a block of C declarations. */
# define SOTTO_BEGIN
/** Closes a block of C declarations. */
# define SOTTO_END
#endif

#if defined(SOTTO_STATIC)
/** Marks a public function. */
# define SOTTO_API
#elif defined(_WIN32)
# ifdef SOTTO_BUILD
/** Marks a public function. */
#  define SOTTO_API __declspec(dllexport)
# else
/** Marks a public function. */
#  define SOTTO_API __declspec(dllimport)
# endif
#else
/** Marks a public function. */
# define SOTTO_API __attribute__((visibility("default")))
#endif

#if defined(__GNUC__)
/** The result must be looked at. */
# define SOTTO_CHECKED __attribute__((warn_unused_result))
#else
/** The result must be looked at. */
# define SOTTO_CHECKED
#endif

/** Version of this interface: major * 10000 + minor * 100 + patch. */
#define SOTTO_VERSION 100u

SOTTO_BEGIN

/** Outcome of a call: zero is success, a negative code says why not. */
typedef int32_t sotto_status;

/** The status codes. Each means one thing and is never softened into another. */
enum {
  SOTTO_OK = 0,           /**< Done. */
  SOTTO_E_ARGUMENT = -1,  /**< The caller passed something this call does not take. */
  SOTTO_E_STATE = -2,     /**< Not possible now (no pack, closed, paused). */
  SOTTO_E_MEMORY = -3,    /**< An allocation failed; nothing changed. */
  SOTTO_E_SPACE = -4,     /**< The caller's buffer is too small; the needed size was returned. */
  SOTTO_E_MISSING = -5,   /**< What was asked for does not exist. */
  SOTTO_E_DENIED = -6,    /**< Consent does not allow it. */
  SOTTO_E_BUDGET = -7,    /**< The budget ledger does not allow it. */
  SOTTO_E_LIMIT = -8,     /**< Larger than a stated limit. */
  SOTTO_E_KEY_WRONG = -9, /**< The key store's secret is not the one this profile was made with. */
  SOTTO_E_KEY_LOST = -10, /**< The key store holds no secret for this profile. */
  SOTTO_E_KEY_LOCKED = -11, /**< The key store is locked; try again when it is not. */
  SOTTO_E_TAMPERED = -12,   /**< Authentic once, changed since: a tag, signature or chain fails. */
  SOTTO_E_CORRUPT = -13,    /**< Damaged: a checksum or structure fails. */
  SOTTO_E_FORMAT = -14,     /**< Not this format at all, or a version this library does not know. */
  SOTTO_E_NO_CIPHER = -15,  /**< The SQLite in this process cannot encrypt; nothing was stored. */
  SOTTO_E_DISK_FULL = -16,  /**< No space left; nothing was half-written. */
  SOTTO_E_READ_ONLY = -17,  /**< The place cannot be written. */
  SOTTO_E_STORAGE = -18,    /**< The disk or file system failed otherwise. */
  SOTTO_E_PORT = -19,       /**< A function the host lent failed or broke its contract. */
  SOTTO_E_BUSY = -20,       /**< Another handle or call holds this profile. */
  SOTTO_E_EXPIRED = -21,    /**< Past its expiry (pack, report, question). */
  SOTTO_E_ROLLBACK = -22,   /**< Older than what is already trusted here. */
  SOTTO_E_UNTRUSTED = -23,  /**< Signed by a key this host does not trust. */
  SOTTO_E_EVENT_NAME = -24, /**< The event's name or type is unknown. */
  SOTTO_E_EVENT_ITEM = -25, /**< The event's item is absent, too long or not UTF-8. */
  SOTTO_E_EVENT_TIME = -26, /**< The event's time is before 2000 or over a day ahead. */
  SOTTO_E_EVENT_AMOUNT =
      -27,                  /**< A quantity, price or count is negative, absurd or not a number. */
  SOTTO_E_EVENT_TEXT = -28, /**< A text field is too long or not UTF-8. */
  SOTTO_E_JSON = -29,       /**< Not JSON, or not of the documented shape. */
  SOTTO_E_INTERNAL = -30,   /**< A check inside the library failed; please report it. */
  SOTTO_E_UNLISTED = -31,   /**< The pack is not in the brand's public list. */
  SOTTO_E_KEY_DENIED = -32, /**< The person or the system refused the use of the key store. */
  SOTTO_E_KEY_SLOW = -33    /**< The key store did not answer in time; try again later. */
};

/** UTF-8 text: not owned, not terminated. */
typedef struct sotto_text {
  const char *data; /**< First byte; may be NULL when size is 0. */
  size_t size;      /**< Bytes. */
} sotto_text;

/** Bytes: not owned. */
typedef struct sotto_bytes {
  const uint8_t *data; /**< First byte; may be NULL when size is 0. */
  size_t size;         /**< Bytes. */
} sotto_bytes;

/** Gives the library's version as text, such as "0.1.0". Static storage. Cost: memory. */
SOTTO_API const char *sotto_version(void);

/** Gives the symbolic name of a status, such as "SOTTO_E_BUDGET". Static storage. Cost: memory. */
SOTTO_API const char *sotto_status_name(sotto_status status);

/** Gives one plain English sentence for a status. Static storage. Cost: memory. */
SOTTO_API const char *sotto_status_text(sotto_status status);

SOTTO_END

#endif
