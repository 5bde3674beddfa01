/*
 * What noised statistics say of the arms as a section of the pack: the rates of each slot's arms
 * by name, shrunk together (brand/arm_prior). Without any the section is absent and each device
 * starts from Beta(1, 9).
 */
#ifndef SO_BRAND_PACK_ARM_PRIORS_H
#define SO_BRAND_PACK_ARM_PRIORS_H

#include "brand/assembly.h"

/** Adds ARM_PRIORS; so_pack_arms() must have run. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_pack_arm_priors(so_assembly *assembly);

#endif
