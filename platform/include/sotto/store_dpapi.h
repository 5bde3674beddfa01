/**
 * @file store_dpapi.h
 * A key store on Windows: a file that only this user's logon can open (DPAPI).
 *
 * The secret is sealed by CryptProtectData() to the user who is logged on, with a text of this
 * library mixed in, and kept in a file. Another user, or a thief with the disk but not the logon
 * password, reads nothing; any program of the same user can. There is no anchor: putting back older
 * copies of profile and file cannot be noticed. Wiping overwrites the file and deletes it; a copy
 * that somebody kept still opens for this user.
 *
 * Built with MinGW and tried under Wine 8, whose DPAPI stands in for Windows' own: what is shown is
 * the protocol and every status below except #SOTTO_E_KEY_LOCKED; not Windows' cryptography.
 */
#ifndef SOTTO_STORE_DPAPI_H
#define SOTTO_STORE_DPAPI_H

#include <sotto/port.h>

SOTTO_BEGIN

/** Where the sealed secret lies; owned by the caller, at one address while a handle uses it. */
typedef struct sotto_store_dpapi {
  uint32_t struct_size; /**< Set by sotto_store_dpapi_init(). */
  const char
      *path; /**< The file (UTF-8), outside the profile's directory; must outlive the handle. */
} sotto_store_dpapi;

/**
 * Makes a port that keeps the secret sealed in file `path`, replaced atomically, with the system's
 * clock and file mapping. Shows no dialogue. Writes nothing yet. Loading answers #SOTTO_E_MISSING
 * without a file, #SOTTO_E_KEY_LOCKED where Windows holds no key for it now (another user's file,
 * or a user's own before it is loaded: Windows does not say which), #SOTTO_E_TAMPERED for a file
 * that was changed or sealed for something else, #SOTTO_E_CORRUPT for one that is no such file.
 * #SOTTO_E_ARGUMENT for an empty path. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_store_dpapi_init(sotto_store_dpapi *ret_store,
                                                            const char *path, sotto_port *ret_port);

SOTTO_END

#endif
