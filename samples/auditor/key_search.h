/*
 * Looks for the keys of one profile in bytes: files, disk images, the memory of a process. Every 32
 * bytes at every offset are tried as each key there is, by what an old copy of the profile tells:
 *
 *   the store's secret     BLAKE2b of it and the head's salt gives the wrapping key
 *   the wrapping key       BLAKE2b of it and the salt begins with the head's key check
 *   the data key           its subkey "sottodbs" is the salt that profile.db begins with
 *   the database key       decrypts page 1 of profile.db (AES-256-CBC) to what SQLite writes there
 *
 * A stretch of 32 bytes with fewer than 23 different ones is passed over: a random key is such
 * a one about once in a million. A passphrase and keys in hexadecimal text are not looked for.
 */
#ifndef AUDITOR_KEY_SEARCH_H
#define AUDITOR_KEY_SEARCH_H

#include <stddef.h>
#include <stdint.h>

/** What an old copy tells about its keys. */
typedef struct key_traces {
  uint8_t salt[16];
  uint8_t check[16];
  uint32_t kdf;           /* 0: a key store's secret, else a passphrase */
  int has_database;       /* profile.db was there too */
  uint8_t database[4096]; /* its first page */
} key_traces;

/** What a search saw. */
typedef struct key_search {
  size_t found;
  uint64_t read;   /* bytes that were searched */
  uint64_t unread; /* bytes that could not be read */
  size_t kept;     /* of the chunk before */
} key_search;

/** Reads a copy's head and, where there is one, the first page; 0 where there is no head. */
int key_traces_read(const char *folder, key_traces *ret_traces);
/** Searches a regular file or block device; 0 where it is none or cannot be opened. */
int key_search_file(const char *path, const key_traces *traces, key_search *ret_search);
/** Searches all memory of a process; 0 where it cannot be seen. */
int key_search_process(const char *pid, const key_traces *traces, key_search *ret_search);

#endif
