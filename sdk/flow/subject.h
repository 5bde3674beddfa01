/*
 * The person's right to have something forgotten, and what must follow so that nothing remembers:
 * the rows go, the sessions of the rest are told anew, the mind is rebuilt from what remains, the
 * files move under new keys. Erasing everything needs no handle and is the vault's alone.
 */
#ifndef SO_FLOW_SUBJECT_H
#define SO_FLOW_SUBJECT_H

#include "flow/handle.h"

/** See sotto_forget(). What was learnt for this session only is forgotten with it. */
SOTTO_CHECKED sotto_status so_subject_forget(sotto *profile, const sotto_scope *scope,
                                             size_t *ret_rows);

#endif
