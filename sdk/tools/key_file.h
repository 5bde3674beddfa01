/*
 * Keys as `sotto-pack keygen` writes them: a secret one as hexadecimal digits in the last line of
 * its file (or raw), public ones as members of brand.public, which is JSON (a bare key is taken
 * too).
 */
#ifndef SO_TOOLS_KEY_FILE_H
#define SO_TOOLS_KEY_FILE_H

#include <sotto/base.h>

#define SO_KEY_FILE_PATH_MAX 4096

/** Reads a key of `size` bytes. #SOTTO_E_MISSING, #SOTTO_E_STORAGE, #SOTTO_E_FORMAT. */
SOTTO_CHECKED sotto_status so_key_file_read(const char *path, uint8_t *ret_key, size_t size);
/** Reads a public key of 32 bytes: `member` is "signing_key" or "report_key". Errors as above. */
SOTTO_CHECKED sotto_status so_key_file_public(const char *path, const char *member,
                                              uint8_t ret_key[32]);
/** Joins a folder and a name; 0 where that is too long. */
int so_key_file_join(char ret_path[SO_KEY_FILE_PATH_MAX], const char *folder, const char *name);
/** Writes a file that must not exist yet, whole and on the disk, for the owner alone where it is
 * secret; 0 and errno where it cannot: then there is none. */
int so_key_file_write(const char *path, const char *text, int secret);

#endif
