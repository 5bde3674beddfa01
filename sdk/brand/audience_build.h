/*
 * Audiences as sections of a pack: names looked up, predicates in the order they were read, rules
 * and boosts of members. A name that nothing answers to is a finding with its place.
 */
#ifndef SO_BRAND_AUDIENCE_BUILD_H
#define SO_BRAND_AUDIENCE_BUILD_H

#include "brand/assembly.h"

/** Fills audiences, terms, boosts and weights; the slots may come before or after. */
void so_audience_build(so_assembly *assembly);
/** Adds a rule of a slot that stands for an audience's members only. */
void so_audience_build_rule(so_assembly *assembly, uint32_t slot, const so_brand_rule *from,
                            const so_pack_rule *rule);

#endif
