/*
 * The canonical content of a question: what it asks, by names instead of pack numbers, so that two
 * packs which number their values differently still ask the same question under the same id. The
 * builder and every device digest these bytes; the device refuses a question whose stored digest
 * differs. Does not judge a question (privacy does).
 */
#ifndef SO_MODEL_PACK_QUESTION_H
#define SO_MODEL_PACK_QUESTION_H

#include "base/codec.h"
#include "model/pack_view.h"

/** Room that always suffices for the content of a question the builder accepts. */
#define SO_PACK_QUESTION_CONTENT_MAX 65536u

/**
 * Writes: block "sotto question content 2"; u32 kind, trust, unit, category, epsilon_micro,
 * minimum_batch, lists, every, phase, flags; block name of the attribute where it lists values,
 * else u32 attribute; u32 count; then each value as a block with its name (values, names) or a u32
 * (numbers); where it has a task, what that promises (model/task_view.h). The writer turns bad
 * where it is full.
 */
void so_pack_question_content(const so_pack *pack, uint32_t question, so_writer *writer);

#endif
