/*
 * A disk that can lose its power, as SQLite's default VFS, in memory. What was written but not
 * synced when the power goes survives in part, in any order, torn at sectors or overwritten with
 * noise, as a seed says; what was synced survives whole. Sources: the journalling assumptions of
 * sqlite.org/atomiccommit.html, 512-byte sectors, no powersafe overwrite.
 */
#ifndef TESTS_POWER_DISK_H
#define TESTS_POWER_DISK_H

#include <stdint.h>

/** Makes the disk the VFS of every connection of this process. */
void power_disk_install(void);
/** Empties the disk. */
void power_disk_reset(void);
/** Turns it on; the power will go at the `cut`-th operation from now (0: never). */
void power_disk_cut(uint32_t cut);
/** Operations since it was turned on. */
uint32_t power_disk_operations(void);
/** Makes an empty file, durable. */
void power_disk_make(const char *name);
/** What the power cut left, then turns the disk on again. */
void power_disk_restore(uint64_t seed);

#endif
