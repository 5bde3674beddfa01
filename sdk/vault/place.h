/*
 * The directory a profile lives in, and every file operation the vault does. Files are opened
 * relative to the directory, never through a symbolic link, with mode 0600 (directory 0700).
 * A file is replaced by writing beside it, syncing, renaming and syncing the directory, so that a
 * cut leaves the old or the new content whole. `profile.lock` is held with flock() for as long as
 * the place is entered: POSIX locks on the database would vanish when the host opens and closes it.
 * Knows nothing of what the files hold.
 */
#ifndef SO_VAULT_PLACE_H
#define SO_VAULT_PLACE_H

#include <sotto/base.h>

#define SO_FILE_HEAD "profile.head"
#define SO_FILE_HEAD_NEXT "profile.head.next"
#define SO_FILE_HEAD_PART "profile.head.part"
#define SO_FILE_DATA "profile.db"
#define SO_FILE_DATA_JOURNAL "profile.db-journal"
#define SO_FILE_DATA_NEXT "profile.db.next"
#define SO_FILE_DATA_NEXT_JOURNAL "profile.db.next-journal"
#define SO_FILE_LOCK "profile.lock"
#define SO_PATH_MAX 4096

typedef struct so_place {
  int directory; /* descriptor, -1: not entered */
  int lock;      /* descriptor, -1: not locked */
  char path[SO_PATH_MAX];
  char detail[128]; /* about the last failure */
} so_place;

/** What an errno of a file operation means; 0 and the unknown are #SOTTO_E_STORAGE. */
sotto_status so_place_status(int error);
/** Opens the directory; makes it (but not its parents) where `create` is set. */
SOTTO_CHECKED sotto_status so_place_enter(so_place *ret_place, const char *directory, int create);
/** Takes the lock without waiting. #SOTTO_E_BUSY where another handle holds it. */
SOTTO_CHECKED sotto_status so_place_lock(so_place *place);
/** Closes both descriptors and so gives the lock back. */
void so_place_leave(so_place *place);

/** OK where `name` is a regular file, #SOTTO_E_MISSING, #SOTTO_E_STORAGE for anything else. */
SOTTO_CHECKED sotto_status so_place_has(so_place *place, const char *name);
/** Reads at most `*inout_size` bytes from the start of a file. */
SOTTO_CHECKED sotto_status so_place_read(so_place *place, const char *name, uint8_t *ret_bytes,
                                         size_t *inout_size);
/** Replaces a file durably: the old or the new content, never a mixture. */
SOTTO_CHECKED sotto_status so_place_replace(so_place *place, const char *name, sotto_bytes content);
/** Makes an empty file, anew where one is in the way. */
SOTTO_CHECKED sotto_status so_place_make(so_place *place, const char *name);
/** Makes a file's content durable. */
SOTTO_CHECKED sotto_status so_place_sync(so_place *place, const char *name);
/** Renames durably. */
SOTTO_CHECKED sotto_status so_place_rename(so_place *place, const char *from, const char *to);
/**
 * Unlinks; OK where there is none. `*inout_removed` is incremented where a file went; may be NULL.
 */
SOTTO_CHECKED sotto_status so_place_remove(so_place *place, const char *name,
                                           uint32_t *inout_removed);
/** Makes removals durable. */
SOTTO_CHECKED sotto_status so_place_settle(so_place *place);
/**
 * Overwrites a file's first `size` bytes (at most 512) with zeros in place. Errors are ignored.
 */
void so_place_blank(so_place *place, const char *name, size_t size);
/** Writes "directory/name" into `ret_path` (SO_PATH_MAX bytes). */
void so_place_path(const so_place *place, const char *name, char *ret_path);
/** Gives the absolute path of what exists; the caller frees it. NULL, with errno, otherwise. */
char *so_place_absolute(const char *path);

#endif
