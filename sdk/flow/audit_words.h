/*
 * The audit log as a person reads it: each row with its sentence.
 */
#ifndef SO_FLOW_AUDIT_WORDS_H
#define SO_FLOW_AUDIT_WORDS_H

#include "flow/handle.h"

/** See sotto_audit_each(). */
SOTTO_CHECKED sotto_status so_audit_words_each(sotto *profile, uint64_t sequence,
                                               sotto_audit_fn visit, void *context);

#endif
