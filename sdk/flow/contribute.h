/*
 * Contributing: answering one of the pack's questions with noise.
 *
 * The order of an answer is what makes it safe: decide from consent and budget (never from the
 * profile) whether the true answer or "none" is noised; advance the anchor; draw the noise from the
 * PRF; seal; then ledger, answer, report and audit row become durable in one transaction. Cut
 * anywhere, budget may be lost, never privacy.
 */
#ifndef SO_FLOW_CONTRIBUTE_H
#define SO_FLOW_CONTRIBUTE_H

#include "flow/asked.h"

/** As sotto_question_answer(). */
SOTTO_CHECKED sotto_status so_contribute_answer(sotto *profile,
                                                const uint8_t id[SOTTO_QUESTION_ID_SIZE]);

/**
 * Answers what so_asked_look() gave now and whose state lets it be answered: OPEN, CATEGORY,
 * EXHAUSTED.
 */
SOTTO_CHECKED sotto_status so_contribute_asked(sotto *profile, const so_asked *asked,
                                               int64_t now_ms);

#endif
