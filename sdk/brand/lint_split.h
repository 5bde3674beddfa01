/*
 * The rules about questions by split trust: that the task is there and is that of this question
 * alone, that devices can pay for an answer, and that two aggregators can cut its batches by week.
 */
#ifndef SO_BRAND_LINT_SPLIT_H
#define SO_BRAND_LINT_SPLIT_H

#include "brand/lint_subject.h"

/** Tells what is wrong with the task of the pack's question `number`. 1 where nothing is. */
int so_lint_split(const so_lint *lint, const so_question *question, uint32_t number);

#endif
