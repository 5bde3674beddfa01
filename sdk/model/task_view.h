/*
 * The task of a question by split trust, as a pack states it: which two aggregators sum the answers
 * and by what parameters, in the canonical form of DAP, with the keys they publish. Every bound is
 * held against the end of its section, so a damaged row is no task. Does not know what a canonical
 * form says: crypto/dap_task reads it.
 */
#ifndef SO_MODEL_TASK_VIEW_H
#define SO_MODEL_TASK_VIEW_H

#include "base/codec.h"
#include "model/pack_view.h"

#ifdef SOTTO_WITH_SPLIT
# define SO_TASK_BUILT 1
#else
# define SO_TASK_BUILT 0 /* no pack has any, and the link drops the rest */
#endif

/** Views into the pack. */
typedef struct so_task_view {
  uint32_t version;          /* of DAP */
  const uint8_t *id;         /* 32 bytes */
  sotto_bytes configuration; /* canonical */
  sotto_bytes leader_list;   /* HpkeConfigList */
  sotto_bytes helper_list;
} so_task_view;

/** Finds the task of a question; 0 where it has none. */
int so_task_view_find(const so_pack *pack, uint32_t question, so_task_view *ret_view);
/** Writes what a question promises of its task: u32 version, id, block canonical form; or nothing.
 */
void so_task_view_promise(const so_pack *pack, uint32_t question, so_writer *writer);

#endif
