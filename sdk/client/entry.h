/*
 * Entering and leaving a handle: one lock per handle, and a call made from inside a visitor or port
 * function of the same handle is told BUSY instead of hanging. Also the checks of arguments that
 * many calls share. Does not know what a call does.
 */
#ifndef SO_CLIENT_ENTRY_H
#define SO_CLIENT_ENTRY_H

#include "flow/handle.h"

/** Longest name (slot, item, attribute, value) a call takes. */
#define SO_ENTRY_NAME_MAX 1024u

/** Takes the lock. #SOTTO_E_ARGUMENT for NULL, #SOTTO_E_BUSY from inside a call on this handle. */
SOTTO_CHECKED sotto_status so_entry_enter(sotto *profile);
/** Gives the lock back and `status` on; an error without a detail gets the status's sentence. */
sotto_status so_entry_leave(sotto *profile, sotto_status status);
void so_entry_make(sotto *profile);
void so_entry_unmake(sotto *profile);
/** 1 when the text's pointer goes with its size and it is no longer than a name may be. */
int so_entry_is_name(sotto_text text);
/** 1 when the bytes' pointer goes with their size. */
int so_entry_is_bytes(sotto_bytes bytes);
/** 1 for a complete consent whose every verdict is one of the three. */
int so_entry_is_consent(const sotto_consent *consent);

#endif
