/*
 * The directory of fetched packs: a part that is being fetched, which pack is installed, one file a
 * pack. Everything but the part is written beside, synced and renamed; a part is only believed
 * after the pack in it has been verified. One call at a time, by a lock on `fetch.lock`.
 *
 *   fetch.part               bytes so far
 *   fetch.state              lines: "sotto-fetch 1", "pack NAME HASH TAG"
 *   pack-<16 hex>.sottopack  a whole pack
 *
 * HASH is that of sotto_pack_info: the line is believed only while the profile has that very pack.
 * TAG is an entity tag that follows from the pack's bytes (their SHA-256 in hexadecimal), or "-". A
 * tag of the feed's own making is never kept: sent back, it would be a mark on this device.
 */
#ifndef PLATFORM_PACK_SHELF_H
#define PLATFORM_PACK_SHELF_H

#include <limits.h>
#include <sotto/pack.h>

#define SO_SHELF_TAG_MAX 160
#define SO_SHELF_NAME_MAX 32
/** The first bytes of a pack: its header and its table with the hash of every section. */
#define SO_SHELF_HEAD_SIZE 8192

typedef struct so_shelf {
  const char *directory;
  int lock;                     /* descriptor; -1: none */
  int part;                     /* likewise, while the part is written */
  char name[SO_SHELF_NAME_MAX]; /* of the installed pack; empty: unknown */
  uint8_t hash[SOTTO_DIGEST_SIZE];
  char tag[SO_SHELF_TAG_MAX]; /* "-": none */
} so_shelf;

/** Locks the directory and reads what is known. #SOTTO_E_BUSY, #SOTTO_E_MISSING, … */
SOTTO_CHECKED sotto_status so_shelf_open(so_shelf *ret_shelf, const char *directory);
void so_shelf_close(so_shelf *shelf);

/** Bytes of the part; 0: none. */
uint64_t so_shelf_part_size(const so_shelf *shelf);
/** 1 where the part, or with `installed` the pack that was noted, begins with these bytes. */
int so_shelf_begins_with(const so_shelf *shelf, int installed, sotto_bytes head);
/** 1 where the part and the pack that was noted begin alike. */
int so_shelf_part_is_installed(const so_shelf *shelf);
/** Begins a part at its start or, with `size`, at its end. */
SOTTO_CHECKED sotto_status so_shelf_begin_part(so_shelf *shelf, uint64_t size);
SOTTO_CHECKED sotto_status so_shelf_add(so_shelf *shelf, sotto_bytes bytes);
/** Ends writing; the part stays to be gone on from. */
void so_shelf_end_part(so_shelf *shelf);
/** Removes the part. */
void so_shelf_drop_part(so_shelf *shelf);

/** Makes the part a pack's file of its own and gives its path. */
SOTTO_CHECKED sotto_status so_shelf_finish(so_shelf *shelf, char ret_path[PATH_MAX]);
/** Notes that the pack in the file at `path` is installed, with the feed's tag where it follows
 * from the bytes, and removes all files but it and the one noted before. */
SOTTO_CHECKED sotto_status so_shelf_note(so_shelf *shelf, const char *path,
                                         const uint8_t hash[SOTTO_DIGEST_SIZE], const char *tag);

#endif
