/*
 * Whether questions may be asked, and whether their answers could tell anything: each by the
 * grammar's own check and the planner's numbers.
 */
#ifndef SO_BRAND_LINT_QUESTION_H
#define SO_BRAND_LINT_QUESTION_H

#include "brand/lint_subject.h"

/** Tells every finding about single questions. */
void so_lint_questions(const so_lint *lint);

#endif
