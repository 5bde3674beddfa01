/**
 * @file store_tpm2.h
 * A key store in a TPM 2.0 chip, through libtss2. Link with sotto_tpm2 (pkg-config of that name).
 *
 * The secret is kept in two halves that open nothing alone: one sealed by the chip into a small
 * file (an ECC P-256 storage key of the owner hierarchy is its parent), one, fresh for each secret,
 * in an NV index of the chip. Whoever copies the file or the disk has nothing without this chip.
 * Replacing or destroying the secret undefines the NV index, so that every copy of the old file is
 * worthless from then on: deletion is real. The anchor lies in NV too and outlives an erase.
 *
 * Four consecutive NV indices belong to a profile: two for the secret (old and new while it is
 * replaced, one otherwise), two that hold the anchor in turn, so that a cut while one is written
 * leaves the other. A rotation defines and undefines one index; an anchor that has changed is one
 * write of 96 bytes. To leave no trace after an uninstall: `tpm2_nvundefine` for each of them.
 *
 * Secret halves travel to and from the chip only inside a session that is salted with the storage
 * key and encrypts its parameters (AES-128-CFB); the file remembers that key's name, so another key
 * put in its place on the wire is found out at each load. Whoever may use the chip at all can write
 * the anchor anew or spoil it, its owner can undefine the indices (the profile is lost); only who
 * also reads the file
 * (mode 0600) gets at the secret.
 *
 * What the functions of the port answer, besides #SOTTO_OK and #SOTTO_E_MISSING (no secret was
 * stored; the file or the NV half is gone; the chip was cleared):
 * - #SOTTO_E_KEY_LOCKED: the chosen PCRs do not hold what they held when the secret was stored, or
 *   the chip is in lockout.
 * - #SOTTO_E_KEY_DENIED: the owner hierarchy asks for another authorization, or this user may not
 *   read the file.
 * - #SOTTO_E_KEY_SLOW: the chip was busy or silent for `wait_ms`. Nothing was replaced then.
 * - #SOTTO_E_KEY_WRONG: the file was made by another chip.
 * - #SOTTO_E_ROLLBACK: the file is older than the secret in force; an anchor below the one that is
 *   kept was not written.
 * - #SOTTO_E_TAMPERED: the file was changed; where it was only in which PCRs it needs, KEY_LOCKED.
 * - #SOTTO_E_CORRUPT: it is no such file, or no anchor can be read.
 * - #SOTTO_E_DISK_FULL: no room for the file or for another NV index. #SOTTO_E_READ_ONLY: the file
 *   cannot be written.
 * - #SOTTO_E_PORT: no chip, it failed, or it lacks a PCR that was chosen.
 *
 * Each call connects to the chip and leaves nothing loaded in it. It runs on a thread of its own
 * that ends with it; when a chip does not answer, the call returns after `wait_ms` and the thread
 * ends when the chip does answer, without replacing anything. One call talks to a chip at a time in
 * a process: while one chip is silent, the others' calls are #SOTTO_E_KEY_SLOW too. The library
 * must stay loaded. libtss2 reports failures on stderr unless TSS2_LOG=all+none is in the
 * environment.
 */
#ifndef SOTTO_STORE_TPM2_H
#define SOTTO_STORE_TPM2_H

#include <sotto/port.h>

SOTTO_BEGIN

/** First NV index that sotto_store_tpm2_init() takes: where the owner's indices begin. */
#define SOTTO_TPM2_NV_FIRST 0x01800000u
/** Last NV index that it takes; the three after it are used as well. */
#define SOTTO_TPM2_NV_LAST 0x01BFFFFCu

/** Where the secret lies; owned by the caller, at the same address while a handle uses the port. */
typedef struct sotto_store_tpm2 {
  uint32_t struct_size;  /**< Set by sotto_store_tpm2_init(). */
  uint32_t nv_index;     /**< First of the four NV indices of this profile. */
  uint32_t pcr_mask;     /**< Bit i: opening needs PCR i (0 to 23, SHA-256 bank) as it was when the
                              secret was stored; a firmware or boot loader update may change it for
                              good. 0 after init: none. */
  uint32_t wait_ms;      /**< Longest wait of one call; 10,000 after init. */
  const char *path;      /**< The sealed file; must outlive the handle. */
  const char *tcti;      /**< How to reach the chip, such as "device:/dev/tpmrm0"; NULL after init:
                              what libtss2 finds. Must outlive the handle. */
  sotto_text owner_auth; /**< Authorization of the owner hierarchy, at most 32 bytes; empty after
                              init. Must outlive the handle. */
} sotto_store_tpm2;

/**
 * Makes a port over the sealed file `path` (mode 0600, symbolic links refused, replaced durably;
 * outside the profile's directory) and the NV indices from `nv_index` on, with the system's clock
 * and file mapping. Connects to nothing yet; the other fields may be changed until the port is
 * used. #SOTTO_E_ARGUMENT: no path, or an index out of range. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_store_tpm2_init(sotto_store_tpm2 *ret_store,
                                                           const char *path, uint32_t nv_index,
                                                           sotto_port *ret_port);

SOTTO_END

#endif
