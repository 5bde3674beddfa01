/**
 * @file store_insecure_file.h
 * A key store that is a plain file, for development and machines with nothing better.
 *
 * Whoever can read the file and the profile can read everything: this protects against nothing but
 * a copy of the profile's directory alone. It is refused unless the host asks for it by name. There
 * is no anchor: putting back an older copy of profile and key file cannot be noticed. Forgetting
 * and erasing overwrite the secret with zeros in place, which is as good as the file system lets
 * it: copies, snapshots and worn flash blocks keep it.
 */
#ifndef SOTTO_STORE_INSECURE_FILE_H
#define SOTTO_STORE_INSECURE_FILE_H

#include <sotto/port.h>

SOTTO_BEGIN

/** What a host must pass to use this store. */
#define SOTTO_INSECURE_FILE "insecure_file"

/** Where the key lives; owned by the caller, at the same address while a handle uses the port. */
typedef struct sotto_store_insecure_file {
  uint32_t struct_size; /**< Set by sotto_store_insecure_file_init(). */
  const char *path;     /**< The key file; must outlive the handle. */
} sotto_store_insecure_file;

/**
 * Makes a port that keeps the secret in file `path` (mode 0600, symbolic links refused, replaced
 * atomically), with the system's clock and file mapping. The file should lie outside the profile's
 * directory, and off its backups. #SOTTO_E_ARGUMENT unless `opt_in` is the text
 * #SOTTO_INSECURE_FILE. Writes nothing yet. One file for each profile; one that this user may not
 * read is #SOTTO_E_KEY_DENIED at the open. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status
sotto_store_insecure_file_init(sotto_store_insecure_file *ret_store, const char *path,
                               const char *opt_in, sotto_port *ret_port);

SOTTO_END

#endif
