/*
 * The task of a question by split trust, from its file into the pack's sections TASKS and
 * TASK_BYTES. A file that is none is a finding; whether the task fits the question is judged by
 * brand/lint_split.
 */
#ifndef SO_BRAND_TASK_BUILD_H
#define SO_BRAND_TASK_BUILD_H

#include "brand/assembly.h"

/** Adds the task of the pack's question `number`. */
void so_task_build_add(so_assembly *assembly, const so_brand_question *from, uint32_t number);

#endif
