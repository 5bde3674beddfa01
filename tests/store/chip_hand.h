/*
 * What a test does to the TPM behind the store's back: clear it, extend a PCR, set the owner's
 * authorization, fill, write and list NV, count what is loaded.
 */
#ifndef STORE_CHIP_HAND_H
#define STORE_CHIP_HAND_H

#include "store_world.h"

void chip_clear(store_world *world);
void chip_extend(store_world *world, uint32_t pcr);
/** Leaves only PCR 0 in the SHA-256 bank, from the next power-up on. */
void chip_drop_pcrs(store_world *world);
void chip_set_owner_auth(store_world *world, const char *text);
/** Defines NV indices until the chip has no room. */
void chip_fill(store_world *world);
/** Flips a byte of an NV index that needs no authorization. */
void chip_spoil(store_world *world, uint32_t index);
/** Which of the store's four NV indices are defined: bit i is WORLD_NV + i. */
unsigned chip_slots(store_world *world);
/** Objects and sessions that are loaded. */
unsigned chip_loaded(store_world *world);

#endif
