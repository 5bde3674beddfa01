/*
 * What the brand decided, as sections: slots with their rules, questions, blend and thresholds.
 * Names that the catalogue does not know become findings: an error where leaving the thing out
 * would change what the brand asked for, else a warning.
 */
#ifndef SO_BRAND_PACK_DECIDE_H
#define SO_BRAND_PACK_DECIDE_H

#include "brand/assembly.h"

/** Fills SLOTS, RULES, QUESTIONS, QUESTION_VALUES, BLEND and STATE. */
void so_pack_decide(so_assembly *assembly);

#endif
