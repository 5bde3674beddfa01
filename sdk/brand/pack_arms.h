/*
 * Slots' arms as sections (model/arm_format.h), and what is wrong with them: an item or a value
 * that the catalogue lacks, an audience that nobody named, an attribute that may not decide what
 * somebody is shown, a language without content, arms without a default. Priors are learnt, not
 * decided: they are not filled here.
 */
#ifndef SO_BRAND_PACK_ARMS_H
#define SO_BRAND_PACK_ARMS_H

#include "brand/assembly.h"

/** Adds ARM, ARM_VALUES, ARM_TEXTS and SLOT_CHOICE; the catalogue must be finished. */
void so_pack_arms(so_assembly *assembly);

#endif
