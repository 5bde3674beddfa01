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
/** Most names in one call. */
#define SO_ENTRY_NAMES_MAX 10000u

/**
 * Takes the lock. #SOTTO_E_ARGUMENT for NULL, #SOTTO_E_BUSY from inside a call on this handle,
 * #SOTTO_E_STATE in a forked child: two processes must not answer for one charge.
 */
SOTTO_CHECKED sotto_status so_entry_enter(sotto *profile);
/** Gives the lock back and `status` on; an error without a detail gets the status's sentence. */
sotto_status so_entry_leave(sotto *profile, sotto_status status);
/**
 * What most public calls are: the status of `call`, evaluated between entering and leaving.
 * #SOTTO_E_ARGUMENT unless the arguments are `valid`; where entering is refused, why; then `call`
 * is not evaluated.
 */
#define SO_ENTRY_CALL(valid, profile, call)                                                        \
 (!(valid)                  ? so_entry_refuse(profile, SOTTO_E_ARGUMENT)                           \
  : so_entry_enter(profile) ? so_entry_refusal(profile)                                            \
                            : so_entry_leave(profile, call))
/** Why so_entry_enter() refused. */
sotto_status so_entry_refusal(const sotto *profile);
/** Gives `status`; its sentence is the handle's detail where the handle can be entered. */
sotto_status so_entry_refuse(sotto *profile, sotto_status status);
/** 1 when a struct with a `struct_size` is there and at least as large as this library's. */
#define SO_ENTRY_IS_WHOLE(given) ((given) && (given)->struct_size >= sizeof *(given))
void so_entry_make(sotto *profile);
void so_entry_unmake(sotto *profile);
/** 1 when the text's pointer goes with its size and it is no longer than a name may be. */
int so_entry_is_name(sotto_text text);
/** 1 when the array goes with its count and the first SO_ENTRY_NAMES_MAX of them are names. */
int so_entry_are_names(const sotto_text *names, size_t count);
/** 1 for a complete consent whose every verdict is one of the three. */
int so_entry_is_consent(const sotto_consent *consent);

/** #SOTTO_OK for a request that can be asked, else why not. */
SOTTO_CHECKED sotto_status so_entry_request(const sotto_request *request);

#endif
