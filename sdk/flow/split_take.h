/*
 * A question by split trust as a device looks at it: its task taken from the pack and held against
 * the question, and the mechanism, which never comes from the pack (privacy/split).
 */
#ifndef SO_FLOW_SPLIT_TAKE_H
#define SO_FLOW_SPLIT_TAKE_H

#include "flow/split_task.h"
#include "model/pack_view.h"
#include "privacy/question.h"

/** What an aggregator publishes, as the pack has it: an HpkeConfigList. */
typedef struct so_split_list {
  uint8_t bytes[2048];
  uint32_t size;
} so_split_list;

/** What there is of such a question beside the rest. */
typedef struct so_split_asked {
  so_split plan;
  so_split_task task;
  so_split_list leader;
  so_split_list helper;
} so_split_asked;

/**
 * Takes the task of the pack's question `index`. #SOTTO_E_MISSING where it has none,
 * #SOTTO_E_CORRUPT for one that is none, or of another domain, batch or cut than the question's,
 * #SOTTO_E_FORMAT where its aggregators have no key that this library knows, or one for both.
 */
SOTTO_CHECKED sotto_status so_split_take(so_split_asked *split, const so_pack *pack, uint32_t index,
                                         const so_question *question);

#endif
