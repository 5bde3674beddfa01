/*
 * The person's rights: see what is kept and what was done, take it along, bring it back, have
 * something forgotten. Erasing everything needs no handle and is the vault's alone.
 */
#ifndef SO_FLOW_SUBJECT_H
#define SO_FLOW_SUBJECT_H

#include "flow/handle.h"

#define SO_EXPORT_VERSION 1
#define SO_IMPORT_BYTES_MAX ((size_t)64 << 20)

/**
 * Everything that is kept about the person in plain words, discreet items too: see
 * sotto_profile_each().
 */
SOTTO_CHECKED sotto_status so_kept_words_each(sotto *profile, sotto_kept_fn visit, void *context);
/** The audit log, each row with its sentence: see sotto_audit_each(). */
SOTTO_CHECKED sotto_status so_kept_words_audit(sotto *profile, uint64_t sequence,
                                               sotto_audit_fn visit, void *context);
/** See sotto_profile_export(). Only in a build with JSON, as so_import_read(). */
SOTTO_CHECKED sotto_status so_export_write(sotto *profile, sotto_write_fn write, void *context);
/** See sotto_audit_export(). Likewise. */
SOTTO_CHECKED sotto_status so_audit_export_write(sotto *profile, sotto_write_fn write,
                                                 void *context);
/** See sotto_profile_import(). */
SOTTO_CHECKED sotto_status so_import_read(sotto *profile, sotto_bytes json, size_t *ret_events);
/** See sotto_forget(). What was learnt for this session only is forgotten with it. */
SOTTO_CHECKED sotto_status so_subject_forget(sotto *profile, const sotto_scope *scope,
                                             size_t *ret_rows);

#endif
